# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What only the SQLite store has: a file, processes that are killed, a disk that is full."""

import sqlite3
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, contextmanager
from importlib.resources import files
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Barrier

import pytest

import registry.store
from registry.errors import StoreError
from registry.store import file, queries, sqlite
from registry.store.protocol import Transaction
from registry.store.sqlite import SqliteStore
from tests.store import others
from tests.store.conftest import SPAWN
from tests.store.places import Place, all_records, append, record, root
from tests.tlog import naive


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.sqlite"


@contextmanager
def another(do: Callable[..., None], *args: object) -> Iterator[Connection]:
    """Run a process of its own, with a line to talk over; kill it at the end, without a chance to tidy up."""
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=do, args=(*args, theirs))
    process.start()
    theirs.close()
    try:
        with ours:
            yield ours
    finally:
        process.kill()
        process.join()
        process.close()


def check_whole(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# --- killed


@pytest.mark.parametrize("step", ["appended", "put", "spilled"])
def test_a_process_killed_within_a_transaction_leaves_nothing_of_it(path: Path, step: str) -> None:
    with another(others.stop_within, Place("sqlite", str(path)), step) as line:
        assert line.recv() == step
        with closing(SqliteStore(path)) as store, store.read() as tx:  # it is still busy
            assert all_records(tx) == [record(0)]
    with closing(SqliteStore(path)) as store:
        with store.read() as tx:
            assert all_records(tx) == [record(0)]
            assert tx.find(record(1).digest) is None
            assert list(tx.scan("")) == [("gezegd", b"ja")]
            with pytest.raises(StoreError):
                tx.nodes([(0, 1)])
        with store.write() as tx:
            assert append(tx) == record(1)
    check_whole(path)


def test_what_a_killed_process_said_was_kept_is_kept(path: Path) -> None:
    with another(others.append_until_killed, Place("sqlite", str(path))) as line:
        told = [line.recv() for _ in range(50)]
    assert told == list(range(50))
    with closing(SqliteStore(path)) as store, store.read() as tx:
        assert tx.size() >= 50
        assert all_records(tx) == [record(index) for index in range(tx.size())]
        assert root(tx) == naive.mth(tuple(record(index).jws for index in range(tx.size())))
    check_whole(path)


# --- erased


@pytest.mark.parametrize("size_bytes", [40, 900, 20_000])
def test_an_erased_text_is_in_no_byte_of_the_files(path: Path, size_bytes: int) -> None:
    secret = (b"wat niemand meer mag lezen. " * 1000)[:size_bytes]
    with closing(SqliteStore(path)) as store:
        with store.write() as tx:
            for number in range(20):
                tx.put_text(append(tx).digest, b"een ander %d" % number)
            said = append(tx)
            tx.put_text(said.digest, secret)
        with store.write() as tx:
            tx.put_text(said.digest, b"")
    assert [file.name for file in path.parent.iterdir() if secret[:30] in file.read_bytes()] == []


# --- full, damaged, foreign


def test_a_full_disk_leaves_the_transactions_before_it(path: Path) -> None:
    with another(others.fill, path, 500_000) as line:
        detail, committed, size, facts = line.recv()
    assert detail in {
        "De opslag van het register is vol.",
        "De opslag van het register meldt een fout (SQLITE_IOERR_WRITE).",
    }
    assert committed == size == facts > 0
    with closing(SqliteStore(path)) as store, store.read() as tx:
        assert all_records(tx) == [record(index) for index in range(committed)]
    check_whole(path)


def test_after_an_error_of_the_disk_a_transaction_can_only_be_undone(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        with store.write() as tx:
            append(tx)
        with store._connections.borrow() as db:  # the next transaction gets the same one
            [(pages,)] = db.execute("PRAGMA page_count").fetchall()
            db.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="afgelopen of mislukt"), store.write() as tx:
            put_too_much(tx)
        with store.read() as tx:
            assert all_records(tx) == [record(0)]
            assert list(tx.scan("")) == []


def put_too_much(tx: Transaction) -> None:
    append(tx)
    with pytest.raises(StoreError, match="vol"):
        tx.put("groot", bytes(100_000))
    with pytest.raises(StoreError, match="afgelopen of mislukt"):
        tx.put("klein", b"1")


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"geen register\n" * 1000)
    with pytest.raises(StoreError, match="geen SQLite-bestand"):
        SqliteStore(path)
    assert path.read_bytes() == b"geen register\n" * 1000


def test_a_damaged_file_is_an_error_of_the_store(path: Path) -> None:
    with closing(SqliteStore(path)) as store, store.write() as tx:
        for _ in range(200):
            append(tx)
    pages = path.read_bytes()
    path.write_bytes(pages[:4096] + b"\xff" * (len(pages) - 4096))  # the first page lists the tables
    with pytest.raises(StoreError, match="beschadigd"), closing(SqliteStore(path)) as store, store.read() as tx:
        all_records(tx)


