# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Which lines fit a question in words, how well, and by what; and whose question it is when no line fits.

The fit of a line is evidence in nats:

    of a known organisation    the evidence for the organisation (see wegwijzer) + `LID`, × how well this line suits
                               the question beside its other lines: the one that suits best counts in full
    of any other               `EIGEN` × what its own words say

How well a line suits: how likely the task is whose subject it names (1 for the likeliest task, `ALGEMEEN` when it
names none), + `WOORDEN` × what its own words say, as a share of what they say of the best. What own words say: see
eigenwoorden.

A line is an answer from `ENOUGH` on; with nothing but its own words from `EIGEN_ENOUGH` on. `LID` is there because
a question is asked in this network: what a member does is that much likelier. When an organisation without a line
here is likelier than the best line, the question is its, and no line is an answer.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from registry.projections.aanroep import Aanroep
from registry.projections.eigenwoorden import Eigen, Vaknaam, nader, own_words, rarest
from registry.projections.huizen import Huis
from registry.projections.ingangen import Ingang
from registry.projections.passend import Passend, Past
from registry.projections.wegwijzer import FAR, MAX_WORDS, Gewezen, together

ENOUGH: Final = 2.0
LID: Final = 1.5
ALGEMEEN: Final = 0.5
WOORDEN: Final = 0.5
EIGEN: Final = 0.5
EIGEN_ENOUGH: Final = 0.3
MAX_INSTANTIES: Final = 12


class Vondst(Struct, frozen=True, kw_only=True):
    """What a question found: lines, the best first; organisations without one, the likeliest first.

    `past`: the lines, each as a `Passend` would be: many are found for every one that is shown.
    `elders`: the question is of the first of `zonder`, not of any line. `zwak`: the nearest line when none fits.
    """

    past: list[Past]
    zonder: tuple[Gewezen, ...]
    elders: bool
    gelezen: Mapping[str, str]  # term → word as it was asked
    zwak: Passend | None = None

    @property
    def passend(self) -> tuple[Passend, ...]:
        """The lines."""
        return tuple(map(Passend._make, self.past))

    @property
    def beste(self) -> Passend | None:
        """The line that fits best."""
        return Passend._make(self.past[0]) if self.past else None


def find(aanroep: Aanroep, vraag: str, *, binnen: Vaknaam | None = None) -> Vondst:
    """Find the lines that fit a question.

    Args:
        binnen: the pigeonhole (soort and name) of which lines are wanted; those of others may be found as well.
    """
    gids, gemeente = aanroep.gids, aanroep.gemeente
    said, read = gids.vindwoorden.boek.question(vraag, limit=MAX_WORDS)
    asked = together(read)
    known: dict[str, tuple[Gewezen, Mapping[int, Ingang]]] = {}
    huizen: dict[str, Huis] = {}
    zonder = []
    for gewezen in gids.wegwijzer.wijs(asked, limit=MAX_INSTANTIES):
        oin = gids.oin_of(gewezen.instantie, gemeente)
        huis = gids.huis(oin, aanroep.dag[0]) if oin is not None and oin in aanroep.leden else None
        if oin is None or huis is None or not (lines := huis.voor(gemeente)):
            zonder.append(gewezen)
        elif oin not in huizen:  # of two names for one member the likelier counts
            huizen[oin], known[oin] = huis, (gewezen, lines)
    best = max((gewezen.bewijs + LID for gewezen, _ in known.values()), default=0.0)
    least = max(EIGEN_ENOUGH, FAR * best) if known else 0.0
    words = rarest(aanroep, asked)
    narrowed = binnen is not None or aanroep.kanaal is not None  # then what else was looked at decides what is `nader`
    own = own_words(aanroep, words, huizen, 0.0 if narrowed else least / EIGEN)
    past = [found for oin, (gewezen, lines) in known.items() for found in _suited(lines, gewezen, huizen[oin], own)]
    past += _others(aanroep, own, least)
    if narrowed:
        past += _others(aanroep, nader(aanroep, words, own, huizen, binnen), least, narrowed=True)
    past.sort()
    fitting = past if known else [found for found in past if -found[0] >= EIGEN_ENOUGH]
    likeliest = zonder[0].bewijs if zonder else 0.0
    return Vondst(
        past=fitting,
        zonder=tuple(zonder),
        elders=likeliest >= ENOUGH and (not fitting or likeliest > -fitting[0][0]),
        gelezen={term: word for word, terms in zip(said, read, strict=True) for term in terms},
        zwak=Passend._make(past[0]) if past and not fitting else None,
    )


def _others(aanroep: Aanroep, own: Eigen, least: float, *, narrowed: bool = False) -> Iterator[Past]:
    """Yield lines of organisations that are not known, by their own words; those that say too little are no answer."""
    for nummer, ingang in own.vreemd.items():
        fit = EIGEN * own.scores.get(nummer, 0.0)
        if fit and fit >= least and aanroep.stands(ingang):
            yield -fit, ingang.id, ingang, None, own.termen[nummer], narrowed


def _suited(lines: Mapping[int, Ingang], gewezen: Gewezen, huis: Huis, own: Eigen) -> Iterator[Past]:
    """Say how well each line of one organisation suits the question, beside the others, and by which terms of its own.

    The best has 1.
    """
    scores, termen, evidence, likeliest = own.scores, own.termen, gewezen.bewijs + LID, gewezen.taken[0][1]
    named = huis.genoemd(gewezen.taken)
    most = max([scores[nummer] for nummer in lines if nummer in scores], default=1.0)
    suits = [
        (named[nummer] / likeliest if nummer in named else ALGEMEEN)
        + (WOORDEN * scores[nummer] / most if nummer in scores else 0.0)
        for nummer in lines
    ]
    best = max(suits)
    for (nummer, ingang), suit in zip(lines.items(), suits, strict=True):
        fit = evidence * (suit / best)
        if fit >= ENOUGH:
            yield -fit, ingang.id, ingang, gewezen, termen.get(nummer, ()), False
