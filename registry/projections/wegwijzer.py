# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Whose task is it? From a question in plain words to organisations, each with how sure and by which words.

The question is held against every task of `Kennis` by query likelihood with Jelinek-Mercer smoothing (C. Zhai and
J. Lafferty, A study of smoothing methods for language models, ACM TOIS 22:2, 2004): how much likelier are its words
from somebody who speaks of this task than from anybody. For a word t that was read with certainty c (see woorden):

    evidence(task) = sum of c × ln( (TAAK·P(t|task) + HUIS·P(t|organisation) + ALLEN·P(t)) / (ALLEN·P(t)) )

P counts how often a word occurs in `woorden`, `vragen` and `titel`, less `KORTING` for each task that it occurs in:
what was said once may be chance. An organisation has the evidence of its likeliest task. Evidence is in nats: one
more is e times as likely. A word that is nowhere says nothing. What a word says is kept in two parts, for the
organisation and what more for the task; a part below `HARDLY` is not counted, and a word speaks for no more than the
`MOST_HUIZEN` organisations and `MOST_TAKEN` tasks for which it says most.
Counting is all there is: nothing is trained, and the same question and the same knowledge give the same answer.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import accumulate
from operator import itemgetter
from typing import Final, TypeAlias

import msgspec

from registry.projections.kennis import Instantie, Kennis, Taak
from registry.projections.woorden import woordenboek_of

TAAK: Final = 0.6
HUIS: Final = 0.2
ALLEN: Final = 0.2
KORTING: Final = 0.5
HARDLY: Final = 0.3
MOST_HUIZEN: Final = 60
MOST_TAKEN: Final = 120
MAX_WORDS: Final = 60
FAR: Final = 0.33
SHOWN_TASKS: Final = 3
CLEAR: Final = 1.0
NOTHING: Final[Mapping[int, float]] = {}


Gezegd: TypeAlias = tuple[str, float, Mapping[int, float], Mapping[int, float]]
"""A term of a question: how certain it was read, and what it says for each organisation and more for each task."""


class Gewezen:
    """An organisation that a question may be for: the evidence in nats, and its likeliest tasks, the best first."""

    __slots__ = ("_gezegd", "_nummers", "_spoke", "bewijs", "instantie", "taken")

    def __init__(
        self,
        instantie: Instantie,
        taken: tuple[tuple[Taak, float], ...],
        gezegd: Iterable[Gezegd],
        nummers: tuple[int, int],
    ) -> None:
        """Take what was found.

        Args:
            gezegd: by what.
            nummers: of the organisation and of its likeliest task.
        """
        self.instantie, self.taken, self.bewijs = instantie, taken, taken[0][1]
        self._gezegd, self._nummers = gezegd, nummers
        self._spoke: list[tuple[float, str]] | None = None

    @property
    def taak(self) -> Taak:
        """The likeliest task."""
        return self.taken[0][0]

    @property
    def clear(self) -> bool:
        """Say whether it is clear which of its tasks this is: by `CLEAR` nats, where several are likely."""
        return len(self.taken) == 1 or self.taken[0][1] - self.taken[1][1] >= CLEAR

    @property
    def spoke(self) -> list[tuple[float, str]]:
        """What spoke for its likeliest task, the most first: each term after its evidence, in nats below 0."""
        if self._spoke is None:
            n, t = self._nummers
            found = [(-c * (huis.get(n, 0.0) + taak.get(t, 0.0)), term) for term, c, huis, taak in self._gezegd]
            self._spoke = sorted([said for said in found if said[0]])
        return self._spoke


