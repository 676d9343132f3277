# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the gate writes down: shared by all workers and nodes, and no part of the register.

    once       what may be shown only once: the `jti` of an assertion or of a DPoP proof
    take       how often somebody may come: permits of a window of time, handed out until there are no more
    note       whom was refused what, and why: counted per minute, never what was sent

Nothing follows from it and no proof rests on it, so it stands apart from the log: a knock at the gate makes no
worker look at the register again, and waits for no publish. It forgets by itself: keys and windows when they are
over, refusals when `forget` says so.

All calls are synchronous and may be made from any thread. What is not checked by tests/store/test_poortboek.py is
not promised.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from msgspec import Struct


class Weigering(Struct, frozen=True, kw_only=True, order=True):
    """Refusals of one kind in one minute: who was refused what, why, how often. No content, no address of a person."""

    minuut: datetime  # aware, UTC, whole minutes
    wie: str  # a client_id, or "onbekend"
    wat: str  # a method and the template of a path
    waarom: str  # the code of the problem
    aantal: int


@runtime_checkable
class Poortboek(Protocol):
    """The book at the gate."""

    def once(self, key: str, *, until: datetime, now: datetime) -> bool:
        """Say True to the first call with this key, False to every later one until `until`, across processes.

        May forget keys whose `until` lies before `now`.
        """
        ...

    def take(self, key: str, *, wanted: int, limit: int, until: datetime, now: datetime) -> int:
        """Hand out up to `wanted` permits of the `limit` that there are for a key until `until`; 0: they are gone.

        `key` and `until` together name a window. Over all processes no more than `limit` are handed out in it.
        """
        ...

    def note(self, refused: Sequence[Weigering]) -> None:
        """Add refusals to those of the same minute, who, what and why."""
        ...

    def refusals(self, van: datetime, tot: datetime, *, most: int) -> Sequence[Weigering]:
        """Read at most so many refusals of van ≤ minuut < tot, the latest first, then by who, what, why."""
        ...

    def forget(self, before: datetime) -> None:
        """Forget the refusals of minutes before a moment."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
