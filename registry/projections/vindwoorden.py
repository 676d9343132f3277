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
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

import msgspec
from immutables import Map
from msgspec import Struct

from registry.projections.ingangen import Ingang
from registry.projections.vakken import Vak, changed
from registry.projections.woorden import EXACT, Woordenboek

Plek: TypeAlias = tuple[float, str]  # weight of the place, term
PLAATSEN: Final = (3.0, 2.0, 0.5)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORTENED: Final = re.compile(r"[a-z]+[A-Z]")
_CACHE: Final = 100_000


class Vindwoorden(Struct, frozen=True, kw_only=True):
    """Every line by the terms in it. Immutable: a change makes a new one that shares what did not change."""

    boek: Woordenboek
    vakken: Map[Plek, Vak]
    onderwerpen: Map[str, tuple[str, ...]]  # term → subjects with it in their name
    namen: Mapping[str, str]  # what the codes of subjects mean

    def with_lines(self, uit: Iterable[Ingang], erin: Iterable[Ingang]) -> "Vindwoorden":
        """Take lines out and put lines in."""
        erin = list(erin)
        boek = self.boek.extended(text for ingang in erin for _, text in texts_of(ingang, self.namen))
        touched: dict[Plek, tuple[list[Ingang], list[Ingang]]] = {}
        for lines, side in ((uit, 0), (erin, 1)):
            for ingang in lines:
                for plek in _plekken(ingang, boek, self.namen):
                    touched.setdefault(plek, ([], []))[side].append(ingang)
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
        known = {onderwerp for named in self.onderwerpen.values() for onderwerp in named}
        new = {onderwerp for ingang in erin for onderwerp in ingang.onderwerpen} - known
        return Vindwoorden(
            boek=boek,
            vakken=vakken.finish(),
            onderwerpen=self.onderwerpen.update(_by_name(new, boek, self.namen, self.onderwerpen)),
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
    ingangen = list(ingangen)
    boek = boek.extended(text for ingang in ingangen for _, text in texts_of(ingang, namen))
    found: dict[Plek, list[Ingang]] = {}
    for ingang in ingangen:
        for plek in _plekken(ingang, boek, namen):
            found.setdefault(plek, []).append(ingang)
    used = {onderwerp for ingang in ingangen for onderwerp in ingang.onderwerpen}
    return Vindwoorden(
        boek=boek,
        vakken=Map({plek: Vak(tuple(here)) for plek, here in found.items()}),
        onderwerpen=Map(_by_name(used, boek, namen, {})),
        namen=namen,
    )


def _by_name(
    onderwerpen: Iterable[str], boek: Woordenboek, namen: Mapping[str, str], known: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for onderwerp in sorted(onderwerpen):
        for term in boek.document(namen.get(onderwerp) or term_of(onderwerp)):
            found[term] = (*found.get(term, known.get(term, ())), onderwerp)
    return found


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
