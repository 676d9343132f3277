# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How a member stands: every kind of check met and not, plateaus, as of then, since when, and what will be lost."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from registry.errors import RefusedError
from registry.projections.naleving import Naleving
from registry.projections.peil import Peil
from registry.projections.professionallijnen import Lijn
from registry.projections.replay import Facts
from registry.projections.servicenormen import Normstand
from registry.projections.stand import Plaats
from registry.projections.toetreding import sinds, straks, toetreding, verloop
from registry.projections.toetredingsdossier import Bronnen, Klokken, Schending, afspraken_of, dossier_of
from registry.projections.vensters import Venster
from registry.registrar.toetreding import Dossiers
from registry.statements.klok import midnight
from registry.statements.leden import Toelating
from registry.statements.openingstijden import Duur, Openingsblok
from registry.statements.professionallijnen import (
    Email,
    Gegevensuitwisseling,
    Geldigheid,
    Identificatie,
    Leercirkel,
    RolEis,
    Telefoon,
    Toezegging,
)
from registry.statements.sleutels import Sleutel, Sleutels
from registry.statements.toetreding import (
    Bevestigdtoets,
    Bewijstoets,
    EenToets,
    Grondslagtoets,
    Kanaaltoets,
    Leercirkeltoets,
    Nalevingtoets,
    Openstellingtoets,
    Schendingtoets,
    Sleuteltoets,
    Terugvaltoets,
    Toegangseisentoets,
    Toezeggingtoets,
)
from tests.contract.served import norm
from tests.support import Lid, Network, lijn
from tests.support.network import START, secret
from tests.support.toetreding import BEWIJS, beoordeel, criterium, lever_in, oordeel, stand, vraag

VOLDAAN, NIET, ONBEKEND = "voldaan", "niet-voldaan", "nog-niet-te-beoordelen"
WERKDAGEN_5 = Duur(aantal=5, eenheid="werkdagen")
OPNEMEN = Toezegging(maat="wachttijd", drempel=Duur(aantal=20, eenheid="seconden"), aandeel=0.8)


@pytest.fixture
def net() -> Network:
    net = Network()
    net.obpt.say(replace(norm(), voorwaarden=None, einddatum=None), "servicenorm/telefoon-opnemen")
    return net


@pytest.fixture
def svb(net: Network) -> Lid:
    return net.lid("svb")


def phone(*promises: Toezegging, van: int = 9, tot: int = 17) -> Telefoon:
    blok = Openingsblok(dagen=("ma", "di", "wo", "do", "vr"), van=time(van), tot=time(tot))
    return Telefoon(nummer="+31880000101", openingstijden=(blok,), toezeggingen=promises)


def uitwisseling(grondslag: str) -> tuple[Gegevensuitwisseling, ...]:
    return (Gegevensuitwisseling(gegevens="besluit", richting="geeft", grondslag=grondslag),)


