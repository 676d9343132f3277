# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Whom can I reach now for this question: which lines, in which order, by which channel, and whom otherwise."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.projections.contactroutes import Contactroutes, Vraag, contactroutes, lines_for
from registry.projections.gids import Gids
from registry.projections.toegang import Aanvrager
from registry.statements.openingstijden import Duur, Openingsblok
from registry.statements.professionallijnen import (
    Chat,
    Email,
    Geldigheid,
    Professionallijn,
    RolEis,
    Telefoon,
    Toezegging,
)
from tests.support import Lid, Network, lijn
from tests.support.network import START, WERKWEEK

MORNING = Openingsblok(dagen=("ma", "di", "wo", "do", "vr"), van=time(9), tot=time(10))
AFTERNOON = Openingsblok(dagen=("ma", "di", "wo", "do", "vr"), van=time(13), tot=time(17))
PHONE = Telefoon(nummer="+31880000101", openingstijden=(WERKWEEK,))
NOW_OPEN, LATER, TOMORROW = (
    (PHONE,),
    (Telefoon(nummer="+31880000101", openingstijden=(AFTERNOON,)),),
    (Telefoon(nummer="+31880000101", openingstijden=(MORNING,)),),
)


@pytest.fixture
def net() -> Network:
    return Network()


@pytest.fixture
def svb(net: Network) -> Lid:
    return net.lid("svb")


def ask(net: Network, at: datetime = START, **vraag: Any) -> Contactroutes:
    return contactroutes(net.gids(), Vraag(**vraag), at=at)


def names(found: Contactroutes) -> list[str]:
    assert [route.rang for route in found.routes] == list(range(1, len(found.routes) + 1))
    assert (found.geen_verkeerde_deur is None) == bool(found.routes)
    return [route.lijn.lijn.naam for route in found.routes]


def publish(lid: Lid, *lines: Professionallijn) -> None:
    for line in lines:
        lid.publiceer(line)


# --- which -----------------------------------------------------------------------------------------------------------


def test_a_question_finds_the_line_that_it_is_about(net: Network, svb: Lid) -> None:
    publish(
        svb,
        lijn("aow", trefwoorden=("pensioen",)),
        lijn("kinderbijslag", trefwoorden=("kinderbijslag",)),
        lijn("remigratie", trefwoorden=("remigratie",)),
    )
    assert names(ask(net, vraag="mijn pensioen klopt niet")) == ["aow"]
    assert "past bij 'pensioen'" in ask(net, vraag="pensioen").routes[0].redenen


def test_without_a_question_every_line_that_holds_now_is_an_answer(net: Network, svb: Lid) -> None:
    publish(
        svb,
        lijn("nu"),
        lijn("straks", geldig=Geldigheid(van=date(2026, 11, 24))),
        lijn("voorbij", geldig=Geldigheid(van=date(2026, 1, 1), tot=date(2026, 11, 22))),
        lijn("vandaag-nog", geldig=Geldigheid(van=date(2026, 1, 1), tot=date(2026, 11, 23))),
        lijn("weg"),
    )
    svb.trek_in("weg")
    assert names(ask(net)) == ["nu", "vandaag-nog"]


def test_a_line_of_who_is_suspended_or_whose_term_is_over_is_no_answer(net: Network, svb: Lid) -> None:
    svb.publiceer()
    assert names(ask(net)) == ["aow"]
    net.schors(svb)
    assert names(ask(net)) == []
    net.laat_toe(svb, geldig_tot=date(2026, 11, 23))
    assert names(ask(net)) == ["aow"]
    assert names(ask(net, START + timedelta(days=1))) == []


@pytest.mark.parametrize(
    ("vraag", "expected"),
    [
        ({"onderwerp": "aow"}, ["a"]),
        ({"levensgebeurtenis": "overlijden partner"}, ["a"]),
        ({"vraagtype": 3}, ["a", "b"]),  # b names none: all
        ({"vraagtype": 1}, ["b"]),
        ({"kanaal": "email"}, ["b"]),
        ({"aanvrager": Aanvrager(gemeente="gm0153")}, ["a", "b"]),
        ({"aanvrager": Aanvrager(gemeente="gm0363")}, ["b"]),
        ({"organisatie": "svb"}, ["a", "b"]),
        ({"organisatie": "uwv"}, []),
    ],
)
def test_every_filter_filters(net: Network, svb: Lid, vraag: dict[str, Any], expected: list[str]) -> None:
    publish(
        svb,
        lijn(
            "a",
            onderwerpen=("aow",),
            levensgebeurtenissen=("overlijden partner",),
            vraagtypen=(2, 3),
            werkgebied=("gm0153",),
        ),
        lijn("b", kanalen=(Email(adres="b@example.nl"),)),
    )
    assert sorted(names(ask(net, **vraag))) == expected


