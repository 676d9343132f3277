# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Keys: made once, for one's own eyes, and only their public halves are ever shown."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from registry.statements.geheim import load_secret
from tests.cli.conftest import Lijn


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_new_key_is_for_its_owner_only_whatever_the_umask(lijn: Lijn, tmp_path: Path) -> None:
    made = lijn("sleutel", "nieuw", "--map", tmp_path / "nieuw" / "diep", "--json")
    assert made.code == 0
    for row in made.json["sleutels"]:
        path = Path(row["bestand"])
        assert path.stat().st_mode & 0o777 == 0o600
        assert load_secret(path.read_bytes()).kid == row["duimafdruk"]
    assert (tmp_path / "nieuw" / "diep").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("there", ["toegang.jwk", "verklaringen.jwk"])
def test_a_key_is_never_overwritten(lijn: Lijn, tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("van mij")
    before = sorted(tmp_path.iterdir())
    done = lijn("sleutel", "nieuw", "--map", tmp_path)
    assert done.code == 2
    assert "nooit overschreven" in done.err
    assert (tmp_path / there).read_text() == "van mij"
    assert sorted(tmp_path.iterdir()) == before


def test_a_link_is_not_followed_to_another_file(lijn: Lijn, tmp_path: Path) -> None:
    (tmp_path / "toegang.jwk").symlink_to(tmp_path / "elders")
    assert lijn("sleutel", "nieuw", "--map", tmp_path).code == 2
    assert not (tmp_path / "elders").exists()


@pytest.mark.parametrize("json", [(), ("--json",)])
def test_only_public_halves_are_shown(lijn: Lijn, tmp_path: Path, json: tuple[str, ...]) -> None:
    made = lijn("sleutel", "nieuw", "--map", tmp_path, *json)
    shown = lijn("sleutel", "toon", "--map", tmp_path, *json)
    for name in ("toegang.jwk", "verklaringen.jwk"):
        secret = msgspec.json.decode((tmp_path / name).read_bytes())["d"]
        for done in (made, shown):
            assert done.code == 0
            assert secret not in done.out + done.err
            assert '"d"' not in done.out + done.err


def test_shown_keys_are_those_of_the_profile(as_svb: Lijn) -> None:
    assert as_svb.profiel is not None
    shown = as_svb("sleutel", "toon", "--json").json["sleutels"]
    kids = {row["gebruik"]: row["duimafdruk"] for row in shown}
    for name, kid in kids.items():
        assert load_secret((as_svb.profiel / f"{name}.jwk").read_bytes()).kid == kid


def test_two_times_new_are_two_keys(lijn: Lijn, tmp_path: Path) -> None:
    made = [lijn("sleutel", "nieuw", "--map", tmp_path / name, "--json").json["sleutels"] for name in "ab"]
    assert len({row["duimafdruk"] for rows in made for row in rows}) == 4
