# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How a node on PostgreSQL hears that anybody committed, without asking.

Each write sends a NOTIFY in its own transaction (see postgres.py). A thread with a connection of its
own counts what arrives:

    commits of this process    counted at once, by the store itself
    commits of other nodes     counted about a millisecond after their commit
    while nobody listens       every call gives a new number, until the thread is connected again

Part of postgres.py, and imported only there: psycopg is an extra.
"""

import os
from contextlib import closing, suppress
from selectors import EVENT_READ, DefaultSelector
from threading import Event, Lock, Thread
from typing import Final

import psycopg
from psycopg import sql

from registry.store.server import CONNECT, Connection

RETRY_S: Final = 1.0


class Listener:
    """Counts commits, in a thread with a connection of its own."""

    def __init__(self, address: str, channel: str, own: str) -> None:
        self._address = address
        self._channel = channel
        self._own = own.encode()
        self._lock = Lock()
        self._count = 0
        self._listening = True
        connection = self._connect()
        self._stop = Event()
        self._woken, self._wake = os.pipe()
        self._thread = Thread(target=self._run, args=(connection,), name="lijnwijzer-listen", daemon=True)
        self._thread.start()

    def count(self) -> int:
        """Give a number that differs from the last one unless it is certain that nobody committed."""
        with self._lock:
            self._count += not self._listening
            return self._count

    def add(self, *, listening: bool = True) -> None:
        """Count a commit, or that there may have been some."""
        with self._lock:
            self._count += 1
            self._listening = listening

    def close(self) -> None:
        """Let the thread end."""
        if not self._stop.is_set():
            self._stop.set()
            os.write(self._wake, b".")
            self._thread.join()
            os.close(self._woken)
            os.close(self._wake)

    def _connect(self) -> Connection:
        connection = psycopg.connect(self._address, **CONNECT)
        try:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
        except BaseException:
            connection.close()
            raise
        return connection

    def _run(self, connection: Connection | None) -> None:
        try:
            self._listen(connection)
        finally:
            self.add(listening=False)  # a thread that is gone cannot vouch that nobody committed

    def _listen(self, connection: Connection | None) -> None:
        while connection:
            with suppress(psycopg.Error), closing(connection):
                self._hear(connection)
            if self._stop.is_set():
                return
            self.add(listening=False)
            connection = self._reconnect()
            self.add()

    def _reconnect(self) -> Connection | None:
        while not self._stop.wait(RETRY_S):
            with suppress(psycopg.Error):
                return self._connect()
        return None

    def _hear(self, connection: Connection) -> None:
        """Count until close() or, with an error, until the connection is lost."""
        with DefaultSelector() as selector:
            selector.register(connection.fileno(), EVENT_READ)
            selector.register(self._woken, EVENT_READ)
            while not self._stop.is_set():
                selector.select()
                connection.pgconn.consume_input()
                while heard := connection.pgconn.notifies():
                    if heard.extra != self._own:
                        self.add()
