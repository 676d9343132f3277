# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Public keys as members publish them, and the statement that replaces them.

A key is a JWK (RFC 7517) of one of three kinds, with nothing in it but what makes the key:

    {"kty": "EC", "crv": "P-256", "x": "…", "y": "…"}       ES256 (the default)
    {"kty": "OKP", "crv": "Ed25519", "x": "…"}              EdDSA, Ed25519 (RFC 9864: the same signature)
    {"kty": "RSA", "n": "…", "e": "AQAB"}                   PS256, 2048 to 4096 bits

Its name everywhere is its thumbprint (RFC 7638). `gebruik` says what it may sign: verklaringen,
or the assertions with which software gets a token (toegang); never both.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, ClassVar, Final, Literal, assert_never

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from msgspec import Meta, Struct

from registry.errors import Fout
from registry.statements.namen import Moment, Naam

_B64URL: Final = r"^[A-Za-z0-9_-]+$(?!\n)"
Coordinate = Annotated[str, Meta(pattern=_B64URL, min_length=43, max_length=43, description="32 bytes in base64url.")]
Modulus = Annotated[str, Meta(pattern=_B64URL, min_length=342, max_length=684, description="RSA-modulus in base64url.")]

Algoritme = Literal["ES256", "PS256", "EdDSA", "Ed25519"]
YEARS: Final = (2000, 2198)
_P: Final = 2**255 - 19  # RFC 8032 section 5.1: the field and d of Ed25519
_D: Final = -121665 * pow(121666, -1, _P) % _P
PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey


class Ec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kty", tag="EC"):
    """A P-256 key: signs ES256."""

    algoritmen: ClassVar[frozenset[str]] = frozenset({"ES256"})
    crv: Literal["P-256"]
    x: Coordinate
    y: Coordinate


class Okp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kty", tag="OKP"):
    """An Ed25519 key: signs EdDSA, by either of its two names."""

    algoritmen: ClassVar[frozenset[str]] = frozenset({"EdDSA", "Ed25519"})
    crv: Literal["Ed25519"]
    x: Coordinate


