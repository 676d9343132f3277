# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Authlib's own client, on requests, against a register that really runs.

Left to itself it makes assertions that hold for an hour, which the Dutch profile forbids. Its `claims` say otherwise,
but are one dict for all assertions, in which it also keeps the first `jti`: good for one token. So who asks more than
once gives each assertion claims of its own, as `ShortLived` does.
"""

from time import time
from typing import Any

import pytest
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT, private_key_jwt_sign

from tests.interop.vreemden import Vreemde
from tests.support.draaiend import Draaiend

LONGEST_S = 300


class ShortLived(PrivateKeyJWT):  # type: ignore[misc]  # Authlib comes without types
    """Its own method, with other claims at each assertion."""

    def sign(self, auth: Any, token_endpoint: str) -> Any:
        claims = {"exp": int(time()) + LONGEST_S}
        return private_key_jwt_sign(auth.client_secret, auth.client_id, token_endpoint, alg=self.alg, claims=claims)


def session(register: Draaiend, stranger: Vreemde, method: PrivateKeyJWT) -> Any:
    method.token_endpoint = f"{register.url}/oauth/token"
    made = OAuth2Session(
        stranger.client_id(method.alg),
        stranger.key(method.alg),
        token_endpoint_auth_method=method,
        revocation_endpoint_auth_method=method,  # or it tries Basic there
        scope="lijnen:lezen",
    )
    made.trust_env = False  # no proxy of the machine it runs on
    return made


def ask(client: Any, register: Draaiend) -> Any:
    return client.fetch_token(f"{register.url}/oauth/token", grant_type="client_credentials")


@pytest.mark.parametrize("alg", ["ES256", "PS256", "Ed25519"])
def test_from_assertion_to_answer_and_again(register: Draaiend, stranger: Vreemde, alg: str) -> None:
    with session(register, stranger, ShortLived(alg=alg)) as client:
        first, second = ask(client, register), ask(client, register)
        assert first["access_token"] != second["access_token"]
        assert (second["token_type"], second["scope"]) == ("Bearer", "lijnen:lezen")
        assert 0 < second["expires_in"] <= 3600
        assert client.get(f"{register.url}/v1/organisaties").status_code == 200


def test_with_claims_that_it_keeps_it_gets_one_token(register: Draaiend, stranger: Vreemde) -> None:
    method = PrivateKeyJWT(claims={"exp": int(time()) + LONGEST_S}, alg="ES256")
    with session(register, stranger, method) as client:
        ask(client, register)
        with pytest.raises(OAuthError, match="al eens gebruikt") as refused:
            ask(client, register)
    assert refused.value.error == "invalid_client"


def test_an_assertion_for_an_hour_is_refused_with_the_reason(register: Draaiend, stranger: Vreemde) -> None:
    with (
        session(register, stranger, PrivateKeyJWT(alg="ES256")) as client,
        pytest.raises(OAuthError, match="te lang geldig") as refused,
    ):
        ask(client, register)
    assert refused.value.error == "invalid_client"


def test_it_asks_about_a_token_and_calls_it_back(register: Draaiend, stranger: Vreemde) -> None:
    """Its assertions are for the token endpoint, also where it asks something else."""
    introspect, revoke = f"{register.url}/oauth/introspect", f"{register.url}/oauth/revoke"
    with session(register, stranger, ShortLived(alg="ES256")) as client:
        token = ask(client, register)["access_token"]
        about = client.introspect_token(introspect, token=token, token_type_hint="access_token").json()
        assert (about["active"], about["client_id"]) == (True, stranger.client_id("ES256"))
        assert client.revoke_token(revoke, token=token, token_type_hint="access_token").status_code == 200
        assert client.introspect_token(introspect, token=token).json() == {"active": False}
        assert client.get(f"{register.url}/v1/organisaties").status_code == 401


def test_the_very_endpoint_will_do_as_audience(register: Draaiend, stranger: Vreemde) -> None:
    method = ShortLived(alg="ES256")
    with session(register, stranger, method) as client:
        token = ask(client, register)["access_token"]
        method.token_endpoint = None  # it then names the address that it asks
        assert client.introspect_token(f"{register.url}/oauth/introspect", token=token).json()["active"] is True