# what is asked → a line that does, and a line that does not with the words of what to do
LIJNEN: dict[str, tuple[EenToets, dict[str, Any], dict[str, Any], str]] = {
    "kanaal": (
        Kanaaltoets(kanalen=("telefoon", "chat")),
        {},
        {"kanalen": (Email(adres="lijn@example.nl"),)},
        "Publiceer een lijn met telefoon of chat.",
    ),
    "kanaal-later": (
        Kanaaltoets(kanalen=("telefoon",)),
        {},
        {"geldig": Geldigheid(van=date(2027, 3, 1))},
        "Uw lijn begint op 1 maart 2027. Laat haar eerder beginnen, of wacht tot die dag.",
    ),
    "openstelling": (
        Openstellingtoets(uren=7),
        {},
        {"kanalen": (phone(van=9, tot=13),)},
        "Open deze lijn langer: gemiddeld 7 uur per werkdag. Nu is dat 4,0 uur.",
    ),
    "toezegging": (
        Toezeggingtoets(norm="telefoon-opnemen"),
        {"kanalen": (phone(OPNEMEN),)},
        {"kanalen": (phone(replace(OPNEMEN, drempel=Duur(aantal=60, eenheid="seconden"))),)},
        (
            "Pas uw toezegging aan. U zegt 80 % binnen 60 seconden toe; norm telefoon-opnemen vraagt 80 % binnen "
            "20 seconden. Uw termijn is 40 seconden langer."
        ),
    ),
    "toezegging-zonder": (
        Toezeggingtoets(norm="telefoon-opnemen"),
        {"kanalen": (phone(OPNEMEN),)},
        {},
        (
            "Zeg bij elk kanaal een wachttijd toe die past bij norm telefoon-opnemen: De telefoon wordt binnen "
            "20 seconden opgenomen."
        ),
    ),
    "bevestigd": (
        Bevestigdtoets(dagen=22),
        {"bevestigd": date(2026, 11, 1)},
        {"bevestigd": date(2026, 10, 31)},
        (
            "Kijk na of alles nog klopt, zet de dag van vandaag bij 'bevestigd' en publiceer de lijn opnieuw. "
            "De laatste keer was 31 oktober 2026."
        ),
    ),
    "terugval": (
        Terugvaltoets(),
        {"terugval": "cjib/algemeen"},
        {},
        "Noem bij 'terugval' de lijn voor als deze niet bereikbaar is.",
    ),
    "terugval-weg": (
        Terugvaltoets(),
        {"terugval": "cjib/algemeen"},
        {"terugval": "cjib/opgeheven"},
        "De terugval cjib/opgeheven is er nu niet. Noem een lijn die er wel is.",
    ),
    "leercirkel": (
        Leercirkeltoets(binnen=WERKDAGEN_5),
        {"leercirkel": Leercirkel(contact="l@example.nl", terugkoppeling=Duur(aantal=3, eenheid="werkdagen"))},
        {},
        "Noem een contact voor de leercirkel, met een terugkoppeling binnen 5 werkdagen.",
    ),
    "leercirkel-zonder-termijn": (
        Leercirkeltoets(binnen=WERKDAGEN_5),
        {"leercirkel": Leercirkel(contact="l@example.nl", terugkoppeling=Duur(aantal=1, eenheid="kalenderdagen"))},
        {"leercirkel": Leercirkel(contact="l@example.nl")},
        "Zeg bij de leercirkel toe wanneer u antwoordt: binnen 5 werkdagen.",
    ),
    "leercirkel-traag": (
        Leercirkeltoets(binnen=WERKDAGEN_5),
        {"leercirkel": Leercirkel(contact="l@example.nl", terugkoppeling=WERKDAGEN_5)},
        {"leercirkel": Leercirkel(contact="l@example.nl", terugkoppeling=Duur(aantal=6, eenheid="werkdagen"))},
        "Antwoord sneller: u zegt 6 werkdagen toe, gevraagd is 5 werkdagen.",
    ),
    "toegangseisen": (
        Toegangseisentoets(),
        {"toegangseisen": (RolEis(toegestaan=("casemanager",)),)},
        {},
        "Zeg bij 'toegangseisen' wie deze lijn mag gebruiken.",
    ),
    "toegangseisen-soort": (
        Toegangseisentoets(eisen=("rol", "organisatiesoort")),
        {"toegangseisen": (RolEis(toegestaan=("casemanager",)),)},
        {"toegangseisen": (Identificatie(gegevens=("postcode",)),)},
        "Neem bij 'toegangseisen' een eis op van de soort rol of organisatiesoort.",
    ),
    "grondslag": (
        Grondslagtoets(),
        {"gegevensuitwisseling": uitwisseling("Wet SUWI art. 62")},
        {"gegevensuitwisseling": uitwisseling("zie de site")},
        "Noem bij besluit een wet en een artikel, zoals: Wet SUWI art. 62.",
    ),
    "grondslag-zonder": (
        Grondslagtoets(),
        {},
        {"toegangseisen": (Identificatie(gegevens=("postcode",)),)},
        "U vraagt gegevens van de burger. Zeg bij 'gegevensuitwisseling' welke gegevens u deelt, en op welke grond.",
    ),
}