class Rsa(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kty", tag="RSA"):
    """An RSA key of 2048 to 4096 bits: signs PS256."""

    algoritmen: ClassVar[frozenset[str]] = frozenset({"PS256"})
    n: Modulus
    e: Literal["AQAB"]


Jwk = Ec | Okp | Rsa


class Sleutel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """One public key of a member, what it is for, and until when."""

    naam: Naam
    gebruik: Literal["verklaringen", "toegang"]
    jwk: Jwk
    geldig_tot: Moment
    geldig_van: Moment | None = None


Sleutelbos = Annotated[tuple[Sleutel, ...], Meta(min_length=1, max_length=20)]


class Sleutels(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """Replace the whole key set of a member."""

    SUB: ClassVar[str] = r"^sleutels/[0-9]{20}$(?!\n)"
    sleutels: Sleutelbos
    reden: Literal["vervanging", "verloren", "gecompromitteerd"]
    gecompromitteerd_sinds: Moment | None = None

    def fouten(self, op: date) -> Iterator[Fout]:
        """Yield what is wrong with the keys taken together."""
        yield from key_faults(self.sleutels)
        if (self.reden == "gecompromitteerd") != (self.gecompromitteerd_sinds is not None):
            uitleg = "Geef dit moment als, en alleen als, de reden 'gecompromitteerd' is."
            yield Fout(veld="gecompromitteerdSinds", code="samenhang", uitleg=uitleg)
        elif self.gecompromitteerd_sinds is not None and self.gecompromitteerd_sinds.date() > op + timedelta(days=1):
            yield Fout(veld="gecompromitteerdSinds", code="toekomst", uitleg="Dit moment ligt in de toekomst.")


def key_faults(sleutels: tuple[Sleutel, ...]) -> Iterator[Fout]:
    """Yield what is wrong with a key set: names or keys that occur twice, keys that are none, no key to speak with."""
    namen: set[str] = set()
    prints: set[str] = set()
    for i, sleutel in enumerate(sleutels):
        if sleutel.naam in namen:
            yield Fout(veld=f"sleutels[{i}].naam", code="dubbel", uitleg="Geef elke sleutel een eigen naam.")
        if (kid := thumbprint(sleutel.jwk)) in prints:
            yield Fout(
                veld=f"sleutels[{i}].jwk", code="dubbel", uitleg="Gebruik een sleutel voor één doel, en één keer."
            )
        namen.add(sleutel.naam)
        prints.add(kid)
        for veld, moment in (("geldigVan", sleutel.geldig_van), ("geldigTot", sleutel.geldig_tot)):
            if moment is not None and not YEARS[0] <= moment.year <= YEARS[1]:
                uitleg = f"Noem een moment tussen {YEARS[0]} en {YEARS[1]}."
                yield Fout(veld=f"sleutels[{i}].{veld}", code="bereik", uitleg=uitleg)
        if sleutel.geldig_van is not None and sleutel.geldig_van >= sleutel.geldig_tot:
            yield Fout(veld=f"sleutels[{i}].geldigTot", code="volgorde", uitleg="Het einde ligt voor het begin.")
        try:
            load(sleutel.jwk)
        except ValueError:
            yield Fout(veld=f"sleutels[{i}].jwk", code="sleutel", uitleg="Dit is geen bruikbare publieke sleutel.")
    if not any(sleutel.gebruik == "verklaringen" for sleutel in sleutels):
        uitleg = "Neem ten minste één sleutel met gebruik 'verklaringen' op."
        yield Fout(veld="sleutels", code="ontbreekt", uitleg=uitleg)


def thumbprint(jwk: Jwk) -> str:
    """Name a key: base64url of SHA-256 over its required members in order (RFC 7638 section 3)."""
    members = msgspec.json.encode(jwk, order="sorted")  # only required ASCII members: sorted is canonical here
    return b64(hashlib.sha256(members).digest())


def load(jwk: Jwk) -> PublicKey:
    """Make a key that can verify.

    Raises:
        ValueError: the numbers are no key (a point off the curve, a modulus of a wrong size).
    """
    match jwk:
        case Ec():
            numbers = ec.EllipticCurvePublicNumbers(_number(jwk.x), _number(jwk.y), ec.SECP256R1())
            return numbers.public_key()
        case Okp():
            if not _is_strong_point(raw := unb64(jwk.x)):
                message = "not a point of Ed25519, or one of small order"
                raise ValueError(message)
            return ed25519.Ed25519PublicKey.from_public_bytes(raw)
        case Rsa():
            n = _number(jwk.n)
            if unb64(jwk.n)[0] == 0 or not 2048 <= n.bit_length() <= 4096:  # noqa: PLR2004  # bounds as said above
                message = "RSA modulus must have 2048 to 4096 bits, and no zero before it (RFC 7518 section 6.3.1.1)"
                raise ValueError(message)
            return rsa.RSAPublicNumbers(65537, n).public_key()
        case _:
            assert_never(jwk)


def verifies(jwk: Jwk, alg: str, message: bytes, signature: bytes) -> bool:
    """Say whether `signature` is one of `jwk` over `message`, by an algorithm that this kind of key may use."""
    if alg not in jwk.algoritmen:
        return False
    try:
        match load(jwk):
            case ec.EllipticCurvePublicKey() as key:
                if len(signature) != 64:  # noqa: PLR2004  # RFC 7518 section 3.4: R and S, 32 bytes each
                    return False
                r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
                key.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
            case ed25519.Ed25519PublicKey() as key:
                key.verify(signature, message)
            case rsa.RSAPublicKey() as key:
                # RFC 7518 section 3.5: the salt is as long as the hash
                key.verify(signature, message, padding.PSS(padding.MGF1(SHA256()), SHA256.digest_size), SHA256())
    except (InvalidSignature, ValueError):  # ValueError: under what is no key, nothing is signed
        return False
    return True


def of_public(key: object) -> Jwk:
    """Write a public key as a JWK.

    Raises:
        ValueError: it is of a kind that may not sign here.
    """
    match key:
        case ec.EllipticCurvePublicKey(curve=ec.SECP256R1()):
            point = key.public_numbers()
            return Ec(crv="P-256", x=b64(point.x.to_bytes(32, "big")), y=b64(point.y.to_bytes(32, "big")))
        case ed25519.Ed25519PublicKey():
            return Okp(crv="Ed25519", x=b64(key.public_bytes_raw()))
        case rsa.RSAPublicKey():
            n = key.public_numbers().n
            return Rsa(n=b64(n.to_bytes(-(-n.bit_length() // 8), "big")), e="AQAB")
        case _:
            message = "a key of another kind"
            raise ValueError(message)


def _is_strong_point(raw: bytes) -> bool:
    """Say whether 32 bytes are a point of Ed25519 (RFC 8032 section 5.1.3) that is not of small order.

    OpenSSL takes any 32 bytes; under a point of small order everybody can sign.
    """
    y = int.from_bytes(raw, "little") & ((1 << 255) - 1)
    if y >= _P:
        return False
    x2 = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    if x2 and pow(x2, (_P - 1) // 2, _P) != 1:
        return False
    for _ in range(3):  # eight times the point, by its y and the square of its x
        y2 = y * y % _P
        x2, y = 4 * x2 * y2 * pow(y2 - x2, -2, _P) % _P, (y2 + x2) * pow(2 + x2 - y2, -1, _P) % _P
    return (x2, y) != (0, 1)


def b64(raw: bytes) -> str:
    """Write bytes as base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Read base64url without padding, in its only canonical spelling.

    Raises:
        ValueError: padding, a character outside the alphabet, or spare bits that are not zero.
    """
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if b64(raw) != text:
        message = "base64url is not canonical"
        raise ValueError(message)
    return raw


def _number(text: str) -> int:
    return int.from_bytes(unb64(text), "big")
