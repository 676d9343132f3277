# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The short way of a connection: what `Voorrang` can answer is written as soon as its head is there.

That saves the task, the messages and the checks of ASGI, which cost more than such an answer does; what is sent is
the same. Whatever is not plain (an older HTTP, a connection that will close, answers that are still under way) goes by
ASGI, as all else does.

Loket software sends the same head all day, but for the first line. So what follows the first line is remembered once
the parser has read it, checked it and found one whole request in it (`koppen`), and is not parsed again when the very
same bytes come: these can only mean the same. Timers are not set for such a request, which has come in whole; the one
that ends an idle connection looks, when it goes off, how long ago the last answer was.
"""

import string
from collections.abc import Sequence
from typing import ClassVar, Final, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from registry.web.framing import StrictProtocol
from registry.web.limits import BoundedProtocol
from registry.web.voorrang import Kop, Voorrang

Headers = Sequence[tuple[bytes, bytes]]
MAX_KNOWN: Final = 8 * 1024  # of a whole request
MAX_KNOWN_HEADS: Final = 1_000
_START: Final = b"GET " + Voorrang.PATH + b"?"
_VERSION: Final = b" HTTP/1.1"
_QUERY: Final = string.ascii_letters.encode() + string.digits.encode() + b"-._~%!$&'()*+,;=:@/?"  # RFC 3986 section 3.4


class AheadProtocol(StrictProtocol, BoundedProtocol):
    """Answers at once what can be. Strict goes first: nothing is done with a head that is not clear."""

    voorrang: ClassVar[Voorrang | None] = None
    heads: ClassVar[dict[int, tuple[Headers, Headers, bytes]]] = {}
    koppen: ClassVar[dict[bytes, Kop]] = {}
    begun: int = 0  # requests that the parser has seen the begin of
    ended: int = 0  # and of these the ones that are there in whole
    kop: Kop | None = None  # of the request that began last, when it was answered ahead
    answered: bool = False

    def data_received(self, data: bytes) -> None:
        """Take bytes in; answer at once when they are one request with a head that is known."""
        if not (self.begun == self.ended and len(data) <= MAX_KNOWN and data.startswith(_START)):
            super().data_received(data)
            return
        first, _, rest = data.partition(b"\r\n")
        kop = self.koppen.get(rest)
        if kop is not None and self._answer_known(first, kop):
            return
        before = self.begun
        super().data_received(data)
        if self.begun == before + 1 and self.kop is not None and self.kop.if_none_match is None:
            if len(self.koppen) >= MAX_KNOWN_HEADS:
                self.koppen.clear()
            self.koppen[rest] = self.kop

    def on_message_begin(self) -> None:
        """Wait for the rest of a request."""
        self.kop = None
        self.begun += 1
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """The request is there in whole; when it was answered ahead, nobody waits for its body."""
        self.ended += 1
        if self.answered:
            self.answered = False
        else:
            super().on_message_complete()

    def answer_now(self) -> bool:
        """Answer, if this can be done here and now; and say whether it was done."""
        path, _, query = self.url.partition(b"?")
        if path != Voorrang.PATH or self.voorrang is None or not self._is_plain():
            return False
        kop = self.voorrang.kop(self.headers)
        if kop is None or not self._answer(kop, query):
            return False
        self.on_response_complete()
        self.answered, self.kop = True, kop
        return True

    def _answer_known(self, first: bytes, kop: Kop) -> bool:
        """Answer a request that is known but for its first line, if this can be done here and now."""
        query = first[len(_START) : -len(_VERSION)]
        if not first.endswith(_VERSION) or query.translate(None, _QUERY) or not self._answer(kop, query):
            return False
        if self.timeout_keep_alive_task is None:
            self._stop("head_timer")
            self.on_response_complete()
        else:
            self.server_state.total_requests += 1
            self.answered_at = self.loop.time()
        return True

    def _answer(self, kop: Kop, query: bytes) -> bool:
        host = self.client[0] if self.client is not None and not self.proxied else None
        found = self.voorrang.answer(kop, query, host) if self.voorrang is not None and self._is_free() else None
        if found is None:
            return False
        status, always, besides, body = found
        parts = [self._head(status, always)]
        for name, value in besides:
            parts += (name, b": ", value, b"\r\n")
        parts += (b"\r\n", body)
        self.transport.write(b"".join(parts))
        return True

    def _is_plain(self) -> bool:
        """Say whether the parser has read a GET after which the connection stays."""
        parser = self.parser
        return (
            parser.get_method() == b"GET"
            and parser.get_http_version() == "1.1"
            and bool(parser.should_keep_alive())
            and b"#" not in self.url
        )

    def _is_free(self) -> bool:
        """Say whether an answer can be written: it is next in turn, there is room, and nobody else has a say in it."""
        limit, cycle = self.limit_concurrency, cast("RequestResponseCycle | None", self.cycle)
        return not (
            self.flow.write_paused
            or self.transport.is_closing()
            or (cycle is not None and not cycle.response_complete)
            or (limit is not None and (len(self.connections) >= limit or len(self.tasks) >= limit))
            or self.root_path
            or self.config.access_log
        )

    def _head(self, status: int, always: Headers) -> bytes:
        """Write what answers have in common, for as long as the second lasts that it names."""
        defaults = self.server_state.default_headers
        kept = self.heads.get(status)
        if kept is None or kept[0] is not defaults or kept[1] is not always:
            lines = b"".join(b"%b: %b\r\n" % header for header in (*defaults, *always))
            kept = self.heads[status] = (defaults, always, STATUS_LINE[status] + lines)
        return kept[2]
