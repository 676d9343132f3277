# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A schema in a PostgreSQL database, and the connections to it.

Everything of a register lives in one schema, so that one database can hold several registers. The tables are made
by the numbered files in sql/postgres, once, also when several nodes start together: under the lock of the writer.

Imported only by what needs psycopg and psycopg_pool: the extra `postgresql`.
"""

import re
from collections.abc import Container
from contextlib import closing
from functools import partial
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final, LiteralString, TypeAlias

import psycopg
from psycopg import errors, sql
from psycopg_pool import ConnectionPool, PoolClosed

from registry.errors import StoreError
from registry.store import values

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]
Pool: TypeAlias = ConnectionPool[Connection]

WAIT_S: Final = 30
# A server that disappears is noticed within a minute.
CONNECT: Final[dict[str, Any]] = {
    "autocommit": True,
    "connect_timeout": 10,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
LOCK: Final = "SELECT pg_advisory_xact_lock(%s)"

_SCHEMA: Final = re.compile(r"[a-z_][a-z0-9_]{0,39}")
# Keepalives: a node that disappears is noticed within a minute, and the lock that it held is free again.
# A server or role told not to wait for the disk (synchronous_commit = off) waits all the same for who is durable.
_SETTINGS: Final = """
    SELECT set_config('search_path', %(schema)s, false),
           set_config('lock_timeout', %(wait)s, false),
           set_config('tcp_keepalives_idle', '20', false),
           set_config('tcp_keepalives_interval', '10', false),
           set_config('tcp_keepalives_count', '3', false),
           set_config('synchronous_commit', CASE
               WHEN NOT %(durable)s THEN 'off'
               WHEN current_setting('synchronous_commit') = 'off' THEN 'on'
               ELSE current_setting('synchronous_commit') END, false)"""


def channel_of(schema: str) -> str:
    """Name where the commits of this schema are told."""
    return f"lijnwijzer_{schema}"


def lock_of(schema: str) -> int:
    """Give the number of the one writer's lock."""
    return int.from_bytes(sha256(channel_of(schema).encode()).digest()[:8], "big", signed=True)


def prepare(address: str, schema: str) -> None:
    """Make the schema and its tables when they are not there.

    Args:
        address: a libpq connection string or postgresql:// address.
        schema: at most 40 of a-z, 0-9 and _, not starting with a digit.

    Raises:
        StoreError: it cannot be reached or made, or was made by a newer version.
    """
    if not _SCHEMA.fullmatch(schema):
        raise StoreError("De naam van het schema mag alleen uit a-z, 0-9 en _ bestaan, hoogstens 40 tekens.")
    try:
        with closing(psycopg.connect(address, **CONNECT)) as connection:
            _configure(connection, schema, durable=True)
            _migrate(connection, schema)
    except psycopg.Error as error:
        raise fault(error) from error


def open_pool(address: str, schema: str, *, most: int, durable: bool) -> Pool:
    """Open at most so many connections, when they are needed.

    Args:
        durable: whether a commit waits for the disk.
    """
    return ConnectionPool(
        address,
        kwargs=CONNECT,
        min_size=1,
        max_size=most,
        timeout=WAIT_S,
        configure=partial(_configure, schema=schema, durable=durable),
        check=ConnectionPool.check_connection,  # after a restart of the server, no call meets a dead connection
        open=True,
    )


def percent(statement: LiteralString) -> LiteralString:
    """Write the `?` where a value comes as psycopg wants it.

    >>> percent("SELECT value FROM facts WHERE key = ?")
    'SELECT value FROM facts WHERE key = %s'
    """
    return statement.replace("?", "%s")


def fault(error: psycopg.Error) -> StoreError:
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


def _configure(connection: Connection, schema: str, *, durable: bool) -> None:
    connection.execute(_SETTINGS, {"schema": f'"{schema}"', "wait": f"{WAIT_S}s", "durable": durable})


def _migrate(connection: Connection, schema: str) -> None:
    """Make the schema, and run the numbered files that were not run yet.

    Raises:
        StoreError: a newer version was here.
    """
    scripts = {script.name: script for script in files("registry.store").joinpath("sql/postgres").iterdir()}
    if _applied(connection, schema, scripts) == set(scripts):
        return
    with connection.transaction():
        connection.execute(LOCK, (lock_of(schema),))
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