@pytest.mark.parametrize("wat", LIJNEN)
def test_a_line_that_does_meets_it_and_one_that_does_not_hears_what_to_do(net: Network, svb: Lid, wat: str) -> None:
    toets, goed, mis, stap = LIJNEN[wat]
    net.lid("cjib").publiceer(lijn("algemeen"))
    vraag(net, toets)
    nothing = oordeel(svb)
    assert (nothing.oordeel, nothing.uitslag.feiten) == (NIET, ())  # nobody meets anything by having no line
    assert [een.wat.startswith("Publiceer een lijn") for een in nothing.uitslag.stappen] == [True]
    said = svb.publiceer(lijn(**goed))
    found = oordeel(svb)
    assert (found.oordeel, found.uitslag.stappen) == (VOLDAAN, ())
    assert [(feit.index, feit.digest) for feit in found.uitslag.feiten] == [(said.index, said.signed.digest)]
    svb.publiceer(lijn(**mis))
    found = oordeel(svb)
    assert (found.oordeel, [een.wat for een in found.uitslag.stappen]) == (NIET, [stap])


def test_all_lines_must_do_or_one_is_enough(net: Network, svb: Lid) -> None:
    vraag(net, Toegangseisentoets(), "alle")
    vraag(net, Toegangseisentoets(lijnen="een"), "een")
    svb.publiceer(lijn("goed", toegangseisen=(RolEis(toegestaan=("casemanager",)),)))
    assert stand(svb).oordelen() == {"alle": VOLDAAN, "een": VOLDAAN}
    svb.publiceer(lijn("mis"))
    assert stand(svb).oordelen() == {"alle": NIET, "een": VOLDAAN}
    (stap,) = oordeel(svb, "alle").uitslag.stappen
    assert stap.lijnen == ("mis",)
    svb.trek_in("mis")
    assert stand(svb).oordelen() == {"alle": VOLDAAN, "een": VOLDAAN}
    svb.trek_in("goed")
    assert stand(svb).oordelen() == {"alle": NIET, "een": NIET}


def test_only_lines_on_the_channels_that_are_named_are_looked_at(net: Network, svb: Lid) -> None:
    vraag(net, Bevestigdtoets(dagen=30, kanalen=("telefoon",)))
    svb.publiceer(lijn("post", kanalen=(Email(adres="l@example.nl"),), bevestigd=date(2020, 1, 1)))
    svb.publiceer(lijn("bel"))
    assert oordeel(svb).oordeel == VOLDAAN


def test_who_is_fallen_back_on_need_not_fall_back_itself(net: Network, svb: Lid) -> None:
    vraag(net, Terugvaltoets())
    svb.publiceer(lijn("algemeen"))
    assert oordeel(svb).oordeel == NIET
    svb.publiceer(lijn("bijzonder", terugval="svb/algemeen"))
    assert oordeel(svb).oordeel == VOLDAAN


def test_a_line_of_one_who_is_suspended_is_none_to_fall_back_on(net: Network, svb: Lid) -> None:
    cjib = net.lid("cjib")
    cjib.publiceer(lijn("algemeen"))
    vraag(net, Terugvaltoets())
    svb.publiceer(lijn(terugval="cjib/algemeen"))
    assert oordeel(svb).oordeel == VOLDAAN
    net.clock.move(hours=1)
    net.schors(cjib)
    assert oordeel(svb).oordeel == NIET
    assert oordeel(svb, at=net.clock.at).oordeel == NIET
    assert oordeel(svb, at=net.clock.at - timedelta(seconds=1)).oordeel == VOLDAAN


# --- keys -------------------------------------------------------------------------------------------------------------


def test_keys_grow_old_and_saying_them_anew_does_not_make_them_younger(net: Network, svb: Lid) -> None:
    vraag(net, Sleuteltoets(maanden=6))
    assert oordeel(svb).oordeel == VOLDAAN
    net.clock.at = midnight(date(2027, 5, 23)) - timedelta(seconds=1)  # taken on 23 November
    assert oordeel(svb).oordeel == VOLDAAN
    net.clock.move(seconds=1)
    found = oordeel(svb)
    assert found.oordeel == NIET
    assert found.uitslag.stappen[0].wat == (
        "Vervang de sleutel 'spreken' (verklaringen): u gebruikt hem al sinds 23 november 2026."
    )
    svb.say(Sleutels(sleutels=svb.sleutels(), reden="vervanging"))
    assert oordeel(svb).oordeel == NIET
    earlier = svb.geheim
    svb.geheim, svb.toegang = secret(501), secret(502)
    svb.say(Sleutels(sleutels=svb.sleutels(), reden="vervanging"), geheim=earlier)
    assert oordeel(svb).oordeel == VOLDAAN
    assert [feit.digest for feit in oordeel(svb).uitslag.feiten][-1] == net.head(f"sleutels/{svb.oin}")


