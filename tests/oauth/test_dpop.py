# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A token that is bound to a key is of no use to who does not hold it (RFC 9449)."""

import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from httpx import Response
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from litestar.testing import TestClient

from registry.errors import AccessError, DpopError
from registry.oauth.dpop import LEEWAY_S, MAX_CHARACTERS, OLDEST_S, SLOT_S, Getoond
from registry.oauth.forms import Antwoord
from registry.statements.sleutels import b64
from tests.oauth.netwerk import (
    AMSTERDAM,
    ISSUER,
    NU,
    SVB,
    TOKEN_URL,
    Houder,
    Netwerk,
    kept,
    new_jti,
    refused,
    unsigned,
)

AT = int(NU.timestamp())
HERE = f"{ISSUER}/v1/lijnen"


@pytest.fixture
def netwerk() -> Netwerk:
    return Netwerk()


@pytest.fixture
def houder(netwerk: Netwerk) -> Houder:
    return Houder(netwerk)


@pytest.fixture
def client(netwerk: Netwerk) -> Iterator[TestClient[Any]]:
    with TestClient(netwerk.app(), base_url=ISSUER) as made:
        yield made


def asked(netwerk: Netwerk, *proofs: str) -> Antwoord:
    antwoord = netwerk.ask(netwerk.svb.form(), *proofs)
    assert dict(antwoord.headers)["DPoP-Nonce"] == netwerk.server.dpop.nonce()
    for proof in proofs:
        assert len(proof) < 20 or proof not in json.dumps(antwoord.body)
    return antwoord


def ath(token: str) -> str:
    return b64(sha256(token.encode()).digest())


def shown(*proofs: str, url: str = HERE, method: str = "GET") -> Getoond:
    return Getoond(method=method, url=url, proofs=proofs)


def reason(netwerk: Netwerk, token: str, *proofs: str, scheme: str = "DPoP") -> str:
    """Say why a token with these proofs is not taken: the class of the reason."""
    with pytest.raises(AccessError) as found:
        netwerk.bewaker.identify_holder(f"{scheme} {token}", shown(*proofs))
    for text in (token, *proofs):
        assert len(text) < 20 or text not in f"{found.value!r}{found.value.detail}"
    return found.value.reason


def get(client: TestClient[Any], token: str, *proofs: str, path: str = "/v1/lijnen", scheme: str = "DPoP") -> Response:
    headers = [("Authorization", f"{scheme} {token}"), *(("DPoP", proof) for proof in proofs)]
    return client.get(path, headers=headers)


# --- good use --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("alg", "key"), [("ES256", None), ("Ed25519", "okp"), ("EdDSA", "okp")])
def test_who_shows_a_key_gets_a_token_that_is_bound_to_it(netwerk: Netwerk, alg: str, key: str | None) -> None:
    houder = Houder(netwerk, OKPKey.generate_key("Ed25519") if key else None, alg)
    antwoord = asked(netwerk, houder.proof())
    assert (antwoord.status, antwoord.body["token_type"]) == (200, "DPoP")
    token = antwoord.body["access_token"]
    claims = jwt.decode(token, netwerk.signing_key, algorithms=["ES256"]).claims
    assert claims["cnf"] == {"jkt": houder.jkt}
    found = netwerk.bewaker.identify_holder(f"DPoP {token}", shown(houder.proof_for(token)))
    assert (found.oin, found.client_id) == (SVB, netwerk.svb.client_id)


def test_who_shows_none_gets_a_bearer_token_as_before(netwerk: Netwerk) -> None:
    antwoord = netwerk.ask(netwerk.svb.form())
    assert antwoord.body["token_type"] == "Bearer"
    assert "DPoP-Nonce" not in dict(antwoord.headers)


