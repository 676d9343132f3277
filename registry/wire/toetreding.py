# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Criteria, how one member stands against them, and how all do."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Final, Self

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from registry.projections.aflopend import Afloop
from registry.projections.organisaties import Organisatie
from registry.projections.stand import Plaats
from registry.projections.toetreding import Criteriumoordeel, Lidstand, Plateauoordeel, Toetreding, Verlies
from registry.projections.toetredingscriteria import Criteriumstand
from registry.projections.toetsuitslag import Feit, Oordeel, Stap
from registry.statements.toetreding import Bewijstoets, Criteriumdimensie, Schendingtoets, Toetredingscriterium
from registry.wire.shapes import Link, Stand, Zelf

BESLOTEN: Final = (Bewijstoets, Schendingtoets)  # on what grounds is between a member and the beheerder
GEHEIM: Final = (Schendingtoets,)  # and so is the verdict


class CriteriumVersie(Struct, frozen=True, kw_only=True, rename="camel"):
    """One version of a criterion, the days on which it is in force, and when it was said."""

    criterium: Toetredingscriterium
    laatste_dag: Annotated[date | None, Meta(description="De laatste dag waarop deze versie geldt; null: geen einde.")]
    ingeschreven_op: datetime
    verklaring: str


class CriteriumStand(Struct, frozen=True, kw_only=True):
    """A criterion as seen on a day, and all its versions, the first one first."""

    naam: str
    criterium: Annotated[
        Toetredingscriterium | None,
        Meta(description="De versie die op de gevraagde dag geldt; null: er geldt dan geen."),
    ]
    versies: tuple[CriteriumVersie, ...]

    @classmethod
    def of(cls, stand: Criteriumstand, op: date) -> Self:
        """Write a criterion, as seen on a day."""
        return cls(
            naam=stand.naam,
            criterium=stand.op(op),
            versies=tuple(
                CriteriumVersie(
                    criterium=versie.criterium,
                    laatste_dag=stand.laatste_dag(versie.criterium.versie),
                    ingeschreven_op=versie.plaats.ordered_at,
                    verklaring=versie.plaats.digest,
                )
                for versie in stand.versies
            ),
        )


class Toetredingscriteria(Struct, frozen=True, kw_only=True):
    """A page of criteria, ordered by name."""

    criteria: tuple[CriteriumStand, ...]
    totaal: int


