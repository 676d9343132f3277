# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Who is no member (yet, or now) has a token for one door, and no other opens to it."""

from datetime import timedelta

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace

from registry.errors import AccessError
from registry.oauth.clients import find
from registry.oauth.dpop import Getoond
from registry.projections.organisaties import Aanvraag
from registry.projections.rechten import HOEDANIGHEDEN, SCOPES, VAN_SCOPE
from registry.statements.leden import Aanmelding, Contact, Rol
from registry.statements.sleutels import Sleutel
from tests.oauth.netwerk import ISSUER, NU, SVB, Houder, Klant, Netwerk, ec_client, refused

EIGEN = "aanmelding:lezen"


@pytest.fixture
def netwerk() -> Netwerk:
    return Netwerk()


def aanvraag(klant: Klant, digest: str = "a" * 64, rollen: tuple[Rol, ...] = ("beheerder",)) -> Aanvraag:
    """An application for the OIN of somebody, signed by whoever likes."""
    key = Sleutel(naam=klant.naam, gebruik="toegang", jwk=klant.jwk, geldig_tot=NU + timedelta(days=9))
    contact = Contact(functie="functioneel beheer", email="beheer@example.nl")
    return Aanvraag(
        digest=digest,
        body=Aanmelding(oin=klant.oin, naam="Wie dan ook", rollen=rollen, contact=contact, sleutels=(key,)),
    )


@pytest.fixture(params=["aangemeld", "uitgetreden"])
def vreemde(netwerk: Netwerk, request: pytest.FixtureRequest) -> Klant:
    """Somebody who applied for an OIN, of a candidate or of a former member."""
    klant = ec_client(SVB, "vreemd")
    keys = tuple(replace(key, tot=NU - timedelta(days=1)) for key in netwerk.gids.organisaties[SVB].sleutels)
    netwerk.change(SVB, status=request.param, sleutels=keys, aanvraag=aanvraag(klant))
    return klant


def test_a_candidate_gets_one_scope_and_asks_for_no_other(netwerk: Netwerk, vreemde: Klant) -> None:
    antwoord = netwerk.ask(vreemde.form(assertion=vreemde.assertion(**netwerk.now_claims())))
    assert antwoord.body["scope"] == EIGEN
    for scope in [*SCOPES, f"{EIGEN} lijnen:lezen", "onzin", "*"]:
        if scope != EIGEN:
            assert refused(netwerk.ask(vreemde.form(scope=scope)), "invalid_scope")


def test_the_token_of_a_candidate_opens_no_door_but_the_one(netwerk: Netwerk, vreemde: Klant) -> None:
    bearer = f"Bearer {netwerk.token(vreemde)}"
    for _ in range(2):  # also when the token is known
        with pytest.raises(AccessError) as gone:
            netwerk.bewaker.identify(bearer)
        assert gone.value.code == "token-ongeldig"
        found = netwerk.bewaker.identify(bearer, ook_buiten=True)
        assert found.scopes == {EIGEN}
        assert found.aanvraag == "a" * 64


def test_a_token_of_a_candidate_that_is_bound_to_a_key_opens_no_other_door_either(
    netwerk: Netwerk, vreemde: Klant
) -> None:
    houder = Houder(netwerk)
    token = houder.token(vreemde)
    for ook_buiten in (False, True):
        shown = Getoond(method="GET", url=f"{ISSUER}/v1/lijnen", proofs=(houder.proof_for(token),))
        if ook_buiten:
            found = netwerk.bewaker.identify_holder(f"DPoP {token}", shown, ook_buiten=True)
            assert found.scopes == {EIGEN}
            assert found.aanvraag == "a" * 64
        else:
            with pytest.raises(AccessError):
                netwerk.bewaker.identify_holder(f"DPoP {token}", shown)


def test_a_candidate_asks_nothing_about_tokens_and_calls_none_back(netwerk: Netwerk, vreemde: Klant) -> None:
    token = netwerk.token(vreemde)
    form = [pair for pair in vreemde.form() if pair[0] != "grant_type"] + [("token", token)]
    with TestClient(netwerk.app(), base_url=ISSUER) as client:
        for path in ("/oauth/introspect", "/oauth/revoke"):
            assert client.post(path, data=dict(form)).json()["error"] == "invalid_client"
    assert netwerk.bewaker.identify(f"Bearer {token}", ook_buiten=True).scopes == {EIGEN}


