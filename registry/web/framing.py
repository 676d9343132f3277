# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Where a request begins and ends, and what its head says: read in one way only (RFC 9112).

Between a member and this server stands a proxy, that reads the same bytes. Where two readers may differ, one of them
can be made to see a request that the other does not. httptools is strict about lengths and line ends; what it lets
through is refused here, with a 400 and the end of the connection:

version              1.0 and 1.1, and no request line without one (HTTP/0.9)
target               no fragment, which is never sent (section 3.2)
Host                 exactly one, well made, at 1.1; at most one at 1.0 (section 3.2)
Transfer-Encoding    chunked and nothing else (section 6.1)
Upgrade              never done; with a body it is refused, since the parser stops reading where it stands
size                 of a head, and of what a body carries besides itself: chunk extensions, trailers

Fields after a chunked body (trailers) are dropped. uvicorn appends them to the fields of the head, so that a proxy that
takes `Client-Cert` or `X-Forwarded-For` out of the head would let them in at the back door (RFC 9110 section 6.5.1).
"""

import re
from typing import Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

MAX_HEAD_BYTES: Final = 32 * 1024  # target, names and values
MAX_BARREN_BYTES: Final = 512 * 1024  # more than the largest single read (256 KiB), which may end with something
_VERSIONS: Final = frozenset({"1.0", "1.1"})
_HOST: Final = re.compile(rb"[A-Za-z0-9._~!$&'()*+,;=%-]*(:[0-9]{0,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{0,5})?")


class UnclearError(ValueError):
    """A request that another could read otherwise, or not at all. httptools and uvicorn make it a 400."""


class StrictProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, that refuses what can be read in two ways. Goes before others that build on it."""

    barren_bytes: int = 0  # received since there last was something in them

    def data_received(self, data: bytes) -> None:
        """Take bytes in, as long as something comes of them now and then."""
        self.barren_bytes += len(data)
        super().data_received(data)
        if self.barren_bytes > MAX_BARREN_BYTES:
            self.transport.close()

    def on_headers_complete(self) -> None:
        """Look at the whole head before anything is done with it.

        Raises:
            UnclearError: it can be read in two ways, or is too large.
        """
        self.barren_bytes = 0
        upgrade = self.parser.should_upgrade()
        self._check_head(upgrade=upgrade)
        super().on_headers_complete()
        self.headers = []  # what the parser still finds are trailers: not for the list that the application has
        if upgrade:
            self.cycle.keep_alive = False  # what follows is not read

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body; after the answer nothing comes of it."""
        if not self.cycle.response_complete:
            self.barren_bytes = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """Refuse; but where this would be taken for the answer to another request, only hang up."""
        if self._answer_is_open():
            self.transport.close()
        else:
            super().send_400_response(msg)

    def _answer_is_open(self) -> bool:
        """Say whether an answer is under way, or is due to a request that came in whole."""
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is None or cycle.response_complete:
            return False
        return cycle.response_started or not cycle.more_body or bool(self.pipeline)

    def _check_head(self, *, upgrade: bool) -> None:
        """Refuse a head that can be read in two ways.

        Raises:
            UnclearError: it can, or it is too large.
        """
        version, size, hosts, measured = self.parser.get_http_version(), len(self.url), 0, False
        for name, value in self.headers:
            size += len(name) + len(value)
            if name == b"host":
                hosts += 1
                if not _HOST.fullmatch(value):
                    raise UnclearError
            elif name == b"transfer-encoding":
                measured = True
                if value.lower() != b"chunked" or version == "1.0":
                    raise UnclearError
            elif name == b"content-length":
                measured = True
        if version not in _VERSIONS or b"#" in self.url or size > MAX_HEAD_BYTES:
            raise UnclearError
        if hosts != 1 and (hosts or version == "1.1"):
            raise UnclearError
        if upgrade and measured:
            raise UnclearError

    def _should_upgrade(self) -> bool:
        return False  # whichever library happens to be installed

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: uvicorn would advise to install something, at each request of a stranger."""
