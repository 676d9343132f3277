# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The connection, held to its limits.

uvicorn with httptools has none but for how long a connection may be idle.

    head         32 KiB, within 10 s of its first byte, or of the connection; empty lines before it count
    body         whole within 30 s of its head, whatever the application made of it (web/body.py is stricter)
    answer       taken off our hands: within 30 s when 64 KiB wait or nothing follows, else by the end of the idle time
    connections  so many of one address, and 2,000 in all; a proxy that we trust may have as many as it likes

Who does not keep to it is hung up on: there is nobody to tell, or nobody who listens. From 1,000 connections on
(`limit_concurrency`) uvicorn turns requests away; in which words is for the application to say.
"""

import asyncio
import json
from collections.abc import Container
from typing import Any, Final

from uvicorn.protocols.http.flow_control import service_unavailable
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from registry.web.adr import HEADERS, TOO_BUSY
from registry.web.tempo import network_of

MAX_HEAD_BYTES: Final = 32 * 1024
ONE_READ_BYTES: Final = 256 * 1024  # one read may bring the start of a body along with the end of its head
HEAD_WITHIN_S: Final = 10.0
BODY_WITHIN_S: Final = 30.0
TAKEN_WITHIN_S: Final = 30.0
MAX_CONNECTIONS: Final = 2000
_NO_HTTP: Final = json.dumps(
    {"type": "about:blank", "title": "Dit is geen goed HTTP-verzoek", "status": 400}, separators=(",", ":")
).encode()


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, that hangs up on who is too large, too slow or too many."""

    head_within_s: float = HEAD_WITHIN_S
    body_within_s: float = BODY_WITHIN_S
    taken_within_s: float = TAKEN_WITHIN_S
    per_address: int = 200
    proxies: Container[str] = ()
    network: str = ""
    head_bytes: int = 0
    head_timer: asyncio.TimerHandle | None = None
    in_body: bool = False
    body_timer: asyncio.TimerHandle | None = None
    taken_timer: asyncio.TimerHandle | None = None
    worked_on: RequestResponseCycle | None = None
    proxied: bool = False
    answered_at: float = 0.0  # by the clock of the loop: the last time that an answer left the idle time running

    def connection_made(self, transport: Any) -> None:
        """Start to wait for the first request, if there is room for one more."""
        super().connection_made(transport)
        self._wait_for_head()
        host = self.client[0] if self.client else ""
        self.proxied = host in self.proxies
        if not self.proxied:
            self.network = network_of(host)
        others = [getattr(other, "network", "") for other in self.connections]
        if len(others) > MAX_CONNECTIONS or (self.network and others.count(self.network) > self.per_address):
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop("head_timer", "body_timer", "taken_timer")
        self._nobody_listens()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, as long as what they belong to stays within its limits."""
        if self.head_timer is not None:
            self.head_bytes += len(data)
            if self.head_bytes > MAX_HEAD_BYTES + ONE_READ_BYTES:
                self.transport.close()
                return
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self.in_body:
            if self.body_timer is None:
                self.body_timer = self.loop.call_later(self.body_within_s, self._hang_up)
        elif (
            self.head_timer is None
            and self.timeout_keep_alive_task is None
            and (self.worked_on is None or self.worked_on.response_complete)
        ):
            self._wait_for_head()  # an empty line, which the parser passes over, has ended uvicorn's idle time

    def on_message_begin(self) -> None:
        """Wait for the head of a next request."""
        super().on_message_begin()
        if self.head_timer is None:
            self._wait_for_head()

    def on_headers_complete(self) -> None:
        """The head is there; what follows is body, unless it was answered already."""
        self._stop("head_timer")
        if not self.answer_now():
            self.in_body = True
            super().on_headers_complete()

    def answer_now(self) -> bool:
        """Answer a request of which the head is there, if that can be; and say whether it was done: here never."""
        return False

    def on_message_complete(self) -> None:
        """The body is there."""
        self.in_body = False
        self._stop("body_timer")
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Wait until the answer is taken."""
        super().pause_writing()
        if self.taken_timer is None:
            self.taken_timer = self.loop.call_later(self.taken_within_s, self._hang_up)

    def resume_writing(self) -> None:
        """The answer is taken."""
        self._stop("taken_timer")
        super().resume_writing()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self.worked_on = cycle
        if app is service_unavailable:  # uvicorn's words, in English
            app, cycle.scope["state"][TOO_BUSY], cycle.keep_alive = self.app, True, False
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Do not wait for ever until the last answer is taken."""
        super().on_response_complete()
        if self.transport.is_closing() and self.taken_timer is None:
            self.taken_timer = self.loop.call_later(self.taken_within_s, self._hang_up)

    def timeout_keep_alive_handler(self) -> None:
        """End a connection that is idle, also when what was answered lies there still."""
        left = self.answered_at + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self.timeout_keep_alive_task = self.loop.call_later(left, self.timeout_keep_alive_handler)
        else:
            self._hang_up()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  # uvicorn's words, in English
        """Answer what is no HTTP, with the headers that every answer has."""
        headers = HEADERS | {
            "Content-Type": "application/problem+json",
            "Content-Length": str(len(_NO_HTTP)),
            "Cache-Control": "no-store",
            "Connection": "close",
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.transport.write(f"HTTP/1.1 400 Bad Request\r\n{head}\r\n".encode() + _NO_HTTP)
        self.transport.close()

    def _wait_for_head(self) -> None:
        self.head_bytes = 0
        self.head_timer = self.loop.call_later(self.head_within_s, self._hang_up)

    def _hang_up(self) -> None:
        self._nobody_listens()
        self.transport.abort()

    def _nobody_listens(self) -> None:
        """Tell the request that is worked on, or it would write once more, and complain; uvicorn tells the last one."""
        if self.worked_on is not None and not self.worked_on.response_complete:
            self.worked_on.disconnected = True
            self.worked_on.message_event.set()

    def _stop(self, *timers: str) -> None:
        for name in timers:
            if (timer := getattr(self, name)) is not None:
                timer.cancel()
                setattr(self, name, None)
