# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Errors as problem+json (RFC 9457): the one table from error to status.

What is logged of an unexpected error is its type and where it happened, never its message: a message
may quote what somebody sent.
"""

import logging
import traceback
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from registry import errors, wire
from registry.web.oauth import oauth_error, www_authenticate
from registry.web.weigerboek import refused

MEDIA_TYPE: Final = "application/problem+json"
STATUS: Final[dict[type[errors.RegistryError], int]] = {
    errors.MalformedError: 400,
    errors.NotFoundError: 404,
    errors.RefusedError: 400,
    errors.TooLargeError: 413,
    errors.ForbiddenError: 403,
    errors.ConflictError: 409,
    errors.AccessError: 401,
    errors.ScopeError: 403,
    errors.TooManyError: 429,
    errors.TooSlowError: 408,
    errors.ProofError: 400,
    errors.StoreError: 503,
    errors.UnreachableError: 503,
}
# what Litestar itself says no to, in our words
_HTTP: Final[dict[int, tuple[str, str]]] = {
    400: ("vraag-onjuist", "De vraag is niet te lezen."),
    404: ("niet-gevonden", "Op dit adres is niets. De API staat onder /v1, zonder schuine streep aan het eind."),
    405: ("methode", "Dit adres kent deze methode niet. In Allow staat wat wel kan."),
    406: ("antwoordvorm", "Dit adres antwoordt niet in een van de vormen in Accept."),
    413: ("te-groot", "Wat u stuurt, is groter dan dit adres aanneemt."),
    415: ("inhoudsvorm", "Dit adres neemt deze Content-Type niet aan, of niet zo ingepakt (Content-Encoding)."),
}
RETRY_S: Final = 5
_logger: Final = logging.getLogger("registry")


def problem(
    base_url: str, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response[bytes]:
    """Write a problem. `more` are further members of `wire.Probleem`."""
    probleem = wire.Probleem(
        type=f"{base_url}/fouten#{code}", title=errors.TITELS[code], status=status, detail=detail, code=code, **more
    )
    return Response(
        msgspec.json.encode(probleem), status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {})
    )


def _answer(
    request: Request[Any, Any, Any], status: int, code: str, detail: str, headers: Mapping[str, str], **more: Any
) -> Response[bytes]:
    """Answer as the address that was asked answers: below /oauth/ in the form that its own standards want."""
    if request.scope["path"].startswith("/oauth/"):
        return oauth_error(status, detail, headers)
    return problem(request.app.state.base_url, status, code, detail, headers, **more)


def on_refusal(request: Request[Any, Any, Any], error: errors.RegistryError) -> Response[bytes]:
    """Answer an error of our own."""
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    headers = {}
    if isinstance(error, errors.AccessError):
        headers["WWW-Authenticate"] = www_authenticate(error, request.headers.get("authorization"))
        if error.client_id is not None:
            request.scope["state"]["client_id"] = error.client_id
    if isinstance(error, errors.TooManyError):
        headers["Retry-After"] = str(error.after_s)
    if isinstance(error, errors.StoreError | errors.UnreachableError):
        headers["Retry-After"] = str(RETRY_S)
    if isinstance(error, errors.StoreError):
        cause = type(error.__cause__).__name__
        _logger.error("%s (%s)", error.detail, cause)  # our own words, so nobody's data
        _log(request, error)
    if isinstance(error, errors.TooSlowError):
        headers["Connection"] = "close"  # RFC 9110 section 15.5.9; what still comes is not read
    huidig = error.huidig if isinstance(error, errors.ConflictError) else None
    refused(request, status, error.code)
    return _answer(request, status, error.code, error.detail, headers, fouten=error.fouten, huidig=huidig)


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Answer an error of Litestar's own, in our words."""
    status = error.status_code
    if status not in _HTTP:
        return on_crash(request, error)
    code, detail = _HTTP[status]
    refused(request, status, code)
    return _answer(request, status, code, detail, error.headers or {})


def on_crash(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer what nobody expected, and tell the operator where it happened."""
    _log(request, error)
    return _answer(request, 500, "storing", "Dit is onze fout. Probeer het later opnieuw.", {})


def _log(request: Request[Any, Any, Any], error: Exception) -> None:
    where = "".join(traceback.format_tb(error.__traceback__))
    path = request.scope.get("path_template", "?")
    _logger.error("%s in %s %s\n%s", type(error).__name__, request.method, path, where)
