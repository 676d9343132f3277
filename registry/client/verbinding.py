# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How a member reaches a register: a token, a proof when it is bound to a key, and errors as they were there.

A token is asked for when first needed and kept until shortly before it ends; one of who is no member is not kept. When
the beheerder demands DPoP of the member, it is bound to the access key, which then signs a proof for each call (RFC
9449). Every error that the register answers comes back as the error it was there: same class, code, detail and faults.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar
from urllib.parse import urljoin

import httpx
import msgspec
from msgspec import Struct

from registry.errors import (
    AccessError,
    DpopError,
    NonceError,
    UnreachableError,
)
from registry.projections.rechten import Scope
from registry.statements.geheim import Geheim
from registry.statements.sleutels import b64
from registry.wire.problemen import error_of

T = TypeVar("T")
_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"  # RFC 7523 section 2.2
_ASSERTION_LIFE: Final = timedelta(minutes=1)
_BUITEN: Final[Scope] = "aanmelding:lezen"
_MARGIN: Final = timedelta(seconds=30)


class Toegang(Struct, frozen=True, kw_only=True):
    """With what a member gets tokens: its client and the private key of that client."""

    client_id: str
    geheim: Geheim


class _Token(Struct, frozen=True):
    access_token: str
    expires_in: int
    scope: str = ""


class Verbinding:
    """The way to a register, for one member."""

    def __init__(
        self,
        http: httpx.Client,
        *,
        toegang: Toegang | None = None,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        """Use a client whose base URL is that of the register. Without `toegang` only what is open can be asked."""
        self._http = http
        self._toegang = toegang
        self._now = now
        self._new_id = new_id
        self._token_held: str | None = None
        self._held_until: datetime | None = None
        self._dpop = False
        self._nonce: str | None = None

    def _get(self, path: str, kind: type[T], **query: str | int | bool | None) -> T:
        given = {name: _text(value) for name, value in query.items() if value is not None}
        return read(self._call("GET", path, params=given), kind)

    def _call(self, method: str, path: str, *, open_deur: bool = False, **request: Any) -> httpx.Response:
        token = None if open_deur else self._token()
        try:
            return self._try(method, path, token, **request)
        except NonceError:  # once more, with the nonce that came along
            return self._try(method, path, token, **request)

    def _try(self, method: str, path: str, token: str | None, **request: Any) -> httpx.Response:
        made = self._http.build_request(method, path, **request)
        if token is not None:
            made.headers["Authorization"] = f"{'DPoP' if self._dpop else 'Bearer'} {token}"
        if self._dpop:
            made.headers["DPoP"] = self._proof(made, token)
        try:
            answer = self._http.send(made)
        except httpx.HTTPError as fault:
            raise UnreachableError(f"Het register op {self._http.base_url} is niet bereikbaar.") from fault
        self._nonce = answer.headers.get("DPoP-Nonce", self._nonce)
        if answer.is_success:
            return answer
        wait = answer.headers.get("Retry-After", "")
        raise error_of(answer.status_code, answer.content, retry_after=wait, host=made.url.host)

    def _proof(self, made: httpx.Request, token: str | None) -> str:
        """Show that we hold the key of our token (RFC 9449 section 4.2)."""
        geheim = self._access().geheim
        claims: dict[str, Any] = {
            "jti": self._new_id(),
            "htm": made.method,
            "htu": str(made.url.copy_with(query=None)),
            "iat": int(self._now().timestamp()),
        }
        if self._nonce is not None:
            claims["nonce"] = self._nonce
        if token is not None:
            claims["ath"] = b64(hashlib.sha256(token.encode()).digest())
        return geheim.sign_jwt(claims, typ="dpop+jwt", jwk=msgspec.to_builtins(geheim.jwk))

    def _token(self) -> str:
        now = self._now()
        if self._token_held is None or self._held_until is None or now >= self._held_until:
            try:
                self._token_held, self._held_until = self._ask_token(now)
            except DpopError:
                if self._dpop:
                    raise
                self._dpop = True  # the beheerder demands it of this member
                self._token_held, self._held_until = self._ask_token(now)
        return self._token_held

    def _access(self) -> Toegang:
        if self._toegang is None:
            raise AccessError("token-ontbreekt", "Geef een profiel met een toegangssleutel op.")
        return self._toegang

    def _ask_token(self, now: datetime) -> tuple[str, datetime]:
        """Get a token with a signed assertion (RFC 7523); it names the base URL that we were given as audience."""
        toegang = self._access()
        base = str(self._http.base_url).rstrip("/")
        claims = {
            "iss": toegang.client_id,
            "sub": toegang.client_id,
            "aud": urljoin(base + "/", "oauth/token"),
            "iat": int(now.timestamp()),
            "exp": int((now + _ASSERTION_LIFE).timestamp()),
            "jti": self._new_id(),
        }
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION,
            "client_assertion": toegang.geheim.sign_jwt(claims),
        }
        answer = self._call("POST", "/oauth/token", data=form, open_deur=True)
        token = read(answer, _Token)
        if token.scope == _BUITEN:  # no member (yet): it may be one at the next question, and then this does too little
            return token.access_token, now
        return token.access_token, now + timedelta(seconds=token.expires_in) - _MARGIN


def read(answer: httpx.Response, kind: type[T]) -> T:
    """Read an answer; one that is no register's (a login page on the way there, say) is no answer."""
    try:
        return msgspec.json.decode(answer.content, type=kind)
    except msgspec.MsgspecError as fault:
        raise UnreachableError("Het register antwoordt iets wat we niet kennen. Werk lijn bij.") from fault


def _text(value: str | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
