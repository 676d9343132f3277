# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The main question over HTTP: whom can I reach now, why in this order, and what when nobody fits."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from typing import Any

import pytest
from litestar.testing import TestClient

from registry.statements.openingstijden import Openingsblok
from registry.statements.professionallijnen import BurgerAanwezig, MachtigingEis, OrganisatiesoortEis, RolEis, Telefoon
from tests.contract.served import full_line
from tests.support.network import WERKWEEK, Lid, Network, lijn

HERE = "/v1/contactroutes"
KERSTAVOND = "2026-12-24T11:30:00Z"  # a Thursday, 12.30 in the Netherlands
OCHTEND = "2026-12-01T08:30:00Z"  # a Tuesday, 9.30
AVOND = Openingsblok(dagen=("ma", "di", "wo", "do", "vr"), van=time(13), tot=time(21))


def telefoon(*blokken: Openingsblok) -> tuple[Telefoon, ...]:
    return (Telefoon(nummer="+31880000101", openingstijden=blokken),)


class Loket:
    """A network of five organisations, and a loket that asks."""

    http: TestClient[Any]
    token: str

    def __init__(self) -> None:
        self.net = net = Network()
        self.svb, self.cjib, self.uwv = net.lid("svb"), net.lid("cjib"), net.lid("uwv")
        self.belasting, self.enschede = net.lid("belasting"), net.lid("enschede", ("loket",))
        self.svb.publiceer(full_line())
        self.cjib.publiceer(lijn("algemeen", trefwoorden=("bekeuring", "boete")))
        self.uwv.publiceer(lijn("ww", trefwoorden=("ontslag",), kanalen=telefoon(AVOND)))
        self.uwv.publiceer(lijn("wia", trefwoorden=("ontslag",), toegangseisen=(RolEis(toegestaan=("arts",)),)))
        self.belasting.publiceer(lijn("toeslag", trefwoorden=("zorgtoeslag",), vraagtypen=(1,)))

    @contextmanager
    def open(self) -> Iterator["Loket"]:
        with self.net.http() as self.http:
            self.token = self.bearer(self.enschede)
            yield self

    def bearer(self, lid: Lid) -> str:
        return f"Bearer {lid.register(self.http)._token()}"

    def ask(self, **vraag: str) -> Any:
        answer = self.http.get(HERE, params=vraag, headers={"Authorization": self.token})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def names(self, **vraag: str) -> list[str]:
        return [route["lijn"]["naam"] for route in self.ask(**vraag)["routes"]]


@pytest.fixture(scope="module")
def loket() -> Iterator[Loket]:
    with Loket().open() as opened:
        yield opened


@pytest.fixture
def changing() -> Iterator[Loket]:
    """The same, for a test that changes it."""
    with Loket().open() as opened:
        yield opened


def test_on_the_afternoon_of_24_december_one_is_told_when_it_opens_again(loket: Loket) -> None:
    said = loket.ask(vraag="AOW", tijdstip=KERSTAVOND, kanaal="telefoon")
    assert said["tijdstip"] == KERSTAVOND
    assert said["geenVerkeerdeDeur"] is None
    (route,) = said["routes"]
    assert route["rang"] == 1
    assert route["lijn"]["titel"] == "AOW en nabestaanden, lijn voor professionals"
    assert route["organisatie"] == {"oin": loket.svb.oin, "naam": "Organisatie svb", "afkorting": "svb"}
    assert (route["kanaal"]["soort"], route["kanaal"]["keuze"]) == ("telefoon", "toets 2")
    assert route["bereikbaar"] == {
        "nu": False,
        "tot": None,
        "volgende": {"van": "2026-12-28T08:00:00Z", "tot": "2026-12-28T16:00:00Z"},
    }
    assert route["redenen"] == [
        "past bij 'aow'",
        "gesloten op 24 december vanaf 12.00 uur",
        "andere tijden op 24 december: kerstavond",
        "opent maandag 28 december 9.00 uur",
        "nu wel open: email",
    ]
    assert (route["terugval"]["oin"], route["terugval"]["naam"]) == (loket.cjib.oin, "algemeen")


def test_a_route_says_by_when_what_is_promised(loket: Loket) -> None:
    (route,) = loket.ask(vraag="AOW", tijdstip="2026-12-23T15:00:00Z", kanaal="telefoon")["routes"]
    assert route["verwachting"] == {
        "toezeggingen": [
            {"maat": "wachttijd", "uiterlijk": "2026-12-23T15:01:00Z", "aandeel": 0.8},
            {"maat": "terugbeltijd", "uiterlijk": "2026-12-24T22:59:59Z"},
        ],
        "gemeten": None,
    }


def test_people_come_before_a_mailbox_that_is_always_open(loket: Loket) -> None:
    (route,) = loket.ask(vraag="AOW", tijdstip=KERSTAVOND)["routes"]
    assert (route["kanaal"]["soort"], route["bereikbaar"]["nu"]) == ("telefoon", False)
    (route,) = loket.ask(vraag="AOW", tijdstip=KERSTAVOND, kanaal="email")["routes"]
    assert (route["kanaal"]["soort"], route["bereikbaar"]["nu"]) == ("email", True)
    assert route["redenen"] == ["past bij 'aow'", "altijd open"]


