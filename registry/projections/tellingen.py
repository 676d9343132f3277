# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Counters: what is kept of contactmomenten, small, and enough to judge any norm, also one that is made later.

A counter (`Telling`) belongs to a cell (`Cel`): a line, channel, local day, whether it was open then, whether there was
an appointment, vraagtype and onderwerp. It holds how many there were per uitkomst, and per maat, clock and uitkomst
how often each value occurs. Cells add up in any order (`samen`): to a month, to a year, over vraagtypen.

The verdict from counters is the one from rows, because a norm never looks at a row in any other way:

- whether a row counts at all is a question of its cell (kanaal, day, open, appointment, vraagtype, onderwerp) and of
  its uitkomst; `afgebrokenBinnen` asks for the waits of those with uitkomst afgebroken, which are kept;
- a term was kept exactly when the duration on its clock is at most its number of units (meetklok.py), and each
  clock's durations are kept as they are: not in classes, and not rounded;
- shares, means and nearest-rank percentiles are functions of how often each value occurs, not of the order.

What does not come from a norm, the hours and the kalender, is worked out when it is counted. Another kalender of a year
that has been counted asks for a recount of its rows.

On the wait and the other durations `seconden` is always there. The other clocks are left out where they say nothing
new: those in seconds when they ran along with it, those in days when all ended on the day on which they began.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Annotated, Final, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta, Struct

from registry.projections.meetklok import KLOKKEN, Klok, Meetklok, Uren
from registry.projections.metingrij import Contactrij
from registry.projections.verdelingen import LEEG, met, met_once, nullen, opgeteld, totaal
from registry.statements.metingen import UITKOMSTEN, Uitkomst

Tijdmaat = Literal[
    "wachttijd",
    "ontvangstbevestiging",
    "terugbeltijd",
    "toegezegd-terugbelmoment",
    "antwoordtijd",
    "afhandeltijd",
    "afspraaktermijn",
]
Getalmaat = Literal["doorverbindingen", "tevredenheid", "juistheid"]  # juistheid: 1 right, 0 wrong
TIJDMATEN: Final[tuple[Tijdmaat, ...]] = get_args(Tijdmaat)
GETALMATEN: Final[tuple[Getalmaat, ...]] = get_args(Getalmaat)
_MATEN: Final = {maat: i for i, maat in enumerate((*TIJDMATEN, *GETALMATEN))}  # another order: a recount
_KLOK: Final = {klok: i for i, klok in enumerate(KLOKKEN)}
_UITKOMST: Final[Mapping[str, int]] = {uitkomst: i for i, uitkomst in enumerate(UITKOMSTEN)}
_rest: Final = attrgetter("bevestigd", "teruggebeld", "beantwoord", "afgehandeld", "afspraak")
_NIETS_MEER: Final = (None,) * 5
_GEEN_GETALLEN: Final[tuple[tuple[int, int], ...]] = ()
_UITGEBLEVEN: Final = len(KLOKKEN)  # in the place of a clock
_DAGKLOK: Final = _KLOK["werkdagen"]  # from here on, a clock counts days
_PER_MAAT: Final = (len(KLOKKEN) + 1) * len(UITKOMSTEN)
_OP_AFSPRAAK: Final = frozenset({"balie", "videobellen"})  # one comes there for what was agreed elsewhere
_TOEGEZEGD: Final = _MATEN["toegezegd-terugbelmoment"]
# what one contactmoment adds: its uitkomst, durations (which, and on each clock), and other numbers
Voorval: TypeAlias = tuple[int, Sequence[tuple[int, Sequence[int]]], Sequence[tuple[int, int]]]


class Cel(Struct, frozen=True, kw_only=True, cache_hash=True):
    """What a counter is of. `lijn` is `<oin>/<naam>`, `dag` the local date of `begonnen`.

    `binnen`: its hours had it open at `begonnen`. A storing does not close it: who is refused "wegens drukte" came
    when it should have been open.
    """

    lijn: str
    kanaal: str
    dag: date
    binnen: bool
    afspraak: bool
    vraagtype: int | None
    onderwerp: str | None


