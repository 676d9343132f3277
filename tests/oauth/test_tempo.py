# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How often one may try to show who one is: everybody behind one address here, as behind a proxy or NAT."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from httpx import Response
from litestar.testing import TestClient

from registry.oauth.forms import Antwoord
from registry.oauth.server import Autorisatieserver
from registry.web.tempo import Grenzen
from tests.oauth.netwerk import ISSUER, SVB, Form, Houder, Klant, Netwerk, ec_client, member

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TRIES = 6  # of an address
SHARE = 3  # of a client
JUNK: Form = [("grant_type", "client_credentials"), ("client_assertion", "a.b.c")]
Http = TestClient[Any]


class Counted(Autorisatieserver):
    """A server that counts the assertions that it judged."""

    judged = 0

    def token(self, *given: Any, **more: Any) -> Antwoord:
        self.judged += 1
        return super().token(*given, **more)


@pytest.fixture
def netwerk() -> Netwerk:
    made = Netwerk()
    made.grenzen = Grenzen(tokens_per_minute=SHARE, tokens_per_minute_address=TRIES)
    return made


@pytest.fixture
def http(netwerk: Netwerk) -> Iterator[Http]:
    with TestClient(netwerk.app(), base_url=ISSUER) as made:
        yield made


def send(http: Http, form: Form, path: str = "/oauth/token", **headers: str) -> Response:
    return http.post(path, content=urlencode(form).encode(), headers=FORM | headers)


def good(netwerk: Netwerk, klant: Klant) -> Form:
    return klant.form(assertion=klant.assertion(**netwerk.now_claims()))


def forged(netwerk: Netwerk, klant: Klant) -> Form:
    """Name a client, and sign with a key of one's own."""
    return good(netwerk, ec_client(klant.oin, klant.naam))


def statuses(http: Http, forms: list[Form], path: str = "/oauth/token") -> list[int]:
    return [send(http, form, path).status_code for form in forms]


def test_who_asks_without_end_takes_nothing_from_its_neighbours(netwerk: Netwerk, http: Http) -> None:
    busy = statuses(http, [good(netwerk, netwerk.svb) for _ in range(5 * TRIES)])
    assert busy == [200] * SHARE + [429] * (5 * TRIES - SHARE)
    for neighbour in (netwerk.amsterdam, netwerk.obpt):
        assert statuses(http, [good(netwerk, neighbour)] * 2) == [200, 400]  # and the same one again is no good
    assert statuses(http, [JUNK] * TRIES) == [400] * (TRIES - 2) + [429] * 2  # only those two counted for the address


def test_more_clients_than_an_address_may_try_get_their_token(netwerk: Netwerk, http: Http) -> None:
    clients = [ec_client(f"{99 * 10**12 + n:020d}") for n in range(2 * TRIES)]
    netwerk.join(*(member(klant.oin, klant) for klant in clients))
    assert statuses(http, [good(netwerk, klant) for klant in clients]) == [200] * len(clients)


@pytest.mark.parametrize("attack", [lambda _: JUNK, lambda netwerk: forged(netwerk, netwerk.amsterdam)])
def test_strangers_and_who_fails_use_up_the_tries_of_an_address_and_not_those_of_its_members(
    netwerk: Netwerk, http: Http, attack: Callable[[Netwerk], Form]
) -> None:
    assert statuses(http, [attack(netwerk) for _ in range(3 * TRIES)]) == [400] * TRIES + [429] * 2 * TRIES
    assert statuses(http, [good(netwerk, netwerk.svb) for _ in range(SHARE)]) == [200] * SHARE


def test_who_names_one_client_after_another_gets_no_more_tries(netwerk: Netwerk, http: Http) -> None:
    names = [netwerk.svb, netwerk.amsterdam, netwerk.obpt, ec_client(SVB, "bestaat-niet")]
    tried = statuses(http, [forged(netwerk, names[n % 4]) for n in range(4 * TRIES)])
    assert tried == [400] * TRIES + [429] * 3 * TRIES


def test_nobody_learns_from_a_limit_which_clients_there_are(netwerk: Netwerk, http: Http) -> None:
    nobody = ec_client(SVB, "bestaat-niet")
    for n in range(2 * TRIES):
        known = send(http, forged(netwerk, netwerk.svb))
        unknown = send(http, forged(netwerk, nobody))
        assert (known.status_code == 429) == (unknown.status_code == 429) == (2 * n >= TRIES)
        assert known.content == unknown.content


def test_what_is_forged_is_judged_so_many_times_a_minute_and_no_more(netwerk: Netwerk) -> None:
    server = netwerk.server = Counted(
        ISSUER, audience=ISSUER, sleutels=netwerk.sleutels, gids=lambda: netwerk.gids,
        once=netwerk.poortboek.once, clock=lambda: netwerk.nu, new_id=lambda: "0123456789abcdef",
    )  # fmt: skip
    with TestClient(netwerk.app(), base_url=ISSUER) as http:
        statuses(http, [forged(netwerk, netwerk.svb) for _ in range(5 * TRIES)])
        assert server.judged == TRIES
        statuses(http, [JUNK] * 5 * TRIES)
        assert server.judged == TRIES
        statuses(http, [good(netwerk, netwerk.amsterdam) for _ in range(5 * TRIES)])
        assert server.judged == 2 * TRIES + SHARE  # what is over its share is judged, but not without end


def test_two_workers_hold_to_it_together(netwerk: Netwerk, http: Http) -> None:
    with TestClient(netwerk.app(), base_url=ISSUER) as other:
        for n in range(3 * TRIES):
            send((http, other)[n % 2], good(netwerk, netwerk.svb))
            send((http, other)[n % 2], JUNK)
        assert statuses(http, [JUNK]) == statuses(other, [JUNK]) == [429]
        assert statuses(other, [good(netwerk, netwerk.amsterdam) for _ in range(SHARE + 1)]) == [200] * SHARE + [429]


def test_a_next_minute_is_a_new_one(netwerk: Netwerk, http: Http) -> None:
    statuses(http, [JUNK, *(good(netwerk, netwerk.svb) for _ in range(3 * TRIES))] * 2)
    netwerk.later(60)
    assert statuses(http, [good(netwerk, netwerk.svb) for _ in range(SHARE + 1)]) == [200] * SHARE + [429]


def test_who_needs_a_nonce_gets_one_also_when_strangers_used_up_the_tries(netwerk: Netwerk, http: Http) -> None:
    houder = Houder(netwerk)
    statuses(http, [JUNK] * TRIES)
    first = send(http, good(netwerk, netwerk.svb), DPoP=houder.proof(nonce=None))
    assert first.status_code == 429
    second = send(http, good(netwerk, netwerk.svb), DPoP=houder.proof(nonce=first.headers["DPoP-Nonce"]))
    assert (second.status_code, second.json()["token_type"]) == (200, "DPoP")


@pytest.mark.parametrize("path", ["/oauth/introspect", "/oauth/revoke"])
def test_who_asks_about_tokens_without_end_only_takes_from_itself(netwerk: Netwerk, http: Http, path: str) -> None:
    def about(klant: Klant) -> Form:
        return [pair for pair in good(netwerk, klant) if pair[0] != "grant_type"] + [("token", "x")]

    busy = statuses(http, [about(netwerk.svb) for _ in range(2 * TRIES)], path)
    assert busy == [200] * TRIES + [429] * TRIES
    assert statuses(http, [JUNK] * (TRIES + 1)) == [400] * TRIES + [429]
    assert statuses(http, [about(netwerk.amsterdam)], path) == [200]
    assert statuses(http, [good(netwerk, netwerk.amsterdam)]) == [200]
