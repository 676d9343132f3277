# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Fit and own words (fit.py, eigenwoorden.py), read plainly: every line is looked at, by every word. TEST ONLY."""

from collections.abc import Iterable, Iterator
from math import log

from msgspec import Struct
from msgspec.structs import replace

from registry.projections.aanroep import Aanroep
from registry.projections.eigenwoorden import LIJNEN, PROBED, RARE, SUBJECTS, TERMS, Vaknaam
from registry.projections.fit import (
    ALGEMEEN,
    EIGEN,
    EIGEN_ENOUGH,
    ENOUGH,
    LID,
    MAX_INSTANTIES,
    WOORDEN,
)
from registry.projections.ingangen import Ingang
from registry.projections.vindwoorden import PLAATSEN, texts_of
from registry.projections.wegwijzer import FAR, MAX_WORDS, Gewezen, together


class Naive(Struct, kw_only=True):
    """What a question finds: by the id of the line how well it fits, by which terms of its own, and whether `nader`."""

    fits: dict[str, float]
    passend: dict[str, tuple[list[str], bool]]
    zonder: list[str]
    elders: bool
    zwak: str | None


class _Own(Struct):
    score: float
    termen: list[str]

    def add(self, says: float, term: str) -> None:
        if term not in self.termen:
            self.score += says
            self.termen.append(term)


