# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Scopes: which of those that one may have (projections/rechten.py) a token gets.

Software that asks for no scope gets all that its organisation may have. A role that ends takes its scopes along at
the next request (guard).
"""

from collections.abc import Iterable
from typing import Final

from registry.projections.rechten import SCOPES, VAN_SCOPE, Scope

__all__ = ["BUITEN", "SCOPES", "Scope", "as_text", "choose"]

# what also answers to who is not a member (yet, or now); every other door is shut to them
BUITEN: Final[frozenset[Scope]] = frozenset(
    scope for scope, recht in VAN_SCOPE.items() if not recht.wie.isdisjoint({"kandidaat", "buiten"})
)


def choose(asked: str | None, may: frozenset[str]) -> str | None:
    """Turn the scopes asked for into the scopes given; None when one of them is not among those one may have.

    >>> choose(None, frozenset({"verklaringen:indienen", "lijnen:lezen"}))
    'lijnen:lezen verklaringen:indienen'
    >>> choose("toezicht:lezen", frozenset({"lijnen:lezen"})) is None
    True
    """
    wanted = set(asked.split(" ")) if asked else may  # RFC 6749 section 3.3: single spaces
    return as_text(wanted) if wanted <= may else None


def as_text(scopes: Iterable[str]) -> str:
    """Write scopes with spaces between them, in the order of the table."""
    return " ".join(sorted(scopes, key=SCOPES.index))
