# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was measured lately is read ahead, in the background, so that no question waits for it.

Of each line the counters of this month and the two before it are looked at once a minute, some lines at a time. Only
when what they come to differs do other figures take the place of the old ones: see `Uren.neem`.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from threading import Event, Thread
from typing import Final

from registry.errors import RegistryError
from registry.projections.gemeten import gemeten
from registry.projections.meetcijfers import Cijfers, Gemeten, Kanaal, cijfers_of
from registry.projections.tellingen import Cel, Telling
from registry.registrar.actueel import Actueel
from registry.registrar.cijfers import lijnen_van, maanden_van_lijnen
from registry.statements.klok import DAG, local_date
from registry.store.meetboek import Meetboek

EVERY_S: Final = 60.0
SOON_S: Final = 2.0  # as long as there are no figures at all, and reading them costs next to nothing
MAANDEN: Final = 3
LINES: Final = 500
PAUSE_S: Final = 0.005  # others go first


class Meetstand:
    """Keeps the figures that routes are chosen by up to date, from `start` until `stop`."""

    def __init__(self, boek: Meetboek, actueel: Actueel, clock: Callable[[], datetime]) -> None:
        self._boek, self._actueel, self._clock = boek, actueel, clock
        self._stop = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._stop.clear()
        self._thread = Thread(target=self._work, name="meetstand", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def ververs(self) -> bool:
        """Read what was measured, and say whether it differs from what was known.

        Raises:
            StoreError: the book cannot be read.
        """
        found = self._read()
        uren = self._actueel.gids().uren
        if found is None or found.digest == uren.cijfers.digest:
            return False
        uren.neem(found)
        return True

    def _read(self) -> Cijfers | None:
        """Read the figures; None: it is time to stop."""
        vandaag = local_date(self._clock())
        van = _months_before(vandaag)
        lijnen = lijnen_van(self._boek, "")
        found: dict[Kanaal, Gemeten] = {}
        for start in range(0, len(lijnen), LINES):
            if start and self._stop.wait(PAUSE_S):
                return None
            cells: defaultdict[Kanaal, list[tuple[Cel, Telling]]] = defaultdict(list)
            some = lijnen[start : start + LINES]
            for cijfer in maanden_van_lijnen(self._boek, some, van, vandaag + DAG):
                cells[cijfer.cel.lijn, cijfer.cel.kanaal].append((cijfer.cel, cijfer.telling))
            for key, counted in cells.items():
                if (of_channel := gemeten(key[1], counted)) is not None:
                    found[key] = of_channel
        return cijfers_of(found)

    def _work(self) -> None:
        while True:
            try:
                self.ververs()
            except RegistryError as fault:  # it is tried again
                _logger.error("Wat er gemeten is, kan niet worden gelezen (%s).", type(fault).__name__)  # noqa: TRY400  # no message
            known = self._actueel.gids().uren.cijfers.digest
            if self._stop.wait(EVERY_S if known else SOON_S):
                return


def _months_before(dag: date) -> date:
    """Give the first day of the first month that is looked at."""
    jaar, maand = divmod(dag.year * 12 + dag.month - MAANDEN, 12)
    return date(jaar, maand + 1, 1)


_logger: Final = logging.getLogger("registry")
