# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Who gets no token: each attack is refused by name, never a crash, and the refusal gives nothing away."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, hmac, serialization
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey
from msgspec.structs import replace

from registry.projections.organisaties import Status
from tests.oauth.netwerk import (
    AMSTERDAM,
    ISSUER,
    JWT_BEARER,
    NU,
    SVB,
    TOKEN_URL,
    Form,
    Klant,
    Netwerk,
    b64,
    ec_client,
    member,
    refused,
    rsa_client,
    unsigned,
)

AT = int(NU.timestamp())
ES256 = b64(b'{"alg":"ES256"}')


@pytest.fixture
def netwerk() -> Netwerk:
    return Netwerk()


def refuses(netwerk: Netwerk, assertion: str, error: str = "invalid_client") -> bool:
    antwoord = netwerk.ask(netwerk.svb.form(assertion=assertion))
    assert not assertion or assertion not in json.dumps(antwoord.body)
    return refused(antwoord, error)


# --- the signature ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("alg", ["none", "None", "NONE", ""])
def test_alg_none(netwerk: Netwerk, alg: str) -> None:
    assert refuses(netwerk, unsigned({"alg": alg}, netwerk.svb.claims()))
    assert refuses(netwerk, unsigned({"alg": alg}, netwerk.svb.claims(), b"x"))


def test_hs256_with_the_public_key_as_its_secret(netwerk: Netwerk) -> None:
    public = netwerk.svb.key.public_key
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)  # type: ignore[union-attr]
    for secret in (pem, json.dumps(netwerk.svb.key.as_dict(private=False)).encode()):
        text = unsigned({"alg": "HS256", "typ": "JWT"}, netwerk.svb.claims()).rstrip(".")
        mac = hmac.HMAC(secret, hashes.SHA256())
        mac.update(text.encode())
        assert refuses(netwerk, f"{text}.{b64(mac.finalize())}")


def test_rs256_is_for_rsa_keys_only(netwerk: Netwerk) -> None:
    head = {"alg": "RS256", "typ": "JWT"}
    text = unsigned(head, netwerk.svb.claims()).rstrip(".")
    assert refuses(netwerk, f"{text}.{netwerk.svb.sign(text)}")
    stranger = rsa_client(SVB)
    assert refuses(netwerk, jwt.encode(head, netwerk.svb.claims(), stranger.key, algorithms=["RS256"]))


@pytest.mark.parametrize("alg", ["RS384", "RS512", "PS384", "PS512"])
def test_other_algorithms_of_an_rsa_key(netwerk: Netwerk, alg: str) -> None:
    klant = rsa_client(SVB)
    netwerk.join(member(SVB, klant))
    made = jwt.encode({"alg": alg}, klant.claims(), klant.key, algorithms=[alg])
    assert refused(netwerk.ask(klant.form(assertion=made)), "invalid_client")


def test_the_key_of_another_member(netwerk: Netwerk) -> None:
    thief = Klant(SVB, netwerk.svb.naam, netwerk.amsterdam.key)
    assert refused(netwerk.ask(thief.form()), "invalid_client")


def test_who_cannot_sign_for_a_client_does_not_learn_whether_it_stands(netwerk: Netwerk) -> None:
    names = (netwerk.svb.naam, "bestaat-niet")
    thieves = [Klant(SVB, naam, netwerk.amsterdam.key) for naam in names]
    stands, stands_not = (netwerk.ask(thief.form()) for thief in thieves)
    assert refused(stands, "invalid_client")
    assert stands == stands_not


def test_the_key_of_another_member_with_that_members_name_as_issuer(netwerk: Netwerk) -> None:
    assert refuses(netwerk, netwerk.amsterdam.assertion(sub=netwerk.svb.client_id))
    assert refuses(netwerk, netwerk.amsterdam.assertion(iss=netwerk.svb.client_id))
    assert refuses(netwerk, netwerk.svb.assertion(iss=netwerk.amsterdam.client_id))


def test_a_key_that_is_for_statements_is_no_client(netwerk: Netwerk) -> None:
    speaks = Klant(SVB, "verklaringen", ECKey.generate_key("P-256"))
    assert refused(netwerk.ask(speaks.form()), "invalid_client")


def test_a_key_that_the_assertion_brings_itself(netwerk: Netwerk) -> None:
    own = ECKey.generate_key("P-256")
    header = {"alg": "ES256", "jwk": own.as_dict(private=False)}
    assert refuses(netwerk, jwt.encode(header, netwerk.svb.claims(), own, algorithms=["ES256"]))


