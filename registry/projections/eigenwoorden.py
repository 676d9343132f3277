# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the own words of lines say of a question: of each line, in nats, and by which words.

    sum of c × ln(1 + lines / lines with the word) × where it stands ÷ 3

as if there were `LIJNEN` lines at least; c is how certain the word was read. Only the `TERMS` rarest words count. A
word that is on no more than `RARE` lines leads to all of these. A commoner one counts on every line of the
organisations that are asked about, and on the `PROBED` lines for which rarer words say most; and it leads to lines by
the subjects that it names, the first in rank order.

Words are taken from the rarest on, so what a line can still gain is known: no more than all words that are left say
together. A line of an organisation that is not asked about is let go of as soon as that is less than what an answer
needs, and no line is looked for by words that say less together.

Who narrows a question down is shown more (`nader`) of what lies there, by common words. That comes beside what is
found anyway, which says no more and no less for it: else a filter would hide what passes it.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from math import log
from typing import Final, NamedTuple, TypeAlias

from msgspec.structs import replace

from registry.projections.aanroep import Aanroep
from registry.projections.huizen import Huis
from registry.projections.ingangen import Ingang
from registry.projections.vindwoorden import PER_LIJN, PLAATSEN, Plekken, place_of

LIJNEN: Final = 100
RARE: Final = 40
PROBED: Final = 16
SUBJECTS: Final = 2
TERMS: Final = 8
Vaknaam: TypeAlias = tuple[str, str]  # soort and name of a pigeonhole, for every area
_HEAVIEST: Final = max(PLAATSEN)
_ROUNDING: Final = 1e-9  # sums in another order differ by less


class Woord(NamedTuple):
    """A term of the question that is on lines: what it says, at each of the `PLAATSEN` too, and where it is."""

    says: float
    term: str
    at: tuple[float, ...]
    plekken: Plekken

    @property
    def rare(self) -> bool:
        """Whether it leads to all lines that it is on."""
        return len(self.plekken) <= RARE


class Eigen:
    """What own words say, by the number of the line: how much, and which they are."""

    __slots__ = ("scores", "termen", "vreemd")

    def __init__(self) -> None:
        self.scores: dict[int, float] = {}
        self.termen: dict[int, list[str]] = {}
        self.vreemd: dict[int, Ingang] = {}  # of these the lines of organisations that are not asked about

    def add(self, nummer: int, says: float, term: str) -> None:
        """Count a term of a line, once: at its heaviest place."""
        termen = self.termen.get(nummer)
        if termen is None:
            self.scores[nummer], self.termen[nummer] = says, [term]
        elif termen[-1] != term:
            self.scores[nummer] += says
            termen.append(term)

    def probe(self, nummer: int, word: Woord) -> None:
        """Count a word if it is on a line."""
        place = place_of(nummer, word.plekken)
        if place is not None:
            self.add(nummer, word.at[place], word.term)


def rarest(aanroep: Aanroep, asked: Mapping[str, float]) -> list[Woord]:
    """List the `TERMS` terms of a question that say most, the most first.

    Args:
        asked: the terms, each with how certain it was read.
    """
    where = aanroep.gids.vindwoorden.plekken.get
    every = max(len(aanroep.gids.lijnen), LIJNEN)
    found = [
        (-certain * log(1 + every / len(plekken)), term, plekken)
        for term, certain in asked.items()
        if (plekken := where(term)) is not None
    ]
    found.sort()  # no term is there twice
    return [
        Woord(-less, term, tuple([-less * weight / _HEAVIEST for weight in PLAATSEN]), plekken)
        for less, term, plekken in found[:TERMS]
    ]


def own_words(aanroep: Aanroep, words: Sequence[Woord], huizen: Mapping[str, Huis], needed: float) -> Eigen:
    """Add up the own words of lines for this citizen: the same whatever channel is asked for.

    Args:
        words: the rarest first.
        huizen: the organisations that are asked about, by OIN.
        needed: how much own words must say of other lines; of those that cannot reach it, less may be said.
    """
    anyhow = aanroep if aanroep.kanaal is None else replace(aanroep, kanaal=None)
    found = Eigen()
    mine = _Gevraagd(huizen, aanroep.gemeente)
    left = sum(word.says for word in words) + _ROUNDING
    hopeful: set[int] = set()  # lines of others that may still reach it
    for word in words:
        hopeful = {nummer for nummer in hopeful if found.scores[nummer] + left >= needed}
        leads, probed = left >= needed, hopeful
        if hopeful and not word.rare:
            probed = hopeful.intersection(sorted(found.scores, key=found.scores.__getitem__, reverse=True)[:PROBED])
            leads = leads or any(_leads(aanroep, word, found.vreemd[nummer]) for nummer in hopeful - probed)
        if leads:
            lines = _all(aanroep, word) if word.rare else _first_on_subjects(anyhow, word)
            hopeful = hopeful | mine.lead(found, word, lines)
        mine.add(found, word)
        for nummer in probed:
            found.probe(nummer, word)
        left -= word.says
    return found