def test_a_forged_wish_for_more_is_cut_to_what_a_candidate_may(netwerk: Netwerk, vreemde: Klant) -> None:
    token = netwerk.forge(vreemde, scope=" ".join(SCOPES))
    assert netwerk.bewaker.identify(f"Bearer {token}", ook_buiten=True).scopes == {EIGEN}


def test_the_key_of_a_candidate_is_never_that_of_a_member(netwerk: Netwerk) -> None:
    """While the organisation is a member nothing that somebody else signed counts, whatever its name."""
    ander = ec_client(SVB, netwerk.svb.naam)
    netwerk.change(SVB, aanvraag=aanvraag(ander))
    assert refused(netwerk.ask(ander.form()), "invalid_client")
    client = find(netwerk.gids, netwerk.svb.client_id, NU)
    assert client is not None
    assert client.lid
    assert client.aanvraag is None


def test_a_candidate_whose_application_is_turned_down_or_replaced_is_out(netwerk: Netwerk, vreemde: Klant) -> None:
    bearer = f"Bearer {netwerk.token(vreemde)}"
    for waits in (None, aanvraag(ec_client(SVB, "vreemd"), "b" * 64), aanvraag(ec_client(SVB, "anders"), "c" * 64)):
        netwerk.change(SVB, aanvraag=waits)
        with pytest.raises(AccessError):
            netwerk.bewaker.identify(bearer, ook_buiten=True)


def test_a_key_for_statements_or_one_that_is_over_is_no_client(netwerk: Netwerk, vreemde: Klant) -> None:
    waits = aanvraag(vreemde)
    (key,) = waits.body.sleutels
    for other in (replace(key, gebruik="verklaringen"), replace(key, geldig_tot=NU),
                  replace(key, geldig_van=NU + timedelta(seconds=1))):  # fmt: skip
        netwerk.change(SVB, aanvraag=replace(waits, body=replace(waits.body, sleutels=(other,))))
        assert refused(netwerk.ask(vreemde.form()), "invalid_client")


@pytest.mark.parametrize("ended", [{"status": "geschorst"}, {"geldig_tot": NU.date() - timedelta(days=1)}])
def test_a_member_that_is_out_for_now_may_read_why_and_nothing_else(netwerk: Netwerk, ended: dict[str, object]) -> None:
    before = f"Bearer {netwerk.token(netwerk.svb)}"
    netwerk.bewaker.identify(before)
    netwerk.change(SVB, **ended)
    after = f"Bearer {netwerk.token(netwerk.svb)}"
    for bearer in (before, after):
        with pytest.raises(AccessError):
            netwerk.bewaker.identify(bearer)
        found = netwerk.bewaker.identify(bearer, ook_buiten=True)
        assert found.scopes == {EIGEN}
        assert found.aanvraag is None


def test_a_suspension_ends_by_the_clock_for_a_token_that_is_known(netwerk: Netwerk) -> None:
    netwerk.nu = NU.replace(hour=22, minute=55)  # 23:55 in the Netherlands
    bearer = f"Bearer {netwerk.token(netwerk.svb)}"
    netwerk.bewaker.identify(bearer)
    netwerk.change(SVB, status="geschorst", geschorst_tot=NU.date())
    for later, lid in ((299, False), (1, True)):
        netwerk.later(later)
        assert ("lijnen:lezen" in netwerk.bewaker.identify(bearer, ook_buiten=True).scopes) is lid
    assert netwerk.bewaker.identify(bearer).oin == SVB


def test_a_suspension_that_ends_gives_no_membership_that_is_over(netwerk: Netwerk) -> None:
    yesterday = NU.date() - timedelta(days=1)
    netwerk.change(SVB, status="geschorst", geschorst_tot=yesterday, geldig_tot=yesterday)
    bearer = f"Bearer {netwerk.token(netwerk.svb)}"
    with pytest.raises(AccessError):
        netwerk.bewaker.identify(bearer)


def test_who_left_has_no_client(netwerk: Netwerk) -> None:
    netwerk.change(SVB, status="uitgetreden")  # even if a key of it still held
    assert refused(netwerk.ask(netwerk.svb.form()), "invalid_client")


def test_the_table_gives_who_is_no_member_one_scope() -> None:
    assert {scope for scope, recht in VAN_SCOPE.items() if recht.wie & {"kandidaat", "buiten"}} == {EIGEN}
    assert VAN_SCOPE.keys() == set(SCOPES)
    assert {wie for recht in VAN_SCOPE.values() for wie in recht.wie} <= set(HOEDANIGHEDEN)