@pytest.mark.parametrize(
    "header",
    [
        {"jku": "https://evil.example/jwks"},
        {"x5u": "https://evil.example/x5"},
        {"crit": 1},
        {"crit": ["alg"]},
        {"crit": []},
        {"b64": False, "crit": ["b64"]},
        {"b64": True},
        {"typ": "at+jwt"},
        {"typ": "dpop+jwt"},
        {"typ": "kalender+jwt"},
        {"typ": 1},
        {"kid": {}},
        {"alg": ["ES256"]},
        {"alg": {}},
        {"alg": None},
        {"iets": 1},
    ],
    ids=str,
)
def test_a_header_with_something_else_in_it(netwerk: Netwerk, header: dict[str, Any]) -> None:
    text = unsigned({"alg": "ES256"} | header, netwerk.svb.claims()).rstrip(".")
    assert refuses(netwerk, f"{text}.{netwerk.svb.sign(text)}")


def test_a_doubled_name_in_header_or_claims(netwerk: Netwerk) -> None:
    good = json.dumps(netwerk.svb.claims())
    for header, claims in (
        ('{"alg":"none","alg":"ES256"}', good),
        ('{"alg":"ES256"}', good[:-1] + f', "sub": "{netwerk.amsterdam.client_id}"}}'),
    ):
        text = f"{b64(header.encode())}.{b64(claims.encode())}"
        assert refuses(netwerk, f"{text}.{netwerk.svb.sign(text)}")


# --- the claims ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": AT - 31},
        {"exp": AT - 3600, "iat": AT - 7200},
        {"exp": AT + 331},
        {"exp": AT + 365 * 24 * 3600},
        {"exp": None},
        {"exp": str(AT + 60)},
        {"exp": True},
        {"exp": 10**400},
        {"iat": AT + 31},
        {"iat": AT + 3600, "exp": AT + 60},
        {"iat": None},
        {"iat": "nu"},
        {"nbf": AT + 31},
        {"aud": "https://elders.example/oauth/token"},
        {"aud": [TOKEN_URL, "https://elders.example/oauth/token"]},
        {"aud": []},
        {"aud": [[TOKEN_URL]]},
        {"aud": TOKEN_URL + "/"},
        {"aud": ISSUER + "/"},
        {"aud": {}},
        {"aud": None},
        {"iss": None},
        {"sub": None},
        {"sub": 1},
        {"sub": ["a"]},
        {"iss": 1},
        {"jti": None},
        {"jti": ""},
        {"jti": "x" * 15},
        {"jti": "x" * 129},
        {"jti": 1234567890123456},
        {"jti": "met spaties en tabs\t"},
        {"jti": "\ud800" * 16},
        {"jti": "\x00" * 16},
        {"jti": "x" * 16 + "\n"},
    ],
    ids=lambda changes: ascii(changes)[:60],
)
def test_claims_that_do_not_do(netwerk: Netwerk, changes: dict[str, Any]) -> None:
    said = {name: value for name, value in (netwerk.svb.claims() | changes).items() if value is not None}
    text = f"{ES256}.{b64(json.dumps(said).encode())}"
    assert refuses(netwerk, f"{text}.{netwerk.svb.sign(text)}")


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"null",
        b'"tekst"',
        b"{",
        b"\xff\xfe",
        b'{"sub": "\xff"}',
        b"[" * 5000,
        b'{"a":' * 3000,
        b'{"exp": NaN}',
        b'{"exp": 1e999}',
        b'{"exp": ' + b"9" * 5000 + b"}",
    ],
    ids=lambda payload: ascii(payload)[:20],
)
def test_a_payload_that_is_no_object_of_claims(netwerk: Netwerk, payload: bytes) -> None:
    text = f"{ES256}.{b64(payload)}"
    assert refuses(netwerk, f"{text}.{netwerk.svb.sign(text)}")


def test_good_claims_that_are_not_quite_json(netwerk: Netwerk) -> None:
    good = json.dumps(netwerk.svb.claims())
    for payload in (good.encode("utf-16"), good.encode("utf-8-sig"), good.replace("{", '{"x": NaN, ', 1).encode()):
        text = f"{ES256}.{b64(payload)}"
        assert refuses(netwerk, f"{text}.{netwerk.svb.sign(text)}")


@pytest.mark.parametrize(
    "assertion", ["x", "..", "a.b", "a.b.c", "a.b.c.d", "é.é.é", "e30.e30.", "W10.e30.AA", "\x00", "{}"]
)
def test_an_assertion_that_is_none(netwerk: Netwerk, assertion: str) -> None:
    assert refuses(netwerk, assertion)


