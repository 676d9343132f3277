# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Lines as they stand."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal, Self

from msgspec import Meta, Struct, field

from registry.projections.organisaties import Organisatie as Standing
from registry.projections.professionallijnen import Lijn
from registry.statements.bereikbaarheid import Bereikbaar
from registry.statements.klok import local_date
from registry.statements.professionallijnen import Professionallijn
from registry.wire.organisaties import OrganisatieKort
from registry.wire.shapes import Link, Zelf
from registry.wire.storingen import StoringStand

if TYPE_CHECKING:  # a client reads these shapes without what makes them
    from registry.projections.gids import Gids


class Opening(Struct, frozen=True, kw_only=True):
    """Open from `van` (inclusive) to `tot` (exclusive)."""

    van: datetime
    tot: datetime


class Bereikbaarheid(Struct, frozen=True, kw_only=True):
    """Open now and until when; and the next opening after that. `tot` is null while closed, or when always open."""

    nu: bool
    tot: datetime | None
    volgende: Opening | None

    @classmethod
    def of(cls, found: Bereikbaar) -> Self:
        """Write whether a channel can be reached."""
        after = found.volgende
        return cls(nu=found.nu, tot=found.tot, volgende=Opening(van=after.van, tot=after.tot) if after else None)


class KanaalBereikbaar(Struct, frozen=True, kw_only=True):
    """Whether a channel can be reached, by its place in `lijn.kanalen`."""

    kanaal: int
    bereikbaar: Bereikbaarheid


Lijnstatus = Literal["actief", "nog-niet-geldig", "verlopen", "ingetrokken", "organisatie-geen-lid"]


class ProfessionallijnStand(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A line as it stands: as its publisher said it, where that stands in the log, and whether it can be reached."""

    oin: str
    naam: str
    organisatie: OrganisatieKort
    status: Lijnstatus
    lijn: Professionallijn
    verklaring: Annotated[str, Meta(description="Digest van de verklaring waarmee de lijn is gepubliceerd.")]
    index: int
    gepubliceerd_op: datetime
    bereikbaar: tuple[KanaalBereikbaar, ...]
    links: Zelf = field(name="_links")
    reden_intrekking: str | None = None
    vervangen_door: str | None = None
    storing: StoringStand | None = None

    @classmethod
    def of(cls, lijn: Lijn, gids: "Gids", bereikbaar: tuple[Bereikbaar, ...], *, at: datetime) -> Self:
        """Write a line as of a moment; `bereikbaar` is in the order of its channels."""
        houder, weg = gids.organisaties[lijn.oin], lijn.ingetrokken
        storing = gids.storingen.get(lijn.id)
        return cls(
            oin=lijn.oin,
            naam=lijn.lijn.naam,
            organisatie=OrganisatieKort.of(houder),
            status=status_of(lijn, houder, at),
            lijn=lijn.lijn,
            verklaring=lijn.plaats.digest,
            index=lijn.plaats.index,
            gepubliceerd_op=lijn.plaats.ordered_at,
            bereikbaar=tuple(
                KanaalBereikbaar(kanaal=i, bereikbaar=Bereikbaarheid.of(found)) for i, found in enumerate(bereikbaar)
            ),
            links=Zelf(line_link(lijn)),
            reden_intrekking=weg.reden if weg else None,
            vervangen_door=weg.vervangen_door if weg else None,
            storing=StoringStand.of(storing) if storing and not storing.voorbij(at) else None,
        )


class Professionallijnen(Struct, frozen=True, kw_only=True):
    """A page of lines, ordered by id."""

    professionallijnen: tuple[ProfessionallijnStand, ...]
    totaal: int


def status_of(lijn: Lijn, houder: Standing, at: datetime) -> Lijnstatus:
    """Say in one word how a line stands at a moment."""
    if lijn.ingetrokken is not None:
        return "ingetrokken"
    if not houder.is_lid(at):
        return "organisatie-geen-lid"
    if lijn.geldt(at):
        return "actief"
    return "nog-niet-geldig" if local_date(at) < lijn.lijn.geldig.van else "verlopen"


class LijnKort(Struct, frozen=True, kw_only=True):
    """Which line, in few words."""

    oin: str
    naam: str
    titel: str
    links: Zelf = field(name="_links")

    @classmethod
    def of(cls, lijn: Lijn) -> Self:
        """Write a line in few words."""
        return cls(oin=lijn.oin, naam=lijn.lijn.naam, titel=lijn.lijn.titel, links=Zelf(line_link(lijn)))


def line_link(lijn: Lijn) -> Link:
    """Link to a line."""
    return Link(f"/v1/organisaties/{lijn.oin}/professionallijnen/{lijn.lijn.naam}")
