# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Is it open now, until when, and when does it open again: for a program, and in sentences for people.

    >>> from datetime import UTC, time
    >>> from registry.statements.feestdagen import voorstel_kalender
    >>> from registry.statements.openingstijden import Openingsblok
    >>> werkweek = Openingsblok(dagen=("ma", "di", "wo", "do", "vr"), van=time(9), tot=time(17))
    >>> goede_vrijdag = datetime(2026, 4, 3, 10, 0, tzinfo=UTC)
    >>> bereikbaar(Rooster(openingstijden=(werkweek,)), {2026: voorstel_kalender(2026)}, at=goede_vrijdag).redenen
    ('gesloten wegens Goede Vrijdag', 'opent dinsdag 7 april 9.00 uur')

The sentences, in this order:

    altijd open · open tot 17.00 uur · open tot dinsdag 7 april 6.00 uur · open zonder sluiting in de komende 400 dagen
    · open tot 14.00 uur, daarna gesloten wegens storing: verhuizing
    gesloten wegens storing: verhuizing (it would be open now)
    gesloten wegens Goede Vrijdag · gesloten: kerstavond · nu gesloten (it opens later that day)
    · gesloten op 24 december vanaf 12.00 uur · gesloten op zaterdag
    andere tijden op 24 december: kerstavond
    gesloten wegens storing: verhuizing · vanaf maandag 28 december 9.00 uur gesloten wegens storing: verhuizing
    · (it would open then, but does not)
    opent maandag 28 december 9.00 uur · opent niet in de komende 400 dagen
    Voor 2031 is er nog geen kalender: feestdagen zijn niet meegerekend

A `Dichtperiode` closes whatever the rooster says. One that changes nothing, because it is over or because the rooster
is closed all the while, is not spoken of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Final, NamedTuple

from msgspec import Struct

from registry.statements.kalenders import Kalender
from registry.statements.klok import DAG, MIDDERNACHT, midnight, wall_time
from registry.statements.openingstijden import DAGEN, Rooster
from registry.statements.spreektaal import (
    WEEKDAGEN,
    spreek_dag,
    spreek_datum,
    spreek_moment,
    spreek_tijd,
    spreek_zonder_kalender,
)
from registry.statements.werktijd import Agenda, Dagrooster, Opening, agenda_of

HORIZON_DAGEN: Final = 400  # further ahead nobody plans a call


class Bereikbaar(Struct, frozen=True, kw_only=True):
    """Whether something is open at a moment, until when, and when it opens after that.

    `tot` is None while closed, and while open without an end within 400 days. `volgende` begins within
    400 days; should it last longer than that, it is cut off there. `redenen` are for people.
    """

    nu: bool
    tot: datetime | None
    volgende: Opening | None
    redenen: tuple[str, ...]


class Dichtperiode(Struct, frozen=True):
    """Closed from `van` (inclusive) to `tot` (exclusive), both aware; `reden` as one would say it after a colon."""

    van: datetime
    tot: datetime
    reden: str


class _Rondom(NamedTuple):
    """The openings around a moment: the last that is over, the one it is in, the first to come."""

    vorige: Opening | None
    huidig: Opening | None
    volgende: Opening | None


def bereikbaar(
    rooster: Rooster | None,
    kalenders: Mapping[int, Kalender],
    *,
    at: datetime,
    dicht: Sequence[Dichtperiode] = (),
) -> Bereikbaar:
    """Say whether it is open at this moment, until when, and when it opens after that.

    Args:
        dicht: when it is closed whatever the rooster says; in any order, they may overlap.

    Raises:
        ValueError: `at` has no time zone.
        OverflowError: `at` lies in the first days of year 1, or after 9998: ask nothing there.
    """
    vandaag, at = wall_time(at).date(), at.astimezone(UTC)
    dicht = _to_come(dicht, at)
    altijd = rooster is not None and never_closes(rooster)
    if altijd and not dicht:
        return Bereikbaar(nu=True, tot=None, volgende=None, redenen=("altijd open",))
    agenda = agenda_of(rooster, kalenders)
    laatste = vandaag + HORIZON_DAGEN * DAG
    horizon = midnight(laatste + DAG)
    zonder_kalender: set[int] = set()

    def walk() -> Iterator[Opening]:
        if altijd:
            return iter((Opening(at, horizon),))
        heel = agenda.openingen(vandaag, laatste, zonder_kalender)
        return (Opening(opening.van, min(opening.tot, horizon)) for opening in heel)

    gewoon = _around(walk(), at)  # as the rooster has it
    echt = _around(_cut(walk(), dicht), at) if dicht else gewoon
    tot = echt.huidig.tot if echt.huidig is not None and echt.huidig.tot < horizon else None
    regel = agenda.dag(vandaag)
    if echt.huidig is not None:
        redenen = ["altijd open" if altijd and tot is None else _open(tot, vandaag)]
        if gewoon.huidig is not None and echt.huidig.tot < gewoon.huidig.tot:
            redenen[0] += f", daarna {_because(_closing(dicht, echt.huidig.tot))}"
    elif gewoon.huidig is not None:
        redenen = [_because(_closing(dicht, at))]
    else:
        redenen = [_closed(agenda, regel, vandaag, vorige=gewoon.vorige, volgende=gewoon.volgende)]
    if regel.afwijking is not None and regel.afwijking.open:
        redenen.append(f"andere tijden op {spreek_datum(vandaag)}: {regel.afwijking.reden}")
    redenen += _swallowed(gewoon, echt, dicht, at=at, vandaag=vandaag)
    if echt.huidig is None and echt.volgende is None:
        redenen.append(f"opent niet in de komende {HORIZON_DAGEN} dagen")
    elif echt.huidig is None and echt.volgende is not None:
        redenen.append(f"opent {spreek_moment(echt.volgende.van, peildatum=vandaag)}")
    redenen += [spreek_zonder_kalender(jaar) for jaar in sorted(zonder_kalender)]
    return Bereikbaar(nu=echt.huidig is not None, tot=tot, volgende=echt.volgende, redenen=tuple(redenen))