class Reading:
    """One question, read."""

    def __init__(self, aanroep: Aanroep, vraag: str, binnen: Vaknaam | None) -> None:
        self.aanroep, self.gids = aanroep, aanroep.gids
        self.binnen = binnen
        self.terms = {ingang.id: self._terms(ingang) for ingang in self.gids.lijnen.values()}
        self.lines = sorted(self.gids.lijnen.values(), key=lambda ingang: ingang.id)
        self.asked = together(self.gids.vindwoorden.boek.question(vraag, limit=MAX_WORDS)[1])
        self.pointed = self.gids.wegwijzer.wijs(self.asked, limit=MAX_INSTANTIES)
        self.huizen: dict[str, Gewezen] = {}
        for gewezen in self.pointed:
            oin = self._oin(gewezen)
            if oin is not None:
                self.huizen.setdefault(oin, gewezen)
        self.words = self._words()
        self.own: dict[str, _Own] = {}
        for says, term in self.words:
            self._count(says, term)

    def found(self) -> Naive:
        known = dict(self._known())
        best = max((fit for fit, _, _ in known.values()), default=0.0)
        others = {id_: (EIGEN * own.score, own.termen, False) for id_, own in self.own.items() if self._other(id_)}
        for id_, own in self._nader().items():
            if id_ not in self.own and self._other(id_):
                others[id_] = EIGEN * own.score, own.termen, True
        every = known | others
        least = max(EIGEN_ENOUGH, FAR * best)
        passend = {id_: one for id_, one in known.items() if one[0] >= ENOUGH}
        passend |= {id_: one for id_, one in others.items() if one[0] >= least}
        zonder = [gewezen for gewezen in self.pointed if self._oin(gewezen) is None]
        likeliest = zonder[0].bewijs if zonder else 0.0
        first = max((fit for fit, _, _ in passend.values()), default=0.0)
        return Naive(
            fits={id_: fit for id_, (fit, _, _) in passend.items()},
            passend={id_: (termen, nader) for id_, (_, termen, nader) in passend.items()},
            zonder=[gewezen.instantie.organisatie for gewezen in zonder],
            elders=likeliest >= ENOUGH and (not passend or likeliest > first),
            zwak=None if passend else min(every, key=lambda id_: (-every[id_][0], id_), default=None),
        )

    def _terms(self, ingang: Ingang) -> dict[str, float]:
        found: dict[str, float] = {}
        for weight, text in texts_of(ingang, self.gids.vindwoorden.namen):
            for term in self.gids.wegwijzer.boek.document(text):
                found.setdefault(term, weight)
        return found

    def _oin(self, gewezen: Gewezen) -> str | None:
        """The member that an organisation is, when it has a line here for this citizen."""
        oin = self.gids.oin_of(gewezen.instantie, self.aanroep.gemeente)
        return oin if oin is not None and list(self._standing(oin)) else None

    def _standing(self, oin: str) -> Iterator[Ingang]:
        for ingang in self.lines:
            if ingang.oin == oin and self.aanroep.stands(ingang) and ingang.voor(self.aanroep.gemeente):
                yield ingang

    def _words(self) -> list[tuple[float, str]]:
        words = []
        for term, certain in self.asked.items():
            size = sum(term in terms for terms in self.terms.values())
            if size:
                words.append((certain * log(1 + max(len(self.lines), LIJNEN) / size), term))
        return sorted(words, key=lambda word: (-word[0], word[1]))[:TERMS]

    def _on(self, term: str) -> list[Ingang]:
        return [ingang for ingang in self.lines if term in self.terms[ingang.id]]

    def _counts(self, ingang: Ingang) -> bool:
        """For this citizen; of who is asked about only what stands."""
        asked = ingang.oin in self.huizen
        return ingang.voor(self.aanroep.gemeente) and (not asked or self.aanroep.stands(ingang))

    def _count(self, says: float, term: str) -> None:
        on = [ingang for ingang in self._on(term) if self._counts(ingang)]
        if len(self._on(term)) <= RARE:
            self._add(sorted(on, key=lambda ingang: -self.terms[ingang.id][term]), says, term)
            return
        first = sorted(self.own, key=lambda id_: -self.own[id_].score)[:PROBED]  # of equals who was found first
        on_subjects = self._first_on_subjects(term, replace(self.aanroep, kanaal=None))
        for ingang in filter(self._counts, on_subjects):
            self.own.setdefault(ingang.id, _Own(0.0, [])).add(says, term)  # but for rounding as it counts
        for oin in self.huizen:
            self._add((ingang for ingang in on if ingang.oin == oin), says, term)
        self._add((self.gids.lijnen[id_] for id_ in first if term in self.terms[id_]), says, term)

    def _add(self, lines: Iterable[Ingang], says: float, term: str) -> None:
        for ingang in lines:
            self.own.setdefault(ingang.id, _Own(0.0, [])).add(says * self.terms[ingang.id][term] / PLAATSEN[0], term)

    def _first_on_subjects(self, term: str, aanroep: Aanroep) -> Iterator[Ingang]:
        for onderwerp in self.gids.vindwoorden.onderwerpen.get(term, ())[:SUBJECTS]:
            for kandidaat in aanroep.orde("onderwerp", onderwerp):
                yield kandidaat.ingang

    def _nader(self) -> dict[str, _Own]:
        common = [(says, term) for says, term in self.words if len(self._on(term)) > RARE]
        lines: list[Ingang] = []
        if self.binnen is not None and self.binnen[0] == "organisatie":
            lines += [ingang for ingang in self.lines if ingang.oin == self.binnen[1]]
        elif self.binnen is not None:
            lines += [kandidaat.ingang for kandidaat in self.aanroep.orde(*self.binnen)]
        if self.aanroep.kanaal is not None:
            lines += [ingang for _, term in common for ingang in self._first_on_subjects(term, self.aanroep)]
        found: dict[str, _Own] = {}
        for ingang in lines:
            for says, term in common:
                if ingang.voor(self.aanroep.gemeente) and (weight := self.terms[ingang.id].get(term)) is not None:
                    found.setdefault(ingang.id, _Own(0.0, [])).add(says * weight / PLAATSEN[0], term)
        return found

    def _other(self, id_: str) -> bool:
        ingang = self.gids.lijnen[id_]
        return ingang.oin not in self.huizen and self.aanroep.stands(ingang)

    def _known(self) -> Iterator[tuple[str, tuple[float, list[str], bool]]]:
        for oin, gewezen in self.huizen.items():
            lines = list(self._standing(oin))
            most = max((self.own[ingang.id].score for ingang in lines if ingang.id in self.own), default=1.0)
            suits = []
            for ingang in lines:
                named = [
                    bewijs for taak, bewijs in gewezen.taken if {*taak.onderwerpen, *taak.upl} & {*ingang.onderwerpen}
                ]
                suit = named[0] / gewezen.taken[0][1] if named else ALGEMEEN
                suits.append(suit + WOORDEN * (self.own[ingang.id].score / most if ingang.id in self.own else 0.0))
            for ingang, suit in zip(lines, suits, strict=True):
                own = self.own.get(ingang.id, _Own(0.0, []))
                yield ingang.id, ((gewezen.bewijs + LID) * (suit / max(suits)), own.termen, False)
