# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Norms of the network."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Self

from msgspec import Meta, Struct

from registry.statements.servicenormen import Servicenorm

if TYPE_CHECKING:  # a client reads these shapes without what makes them
    from registry.projections.servicenormen import Normstand


class NormVersie(Struct, frozen=True, kw_only=True, rename="camel"):
    """One version of a norm, the days on which it is in force, and when it was said."""

    norm: Servicenorm
    laatste_dag: Annotated[date | None, Meta(description="De laatste dag waarop deze versie geldt; null: geen einde.")]
    ingeschreven_op: datetime
    verklaring: str


class NormStand(Struct, frozen=True, kw_only=True):
    """A norm as seen on a day, and all its versions, the first one first."""

    naam: str
    norm: Annotated[
        Servicenorm | None, Meta(description="De versie die op de gevraagde dag geldt; null: er geldt dan geen.")
    ]
    versies: tuple[NormVersie, ...]

    @classmethod
    def of(cls, stand: "Normstand", op: date) -> Self:
        """Write a norm, as seen on a day."""
        return cls(
            naam=stand.naam,
            norm=stand.op(op),
            versies=tuple(
                NormVersie(
                    norm=versie.norm,
                    laatste_dag=stand.laatste_dag(versie.norm.versie),
                    ingeschreven_op=versie.plaats.ordered_at,
                    verklaring=versie.plaats.digest,
                )
                for versie in stand.versies
            ),
        )


class Servicenormen(Struct, frozen=True, kw_only=True):
    """A page of norms, ordered by name."""

    servicenormen: tuple[NormStand, ...]
    totaal: int
