# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The directory of this moment, in memory, kept up with what this and other processes append.

Asking whether it is `behind` costs microseconds and never waits, so it can be asked in the event loop at
every request; only when it is, `catch_up` reads the new records and the facts they touch, in a thread.
So a suspension in one worker ends access at the next request in every other, and so does calling a token back.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from typing import Final

from registry.errors import RefusedError, StoreError
from registry.projections.gids import Gids, gids_after, gids_of
from registry.projections.stand import Plaats
from registry.projections.wegwijzer import Wegwijzer
from registry.statements.envelope import open_envelope
from registry.store.protocol import Record, Store

LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Actueel:
    """Holds the current `Gids` of a store. Safe to ask from any thread."""

    def __init__(
        self,
        store: Store,
        kennis: Callable[[], Wegwijzer] = Wegwijzer,
        clock: Callable[[], datetime] = lambda: LONG_AGO,
    ) -> None:
        """Read the store; without a clock, tokens that were called back count for as long as the store knows them."""
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._version = store.version()
        self._revoked = store.revoked(clock())
        with store.read() as tx:
            last = tx.records(tx.size() - 1, tx.size())
            self._gids = gids_of(tx, _plaats(last[0]) if last else None, kennis)

    def gids(self) -> Gids:
        """Give the directory as it was last read; without waiting for anything."""
        return self._gids

    def revoked(self) -> frozenset[str]:
        """Give the `jti` of tokens that were called back, as last read; without waiting for anything."""
        return self._revoked

    def warm(self) -> None:
        """Make ready what questions in words need, so that the first of them need not wait."""
        while not (gids := self._gids).warm:
            _ = gids.vindwoorden

    def pack(self) -> None:
        """Hold what is there in less space: for a thread beside the first questions."""
        self._gids.pack()

    def behind(self) -> bool:
        """Say whether somebody may have committed since."""
        return self._store.version() != self._version

    def catch_up(self) -> Gids:
        """Read what is new, and give the directory as of now. May wait for the store.

        Raises:
            StoreError: the store cannot be read, or holds a statement that this version does not know.
        """
        with self._lock:
            version = self._store.version()
            if version != self._version:
                self._fold()
                self._revoked = self._store.revoked(self._clock())
                self._version = version
        return self._gids

    def _fold(self) -> None:
        with self._store.read() as tx:
            new = tx.records(self._gids.size, tx.size())
            if new:
                self._gids = gids_after(self._gids, tx, [_sub(record) for record in new], _plaats(new[-1]))


def _sub(record: Record) -> str:
    try:
        return open_envelope(record.jws).sub
    except RefusedError as refused:
        raise StoreError(f"Verklaring {record.index} is niet te lezen met deze versie: {refused.detail}") from refused


def _plaats(record: Record) -> Plaats:
    return Plaats(index=record.index, digest=record.digest, ordered_at=record.ordered_at)
