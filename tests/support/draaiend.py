# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A register on disk, really running: processes of their own, on ports of this machine, by the clock of now. TEST ONLY.

with draaiend(tmp_path, processen=2) as register:
    svb = register.net.lid("svb")                 # said straight into the same file
    httpx.get(register.urls[1] + "/logboek/checkpoint")

Each process is what `python -m registry serve` runs: main.make_app, as the environment says. Only the socket is ours,
so that it has a port that is free, and takes connections before the process is ready.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import uvicorn
from msgspec import Struct

from registry import main
from registry.settings import Settings
from registry.store.sqlite import SqliteStore
from registry.tlog.checkpoint import generate
from registry.web.server import ServedProtocol
from tests.support.network import Network, secret
from tests.support.poort import opened

ROOT = Path(__file__).parents[2]
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
def draaiend(folder: Path, *, processen: int = 1) -> Iterator[Draaiend]:
    """Found a register in a folder, and serve it for as long as the block lasts."""
    main.write_secret(folder / main.LOG_KEY, generate("test.example/logboek", bytes(range(32))).encode())
    main.write_secret(folder / main.TOKEN_KEY, secret(999).dump())
    with closing(SqliteStore(folder / main.DATABASE)) as store, ExitStack() as stack:
        net = Network(store, at=main.now().replace(microsecond=0))
        lines = [stack.enter_context(opened()) for _ in range(processen)]
        urls = tuple(f"http://127.0.0.1:{port}" for _, port in lines)
        for line, _ in lines:
            stack.enter_context(_process(folder, urls[0], line))
        yield Draaiend(net, urls)


@contextmanager
def _process(folder: Path, base_url: str, line: socket.socket) -> Iterator[None]:
    environ = {name: text for name, text in os.environ.items() if not name.startswith("REGISTRY_")}
    environ |= {"REGISTRY_DATA": str(folder), "REGISTRY_BASE_URL": base_url}
    command = [sys.executable, "-m", "tests.support.draaiend", str(line.fileno())]
    with subprocess.Popen(command, cwd=ROOT, env=environ, pass_fds=[line.fileno()]) as process:
        line.close()  # ours: when the process fails, nobody listens any more, and nobody waits
        try:
            yield
        finally:
            process.terminate()
            process.wait(STOP_S)


def _serve(file_number: int) -> None:
    app = main.make_app(Settings.from_env(os.environ))
    config = uvicorn.Config(app, http=ServedProtocol, access_log=False, log_level="warning", server_header=False)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=file_number)])


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
