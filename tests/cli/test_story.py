# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Tales told with `lijn` alone."""

from pathlib import Path

import yaml

from tests.cli.conftest import DEMO, SVB_AOW, Lijn, write_profile
from tests.support import Lid, Network
from tests.support.network import BASE_URL


def test_a_line_is_published_found_proved_withdrawn_and_gone(
    as_svb: Lijn, svb: Lid, net: Network, tmp_path: Path
) -> None:
    sub, bundle = f"professionallijn/{svb.oin}/aow-professionals", tmp_path / "aow.json"

    published = as_svb("publiceer", SVB_AOW, "--json")
    assert published.code == 0
    (line,) = published.json["lijnen"]
    assert (line["lijn"], line["uitkomst"]) == (f"{svb.oin}/aow-professionals", "nieuw")
    assert net.head(sub) == line["digest"]

    found = as_svb("zoek", "AOW", "--rol", "casemanager")
    assert found.code == 0
    assert "+31880000101, toets 2" in found.out
    assert "open tot 17.00 uur" in found.out

    shown = as_svb("toon", "svb/aow-professionals", "--bewijs", bundle)
    assert shown.code == 0
    assert "AOW en nabestaanden, lijn voor professionals" in shown.out

    proved = as_svb("verifieer", bundle, "--json")
    assert proved.code == 0
    assert proved.json["gaatOver"] == line["digest"]

    withdrawn = as_svb("intrekken", "aow-professionals", "--reden", "Opgegaan in een andere lijn.", "--json")
    assert withdrawn.code == 0
    assert net.head(sub) == withdrawn.json["digest"]
    assert "+31880000101" not in as_svb("zoek", "AOW").out
    assert "ingetrokken" in as_svb("toon", "svb/aow-professionals").out
    assert as_svb("intrekken", "aow-professionals", "--reden", "Nog eens.").code == 1

    assert as_svb("publiceer", SVB_AOW, "--json").json["lijnen"][0]["uitkomst"] == "opnieuw"
    assert "+31880000101" in as_svb("zoek", "AOW").out


def test_an_organisation_applies_is_admitted_publishes_and_is_suspended(
    lijn: Lijn, cak: Path, net: Network, tmp_path: Path
) -> None:
    lijn.http, lijn.now = lambda _: net.http(), net.clock
    folder, obpt = tmp_path / "cak", write_profile(tmp_path / "obpt", net.obpt)

    applied = lijn("aanmelden", cak, "--register", BASE_URL, "--map", folder, "--json")
    assert applied.code == 0
    oin, thumbprint = applied.json["oin"], applied.json["duimafdruk"]
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.glob("*.jwk")} == {
        "toegang.jwk": 0o600,
        "verklaringen.jwk": 0o600,
    }

    lijn.profiel = folder
    assert lijn("publiceer", DEMO / "cak" / "lijnen" / "professionals.yaml").code == 1  # not a member yet

    lijn.profiel = obpt
    wrong = lijn("toelaten", oin, "--rol", "publicist", "--duimafdruk", "A" * 43)
    assert wrong.code == 1
    assert thumbprint in wrong.err
    admitted = lijn("toelaten", oin, "--rol", "publicist", "--plateau", "1", "--duimafdruk", thumbprint, "--json")
    assert admitted.code == 0
    assert net.gids().organisaties[oin].plateau == 1

    lijn.profiel = folder
    assert lijn("publiceer", DEMO / "cak" / "lijnen" / "professionals.yaml").code == 0

    lijn.profiel = obpt
    assert lijn("schorsen", oin, "--reden", "Onderzoek naar de lijn.").code == 0
    assert lijn("schorsen", oin, "--reden", "Nog eens.").code == 1

    lijn.profiel = folder
    assert lijn("zoek", "CAK").code == 1  # its client is no longer known


def test_a_member_that_is_told_to_use_dpop_goes_on_with_lijn_as_before(
    as_svb: Lijn, svb: Lid, net: Network, tmp_path: Path
) -> None:
    own, as_svb.profiel = as_svb.profiel, write_profile(tmp_path / "obpt", net.obpt)
    done = as_svb("toelaten", svb.oin, "--rol", "publicist", "--dpop-verplicht", "--ja")
    assert done.code == 0
    assert "DPoP" in done.err
    assert net.gids().organisaties[svb.oin].dpop_verplicht
    obpt, as_svb.profiel = as_svb.profiel, own
    assert as_svb("publiceer", SVB_AOW).code == 0
    assert "+31880000101" in as_svb("zoek", "AOW").out

    as_svb.profiel = obpt  # who admits anew says all of it again, and sees what is no longer said
    assert "niet meer verplicht" in as_svb("toelaten", svb.oin, "--rol", "publicist", "--ja").err
    assert not net.gids().organisaties[svb.oin].dpop_verplicht


def test_every_demo_line_of_the_svb_can_be_published_by_it(as_svb: Lijn, net: Network) -> None:
    files = sorted((DEMO / "svb" / "lijnen").glob("*.yaml"))
    assert as_svb("publiceer", *files).code == 0
    assert {line.split("/")[1] for line in net.gids().lijnen} == {
        yaml.safe_load(path.read_text(encoding="utf-8"))["naam"] for path in files
    }


def test_a_waiting_application_is_turned_down_and_makes_room(as_obpt: Lijn, net: Network) -> None:
    duo = net.kandidaat("duo")
    assert as_obpt("afwijzen", duo.oin, "--reden", "De duimafdruk klopt niet.").code == 0
    assert duo.oin not in net.gids().organisaties
    assert as_obpt("afwijzen", duo.oin, "--reden", "Nog eens.").code == 1
