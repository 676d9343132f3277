# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The same over HTTP: what a stranger's software sends and gets."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from authlib.oauth2.rfc7523 import private_key_jwt_sign
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from httpx import Response
from joserfc import jwt
from joserfc.jwk import KeySet
from litestar.testing import TestClient

from registry.errors import AccessError, DpopError, NonceError, ScopeError
from registry.web.oauth import MAX_FORM_BYTES, ROUTES, WELL_KNOWN_PATHS, www_authenticate
from tests.oauth.netwerk import AMSTERDAM, ISSUER, SVB, TOKEN_URL, Form, Netwerk

BEARER = 'Bearer realm="register"'
DPOP = 'DPoP realm="register", algs="ES256 Ed25519 EdDSA"'
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def netwerk() -> Netwerk:
    return Netwerk()


@pytest.fixture
def client(netwerk: Netwerk) -> Iterator[TestClient[Any]]:
    with TestClient(netwerk.app(), base_url=ISSUER, raise_server_exceptions=True) as made:
        yield made


def ask(client: TestClient[Any], form: Form | bytes, **headers: str) -> Response:
    content = form if isinstance(form, bytes) else urlencode(form).encode()
    return client.post("/oauth/token", content=content, headers=FORM | headers)


def bearer(client: TestClient[Any], netwerk: Netwerk) -> dict[str, str]:
    return {"Authorization": f"Bearer {ask(client, netwerk.svb.form()).json()['access_token']}"}


def is_oauth_error(answer: Response, error: str, status: int = 400) -> bool:
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"
    assert answer.json().keys() == {"error", "error_description"}
    return (answer.json()["error"], answer.status_code) == (error, status)


# --- the token endpoint ----------------------------------------------------------------------------------------------


def test_from_assertion_to_answer(client: TestClient[Any], netwerk: Netwerk) -> None:
    answer = ask(client, netwerk.svb.form())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    lines = client.get("/v1/lijnen", headers={"Authorization": f"Bearer {answer.json()['access_token']}"})
    assert lines.json() == {"client": netwerk.svb.client_id}


def test_an_assertion_as_authlibs_own_client_makes_it(client: TestClient[Any], netwerk: Netwerk) -> None:
    klant = netwerk.svb
    made = private_key_jwt_sign(klant.key, klant.client_id, TOKEN_URL, alg="ES256", claims=netwerk.now_claims())
    assert ask(client, klant.form(assertion=made)).status_code == 200


