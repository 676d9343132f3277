# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Lines that were chosen for a caller, and what their places among others depend on."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from registry.projections.kandidaten import Kandidaat
from registry.projections.passend import Passend
from registry.projections.toegang import Toegang


class Keuze(Struct, gc=False):
    """A line that was chosen, by one of its channels: all that its place among others depends on.

    `oordeel`: whether a condition is certainly not met, the verdicts, and those as JSON. `geschreven`: what readers
    made of it, as far as that holds for every question to which this same choice is an answer.
    """

    kandidaat: Kandidaat
    oordeel: tuple[bool, Toegang, bytes]
    passend: Passend | None = None
    kwart: int = 4
    geschreven: Any = None

    @property
    def fit(self) -> float:
        """How well the line fits the question, in nats; 0 without a question in words."""
        return self.passend.fit if self.passend else 0.0

    @property
    def plain(self) -> bool:
        """Whether there is certainly nothing `besides` to say of it."""
        return not (self.oordeel[0] or self.kandidaat.ingang.storing or self.other_channels)

    @property
    def other_channels(self) -> bool:
        """Whether another channel may be open while this one is not."""
        return self.kandidaat.opent_s != 0 and len(self.kandidaat.ingang.kanalen) > 1


class Keuzes(list[Keuze]):
    """The lines of an answer, in order. `geschreven`: what readers made of them, as far as that holds for others too.

    `geweerd`: some of them the caller may not use.
    """

    __slots__ = ("geschreven", "geweerd")

    def __init__(self, keuzes: Iterable[Keuze] = (), *, geweerd: bool = False) -> None:
        super().__init__(keuzes)
        self.geschreven: Any = None
        self.geweerd = geweerd


class Strook:
    """Lines of a pigeonhole for a caller: those that it may use and those that it may not, each in rank order.

    `eind`: the last of which it is known that none before it is missing; None: none is missing at all.
    """

    __slots__ = ("_eerste", "eind", "geweerd", "vrij")

    def __init__(self, vrij: list[Keuze], geweerd: list[Keuze], eind: Kandidaat | None) -> None:
        self.vrij = vrij
        self.geweerd = geweerd
        self.eind = eind
        self._eerste: tuple[int, Keuzes] = (0, Keuzes())

    def eerste(self, limiet: int) -> Keuzes:
        """Give the first lines: those that the caller may not use come last. Who asks the same gets the same."""
        kept = self._eerste
        if kept[0] != limiet:
            found = self.vrij[:limiet]
            barred = self.geweerd[: limiet - len(found)]
            kept = self._eerste = limiet, Keuzes(found + barred, geweerd=bool(barred))
        return kept[1]


def rank(keuze: Keuze) -> tuple[int, bool, Kandidaat]:
    """Give the place of a line among those behind one kind of door."""
    return -keuze.kwart, keuze.oordeel[0], keuze.kandidaat
