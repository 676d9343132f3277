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
    gesloten wegens Goede Vrijdag · gesloten: kerstavond · nu gesloten (it opens later that day)
    · gesloten op 24 december vanaf 12.00 uur · gesloten op zaterdag
    andere tijden op 24 december: kerstavond
    opent maandag 28 december 9.00 uur · opent niet in de komende 400 dagen
    Voor 2031 is er nog geen kalender: feestdagen zijn niet meegerekend
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from msgspec import Struct

from registry.statements.kalenders import Kalender
from registry.statements.klok import DAG, MIDDERNACHT, opens_at, wall_time
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


def bereikbaar(rooster: Rooster | None, kalenders: Mapping[int, Kalender], *, at: datetime) -> Bereikbaar:
    """Say whether it is open at this moment, until when, and when it opens after that.

    Raises:
        ValueError: `at` has no time zone.
        OverflowError: `at` lies in the first days of year 1, or after 9998: ask nothing there.
    """
    vandaag, at = wall_time(at).date(), at.astimezone(UTC)
    if rooster is not None and _never_closes(rooster):
        return Bereikbaar(nu=True, tot=None, volgende=None, redenen=("altijd open",))
    agenda = agenda_of(rooster, kalenders)
    laatste = vandaag + HORIZON_DAGEN * DAG
    horizon = opens_at(datetime.combine(laatste + DAG, MIDDERNACHT))
    zonder_kalender: set[int] = set()
    vorige: Opening | None = None
    huidig: Opening | None = None
    volgende: Opening | None = None
    for opening in agenda.openingen(vandaag, laatste, zonder_kalender):
        if opening.tot <= at:
            vorige = opening
        elif opening.van <= at:
            huidig = opening
        else:
            volgende = Opening(opening.van, min(opening.tot, horizon))
            break
    regel = agenda.dag(vandaag)
    if huidig is None:
        tot = None
        redenen = [_closed(agenda, regel, vandaag, vorige=vorige, volgende=volgende)]
    else:
        tot = huidig.tot if huidig.tot < horizon else None
        redenen = [_open(tot, vandaag)]
    if regel.afwijking is not None and regel.afwijking.open:
        redenen.append(f"andere tijden op {spreek_datum(vandaag)}: {regel.afwijking.reden}")
    if volgende is None and huidig is None:
        redenen.append(f"opent niet in de komende {HORIZON_DAGEN} dagen")
    elif volgende is not None and huidig is None:
        redenen.append(f"opent {spreek_moment(volgende.van, peildatum=vandaag)}")
    redenen += [spreek_zonder_kalender(jaar) for jaar in sorted(zonder_kalender)]
    return Bereikbaar(nu=huidig is not None, tot=tot, volgende=volgende, redenen=tuple(redenen))


def _never_closes(rooster: Rooster) -> bool:
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
