# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What is served with: the protocol of a connection, and what a proxy before it may say."""

from collections.abc import Iterable
from typing import Any

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from registry.web.ahead import AheadProtocol
from registry.web.certificaat import ClientCertificate
from registry.web.voorrang import Voorrang


def behind_proxies(application: Any, *, proxy: str, cert_proxy: str) -> Any:
    """Let the proxies at these addresses say for whom they call, and with which certificate (settings.py).

    The certificate is judged first, by the address of the connection itself: uvicorn's wrapper writes over it.

    Raises:
        MalformedError: `cert_proxy` has something else in it than addresses and networks.
    """
    if proxy:
        application = ProxyHeadersMiddleware(application, trusted_hosts=proxy)
    return ClientCertificate(application, cert_proxy) if cert_proxy else application


def bounded(per_address: int, *, proxies: Iterable[str] = (), voorrang: Voorrang | None = None) -> type[AheadProtocol]:
    """Make the protocol that lets in so many connections of one address, and any number of these proxies.

    Args:
        voorrang: what it gives an answer to is answered ahead of ASGI.
    """
    named = ",".join(filter(None, proxies))
    trusted = ProxyHeadersMiddleware(_no_application, trusted_hosts=named).trusted_hosts if named else ()
    own: dict[str, Any] = {
        "per_address": per_address,
        "proxies": trusted,
        "voorrang": voorrang,
        "heads": {},
        "koppen": {},
    }
    return type("ServedProtocol", (AheadProtocol,), own)


async def _no_application(*_: object) -> None:
    """Stand behind a layer of which only the list of addresses is used."""
