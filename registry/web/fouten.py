# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The page that the `type` of every problem points to."""

from html import escape

from litestar import Response, get

from registry.errors import TITELS
from registry.web.doors import AnyRequest, answer, door

HTML = "text/html"


@get("/fouten", **door(inzage="beschrijving", answer=None, gives=(HTML,)))
async def fouten(request: AnyRequest) -> Response[bytes | None]:
    """List every code with what it means."""
    rows = "".join(f'<dt id="{code}">{code}</dt><dd>{escape(titel)}.</dd>' for code, titel in TITELS.items())
    page = (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Foutcodes van het register</title></head>'
        f"<body><main><h1>Foutcodes van het register</h1><dl>{rows}</dl></main></body></html>"
    )
    return answer(request, page.encode(), headers={"Cache-Control": "public, max-age=3600"})