def test_without_a_key_for_each_use_there_is_something_to_do(net: Network, svb: Lid) -> None:
    vraag(net, Sleuteltoets(maanden=12))
    only = [s for s in svb.sleutels() if s.gebruik == "verklaringen"]
    svb.say(Sleutels(sleutels=tuple(only), reden="vervanging"))
    found = oordeel(svb)
    assert (found.oordeel, found.uitslag.stappen[0].wat) == (
        NIET,
        "Geef nieuwe sleutels door: één voor verklaringen en één voor toegang.",
    )


def test_a_key_that_is_to_come_does_not_count_yet(net: Network, svb: Lid) -> None:
    vraag(net, Sleuteltoets(maanden=1))
    later = Sleutel(
        naam="later",
        gebruik="verklaringen",
        jwk=secret(700).jwk,
        geldig_van=net.clock.at + timedelta(days=20),
        geldig_tot=net.clock.at + timedelta(days=900),
    )
    svb.say(Sleutels(sleutels=(*svb.sleutels(), later), reden="vervanging"))
    assert oordeel(svb).oordeel == VOLDAAN


# --- measured ---------------------------------------------------------------------------------------------------------


def measured(*oordelen: tuple[date, date, str]) -> Callable[[Lijn, Normstand, date, date], Sequence[Naleving]]:
    """Adherence as it was counted: in these windows."""

    def give(line: Lijn, stand: Normstand, van: date, tot: date) -> Sequence[Naleving]:
        return [
            Naleving(
                lijn=line.id, norm=stand.naam, versie=1, venster=Venster(een, ander), dagen=Venster(een, ander),
                lopend=False, waarnemingen=99, buiten_openingstijden=0, onbekend=0, nooit=0, waarde=0.5, doel=0.8,
                eenheid="aandeel", oordeel=oordeel,  # type: ignore[arg-type]
            )
            for een, ander, oordeel in oordelen
            if ander >= van and een <= tot
        ]  # fmt: skip

    return give


Q2, Q3 = (date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 9, 30))
Q4 = (date(2026, 10, 1), date(2026, 12, 31))
TOETS = Nalevingtoets(norm="telefoon-opnemen", maanden=6)


@pytest.mark.parametrize(
    ("windows", "verdict"),
    [
        ([], ONBEKEND),
        ([(*Q3, "te-weinig-waarnemingen")], ONBEKEND),
        ([(*Q3, "gehaald")], VOLDAAN),
        ([(*Q2, "te-weinig-waarnemingen"), (*Q3, "gehaald")], VOLDAAN),
        ([(*Q2, "niet-gehaald"), (*Q3, "gehaald")], NIET),
        ([(*Q3, "gehaald"), (*Q4, "niet-gehaald")], VOLDAAN),  # that window is not over
        ([(date(2026, 1, 1), date(2026, 3, 31), "niet-gehaald"), (*Q3, "gehaald")], VOLDAAN),  # too long ago
    ],
)
def test_adherence_is_that_of_the_windows_that_ended_in_the_last_months(
    net: Network, svb: Lid, windows: list[tuple[date, date, str]], verdict: str
) -> None:
    vraag(net, TOETS)
    svb.publiceer()
    found = oordeel(svb, bronnen=Bronnen(gemeten=measured(*windows)))
    assert (found.oordeel, found.uitslag.gemeten) == (verdict, True)
    if verdict == NIET:
        assert found.uitslag.stappen[0].wat == (
            "De norm is niet gehaald van 1 april 2026 tot en met 30 juni 2026. Zoek uit waarom, en los dat op. "
            "Het telt tot 6 maanden daarna."
        )


def test_where_nothing_is_measured_nothing_can_be_judged(net: Network, svb: Lid) -> None:
    vraag(net, TOETS)
    svb.publiceer()
    assert oordeel(svb).oordeel == ONBEKEND


