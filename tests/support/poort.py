# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
r"""An application on a free port of this machine, behind the protocol of `python -m registry serve`. TEST ONLY.

with listening(app) as port:
    raw(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", answers=1)     # what comes back, and whether the line ended
"""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import uvicorn
from msgspec import Struct

from registry.web.ahead import AheadProtocol

START_S = 10
PATIENCE_S = 15  # a machine may be busy
QUIET_S = 0.25


@contextmanager
def listening(app: Any, **options: Any) -> Iterator[int]:
    """Serve for as long as the block lasts; gives the port."""
    with opened() as (line, port), serving(app, line, **options):
        yield port


@contextmanager
def listening_as(make: Callable[[str], Any], **options: Any) -> Iterator[tuple[str, Any]]:
    """Serve an application that knows its own address; gives the address and the application."""
    with opened() as (line, port):
        url = f"http://127.0.0.1:{port}"
        app = make(url)
        with serving(app, line, **options):
            yield url, app


@contextmanager
def opened() -> Iterator[tuple[socket.socket, int]]:
    """A socket that listens, and its port."""
    with socket.create_server(("127.0.0.1", 0)) as line:
        yield line, line.getsockname()[1]


@contextmanager
def serving(app: Any, line: socket.socket, **options: Any) -> Iterator[None]:
    """Serve on a socket that listens.

    Raises:
        TimeoutError: the server did not start.
    """
    given: dict[str, Any] = {
        "http": AheadProtocol, "lifespan": "off", "log_config": None,
        "access_log": False, "proxy_headers": False, "server_header": False,
    }  # fmt: skip
    server = uvicorn.Server(uvicorn.Config(app, **(given | options)))
    thread = Thread(target=server.run, kwargs={"sockets": [line]})
    thread.start()
    try:
        deadline = time.monotonic() + START_S
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        thread.join()


class Heard(Struct, frozen=True):
    """What came back over a line: the bytes, and whether the other side hung up."""

    text: bytes
    ended: bool

    @property
    def statuses(self) -> list[int]:
        """The status of every answer, in order."""
        return [int(part[:3]) for part in self.text.split(b"HTTP/1.1 ")[1:]]


def raw(port: int, *pieces: bytes, answers: int | None = None) -> Heard:
    """Send bytes, a piece at a time, and hear what comes back.

    Args:
        answers: how many the line gives and then stays open, waiting for more; None: it gives some, and ends.
    """
    text = b""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as line:
        try:
            for number, piece in enumerate(pieces):
                if number:
                    time.sleep(0.02)
                line.sendall(piece)
            while more := line.recv(65_536):
                text += more
                if answers is not None and len(Heard(text, ended=False).statuses) >= answers:
                    line.settimeout(QUIET_S)  # what comes now is too much
        except TimeoutError:
            return Heard(text, ended=False)
        except OSError:  # hung up on, with bytes of ours unread
            return Heard(text, ended=True)
    return Heard(text, ended=True)
