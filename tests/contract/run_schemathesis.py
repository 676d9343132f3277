# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Ask a running register everything that its own description allows, and much that it does not.

python -m tests.contract.run_schemathesis [further options of `schemathesis run`]

A real server, on a free port of this machine, with a network of its own in memory; it is gone when the
last question is answered. The exit status is that of schemathesis.
"""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import uvicorn

from tests.contract.served import Served

HERE = Path(__file__).parent
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")  # it is no `python -m`
EXAMPLES = 100  # for each operation, in the phases that make cases up
START_S = 10


def main(arguments: list[str]) -> int:
    """Serve, ask, and say how it went."""
    with serving() as (url, token):
        command = [
            str(SCHEMATHESIS), "--config-file", str(HERE / "schemathesis.toml"),
            "run", f"{url}/v1/openapi.json", "--header", f"Authorization: Bearer {token}",
            "--checks", "all", "--max-examples", str(EXAMPLES), *arguments,
        ]  # fmt: skip
        return subprocess.run(command, check=False, cwd=HERE.parents[1]).returncode


@contextmanager
def serving() -> Iterator[tuple[str, str]]:
    """Serve a network for as long as the block lasts; gives its address and a token.

    Raises:
        TimeoutError: the server did not start.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        served = Served()
        app = served.app(url)
        token = served.token(app, url)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, proxy_headers=False))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            deadline = monotonic() + START_S
            while not server.started:
                if not thread.is_alive() or monotonic() > deadline:
                    raise TimeoutError("the server did not start")
                sleep(0.01)
            yield url, token
        finally:
            server.should_exit = True
            thread.join()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
