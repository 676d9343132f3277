# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was measured, read back: of lines, of who reported, of lokets; and who may see which of it.

    the organisation of a line     everything of its lines, and never which loket reported, unless that loket says that
                                   it may (`toontMetingen` in its own description)
    who reported                   everything it reported itself
    the OBPT                       everything
    other members                  everything of lines and lokets, but a small count only as "< 5" (inzage.Kijker)

Reading costs what is read: a range of each line's own series, in which every day and cell has one row.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from msgspec import Struct

from registry.errors import StoreError
from registry.projections.gemeten import gemeten
from registry.projections.gids import Gids
from registry.projections.inzage import Kijker
from registry.projections.tellingen import Cel, Telling, uitkomsten_van
from registry.projections.vensters import Venster
from registry.registrar.telraam import (
    Geteld,
    Kanaalcel,
    eerste_van_maand,
    hulpcel,
    kanaalcel,
    reeks_lijn,
    reeks_loket,
    reeks_maand,
    reeks_melder,
)
from registry.statements.klok import DAG
from registry.store.meetboek import Meetboek, Plek
from registry.wire.metingen import Meldcijfer, Uitkomsten

LOKAAL: Final = frozenset({"gemeente", "provincie", "waterschap", "samenwerkingsorganisatie"})


class Lijncijfer(NamedTuple):
    """A counter of a line, and when the last of what it counts came in."""

    cel: Cel
    telling: Telling
    bijgewerkt: datetime


class Melding(NamedTuple):
    """What one reporter reported on a line in a month; `loket` is `<oin>/<naam>`, None when it named none."""

    melder: str
    loket: str | None
    lijn: str
    maand: date
    cel: Kanaalcel
    telling: Telling


class Deel(Struct, frozen=True, kw_only=True):
    """A share with its denominator: `van` are those of which it is known and that it is about."""

    aantal: int
    van: int
    onbekend: int


class Loketcijfer(Struct, frozen=True, kw_only=True):
    """What citizens came to a loket with in a period: the three figures of the programme's own table."""

    loket: str
    hulpvragen: int
    landelijk: Deel
    meerdere: Deel
    contact_gelegd: Deel


def van_lijnen(boek: Meetboek, lijnen: Iterable[str], van: date, tot: date) -> list[Lijncijfer]:
    """Read the counters of lines (`<oin>/<naam>`) of days van ≤ dag < tot, ordered by line and day."""
    found = boek.tellingen([reeks_lijn(lijn) for lijn in lijnen], van, tot)
    return [
        Lijncijfer(_cel(place), _telling(geteld), datetime.fromtimestamp(geteld.bijgewerkt, tz=UTC))
        for place, geteld in found
    ]


def maanden_van_lijnen(boek: Meetboek, lijnen: Iterable[str], van: date, tot: date) -> list[Lijncijfer]:
    """Read the counters of lines by month, under the first day of each, of all vraagtypen and onderwerpen together."""
    found = boek.tellingen([reeks_maand(lijn) for lijn in lijnen], eerste_van_maand(van), tot)
    return [
        Lijncijfer(_cel(place), _telling(geteld), datetime.fromtimestamp(geteld.bijgewerkt, tz=UTC))
        for place, geteld in found
    ]


def lijnen_van(boek: Meetboek, oin: str) -> list[str]:
    """List the lines of an organisation of which something was measured, also those that were withdrawn.

    Args:
        oin: empty: of all of them.
    """
    return [reeks.removeprefix("maand/") for reeks in boek.reeksen(reeks_maand(f"{oin}/" if oin else ""))]


def van_melder(boek: Meetboek, oin: str, van: date, tot: date) -> list[Melding]:
    """Read what an organisation reported itself, in the months from that of `van` until `tot`."""
    return _meldingen(boek, boek.reeksen(reeks_melder(oin)), van, tot)


def herleidbaar(boek: Meetboek, gids: Gids, lijnen: Sequence[str], van: date, tot: date) -> list[Melding]:
    """Read which loket reported what on these lines, of the lokets that allow it to be told."""
    open_ = [id_ for id_, stand in gids.loketten.items() if stand.loket.toont_metingen]
    wanted = [reeks_melder(loket.partition("/")[0], loket, lijn) for loket in open_ for lijn in lijnen]
    return _meldingen(boek, wanted, van, tot)


