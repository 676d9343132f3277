# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""One SQLite file: the embedded default, for one machine with as many processes as it likes.

Write-ahead log, so readers and the writer never wait for each other; `synchronous=FULL`, so what was
committed survives a power failure; `BEGIN IMMEDIATE` for every write, since a transaction that reads
before it asks for the lock loses it to another process ("database is locked", at once and whatever
the timeout). A write waits half a minute for other processes, and without end for threads of its own.

One more connection, the watcher, only looks whether anybody committed: SQLite does not tell a
connection about its own commits. The other connections, the file and its tables: see file.py.

Source: sqlite.org/wal.html, sqlite.org/lang_transaction.html, sqlite.org/pragma.html#pragma_data_version.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final

import msgspec
from sqlite_utils import Database

from registry.errors import StoreError
from registry.store import queries, values
from registry.store.file import Connections, fault
from registry.store.protocol import Record, Transaction
from registry.store.turn import Turn
from registry.tlog.tree import Node

_NODES: Final = """
    WITH wanted AS (
        SELECT key AS place, json_extract(value, '$[0]') AS level, json_extract(value, '$[1]') AS n FROM json_each(?)
    )
    SELECT hash FROM wanted LEFT JOIN nodes USING (level, n) ORDER BY place"""
# The end of a range of keys need not be UTF-8; SQLite compares bytes and does not mind.
_SCAN: Final = "SELECT key, value FROM facts WHERE key >= ? AND key < CAST(? AS TEXT) ORDER BY key LIMIT ? OFFSET ?"
_ALL: Final = -1
_ADD_NODE: Final = "INSERT INTO nodes (level, n, hash) VALUES (?, ?, ?)"
_REVOKE: Final = """
    INSERT INTO revoked (jti, until) VALUES (?, ?)
    ON CONFLICT (jti) DO UPDATE SET until = max(until, excluded.until)"""


