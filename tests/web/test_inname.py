# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""From many requests to one writer: all that wait go together, and each is answered after its commit."""

import asyncio
from collections.abc import Callable, Sequence
from threading import Event

import pytest

from registry.errors import MalformedError, StoreError, TooManyError
from registry.registrar.meetpost import Zending
from registry.web import inname
from registry.web.inname import Inname, Uitslag
from registry.wire.metingen import Meetbewijs


def zending(number: int, size: int = 10) -> Zending:
    return Zending("contactmoment", f"{number:020}", "json", b" " * size)


def bewijs(aangenomen: int) -> Meetbewijs:
    return Meetbewijs(aangenomen=aangenomen, bekend=0, geweigerd=0, metingen=())


class Schrijver:
    """A writer that waits to be let on, and remembers what went together."""

    def __init__(self) -> None:
        self.together: list[int] = []
        self.on, self.begun, self.rested = Event(), Event(), Event()
        self.answer: Callable[[Zending], Uitslag] = lambda one: bewijs(int(one.melder))

    def neem(self, zendingen: Sequence[Zending]) -> Sequence[Uitslag]:
        self.begun.set()
        self.on.wait(10)
        self.together.append(len(zendingen))
        return [self.answer(one) for one in zendingen]


@pytest.fixture
def schrijver() -> Schrijver:
    return Schrijver()


def test_what_waits_goes_together_and_each_gets_its_own_answer(schrijver: Schrijver) -> None:
    queue = Inname(schrijver.neem, schrijver.rested.set)

    async def many() -> list[Meetbewijs]:
        tasks = [asyncio.create_task(queue(zending(0)))]
        await asyncio.to_thread(schrijver.begun.wait, 5)
        tasks += [asyncio.create_task(queue(zending(n))) for n in range(1, 20)]
        await asyncio.sleep(0.01)
        schrijver.on.set()
        return await asyncio.gather(*tasks)

    assert [one.aangenomen for one in asyncio.run(many())] == list(range(20))
    assert schrijver.together == [1, 19]
    assert schrijver.rested.wait(5)
    queue.close()


def test_no_more_goes_together_than_fits(schrijver: Schrijver) -> None:
    queue = Inname(schrijver.neem, schrijver.rested.set)

    async def many() -> None:
        tasks = [asyncio.create_task(queue(zending(0)))]
        await asyncio.to_thread(schrijver.begun.wait, 5)
        tasks += [asyncio.create_task(queue(zending(n, inname.TOGETHER_BYTES // 2))) for n in range(5)]
        await asyncio.sleep(0.01)
        schrijver.on.set()
        await asyncio.gather(*tasks)

    asyncio.run(many())
    assert schrijver.together == [1, 2, 2, 1]
    queue.close()


def test_when_too_much_waits_the_next_is_told_to_come_back(schrijver: Schrijver) -> None:
    queue = Inname(schrijver.neem, schrijver.rested.set)

    async def many() -> int:
        tasks = [asyncio.create_task(queue(zending(n, inname.MAX_WAITING_BYTES // 8))) for n in range(12)]
        await asyncio.sleep(0.05)
        schrijver.on.set()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        return sum(isinstance(one, TooManyError) for one in done)

    assert asyncio.run(many()) in {3, 4}  # the first may have been taken already
    queue.close()


def test_one_member_cannot_fill_the_queue(schrijver: Schrijver) -> None:
    queue = Inname(schrijver.neem, schrijver.rested.set)
    size = inname.MAX_OF_ONE_BYTES // 2

    async def many() -> tuple[list[object], list[object]]:
        first = asyncio.create_task(queue(zending(0)))
        await asyncio.to_thread(schrijver.begun.wait, 5)
        mine = [asyncio.create_task(queue(zending(1, size))) for _ in range(3)]
        other = [asyncio.create_task(queue(zending(2, size)))]
        await asyncio.sleep(0.01)
        schrijver.on.set()
        await first
        return [await asyncio.gather(*some, return_exceptions=True) for some in (mine, other)]  # type: ignore[return-value]

    mine, other = asyncio.run(many())
    assert [isinstance(one, TooManyError) for one in mine] == [False, False, True]
    assert other == [bewijs(2)]
    assert asyncio.run(queue(zending(1, size))) == bewijs(1)  # what was taken waits no longer
    queue.close()


def test_one_that_is_refused_does_not_keep_others_from_being_kept(schrijver: Schrijver) -> None:
    schrijver.on.set()
    schrijver.answer = lambda one: MalformedError("kapot") if int(one.melder) == 1 else bewijs(1)
    queue = Inname(schrijver.neem, schrijver.rested.set)

    async def many() -> list[object]:
        return await asyncio.gather(*(queue(zending(n)) for n in range(3)), return_exceptions=True)

    one, two, three = asyncio.run(many())
    assert (one, three) == (bewijs(1), bewijs(1))
    assert isinstance(two, MalformedError)
    queue.close()


@pytest.mark.parametrize("error", [StoreError("vol"), LookupError("onze fout")])
def test_when_nothing_is_kept_everybody_is_told_and_the_next_is_taken(error: Exception) -> None:
    failing = [True]

    def neem(zendingen: Sequence[Zending]) -> Sequence[Uitslag]:
        if failing:
            failing.clear()
            raise error
        return [bewijs(1)] * len(zendingen)

    queue = Inname(neem, lambda: None)
    with pytest.raises(StoreError):
        asyncio.run(queue(zending(1)))
    assert asyncio.run(queue(zending(1))) == bewijs(1)
    queue.close()


def test_who_hangs_up_leaves_no_trace_but_what_it_sent(schrijver: Schrijver) -> None:
    queue = Inname(schrijver.neem, schrijver.rested.set)

    async def hang_up() -> Meetbewijs:
        gone = asyncio.create_task(queue(zending(1)))
        await asyncio.sleep(0.01)
        gone.cancel()
        stays = asyncio.create_task(queue(zending(2)))
        await asyncio.sleep(0.01)
        schrijver.on.set()
        return await stays

    assert asyncio.run(hang_up()) == bewijs(2)
    assert sum(schrijver.together) == 2
    queue.close()


def test_after_closing_it_begins_anew(schrijver: Schrijver) -> None:
    schrijver.on.set()
    queue = Inname(schrijver.neem, schrijver.rested.set)
    assert asyncio.run(queue(zending(1))) == bewijs(1)
    queue.close()
    queue.close()
    assert asyncio.run(queue(zending(2))) == bewijs(2)
    queue.close()
