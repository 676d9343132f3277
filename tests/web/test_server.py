# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The register on a real port: HEAD, heads that are too large or never end, and what is logged of it."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn

from registry.errors import UnreachableError
from registry.web import body, limits
from registry.web.adr import HEADERS
from registry.web.limits import BoundedProtocol
from registry.web.server import behind_proxies, bounded, tell_who_counts
from registry.web.tempo import Grenzen
from registry.wire.problemen import error_of
from tests.support import Network


class Hasty(BoundedProtocol):
    head_within_s = 0.05


class Impatient(BoundedProtocol):
    head_within_s = body_within_s = taken_within_s = 0.3


@pytest.fixture(params=[BoundedProtocol])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    net = Network()
    with net.http() as http, serving(http.app, request.param) as found:
        yield found


@contextmanager
def serving(app: Any, protocol: type[BoundedProtocol], **options: Any) -> Iterator[int]:
    """Serve an application on a real port; no proxy is trusted, unless `options` say so."""
    given: dict[str, Any] = {"lifespan": "off", "log_config": None, "proxy_headers": False, **options}
    config = uvicorn.Config(app, port=0, http=protocol, **given)
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
        while sent < 64 * limits.MAX_HEAD_BYTES:
            line.sendall(b"X-A: " + b"a" * 4000 + b"\r\n")
            sent += 4007
            time.sleep(0.0005)
    assert sent < 64 * limits.MAX_HEAD_BYTES


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


# --- slow, on purpose -------------------------------------------------------------------------------------------------


def dial(port: int, *, room: int | None = None) -> socket.socket:
    """Call the server; `room`: for how many bytes we have room."""
    line = socket.socket()
    line.settimeout(5)
    if room is not None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    line.connect(("127.0.0.1", port))
    return line


def heard(line: socket.socket) -> bytes:
    """Read until the other side hangs up."""
    read = bytearray()
    try:
        while found := line.recv(65536):
            read += found
    except ConnectionResetError:
        pass
    return bytes(read)


def head(path: str, kind: str, length: int = 999) -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n".encode()


def trickle(port: int, path: str, kind: str) -> tuple[float, bytes]:
    """Send a byte every tenth of a second, until we are told off."""
    began = time.monotonic()
    with dial(port) as line:
        line.sendall(head(path, kind))
        line.settimeout(0.1)
        while time.monotonic() < began + body.BODY_WITHIN_S:
            line.sendall(b"e")
            try:
                if found := line.recv(65536):
                    return time.monotonic() - began, found
            except TimeoutError:
                continue
    raise AssertionError("nobody minded")


def test_a_body_that_trickles_is_answered_408_and_hung_up_on(port: int) -> None:
    doors = [("/v1/verklaringen", "application/jose"), ("/oauth/token", "application/x-www-form-urlencoded")]
    with ThreadPoolExecutor(len(doors)) as pool:
        (took, statement), (took_too, form) = pool.map(lambda door: trickle(port, *door), doors)
    assert body.FIRST_S <= min(took, took_too) <= max(took, took_too) < body.FIRST_S + 2
    for answer in (statement, form):
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"\r\nconnection: close\r\n" in answer
        assert b"\r\nx-content-type-options: nosniff\r\n" in answer
    assert b'"code":"te-traag"' in statement
    assert b'"error":"invalid_request"' in form


@pytest.mark.parametrize("port", [Impatient], indirect=True)
@pytest.mark.parametrize("path", ["/v1/verklaringen", "/oauth/token", "/nergens"])
def test_a_body_that_is_not_wanted_any_more_is_not_listened_to_for_long(port: int, path: str) -> None:
    began = time.monotonic()
    with dial(port) as line, pytest.raises(OSError):  # noqa: PT011, PT012
        line.sendall(head(path, "application/jose", 10_000_000))
        while time.monotonic() < began + 4:
            line.sendall(b"x" * 100)
            time.sleep(0.05)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("port", [Impatient], indirect=True)
