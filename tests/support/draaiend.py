# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A register on disk, really running: processes of their own, on ports of this machine, by the clock of now. TEST ONLY.

with draaiend(tmp_path, processen=2) as register:
    svb = register.net.lid("svb")                 # said straight into the same file
    httpx.get(register.urls[1] + "/logboek/checkpoint")

Each process is `python -m registry serve`, as an operator starts it.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from msgspec import Struct

from registry import main
from registry.store.sqlite import SqliteStore
from registry.tlog.checkpoint import generate
from tests.support.network import Network, secret
from tests.support.poort import opened

ROOT = Path(__file__).parents[2]
START_S = 30
STOP_S = 10


class Draaiend(Struct, frozen=True):
    """The network behind the register, and where each process listens; the first is the address it is known by."""

    net: Network
    urls: tuple[str, ...]

    @property
    def url(self) -> str:
        """The address by which members know it."""
        return self.urls[0]


@contextmanager
def draaiend(folder: Path, *, processen: int = 1, **settings: str) -> Iterator[Draaiend]:
    """Found a register in a folder, and serve it for as long as the block lasts; `settings` as in settings.py."""
    main.write_secret(folder / main.LOG_KEY, generate("test.example/logboek", bytes(range(32))).encode())
    main.write_secret(folder / main.TOKEN_KEY, secret(999).dump())
    with closing(SqliteStore(folder / main.DATABASE)) as store, ExitStack() as stack:
        net = Network(store, at=main.now().replace(microsecond=0))
        ports = free_ports(processen)
        urls = tuple(f"http://127.0.0.1:{port}" for port in ports)
        given = {"data": str(folder), "base_url": urls[0]} | settings
        for port in ports:
            stack.enter_context(_process(given | {"port": str(port)}))
        for port in ports:
            wait_for(port)
        yield Draaiend(net, urls)


def free_ports(count: int) -> list[int]:
    """Find ports that nobody listens at."""
    with ExitStack() as stack:
        return [stack.enter_context(opened())[1] for _ in range(count)]


@contextmanager
def _process(settings: dict[str, str]) -> Iterator[None]:
    environ = {name: text for name, text in os.environ.items() if not name.startswith("REGISTRY_")}
    environ |= {f"REGISTRY_{name.upper()}": text for name, text in settings.items()}
    with subprocess.Popen([sys.executable, "-m", "registry", "serve"], cwd=ROOT, env=environ) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(STOP_S)


def wait_for(port: int) -> None:
    """Wait until somebody listens.

    Raises:
        TimeoutError: nobody does.
    """
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError
