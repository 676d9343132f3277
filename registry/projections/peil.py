# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A moment at which something is judged, and until when the judgement holds if nothing else is said.

Whoever judges asks the moment itself whether a day is over or a time has come, and never compares with a clock. So the
moment knows which of all that was asked comes first:

    peil = Peil(now)
    peil.tot_en_met(date(2027, 1, 31))      # a term that ends: True now
    peil.vanaf(date(2026, 12, 1))           # something that is to begin: False now
    peil.wissel                             # 2026-11-30T23:00Z: until then every answer stays what it was
"""

from calendar import monthrange
from datetime import date, datetime
from typing import Final

from registry.statements.klok import DAG, local_date, midnight

LAATSTE_JAAR: Final = 9990  # what is further off never comes, and cannot be told in UTC


class Peil:
    """A moment (aware), its day in the Netherlands, and when any answer given changes."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.dag = local_date(at)
        self.wissel: datetime | None = None

    def tot_en_met(self, laatste: date | None) -> bool:
        """Say whether a last day is not over; None: there is none."""
        return laatste is None or laatste.year > LAATSTE_JAAR or self.voor(midnight(laatste + DAG))

    def vanaf(self, eerste: date) -> bool:
        """Say whether a first day has come."""
        return eerste.year <= LAATSTE_JAAR and not self.voor(midnight(eerste))

    def voor(self, at: datetime) -> bool:
        """Say whether this is before a moment."""
        if self.at >= at:
            return False
        self.wissel = at if self.wissel is None else min(self.wissel, at)
        return True


def maanden_na(dag: date, maanden: int) -> date:
    """Give the same day so many months later, or the last of that month when it has no such day.

    >>> maanden_na(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + maanden, 12)
    if jaar > LAATSTE_JAAR:
        return date(LAATSTE_JAAR, 12, 31)
    return date(jaar, maand + 1, min(dag.day, monthrange(jaar, maand + 1)[1]))
