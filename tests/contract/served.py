# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A network in which every route has something to answer, put on HTTP by a register of its own. TEST ONLY.

Its clock begins where every test network begins, so no key expires, and runs on from there as clocks do.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any

from litestar import Litestar
from litestar.testing import TestClient

from registry.client import Register, Toegang
from registry.oauth.tokensleutels import Tokensleutels
from registry.projections.inzage import Kijker
from registry.registrar.toelichtingen import leg_bij
from registry.statements.feestdagen import voorstel_kalender
from registry.statements.loketten import Aanwezigheid, Loket
from registry.statements.normschendingen import Normschending, Normverwijzing, Toelichting
from registry.statements.openingstijden import Afwijking, Duur, Tijdvak
from registry.statements.professionallijnen import (
    Adres,
    BurgerAanwezig,
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
    Toezegging,
    WerkgebiedEis,
)
from registry.statements.servicenormen import Servicenorm, TeltNietMee, Voorwaarden
from registry.statements.toetreding import Bron, Kanaaltoets, Schendingtoets
from registry.web.app import create_app
from registry.web.tempo import Grenzen
from tests.support.network import WERKWEEK, Lid, Network, lijn, secret
from tests.support.toetreding import BEWIJS, beoordeel, lever_in, vraag

TOELICHTING = Toelichting(zout="0123456789abcdef" * 2, tekst="Na een kwartier wachten werd er opgehangen.")
BRON = Bron(document="Adviesnotitie 2023", plaats="hoofdstuk 6", citaat="Is mandatering nodig?")
TOKEN_MINUTES = 60  # the longest there is
FREE = Grenzen(**dict.fromkeys(Grenzen.__struct_fields__, 1_000_000))  # tests of the description ask without end
ADRES = Adres(straat="Hengelosestraat 51", postcode="7514 AD", plaats="Enschede")


class Served:
    """The network, and one of its members as caller."""

    def __init__(self) -> None:
        self.net = net = Network()
        net.obpt.say(voorstel_kalender(2027), "kalender/2027")
        net.obpt.say(norm(), "servicenorm/telefoon-opnemen")
        self.svb = svb = net.lid("svb", organisatiesoort="uitvoeringsorganisatie")
        cjib = net.lid("cjib")
        enschede = net.lid("enschede", rollen=("loket", "beheerder"), organisatiesoort="gemeente")
        net.kandidaat("wacht")
        svb.publiceer(full_line())
        svb.publiceer(lijn("opgeheven"))
        svb.trek_in("opgeheven", vervangen_door="svb/aow-professionals")
        cjib.publiceer(lijn("algemeen", trefwoorden=("bekeuring",), onderwerpen=("boetes",)))
        begin = net.clock.at + timedelta(days=200)
        until = begin + timedelta(days=1)
        other = "svb/aow-professionals"
        cjib.meld_storing("algemeen", van=begin, tot=until, kanalen=("telefoon",), alternatief=other)
        net.schors(net.lid("geschorst"))
        enschede.say(loket(), f"loket/{enschede.oin}/informatiepunt")
        vraag(net, Kanaaltoets(kanalen=("telefoon",)), "telefoon", bron=BRON)
        vraag(net, BEWIJS, "mandaat", bron=BRON)
        vraag(net, Schendingtoets(), "hersteld")
        lever_in(svb, "mandaat")
        beoordeel(net, svb, "mandaat")
        self.beller = enschede
        self.zaak = "0b9d3f5e-7c1a-4b2d-8e6f-1a2b3c4d5e6f"
        report = melding(svb.oin, net.clock.at)
        said = enschede.say(report, f"zaak/{self.zaak}")
        self.gemeld = said.signed.digest
        leg_bij(net.store, self.gemeld, TOELICHTING, lezer=Kijker(oin=enschede.oin), at=net.clock.at)

    def app(self, base_url: str, *, clock: Callable[[], datetime] | None = None, **options: Any) -> Litestar:
        """The register of this network, as it is known at an address."""
        return create_app(
            store=self.net.store,
            poortboek=self.net.poortboek,
            meetboek=self.net.meetboek,
            signer=self.net.signer,
            tokensleutels=Tokensleutels.load(secret(999).dump()),
            base_url=base_url,
            clock=clock or running(self.net.clock.at),
            new_id=self.net.new_id,
            token_minutes=TOKEN_MINUTES,
            **({"grenzen": FREE} | options),
        )

    def token(self, app: Litestar, base_url: str, lid: Lid | None = None) -> str:
        """Get a token for the caller, or another member, as its software would."""
        caller = lid or self.beller
        toegang = Toegang(client_id=f"{caller.oin}.loketsoftware", geheim=caller.toegang)
        with TestClient(app, base_url=base_url) as http:
            return Register(http, toegang=toegang, now=self.net.clock, new_id=self.net.new_id)._token()


