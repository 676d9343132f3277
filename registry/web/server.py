# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What is served with: the protocol of a connection, and what a proxy before it may say.

Behind a proxy that nobody named, all callers have one address, and share what one address may do. The operator is told
so: at the start when there may be one, and when a request shows that there is.
"""

import logging
from collections.abc import Container, Iterable
from ipaddress import ip_address
from typing import Any, Final

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from registry.web.ahead import AheadProtocol
from registry.web.certificaat import ClientCertificate
from registry.web.voorrang import Voorrang

_FORWARDED: Final = frozenset({b"x-forwarded-for", b"forwarded"})
_ONE_ADDRESS: Final = "Wie achter een proxy zit die daar niet staat, telt samen met alle anderen als één adres."
_logger: Final = logging.getLogger("registry")


class UnnamedProxy:
    """An ASGI application around another, that tells the operator once of a proxy that nobody named."""

    def __init__(self, app: Any, named: Container[str]) -> None:
        self._app = app
        self._named = named
        self._told = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one connection. Nothing of what was sent is told, and no address: it may be a person's."""
        if not self._told and scope["type"] == "http" and self._is_one(scope):
            self._told = True
            _logger.warning(
                "Er komen verzoeken via een proxy die niet in REGISTRY_PROXY staat. %s "
                "Is er geen proxy, dan stuurt een beller die kop zelf, en hoeft u niets te doen.",
                _ONE_ADDRESS,
            )
        await self._app(scope, receive, send)

    def _is_one(self, scope: Any) -> bool:
        peer = scope.get("client")
        return not (peer and peer[0] in self._named) and any(name in _FORWARDED for name, _ in scope["headers"])


def tell_who_counts(host: str, proxy: str) -> None:
    """Tell the operator at the start that a proxy must be named, when others than this machine can come here."""
    if not proxy and not _is_loopback(host):
        _logger.warning(
            "De server luistert ook voor andere machines, en REGISTRY_PROXY is leeg. %s Staat er een proxy voor deze "
            "server, zet dan het adres van de proxy in REGISTRY_PROXY.",
            _ONE_ADDRESS,
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def behind_proxies(application: Any, *, proxy: str, cert_proxy: str) -> Any:
    """Let the proxies at these addresses say for whom they call, and with which certificate (settings.py).

    The certificate is judged first, by the address of the connection itself: uvicorn's wrapper writes over it.

    Raises:
        MalformedError: `cert_proxy` has something else in it than addresses and networks.
    """
    named: Container[str] = ()
    if proxy:
        application = ProxyHeadersMiddleware(application, trusted_hosts=proxy)
        named = application.trusted_hosts
    if cert_proxy:
        application = ClientCertificate(application, cert_proxy)
    return UnnamedProxy(application, named)


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
