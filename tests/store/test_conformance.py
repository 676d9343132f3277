# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What every store promises (registry/store/protocol.py), asked of every store."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta, timezone
from threading import Event, Thread
from time import monotonic

import msgspec
import pytest

from registry.errors import StoreError
from registry.store.protocol import Store, Transaction
from tests.store import others
from tests.store.places import START_AT, Place, all_records, append, record, root
from tests.tlog import naive

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
KEYS = [
    "",
    "a",
    "a.",
    "a/",
    "a//",
    "a/b",
    "a/\x00",
    "a/é",
    "a/€",
    "a/\U0010ffff",
    "a0",
    "b",
    "ÿ",
    "ÿa",
    "Ā",
    "\U0010ffff",
]


class Undone(Exception):  # noqa: N818 - not an error: what a caller may raise
    pass


def changed(store: Store, since: int) -> bool:
    """Whether the version changed; what another node did is heard of within moments."""
    until = monotonic() + 10
    while monotonic() < until:
        if store.version() != since:
            return True
    return False


def test_a_store_and_its_transactions_have_the_shape_of_the_protocol(store: Store) -> None:
    assert isinstance(store, Store)
    with store.read() as tx:
        assert isinstance(tx, Transaction)


# --- records


def test_an_empty_store_has_no_records(store: Store) -> None:
    with store.read() as tx:
        assert tx.size() == 0
        assert list(tx.records(0, 10)) == []
        assert tx.find(record(0).digest) is None


def test_records_come_back_as_they_were_given(store: Store) -> None:
    given = []
    for _ in range(3):
        with store.write() as tx:
            given.append(append(tx))
    with store.read() as tx:
        assert tx.size() == 3
        assert all_records(tx) == given
        assert [tx.find(one.digest) for one in given] == given


@pytest.mark.parametrize(
    ("start", "stop", "indexes"),
    [
        (0, 3, [0, 1, 2]),
        (1, 2, [1]),
        (2, 2, []),
        (2, 1, []),
        (2, 99, [2]),
        (3, 9, []),
        (-5, 1, [0]),
        (-5, -1, []),
        (0, 2**70, [0, 1, 2]),
        (2**70, 2**71, []),
        (-(2**70), 2, [0, 1]),
        (0, -(2**70), []),
    ],
)
def test_a_range_of_records_is_what_exists_of_it(store: Store, start: int, stop: int, indexes: list[int]) -> None:
    with store.write() as tx:
        for _ in range(3):
            append(tx)
    with store.read() as tx:
        assert [found.index for found in tx.records(start, stop)] == indexes


@pytest.mark.parametrize("index", [-1, 0, 2, 2**70])
def test_a_record_with_another_index_than_the_next_is_refused(store: Store, index: int) -> None:
    with store.write() as tx:
        append(tx)
    with pytest.raises(StoreError, match="volgende plaats"), store.write() as tx:
        tx.append(msgspec.structs.replace(record(1), index=index), [])
    with store.read() as tx:
        assert tx.size() == 1


def test_a_statement_is_in_the_log_once(store: Store) -> None:
    with store.write() as tx:
        first = append(tx)
    again = msgspec.structs.replace(first, index=1)
    with pytest.raises(StoreError, match="al in het logboek"), store.write() as tx:
        tx.append(again, [])
    with store.read() as tx:
        assert all_records(tx) == [first]


def test_after_a_refused_record_the_transaction_can_go_on(store: Store) -> None:
    with store.write() as tx:
        first = append(tx)
        for wrong in (record(7), msgspec.structs.replace(first, index=1)):
            with pytest.raises(StoreError):
                tx.append(wrong, [])
        second = append(tx)
    with store.read() as tx:
        assert all_records(tx) == [first, second]


@pytest.mark.parametrize("digest", ["", "00", "A" * 64, " " + "0" * 63, "é" * 64, "0" * 66])
def test_what_is_no_digest_is_never_found_and_never_kept(store: Store, digest: str) -> None:
    with store.read() as tx:
        assert tx.find(digest) is None
    with pytest.raises(StoreError, match="64 hexadecimale"), store.write() as tx:
        tx.append(msgspec.structs.replace(record(0), digest=digest), [])