def test_without_a_moment_the_question_is_about_now(loket: Loket) -> None:
    said = loket.ask(vraag="bekeuring")
    assert said["tijdstip"] == "2026-11-23T10:00:00Z"
    assert said["routes"][0]["redenen"] == ["past bij 'bekeuring'", "open tot 17.00 uur"]


def test_the_answer_says_on_which_state_of_the_log_it_rests(loket: Loket) -> None:
    with loket.net.store.read() as tx:
        last = tx.records(tx.size() - 1, tx.size())[0]
    assert loket.ask()["stand"] == {"index": last.index, "digest": last.digest}


@pytest.mark.parametrize(
    ("moment", "order"),
    [
        (OCHTEND, ["ww", "wia"]),  # access goes before being open
        ("2026-12-01T17:00:00Z", ["ww", "wia"]),
    ],
)
def test_a_line_that_one_may_not_use_comes_last(loket: Loket, moment: str, order: list[str]) -> None:
    routes = loket.ask(vraag="ontslag", rol="casemanager", tijdstip=moment)["routes"]
    assert [route["lijn"]["naam"] for route in routes] == order
    assert routes[1]["toegang"] == {
        "oordeel": "niet-voldaan",
        "eisen": [{"soort": "rol", "oordeel": "niet-voldaan", "uitleg": "Alleen voor: arts."}],
    }
    assert routes[1]["redenen"][-1] == "u voldoet niet aan een toegangseis"


@pytest.mark.parametrize(
    ("moment", "order"),
    [
        (OCHTEND, ["wia", "ww"]),  # open, before opening at 13.00
        ("2026-12-01T17:00:00Z", ["ww", "wia"]),  # 18.00: the other way round
        ("2026-12-05T10:00:00Z", ["wia", "ww"]),  # Saturday: the sooner on Monday
    ],
)
def test_what_is_open_comes_first_and_then_what_opens_sooner(loket: Loket, moment: str, order: list[str]) -> None:
    assert loket.names(vraag="ontslag", rol="arts", tijdstip=moment) == order


def test_a_better_fit_comes_before_an_open_line(loket: Loket) -> None:
    loket_lines = loket.names(vraag="ontslag ww", tijdstip=OCHTEND, rol="arts")
    assert loket_lines[0] == "ww"


def test_equal_routes_stand_in_the_order_of_their_names_and_always_so(loket: Loket) -> None:
    asked = [loket.ask(tijdstip=KERSTAVOND) for _ in range(3)]
    assert asked[0] == asked[1] == asked[2]
    assert [route["rang"] for route in asked[0]["routes"]] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("told", "oordeel", "per_eis"),
    [
        ({}, "te-controleren", ["te-controleren"] * 5),
        (
            {"rol": "casemanager", "burgerAanwezig": "true", "machtiging": "schriftelijk", "gemeente": "gm0153"},
            "te-controleren",  # what one must know of the citizen, only the two on the line can settle
            ["voldaan", "voldaan", "voldaan", "te-controleren", "voldaan"],
        ),
        (
            {"rol": "arts", "burgerAanwezig": "false", "machtiging": "digid-machtigen", "gemeente": "gm0363"},
            "niet-voldaan",
            ["niet-voldaan", "niet-voldaan", "niet-voldaan", "te-controleren", "niet-voldaan"],
        ),
    ],
)
def test_access_is_judged_by_what_was_told(
    loket: Loket, told: dict[str, str], oordeel: str, per_eis: list[str]
) -> None:
    (route,) = loket.ask(vraag="AOW", tijdstip=OCHTEND, **told)["routes"]
    assert route["toegang"]["oordeel"] == oordeel
    assert [eis["oordeel"] for eis in route["toegang"]["eisen"]] == per_eis
    assert [eis["soort"] for eis in route["toegang"]["eisen"]] == [
        "rol", "burger-aanwezig", "machtiging", "identificatie", "werkgebied",
    ]  # fmt: skip
    assert all(eis.get("uitleg", "").endswith(".") for eis in route["toegang"]["eisen"] if eis["oordeel"] != "voldaan")


@pytest.mark.parametrize(
    ("vraag", "found"),
    [
        ({"vraagtype": "2", "organisatie": "belasting"}, []),
        ({"vraagtype": "1", "organisatie": "belasting"}, ["toeslag"]),
        ({"onderwerp": "aow"}, ["aow-professionals"]),
        ({"levensgebeurtenis": "met pensioen gaan"}, ["aow-professionals"]),
        ({"organisatie": "uwv", "kanaal": "telefoon"}, ["wia", "ww"]),
        ({"kanaal": "email"}, ["aow-professionals"]),
        ({"gemeente": "gm0999", "vraag": "AOW"}, []),
        ({"vraag": "verkeersboete"}, ["algemeen"]),  # Dutch glues words
        ({"vraag": "Zorg-toeslagen?"}, ["toeslag"]),
    ],
)
def test_the_question_narrows_the_answer(loket: Loket, vraag: dict[str, str], found: list[str]) -> None:
    assert loket.names(tijdstip=OCHTEND, **vraag) == found


