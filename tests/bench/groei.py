# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a question costs when the register grows: 500, 5,000 and 50,000 lines, side by side. TEST ONLY.

Counted in CPU time of the server for each question, which is steadier than how many fit in a second. Every size
is asked the same questions: those to which the smallest already gives ten routes, since an answer of three routes
is cheaper for another reason. In words that leaves one in six of those tried, still thousands.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.bench.laders import Ronde
from tests.bench.netwerk import Netwerk, netwerk
from tests.bench.registerbestand import copied
from tests.bench.routes import OURS, ask, asked_closed, in_turn, try_some
from tests.bench.servers import Server, register
from tests.bench.tabel import Opties, Uitkomst, hoogstens
from tests.bench.vragen import LIMIET, in_woorden, op_onderwerp, path

KINDS: Final = (op_onderwerp, in_woorden)
SIZES: Final = (500, 5_000, 50_000)
TRIED: Final = (4_000, 16_000)
GOALS: Final = (1.5, 3.0)


def groei(opties: Opties) -> Iterator[Uitkomst]:
    """Ask each size in turn, and hold the larger ones to the smallest."""
    sizes = [size for size in SIZES if size <= max(opties.groot, SIZES[0])]
    if len(sizes) == 1:
        yield Uitkomst(wat="CPU per vraag bij meer lijnen", naast="niet gemeten: vraag om --lijnen 5000", eenheid="µs")
        return
    cases: dict[str, Callable[[], Ronde]] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="lijnwijzer-vragen-")))
        nets = {size: netwerk(size) for size in sizes}
        servers = {size: stack.enter_context(register(stack.enter_context(copied(nets[size])))) for size in sizes}
        asked = _answered_in_full(servers[SIZES[0]], nets[SIZES[0]])
        for size, server in servers.items():
            for kind in OURS:
                said = try_some(server, asked[kind], folder / f"{kind} {size}")
                cases[f"{kind} {size}"] = asked_closed(server, said, opties)
        found = in_turn(cases, opties.rondes)
    for kind, goal in zip(OURS, GOALS, strict=True):
        least = found[f"{kind} {SIZES[0]}"].cpu_us
        for size in sizes[1:]:
            most = goal if size == SIZES[-1] else None
            what = f"{kind}, {size} lijnen, CPU per vraag"
            yield hoogstens(what, f"{SIZES[0]} lijnen", found[f"{kind} {size}"].cpu_us, least, "µs", most)


def _answered_in_full(server: Server, net: Netwerk) -> dict[str, list[str]]:
    """Find the questions of each kind to which a register gives as many routes as were asked for."""
    lists = [[path(net, vraag) for vraag in made(net, tried)] for made, tried in zip(KINDS, TRIED, strict=True)]
    return {
        kind: [said for said, (_, routes) in zip(paths, ask(server, paths), strict=True) if routes == LIMIET]
        for kind, paths in zip(OURS, lists, strict=True)
    }
