# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A line as its publisher writes it: the example of the contract, and all that can be wrong with one."""

from datetime import date, time
from typing import Any, Final

import pytest
import yaml

from registry.statements.kalenders import Feestdag, Kalender
from registry.statements.loketten import Loket
from registry.statements.openingstijden import Openingsblok
from registry.statements.professionallijnen import Adres, EenKanaal, Intrekking, Professionallijn, Telefoon
from registry.statements.schema import body_faults, convert, faults, loose_faults
from tests.support import lijn
from tests.support.network import WERKWEEK, members

TODAY: Final = date(2026, 11, 23)
EXAMPLE: Final = """
naam: aow-professionals
titel: AOW en nabestaanden, lijn voor professionals
omschrijving: Rechtstreeks overleg met een medewerker die kan beslissen.
onderwerpen: [http://standaarden.overheid.nl/owms/terms/AOW, aow]
trefwoorden: [pensioen, AOW met terugwerkende kracht, nabestaande]
vraagtypen: [1, 2, 3]
levensgebeurtenissen: [met pensioen gaan, overlijden partner]
werkgebied: landelijk
kanalen:
  - soort: telefoon
    nummer: "+31880000101"
    keuze: "toets 2"
    openingstijden:
      - {dagen: [ma, di, wo, do, vr], van: "09:00:00", tot: "17:00:00"}
    afwijkingen:
      - {van: "2026-12-24", tot: "2026-12-24", open: [{van: "09:00:00", tot: "12:00:00"}], reden: kerstavond}
    feestdagen: gesloten
    toezeggingen:
      - {maat: wachttijd, drempel: {aantal: 60, eenheid: seconden}, aandeel: 0.8}
      - {maat: terugbeltijd, drempel: {aantal: 1, eenheid: werkdagen}, aandeel: 0.95}
toegangseisen:
  - {soort: rol, toegestaan: [overheidsdienstverlener, casemanager, sociaal-raadslid]}
  - {soort: burger-aanwezig}
  - {soort: machtiging, vormen: [mondeling, schriftelijk, digid-machtigen]}
  - {soort: identificatie, gegevens: [geboortedatum, postcode]}
  - {soort: organisatiesoort, toegestaan: [gemeente, uitvoeringsorganisatie]}
  - {soort: werkgebied, gemeenten: [gm0363]}
gegevensuitwisseling:
  - {gegevens: uitkeringsspecificatie, richting: geeft, grondslag: "Wet SUWI art. 62"}
kwaliteit: {mandaat: beslist-zelf, talen: [nl, en], toegankelijk: [teksttelefoon]}
leercirkel: {contact: leercirkel@example.nl, terugkoppeling: {aantal: 5, eenheid: werkdagen}}
terugval: cjib/algemeen
geldig: {van: "2026-01-01", tot: "2027-12-31"}
bevestigd: "2026-11-01"
"""
BLOCK: Final = {"dagen": ["ma"], "van": "09:00:00", "tot": "17:00:00"}


def found(document: dict[str, Any], kind: type[Any] = Professionallijn) -> list[tuple[str, str]]:
    """Every fault of a document: of its shape, or else of what it means."""
    said, fouten = convert(document, kind)
    return [(fout.veld, fout.code) for fout in (fouten if said is None else body_faults(said, TODAY))]


def with_(**fields: Any) -> dict[str, Any]:
    return members(lijn()) | fields


def with_channel(**fields: Any) -> dict[str, Any]:
    return with_(kanalen=[{"soort": "telefoon", "nummer": "+31880000101", "openingstijden": [BLOCK]} | fields])


def test_the_example_of_the_contract_is_a_good_line() -> None:
    document = yaml.safe_load(EXAMPLE)
    assert found(document) == []
    said, _ = convert(document, Professionallijn)
    assert said is not None
    assert members(said)["naam"] == "aow-professionals"


def test_the_smallest_line_is_a_good_one() -> None:
    assert found(members(lijn())) == []


# --- channels --------------------------------------------------------------------------------------------------------

URL: Final = {"url": "https://lijn.example/"}
PLACE: Final = {"adres": {"straat": "Markt 1", "postcode": "7511 JX", "plaats": "Enschede"}}
REACH: Final[dict[str, dict[str, Any]]] = {
    "telefoon": {"nummer": "14 053"},
    "email": {"adres": "lijn@example.nl"},
    "videobellen": URL,
    "balie": PLACE,
    "terugbelverzoek": URL,
    "webformulier": URL,
    "forum": URL,
    "chat": URL,
    "sociale-media": URL,
    "post": PLACE,
}


