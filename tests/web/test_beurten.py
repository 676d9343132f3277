# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A fair share: one member that asks without end holds up itself, and another not for longer than a few questions."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from registry.errors import TooManyError
from registry.web import beurten
from registry.web.beurten import Beurten
from registry.web.tempo import Grenzen
from tests.support import Lid, Network, lijn

MANY = 80


def run(what: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(what)


async def work(beurten: Beurten, wie: str, done: list[str], *, pauses: int = 0) -> None:
    async with beurten.turn(wie):
        for _ in range(pauses):
            await asyncio.sleep(0)
        done.append(wie)


# --- turns ------------------------------------------------------------------------------------------------------------


def test_of_a_member_one_thing_is_worked_on_at_a_time_in_order_of_coming() -> None:
    turns, log = Beurten(), list[str]()

    async def one(n: int) -> None:
        async with turns.turn("a"):
            log.append(f"+{n}")
            await asyncio.sleep(0)
            log.append(f"-{n}")

    async def all_at_once() -> None:
        await asyncio.gather(*map(one, range(5)))

    run(all_at_once())
    assert log == [f"{sign}{n}" for n in range(5) for sign in "+-"]


def test_who_comes_in_the_midst_of_many_of_another_waits_for_one_of_them() -> None:
    turns, done = Beurten(), list[str]()

    async def storm() -> int:
        busy = [asyncio.create_task(work(turns, "a", done)) for _ in range(MANY)]
        for _ in range(MANY):  # half of them had their turn: each takes the loop two rounds
            await asyncio.sleep(0)
        assert 0 < len(done) < MANY
        before = len(done)
        await asyncio.create_task(work(turns, "b", done))
        waited_for = done.index("b") - before
        await asyncio.gather(*busy)
        return waited_for

    assert run(storm()) <= 1
    assert len(done) == MANY + 1


def test_a_few_things_of_each_member_are_done_at_once_in_a_round_of_the_loop() -> None:
    turns = Beurten()

    async def ask() -> list[bool]:
        first = [turns.at_once("a") for _ in range(beurten.AT_ONCE + 1)]
        other = turns.at_once("b")
        tasks = [turns.at_once("a", in_task=True) for _ in range(2)]
        await asyncio.sleep(0)
        return [*first, other, *tasks, turns.at_once("a"), turns.at_once("a", in_task=True)]

    assert run(ask()) == [*[True] * beurten.AT_ONCE, False, True, True, False, True, True]


def test_what_is_done_at_once_keeps_none_waiting_that_have_a_turn() -> None:
    turns, done = Beurten(), list[str]()

    async def ask() -> None:
        waiting = [asyncio.create_task(work(turns, "a", done, pauses=1)) for _ in range(5)]
        for _ in range(30):
            for _ in range(beurten.AT_ONCE):
                turns.at_once("a")
            await asyncio.sleep(0)
        assert all(task.done() for task in waiting)

    run(ask())


def test_who_goes_while_waiting_gives_its_place_to_the_next() -> None:
    turns, done = Beurten(), list[str]()

    async def ask() -> None:
        first = asyncio.create_task(work(turns, "a", done, pauses=5))
        gone = [asyncio.create_task(work(turns, "a", done)) for _ in range(3)]
        last = asyncio.create_task(work(turns, "a", done))
        await asyncio.sleep(0)
        for task in gone:
            task.cancel()
        await asyncio.wait_for(asyncio.gather(first, last), 2)

    run(ask())
    assert done == ["a", "a"]


@pytest.mark.parametrize("rounds", range(8))
def test_who_goes_just_as_the_turn_comes_does_not_take_it_along(rounds: int) -> None:
    turns, done = Beurten(), list[str]()

    async def ask() -> None:
        first = asyncio.create_task(work(turns, "a", done))
        gone = asyncio.create_task(work(turns, "a", done, pauses=1))
        last = asyncio.create_task(work(turns, "a", done))
        for _ in range(rounds):
            await asyncio.sleep(0)
        gone.cancel()
        await asyncio.wait_for(asyncio.gather(first, last), 2)

    run(ask())
    assert done.count("a") >= 2


def test_what_fails_gives_the_turn_back_and_nothing_is_remembered() -> None:
    turns = Beurten()

    async def ask() -> None:
        for _ in range(3):
            with pytest.raises(ValueError, match="mis"):
                async with turns.turn("a"):
                    raise ValueError("mis")
        await asyncio.sleep(0)

    run(ask())
    assert turns._rows == {}


def test_who_has_too_much_waiting_is_told_to_come_back() -> None:
    turns, done = Beurten(), list[str]()

    async def ask() -> list[Any]:
        return await asyncio.gather(
            *(work(turns, "a", done) for _ in range(beurten.MAX_WAITING + 3)), return_exceptions=True
        )

    refused = [answer for answer in run(ask()) if answer is not None]
    assert [type(answer) for answer in refused] == [TooManyError, TooManyError]
    assert refused[0].after_s == beurten.COME_BACK_S
    assert len(done) == beurten.MAX_WAITING + 1


# --- questions --------------------------------------------------------------------------------------------------------


class Loop:
    """The register in an event loop of its own, asked many things at once."""

    def __init__(self, net: Network, app: Any) -> None:
        self.app, self.net = app, net
        self.answered: list[str] = []

    async def ask(self, wie: str, bearer: str, query: bytes, path: str = "/v1/contactroutes") -> int:
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        scope: Any = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "https",
            "path": path, "raw_path": path.encode(), "query_string": query, "root_path": "",
            "headers": [(b"host", b"register.test"), (b"authorization", bearer.encode())],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
        }  # fmt: skip
        await self.app(scope, receive, send)
        self.answered.append(wie)
        return int(sent[0]["status"])


def bearer(lid: Lid, http: Any) -> str:
    return f"Bearer {lid.register(http)._token()}"


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/v1/contactroutes", b"vraag=pensioen+en+aow"),
        ("/v1/contactroutes", b"vraag=" + b"+".join(b"qwrtz%dxkjh" % n for n in range(30))),
        ("/v1/professionallijnen", b"vraag=pensioen"),
        ("/v1/professionallijnen", b""),
        ("/v1/verklaringen", b"sub=kalender/2026"),
    ],
    ids=["words", "strange words", "lines in words", "all lines", "statements"],
)
def test_a_member_that_hammers_does_not_hold_up_another(path: str, query: bytes) -> None:
    net = Network()
    broken, other = net.lid("stuk", ("loket",)), net.lid("ander", ("loket",))
    svb = net.lid("svb")
    svb.publiceer(lijn("aow", trefwoorden=("pensioen",)))
    with net.http(grenzen=Grenzen(questions_per_minute=10_000)) as http:
        theirs, mine = bearer(broken, http), bearer(other, http)
        loop = Loop(net, http.app)

        async def storm() -> list[int]:
            for first in (theirs, mine):  # words are warm, and permits in hand
                assert await loop.ask("eerst", first, b"vraag=pensioen") == 200
            loop.answered.clear()
            busy = [asyncio.create_task(loop.ask("stuk", theirs, query, path)) for _ in range(MANY)]
            waited_for = []
            for _ in range(5):
                before = len(loop.answered)
                assert await asyncio.create_task(loop.ask("ander", mine, b"vraag=pensioen&limiet=5")) == 200
                waited_for.append(len(loop.answered) - 1 - before)
            assert set(await asyncio.gather(*busy)) == {200}
            return waited_for

        waited_for = run(storm())
    assert loop.answered.count("stuk") == MANY
    assert max(waited_for) <= 6  # of eighty; without turns the first waits for all of them
