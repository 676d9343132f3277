# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The resource server: from an Authorization header to a caller.

Two questions, of which only the first has an answer that keeps:

    is this a token of ours?      signature, typ, iss, aud, times: once per token, then from memory
    does its client still stand?  member in good standing, the same key, the roles of now: at every call

The second is remembered too, as long as the directory is the very same one and no term can have ended.
So a suspension, a new key set or a lost role counts at the next request, and no list of revoked
tokens is needed for it. No call does I/O, so `identify` may run in the event loop.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Lock
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from registry.errors import AccessError, MalformedError, ScopeError
from registry.oauth.clients import find
from registry.oauth.jwts import Jwt, read_jwt
from registry.oauth.scopes import Scope, allowed
from registry.oauth.tokensleutels import LONGEST_LIFETIME_S, Tokensleutels
from registry.projections.gids import Gids
from registry.projections.stand import Plaats
from registry.statements.klok import next_day
from registry.statements.sleutels import Ec

CACHE_TOKENS: Final = 10_000
LEEWAY_S: Final = 30  # between the clocks of our own nodes
_BEARER: Final = re.compile(r"[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/-]+=*)")  # RFC 6750 section 2.1
_MISSING: Final = "Stuur een toegangstoken mee in de kop Authorization, als Bearer. U krijgt er een bij /oauth/token."
_NOT_OURS: Final = "Dit is geen toegangstoken van dit register. Vraag een nieuw bij /oauth/token."
_EXPIRED: Final = "Dit toegangstoken is verlopen. Vraag een nieuw bij /oauth/token."
_GONE: Final = (
    "De client van dit toegangstoken is niet meer geldig: de organisatie is nu geen lid, of de sleutel is vervangen."
)


class Toegangstoken(Struct, frozen=True):
    """Who calls, and what it may do now."""

    oin: str
    client_id: str
    scopes: frozenset[str]
    jti: str
    expires_at: datetime


class _Claims(Struct, frozen=True, kw_only=True):
    iss: str
    aud: str
    sub: str
    client_id: str
    azp: str
    iat: int
    exp: int
    nbf: int = 0
    jti: str
    scope: str
    sleutel: str


class _Known(Struct, frozen=True):
    """A token that was verified, and the thumbprint of the access key that asked for it."""

    token: Toegangstoken
    sleutel: str


class _Standing(Struct, frozen=True, gc=False):
    """Who a caller was found to be: as long as the same record is the last, within a local day, until a moment."""

    plaats: Plaats | None
    since: datetime
    until: datetime
    token: Toegangstoken


class Bewaker:
    """Stand at the door of the API. Safe to call from several threads."""

    def __init__(
        self,
        issuer: str,
        *,
        audience: str,
        sleutels: Tokensleutels,
        gids: Callable[[], Gids],
        clock: Callable[[], datetime],
        cache_tokens: int = CACHE_TOKENS,
    ) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys: Mapping[str, Ec] = sleutels.published
        self._gids = gids
        self._clock = clock
        self._cache_tokens = cache_tokens
        self._cache: dict[str, _Known] = {}
        self._standing: dict[str, _Standing] = {}
        self._adding = Lock()

    def identify(self, authorization: str | None) -> Toegangstoken:
        """Say who calls.

        Raises:
            AccessError: no token, one that is not ours or is over, or of a client that stands no longer.
        """
        stands = self._standing.get(authorization or "")
        same = stands is not None and stands.plaats is not None and stands.plaats is self._gids().plaats
        if stands is not None and same and stands.since <= self._clock() < stands.until:
            return stands.token
        bearer = _BEARER.fullmatch(authorization or "")
        if bearer is None:
            scheme, _, _ = (authorization or "").partition(" ")
            raise AccessError(
                *(("token-ongeldig", _NOT_OURS) if scheme.lower() == "bearer" else ("token-ontbreekt", _MISSING))
            )
        now, text, gids = self._clock(), bearer[1], self._gids()
        known = self._cache.get(text) or self._verify(text, now)
        token = known.token
        if token.expires_at <= now:
            self._cache.pop(text, None)
            self._standing.pop(authorization or "", None)
            raise AccessError("token-ongeldig", _EXPIRED)
        client = find(gids, token.client_id, now)
        if client is None or client.sleutel.kid != known.sleutel:
            raise AccessError("token-ongeldig", _GONE)
        may = allowed(client.organisatie.rollen)
        caller = token if token.scopes <= may else replace(token, scopes=token.scopes & may)
        until = min(token.expires_at, client.sleutel.tot, next_day(now))
        self._stands(authorization or "", _Standing(gids.plaats, now, until, caller))
        return caller

    def require(self, token: Toegangstoken, scope: Scope) -> None:
        """Insist on a scope.

        Raises:
            ScopeError: the token does not have it; names the scope that would do.
        """
        if scope not in token.scopes:
            raise ScopeError(f"Hiervoor is een toegangstoken nodig met scope {scope}.", scope=scope)

    def _verify(self, text: str, now: datetime) -> _Known:
        """Verify a token and remember it.

        Raises:
            AccessError: it is not ours, or not for us, or not yet. Whether it is over, is asked at each call.
        """
        try:
            jwt = read_jwt(text)
        except MalformedError:
            raise AccessError("token-ongeldig", _NOT_OURS) from None
        claims = self._claims(jwt)
        if max(claims.iat, claims.nbf) > now.timestamp() + LEEWAY_S:
            raise AccessError("token-ongeldig", "Dit toegangstoken is nog niet geldig.")
        if claims.exp > now.timestamp() + LONGEST_LIFETIME_S + LEEWAY_S:
            raise AccessError("token-ongeldig", _NOT_OURS)
        token = Toegangstoken(
            oin=claims.client_id.partition(".")[0],
            client_id=claims.client_id,
            scopes=frozenset(claims.scope.split(" ")),
            jti=claims.jti,
            expires_at=datetime.fromtimestamp(claims.exp, tz=UTC),
        )
        return self._remember(text, _Known(token, claims.sleutel))

    def _claims(self, jwt: Jwt) -> _Claims:
        key = self._keys.get(jwt.kop.kid or "")
        # RFC 9068 section 4: exactly this typ, so that no other JWT of ours, or of a member, does as a token
        if jwt.kop.typ != "at+jwt" or key is None or not jwt.verified_by(key):
            raise AccessError("token-ongeldig", _NOT_OURS)
        try:
            claims = msgspec.convert(jwt.claims, _Claims)
        except msgspec.ValidationError:
            raise AccessError("token-ongeldig", _NOT_OURS) from None
        if (claims.iss, claims.aud) != (self._issuer, self._audience):
            raise AccessError("token-ongeldig", _NOT_OURS)
        if not claims.client_id == claims.sub == claims.azp:
            raise AccessError("token-ongeldig", _NOT_OURS)
        return claims

    def _stands(self, authorization: str, found: _Standing) -> None:
        if len(self._standing) >= self._cache_tokens:
            self._standing.clear()
        self._standing[authorization] = found

    def _remember(self, text: str, known: _Known) -> _Known:
        """Keep a verified token; when there are too many, the oldest goes: it costs no more than verifying again."""
        with self._adding:
            while len(self._cache) >= self._cache_tokens:
                del self._cache[next(iter(self._cache))]
            self._cache[text] = known
        return known
