# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""An audit finds whatever was changed behind the register's back."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from registry.errors import ProofError, StoreError
from registry.registrar.audit import audit
from registry.store.memory import MemoryStore
from registry.store.sqlite import SqliteStore
from registry.tlog import tree
from tests.support import Network, lijn

Tamper = Callable[[str], None]


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Network]:
    net = Network(SqliteStore(tmp_path / "register.sqlite"))
    svb = net.lid("svb")
    for number in range(6):
        svb.publiceer(lijn(f"lijn-{number}"))
    svb.trek_in("lijn-0")
    with closing(net.store):
        yield net


@pytest.fixture
def tamper(net: Network, tmp_path: Path) -> Tamper:
    def run(sql: str) -> None:
        with closing(sqlite3.connect(tmp_path / "register.sqlite")) as connection, connection:
            assert connection.execute(sql).rowcount > 0

    return run


def test_a_register_that_nobody_touched_is_found_whole(net: Network) -> None:
    found = audit(net.store)
    with net.store.read() as tx:
        assert (found.records, found.root, found.afwijkend) == (net.size(), tree.root(net.size(), tx.nodes), ())


def test_an_empty_register_is_whole() -> None:
    assert audit(MemoryStore()).afwijkend == ()


def test_a_fact_that_was_changed_added_or_removed_is_named(net: Network, tamper: Tamper) -> None:
    obpt = net.obpt.oin
    tamper(f"UPDATE facts SET value = replace(value, 'obpt', 'nep') WHERE key = 'organisatie/{obpt}'")  # noqa: S608
    tamper("INSERT INTO facts (key, value) VALUES ('afkorting/nep', '{}')")
    tamper("DELETE FROM facts WHERE key = 'afkorting/svb'")
    assert audit(net.store).afwijkend == ("afkorting/nep", "afkorting/svb", f"organisatie/{obpt}")


def test_a_hash_on_the_edge_of_the_tree_that_was_changed_is_found(net: Network, tamper: Tamper) -> None:
    tamper("UPDATE nodes SET hash = zeroblob(32) WHERE level = 3 AND n = 0")
    assert audit(net.store).afwijkend == ("logboek",)


@pytest.mark.parametrize("place", ["level = 0 AND n = 2", "level = 1 AND n = 1", "level = 2 AND n = 0"])
def test_a_hash_inside_the_tree_that_was_changed_is_found(net: Network, tamper: Tamper, place: str) -> None:
    """Proofs are made of these: the root still fits, but no proof over this node does."""
    tamper(f"UPDATE nodes SET hash = zeroblob(32) WHERE {place}")  # noqa: S608
    assert audit(net.store).afwijkend == ("logboek",)


@pytest.mark.parametrize("place", ["level = 0 AND n = 2", "level = 3 AND n = 0"])
def test_a_hash_that_is_gone_is_found(net: Network, tamper: Tamper, place: str) -> None:
    tamper(f"DELETE FROM nodes WHERE {place}")  # noqa: S608
    with suppress(StoreError):
        assert audit(net.store).afwijkend == ("logboek",)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE records SET jws = CAST(replace(jws, 'ey', 'eY') AS BLOB) WHERE idx = 4",
        "UPDATE records SET jws = CAST('x' AS BLOB) WHERE idx = 4",
        "UPDATE records SET digest = zeroblob(32) WHERE idx = 4",
        "UPDATE records SET ordered_at = ordered_at - 1 WHERE idx = 4",
        "UPDATE records SET ordered_at = ordered_at + 86400000000 * 2 WHERE idx = 4",
        "UPDATE records SET jws = (SELECT jws FROM records WHERE idx = 5) WHERE idx = 4",
    ],
)
def test_a_record_that_was_changed_is_found(net: Network, tamper: Tamper, change: str) -> None:
    tamper(change)
    with pytest.raises(ProofError, match="verklaring 4"):
        audit(net.store)


def test_a_moment_that_was_moved_a_little_shows_in_the_facts(net: Network, tamper: Tamper) -> None:
    tamper("UPDATE records SET ordered_at = ordered_at + 1000000 WHERE idx = (SELECT max(idx) FROM records)")
    assert audit(net.store).afwijkend != ()


def test_a_record_that_is_gone_is_found(net: Network, tamper: Tamper) -> None:
    tamper("DELETE FROM records WHERE idx = 4")
    with pytest.raises(ProofError):
        audit(net.store)


def test_a_last_record_that_is_gone_is_found(net: Network, tamper: Tamper) -> None:
    """With it went its moment; its facts and hashes stay behind and tell."""
    tamper("DELETE FROM records WHERE idx = (SELECT max(idx) FROM records)")
    assert audit(net.store).afwijkend != ()


def test_an_audit_changes_nothing(net: Network) -> None:
    before = net.size(), net.head("kalender/2026")
    audit(net.store)
    assert (net.size(), net.head("kalender/2026")) == before
