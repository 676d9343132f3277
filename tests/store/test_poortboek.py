# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What every book at the gate promises (registry/store/poortboek.py), asked of every book."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest

from registry.errors import StoreError
from registry.store.poortboek import Poortboek, Weigering
from tests.store import others
from tests.store.places import START_AT, Place, append

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
NAIVE = START_AT.replace(tzinfo=None)


def refusal(number: int = 0, *, wie: str = "onbekend", waarom: str = "te-vaak", aantal: int = 1) -> Weigering:
    return Weigering(minuut=START + number * MINUTE, wie=wie, wat="POST /v1/lijnen", waarom=waarom, aantal=aantal)


def take(book: Poortboek, wanted: int = 1, *, key: str = "svb", limit: int = 10, until: datetime = START_AT) -> int:
    return book.take(key, wanted=wanted, limit=limit, until=until, now=START_AT)


def every(book: Poortboek) -> list[Weigering]:
    return list(book.refusals(START - HOUR, START + HOUR, most=1000))


def test_a_book_has_the_shape_of_the_protocol(poortboek: Poortboek) -> None:
    assert isinstance(poortboek, Poortboek)


# --- once


def test_once_is_true_once(poortboek: Poortboek) -> None:
    assert [poortboek.once("jti", until=START_AT + HOUR, now=START_AT) for _ in range(3)] == [True, False, False]
    assert poortboek.once("jti ", until=START_AT + HOUR, now=START_AT)
    assert poortboek.once("é" * 10_000, until=START_AT + HOUR, now=START_AT)
    assert not poortboek.once("é" * 10_000, until=START_AT + HOUR, now=START_AT)


def test_once_lasts_until_its_end_and_no_longer(poortboek: Poortboek) -> None:
    until = START_AT + HOUR
    assert poortboek.once("jti", until=until, now=START_AT)
    assert not poortboek.once("jti", until=until + HOUR, now=until - TICK)
    assert not poortboek.once("jti", until=until + HOUR, now=until)  # a later call does not stretch it
    assert poortboek.once("jti", until=until + HOUR, now=until + TICK)
    assert not poortboek.once("jti", until=until, now=until + HOUR)


def test_forgetting_one_key_keeps_the_others(poortboek: Poortboek) -> None:
    assert poortboek.once("kort", until=START_AT, now=START_AT)
    assert poortboek.once("lang", until=START_AT + 2 * HOUR, now=START_AT)
    assert poortboek.once("nieuw", until=START_AT + 2 * HOUR, now=START_AT + HOUR)
    assert not poortboek.once("lang", until=START_AT + 2 * HOUR, now=START_AT + HOUR)
    assert poortboek.once("kort", until=START_AT + 2 * HOUR, now=START_AT + HOUR)


def test_of_racing_threads_one_is_first(poortboek: Poortboek) -> None:
    keys = [f"jti-{number}" for number in range(10)]

    def race(_: int) -> list[bool]:
        return [poortboek.once(key, until=START_AT + HOUR, now=START_AT) for key in keys]

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(race, range(4)))
    assert [sum(each) for each in zip(*answers, strict=True)] == [1] * 10


def test_of_racing_processes_one_is_first_also_to_use_an_expired_key(
    shared: Place, processes: ProcessPoolExecutor
) -> None:
    keys = [f"jti-{number}" for number in range(20)]
    with closing(shared.open_poortboek()) as book:
        for key in keys[:10]:
            assert book.once(key, until=START_AT, now=START_AT)
    moments = (START_AT + 2 * HOUR, START_AT + HOUR)
    racing = [processes.submit(others.together, others.once, shared, keys, *moments) for _ in range(2)]
    assert [sum(each) for each in zip(*(each.result(30) for each in racing), strict=True)] == [1] * 20
    with closing(shared.open_poortboek()) as book:  # and it is kept
        assert not book.once(keys[0], until=START_AT + 2 * HOUR, now=START_AT + HOUR)


# --- take


def test_permits_are_handed_out_until_there_are_no_more(poortboek: Poortboek) -> None:
    assert [take(poortboek, 4) for _ in range(4)] == [4, 4, 2, 0]
    assert take(poortboek) == 0


