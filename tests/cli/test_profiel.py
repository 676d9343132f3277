# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A profile is strict, and a key that others can read is no key."""

from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from cli.verbinding import http_client
from tests.cli.conftest import Lijn, unreachable, write_profile
from tests.support import Lid, Network

OIN = "00000099000000001000"
GOOD: dict[str, Any] = {
    "register": "https://register.test.example",
    "oin": OIN,
    "clientId": f"{OIN}.toegang",
    "toegang": "toegang.jwk",
    "verklaringen": "verklaringen.jwk",
}


def profile(tmp_path: Path, lijn: Lijn, **members: Any) -> None:
    (tmp_path / "profiel.json").write_bytes(msgspec.json.encode({k: v for k, v in (GOOD | members).items() if v}))
    lijn.profiel = tmp_path / "profiel.json"


def test_every_fault_of_a_profile_is_named_at_once(lijn: Lijn, tmp_path: Path) -> None:
    profile(tmp_path, lijn, register="ftp://x", oin="12", clientId=None, geheim="x", beheerder="kort")
    done = lijn("zoek", "AOW", "--json")
    assert done.code == 2
    assert {fout["veld"] for fout in done.fout["fouten"]} == {"register", "oin", "clientId", "geheim", "beheerder"}


def test_the_client_is_one_of_the_organisation(lijn: Lijn, tmp_path: Path) -> None:
    profile(tmp_path, lijn, clientId="00000099000000002000.toegang")
    assert [fout["veld"] for fout in lijn("zoek", "AOW", "--json").fout["fouten"]] == ["clientId"]


@pytest.mark.parametrize(
    ("adres", "code"),
    [
        ("https://register.example", 3),
        ("https://register.example:8443/pad", 3),
        ("http://127.0.0.1:8000", 3),
        ("http://localhost:8000", 3),
        ("http://[::1]:8000", 3),
        ("http://register.example", 2),
        ("http://127.0.0.1.example", 2),
        ("http://localhost.example", 2),
        ("http://localhost@register.example", 2),
        ("https://user:wachtwoord@register.example", 2),
        ("https://register.example?x=1", 2),
        ("https://register.example#x", 2),
        ("https://register.example\n", 2),
        ("HTTPS://register.example", 2),
        ("register.example", 2),
    ],
)
def test_http_is_for_this_machine_only(
    lijn: Lijn, net: Network, svb: Lid, tmp_path: Path, adres: str, code: int
) -> None:
    lijn.http = unreachable
    lijn.profiel = write_profile(tmp_path / "svb", svb, register=adres)
    assert lijn("zoek", "AOW").code == code


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o601])
def test_a_key_that_others_can_reach_is_refused(as_svb: Lijn, mode: int) -> None:
    assert as_svb.profiel is not None
    key = as_svb.profiel / "toegang.jwk"
    key.chmod(mode)
    done = as_svb("zoek", "AOW")
    assert done.code == 2
    assert f"chmod 600 {key}" in done.err


@pytest.mark.parametrize("raw", [b"", b"{}", b'{"kty": "EC", "d": "geheim"}', b"\xff", b"x" * 9000])
def test_what_is_no_key_is_refused_and_never_quoted(as_svb: Lijn, raw: bytes) -> None:
    assert as_svb.profiel is not None
    (as_svb.profiel / "toegang.jwk").write_bytes(raw)
    done = as_svb("zoek", "AOW")
    assert done.code == 2
    assert '"d"' not in done.out + done.err
    assert 'geheim"' not in done.out + done.err


def test_a_profile_may_be_named_by_its_folder_its_file_or_the_environment(
    as_svb: Lijn, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = as_svb.profiel
    assert folder is not None
    shown = as_svb("sleutel", "toon")
    assert shown.code == 0
    as_svb.profiel = folder / "profiel.json"
    assert as_svb("sleutel", "toon") == shown
    as_svb.profiel = None
    assert as_svb("sleutel", "toon").code == 2
    monkeypatch.setenv("LIJN_PROFIEL", str(folder))
    assert as_svb("sleutel", "toon") == shown
    monkeypatch.delenv("LIJN_PROFIEL")
    monkeypatch.chdir(folder)
    assert as_svb("sleutel", "toon").out == shown.out


def test_a_profile_that_is_not_there_is_misuse(lijn: Lijn, tmp_path: Path) -> None:
    lijn.profiel = tmp_path / "weg"
    assert lijn("zoek", "AOW").code == 2
    lijn.profiel = tmp_path
    assert lijn("zoek", "AOW").code == 2


def test_the_client_follows_no_redirect_and_always_stops_waiting() -> None:
    with http_client("https://register.test.example") as outside, http_client("http://127.0.0.1:8000") as local:
        assert not outside.follow_redirects
        assert outside.timeout == httpx.Timeout(20, connect=5)
        assert outside.trust_env  # a proxy of the organisation
        assert not local.trust_env