@pytest.mark.parametrize("soort", REACH)
def test_every_soort_of_channel_can_be_published(soort: str) -> None:
    assert found(with_(kanalen=[{"soort": soort, "openingstijden": [BLOCK]} | REACH[soort]])) == []


@pytest.mark.parametrize("soort", REACH)
def test_where_people_meet_there_are_hours_and_elsewhere_they_may_be_left_out(soort: str) -> None:
    fouten = found(with_(kanalen=[{"soort": soort} | REACH[soort]]))
    meets = soort in {"telefoon", "videobellen", "balie", "chat"}
    assert fouten == ([("kanalen[0].openingstijden", "ontbreekt")] if meets else [])


@pytest.mark.parametrize("soort", ["fax", "Telefoon", "", "telefoon ", None, 1, True, ["telefoon"], {}])
def test_a_soort_of_channel_that_does_not_exist_is_refused(soort: object) -> None:
    assert found(with_channel(soort=soort)) == [("kanalen[0].soort", "waarde")]


def test_a_line_has_one_to_twenty_channels() -> None:
    channel = with_channel()["kanalen"][0]
    assert found(with_(kanalen=[])) == [("kanalen", "lengte")]
    assert found(with_(kanalen=[channel] * 20)) == []
    assert found(with_(kanalen=[channel] * 21)) == [("kanalen", "lengte")]


def test_each_channel_is_judged_and_named_by_its_place() -> None:
    premium = {"soort": "telefoon", "nummer": "+319001234567"}
    twice = {"soort": "chat", "openingstijden": [BLOCK, BLOCK]} | URL
    assert sorted(found(with_(kanalen=[premium, with_channel()["kanalen"][0], twice]))) == [
        ("kanalen[0].nummer", "betaalnummer"),
        ("kanalen[0].openingstijden", "ontbreekt"),
        ("kanalen[2].openingstijden[1]", "overlap"),
    ]


@pytest.mark.parametrize(
    ("nummer", "code"),
    [("112", "patroon"), ("+9991234567", "telefoonnummer"), ("+3114020", "telefoonnummer")],
)
def test_a_number_that_is_none_is_refused(nummer: str, code: str) -> None:
    assert found(with_channel(nummer=nummer)) == [("kanalen[0].nummer", code)]


def test_a_14_number_stays_as_it_was_written() -> None:
    document = with_channel(nummer="14-020")
    said, _ = convert(document, Professionallijn)
    assert found(document) == []
    assert said is not None
    assert isinstance(said.kanalen[0], Telefoon)
    assert said.kanalen[0].nummer == "14-020"


@pytest.mark.parametrize(
    "url",
    [
        "http://lijn.example/",
        "javascript:alert(1)",
        "https://",
        "https:///pad",
        "https://lijn.example/ pad",
        "https://lijn.example/\n",
        "https://gebruiker:geheim@lijn.example/",
        "https://LIJN.example/",
        "https://lijn.example/é",
        "//lijn.example/",
        "ftp://lijn.example/",
        "https://lijn.example/" + "a" * 500,
    ],
)
def test_a_link_is_a_plain_https_address(url: str) -> None:
    [(veld, code)] = found(with_(kanalen=[{"soort": "forum", "url": url}]))
    assert (veld, code in {"patroon", "lengte"}) == ("kanalen[0].url", True)


# --- hours -----------------------------------------------------------------------------------------------------------


def test_hours_that_overlap_are_refused_and_hours_that_touch_are_not() -> None:
    def codes(van: str, tot: str, dag: str = "ma") -> list[tuple[str, str]]:
        return found(with_channel(openingstijden=[BLOCK, {"dagen": [dag], "van": van, "tot": tot}]))

    overlap = [("kanalen[0].openingstijden[1]", "overlap")]
    assert codes("17:00:00", "18:00:00") == codes("08:00:00", "09:00:00") == codes("09:00:00", "17:00:00", "di") == []
    assert codes("16:59:59", "18:00:00") == codes("00:00:00", "09:00:01") == codes("10:00:00", "11:00:00") == overlap
    assert codes("22:00:00", "09:00:01", "zo") == codes("00:00:00", "00:00:00") == overlap


def test_two_exceptions_on_one_day_are_refused() -> None:
    def deviations(*days: tuple[str, str]) -> list[tuple[str, str]]:
        return found(with_channel(afwijkingen=[{"van": van, "tot": tot, "reden": "x"} for van, tot in days]))

    assert deviations(("2026-12-24", "2026-12-24"), ("2026-12-25", "2026-12-26")) == []
    assert deviations(("2026-12-24", "2026-12-25"), ("2026-12-25", "2026-12-26")) == [
        ("kanalen[0].afwijkingen[1]", "overlap")
    ]
    assert deviations(("2026-12-25", "2026-12-24")) == [("kanalen[0].afwijkingen[0].tot", "volgorde")]


