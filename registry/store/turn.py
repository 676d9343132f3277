# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Who may write, among the threads of one process.

Threads queue here, so that only one of them at a time asks the database for its lock: SQLite lets
waiters sleep and try again, and each waiter on PostgreSQL would hold a connection. A thread that
asks while it has the turn would wait for itself for ever; it gets an error instead.
"""

from threading import Lock, get_ident

from registry.errors import StoreError


class Turn:
    """One thread at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._holder: int | None = None

    def __enter__(self) -> None:
        """Wait for the turn.

        Raises:
            StoreError: this thread already has it.
        """
        if self._holder == get_ident():
            raise StoreError("Er is al een schrijftransactie geopend; een tweede zou op de eerste blijven wachten.")
        self._lock.acquire()
        self._holder = get_ident()

    def __exit__(self, *_: object) -> None:
        """Give the turn to whoever waits."""
        self._holder = None
        self._lock.release()