def test_over_http_from_nonce_to_answer(client: TestClient[Any], netwerk: Netwerk, houder: Houder) -> None:
    """As a library does it: begin with no nonce, and use the last one that was given."""
    form = dict(netwerk.svb.form())
    first = client.post("/oauth/token", data=form, headers={"DPoP": houder.proof(nonce=None)})
    assert (first.status_code, first.json()["error"]) == (400, "use_dpop_nonce")
    nonce = first.headers["dpop-nonce"]
    second = client.post("/oauth/token", data=form, headers={"DPoP": houder.proof(nonce=nonce)})  # the same assertion
    assert (second.status_code, second.json()["token_type"]) == (200, "DPoP")
    token = second.json()["access_token"]
    third = get(client, token, houder.proof_for(token, nonce=None))
    assert third.status_code == 401
    assert third.headers["www-authenticate"].startswith("DPoP ")
    assert 'error="use_dpop_nonce"' in third.headers["www-authenticate"]
    assert "Bearer" not in third.headers["www-authenticate"]
    assert third.json()["code"] == "dpop-nonce"
    fourth = get(client, token, houder.proof_for(token, nonce=third.headers["dpop-nonce"]))
    assert (fourth.status_code, fourth.json()) == (200, {"client": netwerk.svb.client_id})
    assert fourth.headers["dpop-nonce"] == netwerk.server.dpop.nonce()


def test_a_question_behind_the_address_and_head(client: TestClient[Any], netwerk: Netwerk, houder: Houder) -> None:
    token = houder.token(netwerk.svb)
    answer = get(client, token, houder.proof_for(token), path="/v1/lijnen?pagina=2")
    assert answer.status_code == 200
    assert get(client, token, houder.proof_for(token, htu=f"{HERE}?pagina=3#x")).status_code == 200
    headers = {"Authorization": f"DPoP {token}", "DPoP": houder.proof_for(token, htm="HEAD")}
    assert client.head("/v1/lijnen", headers=headers).status_code == 200
    headers["DPoP"] = houder.proof_for(token)
    assert client.head("/v1/lijnen", headers=headers).status_code == 401


def test_the_scheme_has_no_case(netwerk: Netwerk, houder: Houder) -> None:
    token = houder.token(netwerk.svb)
    for scheme in ("DPoP", "dpop", "DPOP "):
        proof = houder.proof_for(token)
        assert netwerk.bewaker.identify_holder(f"{scheme} {token}", shown(proof)).oin == SVB


def test_what_libraries_write_beside_a_public_key_does_no_harm(netwerk: Netwerk, houder: Houder) -> None:
    about = {"kid": "mijn sleutel", "use": "sig", "alg": "ES256", "key_ops": ["verify"], "ext": True}
    proof = houder.proof(header={"jwk": houder.header()["jwk"] | about, "kid": "mijn sleutel"})
    assert asked(netwerk, proof).status == 200


def test_a_bound_token_without_the_scope_is_told_in_its_own_scheme(
    client: TestClient[Any], netwerk: Netwerk, houder: Houder
) -> None:
    token = houder.token(netwerk.svb)
    answer = get(client, token, houder.proof_for(token, "/v1/toezicht"), path="/v1/toezicht")
    assert answer.status_code == 403
    assert answer.headers["www-authenticate"].startswith('DPoP realm="register"')
    assert 'error="insufficient_scope", scope="toezicht:lezen"' in answer.headers["www-authenticate"]


# --- a stolen token, a stolen proof ----------------------------------------------------------------------------------


def test_a_bound_token_is_no_bearer_token(client: TestClient[Any], netwerk: Netwerk, houder: Houder) -> None:
    token = houder.token(netwerk.svb)
    assert get(client, token, houder.proof_for(token)).status_code == 200
    for proofs in ((), (houder.proof_for(token),)):
        answer = get(client, token, *proofs, scheme="Bearer")
        assert (answer.status_code, answer.json()["code"]) == (401, "token-ongeldig")
        assert answer.headers["www-authenticate"].startswith('Bearer realm="register", error="invalid_token"')


