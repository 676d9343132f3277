# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""OAuth over HTTP: the endpoints of tokens, what is published about them, and the guard for every other route.

    POST /oauth/token                              form in, RFC 6749 JSON out: never problem+json
    POST /oauth/introspect                         the same, RFC 7662
    POST /oauth/revoke                             the same, RFC 7009
    GET  /oauth/jwks                               may be kept for a week (NL GOV profile)
    GET  /.well-known/oauth-authorization-server   the same
    GET  /.well-known/openid-configuration         the same document, at the place where the profile looks

A route asks for its scope with `guards=[guard("lijnen:lezen")]` and finds its caller in
`request.state.token`. The state of the app holds `autorisatieserver`, `inzage`, `bewaker`, `base_url`, `tempo`,
`weigerboek`, and `fresh`, which brings what they know up to now. A token is read from one Authorization header and
nowhere else: not from the query string, not from a form. Who uses DPoP finds a fresh nonce in each answer.
"""

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final
from unicodedata import normalize
from urllib.parse import parse_qsl, quote

import msgspec
from litestar import Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.handlers import BaseRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED, HTTP_413_REQUEST_ENTITY_TOO_LARGE

from registry.errors import AccessError, DpopError, ScopeError
from registry.oauth.dpop import ALGORITMEN, Getoond
from registry.oauth.forms import Antwoord, Pairs, refuse
from registry.oauth.guard import Bewaker, Toegangstoken, is_dpop
from registry.oauth.inzage import Inzage
from registry.oauth.scopes import BUITEN, Scope
from registry.oauth.server import INTROSPECT_PATH, JWKS_PATH, REVOKE_PATH, TOKEN_PATH, Autorisatieserver
from registry.web.body import whole_body
from registry.web.certificaat import CERTIFICATE
from registry.web.tempo import Tempo, network_of
from registry.web.weigerboek import refused

MAX_FORM_BYTES: Final = 16 * 1024
WELL_KNOWN_PATHS: Final = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"]
NONCE: Final = "dpop_nonce"  # in the state of a connection: what its answer gives as DPoP-Nonce
AS_ASKED: Final = "method_as_asked"  # in the scope: HEAD, where adr.py made GET of it
# RFC 6749 section 4.1.2.1; what was refused has the one of section 5.2
_ERRORS: Final = {429: "temporarily_unavailable", 500: "server_error", 503: "temporarily_unavailable"}
_BEARER: Final = 'Bearer realm="register"'
_DPOP: Final = f'DPoP realm="register", algs="{" ".join(ALGORITMEN)}"'
_WEEK: Final = "public, max-age=604800"

Connection = ASGIConnection[Any, Any, Any, Any]
Asked = Request[Any, Any, State]


class ScopeGuard:
    """Let in who has a token with this scope. Async, since Litestar sends a sync guard to a thread each time."""

    def __init__(self, scope: Scope, van_buiten: Scope | None = None) -> None:
        self.scope = scope
        self.van_buiten = van_buiten

    async def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        """Find the caller and leave its token in the state of the connection.

        Raises:
            AccessError: no token that does, or (ScopeError) one without the scope.
        """
        await connection.app.state.fresh()  # who is a member, and with which keys, as of now
        wanted = self.scope
        try:
            found = await _identify(connection, buiten=self.scope in BUITEN)
        except AccessError:
            if self.van_buiten is None:
                raise
            wanted = self.van_buiten
            found = await _identify(connection, buiten=True)
            if found.aanvraag is not None:  # anyone can apply for any OIN
                raise
        connection.scope["state"]["token"] = found  # a refusal knows of whom
        connection.app.state.bewaker.require(found, wanted)


async def _identify(connection: Connection, *, buiten: bool) -> Toegangstoken:
    """Find the caller; `buiten`: also one that is no member in good standing."""
    bewaker: Bewaker = connection.app.state.bewaker
    authorization = _authorization(connection)
    if is_dpop(authorization):
        connection.scope["state"][NONCE] = bewaker.dpop.nonce()
        shown = _shown(connection)
        return await sync_to_thread(bewaker.identify_holder, authorization, shown, ook_buiten=buiten)
    scope: Any = connection.scope
    return bewaker.identify(authorization, certificate=scope.get(CERTIFICATE), ook_buiten=buiten)


def guard(scope: Scope, van_buiten: Scope | None = None) -> ScopeGuard:
    """Make the guard of a route; `van_buiten`: the scope with which also a member that is suspended may come in."""
    return ScopeGuard(scope, van_buiten)


def www_authenticate(error: AccessError, authorization: str | None = None) -> str:
    """Write the challenges that belong to a refusal (RFC 6750 section 3, RFC 9449 section 7.1).

    The scheme that was tried comes first, with the class of the reason; the other is offered too, but not to who has
    to prove more: clients look for a new nonce in an answer with one challenge.
    """
    if error.code == "token-ontbreekt":  # RFC 6750 section 3.1: who sent no token is told no error
        return f"{_BEARER}, {_DPOP}"
    reason = f', error="{error.reason}"'
    if isinstance(error, DpopError):
        return _DPOP + reason
    if isinstance(error, ScopeError):
        reason += f', scope="{error.scope}"'
    tried, other = (_DPOP, _BEARER) if is_dpop(authorization) else (_BEARER, _DPOP)
    return f"{tried}{reason}, {other}"


def _authorization(connection: Connection) -> str | None:
    found = _sent(connection, b"authorization")
    if len(found) > 1:
        raise AccessError("token-ongeldig", "Stuur de kop Authorization één keer.")
    return found[0] if found else None


def _sent(connection: Connection, wanted: bytes) -> tuple[str, ...]:
    return tuple(value.decode("latin-1") for name, value in connection.scope["headers"] if name == wanted)


def _shown(connection: Connection) -> Getoond:
    """Gather what a request shows besides a token; the address is our own name with the path as it was sent."""
    scope: Any = connection.scope
    path = (scope.get("raw_path") or quote(scope["path"]).encode()).partition(b"?")[0].decode("latin-1")
    return Getoond(
        method=scope.get(AS_ASKED, scope["method"]),
        url=connection.app.state.base_url + path,
        proofs=_sent(connection, b"dpop"),
        certificate=scope.get(CERTIFICATE),
    )


@post(TOKEN_PATH, include_in_schema=False, status_code=HTTP_200_OK, request_max_body_size=MAX_FORM_BYTES)
async def token(request: Asked) -> Response[bytes]:
    """Give a token for a signed assertion."""
    server: Autorisatieserver = request.app.state.autorisatieserver
    shown = _shown(request)
    if shown.proofs:
        request.scope["state"][NONCE] = server.dpop.nonce()  # also to who comes too often: it can show more next time
    return await _answered(request, partial(server.token, shown=shown), limit="tokens_per_minute")


@post(INTROSPECT_PATH, include_in_schema=False, status_code=HTTP_200_OK, request_max_body_size=MAX_FORM_BYTES)
async def introspect(request: Asked) -> Response[bytes]:
    """Say how a token stands."""
    inzage: Inzage = request.app.state.inzage
    return await _answered(request, inzage.introspect)


@post(REVOKE_PATH, include_in_schema=False, status_code=HTTP_200_OK, request_max_body_size=MAX_FORM_BYTES)
async def revoke(request: Asked) -> Response[bytes]:
    """Call a token back."""
    inzage: Inzage = request.app.state.inzage
    return await _answered(request, inzage.revoke)


@get(JWKS_PATH, include_in_schema=False)
async def jwks(request: Asked) -> Response[bytes | None]:
    """Publish the keys of tokens."""
    return _published(request, request.app.state.autorisatieserver.jwks(), "application/jwk-set+json")


@get(WELL_KNOWN_PATHS, include_in_schema=False)
async def metadata(request: Asked) -> Response[bytes | None]:
    """Publish how to get a token."""
    state = request.app.state
    return _published(request, state.autorisatieserver.metadata(certificates=state.certificates), "application/json")


ROUTES: Final = (token, introspect, revoke, jwks, metadata)


def oauth_error(status: int, detail: str, headers: Mapping[str, str]) -> Response[bytes]:
    """Refuse as /oauth/… refuses (RFC 6749 section 5.2) what was refused or went wrong outside of its own code."""
    antwoord = Antwoord(status, {"error": _ERRORS.get(status, "invalid_request"), "error_description": _ascii(detail)})
    return _response(antwoord, headers)


def _ascii(text: str) -> str:
    """Write a text in the characters that a description may have."""
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(sign for sign in plain if " " <= sign <= "~" and sign not in '"\\')


async def _answered(request: Asked, answer: Callable[..., Antwoord], *, limit: str | None = None) -> Response[bytes]:
    """Answer a form, in a thread.

    A try is counted for the address, but apart from its neighbours for each client that is named there. Who shows to
    be that client gets the try back and is counted by the `limit` of clients, if there is one. Who fails is counted
    for the address as a whole too: to name others gives no more tries, and tells nobody which clients there are.
    """
    tempo: Tempo = request.app.state.tempo
    network = network_of(request.client.host if request.client else "")
    address = ("tokens_per_minute_address", network)
    form = await _form(request)
    named = None if isinstance(form, Antwoord) else await _named(request, form)
    tries = address if named is None else (address[0], f"{network} {named}")
    minute = await tempo.knock(tries)
    if not isinstance(form, Antwoord):
        form = await sync_to_thread(answer, form, authorization=request.headers.get("authorization"))
    if form.client_id is not None:
        request.scope["state"]["client_id"] = form.client_id
        if limit is not None:
            await tempo.knock((limit, form.client_id))  # when it is too much, what was made for it is thrown away
            tempo.give_back(tries, minute)
    elif named is not None:
        await tempo.knock(address)
    refused(request, form.status, str(form.body.get("error", "")))
    return _response(form)


async def _named(request: Asked, form: Pairs) -> str | None:
    await request.app.state.fresh()
    server: Autorisatieserver = request.app.state.autorisatieserver
    return server.named(form)


def _response(antwoord: Antwoord, more: Mapping[str, str] = MappingProxyType({})) -> Response[bytes]:
    headers = {**dict(antwoord.headers), **more}
    media_type = headers.pop("Content-Type")
    raw = msgspec.json.encode(antwoord.body)
    return Response(raw, media_type=media_type, status_code=antwoord.status, headers=headers)


async def _form(request: Asked) -> Pairs | Antwoord:
    """Read the form, or say what is wrong with it."""
    if request.scope["query_string"]:
        return refuse("Stuur niets mee in het adres: alles hoort in het formulier, waar geen logboek het bewaart.")
    media_type, _, _ = request.headers.get("content-type", "").partition(";")
    if media_type.strip().lower() != "application/x-www-form-urlencoded":
        return refuse("Stuur een formulier: Content-Type application/x-www-form-urlencoded.")
    try:
        body = await whole_body(request)
    except RequestEntityTooLarge:
        uitleg = f"Een formulier heeft hier hoogstens {MAX_FORM_BYTES} bytes."
        return refuse(uitleg, status=HTTP_413_REQUEST_ENTITY_TOO_LARGE)
    try:
        return parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), errors="strict")
    except ValueError:
        return refuse("Dit is geen goed formulier: naam=waarde met & ertussen, in UTF-8 met procentcodes.")


def _published(request: Asked, document: dict[str, Any], media_type: str) -> Response[bytes | None]:
    """Answer with a document that rarely changes; the tag is weak, since compression keeps it as it is."""
    raw = msgspec.json.encode(document)
    tag = f'W/"{sha256(raw).hexdigest()[:32]}"'
    headers = {"Cache-Control": _WEEK, "ETag": tag}
    if tag in (known.strip() for known in request.headers.get("if-none-match", "").split(",")):
        return Response(None, status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(raw, media_type=media_type, headers=headers)
