# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The short way of a connection, on real sockets: it sends what ASGI would have sent, in turn, and within limits."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import uvicorn
from litestar import Litestar
from litestar.testing import TestClient

from registry.web import ahead
from registry.web.limits import BoundedProtocol
from registry.web.server import behind_proxies, bounded
from registry.web.voorrang import Voorrang
from tests.support.network import BASE_URL, Network, lijn

PATH = "/v1/contactroutes?onderwerp=aow&tijdstip=2026-11-24T10%3A00%3A00Z"
LAST = b"GET /fouten HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
_DATE = re.compile(rb"date: [^\r]+\r\n")


class Register:
    """An application with a line, a token, and how often it was answered ahead of ASGI."""

    def __init__(self, net: Network, app: Litestar, token: str) -> None:
        self.net, self.app, self.token, self.ahead, self.known = net, app, token, 0, 0
        self.voorrang = Counting(self)

    @contextmanager
    def served(
        self, protocol: type[BoundedProtocol], app: Any = None, **options: Any
    ) -> Iterator[tuple[uvicorn.Server, int]]:
        config = uvicorn.Config(
            app or self.app, port=0, http=protocol, lifespan="off", log_config=None, access_log=False, **options
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield server, server.servers[0].sockets[0].getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()

    def head(self, path: str = PATH, *more: str, method: str = "GET", version: str = "1.1") -> bytes:
        lines = (f"{method} {path} HTTP/{version}", "Host: x", f"Authorization: Bearer {self.token}", *more)
        return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n"


class Counting(Voorrang):
    """The way ahead, that counts its answers, and the heads that it had not seen before."""

    def __init__(self, register: Register) -> None:
        self.register, self.real = register, register.app.state.voorrang

    def kop(self, headers: Any) -> Any:
        self.register.known -= 1
        return self.real.kop(headers)

    def answer(self, *asked: Any, **how: Any) -> Any:
        found = self.real.answer(*asked, **how)
        self.register.ahead += found is not None
        self.register.known += 1
        return found


@pytest.fixture(scope="module")
def register() -> Iterator[Register]:
    net = Network()
    net.lid("svb").publiceer(lijn("aow", onderwerpen=("aow",)))
    with net.http() as http:
        yield Register(net, http.app, net.lid("uwv").register(http)._token())


@pytest.fixture
def port(register: Register) -> Iterator[int]:
    register.ahead = register.known = 0
    with register.served(bounded(200, voorrang=register.voorrang)) as (_, port):
        yield port


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        yield line


def read_all(line: socket.socket) -> bytes:
    """Everything until the other side ends the connection."""
    found = b""
    while piece := line.recv(65536):
        found += piece
    return found


def read_one(line: socket.socket) -> bytes:
    """One answer that has a length."""
    found = b""
    while b"\r\n\r\n" not in found:
        found += line.recv(1)
    length = re.search(rb"content-length: ([0-9]+)", found)
    assert length is not None
    while len(found.partition(b"\r\n\r\n")[2]) < int(length[1]):
        found += line.recv(65536)
    return found


def said(port: int, raw: bytes) -> bytes:
    """All that is answered to these bytes and to a last request that ends the connection; without the second."""
    with connected(port) as line:
        line.sendall(raw + LAST)
        return _DATE.sub(b"date: now\r\n", read_all(line))


def test_it_sends_what_asgi_would_have_sent(register: Register, port: int) -> None:
    with register.served(bounded(200)) as (_, by_asgi):
        tag = re.search(rb'etag: ("[^"]+")', said(port, register.head()))
        assert tag is not None
        for asked, ahead in (
            (register.head(), True),
            (register.head("/v1/contactroutes"), True),
            (register.head(PATH, "Accept: application/json", "User-Agent: x"), True),
            (register.head(PATH, f"If-None-Match: {tag[1].decode()}"), True),
            (register.head(PATH, "Accept: text/html"), False),
            (register.head("/v1/contactroutes?onderwerp=a&onderwerp=b"), False),
            (register.head("/v1/contactroutes/"), False),
            (register.head("/v1/contactroute%73"), False),
            (register.head(PATH + "#fragment"), False),
            (register.head("http://x" + PATH), False),
            (register.head(method="HEAD"), False),
            (register.head(method="POST"), False),
            (register.head(version="1.0"), False),
            (register.head(PATH, "Connection: close"), False),
            (register.head(PATH, "Connection: keep-alive"), True),
            (register.head(PATH, "Content-Length: 3") + b"abc", False),
            (register.head(PATH, "Content-Length: 0"), False),
            (register.head(PATH, "Transfer-Encoding: chunked") + b"3\r\nabc\r\n0\r\n\r\n", False),
            (register.head(PATH, "Expect: 100-continue"), False),
            (register.head(PATH, "Upgrade: h2c"), False),
            (register.head(PATH, "Authorization: Bearer x"), False),
            (register.head(PATH).replace(b"Bearer ", b"Bearer x"), False),
            (register.head(PATH).replace(b"Authorization", b"X-Other"), False),
            (register.head(PATH, "X-Bad\x01: x"), False),
        ):
            before = register.ahead
            assert said(port, asked) == said(by_asgi, asked), asked
            assert register.ahead - before == ahead, asked


def test_a_head_that_is_known_is_answered_as_the_parser_would_have_it(register: Register, port: int) -> None:
    with register.served(bounded(200)) as (_, by_asgi):
        other = "/v1/contactroutes?onderwerp=anw&tijdstip=2026-11-24T10:00:00Z"
        with connected(port) as line:
            for path in (PATH, other, PATH, "/v1/contactroutes?onderwerp=%61ow&limiet=1"):
                line.sendall(register.head(path))
                found = _DATE.sub(b"date: now\r\n", read_one(line))
                assert said(by_asgi, register.head(path)).startswith(found)
    assert (register.ahead, register.known) == (4, 3)


def test_what_only_looks_like_a_head_that_is_known_is_read_by_the_parser(register: Register, port: int) -> None:
    target = b"/v1/contactroutes?tijdstip=2026-11-24T10%3A00%3A00Z&onderwerp=aow"
    head = register.head(target.decode())
    first, _, rest = head.partition(b"\r\n")
    body = b"POST /v1/verklaringen HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
    with register.served(bounded(200)) as (_, by_asgi):
        for asked in (
            first.replace(b"GET ", b"GET  ") + b"\r\n" + rest,
            first.replace(b" HTTP", b"  HTTP") + b"\r\n" + rest,
            first.replace(b"1.1", b"1.1 ") + b"\r\n" + rest,
            first.replace(b"1.1", b"1.0") + b"\r\n" + rest,
            first.replace(b"1.1", b"2.0") + b"\r\n" + rest,
            first.replace(b" HTTP/1.1", b"") + b"\r\n" + rest,
            first.replace(b" HTTP/1.1", b" HTTP/1.1 HTTP/1.1") + b"\r\n" + rest,
            first.replace(target, target + b"#x") + b"\r\n" + rest,
            first.replace(target, target + b"&onderwerp=\xc3\xa9") + b"\r\n" + rest,
            first.replace(target, target + b"\x00") + b"\r\n" + rest,
            first.replace(target, target + b"\n") + b"\r\n" + rest,
            first.replace(target, target + b"\rX: y") + b"\r\n" + rest,
            first.replace(target, target + b'"<>\\^`{|}') + b"\r\n" + rest,
            first.replace(b"GET", b"get") + b"\r\n" + rest,
            first + b"\n" + rest,
            first + b"\r\n\r\n" + rest,
            first + b"\r\n X: folded\r\n" + rest,
            first + b"\r\n" + rest.replace(b"\r\n", b"\n"),
            first + b"\r\n" + rest.replace(b"Host", b"host"),
            first + b"\r\n" + rest[:-2] + b"Content-Length: %d\r\n\r\n" % len(body) + body,
            head + body,
            head + b"\r\n\r\n" + head,
            head * 3,
            b"\r\n" + head,
            head[:-2] + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + head,
        ):
            for _ in range(2):  # what was learnt of it the first time, may not tell the second time
                with connected(port) as line:
                    line.sendall(head)
                    read_one(line)
                    line.sendall(asked)
                    time.sleep(0.02)  # so that it is all that the protocol gets at once
                    with suppress(OSError):
                        line.sendall(LAST)
                    assert _DATE.sub(b"date: now\r\n", read_all(line)) == said(by_asgi, asked), asked


def test_a_known_head_that_comes_while_something_is_under_way_waits_for_its_turn(register: Register, port: int) -> None:
    with connected(port) as line:
        line.sendall(register.head())
        read_one(line)
        line.sendall(b"POST /v1/verklaringen HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(register.head()))
        time.sleep(0.1)
        line.sendall(register.head())  # this is the body, whatever it looks like
        assert read_one(line).startswith(b"HTTP/1.1 4")
        line.sendall(register.head(PATH)[:30])
        time.sleep(0.1)
        line.sendall(register.head(PATH)[30:])
        assert read_one(line).startswith(b"HTTP/1.1 200")
        assert register.ahead == 2
        line.sendall(b"GET /fouten HTTP/1.1\r\nX-Other: ")
        time.sleep(0.1)
        line.sendall(register.head())  # this goes on with the head of the other request
        assert read_one(line).startswith(b"HTTP/1.1 200")
        assert register.ahead == 2


def test_a_known_head_lets_nobody_in_whose_token_is_over(register: Register, port: int) -> None:
    revoked = register.net.lid("duo").register(TestClient(register.app, base_url=BASE_URL))._token()
    asked = register.head().replace(register.token.encode(), revoked.encode())
    with connected(port) as line:
        for _ in range(2):
            line.sendall(asked)
            assert read_one(line).startswith(b"HTTP/1.1 200")
        register.net.clock.move(hours=2)
        line.sendall(asked)
        assert read_one(line).startswith(b"HTTP/1.1 401")
        register.net.clock.move(hours=-2)


def test_heads_that_are_known_are_few(register: Register) -> None:
    protocol = bounded(200, voorrang=register.voorrang)
    with register.served(protocol) as (_, port), connected(port) as line:
        for n in range(ahead.MAX_KNOWN_HEADS + 10):
            line.sendall(register.head(PATH, f"X-Request-Id: {n}"))
            read_one(line)
            assert len(protocol.koppen) <= ahead.MAX_KNOWN_HEADS
        kept = len(protocol.koppen)
        line.sendall(register.head(PATH, 'If-None-Match: "x"'))
        read_one(line)
        line.sendall(register.head(PATH, "X-Long: " + "x" * ahead.MAX_KNOWN))
        read_one(line)
        assert len(protocol.koppen) == kept


def test_answers_come_in_the_order_of_the_questions(register: Register, port: int) -> None:
    quick, slow = register.head("/v1/contactroutes?onderwerp=aow&limiet=1"), register.head("/v1/organisaties")
    found = said(port, quick + slow + quick + quick + slow)
    bodies = re.findall(rb"\r\n\r\n(\{\"[a-z]+\")", found)
    assert bodies[:5] == [b'{"tijdstip"', b'{"organisaties"', *[b'{"tijdstip"'] * 2, b'{"organisaties"']
    assert register.ahead >= 1


def test_a_head_in_pieces_is_answered_when_it_is_whole(register: Register, port: int) -> None:
    with connected(port) as line:
        for byte in register.head():
            line.sendall(bytes([byte]))
        assert read_one(line).startswith(b"HTTP/1.1 200 OK\r\n")
        line.sendall(register.head())
        assert read_one(line).startswith(b"HTTP/1.1 200 OK\r\n")
    assert register.ahead == 2


def test_who_asks_and_does_not_read_is_not_written_to_without_end(register: Register, port: int) -> None:
    many = 4000
    with connected(port) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        sending = threading.Thread(target=line.sendall, args=(register.head() * many,))
        sending.start()
        time.sleep(0.5)
        assert 0 < register.ahead < many
        answers = 0
        rest = b""
        while answers < many:
            piece = rest[-20:] + line.recv(1 << 20)
            answers += piece.count(b"HTTP/1.1 200 OK\r\n") - rest[-20:].count(b"HTTP/1.1 200 OK\r\n")
            rest = piece
        sending.join()
    assert answers == many


def test_a_silent_connection_is_ended_and_a_used_one_is_not(register: Register) -> None:
    with (
        register.served(bounded(200, voorrang=register.voorrang), timeout_keep_alive=1) as (_, port),
        connected(port) as line,
    ):
        for _ in range(4):
            line.sendall(register.head())
            assert read_one(line).startswith(b"HTTP/1.1 200")
            time.sleep(0.4)
        began = time.monotonic()
        assert line.recv(1) == b""
        assert time.monotonic() - began < 8


def test_a_server_that_stops_ends_what_is_idle(register: Register) -> None:
    with register.served(bounded(200, voorrang=register.voorrang)) as (server, port), connected(port) as line:
        line.sendall(register.head())
        read_one(line)
        server.should_exit = True
        assert line.recv(1) == b""


def test_too_many_connections_are_turned_away(register: Register) -> None:
    with (
        register.served(bounded(200, voorrang=register.voorrang), limit_concurrency=2) as (_, port),
        connected(port) as one,
    ):
        one.sendall(register.head())
        assert read_one(one).startswith(b"HTTP/1.1 200")
        with connected(port) as other:
            other.sendall(register.head())
            assert read_all(other).startswith(b"HTTP/1.1 503")


def test_behind_a_proxy_only_what_does_not_depend_on_who_is_behind_it_goes_ahead(register: Register) -> None:
    behind = behind_proxies(register.app, proxy="127.0.0.1", cert_proxy="")
    protocol = bounded(200, proxies=["127.0.0.1"], voorrang=register.voorrang)
    in_words = register.head("/v1/contactroutes?vraag=aow", "X-Forwarded-For: 192.0.2.7")
    with register.served(protocol, behind) as (_, port):
        said(port, in_words)  # now it knows its words
        for asked, ahead in ((register.head(PATH, "X-Forwarded-For: 192.0.2.7"), 1), (in_words, 0)):
            register.ahead = 0
            assert said(port, asked).startswith(b"HTTP/1.1 200")
            assert register.ahead == ahead
