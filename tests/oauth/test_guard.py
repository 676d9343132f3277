# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Who is let in with a token, and until when."""

import gc
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from msgspec.structs import replace

from registry.errors import AccessError, ScopeError
from registry.oauth.guard import Bewaker
from registry.oauth.jwts import read_jwt
from registry.oauth.tokensleutels import Tokensleutels
from registry.projections.gids import Gids
from registry.projections.organisaties import Status
from registry.statements.geheim import new_secret, of_private
from tests.oauth.netwerk import (
    AMSTERDAM,
    AUDIENCE,
    ISSUER,
    LIFETIME_S,
    NU,
    SVB,
    Klant,
    Netwerk,
    b64,
    ec_client,
    held,
    member,
    unsigned,
)

AT = int(NU.timestamp())


@pytest.fixture
def netwerk() -> Netwerk:
    return Netwerk()


def code_of(bewaker: Bewaker, authorization: str | None) -> str:
    """Say why this is refused; the reason quotes nothing."""
    with pytest.raises(AccessError) as refused:
        bewaker.identify(authorization)
    if authorization and len(authorization) > 20:
        assert authorization[-20:] not in f"{refused.value!r}{refused.value.detail}"
    return refused.value.code


def invalid(netwerk: Netwerk, token: str) -> bool:
    return code_of(netwerk.bewaker, f"Bearer {token}") == "token-ongeldig"


# --- let in ----------------------------------------------------------------------------------------------------------


def test_a_token_says_who_calls_and_what_it_may(netwerk: Netwerk) -> None:
    token = netwerk.bewaker.identify(f"Bearer {netwerk.token(netwerk.svb)}")
    assert (token.oin, token.client_id) == (SVB, netwerk.svb.client_id)
    assert token.scopes == {"aanmelding:lezen", "lijnen:lezen", "verklaringen:indienen", "metingen:schrijven"}
    assert token.expires_at == NU + timedelta(seconds=LIFETIME_S)
    assert token.jti.startswith("jti-of-a-test")


def test_the_second_time_the_answer_comes_from_memory_and_is_the_same(netwerk: Netwerk) -> None:
    authorization = f"Bearer {netwerk.token(netwerk.svb)}"
    assert netwerk.bewaker.identify(authorization) is netwerk.bewaker.identify(authorization)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer "])
def test_the_name_of_the_scheme_has_no_case(netwerk: Netwerk, scheme: str) -> None:
    assert netwerk.bewaker.identify(f"{scheme} {netwerk.token(netwerk.svb)}").oin == SVB


def test_a_token_does_until_its_last_second(netwerk: Netwerk) -> None:
    token = netwerk.token(netwerk.svb)
    netwerk.later(LIFETIME_S - 1)
    assert netwerk.bewaker.identify(f"Bearer {token}").oin == SVB
    assert netwerk.new_bewaker().identify(f"Bearer {token}").oin == SVB
    netwerk.later(1)
    assert invalid(netwerk, token)
    assert code_of(netwerk.new_bewaker(), f"Bearer {token}") == "token-ongeldig"


def test_require_names_the_scope_that_would_do(netwerk: Netwerk) -> None:
    token = netwerk.bewaker.identify(f"Bearer {netwerk.token(netwerk.svb, 'lijnen:lezen')}")
    netwerk.bewaker.require(token, "lijnen:lezen")
    with pytest.raises(ScopeError) as refused:
        netwerk.bewaker.require(token, "metingen:schrijven")
    assert refused.value.scope == "metingen:schrijven"


def test_a_key_from_before_the_change_of_keys_still_verifies(netwerk: Netwerk) -> None:
    old, token = netwerk.geheim, netwerk.token(netwerk.svb)
    assert isinstance(netwerk.sleutels.published[old.kid], type(old.jwk))
    changed = Tokensleutels(new_secret(), (netwerk.sleutels.published[old.kid],))
    assert netwerk.new_bewaker(sleutels=changed).identify(f"Bearer {token}").oin == SVB
    dropped = Tokensleutels(changed.geheim)
    assert code_of(netwerk.new_bewaker(sleutels=dropped), f"Bearer {token}") == "token-ongeldig"