def melding(oin: str, at: datetime) -> Normschending:
    """A report about the full line."""
    return Normschending(
        lijn=f"{oin}/aow-professionals",
        kanaal="telefoon",
        norm=Normverwijzing(naam="telefoon-opnemen", versie=1),
        moment=at - timedelta(hours=1),
        waargenomen=("te-lang-gewacht", "anders"),
        toelichting_hash=TOELICHTING.hash,
    )


def running(at: datetime) -> Callable[[], datetime]:
    """A clock that shows this moment now, and then runs on."""
    began = monotonic()
    return lambda: at + timedelta(seconds=monotonic() - began)


def full_line() -> Professionallijn:
    """A line that uses everything a line can say."""
    telefoon = Telefoon(
        nummer="+31880000101",
        keuze="toets 2",
        openingstijden=(WERKWEEK,),
        afwijkingen=(
            Afwijking(
                van=date(2026, 12, 24),
                tot=date(2026, 12, 24),
                open=(Tijdvak(van=time(9), tot=time(12)),),
                reden="kerstavond",
            ),
        ),
        toezeggingen=(
            Toezegging(maat="wachttijd", drempel=Duur(aantal=60, eenheid="seconden"), aandeel=0.8),
            Toezegging(maat="terugbeltijd", drempel=Duur(aantal=1, eenheid="werkdagen")),
        ),
    )
    return lijn(
        "aow-professionals",
        titel="AOW en nabestaanden, lijn voor professionals",
        omschrijving="Rechtstreeks overleg met een medewerker die kan beslissen.",
        onderwerpen=("aow",),
        trefwoorden=("pensioen", "nabestaande"),
        vraagtypen=(1, 2, 3),
        levensgebeurtenissen=("met pensioen gaan",),
        werkgebied=("gm0153", "gm0363"),
        kanalen=(telefoon, Email(adres="lijnen@example.nl")),
        toegangseisen=(
            RolEis(toegestaan=("casemanager",)),
            BurgerAanwezig(),
            MachtigingEis(vormen=("mondeling", "schriftelijk")),
            Identificatie(gegevens=("geboortedatum",)),
            WerkgebiedEis(gemeenten=("gm0153",)),
        ),
        gegevensuitwisseling=(
            Gegevensuitwisseling(gegevens="besluit", richting="geeft", grondslag="Wet SUWI art. 62"),
        ),
        kwaliteit=Kwaliteit(mandaat="beslist-zelf", talen=("nl", "en"), toegankelijk=("teksttelefoon",)),
        leercirkel=Leercirkel(contact="leercirkel@example.nl", terugkoppeling=Duur(aantal=5, eenheid="werkdagen")),
        terugval="cjib/algemeen",
        geldig=Geldigheid(van=date(2026, 1, 1), tot=date(2027, 12, 31)),
    )


def norm() -> Servicenorm:
    """A norm that uses everything a norm on waiting can say."""
    return Servicenorm(
        naam="telefoon-opnemen",
        versie=1,
        titel="De telefoon wordt binnen 20 seconden opgenomen",
        bron="Katwijk: opnemen binnen 20 seconden.",
        dimensie="bereikbaarheid",
        kanalen=("telefoon",),
        maat="wachttijd",
        statistiek="aandeel-binnen",
        drempel=Duur(aantal=20, eenheid="seconden"),
        richting="minstens",
        doel=0.8,
        noemer="begonnen",
        telt_niet_mee=TeltNietMee(afgebroken_binnen=Duur(aantal=5, eenheid="seconden")),
        voorwaarden=Voorwaarden(vraagtypen=(1, 2)),
        venster="kwartaal",
        klok="doorlopend",
        minimum_waarnemingen=30,
        ingangsdatum=date(2026, 1, 1),
        einddatum=date(2027, 12, 31),
    )


def loket() -> Loket:
    """A loket where two organisations sit."""
    return Loket(
        naam="informatiepunt",
        titel="Informatiepunt Enschede",
        adres=ADRES,
        gemeenten=("gm0153",),
        ontvangst="een medewerker van de gemeente",
        openingstijden=(WERKWEEK,),
        aanwezig=(Aanwezigheid(organisatie="svb", dagen=("ma", "do")),),
    )
