# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Applying: a file without keys, keys that stay, and a profile at the end."""

from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
import pytest

from registry.statements.envelope import open_envelope
from registry.statements.leden import Aanmelding
from tests.cli.conftest import Lijn, anchors, overheard, unreachable
from tests.support import Network
from tests.support.network import BASE_URL


@pytest.fixture
def kandidaat(lijn: Lijn, net: Network) -> Lijn:
    lijn.http, lijn.now = lambda _: net.http(), net.clock
    return lijn


def apply(file: Path, folder: Path, *more: str) -> tuple[str | Path, ...]:
    return ("aanmelden", file, "--register", BASE_URL, "--map", folder, *more)


def test_an_application_needs_no_token_and_tells_no_secret(
    kandidaat: Lijn, cak: Path, net: Network, tmp_path: Path
) -> None:
    heard: list[httpx.Request] = []
    kandidaat.http = lambda _: overheard(net, heard)
    done = kandidaat(*apply(cak, tmp_path, "--json"))
    assert done.code == 0
    (request,) = heard
    assert "authorization" not in request.headers
    body = open_envelope(request.content).body
    assert isinstance(body, Aanmelding)
    assert {key.naam: key.gebruik for key in body.sleutels} == {"toegang": "toegang", "verklaringen": "verklaringen"}
    for name in ("toegang", "verklaringen"):
        secret = msgspec.json.decode((tmp_path / f"{name}.jwk").read_bytes())["d"]
        assert secret.encode() not in request.content
        assert secret not in done.out + done.err


@pytest.mark.parametrize(
    ("more", "until"),
    [
        ((), datetime(2027, 11, 23, 23, 0, tzinfo=UTC)),
        (("--geldig-tot", "2027-06-30"), datetime(2027, 6, 30, 22, 0, tzinfo=UTC)),
    ],
)
def test_keys_hold_until_the_end_of_a_day_in_the_netherlands(
    kandidaat: Lijn, cak: Path, net: Network, tmp_path: Path, more: tuple[str, ...], until: datetime
) -> None:
    done = kandidaat(*apply(cak, tmp_path, "--json", *more))
    oin = done.json["oin"]
    aanvraag = net.gids().organisaties[oin].aanvraag
    assert aanvraag is not None
    assert {key.geldig_tot for key in aanvraag.body.sleutels} == {until}


def test_a_profile_is_written_that_works_and_holds_the_anchors(
    kandidaat: Lijn, cak: Path, net: Network, tmp_path: Path
) -> None:
    trust = anchors(net)
    done = kandidaat(*apply(cak, tmp_path, "--logboek", trust["logboek"], "--beheerder", trust["beheerder"], "--json"))
    profile = msgspec.json.decode((tmp_path / "profiel.json").read_bytes())
    oin = done.json["oin"]
    assert profile == {
        "register": BASE_URL,
        "oin": oin,
        "clientId": f"{oin}.toegang",
        "toegang": "toegang.jwk",
        "verklaringen": "verklaringen.jwk",
        **trust,
    }
    assert "geheim" not in str(profile)


def test_keys_that_are_there_are_used(kandidaat: Lijn, cak: Path, tmp_path: Path) -> None:
    made = kandidaat("sleutel", "nieuw", "--map", tmp_path, "--json").json["sleutels"]
    done = kandidaat(*apply(cak, tmp_path, "--json"))
    assert done.json["duimafdruk"] == {row["gebruik"]: row["duimafdruk"] for row in made}["verklaringen"]


def test_an_earlier_application_is_replaced_only_when_asked(
    kandidaat: Lijn, cak: Path, net: Network, tmp_path: Path
) -> None:
    kandidaat(*apply(cak, tmp_path / "een"))
    again = kandidaat(*apply(cak, tmp_path / "twee", "--json"))
    assert again.code == 1
    assert "--vervang" in again.fout["detail"]
    assert not (tmp_path / "twee" / "profiel.json").exists()
    other = kandidaat(*apply(cak, tmp_path / "twee", "--vervang", "--json"))
    assert other.code == 1
    assert "andere sleutel" in other.fout["detail"]
    (tmp_path / "een" / "profiel.json").unlink()
    net.clock.move(minutes=1)
    replaced = kandidaat(*apply(cak, tmp_path / "een", "--vervang", "--json"))
    assert replaced.code == 0
    standing = net.gids().organisaties[replaced.json["oin"]]
    assert standing.aanmelding == replaced.json["digest"]


def test_a_file_with_faults_leaves_no_key_behind(kandidaat: Lijn, cak: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "fout.yaml"
    wrong.write_text("oin: 12\nnaam: X\nrollen: [baas]\nsleutels: []\ncontact: {functie: x, email: y}\n")
    done = kandidaat(*apply(wrong, tmp_path / "nieuw", "--json"))
    assert done.code == 1
    found = {fout["veld"]: fout.get("regel") for fout in done.fout["fouten"]}
    assert found == {"sleutels": 4, "oin": 1, "rollen[0]": 3, "contact.email": 5}
    assert not (tmp_path / "nieuw").exists()


def test_a_person_who_says_no_leaves_nothing_behind(kandidaat: Lijn, cak: Path, net: Network, tmp_path: Path) -> None:
    size = net.size()
    assert kandidaat(*apply(cak, tmp_path / "nieuw"), answer="n\n").code == 1
    assert net.size() == size
    assert not (tmp_path / "nieuw").exists()


def test_an_application_that_got_no_answer_can_be_tried_again(
    kandidaat: Lijn, cak: Path, net: Network, tmp_path: Path
) -> None:
    there = kandidaat.http
    kandidaat.http = unreachable
    assert kandidaat(*apply(cak, tmp_path)).code == 3
    assert not (tmp_path / "profiel.json").exists()
    kandidaat.http = there
    assert kandidaat(*apply(cak, tmp_path)).code == 0


@pytest.mark.parametrize(
    "more",
    [
        ("--geldig-tot", "2026-11-22"),
        ("--geldig-tot", "morgen"),
        ("--geldig-tot", "20271123"),
        ("--logboek", "niets"),
        ("--beheerder", "kort"),
    ],
)
def test_an_option_that_cannot_be_is_misuse(kandidaat: Lijn, cak: Path, tmp_path: Path, more: tuple[str, ...]) -> None:
    assert kandidaat(*apply(cak, tmp_path / "nieuw", *more)).code == 2
    assert not (tmp_path / "nieuw").exists()


def test_another_profile_is_never_overwritten(kandidaat: Lijn, cak: Path, net: Network, tmp_path: Path) -> None:
    (tmp_path / "profiel.json").write_text("{}")
    size = net.size()
    assert kandidaat(*apply(cak, tmp_path)).code == 2
    assert (tmp_path / "profiel.json").read_text() == "{}"
    assert net.size() == size