def test_who_wants_more_than_there_is_gets_what_there_is(poortboek: Poortboek) -> None:
    assert take(poortboek, 11) == 10
    assert take(poortboek, 11) == 0


def test_who_wants_nothing_or_less_gets_and_changes_nothing(poortboek: Poortboek) -> None:
    assert [take(poortboek, wanted) for wanted in (0, -5)] == [0, 0]
    assert take(poortboek, 3) == 3
    assert [take(poortboek, wanted) for wanted in (0, -5)] == [0, 0]
    assert take(poortboek, 11) == 7


@pytest.mark.parametrize("limit", [0, -1])
def test_where_nothing_is_allowed_nothing_is_handed_out(poortboek: Poortboek, limit: int) -> None:
    assert take(poortboek, limit=limit) == 0
    assert take(poortboek, 2) == 2
    assert take(poortboek, limit=limit) == 0


def test_another_key_and_another_end_are_another_window(poortboek: Poortboek) -> None:
    assert take(poortboek, 10) == 10
    assert take(poortboek, 10, key="svb ") == 10
    assert take(poortboek, 10, key="é" * 10_000) == 10
    assert take(poortboek, 10, until=START_AT + TICK) == 10
    assert take(poortboek) == 0


def test_a_window_is_the_same_moment_in_any_time_zone(poortboek: Poortboek) -> None:
    assert take(poortboek, 10) == 10
    assert take(poortboek, until=START_AT.astimezone(timezone(HOUR))) == 0


def test_a_limit_may_change_within_a_window(poortboek: Poortboek) -> None:
    assert take(poortboek, 5) == 5
    assert take(poortboek, limit=4) == 0
    assert take(poortboek, limit=5) == 0
    assert take(poortboek, 9, limit=7) == 2
    assert take(poortboek, 99, limit=20) == 13


def test_a_window_counts_until_its_end_and_is_then_forgotten(poortboek: Poortboek) -> None:
    def at(now: datetime) -> int:
        return poortboek.take("svb", wanted=10, limit=10, until=START_AT, now=now)

    assert at(START_AT - HOUR) == 10
    assert at(START_AT) == 0
    assert poortboek.take("ander", wanted=1, limit=1, until=START_AT + HOUR, now=START_AT + TICK) == 1
    assert at(START_AT) == 10  # as no clock asks: what is gone is gone


def test_permits_and_keys_do_not_mix(poortboek: Poortboek) -> None:
    assert poortboek.once("svb", until=START_AT, now=START_AT)
    assert take(poortboek, 10) == 10
    assert not poortboek.once("svb", until=START_AT, now=START_AT)


def test_threads_get_no_more_than_the_limit_together(poortboek: Poortboek) -> None:
    def race(_: int) -> int:
        return sum(take(poortboek, 3, limit=100) for _ in range(20))

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(race, range(4))) == 100


def test_processes_get_no_more_than_the_limit_together(shared: Place, processes: ProcessPoolExecutor) -> None:
    # They also make the book together, and forget windows that are over: nothing has opened it yet.
    keys = ["svb", "duo", "cak"] * 20
    racing = [processes.submit(others.together, others.take, shared, keys, 3, 50, START_AT) for _ in range(2)]
    taken = [each.result(30) for each in racing]
    for number in range(3):
        assert sum(sum(each[number::3]) for each in taken) == 50
    with closing(shared.open_poortboek()) as book:
        assert take(book, limit=50) == 0


# --- refusals


def test_refusals_are_added_up_by_minute_who_what_and_why(poortboek: Poortboek) -> None:
    poortboek.note([refusal(), refusal(aantal=2), refusal(waarom="geen-token")])
    poortboek.note([refusal(aantal=4), refusal(wie="svb"), refusal(1)])
    poortboek.note([])
    assert every(poortboek) == [
        refusal(1),
        refusal(waarom="geen-token"),
        refusal(aantal=7),
        refusal(wie="svb"),
    ]
    assert every(poortboek)[0].minuut.tzinfo is UTC


