# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What every store promises.

A store keeps three things that follow from each other:

    records   the statements in order: index 0, 1, 2, … without gaps, never changed, never removed
    nodes     the hashes of complete subtrees of the Merkle tree, by (level, n)
    facts     what follows from the records: bytes by key, written by projections

and one thing that follows from nothing, so that it can be erased:

    texts     what somebody explained beside a statement, by the digest of that statement

All of it changes together or not at all.

    with store.write() as tx:                 # one writer at a time; commits at the end, or undoes all
        tx.append(record, nodes)
        tx.put("kalender/2026", b"{…}")

All calls are synchronous and may be made from any thread; a transaction stays in the thread that
opened it. What is not checked by tests/store/test_conformance.py is not promised.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, runtime_checkable

from msgspec import Struct

from registry.tlog.tree import Node


class Record(Struct, frozen=True, kw_only=True):
    """One statement in its place. `ordered_at` is when the register took it (aware, UTC, whole microseconds)."""

    index: int
    digest: str
    ordered_at: datetime
    jws: bytes


@runtime_checkable
class Transaction(Protocol):
    """One view of everything, as it stood when the transaction began, plus what was done in it since."""

    def size(self) -> int:
        """Count the records."""
        ...

    def records(self, start: int, stop: int) -> Sequence[Record]:
        """Read the records with start ≤ index < stop that exist, in order."""
        ...

    def find(self, digest: str) -> Record | None:
        """Find the record of the statement with this digest."""
        ...

    def nodes(self, wanted: Sequence[Node]) -> Sequence[bytes]:
        """Read hashes of complete subtrees, in the order asked. MUST raise StoreError when one is not there."""
        ...

    def get(self, key: str) -> bytes | None:
        """Read the fact under a key."""
        ...

    def scan(self, prefix: str, *, skip: int = 0, most: int | None = None) -> Iterator[tuple[str, bytes]]:
        """Read the facts whose key starts with `prefix`, ordered by the bytes of the key.

        All of them, or at most so many after the first `skip`: what is not asked for is not read.
        """
        ...

    def text(self, digest: str) -> bytes | None:
        """Read the text beside the statement with this digest."""
        ...

    def append(self, record: Record, nodes: Sequence[tuple[Node, bytes]]) -> None:
        """Add a record and the tree nodes it completes.

        MUST raise StoreError unless record.index == size() and the digest is new; and in a read transaction.
        """
        ...

    def put(self, key: str, value: bytes | None) -> None:
        """Write a fact, or with None remove it. MUST raise StoreError in a read transaction."""
        ...

    def put_text(self, digest: str, text: bytes) -> None:
        """Put a text beside the statement with this digest, in the place of what was there.

        MUST raise StoreError in a read transaction, and when no record has this digest. What was there is erased in
        the file of SQLite when its write-ahead log is next copied into it, and in PostgreSQL at the next VACUUM.
        """
        ...


@runtime_checkable
class Store(Protocol):
    """Where it is kept."""

    def read(self) -> AbstractContextManager[Transaction]:
        """Open a transaction that sees one committed state and changes nothing."""
        ...

    def write(self) -> AbstractContextManager[Transaction]:
        """Open the one write transaction.

        MUST wait for another writer (in any process), MUST commit durably at a normal end, and MUST leave
        nothing behind after an exception.
        """
        ...

    def version(self) -> int:
        """Give a number that differs from the previous one when anybody committed in between.

        MUST answer in microseconds and without waiting for a writer.
        """
        ...

    def revoke(self, jti: str, *, until: datetime) -> None:
        """Call a token back: it is not taken any more, until it is over anyway. Changes the `version`.

        MUST be durable. May forget tokens that are over.
        """
        ...

    def revoked(self, now: datetime) -> frozenset[str]:
        """List the tokens (their `jti`) that were called back and are not over at this moment."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
