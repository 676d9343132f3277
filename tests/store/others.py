# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the other processes of these tests do. Spawned, not forked: each opens the store by itself."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from resource import RLIMIT_FSIZE, setrlimit
from typing import Final, TypeVar

from registry.errors import StoreError
from registry.store.meetboek import Lot, Rij
from registry.store.poortboek import Weigering
from tests.store.meetplaats import Meetplaats, rij
from tests.store.places import Place, append

Result = TypeVar("Result")
FRESH: Final = multiprocessing.get_context("spawn")
KILLED_BATCH: Final = 20  # rows

_meeting: Barrier | None = None


def meet_at(barrier: Barrier) -> None:
    """Start a process of the pool."""
    global _meeting  # noqa: PLW0603 - a barrier can only be handed over at the start of a process
    _meeting = barrier


def together(do: Callable[..., Result], *args: object) -> Result:
    """Do something at the moment that the other processes of the pool do."""
    assert _meeting is not None
    _meeting.wait(10)  # one that failed does not come any more
    return do(*args)


def make_together(places: list[Place]) -> None:
    """Make one store after another, in some threads, each at the moment that the other processes make it."""

    def make(place: Place) -> None:
        place.open().close()
        place.open_poortboek().close()

    with ThreadPoolExecutor(3) as threads:
        for place in places:
            together(lambda place=place: list(threads.map(make, [place] * 3)))


def append_many(place: Place, text: str, many: int) -> list[int]:
    """Append so many records, in a transaction each; give their places."""
    places = []
    with closing(place.open()) as store:
        for number in range(many):
            with store.write() as tx:
                places.append(append(tx, text=f"{text}-{number}").index)
    return places


def revoke(place: Place, jti: str, until: datetime) -> None:
    with closing(place.open()) as store:
        store.revoke(jti, until=until)


def once(place: Place, keys: list[str], until: datetime, now: datetime) -> list[bool]:
    with closing(place.open_poortboek()) as poortboek:
        return [poortboek.once(key, until=until, now=now) for key in keys]


def take(place: Place, keys: list[str], wanted: int, limit: int, until: datetime) -> list[int]:
    with closing(place.open_poortboek()) as poortboek:
        return [poortboek.take(key, wanted=wanted, limit=limit, until=until, now=until) for key in keys]


def note(place: Place, refused: list[Weigering], times: int) -> None:
    with closing(place.open_poortboek()) as poortboek:
        for _ in range(times):
            poortboek.note(refused)


def knock_until_killed(place: Place, until: datetime, report: Connection) -> None:
    poortboek = place.open_poortboek()
    for number in count():
        poortboek.once(f"jti-{number}", until=until, now=until)
        poortboek.take("iemand", wanted=1, limit=10**6, until=until, now=until)
        report.send(number)


def stop_within(place: Place, step: str, report: Connection) -> None:
    """Commit one transaction, and then wait to be killed somewhere in the next."""
    store = place.open()
    with store.write() as tx:
        append(tx)
        tx.put("gezegd", b"ja")
    with store.write() as tx:
        append(tx)
        if step in {"put", "spilled"}:
            tx.put("gezegd", b"nee")
            tx.put("nieuw", b"ja")
        if step == "spilled":  # more than SQLite's cache: uncommitted pages are already in the file
            for number in range(400):
                tx.put(f"groot/{number}", bytes(10_000))
        report.send(step)
        report.recv()


def append_until_killed(place: Place, report: Connection) -> None:
    store = place.open()
    while True:
        with store.write() as tx:
            added = append(tx)
        report.send(added.index)


def fill(path: Path, size_bytes: int, report: Connection) -> None:
    """Write until the file may not grow any further; then say what went wrong and what is left."""
    setrlimit(RLIMIT_FSIZE, (size_bytes, size_bytes))
    with closing(Place("sqlite", str(path)).open()) as store:
        committed = 0
        try:
            while True:
                with store.write() as tx:
                    added = append(tx)
                    tx.put(f"groot/{added.index}", bytes(20_000))
                committed += 1
        except StoreError as error:
            with store.read() as tx:
                report.send((error.detail, committed, tx.size(), len(list(tx.scan("groot/")))))


def write_rows(place: Meetplaats, batches: list[list[Rij]]) -> list[Lot]:
    """Write batches one after another; give what became of each row."""
    with closing(place.open()) as boek:
        return [lot for batch in batches for lot in boek.schrijf(batch)]


def write_until_killed(place: Meetplaats, start: int, report: Connection) -> None:
    """Write batches of rows numbered from `start`, and say after each how many there are."""
    boek = place.open()
    while True:
        boek.schrijf([rij(n, f"{'abc'[n % 3]} 1") for n in range(start, start + KILLED_BATCH)])
        start += KILLED_BATCH
        report.send(start)
