# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The book of measurements in the schema of the register, for several nodes.

One writer at a time among all nodes, by an advisory lock of its own: it waits for no publish. So a counter is read,
added to and written by one, and two nodes that are handed the same batch count it once. A commit waits for the disk.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from typing import Any, Final

import psycopg

from registry.store import queries, values
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
from registry.store.server import LOCK, Connection, fault, open_pool, percent, prepare

CONNECTIONS: Final = 4

_ADD: Final = """
    INSERT INTO metingen (sleutel, dag, inhoud, aantekening)
    SELECT * FROM unnest(%s::bytea[], %s::integer[], %s::bytea[], %s::bytea[])
    ON CONFLICT (sleutel) DO NOTHING RETURNING sleutel"""
_FIND: Final = "SELECT sleutel, inhoud FROM metingen WHERE sleutel = ANY(%s)"
_COUNT: Final = """
    SELECT reeks, dag, cel, waarde FROM unnest(%s::bytea[], %s::integer[], %s::bytea[]) AS wanted (reeks, dag, cel)
    JOIN tellingen USING (reeks, dag, cel)"""
_ADD_FRESH: Final = """
    INSERT INTO vers (nr, rijen, inhoud) SELECT coalesce(max(nr), 0) + 1, %s, %s FROM vers"""
_PUT: Final = """
    INSERT INTO tellingen (reeks, dag, cel, waarde)
    SELECT * FROM unnest(%s::bytea[], %s::integer[], %s::bytea[], %s::bytea[])
    ON CONFLICT (reeks, dag, cel) DO UPDATE SET waarde = excluded.waarde"""
_REMOVE: Final = """
    DELETE FROM tellingen USING unnest(%s::bytea[], %s::integer[], %s::bytea[]) AS gone (reeks, dag, cel)
    WHERE tellingen.reeks = gone.reeks AND tellingen.dag = gone.dag AND tellingen.cel = gone.cel"""
_COUNTS: Final = """
    SELECT reeks, dag, cel, waarde FROM tellingen WHERE reeks = ANY(%s) AND dag >= %s AND dag < %s
    ORDER BY reeks, dag, cel"""
# a step from each series to the next: DISTINCT would read every counter
_SERIES: Final = """
    WITH RECURSIVE step AS (
        (SELECT reeks FROM tellingen WHERE reeks >= %(begin)s AND reeks < %(end)s ORDER BY reeks LIMIT 1)
        UNION ALL
        SELECT (SELECT t.reeks FROM tellingen t WHERE t.reeks > step.reeks AND t.reeks < %(end)s
                ORDER BY t.reeks LIMIT 1)
        FROM step WHERE step.reeks IS NOT NULL
    ) SELECT reeks FROM step WHERE reeks IS NOT NULL"""
_ROWS: Final = """
    SELECT sleutel, dag, inhoud, aantekening FROM metingen WHERE sleutel > %s ORDER BY sleutel LIMIT %s"""