def test_a_bad_window_wears_off(net: Network, svb: Lid) -> None:
    vraag(net, TOETS)
    svb.publiceer()
    bronnen = Bronnen(gemeten=measured((*Q2, "niet-gehaald"), (*Q3, "gehaald")))
    dossier = Dossiers(net.store).nu([svb.oin])[1][0]
    standen = list(verloop([(net.clock.at, dossier)], datetime(2027, 4, 30, tzinfo=UTC), bronnen))
    changes = [(een.at, een.oordelen()["eis"]) for een in standen]
    assert (midnight(date(2026, 12, 31)), VOLDAAN) in changes  # until 30 December it counts
    assert changes[0][1] == NIET
    assert changes[-1][1] == ONBEKEND  # and by April nothing was measured for so long


def test_when_a_norm_is_over_the_beheerder_must_do_something(net: Network, svb: Lid) -> None:
    vraag(net, Toezeggingtoets(norm="telefoon-opnemen"))
    svb.publiceer(lijn(kanalen=(phone(OPNEMEN),)))
    assert oordeel(svb).oordeel == VOLDAAN
    ended = replace(norm(), voorwaarden=None, einddatum=date(2026, 11, 23))
    net.obpt.say(ended, "servicenorm/telefoon-opnemen")
    net.clock.move(days=1)
    found = oordeel(svb)
    assert found.oordeel == ONBEKEND
    assert [een.door for een in found.uitslag.stappen] == ["beheerder"]


# --- cases ------------------------------------------------------------------------------------------------------------


def schending(van: datetime, tot: datetime | None = None) -> Schending:
    plaats = Plaats(index=7, digest="ab" * 32, ordered_at=van)
    return Schending(zaak="z", nummer="NS-2026-1", lijn="aow", gegrond=plaats, voorbij=tot)


def test_a_violation_waits_until_it_is_repaired(net: Network, svb: Lid) -> None:
    vraag(net, Schendingtoets())
    assert oordeel(svb).oordeel == ONBEKEND  # nobody keeps cases here
    assert oordeel(svb, bronnen=Bronnen(schendingen=lambda oin: [])).oordeel == VOLDAAN
    ended = START + timedelta(days=3)
    bronnen = Bronnen(schendingen=lambda oin: [schending(START, ended)] if oin == svb.oin else [])
    found = oordeel(svb, bronnen=bronnen)
    assert (found.oordeel, found.uitslag.feiten[0].index) == (NIET, 7)
    assert found.uitslag.stappen[0].wat == "Herstel zaak NS-2026-1 en meld dat met een verklaring 'herstel'."
    dossier = Dossiers(net.store).nu([svb.oin])[1][0]
    assert toetreding(dossier, ended, bronnen).oordelen()["eis"] == VOLDAAN
    assert toetreding(dossier, ended - timedelta(seconds=1), bronnen).oordelen()["eis"] == NIET


# --- evidence ---------------------------------------------------------------------------------------------------------


