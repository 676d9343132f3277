# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""One worker: how much memory it takes, how soon it answers, and how soon it knows what another took in. TEST ONLY."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Final

import httpx

from registry.statements.professionallijnen import Professionallijn
from tests.bench.netwerk import Netwerk, netwerk
from tests.bench.processen import cores, free_port, pinned
from tests.bench.registerbestand import beller, copied
from tests.bench.servers import Server, register, serving, token
from tests.bench.tabel import Opties, Uitkomst, grens, hoogstens
from tests.bench.vragen import in_woorden, op_onderwerp, path
from tests.support import lijn

MEMORY_MIB: Final = 100.0
START_S: Final = 1.2
SEEN_MS: Final = 100.0
STARTS: Final = 5
PUBLISHED: Final = 50
WARM: Final = 50
PATIENCE_S: Final = 60.0
BARE: Final = "import litestar, uvicorn, uvloop, msgspec, sqlite3, cryptography.hazmat.primitives.asymmetric.ec"


def geheugen(opties: Opties) -> Iterator[Uitkomst]:
    """Memory of a worker that has answered some questions, above that of one with an empty register."""
    full, empty = _used_mib(netwerk(opties.groot)), _used_mib(netwerk(0))
    yield hoogstens(f"geheugen (PSS), {opties.groot} lijnen", "leeg register", full, empty, "MiB")
    yield grens(f"geheugen boven een leeg register, {opties.groot} lijnen", full - empty, "MiB", MEMORY_MIB)


def start(opties: Opties) -> Iterator[Uitkomst]:
    """Time from starting the program until the first route, beside Python that only loads what it is built on."""
    net = netwerk(opties.groot)
    asked = path(net, op_onderwerp(net, 1)[0])
    port = free_port()
    ours, theirs = [], []
    with copied(net) as folder:
        command, env = serving(folder, port, f"http://127.0.0.1:{port}")
        bearer = _token_of(command, env, port)
        for _ in range(STARTS):
            began = time.perf_counter()
            with subprocess.Popen(pinned(command, cores()[0]), env=env, cwd="/") as process:
                try:
                    _first_answer(port, asked, bearer)
                    ours.append(time.perf_counter() - began)
                finally:
                    process.terminate()
            began = time.perf_counter()
            subprocess.run(pinned([sys.executable, "-c", BARE], cores()[0]), check=True, cwd="/", env=env)
            theirs.append(time.perf_counter() - began)
    yield hoogstens(
        f"start tot eerste route, {opties.groot} lijnen", "alleen de bibliotheken", median(ours), median(theirs), "s"
    )
    yield grens(f"start tot eerste route, {opties.groot} lijnen", median(ours), "s", START_S)


def publiceren(opties: Opties) -> Iterator[Uitkomst]:
    """Time from the receipt of a publication at one worker until another gives it as a route."""
    with copied(netwerk(opties.gewoon)) as folder, register(folder) as here, register(folder, known_as=here) as there:
        seen = [_seen_ms(here, there, lijn(f"meting-{n}", onderwerpen=(f"meting-{n}",))) for n in range(PUBLISHED)]
    what = f"publicatie zichtbaar in ander werkproces, {opties.gewoon} lijnen"
    yield grens(f"{what}, mediaan van {PUBLISHED}", median(seen), "ms", SEEN_MS)
    yield grens(f"{what}, langste", max(seen), "ms", SEEN_MS)


def _seen_ms(here: Server, there: Server, body: Professionallijn) -> float:
    who = beller()
    jws = who.geheim.say(body, oin=who.oin, sub=f"professionallijn/{who.oin}/{body.naam}", iat=int(time.time()))
    headers = {"Authorization": f"Bearer {here.token}"}
    with httpx.Client(timeout=PATIENCE_S, trust_env=False, headers=headers) as http:
        asked = f"{there.url}/v1/contactroutes?onderwerp={body.naam}"
        http.get(asked).raise_for_status()  # so that a connection is open, and the other knows all that was before
        said = http.post(f"{here.url}/v1/verklaringen", content=jws, headers={"Content-Type": "application/jose"})
        said.raise_for_status()
        began = time.perf_counter()
        while not http.get(asked).raise_for_status().json()["routes"]:
            if time.perf_counter() - began > PATIENCE_S:
                raise RuntimeError(f"{body.naam} is na {PATIENCE_S} s nog niet zichtbaar")
        return (time.perf_counter() - began) * 1000


def _used_mib(net: Netwerk) -> float:
    with copied(net) as folder, register(folder) as server:
        headers = {"Authorization": f"Bearer {server.token}"}
        with httpx.Client(base_url=server.url, timeout=120, trust_env=False, headers=headers) as http:
            for vraag in (*op_onderwerp(net, WARM), *in_woorden(net, WARM)):
                http.get(path(net, vraag)).raise_for_status()
        return server.proces.pss_mib()


def _token_of(command: list[str], env: dict[str, str], port: int) -> str:
    """Start once for a token, which holds for later starts too; and so that files have been read before."""
    with subprocess.Popen(pinned(command, cores()[0]), env=env, cwd="/") as process:
        try:
            _first_answer(port, "/logboek/checkpoint", "")
            return token(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def _first_answer(port: int, asked: str, bearer: str) -> None:
    """Ask until there is an answer.

    Raises:
        RuntimeError: it is not a good one, or there is none.
    """
    head = f"GET {asked} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {bearer}\r\n\r\n"
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as connection:
                connection.sendall(head.encode())
                said = connection.recv(4096)
        except ConnectionRefusedError:
            time.sleep(0.002)
            continue
        if not said.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(said.decode(errors="replace"))
        return
    raise RuntimeError(f"op poort {port} antwoordt niets")
