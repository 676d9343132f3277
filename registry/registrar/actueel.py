# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The directory of this moment, in memory, kept up with what this and other processes append.

Asking `store.version()` costs microseconds; only when it changed are the new records read, and only the
facts they touch. So a suspension in one worker ends access at the next request in every other.
"""

from threading import Lock

from registry.projections.gids import Gids, gids_after, gids_of
from registry.projections.stand import Plaats
from registry.statements.envelope import open_envelope
from registry.store.protocol import Record, Store


class Actueel:
    """Holds the current `Gids` of a store. Safe to ask from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._version = store.version()
        with store.read() as tx:
            last = tx.records(tx.size() - 1, tx.size())
            self._gids = gids_of(tx, _plaats(last[0]) if last else None)

    def gids(self) -> Gids:
        """Give the directory as of now."""
        version = self._store.version()
        if version != self._version:
            with self._lock:
                self._catch_up(version)
        return self._gids

    def _catch_up(self, version: int) -> None:
        with self._store.read() as tx:
            new = tx.records(self._gids.size, tx.size())
            if new:
                subs = [open_envelope(record.jws).sub for record in new]
                self._gids = gids_after(self._gids, tx, subs, _plaats(new[-1]))
        self._version = version


def _plaats(record: Record) -> Plaats:
    return Plaats(index=record.index, digest=record.digest, ordered_at=record.ordered_at)
