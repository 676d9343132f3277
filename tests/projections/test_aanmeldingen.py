# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What is checked of an application, what ends soon, and what somebody must still do."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from registry.projections.aanmeldingen import Opzoeking, besluiten, eigen, opgezocht, vergeleken
from registry.projections.aflopend import aflopend
from registry.projections.eigenstand import te_doen_kandidaat, te_doen_lid
from registry.projections.organisaties import Aanvraag, Afwijzing, Organisatie
from registry.projections.rechten import HOEDANIGHEDEN, VAN_SCOPE, VAN_SOORT, tabel
from registry.statements.leden import Aanmelding, Contact, Toelating
from registry.statements.sleutels import Rsa, b64, thumbprint
from tests.support import Lid, Network
from tests.support.network import START

RSA_2048 = Rsa(n=b64(b"\xff" * 256), e="AQAB")


@pytest.fixture
def net() -> Network:
    return Network()


def applied(net: Network, **fields: Any) -> Aanmelding:
    rollen = fields.pop("rollen", ("publicist",))
    return Lid(net, "duo").aanmelding(rollen, **({"oin": "00000001800866472000"} | fields))


def verdict(body: Aanmelding, which: str, at: datetime = START) -> str:
    return {found.controle: found.oordeel for found in eigen(body, at)}[which]  # type: ignore[index]


def beside(net: Network, body: Aanmelding, which: str) -> tuple[str, str]:
    return {str(found.controle): (str(found.oordeel), found.uitleg) for found in vergeleken(body, net.gids(), ())}[
        which
    ]


# --- by itself --------------------------------------------------------------------------------------------------------


def test_every_check_is_made_once_and_says_why(net: Network) -> None:
    found = eigen(applied(net), START)
    assert [check.controle for check in found] == ["oin", "sleutels", "toegang", "rollen", "tooi", "contact"]
    assert all(check.uitleg.endswith(".") or check.uitleg.endswith("/.") for check in found)


@pytest.mark.parametrize(
    ("oin", "oordeel"),
    [("00000001800866472000", "goed"), ("00000099000000001000", "let-op"), ("00000012000000001000", "fout")],
)
def test_the_oin_is_judged(net: Network, oin: str, oordeel: str) -> None:
    assert verdict(applied(net, oin=oin), "oin") == oordeel


@pytest.mark.parametrize(
    ("lasts", "oordeel"),
    [
        (timedelta(0), "fout"),
        (timedelta(days=29), "let-op"),
        (timedelta(days=30), "goed"),
        (timedelta(days=731), "goed"),
        (timedelta(days=732), "let-op"),
    ],
)
def test_a_key_lasts_neither_too_short_nor_too_long(net: Network, lasts: timedelta, oordeel: str) -> None:
    keys = Lid(net, "duo").sleutels(geldig_tot=START + lasts)
    assert verdict(applied(net, sleutels=keys), "sleutels") == oordeel


def test_of_a_key_that_is_soon_over_the_last_day_is_named(net: Network) -> None:
    body = applied(net)
    midnight = datetime(2026, 12, 5, 23, tzinfo=UTC)  # of 6 December, here
    keys = tuple(replace(key, geldig_tot=midnight) for key in body.sleutels)
    (found,) = [one for one in eigen(replace(body, sleutels=keys), START) if one.controle == "sleutels"]
    assert "tot en met 5 december 2026" in found.uitleg


def test_a_short_rsa_key_is_pointed_out(net: Network) -> None:
    speaks, calls = Lid(net, "duo").sleutels()
    keys = (replace(speaks, jwk=RSA_2048), calls)
    found = next(check for check in eigen(applied(net, sleutels=keys), START) if check.controle == "sleutels")
    assert found.oordeel == "let-op"
    assert "2048" in found.uitleg


def test_without_a_key_for_access_nothing_can_be_done(net: Network) -> None:
    assert verdict(applied(net, sleutels=Lid(net, "duo").sleutels()[:1]), "toegang") == "fout"
    assert verdict(applied(net), "toegang") == "goed"


def test_who_asks_to_be_beheerder_is_looked_at(net: Network) -> None:
    assert verdict(applied(net, rollen=("publicist", "beheerder")), "rollen") == "let-op"
    assert verdict(applied(net), "rollen") == "goed"


@pytest.mark.parametrize(
    ("email", "oordeel"),
    [
        ("lijnen@minbzk.nl", "goed"),
        ("lijnen@team.overheid.nl", "goed"),
        ("lijnen@nietoverheid.nl", "let-op"),
        ("lijnen@overheid.nl.example.nl", "let-op"),
        ("duo@gmail.com", "let-op"),
        ("duo@GMAIL.com", "let-op"),
        ("lijnen@duo.nl", "let-op"),
    ],
)
def test_the_domain_of_the_contact_is_looked_at(net: Network, email: str, oordeel: str) -> None:
    assert verdict(applied(net, contact=Contact(functie="Beheer", email=email)), "contact") == oordeel


