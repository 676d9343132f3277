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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from operator import attrgetter, itemgetter
from typing import Final, TypeAlias

from msgspec import Struct

from registry.projections.aanroep import Aanroep
from registry.projections.ingangen import Ingang
from registry.projections.vindwoorden import PLAATSEN
from registry.projections.wegwijzer import MAX_WORDS, Gewezen, together

ENOUGH: Final = 2.0
LID: Final = 2.0
ALGEMEEN: Final = 0.5
WOORDEN: Final = 0.5
EIGEN: Final = 0.5
NEAR: Final = 0.5
EIGEN_ENOUGH: Final = 0.3
LIJNEN: Final = 100
MAX_INSTANTIES: Final = 8
RARE: Final = 200
PROBED: Final = 64
SUBJECTS: Final = 3
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


def find(aanroep: Aanroep, vraag: str) -> Vondst:
    """Find the lines that fit a question."""
    gids = aanroep.gids
    said, read = gids.vindwoorden.boek.question(vraag, limit=MAX_WORDS)
    asked = together(read)
    own = _by_own_words(aanroep, asked)
    fits = {
        id_: Passend(ingang, EIGEN * score, None, tuple(termen))
        for id_, (ingang, score, termen) in own.items()
        if aanroep.stands(ingang)
    }
    zonder: list[Gewezen] = []
    for gewezen in gids.wegwijzer.wijs(asked, limit=MAX_INSTANTIES):
        lines = [line for line in _lines(aanroep, gewezen) if aanroep.stands(line)]
        if not lines:
            zonder.append(gewezen)
        for line, suits in _suited(lines, gewezen, own):
            termen = tuple(own[line.id][2]) if line.id in own else ()
            fits[line.id] = Passend(line, (gewezen.bewijs + LID) * suits, gewezen, termen)
    every = sorted(fits.values(), key=lambda found: (-found.fit, found.ingang.id))
    passend = tuple(found for found in every if found.fit >= (EIGEN_ENOUGH if found.gewezen is None else ENOUGH))
    likeliest = zonder[0].bewijs if zonder else 0.0
    return Vondst(
        passend=passend,
        zonder=tuple(zonder),
        elders=likeliest >= ENOUGH and (not passend or likeliest > passend[0].fit),
        gelezen={term: word for word, terms in zip(said, read, strict=True) for term in terms},
        zwak=None if passend or not every else every[0],
    )


def _by_own_words(aanroep: Aanroep, asked: Mapping[str, float]) -> dict[str, Eigen]:
    """Add up the own words of lines for this citizen, the rarest words first.

    A word that is on more than `RARE` lines leads to lines by the subjects that it names, the first in rank order;
    and it counts for what rarer words found.
    """
    vindwoorden = aanroep.gids.vindwoorden
    every = max(len(aanroep.gids.lijnen), LIJNEN)
    weighed = []
    for term, certain in asked.items():
        vakken = [
            (weight, vak.ingangen) for weight in PLAATSEN if (vak := vindwoorden.vakken.get((weight, term))) is not None
        ]
        if vakken:
            size = sum(len(ingangen) for _, ingangen in vakken)
            weighed.append((-certain * log(1 + every / size), term, size, vakken))
    weighed.sort(key=lambda item: item[:2])
    found: dict[str, Eigen] = {}
    for rare, term, size, vakken in weighed:
        if size <= RARE:
            for weight, ingangen in vakken:
                for ingang in ingangen:
                    if ingang.voor(aanroep.gemeente):
                        _add(found, ingang, -rare * weight / _HEAVIEST, term)
            continue
        known = heapq.nlargest(PROBED, found.values(), key=_score)
        for onderwerp in vindwoorden.onderwerpen.get(term, ())[:SUBJECTS]:
            for kandidaat in aanroep.orde("onderwerp", onderwerp):
                _add(found, kandidaat.ingang, -rare, term)
        for weight, ingangen in vakken:
            for ingang, _, termen in known:
                if term not in termen and _holds(ingangen, ingang):
                    _add(found, ingang, -rare * weight / _HEAVIEST, term)
    return found


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


def _lines(aanroep: Aanroep, gewezen: Gewezen) -> Iterator[Ingang]:
    """List the lines of an organisation that is known; of a kind of organisation, of the one of this municipality."""
    oin = aanroep.gids.oin_of(gewezen.instantie, aanroep.gemeente)
    if oin is not None:
        for gebied in aanroep.gebieden:
            vak = aanroep.gids.vakken.get(("organisatie", oin, gebied))
            if vak is not None:
                yield from vak.ingangen


def _suited(lines: Sequence[Ingang], gewezen: Gewezen, own: Mapping[str, Eigen]) -> Iterator[tuple[Ingang, float]]:
    """Say how well each line of one organisation suits the question, beside the others; the best has 1."""
    likeliest = gewezen.taken[0][1]
    most = max((own[line.id][1] for line in lines if line.id in own), default=0.0)
    suits = []
    for line in lines:
        named = next((bewijs / likeliest for taak, bewijs in gewezen.taken if line.names(taak)), ALGEMEEN)
        suits.append(named + (WOORDEN * own[line.id][1] / most if line.id in own else 0.0))
    best = max(suits, default=1.0)
    yield from ((line, suit / best) for line, suit in zip(lines, suits, strict=True))


_id = attrgetter("id")
_score = itemgetter(1)