def gezien_door(boek: Meetboek, gids: Gids, kijker: Kijker, melder: str | None, dagen: Venster) -> list[Meldcijfer]:
    """Count by month what reporters handed in, as far as one may see that it was they.

    Args:
        melder: only what this organisation handed in; None: all that one may see, and for the OBPT its own.
    """
    van, tot = dagen.eerste, dagen.laatste + DAG
    whose = melder or kijker.oin
    found: list[Melding] = []
    if kijker.ziet_alles_van(whose):
        found = van_melder(boek, whose, van, tot)
    if whose != kijker.oin or melder is None:
        told = herleidbaar(boek, gids, lijnen_van(boek, kijker.oin), van, tot)
        known = {(een.melder, een.loket, een.lijn) for een in found}
        found += [
            een for een in told if melder in {None, een.melder} and (een.melder, een.loket, een.lijn) not in known
        ]
    groups: dict[tuple[str, str, str, date, str, bool], list[Melding]] = {}
    for een in found:
        cel = een.cel
        key = een.melder, een.loket or "", een.lijn, een.maand, cel.kanaal, cel.binnen
        groups.setdefault(key, []).append(een)
    return [_meldcijfer(group) for _, group in sorted(groups.items())]


def _meldcijfer(group: Sequence[Melding]) -> Meldcijfer:
    een = group[0]
    cel = Cel(
        lijn=een.lijn,
        kanaal=een.cel.kanaal,
        dag=een.maand,
        binnen=een.cel.binnen,
        afspraak=False,
        vraagtype=None,
        onderwerp=None,
    )
    keren = uitkomsten_van([melding.telling for melding in group])
    return Meldcijfer(
        melder=een.melder,
        loket=een.loket,
        lijn=een.lijn,
        kanaal=cel.kanaal,
        maand=een.maand,
        binnen=cel.binnen,
        waarnemingen=sum(keren.values()),
        uitkomsten=Uitkomsten(**{uitkomst.replace("-", "_"): keer for uitkomst, keer in keren.items()}),
        gemeten=gemeten(cel.kanaal, [(cel, melding.telling) for melding in group]),
    )


def samen_van(boek: Meetboek, gids: Gids, naam: str, loketten: Iterable[str], van: date, tot: date) -> Loketcijfer:
    """Work out the figures of lokets (`<oin>/<naam>`) together, of days van ≤ dag < tot, under a name."""
    keren: list[tuple[int, tuple[str, ...] | None, str | None]] = []
    for place, geteld in boek.tellingen([reeks_loket(loket) for loket in loketten], van, tot):
        cel = hulpcel(place.cel)
        keren.append((_keer(geteld), cel.organisaties, cel.contact_gelegd))
    lokaal = {oin for oin, said in gids.organisaties.items() if said.organisatiesoort in LOKAAL}
    return _loketcijfer(naam, keren, lokaal)


def loketten_van(boek: Meetboek) -> list[str]:
    """List the lokets with hulpvragen."""
    return [reeks.removeprefix("loket/") for reeks in boek.reeksen("loket/")]


def _loketcijfer(
    loket: str, keren: Iterable[tuple[int, tuple[str, ...] | None, str | None]], lokaal: set[str]
) -> Loketcijfer:
    totaal = bekend = landelijk = meerdere = ja = nee = leeg = 0
    for keer, organisaties, contact in keren:
        totaal += keer
        if organisaties is not None:
            bekend += keer
            landelijk += keer * any(oin not in lokaal for oin in organisaties)
            meerdere += keer * (len(organisaties) > 1)
        ja += keer * (contact == "ja")
        nee += keer * (contact == "nee")
        leeg += keer * (contact is None)
    return Loketcijfer(
        loket=loket,
        hulpvragen=totaal,
        landelijk=Deel(aantal=landelijk, van=bekend, onbekend=totaal - bekend),
        meerdere=Deel(aantal=meerdere, van=bekend, onbekend=totaal - bekend),
        contact_gelegd=Deel(aantal=ja, van=ja + nee, onbekend=leeg),
    )


def _meldingen(boek: Meetboek, reeksen: Sequence[str], van: date, tot: date) -> list[Melding]:
    told = []
    for place, geteld in boek.tellingen(reeksen, eerste_van_maand(van), tot):
        _, oin, naam, lijnhouder, lijn = place.reeks.split("/")
        told.append(
            Melding(
                melder=oin,
                loket=None if naam == "-" else f"{oin}/{naam}",
                lijn=f"{lijnhouder}/{lijn}",
                maand=date.fromordinal(place.dag),
                cel=kanaalcel(place.cel),
                telling=_telling(geteld),
            )
        )
    return told


def _cel(place: Plek) -> Cel:
    cel = kanaalcel(place.cel)
    return Cel(
        lijn=place.reeks.partition("/")[2],
        kanaal=cel.kanaal,
        dag=date.fromordinal(place.dag),
        binnen=cel.binnen,
        afspraak=cel.afspraak,
        vraagtype=cel.vraagtype,
        onderwerp=cel.onderwerp,
    )


def _telling(geteld: Geteld) -> Telling:
    if not isinstance(geteld.wat, Telling):
        raise StoreError("In het meetboek staat op deze plek geen telling van contactmomenten.")
    return geteld.wat


def _keer(geteld: Geteld) -> int:
    if not isinstance(geteld.wat, int):
        raise StoreError("In het meetboek staat op deze plek geen telling van hulpvragen.")
    return geteld.wat
