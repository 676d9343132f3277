# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The register is killed (SIGKILL) between any two steps of a publish. After a restart, what was
acknowledged is there, what was not is wholly absent, and the log verifies.
"""

import multiprocessing
import os
import random
import signal
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import pytest

from registry.projections.replay import replay
from registry.registrar.admission import admit, checkpoint
from registry.registrar.audit import audit
from registry.statements.envelope import open_envelope
from registry.store.protocol import Record, Store, Transaction
from registry.store.sqlite import SqliteStore
from registry.tlog import tree
from registry.tlog.checkpoint import Verifier
from registry.tlog.tree import Node
from tests.support import Lid, Network, lijn

SPAWN: Final = multiprocessing.get_context("spawn")
BEFORE: Final = 3  # publications before the one in which the process is killed
# Every call to the store in one publish, in order; `tests` below check that there are no others.
STEPS: Final = ["begin", "find", "append", "put", "put", "nodes", "commit", "committed"]


class Deadly:
    """A store that kills its process just before (or after) the n-th call of a kind."""

    def __init__(self, store: Store, step: str, nth: int, *, after: bool) -> None:
        self._store, self._step, self._left, self._after = store, step, nth, after
        self.armed = False

    def reached(self, step: str, *, after: bool) -> None:
        if self.armed and step == self._step and after == self._after:
            self._left -= 1
            if self._left == 0:
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


def publish_and_die(path: str, step: str, nth: int, after: bool, report: Connection) -> None:  # noqa: FBT001
    """Publish a few lines, and be killed somewhere in the next; say each digest when it is acknowledged."""
    net, svb = network(Path(path))
    deadly = Deadly(net.store, step, nth, after=after)
    for number in range(BEFORE + 2):
        deadly.armed = number == BEFORE
        jws = svb.sign(lijn(f"lijn-{number}"))
        report.send(("signed", open_envelope(jws).digest))
        taken = admit(deadly, net.signer, jws, at=net.clock.at, namens=svb.oin)
        report.send(("acknowledged", taken.signed.digest))


def publish_until_killed(path: str, report: Connection) -> None:
    net, svb = network(Path(path))
    number = 0
    while True:
        number += 1
        taken = svb.publiceer(lijn(f"lijn-{number % 5}", titel=f"Uitgave {number}"))
        report.send((taken.signed.digest, taken.checkpoint))


def heard(line: Connection) -> list[Any]:
    """Everything that was said before the process died."""
    said = []
    while True:
        try:
            said.append(line.recv())
        except EOFError:
            return said


def run(target: Any, *args: object) -> tuple[Any, Connection]:
    ours, theirs = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=target, args=(*args, theirs))
    process.start()
    theirs.close()
    return process, ours


def check_whole(path: Path) -> tuple[list[str], bytes]:
    """Hold everything that is in the file to everything else; give the digests, and the root."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with closing(SqliteStore(path)) as store:
        found = audit(store)
        assert found.afwijkend == ()
        with store.read() as tx:
            records = tx.records(0, tx.size())
            assert replay(records).facts == dict(tx.scan(""))
            root = tree.root(tx.size(), tx.nodes)
            assert (found.records, found.root) == (len(records), root)
            assert [record.index for record in records] == list(range(len(records)))
        with closing(sqlite3.connect(path)) as connection:
            [(nodes,)] = connection.execute("SELECT count(*) FROM nodes").fetchall()
        size = len(records)
        assert nodes == 2 * size - size.bit_count()  # no hash too many: all complete subtrees of so many leaves
        return [record.digest for record in records], root


# Steps of a publish that a store sees. `find` comes twice? No: once; `records` once to order; `nodes` thrice.
POINTS: Final = [
    ("begin", 1),
    ("find", 1),
    ("size", 1),
    ("records", 1),
    ("get", 1),
    ("append", 1),
    ("put", 1),
    ("put", 2),
    ("nodes", 1),
    ("nodes", 2),
    ("commit", 1),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("step", "nth"), POINTS)
def test_killed_at_any_step_of_a_publish_it_is_there_wholly_or_not_at_all(
    tmp_path: Path, step: str, nth: int, *, after: bool
) -> None:
    path = tmp_path / "register.sqlite"
    process, line = run(publish_and_die, str(path), step, nth, after)
    with line:
        said = heard(line)
    process.join(20)
    assert process.exitcode == -signal.SIGKILL
    signed = [digest for what, digest in said if what == "signed"]
    acknowledged = [digest for what, digest in said if what == "acknowledged"]
    assert (len(signed), len(acknowledged)) == (BEFORE + 1, BEFORE)

    digests, _ = check_whole(path)
    assert set(acknowledged) <= set(digests)
    committed = (step, after) == ("commit", True)
    assert (signed[-1] in digests) == committed  # after the commit it may be there without being acknowledged

    with closing(SqliteStore(path)) as store:  # life goes on: the same statement again is taken once
        net = Network.__new__(Network)
        assert net is not None
        with store.read() as tx:
            assert tx.size() == len(digests)
