# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""One made-up line of a network of thousands, in the likeness of those in fixtures/demo. TEST ONLY.

One to three subjects with some of their keywords; one or two channels with the hours of a week: whole days,
a lunch break, some mornings, or an afternoon in even or odd weeks only; a promise for each channel; one or two
conditions; one exchange of data. Some 1.2 KB of JSON.
"""

from datetime import date, time
from random import Random
from typing import Final

import msgspec
from msgspec import Struct

from registry.statements.openingstijden import Afwijking, Dag, Duur, Openingsblok, Tijdvak
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
    Kwaliteit,
    Leercirkel,
    MachtigingEis,
    Professionallijn,
    RolEis,
    Telefoon,
    Terugbelverzoek,
    Toezegging,
    WerkgebiedEis,
)

WERKDAGEN: Final[tuple[Dag, ...]] = ("ma", "di", "wo", "do", "vr")
KERSTAVOND: Final = Afwijking(
    van=date(2026, 12, 24), tot=date(2026, 12, 24), open=(Tijdvak(van=time(9), tot=time(12)),), reden="kerstavond"
)
EIGEN_WERKGEBIED: Final = 12  # with more municipalities than this, a condition would only repeat the werkgebied


class Onderwerp(Struct, frozen=True, kw_only=True):
    """A subject, and the words that people use for it."""

    code: str
    naam: str
    trefwoorden: tuple[str, ...]

    @property
    def woorden(self) -> list[str]:
        """Every word of its name and keywords, once."""
        return list(dict.fromkeys(word for text in (self.naam, *self.trefwoorden) for word in text.split()))


def lijn(
    n: int, serial: int, houder: str, gebied: tuple[str, ...], onderwerpen: tuple[Onderwerp, ...], chance: Random
) -> Professionallijn:
    """Make line `n` of a network, the `serial`-th of its organisation; without `gebied` it is landelijk."""
    about = chance.sample(onderwerpen, chance.choice((1, 2, 2, 3)))
    words = list(
        dict.fromkeys(word for said in about for word in chance.sample(said.trefwoorden, chance.randint(2, 3)))
    )
    return Professionallijn(
        naam=f"{about[0].code}-{serial}",
        titel=f"{about[0].naam}, lijn voor professionals",
        omschrijving=f"Rechtstreeks overleg met een medewerker van {houder} over {' en '.join(words[:2])}. "
        "Bel als de vraag niet kan wachten, of als u samen een oplossing zoekt.",
        onderwerpen=tuple(said.code for said in about),
        trefwoorden=tuple(words),
        vraagtypen=chance.choice(((1, 2, 3), (1, 2), (2, 3))),
        werkgebied=gebied or "landelijk",
        kanalen=tuple(_kanalen(n, chance)),
        toegangseisen=tuple(chance.sample(_eisen(gebied), chance.randint(1, 2))),
        gegevensuitwisseling=(
            Gegevensuitwisseling(
                gegevens=chance.choice(("besluit", "uitkeringsspecificatie", "status-aanvraag", "betaalgegevens")),
                richting=chance.choice(("geeft", "beide")),
                grondslag=chance.choice(("Wet SUWI art. 62", "Participatiewet art. 64", "Awb art. 2:1")),
            ),
        ),
        kwaliteit=Kwaliteit(mandaat=chance.choice(("beslist-zelf", "legt-voor", "informeert")), talen=("nl", "en")),
        leercirkel=Leercirkel(contact="leercirkel@example.nl", terugkoppeling=Duur(aantal=5, eenheid="werkdagen")),
        geldig=Geldigheid(van=date(2026, 1, 1)),
        bevestigd=date(2026, 10, 1),
    )


def _kanalen(n: int, chance: Random) -> list[EenKanaal]:
    hours, wait = _hours(chance), _within("wachttijd", chance.choice((30, 60, 90, 120, 180, 300)), "seconden")
    desk = Adres(straat="Stationsplein 1", postcode="1234 AB", plaats="Voorbeeldstad")
    kerst = (KERSTAVOND,) if chance.random() < 0.3 else ()
    spoken: list[EenKanaal] = [
        Telefoon(nummer=f"+3188{n:07d}", openingstijden=hours, afwijkingen=kerst, toezeggingen=(wait,)),
        Balie(adres=desk, openingstijden=hours, toezeggingen=(_within("baliewachttijd", 15, "minuten"),)),
        Chat(url="https://example.nl/chat", openingstijden=hours, toezeggingen=(wait,)),
    ]
    kept: list[EenKanaal] = [
        Email(adres="lijnen@example.nl", toezeggingen=(_within("antwoordtijd", chance.randint(1, 5), "werkdagen"),)),
        Terugbelverzoek(
            url="https://example.nl/terugbellen",
            openingstijden=hours,
            toezeggingen=(_within("terugbeltijd", chance.choice((2, 4, 8)), "werkuren"),),
        ),
    ]
    first = chance.choices(spoken, (8, 1, 1))
    return [*first, chance.choice(kept)] if chance.random() < 0.5 else first


def _hours(chance: Random) -> tuple[Openingsblok, ...]:
    begin, end = chance.choice((time(8), time(8, 30), time(9))), chance.choice((time(16, 30), time(17), time(17, 30)))
    kind = chance.random()
    if kind < 0.5:
        return (Openingsblok(dagen=WERKDAGEN, van=begin, tot=end),)
    if kind < 0.7:
        return (
            Openingsblok(dagen=WERKDAGEN, van=begin, tot=time(12)),
            Openingsblok(dagen=WERKDAGEN, van=time(13), tot=end),
        )
    if kind < 0.85:
        some = chance.sample(WERKDAGEN, 3)
        return (Openingsblok(dagen=tuple(dag for dag in WERKDAGEN if dag in some), van=begin, tot=time(12, 30)),)
    week = chance.choice(("even", "oneven"))
    return (
        Openingsblok(dagen=WERKDAGEN[:4], van=begin, tot=end),
        Openingsblok(dagen=("vr",), van=begin, tot=end, week="even" if week == "even" else "oneven"),
    )


def _eisen(gebied: tuple[str, ...]) -> list[EenToegangseis]:
    eisen: list[EenToegangseis] = [
        RolEis(toegestaan=("overheidsdienstverlener", "casemanager", "sociaal-raadslid")),
        BurgerAanwezig(),
        MachtigingEis(vormen=("mondeling", "schriftelijk", "digid-machtigen")),
        Identificatie(gegevens=("bsn", "geboortedatum")),
    ]
    return [*eisen, WerkgebiedEis(gemeenten=gebied)] if 0 < len(gebied) <= EIGEN_WERKGEBIED else eisen


def _within(maat: str, aantal: int, eenheid: str) -> Toezegging:
    made: Toezegging = msgspec.convert(
        {"maat": maat, "drempel": {"aantal": aantal, "eenheid": eenheid}, "aandeel": 0.9}, Toezegging
    )
    return made
