# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The certificate of a caller, as a TLS proxy passes it on (RFC 9440).

    Client-Cert: :MIIBqDCCAU6gAwIBAgIBBzAKBggqhkjOPQQDAjA6…=:

Anybody can send such a header. So it counts only when the very connection comes from an address that the operator
named (REGISTRY_CERT_PROXY), and this stands around everything that believes another header about where a request
came from. Such a proxy sends the header itself and takes away what its clients sent by that name. Two of them, or
one that holds no certificate, means that it does not: then no token is given, and no bound token is taken.

What others may read is `scope["certificate"]`: a thumbprint (RFC 8705 section 3.1), "" for what is none; absent for
who showed none or has no say. Nobody else writes it.
"""

import binascii
import re
from base64 import b64decode
from hashlib import sha256
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final

from cryptography.x509 import load_der_x509_certificate

from registry.errors import MalformedError
from registry.statements.sleutels import b64

CERTIFICATE: Final = "certificate"
MAX_CHARACTERS: Final = 16 * 1024
_HEADER: Final = b"client-cert"
_BYTES: Final = re.compile(rb" *:([A-Za-z0-9+/]+={0,2}): *")  # RFC 8941 section 3.3.5, of an item without parameters
Network = IPv4Network | IPv6Network


class ClientCertificate:
    """An ASGI application around another, that says which certificate a trusted proxy saw."""

    def __init__(self, app: Any, proxies: str) -> None:
        """Wrap an application; `proxies` are addresses or networks with commas between them, and none when empty.

        Raises:
            MalformedError: there is something else among them.
        """
        self._app = app
        self._proxies = _networks(proxies)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one connection."""
        if scope["type"] == "http":
            scope.pop(CERTIFICATE, None)
            sent = [value for name, value in scope["headers"] if name == _HEADER]
            if sent and self._trusts(scope.get("client")):
                scope[CERTIFICATE] = thumbprint(sent[0]) if len(sent) == 1 else ""
        await self._app(scope, receive, send)

    def _trusts(self, peer: tuple[str, int] | None) -> bool:
        try:
            address = ip_address(peer[0] if peer else "")
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self._proxies)


def thumbprint(value: bytes) -> str:
    """Give the thumbprint of the certificate in a header (x5t#S256); "" when there is none in it."""
    found = _BYTES.fullmatch(value) if len(value) <= MAX_CHARACTERS else None
    try:
        der = b64decode(found[1] if found else b"", validate=True)
        load_der_x509_certificate(der)
    except (ValueError, binascii.Error):
        return ""
    return b64(sha256(der).digest())


def _networks(proxies: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(item.strip()) for item in proxies.split(",") if item.strip())
    except ValueError:
        raise MalformedError("REGISTRY_CERT_PROXY bevat adressen of netwerken (10.0.0.0/24), met komma's.") from None