class _Gevraagd:
    """The lines of the organisations that are asked about."""

    __slots__ = ("huizen", "lijnen", "rijen")

    def __init__(self, huizen: Mapping[str, Huis], gemeente: str | None) -> None:
        self.huizen = huizen
        self.lijnen: dict[int, Ingang] = {}
        self.rijen: list[tuple[int, int]] = []
        for huis in huizen.values():
            self.lijnen |= huis.voor(gemeente)
            self.rijen += huis.rijen

    def add(self, found: Eigen, word: Woord) -> None:
        """Count a word of every line that it is on."""
        plekken, at, term, lijnen = word.plekken, word.at, word.term, self.lijnen
        end = len(plekken)
        for begin, until in self.rijen:
            i = bisect_left(plekken, begin)
            while i < end and (plek := plekken[i]) < until:
                if plek // PER_LIJN in lijnen:
                    found.add(plek // PER_LIJN, at[plek % PER_LIJN], term)
                i += 1

    def lead(self, found: Eigen, word: Woord, lines: Iterable[tuple[float, Ingang]]) -> set[int]:
        """Count a word of lines that it leads to; of who is asked about only what stands. Give those of others."""
        others = set()
        for says, ingang in lines:
            nummer = ingang.nummer
            if nummer not in self.lijnen:
                if ingang.houder.oin in self.huizen:
                    continue
                found.vreemd[nummer] = ingang
                others.add(nummer)
            found.add(nummer, says, word.term)
        return others


def nader(
    aanroep: Aanroep, words: Iterable[Woord], own: Eigen, huizen: Container[str], binnen: Vaknaam | None
) -> Eigen:
    """Add up the own words of more lines of others, of which narrowing down leaves so few that they can be looked at.

    Args:
        own: what was found already.
        binnen: the pigeonhole to look into.
    """
    common = [word for word in words if not word.rare]
    found = Eigen()
    for ingang in _nearer(aanroep, common, binnen):
        if not (ingang.nummer in own.scores or ingang.nummer in found.vreemd or ingang.houder.oin in huizen):
            found.vreemd[ingang.nummer] = ingang
            for word in common:
                found.probe(ingang.nummer, word)
    return found


def _nearer(aanroep: Aanroep, common: Iterable[Woord], binnen: Vaknaam | None) -> Iterator[Ingang]:
    if binnen is not None and binnen[0] == "organisatie":
        vak = aanroep.gids.vakken.get(binnen)
        yield from (ingang for ingang in (vak.ingangen if vak else ()) if ingang.voor(aanroep.gemeente))
    elif binnen is not None:
        yield from (kandidaat.ingang for kandidaat in aanroep.orde(*binnen))
    if aanroep.kanaal is not None:
        for word in common:
            yield from (ingang for _, ingang in _first_on_subjects(aanroep, word))


def _all(aanroep: Aanroep, word: Woord) -> Iterator[tuple[float, Ingang]]:
    for place, ingang in aanroep.gids.vindwoorden.lines(word.plekken):
        if ingang.voor(aanroep.gemeente):
            yield word.at[place], ingang


def _leads(aanroep: Aanroep, word: Woord, ingang: Ingang) -> bool:
    """Say whether a word leads to a line, if that is among the first on its subject."""
    return any(onderwerp in ingang.onderwerpen for onderwerp in _subjects(aanroep, word))


def _subjects(aanroep: Aanroep, word: Woord) -> tuple[str, ...]:
    return aanroep.gids.vindwoorden.onderwerpen.get(word.term, ())[:SUBJECTS]


def _first_on_subjects(aanroep: Aanroep, word: Woord) -> Iterator[tuple[float, Ingang]]:
    for onderwerp in _subjects(aanroep, word):
        for kandidaat in aanroep.orde("onderwerp", onderwerp):
            yield word.says, kandidaat.ingang