class Telling(Struct, frozen=True, array_like=True):
    """How many per uitkomst, in the order of `UITKOMSTEN`; and distributions, by a number for maat, clock and uitkomst.

    A distribution is bytes, so that only what is asked for is unpacked: the width of its numbers, the values in order,
    and how often each occurs.
    """

    aantallen: Annotated[tuple[int, ...], Meta(min_length=len(UITKOMSTEN), max_length=len(UITKOMSTEN))]
    verdelingen: dict[int, bytes]

    @property
    def waarnemingen(self) -> int:
        """Count them all."""
        return sum(self.aantallen)

    def aantal(self, uitkomst: Uitkomst) -> int:
        """Count those with this uitkomst."""
        return self.aantallen[_UITKOMST[uitkomst]]

    def tijden(self, maat: Tijdmaat, klok: Klok, uitkomst: Uitkomst) -> bytes:
        """Give how long it took on a clock, of those of which it is known."""
        i = _MATEN[maat] * _PER_MAAT + _UITKOMST[uitkomst]
        return _on_clock(self.verdelingen, i, _KLOK[klok])

    def getallen(self, maat: Getalmaat, uitkomst: Uitkomst) -> bytes:
        """Give the numbers of a maat that is no duration, of those of which it is known."""
        return self.verdelingen.get(_MATEN[maat] * _PER_MAAT + _UITKOMST[uitkomst], LEEG)

    def uitgebleven(self, uitkomst: Uitkomst) -> int:
        """Count those to whom a call back was promised of which nothing is known."""
        i = _TOEGEZEGD * _PER_MAAT + _UITGEBLEVEN * len(UITKOMSTEN) + _UITKOMST[uitkomst]
        return totaal(self.verdelingen.get(i, LEEG))


NIETS: Final = Telling((0,) * len(UITKOMSTEN), {})


def voorval(rij: Contactrij, uren: Uren, klok: Meetklok) -> Voorval:
    """Say what a contactmoment adds to its counters: its uitkomst, durations on every clock, and numbers."""
    uitkomst = _UITKOMST[rij.uitkomst]
    duren = tuple(
        [(maat * _PER_MAAT + uitkomst, klok.duren(begin, einde, uren.werk)) for maat, begin, einde in _durations(rij)]
    )
    getallen = _GEEN_GETALLEN if rij.doorverbonden is rij.tevredenheid is rij.juist is None else _numbers(rij, uitkomst)
    if rij.toegezegd is not None and rij.teruggebeld is None:
        getallen += ((_TOEGEZEGD * _PER_MAAT + _UITGEBLEVEN * len(UITKOMSTEN) + uitkomst, 0),)
    return uitkomst, duren, getallen


def _numbers(rij: Contactrij, uitkomst: int) -> tuple[tuple[int, int], ...]:
    given = (7, rij.doorverbonden), (8, rij.tevredenheid), (9, rij.juist)
    return tuple((maat * _PER_MAAT + uitkomst, int(getal)) for maat, getal in given if getal is not None)


def bijgeteld(eerder: Telling, voorvallen: Iterable[Voorval]) -> Telling:
    """Add contactmomenten to a counter: as if each had been counted apart, and all added up."""
    aantallen = list(eerder.aantallen)
    per_duur: dict[int, list[Sequence[int]]] = {}
    per_getal: dict[int, list[int]] = {}
    for uitkomst, duren, getallen in voorvallen:
        aantallen[uitkomst] += 1
        for i, op_klokken in duren:
            per_duur.setdefault(i, []).append(op_klokken)
        for i, getal in getallen:
            per_getal.setdefault(i, []).append(getal)
    verdelingen = dict(eerder.verdelingen)
    for i, getallen_ in per_getal.items():
        verdelingen[i] = met(verdelingen.get(i, LEEG), getallen_)
    for i, rijen in per_duur.items():
        seconden, *andere = zip(*rijen, strict=True)
        done: dict[tuple[bytes, Sequence[int]], bytes] = {}  # clocks mostly run along with each other
        for k, column in enumerate(andere, start=1):
            key = i + k * len(UITKOMSTEN)
            if key in verdelingen or (any(column) if k >= _DAGKLOK else column != seconden):
                verdelingen[key] = met_once(done, _on_clock(eerder.verdelingen, i, k), column)
        verdelingen[i] = met_once(done, eerder.verdelingen.get(i, LEEG), seconden)
    return Telling(tuple(aantallen), verdelingen)


def _durations(rij: Contactrij) -> Iterable[tuple[int, int, int]]:
    """Give what took time: the maat, when it began and when it ended."""
    van, wacht = rij.begonnen, rij.wachttijd
    if wacht is not None and _rest(rij) == _NIETS_MEER:  # as most are
        return ((0, van, van + wacht),)
    return _all_durations(rij)


