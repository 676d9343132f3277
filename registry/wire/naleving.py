# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Adherence of lines to norms."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeAlias

from msgspec import Meta, Struct

from registry.statements.servicenormen import Servicenorm

if TYPE_CHECKING:  # a client reads these shapes without what makes them
    from registry.projections.naleving import Naleving
    from registry.projections.toezeggingen import Tekort

Aantal: TypeAlias = int | Literal["< 5"]


class Venster(Struct, frozen=True, kw_only=True):
    """From the first day to the last, both included."""

    van: date
    tot: date


class Interval(Struct, frozen=True, kw_only=True):
    """Where a share lies with 95 % certainty (Wilson)."""

    laag: float
    hoog: float


class Foutbudget(Struct, frozen=True, kw_only=True):
    """How much may go wrong and did. `tempo` 1: the window ends exactly on target."""

    toegestaan: Annotated[float, Meta(description="Het aandeel dat mis mag gaan.")]
    tempo: Annotated[float | None, Meta(description="Hoeveel keer zo snel het misging als mag; null: er mag niets.")]
    verbruikt: Annotated[float | None, Meta(description="Welk deel van het budget van het hele venster op is.")]


class Trend(Struct, frozen=True, kw_only=True):
    """The value of the window before, and what became of it."""

    vorige: float
    beweging: Literal["beter", "gelijk", "slechter"]


class Toezeggingstekort(Struct, frozen=True, kw_only=True):
    """Where the line falls short of the norm by its own words."""

    veld: str
    code: str
    uitleg: str


class NalevingLijn(Struct, frozen=True, kw_only=True, rename="camel"):
    """The verdict on a line by one version of a norm, in one window. `dagen`: those on which that version held."""

    lijn: str
    norm: str
    versie: int
    titel: str
    dimensie: str
    venster: Venster
    dagen: Venster
    lopend: bool
    oordeel: Literal["gehaald", "niet-gehaald", "te-weinig-waarnemingen"]
    onzeker: Annotated[bool, Meta(description="Het doel ligt in het interval: het oordeel kan toeval zijn.")]
    waarnemingen: Aantal
    buiten_openingstijden: Aantal
    onbekend: Aantal
    nooit: Annotated[Aantal, Meta(description="Waarnemingen zonder waarde, omdat er nooit antwoord kwam.")]
    waarde: Annotated[float | None, Meta(description="In `eenheid`; null: niet te zeggen, of te weinig om te tonen.")]
    doel: float
    richting: Literal["minstens", "hoogstens"]
    eenheid: str
    methode: Literal["wilson-95", "nearest-rank"] | None
    interval: Interval | None
    foutbudget: Foutbudget | None
    trend: Trend | None
    open_uren: float | None
    toezeggingen: Annotated[
        tuple[Toezeggingstekort, ...], Meta(description="Waar de lijn door haar eigen woorden onder de norm blijft.")
    ]

    @classmethod
    def of(
        cls,
        found: "Naleving",
        norm: Servicenorm,
        *,
        tekorten: "Sequence[Tekort]" = (),
        aantal: Callable[[int], Aantal] = lambda getal: getal,
    ) -> Self:
        """Write a verdict.

        Args:
            norm: the version that it is by.
            aantal: how the one who asks may see a count. When that of the waarnemingen is hidden, so is what they say.
        """
        waarnemingen = aantal(found.waarnemingen) if norm.gemeten else found.waarnemingen
        shown = isinstance(waarnemingen, int)
        interval, budget, trend = (found.interval, found.budget, found.trend) if shown else (None, None, None)
        return cls(
            lijn=found.lijn,
            norm=found.norm,
            versie=found.versie,
            titel=norm.titel,
            dimensie=norm.dimensie,
            venster=Venster(van=found.venster.eerste, tot=found.venster.laatste),
            dagen=Venster(van=found.dagen.eerste, tot=found.dagen.laatste),
            lopend=found.lopend,
            oordeel=found.oordeel if shown else "te-weinig-waarnemingen",
            onzeker=found.onzeker and shown,
            waarnemingen=waarnemingen,
            buiten_openingstijden=aantal(found.buiten_openingstijden),
            onbekend=aantal(found.onbekend),
            nooit=aantal(found.nooit),
            waarde=found.waarde if shown else None,
            doel=found.doel,
            richting=norm.richting,
            eenheid=found.eenheid,
            methode=found.methode if shown else None,
            interval=Interval(laag=interval.laag, hoog=interval.hoog) if interval else None,
            foutbudget=Foutbudget(toegestaan=budget.toegestaan, tempo=budget.tempo, verbruikt=budget.verbruikt)
            if budget
            else None,
            trend=Trend(vorige=trend.vorige, beweging=trend.beweging) if trend else None,
            open_uren=found.open_uren,
            toezeggingen=tuple(
                Toezeggingstekort(veld=een.veld, code=een.code, uitleg=een.uitleg)
                for een in tekorten
                if (een.norm, een.versie) == (found.norm, found.versie)
            ),
        )
