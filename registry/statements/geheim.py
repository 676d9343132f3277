# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Private keys, on the side of those who sign: never sent, never logged, never shown.

A private key is kept as the JWK of its public half with `d` (RFC 7517, RFC 8037), an RSA key with its
primes besides (RFC 7518 section 6.3.2), in a file of mode 600.
"""

import hmac
from typing import TYPE_CHECKING, Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from msgspec import Struct

from registry.errors import MalformedError
from registry.statements.namen import issuer
from registry.statements.sleutels import Jwk, Okp, Rsa, b64, load, of_public, thumbprint, unb64

if TYPE_CHECKING:
    from registry.statements.soorten import Body

Private = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
_RAW: Final = 32
_PRIMES: Final = ("p", "q", "dp", "dq", "qi")


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
        return "EdDSA" if isinstance(self.jwk, Okp) else next(iter(self.jwk.algoritmen))  # the others have just one

    def sign(self, message: bytes) -> bytes:
        """Sign bytes, in the form a JWS wants (RFC 7518 sections 3.4 and 3.5, RFC 8037 section 3.1)."""
        match self.private:
            case ed25519.Ed25519PrivateKey() as key:
                return key.sign(message)
            case rsa.RSAPrivateKey() as key:
                return key.sign(message, padding.PSS(padding.MGF1(SHA256()), SHA256.digest_size), SHA256())
            case key:
                r, s = decode_dss_signature(key.sign(message, ec.ECDSA(SHA256())))
                return r.to_bytes(_RAW, "big") + s.to_bytes(_RAW, "big")

    def derive(self, purpose: bytes) -> bytes:
        """Work out another secret of 32 bytes, from which this key does not follow (HKDF of RFC 5869 with SHA-256)."""
        secret = hmac.digest(bytes(_RAW), unb64(self._secret()["d"]), "sha256")
        return hmac.digest(secret, purpose + b"\x01", "sha256")

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
        return msgspec.json.encode(msgspec.to_builtins(self.jwk) | self._secret())

    def _secret(self) -> dict[str, str]:
        """Give the members that are secret."""
        match self.private:
            case ed25519.Ed25519PrivateKey() as key:
                return {"d": b64(key.private_bytes_raw())}
            case rsa.RSAPrivateKey() as key:
                found = key.private_numbers()
                numbers = (found.d, found.p, found.q, found.dmp1, found.dmq1, found.iqmp)
                return {
                    name: b64(number.to_bytes(-(-number.bit_length() // 8), "big"))
                    for name, number in zip(("d", *_PRIMES), numbers, strict=True)
                }
            case key:
                return {"d": b64(key.private_numbers().private_value.to_bytes(_RAW, "big"))}


def of_private(private: Private) -> Geheim:
    """Wrap a private key, working out its public half."""
    return Geheim(private, of_public(private.public_key()))


def load_secret(raw: bytes) -> Geheim:
    """Read a private JWK of kty EC (P-256), OKP (Ed25519) or RSA (2048 to 4096 bits, with its primes).

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
        elif members.get("kty") == "RSA":
            made = of_private(_rsa(members, int.from_bytes(secret, "big")))
        else:
            made = of_private(ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1()))
        same = made.jwk == msgspec.convert(members, Jwk)
    except (KeyError, ValueError, msgspec.MsgspecError):
        detail = "Dit bestand is geen geheime sleutel (JWK) van kty EC met crv P-256, OKP met crv Ed25519, of RSA."
        raise MalformedError(detail) from None
    if not same:
        raise MalformedError("De geheime en de publieke helft van deze sleutel horen niet bij elkaar.")
    return made


def _rsa(members: dict[str, str], d: int) -> rsa.RSAPrivateKey:
    """Make an RSA key of its members, and take the secret ones out.

    Raises:
        KeyError, ValueError: a member is missing, or together they are no key that may sign here.
    """
    p, q, dp, dq, qi = (int.from_bytes(unb64(members.pop(name)), "big") for name in _PRIMES)
    load(jwk := msgspec.convert(members, Rsa))
    public = rsa.RSAPublicNumbers(65537, int.from_bytes(unb64(jwk.n), "big"))
    return rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, public).private_key()


def new_secret() -> Geheim:
    """Make a new P-256 key. The one place that takes randomness from the system, by way of OpenSSL."""
    return of_private(ec.generate_private_key(ec.SECP256R1()))
