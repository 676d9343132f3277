# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The connection, held to its limits, and what a proxy before it may say.

How large the head of a request may be, and how long it may take:
uvicorn limits neither with httptools; a header that never ends would fill the memory of the server, and a
thousand silent connections would keep everybody out.
"""

import asyncio
from typing import Any, Final

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from registry.web.certificaat import ClientCertificate

MAX_HEAD_BYTES: Final = 32 * 1024
ONE_READ_BYTES: Final = 256 * 1024  # one read may bring the start of a body along with the end of its head
HEAD_WITHIN_S: Final = 10.0


def behind_proxies(application: Any, *, proxy: str, cert_proxy: str) -> Any:
    """Let the proxies at these addresses say for whom they call, and with which certificate (settings.py).

    The certificate is judged first, by the address of the connection itself: uvicorn's wrapper writes over it.

    Raises:
        MalformedError: `cert_proxy` has something else in it than addresses and networks.
    """
    if proxy:
        application = ProxyHeadersMiddleware(application, trusted_hosts=proxy)
    return ClientCertificate(application, cert_proxy) if cert_proxy else application


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, that hangs up on a head that is too large or takes too long."""

    head_within_s: float = HEAD_WITHIN_S
    head_bytes: int = 0
    head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start to wait for the first request."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, as long as the head they belong to stays within its limit."""
        if self.head_timer is not None:
            self.head_bytes += len(data)
            if self.head_bytes > MAX_HEAD_BYTES + ONE_READ_BYTES:
                self.transport.close()
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Wait for the head of a next request."""
        super().on_message_begin()
        if self.head_timer is None:
            self._wait_for_head()

    def on_headers_complete(self) -> None:
        """The head is there: what follows is bounded by the application."""
        self._stop_waiting()
        super().on_headers_complete()

    def _wait_for_head(self) -> None:
        self.head_bytes = 0
        self.head_timer = self.loop.call_later(self.head_within_s, self.transport.close)

    def _stop_waiting(self) -> None:
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None
