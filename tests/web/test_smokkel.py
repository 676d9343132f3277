# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Request smuggling: no bytes that one reader takes for one request and another for two, or for none (RFC 9112).

Raw sockets against a real server. Behind it an application that writes down what reached it, so that a test says
which requests there were, not only which answers.
"""

import logging
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from registry.web import framing
from tests.contract.served import Served
from tests.support.poort import Heard, listening, listening_as, raw

HIDDEN = b"GET /verstopt HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /open HTTP/1.1\r\nHost: x\r\n"
GET = b"GET /open HTTP/1.1\r\nHost: x\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
LENGTH = b"Content-Length: %d\r\n\r\n" % len(HIDDEN)


class Seen(NamedTuple):
    """A request as it reached the application."""

    method: str
    path: str
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]


class Recorder:
    """An application that reads a whole request, writes down what it was, and answers."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body, more = body + message["body"], message["more_body"]
        self.seen.append(Seen(scope["method"], scope["path"], body, tuple(scope["headers"])))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})


class Line(NamedTuple):
    """A server with a recorder behind it."""

    port: int
    behind: Recorder

    def send(self, *pieces: bytes, answers: int | None = None) -> Heard:
        self.behind.seen.clear()
        return raw(self.port, *pieces, answers=answers)

    @property
    def asked(self) -> list[tuple[str, str]]:
        return [(seen.method, seen.path) for seen in self.behind.seen]


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    behind = Recorder()
    with listening(behind) as port:
        yield Line(port, behind)


