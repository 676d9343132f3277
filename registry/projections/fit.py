# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Which lines fit a question in words, how well, and by what; and whose question it is when no line fits.

The fit of a line is evidence in nats:

    of a known organisation    the evidence for the organisation (see wegwijzer) + `LID`, × how well this line suits
                               the question beside its other lines: the one that suits best counts in full
    of any other               `EIGEN` × what its own words say

How well a line suits: how likely the task is whose subject it names (1 for the likeliest task, `ALGEMEEN` when it
names none), + `WOORDEN` × what its own words say, as a share of what they say of the best. What own words say is
the sum of c × ln(1 + lines / lines with it) × where it stands ÷ 3, as if there were `LIJNEN` lines at least.

A line is an answer from `ENOUGH` on; with nothing but its own words from `EIGEN_ENOUGH` on. `LID` is there because
a question is asked in this network: what a member does is that much likelier. When an organisation without a line
here is likelier than the best line, the question is its, and no line is an answer.
"""

import heapq
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from math import log
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple, TypeAlias

from msgspec import Struct

from registry.projections.aanroep import Aanroep
from registry.projections.ingangen import Ingang
from registry.projections.vindwoorden import PLAATSEN
from registry.projections.wegwijzer import FAR, MAX_WORDS, Gewezen, together

ENOUGH: Final = 2.0
LID: Final = 2.0
ALGEMEEN: Final = 0.5
WOORDEN: Final = 0.5
EIGEN: Final = 0.5
NEAR: Final = 0.5
EIGEN_ENOUGH: Final = 0.3
LIJNEN: Final = 100
MAX_INSTANTIES: Final = 12
RARE: Final = 40
PROBED: Final = 16
SUBJECTS: Final = 2
TERMS: Final = 8
Vaknaam: TypeAlias = tuple[str, str]  # soort and name of a pigeonhole, for every area
Eigen: TypeAlias = tuple[Ingang, float, list[str]]  # a line, what its own words say, and which they are
_HEAVIEST: Final = max(PLAATSEN)


class Passend(Struct, frozen=True):
    """A line that fits: how well, what made it so, and the terms of its own that did."""

    ingang: Ingang
    fit: float
    gewezen: Gewezen | None
    termen: tuple[str, ...]


class Vondst(Struct, frozen=True, kw_only=True):
    """What a question found: lines, the best first; organisations without one, the likeliest first.

    `elders`: the question is of the first of `zonder`, not of any line. `zwak`: the nearest line when none fits.
    """

    passend: tuple[Passend, ...]
    zonder: tuple[Gewezen, ...]
    elders: bool
    gelezen: Mapping[str, str]  # term → word as it was asked
    zwak: Passend | None = None


def find(aanroep: Aanroep, vraag: str, *, binnen: Vaknaam | None = None) -> Vondst:
    """Find the lines that fit a question.

    Args:
        binnen: the pigeonhole (soort and name) of which lines are wanted; those of others may be found as well.
    """
    gids = aanroep.gids
    said, read = gids.vindwoorden.boek.question(vraag, limit=MAX_WORDS)
    asked = together(read)
    own = _by_own_words(aanroep, asked, binnen)
    zonder: list[Gewezen] = []
    known: dict[str, Passend] = {}
    for gewezen in gids.wegwijzer.wijs(asked, limit=MAX_INSTANTIES):
        lines = _lines(aanroep, gewezen)
        if not lines:
            zonder.append(gewezen)
        for line, suits, termen in _suited(lines, gewezen, own, gids.wegwijzer.subjects):
            if line.id not in known:
                known[line.id] = Passend(line, (gewezen.bewijs + LID) * suits, gewezen, termen)
    best = max((found.fit for found in known.values()), default=0.0)
    fitting = [found for found in known.values() if found.fit >= ENOUGH]
    fitting += _others(aanroep, own, known, least=max(EIGEN_ENOUGH, FAR * best))
    fitting.sort(key=lambda found: (-found.fit, found.ingang.id))
    likeliest = zonder[0].bewijs if zonder else 0.0
    return Vondst(
        passend=tuple(fitting),
        zonder=tuple(zonder),
        elders=likeliest >= ENOUGH and (not fitting or likeliest > fitting[0].fit),
        gelezen={term: word for word, terms in zip(said, read, strict=True) for term in terms},
        zwak=None if fitting else _nearest(aanroep, own, known),
    )


def _others(
    aanroep: Aanroep, own: Mapping[str, Eigen], known: Mapping[str, Passend], *, least: float
) -> Iterator[Passend]:
    """Yield lines of organisations that are not known, by their own words; those that say too little are no answer."""
    for id_, (ingang, score, termen) in own.items():
        if EIGEN * score >= least and id_ not in known and aanroep.stands(ingang):
            yield Passend(ingang, EIGEN * score, None, tuple(termen))


def _nearest(aanroep: Aanroep, own: Mapping[str, Eigen], known: Mapping[str, Passend]) -> Passend | None:
    every = [*known.values(), *_others(aanroep, own, known, least=0.0)]
    return min(every, key=lambda found: (-found.fit, found.ingang.id), default=None)


def _by_own_words(aanroep: Aanroep, asked: Mapping[str, float], binnen: Vaknaam | None) -> dict[str, Eigen]:
    """Add up the own words of lines for this citizen, the rarest words first.

    A word that is on more than `RARE` lines leads to lines by the subjects that it names, the first in rank order,
    and it counts for what rarer words found. Only the `TERMS` rarest words count.
    """
    gemeente = aanroep.gemeente
    found: dict[str, Eigen] = {}
    for word in _rarest(aanroep, asked):
        if word.size <= RARE:
            for weight, ingangen in word.places:
                for ingang in ingangen:
                    if ingang.voor(gemeente):
                        _add(found, ingang, word.says * weight / _HEAVIEST, word.term)
        else:
            _add_common(found, word, aanroep, binnen)
    return found


def _add_common(found: dict[str, Eigen], word: "_Word", aanroep: Aanroep, binnen: Vaknaam | None) -> None:
    known = heapq.nlargest(PROBED, found.values(), key=_score)
    for onderwerp in aanroep.gids.vindwoorden.onderwerpen.get(word.term, ())[:SUBJECTS]:
        for kandidaat in aanroep.orde("onderwerp", onderwerp):
            _add(found, kandidaat.ingang, word.says, word.term)
    if binnen is not None:
        inside = aanroep.orde(*binnen, whole=binnen[0] == "organisatie")
        known += [(kandidaat.ingang, 0.0, []) for kandidaat in inside]
    for weight, ingangen in word.places:
        for ingang, _, termen in known:
            if word.term not in termen and _holds(ingangen, ingang):
                _add(found, ingang, word.says * weight / _HEAVIEST, word.term)


class _Word(NamedTuple):
    """A term of the question that is on lines: what it says, on how many lines, and on which at each place."""

    says: float
    term: str
    size: int
    places: list[tuple[float, tuple[Ingang, ...]]]


def _rarest(aanroep: Aanroep, asked: Mapping[str, float]) -> list[_Word]:
    """List the `TERMS` terms of the question that say most, the most first."""
    vakken = aanroep.gids.vindwoorden.vakken
    every = max(len(aanroep.gids.lijnen), LIJNEN)
    words = []
    for term, certain in asked.items():
        places = [(weight, vak.ingangen) for weight in PLAATSEN if (vak := vakken.get((weight, term))) is not None]
        if places:
            size = sum(len(ingangen) for _, ingangen in places)
            words.append(_Word(certain * log(1 + every / size), term, size, places))
    words.sort(key=lambda word: (-word.says, word.term))
    return words[:TERMS]


def _add(found: dict[str, Eigen], ingang: Ingang, score: float, term: str) -> None:
    earlier = found.get(ingang.id)
    if earlier is None:
        found[ingang.id] = (ingang, score, [term])
    elif earlier[2][-1] != term:  # once, at its heaviest place
        earlier[2].append(term)
        found[ingang.id] = (ingang, earlier[1] + score, earlier[2])


def _holds(ingangen: Sequence[Ingang], ingang: Ingang) -> bool:
    place = bisect_left(ingangen, ingang.id, key=_id)
    return place < len(ingangen) and ingangen[place].id == ingang.id


def _lines(aanroep: Aanroep, gewezen: Gewezen) -> list[Ingang]:
    """List the lines that stand of an organisation; of a kind of organisation, of the one of this municipality."""
    gemeente, dag = aanroep.gemeente, aanroep.dag[0]
    oin = aanroep.gids.oin_of(gewezen.instantie, gemeente)
    vak = aanroep.gids.vakken.get(("organisatie", oin)) if oin in aanroep.leden and oin is not None else None
    return [ingang for ingang in vak.ingangen if ingang.voor(gemeente) and ingang.exists(dag)] if vak else []


def _suited(
    lines: Sequence[Ingang], gewezen: Gewezen, own: Mapping[str, Eigen], subjects: Mapping[str, frozenset[str]]
) -> Iterator[tuple[Ingang, float, tuple[str, ...]]]:
    """Say how well each line of one organisation suits the question, beside the others, and by which terms of its own.

    The best has 1.
    """
    likeliest = gewezen.taken[0][1]
    tasks = [(subjects[taak.taak], bewijs / likeliest) for taak, bewijs in gewezen.taken]
    says = [own.get(line.id) for line in lines]
    most = max([said[1] for said in says if said is not None], default=0.0)
    suits = []
    for line, said in zip(lines, says, strict=True):
        suit = ALGEMEEN
        for named, likely in tasks:
            if not named.isdisjoint(line.onderwerpen):
                suit = likely
                break
        suits.append(suit if said is None else suit + WOORDEN * said[1] / most)
    best = max(suits, default=1.0)
    for line, suit, said in zip(lines, suits, says, strict=True):
        yield line, suit / best, () if said is None else tuple(said[2])


_id = attrgetter("id")
_score = itemgetter(1)