def test_refusals_are_read_from_and_until_a_moment_the_latest_first(poortboek: Poortboek) -> None:
    poortboek.note([refusal(number, wie=wie) for number in (1, 0, 2, 3) for wie in ("b", "a", "é", "Z")])
    found = poortboek.refusals(START + MINUTE, START + 3 * MINUTE, most=100)
    assert list(found) == [refusal(number, wie=wie) for number in (2, 1) for wie in ("Z", "a", "b", "é")]
    assert list(poortboek.refusals(START + MINUTE, START + 3 * MINUTE, most=3)) == list(found)[:3]
    assert list(poortboek.refusals(START, START, most=100)) == []


def test_refusals_before_a_moment_are_forgotten(poortboek: Poortboek) -> None:
    poortboek.note([refusal(number) for number in range(4)])
    poortboek.forget(START + 2 * MINUTE)
    assert every(poortboek) == [refusal(3), refusal(2)]


def test_of_what_cannot_be_noted_nothing_is_noted(poortboek: Poortboek) -> None:
    bad = Weigering(minuut=NAIVE, wie="svb", wat="GET /v1/lijnen", waarom="geen-token", aantal=1)
    with pytest.raises(StoreError, match="tijdzone"):
        poortboek.note([refusal(), bad])
    assert every(poortboek) == []


def test_processes_that_note_together_lose_nothing(shared: Place, processes: ProcessPoolExecutor) -> None:
    refused = [refusal(number, wie=wie) for number in range(3) for wie in ("svb", "duo")]
    racing = [processes.submit(others.together, others.note, shared, order, 20) for order in (refused, refused[::-1])]
    for each in racing:
        each.result(30)
    with closing(shared.open_poortboek()) as book:
        assert [one.aantal for one in every(book)] == [40] * 6


# --- apart from the register


def test_a_knock_waits_for_no_publish_and_makes_nobody_look_at_the_register(shared: Place) -> None:
    with closing(shared.open()) as store, closing(shared.open_poortboek()) as book:
        seen = store.version()
        with store.write() as tx:
            append(tx)
            assert book.once("jti", until=START_AT, now=START_AT)
            assert take(book) == 1
            book.note([refusal()])
            assert store.version() == seen
        seen = store.version()
        assert not book.once("jti", until=START_AT, now=START_AT)
        assert book.once("jti-2", until=START_AT, now=START_AT)
        assert take(book) == 1
        book.note([refusal()])
        book.forget(START + HOUR)
        assert store.version() == seen
        with store.read() as tx:
            assert (tx.size(), list(tx.scan(""))) == (1, [])


# --- moments, close


def test_a_book_needs_moments_with_a_time_zone(poortboek: Poortboek) -> None:
    for until, now in ((NAIVE, START_AT), (START_AT, NAIVE)):
        with pytest.raises(StoreError, match="tijdzone"):
            poortboek.once("jti", until=until, now=now)
        with pytest.raises(StoreError, match="tijdzone"):
            poortboek.take("svb", wanted=1, limit=1, until=until, now=now)
        with pytest.raises(StoreError, match="tijdzone"):
            poortboek.refusals(until, now, most=1)
    with pytest.raises(StoreError, match="tijdzone"):
        poortboek.forget(NAIVE)


def test_a_closed_book_says_so(shared: Place) -> None:
    book = shared.open_poortboek()
    book.close()
    book.close()
    with pytest.raises(StoreError, match="gesloten"):
        book.once("jti", until=START_AT, now=START_AT)
    with pytest.raises(StoreError, match="gesloten"):
        take(book)
    with pytest.raises(StoreError, match="gesloten"):
        book.note([refusal()])
    with pytest.raises(StoreError, match="gesloten"):
        every(book)
    with pytest.raises(StoreError, match="gesloten"):
        book.forget(START_AT)


def test_what_is_written_down_is_there_when_the_book_is_opened_again(shared: Place) -> None:
    with closing(shared.open_poortboek()) as book:
        assert book.once("jti", until=START_AT, now=START_AT)
        assert take(book, 10) == 10
        book.note([refusal()])
    with closing(shared.open_poortboek()) as book:
        assert not book.once("jti", until=START_AT, now=START_AT)
        assert take(book) == 0
        assert every(book) == [refusal()]
