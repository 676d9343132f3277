# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""By which words a line is found: of each term the lines that it is on, and where in them.

    3.0   organisation, subjects and keywords
    2.0   title and life events
    0.5   description

A term is kept at its heaviest place. Lines are kept by number (`Ingang.nummer`): of a term, four times the number of
each line, plus which of these places it is, in order. Lines that an organisation published before the register started
have numbers in a row, so those of one organisation are looked up in any term at once. Terms of the name of a subject
also lead to the subject, whose pigeonholes know areas too. See woorden for what a term is, and fit for how they add up.
"""

import re
from array import array
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

import msgspec
from immutables import Map
from msgspec import Struct

from registry.projections.ingangen import Ingang
from registry.projections.woorden import EXACT, Woordenboek, words

Plekken: TypeAlias = "array[int]"  # of a term: 4 × the number of each line that it is on + which of the PLAATSEN
PLAATSEN: Final = (3.0, 2.0, 0.5)
PER_LIJN: Final = 4
_BLOK: Final = 256
_NERGENS: Final[Plekken] = array("I")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORTENED: Final = re.compile(r"[a-z]+[A-Z]")
_CACHE: Final = 100_000


class Vindwoorden(Struct, frozen=True, kw_only=True):
    """Every line by the terms in it. Immutable: a change makes a new one that shares what did not change."""

    boek: Woordenboek
    vast: Woordenboek  # what it began with: words that stay known whatever lines say
    plekken: Map[str, Plekken]
    lijnen: tuple[tuple[Ingang, ...], ...]  # by number, in blocks
    onderwerpen: Map[str, tuple[str, ...]]  # term → subjects with it in their name, by name
    tellingen: Map[str, int]  # on how many lines a word stands, and a subject (as `#code`)
    namen: Mapping[str, str]  # what the codes of subjects mean

    def with_lines(self, uit: Sequence[Ingang], erin: Sequence[Ingang]) -> "Vindwoorden":
        """Take lines out and put lines in; what comes in has the number of what it takes the place of, or the next."""
        touched: dict[str, tuple[set[int], set[int]]] = {}
        counts: Counter[str] = Counter()
        for lines, side, one in ((uit, 0, -1), (erin, 1, 1)):
            for ingang in lines:
                for term, plek in _plekken(ingang, self.vast, self.namen):
                    touched.setdefault(term, (set(), set()))[side].add(plek)
                for counted in _counted(ingang, self.namen):
                    counts[counted] += one
        tellingen, more, less = _recounted(self.tellingen, counts)
        plekken = self.plekken.mutate()
        for term, (out, into) in touched.items():
            here = plekken.get(term, _NERGENS)[:]
            for plek in out - into:
                del here[bisect_left(here, plek)]
            for plek in into - out:
                insort(here, plek)
            if here:
                plekken[term] = here
            else:
                plekken.pop(term, None)
        return Vindwoorden(
            boek=self.boek.changed(_words(more), [word for word in _words(less) if not self.vast.knows(word)]),
            vast=self.vast,
            plekken=plekken.finish(),
            lijnen=_placed(self.lijnen, erin),
            onderwerpen=_renamed(self.onderwerpen, _subjects(more), _subjects(less), self.vast, self.namen),
            tellingen=tellingen,
            namen=self.namen,
        )

    def lines(self, plekken: Iterable[int]) -> list[tuple[int, Ingang]]:
        """Give lines, each with which of the `PLAATSEN` it is: the heaviest first, then by id."""
        found = [(plek % PER_LIJN, self.lijnen[(nr := plek // PER_LIJN) // _BLOK][nr % _BLOK]) for plek in plekken]
        return sorted(found, key=_by_place)

    def where(self, term: str, ingang: Ingang) -> str:
        """Say in which text of a line a term stands, as its publisher wrote it: the heaviest, then the first."""
        for _, text in texts_of(ingang, self.namen):
            if self.boek.document(text).get(term, 0.0) == EXACT:
                return text
        return next((text for _, text in texts_of(ingang, self.namen) if term in self.boek.document(text)), term)


def vindwoorden_of(ingangen: Iterable[Ingang], boek: Woordenboek, namen: Mapping[str, str]) -> Vindwoorden:
    """Sort lines, given in order of number, by the terms in them."""
    found: dict[str, Plekken] = {}
    counts: Counter[str] = Counter()
    lines = tuple(ingangen)
    for ingang in lines:
        counts.update(_counted(ingang, namen))
        for term, plek in _plekken(ingang, boek, namen):
            here = found.get(term)
            if here is None:
                here = found[term] = array("I")
            here.append(plek)
    return Vindwoorden(
        boek=boek.changed(_words(counts), ()),
        vast=boek,
        plekken=Map({term: here[:] for term, here in found.items()}),  # a copy has no room to grow
        lijnen=_placed((), lines),
        onderwerpen=_renamed(Map(), _subjects(counts), (), boek, namen),
        tellingen=Map(counts),
        namen=namen,
    )


def place_of(nummer: int, plekken: Plekken) -> int | None:
    """Say at which of the `PLAATSEN` a term stands in a line, if it does."""
    i = bisect_left(plekken, nummer * PER_LIJN)
    return plekken[i] % PER_LIJN if i < len(plekken) and plekken[i] // PER_LIJN == nummer else None


def _placed(blokken: tuple[tuple[Ingang, ...], ...], erin: Sequence[Ingang]) -> tuple[tuple[Ingang, ...], ...]:
    """Put lines at their numbers, in blocks, of which those without any of them are shared."""
    touched: dict[int, dict[int, Ingang]] = {}
    for ingang in erin:
        touched.setdefault(ingang.nummer // _BLOK, {})[ingang.nummer] = ingang
    after = list(blokken)
    for nr in sorted(touched):
        old = {ingang.nummer: ingang for ingang in (after[nr] if nr < len(after) else ())}
        after[nr : nr + 1] = [tuple(ingang for _, ingang in sorted((old | touched[nr]).items()))]
    return tuple(after)


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


def _plekken(ingang: Ingang, boek: Woordenboek, namen: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    heaviest: dict[str, float] = {}
    for weight, text in texts_of(ingang, namen):
        for term in boek.document(text):
            heaviest.setdefault(term, weight)
    for term, weight in heaviest.items():
        yield term, PER_LIJN * ingang.nummer + PLAATSEN.index(weight)


def _by_place(found: tuple[int, Ingang]) -> tuple[int, str]:
    return found[0], found[1].id


class _Gezegd(Struct, gc=False):
    titel: str
    trefwoorden: tuple[str, ...] = ()
    omschrijving: str | None = None


class _Feit(Struct, gc=False):
    lijn: _Gezegd


_DECODER: Final = msgspec.json.Decoder(_Feit)
