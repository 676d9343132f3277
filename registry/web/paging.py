# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Pages: `page` from 1, `pageSize` of at most 100, and a Link header (ADR pagination module, draft)."""

from collections.abc import Sequence
from typing import Annotated, Final, TypeVar
from urllib.parse import urlencode

from msgspec import Meta, Struct

from registry.web.doors import AnyRequest
from registry.web.office import office

T = TypeVar("T")
MAX_SIZE: Final = 100

Page = Annotated[int, Meta(ge=1, le=1_000_000, description="Welke bladzijde, vanaf 1.")]
PageSize = Annotated[int, Meta(ge=1, le=MAX_SIZE, description="Hoeveel per bladzijde.")]


class Paged(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The query parameters of every list."""

    page: Page = 1
    page_size: PageSize = 25


def cut(found: Sequence[T], asked: Paged) -> Sequence[T]:
    """Cut the page that was asked for out of everything found."""
    start = (asked.page - 1) * asked.page_size
    return found[start : start + asked.page_size]


def links(request: AnyRequest, asked: Paged, total: int) -> dict[str, str]:
    """Write the Link header: first, prev and next, as far as they exist (RFC 8288)."""
    last = max(1, -(-total // asked.page_size))
    pages = {"first": 1, "prev": asked.page - 1, "next": asked.page + 1}
    given = [pair for pair in request.query_params.multi_items() if pair[0] != "page"]
    base = office(request).base_url + request.scope["path"]  # not request.url: the Host header has a say in that
    return {
        "Link": ", ".join(
            f'<{base}?{urlencode([*given, ("page", page)])}>; rel="{rel}"'
            for rel, page in pages.items()
            if 1 <= page <= last
        )
    }
