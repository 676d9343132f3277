# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""When something is open: a rooster laid over the real days of the network's kalenders (contract, section 3).

What holds on a day, first match wins; the hours of a block all belong to the day on which it begins:

    1. an afwijking of that one day, as written
    2. an afwijking of several days, when the pattern opens that day, also when it is a feestdag
    3. a feestdag of the kalender, as the rooster's `feestdagen` says: closed
    4. the pattern

A rooster without `openingstijden` is always open: its afwijkingen hold (of one day or of several), feestdagen
do not touch it. No rooster at all (None) means the kantoortijden of the kalender of the year, and in a year
without kalender `KANTOORTIJDEN`. In such a year there are no feestdagen; answers say where that mattered.
Answers are in UTC, openings are `[van, tot)`, in order, and never touch each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Final, NamedTuple

from msgspec import Struct

from registry.statements.feestdagen import KANTOORTIJDEN
from registry.statements.kalenders import Feestdag, Kalender
from registry.statements.klok import DAG, MIDDERNACHT, closes_at, opens_at, wall_time
from registry.statements.openingstijden import (
    DAGEN,
    Afwijking,
    Openingsblok,
    Rooster,
    Tijdvak,
    opent_op,
    past_midnight,
)

ALTIJD: Final = (Openingsblok(dagen=DAGEN, van=MIDDERNACHT, tot=MIDDERNACHT),)


class Opening(Struct, frozen=True):
    """Open from `van` (inclusive) to `tot` (exclusive), in UTC."""

    van: datetime
    tot: datetime


class Dagrooster(NamedTuple):
    """What holds on one day, and which rule said so (neither: the pattern did)."""

    vakken: Sequence[Openingsblok | Tijdvak]
    afwijking: Afwijking | None = None
    feestdag: Feestdag | None = None
    zonder_kalender: bool = False  # the kalender of the year would have had a say


class Agenda(Struct, frozen=True):
    """A rooster over kalenders, to be asked day by day.

    With `kantoor` the kantoortijden take the place of the pattern; the rest of the rooster holds.
    """

    rooster: Rooster
    kalenders: Mapping[int, Kalender]
    kantoor: bool = False

    def dag(self, dag: date) -> Dagrooster:
        """Say what holds on this day."""
        vakken = [blok for blok in self.patroon(dag.year) if opent_op(blok, dag)]
        for afwijking in self.rooster.afwijkingen:
            if afwijking.van <= dag <= afwijking.tot and (vakken or afwijking.van == afwijking.tot):
                return Dagrooster(afwijking.open, afwijking=afwijking)
        feestdagen = "gewoon" if self.altijd else self.rooster.feestdagen
        kalender = self.kalenders.get(dag.year)
        if kalender is None:
            return Dagrooster(vakken, zonder_kalender=self.kantoor or feestdagen != "gewoon")
        if vakken and feestdagen != "gewoon":
            for feestdag in kalender.dagen:
                if feestdag.datum == dag and (feestdagen == "gesloten" or feestdag.soort != "gelijkgesteld-kb"):
                    return Dagrooster((), feestdag=feestdag)
        return Dagrooster(vakken)

    def patroon(self, jaar: int) -> Sequence[Openingsblok]:
        """Give the pattern of the week, as it is in this year."""
        if self.kantoor:
            kalender = self.kalenders.get(jaar)
            return KANTOORTIJDEN if kalender is None else kalender.kantoortijden
        return ALTIJD if self.altijd else self.rooster.openingstijden

    @property
    def altijd(self) -> bool:
        """Whether it is always open, but for the afwijkingen."""
        return not self.kantoor and not self.rooster.openingstijden

    def openingen(self, eerste: date, laatste: date, zonder_kalender: set[int]) -> Iterator[Opening]:
        """Yield the openings that begin on these days, or the night before, as far as the last midnight.

        Looks no further than it is asked for, and adds the years that lack a kalender as they come to matter.
        """
        huidig: Opening | None = None
        dag = eerste - DAG
        while dag <= laatste:
            regel = self.dag(dag)
            middernacht = datetime.combine(dag + DAG, MIDDERNACHT)
            for vak in sorted(regel.vakken, key=_begin):
                tot = datetime.combine(dag + DAG if past_midnight(vak) else dag, vak.tot)
                if dag < eerste and tot <= middernacht:
                    continue  # over before the first day began
                if regel.zonder_kalender:
                    zonder_kalender.add(dag.year)
                opening = Opening(opens_at(datetime.combine(dag, vak.van)), closes_at(tot))
                if huidig is not None and opening.van <= huidig.tot:
                    huidig = Opening(huidig.van, max(huidig.tot, opening.tot))
                elif opening.van < opening.tot:  # the night in March swallows what lies in the skipped hour
                    if huidig is not None:
                        yield huidig
                    huidig = opening
            if huidig is not None and huidig.tot < opens_at(middernacht):
                yield huidig  # nothing of a later day can touch it
                huidig = None
            dag += DAG
        if huidig is not None:
            yield huidig


def agenda_of(rooster: Rooster | None, kalenders: Mapping[int, Kalender]) -> Agenda:
    """Lay a rooster over the kalenders; None is the kantoortijden."""
    return Agenda(rooster or Rooster(), kalenders, kantoor=rooster is None)


def openingen(
    rooster: Rooster | None, kalenders: Mapping[int, Kalender], *, van: datetime, tot: datetime
) -> list[Opening]:
    """List the openings in `[van, tot)`, cut off at both ends: their lengths add up to the time open.

    Raises:
        ValueError: `van` or `tot` has no time zone.
        OverflowError: The first day of year 1 or the last of 9999 is in it.
    """
    eerste, laatste = wall_time(van).date(), wall_time(tot).date()
    van, tot = van.astimezone(UTC), tot.astimezone(UTC)
    heel = agenda_of(rooster, kalenders).openingen(eerste, laatste, set())
    geknipt = (Opening(max(opening.van, van), min(opening.tot, tot)) for opening in heel)
    return [opening for opening in geknipt if opening.van < opening.tot]


def _begin(vak: Openingsblok | Tijdvak) -> time:
    return vak.van