def test_evidence_waits_for_a_person_and_counts_until_its_last_day(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    assert oordeel(svb).oordeel == NIET
    handed_in = lever_in(svb)
    found = oordeel(svb)
    assert (found.oordeel, found.uitslag.stappen[0].door) == (ONBEKEND, "beheerder")
    judged = beoordeel(net, svb, geldig_tot=date(2026, 12, 1))
    found = oordeel(svb)
    assert (found.oordeel, found.uitslag.uitleg) == (
        VOLDAAN,
        "Uw bewijs is voldoende. Het oordeel geldt tot en met 1 december 2026.",
    )
    assert [feit.index for feit in found.uitslag.feiten] == [handed_in.index, judged.index]
    net.clock.at = midnight(date(2026, 12, 2))
    assert oordeel(svb).oordeel == NIET


def test_what_is_not_enough_says_why(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    lever_in(svb)
    beoordeel(net, svb, oordeel="onvoldoende", redenen=("verouderd", "niet-ondertekend"))
    found = oordeel(svb)
    assert (found.oordeel, found.uitslag.uitleg) == (
        NIET,
        "Uw bewijs is onvoldoende: het is te oud, het is niet ondertekend.",
    )
    lever_in(svb, hash="cd" * 32)
    assert oordeel(svb).oordeel == ONBEKEND


def test_new_evidence_does_not_undo_what_was_judged(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    lever_in(svb)
    beoordeel(net, svb, geldig_tot=date(2026, 12, 1))
    lever_in(svb, hash="cd" * 32)
    assert oordeel(svb).oordeel == VOLDAAN
    net.clock.at = midnight(date(2026, 12, 2))
    assert oordeel(svb).oordeel == ONBEKEND  # the new one waits


def test_a_version_that_asks_something_else_ends_what_was_shown_and_what_waits(net: Network, svb: Lid) -> None:
    other = net.lid("cjib")
    vraag(net, BEWIJS)
    lever_in(svb)
    lever_in(other)
    beoordeel(net, other)
    more = Bewijstoets(wat="Het mandaatbesluit, met de bijlagen.")
    vraag(net, more, versie=2, ingangsdatum=date(2026, 12, 1))
    assert (oordeel(svb).oordeel, oordeel(other).oordeel) == (ONBEKEND, VOLDAAN)
    net.clock.at = midnight(date(2026, 12, 1))
    for lid in (svb, other):
        found = oordeel(lid)
        assert (found.oordeel, found.criterium.versie) == (NIET, 2)
        assert "versie 2" in found.uitslag.stappen[0].wat


def test_evidence_may_be_handed_in_and_judged_before_the_version_it_is_for(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    vraag(net, Bewijstoets(wat="Meer."), versie=2, ingangsdatum=date(2026, 12, 1))
    lever_in(svb, versie=2)
    beoordeel(net, svb)
    assert oordeel(svb).oordeel == NIET
    net.clock.at = midnight(date(2026, 12, 1))
    assert oordeel(svb).oordeel == VOLDAAN


def test_a_version_that_asks_the_same_leaves_what_was_shown(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    lever_in(svb)
    vraag(net, BEWIJS, versie=2, plateau=2, ingangsdatum=date(2026, 12, 1))
    net.clock.at = midnight(date(2026, 12, 1))
    assert oordeel(svb).oordeel == ONBEKEND
    beoordeel(net, svb)
    assert (oordeel(svb).oordeel, oordeel(svb).criterium.plateau) == (VOLDAAN, 2)


# --- plateaus, suspension, candidates ---------------------------------------------------------------------------------


def test_a_plateau_is_reached_when_all_of_it_and_of_those_below_is_met(net: Network, svb: Lid) -> None:
    vraag(net, Kanaaltoets(kanalen=("telefoon",)), "een")
    vraag(net, Toegangseisentoets(), "twee", plateau=2)
    vraag(net, Grondslagtoets(), "drie", plateau=3)
    svb.publiceer()
    assert [(p.plateau, p.bereikt, p.voldaan, p.totaal) for p in stand(svb).plateaus] == [
        (1, True, 1, 1),
        (2, False, 0, 1),
        (3, False, 1, 1),  # met, but not what is below
    ]
    assert stand(svb).bereikt == 1


def test_who_is_suspended_in_the_middle_reaches_nothing_and_keeps_what_it_met(net: Network, svb: Lid) -> None:
    vraag(net, Kanaaltoets(kanalen=("telefoon",)))
    vraag(net, BEWIJS, "bewijs", plateau=2)
    svb.publiceer()
    lever_in(svb, "bewijs")
    net.clock.move(hours=1)
    net.schors(svb)
    assert (stand(svb).status, stand(svb).bereikt) == ("geschorst", 0)
    assert stand(svb).oordelen() == {"eis": VOLDAAN, "bewijs": ONBEKEND}
    beoordeel(net, svb, "bewijs")  # the beheerder may go on meanwhile
    assert stand(svb).oordelen() == {"eis": VOLDAAN, "bewijs": VOLDAAN}
    net.clock.move(hours=1)
    net.laat_toe(svb)
    assert (stand(svb).status, stand(svb).bereikt) == ("toegelaten", 2)
    stukken = Dossiers(net.store).alle(svb.oin, net.clock.at)
    _, plateaus = sinds(verloop(stukken, net.clock.at, Bronnen()))
    assert plateaus == {1: net.clock.at, 2: net.clock.at}  # since it is a member again, not since before
    assert stand(svb, at=START).bereikt == 1


def test_a_suspension_that_ends_by_itself_ends_here_too(net: Network, svb: Lid) -> None:
    vraag(net, Sleuteltoets(maanden=12))
    net.clock.move(hours=1)
    said = Toelating(status="geschorst", reden="Op onderzoek.", geschorst_tot=date(2026, 11, 30))
    net.obpt.say(said, f"toelating/{svb.oin}")
    over = midnight(date(2026, 12, 1))
    assert (stand(svb).status, stand(svb).bereikt, stand(svb).wissel) == ("geschorst", 0, over)
    net.clock.at = over
    assert (stand(svb).status, stand(svb).bereikt) == ("toegelaten", 1)
    _, plateaus = sinds(verloop(Dossiers(net.store).alle(svb.oin, over), over, Bronnen()))
    assert plateaus == {1: over}


def test_a_membership_that_is_over_reaches_nothing(net: Network, svb: Lid) -> None:
    vraag(net, Sleuteltoets(maanden=12))
    net.laat_toe(svb, geldig_tot=date(2026, 11, 24))
    assert (stand(svb).status, stand(svb).bereikt) == ("toegelaten", 1)
    net.clock.move(days=2)
    assert (stand(svb).status, stand(svb).bereikt) == ("verlopen", 0)


def test_a_criterion_is_for_members_of_a_role(net: Network) -> None:
    vraag(net, Kanaaltoets(kanalen=("telefoon",)), "lijn")
    vraag(net, BEWIJS, "plan", voor=("loket",))
    assert list(stand(net.lid("svb")).oordelen()) == ["lijn"]
    assert list(stand(net.lid("stad", rollen=("loket",))).oordelen()) == ["plan"]
    assert list(stand(net.lid("beide", rollen=("loket", "publicist"))).oordelen()) == ["lijn", "plan"]
    assert list(stand(net.obpt).oordelen()) == []
    assert list(stand(net.kandidaat("wacht")).oordelen()) == ["lijn"]  # by what it asks to be


def test_a_criterion_counts_from_its_first_day_until_its_last(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS, ingangsdatum=date(2026, 12, 1), einddatum=date(2026, 12, 31))
    days = [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1)]
    found = []
    for day in days:
        net.clock.at = midnight(day)
        found.append(list(stand(svb).oordelen()))
    assert found == [[], ["eis"], ["eis"], []]


# --- through time -----------------------------------------------------------------------------------------------------


def test_what_will_be_lost_is_known_beforehand(net: Network, svb: Lid) -> None:
    vraag(net, Bevestigdtoets(dagen=30), "bevestigd")
    vraag(net, BEWIJS, "bewijs")
    vraag(net, Sleuteltoets(maanden=3), "sleutel")
    vraag(net, Grondslagtoets(), "grondslag")
    svb.publiceer(lijn(bevestigd=date(2026, 11, 1)))
    lever_in(svb, "bewijs")
    beoordeel(net, svb, "bewijs", geldig_tot=date(2026, 12, 10))
    dossier = Dossiers(net.store).nu([svb.oin])[1][0]

    def lost(days: int) -> list[tuple[str, datetime]]:
        found = straks(dossier, net.clock.at, net.clock.at + timedelta(days=days), Bronnen())
        return [(een.criterium.naam, een.vanaf) for een in found]

    assert lost(7) == []
    assert lost(30) == [("bevestigd", midnight(date(2026, 12, 2))), ("bewijs", midnight(date(2026, 12, 11)))]
    assert lost(100)[2] == ("sleutel", midnight(date(2027, 2, 23)))


def test_since_when_is_when_it_was_last_lost_or_won(net: Network, svb: Lid) -> None:
    vraag(net, Bevestigdtoets(dagen=10))
    svb.publiceer(lijn(bevestigd=date(2026, 11, 20)))
    net.clock.at = midnight(date(2026, 12, 5)) + timedelta(hours=9)
    again = net.clock.at
    svb.publiceer(lijn(bevestigd=date(2026, 12, 5)))
    net.clock.move(days=2)
    stukken = Dossiers(net.store).alle(svb.oin, net.clock.at)
    standen = list(verloop(stukken, net.clock.at, Bronnen()))
    assert sinds(standen) == ({"eis": again}, {1: again})
    lost_at = midnight(date(2026, 12, 1))
    assert (lost_at, NIET) in [(een.at, een.oordelen()["eis"]) for een in standen]
    assert oordeel(svb, at=lost_at - timedelta(seconds=1)).oordeel == VOLDAAN
    assert oordeel(svb, at=lost_at).oordeel == NIET


def test_a_peil_knows_when_its_answers_change() -> None:
    peil = Peil(START)
    assert peil.tot_en_met(date(2026, 12, 31))
    assert peil.tot_en_met(date.max)
    assert not peil.vanaf(date(2026, 11, 25))
    assert peil.vanaf(date(2026, 11, 23))
    assert not peil.tot_en_met(date(2026, 11, 22))
    assert peil.wissel == midnight(date(2026, 11, 25))


ACTIONS = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 40)), min_size=3, max_size=14)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ACTIONS)
def test_as_of_a_moment_is_what_a_replay_to_that_record_says(actions: list[tuple[int, int]]) -> None:
    """Whatever was said since, and whoever said it."""
    net = Network()
    net.obpt.say(replace(norm(), voorwaarden=None), "servicenorm/telefoon-opnemen")
    svb, cjib = net.lid("svb"), net.lid("cjib")
    cjib.publiceer(lijn("algemeen"))
    for toets, naam in (
        (Terugvaltoets(), "terugval"), (BEWIJS, "bewijs"), (Bevestigdtoets(dagen=25), "bevestigd"),
        (Sleuteltoets(maanden=2), "sleutel"), (Toezeggingtoets(norm="telefoon-opnemen"), "toezegging"),
        (Openstellingtoets(uren=7), "open"),
    ):  # fmt: skip
        vraag(net, toets, naam)
    for what, hours in actions:
        net.clock.move(hours=hours)
        with suppress(RefusedError):  # what cannot be said now is not said
            act(net, svb, cjib, what)
    with net.store.read() as tx:
        records = list(tx.records(0, tx.size()))
    dossiers, facts = Dossiers(net.store), Facts()
    for i, record in enumerate(records):
        facts.add(record)
        if i + 1 < len(records) and records[i + 1].ordered_at == record.ordered_at:
            continue
        afspraken = afspraken_of(facts, Klokken())
        for lid in (svb, cjib):
            then, said = dossier_of(facts, lid.oin, afspraken), dossiers.op([lid.oin], record.ordered_at).get(lid.oin)
            assert (then is None) is (said is None)
            if then is not None and said is not None:
                expected = toetreding(then, record.ordered_at, Bronnen())
                assert toetreding(said, record.ordered_at, Bronnen()) == expected
    for lid in (svb, cjib):
        last = list(verloop(dossiers.alle(lid.oin, net.clock.at), net.clock.at, Bronnen()))[-1]
        assert last.oordelen() == stand(lid).oordelen()
        assert last.plateaus == stand(lid).plateaus