def test_a_file_of_a_newer_version_is_refused(path: Path) -> None:
    SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE _sqlite_migrations SET name = '9999.sql' WHERE name = '0001.sql'")
        connection.commit()
    with pytest.raises(StoreError, match="nieuwere versie"):
        SqliteStore(path)


def test_a_file_of_the_first_version_keeps_every_fact_and_record(path: Path) -> None:
    facts = {f"professionallijn/{number:03}": b"x" * 10 * number for number in range(300)}
    with closing(SqliteStore(path)) as store, store.write() as tx:
        append(tx)
        for key, value in facts.items():
            tx.put(key, value)
    first = files(registry.store).joinpath("sql", "sqlite", "0001.sql").read_text().split(";")
    with closing(sqlite3.connect(path)) as connection:  # back to how it was
        connection.execute("DELETE FROM _sqlite_migrations WHERE name <> '0001.sql'")
        connection.execute("ALTER TABLE facts RENAME TO later")
        for table in ("facts", "once"):
            connection.execute(next(statement for statement in first if f"CREATE TABLE {table}" in statement))
        connection.execute("INSERT INTO facts SELECT * FROM later")
        connection.execute("DROP TABLE later")
        connection.execute("DROP TABLE revoked")
        connection.execute("DROP TABLE texts")
        connection.commit()
    with closing(SqliteStore(path)) as store, store.read() as tx:
        assert dict(tx.scan("")) == facts
        assert all_records(tx) == [record(0)]
    check_whole(path)


@pytest.mark.parametrize("where", ["geen map/register.sqlite", "."])
def test_what_cannot_be_opened_is_an_error_of_the_store(tmp_path: Path, where: str) -> None:
    with pytest.raises(StoreError, match="niet worden geopend"):
        SqliteStore(tmp_path / where)


def test_a_file_that_was_moved_away_is_not_made_anew(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        path.rename(path.with_suffix(".weg"))
        with pytest.raises(StoreError, match="niet worden geopend"), store.read():
            pass
        assert not path.exists()


def test_a_writer_that_waits_too_long_is_told(path: Path) -> None:
    with closing(SqliteStore(path)) as store, closing(SqliteStore(path)) as other:
        with store._connections.borrow() as db:  # the next transaction gets the same one
            db.execute("PRAGMA busy_timeout = 1")
        with other.write(), pytest.raises(StoreError, match="andere schrijver"), store.write():
            pass
        with store.write() as tx:
            append(tx)


# --- the file and its connections


def test_processes_may_make_the_file_together(tmp_path: Path, processes: ProcessPoolExecutor) -> None:
    places = [Place("sqlite", str(tmp_path / f"{number}.sqlite")) for number in range(30)]
    for each in [processes.submit(others.make_together, places) for _ in range(2)]:
        each.result(30)
    for place in places:
        check_whole(Path(place.where))


def test_only_the_owner_can_read_the_file(path: Path) -> None:
    with closing(SqliteStore(path)) as store, store.write() as tx:
        append(tx)
        kept = list(path.parent.iterdir())
        assert {each.name for each in kept} == {"register.sqlite", "register.sqlite-wal", "register.sqlite-shm"}
        assert {stat.S_IMODE(each.stat().st_mode) for each in kept} == {0o600}


def test_a_path_may_hold_what_means_something_in_an_address(tmp_path: Path) -> None:
    path = tmp_path / "een #1 100% register?mode=ro.sqlite"
    with closing(SqliteStore(path)) as store, store.write() as tx:
        append(tx)
    assert path.exists()


def test_commits_are_durable(path: Path) -> None:
    with closing(SqliteStore(path)) as store, store._connections.borrow() as db:
        assert db.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
        assert db.execute("PRAGMA synchronous").fetchall() == [(2,)]  # FULL


def test_connections_are_kept_for_the_next_thread_up_to_a_bound(path: Path) -> None:
    threads = file.IDLE + 8
    barrier = Barrier(threads)

    def read(_: int) -> int:
        with store.read() as tx:
            barrier.wait(10)
            return tx.size()

    with closing(SqliteStore(path)) as store, ThreadPoolExecutor(threads) as pool:
        for _ in range(2):
            assert list(pool.map(read, range(threads))) == [0] * threads
            assert len(store._connections._idle) == file.IDLE


def test_a_transaction_may_end_after_the_store_is_closed(path: Path) -> None:
    store = SqliteStore(path)
    with store.write() as tx:
        append(tx)
        store.close()
    with closing(SqliteStore(path)) as again, again.read() as tx:
        assert tx.size() == 1


def test_the_questions_that_are_asked_most_use_an_index(path: Path) -> None:
    questions = {
        queries.FIND: (b"",),
        sqlite._NODES: ("[[0,1]]",),
        sqlite._SCAN: ("a", b"b", 1, 0),
        queries.TEXT: (b"",),
        queries.SIZE: (),
    }
    SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as connection:
        for question, parameters in questions.items():
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {question}", parameters)]
            assert not [step for step in plan if step.startswith("SCAN") and "json_each" not in step], plan
