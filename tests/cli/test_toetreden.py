# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""From application to suspension with `lijn` alone: what each side sees, and what it is told to do."""

from datetime import date
from pathlib import Path

import httpx
import pytest

from cli.profielbestand import BESTAND
from registry.statements.leden import Toelating
from tests.cli.conftest import Lijn, overheard, write_profile
from tests.support import Lid, Network
from tests.support.network import BASE_URL


@pytest.fixture
def as_cak(lijn: Lijn, net: Network, cak: Path, tmp_path: Path) -> Lijn:
    """`lijn` as a candidate uses it, right after it applied."""
    lijn.http, lijn.now = lambda _: net.http(), net.clock
    assert lijn("aanmelden", cak, "--register", BASE_URL, "--map", tmp_path / "cak").code == 0
    lijn.profiel = tmp_path / "cak" / BESTAND
    return lijn


OIN = "00000099999999999000"


def test_a_candidate_is_told_what_to_do_when_it_applies_and_again_when_it_asks(
    lijn: Lijn, net: Network, cak: Path, tmp_path: Path
) -> None:
    lijn.http, lijn.now = lambda _: net.http(), net.clock
    applied = lijn("aanmelden", cak, "--register", BASE_URL, "--map", tmp_path / "cak", "--json").json
    lijn.profiel = tmp_path / "cak"
    seen = lijn("profiel", "--json").json
    assert seen["status"] == "aangemeld"
    assert seen["nogTeDoen"] == applied["nogTeDoen"]  # worked out here, and there
    assert applied["duimafdruk"] in seen["nogTeDoen"][0]
    shown = lijn("profiel")
    assert shown.code == 0
    for text in (
        "CAK",
        "aangemeld",
        "Nog te doen:",
        applied["duimafdruk"],
        "Wacht op de beheerder",
        "aanmelding:lezen",
    ):
        assert text in shown.out


def test_a_candidate_may_read_nothing_else_and_is_told_where_to_look(as_cak: Lijn) -> None:
    for command in (("zoek", "AOW"), ("toon", "svb/aow"), ("aanmeldingen",), ("aflopend",)):
        refused = as_cak(*command)
        assert refused.code == 1
        assert "lijn profiel" in refused.err
        assert refused.out == ""


def test_the_beheerder_sees_who_waits_what_was_checked_and_how_to_go_on(
    as_cak: Lijn, net: Network, tmp_path: Path
) -> None:
    as_cak.profiel = write_profile(tmp_path / "obpt", net.obpt)
    shown = as_cak("aanmeldingen")
    assert shown.code == 0
    (stand,) = as_cak("aanmeldingen", "--json").json["aanmeldingen"]
    assert {found["controle"] for found in stand["controles"]} == {
        "oin", "oin-register", "sleutels", "toegang", "rollen", "contact", "tooi", "naam", "afkorting", "eerder",
    }  # fmt: skip
    for found in stand["controles"]:
        assert found["uitleg"] in shown.out
    command = f"lijn toelaten {OIN} --rol publicist --aanmelding {stand['digest']}"
    assert command in shown.out
    assert as_cak(*command.split()[1:]).code == 0
    assert net.gids().organisaties[OIN].status == "toegelaten"
    empty = as_cak("aanmeldingen")
    assert (empty.code, empty.out) == (0, "")
    assert "Er wacht geen aanmelding." in empty.err


def test_an_application_that_was_replaced_meanwhile_is_not_admitted(
    as_cak: Lijn, net: Network, cak: Path, tmp_path: Path
) -> None:
    candidate, obpt = as_cak.profiel, write_profile(tmp_path / "obpt", net.obpt)
    as_cak.profiel = obpt
    (stand,) = as_cak("aanmeldingen", "--json").json["aanmeldingen"]
    net.clock.move(minutes=1)
    assert candidate is not None
    candidate.unlink()
    as_cak.profiel = None
    again = as_cak("aanmelden", cak, "--register", BASE_URL, "--map", candidate.parent, "--vervang")
    assert again.code == 0
    as_cak.profiel = obpt
    refused = as_cak("toelaten", OIN, "--rol", "publicist", "--aanmelding", stand["digest"])
    assert refused.code == 1
    assert net.gids().organisaties[OIN].status == "aangemeld"


