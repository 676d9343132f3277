# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The answer to the main question. How the register writes it: schrijver.py."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from registry.projections.meetcijfers import Gemeten
from registry.projections.toegang import Toegang
from registry.statements.leden import Contact
from registry.statements.professionallijnen import Adres, EenKanaal, Gegevensuitwisseling
from registry.wire.organisaties import OrganisatieKort
from registry.wire.professionallijnen import Bereikbaarheid, LijnKort
from registry.wire.shapes import Stand

if TYPE_CHECKING:  # a client reads these shapes without what makes them
    from registry.projections.deur import Betrokken as Concerned
    from registry.projections.deur import GeenVerkeerdeDeur as Door


class KanaalKort(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The channel to try: what to dial, mail or open, and what its publisher says about it."""

    soort: str
    nummer: str | None = None
    keuze: str | None = None
    adres: str | Adres | None = None
    url: str | None = None
    gemeente: str | None = None
    afspraak: bool = False
    toelichting: str | None = None

    @classmethod
    def of(cls, kanaal: EenKanaal) -> "KanaalKort":
        """Write a channel in few words: hours and promises stand elsewhere in the answer."""
        fields = (name for name in cls.__struct_fields__ if name != "soort" and hasattr(kanaal, name))
        return cls(soort=kanaal.soort, **{name: getattr(kanaal, name) for name in fields})


class Belofte(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the line promises, and for a promise within a term: by when, if you make contact at `tijdstip`."""

    maat: str
    uiterlijk: datetime
    aandeel: float | None = None


class Verwachting(Struct, frozen=True, kw_only=True):
    """What may be expected: what was measured lately (null: of fewer than five attempts), and what is promised."""

    gemeten: Annotated[
        Gemeten | None,
        Meta(description="Deze maand en de twee ervoor, binnen openingstijden; wachttijden in seconden."),
    ]
    toezeggingen: tuple[Belofte, ...]


class Route(Struct, frozen=True, kw_only=True):
    """One way to a colleague, and why it stands where it stands."""

    rang: int
    lijn: LijnKort
    organisatie: OrganisatieKort
    kanaal: KanaalKort
    bereikbaar: Bereikbaarheid
    toegang: Toegang
    gegevensuitwisseling: tuple[Gegevensuitwisseling, ...]
    verwachting: Verwachting
    redenen: tuple[str, ...]
    terugval: LijnKort | None


class Betrokken(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An organisation that the question concerns and that has no line for it here; `oin` when it is a member."""

    naam: str
    taak: str
    bron: Annotated[str, Meta(description="Waar staat dat dit haar taak is.")]
    oin: str | None = None

    @classmethod
    def of(cls, found: "Concerned") -> "Betrokken":
        """Write who is concerned, and by what task."""
        lid = found.lid
        return cls(
            naam=lid.naam if lid else found.instantie.naam,
            taak=found.taak.titel,
            bron=found.taak.bron,
            oin=lid.oin if lid else None,
        )


class GeenVerkeerdeDeur(Struct, frozen=True, kw_only=True):
    """Nobody to call here: the member that helps, whose question it seems to be, and why."""

    organisatie: OrganisatieKort
    contact: Contact
    betrokken: Betrokken | None
    uitleg: str

    @classmethod
    def of(cls, found: "Door") -> "GeenVerkeerdeDeur":
        """Write what to do when there is no route."""
        return cls(
            organisatie=OrganisatieKort.of(found.organisatie),
            contact=found.organisatie.contact,
            betrokken=Betrokken.of(found.betrokken) if found.betrokken else None,
            uitleg=found.uitleg,
        )


class Contactroutes(Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom can I reach now for this question: the best first; who else is concerned; without routes, whose it is."""

    tijdstip: datetime
    stand: Stand | None
    routes: tuple[Route, ...]
    betrokken: tuple[Betrokken, ...]
    geen_verkeerde_deur: GeenVerkeerdeDeur | None
