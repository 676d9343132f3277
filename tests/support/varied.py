# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Lines of which no two are alike, the same ones from the same seed. TEST ONLY.

leden = varied(Random(7), members=5, lines=40)
moments(Random(7), 10)    around the opening times, storingen and terms of those lines
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar

from registry.statements.openingstijden import DAGEN, Afwijking, Duur, Eenheid, Openingsblok, Tijdvak
from registry.statements.professionallijnen import (
    Adres,
    Balie,
    BurgerAanwezig,
    Chat,
    EenKanaal,
    EenToegangseis,
    Email,
    Gegevensuitwisseling,
    Geldigheid,
    Identificatie,
    Maat,
    MachtigingEis,
    OrganisatiesoortEis,
    Post,
    Professionallijn,
    RolEis,
    Telefoon,
    Toezegging,
    Videobellen,
    Webformulier,
    WerkgebiedEis,
)
from registry.statements.storingen import Storing
from tests.support.directory import Houder, lid
from tests.support.network import lijn

T = TypeVar("T")
BEGIN = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # a Monday
ONDERWERPEN = ("aow", "boetes", "toeslag", "huur")
GEBEURTENISSEN = ("verhuizen", "met pensioen gaan")
GEMEENTEN = ("gm0153", "gm0363", "gm0344")
ROLLEN = ("casemanager", "arts")
WOORDEN = ("pensioen", "boete", "bekeuring", "zorgtoeslag", "huur", "kind", "verblijf", "belasting", "studie", "auto")
_WEEK = DAGEN[:5]
_WERKDAG = Openingsblok(dagen=_WEEK, van=time(9), tot=time(17))
_BLOKKEN: Sequence[tuple[Openingsblok, ...]] = (
    (_WERKDAG,),
    (_WERKDAG,),
    (Openingsblok(dagen=_WEEK, van=time(8, 30), tot=time(12)), Openingsblok(dagen=_WEEK, van=time(13), tot=time(17))),
    (Openingsblok(dagen=("ma", "do"), van=time(9), tot=time(21)),),
    (Openingsblok(dagen=DAGEN, van=time(0), tot=time(0)),),
    (Openingsblok(dagen=("vr", "za"), van=time(22), tot=time(2)),),
    (Openingsblok(dagen=("wo",), van=time(9), tot=time(10), nde=(1,)),),
)
_MATEN: Sequence[Maat] = ("wachttijd", "wachttijd", "baliewachttijd", "terugbeltijd", "antwoordtijd")
_EENHEDEN: Sequence[Eenheid] = (
    "seconden", "minuten", "minuten", "uren", "werkuren", "werkdagen", "kalenderdagen", "weken",
)  # fmt: skip


def varied(chance: Random, *, members: int, lines: int) -> list[Houder]:
    """Members with lines, and a beheerder without; some lines are withdrawn, over, to come or disturbed."""
    kinds: list[list[Professionallijn]] = [[] for _ in range(members)]
    for number in range(lines):
        kinds[number % members].append(a_line(chance, f"lijn-{number}"))
    leden = [lid("obpt", rollen=("beheerder",))]
    for number, mine in enumerate(kinds):
        disturbed = {line.naam: a_storing(chance) for line in mine if chance.random() < 0.2}
        gone = [line.naam for line in mine if chance.random() < 0.1]
        standing: dict[str, Any] = {}
        if number and chance.random() < 0.2:
            standing = chance.choice(({"status": "geschorst"}, {"geldig_tot": date(2026, 11, 24)}))
        leden.append(lid(f"lid-{number}", *mine, storingen=disturbed, weg=gone, **standing))
    return leden


def moments(chance: Random, many: int) -> list[datetime]:
    """Moments within eleven days, on the hour or half hour and near it, in any order."""
    return [
        BEGIN
        + timedelta(minutes=30 * chance.randrange(-48, 11 * 48))
        + timedelta(seconds=chance.choice((0, 0, 0, -1, 1, 17)))
        for _ in range(many)
    ]


def a_line(chance: Random, naam: str) -> Professionallijn:
    """A line as somebody might publish it."""
    return lijn(
        naam,
        titel=f"{chance.choice(WOORDEN).title()} {naam}",
        omschrijving=_maybe(chance, f"Ook over {chance.choice(WOORDEN)}."),
        onderwerpen=_some(chance, ONDERWERPEN),
        trefwoorden=_some(chance, WOORDEN),
        vraagtypen=tuple(sorted(_some(chance, (1, 2, 3)))) if chance.random() < 0.3 else (),
        levensgebeurtenissen=_some(chance, GEBEURTENISSEN) if chance.random() < 0.5 else (),
        werkgebied=(_some(chance, GEMEENTEN) or GEMEENTEN[:1]) if chance.random() < 0.4 else "landelijk",
        kanalen=tuple(a_channel(chance) for _ in range(chance.choice((1, 1, 2, 3)))),
        toegangseisen=tuple(_eis(chance) for _ in range(chance.choice((0, 0, 1, 2)))),
        gegevensuitwisseling=(_GEGEVENS,) if chance.random() < 0.3 else (),
        terugval=_maybe(chance, f"lid-{chance.randrange(3)}/lijn-{chance.randrange(9)}"),
        geldig=chance.choice(_GELDIG),
    )


