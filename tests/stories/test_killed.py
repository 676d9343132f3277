# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The register is killed (SIGKILL) between any two steps of a publish, and started again.

What was acknowledged is there, what was not is wholly absent, and the log verifies.
"""

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from registry.projections.replay import replay
from registry.registrar.admission import admit
from registry.registrar.audit import audit
from registry.statements.envelope import open_envelope
from registry.store.protocol import Store, Transaction
from registry.store.sqlite import SqliteStore
from registry.tlog import tree
from registry.tlog.checkpoint import Signer, Verifier, generate
from tests.support import Lid, Network, lijn
from tests.support.network import START

FRESH: Final = multiprocessing.get_context("forkserver")  # each from a process with one thread and no store
FRESH.set_forkserver_preload(["tests.stories.test_killed"])
SIGNER: Final = Signer.parse(generate("test.example/logboek", bytes(range(32))))  # that of every Network
BEFORE: Final = 3  # publications before the one in which the process is killed


class Point(NamedTuple):
    """A place in a publish: just before, or just after, the n-th time that the store is asked this."""

    step: str
    nth: int = 1
    after: bool = False

    def __str__(self) -> str:
        return f"{'after' if self.after else 'before'} {self.step} {self.nth}"


_STEPS: Final = {
    "begin": 1,
    "find": 1,
    "size": 2,
    "records": 1,
    "get": 3,
    "append": 1,
    "put": 2,
    "nodes": 3,
    "commit": 1,
}
POINTS: Final = [
    Point(step, nth, after=after)
    for step, times in _STEPS.items()
    for nth in range(1, times + 1)
    for after in (False, True)
]


class Deadly:
    """A store that kills its process at one point, once it is armed."""

    def __init__(self, store: Store, point: Point) -> None:
        self._store, self._point = store, point
        self.seen: Counter[str] = Counter()
        self.armed = False

    def reached(self, step: str, *, after: bool) -> None:
        if self.armed:
            self.seen[step] += not after
            if Point(step, self.seen[step], after=after) == self._point:
                os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        self.reached("begin", after=False)
        with self._store.write() as tx:
            self.reached("begin", after=True)
            yield _DeadlyTransaction(tx, self)
            self.reached("commit", after=False)
        self.reached("commit", after=True)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class _DeadlyTransaction:
    def __init__(self, tx: Transaction, store: Deadly) -> None:
        self._tx, self._store = tx, store

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._tx, name)

        def watched(*args: Any) -> Any:
            self._store.reached(name, after=False)
            answer = call(*args)
            self._store.reached(name, after=True)
            return answer

        return watched


def network(path: Path) -> tuple[Network, Lid]:
    net = Network(SqliteStore(path), kalender=False)
    return net, net.lid("svb")


def publish_and_die(path: str, point: Point, report: Connection) -> None:
    """Publish a few lines, and be killed somewhere in the last; say what is signed, and what is acknowledged."""
    net, svb = network(Path(path))
    deadly = Deadly(net.store, point)
    for number in range(BEFORE + 1):
        deadly.armed = number == BEFORE
        jws = svb.sign(lijn(f"lijn-{number}"))
        report.send((svb.oin, jws))
        taken = admit(deadly, net.signer, jws, at=net.clock.at, namens=svb.oin)
        report.send(taken.signed.digest)
    report.send("survived")


def publish_until_killed(path: str, report: Connection) -> None:
    _net, svb = network(Path(path))
    for number in count():
        taken = svb.publiceer(lijn(f"lijn-{number % 5}", titel=f"Uitgave {number}"))
        report.send((taken.signed.digest, taken.checkpoint))


def heard(line: Connection) -> Iterator[Any]:
    """Everything that a process said before it died."""
    while True:
        try:
            yield line.recv()
        except EOFError:
            return


def start(target: Callable[..., None], *args: object) -> tuple[ForkServerProcess, Connection]:
    ours, theirs = FRESH.Pipe(duplex=False)
    process = FRESH.Process(target=target, args=(*args, theirs))
    process.start()
    theirs.close()
    return process, ours


def check_whole(path: Path) -> tuple[list[str], bytes]:
    """Hold everything in the file to everything else; give the digests in order, and the root."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        [(nodes,)] = connection.execute("SELECT count(*) FROM nodes").fetchall()
    with closing(SqliteStore(path)) as store:
        bevinding = audit(store)
        with store.read() as tx:
            records = tx.records(0, tx.size())
            assert replay(records).facts == dict(tx.scan(""))
            assert (bevinding.records, bevinding.root) == (len(records), tree.root(len(records), tx.nodes))
    assert bevinding.afwijkend == ()
    assert [record.index for record in records] == list(range(len(records)))
    assert nodes == 2 * len(records) - len(records).bit_count()  # every complete subtree, and not one more
    return [record.digest for record in records], bevinding.root


