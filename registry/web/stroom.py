# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How many reports of norm violations a member may hand in within a clock hour, over all workers and nodes.

What comes over it is not lost: the answer says when the next hour begins, and a signed statement can be handed in for
24 hours. So a backlog of thousands gets in within the day, and meanwhile keeps nobody from the write door.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from registry.errors import TooManyError
from registry.store.poortboek import Poortboek

HOUR: Final = timedelta(hours=1)


class Stroom:
    """Hands out permits of the hour."""

    def __init__(self, poortboek: Poortboek, limit: int) -> None:
        self._poortboek = poortboek
        self._limit = limit

    def neem(self, oin: str, now: datetime) -> None:
        """Take a permit of this hour. May wait for the book.

        Raises:
            TooManyError: there are none left.
        """
        end = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + HOUR
        given = self._poortboek.take(f"normschending/{oin}", wanted=1, limit=self._limit, until=end, now=now)
        if not given:
            detail = f"U kunt per uur {self._limit} normschendingen melden. Dien dezelfde verklaring later weer in."
            raise TooManyError(detail, after_s=int((end - now).total_seconds()) + 1)