def test_a_bearer_token_is_no_bound_token(netwerk: Netwerk, houder: Houder) -> None:
    token = netwerk.token(netwerk.svb)
    assert reason(netwerk, token, houder.proof_for(token)) == "invalid_token"
    assert reason(netwerk, token) == "invalid_token"


def test_a_bound_token_without_a_proof_or_with_two(netwerk: Netwerk, houder: Houder) -> None:
    token = houder.token(netwerk.svb)
    assert reason(netwerk, token) == "invalid_dpop_proof"
    first, second = houder.proof_for(token), houder.proof_for(token)
    assert reason(netwerk, token, first, second) == "invalid_dpop_proof"
    assert reason(netwerk, token, f"{first}, {second}") == "invalid_dpop_proof"
    assert netwerk.bewaker.identify_holder(f"DPoP {token}", shown(first)).oin == SVB


def test_a_stolen_token_with_the_key_of_the_thief(netwerk: Netwerk, houder: Houder) -> None:
    token, thief = houder.token(netwerk.svb), Houder(netwerk)
    assert reason(netwerk, token, thief.proof_for(token)) == "invalid_dpop_proof"


def test_a_stolen_proof_with_the_token_of_the_thief(netwerk: Netwerk, houder: Houder) -> None:
    stolen = houder.proof_for(houder.token(netwerk.svb))
    own = Houder(netwerk).token(netwerk.amsterdam)
    assert reason(netwerk, own, stolen) == "invalid_dpop_proof"
    forged = netwerk.forge(netwerk.amsterdam, cnf={"jkt": houder.jkt})  # even bound to that very key
    assert reason(netwerk, forged, stolen) == "invalid_dpop_proof"  # ath


@pytest.mark.parametrize(
    "changes",
    [
        {"htu": f"{ISSUER}/v1/toezicht"},
        {"htu": f"{ISSUER}/v1/lijnen/"},
        {"htu": f"{ISSUER}/v1"},
        {"htu": "https://elders.example/v1/lijnen"},
        {"htu": "http://register.example/v1/lijnen"},
        {"htu": "https://register.example.elders.example/v1/lijnen"},
        {"htu": "https://iemand@register.example/v1/lijnen"},
        {"htu": "/v1/lijnen"},
        {"htu": ""},
        {"htu": TOKEN_URL},
        {"htu": "\ud800"},
        {"htu": None},
        {"htu": [HERE]},
        {"htm": "POST"},
        {"htm": "get"},
        {"htm": ""},
        {"htm": None},
        {"htm": ["GET"]},
        {"ath": None},
        {"ath": ""},
        {"ath": b64(bytes(32))},
        {"ath": 1},
        {"iat": AT - OLDEST_S - 1},
        {"iat": AT + LEEWAY_S + 1},
        {"iat": AT - 3600},
        {"iat": None},
        {"iat": str(AT)},
        {"iat": True},
        {"iat": 10**400},
        {"iat": -(10**400)},
        {"jti": None},
        {"jti": "x" * 15},
        {"jti": "x" * 129},
        {"jti": 1},
        {"jti": "x" * 16 + "\n"},
        {"nonce": 1},
        {"nonce": "\ud800"},
        {"nonce": "x" * 300},
    ],
    ids=lambda changes: ascii(changes)[:60],
)
def test_a_proof_of_something_else(netwerk: Netwerk, houder: Houder, changes: dict[str, Any]) -> None:
    token = houder.token(netwerk.svb)
    said = kept(houder.claims(htm="GET", htu=HERE, ath=ath(token)) | changes)
    assert reason(netwerk, token, houder.sign(json.dumps(said).encode())) == "invalid_dpop_proof"