def _all_durations(rij: Contactrij) -> Iterator[tuple[int, int, int]]:
    van, afspraak = rij.begonnen, rij.afspraak
    hier = rij.kanaal in _OP_AFSPRAAK
    if rij.wachttijd is not None:  # who came for what was agreed, and early, does not wait until then
        yield 0, max(van, afspraak) if hier and afspraak is not None else van, van + rij.wachttijd
    if afspraak is not None and not hier:
        yield 6, van, afspraak
    if rij.bevestigd is not None:
        yield 1, van, rij.bevestigd
    if rij.teruggebeld is not None:
        yield 2, van, rij.teruggebeld
        if rij.toegezegd is not None:
            yield _TOEGEZEGD, rij.toegezegd, rij.teruggebeld
    if rij.beantwoord is not None:
        yield 4, van, rij.beantwoord
    if rij.afgehandeld is not None:
        yield 5, van, rij.afgehandeld


def samen(*tellingen: Telling) -> Telling:
    """Add counters up; in any order, and of any cells."""
    if len(tellingen) <= 1:
        return tellingen[0] if tellingen else NIETS
    aantallen = tuple(map(sum, zip(*(telling.aantallen for telling in tellingen), strict=True)))
    parts: dict[int, list[bytes]] = {}
    for telling in tellingen:
        for key, raw in telling.verdelingen.items():
            parts.setdefault(key, []).append(raw)
    for key, found in parts.items():
        i, klok = _clock_of(key)
        if klok and len(found) < len(parts.get(i, ())):  # some left it out, since it says what `seconden` says
            found.extend(
                _on_clock(telling.verdelingen, i, klok) for telling in tellingen if key not in telling.verdelingen
            )
    return Telling(aantallen, {key: opgeteld(found) for key, found in parts.items()})


def uitkomsten_van(tellingen: Sequence[Telling]) -> dict[Uitkomst, int]:
    """Count how many there are of each uitkomst in all of these."""
    totalen = map(sum, zip(*[telling.aantallen for telling in tellingen], strict=True))
    return dict.fromkeys(UITKOMSTEN, 0) | dict(zip(UITKOMSTEN, totalen, strict=False))


def tijden_van(tellingen: Sequence[Telling], maat: Tijdmaat, klok: Klok, over: Iterable[Uitkomst]) -> list[bytes]:
    """Collect how long it took, of those with one of these uitkomsten."""
    begin, nummer = _MATEN[maat] * _PER_MAAT, _KLOK[klok]
    found = []
    for uitkomst in over:
        i = begin + _UITKOMST[uitkomst]
        known = [telling.verdelingen for telling in tellingen if i in telling.verdelingen]
        found += [_on_clock(verdelingen, i, nummer) for verdelingen in known] if nummer else [v[i] for v in known]
    return found


def getallen_van(tellingen: Sequence[Telling], maat: Getalmaat, over: Iterable[Uitkomst]) -> list[bytes]:
    """Collect the numbers, of those with one of these uitkomsten."""
    keys = [_MATEN[maat] * _PER_MAAT + _UITKOMST[uitkomst] for uitkomst in over]
    return [telling.verdelingen[key] for key in keys for telling in tellingen if key in telling.verdelingen]


def encode(telling: Telling) -> bytes:
    """Write a counter as MessagePack. Distributions are in the byte order of this machine."""
    return msgspec.msgpack.encode(telling)


def decode(raw: bytes) -> Telling:
    """Read a counter back.

    Raises:
        msgspec.DecodeError: it is none.
    """
    return _DECODER.decode(raw)


def _on_clock(verdelingen: dict[int, bytes], i: int, klok: int) -> bytes:
    """Give a duration on a clock; where that is left out, what it says."""
    found = verdelingen.get(i + klok * len(UITKOMSTEN))
    if found is None:
        seconden = verdelingen.get(i, LEEG)
        return nullen(totaal(seconden)) if klok >= _DAGKLOK and seconden else seconden
    return found


def _clock_of(key: int) -> tuple[int, int]:
    """Give the number of the same durations in seconds, and on which clock these are: 0 when there is no other."""
    maat, rest = divmod(key, _PER_MAAT)
    klok, uitkomst = divmod(rest, len(UITKOMSTEN))
    return maat * _PER_MAAT + uitkomst, klok if klok < _UITGEBLEVEN else 0


_DECODER: Final = msgspec.msgpack.Decoder(Telling)
