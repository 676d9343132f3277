# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""No wrong door: who asks what nobody here answers hears whose it is, or who is nearest; never nothing."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.projections.contactroutes import Contactroutes, Vraag, contactroutes
from registry.projections.deur import GeenVerkeerdeDeur
from registry.projections.gids import Gids
from registry.projections.kennis import Kennis
from registry.projections.toegang import Aanvrager
from registry.wire import contactroutes as shapes
from tests.support.directory import Houder, directory, instantie, lid, taak
from tests.support.network import START, lijn
from tests.support.varied import GEMEENTEN, ONDERWERPEN, WOORDEN, moments, varied

TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/"
KENNIS = Kennis(
    instanties=(
        instantie(
            "svb", taak("aow", "pensioen", onderwerpen=("aow",)), taak("kind", "kinderbijslag", onderwerpen=("kind",))
        ),
        instantie("cjib", taak("boete", "boete", "bekeuring", onderwerpen=("boetes",))),
        instantie("gemeente", taak("afval", "afval", "container"), taak("bijstand", "bijstand")),
        instantie("rdw", taak("kenteken", "kenteken", "rijbewijs")),
        instantie("duo", taak("beurs", "studiebeurs")),
        instantie("ind", taak("visum", "visum")),
    )
)
OBPT = lid("obpt", rollen=("beheerder",))
SVB = lid("svb", lijn("aow", onderwerpen=("aow",), vraagtypen=(1,)))
ENSCHEDE = lid("enschede", tooi=TOOI + "gm0153", rollen=("loket",))


def network(*more: Houder) -> Gids:
    return directory([OBPT, SVB, *more], kennis=KENNIS)


def ask(gids: Gids, at: datetime = START, **fields: Any) -> Contactroutes:
    return contactroutes(gids, Vraag(**fields), at=at)


def door(gids: Gids, **fields: Any) -> GeenVerkeerdeDeur:
    found = ask(gids, **fields)
    assert found.routes == ()
    assert found.geen_verkeerde_deur is not None
    return found.geen_verkeerde_deur


# --- whose it is -----------------------------------------------------------------------------------------------------


def test_a_question_of_somebody_without_a_line_here_is_named_as_theirs() -> None:
    found = door(network(), vraag="mijn rijbewijs is kwijt")
    assert found.betrokken is not None
    assert found.betrokken.instantie.organisatie == "rdw"
    assert (found.betrokken.taak.taak, found.betrokken.lid) == ("kenteken", None)
    assert found.organisatie.afkorting == "obpt"
    assert found.uitleg == "Deze vraag lijkt voor Instantie rdw: Taak kenteken. In dit netwerk is daarvoor geen lijn."
    assert shapes.GeenVerkeerdeDeur.of(found).betrokken == shapes.Betrokken(
        naam="Instantie rdw", taak="Taak kenteken", bron="Wet kenteken art. 1"
    )


def test_a_member_without_a_line_is_whom_to_turn_to() -> None:
    cjib = lid("cjib")
    found = shapes.GeenVerkeerdeDeur.of(door(network(cjib), vraag="een boete"))
    assert (found.organisatie.oin, found.contact) == (cjib.oin, cjib.organisatie.contact)
    assert found.betrokken is not None
    assert (found.betrokken.naam, found.betrokken.oin) == (cjib.organisatie.naam, cjib.oin)


def test_a_task_of_municipalities_is_of_the_one_of_the_citizen() -> None:
    gids = network(ENSCHEDE)
    here = shapes.GeenVerkeerdeDeur.of(door(gids, vraag="de container", aanvrager=Aanvrager(gemeente="gm0153")))
    assert here.organisatie.oin == ENSCHEDE.oin
    assert here.contact == ENSCHEDE.organisatie.contact
    assert here.betrokken is not None
    assert here.betrokken.oin == ENSCHEDE.oin
    for gemeente in (None, "gm0363"):
        elsewhere = door(gids, vraag="de container", aanvrager=Aanvrager(gemeente=gemeente))
        assert elsewhere.organisatie.afkorting == "obpt"
        assert elsewhere.betrokken is not None
        assert elsewhere.betrokken.lid is None


def test_who_is_suspended_is_named_but_not_whom_to_turn_to() -> None:
    found = door(network(lid("cjib", lijn("boetes", onderwerpen=("boetes",)), status="geschorst")), vraag="een boete")
    assert found.organisatie.afkorting == "obpt"
    assert found.betrokken is not None
    assert (found.betrokken.instantie.organisatie, found.betrokken.lid) == ("cjib", None)


def test_a_question_of_somebody_else_is_so_whatever_the_caller_knows_of_the_citizen() -> None:
    for known in ({"kanaal": "telefoon"}, {"vraagtype": 2}, {"levensgebeurtenis": "verhuizen"}):
        found = door(network(), vraag="mijn rijbewijs", **known)
        assert found.betrokken is not None
        assert found.betrokken.instantie.organisatie == "rdw"


