# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Whose task is it? From a question in plain words to organisations, each with how sure and by which words.

The question is held against every task of `Kennis` by query likelihood with Jelinek-Mercer smoothing (C. Zhai and
J. Lafferty, A study of smoothing methods for language models, ACM TOIS 22:2, 2004): how much likelier are its words
from somebody who speaks of this task than from anybody. For a word t that was read with certainty c (see woorden):

    evidence(task) = sum of c × ln( (TAAK·P(t|task) + HUIS·P(t|organisation) + ALLEN·P(t)) / (ALLEN·P(t)) )

P counts how often a word occurs in `woorden`, `vragen` and `titel`. An organisation
has the evidence of its likeliest task, less `BREED` × ln(number of tasks), so that one with many tasks does not win
by their number. Evidence is in nats: one more is e times as likely. A word that is nowhere says nothing, and one that
says less than `HARDLY` is not counted. Counting is all there is: nothing is trained, and the same question and the
same knowledge give the same answer.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate, pairwise
from typing import Final

from registry.projections.kennis import Kennis, Taak
from registry.projections.woorden import Woordenboek

TAAK: Final = 0.6
HUIS: Final = 0.2
ALLEN: Final = 0.2
WOORD: Final = 1.0
BREED: Final = 0.5
HARDLY: Final = 0.05
MAX_WORDS: Final = 60
SHOWN_TASKS: Final = 3


class Gewezen:
    """An organisation that a question may be for: the evidence in nats, and its likeliest tasks, the best first."""

    __slots__ = ("_asked", "_wegwijzer", "bewijs", "instantie", "nummer", "taken")

    def __init__(
        self,
        wegwijzer: "Wegwijzer",
        nummer: int,
        bewijs: float,
        taken: tuple[tuple[Taak, float], ...],
        asked: Mapping[str, float],
    ) -> None:
        self._wegwijzer, self._asked = wegwijzer, asked
        self.nummer, self.bewijs, self.taken = nummer, bewijs, taken
        self.instantie = wegwijzer.kennis.instanties[nummer]

    @property
    def taak(self) -> Taak:
        """The likeliest task."""
        return self.taken[0][0]

    @property
    def termen(self) -> tuple[str, ...]:
        """What spoke for it, the most first."""
        spoke = {term: certain * self._wegwijzer.evidence(term, self) for term, certain in self._asked.items()}
        return tuple(term for term in sorted(spoke, key=lambda term: -spoke[term]) if spoke[term] > 0)


class Wegwijzer:
    """All that is known, ready to be asked. Immutable."""

    def __init__(self, kennis: Kennis = Kennis(), namen: Mapping[str, str] | None = None) -> None:  # noqa: B008  # immutable
        """Count the words.

        Args:
            namen: what the codes of subjects mean, by code or UPL URI.
        """
        self.kennis = kennis
        self.namen: Mapping[str, str] = namen or {}
        self._taken = [taak for instantie in kennis.instanties for taak in instantie.taken]
        self._van = [n for n, instantie in enumerate(kennis.instanties) for _ in instantie.taken]
        ends = [0, *accumulate(len(instantie.taken) for instantie in kennis.instanties)]
        self._range = [range(start, end) for start, end in pairwise(ends)]
        self._start = [-BREED * math.log(len(here) or 1) for here in self._range]
        self.boek = Woordenboek(_texts(kennis), kennis.synoniemen)
        # per term: what speaks for an organisation, and what more speaks for one of its tasks
        self._huis: dict[str, list[tuple[int, float]]] = {}
        self._taak: dict[str, list[tuple[int, float]]] = {}
        self._count()

    def wijs(self, asked: Mapping[str, float], *, limit: int) -> list[Gewezen]:
        """Point out organisations, the likeliest first; none without any task that has evidence.

        Args:
            asked: the terms of a question, each with how certain it was read.
        """
        huis = self._start[:]
        meer: dict[int, float] = {}
        for term, certain in asked.items():
            for n, bewijs in self._huis.get(term, ()):
                huis[n] += certain * bewijs
            for t, bewijs in self._taak.get(term, ()):
                meer[t] = meer.get(t, 0.0) + certain * bewijs
        best: dict[int, float] = {}
        whose = self._van
        for t, bewijs in meer.items():
            n = whose[t]
            if bewijs > best.get(n, 0.0):
                best[n] = bewijs
        first = heapq.nlargest(limit, ((huis[n] + bewijs, -n) for n, bewijs in best.items()))
        return [self._gewezen(-n, bewijs, huis[-n], meer, asked) for bewijs, n in first]

    def evidence(self, term: str, gewezen: Gewezen) -> float:
        """Say how much a term speaks for an organisation and its likeliest task, in nats."""
        here = sum(bewijs for n, bewijs in self._huis.get(term, ()) if n == gewezen.nummer)
        return here + sum(bewijs for t, bewijs in self._taak.get(term, ()) if self._taken[t] is gewezen.taak)

    def _gewezen(self, n: int, bewijs: float, huis: float, meer: Mapping[int, float], asked: Mapping[str, float]) -> Gewezen:
        here = heapq.nlargest(SHOWN_TASKS, ((meer[t], -t) for t in self._range[n] if t in meer))
        taken = tuple((self._taken[-t], huis + extra) for extra, t in here)
        return Gewezen(self, n, bewijs, taken, asked)

    def _count(self) -> None:
        counts = [self._counted(taak) for taak in self._taken]
        huis: list[defaultdict[str, float]] = [defaultdict(float) for _ in self._range]
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
                    self._huis.setdefault(term, []).append((n, bewijs))
        for t, (n, counted) in enumerate(zip(self._van, counts, strict=True)):
            whole = sum(counted.values())
            for term, times in counted.items():
                other = HUIS * huis[n][term] / per_huis[n] + ALLEN * allen[term] / every
                bewijs = math.log1p(TAAK * times / whole / other)
                if bewijs >= HARDLY:
                    self._taak.setdefault(term, []).append((t, bewijs))

    def _counted(self, taak: Taak) -> dict[str, float]:
        found: defaultdict[str, float] = defaultdict(float)
        for times, texts in ((WOORD, taak.woorden), (1.0, (*taak.vragen, taak.titel))):
            for text in texts:
                for term, certain in self.boek.document(text).items():
                    found[term] += times * certain
        return found


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