def test_who_was_turned_down_reads_why_and_how_to_apply_again(
    as_cak: Lijn, net: Network, cak: Path, tmp_path: Path
) -> None:
    candidate = as_cak.profiel
    as_cak.profiel = write_profile(tmp_path / "obpt", net.obpt)
    assert as_cak("afwijzen", OIN, "--reden", "De duimafdruk klopt niet.").code == 0
    as_cak.profiel = candidate
    shown = as_cak("profiel")
    assert "afgewezen" in shown.out
    assert "De duimafdruk klopt niet." in shown.out
    assert "`lijn aanmelden … --vervang`" in shown.out
    net.clock.move(minutes=1)
    as_cak.profiel = None
    again = ("aanmelden", cak, "--register", BASE_URL, "--map", tmp_path / "cak")
    assert "--vervang" in as_cak(*again).err
    assert as_cak(*again, "--vervang").code == 0
    assert net.gids().organisaties[OIN].status == "aangemeld"


def test_who_names_the_oin_of_a_member_is_asked_whether_it_is_right(
    lijn: Lijn, net: Network, svb: Lid, cak: Path, tmp_path: Path
) -> None:
    lijn.http, lijn.now = lambda _: net.http(), net.clock
    cak.write_text(cak.read_text(encoding="utf-8").replace(OIN, svb.oin), encoding="utf-8")
    again = ("aanmelden", cak, "--register", BASE_URL, "--map", tmp_path / "cak")
    refused = lijn(*again)
    assert refused.code == 1
    assert "kijk of de OIN klopt" in refused.err
    insists = lijn(*again, "--vervang")
    assert insists.code == 1
    assert "lijn sleutel vervang" in insists.err
    assert insists.err.count("al toegelaten") == 1  # one fault is said once


def test_a_suspension_with_a_last_day_is_read_by_the_member_and_ends_by_itself(
    as_svb: Lijn, net: Network, svb: Lid, tmp_path: Path
) -> None:
    member, obpt = as_svb.profiel, write_profile(tmp_path / "obpt", net.obpt)
    as_svb.profiel = obpt
    assert as_svb("schorsen", svb.oin, "--reden", "Lijn onbereikbaar.", "--tot", "2026-11-30").code == 0
    assert as_svb("schorsen", svb.oin, "--reden", "Nog eens.", "--tot", "2026-11-30").code == 1
    assert as_svb("schorsen", svb.oin, "--reden", "Langer.", "--tot", "2026-12-01").code == 0
    ending = as_svb("aflopend")
    assert f"2026-12-01  schorsing  Organisatie svb ({svb.oin})" in ending.out
    as_svb.profiel = member
    shown = as_svb("profiel")
    assert shown.code == 0
    for text in ("geschorst", "Langer.", "1 december 2026", "vanzelf"):
        assert text in shown.out
    assert as_svb("zoek", "AOW").code == 1
    net.clock.move(days=8, hours=14)
    assert as_svb("zoek", "AOW").code != 3
    assert as_svb("profiel", "--json").json["status"] == "toegelaten"


@pytest.mark.parametrize("tot", ["2026-11-22", "morgen", "20261130"])
def test_a_last_day_that_cannot_be_is_refused(as_obpt: Lijn, net: Network, tot: str) -> None:
    svb = net.lid("svb")
    assert as_obpt("schorsen", svb.oin, "--reden", "Onderzoek.", "--tot", tot).code in {1, 2}
    assert net.gids().organisaties[svb.oin].status == "toegelaten"


def test_who_must_call_the_beheerder_reads_where(as_cak: Lijn, net: Network, svb: Lid, tmp_path: Path) -> None:
    contact = net.gids().organisaties[net.obpt.oin].contact
    assert contact.email in as_cak("profiel").out
    net.schors(svb)
    as_cak.profiel = write_profile(tmp_path / "svb", svb)
    suspended = as_cak("profiel").out
    assert "Bel de beheerder" in suspended
    assert contact.email in suspended


def test_a_member_sees_its_rights_and_its_terms(as_svb: Lijn, net: Network, svb: Lid) -> None:
    net.laat_toe(svb, geldig_tot=date(2026, 12, 31), plateau=2)
    shown = as_svb("profiel")
    for text in (
        "toegelaten", "lid tot en met", "31 december 2026", "plateau", "een lijn publiceren (professionallijn)",
        "Metingen doorgeven. (metingen:schrijven)", "sleutel", "Vraag de beheerder op tijd om verlenging.",
    ):  # fmt: skip
        assert text in shown.out
    assert "toezicht:lezen" not in shown.out
    assert "een loket beschrijven" not in shown.out


def test_who_left_is_told_whom_to_call_in_whole_sentences(as_svb: Lijn, net: Network, svb: Lid) -> None:
    net.obpt.say(Toelating(status="uitgetreden", reden="Klaar."), f"toelating/{svb.oin}")
    for command in (("profiel",), ("zoek", "AOW")):
        refused = as_svb(*command)
        assert refused.code == 1
        assert "Bel anders de beheerder." in refused.err
        assert not {"?.", "..", ".?"} & {refused.err[n : n + 2] for n in range(len(refused.err))}


