# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What every book of measurements promises (registry/store/meetboek.py), asked of every one of them.

In these tests a row says where it counts and for how much: b"aow 3". How real measurements count is not theirs.
"""

import os
import signal
import sqlite3
import stat
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import StoreError
from registry.store.meetboek import Kolommen, Meetboek, Plek, Rij
from registry.store.memory_meetboek import MemoryMeetboek
from tests.store import others
from tests.store.meetplaats import DAG, OIN, TOETSTELRAAM, Meetplaats, rij
from tests.store.places import Place

ALTIJD = (date(2000, 1, 1), date(2100, 1, 1))


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def plaats(request: pytest.FixtureRequest, tmp_path: Path) -> Meetplaats:
    match request.param:
        case "memory":
            return Meetplaats("memory")
        case "sqlite":
            return Meetplaats("sqlite", str(tmp_path / "metingen.sqlite"))
        case _:
            used: Place = request.getfixturevalue("used_schema")
            return Meetplaats("postgres", used.where, used.schema).empty()


@pytest.fixture(params=["sqlite", "postgres"])
def gedeeld(request: pytest.FixtureRequest, tmp_path: Path) -> Meetplaats:
    """A place that several books and processes can open."""
    if request.param == "sqlite":
        return Meetplaats("sqlite", str(tmp_path / "metingen.sqlite"))
    used: Place = request.getfixturevalue("used_schema")
    return Meetplaats("postgres", used.where, used.schema).empty()


@pytest.fixture
def boek(plaats: Meetplaats) -> Iterator[Meetboek]:
    with closing(plaats.open()) as opened:
        yield opened


def counts(boek: Meetboek) -> dict[Plek, int]:
    return dict(boek.tellingen(boek.reeksen(""), *ALTIJD))


def test_a_book_has_the_shape_of_the_protocol(boek: Meetboek) -> None:
    assert isinstance(boek, Meetboek)


def test_the_name_of_a_row_is_its_soort_its_member_and_its_id() -> None:
    name = rij(1).sleutel
    assert len(name) == 27
    assert name == bytes([0]) + bytes.fromhex(OIN) + UUID(int=1).bytes


# --- once


def test_a_new_row_is_kept_and_counted(boek: Meetboek) -> None:
    assert list(boek.schrijf([rij(1, "aow 3"), rij(2, "aow 4"), rij(3, "anw 1")])) == ["nieuw"] * 3
    assert counts(boek) == {Plek("anw", DAG.toordinal(), b"x"): 1, Plek("aow", DAG.toordinal(), b"x"): 7}


def test_nothing_can_be_written(boek: Meetboek) -> None:
    assert list(boek.schrijf([])) == []


def test_the_same_row_again_is_known_and_counts_once(boek: Meetboek) -> None:
    boek.schrijf([rij(1, "aow 3")])
    assert list(boek.schrijf([rij(2, "aow 4"), rij(1, "aow 3")])) == ["nieuw", "bekend"]
    assert counts(boek) == {Plek("aow", DAG.toordinal(), b"x"): 7}


def test_what_the_register_noted_makes_no_other_row(boek: Meetboek) -> None:
    boek.schrijf([rij(1, "aow 3", aantekening=b"eerst")])
    assert list(boek.schrijf([rij(1, "aow 3", aantekening=b"later")])) == ["bekend"]


@pytest.mark.parametrize("other", [rij(1, "aow 4"), rij(1, "aow 3", dag=date(2025, 1, 1), inhoud=b"aow 3 ")])
def test_another_row_by_the_same_name_is_refused_and_does_not_count(boek: Meetboek, other: Rij) -> None:
    boek.schrijf([rij(1, "aow 3")])
    assert list(boek.schrijf([other])) == ["anders"]
    assert counts(boek) == {Plek("aow", DAG.toordinal(), b"x"): 3}


def test_names_are_of_who_hands_in_and_of_a_soort(boek: Meetboek) -> None:
    other = "00000099000000009000"
    given = [rij(1, "aow 3"), rij(1, "aow 4", melder=other), rij(1, "aow 5", soort="hulpvraag")]
    assert list(boek.schrijf(given)) == ["nieuw"] * 3


def test_within_a_batch_a_row_counts_once_too(boek: Meetboek) -> None:
    given = [rij(1, "aow 3"), rij(1, "aow 3"), rij(1, "aow 4"), rij(2, "aow 1")]
    assert list(boek.schrijf(given)) == ["nieuw", "bekend", "anders", "nieuw"]
    assert counts(boek) == {Plek("aow", DAG.toordinal(), b"x"): 4}


@pytest.mark.parametrize("many", [255, 256, 257, 1000])
def test_batches_of_every_size_are_whole(boek: Meetboek, many: int) -> None:
    given = [rij(n, "aow 1") for n in range(many)]
    assert list(boek.schrijf(given)) == ["nieuw"] * many
    assert list(boek.schrijf(given)) == ["bekend"] * many
    assert boek.hertel().rijen == many
    assert counts(boek) == {Plek("aow", DAG.toordinal(), b"x"): many}


# --- reading


def test_counters_are_given_by_series_and_day(boek: Meetboek) -> None:
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]
    boek.schrijf([rij(n, f"{reeks} 1", dag=day) for n, (reeks, day) in enumerate((r, d) for r in "ab" for d in days)])
    found = boek.tellingen(["b", "a", "a", "c"], date(2026, 2, 1), date(2026, 3, 1))
    assert [(place.reeks, date.fromordinal(place.dag), count) for place, count in found] == [
        (reeks, day, 1) for reeks in "ab" for day in days[1:3]
    ]
    assert list(boek.tellingen([], *ALTIJD)) == []


def test_series_are_found_by_how_they_begin(boek: Meetboek) -> None:
    named = ["lijn/1/a", "lijn/1/b", "lijn/10/a", "lijn/2", "lij", "m"]
    boek.schrijf([rij(n, f"{reeks} 1", dag=DAG.replace(day=1 + n % 9)) for n, reeks in enumerate(named * 3)])
    assert list(boek.reeksen("lijn/")) == ["lijn/1/a", "lijn/1/b", "lijn/10/a", "lijn/2"]
    assert list(boek.reeksen("lijn/1/")) == ["lijn/1/a", "lijn/1/b"]
    assert list(boek.reeksen("x")) == []
    assert list(boek.reeksen("")) == sorted(named)


# --- counting again


def test_counting_again_finds_what_was_counted(boek: Meetboek) -> None:
    boek.schrijf([rij(n, f"{'ab'[n % 2]} {n}") for n in range(1, 30)])
    found = boek.hertel()
    assert (found.rijen, found.afwijkend, found.vanaf) == (29, (), None)


def test_counters_that_were_changed_are_named_and_put_right(gedeeld: Meetplaats) -> None:
    with closing(gedeeld.open()) as boek:
        boek.schrijf([rij(1, "aow 3"), rij(2, "anw 1"), rij(3, "wia 1")])
        right = counts(boek)
        boek.vouw()
        gedeeld.tamper(Plek("aow", DAG.toordinal(), b"x"), b"4")
        gedeeld.tamper(Plek("ww", DAG.toordinal(), b"x"), b"1")
        gedeeld.tamper(Plek("wia", DAG.toordinal(), b"x"), None)
        wrong = tuple(Plek(reeks, DAG.toordinal(), b"x") for reeks in ("aow", "wia", "ww"))
        assert boek.hertel().afwijkend == wrong
        assert boek.hertel().afwijkend == wrong
        assert boek.hertel(herstel=True).afwijkend == wrong
        assert boek.hertel().afwijkend == ()
        assert counts(boek) == right


# --- forgetting


def test_rows_of_before_a_month_go_and_what_they_added_up_to_stays(boek: Meetboek) -> None:
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 14), date(2026, 3, 1)]
    given = [rij(n, "aow 1", dag=day) for n, day in enumerate(days)]
    boek.schrijf(given)
    before = counts(boek)
    assert boek.vergeet(date(2026, 2, 15)) == 1  # whole months go
    assert counts(boek) == before
    found = boek.hertel()
    assert (found.rijen, found.afwijkend, found.vanaf) == (3, (), date(2026, 2, 1))
    assert boek.vergeet(date(2026, 3, 1)) == 2
    assert boek.vergeet(date(2026, 1, 1)) == 0
    assert boek.hertel().vanaf == date(2026, 3, 1)
    boek.hertel(herstel=True)
    assert counts(boek) == before


def test_a_retry_of_a_row_that_was_dropped_is_not_counted_again(boek: Meetboek) -> None:
    old, new = rij(1, "aow 1", dag=date(2026, 1, 31)), rij(2, "aow 1", dag=date(2026, 2, 1))
    boek.schrijf([old, new])
    boek.vergeet(date(2026, 2, 1))
    assert list(boek.schrijf([old, new, rij(3, "aow 1", dag=date(2025, 1, 1))])) == ["vergeten", "bekend", "vergeten"]
    assert sum(counts(boek).values()) == 2


def test_many_rows_are_forgotten_a_few_at_a_time(gedeeld: Meetplaats) -> None:
    with closing(gedeeld.open()) as boek:
        for start in range(0, 12_000, 1000):
            days = [date(2025, 1, 1), date(2026, 1, 1)]
            boek.schrijf([rij(n, "aow 1", dag=days[n % 2]) for n in range(start, start + 1000)])
        assert boek.vergeet(date(2026, 1, 1)) == 6_000
        assert boek.hertel().rijen == 6_000


# --- several


def test_two_processes_that_write_the_same_batches_count_them_once(
    gedeeld: Meetplaats, processes: ProcessPoolExecutor
) -> None:
    gedeeld.open().close()
    batches = [[rij(n, f"{'abc'[n % 3]} 1") for n in range(start, start + 50)] for start in range(0, 2000, 50)]
    jobs = [processes.submit(others.together, others.write_rows, gedeeld, batches) for _ in range(2)]
    lots = [job.result() for job in jobs]
    assert all({one, other} == {"nieuw", "bekend"} for one, other in zip(*lots, strict=True))
    with closing(gedeeld.open()) as boek:
        assert sum(counts(boek).values()) == 2000
        assert (boek.hertel().rijen, boek.hertel().afwijkend) == (2000, ())


def test_of_two_rows_by_one_name_one_is_kept(gedeeld: Meetplaats, processes: ProcessPoolExecutor) -> None:
    gedeeld.open().close()
    mine, theirs = ([[rij(n, f"{who} 1")] for n in range(300)] for who in ("mijn", "hun"))
    jobs = [processes.submit(others.together, others.write_rows, gedeeld, batches) for batches in (mine, theirs)]
    lots = [job.result() for job in jobs]
    assert all({one, other} == {"nieuw", "anders"} for one, other in zip(*lots, strict=True))
    with closing(gedeeld.open()) as boek:
        assert sum(counts(boek).values()) == 300


def test_threads_write_and_read_together(boek: Meetboek) -> None:
    def write(start: int) -> None:
        for n in range(start, start + 300, 30):
            boek.schrijf([rij(i, "aow 1") for i in range(n, n + 30)])
            assert sum(counts(boek).values()) % 30 == 0  # never half a batch

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(0, 1200, 300)))
    assert sum(counts(boek).values()) == 1200


def test_killed_while_writing_all_that_was_answered_is_there_and_counted(gedeeld: Meetplaats) -> None:
    gedeeld.open().close()
    chance = Random(20261126)
    answered = 0
    for _ in range(3):
        ours, theirs = others.FRESH.Pipe(duplex=False)
        process = others.FRESH.Process(target=others.write_until_killed, args=(gedeeld, answered, theirs))
        process.start()
        theirs.close()
        for _ in range(chance.randint(3, 40)):
            answered = ours.recv()
        process.kill()
        with suppress(EOFError):
            while True:
                answered = ours.recv()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        with closing(gedeeld.open()) as boek:
            found = boek.hertel()
            assert found.afwijkend == ()
            assert found.rijen in {answered, answered + others.KILLED_BATCH}
            assert sum(counts(boek).values()) == found.rijen
            answered = found.rijen


def test_an_error_while_counting_loses_nothing(plaats: Meetplaats) -> None:
    broken = [False]

    def tel(rows: Iterable[Kolommen], over: Collection[str] | None) -> Mapping[Plek, Sequence[int]]:
        if broken[0]:
            raise LookupError
        return TOETSTELRAAM.tel(rows, over)

    with closing(plaats.open(tel)) as boek:
        boek.schrijf([rij(1, "aow 1"), rij(2, "aow 2")])
        broken[0] = plaats.kind != "memory"
        with suppress(LookupError):
            boek.vouw()
        broken[0] = False
        assert list(boek.schrijf([rij(3, "aow 4"), rij(1, "aow 1")])) == ["nieuw", "bekend"]
        boek.vouw()
        assert sum(counts(boek).values()) == 7
        assert boek.hertel().afwijkend == ()


def test_a_closed_book_says_so(gedeeld: Meetplaats) -> None:
    boek = gedeeld.open()
    boek.close()
    with pytest.raises(StoreError, match="gesloten"):
        boek.schrijf([rij(1)])


def test_the_file_is_for_its_owner_only_and_durable(tmp_path: Path) -> None:
    path = tmp_path / "metingen.sqlite"
    old = os.umask(0)
    try:
        with closing(Meetplaats("sqlite", str(path)).open()) as boek:
            boek.schrijf([rij(1)])
            files = [path, *tmp_path.glob("metingen.sqlite-*")]
            assert len(files) == 3
            assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    finally:
        os.umask(old)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


# --- anything that can happen, beside counting by hand


@st.composite
def stories(draw: st.DrawFn) -> list[list[tuple[int, int, int]]]:
    """Batches of (id, day, amount), in which ids come back."""
    one = st.tuples(st.integers(0, 8), st.integers(0, 3), st.integers(1, 3))
    return draw(st.lists(st.lists(one, max_size=6), max_size=8))


DAYS = [date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 5)]


def by_hand(story: list[list[tuple[int, int, int]]]) -> dict[Plek, int]:
    first: dict[int, tuple[int, int]] = {}
    for batch in story:
        for id_, day, amount in batch:
            first.setdefault(id_, (day, amount))
    found: Counter[Plek] = Counter()
    for day, amount in first.values():
        found[Plek("aow", DAYS[day].toordinal(), b"x")] += amount
    return dict(found)


def rows_of(batch: list[tuple[int, int, int]]) -> list[Rij]:
    return [
        rij(id_, f"aow {amount}", dag=DAYS[day], inhoud=f"aow {amount} {day}".encode()) for id_, day, amount in batch
    ]


@given(story=stories())
def test_counters_in_memory_are_what_counting_by_hand_gives(story: list[list[tuple[int, int, int]]]) -> None:
    boek = MemoryMeetboek(TOETSTELRAAM)
    for batch in story:
        boek.schrijf(rows_of(batch))
    assert counts(boek) == by_hand(story)


@settings(max_examples=40, deadline=None)
@given(story=stories())
def test_and_in_a_file_whatever_comes_again(
    tmp_path_factory: pytest.TempPathFactory, story: list[list[tuple[int, int, int]]]
) -> None:
    path = str(tmp_path_factory.mktemp("meetboek") / f"{uuid4()}.sqlite")
    memory = MemoryMeetboek(TOETSTELRAAM)
    boek = Meetplaats("sqlite", path).open()
    for batch in story:
        assert list(boek.schrijf(rows_of(batch))) == list(memory.schrijf(rows_of(batch)))
        boek.close()
        boek = Meetplaats("sqlite", path).open()
    for batch in story:  # everything once more
        boek.schrijf(rows_of(batch))
    assert counts(boek) == by_hand(story)
    assert boek.hertel().afwijkend == ()
    boek.close()
