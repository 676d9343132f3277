# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""By which words a line is found: pigeonholes again, one for each term and place in the line.

    3.0   organisation, subjects and keywords
    2.0   title and life events
    0.5   description

A term is kept at its heaviest place. Terms of the name of a subject also lead to the subject, whose pigeonholes know
areas too. See woorden for what a term is, and fit for how they add up.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

import msgspec
from immutables import Map
from msgspec import Struct

from registry.projections.ingangen import Ingang
from registry.projections.vakken import Vak, changed
from registry.projections.woorden import EXACT, Woordenboek, words

Plek: TypeAlias = tuple[float, str]  # weight of the place, term
PLAATSEN: Final = (3.0, 2.0, 0.5)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORTENED: Final = re.compile(r"[a-z]+[A-Z]")
_CACHE: Final = 100_000


class Vindwoorden(Struct, frozen=True, kw_only=True):
    """Every line by the terms in it. Immutable: a change makes a new one that shares what did not change."""

    boek: Woordenboek
    vast: Woordenboek  # what it began with: words that stay known whatever lines say
    vakken: Map[Plek, Vak]
    onderwerpen: Map[str, tuple[str, ...]]  # term → subjects with it in their name, by name
    tellingen: Map[str, int]  # on how many lines a word stands, and a subject (as `#code`)
    namen: Mapping[str, str]  # what the codes of subjects mean

    def with_lines(self, uit: Sequence[Ingang], erin: Sequence[Ingang]) -> "Vindwoorden":
        """Take lines out and put lines in."""
        touched: dict[Plek, tuple[list[Ingang], list[Ingang]]] = {}
        counts: Counter[str] = Counter()
        for lines, side, one in ((uit, 0, -1), (erin, 1, 1)):
            for ingang in lines:
                for plek in _plekken(ingang, self.vast, self.namen):
                    touched.setdefault(plek, ([], []))[side].append(ingang)
                for counted in _counted(ingang, self.namen):
                    counts[counted] += one
        tellingen, more, less = _recounted(self.tellingen, counts)
        vakken = self.vakken.mutate()
        for plek, (out, into) in touched.items():
            vak = vakken.get(plek)
            for ingang in out:
                vak = changed(vak, ingang, None)
            for ingang in into:
                vak = changed(vak, ingang, ingang)
            if vak is None:
                vakken.pop(plek, None)
            else:
                vakken[plek] = vak
        return Vindwoorden(
            boek=self.boek.changed(_words(more), [word for word in _words(less) if not self.vast.knows(word)]),
            vast=self.vast,
            vakken=vakken.finish(),
            onderwerpen=_renamed(self.onderwerpen, _subjects(more), _subjects(less), self.vast, self.namen),
            tellingen=tellingen,
            namen=self.namen,
        )

    def where(self, term: str, ingang: Ingang) -> str:
        """Say in which text of a line a term stands, as its publisher wrote it: the heaviest, then the first."""
        for _, text in texts_of(ingang, self.namen):
            if self.boek.document(text).get(term, 0.0) == EXACT:
                return text
        return next((text for _, text in texts_of(ingang, self.namen) if term in self.boek.document(text)), term)


def vindwoorden_of(ingangen: Iterable[Ingang], boek: Woordenboek, namen: Mapping[str, str]) -> Vindwoorden:
    """Sort lines, given in order of id, by the terms in them."""
    found: dict[Plek, list[Ingang]] = {}
    counts: Counter[str] = Counter()
    for ingang in ingangen:
        counts.update(_counted(ingang, namen))
        for plek in _plekken(ingang, boek, namen):
            found.setdefault(plek, []).append(ingang)
    return Vindwoorden(
        boek=boek.changed(_words(counts), ()),
        vast=boek,
        vakken=Map({plek: Vak(tuple(here)) for plek, here in found.items()}),
        onderwerpen=_renamed(Map(), _subjects(counts), (), boek, namen),
        tellingen=Map(counts),
        namen=namen,
    )


