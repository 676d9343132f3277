# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Lists in pages, read to their end."""

import pytest

from cli.bladzijden import PER_KEER, bladzijden
from registry.wire.servicenormen import Servicenormen


@pytest.mark.parametrize(
    ("totaal", "pages"), [(0, [1]), (PER_KEER, [1]), (PER_KEER + 1, [1, 2]), (3 * PER_KEER, [1, 2, 3])]
)
def test_every_page_is_asked_for_once_and_none_after_the_last(totaal: int, pages: list[int]) -> None:
    asked: list[int] = []

    def vraag(*, page: int, pageSize: int, op: str) -> Servicenormen:  # noqa: N803  # as the API writes it
        assert (pageSize, op) == (PER_KEER, "2026-11-23")
        asked.append(page)
        return Servicenormen(servicenormen=(), totaal=totaal)

    assert len(list(bladzijden(vraag, op="2026-11-23"))) == len(pages)
    assert asked == pages


def test_who_has_seen_enough_asks_no_more() -> None:
    asked: list[int] = []

    def vraag(*, page: int, **_: object) -> Servicenormen:
        asked.append(page)
        return Servicenormen(servicenormen=(), totaal=10 * PER_KEER)

    next(bladzijden(vraag))
    assert asked == [1]
