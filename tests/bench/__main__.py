# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Measure ours beside the least that could do the job, in turn, and print the medians and their ratio."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from litestar import Litestar, get
from rich.console import Console
from rich.table import Table

from registry.registrar.admission import admit
from registry.store.sqlite import SqliteStore
from tests.support import Network, lijn

ROUNDS = 7
DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
FOLDER = Path(__file__).parents[2]
LINE = FOLDER / "fixtures/demo/svb/lijnen/aow-professionals.yaml"
Row = tuple[str, str, float, float]


def main() -> None:
    """Run every comparison and show the table."""
    table = Table("wat", "naast", "ons", "dat", "ons ÷ dat", title=f"mediaan van {ROUNDS} ronden, om en om")
    for rows in (questions(), publishing(), starting()):
        for what, beside, ours, theirs in rows:
            table.add_row(what, beside, _show(ours), _show(theirs), f"{ours / theirs:.2f}")
    Console().print(table)


def pair(ours: Callable[[], None], theirs: Callable[[], None], *, times: int) -> tuple[float, float]:
    """Time two calls in turn; seconds per call, the median of the rounds."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for call, times_taken in zip((ours, theirs), found, strict=True):
            began = time.perf_counter()
            for _ in range(times):
                call()
            times_taken.append((time.perf_counter() - began) / times)
    return median(found[0]), median(found[1])


def questions() -> Iterator[Row]:
    """One question in process, token checked, beside the smallest handler that Litestar can have."""
    for lines in (30, 300):
        net = Network()
        svb, loket = net.lid("svb"), net.lid("loket", ("loket",))
        words = ("pensioen", "boete", "toeslag", "studie", "verblijf", "uitkering", "zorg", "belasting")
        for n in range(lines):
            svb.publiceer(lijn(f"lijn-{n}", trefwoorden=(words[n % len(words)], f"woord{n}")))
        with net.http() as http:
            token = loket.register(http)._token()
            with _asgi(http.app, token) as ask, _asgi(_smallest(), token) as smallest:
                for name, path in (("per organisatie", "organisatie=svb"), ("in woorden", "vraag=mijn+pensioen")):
                    ours, theirs = pair(partial(ask, "/v1/contactroutes", path), partial(smallest, "/", ""), times=100)
                    yield f"contactroutes {name}, {lines} lijnen", "kleinste handler van Litestar", ours, theirs


def publishing() -> Iterator[Row]:
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

        yield "verklaring innemen, op schijf", "één rij in kale sqlite3, op schijf", *pair(ours, theirs, times=60)
        store.close()
        bare.close()


def starting() -> Iterator[Row]:
    """A command that needs no network, beside what it cannot do without."""
    bare = [sys.executable, "-c", "import typer, msgspec, sqlite3"]
    for name, arguments in (("--versie", ["--versie"]), ("controleer", ["controleer", str(LINE)])):
        command = [sys.executable, "-m", "cli.main", *arguments]

        def run(command: list[str]) -> Callable[[], None]:
            return lambda: _quiet(command)

        yield f"lijn {name}", "import typer, msgspec, sqlite3", *pair(run(command), run(bare), times=2)


def _quiet(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd=FOLDER)


def _smallest() -> Litestar:
    @get("/", sync_to_thread=False)
    def nothing() -> bytes:
        return b"{}"

    return Litestar([nothing], openapi_config=None, logging_config=None)


@contextmanager
def _asgi(app: Any, token: str) -> Iterator[Callable[[str, str], None]]:
    """Call an application without a server between: what is left is what it costs itself."""
    loop = asyncio.new_event_loop()
    headers = [(b"authorization", f"Bearer {token}".encode()), (b"host", b"register.test.example")]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    def ask(path: str, query: str) -> None:
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


def _show(seconds: float) -> str:
    return f"{seconds * 1e6:,.0f} µs" if seconds < 0.01 else f"{seconds * 1e3:,.0f} ms"


if __name__ == "__main__":
    main()