def test_no_more_routes_than_asked_for(loket: Loket) -> None:
    assert len(loket.names(limiet="2")) == 2
    assert loket.names(limiet="2") == loket.names(limiet="50")[:2]


def test_when_nothing_fits_somebody_is_named_all_the_same(loket: Loket) -> None:
    said = loket.ask(vraag="ruimteveer")
    assert said["routes"] == []
    nearest = said["geenVerkeerdeDeur"]
    assert nearest["organisatie"]["afkorting"] == "obpt"
    assert nearest["contact"]["email"] == "lijnen@example.nl"
    assert nearest["uitleg"].endswith(".")


def test_a_year_without_kalender_is_computed_with_weekends_only_and_says_so(loket: Loket) -> None:
    (route,) = loket.ask(vraag="bekeuring", tijdstip="2027-12-25T10:00:00Z")["routes"]  # a Saturday
    assert route["bereikbaar"]["volgende"]["van"] == "2027-12-27T08:00:00Z"
    warned = "Voor 2027 is er nog geen kalender: feestdagen zijn niet meegerekend"
    assert warned in route["redenen"]
    (now,) = loket.ask(vraag="bekeuring", tijdstip=OCHTEND)["routes"]
    assert not [reden for reden in now["redenen"] if "kalender" in reden]


def test_a_holiday_of_the_kalender_is_named(loket: Loket) -> None:
    (route,) = loket.ask(vraag="bekeuring", tijdstip="2026-12-25T10:00:00Z")["routes"]
    assert route["redenen"][1:] == ["gesloten wegens Eerste Kerstdag", "opent maandag 28 december 9.00 uur"]


def test_a_withdrawn_line_is_no_route_and_no_fallback(changing: Loket) -> None:
    assert "algemeen" in changing.names()
    changing.cjib.trek_in("algemeen")
    assert "algemeen" not in changing.names()
    (route,) = changing.ask(onderwerp="aow")["routes"]
    assert route["terugval"] is None


def test_the_lines_of_a_suspended_organisation_are_no_route_and_no_fallback(changing: Loket) -> None:
    changing.net.schors(changing.cjib)
    assert "algemeen" not in changing.names()
    assert changing.ask(onderwerp="aow")["routes"][0]["terugval"] is None
    changing.net.laat_toe(changing.cjib)
    assert "algemeen" in changing.names()


def test_a_line_of_today_is_no_answer_for_a_day_before_it_began_or_after_it_ended(loket: Loket) -> None:
    assert loket.names(onderwerp="aow", tijdstip="2025-12-31T12:00:00Z") == []
    assert loket.names(onderwerp="aow", tijdstip="2027-12-31T12:00:00Z") == ["aow-professionals"]
    assert loket.names(onderwerp="aow", tijdstip="2028-01-01T12:00:00Z") == []


def test_the_kind_of_organisation_that_asks_is_the_callers_own_and_cannot_be_told(changing: Loket) -> None:
    changing.svb.publiceer(lijn("eigen", toegangseisen=(OrganisatiesoortEis(toegestaan=("gemeente",)),)))
    gemeente = changing.net.lid("utrecht", ("loket",), organisatiesoort="gemeente")
    verdicts = {}
    for lid in (gemeente, changing.net.lid("bedrijf", ("loket",), organisatiesoort="bedrijf"), changing.enschede):
        changing.token = changing.bearer(lid)
        routes = changing.ask(organisatie="svb")["routes"]
        verdicts[lid.afkorting] = next(r["toegang"]["oordeel"] for r in routes if r["lijn"]["naam"] == "eigen")
    assert verdicts == {"utrecht": "voldaan", "bedrijf": "niet-voldaan", "enschede": "te-controleren"}


def test_every_link_in_an_answer_leads_to_the_line(loket: Loket) -> None:
    for route in loket.ask()["routes"]:
        answer = loket.http.get(route["lijn"]["_links"]["self"]["href"], headers={"Authorization": loket.token})
        assert (answer.status_code, answer.json()["naam"]) == (200, route["lijn"]["naam"])


def test_eisen_are_shown_with_the_words_of_the_publisher(changing: Loket) -> None:
    eisen = (BurgerAanwezig(toelichting="Ook telefonisch."), MachtigingEis(vormen=("mondeling",)))
    changing.svb.publiceer(lijn("uitleg", trefwoorden=("uitleg",), kanalen=telefoon(WERKWEEK), toegangseisen=eisen))
    (route,) = changing.ask(vraag="uitleg")["routes"]
    assert [eis["uitleg"] for eis in route["toegang"]["eisen"]] == [
        "De burger moet bij het gesprek aanwezig zijn. Ook telefonisch.",
        "Nodig is een machtiging van de burger: mondeling.",
    ]


def test_members_that_join_and_publish_between_two_questions_are_all_there(changing: Loket) -> None:
    before = len(changing.names(limiet="50"))
    for number in range(20):
        changing.net.lid(f"nieuw-{number}").publiceer()
    assert len(changing.names(limiet="50")) == before + 20
