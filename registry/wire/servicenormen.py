# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Norms of the network."""

from datetime import date, datetime
from typing import Annotated, Self

from msgspec import Meta, Struct

from registry.projections.servicenormen import Normstand
from registry.statements.servicenormen import Servicenorm


class NormVersie(Struct, frozen=True, kw_only=True, rename="camel"):
    """One version of a norm, the days on which it is in force, and when it was said."""

    norm: Servicenorm
    laatste_dag: Annotated[date | None, Meta(description="De laatste dag waarop deze versie geldt; null: geen einde.")]
    ingeschreven_op: datetime
    verklaring: str


class NormStand(Struct, frozen=True, kw_only=True):
    """A norm: the version of the day that was asked about, and all of them, the first one first."""

    naam: str
    geldt: Annotated[
        int | None, Meta(description="Het nummer van de versie die op de gevraagde dag geldt; null: geen.")
    ]
    versies: tuple[NormVersie, ...]

    @classmethod
    def of(cls, stand: Normstand, op: date) -> Self:
        """Write a norm, as seen on a day."""
        norm = stand.op(op)
        return cls(
            naam=stand.naam,
            geldt=norm.versie if norm else None,
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

    def norm(self) -> Servicenorm | None:
        """Give the version of the day that was asked about."""
        return next((versie.norm for versie in self.versies if versie.norm.versie == self.geldt), None)


class Servicenormen(Struct, frozen=True, kw_only=True):
    """A page of norms, ordered by name."""

    servicenormen: tuple[NormStand, ...]
    totaal: int
