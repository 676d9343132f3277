# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Where the stores and books of these tests are, in a form that another process can open too."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, Self

from registry.store.memory import MemoryPoortboek, MemoryStore
from registry.store.poortboek import Poortboek
from registry.store.protocol import Record, Store, Transaction
from registry.store.sqlite import SqliteStore
from registry.store.sqlite_poortboek import SqlitePoortboek
from registry.tlog import tree

POSTGRES = "host=127.0.0.1 port=5432 user=postgres dbname=test connect_timeout=2"
TABLES = ("records", "nodes", "facts", "texts", "revoked", "once", "windows", "refusals")
START_AT = datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)


class Place(NamedTuple):
    kind: str
    where: str = ""
    schema: str = ""

    def open(self) -> Store:
        match self.kind:
            case "memory":
                return MemoryStore()
            case "sqlite":
                return SqliteStore(Path(self.where))
            case _:
                from registry.store.postgres import PostgresStore  # noqa: PLC0415 - psycopg is an extra

                return PostgresStore(self.where, schema=self.schema)

    def open_poortboek(self) -> Poortboek:
        match self.kind:
            case "memory":
                return MemoryPoortboek()
            case "sqlite":
                return SqlitePoortboek(Path(self.where).with_suffix(".poort"))
            case _:
                from registry.store.postgres_poortboek import PostgresPoortboek  # noqa: PLC0415 - psycopg is an extra

                return PostgresPoortboek(self.where, schema=self.schema)

    def empty(self) -> Self:
        """Forget everything that PostgreSQL has here: quicker than a new schema."""
        ask(*(f"DELETE FROM {self.schema}.{table}" for table in TABLES))  # noqa: S608 - our own names
        return self


def record(index: int, *, text: str = "") -> Record:
    """A record that differs from every other one with another index or text."""
    jws = f"{text or index}.verklaring".encode()
    return Record(
        index=index, digest=sha256(jws).hexdigest(), ordered_at=START_AT + timedelta(microseconds=index), jws=jws
    )


def append(tx: Transaction, *, text: str = "") -> Record:
    """Append the next record as the register does: with the nodes that it completes."""
    added = record(tx.size(), text=text)
    tx.append(added, tree.append(added.index, tree.leaf_hash(added.jws), tx.nodes))
    return added


def root(tx: Transaction) -> bytes:
    return tree.root(tx.size(), tx.nodes)


def all_records(tx: Transaction) -> list[Record]:
    return list(tx.records(0, tx.size()))


def ask(*questions: str) -> list[tuple[object, ...]]:
    """Ask PostgreSQL something outside any store; give the last answer."""
    import psycopg  # noqa: PLC0415 - psycopg is an extra

    with psycopg.connect(POSTGRES) as connection:
        for question in questions[:-1]:
            connection.execute(question.encode())
        cursor = connection.execute(questions[-1].encode())
        return cursor.fetchall() if cursor.description else []