class PostgresMeetboek:
    """A book in one schema of a database, for all nodes."""

    def __init__(self, address: str, telraam: Telraam, *, schema: str = "lijnwijzer") -> None:
        """Connect; make the schema and its tables when they are not there. Arguments as those of PostgresStore.

        Raises:
            StoreError: it cannot be reached or made, or was made by a newer version.
        """
        prepare(address, schema)
        self._telraam = telraam
        self._lock = int.from_bytes(sha256(f"meetboek {schema}".encode()).digest()[:8], "big", signed=True)
        self._pool = open_pool(address, schema, most=CONNECTIONS, durable=True)

    def schrijf(self, rijen: Sequence[Rij]) -> Sequence[Lot]:
        """Keep and count what is new.

        Raises:
            StoreError: another node writes for too long, or the database cannot be reached or changed.
        """
        with self._writing() as connection:
            forgotten = _one(connection)
            first: dict[bytes, Rij] = {}
            for rij in rijen:
                if rij.dag.toordinal() >= forgotten:
                    first.setdefault(rij.sleutel, rij)
            new = _added(connection, first)
            known = {key: rij.inhoud for key, rij in first.items() if key in new}
            if old := [key for key in first if key not in new]:
                known |= dict(connection.execute(_FIND, (old,), binary=True).fetchall())
            self._note(connection, [rij.kolommen for key, rij in first.items() if key in new])
        return [_lot(rij, first, known, new, forgotten) for rij in rijen]

    def tellingen(self, reeksen: Sequence[str], van: date, tot: date) -> Sequence[tuple[Plek, Any]]:
        """Read counters, ordered by place.

        Raises:
            StoreError: the database cannot be reached or read.
        """
        first, last = van.toordinal(), tot.toordinal()
        asked = ([reeks.encode() for reeks in set(reeksen)], first, last)
        with self._reading() as connection:
            rows = connection.execute(_COUNTS, asked, binary=True).fetchall()
            fresh = _fresh(connection)
        kept = {Plek(reeks.decode(), dag, cel): waarde for reeks, dag, cel, waarde in rows}
        return read(self._telraam, kept, fresh, set(reeksen), range(first, last))

    def reeksen(self, begin: str) -> Sequence[str]:
        """List series, in order.

        Raises:
            StoreError: the database cannot be reached or read.
        """
        start = begin.encode()
        with self._reading() as connection:
            asked = {"begin": start, "end": values.end_of(start)}
            found = {reeks.decode() for (reeks,) in connection.execute(_SERIES, asked, binary=True)}
            fresh = self._telraam.tel(_fresh(connection), [begin])
            return sorted(found | {place.reeks for place in fresh if place.reeks.startswith(begin)})

    def vouw(self) -> None:
        """Fold what was added lately into the counters.

        Raises:
            StoreError: as with `schrijf`.
        """
        with self._writing() as connection:
            self._fold(connection)

    def hertel(self, *, herstel: bool = False) -> Hertelling:
        """Count all rows again and compare. Writers wait meanwhile, so that rows and counters are of one moment.

        Raises:
            StoreError: the database cannot be reached, read or changed.
        """
        counts: dict[Plek, Any] = {}
        with self._writing() as connection:
            if herstel:
                self._fold(connection)
            forgotten, at, many = _one(connection), b"", 0
            while rows := connection.execute(_ROWS, (at, TEL_RIJEN), binary=True).fetchall():
                added(self._telraam, counts, rows)
                at, many = rows[-1][0], many + len(rows)
            written = {place: self._telraam.schrijf(count) for place, count in counts.items()}
            found = connection.execute(queries.ALL_COUNTS, binary=True)
            kept = {Plek(reeks.decode(), dag, cel): waarde for reeks, dag, cel, waarde in found}
            kept |= together(self._telraam, kept, self._telraam.tel(_fresh(connection), None))
            afwijkend = differing(kept, written, forgotten)
            if herstel and afwijkend:
                connection.execute(_REMOVE, _columns([_row(place) for place in afwijkend]))
                _put(connection, {place: written[place] for place in afwijkend if place in written})
        return Hertelling(rijen=many, afwijkend=afwijkend, vanaf=date.fromordinal(forgotten) if forgotten else None)

    def vergeet(self, voor: date) -> int:
        """Drop rows of long ago, a few at a time, so that others can write in between.

        Raises:
            StoreError: as with `schrijf`.
        """
        day = voor.replace(day=1).toordinal()
        with self._writing() as connection:
            connection.execute("UPDATE vergeten SET dag = greatest(dag, %s)", (day,))
        start, dropped = b"", 0
        while True:
            with self._writing() as connection:
                step = connection.execute(percent(queries.STEP), (start, VERGEET_RIJEN), binary=True).fetchone()
                if step is None:
                    return dropped
                dropped += connection.execute(percent(queries.DROP), (start, step[0], day)).rowcount
            start = step[0]

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def _note(self, connection: Connection, rows: Sequence[Kolommen]) -> None:
        """Note that these are not counted yet."""
        if not rows:
            return
        connection.execute(_ADD_FRESH, (len(rows), pak(rows)))
        [(times, many)] = connection.execute(queries.HOW_FRESH).fetchall()
        if times >= VOUW_KEREN or many >= VOUW_RIJEN:
            self._fold(connection)

    def _fold(self, connection: Connection) -> None:
        fresh = self._telraam.tel(_fresh(connection), None)
        if not fresh:
            return
        found = connection.execute(_COUNT, _columns([_row(place) for place in fresh]), binary=True).fetchall()
        kept = {Plek(reeks.decode(), dag, cel): waarde for reeks, dag, cel, waarde in found}
        _put(connection, together(self._telraam, kept, fresh))
        connection.execute(queries.FOLDED)

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        """Lend a connection, each statement of which is a transaction."""
        try:
            with self._pool.connection() as connection:
                yield connection
        except psycopg.Error as error:
            raise fault(error) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Lend a connection that sees one moment."""
        with self._asking() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Lend a connection in a transaction of the one writer."""
        with self._asking() as connection, connection.transaction():
            connection.execute(LOCK, (self._lock,))
            yield connection


def _fresh(connection: Connection) -> list[Kolommen]:
    return list(ongeteld(raw for (raw,) in connection.execute(queries.FRESH, binary=True).fetchall()))


def _one(connection: Connection) -> int:
    [(day,)] = connection.execute(queries.FORGOTTEN).fetchall()
    return int(day)


def _added(connection: Connection, rijen: dict[bytes, Rij]) -> frozenset[bytes]:
    """Add rows, and give the names of those that were not there."""
    if not rijen:
        return frozenset()
    rows = [rij.kolommen for rij in rijen.values()]
    return frozenset(key for (key,) in connection.execute(_ADD, _columns(rows), binary=True))


def _put(connection: Connection, counts: dict[Plek, bytes]) -> None:
    if counts:
        connection.execute(_PUT, _columns([(*_row(place), waarde) for place, waarde in counts.items()]))


def _row(place: Plek) -> tuple[bytes, int, bytes]:
    return place.reeks.encode(), place.dag, place.cel


def _columns(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _lot(rij: Rij, first: dict[bytes, Rij], known: dict[bytes, bytes], new: frozenset[bytes], forgotten: int) -> Lot:
    if rij.dag.toordinal() < forgotten:
        return "vergeten"
    if rij.sleutel in new and first[rij.sleutel] is rij:
        return "nieuw"
    return "bekend" if known[rij.sleutel] == rij.inhoud else "anders"
