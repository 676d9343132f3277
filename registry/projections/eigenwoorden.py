# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the own words of lines say of a question: of each line, in nats, and by which words.

    sum of c × ln(1 + lines / lines with the word) × where it stands ÷ 3

as if there were `LIJNEN` lines at least; c is how certain the word was read. Only the `TERMS` rarest words count. A
word that is on no more than `RARE` lines leads to all of these. A commoner one counts on every line of the
organisations that are asked about, and on the `PROBED` lines for which rarer words say most; and it leads to lines by
the subjects that it names, the first in rank order.

Who narrows a question down is shown more (`nader`) of what lies there, by common words. That comes beside what is
found anyway, which says no more and no less for it: else a filter would hide what passes it.
"""

import heapq
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import log
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple, TypeAlias

from msgspec.structs import replace

from registry.projections.aanroep import Aanroep
from registry.projections.ingangen import Ingang
from registry.projections.vindwoorden import PLAATSEN

LIJNEN: Final = 100
RARE: Final = 40
PROBED: Final = 16
SUBJECTS: Final = 2
TERMS: Final = 8
Vaknaam: TypeAlias = tuple[str, str]  # soort and name of a pigeonhole, for every area
Eigen: TypeAlias = tuple[Ingang, float, list[str]]  # a line, what its own words say, and which they are
_HEAVIEST: Final = max(PLAATSEN)


class Woord(NamedTuple):
    """A term of the question that is on lines: what it says, on how many lines, and on which at each place."""

    says: float
    term: str
    size: int
    places: list[tuple[float, tuple[Ingang, ...]]]


def rarest(aanroep: Aanroep, asked: Mapping[str, float]) -> list[Woord]:
    """List the `TERMS` terms of a question that say most, the most first.

    Args:
        asked: the terms, each with how certain it was read.
    """
    vakken = aanroep.gids.vindwoorden.vakken
    every = max(len(aanroep.gids.lijnen), LIJNEN)
    words = []
    for term, certain in asked.items():
        places = [(weight, vak.ingangen) for weight in PLAATSEN if (vak := vakken.get((weight, term))) is not None]
        if places:
            size = sum(len(ingangen) for _, ingangen in places)
            words.append(Woord(certain * log(1 + every / size), term, size, places))
    words.sort(key=lambda word: (-word.says, word.term))
    return words[:TERMS]


def own_words(aanroep: Aanroep, words: Sequence[Woord], oins: Collection[str]) -> dict[str, Eigen]:
    """Add up the own words of lines for this citizen, by the id of the line: the same whatever channel is asked for.

    Args:
        words: the rarest first.
        oins: the organisations that are asked about.
    """
    anyhow = aanroep if aanroep.kanaal is None else replace(aanroep, kanaal=None)
    found: dict[str, Eigen] = {}
    for word in words:
        if word.size <= RARE:
            _add_each(found, aanroep, word, word.places)
        else:
            _add_common(found, anyhow, word, oins)
    return found


def nader(
    aanroep: Aanroep, words: Iterable[Woord], own: Mapping[str, Eigen], binnen: Vaknaam | None
) -> dict[str, Eigen]:
    """Add up the own words of more lines, of which narrowing down leaves so few that they can be looked at.

    Args:
        own: what was found already.
        binnen: the pigeonhole to look into.
    """
    common = [word for word in words if word.size > RARE]
    found: dict[str, Eigen] = {}
    for ingang in {ingang.id: ingang for ingang in _nearer(aanroep, common, binnen)}.values():
        if ingang.id not in own:
            for word in common:
                _probe(found, ingang, word)
    return found


def _nearer(aanroep: Aanroep, common: Iterable[Woord], binnen: Vaknaam | None) -> Iterator[Ingang]:
    if binnen is not None and binnen[0] == "organisatie":
        for word in common:
            for _, ingangen in word.places:
                yield from (ingang for ingang in _of(binnen[1], ingangen) if ingang.voor(aanroep.gemeente))
    elif binnen is not None:
        yield from (kandidaat.ingang for kandidaat in aanroep.orde(*binnen))
    if aanroep.kanaal is not None:
        for word in common:
            yield from _first_on_subjects(aanroep, word)


def _first_on_subjects(aanroep: Aanroep, word: Woord) -> Iterator[Ingang]:
    for onderwerp in aanroep.gids.vindwoorden.onderwerpen.get(word.term, ())[:SUBJECTS]:
        yield from (kandidaat.ingang for kandidaat in aanroep.orde("onderwerp", onderwerp))


def _add_common(found: dict[str, Eigen], aanroep: Aanroep, word: Woord, oins: Collection[str]) -> None:
    probed = heapq.nlargest(PROBED, found.values(), key=_score)
    for ingang in _first_on_subjects(aanroep, word):
        _add(found, ingang, word.says, word.term)
    for oin in oins:
        _add_each(found, aanroep, word, [(weight, _of(oin, ingangen)) for weight, ingangen in word.places])
    for ingang, *_ in probed:
        _probe(found, ingang, word)


def _add_each(
    found: dict[str, Eigen], aanroep: Aanroep, word: Woord, places: Iterable[tuple[float, Sequence[Ingang]]]
) -> None:
    for weight, ingangen in places:
        for ingang in ingangen:
            if ingang.voor(aanroep.gemeente):
                _add(found, ingang, word.says * weight / _HEAVIEST, word.term)


def _probe(found: dict[str, Eigen], ingang: Ingang, word: Woord) -> None:
    for weight, ingangen in word.places:
        place = bisect_left(ingangen, ingang.id, key=_id)
        if place < len(ingangen) and ingangen[place].id == ingang.id:
            _add(found, ingang, word.says * weight / _HEAVIEST, word.term)


def _of(oin: str, ingangen: Sequence[Ingang]) -> Sequence[Ingang]:
    """Cut out the lines of one organisation: they are ordered by id, and an id begins with the OIN."""
    begin = end = bisect_left(ingangen, oin, key=_id)
    while end < len(ingangen) and ingangen[end].houder.oin == oin:
        end += 1
    return ingangen[begin:end]


def _add(found: dict[str, Eigen], ingang: Ingang, says: float, term: str) -> None:
    earlier = found.get(ingang.id)
    if earlier is None:
        found[ingang.id] = (ingang, says, [term])
    elif earlier[2][-1] != term:  # once, at its heaviest place
        earlier[2].append(term)
        found[ingang.id] = (ingang, earlier[1] + says, earlier[2])


_id = attrgetter("id")
_score = itemgetter(1)
