# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a client may know of a token, and how it calls one back (RFC 7662, RFC 7009)."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from httpx import Response
from litestar.testing import TestClient

from registry.errors import AccessError
from registry.oauth.dpop import Getoond
from tests.oauth.netwerk import (
    AUDIENCE,
    ISSUER,
    LIFETIME_S,
    NU,
    SVB,
    TOKEN_URL,
    Form,
    Houder,
    Klant,
    Netwerk,
    ec_client,
    held,
)
from tests.support.network import BASE_URL, Network

PATHS = ["/oauth/introspect", "/oauth/revoke"]


@pytest.fixture
def netwerk() -> Netwerk:
    return Netwerk()


@pytest.fixture
def client(netwerk: Netwerk) -> Iterator[TestClient[Any]]:
    with TestClient(netwerk.app(), base_url=ISSUER) as made:
        yield made


def form_of(klant: Klant, token: str, netwerk: Netwerk, **changes: Any) -> Form:
    form = klant.form(assertion=klant.assertion(**(netwerk.now_claims() | changes)))
    return [pair for pair in form if pair[0] != "grant_type"] + [("token", token)]


def ask(client: TestClient[Any], path: str, form: Form, **headers: str) -> Response:
    media_type = {"Content-Type": "application/x-www-form-urlencoded"}
    return client.post(path, content=urlencode(form).encode(), headers=media_type | headers)


def about(client: TestClient[Any], klant: Klant, token: str, netwerk: Netwerk) -> dict[str, Any]:
    answer = ask(client, "/oauth/introspect", form_of(klant, token, netwerk))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    said: dict[str, Any] = answer.json()
    return said


def is_error(answer: Response, error: str, status: int = 400) -> bool:
    assert answer.headers["content-type"] == "application/json"
    assert answer.json().keys() == {"error", "error_description"}
    return (answer.json()["error"], answer.status_code) == (error, status)


def taken(netwerk: Netwerk, token: str) -> bool:
    try:
        netwerk.bewaker.identify(f"Bearer {token}")
    except AccessError:
        return False
    return True


# --- introspection ---------------------------------------------------------------------------------------------------


def test_a_client_may_know_how_its_own_token_stands(client: TestClient[Any], netwerk: Netwerk) -> None:
    said = about(client, netwerk.svb, netwerk.token(netwerk.svb, "lijnen:lezen"), netwerk)
    at = int(NU.timestamp())
    assert said.pop("jti").startswith("jti-")
    client_id = netwerk.svb.client_id
    assert said == {
        "active": True, "scope": "lijnen:lezen", "token_type": "Bearer", "client_id": client_id, "sub": client_id,
        "aud": AUDIENCE, "iss": ISSUER, "iat": at, "exp": at + LIFETIME_S,
    }  # fmt: skip


def test_what_a_token_is_bound_to_is_said(client: TestClient[Any], netwerk: Netwerk) -> None:
    houder = Houder(netwerk)
    said = about(client, netwerk.svb, houder.token(netwerk.svb), netwerk)
    assert (said["token_type"], said["cnf"]) == ("DPoP", {"jkt": houder.jkt})


def test_other_software_of_the_same_organisation_may_know_it_too(client: TestClient[Any], netwerk: Netwerk) -> None:
    token, other = netwerk.token(netwerk.svb), ec_client(SVB, "tweede")
    netwerk.change(SVB, sleutels=(*netwerk.gids.organisaties[SVB].sleutels, held(other)))
    assert about(client, other, token, netwerk)["client_id"] == netwerk.svb.client_id


def test_a_token_of_another_is_nothing(client: TestClient[Any], netwerk: Netwerk) -> None:
    token = netwerk.token(netwerk.svb)
    for klant in (netwerk.amsterdam, netwerk.obpt):
        assert about(client, klant, token, netwerk) == {"active": False}


@pytest.mark.parametrize(
    "token", ["x", "a.b.c", "..", "é", "\x00", "x" * 9000, "e30.e30.AA", "Bearer x", "{}"], ids=ascii
)
def test_what_is_no_token_is_nothing(client: TestClient[Any], netwerk: Netwerk, token: str) -> None:
    assert about(client, netwerk.svb, token, netwerk) == {"active": False}


def test_a_token_that_does_no_longer_is_nothing(client: TestClient[Any], netwerk: Netwerk) -> None:
    token = netwerk.token(netwerk.svb)
    assert about(client, netwerk.svb, token, netwerk)["active"]
    for forged in (
        netwerk.forge(netwerk.svb, aud="https://elders.example"),
        netwerk.forge(netwerk.svb, iss="https://elders.example"),
        netwerk.forge(netwerk.svb, sleutel="een andere"),
        netwerk.forge(netwerk.svb, header={"typ": "JWT"}),
        Netwerk().forge(netwerk.svb),
        netwerk.svb.assertion(),
    ):
        assert about(client, netwerk.svb, forged, netwerk) == {"active": False}
    netwerk.later(LIFETIME_S)
    assert about(client, netwerk.svb, token, netwerk) == {"active": False}


