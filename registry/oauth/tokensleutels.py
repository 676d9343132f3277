# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The keys that sign tokens, and those around a change of keys.

The file is one private JWK, or a JWK Set: the first key signs, all of them verify and are published. What kind of key
it is decides how: an EC key (P-256) signs ES256, an RSA key (2048 to 4096 bits, with its primes) PS256.

    {"keys": [{"kty": "EC", …, "d": "…"}, {"kty": "EC", …}]}

A change of keys: add the new key at the end; when the published set has been read by all (a week, by
its cache header), move it to the front; take the old one out when its last token is over (an hour).
Of keys that do not sign the public half will do. The new key may be of the other kind.
"""

from collections.abc import Mapping
from typing import Any, Final, Self, TypeAlias

import msgspec
from msgspec import Struct

from registry.errors import MalformedError
from registry.statements.geheim import Geheim, load_secret
from registry.statements.sleutels import Ec, Rsa, load, thumbprint

LONGEST_LIFETIME_S: Final = 60 * 60  # contract, section 4
_FORM: Final = (
    "Het bestand met tokensleutels is een geheime JWK (EC met P-256, of RSA van 2048 tot 4096 bits), of een JWK Set "
    "waarvan de eerste sleutel zo een is."
)
Tekenjwk: TypeAlias = Ec | Rsa


class Tokensleutels(Struct, frozen=True):
    """The key that signs, and the public halves of the others by their thumbprint. Its text form hides the key."""

    geheim: Geheim
    andere: tuple[Tekenjwk, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.geheim.jwk, Tekenjwk):
            raise MalformedError(_FORM)

    @classmethod
    def load(cls, raw: bytes) -> Self:
        """Read the file of keys.

        Raises:
            MalformedError: it is no such file. The message never quotes it.
        """
        try:
            first, *rest = _keys(raw)
            return cls(load_secret(first), tuple(_public(key) for key in rest))
        except (ValueError, msgspec.MsgspecError):
            raise MalformedError(_FORM) from None

    @property
    def published(self) -> Mapping[str, Tekenjwk]:
        """Every key that may have signed a token, by thumbprint; the one that signs first."""
        own = self.geheim.jwk
        return {thumbprint(jwk): jwk for jwk in (own, *self.andere) if isinstance(jwk, Tekenjwk)}

    def sign(self, claims: dict[str, Any]) -> str:
        """Sign an access token (RFC 9068 section 2.1)."""
        return self.geheim.sign_jwt(claims, typ="at+jwt")

    def jwks(self) -> dict[str, Any]:
        """Write the JWK Set for others; the profile wants `kid`, `kty` and `alg` in every key."""
        return {
            "keys": [
                msgspec.to_builtins(jwk) | {"use": "sig", "alg": next(iter(jwk.algoritmen)), "kid": kid}
                for kid, jwk in self.published.items()
            ]
        }


def _keys(raw: bytes) -> list[bytes]:
    read = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    if "keys" not in read:
        return [raw]
    return [bytes(key) for key in msgspec.json.decode(read["keys"], type=list[msgspec.Raw])]


def _public(raw: bytes) -> Tekenjwk:
    members = msgspec.json.decode(raw, type=dict[str, str])
    if "d" in members:
        members = msgspec.to_builtins(load_secret(raw).jwk)
    about = {"kid", "alg", "use"}
    jwk: Tekenjwk = msgspec.convert({name: value for name, value in members.items() if name not in about}, Tekenjwk)
    load(jwk)
    return jwk
