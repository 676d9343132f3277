# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How often an address may knock without a token: so many times a minute, per worker.

A window of a minute by the clock; what is remembered is a count per address, for that minute only.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Final

from registry.errors import TooManyError

WINDOW_S: Final = 60
MAX_ADDRESSES: Final = 10_000


class Tempo:
    """Counts knocks per address. Used from the event loop only, so it needs no lock."""

    def __init__(self, limit: int, clock: Callable[[], datetime]) -> None:
        self._limit = limit
        self._clock = clock
        self._minute = 0
        self._seen: Counter[str] = Counter()

    def knock(self, address: str) -> None:
        """Count a knock.

        Raises:
            TooManyError: the address knocked too often this minute, or too many addresses did.
        """
        now = int(self._clock().timestamp())
        if now // WINDOW_S != self._minute:
            self._minute = now // WINDOW_S
            self._seen.clear()
        if self._seen[address] >= self._limit or len(self._seen) > MAX_ADDRESSES:
            raise TooManyError("Te veel aanmeldingen vanaf dit adres.", after_s=WINDOW_S - now % WINDOW_S)
        self._seen[address] += 1
