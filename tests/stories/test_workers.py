# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Two workers on one file: what is said at one is known at the other at its next question."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.errors import AccessError, TooManyError, UnreachableError
from registry.store.sqlite import SqliteStore
from registry.store.sqlite_poortboek import SqlitePoortboek
from registry.web.tempo import Grenzen
from tests.support import Network, lijn


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[tuple[Network, Network]]:
    """The network, and a second worker on the same files."""
    net = Network(SqliteStore(tmp_path / "register.sqlite"))
    net.poortboek = SqlitePoortboek(tmp_path / "poort.sqlite")
    other = Network.__new__(Network)
    there = {
        "store": SqliteStore(tmp_path / "register.sqlite"),
        "poortboek": SqlitePoortboek(tmp_path / "poort.sqlite"),
    }
    other.__dict__ = net.__dict__ | there
    yield net, other
    for worker in (net, other):
        worker.store.close()
        worker.poortboek.close()


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


def test_a_limit_holds_at_all_workers_together(workers: tuple[Network, Network]) -> None:
    net, other = workers
    loket = net.lid("enschede", ("loket",))
    few = Grenzen(questions_per_minute=6)
    with net.http(grenzen=few) as here, other.http(grenzen=few) as there:
        asking = [loket.register(here), loket.register(there)]
        for n in range(6):
            asking[n % 2].contactroutes(vraag=f"pensioen {n}")
        for worker in asking:
            with pytest.raises(TooManyError):
                worker.contactroutes(vraag="pensioen")
            assert worker.contactroutes(kanaal="telefoon").routes == ()
        net.clock.move(minutes=1)
        for worker in asking:
            worker.contactroutes(vraag="pensioen")


def test_what_one_worker_refused_is_read_at_the_other(workers: tuple[Network, Network]) -> None:
    net, other = workers
    with other.http() as there:
        there.get("/v1/organisaties")
    with net.http() as here:
        here.get("/v1/organisaties")
        (one,) = net.obpt.register(here).weigeringen().weigeringen
    assert (one.wat, one.waarom, one.aantal) == ("GET /v1/organisaties", "token-ontbreekt", 2)


def test_without_the_book_at_the_gate_one_can_ask_but_not_come_in(workers: tuple[Network, Network]) -> None:
    net, _ = workers
    loket = net.lid("enschede", ("loket",))
    with net.http(grenzen=Grenzen(questions_per_minute=3)) as here:
        asking = loket.register(here)
        asking.organisaties()
        net.poortboek.close()
        for _ in range(3):
            asking.contactroutes(vraag="pensioen")
        with pytest.raises(TooManyError):
            asking.contactroutes(vraag="pensioen")
        with pytest.raises(UnreachableError):
            asking.dien_in(loket.sign(lijn()))
        net.clock.move(minutes=1)  # of this one no permit is in hand
        with pytest.raises(UnreachableError, match="nagaan"):
            loket.register(here).organisaties()
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = here.post("/oauth/token", content=b"grant_type=client_credentials", headers=form)
        assert (answer.status_code, answer.json()["error"]) == (503, "temporarily_unavailable")
        assert int(answer.headers["retry-after"]) > 0
