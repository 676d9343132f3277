# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The body of a request, whole or not at all."""

import asyncio
from typing import Any, Final, TypeVar

import msgspec
from litestar import Request
from litestar.exceptions import InternalServerException
from msgspec import Struct

from registry.errors import MalformedError, TooSlowError
from registry.statements import schema

T = TypeVar("T", bound=Struct)
BODY_WITHIN_S: Final = 20.0  # 64 KiB at 3 KiB a second
FIRST_S: Final = 5.0
BYTES_PER_S: Final = 4096


async def whole_body(request: Request[Any, Any, Any]) -> bytes:
    """Read the body; its size is bounded by the route, its time here: each byte that comes buys a little more.

    Raises:
        MalformedError: the sender hung up halfway. Litestar calls that a fault of the server.
        TooSlowError: it comes too slowly.
    """
    if request.scope["state"].get("body") is None:
        request.scope["state"]["body"] = await _read(request)
    body: bytes = request.scope["state"]["body"]
    return body


async def _read(request: Request[Any, Any, Any]) -> bytes:
    read = bytearray()
    began = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout_at(began + FIRST_S) as limit:
            async for chunk in request.stream():
                read += chunk
                limit.reschedule(began + min(BODY_WITHIN_S, FIRST_S + len(read) / BYTES_PER_S))
    except TimeoutError:
        raise TooSlowError("De inhoud komt te langzaam binnen.") from None
    except InternalServerException:
        raise MalformedError("De inhoud is niet helemaal aangekomen.") from None
    return bytes(read)


async def read_body(request: Request[Any, Any, Any], kind: type[T]) -> T:
    """Read a body of JSON as a Struct.

    Raises:
        MalformedError: it is no JSON, or names everything that is wrong with it.
    """
    try:
        value = msgspec.json.decode(await whole_body(request))
    except (msgspec.DecodeError, RecursionError):
        raise MalformedError("De inhoud is geen geldige JSON in UTF-8.") from None
    said, fouten = schema.convert(value, kind)
    if said is None:
        raise MalformedError("De inhoud klopt niet.", fouten=fouten)
    return said
