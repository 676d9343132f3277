# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Files of members as they were: read from what they rest on, whatever else is in the log."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from registry.projections.toetreding import toetreding
from registry.projections.toetredingsdossier import Bronnen
from registry.registrar.toetreding import Dossiers, last_before
from registry.statements.toetreding import Kanaaltoets, Terugvaltoets
from registry.store.protocol import Store
from registry.store.sqlite import SqliteStore
from tests.support import Network, lijn
from tests.support.network import START
from tests.support.toetreding import vraag


class Watched:
    """A store that writes down which statements are read."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.read_: list[str] = []

    @contextmanager
    def read(self) -> Iterator[Any]:
        with self.store.read() as tx:
            yield _Watched(tx, self.read_)


class _Watched:
    def __init__(self, tx: Any, read_: list[str]) -> None:
        self._tx, self._read = tx, read_

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)

    def find(self, digest: str) -> Any:
        self._read.append(digest)
        return self._tx.find(digest)

    def records(self, start: int, stop: int) -> Sequence[Any]:
        assert stop - start == 1, "it reads a part of the log"
        found: Sequence[Any] = self._tx.records(start, stop)
        return found


def busy() -> Network:
    """A network in which one member says little and others much."""
    net = Network()
    vraag(net, Kanaaltoets(kanalen=("telefoon",)), "telefoon")
    vraag(net, Terugvaltoets(), "terugval")
    svb, duo = net.lid("svb"), net.lid("duo")
    duo.publiceer(lijn("algemeen"))
    svb.publiceer(lijn(terugval="duo/algemeen"))
    for number in range(30):
        net.clock.move(hours=1)
        duo.publiceer(lijn("anders", titel=f"Titel {number}"))
    svb.publiceer(lijn(titel="Nieuw", terugval="duo/algemeen"))
    net.svb, net.duo = svb, duo  # type: ignore[attr-defined]
    return net


def test_only_what_a_file_rests_on_is_read_and_that_once() -> None:
    net: Any = busy()
    watched: Any = Watched(net.store)
    dossiers = Dossiers(watched)
    at = START + timedelta(minutes=30)
    assert set(dossiers.op([net.svb.oin], at)) == {net.svb.oin}
    others = {net.head(f"professionallijn/{net.duo.oin}/anders"), net.head(f"sleutels/{net.duo.oin}")}
    assert watched.read_
    assert others.isdisjoint(watched.read_)
    assert len(watched.read_) == len(set(watched.read_))
    watched.read_.clear()
    dossiers.op([net.svb.oin], at)
    dossiers.alle(net.svb.oin, net.clock.at)
    assert watched.read_ == []
    net.svb.trek_in()
    found = dossiers.op([net.svb.oin], net.clock.at)[net.svb.oin]
    assert found.lijnen[0].ingetrokken is not None
    assert watched.read_[0] == net.head(f"professionallijn/{net.svb.oin}/aow")


def test_what_is_forgotten_is_read_again() -> None:
    net: Any = busy()
    kept = Dossiers(net.store)
    expected = [(at, toetreding(dossier, at, Bronnen())) for at, dossier in kept.alle(net.svb.oin, net.clock.at)]
    forgets = Dossiers(net.store, most=3)
    for _ in range(2):
        found = [(at, toetreding(dossier, at, Bronnen())) for at, dossier in forgets.alle(net.svb.oin, net.clock.at)]
        assert found == expected
    assert len(forgets._said) < len(kept._said)


def test_the_last_record_of_a_moment_is_found_by_halving() -> None:
    net: Any = busy()
    with net.store.read() as tx:
        records = list(tx.records(0, tx.size()))
        for record in records:
            last = max(other.index for other in records if other.ordered_at <= record.ordered_at)
            found = last_before(tx, record.ordered_at)
            assert found is not None
            assert (found.index, found.digest) == (last, records[last].digest)
        assert last_before(tx, records[0].ordered_at - timedelta(microseconds=1)) is None
        now = last_before(tx, None)
        assert now is not None
        assert now.index == len(records) - 1


def test_there_is_no_file_of_whom_nobody_heard(tmp_path: Path) -> None:
    net = Network(SqliteStore(tmp_path / "register.sqlite"))
    svb = net.lid("svb")
    dossiers = Dossiers(net.store)
    assert dossiers.op([svb.oin, "00000099999999999000"], net.clock.at).keys() == {svb.oin}
    assert dossiers.op([svb.oin], START - timedelta(days=1)) == {}
    assert dossiers.alle("00000099999999999000", net.clock.at) == []
    assert dossiers.nu(["00000099999999999000"])[1] == []
    rejected = net.kandidaat("wacht")
    assert [dossier.organisatie.status for dossier in dossiers.nu([rejected.oin])[1]] == ["aangemeld"]
