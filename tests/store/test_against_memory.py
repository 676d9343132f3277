# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Whatever is done, in whatever order: the databases answer as the plain dicts of MemoryStore do."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from registry.errors import StoreError
from registry.store.memory import MemoryPoortboek, MemoryStore
from registry.store.poortboek import Poortboek, Weigering
from registry.store.protocol import Store, Transaction
from registry.tlog import tree
from tests.store.places import START_AT, Place, all_records, append, record

KEY = st.text(st.sampled_from("a/0é€\U0001f4de\x00"), max_size=4)
VALUE = st.none() | st.binary(max_size=8)
CHANGES = st.lists(st.just("append") | st.tuples(KEY, VALUE), max_size=8)
SECONDS = st.integers(0, 20).map(lambda seconds: START_AT + timedelta(seconds=seconds))

AMOUNT = st.integers(-1, 6)
REFUSAL = st.builds(Weigering, minuut=SECONDS, wie=KEY, wat=KEY, waarom=KEY, aantal=st.integers(1, 3))


class Undone(Exception):  # noqa: N818 - not an error: what a caller may raise
    pass


def view(tx: Transaction) -> object:
    """Everything that a transaction shows."""
    nodes = [(level, n) for level in range(4) for n in range(tx.size() >> level)]
    return (
        tx.size(),
        all_records(tx),
        [tx.find(record(index, text=text).digest) for index in range(tx.size() + 1) for text in ("", "anders")],
        list(tx.nodes(nodes)),
        list(tx.scan("")),
    )


class Comparison(RuleBasedStateMachine):
    open_store: ClassVar[Callable[[], Store]]

    def __init__(self) -> None:
        super().__init__()
        self.memory = MemoryStore()
        self.store = type(self).open_store()
        self.stores: tuple[Store, Store] = (self.memory, self.store)
        self.readers = ExitStack()
        self.reading: tuple[Transaction, Transaction] | None = None

    @rule(changes=CHANGES, undo=st.booleans())
    def write(self, changes: list[tuple[str, bytes | None] | str], *, undo: bool) -> None:
        first, second = (self.change(store, changes, undo=undo) for store in self.stores)
        assert first == second

    def change(self, store: Store, changes: list[tuple[str, bytes | None] | str], *, undo: bool) -> object:
        seen: list[object] = []
        with suppress(Undone), store.write() as tx:
            for each in changes:
                if isinstance(each, str):
                    seen.append(append(tx))
                else:
                    tx.put(*each)
                    seen.append(tx.get(each[0]))
            seen.append(view(tx))
            if undo:
                raise Undone
        return seen

    @rule(index=st.integers(-1, 12), text=st.sampled_from(["", "anders"]))
    def append_anything(self, index: int, text: str) -> None:
        answers = []
        for store in self.stores:
            try:
                with store.write() as tx:
                    added = record(index, text=text)
                    tx.append(added, tree.append(tx.size(), tree.leaf_hash(added.jws), tx.nodes))
                answers.append("")
            except StoreError as error:
                answers.append(error.detail)
        assert answers[0] == answers[1]

    @rule(key=KEY)
    def look(self, key: str) -> None:
        with self.memory.read() as first, self.store.read() as second:
            assert first.get(key) == second.get(key)
            assert list(first.scan(key)) == list(second.scan(key))

    @rule(jti=KEY, until=SECONDS)
    def revoke(self, jti: str, until: datetime) -> None:
        for store in self.stores:
            store.revoke(jti, until=until)

    @rule(now=SECONDS)
    def revoked(self, now: datetime) -> None:
        assert self.memory.revoked(now) == self.store.revoked(now)

    @precondition(lambda self: self.reading is None)
    @rule()
    def begin_to_read(self) -> None:
        self.reading = (
            self.readers.enter_context(self.memory.read()),
            self.readers.enter_context(self.store.read()),
        )

    @precondition(lambda self: self.reading is not None)
    @rule()
    def end_reading(self) -> None:
        self.readers.close()
        self.reading = None

    @invariant()
    def what_is_kept_is_the_same(self) -> None:
        with self.memory.read() as first, self.store.read() as second:
            assert view(first) == view(second)
        if self.reading:
            first, second = self.reading
            assert view(first) == view(second)

    def teardown(self) -> None:
        self.readers.close()
        self.store.close()


class BookComparison(RuleBasedStateMachine):
    open_poortboek: ClassVar[Callable[[], Poortboek]]

    def __init__(self) -> None:
        super().__init__()
        self.memory = MemoryPoortboek()
        self.book = type(self).open_poortboek()
        self.books: tuple[Poortboek, Poortboek] = (self.memory, self.book)

    @rule(key=st.sampled_from("abc"), until=SECONDS, now=SECONDS)
    def once(self, key: str, until: datetime, now: datetime) -> None:
        first, second = (book.once(key, until=until, now=now) for book in self.books)
        assert first == second

    @rule(key=st.sampled_from("ab"), wanted=AMOUNT, limit=AMOUNT, until=SECONDS, now=SECONDS)
    def take(self, key: str, wanted: int, limit: int, until: datetime, now: datetime) -> None:
        first, second = (book.take(key, wanted=wanted, limit=limit, until=until, now=now) for book in self.books)
        assert first == second

    @rule(refused=st.lists(REFUSAL, max_size=5))
    def note(self, refused: list[Weigering]) -> None:
        for book in self.books:
            book.note(refused)

    @rule(before=SECONDS)
    def forget(self, before: datetime) -> None:
        for book in self.books:
            book.forget(before)

    @rule(van=SECONDS, tot=SECONDS, most=st.integers(0, 5))
    def refusals(self, van: datetime, tot: datetime, most: int) -> None:
        first, second = (list(book.refusals(van, tot, most=most)) for book in self.books)
        assert first == second

    def teardown(self) -> None:
        self.book.close()


@pytest.fixture
def postgres(used_schema: Place) -> Callable[[], Place]:
    return used_schema.empty


@pytest.fixture
def sqlite(tmp_path: Path) -> Callable[[], Place]:
    return lambda: Place("sqlite", str(tmp_path / f"{uuid4()}.sqlite"))


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_database_answers_as_memory_does(kind: str, request: pytest.FixtureRequest) -> None:
    new_place: Callable[[], Place] = request.getfixturevalue(kind)

    class ComparisonWithIt(Comparison):
        open_store = staticmethod(lambda: new_place().open())

    run_state_machine_as_test(ComparisonWithIt, settings=settings(max_examples=30, stateful_step_count=20))


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_book_in_a_database_answers_as_one_in_memory_does(kind: str, request: pytest.FixtureRequest) -> None:
    new_place: Callable[[], Place] = request.getfixturevalue(kind)

    class ComparisonWithIt(BookComparison):
        open_poortboek = staticmethod(lambda: new_place().open_poortboek())

    run_state_machine_as_test(ComparisonWithIt, settings=settings(max_examples=30, stateful_step_count=30))
