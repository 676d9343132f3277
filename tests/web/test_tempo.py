# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How often somebody may come, counted over all workers together."""

import asyncio
import threading
import time
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

import httpx
import msgspec
import pytest

from registry.errors import StoreError, TooManyError
from registry.settings import Settings
from registry.store.memory import MemoryPoortboek
from registry.web import tempo
from registry.web.tempo import GRENZEN, Grenzen, Tempo, network_of
from tests.support import Clock, Lid, Network, lijn

QUESTION = "questions_per_minute"
TOKEN = "tokens_per_minute"  # a name of a limit
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Counting(MemoryPoortboek):
    """A book that says how often it was asked, and from which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []

    def take(self, key: str, *, wanted: int, limit: int, until: datetime, now: datetime) -> int:
        self.asked.append(threading.get_ident())
        return super().take(key, wanted=wanted, limit=limit, until=until, now=now)


class Broken(MemoryPoortboek):
    """A book that is down."""

    asked = 0

    def take(self, key: str, *, wanted: int, limit: int, until: datetime, now: datetime) -> int:
        self.asked += 1
        raise StoreError("De database is weg.")


class Silent(Broken):
    """A book that does not answer."""

    def take(self, key: str, *, wanted: int, limit: int, until: datetime, now: datetime) -> int:
        self.asked += 1
        time.sleep(0.3)
        return 0


def run(what: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(what)


async def let_in(gate: Tempo, times: int, name: str = QUESTION, wie: str = "a") -> int:
    """Count how often somebody gets in, coming so many times at once."""
    came = await asyncio.gather(*(gate.knock((name, wie)) for _ in range(times)), return_exceptions=True)
    assert all(isinstance(answer, int | TooManyError) for answer in came)
    return sum(isinstance(answer, int) for answer in came)


# --- the count --------------------------------------------------------------------------------------------------------


def test_the_limits_are_the_settings() -> None:
    assert msgspec.convert(Settings(), Grenzen, from_attributes=True) == GRENZEN


@pytest.mark.parametrize("limit", [1, 2, 15, 16, 17, 100])
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_all_workers_together_let_in_no_more_than_the_limit(limit: int, workers: int) -> None:
    book, clock = MemoryPoortboek(), Clock()
    gates = [Tempo(Grenzen(questions_per_minute=limit), book, clock) for _ in range(workers)]

    async def storm() -> int:
        return sum(await asyncio.gather(*(let_in(gate, limit + 3) for gate in gates)))

    assert run(storm()) == limit


def test_a_permit_at_another_worker_is_held_up_for_one_lot_at_most() -> None:
    book, clock = MemoryPoortboek(), Clock()
    here, there = (Tempo(Grenzen(questions_per_minute=160), book, clock) for _ in range(2))
    assert run(let_in(there, 1)) == 1
    assert run(let_in(here, 200)) == 160 - 160 // tempo.LOTS


def test_the_book_is_asked_for_a_lot_and_never_in_the_event_loop() -> None:
    book = Counting()
    gate = Tempo(Grenzen(questions_per_minute=160), book, Clock())
    assert run(let_in(gate, 160)) == 160
    assert len(book.asked) == tempo.LOTS
    assert threading.get_ident() not in book.asked


def test_while_a_permit_is_in_hand_nobody_is_asked() -> None:
    book = Counting()
    gate = Tempo(Grenzen(questions_per_minute=160), book, Clock())
    assert not gate.at_once((QUESTION, "a"))
    run(gate.knock((QUESTION, "a")))
    assert [gate.at_once((QUESTION, "a")) for _ in range(10)] == [True] * 9 + [False]
    assert len(book.asked) == 1


def test_of_two_counts_both_are_taken_or_none() -> None:
    gate = Tempo(Grenzen(questions_per_minute=160, questions_per_minute_address=16), MemoryPoortboek(), Clock())
    both = (QUESTION, "a"), ("questions_per_minute_address", "192.0.2.1")
    run(gate.knock(both[0]))
    assert not gate.at_once(*both)
    assert [gate.at_once(both[0]) for _ in range(10)] == [True] * 9 + [False]


def test_a_next_minute_is_a_new_count_and_says_when_it_begins() -> None:
    clock = Clock()
    clock.move(seconds=13)
    gate = Tempo(Grenzen(questions_per_minute=1), MemoryPoortboek(), clock)
    run(gate.knock((QUESTION, "a")))
    with pytest.raises(TooManyError) as caught:
        run(gate.knock((QUESTION, "a")))
    assert caught.value.after_s == 47
    run(gate.knock((QUESTION, "b")))
    clock.move(seconds=47)
    run(gate.knock((QUESTION, "a")))


def test_permits_of_a_minute_are_no_permits_of_the_next() -> None:
    clock = Clock()
    gate = Tempo(Grenzen(questions_per_minute=160), MemoryPoortboek(), clock)
    run(gate.knock((QUESTION, "a")))
    clock.move(minutes=1)
    assert not gate.at_once((QUESTION, "a"))


def test_what_is_given_back_is_for_another_and_not_for_two() -> None:
    book, clock = MemoryPoortboek(), Clock()
    here, there = (Tempo(Grenzen(questions_per_minute=3), book, clock) for _ in range(2))

    async def come_and_give_back() -> None:
        for _ in range(20):
            here.give_back((QUESTION, "a"), await here.knock((QUESTION, "a")))

    run(come_and_give_back())
    assert run(let_in(there, 9)) + run(let_in(here, 9)) == 3
    minute = int(clock.at.timestamp()) // tempo.WINDOW_S
    here.give_back((QUESTION, "a"), minute)
    assert run(let_in(here, 9)) == 1


def test_a_permit_that_is_given_back_too_late_is_none() -> None:
    clock = Clock()
    gate = Tempo(Grenzen(questions_per_minute=1), MemoryPoortboek(), clock)
    minute = run(gate.knock((QUESTION, "a")))
    clock.move(minutes=1)
    gate.give_back((QUESTION, "a"), minute)
    assert run(let_in(gate, 9)) == 1


def test_many_callers_do_not_fill_memory_and_forgetting_gives_nobody_more() -> None:
    gate = Tempo(Grenzen(applications_per_minute=2), MemoryPoortboek(), Clock(), most_in_hand=10)

    async def flood() -> list[int]:
        name = "applications_per_minute"
        before = [await let_in(gate, 1, name, wie) for wie in ("first", *(f"adres {n}" for n in range(50)))]
        return [*before, await let_in(gate, 9, name, "first")]

    assert run(flood()) == [1] * 52
    assert len(gate._in_hand) <= 10


# --- a book that is down ----------------------------------------------------------------------------------------------


def test_without_the_book_a_question_is_let_in_by_the_workers_own_count(caplog: pytest.LogCaptureFixture) -> None:
    book = Broken()
    gate = Tempo(Grenzen(questions_per_minute=32), book, Clock())
    assert run(let_in(gate, 50)) == 32
    assert book.asked == 1  # and not again for a while
    assert "De database is weg" not in caplog.text
    assert "StoreError" in caplog.text


@pytest.mark.parametrize("name", sorted(set(Grenzen.__struct_fields__) - tempo.OPEN_WHEN_DOWN))
def test_without_the_book_every_other_door_stays_closed(name: str) -> None:
    gate = Tempo(Grenzen(), Broken(), Clock())
    with pytest.raises(StoreError, match="later opnieuw"):
        run(gate.knock((name, "a")))


def test_a_book_that_does_not_answer_is_down() -> None:
    gate = Tempo(Grenzen(), Silent(), Clock(), ask_within_s=0.05)

    async def ask() -> float:
        began = time.monotonic()
        await gate.knock((QUESTION, "a"))
        return time.monotonic() - began

    assert run(ask()) < 0.25
    with pytest.raises(StoreError):
        run(gate.knock((TOKEN, "a")))


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", ""),
        ("unknown", "unknown"),
        ("x" * 5000, "x" * 64),
    ],
)
def test_an_address_counts_as_the_network_that_one_connection_has(host: str, network: str) -> None:
    assert network_of(host) == network


# --- the doors --------------------------------------------------------------------------------------------------------


def apply(http: httpx.Client, net: Network) -> httpx.Response:
    lid = Lid(net, "nieuw")
    body = lid.sign(lid.aanmelding(("publicist",)))
    return http.post("/v1/verklaringen", content=body, headers={"Content-Type": "application/jose"})


def too_many(answer: httpx.Response) -> bool:
    assert answer.status_code == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    return bool(answer.json()["code"] == "te-vaak")


def test_an_address_that_applies_too_often_is_told_when_to_come_back_at_every_worker() -> None:
    net = Network()
    few = Grenzen(applications_per_minute=2)
    with net.http(grenzen=few) as http, net.http(grenzen=few) as other:
        assert [apply(http, net).status_code, apply(other, net).status_code] == [201, 201]
        assert too_many(apply(http, net))
        assert too_many(apply(other, net))


def test_who_asks_for_tokens_without_end_is_told_so_in_the_form_of_oauth() -> None:
    net = Network()
    with net.http(grenzen=Grenzen(tokens_per_minute_address=2)) as http:
        answers = [http.post("/oauth/token", content=b"grant_type=iets", headers=FORM) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 429]
    said = answers[2].json()
    assert said.keys() == {"error", "error_description"}
    assert said["error"] == "temporarily_unavailable"
    assert answers[2].headers["content-type"] == "application/json"
    assert answers[2].headers["cache-control"] == "no-store"
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60


def test_a_client_is_counted_once_it_is_known_and_only_by_itself() -> None:
    net = Network()
    svb, uwv = net.lid("svb"), net.lid("uwv")
    with net.http(grenzen=Grenzen(tokens_per_minute=2)) as http:
        for _ in range(2):
            svb.register(http).organisaties()
        with pytest.raises(TooManyError) as caught:
            svb.register(http).organisaties()
        assert 1 <= caught.value.after_s <= 60
        uwv.register(http).organisaties()


def test_nobody_uses_up_the_tokens_of_another() -> None:
    net = Network()
    svb, uwv = net.lid("svb"), net.lid("uwv")
    form = {"grant_type": "client_credentials", "client_id": f"{svb.oin}.loketsoftware"}
    form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    with net.http(grenzen=Grenzen(tokens_per_minute=1)) as http:
        for n in range(5):
            claims = {"iss": form["client_id"], "sub": form["client_id"], "aud": str(http.base_url)}
            at = int(net.clock.at.timestamp())
            forged = uwv.toegang.sign_jwt(claims | {"iat": at, "exp": at + 60, "jti": f"van-een-ander-{n:08d}"})
            assert http.post("/oauth/token", data=form | {"client_assertion": forged}).status_code == 400
        svb.register(http).organisaties()


def test_the_write_door_is_counted_by_client_and_by_address() -> None:
    net = Network()
    svb, uwv, duo = net.lid("svb"), net.lid("uwv"), net.lid("duo")
    with net.http(grenzen=Grenzen(statements_per_minute=1, statements_per_minute_address=2)) as http:
        at_svb = svb.register(http)
        at_svb.dien_in(svb.sign(lijn("een")))
        for _ in range(5):  # what is refused to one member is not taken from those who share its address
            with pytest.raises(TooManyError, match="client"):
                at_svb.dien_in(svb.sign(lijn("twee")))
        uwv.register(http).dien_in(uwv.sign(lijn("drie")))
        with pytest.raises(TooManyError, match="adres"):
            duo.register(http).dien_in(duo.sign(lijn("vier")))


def test_who_comes_without_a_token_is_counted_apart_and_takes_nothing_from_members_at_its_address() -> None:
    net = Network()
    svb = net.lid("svb")
    with net.http(grenzen=Grenzen(applications_per_minute=2, statements_per_minute_address=1)) as http:
        said = [
            http.post("/v1/verklaringen", content=b"x", headers={"Content-Type": "application/jose"}) for _ in "abc"
        ]
        assert [answer.status_code for answer in said] == [401, 401, 429]
        svb.register(http).dien_in(svb.sign(lijn("een")))


@pytest.mark.parametrize("path", ["/v1/contactroutes", "/v1/professionallijnen"])
def test_questions_in_words_are_counted_on_both_ways_and_others_are_not(path: str) -> None:
    net = Network()
    svb, uwv = net.lid("svb"), net.lid("uwv")
    with net.http(grenzen=Grenzen(questions_per_minute=40, questions_per_minute_address=60)) as http:
        asked = {"Authorization": f"Bearer {svb.register(http)._token()}"}
        answers = [http.get(path, params={"vraag": f"pensioen {n}"}, headers=asked) for n in range(41)]
        assert [answer.status_code for answer in answers] == [200] * 40 + [429]
        assert too_many(answers[-1])
        assert http.get(path, params={"kanaal": "telefoon"}, headers=asked).status_code == 200
        other = {"Authorization": f"Bearer {uwv.register(http)._token()}"}
        answers = [http.get(path, params={"vraag": "pensioen"}, headers=other) for n in range(21)]
        assert [answer.status_code for answer in answers][:19] == [200] * 19
        assert too_many(answers[-1])  # of the address


def test_measurements_are_counted_by_request_of_a_client_and_of_an_address() -> None:
    net = Network()
    svb, uwv = net.lid("svb"), net.lid("uwv")
    with net.http(grenzen=Grenzen(measurements_per_minute=20, measurements_per_minute_address=30)) as http:
        sent = {"Authorization": f"Bearer {svb.register(http)._token()}", "Content-Type": "application/json"}
        paths = ["/v1/contactmomenten", "/v1/hulpvragen"] * 10 + ["/v1/contactmomenten"]
        answers = [http.post(path, content=b"[]", headers=sent) for path in paths]
        assert [answer.status_code for answer in answers] == [200] * 20 + [429]
        assert too_many(answers[-1])
        other = sent | {"Authorization": f"Bearer {uwv.register(http)._token()}"}
        answers = [http.post("/v1/hulpvragen", content=b"[]", headers=other) for _ in range(11)]
        assert [answer.status_code for answer in answers] == [200] * 10 + [429]
        assert too_many(answers[-1])  # of the address


@pytest.mark.parametrize("path", ["/v1/contactroutes", "/v1/professionallijnen"])
def test_one_that_keeps_asking_leaves_the_others_at_its_address_their_share(path: str) -> None:
    net = Network()
    svb, uwv = net.lid("svb"), net.lid("uwv")
    with net.http(grenzen=Grenzen(questions_per_minute=2, questions_per_minute_address=4)) as http:
        broken = {"Authorization": f"Bearer {svb.register(http)._token()}"}
        answers = [http.get(path, params={"vraag": "pensioen"}, headers=broken).status_code for _ in range(20)]
        assert answers == [200] * 2 + [429] * 18
        other = {"Authorization": f"Bearer {uwv.register(http)._token()}"}
        assert http.get(path, params={"vraag": "pensioen"}, headers=other).status_code == 200


def test_a_member_that_asks_without_words_is_not_counted() -> None:
    net = Network()
    svb = net.lid("svb")
    with net.http(grenzen=Grenzen(applications_per_minute=1, questions_per_minute=1)) as http:
        asking = svb.register(http)
        for _ in range(3):
            assert asking.organisaties().totaal == 2
            assert asking.contactroutes(kanaal="telefoon").routes == ()
