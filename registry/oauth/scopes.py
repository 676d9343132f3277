# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Scopes: what a token opens, and which members may have it.

    lijnen:lezen            ask, and read what stands            every member
    verklaringen:indienen   say something (contract, section 2)  every member
    metingen:schrijven      hand in measurements                 loket, publicist
    toezicht:lezen          oversee the network                  beheerder

A member may have what any of its roles may have. Software that asks for no scope gets all that its
organisation may have. A role that ends takes its scopes along at the next request (guard).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, get_args

from registry.statements.leden import Rol

Scope = Literal["lijnen:lezen", "verklaringen:indienen", "metingen:schrijven", "toezicht:lezen"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)

_EVERY_MEMBER: Final = None
_ROLLEN: Final[Mapping[Scope, frozenset[Rol] | None]] = MappingProxyType(
    {
        "lijnen:lezen": _EVERY_MEMBER,
        "verklaringen:indienen": _EVERY_MEMBER,
        "metingen:schrijven": frozenset({"loket", "publicist"}),
        "toezicht:lezen": frozenset({"beheerder"}),
    }
)


@lru_cache(maxsize=64)
def allowed(rollen: tuple[Rol, ...]) -> frozenset[str]:
    """Say which scopes a member with these roles may have.

    >>> sorted(allowed(("beheerder",)))
    ['lijnen:lezen', 'toezicht:lezen', 'verklaringen:indienen']
    """
    return frozenset(scope for scope, wanted in _ROLLEN.items() if wanted is None or not wanted.isdisjoint(rollen))


def choose(asked: str | None, rollen: tuple[Rol, ...]) -> str | None:
    """Turn the scopes asked for into the scopes given; None when one of them is not for this member.

    >>> choose(None, ("loket",))
    'lijnen:lezen verklaringen:indienen metingen:schrijven'
    >>> choose("toezicht:lezen", ("loket",)) is None
    True
    """
    may = allowed(rollen)
    wanted = set(asked.split(" ")) if asked else may  # RFC 6749 section 3.3: single spaces
    return as_text(wanted) if wanted <= may else None


def as_text(scopes: Iterable[str]) -> str:
    """Write scopes with spaces between them, in the order of the table."""
    return " ".join(sorted(scopes, key=SCOPES.index))