@pytest.mark.parametrize(
    "ordered_at",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 10, 25, 2, 30, 0, 1, tzinfo=UTC),
        datetime(2038, 1, 19, 3, 14, 8, 123457, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 7, 1, 12, 0, 0, 999999, tzinfo=timezone(2 * HOUR)),
    ],
)
def test_moments_are_exact_to_the_microsecond(store: Store, ordered_at: datetime) -> None:
    with store.write() as tx:
        tx.append(msgspec.structs.replace(record(0), ordered_at=ordered_at), [])
    with store.read() as tx:
        [kept] = tx.records(0, 1)
        assert kept.ordered_at == ordered_at
        assert kept.ordered_at.utcoffset() == timedelta(0)


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    naive_at = START_AT.replace(tzinfo=None)
    with pytest.raises(StoreError, match="tijdzone"), store.write() as tx:
        tx.append(msgspec.structs.replace(record(0), ordered_at=naive_at), [])


# --- nodes


def test_nodes_come_in_the_order_asked_and_as_often(store: Store) -> None:
    with store.write() as tx:
        for _ in range(5):
            append(tx)
    log = naive.Log([record(index).jws for index in range(5)])
    wanted = [(0, 4), (2, 0), (0, 0), (1, 1), (2, 0)]
    with store.read() as tx:
        assert list(tx.nodes(wanted)) == log.read(wanted)
        assert list(tx.nodes([])) == []
        assert root(tx) == naive.mth(tuple(record(index).jws for index in range(5)))


@pytest.mark.parametrize("node", [(1, 1), (0, 3), (7, 0), (0, 2**63 - 1), (0, 2**70), (2**70, 0), (0, -1), (-1, 0)])
def test_a_node_that_is_not_there_is_an_error(store: Store, node: tuple[int, int]) -> None:
    with store.write() as tx:
        for _ in range(3):
            append(tx)
    with store.read() as tx, pytest.raises(StoreError, match=f"niveau {node[0]}, plaats {node[1]}, ontbreekt"):
        tx.nodes([(1, 0), node])


def test_many_nodes_are_read_at_once(store: Store) -> None:
    hashes = [((0, n), n.to_bytes(32, "big")) for n in range(3000)]
    with store.write() as tx:
        tx.append(record(0), hashes)
    with store.read() as tx:
        assert list(tx.nodes([node for node, _ in reversed(hashes)])) == [value for _, value in reversed(hashes)]


def test_a_node_never_changes(store: Store) -> None:
    with store.write() as tx:
        tx.append(record(0), [((0, 0), b"a" * 32)])
    with pytest.raises(StoreError), store.write() as tx:
        tx.append(record(1), [((0, 1), b"b" * 32), ((0, 0), b"b" * 32)])
    with store.read() as tx:
        assert tx.size() == 1
        assert list(tx.nodes([(0, 0)])) == [b"a" * 32]
        with pytest.raises(StoreError):
            tx.nodes([(0, 1)])


def test_a_node_that_is_no_hash_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="32 bytes"), store.write() as tx:
        tx.append(record(0), [((0, 0), b"a" * 31)])


# --- facts


def test_a_fact_is_written_replaced_and_removed(store: Store) -> None:
    for value in (b"een", b"twee", b"", bytes(range(256)) * 1000, None, None):
        with store.write() as tx:
            tx.put("kalender/2026", value)
            assert tx.get("kalender/2026") == value
        with store.read() as tx:
            assert tx.get("kalender/2026") == value
            assert list(tx.scan("")) == ([] if value is None else [("kalender/2026", value)])


def test_a_fact_of_another_key_is_not_found(store: Store) -> None:
    with store.write() as tx:
        tx.put("a/b", b"1")
    with store.read() as tx:
        assert [tx.get(key) for key in ("a", "a/", "a/b ", "A/b", "a/b\x00", "")] == [None] * 6


@pytest.mark.parametrize("prefix", [*KEYS, "a/b/", "\x00", "c"])
def test_a_scan_gives_the_keys_with_the_prefix_in_the_order_of_their_bytes(store: Store, prefix: str) -> None:
    with store.write() as tx:
        for key in KEYS:
            tx.put(key, key.encode())
    wanted = [key for key in sorted(KEYS, key=str.encode) if key.encode().startswith(prefix.encode())]
    with store.read() as tx:
        assert list(tx.scan(prefix)) == [(key, key.encode()) for key in wanted]


