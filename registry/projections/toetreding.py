# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How a member stands against every toetredingscriterium: now, at any moment before, and soon if nothing is done.

    criterium   voldaan | niet-voldaan | nog-niet-te-beoordelen, on what grounds, and the next steps
    plateau     reached by a member in good standing that meets every criterion of it, and of every lower one

A verdict follows from a `Dossier`, which follows from the log, and from a moment. So "as of then" is the same judging
with the log up to then. What was measured is not in the log: adherence as of then is that of the windows that were over
by then, as they are counted now. A batch that came in later does count, and the verdict says that it was measured.

Between two statements a verdict changes only by the clock, at moments that the judging itself names (`wissel`, see
peil). So everything that ever happened, and everything that will happen if nobody does anything, is found by judging
at those moments alone.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from msgspec import Struct

from registry.projections.organisaties import Organisatie
from registry.projections.peil import Peil
from registry.projections.toetredingscriteria import Criteriumstand
from registry.projections.toetredingsdossier import Bronnen, Dossier
from registry.projections.toetsen import toets_uit
from registry.projections.toetsuitslag import VOLDAAN, Oordeel, Uitslag
from registry.statements.toetreding import Toetredingscriterium

Lidstand = Literal["aangemeld", "toegelaten", "geschorst", "verlopen", "uitgetreden"]


class Criteriumoordeel(Struct, frozen=True, kw_only=True):
    """The verdict on one criterion, by the version in force."""

    criterium: Toetredingscriterium
    uitslag: Uitslag

    @property
    def oordeel(self) -> Oordeel:
        """The verdict in a word."""
        return self.uitslag.oordeel


class Plateauoordeel(Struct, frozen=True, kw_only=True):
    """Whether a plateau is reached, and how many of its own criteria are met."""

    plateau: int
    bereikt: bool
    voldaan: int
    totaal: int


class Toetreding(Struct, frozen=True, kw_only=True):
    """How a member stands at a moment. `wissel`: when this may change by itself; None: never."""

    oin: str
    at: datetime
    status: Lidstand
    criteria: tuple[Criteriumoordeel, ...]
    plateaus: tuple[Plateauoordeel, ...]
    wissel: datetime | None

    @property
    def bereikt(self) -> int:
        """The highest plateau that is reached; 0: none."""
        return max((een.plateau for een in self.plateaus if een.bereikt), default=0)

    def oordelen(self) -> dict[str, Oordeel]:
        """Give the verdicts by the name of the criterion."""
        return {een.criterium.naam: een.oordeel for een in self.criteria}


class Verlies(Struct, frozen=True, kw_only=True):
    """A criterion that is met now and will not be from a moment on, if nobody does anything."""

    criterium: Toetredingscriterium
    vanaf: datetime
    uitslag: Uitslag


def toetreding(dossier: Dossier, at: datetime, bronnen: Bronnen) -> Toetreding:
    """Judge a member at a moment by every criterion that is for one like it."""
    peil = Peil(at)
    gevraagd = sorted(_asked(dossier, peil), key=lambda pair: (pair[1].plateau, pair[1].naam))
    criteria = tuple(
        Criteriumoordeel(criterium=said, uitslag=toets_uit(said.toets, stand, dossier, bronnen, peil))
        for stand, said in gevraagd
    )
    status = _status(dossier.organisatie, peil)
    return Toetreding(
        oin=dossier.organisatie.oin,
        at=at,
        status=status,
        criteria=criteria,
        plateaus=tuple(_plateaus(criteria, lid=status == "toegelaten")),
        wissel=peil.wissel,
    )


def verloop(stukken: Iterable[tuple[datetime, Dossier]], tot: datetime, bronnen: Bronnen) -> Iterator[Toetreding]:
    """Yield how a member stood at every moment at which that may have changed, until a moment (included).

    Args:
        stukken: its file after each statement that touched it, and when that was taken; in order.
    """
    known = list(stukken)
    for i, (since, dossier) in enumerate(known):
        until = known[i + 1][0] if i + 1 < len(known) else None
        at: datetime | None = since
        while at is not None and at <= tot and (until is None or at < until):
            stand = toetreding(dossier, at, bronnen)
            yield stand
            at = stand.wissel


def sinds(standen: Iterable[Toetreding]) -> tuple[dict[str, datetime], dict[int, datetime]]:
    """Say since when each criterion is judged as it is in the last of these, and each plateau is reached that is."""
    criteria: dict[str, tuple[Oordeel, datetime]] = {}
    plateaus: dict[int, datetime] = {}
    for stand in standen:
        nu = stand.oordelen()
        criteria = {
            naam: criteria[naam] if naam in criteria and criteria[naam][0] == oordeel else (oordeel, stand.at)
            for naam, oordeel in nu.items()
        }
        plateaus = {een.plateau: plateaus.get(een.plateau, stand.at) for een in stand.plateaus if een.bereikt}
    return {naam: since for naam, (_, since) in criteria.items()}, plateaus


def straks(dossier: Dossier, at: datetime, tot: datetime, bronnen: Bronnen) -> list[Verlies]:
    """List what is met at a moment and will not be at another, if nobody does anything; the first to go first."""
    verloren: dict[str, Verlies] = {}
    begin: dict[str, Oordeel] = {}
    for stand in verloop([(at, dossier)], tot, bronnen):
        begin = begin or stand.oordelen()
        for een in stand.criteria:
            naam = een.criterium.naam
            if een.oordeel == VOLDAAN:
                verloren.pop(naam, None)
            elif begin.get(naam) == VOLDAAN and naam not in verloren:
                verloren[naam] = Verlies(criterium=een.criterium, vanaf=stand.at, uitslag=een.uitslag)
    return sorted(verloren.values(), key=lambda een: (een.vanaf, een.criterium.naam))


def _asked(dossier: Dossier, peil: Peil) -> Iterator[tuple[Criteriumstand, Toetredingscriterium]]:
    """Yield what is asked of a member at a moment; of a candidate, by the roles that it asks for."""
    organisatie = dossier.organisatie
    rollen = organisatie.rollen or organisatie.gevraagd
    for stand in dossier.afspraken.criteria:
        for versie in stand.criteria:
            peil.vanaf(versie.ingangsdatum)
            peil.tot_en_met(versie.einddatum)
        nu = stand.op(peil.dag)
        if nu is not None and not set(rollen).isdisjoint(nu.voor):
            yield stand, nu


def _status(organisatie: Organisatie, peil: Peil) -> Lidstand:
    peil.tot_en_met(organisatie.geschorst_tot)
    nu = organisatie.op(peil.at)
    if nu.status != "toegelaten":
        return nu.status
    peil.tot_en_met(nu.geldig_tot)
    return "toegelaten" if nu.is_lid(peil.at) else "verlopen"


def _plateaus(criteria: tuple[Criteriumoordeel, ...], *, lid: bool) -> Iterator[Plateauoordeel]:
    lager = lid
    for plateau in sorted({een.criterium.plateau for een in criteria}):
        eigen = [een.oordeel == VOLDAAN for een in criteria if een.criterium.plateau == plateau]
        lager = lager and all(eigen)
        yield Plateauoordeel(plateau=plateau, bereikt=lager, voldaan=sum(eigen), totaal=len(eigen))
