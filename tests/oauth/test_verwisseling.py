# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was signed for one door, shown at another: every kind of signed text, at every door that takes one.

The whole register, and a member with both of its keys. (One key for both is refused when it applies.)
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import httpx
import msgspec
import pytest
from litestar.testing import TestClient

from registry.statements.sleutels import b64
from tests.support import Lid, Network, lijn
from tests.support.network import BASE_URL

PATH = "/v1/contactroutes"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Mond:
    """The member, and everything it can sign; each text is good at its own door, now."""

    def __init__(self, net: Network, lid: Lid, http: TestClient[Any]) -> None:
        self.net, self.lid, self.http = net, lid, http
        self.client_id = f"{lid.oin}.loketsoftware"

    def claims(self, **more: Any) -> dict[str, Any]:
        at = int(self.net.clock().timestamp())
        return {"iat": at, "exp": at + 60, "jti": self.net.new_id()} | more

    def assertion(self) -> str:
        return self.lid.toegang.sign_jwt(self.about())

    def about(self) -> dict[str, Any]:
        return self.claims(iss=self.client_id, sub=self.client_id, aud=BASE_URL)

    def token(self, **headers: str) -> str:
        answer = at_token(self.http, self.assertion(), headers)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    def bound_token(self) -> str:
        return self.token(DPoP=self.proof())

    def proof(self, *, method: str = "POST", path: str = "/oauth/token", **more: str) -> str:
        given = self.claims(htm=method, htu=BASE_URL + path, nonce=self.nonce(), **more)
        key = self.lid.toegang
        return key.sign_jwt(given, typ="dpop+jwt", jwk=msgspec.to_builtins(key.jwk))

    def nonce(self) -> str:
        return self.http.get(PATH, headers={"Authorization": "DPoP x"}).headers["DPoP-Nonce"]

    def statement(self, **how: Any) -> str:
        return self.lid.sign(lijn(f"lijn-{self.net.new_id()[-6:]}"), **how).decode()


def at_token(http: TestClient[Any], text: str, headers: dict[str, str] | None = None) -> httpx.Response:
    form = {"grant_type": "client_credentials", "client_assertion_type": JWT_BEARER, "client_assertion": text}
    return http.post("/oauth/token", data=form, headers=headers)


def at_introspection(mond: Mond, text: str) -> httpx.Response:
    form = {"client_assertion_type": JWT_BEARER, "client_assertion": mond.assertion(), "token": text}
    return mond.http.post("/oauth/introspect", data=form)


def as_bearer(mond: Mond, text: str) -> httpx.Response:
    return mond.http.get(PATH, headers={"Authorization": f"Bearer {text}"})


def as_bound(mond: Mond, text: str) -> httpx.Response:
    ath = b64(sha256(text.encode()).digest())
    proof = mond.proof(method="GET", path=PATH, ath=ath)
    return mond.http.get(PATH, headers={"Authorization": f"DPoP {text}", "DPoP": proof})


def as_proof(mond: Mond, text: str) -> httpx.Response:
    return at_token(mond.http, mond.assertion(), {"DPoP": text})


def as_statement(mond: Mond, text: str) -> httpx.Response:
    bearer = {"Authorization": f"Bearer {mond.token()}", "Content-Type": "application/jose"}
    return mond.http.post("/v1/verklaringen", content=text, headers=bearer)


KINDS: dict[str, Callable[[Mond], str]] = {
    "assertion": Mond.assertion,
    "token": Mond.token,
    "bound token": Mond.bound_token,
    "proof": Mond.proof,
    "statement": Mond.statement,
    "statement by the access key": lambda mond: mond.statement(geheim=mond.lid.toegang),
    "assertion by the key for statements": lambda mond: mond.lid.geheim.sign_jwt(mond.about()),
    "assertion that says to be a token": lambda mond: mond.lid.toegang.sign_jwt(mond.about(), typ="at+jwt"),
}
DOORS: dict[str, tuple[str, Callable[[Mond, str], httpx.Response]]] = {  # the kind that is good there
    "as an assertion": ("assertion", lambda mond, text: at_token(mond.http, text)),
    "as a token": ("token", as_bearer),
    "as a bound token": ("bound token", as_bound),
    "as a proof": ("proof", as_proof),
    "as a statement": ("statement", as_statement),
}


@pytest.fixture(scope="module")
def mond() -> Iterator[Mond]:
    net = Network()
    with net.http() as http:
        yield Mond(net, net.lid("svb"), http)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_signed_text_opens_its_own_door_and_no_other(mond: Mond, kind: str, door: str) -> None:
    good, show = DOORS[door]
    answer = show(mond, KINDS[kind](mond))
    assert answer.is_success == (kind == good), answer.text
    if kind != good:
        assert answer.status_code in {400, 401, 403}


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_token_is_known_as_a_token(mond: Mond, kind: str) -> None:
    said = at_introspection(mond, KINDS[kind](mond)).json()
    assert said["active"] == (kind in {"token", "bound token"})