@pytest.mark.parametrize(
    ("tooi", "oordeel"),
    [
        (None, "let-op"),
        ("https://identifier.overheid.nl/tooi/id/oorg/oorg10148", "goed"),
        ("https://identifier.overheid.nl.example/tooi/id/oorg/oorg10148", "let-op"),
    ],
)
def test_a_tooi_is_looked_at(net: Network, tooi: str | None, oordeel: str) -> None:
    assert verdict(applied(net, tooi=tooi), "tooi") == oordeel


# --- beside others ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("naam", ["Sociale Verzekeringsbank", "sociale verzekerings-bank", "Sociale Verzekeringsbànk",
                                  "Sociale Verzekeringsbankk", "SOCIALE VERZEKERINGSBANK"])  # fmt: skip
def test_a_name_that_could_be_taken_for_anothers_is_pointed_out(net: Network, naam: str) -> None:
    net.lid("svb", naam="Sociale Verzekeringsbank")
    oordeel, uitleg = beside(net, applied(net, naam=naam), "naam")
    assert oordeel == "let-op"
    assert "Sociale Verzekeringsbank" in uitleg


def test_another_name_is_fine_and_so_is_ones_own(net: Network) -> None:
    svb = net.lid("svb", naam="Sociale Verzekeringsbank")
    assert beside(net, applied(net, naam="Centraal Administratie Kantoor"), "naam")[0] == "goed"
    assert beside(net, applied(net, naam="Sociale Verzekeringsbank", oin=svb.oin), "naam")[0] == "goed"


def test_the_name_of_another_candidate_says_nothing(net: Network) -> None:
    net.kandidaat("nep", naam="Dienst Uitvoering Onderwijs")
    assert beside(net, applied(net, naam="Dienst Uitvoering Onderwijs"), "naam")[0] == "goed"


def test_the_tooi_of_another_is_pointed_out(net: Network) -> None:
    tooi = "https://identifier.overheid.nl/tooi/id/zbo/zb000143"
    net.lid("svb", naam="Sociale Verzekeringsbank", tooi=tooi)
    assert beside(net, applied(net, naam="Iets anders", tooi=tooi), "naam")[0] == "let-op"


def test_an_afkorting_that_another_has_cannot_be_admitted(net: Network) -> None:
    svb = net.lid("svb")
    assert beside(net, applied(net, afkorting="svb"), "afkorting")[0] == "fout"
    assert beside(net, applied(net, afkorting="svb", oin=svb.oin), "afkorting")[0] == "goed"
    assert beside(net, applied(net, afkorting="duo"), "afkorting")[0] == "goed"
    assert beside(net, applied(net, afkorting=None), "afkorting")[0] == "goed"


def test_what_was_decided_before_is_told_with_the_reason_the_last_first(net: Network) -> None:
    days = [START + timedelta(days=day) for day in range(5)]
    said = [
        Toelating(status="uitgetreden", reden="Duimafdruk onjuist."),  # no member yet: turned down
        Toelating(status="toegelaten", rollen=("publicist",)),
        Toelating(status="geschorst", reden="Onbereikbaar."),
        Toelating(status="uitgetreden", reden="Opgeheven."),
        Toelating(status="uitgetreden", reden="Nog eens geprobeerd."),
    ]
    found = besluiten(zip(said, days, strict=True))
    assert [besluit.woord for besluit in found] == ["afgewezen", "uitgetreden", "geschorst", "toegelaten", "afgewezen"]
    eerder = vergeleken(applied(net), net.gids(), found)[-1]
    assert eerder.oordeel == "let-op"
    assert "geschorst op 25 november 2026 (Onbereikbaar)" in eerder.uitleg
    assert eerder.uitleg.index("Nog eens") < eerder.uitleg.index("Duimafdruk")
    assert vergeleken(applied(net), net.gids(), ())[-1].oordeel == "goed"


@pytest.mark.parametrize(
    ("found", "oordeel"),
    [
        (Opzoeking(stand="uit"), "niet-nagegaan"),
        (Opzoeking(stand="mislukt"), "niet-nagegaan"),
        (Opzoeking(stand="onbekend"), "let-op"),
        (Opzoeking(stand="ingetrokken", naam="Organisatie duo"), "fout"),
        (Opzoeking(stand="actief", naam="ORGANISATIE DUO"), "goed"),
        (Opzoeking(stand="actief", naam="Een ander"), "let-op"),
        (Opzoeking(stand="actief"), "let-op"),
    ],
)
def test_what_the_oin_register_says_is_weighed(net: Network, found: Opzoeking, oordeel: str) -> None:
    assert opgezocht(applied(net), found).oordeel == oordeel


# --- what ends soon ---------------------------------------------------------------------------------------------------


