# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A line that fits a question in words, as far as its place among others depends on it."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from registry.projections.ingangen import Ingang
from registry.projections.wegwijzer import Gewezen

Past: TypeAlias = tuple[float, str, Ingang, Gewezen | None, Sequence[str], bool]  # what a Passend is made of


class Passend(NamedTuple):
    """A line that fits: what made it so, and the terms of its own that did. Tuples compare the best fit first.

    `afstand`: how well it fits, below 0. `nader`: it was found only because the question was narrowed down.
    """

    afstand: float
    id: str
    ingang: Ingang
    gewezen: Gewezen | None
    termen: Sequence[str]
    nader: bool

    @property
    def fit(self) -> float:
        """How well it fits, in nats."""
        return -self.afstand
