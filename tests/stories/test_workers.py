# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Two workers on one file: what is said at one is known at the other at its next question."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.errors import AccessError
from registry.store.sqlite import SqliteStore
from tests.support import Network, lijn


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[tuple[Network, Network]]:
    """The network, and a second worker on the same file."""
    net = Network(SqliteStore(tmp_path / "register.sqlite"))
    other = Network.__new__(Network)
    other.__dict__ = net.__dict__ | {"store": SqliteStore(tmp_path / "register.sqlite")}
    yield net, other
    net.store.close()
    other.store.close()


def test_a_line_is_seen_at_the_other_worker_and_its_withdrawal_too(workers: tuple[Network, Network]) -> None:
    net, other = workers
    svb, loket = net.lid("svb"), net.lid("enschede", ("loket",))
    with net.http() as here, other.http() as there:
        at_here, at_there = svb.register(here), loket.register(there)
        assert at_there.contactroutes(vraag="pensioen").routes == ()
        at_here.dien_in(svb.sign(lijn(trefwoorden=("pensioen",))))
        assert [route.lijn.naam for route in at_there.contactroutes(vraag="pensioen").routes] == ["aow"]
        svb.trek_in()
        assert at_there.contactroutes(vraag="pensioen").routes == ()


def test_a_suspension_at_one_worker_ends_access_at_the_other(workers: tuple[Network, Network]) -> None:
    net, other = workers
    loket = net.lid("enschede", ("loket",))
    with other.http() as there:
        asking = loket.register(there)
        asking.organisaties()
        net.schors(loket)
        with pytest.raises(AccessError):
            asking.organisaties()


def test_an_assertion_counts_once_at_all_workers_together(workers: tuple[Network, Network]) -> None:
    net, other = workers
    loket = net.lid("enschede", ("loket",))
    same = "een-en-dezelfde-jti-0001"
    net.new_id = lambda: same  # type: ignore[method-assign]
    with net.http() as here, other.http() as there:
        loket.register(here).organisaties()
        with pytest.raises(AccessError):
            loket.register(there).organisaties()
