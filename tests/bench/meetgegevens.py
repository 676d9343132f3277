# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Contactmomenten of a made-up year: municipalities that call the lines of a made-up network. TEST ONLY.

Each municipality has its own thirty lines, popular ones more often than others, and hands in what it wrote down on a
day in batches. Days follow each other; ids are UUIDv7 or UUIDv4. The same seed gives the same.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from tests.bench.netwerk import Netwerk

EERSTE: Final = date(2026, 1, 5)
LAATSTE: Final = date(2026, 11, 20)
LINES_EACH: Final = 30
UITKOMSTEN: Final = ("beantwoord",) * 14 + (
    "niet-opgenomen",
    "niet-opgenomen",
    "afgebroken",
    "geweigerd",
    "verkeerde-deur",
)
_DAY: Final = timedelta(days=1)
_MIDNIGHT: Final = datetime(2026, 1, 1, tzinfo=UTC)


class Jaar:
    """What is handed in, in order."""

    def __init__(self, net: Netwerk, *, seed: int = 20261126, tijdgebonden: bool = True) -> None:
        """Choose who calls what.

        Args:
            tijdgebonden: ids begin with the moment (UUIDv7); else they are random (UUIDv4).
        """
        self._chance = chance = Random(seed)
        self._tijdgebonden = tijdgebonden
        lines = [
            (f"{who.oin}/{lijn.naam}", lijn.kanalen[0].soort, lijn.geldig.van)
            for who, lijn in net.lijnen
            if lijn.geldig.van <= EERSTE and (lijn.geldig.tot is None or lijn.geldig.tot >= LAATSTE)
        ]
        chance.shuffle(lines)
        callers = [who.oin for who in net.deelnemers if who.lijst == "gemeentelijst"] or [net.deelnemers[0].oin]
        self.bellers: Sequence[str] = callers
        self._of = {oin: [lines[int(len(lines) * chance.random() ** 3)] for _ in range(LINES_EACH)] for oin in callers}

    def batches(self, rows: int, size: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Give batches of who hands in and what, until there were so many rows."""
        days = [EERSTE + n * _DAY for n in range((LAATSTE - EERSTE).days + 1)]
        days = [day for day in days if day.weekday() < 5] if rows >= len(days) else days[-1:]
        given = 0
        each = -(-rows // len(days))
        for day in days:
            until = min(rows, given + each)
            while given < until:
                oin = self.bellers[(given // size) % len(self.bellers)]
                many = min(size, until - given)
                yield oin, [self.moment(oin, day) for _ in range(many)]
                given += many

    def moment(self, oin: str, day: date) -> dict[str, Any]:
        """Give one contactmoment of a day."""
        chance = self._chance
        lijn, kanaal, _ = self._of[oin][int(LINES_EACH * chance.random() ** 2)]
        at = datetime(day.year, day.month, day.day, 7, tzinfo=UTC) + timedelta(seconds=chance.randrange(9 * 3600))
        said: dict[str, Any] = {
            "id": self._id(at),
            "lijn": lijn,
            "kanaal": kanaal,
            "begonnen": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "uitkomst": chance.choice(UITKOMSTEN),
            "wachttijd": int(chance.expovariate(1 / 60)),
        }
        if chance.random() < 0.5:
            said["vraagtype"] = chance.choice((1, 2, 3))
        return said

    def _id(self, at: datetime) -> str:
        noise = self._chance.getrandbits(122)
        if self._tijdgebonden:  # RFC 9562 section 5.7
            millis = (at - _MIDNIGHT) // timedelta(milliseconds=1) + 1_767_225_600_000
            return str(UUID(int=millis << 80 | 7 << 76 | (noise >> 62 & 0xFFF) << 64 | 2 << 62 | noise & (1 << 62) - 1))
        return str(
            UUID(int=(noise >> 74) << 80 | 4 << 76 | (noise >> 62 & 0xFFF) << 64 | 2 << 62 | noise & (1 << 62) - 1)
        )