def test_an_assertion_with_padding_or_a_second_spelling(netwerk: Netwerk) -> None:
    good = netwerk.svb.assertion()
    header, payload, signature = good.split(".")
    # the last of 86 characters carries four spare bits: another spelling of the same bytes
    spelt = signature[:-1] + {"A": "B", "Q": "R", "g": "h", "w": "x"}[signature[-1]]
    assert refuses(netwerk, f"{header}.{payload}.{signature}==")
    assert refuses(netwerk, f"{header}.{payload}.{spelt}")
    assert refuses(netwerk, good + "\n")
    assert netwerk.ask(netwerk.svb.form(assertion=good)).status == 200


def test_any_byte_of_a_good_assertion_changed(netwerk: Netwerk) -> None:
    good = netwerk.svb.assertion()
    for place in range(0, len(good), 7):
        other = "A" if good[place] != "A" else "B"
        assert refuses(netwerk, good[:place] + other + good[place + 1 :])
    assert netwerk.ask(netwerk.svb.form(assertion=good)).status == 200


@given(
    assertion=st.text(max_size=200)
    | st.from_regex(r"\A[A-Za-z0-9_-]{0,80}\.[A-Za-z0-9_-]{0,80}\.[A-Za-z0-9_-]{0,80}\Z")
)
def test_no_text_makes_the_server_stumble(assertion: str) -> None:
    antwoord = NETWERK.ask(NETWERK.svb.form(assertion=assertion or "."))
    assert refused(antwoord, "invalid_client")


NETWERK = Netwerk()


# --- the client ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "client_id",
    [
        "",
        ".",
        "zomaar",
        f"{SVB}.",
        f"{SVB}.anders",
        SVB,
        f".{SVB}",
        "00000099000000007777.zaaksysteem",
        f"{SVB}.zaaksysteem.x",
    ],
)
def test_a_client_that_is_not_there(netwerk: Netwerk, client_id: str) -> None:
    assert refuses(netwerk, netwerk.svb.assertion(iss=client_id, sub=client_id))


def test_an_afkorting_is_no_client(netwerk: Netwerk) -> None:
    netwerk.change(SVB, afkorting="svb")
    netwerk.gids = replace(netwerk.gids, afkortingen={"svb": SVB})
    assert netwerk.gids.organisatie("svb")
    assert refuses(netwerk, netwerk.svb.assertion(iss="svb.zaaksysteem", sub="svb.zaaksysteem"))


@pytest.mark.parametrize("status", ["aangemeld", "uitgetreden"])
def test_who_is_no_member_now(netwerk: Netwerk, status: Status) -> None:
    netwerk.change(SVB, status=status)
    assert refuses(netwerk, netwerk.svb.assertion())


def test_the_client_id_of_another_beside_a_good_assertion(netwerk: Netwerk) -> None:
    form = [*netwerk.svb.form(), ("client_id", netwerk.amsterdam.client_id)]
    assert refused(netwerk.ask(form), "invalid_client")


# --- once ------------------------------------------------------------------------------------------------------------


def test_an_assertion_does_once(netwerk: Netwerk) -> None:
    assertion = netwerk.svb.assertion()
    assert netwerk.ask(netwerk.svb.form(assertion=assertion)).status == 200
    assert refuses(netwerk, assertion)


def test_another_assertion_with_the_same_jti_is_a_replay_too(netwerk: Netwerk) -> None:
    jti = "een-jti-die-twee-keer-komt"
    assert netwerk.ask(netwerk.svb.form(assertion=netwerk.svb.assertion(jti=jti))).status == 200
    assert refuses(netwerk, netwerk.svb.assertion(jti=jti, exp=AT + 90))


def test_the_same_jti_of_another_client_is_no_replay(netwerk: Netwerk) -> None:
    jti = "een-jti-van-twee-clienten"
    for klant in (netwerk.svb, netwerk.amsterdam):
        assert netwerk.ask(klant.form(assertion=klant.assertion(jti=jti))).status == 200


def test_a_replay_is_remembered_for_as_long_as_the_assertion_would_do(netwerk: Netwerk) -> None:
    assertion = netwerk.svb.assertion(exp=AT + 60)
    assert netwerk.ask(netwerk.svb.form(assertion=assertion)).status == 200
    for _ in range(100):  # past exp, and past the leeway after it
        netwerk.later(1)
        assert refuses(netwerk, assertion)


def test_a_stranger_cannot_use_up_the_jti_of_a_member(netwerk: Netwerk) -> None:
    jti = "een-jti-die-een-ander-raadt"
    thief = Klant(SVB, netwerk.svb.naam, netwerk.amsterdam.key)
    assert refuses(netwerk, thief.assertion(jti=jti))
    assert netwerk.ask(netwerk.svb.form(assertion=netwerk.svb.assertion(jti=jti))).status == 200