@pytest.mark.parametrize(
    "van", ["9:00:00", "09:00", "24:00:00", "09:60:00", "09:00:00Z", "09:00:00+01:00", 32400, None]
)
def test_a_clock_time_has_one_spelling_and_no_time_zone(van: object) -> None:
    assert found(with_channel(openingstijden=[BLOCK | {"van": van}])) == [
        ("kanalen[0].openingstijden[0].van", "vorm"),
    ]


def test_an_exception_at_either_end_of_the_calendar_is_judged() -> None:
    for day in ("0001-01-01", "9999-12-31"):
        open_ = [{"van": "22:00:00", "tot": "06:00:00"}]
        assert found(with_channel(afwijkingen=[{"van": day, "tot": day, "open": open_, "reden": "x"}])) == []


def test_a_loket_and_a_kalender_have_hours_that_do_not_overlap_either() -> None:
    twice = (WERKWEEK, Openingsblok(dagen=("ma",), van=time(16), tot=time(18)))
    loket = Loket(
        naam="a",
        titel="A",
        adres=Adres(straat="Markt 1", postcode="7511 JX", plaats="Enschede"),
        gemeenten=("gm0153",),
        ontvangst="iemand",
        openingstijden=twice,
    )
    assert [fout.veld for fout in loket.fouten(TODAY)] == ["openingstijden[1]"]
    kalender = Kalender(jaar=2026, dagen=(), kantoortijden=twice)
    assert [fout.veld for fout in kalender.fouten(TODAY)] == ["kantoortijden[1]"]


def test_a_kalender_names_each_day_of_its_own_year_once() -> None:
    day = Feestdag(datum=date(2026, 12, 25), naam="Kerst", soort="erkend")
    other = Feestdag(datum=date(2027, 1, 1), naam="Nieuwjaar", soort="erkend")
    kalender = Kalender(jaar=2026, dagen=(day, day, other), kantoortijden=(WERKWEEK,))
    assert [(fout.veld, fout.code) for fout in kalender.fouten(TODAY)] == [
        ("dagen[1].datum", "dubbel"),
        ("dagen[2].datum", "jaar"),
    ]


# --- days ------------------------------------------------------------------------------------------------------------


def test_nobody_checked_it_tomorrow() -> None:
    assert found(with_(bevestigd="2026-11-23")) == []
    assert found(with_(bevestigd="2026-11-24")) == [("bevestigd", "toekomst")]
    assert found(with_(bevestigd="9999-12-31")) == [("bevestigd", "toekomst")]


def test_the_last_day_does_not_come_before_the_first() -> None:
    assert found(with_(geldig={"van": "2026-01-01", "tot": "2026-01-01"})) == []
    assert found(with_(geldig={"van": "2026-01-02", "tot": "2026-01-01"})) == [("geldig.tot", "volgorde")]


@pytest.mark.parametrize(
    "day", ["2026-02-29", "2026-1-1", "01-01-2026", "2026-01-01T00:00:00Z", "morgen", "", 20260101, None]
)
def test_a_date_has_one_spelling(day: object) -> None:
    assert found(with_(bevestigd=day)) == [("bevestigd", "vorm")]


def test_all_faults_of_a_line_are_named_together() -> None:
    document = with_channel(nummer="+319001234567", openingstijden=[BLOCK, BLOCK])
    document |= {"bevestigd": "2030-01-01", "geldig": {"van": "2026-01-02", "tot": "2026-01-01"}}
    assert sorted(found(document)) == [
        ("bevestigd", "toekomst"),
        ("geldig.tot", "volgorde"),
        ("kanalen[0].nummer", "betaalnummer"),
        ("kanalen[0].openingstijden[1]", "overlap"),
    ]


# --- texts -----------------------------------------------------------------------------------------------------------

STEERING: Final = ["\x00", "\x07", "\n", "\r", "\t", "\x1b[31m", "\x7f", "\x85", "\x9b", "\u2028", "\u2029", "\ufeff"]
TURNING: Final = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"]
TURNING_TOO: Final = ["\u200e", "\u200f", "\u061c"]


