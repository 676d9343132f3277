# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Whose OIN is this? Asked of the official OIN register, when the operator gave its address.

    GET <base>/organisaties/00000001002179908000
    {"oin": "00000001002179908000", "naam": "SVB", "status": "Actief", …}

It is asked when the beheerder looks at applications: never at the write door, and no answer refuses anything. An answer
is kept for a day. After one that fails nobody asks for a minute, so a register that is down costs one time-out.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec import Struct

from registry.projections.aanmeldingen import Opzoeking
from registry.statements.namen import Regel

# Ask for an OIN: the status and the body of the answer, or None when there is none.
Fetch = Callable[[str], tuple[int, bytes] | None]
KEPT: Final = timedelta(days=1)
QUIET: Final = timedelta(minutes=1)
PATIENCE: Final = timedelta(seconds=5)
MAX_KEPT: Final = 1000
UIT: Final = Opzoeking(stand="uit")
MISLUKT: Final = Opzoeking(stand="mislukt")
_FOUND, _NOT_FOUND = 200, 404


class Oinregister:
    """Looks OINs up, and remembers. Safe to use from several threads: at worst two ask the same."""

    def __init__(self, fetch: Fetch | None, clock: Callable[[], datetime]) -> None:
        """Get ready; without `fetch` nothing is ever asked."""
        self._fetch = fetch
        self._clock = clock
        self._kept: dict[str, tuple[datetime, Opzoeking]] = {}
        self._quiet_until: datetime | None = None

    def look_up(self, oins: Iterable[str]) -> dict[str, Opzoeking]:
        """Say what is known of each; when it takes more than five seconds the rest is for another time."""
        stop = self._clock() + PATIENCE
        return {oin: self._known(oin) or self._ask(oin, stop) for oin in oins}

    def _known(self, oin: str) -> Opzoeking | None:
        until, found = self._kept.get(oin, (None, None))
        return found if until is not None and self._clock() < until else None

    def _ask(self, oin: str, stop: datetime) -> Opzoeking:
        if self._fetch is None:
            return UIT
        now = self._clock()
        if now >= stop or (self._quiet_until is not None and now < self._quiet_until):
            return MISLUKT
        found = read(oin, self._fetch(oin))
        if found.stand == "mislukt":
            self._quiet_until = self._clock() + QUIET
            return found
        if len(self._kept) >= MAX_KEPT:
            self._kept = {}
        self._kept[oin] = (now + KEPT, found)
        return found


class _Said(Struct, frozen=True):
    oin: str
    status: str
    naam: Regel | None = None


def read(oin: str, answer: tuple[int, bytes] | None) -> Opzoeking:
    """Read an answer of the OIN register; what we do not understand is no answer."""
    if answer is None or answer[0] not in {_FOUND, _NOT_FOUND}:
        return MISLUKT
    if answer[0] == _NOT_FOUND:
        return Opzoeking(stand="onbekend")
    try:
        said = msgspec.json.decode(answer[1], type=_Said)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return MISLUKT
    status = said.status.casefold()
    if said.oin != oin or status not in {"actief", "ingetrokken"}:
        return MISLUKT
    return Opzoeking(stand="actief" if status == "actief" else "ingetrokken", naam=said.naam)