def test_of_many_at_the_same_moment_one_gets_a_token(netwerk: Netwerk) -> None:
    for _ in range(10):
        form = netwerk.svb.form()
        start = Barrier(4)

        def ask(form: Form = form, start: Barrier = start) -> int:
            start.wait()
            return netwerk.ask(form).status

        with ThreadPoolExecutor(4) as pool:
            statuses = [asked.result() for asked in [pool.submit(ask) for _ in range(4)]]
        assert sorted(statuses) == [200, 400, 400, 400]


# --- the form --------------------------------------------------------------------------------------------------------


def test_every_field_that_comes_twice(netwerk: Netwerk) -> None:
    form = [*netwerk.svb.form(scope="lijnen:lezen"), ("client_id", netwerk.svb.client_id)]
    for name, value in form:
        assert refused(netwerk.ask([*form, (name, value)]), "invalid_request")
        assert refused(netwerk.ask([*form, (name, "")]), "invalid_request")
    assert netwerk.ask(form).status == 200


@pytest.mark.parametrize(
    "name", ["iets", "client_secret", "username", "resource", "Scope", "", "grant_type\n", "ünknown"]
)
def test_a_field_that_we_do_not_know(netwerk: Netwerk, name: str) -> None:
    antwoord = netwerk.ask([*netwerk.svb.form(), (name, "geheim-van-mij")])
    assert refused(antwoord, "invalid_request")
    assert "geheim-van-mij" not in str(antwoord)


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", "client_credentials ", 'x"é'])
def test_another_grant(netwerk: Netwerk, grant: str) -> None:
    form = [("grant_type", grant), *netwerk.svb.form()[1:]]
    antwoord = netwerk.ask(form)
    assert refused(antwoord, "unsupported_grant_type")
    assert grant not in antwoord.body["error_description"].replace("client_credentials", "")


def test_a_form_that_lacks_something(netwerk: Netwerk) -> None:
    grant, kind, assertion = netwerk.svb.form()
    assert refused(netwerk.ask([]), "invalid_request")
    assert refused(netwerk.ask([kind, assertion]), "invalid_request")
    assert refused(netwerk.ask([("grant_type", ""), kind, assertion]), "invalid_request")
    assert refused(netwerk.ask([grant]), "invalid_client")
    assert refused(netwerk.ask([grant, kind]), "invalid_client")
    assert refused(netwerk.ask([grant, assertion]), "invalid_client")
    assert refused(netwerk.ask([grant, ("client_assertion_type", JWT_BEARER + "x"), assertion]), "invalid_client")


def test_an_empty_authorization_header_is_one_too(netwerk: Netwerk) -> None:
    assert netwerk.ask(netwerk.svb.form(), authorization="").status == 401


@pytest.mark.parametrize("scheme", ["Basic", "basic", "Bearer", "Digest", ""])
def test_an_authorization_header_is_no_way_in(netwerk: Netwerk, scheme: str) -> None:
    antwoord = netwerk.ask(netwerk.svb.form(), authorization=f"{scheme} Z2VoZWlt")
    assert refused(antwoord, "invalid_client")
    assert antwoord.status == 401  # RFC 6749 section 5.2: MUST, with the scheme that was tried
    assert dict(antwoord.headers)["WWW-Authenticate"].startswith("Basic" if scheme.lower() == "basic" else "Bearer")
    assert "Z2VoZWlt" not in str(antwoord)


@pytest.mark.parametrize(
    "scope",
    [
        "toezicht:lezen",
        "lijnen:lezen toezicht:lezen",
        "iets",
        " lijnen:lezen",
        "lijnen:lezen  verklaringen:indienen",
        "Lijnen:lezen",
    ],
)
def test_a_scope_that_is_not_for_this_member(netwerk: Netwerk, scope: str) -> None:
    assert refused(netwerk.ask(netwerk.svb.form(scope=scope)), "invalid_scope")


def test_only_the_beheerder_may_oversee(netwerk: Netwerk) -> None:
    assert netwerk.ask(netwerk.obpt.form(scope="toezicht:lezen")).status == 200
    for klant in (netwerk.svb, netwerk.amsterdam):
        assert refused(netwerk.ask(klant.form(scope="toezicht:lezen")), "invalid_scope")


def test_the_clock_is_the_one_that_was_given(netwerk: Netwerk) -> None:
    real = int(time.time())
    if abs(real - AT) > 3600:
        assert refuses(netwerk, netwerk.svb.assertion(iat=real, exp=real + 60))


def test_a_member_with_no_key_left(netwerk: Netwerk) -> None:
    netwerk.change(AMSTERDAM, sleutels=())
    assert refused(netwerk.ask(netwerk.amsterdam.form()), "invalid_client")
    assert refused(netwerk.ask(ec_client(AMSTERDAM).form()), "invalid_client")