@pytest.mark.parametrize(
    "nonce", [None, "", "x", "van een ander".replace(" ", "-"), b64(bytes(18))], ids=lambda nonce: nonce or "none"
)
def test_a_proof_with_another_nonce(netwerk: Netwerk, houder: Houder, nonce: str | None) -> None:
    assert refused(asked(netwerk, houder.proof(nonce=nonce)), "use_dpop_nonce")
    token = houder.token(netwerk.svb)
    assert reason(netwerk, token, houder.proof_for(token, nonce=nonce)) == "use_dpop_nonce"


def test_a_nonce_holds_for_a_while_and_cannot_be_had_ahead(netwerk: Netwerk, houder: Houder) -> None:
    nonce = netwerk.server.dpop.nonce()
    assert asked(netwerk, houder.proof(nonce=nonce)).status == 200
    netwerk.later(SLOT_S)
    form = netwerk.svb.form(assertion=netwerk.svb.assertion(**netwerk.now_claims()))
    assert netwerk.ask(form, houder.proof(nonce=nonce)).status == 200
    netwerk.later(SLOT_S)
    assert refused(netwerk.ask(form, houder.proof(nonce=nonce)), "use_dpop_nonce")


def test_a_nonce_of_a_node_whose_clock_is_ahead_is_good_too(netwerk: Netwerk, houder: Houder) -> None:
    ahead = netwerk.new_server(clock=lambda: netwerk.nu + timedelta(seconds=SLOT_S))
    assert ahead.dpop.nonce() != netwerk.server.dpop.nonce()
    assert asked(netwerk, houder.proof(nonce=ahead.dpop.nonce())).status == 200


def test_a_nonce_is_good_in_every_worker_and_of_no_other_register(netwerk: Netwerk, houder: Houder) -> None:
    other = netwerk.new_server()
    assert other.dpop.nonce() == netwerk.server.dpop.nonce()
    assert Netwerk().server.dpop.nonce() != netwerk.server.dpop.nonce()


def test_a_proof_does_once(netwerk: Netwerk, houder: Houder) -> None:
    proof = houder.proof()
    assert asked(netwerk, proof).status == 200
    assert refused(asked(netwerk, proof), "invalid_dpop_proof")
    token = houder.token(netwerk.svb)
    jti = new_jti()
    assert netwerk.bewaker.identify_holder(f"DPoP {token}", shown(houder.proof_for(token, jti=jti))).oin == SVB
    assert reason(netwerk, token, houder.proof_for(token, jti=jti)) == "invalid_dpop_proof"  # signed anew


def test_a_proof_does_once_over_all_workers(netwerk: Netwerk, houder: Houder) -> None:
    """Two servers with one book at the gate; tests/store holds the books of processes to the same."""
    token, proof = houder.token(netwerk.svb), houder.proof()
    servers = netwerk.server, netwerk.new_server()
    shown_there = Getoond(method="POST", url=TOKEN_URL, proofs=(proof,))
    answers = [server.token(netwerk.svb.form(), shown=shown_there) for server in servers]
    assert [answer.status for answer in answers] == [200, 400]
    proof = houder.proof_for(token)
    first, second = netwerk.new_bewaker(), netwerk.new_bewaker()
    assert first.identify_holder(f"DPoP {token}", shown(proof)).oin == SVB
    with pytest.raises(DpopError):
        second.identify_holder(f"DPoP {token}", shown(proof))


@pytest.mark.parametrize("made", [-OLDEST_S, 0, LEEWAY_S])
def test_a_used_proof_is_remembered_for_as_long_as_it_would_do(netwerk: Netwerk, houder: Houder, made: int) -> None:
    proof = houder.proof(iat=AT + made)
    assert asked(netwerk, proof).status == 200
    for _ in range(OLDEST_S + LEEWAY_S + 2):
        netwerk.later(1)
        assert (
            netwerk.ask(netwerk.svb.form(assertion=netwerk.svb.assertion(**netwerk.now_claims())), proof).status == 400
        )


def test_the_same_jti_of_another_key_is_no_replay(netwerk: Netwerk, houder: Houder) -> None:
    jti = new_jti()
    assert asked(netwerk, houder.proof(jti=jti)).status == 200
    assert asked(netwerk, Houder(netwerk).proof(jti=jti)).status == 200


