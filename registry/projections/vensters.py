# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The windows over which norms are judged, by local date: dag, week (ISO, from Monday), maand … jaar.

>>> venster_van("vier-maanden", date(2026, 6, 1))
Venster(eerste=datetime.date(2026, 5, 1), laatste=datetime.date(2026, 8, 31))
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import Struct

from registry.statements.klok import DAG
from registry.statements.servicenormen import Venstersoort

_MAANDEN: Final = {"maand": 1, "kwartaal": 3, "vier-maanden": 4, "halfjaar": 6, "jaar": 12}


class Venster(Struct, frozen=True, order=True):
    """From the first day to the last, both included."""

    eerste: date
    laatste: date

    @property
    def dagen(self) -> int:
        """How many days it has."""
        return (self.laatste - self.eerste).days + 1

    def verstreken(self, vandaag: date) -> float:
        """Say which part of it is over at the end of a day: 0 to 1."""
        return min(max((vandaag - self.eerste).days + 1, 0) / self.dagen, 1.0)

    def binnen(self, eerste: date, laatste: date | None) -> "Venster":
        """Cut it down to the days from the first to the last; None: without an end."""
        return Venster(max(self.eerste, eerste), self.laatste if laatste is None else min(self.laatste, laatste))


def venster_van(soort: Venstersoort, dag: date) -> Venster:
    """Give the window that a day is in."""
    if soort == "dag":
        return Venster(dag, dag)
    if soort == "week":
        maandag = dag - dag.weekday() * DAG
        return Venster(maandag, maandag + 6 * DAG)
    maanden = _MAANDEN[soort]
    eerste = (dag.month - 1) // maanden * maanden
    jaar, maand = divmod(eerste + maanden, 12)
    return Venster(dag.replace(month=eerste + 1, day=1), date(dag.year + jaar, maand + 1, 1) - DAG)


def vensters(soort: Venstersoort, van: date, tot: date) -> Iterator[Venster]:
    """Yield the windows that days from the first to the last are in, whole ones, in order."""
    venster = venster_van(soort, van)
    while venster.eerste <= tot:
        yield venster
        venster = venster_van(soort, venster.laatste + DAG)
