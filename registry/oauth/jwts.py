# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A JWT from outside, read strictly before anything in it is believed.

    {"alg": "ES256", "kid": "…", "typ": "…"}      nothing else: no jwk or jku that brings its own key, no crit, no b64
    {"iss": "…", "exp": 1795000000, …}            an object, each name once

Our own reading goes first because joserfc crashes on some headers (`crit: 1` is a TypeError) and
takes the last of doubled names. joserfc then judges the signature, with the algorithms of this kind
of key and no others: ES256 for EC, EdDSA and Ed25519 for OKP, PS256 for RSA. So `none`, and HMAC
with a public key as its secret, do not exist here. RS256 is for the assertions of clients only: the
Dutch profile demands it there, and nothing else does.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, Generic, NoReturn, TypeVar

import msgspec
from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwk import import_key
from joserfc.jws import JWSRegistry
from msgspec import Struct

from registry.errors import MalformedError
from registry.statements.sleutels import Jwk, Rsa, unb64

MAX_CHARACTERS: Final = 8 * 1024
MAX_HEADER_CHARACTERS: Final = 1024  # a DPoP proof has a key in it
_FORM: Final = "Stuur een JWT: drie delen base64url met punten ertussen, met een JSON-object als kop en als inhoud."
_HEADER: Final = "De kop van de JWT bevat alg, en verder hoogstens typ en kid."


class Kop(Struct, frozen=True, forbid_unknown_fields=True):
    """The header. `kid` is a hint that we do not need: who signs is known from the claims, and has one key."""

    alg: str
    typ: str = "JWT"
    kid: str | None = None


K = TypeVar("K", bound=Struct)


class Jwt(Struct, Generic[K], frozen=True):
    """A JWT that is well made. Nothing in it is true yet: that takes `verified_by`, and a look at the claims."""

    text: str
    kop: K
    claims: Mapping[str, Any]

    def verified_by(self, jwk: Jwk, *, rs256: bool = False) -> bool:
        """Say whether this key signed it, by an algorithm that is for this kind of key, with `rs256` by that too."""
        allowed = jwk.algoritmen | {"RS256"} if rs256 and isinstance(jwk, Rsa) else jwk.algoritmen
        try:
            jws.deserialize_compact(self.text, import_key(msgspec.to_builtins(jwk)), registry=_Algorithms(allowed))
        except JoseError:
            return False
        return True


def read_jwt(text: str) -> Jwt[Kop]:
    """Read a compact JWT.

    Raises:
        MalformedError: it is none, or its header has something in it that we do not take. Quotes nothing.
    """
    return read_jwt_of(text, Kop)


def read_jwt_of(text: str, kop: type[K], *, most: int = MAX_CHARACTERS) -> Jwt[K]:
    """Read a compact JWT with another header, of at most so many characters.

    Raises:
        MalformedError: as `read_jwt`.
    """
    if len(text) > most:
        raise MalformedError(f"Een JWT heeft hier hoogstens {most} tekens.")
    try:
        header, payload, _ = (unb64(part) for part in text.encode("ascii").decode().split("."))
        claims, raw_kop = _json_object(payload), _json_object(header)
    except (ValueError, RecursionError):
        raise MalformedError(_FORM) from None
    try:
        return Jwt(text, msgspec.convert(raw_kop, kop), claims)
    except msgspec.ValidationError:
        raise MalformedError(_HEADER) from None


class _Algorithms(JWSRegistry):
    """The algorithms that may be used, and only those."""

    max_header_length = MAX_HEADER_CHARACTERS

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(algorithms=allowed)

    def get_alg(self, name: str) -> Any:  # joserfc does not export the type
        """Find an algorithm, without joserfc's warning at each EdDSA: by that name too, our keys are Ed25519."""
        if name not in (self.allowed or ()):
            raise UnsupportedAlgorithmError
        return self.algorithms[name]


def _json_object(raw: bytes) -> dict[str, Any]:
    """Read an object; utf-8 only, since json.loads takes bytes of utf-16 as well."""
    read = json.loads(raw.decode(), object_pairs_hook=_each_once, parse_constant=_no_constant)
    if not isinstance(read, dict):
        raise ValueError  # noqa: TRY004  # all that is wrong with the form is one error
    return read


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError
    return read


def _no_constant(_: str) -> NoReturn:
    raise ValueError  # RFC 8259 section 6: there is no NaN and no Infinity