def act(net: Network, svb: Lid, cjib: Lid, what: int) -> None:
    """Do something that may change how somebody stands."""
    today = net.clock.at.date()
    meer, bevestigd = Bewijstoets(wat="Meer."), criterium(Bevestigdtoets(dagen=25), "bevestigd")
    deeds: list[Callable[[], object]] = [
        lambda: svb.publiceer(lijn(terugval="cjib/algemeen", bevestigd=date(2026, 11, 1))),
        lambda: svb.publiceer(lijn("ander", kanalen=(phone(OPNEMEN, tot=13),), terugval="svb/aow")),
        svb.trek_in,
        lambda: lever_in(svb, "bewijs"),
        lambda: beoordeel(net, svb, "bewijs", geldig_tot=today + timedelta(days=10)),
        lambda: net.schors(svb),
        lambda: net.laat_toe(svb, geldig_tot=today + timedelta(days=300)),
        lambda: vraag(net, meer, "bewijs", versie=2, ingangsdatum=today + timedelta(days=2)),
        lambda: net.obpt.say(replace(bevestigd, einddatum=today + timedelta(days=5)), "toetredingscriterium/bevestigd"),
        lambda: net.schors(cjib),
        lambda: leave_and_come_back(net, cjib),
        lambda: svb.say(Sleutels(sleutels=svb.sleutels(), reden="vervanging")),
        lambda: net.clock.move(days=2),
        lambda: net.clock.move(days=9),
    ]
    deeds[what]()


def leave_and_come_back(net: Network, cjib: Lid) -> None:
    """A member leaves, and joins again under another name: what falls back on it by the old one finds nothing."""
    net.obpt.say(Toelating(status="uitgetreden", reden="Opgeheven."), f"toelating/{cjib.oin}")
    cjib.say(cjib.aanmelding(("publicist",), afkorting="incasso"))
    net.laat_toe(cjib)