TWO_LENGTHS = {
    "length and chunked": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked and length": b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 3\r\nContent-Length: 0\r\n\r\nabc",
    "the same length twice": b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    "a list of lengths": b"Content-Length: 3, 3\r\n\r\nabc",
    "a length with a plus": b"Content-Length: +3\r\n\r\nabc",
    "a negative length": b"Content-Length: -3\r\n\r\nabc",
    "a length in hex": b"Content-Length: 0x3\r\n\r\nabc",
    "a length with a space in it": b"Content-Length: 3 4\r\n\r\nabc",
    "an empty length": b"Content-Length: \r\n\r\nabc",
    "a length beyond 64 bits": b"Content-Length: 18446744073709551619\r\n\r\nabc",
    "a length folded": b"Content-Length:\r\n 3\r\n\r\nabc",
    "space before the colon of a length": b"Content-Length : 3\r\n\r\nabc",
    "space before the colon of a coding": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a coding folded": b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    "a coding behind a fold": b"X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a coding that is not chunked": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunked before the last": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a coding before chunked": b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "identity": b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "two codings": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "chunked twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a coding after a vertical tab": b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "a coding in quotes": b'Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n',
}
UNCLEAR_HEADS = {
    "bare LF": b"GET /open HTTP/1.1\nHost: x\n\n",
    "one bare LF": b"GET /open HTTP/1.1\r\nX: a\nY: b\r\nHost: x\r\n\r\n",
    "bare CR": b"GET /open HTTP/1.1\r\nX: a\rY: b\r\nHost: x\r\n\r\n",
    "two CRs": b"GET /open HTTP/1.1\r\nHost: x\r\r\n\r\n",
    "NUL in a value": GET + b"X: a\x00b\r\n\r\n",
    "no name": GET + b": a\r\n\r\n",
    "no colon": GET + b"X\r\n\r\n",
    "space before the first name": b"GET /open HTTP/1.1\r\n X: a\r\nHost: x\r\n\r\n",
    "a name with a NUL": GET + b"X\x00Y: a\r\n\r\n",
    "HTTP/0.9": b"GET /open\r\n\r\n",
    "HTTP/1.2": b"GET /open HTTP/1.2\r\nHost: x\r\n\r\n",
    "HTTP/2.0 as text": b"GET /open HTTP/2.0\r\nHost: x\r\n\r\n",
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a version in lower case": b"GET /open http/1.1\r\nHost: x\r\n\r\n",
    "chunked in HTTP/1.0": b"POST /open HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "no Host": b"GET /open HTTP/1.1\r\n\r\n",
    "two Hosts": b"GET /open HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "two Hosts in HTTP/1.0": b"GET /open HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
    "a Host with a path": b"GET /open HTTP/1.1\r\nHost: x/open?\r\n\r\n",
    "a Host with a name in front": b"GET /open HTTP/1.1\r\nHost: x@y\r\n\r\n",
    "two names in one Host": b"GET /open HTTP/1.1\r\nHost: a b\r\n\r\n",
    "a fragment": b"GET /open#/verstopt HTTP/1.1\r\nHost: x\r\n\r\n",
    "a tab in the target": b"GET /open\tx HTTP/1.1\r\nHost: x\r\n\r\n",
    "a space in the target": b"GET /open x HTTP/1.1\r\nHost: x\r\n\r\n",
    "a byte above 127 in the target": b"GET /op\xe9n HTTP/1.1\r\nHost: x\r\n\r\n",
    "a target without a slash": b"GET open HTTP/1.1\r\nHost: x\r\n\r\n",
    "CONNECT": b"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
    "an unknown method": b"GETT /open HTTP/1.1\r\nHost: x\r\n\r\n",
    "an upgrade with a body": POST + b"Connection: Upgrade\r\nUpgrade: x\r\n" + LENGTH,
    "an upgrade with chunks": POST
    + b"Connection: Upgrade\r\nUpgrade: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}
UNCLEAR_CHUNKS = {
    "a size that ends in a bare LF": b"3\nabc\r\n0\r\n\r\n",
    "an extension that ends in a bare LF": b"3;a\nabc\r\n0\r\n\r\n",
    "a size in 0x": b"0x3\r\nabc\r\n0\r\n\r\n",
    "a negative size": b"-3\r\nabc\r\n0\r\n\r\n",
    "a size with a space": b"3 \r\nabc\r\n0\r\n\r\n",
    "a size beyond 64 bits": b"10000000000000003\r\nabc\r\n0\r\n\r\n",
    "more than the size": b"3\r\nabcX\r\n0\r\n\r\n",
    "no line end after a chunk": b"3\r\nabc0\r\n\r\n",
    "a length behind the body": b"0\r\nContent-Length: 5\r\n\r\n",
    "a coding behind the body": b"0\r\nTransfer-Encoding: chunked\r\n\r\n",
}


@pytest.mark.parametrize("head", TWO_LENGTHS.values(), ids=TWO_LENGTHS)
def test_a_body_whose_length_can_be_read_in_two_ways_ends_the_connection(line: Line, head: bytes) -> None:
    heard = line.send(POST + head + HIDDEN)
    assert (heard.statuses, heard.ended, line.asked) == ([400], True, [])


@pytest.mark.parametrize("head", UNCLEAR_HEADS.values(), ids=UNCLEAR_HEADS)
def test_a_head_that_can_be_read_in_two_ways_ends_the_connection(line: Line, head: bytes) -> None:
    heard = line.send(head + HIDDEN)
    assert (heard.statuses, heard.ended, line.asked) == ([400], True, [])


@pytest.mark.parametrize("body", UNCLEAR_CHUNKS.values(), ids=UNCLEAR_CHUNKS)
def test_chunks_that_can_be_read_in_two_ways_end_the_connection(line: Line, body: bytes) -> None:
    heard = line.send(CHUNKED + body + HIDDEN)
    assert (heard.statuses, heard.ended, line.asked) == ([400], True, [])


@pytest.mark.parametrize(
    "request_",
    [
        GET + LENGTH + HIDDEN,
        POST + LENGTH + HIDDEN,
        CHUNKED + b"%x\r\n" % len(HIDDEN) + HIDDEN + b"\r\n0\r\n\r\n",
        CHUNKED + b"%x;a=b\r\n" % len(HIDDEN) + HIDDEN + b"\r\n0\r\nX: y\r\n\r\n",
        GET + b"X-Hidden: " + HIDDEN.replace(b"\r\n", b"  ") + b"\r\n\r\n",
    ],
    ids=["body of a GET", "body of a POST", "in a chunk", "in a chunk with extension and trailer", "in a value"],
)
def test_a_request_inside_a_request_is_no_request(line: Line, request_: bytes) -> None:
    heard = line.send(request_ + GET + b"\r\n", answers=2)
    assert heard.statuses == [200, 200]
    assert line.asked == [(request_.split(b" ")[0].decode(), "/open"), ("GET", "/open")]


@pytest.mark.parametrize("head", [GET, POST], ids=["GET", "POST"])
def test_a_request_that_comes_in_many_pieces_is_one(line: Line, head: bytes) -> None:
    whole = head + LENGTH + HIDDEN
    heard = line.send(*(whole[at : at + 9] for at in range(0, len(whole), 9)), answers=1)
    assert (heard.statuses, len(line.asked), line.behind.seen[0].body) == ([200], 1, HIDDEN)


@pytest.mark.parametrize(
    "head",
    [
        b"GET /open HTTP/1.0\r\n\r\n",
        b"GET /open HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        GET + b"Connection: close\r\n\r\n",
        GET + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
        GET + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    ],
    ids=["HTTP/1.0", "HTTP/1.0 that wants to stay", "close", "upgrade to HTTP/2", "upgrade to a websocket"],
)
def test_after_a_last_request_there_is_no_other(line: Line, head: bytes, caplog: pytest.LogCaptureFixture) -> None:
    heard = line.send(head + HIDDEN)
    assert (heard.statuses, heard.ended, line.asked) == ([200], True, [("GET", "/open")])
    assert b"connection: close" in heard.text.lower()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_refusal_is_never_the_answer_to_the_request_before_it(line: Line) -> None:
    heard = line.send(GET + b"\r\n" + b"\x16\x03\x01 nothing")
    assert heard.ended
    assert 400 not in heard.statuses


@pytest.mark.parametrize("name", [b"Authorization", b"Client-Cert", b"X-Forwarded-For", b"DPoP", b"Host", b"Cookie"])
@pytest.mark.parametrize("apart", [True, False], ids=["later", "at once"])
def test_a_field_behind_the_body_is_no_field_of_the_head(line: Line, name: bytes, apart: bool) -> None:  # noqa: FBT001
    rest = b"0\r\n" + name + b": van achteren\r\n\r\n"
    pieces = (CHUNKED + b"3\r\nabc\r\n", rest) if apart else (CHUNKED + b"3\r\nabc\r\n" + rest,)
    assert line.send(*pieces, answers=1).statuses == [200]
    [seen] = line.behind.seen
    assert seen.headers == ((b"host", b"x"), (b"transfer-encoding", b"chunked"))


def test_a_token_behind_the_body_opens_nothing() -> None:
    served = Served()
    with listening_as(served.app) as (url, app):
        token, port = served.token(app, url).encode(), int(url.rpartition(":")[2])
        head = b"GET /v1/contactroutes HTTP/1.1\r\nHost: x\r\n"
        field = b"Authorization: Bearer " + token + b"\r\n"
        assert raw(port, head + field + b"\r\n", answers=1).statuses == [200]
        behind = b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + field + b"\r\n"
        assert raw(port, head + behind, answers=1).statuses == [401]


def test_a_head_has_at_most_its_size_whatever_it_is_made_of(line: Line) -> None:
    fits, room = 300, framing.MAX_HEAD_BYTES
    assert line.send(GET + b"X: " + b"a" * (room - fits) + b"\r\n\r\n", answers=1).statuses == [200]
    for head in (
        GET + b"X: " + b"a" * room + b"\r\n\r\n",
        GET + b"X-Long: ab\r\n" * (room // 8) + b"\r\n",
        b"GET /" + b"a" * room + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ):
        heard = line.send(head)
        assert heard.ended
        assert line.asked == []


@pytest.mark.parametrize(
    ("begin", "more"),
    [
        (CHUNKED + b"0\r\nX: ", b"a" * 65_536),
        (CHUNKED + b"0\r\n", b"X: aaaaaaaaaaaaaaaa\r\n" * 3_000),
        (CHUNKED + b"3;", b"a" * 65_536),
        (POST + b"Connection: close\r\n\r\n", b"a" * 65_536),
    ],
    ids=["a trailer", "trailers", "an extension of a chunk", "what comes after the last request"],
)
def test_what_comes_to_nothing_does_not_go_on_for_ever(line: Line, begin: bytes, more: bytes) -> None:
    assert line.send(begin, *[more] * (4 * framing.MAX_BARREN_BYTES // len(more))).ended


def test_a_body_does_not_go_on_for_ever_after_its_answer() -> None:
    served = Served()
    with listening(served.app("http://127.0.0.1")) as port:
        head = b"POST /v1/verklaringen HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n"
        heard = raw(port, head, *[b"a" * 65_536] * (4 * framing.MAX_BARREN_BYTES // 65_536))
        assert heard.ended