@pytest.mark.parametrize("ahead", [True, False], ids=["to an RSA key", "from an RSA key"])
def test_a_change_to_the_other_kind_of_key_refuses_nobody(netwerk: Netwerk, *, ahead: bool) -> None:
    ps256 = of_private(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    before, after = (netwerk.geheim, ps256) if ahead else (ps256, netwerk.geheim)
    steps = [
        Tokensleutels.load(b'{"keys":[' + b",".join(geheim.dump() for geheim in keys) + b"]}")
        for keys in ((before,), (before, after), (after, before))
    ]
    for signs, verifies in ((steps[0], steps[1]), (steps[1], steps[0]), (steps[1], steps[2]), (steps[2], steps[1])):
        netwerk.server = netwerk.new_server(sleutels=signs)  # nodes change one after the other
        token = netwerk.token(netwerk.svb)
        assert netwerk.new_bewaker(sleutels=verifies).identify(f"Bearer {token}").oin == SVB
        assert read_jwt(token).kop.alg == signs.geheim.alg


# --- after issue -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cached", [True, False], ids=["cached", "first seen"])
@pytest.mark.parametrize("status", ["geschorst", "uitgetreden", "aangemeld"])
def test_a_suspension_counts_at_the_next_request(netwerk: Netwerk, status: Status, *, cached: bool) -> None:
    token, other = netwerk.token(netwerk.svb), netwerk.token(netwerk.amsterdam)
    if cached:
        netwerk.bewaker.identify(f"Bearer {token}")
    netwerk.change(SVB, status=status)
    assert invalid(netwerk, token)
    assert netwerk.bewaker.identify(f"Bearer {other}").oin == AMSTERDAM
    netwerk.change(SVB, status="toegelaten")
    assert netwerk.bewaker.identify(f"Bearer {token}").oin == SVB


@pytest.mark.parametrize("cached", [True, False], ids=["cached", "first seen"])
def test_a_membership_that_ends_by_its_date_ends_access(netwerk: Netwerk, *, cached: bool) -> None:
    netwerk.nu = NU.replace(hour=22, minute=55)  # 23:55 in the Netherlands
    netwerk.change(SVB, geldig_tot=NU.date())
    token = netwerk.token(netwerk.svb)
    if cached:
        netwerk.bewaker.identify(f"Bearer {token}")
    netwerk.later(299)
    assert netwerk.bewaker.identify(f"Bearer {token}").oin == SVB
    netwerk.later(1)
    assert invalid(netwerk, token)


@pytest.mark.parametrize("cached", [True, False], ids=["cached", "first seen"])
def test_a_replaced_key_ends_the_tokens_of_the_old_one(netwerk: Netwerk, *, cached: bool) -> None:
    token = netwerk.token(netwerk.svb)
    if cached:
        netwerk.bewaker.identify(f"Bearer {token}")
    new = ec_client(SVB)  # another key under the same name, so the same client_id
    ended = replace(held(netwerk.svb), tot=netwerk.nu)
    netwerk.change(SVB, sleutels=(ended, replace(held(new), van=netwerk.nu)))
    assert invalid(netwerk, token)
    assert netwerk.bewaker.identify(f"Bearer {netwerk.token(new)}").client_id == netwerk.svb.client_id


def test_a_key_that_is_over_ends_its_tokens(netwerk: Netwerk) -> None:
    token = netwerk.token(netwerk.svb)
    netwerk.bewaker.identify(f"Bearer {token}")
    netwerk.change(SVB, sleutels=(replace(held(netwerk.svb), tot=NU + timedelta(seconds=10)),))
    netwerk.later(9)
    netwerk.bewaker.identify(f"Bearer {token}")
    netwerk.later(1)
    assert invalid(netwerk, token)


@pytest.mark.parametrize("cached", [True, False], ids=["cached", "first seen"])
def test_a_lost_role_takes_its_scopes_along(netwerk: Netwerk, *, cached: bool) -> None:
    token = netwerk.token(netwerk.obpt)
    if cached:
        assert "toezicht:lezen" in netwerk.bewaker.identify(f"Bearer {token}").scopes
    netwerk.change(netwerk.obpt.oin, rollen=("publicist",))
    still = {"aanmelding:lezen", "lijnen:lezen", "verklaringen:indienen"}
    assert netwerk.bewaker.identify(f"Bearer {token}").scopes == still


def test_a_new_role_brings_no_scope_that_the_token_does_not_have(netwerk: Netwerk) -> None:
    token = netwerk.token(netwerk.svb)
    netwerk.change(SVB, rollen=("publicist", "beheerder"))
    assert "toezicht:lezen" not in netwerk.bewaker.identify(f"Bearer {token}").scopes


# --- not let in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Basic Z2ViOndhY2h0d29vcmQ=", "Bearers abc", "token abc", "é", "\x00", "Digest username=x"],
)
def test_without_a_bearer_token_one_is_asked_to_bring_it(netwerk: Netwerk, authorization: str | None) -> None:
    assert code_of(netwerk.bewaker, authorization) == "token-ontbreekt"


