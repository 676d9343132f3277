# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Storingen of lines."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Self

from msgspec import Meta, Struct

from registry.statements.namen import Kanaalsoort
from registry.statements.storingen import Gevolg

if TYPE_CHECKING:  # a client reads this shape without what makes it
    from registry.projections.storingen import Storingstand


class StoringStand(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A storing that holds now or is to come. Without `kanalen` it concerns all channels of the line."""

    gevolg: Annotated[Gevolg, Meta(description="dicht: niet te bereiken. beperkt: wel, maar reken op langer wachten.")]
    van: datetime
    tot: datetime
    reden: str
    verklaring: Annotated[str, Meta(description="Digest van de verklaring waarmee de storing is gemeld.")]
    kanalen: tuple[Kanaalsoort, ...] = ()
    alternatief: Annotated[str | None, Meta(description="De lijn die men intussen kan gebruiken.")] = None

    @classmethod
    def of(cls, stand: "Storingstand") -> Self:
        """Write a storing."""
        said = stand.storing
        return cls(
            gevolg=said.gevolg,
            van=said.van.astimezone(UTC),
            tot=said.tot.astimezone(UTC),
            reden=said.reden,
            verklaring=stand.plaats.digest,
            kanalen=said.kanalen,
            alternatief=said.alternatief,
        )
