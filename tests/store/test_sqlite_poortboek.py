# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What only the book in SQLite has: a file of its own, processes that are killed, a disk that is full."""

import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from registry.errors import StoreError
from registry.store import queries, sqlite_poortboek
from registry.store.poortboek import Weigering
from registry.store.sqlite_poortboek import SqlitePoortboek
from tests.store import others
from tests.store.places import START_AT, Place
from tests.store.test_sqlite import another, check_whole

HOUR = timedelta(hours=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "poortboek.sqlite"


def refusals(count: int) -> list[Weigering]:
    return [
        Weigering(minuut=START_AT, wie=f"client-{number}", wat="GET /v1/lijnen", waarom="geen-token", aantal=1)
        for number in range(count)
    ]


def rows(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        [(count,)] = connection.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own name
    return int(count)


def test_only_the_owner_can_read_the_file(path: Path) -> None:
    with closing(SqlitePoortboek(path)) as book:
        assert book.once("jti", until=START_AT, now=START_AT)
        kept = list(path.parent.iterdir())
        assert {each.name for each in kept} == {"poortboek.sqlite", "poortboek.sqlite-wal", "poortboek.sqlite-shm"}
        assert {stat.S_IMODE(each.stat().st_mode) for each in kept} == {0o600}


def test_a_commit_goes_to_the_system_and_does_not_wait_for_the_disk(path: Path) -> None:
    with closing(SqlitePoortboek(path)) as book, book._connections.borrow() as db:
        assert db.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
        assert db.execute("PRAGMA synchronous").fetchall() == [(1,)]  # NORMAL


def test_what_a_killed_process_wrote_down_is_kept(tmp_path: Path) -> None:
    place = Place("sqlite", str(tmp_path / "register.sqlite"))
    until = START_AT + HOUR
    with another(others.knock_until_killed, place, until) as line:
        told = [line.recv() for _ in range(50)]
    assert told == list(range(50))
    with closing(place.open_poortboek()) as book:
        assert [book.once(f"jti-{number}", until=until, now=START_AT) for number in told] == [False] * 50
        left = book.take("iemand", wanted=10**6, limit=10**6, until=until, now=START_AT)
        assert 0 < left <= 10**6 - 50


def test_a_full_disk_leaves_what_was_written_down_before_and_nothing_by_halves(path: Path) -> None:
    with closing(SqlitePoortboek(path)) as book:
        book.note(refusals(1))
        with book._connections.borrow() as db:  # the next call gets the same one
            [(pages,)] = db.execute("PRAGMA page_count").fetchall()
            db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="vol"):
            book.note(refusals(1000))
        assert list(book.refusals(START_AT, START_AT + HOUR, most=10)) == refusals(1)
        assert book.once("jti", until=START_AT, now=START_AT)
    check_whole(path)


def test_a_full_disk_lets_nobody_in(path: Path) -> None:
    with closing(SqlitePoortboek(path)) as book:

        def knock_till_full(number: int = 0) -> None:
            while True:
                with book._connections.borrow() as db:  # the next call gets the same one
                    db.execute("PRAGMA max_page_count = 20")
                book.once(f"jti-{number}", until=START_AT, now=START_AT)
                number += 1

        with pytest.raises(StoreError, match="vol"):
            knock_till_full()
        assert rows(path, "once") > 100
    check_whole(path)


def test_who_comes_when_all_is_gone_writes_nothing(path: Path) -> None:
    with closing(SqlitePoortboek(path)) as book, closing(sqlite3.connect(path)) as watcher:
        assert book.take("svb", wanted=1, limit=1, until=START_AT, now=START_AT) == 1
        seen = watcher.execute("PRAGMA data_version").fetchall()
        assert book.take("svb", wanted=1, limit=1, until=START_AT, now=START_AT) == 0
        assert watcher.execute("PRAGMA data_version").fetchall() == seen


def test_what_is_over_takes_no_room(path: Path) -> None:
    with closing(SqlitePoortboek(path)) as book:
        for number in range(50):
            now = START_AT + number * HOUR
            assert book.once(f"jti-{number}", until=now, now=now)
            assert book.take(f"lid-{number}", wanted=1, limit=1, until=now, now=now) == 1
    assert (rows(path, "once"), rows(path, "windows")) == (1, 1)


def test_a_writer_that_waits_too_long_is_told(path: Path) -> None:
    with closing(SqlitePoortboek(path)) as book, closing(sqlite3.connect(path, isolation_level=None)) as other:
        with book._connections.borrow() as db:  # the next call gets the same one
            db.execute("PRAGMA busy_timeout = 1")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="andere schrijver"):
            book.once("jti", until=START_AT, now=START_AT)
        assert list(book.refusals(START_AT, START_AT, most=1)) == []  # who reads does not wait
        other.execute("COMMIT")
        assert book.once("jti", until=START_AT, now=START_AT)


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"geen poortboek\n" * 1000)
    with pytest.raises(StoreError, match="geen SQLite-bestand"):
        SqlitePoortboek(path)
    assert path.read_bytes() == b"geen poortboek\n" * 1000


def test_a_file_of_a_newer_version_is_refused(path: Path) -> None:
    SqlitePoortboek(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE _sqlite_migrations SET name = '9999.sql' WHERE name = '0001.sql'")
        connection.commit()
    with pytest.raises(StoreError, match="nieuwere versie"):
        SqlitePoortboek(path)


def test_a_file_that_was_moved_away_is_not_made_anew_while_it_is_in_use(path: Path) -> None:
    with closing(SqlitePoortboek(path)) as book:
        path.rename(path.with_suffix(".weg"))
        with pytest.raises(StoreError, match="niet worden geopend"):
            book.once("jti", until=START_AT, now=START_AT)
        assert not path.exists()


def test_the_questions_that_are_asked_most_use_an_index(path: Path) -> None:
    questions = {
        sqlite_poortboek._FORGET_KEYS: (0,),
        sqlite_poortboek._FORGET_WINDOWS: (0,),
        sqlite_poortboek._FORGET_REFUSALS: (0,),
        queries.REFUSALS: (0, 1, 1),
    }
    SqlitePoortboek(path).close()
    with closing(sqlite3.connect(path)) as connection:
        for question, parameters in questions.items():
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {question}", parameters)]
            assert not [step for step in plan if step.startswith("SCAN")], plan
