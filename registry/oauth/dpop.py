# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""DPoP (RFC 9449): software shows at each request that it holds the key to which its token is bound.

    {"typ": "dpop+jwt", "alg": "ES256", "jwk": {"kty": "EC", "crv": "P-256", "x": "…", "y": "…"}}
    {"jti": "6f1c…", "htm": "GET", "htu": "https://register.example/v1/contactroutes", "iat": 1795424400,
     "nonce": "…", "ath": "…"}

jwk    the public half, of a kind whose proof is small: P-256 or Ed25519
htm    the method
htu    our own name and the path as it was sent; a question behind it does not count. Never what a Host header says
iat    at most a minute ago
nonce  what we gave in DPoP-Nonce, of this or the previous slot of time, so no proof can be made ahead
ath    the digest of the token it goes with; not where a token is asked for
jti    16 to 128 visible characters, used once

A nonce is worked out of the time and a secret of the register, so it holds in every worker and on every node, and
nothing is kept of it. A proof is read without I/O; only `use` may wait for a store.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from registry.errors import DpopError, MalformedError, NonceError
from registry.oauth.assertions import Moment, Once
from registry.oauth.jwts import read_jwt_of
from registry.statements.sleutels import Ec, Okp, b64, load, thumbprint

ALGORITMEN: Final = tuple(sorted(Ec.algoritmen | Okp.algoritmen))
MAX_CHARACTERS: Final = 4096
OLDEST_S: Final = 60
LEEWAY_S: Final = 30  # between its clock and ours
SLOT_S: Final = 120
_ABOUT_KEY: Final = frozenset({"kid", "alg", "use", "key_ops", "ext"})  # what libraries write beside a public key
_FORM: Final = (
    "Een DPoP-bewijs is een JWT met typ dpop+jwt, een alg en een publieke jwk (EC of OKP) in de kop, en jti, htm, htu "
    "en iat als inhoud."
)
_NONCE: Final = "Maak een nieuw DPoP-bewijs met de nonce uit de kop DPoP-Nonce van dit antwoord."
_Key: TypeAlias = Ec | Okp


class Getoond(Struct, frozen=True, kw_only=True):
    """What a request shows besides a token or an assertion, as the network floor found it.

    `url` is our own address of what is asked, without query. `proofs` are the values of its DPoP headers.
    `certificate` is the thumbprint that a trusted proxy vouches for; "" when what the proxy sent is no certificate.
    """

    method: str
    url: str
    proofs: tuple[str, ...] = ()
    certificate: str | None = None


class Bewijs(Struct, frozen=True):
    """A proof that holds. It counts once it is used."""

    jkt: str
    jti: str
    made_at: datetime


class _Kop(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    typ: Literal["dpop+jwt"]
    alg: str
    jwk: dict[str, Any]
    kid: str | None = None


class _Claims(Struct, frozen=True, kw_only=True):
    jti: Annotated[str, Meta(pattern=r"^[!-~]{16,128}$(?!\n)")]
    htm: str
    htu: str
    iat: Moment
    nonce: Annotated[str, Meta(pattern=r"^[!-~]{0,200}$(?!\n)")] = ""
    ath: str | None = None


class Dpop:
    """Judge proofs. Safe to call from several threads."""

    def __init__(self, secret: bytes, *, once: Once, clock: Callable[[], datetime]) -> None:
        """Set up; `secret` is what nonces are made with: 32 bytes, the same in every worker and on every node."""
        self._secret = secret
        self._once = once
        self._clock = clock

    def nonce(self) -> str:
        """Give the nonce of now."""
        return self._nonce(0)

    def read(self, shown: Getoond, *, token: str | None = None) -> Bewijs:
        """Judge the proof of a request; `token` is the access token it goes with, None where one is asked for.

        Raises:
            DpopError: it does not show that its holder asks this, now.
            NonceError: it would, with the nonce of now.
        """
        if len(shown.proofs) != 1:
            raise DpopError("Stuur de kop DPoP een keer, met een bewijs.")
        try:
            jwt = read_jwt_of(shown.proofs[0], _Kop, most=MAX_CHARACTERS)
            jwk = _public_key(jwt.kop.jwk)
            claims = msgspec.convert(jwt.claims, _Claims)
        except (MalformedError, ValueError):  # a ValidationError of msgspec is a ValueError
            raise DpopError(_FORM) from None
        if not jwt.verified_by(jwk):
            raise DpopError("Het DPoP-bewijs is niet getekend met de sleutel in zijn kop, of niet met ES256 of EdDSA.")
        made_at = self._check(claims, shown)
        if token is not None and claims.ath != b64(hashlib.sha256(token.encode()).digest()):
            raise DpopError("ath in het DPoP-bewijs is de SHA-256 van het toegangstoken waarmee u vraagt.")
        if not any(hmac.compare_digest(claims.nonce.encode(), self._nonce(ago).encode()) for ago in (0, 1, -1)):
            raise NonceError(_NONCE)
        return Bewijs(thumbprint(jwk), claims.jti, made_at)

    def use(self, bewijs: Bewijs) -> None:
        """Count a proof, the first time. May wait for a store.

        Raises:
            DpopError: it was used before.
        """
        until = datetime.fromtimestamp(bewijs.made_at.timestamp() + OLDEST_S + 1, tz=UTC)
        if not self._once(f"dpop/{bewijs.jkt}/{bewijs.jti}", until=until, now=self._clock()):
            raise DpopError("Dit DPoP-bewijs is al eens gebruikt: maak voor elk verzoek een nieuw.")

    def _check(self, claims: _Claims, shown: Getoond) -> datetime:
        """Judge what a proof says of the request; give when it was made.

        Raises:
            DpopError: says which claim, and what would be right.
        """
        if claims.htm != shown.method:
            raise DpopError("htm in het DPoP-bewijs is de methode van het verzoek.")
        if claims.htu.partition("#")[0].partition("?")[0] != shown.url:
            raise DpopError("htu in het DPoP-bewijs is het adres van het verzoek, zonder vraag erachter.")
        at = self._clock().timestamp()
        if not at - OLDEST_S <= claims.iat <= at + LEEWAY_S:
            raise DpopError(f"iat in het DPoP-bewijs is nu: hoogstens {OLDEST_S} s geleden.")
        return datetime.fromtimestamp(claims.iat, tz=UTC)

    def _nonce(self, slots_ago: int) -> str:
        slot = int(self._clock().timestamp()) // SLOT_S - slots_ago
        return b64(hmac.digest(self._secret, slot.to_bytes(8, "big"), "sha256")[:18])


def _public_key(members: dict[str, Any]) -> _Key:
    """Read the key of a proof.

    Raises:
        ValueError: it is of another kind, private, off its curve, or of small order.
    """
    jwk: _Key = msgspec.convert({name: value for name, value in members.items() if name not in _ABOUT_KEY}, _Key)
    load(jwk)
    return jwk