class Wegwijzer:
    """All that is known, ready to be asked. Immutable."""

    def __init__(self, kennis: Kennis = Kennis(), namen: Mapping[str, str] | None = None) -> None:  # noqa: B008  # immutable
        """Count the words.

        Args:
            namen: what the codes of subjects mean, by code or UPL URI.
        """
        self.kennis = kennis
        self.namen: Mapping[str, str] = namen or {}
        self.digest = sha256(msgspec.json.encode((kennis, sorted(self.namen.items())))).hexdigest()
        self._taken = [taak for instantie in kennis.instanties for taak in instantie.taken]
        self.subjects = {taak.taak: frozenset((*taak.onderwerpen, *taak.upl)) for taak in self._taken}
        self._van = [n for n, instantie in enumerate(kennis.instanties) for _ in instantie.taken]
        ends = list(accumulate(len(instantie.taken) for instantie in kennis.instanties))
        self._tasks = [slice(begin, end) for begin, end in zip([0, *ends], ends, strict=False)]
        self.boek = woordenboek_of(_texts(kennis), kennis.synoniemen)
        # per term: what speaks for an organisation, what more speaks for one of its tasks, and whose tasks those are
        self._huis: dict[str, dict[int, float]] = {}
        self._taak: dict[str, dict[int, float]] = {}
        self._count()
        self._huis, self._taak = _most(self._huis, MOST_HUIZEN), _most(self._taak, MOST_TAKEN)
        same: dict[frozenset[int], frozenset[int]] = {}
        every = ((term, frozenset([self._van[t] for t in said])) for term, said in self._taak.items())
        self._wie = {term: same.setdefault(who, who) for term, who in every}

    def wijs(self, asked: Mapping[str, float], *, limit: int) -> list[Gewezen]:
        """Point out organisations, the likeliest first; none without any evidence, or with less than `FAR` × the most.

        Args:
            asked: the terms of a question, each with how certain it was read.
        """
        gezegd = [
            (term, certain, self._huis.get(term, NOTHING), self._taak.get(term, NOTHING))
            for term, certain in asked.items()
        ]
        huis, meer = [0.0] * len(self.kennis.instanties), [0.0] * len(self._taken)
        for _, certain, voor, meer_voor in gezegd:
            for n, bewijs in voor.items():
                huis[n] += certain * bewijs
            for t, bewijs in meer_voor.items():
                meer[t] += certain * bewijs
        every = []
        for n in set().union(*[self._wie[term] for term in asked if term in self._wie]):
            mine = meer[self._tasks[n]]
            most = max(mine)
            every.append((huis[n] + most, -n, most, mine))
        least = FAR * max(every)[0] if every else 0.0
        every = sorted([found for found in every if found[0] >= least], reverse=True)[:limit]
        return [self._gewezen(-n, huis[-n], most, mine, gezegd) for _, n, most, mine in every]

    def _gewezen(self, n: int, huis: float, most: float, mine: list[float], gezegd: Iterable[Gezegd]) -> Gewezen:
        """Name the likeliest tasks of an organisation; of equals the first."""
        begin = self._tasks[n].start
        place = first = mine.index(most)
        taken = [(self._taken[begin + place], huis + most)]
        for _ in range(SHOWN_TASKS - 1):
            mine[place] = 0.0
            most = max(mine)
            if not most:
                break
            place = mine.index(most)
            taken.append((self._taken[begin + place], huis + most))
        return Gewezen(self.kennis.instanties[n], tuple(taken), gezegd, (n, begin + first))

    def _count(self) -> None:
        counts = [self._counted(taak) for taak in self._taken]
        huis: list[defaultdict[str, float]] = [defaultdict(float) for _ in self.kennis.instanties]
        allen: defaultdict[str, float] = defaultdict(float)
        for n, count in zip(self._van, counts, strict=True):
            for term, times in count.items():
                huis[n][term] += times
                allen[term] += times
        every = sum(allen.values())
        per_huis = [sum(count.values()) for count in huis]
        for n, count in enumerate(huis):
            for term, times in count.items():
                bewijs = math.log1p(HUIS * times / per_huis[n] / (ALLEN * allen[term] / every))
                if bewijs >= HARDLY:
                    self._huis.setdefault(term, {})[n] = bewijs
        for t, (n, counted) in enumerate(zip(self._van, counts, strict=True)):
            whole = sum(counted.values())
            for term, times in counted.items():
                other = HUIS * huis[n][term] / per_huis[n] + ALLEN * allen[term] / every
                bewijs = math.log1p(TAAK * times / whole / other)
                if bewijs >= HARDLY:
                    self._taak.setdefault(term, {})[t] = bewijs

    def _counted(self, taak: Taak) -> dict[str, float]:
        found: defaultdict[str, float] = defaultdict(float)
        for text in (*taak.woorden, *taak.vragen, taak.titel):
            for term, certain in self.boek.document(text).items():
                found[term] += certain
        return {term: times - KORTING for term, times in found.items() if times > KORTING}


_says = itemgetter(1)


def _most(postings: Mapping[str, Mapping[int, float]], most: int) -> dict[str, dict[int, float]]:
    """Keep of each word what it says most, made anew: what is read together then lies together in memory."""
    kept = ((term, heapq.nlargest(most, said.items(), key=_says)) for term, said in postings.items())
    return {term: {n: bewijs * 1.0 for n, bewijs in sorted(said)} for term, said in kept}


def together(read: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Give each term of a question once, with the certainty of its best reading."""
    asked: dict[str, float] = {}
    for word in read:
        for term, certain in word.items():
            if certain > asked.get(term, 0.0):
                asked[term] = certain
    return asked


def _texts(kennis: Kennis) -> Iterable[str]:
    for instantie in kennis.instanties:
        yield from (instantie.naam, *instantie.namen)
        for taak in instantie.taken:
            yield from (taak.titel, *taak.woorden, *taak.vragen)
