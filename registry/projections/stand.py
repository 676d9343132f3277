# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Facts: what stands, as JSON under a key.

    kop/<sub>                        the last statement about a sub: its digest and index
    organisatie/<oin>                a member or candidate, with every key it ever had
    afwijzing/<oin>                  the application for it that was turned down last, and why
    afkorting/<afkorting>            the OIN that may be called so
    professionallijn/<oin>/<naam>    a line as it stands, or that it was withdrawn
    storing/<oin>/<naam>             the storing said last about the line of that name, also when it is over
    loket/<oin>/<naam>, kalender/<jaar>
    servicenorm/<naam>               every version of a norm of the network
    zaak/<uuid>                      a case about a norm; more in zaakverloop.py, and the lists in zaaklijst.py
    toetredingscriterium/<naam>      a criterion, with every version
    bewijsstuk/<oin>/<naam>          what a member showed for a criterion, and what it was judged to be worth

A statement changes facts through `Changes`: a new value, or None to remove the fact. Two replays
of one log give the same bytes: members are written in the order of their Struct.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

import msgspec
from msgspec import Struct

T = TypeVar("T")
Changes: TypeAlias = Mapping[str, Struct | None]


class View(Protocol):
    """What rules and projections may look at: how many records there are, and the facts."""

    def size(self) -> int:
        """Count the records."""
        ...

    def get(self, key: str) -> bytes | None:
        """Read the fact under a key."""
        ...

    def scan(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        """Read every fact whose key starts with `prefix`, ordered by key."""
        ...


class Kop(Struct, frozen=True, kw_only=True):
    """The head of a sub: the last thing said about it."""

    digest: str
    index: int


class Plaats(Struct, frozen=True, kw_only=True):
    """Where a statement stands in the log, and when it was taken."""

    index: int
    digest: str
    ordered_at: datetime


def load(view: View, key: str, kind: type[T]) -> T | None:
    """Read a fact as its type, or None when it does not stand."""
    raw = view.get(key)
    return None if raw is None else msgspec.json.decode(raw, type=kind)


def load_all(view: View, prefix: str, kind: type[T]) -> Iterable[T]:
    """Read every fact below a prefix, ordered by key."""
    return (msgspec.json.decode(raw, type=kind) for _, raw in view.scan(prefix))


def dump(fact: Struct | None) -> bytes | None:
    """Write a fact as it is stored; None stays None."""
    return None if fact is None else msgspec.json.encode(fact)
