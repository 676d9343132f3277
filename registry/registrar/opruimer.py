# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Measurements that were kept long enough go; what they added up to stays."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Final

from registry.errors import RegistryError
from registry.statements.klok import local_date
from registry.store.meetboek import Meetboek

EVERY_S: Final = 24 * 60 * 60.0


class Opruimer:
    """Looks once a day, from `start` until `stop`. Several workers may look at once: what is gone is gone."""

    def __init__(self, boek: Meetboek, dagen: int, clock: Callable[[], datetime]) -> None:
        """Get ready.

        Args:
            dagen: how many days a measurement is kept, at least; 0: always.
        """
        self._boek, self._dagen, self._clock = boek, dagen, clock
        self._stop = Event()
        self._thread = Thread(target=self._work, name="opruimer", daemon=True)

    def start(self) -> None:
        """Begin, unless everything is kept."""
        if self._dagen:
            self._thread.start()

    def stop(self) -> None:
        """Stop, when what is being dropped is dropped."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def ruim_op(self) -> int:
        """Drop what was kept long enough; say how many rows."""
        return self._boek.vergeet(local_date(self._clock()) - timedelta(days=self._dagen))

    def _work(self) -> None:
        while True:
            with suppress(RegistryError):  # the disk is full, say: tomorrow again
                self.ruim_op()
            if self._stop.wait(EVERY_S):
                return