def test_scopes_are_those_of_now(client: TestClient[Any], netwerk: Netwerk) -> None:
    token = netwerk.token(netwerk.obpt)
    assert "toezicht:lezen" in about(client, netwerk.obpt, token, netwerk)["scope"]
    netwerk.change(netwerk.obpt.oin, rollen=("publicist",))
    assert about(client, netwerk.obpt, token, netwerk)["scope"] == "aanmelding:lezen lijnen:lezen verklaringen:indienen"


# --- revocation ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seen", [True, False], ids=["seen before", "first seen"])
def test_a_token_that_is_called_back_is_refused_at_once(
    client: TestClient[Any], netwerk: Netwerk, *, seen: bool
) -> None:
    token, other = netwerk.token(netwerk.svb), netwerk.token(netwerk.svb)
    if seen:
        assert taken(netwerk, token)
    answer = ask(client, "/oauth/revoke", form_of(netwerk.svb, token, netwerk))
    assert (answer.status_code, answer.json()) == (200, {})
    assert not taken(netwerk, token)
    assert taken(netwerk, other)
    assert about(client, netwerk.svb, token, netwerk) == {"active": False}
    assert list(netwerk.revoked.values()) == [netwerk.bewaker.identify(f"Bearer {other}").expires_at]


def test_a_bound_token_can_be_called_back_without_its_key(client: TestClient[Any], netwerk: Netwerk) -> None:
    houder = Houder(netwerk)
    token = houder.token(netwerk.svb)
    assert ask(client, "/oauth/revoke", form_of(netwerk.svb, token, netwerk)).status_code == 200
    shown = Getoond(method="GET", url=f"{ISSUER}/v1/lijnen", proofs=(houder.proof_for(token),))
    with pytest.raises(AccessError, match="ingetrokken"):
        netwerk.bewaker.identify_holder(f"DPoP {token}", shown)


def test_a_token_of_another_organisation_stays(client: TestClient[Any], netwerk: Netwerk) -> None:
    token = netwerk.token(netwerk.svb)
    for klant in (netwerk.amsterdam, netwerk.obpt):
        assert is_error(ask(client, "/oauth/revoke", form_of(klant, token, netwerk)), "invalid_request")
    assert taken(netwerk, token)
    assert not netwerk.revoked


def test_a_token_of_a_key_that_is_replaced_can_be_called_back(client: TestClient[Any], netwerk: Netwerk) -> None:
    """Its key may come back; the token may not."""
    token, old = netwerk.token(netwerk.svb), netwerk.gids.organisaties[SVB].sleutels
    new = ec_client(SVB)
    netwerk.change(SVB, sleutels=(held(new),))
    assert ask(client, "/oauth/revoke", form_of(new, token, netwerk)).status_code == 200
    netwerk.change(SVB, sleutels=old)
    assert not taken(netwerk, token)


@pytest.mark.parametrize("token", ["x", "a.b.c", "x" * 9000, "é"])
def test_calling_back_what_is_no_token_succeeds_and_does_nothing(
    client: TestClient[Any], netwerk: Netwerk, token: str
) -> None:
    answer = ask(client, "/oauth/revoke", form_of(netwerk.svb, token, netwerk))
    assert (answer.status_code, answer.json()) == (200, {})
    assert not netwerk.revoked


def test_calling_back_what_is_over_is_not_kept(client: TestClient[Any], netwerk: Netwerk) -> None:
    token = netwerk.token(netwerk.svb)
    netwerk.later(LIFETIME_S)
    assert ask(client, "/oauth/revoke", form_of(netwerk.svb, token, netwerk)).status_code == 200
    assert not netwerk.revoked


# --- both ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_nobody_asks_without_showing_who_it_is(client: TestClient[Any], netwerk: Netwerk, path: str) -> None:
    token = netwerk.token(netwerk.svb)
    good = form_of(netwerk.svb, token, netwerk)
    assert is_error(ask(client, path, [("token", token)]), "invalid_client")
    assert is_error(ask(client, path, [("token", token), ("client_id", netwerk.svb.client_id)]), "invalid_client")
    thief = Klant(SVB, netwerk.svb.naam, netwerk.amsterdam.key)
    assert is_error(ask(client, path, form_of(thief, token, netwerk)), "invalid_client")
    assert is_error(ask(client, path, good, Authorization=f"Bearer {token}"), "invalid_client", 401)
    assert is_error(ask(client, path, good, Authorization="Basic eDp5"), "invalid_client", 401)
    assert taken(netwerk, token)
    netwerk.change(SVB, status="geschorst")
    assert is_error(ask(client, path, good), "invalid_client")


@pytest.mark.parametrize("path", PATHS)
def test_the_assertion_is_for_the_issuer_the_token_endpoint_or_this_one(
    client: TestClient[Any], netwerk: Netwerk, path: str
) -> None:
    token = "x"
    for good in (ISSUER, TOKEN_URL, ISSUER + path, [ISSUER, ISSUER + path]):
        assert ask(client, path, form_of(netwerk.svb, token, netwerk, aud=good)).status_code == 200
    (other,) = set(PATHS) - {path}
    for bad in (ISSUER + other, [ISSUER, ISSUER + other], ISSUER + path + "/", "https://elders.example" + path):
        assert is_error(ask(client, path, form_of(netwerk.svb, token, netwerk, aud=bad)), "invalid_client")
    for_here = netwerk.svb.form(assertion=netwerk.svb.assertion(aud=ISSUER + path))
    assert is_error(ask(client, "/oauth/token", for_here), "invalid_client")


