# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Pigeonholes: the lines on one subject in one area, in the order in which one would try them.

    ("onderwerp", "aow", "gm0153")     lines on aow for Enschede alone
    ("onderwerp", "aow", "landelijk")  … for the whole country
    ("onderwerp", "aow", "*")          … all of them
    ("organisatie", "00000099…", "*")  the lines of one organisation; these few are not laid out by area

The order of a pigeonhole only changes when somebody opens or closes, or the day ends: between two such moments
it is kept, so that a question costs as much as it shows and not as much as there is. Only the first `KEPT` lines
are kept; a question that needs more (because filters or conditions take many away) has them worked out for itself.
What is small is not worth keeping.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Final, NamedTuple, TypeAlias

from registry.projections.ingangen import Ingang, KanaalKort
from registry.projections.uren import NOOIT, Grenzen, Uren, is_open

Sleutel: TypeAlias = tuple[str, str, str]
OVERAL: Final = "*"
LANDELIJK: Final = "landelijk"
PER_GEBIED: Final = frozenset({"alle", "onderwerp"})
KEPT: Final = 24
SMALL: Final = 12


class Kandidaat(NamedTuple):
    """A line by its best channel at a moment. Tuples compare in rank order: no two have the same id.

    `dicht`: nobody can be spoken to now. `opent_s` is 0 when open, else when it opens (in seconds since 1970).
    `plaats`: how many times it opened or closed so far in its `Grenzen`; -1 when a storing has a say in that.
    """

    dicht: bool
    belofte_s: float
    opent_s: int
    id: str
    kanaal: int
    plaats: int
    ingang: Ingang


class Orde(NamedTuple):
    """The first lines of a pigeonhole in rank order, from one moment until another. `heel`: all of them."""

    van: int
    tot: int
    kandidaten: list[Kandidaat]
    heel: bool


class Vak:
    """The lines of one pigeonhole, ordered by id."""

    __slots__ = ("_kept", "ingangen")

    def __init__(self, ingangen: tuple[Ingang, ...]) -> None:
        self.ingangen = ingangen
        self._kept: tuple[Uren, int, dict[str | None, list[Orde]]] | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vak) and self.ingangen == other.ingangen

    def __hash__(self) -> int:
        return hash(self.ingangen)

    def orde(self, uren: Uren, at_s: int, dag: tuple[int, int, int], kanaal: str | None) -> Orde:
        """Give the first lines, in the order in which one would try them at a moment.

        Args:
            dag: the local day of the moment: its number, first second and end.
            kanaal: only by channels of this soort; None: by any, and where people can be spoken to only by those.
        """
        if len(self.ingangen) <= SMALL:
            return self._make(uren, at_s, dag, kanaal, KEPT)
        kept = self._kept
        if kept is None or kept[0] is not uren or kept[1] != uren.ronde:
            kept = self._kept = (uren, uren.ronde, {})
        orders = kept[2].setdefault(kanaal, [])
        i = bisect_right(orders, at_s, key=_van) - 1
        if i >= 0 and at_s < orders[i].tot:
            return orders[i]
        made = self._make(uren, at_s, dag, kanaal, KEPT)
        if uren.keep_order() == kept[1]:
            orders.insert(bisect_left(orders, made.van, key=_van), made)
        return made

    def alle(self, uren: Uren, at_s: int, dag: tuple[int, int, int], kanaal: str | None) -> Orde:
        """Give every line in that order."""
        return self._make(uren, at_s, dag, kanaal, len(self.ingangen))

    def _make(self, uren: Uren, at_s: int, dag: tuple[int, int, int], kanaal: str | None, first: int) -> Orde:
        nummer, van, tot = dag
        found: list[Kandidaat] = []
        for ingang in self.ingangen:
            if ingang.exists(nummer):
                best, since, until = best_channel(ingang, uren, at_s, nummer, kanaal)
                van, tot = max(van, since), min(tot, until)
                if best is not None:
                    found.append(best)
        return Orde(van, tot, heapq.nsmallest(first, found), heel=len(found) <= first)


def best_channel(
    ingang: Ingang, uren: Uren, at_s: int, dag: int, kanaal: str | None
) -> tuple[Kandidaat | None, int, int]:
    """Choose the channel of a line to try at a moment; and say from when until when that holds.

    A line on which people can be spoken to is tried by those channels only, unless another soort is asked for.
    """
    best: Kandidaat | None = None
    van, tot = -NOOIT, NOOIT
    speaks = kanaal is None and any(kort.gesprek for kort in ingang.kanalen)
    for i, kort in enumerate(ingang.kanalen):
        if kort.gesprek if speaks else kanaal is None or kort.soort == kanaal:
            grenzen = hours(ingang, kort, uren, dag)
            place = bisect_right(grenzen, at_s)
            open_now = place % 2 == 1
            changes = grenzen[place] if place < len(grenzen) else NOOIT
            if place:
                van = max(van, grenzen[place - 1])
            tot = min(tot, changes)
            this = Kandidaat(
                not (open_now and kort.gesprek),
                kort.belofte_s,
                0 if open_now else changes,
                ingang.id,
                i,
                place if ingang.storing is None else -1,
                ingang,
            )
            if best is None or this < best:
                best = this
    return best, van, tot


def hours(ingang: Ingang, kort: KanaalKort, uren: Uren, dag: int) -> Grenzen:
    """Give when a channel of a line opens and closes around a local day, storing and all."""
    if ingang.storing is None:
        return uren.grenzen(kort.rooster_nummer, kort.rooster, dag)
    return uren.disturbed(kort.rooster_nummer, kort.rooster, dag, ingang.storing.dicht(kort.soort))


def open_now(ingang: Ingang, uren: Uren, at_s: int, dag: int) -> bool:
    """Say whether any channel of a line is open at a moment on this local day."""
    return any(is_open(hours(ingang, kort, uren, dag), at_s)[0] for kort in ingang.kanalen)


def sleutels(ingang: Ingang) -> Iterator[Sleutel]:
    """Yield every pigeonhole that a line lies in."""
    yield ("organisatie", ingang.houder.oin, OVERAL)
    for gebeurtenis in dict.fromkeys(ingang.levensgebeurtenissen):
        yield ("levensgebeurtenis", gebeurtenis, OVERAL)
    onderwerpen = dict.fromkeys(ingang.onderwerpen)
    for gebied in (OVERAL, *ingang.gebieden):
        yield ("alle", "", gebied)
        for onderwerp in onderwerpen:
            yield ("onderwerp", onderwerp, gebied)


def vakken_of(ingangen: Iterable[Ingang]) -> dict[Sleutel, Vak]:
    """Sort lines, given in order of id, into their pigeonholes."""
    found: dict[Sleutel, list[Ingang]] = {}
    for ingang in ingangen:
        for sleutel in sleutels(ingang):
            try:
                found[sleutel].append(ingang)
            except KeyError:
                found[sleutel] = [ingang]
    return {sleutel: Vak(tuple(here)) for sleutel, here in found.items()}


def changed(vak: Vak | None, out: Ingang | None, into: Ingang | None) -> Vak | None:
    """Take one line out and put another in, of the same id; None when nothing is left."""
    here = [ingang for ingang in vak.ingangen if out is None or ingang.id != out.id] if vak else []
    if into is not None:
        here.insert(bisect_left(here, into.id, key=attrgetter("id")), into)
    return Vak(tuple(here)) if here else None


_van = attrgetter("van")