def test_who_is_no_client_leaves_no_proof_in_the_book(netwerk: Netwerk, houder: Houder) -> None:
    proof = houder.proof()
    assert refused(netwerk.ask(netwerk.svb.form(assertion="a.b.c"), proof), "invalid_client")
    stranger = Houder(netwerk)
    with pytest.raises(AccessError):
        netwerk.bewaker.identify_holder("DPoP a.b.c", shown(stranger.proof_for("a.b.c")))
    assert not any(key.startswith("dpop/") for key in netwerk.poortboek._once)
    assert asked(netwerk, proof).status == 200


def test_a_bad_proof_uses_up_no_assertion(netwerk: Netwerk, houder: Houder) -> None:
    form = netwerk.svb.form()
    assert refused(netwerk.ask(form, houder.proof(htm="GET")), "invalid_dpop_proof")
    assert netwerk.ask(form, houder.proof()).status == 200


def test_a_proof_for_the_api_gets_no_token_and_the_other_way_round(netwerk: Netwerk, houder: Houder) -> None:
    token = houder.token(netwerk.svb)
    assert refused(asked(netwerk, houder.proof_for(token)), "invalid_dpop_proof")
    assert reason(netwerk, token, houder.proof(ath=ath(token))) == "invalid_dpop_proof"


# --- keys and algorithms ---------------------------------------------------------------------------------------------


def test_an_rsa_key_is_not_for_proofs(netwerk: Netwerk) -> None:
    key = RSAKey.import_key(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    for alg in ("PS256", "RS256"):
        assert refused(asked(netwerk, Houder(netwerk, key, alg).proof()), "invalid_dpop_proof")


def test_a_secret_as_a_key(netwerk: Netwerk) -> None:
    houder = Houder(netwerk, OctKey.generate_key(256), "HS256")
    header = {"jwk": houder.key.as_dict(private=True)}
    assert refused(asked(netwerk, houder.proof(header=header)), "invalid_dpop_proof")


@pytest.mark.parametrize("alg", ["none", "None", "", "ES256", "EdDSA", "HS256", "ES384"])
def test_no_signature(netwerk: Netwerk, houder: Houder, alg: str) -> None:
    for signature in (b"", b"x", bytes(64)):
        proof = unsigned(houder.header(alg=alg), houder.claims(), signature)
        assert refused(asked(netwerk, proof), "invalid_dpop_proof")


def test_hs256_with_the_public_key_as_its_secret(netwerk: Netwerk, houder: Houder) -> None:
    public: Any = houder.key.public_key
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    for secret in (pem, json.dumps(houder.header()["jwk"]).encode()):
        text = unsigned(houder.header(alg="HS256"), houder.claims()).rstrip(".")
        mac = hmac.HMAC(secret, hashes.SHA256())
        mac.update(text.encode())
        assert refused(asked(netwerk, f"{text}.{b64(mac.finalize())}"), "invalid_dpop_proof")


def test_a_proof_with_its_private_key_in_it(netwerk: Netwerk, houder: Houder) -> None:
    proof = houder.proof(header={"jwk": houder.key.as_dict(private=True)})
    antwoord = asked(netwerk, proof)
    assert refused(antwoord, "invalid_dpop_proof")
    assert str(houder.key.as_dict(private=True)["d"]) not in json.dumps(antwoord.body)


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "JWT"},
        {"typ": None},
        {"typ": "DPoP+jwt"},
        {"typ": "application/dpop+jwt"},
        {"typ": "at+jwt"},
        {"jwk": None},
        {"jwk": {}},
        {"jwk": "x"},
        {"jwk": []},
        {"jwk": {"kty": "EC"}},
        {"jwk": {"kty": ["EC"]}},
        {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43}},
        {"jwk": {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}},
        {"jku": "https://elders.example/jwks"},
        {"x5u": "https://elders.example/x5"},
        {"x5c": ["AAAA"]},
        {"crit": []},
        {"crit": ["b64"], "b64": False},
        {"iets": 1},
        {"kid": 1},
        {"alg": 1},
        {"alg": "Ed25519"},
    ],
    ids=lambda header: ascii(header)[:50],
)
def test_a_header_with_something_else_in_it(netwerk: Netwerk, houder: Houder, header: dict[str, Any]) -> None:
    proof = houder.sign(json.dumps(houder.claims()).encode(), **header)
    assert refused(asked(netwerk, proof), "invalid_dpop_proof")


