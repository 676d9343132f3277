# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A book of measurements of plain dicts: right because it is simple, for one process and for tests."""

from collections.abc import Sequence
from datetime import date
from threading import Lock
from typing import Any

from registry.store.meetboek import Hertelling, Lot, Plek, Rij, Telraam, added, differing, together


class MemoryMeetboek:
    """Everything in this process, nothing after it."""

    def __init__(self, telraam: Telraam) -> None:
        self._telraam = telraam
        self._rows: dict[bytes, Rij] = {}
        self._counts: dict[Plek, bytes] = {}
        self._forgotten: date | None = None
        self._turn = Lock()

    def schrijf(self, rijen: Sequence[Rij]) -> Sequence[Lot]:
        """Keep and count what is new."""
        with self._turn:
            new: dict[bytes, Rij] = {}
            lots = [self._lot(rij, new) for rij in rijen]
            self._counts |= together(
                self._telraam, self._counts, self._telraam.tel([rij.kolommen for rij in new.values()], None)
            )
            self._rows.update(new)
        return lots

    def tellingen(self, reeksen: Sequence[str], van: date, tot: date) -> Sequence[tuple[Plek, Any]]:
        """Read counters, ordered by place."""
        with self._turn:
            found = sorted(self._counts.items())
        wanted = set(reeksen)
        return [
            (place, self._telraam.lees(raw))
            for place, raw in found
            if place.reeks in wanted and van.toordinal() <= place.dag < tot.toordinal()
        ]

    def reeksen(self, begin: str) -> Sequence[str]:
        """List series, in order."""
        with self._turn:
            return sorted({place.reeks for place in self._counts if place.reeks.startswith(begin)})

    def vouw(self) -> None:
        """Do nothing: everything is folded in as it comes."""

    def hertel(self, *, herstel: bool = False) -> Hertelling:
        """Count all rows again and compare."""
        with self._turn:
            counts: dict[Plek, Any] = {}
            added(self._telraam, counts, (rij.kolommen for rij in self._rows.values()))
            written = {place: self._telraam.schrijf(count) for place, count in counts.items()}
            afwijkend = differing(self._counts, written, self._forgotten.toordinal() if self._forgotten else 0)
            if herstel:
                for place in afwijkend:
                    self._counts.pop(place, None)
                    if place in written:
                        self._counts[place] = written[place]
            return Hertelling(rijen=len(self._rows), afwijkend=afwijkend, vanaf=self._forgotten)

    def vergeet(self, voor: date) -> int:
        """Drop rows of long ago."""
        voor = voor.replace(day=1)
        with self._turn:
            self._forgotten = max(voor, self._forgotten or voor)
            before = len(self._rows)
            self._rows = {key: rij for key, rij in self._rows.items() if rij.dag >= voor}
            return before - len(self._rows)

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    def _lot(self, rij: Rij, new: dict[bytes, Rij]) -> Lot:
        if self._forgotten and rij.dag < self._forgotten:
            return "vergeten"
        known = self._rows.get(rij.sleutel) or new.get(rij.sleutel)
        if known is None:
            new[rij.sleutel] = rij
            return "nieuw"
        return "bekend" if known.inhoud == rij.inhoud else "anders"
