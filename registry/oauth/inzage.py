# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a client may know of a token, and how it calls one back: introspection (RFC 7662) and revocation (RFC 7009).

    token=<access token> [&token_type_hint=access_token]
    &client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer
    &client_assertion=<JWT>                                # aud: issuer, token endpoint, or this very endpoint

Software asks about tokens of its own organisation, and of no other. Whatever else it hands in, a token of another, one
that is over, or no token at all, is `{"active": false}`, and nothing more. The same holds for the beheerder: who calls
is in the token already, and to end somebody's access one suspends it.

A token that is called back is refused at the next request, in every worker: see registrar/actueel.py. Calling back
what is no token of ours or is over succeeds, for it is of no use any more; a token of another organisation stays.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Protocol

import msgspec
from authlib.oauth2.rfc6749 import OAuth2Error
from authlib.oauth2.rfc6749.errors import InvalidRequestError
from msgspec.structs import replace

from registry.errors import AccessError
from registry.oauth.clients import Client
from registry.oauth.forms import CLIENT_FIELDS, Antwoord, Pairs, read_form, refusal
from registry.oauth.guard import Bewaker
from registry.oauth.scopes import as_text
from registry.oauth.server import INTROSPECT_PATH, REVOKE_PATH, Autorisatieserver
from registry.oauth.tokens import UNBOUND, Tokenlezer, moment

_FIELDS: Final = CLIENT_FIELDS | {"token", "token_type_hint"}
_INACTIVE: Final = Antwoord(200, {"active": False})
_DONE: Final = Antwoord(200, {})


class Revoke(Protocol):
    """The memory of what was called back: Store.revoke."""

    def __call__(self, jti: str, *, until: datetime) -> None:
        """Call a token back until it is over anyway."""
        ...


class Inzage:
    """Answer clients about their tokens. Safe to call from several threads; may wait for a store."""

    def __init__(
        self,
        server: Autorisatieserver,
        *,
        bewaker: Bewaker,
        tokens: Tokenlezer,
        revoke: Revoke,
        clock: Callable[[], datetime],
    ) -> None:
        self._server = server
        self._bewaker = bewaker
        self._tokens = tokens
        self._revoke = revoke
        self._clock = clock
        self._methods = {path: server.method_at(path) for path in (INTROSPECT_PATH, REVOKE_PATH)}

    def introspect(self, pairs: Pairs, *, authorization: str | None = None) -> Antwoord:
        """Say how a token of one's own organisation stands."""
        return self._answer(pairs, authorization, INTROSPECT_PATH, self._about)

    def revoke(self, pairs: Pairs, *, authorization: str | None = None) -> Antwoord:
        """Call a token of one's own organisation back."""
        return self._answer(pairs, authorization, REVOKE_PATH, self._call_back)

    def _answer(
        self, pairs: Pairs, authorization: str | None, path: str, answer: Callable[[Client, str], Antwoord]
    ) -> Antwoord:
        try:
            client, text = self._read(pairs, authorization, path)
        except OAuth2Error as error:
            return refusal(error)
        return replace(answer(client, text), client_id=client.client_id)

    def _about(self, client: Client, text: str) -> Antwoord:
        try:
            seen = self._bewaker.look(text)  # as of now: finding the client brought the directory up to now
        except AccessError:
            return _INACTIVE
        if seen.token.oin != client.organisatie.oin:
            return _INACTIVE
        claims = seen.claims
        said: dict[str, Any] = {
            "active": True,
            "scope": as_text(seen.token.scopes),
            "token_type": "Bearer" if claims.cnf.jkt is None else "DPoP",
        }
        for name in ("client_id", "sub", "aud", "iss", "jti", "iat", "exp"):
            said[name] = getattr(claims, name)
        if claims.cnf != UNBOUND:
            said["cnf"] = msgspec.to_builtins(claims.cnf)
        return Antwoord(200, said)

    def _call_back(self, client: Client, text: str) -> Antwoord:
        try:
            claims = self._tokens.read(text)
        except AccessError:
            return _DONE
        if claims.client_id.partition(".")[0] != client.organisatie.oin:
            return refusal(InvalidRequestError(description="Dit token is niet van uw organisatie."))
        until = moment(claims.exp)
        if self._clock() < until:
            self._revoke(claims.jti, until=until)
        return _DONE

    def _read(self, pairs: Pairs, authorization: str | None, path: str) -> tuple[Client, str]:
        """Read who asks, and about which token.

        Raises:
            OAuth2Error: a form that is not well made, or of nobody we know.
        """
        form = read_form(pairs, authorization, _FIELDS)
        client = self._methods[path].client_of(form, self._member)
        if "token" not in form:
            raise InvalidRequestError(description="Stuur het token mee waar het om gaat, in het veld token.")
        return client, form["token"]

    def _member(self, client_id: str) -> Client | None:
        """Find a client of a member in good standing: who is none asks nothing here."""
        client = self._server.query_client(client_id)
        return client if client is not None and client.lid else None