@pytest.fixture(scope="module")
def dying(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[Point, tuple[ForkServerProcess, Connection, Path]]]:
    """A process for every point, all started at once: most of their time goes to starting."""
    folder = tmp_path_factory.mktemp("gedood")
    paths = {point: folder / f"{number}.sqlite" for number, point in enumerate(POINTS)}
    started = {point: (*start(publish_and_die, str(path), point), path) for point, path in paths.items()}
    yield started
    for process, line, _ in started.values():
        line.close()
        process.kill()
        process.join()


@pytest.mark.parametrize("point", POINTS, ids=str)
def test_killed_at_any_step_of_a_publish_it_is_there_wholly_or_not_at_all(
    dying: dict[Point, tuple[ForkServerProcess, Connection, Path]], point: Point
) -> None:
    process, line, path = dying[point]
    said = list(heard(line))
    process.join()
    assert process.exitcode == -signal.SIGKILL
    *before, (oin, jws) = said
    acknowledged = before[1::2]
    assert len(acknowledged) == BEFORE

    digests, _ = check_whole(path)
    assert digests[-BEFORE - 1 :][:BEFORE] == acknowledged or digests[-BEFORE:] == acknowledged
    was_committed = point == Point("commit", after=True)  # it may be there without being acknowledged, and is
    assert (open_envelope(jws).digest in digests) == was_committed

    with closing(SqliteStore(path)) as store:  # whoever got no answer asks again, and it counts once
        taken = admit(store, SIGNER, jws, at=START, namens=oin)
        assert taken.nieuw == (not was_committed)
    assert check_whole(path)[0] == [*(digests[:-1] if was_committed else digests), taken.signed.digest]


def test_these_are_all_the_steps_of_a_publish(tmp_path: Path) -> None:
    net, svb = network(tmp_path / "register.sqlite")
    counting = Deadly(net.store, Point("nergens"))
    counting.armed = True
    admit(counting, net.signer, svb.sign(lijn()), at=START, namens=svb.oin)
    assert {(point.step, point.nth) for point in POINTS} >= set(counting.seen.items())
    net.store.close()


def test_killed_at_random_moments_everything_acknowledged_is_there(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    paths = [tmp_path / f"{number}.sqlite" for number in range(6)]
    started = [(start(publish_until_killed, str(path)), path) for path in paths]
    for (process, line), path in started:
        last = [line.recv() for _ in range(chance.randint(1, 40))]
        until = time.perf_counter() + chance.random() / 200
        while time.perf_counter() < until:
            pass
        process.kill()
        acknowledged = [*last, *heard(line)]
        process.join()
        line.close()

        digests, _ = check_whole(path)
        assert digests[4 : 4 + len(acknowledged)] == [digest for digest, _ in acknowledged]
        assert len(digests) - 4 - len(acknowledged) in {0, 1}  # one may be committed that was not yet acknowledged
        with closing(SqliteStore(path)) as store, store.read() as tx:
            for digest, note in acknowledged:  # what was sworn then, holds now
                sworn = Verifier.parse(SIGNER.verifier).open(note)
                assert (sworn.root, digest) == (tree.root(sworn.size, tx.nodes), digests[sworn.size - 1])
