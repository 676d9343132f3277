# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL database: for several nodes behind one address.

One writer among all nodes: an advisory lock, asked for before anything is read, under READ COMMITTED
(under REPEATABLE READ the view would be older than the lock, and the log would get its index twice).
A read is REPEATABLE READ READ ONLY. Everything lives in one schema, so that one database can hold
several registers; the tables are made by the numbered files in sql/postgres, under the same lock.

`version` costs no query: each write sends a NOTIFY in its own transaction, and listener.py counts them.
LISTEN and the settings of a connection need sessions: no transaction pooler in between. A connection
lost during COMMIT leaves open whether it happened; look for the digest before trying again.

Needs psycopg and psycopg_pool: the extra `postgresql`.
"""

import re
import secrets
from collections.abc import Container, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final, LiteralString

import psycopg
from psycopg import errors, sql
from psycopg_pool import ConnectionPool, PoolClosed

from registry.errors import StoreError
from registry.store import values
from registry.store.listener import CONNECT, Connection, Listener
from registry.store.protocol import Record, Transaction
from registry.store.turn import Turn
from registry.tlog.tree import Node

WAIT_S: Final = 30
CONNECTIONS: Final = 10

_SCHEMA: Final = re.compile(r"[a-z_][a-z0-9_]{0,39}")
_MAX_BIGINT: Final = 2**63 - 1
# Keepalives: a node that disappears is noticed within a minute, and the lock that it held is free again.
# A server or role told not to wait for the disk (synchronous_commit = off) waits for us all the same.
_SETTINGS: Final = """
    SELECT set_config('search_path', %(schema)s, false),
           set_config('lock_timeout', %(wait)s, false),
           set_config('tcp_keepalives_idle', '20', false),
           set_config('tcp_keepalives_interval', '10', false),
           set_config('tcp_keepalives_count', '3', false),
           set_config('synchronous_commit', CASE current_setting('synchronous_commit')
                      WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)"""
_LOCK: Final = "SELECT pg_advisory_xact_lock(%s)"
_SIZE: Final = "SELECT coalesce(max(idx) + 1, 0) FROM records"
_RECORDS: Final = "SELECT idx, digest, ordered_at, jws FROM records WHERE idx >= %s AND idx < %s ORDER BY idx"
_FIND: Final = "SELECT idx, digest, ordered_at, jws FROM records WHERE digest = %s"
_NODES: Final = """
    SELECT hash FROM unnest(%s::bigint[], %s::bigint[]) WITH ORDINALITY AS wanted (level, n, place)
    LEFT JOIN nodes USING (level, n) ORDER BY place"""
_GET: Final = "SELECT value FROM facts WHERE key = %s"
_SCAN: Final = "SELECT key, value FROM facts WHERE key >= %s AND key < %s ORDER BY key"
_ADD_RECORD: Final = "INSERT INTO records (idx, digest, ordered_at, jws) VALUES (%s, %s, %s, %s)"
_ADD_NODES: Final = "INSERT INTO nodes (level, n, hash) SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])"
_PUT: Final = "INSERT INTO facts (key, value) VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_REMOVE: Final = "DELETE FROM facts WHERE key = %s"
_ONCE: Final = """
    INSERT INTO once (key, until) VALUES (%s, %s)
    ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE once.until < %s RETURNING key"""
# Rows that another call is busy with are left to it: two calls that wait for each other would wait for ever.
_FORGET: Final = """
    DELETE FROM once WHERE key IN (SELECT key FROM once WHERE until < %s FOR UPDATE SKIP LOCKED)"""


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
            self._run(_LOCK, (lock,))
        # A reader gets its view at the first question; so ask one.
        self._size = self._run(_SIZE)[0][0]

    def size(self) -> int:
        self._check_usable()
        return self._size

    def records(self, start: int, stop: int) -> Sequence[Record]:
        size = self.size()  # also keeps numbers that are too large for the database away from it
        rows = self._run(_RECORDS, (min(max(start, 0), size), min(max(stop, 0), size)))
        return [_record(*row) for row in rows]

    def find(self, digest: str) -> Record | None:
        rows = self._run(_FIND, (values.to_raw(digest),))
        return _record(*rows[0]) if rows else None

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
        rows = self._run(_GET, (key.encode(),))
        return rows[0][0] if rows else None

    def scan(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        start = prefix.encode()
        return iter([(key.decode(), value) for key, value in self._run(_SCAN, (start, values.end_of(start)))])

    def append(self, record: Record, nodes: Sequence[tuple[Node, bytes]]) -> None:
        self._check_writes()
        values.check_next(record, nodes, size=self._size)
        if self.find(record.digest):
            raise StoreError(values.DOUBLED)
        row = (record.index, values.to_raw(record.digest), values.to_micros(record.ordered_at), record.jws)
        self._change(_ADD_RECORD, row)
        columns = zip(*((level, n, value) for (level, n), value in nodes), strict=True)
        if nodes:
            self._change(_ADD_NODES, [list(column) for column in columns])
        self._size += 1

    def put(self, key: str, value: bytes | None) -> None:
        self._check_writes()
        if value is None:
            self._change(_REMOVE, (key.encode(),))
        else:
            self._change(_PUT, (key.encode(), value))

    def commit(self, channel: str, sender: str) -> None:
        if self.changed:
            self._run("SELECT pg_notify(%s, %s)", (channel, sender))
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
            cursor = self._connection.execute(statement, parameters, binary=True)
            return cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            self._usable = False  # PostgreSQL would answer COMMIT with a silent ROLLBACK
            raise _fault(error) from error


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
        if not _SCHEMA.fullmatch(schema):
            raise StoreError("De naam van het schema mag alleen uit a-z, 0-9 en _ bestaan, hoogstens 40 tekens.")
        self._schema = schema
        self._channel = f"lijnwijzer_{schema}"
        self._lock = int.from_bytes(sha256(self._channel.encode()).digest()[:8], "big", signed=True)
        self._sender = secrets.token_hex(8)
        self._turn = Turn()
        try:
            with closing(psycopg.connect(address, **CONNECT)) as connection:
                self._configure(connection)
                _migrate(connection, schema, self._lock)
            self._listener = Listener(address, self._channel, self._sender)
        except psycopg.Error as error:
            raise _fault(error) from error
        self._pool = ConnectionPool(
            address,
            kwargs=CONNECT,
            min_size=1,
            max_size=CONNECTIONS,
            timeout=WAIT_S,
            configure=self._configure,
            check=ConnectionPool.check_connection,  # after a restart of the server, no call meets a dead connection
            open=True,
        )

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
        with self._turn:
            tx: _Transaction | None = None
            try:
                with self._transaction(self._lock) as tx:
                    yield tx
            finally:  # also when the answer to COMMIT is lost: it may be done, and our own NOTIFY is not heard
                if tx is not None and tx.committing:
                    self._listener.add()

    def version(self) -> int:
        """Count the commits that were heard of. See the top of this module for when that is."""
        return self._listener.count()

    def once(self, key: str, *, until: datetime, now: datetime) -> bool:
        """Say True to the first call with this key. A key is forgotten when its `until` lies before `now`.

        Raises:
            StoreError: a moment without time zone, or the database cannot be reached or changed.
        """
        until_micros, now_micros = values.to_micros(until), values.to_micros(now)
        try:
            with self._pool.connection() as connection:  # each statement is a transaction
                connection.execute(_FORGET, (now_micros,))
                kept = connection.execute(_ONCE, (values.hashed(key), until_micros, now_micros)).fetchall()
        except psycopg.Error as error:
            raise _fault(error) from error
        return bool(kept)

    def close(self) -> None:
        """Close every connection."""
        self._listener.close()
        self._pool.close()

    def _configure(self, connection: Connection) -> None:
        connection.execute(_SETTINGS, {"schema": f'"{self._schema}"', "wait": f"{WAIT_S}s"})

    @contextmanager
    def _transaction(self, lock: int | None) -> Iterator[_Transaction]:
        try:
            connection = self._pool.getconn()
        except psycopg.Error as error:
            raise _fault(error) from error
        tx = _Transaction(connection, writes=lock is not None)
        try:
            tx.begin(lock)
            yield tx
            tx.commit(self._channel, self._sender)
        finally:
            tx.end()
            self._pool.putconn(connection)


def _migrate(connection: Connection, schema: str, lock: int) -> None:
    """Make the schema, and run the numbered files that were not run yet.

    Raises:
        StoreError: a newer version was here.
    """
    scripts = {script.name: script for script in files("registry.store").joinpath("sql/postgres").iterdir()}
    if _applied(connection, schema, scripts) == set(scripts):
        return
    with connection.transaction():
        connection.execute(_LOCK, (lock,))
        applied = _applied(connection, schema, scripts)  # another process may have been first
        if not connection.execute("SELECT FROM pg_namespace WHERE nspname = %s", (schema,)).rowcount:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
        connection.execute("CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY)")
        for name in sorted(set(scripts) - applied):
            connection.execute(scripts[name].read_bytes())
            connection.execute("INSERT INTO migrations (name) VALUES (%s)", (name,))


def _applied(connection: Connection, schema: str, scripts: Container[str]) -> set[str]:
    # Asked of the catalogue, since to_regclass() may answer from before the lock.
    tables = connection.execute("SELECT FROM pg_tables WHERE schemaname = %s AND tablename = 'migrations'", (schema,))
    applied = {name for (name,) in connection.execute("SELECT name FROM migrations")} if tables.rowcount else set()
    if any(name not in scripts for name in applied):
        raise StoreError(values.NEWER)
    return applied


def _record(index: int, digest: bytes, ordered_at: int, jws: bytes) -> Record:
    return Record(index=index, digest=digest.hex(), ordered_at=values.from_micros(ordered_at), jws=jws)


def _fault(error: psycopg.Error) -> StoreError:
    """Say what is wrong, without naming the server: this may be shown to whoever called."""
    match error:
        case PoolClosed():
            return StoreError(values.CLOSED)
        case errors.DiskFull():
            return StoreError(values.FULL)
        case errors.LockNotAvailable():
            return StoreError(values.BUSY)
        case psycopg.Error(sqlstate=None):
            return StoreError("De databank van het register is niet bereikbaar.")
        case _:
            return StoreError(f"De databank van het register meldt een fout ({error.sqlstate}).")