# --- who is nearest --------------------------------------------------------------------------------------------------


def test_what_fits_too_little_names_the_nearest_and_says_that_it_is_not_sure() -> None:
    many = [lijn(f"lijn-{n:02}", titel=f"Hulp {n}", omschrijving="Wij helpen graag.") for n in range(38)]
    kpn = lid("kpn", *many)
    found = door(network(kpn), vraag="helpen")
    assert found.organisatie.oin == kpn.oin
    assert found.betrokken is None
    assert found.uitleg.startswith("Wij weten niet zeker voor wie deze vraag is. Organisatie kpn is het dichtst bij: ")


@pytest.mark.parametrize(
    "filters",
    [
        {"organisatie": "obpt"},
        {"onderwerp": "anders"},
        {"kanaal": "balie"},
        {"vraagtype": 2},
        {"levensgebeurtenis": "x"},
    ],
    ids=str,
)
def test_what_only_the_conditions_took_away_is_named(filters: dict[str, Any]) -> None:
    found = door(network(), vraag="pensioen", **filters)
    assert found.organisatie.oin == SVB.oin
    assert (
        found.uitleg == "Met deze voorwaarden is er geen lijn. Zonder is dit de naaste: Lijn aow van Organisatie svb."
    )


@pytest.mark.parametrize(
    "vraag",
    [{"vraag": "xylofoon"}, {"vraag": "?!"}, {"onderwerp": "niets"}, {"organisatie": "niemand"}, {"kanaal": "post"}],
)
def test_else_the_beheerder_helps(vraag: dict[str, str]) -> None:
    found = door(network(), **vraag)
    assert (found.organisatie.oin, found.betrokken) == (OBPT.oin, None)
    assert found.uitleg == "Geen enkele lijn past bij deze vraag. De beheerder van het netwerk denkt met u mee."


def test_only_a_network_without_a_beheerder_has_no_door() -> None:
    assert ask(directory([SVB], kennis=KENNIS), vraag="xylofoon").geen_verkeerde_deur is None


def test_a_question_about_a_day_after_the_term_of_the_beheerder_has_a_door_too() -> None:
    """The term is renewed by then, or the network is over; until that day there is somebody to ask."""
    gids = directory([lid("obpt", rollen=("beheerder",), geldig_tot=date(2027, 12, 31))])
    assert ask(gids, START, vraag="xylofoon").geen_verkeerde_deur is not None
    assert ask(gids, START + timedelta(days=500), vraag="xylofoon").geen_verkeerde_deur is not None


# --- who else is concerned -------------------------------------------------------------------------------------------


def test_who_is_as_likely_and_has_no_line_stands_beside_the_routes() -> None:
    found = ask(network(), vraag="pensioen en een bekeuring")
    assert [route.ingang.id for route in found.routes] == [f"{SVB.oin}/aow"]
    assert [one.instantie.organisatie for one in found.betrokken] == ["cjib"]
    assert found.geen_verkeerde_deur is None


def test_who_has_a_route_is_not_named_beside_it() -> None:
    gids = network(lid("cjib", lijn("boetes", onderwerpen=("boetes",))))
    found = ask(gids, vraag="pensioen en een bekeuring")
    assert {route.organisatie.afkorting for route in found.routes} == {"svb", "cjib"}
    assert found.betrokken == ()


def test_no_more_than_three_are_concerned() -> None:
    found = ask(network(), vraag="pensioen boete rijbewijs studiebeurs visum afval")
    assert found.routes
    assert 1 <= len(found.betrokken) <= 3


# --- never nothing ---------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(chance=st.integers(0, 2**32).map(Random), text=st.text(max_size=30))
def test_there_are_routes_or_there_is_a_door(chance: Random, text: str) -> None:
    gids = directory(varied(chance, members=3, lines=chance.choice((0, 3, 20))), kennis=KENNIS)
    for at in moments(chance, 4):
        vraag = Vraag(
            vraag=chance.choice((None, text, *WOORDEN, "rijbewijs", "afval boete")),
            onderwerp=chance.choice((None, None, *ONDERWERPEN, "niets")),
            organisatie=chance.choice((None, None, "lid-0", "niemand")),
            vraagtype=chance.choice((None, 1, 2, 3)),
            kanaal=chance.choice((None, None, "forum", "telefoon")),
            levensgebeurtenis=chance.choice((None, None, "verhuizen", "niets")),
            aanvrager=Aanvrager(gemeente=chance.choice((None, *GEMEENTEN))),
        )
        found = contactroutes(gids, vraag, at=at)
        assert bool(found.routes) != (found.geen_verkeerde_deur is not None)
        if found.geen_verkeerde_deur is not None:
            assert found.betrokken == ()
            assert found.geen_verkeerde_deur.organisatie.is_lid(at)
            assert found.geen_verkeerde_deur.uitleg.endswith(".")
