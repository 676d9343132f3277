# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The answer to the main question."""

from datetime import UTC, datetime
from typing import Self

from msgspec import Struct

from registry.projections.contactroutes import Contactroutes as Gevonden
from registry.projections.contactroutes import Route as GevondenRoute
from registry.projections.gids import Gids
from registry.projections.toegang import Toegang
from registry.statements.leden import Contact
from registry.statements.professionallijnen import EenKanaal, Gegevensuitwisseling
from registry.wire.organisaties import OrganisatieKort
from registry.wire.professionallijnen import Bereikbaarheid, LijnKort
from registry.wire.shapes import Stand


class Belofte(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the line promises, and for a promise within a term: by when, if you make contact at `tijdstip`."""

    maat: str
    uiterlijk: datetime
    aandeel: float | None = None


class Verwachting(Struct, frozen=True, kw_only=True):
    """What may be expected: the promises; `gemeten` is null until there are measurements."""

    toezeggingen: tuple[Belofte, ...]
    gemeten: None = None


class Route(Struct, frozen=True, kw_only=True):
    """One way to a colleague, and why it stands where it stands."""

    rang: int
    lijn: LijnKort
    organisatie: OrganisatieKort
    kanaal: EenKanaal
    bereikbaar: Bereikbaarheid
    toegang: Toegang
    gegevensuitwisseling: tuple[Gegevensuitwisseling, ...]
    verwachting: Verwachting
    redenen: tuple[str, ...]
    terugval: LijnKort | None

    @classmethod
    def of(cls, found: GevondenRoute) -> Self:
        """Write a route."""
        return cls(
            rang=found.rang,
            lijn=LijnKort.of(found.lijn),
            organisatie=OrganisatieKort.of(found.organisatie),
            kanaal=found.kanaal,
            bereikbaar=Bereikbaarheid.of(found.bereikbaar),
            toegang=found.toegang,
            gegevensuitwisseling=found.lijn.lijn.gegevensuitwisseling,
            verwachting=Verwachting(
                toezeggingen=tuple(
                    Belofte(maat=said.maat, uiterlijk=moment, aandeel=said.aandeel) for said, moment in found.beloften
                )
            ),
            redenen=found.redenen,
            terugval=LijnKort.of(found.terugval) if found.terugval else None,
        )


class GeenVerkeerdeDeur(Struct, frozen=True, kw_only=True):
    """Nothing fits: who is nearest all the same, and why."""

    organisatie: OrganisatieKort
    contact: Contact
    uitleg: str


class Contactroutes(Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom can I reach now for this question: the best first; when there is nobody, who is nearest."""

    tijdstip: datetime
    stand: Stand | None
    routes: tuple[Route, ...]
    geen_verkeerde_deur: GeenVerkeerdeDeur | None

    @classmethod
    def of(cls, found: Gevonden, gids: Gids, *, at: datetime) -> Self:
        """Write the answer to a question asked as of a moment."""
        door = found.geen_verkeerde_deur
        return cls(
            tijdstip=at.astimezone(UTC),
            stand=Stand.of(gids.plaats) if gids.plaats else None,
            routes=tuple(Route.of(route) for route in found.routes),
            geen_verkeerde_deur=GeenVerkeerdeDeur(
                organisatie=OrganisatieKort.of(door.organisatie), contact=door.organisatie.contact, uitleg=door.uitleg
            )
            if door
            else None,
        )