@pytest.mark.parametrize(
    "rest",
    ["", " ", " x", " a b", " a.b.c", " ..", " é.é.é", "  ", " a,b", " e30.e30.AA", " " + "A" * 9000, " x\n", " \x00"],
    ids=lambda rest: ascii(rest)[:20],
)
def test_a_bearer_of_nothing_good(netwerk: Netwerk, rest: str) -> None:
    assert code_of(netwerk.bewaker, f"Bearer{rest}") == "token-ongeldig"


def test_two_tokens_in_one_header(netwerk: Netwerk) -> None:
    token = netwerk.token(netwerk.svb)
    assert code_of(netwerk.bewaker, f"Bearer {token}, Bearer {token}") == "token-ongeldig"
    assert code_of(netwerk.bewaker, f"Bearer {token} {token}") == "token-ongeldig"


def test_a_forged_token_that_is_right_in_everything_would_do(netwerk: Netwerk) -> None:
    # so that each of the next fails for one reason
    assert netwerk.bewaker.identify(f"Bearer {netwerk.forge(netwerk.svb)}").oin == SVB


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://elders.example/v1"},
        {"aud": ISSUER},
        {"aud": [AUDIENCE]},
        {"aud": None},
        {"iss": "https://elders.example"},
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"exp": AT},
        {"exp": AT - 3600},
        {"exp": None},
        {"exp": str(AT + 60)},
        {"exp": AT + 3631},
        {"exp": 1e300},
        {"exp": 10**30},
        {"iat": AT + 31},
        {"iat": None},
        {"nbf": AT + 31},
        {"client_id": None},
        {"client_id": f"{AMSTERDAM}.zaaksysteem"},
        {"sub": f"{AMSTERDAM}.zaaksysteem"},
        {"azp": f"{AMSTERDAM}.zaaksysteem"},
        {"client_id": 1},
        {"client_id": "zomaar", "sub": "zomaar", "azp": "zomaar"},
        {"jti": None},
        {"scope": None},
        {"scope": ["lijnen:lezen"]},
        {"sleutel": None},
        {"sleutel": "een-andere-sleutel"},
    ],
    ids=str,
)
def test_a_token_with_one_claim_wrong(netwerk: Netwerk, changes: dict[str, Any]) -> None:
    assert invalid(netwerk, netwerk.forge(netwerk.svb, **changes))


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "JWT"},
        {"typ": None},
        {"typ": "AT+JWT"},
        {"typ": "application/at+jwt"},
        {"typ": "dpop+jwt"},
        {"kid": None},
        {"kid": "onbekend"},
        {"kid": ""},
        {"cty": "JWT"},
        {"crit": ["typ"]},
    ],
    ids=str,
)
def test_a_token_with_another_header(netwerk: Netwerk, header: dict[str, Any]) -> None:
    assert invalid(netwerk, netwerk.forge(netwerk.svb, header=header))


def test_a_token_without_a_signature(netwerk: Netwerk) -> None:
    head = {"typ": "at+jwt", "kid": netwerk.geheim.kid}
    for alg in ("none", "None", "ES256"):
        assert invalid(netwerk, unsigned(head | {"alg": alg}, netwerk.token_claims(netwerk.svb)))
    header, payload, _ = netwerk.token(netwerk.svb).split(".")
    assert invalid(netwerk, f"{header}.{payload}.")


def test_a_token_signed_with_our_public_key_as_a_secret(netwerk: Netwerk) -> None:
    public = netwerk.geheim.private.public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    head = {"typ": "at+jwt", "kid": netwerk.geheim.kid, "alg": "HS256"}
    text = unsigned(head, netwerk.token_claims(netwerk.svb)).rstrip(".")
    mac = hmac.HMAC(pem, hashes.SHA256())
    mac.update(text.encode())
    assert invalid(netwerk, f"{text}.{b64(mac.finalize())}")


