# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The book at the gate in the schema of the register, for several nodes.

It asks for no lock of the writer and tells no listener: a knock waits for no publish, and no node looks at the
register again for it. Each statement is a transaction that asks for one row, or for several in one order, or leaves
what another is busy with (SKIP LOCKED); so two calls never wait for each other.

`synchronous_commit = off`: a commit does not wait for the disk, which would make every knock do. What was committed
survives the end of this process and of a connection. A crash of the server takes what was written in its last
moments (at most three times wal_writer_delay: 0.6 s unless set otherwise): an assertion that was shown in them may
then be shown once more. Windows are in an UNLOGGED table: after a crash they begin anew.

Source: postgresql.org/docs/current/wal-async-commit.html, …/sql-createtable.html#SQL-CREATETABLE-UNLOGGED.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, LiteralString

import psycopg

from registry.store import queries
from registry.store.poortboek import Weigering
from registry.store.server import fault, open_pool, percent, prepare
from registry.store.values import from_micros, hashed, to_micros

CONNECTIONS: Final = 4  # a call takes about a millisecond

_ONCE: Final = """
    INSERT INTO once (key, until) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE once.until < ? RETURNING key"""
# Rows that another call is busy with are left to it: two calls that wait for each other would wait for ever.
_FORGET_KEYS: Final = """
    DELETE FROM once WHERE key IN (SELECT key FROM once WHERE until < ? FOR UPDATE SKIP LOCKED)"""
_FORGET_WINDOWS: Final = """
    DELETE FROM windows WHERE (until, key) IN
    (SELECT until, key FROM windows WHERE until < ? FOR UPDATE SKIP LOCKED)"""
# Who comes when all is gone changes nothing, and gets no row.
_TAKE: Final = """
    INSERT INTO windows (until, key, taken, given)
    SELECT %(until)s, %(key)s, first, first FROM least(%(wanted)s, %(limit)s) AS first WHERE first > 0
    ON CONFLICT (until, key) DO UPDATE
    SET given = least(%(wanted)s, %(limit)s - windows.taken),
        taken = windows.taken + least(%(wanted)s, %(limit)s - windows.taken)
    WHERE windows.taken < %(limit)s
    RETURNING given"""
_NOTE: Final = """
    INSERT INTO refusals (minuut, wie, wat, waarom, aantal)
    SELECT * FROM unnest(?::bigint[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bigint[])
    ON CONFLICT (minuut, wie, wat, waarom) DO UPDATE SET aantal = refusals.aantal + excluded.aantal"""
_FORGET_REFUSALS: Final = """
    DELETE FROM refusals WHERE (minuut, wie, wat, waarom) IN
    (SELECT minuut, wie, wat, waarom FROM refusals WHERE minuut < ? FOR UPDATE SKIP LOCKED)"""


class PostgresPoortboek:
    """A book in one schema of a database, for all nodes."""

    def __init__(self, address: str, *, schema: str = "lijnwijzer") -> None:
        """Connect; make the schema and its tables when they are not there. Arguments as those of PostgresStore.

        Raises:
            StoreError: it cannot be reached or made, or was made by a newer version.
        """
        prepare(address, schema)
        self._pool = open_pool(address, schema, most=CONNECTIONS, durable=False)

    def once(self, key: str, *, until: datetime, now: datetime) -> bool:
        """Say True to the first call with this key. A key is forgotten when its `until` lies before `now`.

        Raises:
            StoreError: a moment without time zone, the book is closed, or the database cannot be reached or changed.
        """
        until_micros, now_micros = to_micros(until), to_micros(now)
        return bool(self._ask((_FORGET_KEYS, (now_micros,)), (_ONCE, (hashed(key), until_micros, now_micros))))

    def take(self, key: str, *, wanted: int, limit: int, until: datetime, now: datetime) -> int:
        """Hand out permits of a window. It is forgotten when its `until` lies before `now`.

        Raises:
            StoreError: as with `once`.
        """
        row = {"until": to_micros(until), "key": hashed(key), "wanted": wanted, "limit": limit}
        given = self._ask((_FORGET_WINDOWS, (to_micros(now),)), (_TAKE, row))
        return int(given[0][0]) if given else 0

    def note(self, refused: Sequence[Weigering]) -> None:
        """Add refusals up; all of them or none.

        Raises:
            StoreError: as with `once`.
        """
        counts: Counter[tuple[int, bytes, bytes, bytes]] = Counter()
        for one in refused:
            key = (to_micros(one.minuut), one.wie.encode(), one.wat.encode(), one.waarom.encode())
            counts[key] += one.aantal
        rows = sorted((*key, count) for key, count in counts.items())  # in one order, so that no two notes wait
        columns = [list(column) for column in zip(*rows, strict=True)]
        if columns:
            self._ask((_NOTE, columns))

    def refusals(self, van: datetime, tot: datetime, *, most: int) -> Sequence[Weigering]:
        """Read refusals, the latest first.

        Raises:
            StoreError: as with `once`.
        """
        rows = self._ask((queries.REFUSALS, (to_micros(van), to_micros(tot), most)))
        return [
            Weigering(
                minuut=from_micros(minuut), wie=wie.decode(), wat=wat.decode(), waarom=waarom.decode(), aantal=aantal
            )
            for minuut, wie, wat, waarom, aantal in rows
        ]

    def forget(self, before: datetime) -> None:
        """Forget refusals of long ago, but those that are being added to.

        Raises:
            StoreError: as with `once`.
        """
        self._ask((_FORGET_REFUSALS, (to_micros(before),)))

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def _ask(self, *steps: tuple[LiteralString, Sequence[object] | dict[str, object]]) -> list[Any]:
        """Do each step in a transaction of its own; give what the last one gives."""
        rows: list[Any] = []
        try:
            with self._pool.connection() as connection:
                for statement, parameters in steps:
                    cursor = connection.execute(percent(statement), parameters, binary=True)
                    rows = cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            raise fault(error) from error
        return rows
