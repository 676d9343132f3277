# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What questions for a route leave behind is counted, in memory first: no answer waits for it.

A thread writes it to the book of measurements every few seconds and at the end; a worker that is killed loses those
seconds. What it writes are rows of their own (`zoekvraag`), so an audit counts them again like any measurement. Nobody
handed them in: their `melder` is nobody.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Final

import msgspec

from registry.errors import RegistryError
from registry.projections.contactroutes import Contactroutes, Vraag
from registry.projections.leerpunten import ONBEKEND, Leerpunt, Leerpunten, alleen_bekend, leerpunten
from registry.registrar.actueel import Actueel
from registry.registrar.bekend import Bekend
from registry.registrar.telraam import aantekening, noteer
from registry.statements.klok import local_date
from registry.store.meetboek import Meetboek, Rij

WRITE_EVERY_S: Final = 10.0
MAX_KINDS: Final = 2_000  # that wait to be written; what comes on top of those is only known to be something
NIEMAND: Final = "0" * 20
_logger: Final = logging.getLogger("registry")


class Leerboek:
    """Counts what there is to learn, from `start` until `stop`. Safe to ask from several threads."""

    def __init__(
        self, boek: Meetboek, actueel: Actueel, clock: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        """Get ready.

        Args:
            new_id: gives an id that nobody gave before.
        """
        self._boek, self._actueel, self._clock, self._new_id = boek, actueel, clock, new_id
        self._counts: Counter[Leerpunt] = Counter()
        self._lock = Lock()
        self._writing = Lock()
        self._bekend = Bekend()
        self._stop = Event()
        self._thread: Thread | None = None

    def leer(self, found: Contactroutes, vraag: Vraag) -> None:
        """Count what there is to learn of an answer; nearly always nothing."""
        if found.geen_verkeerde_deur is None and not found.keuzes.geweerd:
            return
        with self._lock:
            for punt in leerpunten(found, vraag):
                room = punt in self._counts or len(self._counts) < MAX_KINDS
                self._counts[punt if room else ONBEKEND] += 1

    def schrijf(self) -> None:
        """Write what was counted.

        Raises:
            StoreError: it could not be written; it is kept for the next time.
        """
        with self._writing:
            with self._lock:
                counted, self._counts = self._counts, Counter()
            if not counted:
                return
            try:
                self._boek.schrijf([self._rij(counted)])
            except BaseException:
                with self._lock:
                    self._counts.update(counted)
                raise

    def start(self) -> None:
        """Begin to write."""
        self._stop.clear()
        self._thread = Thread(target=self._work, name="leerboek", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what is left, and stop."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _rij(self, counted: Counter[Leerpunt]) -> Rij:
        gids, at = self._actueel.gids(), self._clock()
        known: Counter[Leerpunt] = Counter()
        for punt, keer in counted.items():
            known[
                alleen_bekend(
                    punt,
                    onderwerp=lambda code: self._bekend.onderwerp(code, gids),
                    levensgebeurtenis=lambda naam: self._bekend.levensgebeurtenis(naam, gids),
                )
            ] += keer
        said = Leerpunten(tuple(sorted(known.items())))
        return Rij(
            soort="zoekvraag",
            melder=NIEMAND,
            id=hashlib.sha256(self._new_id().encode()).digest()[:16],
            dag=local_date(at),
            inhoud=msgspec.msgpack.encode(said),
            aantekening=noteer(aantekening(at)),
        )

    def _work(self) -> None:
        while True:
            over = self._stop.wait(WRITE_EVERY_S)
            try:
                self.schrijf()
            except RegistryError as fault:  # the disk is full, say: it is tried again
                _logger.error("De leercirkel is niet bijgewerkt (%s).", type(fault).__name__)  # noqa: TRY400  # no message
            if over:
                return