def test_a_decision_that_cannot_be_is_refused_with_what_to_do_next(
    as_cak: Lijn, net: Network, svb: Lid, tmp_path: Path
) -> None:
    as_cak.profiel = write_profile(tmp_path / "obpt", net.obpt)
    suspended = as_cak("schorsen", OIN, "--reden", "Nog geen lid.")
    assert suspended.code == 1
    assert f"lijn afwijzen {OIN}" in suspended.err
    nobody = as_cak("toelaten", "00000099999999998000", "--rol", "loket")
    assert nobody.code == 1
    assert "lijn aanmeldingen" in nobody.err
    left = as_cak("uitschrijven", svb.oin, "--reden", "Klaar.")
    assert "wordt uitgeschreven" in left.err
    as_cak.profiel = write_profile(tmp_path / "uwv", net.lid("uwv"))
    assert "lijn profiel" in as_cak("aflopend").err


def test_who_admits_a_member_anew_sees_all_that_it_loses_by_it(as_obpt: Lijn, net: Network) -> None:
    svb = net.lid("svb")
    net.laat_toe(svb, ("publicist", "loket"), geldig_tot=date(2026, 12, 31), plateau=2, dpop_verplicht=True)
    assert as_obpt("schorsen", svb.oin, "--reden", "Onderzoek.").code == 0
    seen = as_obpt("toelaten", svb.oin, "--rol", "publicist", "--ja").err
    for line in (
        "verliest rol     loket",
        "plateau          geen meer, was 2",
        "lid tot en met   geen einde meer, was 31 december 2026",
        "DPoP             niet meer verplicht",
    ):
        assert line in seen
    given = as_obpt("toelaten", svb.oin, "--rol", "publicist", "--plateau", "3", "--geldig-tot", "2027-01-31", "--ja")
    assert "plateau          3" in given.err
    assert "lid tot en met   31 januari 2027" in given.err
    assert not {"verliest", "DPoP"} & set(given.err.split())


def test_the_beheerder_sees_what_ends_as_far_ahead_as_it_likes(as_obpt: Lijn, net: Network) -> None:
    svb = net.lid("svb")
    net.laat_toe(svb, geldig_tot=date(2027, 3, 1))
    nothing = as_obpt("aflopend")
    assert (nothing.code, nothing.out) == (0, "")
    assert "niets" in nothing.err
    assert "2027-03-01  toelating" in as_obpt("aflopend", "--dagen", "100").out
    assert as_obpt("aflopend", "--dagen", "0").code == 2
    found = as_obpt("aflopend", "--dagen", "100", "--json").json
    assert found == {
        "aflopend": [{"oin": svb.oin, "naam": "Organisatie svb", "wat": "toelating", "laatsteDag": "2027-03-01"}],
        "totaal": 1,
    }


def test_a_member_that_is_no_beheerder_is_not_shown_who_waits(as_svb: Lijn) -> None:
    for command in ("aanmeldingen", "aflopend"):
        refused = as_svb(command, "--json")
        assert refused.code == 1
        assert refused.fout["code"] == "scope-ontbreekt"


def test_who_left_has_no_profile_there_any_more(as_svb: Lijn, net: Network, svb: Lid, tmp_path: Path) -> None:
    member = as_svb.profiel
    as_svb.profiel = write_profile(tmp_path / "obpt", net.obpt)
    assert as_svb("uitschrijven", svb.oin, "--reden", "Op verzoek.").code == 0
    assert net.gids().organisaties[svb.oin].status == "uitgetreden"
    assert as_svb("uitschrijven", svb.oin, "--reden", "Nog eens.").code == 1
    as_svb.profiel = member
    assert as_svb("profiel").code == 1


def test_an_oin_that_cannot_exist_is_said_before_anything_is_sent(
    lijn: Lijn, net: Network, cak: Path, tmp_path: Path
) -> None:
    heard: list[httpx.Request] = []
    lijn.http, lijn.now = lambda _: overheard(net, heard), net.clock
    cak.write_text(cak.read_text(encoding="utf-8").replace(OIN, "00000001002179909000"), encoding="utf-8")
    refused = lijn("aanmelden", cak, "--register", BASE_URL, "--map", tmp_path / "nieuw", "--json")
    assert refused.code == 1
    assert [(fout["veld"], fout["code"]) for fout in refused.fout["fouten"]] == [("oin", "elfproef")]
    assert heard == []
    assert not (tmp_path / "nieuw").exists()
