# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Reports that the register made ready, and that nobody filed."""

from typing import TYPE_CHECKING, Annotated, Self

from msgspec import Meta, Struct

from registry.statements.normschendingen import Normschending
from registry.wire.naleving import Venster

if TYPE_CHECKING:  # a client reads these shapes without what makes them
    from registry.projections.signalen import Signaal as Gevonden


class Signaal(Struct, frozen=True, kw_only=True, rename="camel"):
    """A norm that was not kept in a window that is over."""

    lijn: str
    norm: str
    versie: int
    venster: Venster
    waarde: float | None
    doel: float
    eenheid: str
    waarnemingen: int
    onzeker: Annotated[bool, Meta(description="Het verschil kan toeval zijn.")]
    open_zaken: Annotated[int, Meta(description="Hoeveel zaken hierover al open zijn.")]
    melding: Annotated[Normschending, Meta(description="De melding zoals iemand die kan doen; gedaan is zij niet.")]
    toelichting: str

    @classmethod
    def of(cls, found: "Gevonden") -> Self:
        """Write a signal."""
        een = found.naleving
        return cls(
            lijn=een.lijn,
            norm=een.norm,
            versie=een.versie,
            venster=Venster(van=een.venster.eerste, tot=een.venster.laatste),
            waarde=een.waarde,
            doel=een.doel,
            eenheid=een.eenheid,
            waarnemingen=een.waarnemingen,
            onzeker=een.onzeker,
            open_zaken=found.open_zaken,
            melding=found.melding,
            toelichting=found.toelichting,
        )


class Signalen(Struct, frozen=True, kw_only=True):
    """A page of signals, ordered by line, norm and window."""

    signalen: tuple[Signaal, ...]
    totaal: int
