# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The book of measurements in a SQLite file of its own, next to that of the register.

A file has one write lock: so a batch of measurements waits for no publish, and no publish for a batch; and no worker
looks at the register again for a phone call. `synchronous=FULL`: what was answered survives a power failure.

Rows go in with statements of many rows at a time. A statement gives up Python's lock once, however many rows it
holds; one for each row would have to win that lock back from the threads that answer questions, a hundred times.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, Final

from sqlite_utils import Database

from registry.errors import StoreError
from registry.store import queries, values
from registry.store.file import Connections, faults
from registry.store.meetboek import (
    TEL_RIJEN,
    VERGEET_RIJEN,
    VOUW_KEREN,
    VOUW_RIJEN,
    Hertelling,
    Kolommen,
    Lot,
    Plek,
    Rij,
    Telraam,
    added,
    differing,
    ongeteld,
    pak,
    read,
    together,
)

CACHE_KIB: Final = 64 * 1024  # of the index: names that were not made by the clock land all over it
CHECKPOINT_PAGES: Final = 4000  # 16 MB: a page that was written ten times since is written back once
SIZES: Final = (256, 32, 1)  # rows a statement

_FIND: Final = "SELECT inhoud FROM metingen WHERE sleutel = ?"
_COUNTED: Final = """
    WITH wanted (reeks, dag, cel) AS (VALUES {rows})
    SELECT reeks, dag, cel, waarde FROM wanted CROSS JOIN tellingen USING (reeks, dag, cel)"""
_COUNTS: Final = """
    SELECT reeks, dag, cel, waarde FROM tellingen WHERE reeks = ? AND dag >= ? AND dag < ? ORDER BY reeks, dag, cel"""
_NEXT_SERIES: Final = "SELECT min(reeks) FROM tellingen WHERE reeks > ? AND reeks < CAST(? AS TEXT)"
_FIRST_SERIES: Final = "SELECT min(reeks) FROM tellingen WHERE reeks >= ? AND reeks < CAST(? AS TEXT)"
_ALL_ROWS: Final = "SELECT sleutel, dag, inhoud, aantekening FROM metingen ORDER BY sleutel"
_ADD_FRESH: Final = "INSERT INTO vers (rijen, inhoud) VALUES (?, ?)"
_PUT: Final = "REPLACE INTO tellingen (reeks, dag, cel, waarde) VALUES "
_ADD: Final = "INSERT OR IGNORE INTO metingen (sleutel, dag, inhoud, aantekening) VALUES "
_REMOVE: Final = "DELETE FROM tellingen WHERE reeks = ? AND dag = ? AND cel = ?"