def test_the_key_of_another_in_the_header(netwerk: Netwerk, houder: Houder) -> None:
    proof = Houder(netwerk).sign(json.dumps(houder.claims()).encode(), jwk=houder.header()["jwk"])
    assert refused(asked(netwerk, proof), "invalid_dpop_proof")


def test_a_point_of_small_order_under_which_all_is_signed(netwerk: Netwerk, houder: Houder) -> None:
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": b64(b"\x01" + bytes(31))}
    proof = unsigned(houder.header(alg="EdDSA", jwk=jwk), houder.claims(), b"\x01" + bytes(63))
    assert refused(asked(netwerk, proof), "invalid_dpop_proof")


def test_another_curve(netwerk: Netwerk) -> None:
    key = ECKey.import_key(ec.generate_private_key(ec.SECP384R1()))
    assert refused(asked(netwerk, Houder(netwerk, key, "ES384").proof()), "invalid_dpop_proof")


def test_a_huge_proof(netwerk: Netwerk, houder: Houder) -> None:
    for proof in (
        houder.proof(vulling="x" * MAX_CHARACTERS),
        houder.proof(header={"jwk": houder.header()["jwk"] | {"kid": "x" * MAX_CHARACTERS}}),
        houder.proof(header={"kid": "x" * 2000}),
        "a." * 100_000,
        "x" * 1_000_000,
        f"{b64(b'[' * 2000)}.{b64(b'{}')}.AA",
    ):
        assert refused(asked(netwerk, proof), "invalid_dpop_proof")


def test_a_doubled_name(netwerk: Netwerk, houder: Houder) -> None:
    said = json.dumps(houder.claims())[:-1] + ', "htm": "POST"}'
    assert refused(asked(netwerk, houder.sign(said.encode())), "invalid_dpop_proof")


def test_an_assertion_or_a_token_is_no_proof(netwerk: Netwerk, houder: Houder) -> None:
    for text in (netwerk.svb.assertion(), netwerk.token(netwerk.svb)):
        assert refused(asked(netwerk, text), "invalid_dpop_proof")


def test_a_proof_is_no_assertion(netwerk: Netwerk) -> None:
    houder = Houder(netwerk, netwerk.svb.key)  # a client that uses one key for both
    assert asked(netwerk, houder.proof()).status == 200
    claims = netwerk.svb.claims() | houder.claims()
    proof = houder.sign(json.dumps(claims).encode())
    assert refused(netwerk.ask(netwerk.svb.form(assertion=proof)), "invalid_client")


@given(st.text(max_size=300) | st.from_regex(r"\A[A-Za-z0-9_-]{0,80}\.[A-Za-z0-9_-]{0,80}\.[A-Za-z0-9_-]{0,80}\Z"))
def test_no_text_makes_it_stumble(text: str) -> None:
    with pytest.raises(DpopError):
        NETWERK.server.dpop.read(shown(text))


NETWERK = Netwerk()


# --- over HTTP -------------------------------------------------------------------------------------------------------


