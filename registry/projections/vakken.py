# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Pigeonholes: the lines on one subject, in the order in which one would try them.

    ("onderwerp", "aow")            lines on aow; `.gebied("gm0153")` those for Enschede alone,
                                    `.gebied("landelijk")` those for the whole country
    ("organisatie", "00000099…")    the lines of one organisation; these few are not laid out by area

Areas are laid out when the first citizen of any of them asks. Of lines on which people can be spoken to, the open
ones come first and in an order that hardly changes: by how often they answer, by promise, then by id. So whoever
needs the first few looks down that order until enough are open, and not at all there are. What was found is kept until
somebody who was looked at opens or closes, other figures come in, or the day ends. Only the first `KEPT` lines are
kept; a question that needs more (because filters or conditions take many away) has them worked out for itself. What is
small is not worth keeping.
"""

import heapq
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple, TypeAlias

from registry.projections.ingangen import Gesprek, Ingang
from registry.projections.kandidaten import Kandidaat, best_channel
from registry.projections.meetcijfers import Cijfers
from registry.projections.uren import NOOIT, Grenzen, Uren

Sleutel: TypeAlias = tuple[str, str]
Dag: TypeAlias = tuple[int, int, int]
Plek: TypeAlias = tuple[bool, float, int, str, int, int, Ingang]  # what a Kandidaat is made of
LANDELIJK: Final = "landelijk"
PER_GEBIED: Final = frozenset({"alle", "onderwerp"})
KEPT: Final = 24
SMALL: Final = 12


class Orde:
    """The first lines of a pigeonhole in rank order, from one moment until another, within a local day.

    `heel`: these are all of them. `blijft`: the pigeonhole keeps it, for the next to ask; `per_gemeente`, of one that
    is kept: what some of its lines ask of a caller depends on the municipality.
    """

    __slots__ = ("blijft", "heel", "kandidaten", "per_gemeente", "tot", "van")

    def __init__(self, van: int, tot: int, kandidaten: list[Kandidaat], *, heel: bool) -> None:
        self.van = van
        self.tot = tot
        self.kandidaten = kandidaten
        self.heel = heel
        self.blijft = self.per_gemeente = False

    def keep(self) -> "Orde":
        """Make it one that is kept."""
        self.blijft = True
        self.per_gemeente = any(kandidaat.ingang.eisen.per_gemeente for kandidaat in self.kandidaten)
        return self


class _Soorten(NamedTuple):
    """The lines of a pigeonhole by how to look at them; none that was withdrawn.

    `gesprek`: each channel by which people can be spoken to, by promise and id; `dubbel`: some lines have several.
    """

    dubbel: bool
    gesprek: list[Gesprek]
    stil: list[Ingang]
    gestoord: list[Ingang]


class Vak:
    """The lines of one pigeonhole, ordered by id; of one area only those that were not withdrawn."""

    __slots__ = ("_gebieden", "_gemeten", "_ingangen", "_kept", "_soorten", "size")

    def __init__(self, ingangen: tuple[Ingang, ...] | None, soorten: _Soorten | None = None) -> None:
        """Take lines, or what is known of them."""
        self._ingangen = ingangen
        self._soorten = soorten
        self._gemeten: tuple[Cijfers, _Soorten] | None = None
        self._kept: tuple[Uren, int, dict[str | None, tuple[Grenzen, list[Orde]]]] | None = None
        self._gebieden: dict[str, Vak] | None = None
        self.size = sum(map(len, (ingangen or (), *(soorten or ())[1:])))  # at least as many as there are lines

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vak) and self.ingangen == other.ingangen

    def __hash__(self) -> int:
        return hash(self.ingangen)

    @property
    def ingangen(self) -> tuple[Ingang, ...]:
        """The lines."""
        if self._ingangen is not None:
            return self._ingangen
        found = {item[-1].id: item[-1] for item in self.soorten.gesprek}
        found |= {ingang.id: ingang for ingang in (*self.soorten.stil, *self.soorten.gestoord)}
        return tuple(found[id_] for id_ in sorted(found))

    @property
    def soorten(self) -> _Soorten:
        """The lines by how to look at them."""
        if self._soorten is None:
            self._soorten = _sorted_out(self.ingangen)
        return self._soorten

    def _measured(self, cijfers: Cijfers) -> _Soorten:
        """Give the same in the order in which one would try them, by what was measured."""
        if not cijfers.treden:
            return self.soorten
        known = self._gemeten
        if known is None or known[0] is not cijfers:
            moved = [(item[0] + cijfers.trede(item[1], item[3].soort), *item[1:]) for item in self.soorten.gesprek]
            moved.sort(key=_by_promise)
            known = self._gemeten = cijfers, self.soorten._replace(gesprek=moved)
        return known[1]

    def gebied(self, gebied: str) -> "Vak | None":
        """Give the lines that are for one area; of `landelijk` those that are for all."""
        if self._gebieden is None:
            dubbel = self.soorten.dubbel
            found: defaultdict[str, _Soorten] = defaultdict(lambda: _Soorten(dubbel, [], [], []))
            for item in self.soorten.gesprek:  # in order, so each area has them in order
                for here in item[-1].gebieden:
                    found[here].gesprek.append(item)
            for ingang in self.soorten.stil:
                for here in ingang.gebieden:
                    found[here].stil.append(ingang)
            for ingang in self.soorten.gestoord:
                for here in ingang.gebieden:
                    found[here].gestoord.append(ingang)
            self._gebieden = {here: Vak(None, soorten) for here, soorten in found.items()}
        return self._gebieden.get(gebied)

    def orde(self, uren: Uren, at_s: int, dag: Dag, kanaal: str | None) -> Orde:
        """Give the first lines, in the order in which one would try them at a moment.

        Args:
            dag: the local day of the moment: its number, first second and end.
            kanaal: only by channels of this soort; None: by any, and where people can be spoken to only by those.
        """
        if self.size <= SMALL:
            return self._make(uren, at_s, dag, kanaal, KEPT)
        kept = self._kept
        if kept is None or kept[0] is not uren or kept[1] != uren.ronde:
            kept = self._kept = (uren, uren.ronde, {})
        begins, orders = kept[2].get(kanaal, _GEEN)
        place = bisect_right(begins, at_s)
        if place and at_s < (found := orders[place - 1]).tot:
            return found
        made = self._make(uren, at_s, dag, kanaal, KEPT)
        if uren.keep_order() == kept[1]:
            place = bisect_left(begins, made.van)
            begin = array("q", [made.van])
            kept[2][kanaal] = begins[:place] + begin + begins[place:], [*orders[:place], made.keep(), *orders[place:]]
        return made

    def eerder(self, eind: Kandidaat, uren: Uren, at_s: int, dag: Dag) -> list[Kandidaat]:
        """Give the lines that one would try before a candidate at which somebody can be spoken to, in that order."""
        nummer, (dicht, hoogstens, *_) = dag[0], eind
        venster, soorten = uren.venster(nummer), self._measured(uren.cijfers)
        found: list[Kandidaat] = []
        seen: set[str] = set()
        for belofte_s, id_, kanaal, kort, eerste, laatste, ingang in soorten.gesprek:
            if belofte_s > hoogstens:
                break
            if eerste <= nummer <= laatste:
                grenzen = venster.get(kort.rooster_nummer)
                if grenzen is None:
                    grenzen = uren.grenzen(kort.rooster_nummer, kort.rooster, nummer)
                plaats = bisect_right(grenzen, at_s)
                if plaats % 2 and not (soorten.dubbel and id_ in seen):
                    seen.add(id_)
                    found.append(Kandidaat(dicht, belofte_s, 0, id_, kanaal, plaats, ingang))
        if soorten.gestoord:
            found = sorted(found + _every(soorten.gestoord, uren, at_s, dag, None, len(soorten.gestoord)).kandidaten)
        return found[: bisect_left(found, eind)]

    def alle(self, uren: Uren, at_s: int, dag: Dag, kanaal: str | None) -> Orde:
        """Give every line in that order."""
        return self._make(uren, at_s, dag, kanaal, self.size + 1)

    def _make(self, uren: Uren, at_s: int, dag: Dag, kanaal: str | None, first: int) -> Orde:
        if kanaal is not None:
            return _every(self.ingangen, uren, at_s, dag, kanaal, first)
        soorten = self._measured(uren.cijfers)
        found = _every(soorten.gestoord, uren, at_s, dag, None, first) if soorten.gestoord else None
        open_now, closed, van, tot, heel = _spoken(soorten, uren, at_s, dag, first)
        kandidaten = list(map(Kandidaat._make, open_now))
        if found is not None:
            kandidaten += found.kandidaten
            van, tot = max(van, found.van), min(tot, found.tot)
        if heel and soorten.stil:
            silent = _every(soorten.stil, uren, at_s, dag, None, first)
            kandidaten += silent.kandidaten
            van, tot, heel = max(van, silent.van), min(tot, silent.tot), silent.heel
        if heel:
            kandidaten += map(Kandidaat._make, closed)
        heel = heel and len(kandidaten) <= first and (found is None or found.heel)
        if found is not None or closed or soorten.stil or len(kandidaten) > first:
            kandidaten.sort()
        return Orde(van, tot, kandidaten[:first], heel=heel)


def _sorted_out(ingangen: Iterable[Ingang]) -> _Soorten:
    gesprek: list[Gesprek] = []
    stil: list[Ingang] = []
    gestoord: list[Ingang] = []
    dubbel = False
    for ingang in ingangen:
        if ingang.storing is not None:
            gestoord.append(ingang)
        elif not ingang.ingetrokken:
            channels = ingang.gesprekken
            gesprek += channels
            dubbel = dubbel or len(channels) > 1
            if not channels:
                stil.append(ingang)
    gesprek.sort(key=_by_promise)
    return _Soorten(dubbel, gesprek, stil, gestoord)


def _spoken(
    soorten: _Soorten, uren: Uren, at_s: int, dag: Dag, first: int
) -> tuple[list[Plek], list[Plek], int, int, bool]:
    """Look down the channels by which people can be spoken to, until enough are open.

    Gives the open and the closed, each as a `Kandidaat` would be and each line once, from when until when that
    holds, and whether every channel was looked at; if not, the closed ones are no answer.
    """
    nummer, van, tot = dag
    venster = uren.venster(nummer)
    open_now: list[Plek] = []
    closed: list[Plek] = []
    seen: set[str] = set()
    for belofte_s, id_, kanaal, kort, eerste, laatste, ingang in soorten.gesprek:
        if len(open_now) >= first:
            return open_now, closed, van, tot, False
        if not eerste <= nummer <= laatste:
            continue
        grenzen = venster.get(kort.rooster_nummer)
        if grenzen is None:
            grenzen = uren.grenzen(kort.rooster_nummer, kort.rooster, nummer)
        plaats = bisect_right(grenzen, at_s)
        if plaats and grenzen[plaats - 1] > van:
            van = grenzen[plaats - 1]
        changes = grenzen[plaats] if plaats < len(grenzen) else NOOIT
        tot = min(tot, changes)
        if not plaats % 2:
            closed.append((True, belofte_s, changes, id_, kanaal, plaats, ingang))
        elif not soorten.dubbel or id_ not in seen:
            seen.add(id_)
            open_now.append((False, belofte_s, 0, id_, kanaal, plaats, ingang))
    if soorten.dubbel:
        closed = [
            best for best in {found[3]: found for found in sorted(closed, reverse=True)}.values() if best[3] not in seen
        ]
    return open_now, closed, van, tot, True


def _every(ingangen: Iterable[Ingang], uren: Uren, at_s: int, dag: Dag, kanaal: str | None, first: int) -> Orde:
    """Look at every line, and at each of its channels."""
    nummer, van, tot = dag
    found: list[Kandidaat] = []
    for ingang in ingangen:
        if ingang.exists(nummer):
            best, since, until = best_channel(ingang, uren, at_s, nummer, kanaal)
            van, tot = max(van, since), min(tot, until)
            if best is not None:
                found.append(best)
    return Orde(van, tot, heapq.nsmallest(first, found), heel=len(found) <= first)


def sleutels(ingang: Ingang) -> Iterator[Sleutel]:
    """Yield every pigeonhole that a line lies in."""
    yield ("organisatie", ingang.houder.oin)
    yield ("alle", "")
    for gebeurtenis in dict.fromkeys(ingang.levensgebeurtenissen):
        yield ("levensgebeurtenis", gebeurtenis)
    for onderwerp in dict.fromkeys(ingang.onderwerpen):
        yield ("onderwerp", onderwerp)


def vakken_of(ingangen: Iterable[Ingang]) -> dict[Sleutel, Vak]:
    """Sort lines, given in order of id, into their pigeonholes."""
    lines = list(ingangen)
    by_name: dict[str, defaultdict[str, list[Ingang]]] = {
        soort: defaultdict(list) for soort in ("organisatie", "onderwerp", "levensgebeurtenis")
    }
    organisatie, onderwerp, levensgebeurtenis = by_name.values()
    for ingang in lines:
        organisatie[ingang.houder.oin].append(ingang)
        for naam in dict.fromkeys(ingang.onderwerpen):
            onderwerp[naam].append(ingang)
        for naam in dict.fromkeys(ingang.levensgebeurtenissen):
            levensgebeurtenis[naam].append(ingang)
    found = {(soort, naam): Vak(tuple(here)) for soort, named in by_name.items() for naam, here in named.items()}
    return found | ({("alle", ""): Vak(tuple(lines))} if lines else {})


def changed(vak: Vak | None, out: Ingang | None, into: Ingang | None) -> Vak | None:
    """Take one line out and put another in, of the same id; None when nothing is left."""
    here = [ingang for ingang in vak.ingangen if out is None or ingang.id != out.id] if vak else []
    if into is not None:
        here.insert(bisect_left(here, into.id, key=attrgetter("id")), into)
    return Vak(tuple(here)) if here else None


_by_promise = itemgetter(0, 1, 2)
_GEEN: Final[tuple[Grenzen, list[Orde]]] = (array("q"), [])