def test_empty_lines_between_requests_do_not_keep_a_connection(port: int) -> None:
    began = time.monotonic()
    with dial(port) as line, pytest.raises(OSError):  # noqa: PT011, PT012
        line.sendall(b"GET /logboek/sleutel HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
        while time.monotonic() < began + 4:
            line.sendall(b"\r\n")
            time.sleep(0.05)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("port", [Impatient], indirect=True)
def test_one_empty_line_does_not_either(port: int) -> None:
    with dial(port) as line:
        line.sendall(b"GET /logboek/sleutel HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
        line.sendall(b"\r\n")
        assert heard(line) == b""


@pytest.mark.parametrize("port", [Impatient], indirect=True)
def test_who_does_not_take_the_answer_is_hung_up_on(port: int, caplog: pytest.LogCaptureFixture) -> None:
    wanted = 2000
    with dial(port, room=2048) as line:
        for _ in range(wanted // 10):
            try:
                line.sendall(10 * b"GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n")
            except OSError:
                break
        time.sleep(1.5)
        assert heard(line).count(b"HTTP/1.1 200 OK") < wanted
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert httpx.get(f"http://127.0.0.1:{port}/fouten").status_code == 200


@pytest.mark.parametrize("port", [Impatient], indirect=True)
def test_who_takes_the_answer_slowly_but_steadily_gets_it_whole(port: int) -> None:
    with dial(port, room=65536) as line:
        line.sendall(b"GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        read = bytearray()
        while found := line.recv(16384):
            read += found
            time.sleep(0.01)
    length = int(read.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    assert len(read.split(b"\r\n\r\n", 1)[1]) == length


# --- many -------------------------------------------------------------------------------------------------------------


def alive(line: socket.socket) -> bool:
    """Say whether we are answered on this line."""
    try:
        line.sendall(b"GET /logboek/sleutel HTTP/1.1\r\nHost: x\r\n\r\n")
        return line.recv(65536).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


@pytest.mark.parametrize("port", [bounded(3)], indirect=True)
def test_an_address_has_so_many_connections_and_a_next_one_when_one_ends(port: int) -> None:
    lines = [dial(port) for _ in range(3)]
    assert all(alive(line) for line in lines)
    with dial(port) as fourth:
        assert not alive(fourth)
    lines.pop().close()
    time.sleep(0.1)
    lines.append(dial(port))
    assert all(alive(line) for line in lines)
    for line in lines:
        line.close()


@pytest.mark.parametrize(("trusted", "let_in"), [("127.0.0.1", 6), ("192.0.2.1", 3)])
def test_a_proxy_that_is_trusted_may_have_more(trusted: str, let_in: int) -> None:
    with Network().http() as http, serving(http.app, bounded(3, proxies=(trusted, ""))) as port:
        lines = [dial(port) for _ in range(6)]
        assert sum(alive(line) for line in lines) == let_in
        for line in lines:
            line.close()


def test_who_is_forwarded_by_a_trusted_proxy_counts_as_who_it_is() -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    addresses = ("2001:db8::1", "2001:db8:0:1::1", "1.2.3.4, 2001:db8::2")  # what stands before it, anybody may write
    with Network().http(grenzen=Grenzen(tokens_per_minute_address=1)) as http:
        for trusted, statuses in (("127.0.0.1", [400, 400, 429]), ("192.0.2.1", [400, 429, 429])):
            with serving(behind_proxies(http.app, proxy=trusted, cert_proxy=""), BoundedProtocol) as port:
                url = f"http://127.0.0.1:{port}/oauth/token"
                sent = [form | {"X-Forwarded-For": address} for address in addresses]
                answers = [httpx.post(url, content=b"x=1", headers=headers) for headers in sent]
            assert [answer.status_code for answer in answers] == statuses


@pytest.mark.parametrize("head", ["X-Forwarded-For", "Forwarded"])
@pytest.mark.parametrize(("named", "told"), [("", 1), ("192.0.2.1", 1), ("127.0.0.1", 0), ("127.0.0.0/8", 0)])
def test_the_operator_is_told_once_of_a_proxy_that_nobody_named(
    caplog: pytest.LogCaptureFixture, head: str, named: str, told: int
) -> None:
    with (
        Network().http() as http,
        serving(behind_proxies(http.app, proxy=named, cert_proxy="127.0.0.1"), bounded(200)) as port,
    ):
        httpx.get(f"http://127.0.0.1:{port}/fouten")
        assert caplog.records == []
        for _ in range(3):
            httpx.get(f"http://127.0.0.1:{port}/fouten", headers={head: "for=203.0.113.9"})
    assert [record.levelname for record in caplog.records] == ["WARNING"] * told
    assert caplog.text.count("REGISTRY_PROXY") == told
    assert "203.0.113.9" not in caplog.text
    assert "127.0.0.1" not in caplog.text


@pytest.mark.parametrize(
    ("host", "proxy", "told"),
    [
        ("127.0.0.1", "", 0),
        ("127.0.0.2", "", 0),
        ("::1", "", 0),
        ("localhost", "", 0),
        ("::", "", 1),
        ("192.0.2.1", "", 1),
        ("register.example", "", 1),
        ("::", "192.0.2.7", 0),
    ],
)
def test_the_operator_is_told_at_the_start_that_a_proxy_must_be_named(
    caplog: pytest.LogCaptureFixture, host: str, proxy: str, told: int
) -> None:
    tell_who_counts(host, proxy)
    assert caplog.text.count("REGISTRY_PROXY is leeg") == told


def test_what_is_no_http_is_told_so_with_the_headers_of_every_answer(port: int) -> None:
    with dial(port) as line:
        line.sendall(b"\x16\x03\x01\x02\x00\x01\x00 999990019\r\n\r\n")
        answer = heard(line)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"999990019" not in answer
    for name, value in HEADERS.items():
        assert f"{name}: {value}\r\n".encode() in answer


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/contactroutes?onderwerp=aow", "application/problem+json"),
        ("/v1/contactmomenten", "application/problem+json"),
        ("/nergens/", "application/problem+json"),
        ("/oauth/token", "application/json"),
    ],
)
def test_who_is_turned_away_since_it_is_too_busy_is_told_so_as_everybody_is(path: str, kind: str, method: str) -> None:
    with Network().http() as http, serving(http.app, bounded(200), limit_concurrency=1) as port:
        answer = httpx.request(method, f"http://127.0.0.1:{port}{path}")
        always = http.app.state.headers
    assert answer.status_code == 503
    told = {name: answer.headers[name] for name in ("Content-Type", "Retry-After", "Connection", "Cache-Control")}
    assert told == {"Content-Type": kind, "Retry-After": "5", "Connection": "close", "Cache-Control": "no-store"}
    assert {name: answer.headers[name] for name in always} == always
    if method == "HEAD":
        assert answer.content == b""
    elif path.startswith("/oauth/"):
        assert answer.json()["error"] == "temporarily_unavailable"
        assert "te druk" in answer.json()["error_description"]
    else:
        fault = error_of(answer.status_code, answer.content, retry_after="5", host="x")
        assert isinstance(fault, UnreachableError)
        assert "te druk" in fault.detail
        assert (answer.json()["code"], answer.json()["status"]) == ("onbereikbaar", 503)