@pytest.mark.parametrize("skip", [0, 1, 3, 99])
@pytest.mark.parametrize("most", [None, 0, 1, 2, 99])
@pytest.mark.parametrize("prefix", ["", "a/", "c"])
def test_a_bounded_scan_is_a_slice_of_the_whole_one(store: Store, prefix: str, most: int | None, skip: int) -> None:
    with store.write() as tx:
        for key in KEYS:
            tx.put(key, key.encode())
        whole = list(tx.scan(prefix))
        stop = None if most is None else skip + most
        assert list(tx.scan(prefix, skip=skip, most=most)) == whole[skip:stop]


def test_a_scan_sees_what_was_there_when_it_began(store: Store) -> None:
    with store.write() as tx:
        for key in ("a/1", "a/2", "a/3"):
            tx.put(key, b"oud")
        found = []
        for key, value in tx.scan("a/"):
            found.append((key, value))
            tx.put("a/3", b"nieuw")
            tx.put(f"{key}/erbij", b"nieuw")
            tx.put(key, None)
        assert found == [("a/1", b"oud"), ("a/2", b"oud"), ("a/3", b"oud")]


# --- texts


def test_a_text_stands_beside_its_statement_until_another_takes_its_place(store: Store) -> None:
    with store.write() as tx:
        said, other = append(tx), append(tx)
        assert tx.text(said.digest) is None
        for text in (b"waarom", bytes(range(256)) * 100, b""):
            tx.put_text(said.digest, text)
            assert (tx.text(said.digest), tx.text(other.digest), tx.text("geen digest")) == (text, None, None)
    with store.read() as tx:
        assert tx.text(said.digest) == b""
        assert list(tx.scan("")) == []
        with pytest.raises(StoreError, match="geopend om te lezen"):
            tx.put_text(said.digest, b"nog een")


@pytest.mark.parametrize("digest", [record(1).digest, "geen digest", ""])
def test_no_text_stands_beside_what_nobody_said(store: Store, digest: str) -> None:
    with store.write() as tx:
        append(tx)
        with pytest.raises(StoreError, match="staat niet in het logboek"):
            tx.put_text(digest, b"waarom")
    with store.read() as tx:
        assert tx.text(digest) is None


def test_a_text_is_kept_or_undone_with_its_transaction(store: Store) -> None:
    with store.write() as tx:
        said = append(tx)
        tx.put_text(said.digest, b"eerst")
    with suppress(Undone), store.write() as tx:
        tx.put_text(said.digest, b"later")
        raise Undone
    with store.read() as tx:
        assert tx.text(said.digest) == b"eerst"


# --- all or nothing


def test_a_transaction_sees_what_it_did_itself(store: Store) -> None:
    with store.write() as tx:
        first = append(tx)
        assert (tx.size(), all_records(tx), tx.find(first.digest)) == (1, [first], first)
        assert len(tx.nodes([(0, 0)])) == 1
        tx.put("a", b"1")
        assert list(tx.scan("a")) == [("a", b"1")]


def change_everything(tx: Transaction, why: type[BaseException]) -> None:
    append(tx)
    tx.put("blijft", b"2")
    tx.put("ook", None)
    tx.put("nieuw", b"1")
    raise why


@pytest.mark.parametrize("why", [Undone, KeyboardInterrupt])
def test_after_an_exception_nothing_is_left(store: Store, why: type[BaseException]) -> None:
    with store.write() as tx:
        kept = append(tx)
        tx.put("blijft", b"1")
        tx.put("ook", b"1")
    with pytest.raises(why), store.write() as tx:
        change_everything(tx, why)
    with store.read() as tx:
        assert all_records(tx) == [kept]
        assert tx.find(record(1).digest) is None
        assert list(tx.scan("")) == [("blijft", b"1"), ("ook", b"1")]
        with pytest.raises(StoreError):
            tx.nodes([(0, 1)])
    with store.write() as tx:  # and the place is free again
        assert append(tx) == record(1)


def test_what_was_committed_is_there_when_the_store_is_opened_again(shared: Place) -> None:
    with closing(shared.open()) as store, store.write() as tx:
        kept = append(tx)
        tx.put("a", b"1")
    with closing(shared.open()) as store, store.read() as tx:
        assert all_records(tx) == [kept]
        assert tx.get("a") == b"1"


def test_a_read_transaction_cannot_write(store: Store) -> None:
    with store.read() as tx:
        with pytest.raises(StoreError, match="om te lezen"):
            append(tx)
        with pytest.raises(StoreError, match="om te lezen"):
            tx.put("a", b"1")
        with pytest.raises(StoreError, match="om te lezen"):
            tx.put("a", None)
        assert tx.get("a") is None