def test_an_organisation_may_be_named_by_its_oin(net: Network, svb: Lid) -> None:
    svb.publiceer()
    assert names(ask(net, organisatie=svb.oin)) == ["aow"]


def test_a_filter_that_a_line_passes_does_not_hide_it(net: Network, svb: Lid) -> None:
    """Who is found among all lines is found among fewer; else a loket that knows more finds less."""
    uwv = net.lid("uwv")
    publish(uwv, *(lijn(f"werk-{n}", titel=f"Werk {n}") for n in range(4)))
    svb.publiceer(lijn("boetes", titel="Bekeuringen betalen", onderwerpen=("mulder",)))
    assert "boetes" in names(ask(net, vraag="een bekeuring"))
    known: dict[str, Any]
    for known in ({"organisatie": "svb"}, {"onderwerp": "mulder"}, {"kanaal": "telefoon"}, {"vraagtype": 2}):
        assert "boetes" in names(ask(net, vraag="een bekeuring", **known)), known


@pytest.mark.parametrize("question", ["boete", "verjaring"])
def test_nor_does_a_filter_hide_what_fits_less_well(net: Network, svb: Lid, question: str) -> None:
    """A part of a word in the title, or a word of the description: rare among all lines, so found; then found again."""
    uwv = net.lid("uwv")
    publish(uwv, *(lijn(f"werk-{n}", titel=f"Werk {n}") for n in range(9)))
    svb.publiceer(lijn("boetes", titel="Verkeersboetes", omschrijving="Ook over verjaring."))
    assert names(ask(net, vraag=question)) == ["boetes"]
    assert names(ask(net, vraag=question, organisatie="svb")) == ["boetes"]


def test_a_word_that_is_the_title_of_the_only_line_finds_it(net: Network, svb: Lid) -> None:
    svb.publiceer(lijn("boetes", titel="Bekeuringen"))
    assert names(ask(net, vraag="bekeuringen")) == ["boetes"]


# --- in which order --------------------------------------------------------------------------------------------------


def test_what_can_be_reached_now_comes_before_what_opens_later(net: Network, svb: Lid) -> None:
    publish(svb, lijn("a-morgen", kanalen=TOMORROW), lijn("b-straks", kanalen=LATER), lijn("c-nu", kanalen=NOW_OPEN))
    assert names(ask(net)) == ["c-nu", "b-straks", "a-morgen"]


def test_what_one_may_use_comes_before_what_is_open(net: Network, svb: Lid) -> None:
    publish(svb, lijn("a-nu", toegangseisen=(RolEis(toegestaan=("arts",)),)), lijn("b-straks", kanalen=LATER))
    assert names(ask(net, aanvrager=Aanvrager(rol="casemanager"))) == ["b-straks", "a-nu"]
    assert names(ask(net)) == ["a-nu", "b-straks"]  # not told: to be found out
    assert "u voldoet niet aan een toegangseis" in ask(net, aanvrager=Aanvrager(rol="casemanager")).routes[1].redenen


def test_what_fits_best_comes_before_everything(net: Network, svb: Lid) -> None:
    publish(
        svb,
        lijn("a-nu", omschrijving="ook pensioen", trefwoorden=("bijstand",)),
        lijn("b-morgen", trefwoorden=("pensioen",), kanalen=TOMORROW),
        lijn("c", trefwoorden=("iets",)),
    )
    assert names(ask(net, vraag="pensioen"))[0] == "b-morgen"


def test_of_equals_the_name_decides_so_an_answer_is_always_the_same(net: Network, svb: Lid) -> None:
    publish(svb, *(lijn(naam) for naam in ("c", "a", "b")))
    assert names(ask(net)) == ["a", "b", "c"]


def test_no_more_routes_than_asked_for(net: Network, svb: Lid) -> None:
    publish(svb, *(lijn(f"lijn-{n}") for n in range(5)))
    assert names(ask(net, limiet=2)) == ["lijn-0", "lijn-1"]


# --- by which channel ------------------------------------------------------------------------------------------------


def test_the_channel_is_one_that_is_open_or_else_opens_first(net: Network, svb: Lid) -> None:
    closed = Telefoon(nummer="+31880000101", openingstijden=(MORNING,))
    chat = Chat(url="https://lijn.example/chat", openingstijden=(AFTERNOON,))
    svb.publiceer(lijn(kanalen=(closed, chat)))
    [route] = ask(net).routes
    assert (route.kanaal, route.bereikbaar.nu) == (chat, False)
    [route] = ask(net, START + timedelta(hours=3)).routes
    assert (route.kanaal, route.bereikbaar.nu) == (chat, True)
    [route] = ask(net, kanaal="telefoon").routes
    assert route.kanaal == closed


