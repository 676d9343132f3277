# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Lists that the register gives a page at a time, read to their end."""

from collections.abc import Callable, Iterator
from typing import Final, Protocol, TypeVar

PER_KEER: Final = 100  # the register gives no more


class Bladzijde(Protocol):
    """A page of a list."""

    @property
    def totaal(self) -> int:
        """How many there are on all pages together."""


B = TypeVar("B", bound=Bladzijde)


def bladzijden(vraag: Callable[..., B], **filters: str | int | bool | None) -> Iterator[B]:
    """Yield every page of a list; a page is asked for when whoever reads wants more."""
    page = 1
    while True:
        found = vraag(page=page, pageSize=PER_KEER, **filters)
        yield found
        if page * PER_KEER >= found.totaal:
            return
        page += 1
