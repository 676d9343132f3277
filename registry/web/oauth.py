# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""OAuth over HTTP: the token endpoint, what is published about it, and the guard for every other route.

    POST /oauth/token                              form in, RFC 6749 JSON out: never problem+json
    GET  /oauth/jwks                               may be kept for a week (NL GOV profile)
    GET  /.well-known/oauth-authorization-server   the same
    GET  /.well-known/openid-configuration         the same document, at the place where the profile looks

A route asks for its scope with `guards=[guard("lijnen:lezen")]` and finds its caller in
`request.state.token`. The app's state holds `autorisatieserver`, `bewaker`, and `fresh`, which brings
what they know up to now. A token is read from one Authorization header and nowhere else: not from the
query string, not from a form.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec
from litestar import Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.handlers import BaseRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED, HTTP_413_REQUEST_ENTITY_TOO_LARGE

from registry.errors import AccessError, ScopeError
from registry.oauth.guard import Bewaker
from registry.oauth.scopes import Scope
from registry.oauth.server import JWKS_PATH, TOKEN_PATH, Antwoord, Autorisatieserver, refuse
from registry.web.body import whole_body

MAX_FORM_BYTES: Final = 16 * 1024
WELL_KNOWN_PATHS: Final = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"]
_REALM: Final = "register"
_WEEK: Final = "public, max-age=604800"

Connection = ASGIConnection[Any, Any, Any, Any]
Asked = Request[Any, Any, State]


class ScopeGuard:
    """Let in who has a token with this scope. Async, since Litestar sends a sync guard to a thread each time."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    async def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        """Find the caller and leave its token in the state of the connection.

        Raises:
            AccessError: no token that does, or (ScopeError) one without the scope.
        """
        state = connection.app.state
        await state.fresh()  # who is a member, and with which keys, as of now
        bewaker: Bewaker = state.bewaker
        found = bewaker.identify(_authorization(connection))
        bewaker.require(found, self.scope)
        connection.scope["state"]["token"] = found


def guard(scope: Scope) -> ScopeGuard:
    """Make the guard of a route."""
    return ScopeGuard(scope)


def www_authenticate(error: AccessError) -> str:
    """Write the challenge that belongs to a refusal (RFC 6750 section 3)."""
    challenge = f'Bearer realm="{_REALM}"'
    if error.code == "token-ontbreekt":  # section 3.1: who sent no token is told no error
        return challenge
    challenge += f', error="{error.reason}"'
    return f'{challenge}, scope="{error.scope}"' if isinstance(error, ScopeError) else challenge


def _authorization(connection: Connection) -> str | None:
    found = [value for name, value in connection.scope["headers"] if name == b"authorization"]
    if len(found) > 1:
        raise AccessError("token-ongeldig", "Stuur de kop Authorization één keer.")
    return found[0].decode("latin-1") if found else None


@post(TOKEN_PATH, include_in_schema=False, status_code=HTTP_200_OK, request_max_body_size=MAX_FORM_BYTES)
async def token(request: Asked) -> Response[bytes]:
    """Give a token for a signed assertion."""
    server: Autorisatieserver = request.app.state.autorisatieserver
    form = await _form(request)
    if isinstance(form, Antwoord):
        return _response(form)
    return _response(await sync_to_thread(server.token, form, authorization=request.headers.get("authorization")))


@get(JWKS_PATH, include_in_schema=False)
async def jwks(request: Asked) -> Response[bytes | None]:
    """Publish the keys of tokens."""
    return _published(request, request.app.state.autorisatieserver.jwks(), "application/jwk-set+json")


@get(WELL_KNOWN_PATHS, include_in_schema=False)
async def metadata(request: Asked) -> Response[bytes | None]:
    """Publish how to get a token."""
    return _published(request, request.app.state.autorisatieserver.metadata(), "application/json")


ROUTES: Final = (token, jwks, metadata)


async def _form(request: Asked) -> Sequence[tuple[str, str]] | Antwoord:
    """Read the form, or say what is wrong with it."""
    if request.scope["query_string"]:
        return refuse("Stuur niets mee in het adres: alles hoort in het formulier, waar geen logboek het bewaart.")
    media_type, _, _ = request.headers.get("content-type", "").partition(";")
    if media_type.strip().lower() != "application/x-www-form-urlencoded":
        return refuse("Stuur een formulier: Content-Type application/x-www-form-urlencoded.")
    try:
        body = await whole_body(request)
    except RequestEntityTooLarge:
        uitleg = f"Een tokenverzoek heeft hoogstens {MAX_FORM_BYTES} bytes."
        return refuse(uitleg, status=HTTP_413_REQUEST_ENTITY_TOO_LARGE)
    try:
        return parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), errors="strict")
    except ValueError:
        return refuse("Dit is geen goed formulier: naam=waarde met & ertussen, in UTF-8 met procentcodes.")


def _response(antwoord: Antwoord) -> Response[bytes]:
    headers = dict(antwoord.headers)
    media_type = headers.pop("Content-Type")
    raw = msgspec.json.encode(antwoord.body)
    return Response(raw, media_type=media_type, status_code=antwoord.status, headers=headers)


def _published(request: Asked, document: dict[str, Any], media_type: str) -> Response[bytes | None]:
    """Answer with a document that rarely changes; the tag is weak, since compression keeps it as it is."""
    raw = msgspec.json.encode(document)
    tag = f'W/"{sha256(raw).hexdigest()[:32]}"'
    headers = {"Cache-Control": _WEEK, "ETag": tag}
    if tag in (known.strip() for known in request.headers.get("if-none-match", "").split(",")):
        return Response(None, status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(raw, media_type=media_type, headers=headers)
