# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Small shapes that every noun uses: problems, links, the place in the log."""

from typing import Annotated, Self

from msgspec import Meta, Struct

from registry.errors import TITELS, Fout
from registry.projections.stand import Plaats


class Probleem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem (RFC 9457): what went wrong, and in `fouten` each fault and what would be right."""

    type: Annotated[str, Meta(description="Adres van de uitleg bij deze code.")]
    title: str
    status: int
    detail: str
    code: Annotated[str, Meta(extra_json_schema={"enum": sorted(TITELS)})]
    fouten: tuple[Fout, ...] = ()
    huidig: Annotated[str | None, Meta(description="Bij conflict: de digest van de laatste verklaring hierover.")] = (
        None
    )


class Link(Struct, frozen=True):
    """A link, as a path below the base of the API."""

    href: str


class Zelf(Struct, frozen=True):
    """The links of a thing: to itself."""

    self: Link


class Stand(Struct, frozen=True, kw_only=True):
    """The last record that an answer takes into account."""

    index: int
    digest: str

    @classmethod
    def of(cls, plaats: Plaats) -> Self:
        """Write a place in the log."""
        return cls(index=plaats.index, digest=plaats.digest)
