# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The resource server: from an Authorization header to a caller.

Three questions, of which only the first has an answer that keeps:

    is this a token of ours?      signature, typ, iss, aud, times: once per token, then from memory (tokens.py)
    does it still stand?          not called back, of a member in good standing, the same key, the roles of now
    is its holder the caller?     nothing for a Bearer token; a proof or a certificate for one that is bound

Who is no member in good standing comes in at a door only that says so (`ook_buiten`): the one to its own standing.

The second is remembered too, of Bearer tokens of members that are not bound, as long as the directory is the very same
one and no term can have ended. So a suspension, a new key set or a lost role counts at the next request, and so does a
token that was called back. `identify` does no I/O, so it may run in the event loop; `identify_holder` waits for the
memory of proofs.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from msgspec import Struct

from registry.errors import AccessError, DpopError, ScopeError
from registry.oauth.clients import find
from registry.oauth.dpop import Dpop, Getoond
from registry.oauth.scopes import Scope
from registry.oauth.tokens import NOT_OURS, UNBOUND, Claims, Tokenlezer, moment
from registry.projections.gids import Gids
from registry.projections.stand import Plaats
from registry.statements.klok import next_day

MAX_STANDING: Final = 10_000
_SCHEMES: Final = {  # RFC 6750 section 2.1, RFC 9449 section 7.1
    scheme: re.compile(scheme + r" +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE | re.ASCII) for scheme in ("bearer", "dpop")
}
_MISSING: Final = "Stuur een toegangstoken mee in de kop Authorization, als Bearer. U krijgt er een bij /oauth/token."
_EXPIRED: Final = "Dit toegangstoken is verlopen. Vraag een nieuw bij /oauth/token."
_REVOKED: Final = "Dit toegangstoken is ingetrokken. Vraag een nieuw bij /oauth/token."
_GONE: Final = (
    "Met dit toegangstoken mag u hier nu niets: uw organisatie is nu geen lid, of de sleutel is vervangen. "
    "Hoe u ervoor staat, zegt /v1/aanmelding (lijn profiel)."
)
_BOUND: Final = "Dit toegangstoken hoort bij een sleutel: stuur het als DPoP, met een bewijs in de kop DPoP."
_NOT_BOUND: Final = "Dit toegangstoken hoort niet bij een sleutel: stuur het als Bearer."
_DPOP_WANTED: Final = (
    "Uw organisatie gebruikt DPoP. Vraag bij /oauth/token een nieuw token, met een bewijs in de kop DPoP."
)
_CERTIFICATE: Final = "Dit toegangstoken hoort bij een certificaat: kom met hetzelfde certificaat als bij /oauth/token."
_SCOPE: Final = (
    "Hiervoor is een toegangstoken nodig met scope {scope}. Wat uw organisatie mag, zegt /v1/aanmelding (lijn profiel)."
)
_KEY: Final = "Het DPoP-bewijs is niet van de sleutel waarbij dit toegangstoken hoort."


class Toegangstoken(Struct, frozen=True):
    """Who calls, and what it may do now. Without `aanvraag` the organisation itself calls."""

    oin: str
    client_id: str
    scopes: frozenset[str]
    jti: str
    expires_at: datetime
    aanvraag: str | None = None  # digest of the application that it speaks for, and nothing else


class Gezien(Struct, frozen=True):
    """A token that stands: what it says, whose it is now, and until when that is sure if the directory stays."""

    claims: Claims
    token: Toegangstoken
    plaats: Plaats | None
    until: datetime
    lid: bool


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
        tokens: Tokenlezer,
        *,
        gids: Callable[[], Gids],
        revoked: Callable[[], frozenset[str]],
        dpop: Dpop,
        clock: Callable[[], datetime],
    ) -> None:
        """Stand ready; `gids` and `revoked` (the `jti` of tokens that were called back) answer at once."""
        self.dpop = dpop
        self._tokens = tokens
        self._gids = gids
        self._revoked = revoked
        self._clock = clock
        self._standing: dict[str, _Standing] = {}

    def identify(
        self, authorization: str | None, *, certificate: str | None = None, ook_buiten: bool = False
    ) -> Toegangstoken:
        """Say who calls with a Bearer token; `certificate` is the thumbprint of the one that was shown.

        Args:
            ook_buiten: also let in who is no member in good standing: a candidate, or one who is suspended.

        Raises:
            AccessError: no token, one that is not ours, over or called back, of a client that stands no longer, or
                that is bound to what was not shown.
        """
        stands = self._standing.get(authorization or "")
        if stands is not None:
            same = stands.plaats is not None and stands.plaats is self._gids().plaats
            if same and stands.since <= self._clock() < stands.until and stands.token.jti not in self._revoked():
                return stands.token
            self._standing.pop(authorization or "", None)
        now = self._clock()
        seen = self.look(_token(authorization, "bearer"), ook_buiten=ook_buiten)
        with _of(seen.claims):
            if seen.claims.cnf.jkt is not None:
                raise AccessError("token-ongeldig", _BOUND)
            _check_certificate(seen.claims, certificate)
        if seen.claims.cnf == UNBOUND and seen.lid:  # what is remembered counts at every door
            self._stands(authorization or "", _Standing(seen.plaats, now, seen.until, seen.token))
        return seen.token

    def identify_holder(self, authorization: str | None, shown: Getoond, *, ook_buiten: bool = False) -> Toegangstoken:
        """Say who calls with a token that is bound to a key. May wait for the memory of proofs.

        Raises:
            AccessError: as `identify`, or (DpopError) the caller does not show to hold the key.
        """
        text = _token(authorization, "dpop")
        seen = self.look(text, ook_buiten=ook_buiten)
        with _of(seen.claims):
            if seen.claims.cnf.jkt is None:
                raise AccessError("token-ongeldig", _NOT_BOUND)
            _check_certificate(seen.claims, shown.certificate)
            bewijs = self.dpop.read(shown, token=text)
            if bewijs.jkt != seen.claims.cnf.jkt:
                raise DpopError(_KEY)
            self.dpop.use(bewijs)
        return seen.token

    def look(self, text: str, *, ook_buiten: bool = False) -> Gezien:
        """Say how a token stands now, whoever shows it; `ook_buiten` as `identify`.

        Raises:
            AccessError: it is not ours, over or called back, or of a client that stands no longer.
        """
        now, gids, claims = self._clock(), self._gids(), self._tokens.read(text)
        expires_at = moment(claims.exp)
        with _of(claims):
            if expires_at <= now:
                self._tokens.forget(text)
                raise AccessError("token-ongeldig", _EXPIRED)
            if claims.jti in self._revoked():
                raise AccessError("token-ongeldig", _REVOKED)
            client = find(gids, claims.client_id, now)
            if client is None or client.sleutel.kid != claims.sleutel or not (client.lid or ook_buiten):
                raise AccessError("token-ongeldig", _GONE)
            if client.organisatie.dpop_verplicht and claims.cnf.jkt is None:
                raise AccessError("token-ongeldig", _DPOP_WANTED)
        scopes = frozenset(claims.scope.split(" ")) & client.scopes
        token = Toegangstoken(client.organisatie.oin, claims.client_id, scopes, claims.jti, expires_at, client.aanvraag)
        until = min(expires_at, client.sleutel.tot, next_day(now))
        return Gezien(claims, token, gids.plaats, until, client.lid)

    def require(self, token: Toegangstoken, scope: Scope) -> None:
        """Insist on a scope.

        Raises:
            ScopeError: the token does not have it; names the scope that would do.
        """
        if scope not in token.scopes:
            raise ScopeError(_SCOPE.format(scope=scope), scope=scope)

    def _stands(self, authorization: str, found: _Standing) -> None:
        if len(self._standing) >= MAX_STANDING:
            self._standing.clear()
        self._standing[authorization] = found


@contextmanager
def _of(claims: Claims) -> Iterator[None]:
    """Let a refusal know whose token it is about."""
    try:
        yield
    except AccessError as refused:
        refused.client_id = claims.client_id
        raise


def is_dpop(authorization: str | None) -> bool:
    """Say whether a header brings a token that is bound to a key."""
    return authorization is not None and authorization[:5].lower() == "dpop "


def _token(authorization: str | None, wanted: str) -> str:
    """Take the token out of the header.

    Raises:
        AccessError: there is none, or not in this scheme.
    """
    found = _SCHEMES[wanted].fullmatch(authorization or "")
    if found is not None:
        return found[1]
    scheme = (authorization or "").partition(" ")[0].lower()
    if scheme in _SCHEMES:
        raise AccessError("token-ongeldig", NOT_OURS)
    raise AccessError("token-ontbreekt", _MISSING)


def _check_certificate(claims: Claims, shown: str | None) -> None:
    if claims.cnf.x5t is not None and claims.cnf.x5t != shown:
        raise AccessError("token-ongeldig", _CERTIFICATE)