def test_of_open_channels_the_first_that_the_publisher_names(net: Network, svb: Lid) -> None:
    svb.publiceer(lijn(kanalen=(PHONE, Email(adres="b@example.nl"))))
    assert ask(net).routes[0].kanaal == PHONE


def test_a_promise_becomes_a_moment(net: Network, svb: Lid) -> None:
    promise = Toezegging(maat="wachttijd", drempel=Duur(aantal=60, eenheid="seconden"), aandeel=0.8)
    phone = Telefoon(nummer="+31880000101", openingstijden=(WERKWEEK,), toezeggingen=(promise,))
    svb.publiceer(lijn(kanalen=(phone,)))
    assert ask(net).routes[0].beloften == ((promise, START + timedelta(seconds=60)),)


# --- and otherwise ---------------------------------------------------------------------------------------------------


def test_a_fallback_is_named_by_afkorting_or_oin_as_long_as_it_holds(net: Network, svb: Lid) -> None:
    cjib = net.lid("cjib")
    cjib.publiceer(lijn("algemeen"))
    publish(svb, lijn("a", terugval="cjib/algemeen"), lijn("b", terugval=f"{cjib.oin}/algemeen"), lijn("c"))

    def fallbacks() -> list[str | None]:
        found = ask(net, organisatie="svb").routes
        return [route.terugval.id if route.terugval else None for route in found]

    assert fallbacks() == [f"{cjib.oin}/algemeen", f"{cjib.oin}/algemeen", None]
    net.schors(cjib)
    assert fallbacks() == [None, None, None]
    net.laat_toe(cjib)
    cjib.trek_in("algemeen")
    assert fallbacks() == [None, None, None]


@pytest.mark.parametrize("question", ["xylofoon", "de het een", "", " ", "?!", "a", "\U0001f600"])
def test_no_door_is_the_wrong_one(net: Network, svb: Lid, question: str) -> None:
    svb.publiceer()
    found = ask(net, vraag=question)
    assert names(found) == []
    assert found.geen_verkeerde_deur is not None
    assert found.geen_verkeerde_deur.organisatie.oin == net.obpt.oin


def test_an_empty_directory_has_no_answer_and_no_crash() -> None:
    found = contactroutes(Gids(), Vraag(vraag="pensioen"), at=START)
    assert (found.routes, found.betrokken, found.geen_verkeerde_deur) == ((), (), None)


@pytest.mark.parametrize("year", [1970, 2100, 2199])
def test_a_moment_without_a_kalender_is_no_crash(net: Network, svb: Lid, year: int) -> None:
    svb.publiceer(lijn(geldig=Geldigheid(van=date(1, 1, 1))))
    for at in (datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)):
        ask(net, at)


@pytest.mark.parametrize(
    "at",
    [
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        "9998-12-31T00:00:00Z",
        "0001-01-01T00:00:00Z",
    ],
)
@pytest.mark.parametrize("path", ["contactroutes?tijdstip=", "professionallijnen?openOp="])
def test_a_moment_at_either_end_of_the_calendar_is_not_our_fault(net: Network, svb: Lid, at: str, path: str) -> None:
    svb.publiceer(lijn(geldig=Geldigheid(van=date(1, 1, 1))))
    with net.http() as http:
        token = svb.register(http)._token()
        answer = http.get(f"/v1/{path}{at.replace('+', '%2B')}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code in {200, 400}


BUSY = Network()
for number in range(4):
    member = BUSY.lid(f"lid-{number}")
    member.publiceer(lijn("aow", trefwoorden=("pensioen", "aow"), titel="Pensioen en AOW"))
    member.publiceer(lijn(f"schuld-{number}", trefwoorden=("boete", "bekeuring"), kanalen=LATER))
GIDS = BUSY.gids()


@given(question=st.text(max_size=60) | st.lists(st.sampled_from(["pensioen", "boete", "aow", "bel"])).map(" ".join))
def test_any_question_gets_an_answer_with_the_best_first(question: str) -> None:
    found = contactroutes(GIDS, Vraag(vraag=question), at=START)
    assert len(set(names(found))) <= 5
    listed = {line.id for line in lines_for(GIDS, Vraag(vraag=question), at=START)}
    assert {route.lijn.id for route in found.routes} <= listed
    assert all(route.redenen for route in found.routes)


def test_a_very_long_question_takes_no_very_long_time() -> None:
    question = " ".join(f"woord{n}" for n in range(5_000))
    assert contactroutes(GIDS, Vraag(vraag=question), at=START).routes == ()