def test_no_token_and_no_assertion_is_logged(
    client: TestClient[Any], netwerk: Netwerk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    form = netwerk.svb.form()
    token = ask(client, form).json()["access_token"]
    assert ask(client, form).status_code == 400
    assert client.get("/v1/lijnen", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    for secret in (token, dict(form)["client_assertion"]):
        assert secret.rpartition(".")[2] not in caplog.text


def test_a_form_with_a_charset_and_spaces_as_plus(client: TestClient[Any], netwerk: Netwerk) -> None:
    form = netwerk.svb.form(scope="lijnen:lezen verklaringen:indienen")
    answer = ask(client, form, **{"Content-Type": "Application/X-WWW-Form-Urlencoded; charset=UTF-8"})
    assert answer.json()["scope"] == "lijnen:lezen verklaringen:indienen"


@pytest.mark.parametrize("media_type", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_another_content_type(client: TestClient[Any], netwerk: Netwerk, media_type: str) -> None:
    assert is_oauth_error(ask(client, netwerk.svb.form(), **{"Content-Type": media_type}), "invalid_request")


def test_credentials_in_the_address(client: TestClient[Any], netwerk: Netwerk) -> None:
    form = netwerk.svb.form()
    for query in (urlencode(form), "iets", "grant_type=client_credentials"):
        for body in (form, b""):
            content = body if isinstance(body, bytes) else urlencode(body).encode()
            assert is_oauth_error(
                client.post(f"/oauth/token?{query}", content=content, headers=FORM), "invalid_request"
            )


def test_a_body_that_is_too_big(client: TestClient[Any], netwerk: Netwerk) -> None:
    form = urlencode(netwerk.svb.form()).encode()
    padded = form + b"&scope=" + b"x" * (MAX_FORM_BYTES - len(form) - len("&scope="))
    assert is_oauth_error(ask(client, padded), "invalid_scope")
    assert is_oauth_error(ask(client, padded + b"x"), "invalid_request", 413)
    assert is_oauth_error(ask(client, b"a=" * 100_000), "invalid_request", 413)


def test_a_body_that_is_too_big_and_does_not_say_so(client: TestClient[Any]) -> None:
    chunks = (b"a" * 1024 for _ in range(100))
    answer = client.post("/oauth/token", content=chunks, headers=FORM)
    assert is_oauth_error(answer, "invalid_request", 413)


@pytest.mark.parametrize(
    "body",
    [
        b"grant_type=%FF",
        b"grant_type=%C3",
        b"\xff\xfe",
        b"grant_type",
        b"&",
        b"=&=",
        "grant_type=é".encode(),
        b"%ED%A0%80=x",
        b"a=b;c=d",
    ],
)
def test_a_body_that_is_no_form(client: TestClient[Any], body: bytes) -> None:
    assert is_oauth_error(ask(client, body), "invalid_request")


def test_an_empty_body(client: TestClient[Any]) -> None:
    assert is_oauth_error(ask(client, b""), "invalid_request")


def test_percent_codes_that_are_none_stay_text(client: TestClient[Any]) -> None:
    assert is_oauth_error(ask(client, b"grant_type=%ZZ"), "unsupported_grant_type")


def test_repeated_and_unknown_fields(client: TestClient[Any], netwerk: Netwerk) -> None:
    form = netwerk.svb.form()
    for more in (("grant_type", "client_credentials"), ("client_secret", "geheim"), ("iets", "anders")):
        assert is_oauth_error(ask(client, [*form, more]), "invalid_request")
    assert is_oauth_error(ask(client, urlencode(form).encode() + b"&scope=&scope="), "invalid_request")
    assert ask(client, form).status_code == 200


def test_a_password_in_a_header(client: TestClient[Any], netwerk: Netwerk) -> None:
    answer = client.post("/oauth/token", data=dict(netwerk.svb.form()), auth=(netwerk.svb.client_id, "wachtwoord"))
    assert is_oauth_error(answer, "invalid_client", 401)
    assert answer.headers["www-authenticate"] == 'Basic realm="token"'


def test_a_replay(client: TestClient[Any], netwerk: Netwerk) -> None:
    form = netwerk.svb.form()
    assert [ask(client, form).status_code for _ in range(2)] == [200, 400]


def test_get_gives_no_token(client: TestClient[Any], netwerk: Netwerk) -> None:
    assert client.get("/oauth/token", params=dict(netwerk.svb.form())).status_code == 405


# --- what is published -----------------------------------------------------------------------------------------------


def test_the_published_keys_verify_a_token(client: TestClient[Any], netwerk: Netwerk) -> None:
    answer = client.get("/oauth/jwks")
    keys = KeySet.import_key_set(answer.json())
    claims = jwt.decode(netwerk.token(netwerk.svb), keys, algorithms=["ES256"]).claims
    assert claims["iss"] == ISSUER
    assert answer.headers["content-type"] == "application/jwk-set+json"
    for key in answer.json()["keys"]:
        assert key.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg"}  # never d


def test_the_server_describes_itself_the_same_in_both_places(client: TestClient[Any]) -> None:
    first, second = (client.get(path) for path in WELL_KNOWN_PATHS)
    assert first.json() == second.json()
    AuthorizationServerMetadata(first.json()).validate()
    assert first.json()["issuer"] == ISSUER
    assert first.json()["token_endpoint"] == TOKEN_URL
    assert first.json()["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    for endpoint in ("token", "introspection", "revocation"):
        allowed = first.json()[f"{endpoint}_endpoint_auth_signing_alg_values_supported"]
        assert allowed == ["ES256", "Ed25519", "EdDSA", "PS256", "RS256"]
    assert first.json()["dpop_signing_alg_values_supported"] == ["ES256", "Ed25519", "EdDSA"]
    assert first.json()["tls_client_certificate_bound_access_tokens"] is True
    assert all(value for value in first.json().values())  # RFC 8414 section 3.2: no empty lists


@pytest.mark.parametrize("path", ["/oauth/jwks", *WELL_KNOWN_PATHS])
def test_what_is_published_may_be_kept_for_a_week(client: TestClient[Any], path: str) -> None:
    answer = client.get(path)
    assert answer.headers["cache-control"] == "public, max-age=604800"
    again = client.get(path, headers={"If-None-Match": f'"x", {answer.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])
    assert client.get(path, headers={"If-None-Match": 'W/"x"'}).status_code == 200


def test_what_is_published_names_the_paths_that_are_served(netwerk: Netwerk) -> None:
    served = {path for route in ROUTES for path in route.paths}
    described = netwerk.server.metadata()
    assert "tls_client_certificate_bound_access_tokens" not in described  # nobody vouches for certificates
    for name in ("token_endpoint", "jwks_uri", "introspection_endpoint", "revocation_endpoint"):
        assert described[name].removeprefix(ISSUER) in served
    assert not any(route.include_in_schema for route in ROUTES)


# --- the guard -------------------------------------------------------------------------------------------------------


def test_a_route_is_closed_without_a_token(client: TestClient[Any]) -> None:
    answer = client.get("/v1/lijnen")
    assert (answer.status_code, answer.json()["code"]) == (401, "token-ontbreekt")
    assert answer.headers["www-authenticate"] == f"{BEARER}, {DPOP}"


def test_a_token_in_the_address_is_not_read(client: TestClient[Any], netwerk: Netwerk) -> None:
    token = netwerk.token(netwerk.svb)
    answer = client.get("/v1/lijnen", params={"access_token": token})
    assert (answer.status_code, answer.json()["code"]) == (401, "token-ontbreekt")
    assert token not in answer.text


def test_a_token_in_a_cookie_is_not_read(client: TestClient[Any], netwerk: Netwerk) -> None:
    client.cookies.set("access_token", netwerk.token(netwerk.svb))
    assert client.get("/v1/lijnen").status_code == 401


def test_two_authorization_headers(netwerk: Netwerk) -> None:
    """Straight to the app: the client of httpx would join the two."""
    good = f"Bearer {netwerk.token(netwerk.svb)}".encode()
    assert asyncio.run(status_of(netwerk, [good])) == 200
    for other in (good, b"Basic eDp5", b""):
        assert asyncio.run(status_of(netwerk, [good, other])) == 401
        assert asyncio.run(status_of(netwerk, [other, good])) == 401


async def status_of(netwerk: Netwerk, authorizations: list[bytes]) -> int:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "https",
        "path": "/v1/lijnen", "raw_path": b"/v1/lijnen", "root_path": "", "query_string": b"", "client": None,
        "server": ("register.example", 443), "headers": [(b"authorization", value) for value in authorizations],
    }  # fmt: skip
    await netwerk.app()(scope, receive, send)
    return int(sent[0]["status"])


def test_a_password_is_no_token(client: TestClient[Any]) -> None:
    assert client.get("/v1/lijnen", auth=("gebruiker", "wachtwoord")).json()["code"] == "token-ontbreekt"


@pytest.mark.parametrize("value", [b"Bearer \xff\xfe", b"\xff", b"Bearer ", b"Bearer", b"Bearer a.b.c"])
def test_a_header_of_strange_bytes(client: TestClient[Any], value: bytes) -> None:
    assert client.get("/v1/lijnen", headers={b"Authorization": value}).status_code == 401


def test_a_bad_token_is_told_so_in_the_challenge(client: TestClient[Any]) -> None:
    answer = client.get("/v1/lijnen", headers={"Authorization": "Bearer a.b.c"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token-ongeldig")
    assert answer.headers["www-authenticate"] == f'{BEARER}, error="invalid_token", {DPOP}'


def test_a_good_token_without_the_scope(client: TestClient[Any], netwerk: Netwerk) -> None:
    answer = client.get("/v1/toezicht", headers=bearer(client, netwerk))
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-ontbreekt")
    expected = f'{BEARER}, error="insufficient_scope", scope="toezicht:lezen", {DPOP}'
    assert answer.headers["www-authenticate"] == expected


def test_a_suspended_member_is_out_at_the_next_request(client: TestClient[Any], netwerk: Netwerk) -> None:
    headers = bearer(client, netwerk)
    assert client.get("/v1/lijnen", headers=headers).status_code == 200
    netwerk.change(SVB, status="geschorst")
    assert client.get("/v1/lijnen", headers=headers).json()["code"] == "token-ongeldig"
    assert ask(client, netwerk.svb.form()).json()["scope"] == "aanmelding:lezen"
    assert is_oauth_error(ask(client, netwerk.svb.form(scope="lijnen:lezen")), "invalid_scope")


def test_each_connection_has_its_own_caller(client: TestClient[Any], netwerk: Netwerk) -> None:
    for klant in (netwerk.svb, netwerk.amsterdam, netwerk.svb):
        headers = {"Authorization": f"Bearer {netwerk.token(klant)}"}
        assert client.get("/v1/lijnen", headers=headers).json() == {"client": klant.client_id}
    assert netwerk.amsterdam.oin == AMSTERDAM


@pytest.mark.parametrize(
    ("error", "authorization", "challenge"),
    [
        (AccessError("token-ontbreekt", "…"), None, f"{BEARER}, {DPOP}"),
        (AccessError("token-ontbreekt", "…"), "Basic eDp5", f"{BEARER}, {DPOP}"),
        (AccessError("token-ongeldig", "…"), "Bearer x", f'{BEARER}, error="invalid_token", {DPOP}'),
        (AccessError("token-ongeldig", "…"), "dpop x", f'{DPOP}, error="invalid_token", {BEARER}'),
        (
            ScopeError("…", scope="lijnen:lezen"),
            "DPoP x",
            f'{DPOP}, error="insufficient_scope", scope="lijnen:lezen", {BEARER}',
        ),
        (DpopError("…"), "DPoP x", f'{DPOP}, error="invalid_dpop_proof"'),
        (NonceError("…"), "DPoP x", f'{DPOP}, error="use_dpop_nonce"'),
    ],
)
def test_a_challenge_for_each_kind_of_refusal(error: AccessError, authorization: str | None, challenge: str) -> None:
    assert www_authenticate(error, authorization) == challenge
