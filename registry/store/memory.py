# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The oracle: a store of plain dicts that is right because it is simple.

A writer works on a copy of everything, and a commit puts that copy in the place of what was there.
So a reader keeps the state that it began with, and an exception leaves nothing. A write costs a
copy: put a whole replay in one transaction.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from msgspec import Struct, field
from msgspec.structs import replace

from registry.errors import StoreError
from registry.store.poortboek import Weigering
from registry.store.protocol import Record, Transaction
from registry.store.turn import Turn
from registry.store.values import DOUBLED, ENDED, READ_ONLY, UNSAID, check_next, from_micros, missing, to_micros
from registry.tlog.tree import Node


class _State(Struct):
    records: list[Record] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    nodes: dict[Node, bytes] = field(default_factory=dict)
    facts: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)

    def copy(self) -> "_State":
        log = self.records.copy(), self.places.copy(), self.nodes.copy()
        return _State(*log, self.facts.copy(), self.texts.copy())


class _Transaction:
    def __init__(self, state: _State, *, writes: bool) -> None:
        self._state = state
        self._writes = writes
        self._ended = False

    def size(self) -> int:
        return len(self._now().records)

    def records(self, start: int, stop: int) -> Sequence[Record]:
        return self._now().records[max(start, 0) : max(stop, 0)]

    def find(self, digest: str) -> Record | None:
        state = self._now()
        return state.records[state.places[digest]] if digest in state.places else None

    def nodes(self, wanted: Sequence[Node]) -> Sequence[bytes]:
        kept = self._now().nodes
        for node in wanted:
            if node not in kept:
                raise missing(node)
        return [kept[node] for node in wanted]

    def get(self, key: str) -> bytes | None:
        return self._now().facts.get(key)

    def scan(self, prefix: str, *, skip: int = 0, most: int | None = None) -> Iterator[tuple[str, bytes]]:
        # Sorting by code point is sorting by the bytes of UTF-8.
        found = sorted(fact for fact in self._now().facts.items() if fact[0].startswith(prefix))
        return iter(found[skip:] if most is None else found[skip : skip + most])

    def text(self, digest: str) -> bytes | None:
        return self._now().texts.get(digest)

    def append(self, record: Record, nodes: Sequence[tuple[Node, bytes]]) -> None:
        state = self._changing()
        check_next(record, nodes, size=len(state.records))
        if record.digest in state.places:
            raise StoreError(DOUBLED)
        if any(node in state.nodes for node, _ in nodes):
            raise StoreError("Een hash van het logboek verandert nooit meer.")
        in_utc = from_micros(to_micros(record.ordered_at))
        state.records.append(replace(record, ordered_at=in_utc))
        state.places[record.digest] = record.index
        state.nodes.update(nodes)

    def put(self, key: str, value: bytes | None) -> None:
        facts = self._changing().facts
        if value is None:
            facts.pop(key, None)
        else:
            facts[key] = value

    def put_text(self, digest: str, text: bytes) -> None:
        state = self._changing()
        if digest not in state.places:
            raise StoreError(UNSAID)
        state.texts[digest] = text

    def end(self) -> None:
        self._ended = True

    def _now(self) -> _State:
        if self._ended:
            raise StoreError(ENDED)
        return self._state

    def _changing(self) -> _State:
        if not self._writes:
            raise StoreError(READ_ONLY)
        return self._now()


class MemoryStore:
    """Everything in this process, nothing after it."""

    def __init__(self) -> None:
        self._committed = _State()
        self._commits = 0
        self._turn = Turn()
        self._revoked: dict[str, datetime] = {}
        self._asked = from_micros(0)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open a transaction on what is committed now."""
        tx = _Transaction(self._committed, writes=False)
        try:
            yield tx
        finally:
            tx.end()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open a transaction on a copy, and keep the copy at a normal end.

        Raises:
            StoreError: this thread is already writing.
        """
        with self._turn:
            state = self._committed.copy()
            tx = _Transaction(state, writes=True)
            try:
                yield tx
            finally:
                tx.end()
            self._committed = state
            self._commits += 1

    def version(self) -> int:
        """Count the commits."""
        return self._commits

    def revoke(self, jti: str, *, until: datetime) -> None:
        """Call a token back; forget those that were over when `revoked` was last asked.

        Raises:
            StoreError: a moment without time zone, or this thread is writing.
        """
        to_micros(until)
        with self._turn:
            kept = {known: moment for known, moment in self._revoked.items() if moment >= self._asked}
            self._revoked = {**kept, jti: max(until, kept.get(jti, until))}
            self._commits += 1

    def revoked(self, now: datetime) -> frozenset[str]:
        """List the tokens that were called back and are not over yet.

        Raises:
            StoreError: a moment without time zone.
        """
        to_micros(now)
        self._asked = now
        return frozenset(jti for jti, until in self._revoked.items() if until >= now)

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""


class MemoryPoortboek:
    """A book for one process."""

    def __init__(self) -> None:
        self._once: dict[str, datetime] = {}
        self._windows: dict[tuple[datetime, str], int] = {}
        self._refused: dict[tuple[datetime, str, str, str], int] = {}
        self._writing = Lock()

    def once(self, key: str, *, until: datetime, now: datetime) -> bool:
        """Say True to the first call with this key. A key is forgotten when its `until` lies before `now`.

        Raises:
            StoreError: a moment without time zone.
        """
        to_micros(until)
        to_micros(now)
        with self._writing:
            self._once = {known: moment for known, moment in self._once.items() if moment >= now}
            first = key not in self._once
            self._once.setdefault(key, until)
            return first

    def take(self, key: str, *, wanted: int, limit: int, until: datetime, now: datetime) -> int:
        """Hand out permits of a window. It is forgotten when its `until` lies before `now`.

        Raises:
            StoreError: a moment without time zone.
        """
        to_micros(until)
        to_micros(now)
        with self._writing:
            self._windows = {window: taken for window, taken in self._windows.items() if window[0] >= now}
            taken = self._windows.get((until, key), 0)
            given = max(0, min(wanted, limit - taken))
            self._windows[until, key] = taken + given
            return given

    def note(self, refused: Sequence[Weigering]) -> None:
        """Add refusals up; all of them or none.

        Raises:
            StoreError: a moment without time zone.
        """
        for one in refused:
            to_micros(one.minuut)
        with self._writing:
            for one in refused:
                key = one.minuut, one.wie, one.wat, one.waarom
                self._refused[key] = self._refused.get(key, 0) + one.aantal

    def refusals(self, van: datetime, tot: datetime, *, most: int) -> Sequence[Weigering]:
        """Read refusals, the latest first.

        Raises:
            StoreError: a moment without time zone.
        """
        to_micros(van)
        to_micros(tot)
        with self._writing:
            found = [key for key in self._refused if van <= key[0] < tot]
            found.sort(key=lambda key: (-to_micros(key[0]), *key[1:]))
            return [
                Weigering(minuut=key[0], wie=key[1], wat=key[2], waarom=key[3], aantal=self._refused[key])
                for key in found[:most]
            ]

    def forget(self, before: datetime) -> None:
        """Forget refusals of long ago.

        Raises:
            StoreError: a moment without time zone.
        """
        to_micros(before)
        with self._writing:
            self._refused = {key: count for key, count in self._refused.items() if key[0] >= before}

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""
