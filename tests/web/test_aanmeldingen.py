# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Applications over HTTP: what the beheerder is shown, and whom the register asks about it."""

from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from registry.errors import AccessError
from registry.statements.envelope import open_envelope
from registry.statements.leden import Toelating
from tests.support import Network
from tests.support.network import Lid

JOSE = {"Content-Type": "application/jose"}


@pytest.fixture
def net() -> Network:
    return Network()


def get(http: TestClient[Any], by: Lid, path: str) -> httpx.Response:
    return http.get(path, headers={"Authorization": f"Bearer {by.register(http)._token()}"})


def test_an_application_is_shown_as_it_was_signed_with_its_place_in_the_log(net: Network) -> None:
    net.lid("svb")
    duo = Lid(net, "duo")
    jws = duo.sign(duo.aanmelding(("publicist",), tooi="https://identifier.overheid.nl/tooi/id/oorg/oorg10148"))
    taken = net.admit(jws, namens=None)
    with net.http() as http:
        (found,) = get(http, net.obpt, "/v1/aanmeldingen").json()["aanmeldingen"]
    assert (found["digest"], found["index"]) == (taken.signed.digest, taken.index)
    assert found["duimafdruk"] == open_envelope(jws).kid == duo.geheim.kid
    assert found["ingeschrevenOp"] == "2026-11-23T10:00:00Z"
    assert found["_links"]["self"]["href"] == f"/v1/verklaringen/{taken.signed.digest}"
    assert found["tooi"].endswith("oorg10148")


def test_applications_come_by_page_in_the_order_of_oin(net: Network) -> None:
    waiting = sorted(net.kandidaat(f"k{number}").oin for number in range(5))
    with net.http() as http:
        pages = [get(http, net.obpt, f"/v1/aanmeldingen?page={page}&pageSize=2").json() for page in (1, 2, 3)]
    assert [found["oin"] for page in pages for found in page["aanmeldingen"]] == waiting
    assert {page["totaal"] for page in pages} == {5}


def test_what_was_admitted_or_turned_down_waits_no_longer(net: Network) -> None:
    duo, cak = net.kandidaat("duo"), net.kandidaat("cak")
    net.laat_toe(duo)
    with net.http() as http:
        assert [found["oin"] for found in get(http, net.obpt, "/v1/aanmeldingen").json()["aanmeldingen"]] == [cak.oin]


def test_the_beheerder_sees_what_it_decided_about_this_oin_before(net: Network) -> None:
    svb = net.lid("svb")
    net.schors(svb)
    net.obpt.say(Toelating(status="uitgetreden", reden="Opgeheven."), f"toelating/{svb.oin}")
    net.clock.move(hours=1)
    svb.say(svb.aanmelding(("publicist",)))
    with net.http() as http:
        (found,) = get(http, net.obpt, "/v1/aanmeldingen").json()["aanmeldingen"]
    (eerder,) = (check for check in found["controles"] if check["controle"] == "eerder")
    assert "geschorst op 23 november 2026 (Op onderzoek)" in eerder["uitleg"]
    assert "uitgetreden op 23 november 2026 (Opgeheven)" in eerder["uitleg"]


@pytest.mark.parametrize(
    ("answer", "oordeel"),
    [(None, "niet-nagegaan"), ((500, b""), "niet-nagegaan"), ((404, b""), "let-op"), ("ingetrokken", "fout")],
)
def test_the_oin_register_is_asked_when_the_beheerder_looks_and_refuses_nothing(
    net: Network, answer: Any, oordeel: str
) -> None:
    asked: list[str] = []

    def fetch(oin: str) -> tuple[int, bytes] | None:
        asked.append(oin)
        if answer == "ingetrokken":
            return 200, b'{"oin": "%s", "naam": "X", "status": "Ingetrokken"}' % oin.encode()
        found: tuple[int, bytes] | None = answer
        return found

    duo = Lid(net, "duo")
    with net.http(oin_fetch=fetch) as http:
        jws = duo.sign(duo.aanmelding(("publicist",)))
        assert http.post("/v1/verklaringen", content=jws, headers=JOSE).status_code == 201
        assert get(http, duo, "/v1/aanmelding").status_code == 200
        assert asked == []  # not at the door, and not for the candidate
        (found,) = get(http, net.obpt, "/v1/aanmeldingen").json()["aanmeldingen"]
        assert asked == [duo.oin]
        assert {check["controle"]: check["oordeel"] for check in found["controles"]}["oin-register"] == oordeel


def test_an_oin_that_cannot_exist_is_refused_at_the_door(net: Network) -> None:
    duo = Lid(net, "duo")
    duo.oin = "00000001002179909000"
    with net.http() as http:
        jws = duo.sign(duo.aanmelding(("publicist",)))
        said = http.post("/v1/verklaringen", content=jws, headers=JOSE).json()
    assert [(fout["veld"], fout["code"]) for fout in said["fouten"]] == [("aanmelding.oin", "elfproef")]


@pytest.mark.parametrize("dagen", ["0", "366", "-1", "x", "1e1"])
def test_how_far_ahead_has_bounds(net: Network, dagen: str) -> None:
    with net.http() as http:
        assert get(http, net.obpt, f"/v1/aflopend?dagen={dagen}").status_code == 400


def test_one_s_own_standing_has_an_etag_and_is_for_one_reader_only(net: Network) -> None:
    duo = net.kandidaat("duo")
    with net.http() as http:
        first = get(http, duo, "/v1/aanmelding")
        assert first.headers["cache-control"] == "private, no-cache"
        assert "Authorization" in first.headers["vary"]
        bearer = {"Authorization": f"Bearer {duo.register(http)._token()}", "If-None-Match": first.headers["etag"]}
        assert http.get("/v1/aanmelding", headers=bearer).status_code == 304
        net.laat_toe(duo)
        assert http.get("/v1/aanmelding", headers=bearer).json()["status"] == "toegelaten"


def test_the_client_of_a_candidate_needs_no_new_start_when_it_is_admitted(net: Network) -> None:
    duo = net.kandidaat("duo")
    with net.http() as http:
        register = duo.register(http)
        assert register.aanmelding().status == "aangemeld"
        with pytest.raises(AccessError):
            register.organisaties()
        net.laat_toe(duo)
        assert register.organisaties().totaal == 2
        assert register.aanmelding().status == "toegelaten"