class SqliteMeetboek:
    """A book in one file, for all processes of a machine."""

    def __init__(self, path: Path, telraam: Telraam) -> None:
        """Open the file; make it when it is not there. The folder must be there.

        Raises:
            StoreError: it cannot be opened or made, is damaged, or was made by a newer version.
        """
        self._telraam = telraam
        self._connections = Connections(path, tables="meetboek", synchronous="FULL")
        self._turn = Lock()  # threads queue here: SQLite lets waiters sleep and try again
        self._writer: Database | None = None
        self._closed = False

    def schrijf(self, rijen: Sequence[Rij]) -> Sequence[Lot]:
        """Keep and count what is new.

        Raises:
            StoreError: another process writes for too long, the book is closed, or the disk is full.
        """
        rows = [rij.kolommen for rij in rijen]
        with self._writing() as db:
            forgotten: int = db.execute(queries.FORGOTTEN).fetchone()[0]
            before = db.conn.total_changes
            if all(row[1] >= forgotten for row in rows):
                _insert(db, _ADD, rows)
                if db.conn.total_changes - before == len(rows):  # as nearly always
                    self._note(db, rows)
                    return ["nieuw"] * len(rijen)
                db.execute("ROLLBACK")
                db.execute("BEGIN IMMEDIATE")
                forgotten = db.execute(queries.FORGOTTEN).fetchone()[0]
            lots, new = _one_by_one(db, rows, forgotten)
            rows = [rows[at] for at in new]
            _insert(db, _ADD, rows)
            self._note(db, rows)
        return lots

    def tellingen(self, reeksen: Sequence[str], van: date, tot: date) -> Sequence[tuple[Plek, Any]]:
        """Read counters, ordered by place.

        Raises:
            StoreError: the book is closed, or cannot be read.
        """
        first, last = van.toordinal(), tot.toordinal()
        with self._reading() as db:
            kept = {
                Plek(reeks, dag, cel): waarde
                for one in set(reeksen)
                for reeks, dag, cel, waarde in db.execute(_COUNTS, (one, first, last))
            }
            fresh = _fresh(db)
        return read(self._telraam, kept, fresh, set(reeksen), range(first, last))

    def reeksen(self, begin: str) -> Sequence[str]:
        """List series, in order: a step from each to the next, however many counters it has.

        Raises:
            StoreError: the book is closed, or cannot be read.
        """
        end = values.end_of(begin.encode())
        found: list[str] = []
        with self._reading() as db:
            fresh = {place.reeks for place in self._telraam.tel(_fresh(db), [begin]) if place.reeks.startswith(begin)}
            (at,) = db.execute(_FIRST_SERIES, (begin, end)).fetchone()
            while at is not None:
                found.append(at)
                (at,) = db.execute(_NEXT_SERIES, (at, end)).fetchone()
        return sorted(fresh.union(found))

    def vouw(self) -> None:
        """Fold what was added lately into the counters.

        Raises:
            StoreError: as with `schrijf`.
        """
        with self._writing() as db:
            self._fold(db)

    def hertel(self, *, herstel: bool = False) -> Hertelling:
        """Count all rows again and compare.

        Raises:
            StoreError: the book is closed, or cannot be read or changed.
        """
        with self._writing() if herstel else self._reading() as db:
            forgotten: int = db.execute(queries.FORGOTTEN).fetchone()[0]
            counts: dict[Plek, Any] = {}
            if herstel:
                self._fold(db)
            rows, many = db.execute(_ALL_ROWS), 0
            while some := list(islice(rows, TEL_RIJEN)):
                added(self._telraam, counts, some)
                many += len(some)
            written = {place: self._telraam.schrijf(count) for place, count in counts.items()}
            kept = {Plek(reeks, dag, cel): waarde for reeks, dag, cel, waarde in db.execute(queries.ALL_COUNTS)}
            kept |= together(self._telraam, kept, self._telraam.tel(_fresh(db), None))
            afwijkend = differing(kept, written, forgotten)
            if herstel:
                for place in afwijkend:
                    db.execute(_REMOVE, place)
                _insert(db, _PUT, [(*place, written[place]) for place in afwijkend if place in written])
        return Hertelling(rijen=many, afwijkend=afwijkend, vanaf=date.fromordinal(forgotten) if forgotten else None)

    def vergeet(self, voor: date) -> int:
        """Drop rows of long ago, a few at a time, so that others can write in between.

        Raises:
            StoreError: as with `schrijf`.
        """
        day = voor.replace(day=1).toordinal()
        with self._writing() as db:
            db.execute("UPDATE vergeten SET dag = max(dag, ?)", (day,))
        start, dropped = b"", 0
        while True:
            with self._writing() as db:
                step = db.execute(queries.STEP, (start, VERGEET_RIJEN)).fetchone()
                if step is None:
                    return dropped
                dropped += db.execute(queries.DROP, (start, step[0], day)).rowcount
            start = step[0]

    def close(self) -> None:
        """Close every connection; one in use when it comes back."""
        with self._turn:
            self._closed = True
            self._let_go()
        self._connections.close()

    def _note(self, db: Database, rows: Sequence[Kolommen]) -> None:
        """Note that these are not counted yet."""
        if not rows:
            return
        db.execute(_ADD_FRESH, (len(rows), pak(rows)))
        times, many = db.execute(queries.HOW_FRESH).fetchone()
        if times >= VOUW_KEREN or many >= VOUW_RIJEN:
            self._fold(db)

    def _fold(self, db: Database) -> None:
        fresh = self._telraam.tel(_fresh(db), None)
        if not fresh:
            return
        kept = _kept(db, sorted(fresh))
        _insert(db, _PUT, [(*place, waarde) for place, waarde in together(self._telraam, kept, fresh).items()])
        db.execute(queries.FOLDED)

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        """Lend a connection that sees one moment."""
        with self._connections.borrow() as db, faults():
            db.execute("BEGIN")
            try:
                yield db
            finally:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        """Lend the one connection that writes, in a transaction; after an error it is thrown away, which undoes it."""
        with self._turn, faults():
            if self._closed:
                raise StoreError(values.CLOSED)
            db = self._writer = self._writer or self._open()
            try:
                db.execute("BEGIN IMMEDIATE")
                yield db
                db.execute("COMMIT")
            except BaseException:
                self._let_go()
                raise

    def _open(self) -> Database:
        db = self._connections.open()
        db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        db.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        return db

    def _let_go(self) -> None:
        if self._writer is not None:
            with closing(self._writer):
                self._writer = None


def _fresh(db: Database) -> list[Kolommen]:
    return list(ongeteld(raw for (raw,) in db.execute(queries.FRESH)))


def _kept(db: Database, places: Sequence[Plek]) -> dict[Plek, bytes]:
    """Read the counters of these places, as far as they are there, in as few statements as possible."""
    found: dict[Plek, bytes] = {}
    start = 0
    for size in SIZES:
        sql = _COUNTED.format(rows=",".join(["(?, ?, ?)"] * size))
        while len(places) - start >= size:
            asked = [value for place in places[start : start + size] for value in place]
            found.update((Plek(reeks, dag, cel), waarde) for reeks, dag, cel, waarde in db.execute(sql, asked))
            start += size
    return found


def _one_by_one(db: Database, rows: Sequence[Kolommen], forgotten: int) -> tuple[list[Lot], list[int]]:
    """Say of each row what becomes of it, and give the places of those that are new."""
    lots: list[Lot] = []
    new: dict[bytes, int] = {}
    for at, (sleutel, dag, inhoud, _) in enumerate(rows):
        if dag < forgotten:
            lots.append("vergeten")
            continue
        kept = (rows[new[sleutel]][2],) if sleutel in new else db.execute(_FIND, (sleutel,)).fetchone()
        if kept is None:
            new[sleutel] = at
        lots.append("nieuw" if kept is None else "bekend" if kept[0] == inhoud else "anders")
    return lots, list(new.values())


def _insert(db: Database, sql: str, rows: Sequence[Sequence[object]]) -> None:
    """Run an INSERT for rows of four columns, as few statements as possible."""
    start = 0
    for size in SIZES:
        while len(rows) - start >= size:
            some = rows[start : start + size]
            db.execute(sql + ",".join(["(?, ?, ?, ?)"] * size), [value for row in some for value in row])
            start += size