class CriteriumUitkomst(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How a member stands against one criterion, why, and what can be done."""

    naam: str
    versie: int
    titel: str
    plateau: int
    dimensie: Criteriumdimensie
    oordeel: Annotated[
        Oordeel | None, Meta(description="Afwezig als dit alleen het lid zelf en de beheerder aangaat.")
    ] = None
    sinds: Annotated[datetime | None, Meta(description="Sinds wanneer het oordeel zo is.")] = None
    uitleg: str | None = None
    stappen: tuple[Stap, ...] = ()
    feiten: Annotated[
        tuple[Feit, ...], Meta(description="De verklaringen in het logboek waarop het oordeel rust.")
    ] = ()
    gemeten: Annotated[
        bool,
        Meta(description="Rust ook op metingen. Die staan niet in het logboek: ze tellen zoals ze nu geteld zijn."),
    ] = False


class PlateauUitkomst(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whether a plateau is reached and since when, and how many of its criteria are met."""

    plateau: int
    bereikt: bool
    totaal: int
    voldaan: int | None = None
    sinds: datetime | None = None


class ToetredingStand(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How a member stands against every criterion at a moment."""

    oin: str
    naam: str
    peildatum: datetime
    stand: Annotated[Stand, Meta(description="De laatste verklaring van het logboek die meetelt.")]
    status: Lidstand
    bereikt: Annotated[int, Meta(description="Het hoogste plateau dat bereikt is; 0: nog geen.")]
    plateaus: tuple[PlateauUitkomst, ...]
    criteria: tuple[CriteriumUitkomst, ...]
    links: Zelf = field(name="_links")
    toegekend: Annotated[int | None, Meta(description="Het plateau dat de beheerder toekende bij de toelating.")] = None
    wissel: Annotated[datetime | None, Meta(description="Tot wanneer dit zo blijft als niemand iets zegt.")] = None

    @classmethod
    def of(
        cls,
        stand: Toetreding,
        organisatie: Organisatie,
        plaats: Plaats,
        *,
        sinds: tuple[Mapping[str, datetime], Mapping[int, datetime]],
        alles: bool,
    ) -> Self:
        """Write how a member stands. `alles`: also what is between it and the beheerder."""
        criteria, plateaus = sinds
        return cls(
            oin=stand.oin,
            naam=organisatie.naam,
            peildatum=stand.at,
            stand=Stand(index=plaats.index, digest=plaats.digest),
            status=stand.status,
            bereikt=stand.bereikt,
            plateaus=tuple(plateau_uitkomst(een, plateaus.get(een.plateau), alles=alles) for een in stand.plateaus),
            criteria=tuple(
                criterium_uitkomst(een, criteria.get(een.criterium.naam), alles=alles) for een in stand.criteria
            ),
            links=Zelf(Link(f"/v1/organisaties/{stand.oin}/toetreding")),
            toegekend=organisatie.plateau,
            wissel=stand.wissel if alles else None,
        )


def criterium_uitkomst(een: Criteriumoordeel, since: datetime | None, *, alles: bool) -> CriteriumUitkomst:
    """Write the verdict on a criterion. `alles`: also what is between the member and the beheerder."""
    said, uitslag = een.criterium, een.uitslag
    found = CriteriumUitkomst(
        naam=said.naam, versie=said.versie, titel=said.titel, plateau=said.plateau, dimensie=said.dimensie
    )
    if not alles and isinstance(said.toets, GEHEIM):
        return found
    found = replace(found, oordeel=uitslag.oordeel, sinds=since, gemeten=uitslag.gemeten)
    if not alles and isinstance(said.toets, BESLOTEN):
        return found
    return replace(found, uitleg=uitslag.uitleg, stappen=uitslag.stappen, feiten=uitslag.feiten)


def plateau_uitkomst(een: Plateauoordeel, since: datetime | None, *, alles: bool) -> PlateauUitkomst:
    """Write whether a plateau is reached. How many criteria are met would tell of those that others do not see."""
    voldaan = een.voldaan if alles else None
    return PlateauUitkomst(
        plateau=een.plateau,
        bereikt=een.bereikt,
        totaal=een.totaal,
        voldaan=voldaan,
        sinds=since if een.bereikt else None,
    )


class Kolom(Struct, frozen=True, kw_only=True):
    """A criterion of the matrix."""

    naam: str
    titel: str
    plateau: int
    dimensie: Criteriumdimensie


class Vak(Struct, frozen=True, kw_only=True):
    """A verdict of the matrix. What is not asked of a member is not there."""

    criterium: str
    oordeel: Oordeel


class Lidrij(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A member of the matrix."""

    oin: str
    naam: str
    status: Lidstand
    bereikt: int
    oordelen: tuple[Vak, ...]
    afkorting: str | None = None
    toegekend: int | None = None
    geldig_tot: Annotated[date | None, Meta(description="De laatste dag van de toelating.")] = None


class Overgang(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a verdict. `was` absent: it was not asked; `is` absent: it is not asked any more."""

    oin: str
    criterium: str
    was: Oordeel | None = None
    nu: Oordeel | None = None


class Dreiging(Struct, frozen=True, kw_only=True, rename="camel"):
    """A criterion that a member will lose if nobody does anything."""

    oin: str
    criterium: str
    vanaf: datetime
    uitleg: str
    stappen: tuple[Stap, ...]


class Toetredingsmatrix(Struct, frozen=True, kw_only=True, rename="camel"):
    """Members and criteria: how all stand, what changed, and what is about to."""

    peildatum: datetime
    stand: Stand
    criteria: tuple[Kolom, ...]
    leden: tuple[Lidrij, ...]
    wijzigingen: tuple[Overgang, ...]
    dreigend: tuple[Dreiging, ...]
    aflopend: Annotated[tuple[Afloop, ...], Meta(description="Toelatingen en schorsingen die eindigen.")]
    totaal: Annotated[int, Meta(description="Hoeveel leden er zijn, op alle bladzijden samen.")]


def lidrij(stand: Toetreding, organisatie: Organisatie) -> Lidrij:
    """Write a row of the matrix."""
    return Lidrij(
        oin=stand.oin,
        naam=organisatie.naam,
        status=stand.status,
        bereikt=stand.bereikt,
        oordelen=tuple(Vak(criterium=naam, oordeel=oordeel) for naam, oordeel in stand.oordelen().items()),
        afkorting=organisatie.afkorting,
        toegekend=organisatie.plateau,
        geldig_tot=organisatie.geldig_tot,
    )


def kolommen(standen: Sequence[Toetreding]) -> tuple[Kolom, ...]:
    """List the criteria that are asked of any of these, by plateau and name."""
    found = {een.criterium.naam: een.criterium for stand in standen for een in stand.criteria}
    ordered = sorted(found.values(), key=lambda een: (een.plateau, een.naam))
    return tuple(Kolom(naam=een.naam, titel=een.titel, plateau=een.plateau, dimensie=een.dimensie) for een in ordered)


def overgangen(toen: Toetreding | None, nu: Toetreding) -> list[Overgang]:
    """List what changed between two moments."""
    was, now = toen.oordelen() if toen else {}, nu.oordelen()
    return [
        Overgang(oin=nu.oin, criterium=naam, was=was.get(naam), nu=now.get(naam))
        for naam in sorted(was.keys() | now.keys())
        if was.get(naam) != now.get(naam)
    ]


def dreiging(oin: str, verlies: Verlies) -> Dreiging:
    """Write what will be lost."""
    return Dreiging(
        oin=oin,
        criterium=verlies.criterium.naam,
        vanaf=verlies.vanaf,
        uitleg=verlies.uitslag.uitleg,
        stappen=verlies.uitslag.stappen,
    )
