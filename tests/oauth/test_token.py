# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Who gets a token, and what stands in it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from joserfc import jwt
from msgspec.structs import replace

from registry.errors import MalformedError
from registry.statements.geheim import of_private
from registry.statements.leden import Rol
from registry.statements.sleutels import thumbprint
from tests.oauth.netwerk import (
    AUDIENCE,
    ISSUER,
    LIFETIME_S,
    NU,
    SVB,
    TOKEN_URL,
    Klant,
    Netwerk,
    ec_client,
    held,
    member,
    okp_client,
    refused,
    rsa_client,
)


@pytest.fixture
def netwerk() -> Netwerk:
    return Netwerk()


def rs256_client(oin: str) -> Klant:
    return Klant(oin, "zaaksysteem", rsa_client(oin).key, "RS256")


@pytest.mark.parametrize(
    "make", [ec_client, okp_client, rsa_client, rs256_client], ids=["ES256", "Ed25519", "PS256", "RS256"]
)
def test_a_member_with_any_kind_of_key_gets_a_token(netwerk: Netwerk, make: Callable[[str], Klant]) -> None:
    klant = make(SVB)
    netwerk.join(member(SVB, klant))
    antwoord = netwerk.ask(klant.form())
    assert antwoord.status == 200
    assert antwoord.body["token_type"] == "Bearer"
    assert antwoord.body["expires_in"] == LIFETIME_S
    assert netwerk.bewaker.identify(f"Bearer {antwoord.body['access_token']}").oin == SVB


def test_eddsa_is_the_old_name_of_ed25519_and_does_without_a_warning(netwerk: Netwerk) -> None:
    klant = okp_client(SVB)
    netwerk.join(member(SVB, klant))
    assertion = of_private(klant.key.private_key).sign_jwt(klant.claims())  # type: ignore[arg-type]  # an Ed25519 key
    assert netwerk.ask(klant.form(assertion=assertion)).status == 200


def test_a_token_says_what_rfc_9068_and_the_dutch_profile_ask(netwerk: Netwerk) -> None:
    token = jwt.decode(netwerk.token(netwerk.svb), netwerk.signing_key, algorithms=["ES256"])
    assert token.header == {"typ": "at+jwt", "alg": "ES256", "kid": netwerk.geheim.kid}
    client_id = netwerk.svb.client_id
    assert token.claims | {"jti": "…"} == {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": client_id,
        "client_id": client_id,
        "azp": client_id,
        "iat": int(NU.timestamp()),
        "exp": int(NU.timestamp()) + LIFETIME_S,
        "jti": "…",
        "scope": "aanmelding:lezen lijnen:lezen verklaringen:indienen metingen:schrijven",
        "sleutel": thumbprint(netwerk.svb.jwk),
    }


def test_an_answer_with_a_token_is_not_kept_and_brings_no_refresh_token(netwerk: Netwerk) -> None:
    antwoord = netwerk.ask(netwerk.svb.form())
    assert dict(antwoord.headers)["Cache-Control"] == "no-store"
    assert antwoord.body.keys() == {"access_token", "token_type", "expires_in", "scope"}


def test_the_issuer_will_do_as_audience(netwerk: Netwerk) -> None:
    for audience in (ISSUER, [ISSUER], [TOKEN_URL, ISSUER]):
        assert netwerk.ask(netwerk.svb.form(assertion=netwerk.svb.assertion(aud=audience))).status == 200


def test_the_client_id_may_be_said_again_and_empty_fields_are_not_there(netwerk: Netwerk) -> None:
    again = [*netwerk.svb.form(), ("client_id", netwerk.svb.client_id)]
    empty = [*netwerk.svb.form(), ("client_id", ""), ("scope", "")]
    assert netwerk.ask(again).status == netwerk.ask(empty).status == 200


def test_a_kid_and_a_typ_in_the_assertion_are_fine(netwerk: Netwerk) -> None:
    for typ in ("JWT", "client-authentication+jwt"):
        assertion = netwerk.svb.assertion(header={"kid": "my own name for it", "typ": typ})
        assert netwerk.ask(netwerk.svb.form(assertion=assertion)).status == 200