def ends(net: Network, days: int = 60) -> list[tuple[str, str, date, str | None]]:
    found = aflopend(net.gids().organisaties.values(), net.clock.at, dagen=days)
    return [(end.naam, end.wat, end.laatste_dag, end.sleutel) for end in found]


def test_what_ends_first_stands_first_and_what_is_far_off_does_not_stand_there(net: Network) -> None:
    svb, cjib = net.lid("svb"), net.lid("cjib")
    net.laat_toe(svb, geldig_tot=date(2027, 1, 22))
    net.laat_toe(cjib, geldig_tot=date(2027, 1, 23))
    assert ends(net) == [("Organisatie svb", "toelating", date(2027, 1, 22), None)]
    assert [end[0] for end in ends(net, 61)] == ["Organisatie svb", "Organisatie cjib"]


def test_a_key_ends_on_the_last_day_on_which_it_holds(net: Network) -> None:
    lid = Lid(net, "svb")
    midnight = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)  # the end of the year in the Netherlands
    lid.say(lid.aanmelding(("publicist",), sleutels=lid.sleutels(geldig_tot=midnight)))
    net.laat_toe(lid)
    assert ends(net) == [("Organisatie svb", "sleutel", date(2026, 12, 31), "spreken")]


def test_a_term_that_is_over_stays_until_somebody_acts(net: Network) -> None:
    svb = net.lid("svb")
    net.laat_toe(svb, geldig_tot=date(2026, 11, 23))
    net.clock.move(days=9)
    assert ends(net) == [("Organisatie svb", "toelating", date(2026, 11, 23), None)]
    net.obpt.say(Toelating(status="uitgetreden", reden="Voorbij."), f"toelating/{svb.oin}")
    assert ends(net) == []


def test_a_suspension_that_ends_is_among_them_until_it_is_over(net: Network) -> None:
    svb = net.lid("svb")
    said = Toelating(status="geschorst", reden="Op onderzoek.", geschorst_tot=date(2026, 11, 30))
    net.obpt.say(said, f"toelating/{svb.oin}")
    assert ends(net) == [("Organisatie svb", "schorsing", date(2026, 11, 30), None)]
    net.clock.move(days=8)
    assert ends(net) == []


# --- what is still to be done -----------------------------------------------------------------------------------------


def member(net: Network, lid: Lid) -> Organisatie:
    found = net.gids().organisatie(lid.oin)
    assert found is not None
    return found


def test_a_candidate_calls_the_beheerder_and_waits(net: Network) -> None:
    body = applied(net)
    todo = list(te_doen_kandidaat(Aanvraag(digest="0" * 64, body=body), None, START))
    assert thumbprint(body.sleutels[0].jwk) in todo[0]
    assert todo[-1].startswith("Wacht op de beheerder")


def test_what_is_wrong_comes_first(net: Network) -> None:
    body = applied(net, sleutels=Lid(net, "duo").sleutels()[:1])
    todo = list(te_doen_kandidaat(Aanvraag(digest="0" * 64, body=body), None, START))
    assert "toegangssleutel" in todo[0]
    assert "--vervang" in todo[0]


def test_who_was_turned_down_is_told_to_read_why(net: Network) -> None:
    aanvraag = Aanvraag(digest="0" * 64, body=applied(net))
    todo = list(te_doen_kandidaat(aanvraag, Afwijzing(aanvraag=aanvraag, reden="Nee.", op=START), START))
    assert "afgewezen" in todo[0]
    assert "lijn aanmelden" in todo[1]


def test_a_member_in_good_standing_has_nothing_to_do(net: Network) -> None:
    assert list(te_doen_lid(member(net, net.lid("svb")), net.clock.at)) == []


def test_a_member_is_told_in_time_what_ends(net: Network) -> None:
    svb = net.lid("svb")
    net.laat_toe(svb, geldig_tot=date(2026, 12, 31))
    (zin,) = te_doen_lid(member(net, svb), net.clock.at)
    assert "31 december 2026" in zin
    net.clock.move(days=60)
    assert "liep tot en met 31 december 2026" in next(te_doen_lid(member(net, svb), net.clock.at))


def test_who_has_no_key_to_speak_with_is_told_whom_to_call(net: Network) -> None:
    svb = net.lid("svb")
    standing = member(net, svb)
    over = replace(standing, sleutels=tuple(replace(key, tot=net.clock.at) for key in standing.sleutels))
    assert list(te_doen_lid(over, net.clock.at)) == [
        "U hebt geen geldige sleutel voor verklaringen meer. Bel de beheerder."
    ]


# --- the table of rights ----------------------------------------------------------------------------------------------


def test_the_table_shows_every_right_and_everybody() -> None:
    heading, _, *rows = tabel()
    assert heading.count("|") == len(HOEDANIGHEDEN) + 2
    assert len(rows) == len(VAN_SCOPE) + len(VAN_SOORT)
    assert all(row.count("|") == len(HOEDANIGHEDEN) + 2 for row in rows)