class _Transaction:
    """What one connection sees between its BEGIN and its end."""

    def __init__(self, db: Database, begin: str) -> None:
        self._db = db
        self._writes = begin == "BEGIN IMMEDIATE"
        self._usable = True
        self._run(begin)
        # A plain BEGIN takes its view at the first question; so ask one.
        self._size: int = self._run(queries.SIZE)[0][0]

    def size(self) -> int:
        self._check_usable()
        return self._size

    def records(self, start: int, stop: int) -> Sequence[Record]:
        size = self.size()  # also keeps numbers that are too large for the database away from it
        rows = self._run(queries.RECORDS, (min(max(start, 0), size), min(max(stop, 0), size)))
        return [values.record(*row) for row in rows]

    def find(self, digest: str) -> Record | None:
        rows = self._run(queries.FIND, (values.to_raw(digest),))
        return values.record(*rows[0]) if rows else None

    def nodes(self, wanted: Sequence[Node]) -> Sequence[bytes]:
        rows = self._run(_NODES, (msgspec.json.encode(wanted).decode(),))
        for node, (found,) in zip(wanted, rows, strict=True):
            if found is None:
                raise values.missing(node)
        return [found for (found,) in rows]

    def get(self, key: str) -> bytes | None:
        rows = self._run(queries.GET, (key,))
        return rows[0][0] if rows else None

    def scan(self, prefix: str, *, skip: int = 0, most: int | None = None) -> Iterator[tuple[str, bytes]]:
        # All at once: an open cursor would hold its view beyond the transaction.
        bounds = (prefix, values.end_of(prefix.encode()), _ALL if most is None else most, skip)
        return iter(self._run(_SCAN, bounds))

    def text(self, digest: str) -> bytes | None:
        rows = self._run(queries.TEXT, (values.to_raw(digest),))
        return rows[0][0] if rows else None

    def append(self, record: Record, nodes: Sequence[tuple[Node, bytes]]) -> None:
        self._check_writes()
        values.check_next(record, nodes, size=self._size)
        if self.find(record.digest):
            raise StoreError(values.DOUBLED)
        row = (record.index, values.to_raw(record.digest), values.to_micros(record.ordered_at), record.jws)
        self._run(queries.ADD_RECORD, row)
        for (level, n), value in nodes:
            self._run(_ADD_NODE, (level, n, value))
        self._size += 1

    def put(self, key: str, value: bytes | None) -> None:
        self._check_writes()
        if value is None:
            self._run(queries.REMOVE, (key,))
        else:
            self._run(queries.PUT, (key, value))

    def put_text(self, digest: str, text: bytes) -> None:
        self._check_writes()
        if self.find(digest) is None:
            raise StoreError(values.UNSAID)
        self._run("PRAGMA secure_delete = ON")  # zeroes over what was there; of facts nothing is secret
        self._run(queries.PUT_TEXT, (values.to_raw(digest), text))
        self._run("PRAGMA secure_delete = OFF")

    def revoke(self, jti: str, *, until: int, asked: int) -> None:
        self._run(queries.FORGET_REVOKED, (asked,))
        self._run(_REVOKE, (jti, until))

    def revoked(self, now: int) -> frozenset[str]:
        return frozenset(jti for (jti,) in self._run(queries.REVOKED, (now,)))

    def commit(self) -> None:
        self._run("COMMIT")

    def end(self) -> None:
        """Undo what was not committed."""
        self._usable = False
        if self._db.conn.in_transaction:
            with suppress(sqlite3.Error):  # then the connection is closed, which undoes it too
                self._db.execute("ROLLBACK")

    def _check_usable(self) -> None:
        if not self._usable:
            raise StoreError(values.ENDED)

    def _check_writes(self) -> None:
        if not self._writes:
            raise StoreError(values.READ_ONLY)
        self._check_usable()

    def _run(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        self._check_usable()
        try:
            return self._db.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            # A full disk makes SQLite roll back by itself; what came after would then be committed on its own.
            self._usable = False
            raise fault(error) from error


class SqliteStore:
    """A register in one file."""

    def __init__(self, path: Path) -> None:
        """Open the file; make it when it is not there. The folder must be there.

        Raises:
            StoreError: it cannot be opened or made, is damaged, or was made by a newer version.
        """
        self._turn = Turn()
        self._connections = Connections(path, tables="sqlite", synchronous="FULL")
        self._asked = 0
        self._watcher = self._connections.open()
        self._watching = Lock()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open a transaction on what is committed now.

        Raises:
            StoreError: the store is closed, or the file cannot be read.
        """
        with self._connections.borrow() as db, _transaction(db, "BEGIN") as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open the one write transaction. After an error of SQLite it can only be undone.

        Raises:
            StoreError: this thread is already writing, another process writes for too long, the
                store is closed, or the disk is full.
        """
        with self._turn, self._connections.borrow() as db, _transaction(db, "BEGIN IMMEDIATE") as tx:
            yield tx

    def version(self) -> int:
        """Give SQLite's own number, which changes with every commit to the file.

        Raises:
            StoreError: the store is closed.
        """
        try:
            with self._watching:
                [(version,)] = self._watcher.conn.execute("PRAGMA data_version")  # asked at every request
        except sqlite3.Error as error:
            raise fault(error) from error
        return int(version)

    def revoke(self, jti: str, *, until: datetime) -> None:
        """Call a token back; forget those that were over when `revoked` was last asked here.

        Raises:
            StoreError: a moment without time zone, or as with `write`.
        """
        until_micros = values.to_micros(until)
        with self._turn, self._connections.borrow() as db, _transaction(db, "BEGIN IMMEDIATE") as tx:
            tx.revoke(jti, until=until_micros, asked=self._asked)

    def revoked(self, now: datetime) -> frozenset[str]:
        """List the tokens that were called back and are not over yet.

        Raises:
            StoreError: a moment without time zone, or as with `read`.
        """
        asked = self._asked = values.to_micros(now)
        with self._connections.borrow() as db, _transaction(db, "BEGIN") as tx:
            return tx.revoked(asked)

    def close(self) -> None:
        """Close every connection; one in use when its transaction ends."""
        self._connections.close()
        with self._watching:
            self._watcher.close()


@contextmanager
def _transaction(db: Database, begin: str) -> Iterator[_Transaction]:
    tx = _Transaction(db, begin)
    try:
        yield tx
        tx.commit()
    finally:
        tx.end()
