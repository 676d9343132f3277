# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Measurements over HTTP, beside bare sqlite3 that inserts the same rows, and beside bare ASGI. TEST ONLY.

A round of ours is a register as an operator starts it, on one core with its writer: token, reading, judging, keeping
and counting, durable before each answer. A round of bare sqlite3 has the same rows (same shape, same index on the
same names, same number a transaction, WAL and synchronous=FULL) and nothing else. Names begin with the moment, or are
random. Every row that was answered must be there afterwards, once.
"""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec

from registry.main import MEETBOEK
from tests.bench.kaleinname import ADD, SCHEMA, row_of
from tests.bench.laders import HERE
from tests.bench.meetgegevens import LAATSTE, Jaar
from tests.bench.netwerk import Netwerk, netwerk
from tests.bench.processen import Command, cores, free_port, listens, pinned, started
from tests.bench.registerbestand import ROOT, copied
from tests.bench.servers import Server, program, register
from tests.bench.tabel import Opties, Uitkomst, minstens

LINES: Final = 500
TOGETHER: Final = 100
MOST_BATCHES: Final = 800  # a second
MOST_SINGLES: Final = 24_000
CONNECTIONS: Final = 16
SINGLE_CONNECTIONS: Final = 64
BATCH_GOAL: Final = 0.6
SINGLE_GOAL: Final = 0.3
_seeds: Final = count(1)


def metingen(opties: Opties) -> Iterator[Uitkomst]:
    """Take contactmomenten in, a hundred at a time and one at a time."""
    net = netwerk(opties.lijnen or LINES)
    seconds = max(1, round(opties.seconden))
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="lijnwijzer-metingen-", dir=_on_disk())))
        folder = stack.enter_context(copied(net))
        ours = stack.enter_context(register(folder))
        bare = stack.enter_context(_bare(scratch))
        for kind, in_time in (("tijdgebonden ids", True), ("willekeurige ids", False)):
            rates: list[tuple[float, float]] = []
            for _ in range(opties.rondes):
                made = _bodies(net, scratch, MOST_BATCHES * seconds, TOGETHER, tijdgebonden=in_time)
                http = _rows_per_s(ours, made, seconds, folder, connections=CONNECTIONS) * TOGETHER
                rates.append((http, _sqlite(scratch, made, seconds)))
            what = f"contactmomenten over HTTP, {TOGETHER} tegelijk, {kind}"
            yield minstens(what, "kale sqlite3, zelfde rijen en index", *_middle(rates), "/s", BATCH_GOAL)
        rates = []
        for _ in range(opties.rondes):
            made = _bodies(net, scratch, MOST_SINGLES * seconds, 1, tijdgebonden=True)
            mine = _rows_per_s(ours, made, seconds, folder, connections=SINGLE_CONNECTIONS)
            theirs = _rows_per_s(bare, made, seconds, None, connections=SINGLE_CONNECTIONS)
            rates.append((mine, theirs))
        yield minstens(
            "contactmoment over HTTP, één tegelijk", "kale ASGI met dezelfde rij", *_middle(rates), "/s", SINGLE_GOAL
        )


def _middle(rates: list[tuple[float, float]]) -> tuple[float, float]:
    return median(ours for ours, _ in rates), median(theirs for _, theirs in rates)


def _bodies(net: Netwerk, folder: Path, batches: int, size: int, *, tijdgebonden: bool) -> Path:
    """Write bodies to a file, one a line, that no round had before."""
    jaar = Jaar(net, seed=next(_seeds), tijdgebonden=tijdgebonden)
    oins = jaar.bellers
    made = folder / "bodies"
    with made.open("wb") as file:
        for n in range(batches):
            moments = [jaar.moment(oins[n % len(oins)], LAATSTE) for _ in range(size)]
            file.write(msgspec.json.encode(moments if size > 1 else moments[0]) + b"\n")
    return made


def _rows_per_s(server: Server, bodies: Path, seconds: int, folder: Path | None, *, connections: int) -> float:
    """Post bodies as fast as they are answered; give how many a second.

    Raises:
        RuntimeError: an answer was none, or what was answered is not there.
    """
    before = _kept(folder)
    tool = program("wrk", "apt-get install wrk")
    options = f"-t 1 -c {connections} -d {seconds} --timeout 60 -s {HERE}/wrkpost.lua".split()
    command: Command = [
        tool,
        *options,
        server.url,
        "--",
        "/v1/contactmomenten",
        bodies,
        *([server.token] if server.token else []),
    ]
    ran = subprocess.run(pinned(command, cores()[1]), capture_output=True, check=False, text=True)
    last = ran.stdout.strip().rpartition("\n")[2]
    if ran.returncode or not last.startswith("{"):
        raise RuntimeError(f"wrk: {ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(last)
    if found["faults"]:
        raise RuntimeError(f"niet elk antwoord was goed, of de metingen waren op: {found}")
    with bodies.open("rb") as file:
        first = msgspec.json.decode(file.readline())
    each = len(first) if isinstance(first, list) else 1
    if folder is not None and _kept(folder) - before < found["requests"] * each:
        raise RuntimeError(f"niet alles wat is beantwoord, is er: {found}")
    return float(found["requests"] / found["elapsed_us"] * 1e6)


def _kept(folder: Path | None) -> int:
    if folder is None:
        return 0
    with closing(sqlite3.connect(folder / MEETBOEK)) as db:
        (many,) = db.execute("SELECT count(*) FROM metingen").fetchone()
    return int(many)


def _sqlite(folder: Path, bodies: Path, seconds: int) -> float:
    """Insert the rows of these bodies in bare sqlite3, a transaction each; give rows a second."""
    with bodies.open("rb") as file:
        batches = [[row_of(one) for one in msgspec.json.decode(line)] for line in file]
    db = sqlite3.connect(folder / "kaal.sqlite", isolation_level=None)
    db.executescript(SCHEMA.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
    began, done = time.perf_counter(), 0
    for batch in batches:
        db.execute("BEGIN IMMEDIATE")
        db.executemany(ADD, batch)
        db.execute("COMMIT")
        done += len(batch)
        if time.perf_counter() - began > seconds:
            break
    rate = done / (time.perf_counter() - began)
    db.close()
    return rate


@contextmanager
def _bare(folder: Path) -> Iterator[Server]:
    port = free_port()
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.bench.kaleinname", str(folder / "asgi.sqlite"), str(port)]
    with started(command, partial(listens, port), env=env) as proces:
        yield Server(proces, port)


def _on_disk() -> str:
    """Give a folder that is on a disk: where temporary files are in memory, nothing is durable."""
    made = ROOT / "var/bench"
    made.mkdir(parents=True, exist_ok=True)
    return str(made)
