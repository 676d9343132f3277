# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Private keys, on the side of those who sign: never sent, never logged, never shown.

A private key is kept as the JWK of its public half with `d` (RFC 7517, RFC 8037), in a file of mode
600. Only the keys that `lijn` makes itself are read here (P-256 and Ed25519); whoever signs with an
RSA key signs elsewhere.
"""

from typing import TYPE_CHECKING, Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from msgspec import Struct

from registry.errors import MalformedError
from registry.statements.namen import issuer
from registry.statements.sleutels import Ec, Jwk, b64, of_public, thumbprint, unb64

if TYPE_CHECKING:
    from registry.statements.soorten import Body

Private = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
_RAW: Final = 32


class Geheim(Struct, frozen=True):
    """A private key and its public half. Its text form hides the key."""

    private: Private
    jwk: Jwk

    def __repr__(self) -> str:
        """Show which key this is, never what it is."""
        return f"Geheim({self.kid})"

    @property
    def kid(self) -> str:
        """The thumbprint of the public half."""
        return thumbprint(self.jwk)

    @property
    def alg(self) -> str:
        """The algorithm this key signs with."""
        return "ES256" if isinstance(self.jwk, Ec) else "EdDSA"

    def sign(self, message: bytes) -> bytes:
        """Sign bytes, in the form a JWS wants (RFC 7518 section 3.4, RFC 8037 section 3.1)."""
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return self.private.sign(message)
        r, s = decode_dss_signature(self.private.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(_RAW, "big") + s.to_bytes(_RAW, "big")

    def say(self, body: "Body", *, oin: str, sub: str, iat: int, vorige: str | None = None) -> bytes:
        """Sign a statement: the compact JWS that goes to the register."""
        from registry.statements.envelope import signing_input  # noqa: PLC0415  # 20 ms that making a key need not wait for

        message = signing_input(iss=issuer(oin), iat=iat, sub=sub, vorige=vorige, body=body, kid=self.kid, alg=self.alg)
        return message + b"." + b64(self.sign(message)).encode()

    def sign_jwt(self, claims: dict[str, Any], *, typ: str = "JWT", **header: Any) -> str:
        """Sign claims as a plain JWT, for an OAuth client assertion (RFC 7523) or a DPoP proof (RFC 9449)."""
        head = {"typ": typ, "alg": self.alg, "kid": self.kid} | header
        message = f"{b64(msgspec.json.encode(head))}.{b64(msgspec.json.encode(claims))}"
        return f"{message}.{b64(self.sign(message.encode()))}"

    def dump(self) -> bytes:
        """Write the key as a private JWK. What comes out is secret: a file of mode 600, nothing else."""
        members = msgspec.to_builtins(self.jwk)
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            members["d"] = b64(self.private.private_bytes_raw())
        else:
            members["d"] = b64(self.private.private_numbers().private_value.to_bytes(_RAW, "big"))
        return msgspec.json.encode(members)


def of_private(private: Private) -> Geheim:
    """Wrap a private key, working out its public half."""
    return Geheim(private, of_public(private.public_key()))


def load_secret(raw: bytes) -> Geheim:
    """Read a private JWK of kty EC (P-256) or OKP (Ed25519).

    Raises:
        MalformedError: it is no such key. The message never quotes the file.
    """
    try:
        members = msgspec.json.decode(raw, type=dict[str, str])
        for about in ("kid", "alg", "use"):
            members.pop(about, None)
        secret = unb64(members.pop("d"))
        if members.get("kty") == "OKP":
            made = of_private(ed25519.Ed25519PrivateKey.from_private_bytes(secret))
        else:
            made = of_private(ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1()))
        same = made.jwk == msgspec.convert(members, Jwk)
    except (KeyError, ValueError, msgspec.MsgspecError):
        detail = "Dit bestand is geen geheime sleutel (JWK) van kty EC met crv P-256, of OKP met crv Ed25519."
        raise MalformedError(detail) from None
    if not same:
        raise MalformedError("De geheime en de publieke helft van deze sleutel horen niet bij elkaar.")
    return made


def new_secret() -> Geheim:
    """Make a new P-256 key. The one place that takes randomness from the system, by way of OpenSSL."""
    return of_private(ec.generate_private_key(ec.SECP256R1()))
