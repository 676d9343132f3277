# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""New keys for a member: the old ones end, nothing unknown is signed along, and a lost answer does no harm."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import msgspec
import pytest

from registry.projections.organisaties import Sleutelstand
from registry.statements.geheim import Geheim
from tests.cli.conftest import Lijn, unreachable
from tests.support import Lid, Network
from tests.support.network import BASE_URL, secret


def held(net: Network, lid: Lid) -> dict[str, Sleutelstand]:
    return {key.naam: key for key in net.gids().organisaties[lid.oin].sleutels if key.holds(net.clock.at)}


def test_new_keys_take_over_and_the_old_ones_end(as_svb: Lijn, net: Network, svb: Lid, tmp_path: Path) -> None:
    old, before = as_svb.profiel, held(net, svb)
    done = as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw", "--json")
    assert done.code == 0
    now = held(net, svb)
    assert now.keys() == before.keys()
    assert all(now[naam].kid != before[naam].kid for naam in now)
    assert now["spreken"].kid == done.json["duimafdruk"]
    assert {key.tot for key in now.values()} == {datetime(2027, 11, 23, 23, 0, tzinfo=UTC)}
    assert as_svb("profiel").code == 1
    as_svb.profiel = tmp_path / "nieuw"
    assert as_svb("profiel").code == 0
    assert as_svb("sleutel", "vervang", "--map", tmp_path / "later").code == 0
    assert old is not None
    assert {path.name for path in old.glob("*.jwk")} == {"toegang.jwk", "verklaringen.jwk"}  # nothing is thrown away


def test_another_key_stays_when_it_is_named_and_only_then(
    as_svb: Lijn, net: Network, svb: Lid, tmp_path: Path, zaaksysteem: Geheim
) -> None:
    """The register only shows which keys there are; what a member signs is what it knows by its thumbprint."""
    asked = as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw")
    assert asked.code == 2
    assert f"zaaksysteem (toegang) {zaaksysteem.kid}" in asked.err
    assert not (tmp_path / "nieuw" / "profiel.json").exists()
    assert as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw", "--behoud", "A" * 43).code == 2
    assert as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw", "--behoud", zaaksysteem.kid).code == 0
    now = held(net, svb)
    assert now.keys() == {"spreken", "loketsoftware", "zaaksysteem"}
    assert (now["zaaksysteem"].kid, now["zaaksysteem"].tot) == (zaaksysteem.kid, datetime(2027, 3, 1, tzinfo=UTC))


def test_another_key_goes_when_that_is_said(
    as_svb: Lijn, net: Network, svb: Lid, tmp_path: Path, zaaksysteem: Geheim
) -> None:
    assert as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw", "--laat-vervallen").code == 0
    assert held(net, svb).keys() == {"spreken", "loketsoftware"}


def test_a_register_that_shows_a_key_too_many_gets_it_not_signed(
    as_svb: Lijn, net: Network, svb: Lid, tmp_path: Path
) -> None:
    """It calls a key of its own by the name, or the thumbprint, of one of ours."""

    @contextmanager
    def lying() -> Iterator[httpx.Client]:
        def lie(request: httpx.Request) -> httpx.Response:
            answer = through.request(
                request.method, request.url, headers=dict(request.headers), content=request.content
            )
            if not request.url.path.endswith("/sleutels"):
                return httpx.Response(answer.status_code, json=answer.json())
            said = answer.json()
            extra = said["keys"][0] | msgspec.to_builtins(secret(66).jwk)
            return httpx.Response(200, json={"keys": [*said["keys"], extra]})

        with net.http() as through, httpx.Client(base_url=BASE_URL, transport=httpx.MockTransport(lie)) as http:
            yield http

    as_svb.http = lambda _: lying()
    size = net.size()
    asked = as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw")
    assert asked.code == 2
    assert secret(66).kid in asked.err
    assert net.size() == size
    assert as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw", "--laat-vervallen").code == 0
    assert secret(66).kid not in {key.kid for key in held(net, svb).values()}


def test_no_secret_leaves_the_machine(as_svb: Lijn, net: Network, tmp_path: Path) -> None:
    done = as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw")
    for name in ("toegang", "verklaringen"):
        path = tmp_path / "nieuw" / f"{name}.jwk"
        assert path.stat().st_mode & 0o777 == 0o600
        assert msgspec.json.decode(path.read_bytes())["d"] not in done.out + done.err


def test_a_try_without_an_answer_is_repeated_with_the_same_keys(
    as_svb: Lijn, net: Network, svb: Lid, tmp_path: Path
) -> None:
    there, size = as_svb.http, net.size()
    as_svb.http = unreachable
    assert as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw").code == 3
    made = (tmp_path / "nieuw" / "verklaringen.jwk").read_bytes()
    as_svb.http = there
    assert as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw").code == 0
    assert (tmp_path / "nieuw" / "verklaringen.jwk").read_bytes() == made
    assert net.size() == size + 1


@contextmanager
def losing(net: Network) -> Iterator[httpx.Client]:
    """The register, of which the receipts get lost on their way."""

    def lose(answer: httpx.Response) -> None:
        if answer.request.method == "POST" and answer.request.url.path == "/v1/verklaringen":
            raise httpx.ReadError("weg", request=answer.request)

    with net.http() as client:
        client.event_hooks = {"response": [lose]}
        yield client


def test_an_answer_that_got_lost_leaves_a_profile_that_works(
    as_svb: Lijn, net: Network, svb: Lid, tmp_path: Path
) -> None:
    there, size = as_svb.http, net.size()
    as_svb.http = lambda _: losing(net)
    done = as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw")
    assert done.code != 0
    assert "Misschien is het toch gelukt" in done.err
    assert net.size() == size + 1
    as_svb.http, as_svb.profiel = there, tmp_path / "nieuw"
    assert as_svb("profiel").code == 0


def test_a_refusal_leaves_no_profile_behind(as_svb: Lijn, net: Network, svb: Lid, tmp_path: Path) -> None:
    assert as_svb.profiel is not None
    (as_svb.profiel / "verklaringen.jwk").write_bytes(secret(99).dump())  # a key that is not its own
    assert as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw", "--laat-vervallen").code == 1
    assert not (tmp_path / "nieuw" / "profiel.json").exists()


def test_the_folder_of_now_is_no_new_folder(as_svb: Lijn, net: Network, tmp_path: Path) -> None:
    assert as_svb.profiel is not None
    assert as_svb("sleutel", "vervang", "--map", as_svb.profiel).code == 2
    (tmp_path / "bezet").mkdir()
    (tmp_path / "bezet" / "profiel.json").write_text("{}")
    assert as_svb("sleutel", "vervang", "--map", tmp_path / "bezet").code == 2
    assert (tmp_path / "bezet" / "profiel.json").read_text() == "{}"


@pytest.mark.parametrize("tot", ["2026-11-22", "morgen"])
def test_a_last_day_that_cannot_be_makes_nothing(as_svb: Lijn, tmp_path: Path, tot: str) -> None:
    assert as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw", "--geldig-tot", tot).code == 2
    assert not (tmp_path / "nieuw").exists()


def test_a_member_is_told_in_time_to_replace_its_keys(as_svb: Lijn, net: Network, tmp_path: Path) -> None:
    assert as_svb("sleutel", "vervang", "--map", tmp_path / "nieuw", "--geldig-tot", "2026-12-31").code == 0
    as_svb.profiel = tmp_path / "nieuw"
    assert "lijn sleutel vervang" in as_svb("profiel").out
    assert str(date(2026, 12, 31).year) in as_svb("profiel").out