def test_a_transaction_that_ended_cannot_be_used(store: Store) -> None:
    with store.read() as read:
        pass
    with store.write() as write:
        pass
    for tx in (read, write):
        for use in (tx.size, lambda tx=tx: tx.get("a"), lambda tx=tx: tx.records(0, 1), lambda tx=tx: tx.scan("")):
            with pytest.raises(StoreError, match="afgelopen"):
                use()
    with pytest.raises(StoreError, match="afgelopen"):
        write.put("a", b"1")


# --- one writer, and readers that it does not disturb


def test_a_reader_does_not_see_what_is_not_committed(store: Store) -> None:
    with store.write() as writing:
        first = append(writing)
        writing.put("a", b"1")
        with store.read() as tx:  # and does not wait for it either
            assert (tx.size(), tx.find(first.digest), tx.get("a"), list(tx.scan(""))) == (0, None, None, [])
    with store.read() as tx:
        assert (tx.size(), tx.find(first.digest), tx.get("a")) == (1, first, b"1")


def test_a_reader_keeps_the_state_that_it_began_with(store: Store) -> None:
    with store.write() as writing:
        first = append(writing)
        writing.put("a", b"1")
    with store.read() as fresh, store.read() as looked:
        assert looked.size() == 1
        for value in (b"2", b"3"):
            with store.write() as writing:
                append(writing)
                writing.put("a", value)
                writing.put("b", value)
        for tx in (fresh, looked):
            assert all_records(tx) == [first]
            assert list(tx.records(0, 9)) == [first]
            assert (tx.size(), tx.find(record(1).digest)) == (1, None)
            assert list(tx.scan("")) == [("a", b"1")]
            with pytest.raises(StoreError):
                tx.nodes([(0, 1)])
    with store.read() as tx:
        assert tx.size() == 3


def test_a_writer_waits_for_the_writer_before_it(store: Store) -> None:
    order = []
    asking = Event()

    def second() -> None:
        asking.set()
        with store.write() as tx:
            order.append("tweede")
            append(tx)

    thread = Thread(target=second)
    with store.write() as tx:
        thread.start()
        assert asking.wait(10)
        append(tx)
        thread.join(0.1)  # it cannot end
        order.append("eerste")
    thread.join(10)
    assert order == ["eerste", "tweede"]
    with store.read() as tx:
        assert tx.size() == 2


def test_a_thread_that_would_wait_for_itself_is_told(store: Store) -> None:
    with store.write() as tx:
        with pytest.raises(StoreError, match="al een schrijftransactie"), store.write():
            pass
        append(tx)
    with store.write() as tx:  # and it was not harmed by it
        assert tx.size() == 1


def test_a_writer_that_fails_lets_the_next_one_in(store: Store) -> None:
    def fail() -> None:
        with pytest.raises(Undone), store.write() as tx:
            change_everything(tx, Undone)

    with ThreadPoolExecutor(1) as threads:
        threads.submit(fail).result(10)
    with store.write() as tx:
        assert append(tx).index == 0


def test_threads_that_race_all_append(store: Store) -> None:
    def race(name: int) -> list[int]:
        places = []
        for number in range(15):
            with store.write() as tx:
                places.append(append(tx, text=f"{name}-{number}").index)
            with store.read() as tx:
                assert tx.size() > places[-1]
                assert [found.index for found in all_records(tx)] == list(range(tx.size()))
        return places

    with ThreadPoolExecutor(4) as threads:
        places = [place for made in threads.map(race, range(4)) for place in made]
    assert sorted(places) == list(range(60))
    with store.read() as tx:
        assert root(tx) == naive.mth(tuple(found.jws for found in all_records(tx)))


def test_processes_that_race_all_append(shared: Place, processes: ProcessPoolExecutor) -> None:
    # They also make the store together: nothing has opened it yet.
    racing = [processes.submit(others.together, others.append_many, shared, name, 40) for name in "ab"]
    places = [place for each in racing for place in each.result(30)]
    assert sorted(places) == list(range(80))
    with closing(shared.open()) as store, store.read() as tx:
        assert [found.index for found in all_records(tx)] == list(range(80))
        assert root(tx) == naive.mth(tuple(found.jws for found in all_records(tx)))