def test_a_host_header_is_not_our_name(client: TestClient[Any], netwerk: Netwerk, houder: Houder) -> None:
    token = houder.token(netwerk.svb)
    proof = houder.proof_for(token, htu="https://elders.example/v1/lijnen")
    headers = {
        "Authorization": f"DPoP {token}",
        "DPoP": proof,
        "Host": "elders.example",
        "X-Forwarded-Host": "elders.example",
    }
    answer = client.get("/v1/lijnen", headers=headers)
    assert answer.status_code == 401
    headers["DPoP"] = houder.proof_for(token)
    assert client.get("/v1/lijnen", headers=headers).status_code == 200


def test_doubled_proofs_over_http(client: TestClient[Any], netwerk: Netwerk, houder: Houder) -> None:
    token = houder.token(netwerk.svb)
    proof = houder.proof_for(token)
    assert get(client, token, proof, proof).status_code == 401
    headers = [("DPoP", houder.proof()), ("DPoP", houder.proof())]
    answer = client.post("/oauth/token", data=dict(netwerk.svb.form()), headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_dpop_proof")
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("value", [b"", b"\xff\xfe", b"x", b"a.b.c"])
def test_a_proof_of_strange_bytes(client: TestClient[Any], netwerk: Netwerk, houder: Houder, value: bytes) -> None:
    token = houder.token(netwerk.svb)
    answer = client.get("/v1/lijnen", headers={b"Authorization": f"DPoP {token}".encode(), b"DPoP": value})
    assert answer.status_code == 401
    assert answer.json()["code"] == "dpop-onjuist"
    answer = client.post("/oauth/token", data=dict(netwerk.svb.form()), headers={b"DPoP": value})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_dpop_proof")


def test_a_proof_beside_a_bearer_token_changes_nothing(client: TestClient[Any], netwerk: Netwerk) -> None:
    answer = get(client, netwerk.token(netwerk.svb), "wat ook", scheme="Bearer")
    assert answer.status_code == 200
    assert "dpop-nonce" not in answer.headers


def test_a_suspended_member_is_out_with_a_bound_token_too(netwerk: Netwerk, houder: Houder) -> None:
    token = houder.token(netwerk.svb)
    netwerk.change(SVB, status="geschorst")
    assert reason(netwerk, token, houder.proof_for(token)) == "invalid_token"


# --- demanded by the beheerder ---------------------------------------------------------------------------------------


def test_a_member_that_must_use_dpop_gets_no_other_token(netwerk: Netwerk, houder: Houder) -> None:
    netwerk.change(SVB, dpop_verplicht=True)
    antwoord = netwerk.ask(netwerk.svb.form())
    assert refused(antwoord, "invalid_dpop_proof")
    assert "DPoP" in antwoord.body["error_description"]
    assert dict(antwoord.headers)["DPoP-Nonce"] == netwerk.server.dpop.nonce()
    assert refused(netwerk.ask(netwerk.svb.form(), certificate="x5t"), "invalid_dpop_proof")
    assert asked(netwerk, houder.proof()).body["token_type"] == "DPoP"
    assert netwerk.ask(netwerk.amsterdam.form()).status == 200


@pytest.mark.parametrize("cached", [True, False], ids=["cached", "first seen"])
def test_from_the_moment_it_stands_bearer_tokens_are_refused(netwerk: Netwerk, houder: Houder, *, cached: bool) -> None:
    loose, bound = netwerk.token(netwerk.svb), houder.token(netwerk.svb)
    if cached:
        netwerk.bewaker.identify(f"Bearer {loose}")
    netwerk.change(SVB, dpop_verplicht=True)
    with pytest.raises(AccessError, match="DPoP"):
        netwerk.bewaker.identify(f"Bearer {loose}")
    assert netwerk.bewaker.identify_holder(f"DPoP {bound}", shown(houder.proof_for(bound))).oin == SVB
    assert netwerk.bewaker.identify(f"Bearer {netwerk.token(netwerk.amsterdam)}").oin == AMSTERDAM
    netwerk.change(SVB, dpop_verplicht=False)
    assert netwerk.bewaker.identify(f"Bearer {loose}").oin == SVB
