# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What only the PostgreSQL store has: a server, and connections that it may lose."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest

pytest.importorskip("psycopg_pool", reason="no PostgreSQL tests: psycopg_pool is not installed")

from registry.errors import StoreError
from registry.store.postgres import PostgresStore
from registry.store.postgres_poortboek import PostgresPoortboek
from registry.store.protocol import Store, Transaction
from tests.store import others
from tests.store.places import START_AT, Place, all_records, append, ask, record


@pytest.fixture
def place(new_schema: Callable[[], Place]) -> Place:
    return new_schema()


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with closing(place.open()) as opened:
        yield opened


def hang_up_on_the_listener(place: Place) -> None:
    of_this_store = f"datname = current_database() AND query LIKE 'LISTEN%{place.schema}%'"
    ended = ask(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {of_this_store}")  # noqa: S608
    assert ended == [(True,)]


def test_while_nobody_listens_the_version_claims_nothing(place: Place, store: Store) -> None:
    seen = store.version()
    assert store.version() == seen
    hang_up_on_the_listener(place)
    until = monotonic() + 10
    while store.version() == seen:  # until the thread has noticed
        assert monotonic() < until
    assert store.version() != store.version()
    while store.version() != store.version():  # until it is connected again
        assert monotonic() < until
    seen = store.version()
    with closing(place.open()) as other, other.write() as tx:
        append(tx)
    while store.version() == seen:
        assert monotonic() < until


def lose_the_connection(tx: Any) -> None:
    append(tx)
    assert ask(f"SELECT pg_terminate_backend({tx._connection.info.backend_pid}, 5000)") == [(True,)]
    tx.put("a", b"1")


def test_a_connection_lost_within_a_transaction_leaves_nothing_of_it(store: Store) -> None:
    with store.write() as tx:
        append(tx)
    with pytest.raises(StoreError, match="databank"), store.write() as tx:
        lose_the_connection(tx)
    with store.read() as tx:
        assert all_records(tx) == [record(0)]
        assert list(tx.scan("")) == []
    with store.write() as tx:  # and the next writer gets a connection that works
        assert append(tx) == record(1)


def test_after_an_error_a_transaction_can_only_be_undone(store: Store) -> None:
    with store.write() as tx:
        tx.append(record(0), [((0, 0), bytes(32))])
    with pytest.raises(StoreError, match="afgelopen of mislukt"), store.write() as tx:
        swallow_an_error(tx)
    with store.read() as tx:
        assert all_records(tx) == [record(0)]


def swallow_an_error(tx: Transaction) -> None:
    with pytest.raises(StoreError, match="23505"):  # unique_violation
        tx.append(record(1), [((0, 0), bytes(32))])


def test_processes_may_make_the_schema_together(
    new_schema: Callable[[], Place], processes: ProcessPoolExecutor
) -> None:
    places = [new_schema() for _ in range(5)]
    for each in [processes.submit(others.make_together, places) for _ in range(2)]:
        each.result(30)


def test_two_schemas_are_two_registers(new_schema: Callable[[], Place]) -> None:
    with closing(new_schema().open()) as one, closing(new_schema().open()) as two:
        seen = two.version()
        with one.write() as first, two.write() as second:  # with a writer each
            append(first)
            assert second.size() == 0
        with two.read() as tx:
            assert tx.size() == 0
        assert two.version() == seen


def test_a_schema_of_a_newer_version_is_refused(place: Place) -> None:
    place.open().close()
    ask(f"UPDATE {place.schema}.migrations SET name = '9999.sql' WHERE name = '0001.sql'")  # noqa: S608 - our own name
    for opening in (place.open, place.open_poortboek):
        with pytest.raises(StoreError, match="nieuwere versie"):
            opening()


def test_a_schema_of_the_first_version_keeps_what_was_shown_once(place: Place) -> None:
    with closing(place.open()) as store, closing(place.open_poortboek()) as book, store.write() as tx:
        append(tx)
        assert book.once("jti", until=START_AT, now=START_AT)
    came_later = "revoked", "windows", "refusals", "metingen", "tellingen", "vers", "vergeten", "texts"
    later = (f"DROP TABLE {place.schema}.{table}" for table in came_later)
    ask(*later, f"DELETE FROM {place.schema}.migrations WHERE name <> '0001.sql'")  # noqa: S608 - our own name
    with closing(place.open_poortboek()) as book:  # the book may be opened before the store
        assert not book.once("jti", until=START_AT, now=START_AT)
        assert book.take("svb", wanted=1, limit=1, until=START_AT, now=START_AT) == 1
    with closing(place.open()) as store, store.read() as tx:
        assert all_records(tx) == [record(0)]
    with closing(place.open()) as store:
        assert store.revoked(START_AT) == frozenset()


@pytest.mark.parametrize("schema", ["", "Hoofdletter", "1a", 'a"b', "a" * 41, "a-b"])
def test_an_odd_name_for_a_schema_is_refused(place: Place, schema: str) -> None:
    for opening in (place._replace(schema=schema).open, place._replace(schema=schema).open_poortboek):
        with pytest.raises(StoreError, match="schema"):
            opening()


def test_a_server_that_is_not_there_is_an_error_of_the_store(place: Place) -> None:
    nowhere = place._replace(where="host=127.0.0.1 port=9 dbname=test")
    for opening in (nowhere.open, nowhere.open_poortboek):
        with pytest.raises(StoreError, match="niet bereikbaar"):
            opening()


def test_a_writer_that_waits_too_long_is_told(place: Place) -> None:
    with closing(PostgresStore(place.where, schema=place.schema)) as store, closing(place.open()) as other:
        with store._pool.connection() as connection:  # the next transaction gets the same one
            connection.execute("SET lock_timeout = '1ms'")
        with (
            other.write() as tx,
            pytest.raises(StoreError, match="andere schrijver"),
            store.write(),
        ):
            append(tx)
        with store.read() as tx:
            assert tx.size() == 0
        with store.write() as tx:
            append(tx)


def test_a_commit_waits_for_the_disk_whatever_the_server_was_told(place: Place) -> None:
    careless = f"{place.where} options='-c synchronous_commit=off'"
    with (
        closing(PostgresStore(careless, schema=place.schema)) as store,
        store._pool.connection() as connection,
    ):
        assert connection.execute("SHOW synchronous_commit").fetchall() == [("on",)]


def test_a_knock_does_not_wait_for_the_disk(place: Place) -> None:
    with (
        closing(PostgresPoortboek(place.where, schema=place.schema)) as book,
        book._pool.connection() as connection,
    ):
        assert connection.execute("SHOW synchronous_commit").fetchall() == [("off",)]


def test_after_its_connection_is_lost_the_book_goes_on_with_another(place: Place) -> None:
    with closing(PostgresPoortboek(place.where, schema=place.schema)) as book:
        assert book.once("jti", until=START_AT, now=START_AT)
        with book._pool.connection() as connection:  # the next call gets the same one
            pid = connection.info.backend_pid
        assert ask(f"SELECT pg_terminate_backend({pid}, 5000)") == [(True,)]
        assert not book.once("jti", until=START_AT, now=START_AT)


def test_what_another_call_is_busy_with_is_left_to_it(place: Place) -> None:
    later = START_AT + timedelta(hours=1)
    with closing(PostgresPoortboek(place.where, schema=place.schema)) as book:
        assert book.once("jti", until=START_AT, now=START_AT)
        assert book.take("svb", wanted=1, limit=1, until=START_AT, now=START_AT) == 1
        with book._pool.connection() as connection, connection.transaction():
            connection.execute("SELECT FROM once, windows FOR UPDATE")
            assert book.once("anders", until=later, now=later)
            assert book.take("duo", wanted=1, limit=1, until=later, now=later) == 1
        assert ask(f"SELECT count(*) FROM {place.schema}.once") == [(2,)]  # noqa: S608 - our own name
        assert not book.once("anders", until=later, now=later)
        assert book.take("duo", wanted=1, limit=1, until=later, now=later) == 0
        assert ask(f"SELECT count(*) FROM {place.schema}.once") == [(1,)]  # noqa: S608
        assert ask(f"SELECT count(*) FROM {place.schema}.windows") == [(1,)]  # noqa: S608
