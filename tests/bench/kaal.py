# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Ours beside the least that could do the job, in turn in one process: no server, no network. TEST ONLY.

What the route costs here, and what it costs over HTTP (routes.py), say together where the time goes.
"""

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any, Final

from litestar import Litestar, get
from litestar.testing import TestClient

from registry.main import make_app
from registry.registrar.admission import admit
from registry.settings import Settings
from registry.store.sqlite import SqliteStore
from tests.bench.netwerk import netwerk
from tests.bench.registerbestand import ROOT, beller, copied
from tests.bench.tabel import Opties, Uitkomst, hoogstens
from tests.bench.vragen import in_woorden, op_onderwerp, path
from tests.contract.served import FREE
from tests.support import Network, lijn

ROUNDS: Final = 7
TIMES: Final = 100
ROUND_S: Final = 1.0  # what takes longer is called fewer times
DURABLE: Final = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
LINE: Final = ROOT / "fixtures/demo/svb/lijnen/aow-professionals.yaml"
BASE_URL: Final = "https://register.test.example"
SMALLEST: Final = "kleinste handler van Litestar"
Ask = Callable[[str], None]


def pair(ours: Callable[[], None], theirs: Callable[[], None], *, times: int) -> tuple[float, float]:
    """Time two calls in turn; microseconds per call, the median of the rounds."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for call, times_taken in zip((ours, theirs), found, strict=True):
            began = time.perf_counter()
            for _ in range(times):
                call()
            times_taken.append((time.perf_counter() - began) / times * 1e6)
    return median(found[0]), median(found[1])


def vragen(opties: Opties) -> Iterator[Uitkomst]:
    """One question in process, token checked, beside the smallest handler that Litestar can have."""
    for lines in (30, 300):
        net = Network()
        svb, loket = net.lid("svb"), net.lid("loket", ("loket",))
        words = ("pensioen", "boete", "toeslag", "studie", "verblijf", "uitkering", "zorg", "belasting")
        for n in range(lines):
            svb.publiceer(lijn(f"lijn-{n}", trefwoorden=(words[n % len(words)], f"woord{n}")))
        with net.http(grenzen=FREE) as http:
            asked = {"per organisatie": ["organisatie=svb"], "in woorden": ["vraag=mijn+pensioen"]}
            yield from _beside_smallest(http.app, loket.register(http)._token(), asked, f"{lines} lijnen")
    made = netwerk(opties.gewoon)
    with copied(made) as folder:
        app = make_app(Settings(data=str(folder), base_url=BASE_URL))
        with TestClient(app, base_url=BASE_URL) as http:
            asked = {
                name: [path(made, vraag).partition("?")[2] for vraag in kind(made, 1000)]
                for name, kind in (("op onderwerp", op_onderwerp), ("in woorden", in_woorden))
            }
            yield from _beside_smallest(app, beller().register(http)._token(), asked, f"{opties.gewoon} lijnen")


def innemen(_: Opties) -> Iterator[Uitkomst]:
    """One statement per durable commit, beside one row per durable commit in bare sqlite3."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "ours.sqlite")
        net = Network(store)
        svb = net.lid("svb")
        ready = iter([svb.sign(lijn(f"l{n}")) for n in range(ROUNDS * 60)])
        bare = sqlite3.connect(Path(folder) / "bare.sqlite", isolation_level=None)
        bare.executescript(f"{DURABLE} CREATE TABLE r (d BLOB PRIMARY KEY, j BLOB)")

        def ours() -> None:
            admit(store, net.signer, next(ready), at=net.clock.at, namens=svb.oin)

        def theirs() -> None:
            bare.execute("INSERT INTO r VALUES (?, ?)", (os.urandom(32), bytes(900)))

        what, beside = "verklaring innemen, op schijf", "één rij in kale sqlite3, op schijf"
        yield hoogstens(what, beside, *pair(ours, theirs, times=60), "µs")
        store.close()
        bare.close()


def opdracht(_: Opties) -> Iterator[Uitkomst]:
    """A command that needs no network, beside what it cannot do without."""
    bare = [sys.executable, "-c", "import typer, msgspec, sqlite3"]
    for name, arguments in (("--versie", ["--versie"]), ("controleer", ["controleer", str(LINE)])):
        command = [sys.executable, "-m", "cli.main", *arguments]
        ours, theirs = pair(partial(_quiet, command), partial(_quiet, bare), times=2)
        yield hoogstens(f"lijn {name}", "import typer, msgspec, sqlite3", ours / 1000, theirs / 1000, "ms")


def _beside_smallest(app: Any, token: str, asked: Mapping[str, Sequence[str]], about: str) -> Iterator[Uitkomst]:
    with _asgi(app, token, "/v1/contactroutes") as ask, _asgi(_smallest(), token, "/") as smallest:
        for name, queries in asked.items():
            ours = _each(ask, queries)
            began = time.perf_counter()
            ours()
            times = max(1, min(TIMES, int(ROUND_S / (time.perf_counter() - began))))
            found = pair(ours, partial(smallest, ""), times=times)
            yield hoogstens(f"in proces, {name}, {about}", SMALLEST, *found, "µs")


def _each(ask: Ask, queries: Sequence[str]) -> Callable[[], None]:
    turn = cycle(queries)
    return lambda: ask(next(turn))


def _quiet(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)


def _smallest() -> Litestar:
    @get("/", sync_to_thread=False)
    def nothing() -> bytes:
        return b"{}"

    return Litestar([nothing], openapi_config=None, logging_config=None)


@contextmanager
def _asgi(app: Any, token: str, path: str) -> Iterator[Ask]:
    """Call an application without a server between: what is left is what it costs itself."""
    loop = asyncio.new_event_loop()
    headers = [(b"authorization", f"Bearer {token}".encode()), (b"host", b"register.test.example")]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    def ask(query: str) -> None:
        said: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            said.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "https",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": list(headers),
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 443),
        }
        loop.run_until_complete(app(scope, receive, send))
        if said[0]["status"] != 200:
            raise RuntimeError(said)

    try:
        yield ask
    finally:
        loop.close()
