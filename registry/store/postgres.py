# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL database: for several nodes behind one address.

One writer among all nodes: an advisory lock, asked for before anything is read, under READ COMMITTED
(under REPEATABLE READ the view would be older than the lock, and the log would get its index twice).
A read is REPEATABLE READ READ ONLY. The schema, its tables and the connections: see server.py.

`version` costs no query: each write sends a NOTIFY in its own transaction, and listener.py counts them.
LISTEN and the settings of a connection need sessions: no transaction pooler in between. A connection
lost during COMMIT leaves open whether it happened; look for the digest before trying again.

Needs psycopg and psycopg_pool: the extra `postgresql`.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, Final, LiteralString

import psycopg

from registry.errors import StoreError
from registry.store import queries, values
from registry.store.listener import Listener
from registry.store.protocol import Record, Transaction
from registry.store.server import LOCK, Connection, channel_of, fault, lock_of, open_pool, percent, prepare
from registry.store.turn import Turn
from registry.tlog.tree import Node

CONNECTIONS: Final = 10

_MAX_BIGINT: Final = 2**63 - 1
_NODES: Final = """
    SELECT hash FROM unnest(?::bigint[], ?::bigint[]) WITH ORDINALITY AS wanted (level, n, place)
    LEFT JOIN nodes USING (level, n) ORDER BY place"""
_SCAN: Final = "SELECT key, value FROM facts WHERE key >= ? AND key < ? ORDER BY key LIMIT ? OFFSET ?"
_ADD_NODES: Final = "INSERT INTO nodes (level, n, hash) SELECT * FROM unnest(?::smallint[], ?::bigint[], ?::bytea[])"
_REVOKE: Final = """
    INSERT INTO revoked (jti, until) VALUES (?, ?)
    ON CONFLICT (jti) DO UPDATE SET until = greatest(revoked.until, excluded.until)"""


class _Transaction:
    """What one connection sees between its BEGIN and its end."""

    def __init__(self, connection: Connection, *, writes: bool) -> None:
        self._connection = connection
        self._writes = writes
        self._usable = True
        self._size = 0
        self.changed = False
        self.committing = False

    def begin(self, lock: int | None) -> None:
        if lock is None:
            self._run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        else:
            self._run("BEGIN ISOLATION LEVEL READ COMMITTED")
            self._run(LOCK, (lock,))
        # A reader gets its view at the first question; so ask one.
        self._size = self._run(queries.SIZE)[0][0]

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
        for node in wanted:
            if max(node) > _MAX_BIGINT:
                raise values.missing(node)
        rows = self._run(_NODES, ([level for level, _ in wanted], [n for _, n in wanted]))
        for node, (found,) in zip(wanted, rows, strict=True):
            if found is None:
                raise values.missing(node)
        return [found for (found,) in rows]

    def get(self, key: str) -> bytes | None:
        rows = self._run(queries.GET, (key.encode(),))
        return rows[0][0] if rows else None

    def scan(self, prefix: str, *, skip: int = 0, most: int | None = None) -> Iterator[tuple[str, bytes]]:
        start = prefix.encode()
        bounds = (start, values.end_of(start), most, skip)  # LIMIT NULL is without a limit
        return iter([(key.decode(), value) for key, value in self._run(_SCAN, bounds)])

    def text(self, digest: str) -> bytes | None:
        rows = self._run(queries.TEXT, (values.to_raw(digest),))
        return rows[0][0] if rows else None

    def append(self, record: Record, nodes: Sequence[tuple[Node, bytes]]) -> None:
        self._check_writes()
        values.check_next(record, nodes, size=self._size)
        if self.find(record.digest):
            raise StoreError(values.DOUBLED)
        row = (record.index, values.to_raw(record.digest), values.to_micros(record.ordered_at), record.jws)
        self._change(queries.ADD_RECORD, row)
        columns = zip(*((level, n, value) for (level, n), value in nodes), strict=True)
        if nodes:
            self._change(_ADD_NODES, [list(column) for column in columns])
        self._size += 1

    def put(self, key: str, value: bytes | None) -> None:
        self._check_writes()
        if value is None:
            self._change(queries.REMOVE, (key.encode(),))
        else:
            self._change(queries.PUT, (key.encode(), value))

    def put_text(self, digest: str, text: bytes) -> None:
        self._check_writes()
        if self.find(digest) is None:
            raise StoreError(values.UNSAID)
        self._change(queries.PUT_TEXT, (values.to_raw(digest), text))

    def revoke(self, jti: str, *, until: int, asked: int) -> None:
        self._change(queries.FORGET_REVOKED, (asked,))
        self._change(_REVOKE, (jti.encode(), until))

    def revoked(self, now: int) -> frozenset[str]:
        return frozenset(jti.decode() for (jti,) in self._run(queries.REVOKED, (now,)))

    def commit(self, channel: str, sender: str) -> None:
        if self.changed:
            self._run("SELECT pg_notify(?, ?)", (channel, sender))
            self.committing = True
        self._run("COMMIT")

    def end(self) -> None:
        """Undo what was not committed."""
        self._usable = False
        if self._connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            with suppress(psycopg.Error):  # then the connection is lost, which undoes it too
                self._connection.execute("ROLLBACK")

    def _check_usable(self) -> None:
        if not self._usable:
            raise StoreError(values.ENDED)

    def _check_writes(self) -> None:
        if not self._writes:
            raise StoreError(values.READ_ONLY)
        self._check_usable()

    def _change(self, statement: LiteralString, parameters: Sequence[object]) -> None:
        self.changed = True
        self._run(statement, parameters)

    def _run(self, statement: LiteralString, parameters: Sequence[object] = ()) -> list[Any]:
        self._check_usable()
        try:
            cursor = self._connection.execute(percent(statement), parameters, binary=True)
            return cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            self._usable = False  # PostgreSQL would answer COMMIT with a silent ROLLBACK
            raise fault(error) from error


