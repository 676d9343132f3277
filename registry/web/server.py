# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The connection, held to its limits, and what a proxy before it may say.

uvicorn with httptools has none but for how long a connection may be idle.

    head         32 KiB, within 10 s of its first byte, or of the connection; empty lines before it count
    body         whole within 30 s of its head, whatever the application made of it (web/body.py is stricter)
    answer       taken off our hands: within 30 s when 64 KiB wait or nothing follows, else by the end of the idle time
    connections  so many of one address, and 2,000 in all; a proxy that we trust may have as many as it likes

Who does not keep to it is hung up on: there is nobody to tell, or nobody who listens.

What `Voorrang` can answer is written as soon as its head is there. That saves the task, the messages and the
checks of ASGI, which cost more than such an answer does; what is sent is the same. Whatever is not plain (an older
HTTP, a connection that will close, answers that are still under way) goes by ASGI, as all else does.
"""

import asyncio
import json
from collections.abc import Container, Iterable, Sequence
from typing import Any, ClassVar, Final, Protocol

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from registry.web.adr import HEADERS
from registry.web.certificaat import ClientCertificate
from registry.web.framing import StrictProtocol
from registry.web.tempo import network_of

Headers = Sequence[tuple[bytes, bytes]]
MAX_HEAD_BYTES: Final = 32 * 1024
ONE_READ_BYTES: Final = 256 * 1024  # one read may bring the start of a body along with the end of its head
HEAD_WITHIN_S: Final = 10.0
BODY_WITHIN_S: Final = 30.0
TAKEN_WITHIN_S: Final = 30.0
MAX_CONNECTIONS: Final = 2000  # from 1,000 on uvicorn answers 503
_NO_HTTP: Final = json.dumps(
    {"type": "about:blank", "title": "Dit is geen goed HTTP-verzoek", "status": 400}, separators=(",", ":")
).encode()


def behind_proxies(application: Any, *, proxy: str, cert_proxy: str) -> Any:
    """Let the proxies at these addresses say for whom they call, and with which certificate (settings.py).

    The certificate is judged first, by the address of the connection itself: uvicorn's wrapper writes over it.

    Raises:
        MalformedError: `cert_proxy` has something else in it than addresses and networks.
    """
    if proxy:
        application = ProxyHeadersMiddleware(application, trusted_hosts=proxy)
    return ClientCertificate(application, cert_proxy) if cert_proxy else application


class Answering(Protocol):
    """Gives status, headers that all such answers have, those that only this one has, and body; None: not from me."""

    def __call__(self, scope: Any, /) -> tuple[int, Headers, Headers, bytes] | None: ...  # noqa: D102


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
    voorrang: ClassVar[Answering | None] = None
    heads: ClassVar[dict[int, tuple[Headers, Headers, bytes]]] = {}
    answered: bool = False
    proxied: bool = False

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
        """The head is there: answer at once, if that can be; else what follows is body."""
        self._stop("head_timer")
        if not self._answer_ahead():
            self.in_body = True
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The body is there; after an answer that went ahead there was none."""
        if self.answered:
            self.answered = False
            return
        self.in_body = False
        self._stop("body_timer")
        super().on_message_complete()

    def _answer_ahead(self) -> bool:
        """Answer, if this can be done here and now; and say whether it was done."""
        found = self.voorrang(self.scope) if self.voorrang is not None and self._is_plain() else None
        self.scope["client"] = self.client
        if found is None:
            return False
        status, always, besides, body = found
        own = [part for name, value in besides for part in (name, b": ", value, b"\r\n")]
        self.transport.write(b"".join((self._head(status, always), *own, b"\r\n", body)))
        self.answered = True
        self.on_response_complete()
        return True

    def _is_plain(self) -> bool:
        """Say whether this is a GET that is next in turn; then `scope` has what ASGI would say of what was asked.

        For whom a proxy calls, is not known here.
        """
        scope, parser, limit = self.scope, self.parser, self.limit_concurrency
        path, _, query = self.url.partition(b"?")
        if (
            parser.get_method() != b"GET"
            or parser.get_http_version() != "1.1"
            or not parser.should_keep_alive()
            or b"%" in path
            or b"#" in query
            or self.root_path
            or self.config.access_log
            or self.flow.write_paused
            or self.transport.is_closing()
            or not getattr(self.cycle, "response_complete", True)  # None before the first one
            or (limit is not None and max(len(self.connections), len(self.tasks)) >= limit)
        ):
            return False
        scope["method"], scope["path"], scope["raw_path"] = "GET", path.decode("latin-1"), path
        scope["query_string"] = query
        if self.proxied:
            scope["client"] = None
        return True

    def _head(self, status: int, always: Headers) -> bytes:
        """Write what answers have in common, for as long as the second lasts that it names."""
        defaults = self.server_state.default_headers
        kept = self.heads.get(status)
        if kept is None or kept[0] is not defaults or kept[1] is not always:
            lines = b"".join(b"%b: %b\r\n" % header for header in (*defaults, *always))
            kept = self.heads[status] = (defaults, always, STATUS_LINE[status] + lines)
        return kept[2]

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
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Do not wait for ever until the last answer is taken."""
        super().on_response_complete()
        if self.transport.is_closing() and self.taken_timer is None:
            self.taken_timer = self.loop.call_later(self.taken_within_s, self._hang_up)

    def timeout_keep_alive_handler(self) -> None:
        """End a connection that is idle, also when what was answered lies there still."""
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


class ServedProtocol(StrictProtocol, BoundedProtocol):
    """What is served with. Strict goes first: nothing is done with a head that is not clear."""


def bounded(
    per_address: int, *, proxies: Iterable[str] = (), voorrang: Answering | None = None
) -> type[ServedProtocol]:
    """Make the protocol that lets in so many connections of one address, and any number of these proxies.

    Args:
        voorrang: what it gives an answer to is answered ahead of ASGI.
    """
    named = ",".join(filter(None, proxies))
    trusted = ProxyHeadersMiddleware(_no_application, trusted_hosts=named).trusted_hosts if named else ()
    own: dict[str, Any] = {"per_address": per_address, "proxies": trusted, "voorrang": voorrang, "heads": {}}
    return type("ServedProtocol", (ServedProtocol,), own)


async def _no_application(*_: object) -> None:
    """Stand behind a layer of which only the list of addresses is used."""