def a_channel(chance: Random) -> EenKanaal:
    """A channel with hours, exceptions and promises."""
    said: dict[str, Any] = {
        "openingstijden": chance.choice(_BLOKKEN),
        "afwijkingen": chance.choice(_AFWIJKINGEN),
        "feestdagen": chance.choice(("gesloten", "gesloten", "alleen-erkend", "gewoon")),
        "toezeggingen": tuple(a_promise(chance) for _ in range(chance.choice((0, 1, 1, 2)))),
        "toelichting": _maybe(chance, 'Noem "code" <rood> & \\ é.'),
    }
    mailbox = said | {"openingstijden": chance.choice(((), (), (_WERKDAG,)))}
    match chance.randrange(8):
        case 0:
            return Email(adres="lijn@example.nl", **mailbox)
        case 1:
            return Webformulier(url="https://lijn.example/formulier", **mailbox)
        case 2:
            return Post(adres=_ADRES, **mailbox)
        case 3:
            return Chat(url="https://lijn.example/chat", **said)
        case 4:
            return Balie(adres=_ADRES, gemeente="gm0153", afspraak=chance.random() < 0.5, **said)
        case 5:
            return Videobellen(url="https://lijn.example/video", **said)
        case _:
            return Telefoon(nummer="+31880000101", keuze=_maybe(chance, "toets 2"), **said)


def a_promise(chance: Random) -> Toezegging:
    """A promise in any unit."""
    return Toezegging(
        maat=chance.choice(_MATEN),
        drempel=Duur(aantal=chance.choice((0, 1, 2, 30, 60)), eenheid=chance.choice(_EENHEDEN)),
        aandeel=_maybe(chance, 0.8),
    )


def a_storing(chance: Random) -> Storing:
    """A storing of some hours in the first week, over or to come."""
    van = BEGIN + timedelta(minutes=30 * chance.randrange(-48, 6 * 48))
    return Storing(
        gevolg=chance.choice(("dicht", "dicht", "beperkt")),
        van=van,
        tot=van + timedelta(minutes=chance.choice((30, 240, 1440))),
        reden=f"verhuizing {chance.randrange(3)}",
        kanalen=_maybe(chance, ("telefoon",)) or (),
        alternatief=_maybe(chance, f"lid-0/lijn-{chance.randrange(9)}"),
    )


def _eis(chance: Random) -> EenToegangseis:
    return chance.choice(
        (
            RolEis(toegestaan=(chance.choice(ROLLEN),)),
            BurgerAanwezig(),
            MachtigingEis(vormen=("mondeling", "schriftelijk")),
            Identificatie(gegevens=("geboortedatum",)),
            OrganisatiesoortEis(toegestaan=("gemeente",), toelichting="Alleen overheid."),
            WerkgebiedEis(gemeenten=(chance.choice(GEMEENTEN),)),
        )
    )


def _maybe(chance: Random, value: T) -> T | None:
    return value if chance.random() < 0.4 else None


def _some(chance: Random, values: Sequence[T]) -> tuple[T, ...]:
    return tuple(chance.sample(values, chance.randrange(1, min(4, len(values) + 1))))


_ADRES = Adres(straat="Markt 1", postcode="7511 JX", plaats="Enschede")
_GEGEVENS = Gegevensuitwisseling(gegevens="besluit", richting="geeft", grondslag="Wet SUWI art. 62")
_GELDIG = (
    *[Geldigheid(van=date(2026, 1, 1))] * 6,
    Geldigheid(van=date(2026, 11, 26)),
    Geldigheid(van=date(2026, 1, 1), tot=date(2026, 11, 27)),
)
_AFWIJKINGEN: Sequence[tuple[Afwijking, ...]] = (
    (),
    (),
    (),
    (Afwijking(van=date(2026, 11, 25), tot=date(2026, 11, 25), reden="studiedag"),),
    (
        Afwijking(
            van=date(2026, 11, 26),
            tot=date(2026, 11, 27),
            open=(Tijdvak(van=time(10), tot=time(11)), Tijdvak(van=time(14), tot=time(15))),
            reden="verbouwing",
        ),
    ),
)