class PostgresStore:
    """A register in one schema of a database."""

    def __init__(self, address: str, *, schema: str = "lijnwijzer") -> None:
        """Connect; make the schema and its tables when they are not there.

        Args:
            address: a libpq connection string or postgresql:// address.
            schema: at most 40 of a-z, 0-9 and _, not starting with a digit.

        Raises:
            StoreError: it cannot be reached or made, or was made by a newer version.
        """
        prepare(address, schema)
        self._channel = channel_of(schema)
        self._lock = lock_of(schema)
        self._sender = secrets.token_hex(8)
        self._turn = Turn()
        self._asked = 0
        try:
            self._listener = Listener(address, self._channel, self._sender)
        except psycopg.Error as error:
            raise fault(error) from error
        self._pool = open_pool(address, schema, most=CONNECTIONS, durable=True)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open a transaction on what is committed now.

        Raises:
            StoreError: the store is closed, or the database cannot be reached or read.
        """
        with self._transaction(None) as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open the one write transaction. After an error of PostgreSQL it can only be undone.

        Raises:
            StoreError: this thread is already writing, another process writes for too long, the
                store is closed, or the database cannot be reached or changed.
        """
        with self._writing() as tx:
            yield tx

    def version(self) -> int:
        """Count the commits that were heard of. See the top of this module for when that is."""
        return self._listener.count()

    def revoke(self, jti: str, *, until: datetime) -> None:
        """Call a token back; forget those that were over when `revoked` was last asked here.

        Raises:
            StoreError: a moment without time zone, or as with `write`.
        """
        until_micros = values.to_micros(until)
        with self._writing() as tx:
            tx.revoke(jti, until=until_micros, asked=self._asked)

    def revoked(self, now: datetime) -> frozenset[str]:
        """List the tokens that were called back and are not over yet.

        Raises:
            StoreError: a moment without time zone, or as with `read`.
        """
        asked = self._asked = values.to_micros(now)
        with self._transaction(None) as tx:
            return tx.revoked(asked)

    def close(self) -> None:
        """Close every connection."""
        self._listener.close()
        self._pool.close()

    @contextmanager
    def _writing(self) -> Iterator[_Transaction]:
        with self._turn:
            tx: _Transaction | None = None
            try:
                with self._transaction(self._lock) as tx:
                    yield tx
            finally:  # also when the answer to COMMIT is lost: it may be done, and our own NOTIFY is not heard
                if tx is not None and tx.committing:
                    self._listener.add()

    @contextmanager
    def _transaction(self, lock: int | None) -> Iterator[_Transaction]:
        try:
            connection = self._pool.getconn()
        except psycopg.Error as error:
            raise fault(error) from error
        tx = _Transaction(connection, writes=lock is not None)
        try:
            tx.begin(lock)
            yield tx
            tx.commit(self._channel, self._sender)
        finally:
            tx.end()
            self._pool.putconn(connection)