def test_a_client_whose_clock_is_a_little_off_is_served(netwerk: Netwerk) -> None:
    at = int(NU.timestamp())
    ahead = netwerk.svb.assertion(iat=at + 20, nbf=at + 20, exp=at + 320)
    behind = netwerk.svb.assertion(iat=at - 70, exp=at - 10)
    for assertion in (ahead, behind):
        assert netwerk.ask(netwerk.svb.form(assertion=assertion)).status == 200


def test_each_access_key_of_a_member_is_a_client_of_its_own(netwerk: Netwerk) -> None:
    first, second = ec_client(SVB, "een"), okp_client(SVB, "twee")
    netwerk.join(member(SVB, first, second))
    assert netwerk.bewaker.identify(f"Bearer {netwerk.token(first)}").client_id == f"{SVB}.een"
    assert netwerk.bewaker.identify(f"Bearer {netwerk.token(second)}").client_id == f"{SVB}.twee"
    crossed = replace_key(first, second)
    assert refused(netwerk.ask(crossed.form()), "invalid_client")


def replace_key(of: Klant, by: Klant) -> Klant:
    return Klant(of.oin, of.naam, by.key, by.alg)


@pytest.mark.parametrize(
    ("rollen", "scope"),
    [
        (("publicist",), "aanmelding:lezen lijnen:lezen verklaringen:indienen metingen:schrijven"),
        (("loket",), "aanmelding:lezen lijnen:lezen verklaringen:indienen metingen:schrijven"),
        (("beheerder",), "aanmelding:lezen lijnen:lezen verklaringen:indienen toezicht:lezen"),
        (
            ("beheerder", "loket"),
            "aanmelding:lezen lijnen:lezen verklaringen:indienen metingen:schrijven toezicht:lezen",
        ),
    ],
)
def test_who_asks_for_no_scope_gets_all_that_its_roles_allow(
    netwerk: Netwerk, rollen: tuple[Rol, ...], scope: str
) -> None:
    netwerk.change(SVB, rollen=rollen)
    assert netwerk.ask(netwerk.svb.form()).body["scope"] == scope


def test_who_asks_for_less_gets_less(netwerk: Netwerk) -> None:
    antwoord = netwerk.ask(netwerk.svb.form(scope="verklaringen:indienen lijnen:lezen lijnen:lezen"))
    assert antwoord.body["scope"] == "lijnen:lezen verklaringen:indienen"
    token = netwerk.bewaker.identify(f"Bearer {antwoord.body['access_token']}")
    assert token.scopes == {"lijnen:lezen", "verklaringen:indienen"}


def test_the_time_of_a_token_is_what_the_operator_chose(netwerk: Netwerk) -> None:
    netwerk.server = netwerk.new_server(lifetime_s=60)
    token = netwerk.bewaker.identify(f"Bearer {netwerk.token(netwerk.svb)}")
    assert token.expires_at == NU + timedelta(seconds=60)


@pytest.mark.parametrize("lifetime_s", [0, -1, 3601])
def test_a_token_lives_no_longer_than_an_hour(netwerk: Netwerk, lifetime_s: int) -> None:
    with pytest.raises(MalformedError):
        netwerk.new_server(lifetime_s=lifetime_s)


def test_a_key_holds_from_its_day_until_its_day(netwerk: Netwerk) -> None:
    for van, tot in ((NU + timedelta(seconds=1), NU + timedelta(days=1)), (NU - timedelta(days=1), NU)):
        netwerk.join(member(SVB))
        netwerk.change(SVB, sleutels=(replace(held(netwerk.svb), van=van, tot=tot),))
        assert refused(netwerk.ask(netwerk.svb.form()), "invalid_client")


def test_the_register_is_on_https_or_on_this_machine(netwerk: Netwerk) -> None:
    for issuer in ("http://127.0.0.1:8000", "http://localhost", "https://register.example"):
        assert netwerk.new_server(issuer).issuer == issuer
    for issuer in ("http://register.example", "ftp://x", ""):
        with pytest.raises(MalformedError, match="https://"):
            netwerk.new_server(issuer)