# --- version


def test_the_version_changes_with_a_commit_of_this_process(store: Store) -> None:
    seen = store.version()
    for _ in range(3):
        with store.write() as tx:
            append(tx)
        assert store.version() != seen
        seen = store.version()
    with store.write() as tx:
        tx.put("a", b"1")
    assert store.version() != seen


def test_the_version_stays_while_nobody_commits(store: Store) -> None:
    with store.write() as tx:
        append(tx)
    seen = store.version()
    with store.read() as tx:
        tx.size()
    with pytest.raises(Undone), store.write() as tx:
        change_everything(tx, Undone)
    assert store.version() == seen


def test_the_version_does_not_wait_for_a_writer(store: Store) -> None:
    seen = store.version()
    with store.write() as tx:
        append(tx)
        assert store.version() == seen
    assert store.version() != seen


def test_the_version_changes_with_a_commit_of_another_store_or_process(
    shared: Place, processes: ProcessPoolExecutor
) -> None:
    with closing(shared.open()) as store:
        seen = store.version()
        with closing(shared.open()) as other, other.write() as tx:
            append(tx)
        assert changed(store, seen)
        seen = store.version()
        assert processes.submit(others.append_many, shared, "ander", 1).result(30) == [1]
        assert changed(store, seen)
        with store.read() as tx:
            assert tx.size() == 2


# --- tokens that were called back


def test_a_token_called_back_is_listed_until_it_is_over(store: Store) -> None:
    assert store.revoked(START_AT) == frozenset()
    store.revoke("kort", until=START_AT)
    store.revoke("lang \x00 é€", until=START_AT + HOUR)
    assert store.revoked(START_AT) == {"kort", "lang \x00 é€"}
    assert store.revoked(START_AT + TICK) == {"lang \x00 é€"}
    assert store.revoked(START_AT + HOUR + TICK) == frozenset()


def test_a_token_stays_called_back_for_the_longest_that_was_said(store: Store) -> None:
    for hours in (1, 2, 0):
        store.revoke("jti", until=START_AT + hours * HOUR)
    assert store.revoked(START_AT + 2 * HOUR) == {"jti"}
    assert store.revoked(START_AT + 2 * HOUR + TICK) == frozenset()


def test_tokens_that_were_over_when_last_asked_are_forgotten(store: Store) -> None:
    store.revoke("kort", until=START_AT)
    store.revoke("lang", until=START_AT + HOUR)
    assert store.revoked(START_AT + HOUR) == {"lang"}
    store.revoke("nieuw", until=START_AT + HOUR)
    assert store.revoked(START_AT) == {"lang", "nieuw"}  # as no clock asks: what is gone is gone


def test_calling_a_token_back_changes_the_version_and_nothing_else(store: Store) -> None:
    for jti in ("een", "twee"):
        seen = store.version()
        store.revoke(jti, until=START_AT)
        assert store.version() != seen
    seen = store.version()
    store.revoked(START_AT)
    assert store.version() == seen
    with store.read() as tx:
        assert (tx.size(), list(tx.scan(""))) == (0, [])


def test_a_token_called_back_by_another_process_is_heard_of(shared: Place, processes: ProcessPoolExecutor) -> None:
    with closing(shared.open()) as store:
        seen = store.version()
        processes.submit(others.revoke, shared, "jti", START_AT).result(30)
        assert changed(store, seen)
        assert store.revoked(START_AT) == {"jti"}
    with closing(shared.open()) as again:
        assert again.revoked(START_AT) == {"jti"}


def test_calling_a_token_back_needs_moments_with_a_time_zone(store: Store) -> None:
    with pytest.raises(StoreError, match="tijdzone"):
        store.revoke("jti", until=START_AT.replace(tzinfo=None))
    with pytest.raises(StoreError, match="tijdzone"):
        store.revoked(START_AT.replace(tzinfo=None))
    assert store.revoked(START_AT) == frozenset()


# --- close


def test_a_closed_store_says_so(shared: Place) -> None:
    store = shared.open()
    store.close()
    store.close()
    with pytest.raises(StoreError, match="gesloten"), store.read():
        pass
    with pytest.raises(StoreError, match="gesloten"), store.write():
        pass
    with pytest.raises(StoreError, match="gesloten"):
        store.revoke("jti", until=START_AT)
    with pytest.raises(StoreError, match="gesloten"):
        store.revoked(START_AT)
