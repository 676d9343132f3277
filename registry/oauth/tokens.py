# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What stands in an access token (RFC 9068, with `azp` for the Dutch profile), and reading one back.

    {"iss": "https://register.example", "aud": "https://register.example", "sub": "<oin>.<naam>",
     "client_id": "<oin>.<naam>", "azp": "<oin>.<naam>", "iat": …, "exp": …, "jti": "…", "scope": "lijnen:lezen",
     "sleutel": "…", "cnf": {"jkt": "…", "x5t#S256": "…"}}

sleutel  the thumbprint of the access key that asked for it, so that a token ends with the key
cnf      the key (RFC 9449) or the certificate (RFC 8705) that must be shown along with it; absent: none

Whether a token is ours is found out once; then it comes from memory. Whether it is over is for who asks.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Lock
from typing import Final

import msgspec
from msgspec import Struct

from registry.errors import AccessError, MalformedError
from registry.oauth.jwts import read_jwt
from registry.oauth.tokensleutels import LONGEST_LIFETIME_S, Tekenjwk, Tokensleutels

CACHE_TOKENS: Final = 10_000
LEEWAY_S: Final = 30  # between the clocks of our own nodes
NOT_OURS: Final = "Dit is geen toegangstoken van dit register. Vraag een nieuw bij /oauth/token."


class Binding(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What must be shown along with a token: the thumbprint of a key, or of a certificate."""

    jkt: str | None = None
    x5t: str | None = msgspec.field(default=None, name="x5t#S256")


UNBOUND: Final = Binding()


class Claims(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a token says."""

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
    cnf: Binding = UNBOUND


class Tokenlezer:
    """Read tokens of ours. Safe to call from several threads."""

    def __init__(
        self,
        issuer: str,
        *,
        audience: str,
        sleutels: Tokensleutels,
        clock: Callable[[], datetime],
        cache_tokens: int = CACHE_TOKENS,
    ) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys: Mapping[str, Tekenjwk] = sleutels.published
        self._clock = clock
        self._cache_tokens = cache_tokens
        self._cache: dict[str, Claims] = {}
        self._adding = Lock()

    def read(self, text: str) -> Claims:
        """Read a token that we gave; it may be over by now.

        Raises:
            AccessError: it is not ours, or not for us, or not yet.
        """
        return self._cache.get(text) or self._remember(text, self._verify(text))

    def forget(self, text: str) -> None:
        """Let go of a token that is over."""
        self._cache.pop(text, None)

    def _verify(self, text: str) -> Claims:
        try:
            jwt = read_jwt(text)
            key = self._keys.get(jwt.kop.kid or "")
            # RFC 9068 section 4: exactly this typ, so that no other JWT of ours, or of a member, does as a token
            if jwt.kop.typ != "at+jwt" or key is None or not jwt.verified_by(key):
                raise AccessError("token-ongeldig", NOT_OURS)
            claims = msgspec.convert(jwt.claims, Claims)
        except (MalformedError, msgspec.ValidationError):
            raise AccessError("token-ongeldig", NOT_OURS) from None
        ours = (claims.iss, claims.aud) == (self._issuer, self._audience)
        at = self._clock().timestamp()
        if not ours or not claims.client_id == claims.sub == claims.azp:
            raise AccessError("token-ongeldig", NOT_OURS)
        if max(claims.iat, claims.nbf) > at + LEEWAY_S:
            raise AccessError("token-ongeldig", "Dit toegangstoken is nog niet geldig.")
        if claims.exp > at + LONGEST_LIFETIME_S + LEEWAY_S:
            raise AccessError("token-ongeldig", NOT_OURS)
        return claims

    def _remember(self, text: str, claims: Claims) -> Claims:
        """Keep a verified token; when there are too many, the oldest goes: it costs no more than verifying again."""
        with self._adding:
            while len(self._cache) >= self._cache_tokens:
                del self._cache[next(iter(self._cache))]
            self._cache[text] = claims
        return claims


def moment(seconds: int) -> datetime:
    """Turn what a claim counts in into a moment."""
    return datetime.fromtimestamp(seconds, tz=UTC)
