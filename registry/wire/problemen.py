# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A problem on its way back: the error that it was at the register, for whoever asked."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Final

import msgspec
from msgspec import Struct

from registry.errors import (
    AccessError,
    ConflictError,
    DpopError,
    ForbiddenError,
    Fout,
    MalformedError,
    NonceError,
    NotFoundError,
    RefusedError,
    RegistryError,
    ScopeError,
    TooLargeError,
    TooManyError,
    UnreachableError,
)
from registry.wire.shapes import Probleem

_DPOP: Final[dict[str, type[DpopError]]] = {  # by the code of a problem, and by the error of OAuth
    "dpop-onjuist": DpopError,
    "dpop-nonce": NonceError,
    DpopError.reason: DpopError,
    NonceError.reason: NonceError,
}


class _Oauthfout(Struct, frozen=True):
    error: str
    error_description: str = ""


def error_of(status: int, content: bytes, *, retry_after: str, host: str) -> RegistryError:
    """Make of an answer the error that it was at the register.

    Args:
        retry_after: the header of that name; empty when it is not there.
        host: who answered.
    """
    try:
        said = msgspec.json.decode(content, type=Probleem)
    except msgspec.MsgspecError:
        return _not_a_problem(status, content, _wait_s(retry_after), host)
    detail, fouten, code = said.detail, said.fouten, said.code
    makers: dict[int, Callable[[], RegistryError]] = {
        400: lambda: _bad_request(code, detail, fouten),
        401: lambda: _DPOP[code](detail) if code in _DPOP else AccessError(code, detail),
        403: lambda: (
            ScopeError(detail, scope="") if code == "scope-ontbreekt" else ForbiddenError(code, detail, fouten=fouten)
        ),
        404: lambda: NotFoundError(detail),
        409: lambda: ConflictError(detail, huidig=said.huidig),
        413: lambda: TooLargeError(detail),
        429: lambda: TooManyError(detail, after_s=_wait_s(retry_after)),
    }
    made = makers.get(status)
    return made() if made else UnreachableError(f"Het register kon niet antwoorden: {detail}")


def _wait_s(given: str) -> int:
    # RFC 9110 section 10.2.3: seconds, or a date, which we never send
    return int(given) if given.isascii() and given.isdigit() else 60


def _bad_request(code: str, detail: str, fouten: Sequence[Fout]) -> RegistryError:
    if code == MalformedError.code:
        return MalformedError(detail, fouten=fouten)
    return RefusedError(code, detail, fouten=fouten)


def _not_a_problem(status: int, content: bytes, wait_s: int, host: str) -> RegistryError:
    try:
        said = msgspec.json.decode(content, type=_Oauthfout)
    except msgspec.MsgspecError:
        return UnreachableError(f"Op {host} antwoordt geen register ({status}).")
    why = said.error_description or said.error
    why = why if why.endswith((".", "?", "!")) else f"{why}."
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TooManyError(said.error_description, after_s=wait_s)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UnreachableError(said.error_description or "Het register kan nu geen token geven.")
    if said.error in _DPOP:
        return _DPOP[said.error](f"Het register geeft geen token: {why}")
    hint = " Is de sleutel vervangen? Gebruik dan het nieuwe profiel. Bel anders de beheerder."
    return AccessError("token-ongeldig", f"Het register geeft geen token: {why}{hint}")
