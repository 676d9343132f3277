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

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from msgspec import Struct

from registry.projections.aanroep import Aanroep
from registry.projections.eigenwoorden import Eigen, Vaknaam, nader, own_words, rarest
from registry.projections.ingangen import Ingang
from registry.projections.wegwijzer import FAR, MAX_WORDS, Gewezen, together

ENOUGH: Final = 2.0
LID: Final = 2.0
ALGEMEEN: Final = 0.5
WOORDEN: Final = 0.5
EIGEN: Final = 0.5
NEAR: Final = 0.5
EIGEN_ENOUGH: Final = 0.3
MAX_INSTANTIES: Final = 12


class Passend(Struct, frozen=True):
    """A line that fits: how well, what made it so, and the terms of its own that did.

    `nader`: it was found only because the question was narrowed down.
    """

    ingang: Ingang
    fit: float
    gewezen: Gewezen | None
    termen: tuple[str, ...]
    nader: bool = False


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
    pointed = [(gewezen, _lines(aanroep, gewezen)) for gewezen in gids.wegwijzer.wijs(asked, limit=MAX_INSTANTIES)]
    words = rarest(aanroep, asked)
    own = own_words(aanroep, words, dict.fromkeys(lines[0].oin for _, lines in pointed if lines))
    known: dict[str, Passend] = {}
    for gewezen, lines in pointed:
        for line, suits, termen in _suited(lines, gewezen, own, gids.wegwijzer.subjects):
            if line.id not in known:
                known[line.id] = Passend(line, (gewezen.bewijs + LID) * suits, gewezen, termen)
    others = partial(_others, aanroep, known, own, nader(aanroep, words, own, binnen))
    best = max((found.fit for found in known.values()), default=0.0)
    fitting = [found for found in known.values() if found.fit >= ENOUGH]
    fitting += others(least=max(EIGEN_ENOUGH, FAR * best))
    fitting.sort(key=_by_fit)
    zonder = [gewezen for gewezen, lines in pointed if not lines]
    likeliest = zonder[0].bewijs if zonder else 0.0
    return Vondst(
        passend=tuple(fitting),
        zonder=tuple(zonder),
        elders=likeliest >= ENOUGH and (not fitting or likeliest > fitting[0].fit),
        gelezen={term: word for word, terms in zip(said, read, strict=True) for term in terms},
        zwak=None if fitting else min([*known.values(), *others(least=0.0)], key=_by_fit, default=None),
    )


def _others(
    aanroep: Aanroep,
    known: Mapping[str, Passend],
    own: Mapping[str, Eigen],
    closer: Mapping[str, Eigen],
    *,
    least: float,
) -> Iterator[Passend]:
    """Yield lines of organisations that are not known, by their own words; those that say too little are no answer."""
    for found, narrowed in ((own, False), (closer, True)):
        for id_, (ingang, score, termen) in found.items():
            if EIGEN * score >= least and id_ not in known and aanroep.stands(ingang):
                yield Passend(ingang, EIGEN * score, None, tuple(termen), narrowed)


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


def _by_fit(found: Passend) -> tuple[float, str]:
    return -found.fit, found.ingang.id