def _to_come(dicht: Sequence[Dichtperiode], at: datetime) -> list[Dichtperiode]:
    """Give what is not over yet, in UTC and in order of `van`."""
    utc = (Dichtperiode(een.van.astimezone(UTC), een.tot.astimezone(UTC), een.reden) for een in dicht)
    return sorted((een for een in utc if een.van < een.tot and at < een.tot), key=attrgetter("van"))


def _around(openingen: Iterable[Opening], at: datetime) -> _Rondom:
    """Look no further than the first opening to come."""
    vorige: Opening | None = None
    huidig: Opening | None = None
    for opening in openingen:
        if opening.tot <= at:
            vorige = opening
        elif opening.van <= at:
            huidig = opening
        else:
            return _Rondom(vorige, huidig, opening)
    return _Rondom(vorige, huidig, None)


def _cut(openingen: Iterable[Opening], dicht: Sequence[Dichtperiode]) -> Iterator[Opening]:
    """Yield what is left of the openings; `dicht` is in order of `van`."""
    for opening in openingen:
        van = opening.van
        for een in dicht:
            if een.tot <= van or opening.tot <= een.van:
                continue
            if van < een.van:
                yield Opening(van, een.van)
            van = een.tot
        if van < opening.tot:
            yield Opening(van, opening.tot)


def _swallowed(
    gewoon: _Rondom, echt: _Rondom, dicht: Sequence[Dichtperiode], *, at: datetime, vandaag: date
) -> Iterator[str]:
    """Say why it does not open when the rooster says that it does."""
    if gewoon.huidig is not None or gewoon.volgende is None:
        return
    van = gewoon.volgende.van
    if echt.volgende is None or echt.volgende.van != van:
        een = _closing(dicht, van)
        vanaf = "" if een.van <= at else f"vanaf {spreek_moment(van, peildatum=vandaag)} "
        yield f"{vanaf}{_because(een)}"


def _closing(dicht: Sequence[Dichtperiode], at: datetime) -> Dichtperiode:
    """Give the first that closes it at this moment; one does."""
    return next(een for een in dicht if een.van <= at < een.tot)


def _because(een: Dichtperiode) -> str:
    return f"gesloten wegens storing: {een.reden}"


def never_closes(rooster: Rooster) -> bool:
    """Say so of what is always open, and of the clearest way to write that out, without walking 400 days."""
    if rooster.afwijkingen:
        return False
    return not rooster.openingstijden or (
        rooster.feestdagen == "gewoon"
        and any(
            blok.van == blok.tot and blok.week is None and not blok.nde and set(blok.dagen) == set(DAGEN)
            for blok in rooster.openingstijden
        )
    )


def _open(tot: datetime | None, vandaag: date) -> str:
    if tot is None:
        return f"open zonder sluiting in de komende {HORIZON_DAGEN} dagen"
    sluit = wall_time(tot)
    if sluit.date() == vandaag or sluit == datetime.combine(vandaag + DAG, MIDDERNACHT):
        return f"open tot {spreek_tijd(tot, einde=True)}"
    return f"open tot {spreek_moment(tot, peildatum=vandaag, einde=True)}"


def _closed(
    agenda: Agenda, regel: Dagrooster, vandaag: date, *, vorige: Opening | None, volgende: Opening | None
) -> str:
    if regel.feestdag is not None:
        return f"gesloten wegens {regel.feestdag.naam}"
    if regel.afwijking is not None and not regel.afwijking.open:
        return f"gesloten: {regel.afwijking.reden}"
    if volgende is not None and wall_time(volgende.van).date() == vandaag:
        return "nu gesloten"
    if vorige is not None:  # it ended today, or it would not have been found
        return f"gesloten op {spreek_datum(vandaag)} vanaf {spreek_tijd(vorige.tot)}"
    weekdag = DAGEN[vandaag.weekday()]
    if any(weekdag in blok.dagen for blok in agenda.patroon(vandaag.year)):  # but not this week, or not this one
        return f"gesloten op {spreek_dag(vandaag)}"
    return f"gesloten op {WEEKDAGEN[vandaag.weekday()]}"