def _counted(ingang: Ingang, namen: Mapping[str, str]) -> set[str]:
    """List the words and the subjects (as `#code`) of a line, each once."""
    found = {word for _, text in texts_of(ingang, namen) for word in words(text)}
    return found | {f"#{onderwerp}" for onderwerp in ingang.onderwerpen}


def _recounted(tellingen: Map[str, int], counts: Mapping[str, int]) -> tuple[Map[str, int], list[str], list[str]]:
    """Add counts up; and list what came to be, and what is no more."""
    more, less = [], []
    after = tellingen.mutate()
    for counted, extra in counts.items():
        now = after.get(counted, 0) + extra
        if now and not after.get(counted, 0):
            more.append(counted)
        if now:
            after[counted] = now
        elif after.pop(counted, 0):
            less.append(counted)
    return after.finish(), more, less


def _words(counted: Iterable[str]) -> list[str]:
    return [one for one in counted if not one.startswith("#")]


def _subjects(counted: Iterable[str]) -> list[str]:
    return [one[1:] for one in counted if one.startswith("#")]


def _renamed(
    before: Map[str, tuple[str, ...]],
    more: Iterable[str],
    less: Iterable[str],
    boek: Woordenboek,
    namen: Mapping[str, str],
) -> Map[str, tuple[str, ...]]:
    """Let the terms of names lead to more subjects, and to some no longer."""
    after = before.mutate()
    for onderwerpen, comes in ((less, False), (more, True)):
        for onderwerp in onderwerpen:
            for term in boek.document(namen.get(onderwerp) or term_of(onderwerp)):
                here = {*after.get(term, ()), onderwerp} if comes else {*after.get(term, ())} - {onderwerp}
                if here:
                    after[term] = tuple(sorted(here))
                else:
                    after.pop(term, None)
    return after.finish()


def texts_of(ingang: Ingang, namen: Mapping[str, str]) -> Iterator[tuple[float, str]]:
    """List the texts of a line, the heaviest place first, each with its weight."""
    said, houder = _DECODER.decode(ingang.raw).lijn, ingang.houder
    zwaar, middel, licht = PLAATSEN
    yield from ((zwaar, text) for text in said.trefwoorden)
    for onderwerp in ingang.onderwerpen:
        yield zwaar, namen.get(onderwerp) or term_of(onderwerp)
    yield from ((zwaar, naam) for naam in (houder.naam, houder.afkorting) if naam)
    yield middel, said.titel
    yield from ((middel, gebeurtenis) for gebeurtenis in ingang.levensgebeurtenissen)
    if said.omschrijving:
        yield licht, said.omschrijving


@lru_cache(_CACHE)
def term_of(onderwerp: str) -> str:
    """Read the words of a subject: a code, or the end of a UPL URI, unless that is abbreviated (aanvInkVzOuder).

    >>> term_of("verzekerde-tijdvakken"), term_of("http://standaarden.overheid.nl/owms/terms/aanvInkVzOuder")
    ('verzekerde tijdvakken', '')
    """
    term = onderwerp.rsplit("/", 1)[-1]
    if "://" in onderwerp and _SHORTENED.match(term):
        return ""
    return _CAMEL.sub(" ", term).replace("-", " ").replace("_", " ")


def _plekken(ingang: Ingang, boek: Woordenboek, namen: Mapping[str, str]) -> Iterator[Plek]:
    heaviest: dict[str, float] = {}
    for weight, text in texts_of(ingang, namen):
        for term in boek.document(text):
            heaviest.setdefault(term, weight)
    for term, weight in heaviest.items():
        yield weight, term


class _Gezegd(Struct, gc=False):
    titel: str
    trefwoorden: tuple[str, ...] = ()
    omschrijving: str | None = None


class _Feit(Struct, gc=False):
    lijn: _Gezegd


_DECODER: Final = msgspec.json.Decoder(_Feit)
