# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A server is killed (SIGKILL) while lokets hand in measurements, and started again.

What was answered is there and counts; who got no answer sends the same again, and it counts once.
"""

import multiprocessing
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from multiprocessing.context import SpawnProcess
from pathlib import Path
from random import Random
from threading import Event
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
import uvicorn

from registry.oauth.tokensleutels import Tokensleutels
from registry.registrar.cijfers import van_lijnen
from registry.registrar.telraam import Teller
from registry.store.memory import MemoryPoortboek
from registry.store.sqlite import SqliteStore
from registry.store.sqlite_meetboek import SqliteMeetboek
from registry.tlog.checkpoint import Signer, generate
from registry.web.app import create_app
from registry.web.tempo import Grenzen
from tests.support import Network, lijn
from tests.support.metingen import contactmoment, loket
from tests.support.network import START, secret

SPAWN: Final = multiprocessing.get_context("spawn")
SENDERS: Final = 4
EACH: Final = 20
ROUNDS: Final = 3


def serve(folder: str, port: int) -> None:
    store = SqliteStore(Path(folder) / "register.sqlite")
    app = create_app(
        store=store,
        poortboek=MemoryPoortboek(),
        meetboek=SqliteMeetboek(Path(folder) / "metingen.sqlite", Teller(store).telraam),
        signer=Signer.parse(generate("test.example/logboek", bytes(range(32)))),
        tokensleutels=Tokensleutels.load(secret(999).dump()),
        base_url=f"http://127.0.0.1:{port}",
        clock=lambda: START,
        new_id=lambda: str(time.monotonic_ns()),
        grenzen=Grenzen(measurements_per_minute=10**6, measurements_per_minute_address=10**6),
    )
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)


@contextmanager
def serving(folder: Path) -> Iterator[tuple[SpawnProcess, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = SPAWN.Process(target=serve, args=(str(folder), port))
    process.start()
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.join()


def send_until_gone(base: str, token: str, sender: int, stop: Event) -> tuple[list[list[dict[str, Any]]], set[str]]:
    """Send batches until nobody answers: what was sent, and the ids that were answered for."""
    sent: list[list[dict[str, Any]]] = []
    answered: set[str] = set()
    with httpx.Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, trust_env=False) as http:
        while not stop.is_set():
            start = (sender << 32) + len(sent) * EACH
            batch = [contactmoment(n, loket="utrecht/balie", wachttijd=n % 7) for n in range(start, start + EACH)]
            sent.append(batch)
            try:
                answer = http.post("/v1/contactmomenten", json=batch)
            except httpx.HTTPError:
                break
            assert answer.status_code == 200
            answered.update(one["id"] for one in answer.json()["metingen"] if one["uitkomst"] == "aangenomen")
    return sent, answered


def kept(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "metingen.sqlite")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {str(UUID(bytes=sleutel[11:])) for (sleutel,) in db.execute("SELECT sleutel FROM metingen")}


def counted(folder: Path, lijnen: Sequence[str]) -> int:
    store = SqliteStore(folder / "register.sqlite")
    with closing(store), closing(SqliteMeetboek(folder / "metingen.sqlite", Teller(store).telraam)) as boek:
        assert boek.hertel().afwijkend == ()
        found = van_lijnen(boek, lijnen, date(2026, 1, 1), date(2027, 1, 1))
        return sum(one.telling.waarnemingen for one in found)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_what_was_answered_is_there_and_what_was_not_can_be_sent_again(tmp_path: Path, round_: int) -> None:
    net = Network(SqliteStore(tmp_path / "register.sqlite"))
    svb, utrecht = net.lid("svb"), net.lid("utrecht", ("loket",))
    svb.publiceer(lijn())
    utrecht.say(loket(), f"loket/{utrecht.oin}/balie")
    net.store.close()
    lijnen = [f"{svb.oin}/aow"]
    chance, stop = Random(round_), Event()
    with ThreadPoolExecutor(SENDERS) as threads:
        with serving(tmp_path) as (process, base), httpx.Client(base_url=base, trust_env=False) as http:
            token = utrecht.register(http)._token()
            jobs = [threads.submit(send_until_gone, base, token, sender, stop) for sender in range(SENDERS)]
            time.sleep(0.3 + chance.random())
            process.kill()
            process.join()
            assert process.exitcode == -signal.SIGKILL
            stop.set()
        found = [job.result() for job in jobs]
    sent = [batch for batches, _ in found for batch in batches]
    answered = set().union(*(ids for _, ids in found))
    there = kept(tmp_path)
    assert answered
    assert answered <= there
    whole = [{one["id"] for one in batch} for batch in sent]
    assert all(ids <= there or not ids & there for ids in whole)  # a batch is there wholly or not at all
    assert counted(tmp_path, lijnen) == len(there)

    with serving(tmp_path) as (_, base), httpx.Client(base_url=base, trust_env=False) as http:
        http.headers["Authorization"] = f"Bearer {utrecht.register(http)._token()}"
        for batch in sent:
            answer = http.post("/v1/contactmomenten", json=batch).raise_for_status().json()
            assert answer["geweigerd"] == 0
    everything = set().union(*whole)
    assert kept(tmp_path) == everything
    assert counted(tmp_path, lijnen) == len(everything)