def test_a_token_of_another_server_with_our_name(netwerk: Netwerk) -> None:
    stranger = Netwerk()
    assert invalid(netwerk, stranger.forge(netwerk.svb))
    assert invalid(netwerk, stranger.forge(netwerk.svb, header={"kid": netwerk.geheim.kid}))


def test_a_token_that_was_changed_anywhere(netwerk: Netwerk) -> None:
    good = netwerk.token(netwerk.svb)
    netwerk.bewaker.identify(f"Bearer {good}")
    for place in range(0, len(good), 11):
        other = "A" if good[place] != "A" else "B"
        assert invalid(netwerk, good[:place] + other + good[place + 1 :])


def test_an_assertion_is_no_token(netwerk: Netwerk) -> None:
    assert invalid(netwerk, netwerk.svb.assertion())
    token_like = netwerk.token_claims(netwerk.svb)
    own = Klant(SVB, netwerk.svb.naam, netwerk.svb.key)
    text = unsigned({"alg": "ES256", "typ": "at+jwt", "kid": netwerk.geheim.kid}, token_like).rstrip(".")
    assert invalid(netwerk, f"{text}.{own.sign(text)}")


def test_a_token_is_no_assertion(netwerk: Netwerk) -> None:
    token = netwerk.token(netwerk.svb)
    assert netwerk.ask(netwerk.svb.form(assertion=token)).body["error"] == "invalid_client"


def test_a_member_whose_access_key_is_our_token_key_is_no_way_in(netwerk: Netwerk) -> None:
    """Only the private half would help, and that is ours: a member can register the public half, and gains nothing."""
    twin = Klant(SVB, "tweeling", netwerk.signing_key)
    netwerk.join(member(SVB, netwerk.svb, twin))
    token = netwerk.token(netwerk.svb)
    assert netwerk.ask(twin.form(assertion=token)).body["error"] == "invalid_client"  # typ at+jwt


# --- the memory ------------------------------------------------------------------------------------------------------


def test_the_memory_is_bounded_and_forgets_the_oldest(netwerk: Netwerk) -> None:
    bewaker = netwerk.new_bewaker(cache_tokens=3)
    tokens = [netwerk.token(netwerk.svb) for _ in range(5)]
    for token in tokens:
        bewaker.identify(f"Bearer {token}")
    assert list(bewaker._tokens._cache) == tokens[2:]
    assert bewaker.identify(f"Bearer {tokens[0]}").oin == SVB


def test_what_is_over_leaves_the_memory_and_what_is_refused_never_enters(netwerk: Netwerk) -> None:
    token = netwerk.token(netwerk.svb)
    netwerk.bewaker.identify(f"Bearer {token}")
    netwerk.later(LIFETIME_S)
    assert invalid(netwerk, token)
    assert invalid(netwerk, netwerk.forge(netwerk.svb, aud="x"))
    assert not netwerk.bewaker._tokens._cache


def test_many_threads_may_ask(netwerk: Netwerk) -> None:
    bewaker = netwerk.new_bewaker(cache_tokens=2)
    tokens = [netwerk.token(netwerk.svb) for _ in range(4)] * 50
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda token: bewaker.identify(f"Bearer {token}").oin, tokens))
    assert set(found) == {SVB}
    assert len(bewaker._tokens._cache) <= 2


def test_a_caller_that_stays_away_keeps_no_directory_of_before_alive(netwerk: Netwerk) -> None:
    """A token is not seen again after half an hour; the directory that it was judged by must not outlive its time."""
    for _ in range(5):
        netwerk.bewaker.identify(f"Bearer {netwerk.token(netwerk.svb)}")
        netwerk.change(SVB, plateau=1)
    netwerk.bewaker.identify(f"Bearer {netwerk.token(netwerk.svb)}")
    gc.collect()
    whose = netwerk.gids.organisaties[SVB].contact  # the same one in each directory of this network
    alive = [found for found in gc.get_objects() if isinstance(found, Gids)]
    assert [found for found in alive if SVB in found.organisaties and found.organisaties[SVB].contact is whose] == [
        netwerk.gids
    ]