@pytest.mark.parametrize("character", STEERING + TURNING + TURNING_TOO, ids=ascii)
@pytest.mark.parametrize("place", ["{}lijn", "li{}jn", "lijn{}"])
def test_a_text_steers_no_terminal_and_turns_no_reader_around(character: str, place: str) -> None:
    bad = place.format(character)
    assert found(with_(titel=bad, omschrijving=bad, trefwoorden=["goed", bad])) == [
        ("titel", "patroon"),
        ("omschrijving", "patroon"),
        ("trefwoorden[1]", "patroon"),
    ]
    assert found({"reden": bad}, Intrekking) == [("reden", "patroon")]


@pytest.mark.parametrize("title", ["Lijn voor één café", "𝐋ijn", "Ŋ", "lijn (nieuw) – 'AOW' & \"WW\"", "日本", "🏛️"])
def test_other_letters_and_signs_are_welcome(title: str) -> None:
    assert found(with_(titel=title)) == []


def test_a_text_has_an_end() -> None:
    assert found(with_(titel="a" * 200, omschrijving="a" * 2000)) == []
    assert found(with_(titel="a" * 201, omschrijving="a" * 2001)) == [("titel", "lengte"), ("omschrijving", "lengte")]
    assert found(with_(titel="", omschrijving="")) == [("titel", "lengte"), ("omschrijving", "lengte")]


@pytest.mark.parametrize("naam", ["a" * 64, "0", "a-b-c", "14-020"])
def test_a_name_is_small_letters_digits_and_single_hyphens(naam: str) -> None:
    assert found(with_(naam=naam)) == []


@pytest.mark.parametrize("naam", ["", "a" * 65, "A", "a--b", "-a", "a-", "a_b", "a/b", "a\n", "é", "..", "a b", "a.b"])
def test_another_name_is_refused(naam: str) -> None:
    [(veld, code)] = found(with_(naam=naam))
    assert (veld, code in {"patroon", "lengte"}) == ("naam", True)


def test_vraagtypen_are_1_2_and_3() -> None:
    assert found(with_(vraagtypen=[1, 2, 3])) == found(with_(vraagtypen=[])) == []
    assert found(with_(vraagtypen=[0, 4])) == [("vraagtypen[0]", "bereik"), ("vraagtypen[1]", "bereik")]
    assert found(with_(vraagtypen=[1, 2, 3, 1])) == [("vraagtypen", "lengte")]


def test_a_working_area_is_national_or_a_list_of_municipalities() -> None:
    assert found(with_(werkgebied="landelijk")) == found(with_(werkgebied=["gm0153"])) == []
    assert found(with_(werkgebied=[])) == [("werkgebied", "lengte")]
    assert found(with_(werkgebied=["gm0153", "Enschede"])) == [("werkgebied[1]", "patroon")]
    [(veld, _)] = found(with_(werkgebied="Twente"))
    assert veld == "werkgebied"


@pytest.mark.parametrize("share", [0, -0.1, 1.0001, "0.8", True, 10**400])
def test_a_share_is_above_0_and_at_most_1(share: object) -> None:
    promise = {"maat": "wachttijd", "drempel": {"aantal": 60, "eenheid": "seconden"}, "aandeel": share}
    [(veld, _)] = found(with_channel(toezeggingen=[promise]))
    assert veld == "kanalen[0].toezeggingen[0].aandeel"


def test_a_channel_knows_its_own_fields_only() -> None:
    assert found(with_channel(url="https://lijn.example/")) == [("kanalen[0].url", "onbekend-veld")]


def test_an_intrekking_gives_a_reason_and_may_name_another_line() -> None:
    assert found({"reden": "Weg.", "vervangenDoor": "svb/algemeen"}, Intrekking) == []
    assert found({}, Intrekking) == [("reden", "ontbreekt")]
    assert found({"reden": "Weg.", "vervangenDoor": "algemeen"}, Intrekking) == [("vervangenDoor", "patroon")]


def test_the_closed_union_of_channels_is_tested_whole() -> None:
    assert {str(kind.__struct_config__.tag) for kind in EenKanaal.__args__} == set(REACH)


def test_a_fault_of_form_does_not_hide_faults_of_meaning() -> None:
    channel = {"soort": "telefoon", "nummer": "+31900123456", "openingstijden": [BLOCK, BLOCK]}
    document: dict[str, Any] = {"naam": "aow", "kanalen": [channel, {"soort": "fax"}], "bevestigd": "2027-01-01"}
    document["geldig"] = {"van": "2026-02-01", "tot": "2026-01-01"}
    shape = [fout.veld for fout in faults(document, Professionallijn)]
    meaning = [fout.veld for fout in loose_faults(document, Professionallijn, TODAY)]
    assert shape == ["titel", "kanalen[1].soort"]
    assert meaning == ["kanalen[0].openingstijden[1]", "kanalen[0].nummer", "geldig.tot", "bevestigd"]
