# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""private_key_jwt: software shows who it is with a JWT that it signed itself (RFC 7523, NL GOV profile).

    {"iss": "<oin>.<naam>", "sub": "<oin>.<naam>", "aud": "https://register.example/oauth/token",
     "iat": 1795424400, "exp": 1795424460, "jti": "6f1c…"}

iss, sub   the client_id, both
aud        our token endpoint or our issuer, or the very endpoint that is asked, and nobody besides: what we take,
           nobody else may take
exp        not over, and at most 5 minutes away
iat, nbf   not in the future
jti        16 to 128 visible characters, used once

A key signs it as it signs statements, an RSA key also with RS256, which the profile demands of us.

Clocks may differ by `LEEWAY_S`. Authlib has such a method of its own; it is not used because five of
its seven methods would have to be replaced: it knows no longest lifetime, reads its own clock, lets
joserfc choose the algorithms, and reads claims before it knows that they are JSON of a sane depth.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Protocol

import msgspec
from authlib.oauth2.rfc6749.errors import InvalidClientError
from msgspec import Meta, Struct

from registry.errors import MalformedError
from registry.oauth.clients import Client
from registry.oauth.jwts import Jwt, Kop, read_jwt

JWT_BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_S: Final = 300
LEEWAY_S: Final = 30
# RFC 7523 says nothing of typ; its successor asks for the last. Anything else was signed for another purpose.
_TYPES: Final = frozenset({"JWT", "client-authentication+jwt"})
# One sentence for both: whoever cannot sign for a client does not learn whether it stands.
_NOT_SHOWN: Final = (
    "Deze assertion is niet getekend met een toegangssleutel die nu geldt. "
    "Kloppen de client_id en de sleutel, en is de organisatie nu lid?"
)

Moment = int | float  # RFC 7519 section 2: seconds, fractions allowed


class Once(Protocol):
    """The memory of what was seen before: Poortboek.once."""

    def __call__(self, key: str, *, until: datetime, now: datetime) -> bool:
        """Say True to the first call with this key, False to every later one until `until`."""
        ...


class Claims(Struct, frozen=True, kw_only=True):
    """What an assertion must say. Other claims are of no concern."""

    iss: str
    sub: str
    aud: str | list[str]
    exp: Moment
    iat: Moment
    nbf: Moment = 0
    jti: Annotated[str, Meta(pattern=r"^[!-~]{16,128}$(?!\n)")]


class PrivateKeyJwt:
    """The method, of one endpoint. Authlib calls it with a way to find clients and the request."""

    def __init__(self, audiences: frozenset[str], *, once: Once, clock: Callable[[], datetime]) -> None:
        self._audiences = audiences
        self._once = once
        self._clock = clock

    def __call__(self, query_client: Callable[[str], Client | None], request: Any) -> Client:  # untyped
        """Find out which client this is, for Authlib.

        Raises:
            InvalidClientError: none that we know, or it does not show that it is.
        """
        return self.client_of(request.payload.data, query_client)

    def client_of(self, form: Mapping[str, str], query_client: Callable[[str], Client | None]) -> Client:
        """Find out which client sent this form.

        Raises:
            InvalidClientError: none that we know, or it does not show that it is.
        """
        if form.get("client_assertion_type") != JWT_BEARER or "client_assertion" not in form:
            raise InvalidClientError(description=f"Stuur client_assertion mee, met client_assertion_type {JWT_BEARER}.")
        try:
            jwt = read_jwt(form["client_assertion"])
        except MalformedError as fault:
            raise InvalidClientError(description=fault.detail) from None
        claims, now = _read_claims(jwt), self._clock()
        self._check(claims, form.get("client_id"), now)
        client = query_client(claims.sub)
        if client is None or not jwt.verified_by(client.sleutel.jwk, rs256=True):
            raise InvalidClientError(description=_NOT_SHOWN)
        # Last, so that nobody uses up a jti of another.
        until = datetime.fromtimestamp(claims.exp + LEEWAY_S + 1, tz=UTC)
        if not self._once(f"assertion/{client.client_id}/{claims.jti}", until=until, now=now):
            raise InvalidClientError(
                description="De assertion is al eens gebruikt: maak voor elk verzoek een nieuwe jti."
            )
        return client

    def _check(self, claims: Claims, client_id: str | None, now: datetime) -> None:
        """Judge the claims.

        Raises:
            InvalidClientError: says which claim, and what would be right.
        """
        at = now.timestamp()
        if not claims.iss == claims.sub == (client_id or claims.sub):
            raise InvalidClientError(description="iss, sub en (als u die meestuurt) client_id zijn alle de client_id.")
        audiences = {claims.aud} if isinstance(claims.aud, str) else set(claims.aud)
        if not audiences or not audiences <= self._audiences:
            raise InvalidClientError(
                description="aud is het adres van het tokenendpoint of de issuer, en niets anders."
            )
        if claims.exp <= at - LEEWAY_S:
            raise InvalidClientError(description="De assertion is verlopen: exp ligt in het verleden.")
        if claims.exp > at + LONGEST_S + LEEWAY_S:
            raise InvalidClientError(
                description=f"De assertion is te lang geldig: exp ligt hoogstens {LONGEST_S} s vooruit."
            )
        if max(claims.iat, claims.nbf) > at + LEEWAY_S:
            raise InvalidClientError(description="De assertion is nog niet geldig: iat of nbf ligt in de toekomst.")


def named_in(assertion: str) -> str | None:
    """Read which client an assertion names. Anybody may name anybody."""
    try:
        return _read_claims(read_jwt(assertion)).sub
    except (MalformedError, InvalidClientError):
        return None


def _read_claims(jwt: Jwt[Kop]) -> Claims:
    if jwt.kop.typ not in _TYPES:
        raise InvalidClientError(description="typ in de kop is JWT of client-authentication+jwt, of ontbreekt.")
    try:
        return msgspec.convert(jwt.claims, Claims)
    except msgspec.ValidationError:
        wanted = "De assertion heeft iss, sub, aud, exp, iat en jti (16 tot 128 zichtbare tekens), als in RFC 7519."
        raise InvalidClientError(description=wanted) from None