@pytest.mark.parametrize("path", PATHS)
def test_an_assertion_does_once_over_all_endpoints(client: TestClient[Any], netwerk: Netwerk, path: str) -> None:
    form = form_of(netwerk.svb, "x", netwerk)
    assert ask(client, path, form).status_code == 200
    for again in PATHS:
        assert is_error(ask(client, again, form), "invalid_client")
    spent = netwerk.svb.form(assertion=dict(form)["client_assertion"])
    assert is_error(ask(client, "/oauth/token", spent), "invalid_client")


@pytest.mark.parametrize("path", PATHS)
def test_the_form_is_read_as_strictly_as_at_the_token_endpoint(
    client: TestClient[Any], netwerk: Netwerk, path: str
) -> None:
    good = form_of(netwerk.svb, "x", netwerk)
    for pair in [*good, ("iets", "anders"), ("grant_type", "client_credentials"), ("client_secret", "geheim")]:
        assert is_error(ask(client, path, [*good, pair]), "invalid_request")
    assert is_error(ask(client, f"{path}?token=x", good), "invalid_request")
    assert is_error(ask(client, path, good, **{"Content-Type": "application/json"}), "invalid_request")
    assert is_error(ask(client, path, [*good, ("token_type_hint", "x" * 20_000)]), "invalid_request", 413)
    assert ask(client, path, [*good, ("token_type_hint", "refresh_token")]).status_code == 200  # a hint, no more
    assert is_error(ask(client, path, form_of(netwerk.svb, "", netwerk)), "invalid_request")
    assert is_error(client.get(path), "invalid_request", 405)


@pytest.mark.parametrize("path", PATHS)
def test_no_token_comes_back_in_an_answer(client: TestClient[Any], netwerk: Netwerk, path: str) -> None:
    for klant in (netwerk.svb, netwerk.amsterdam):
        token = netwerk.token(netwerk.svb)
        assert token not in ask(client, path, form_of(klant, token, netwerk)).text


# --- in a whole register ---------------------------------------------------------------------------------------------


def test_a_token_called_back_in_one_worker_is_refused_in_the_other() -> None:
    """Two applications on one store: what one of them is told, the other knows at its next request."""
    net = Network()
    svb = net.lid("svb")
    with net.http() as here, net.http() as there:
        token = svb.register(here)._token()
        headers = {"Authorization": f"Bearer {token}"}
        for http in (here, there):
            assert http.get("/v1/organisaties", headers=headers).status_code == 200
            assert http.get("/v1/contactroutes?onderwerp=aow", headers=headers).status_code == 200  # ahead of routing
        asked = {"token": token, "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}
        claims = {"iss": f"{svb.oin}.loketsoftware", "sub": f"{svb.oin}.loketsoftware", "aud": BASE_URL}
        at = int(net.clock.at.timestamp())
        claims |= {"iat": at, "exp": at + 60, "jti": net.new_id()}  # type: ignore[dict-item]  # numbers too
        asked["client_assertion"] = svb.toegang.sign_jwt(claims)
        assert here.post("/oauth/revoke", data=asked).status_code == 200
        for http in (there, here):
            for path in ("/v1/contactroutes?onderwerp=aow", "/v1/organisaties"):
                answer = http.get(path, headers=headers)
                assert (answer.status_code, answer.json()["code"]) == (401, "token-ongeldig")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/oauth/token", 405),
        ("PUT", "/oauth/revoke", 405),
        ("DELETE", "/oauth/introspect", 405),
        ("POST", "/oauth/jwks", 405),
        ("GET", "/oauth/anders", 404),
        ("POST", "/oauth/token/", 404),
        ("POST", "/oauth//token", 404),
        ("POST", "/oauth/introspect%2F", 404),
        ("POST", "/oauth/%2ftoken", 404),
    ],
)
def test_below_oauth_nothing_is_a_problem(method: str, path: str, status: int) -> None:
    with Network().http() as http:
        answer = http.request(method, path)
    assert is_error(answer, "invalid_request", status)
    assert answer.headers["cache-control"] == "no-store"
    description = answer.json()["error_description"]
    assert all(" " <= sign <= "~" and sign not in '"\\' for sign in description)
    assert ("allow" in answer.headers) == (status == 405)


def test_below_oauth_a_crash_and_a_store_that_is_gone_are_no_problems_either(netwerk: Netwerk) -> None:
    app = netwerk.app()
    app.state.autorisatieserver = None
    with TestClient(app, base_url=ISSUER, raise_server_exceptions=False) as client:
        answer = ask(client, "/oauth/token", netwerk.svb.form())
    assert is_error(answer, "server_error", 500)
