# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The body of a request, whole or not at all."""

from typing import Any

from litestar import Request
from litestar.exceptions import InternalServerException

from registry.errors import MalformedError


async def whole_body(request: Request[Any, Any, Any]) -> bytes:
    """Read the body; its size is bounded by the route.

    Raises:
        MalformedError: the sender hung up halfway. Litestar calls that a fault of the server.
    """
    try:
        return await request.body()
    except InternalServerException:
        raise MalformedError("De inhoud is niet helemaal aangekomen.") from None
