# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The register on a real port: HEAD, heads that are too large or never end, and what is logged of it."""

import logging
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn

from registry.web import server
from registry.web.server import BoundedProtocol
from tests.support import Network


class Hasty(BoundedProtocol):
    head_within_s = 0.05


@pytest.fixture(params=[BoundedProtocol])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    net = Network()
    with net.http() as http:
        config = uvicorn.Config(http.app, port=0, http=request.param, lifespan="off", log_config=None)
        served = uvicorn.Server(config)
        thread = threading.Thread(target=served.run)
        thread.start()
        try:
            while not served.started:
                time.sleep(0.01)
            yield served.servers[0].sockets[0].getsockname()[1]
        finally:
            served.should_exit = True
            thread.join()


def test_head_is_get_without_a_body_and_leaves_the_connection_usable(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as http:
        got, head, again = http.get("/logboek/checkpoint"), http.head("/logboek/checkpoint"), http.get("/fouten")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", got.headers["etag"])
    assert head.headers["content-length"] == got.headers["content-length"]
    assert again.status_code == 200
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_head_that_does_not_end_is_hung_up_on(port: int) -> None:
    sent = 0
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line, pytest.raises(OSError):  # noqa: PT011, PT012
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        while sent < 64 * server.MAX_HEAD_BYTES:
            line.sendall(b"X-A: " + b"a" * 4000 + b"\r\n")
            sent += 4007
            time.sleep(0.0005)
    assert sent < 64 * server.MAX_HEAD_BYTES


def test_a_large_statement_is_still_taken_in_whole(port: int) -> None:
    answer = httpx.post(
        f"http://127.0.0.1:{port}/v1/verklaringen",
        content=b"a" * 64 * 1024,
        headers={"Content-Type": "application/jose", "X-Long": "x" * 4000},
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "token-ontbreekt")


@pytest.mark.parametrize("port", [Hasty], indirect=True)
def test_a_connection_that_says_nothing_is_ended(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        assert line.recv(1) == b""


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/v1/verklaringen", "application/jose"), ("/oauth/token", "application/x-www-form-urlencoded")],
)
def test_who_hangs_up_halfway_is_no_fault_of_ours(
    port: int, caplog: pytest.LogCaptureFixture, path: str, kind: str
) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: 999\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(head.encode() + b"eyJ0")
        line.shutdown(socket.SHUT_RDWR)
    assert httpx.get(f"http://127.0.0.1:{port}/fouten").status_code == 200  # the server has dealt with it by now
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
