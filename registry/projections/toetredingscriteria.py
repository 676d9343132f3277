# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Criteria as they stand, with all their versions; and of each member the evidence it handed in, and what it is worth.

A judgement counts for as long as nothing else is asked: a next version of a criterion that asks for the same document
leaves it standing. The beheerder's last judgement about a criterion is the one that counts; new evidence that waits
changes nothing until it is judged.
"""

from datetime import date
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from registry.errors import StoreError
from registry.projections import versies
from registry.projections.stand import Changes, Plaats, View, load
from registry.statements.toetreding import Beoordeling, Bewijsstuk, Toetredingscriterium


class Criteriumversie(Struct, frozen=True, kw_only=True):
    """One version, and where it was said last."""

    criterium: Toetredingscriterium
    plaats: Plaats


class Criteriumstand(Struct, frozen=True, kw_only=True):
    """A criterion: its versions by ingangsdatum, which is their order by number too."""

    naam: str
    versies: tuple[Criteriumversie, ...]

    @property
    def criteria(self) -> tuple[Toetredingscriterium, ...]:
        """The versions themselves."""
        return tuple(versie.criterium for versie in self.versies)

    def op(self, dag: date) -> Toetredingscriterium | None:
        """Give the version in force on a day."""
        return versies.geldig_op(self.criteria, dag)

    def laatste_dag(self, versie: int) -> date | None:
        """Give the last day on which a version is in force; None: without an end."""
        return versies.laatste_dag(self.criteria, versie)

    def versie(self, nummer: int) -> Criteriumversie | None:
        """Find a version by its number."""
        return next((found for found in self.versies if found.criterium.versie == nummer), None)

    def vraagt_hetzelfde(self, een: int, ander: int) -> bool:
        """Say whether two versions ask for the same."""
        found = [self.versie(nummer) for nummer in (een, ander)]
        return None not in found and len({versie.criterium.toets for versie in found if versie}) == 1


class Oordeelstand(Struct, frozen=True, kw_only=True):
    """The last judgement about a criterion, and for which version its evidence was."""

    beoordeling: Beoordeling
    versie: int
    plaats: Plaats


class Bewijsstand(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The last evidence of a member for a criterion, and the last judgement, which may be about evidence before it."""

    oin: str
    bewijsstuk: Bewijsstuk
    plaats: Plaats
    oordeel: Oordeelstand | None = None

    @property
    def wacht(self) -> bool:
        """Whether the last evidence has not been judged yet."""
        return self.oordeel is None or self.oordeel.beoordeling.bewijsstuk != self.plaats.digest


def key_of(naam: str) -> str:
    """Name the fact of a criterion; it is also the `sub` of every statement about it."""
    return f"toetredingscriterium/{naam}"


def get(view: View, naam: str) -> Criteriumstand | None:
    """Read a criterion as it stands."""
    return load(view, key_of(naam), Criteriumstand)


def bewijs_key(oin: str, naam: str) -> str:
    """Name the fact of what a member showed for a criterion; it is also the `sub` of its evidence."""
    return f"bewijsstuk/{oin}/{naam}"


def bewijs_van(view: View, oin: str, naam: str) -> Bewijsstand | None:
    """Read what a member showed for a criterion."""
    return load(view, bewijs_key(oin, naam), Bewijsstand)


def after(body: Toetredingscriterium | Bewijsstuk | Beoordeling, view: View, about: str, plaats: Plaats) -> Changes:
    """Say what stands after one of these; `about` is the second part of its sub: the name of a criterion, or an OIN."""
    match body:
        case Toetredingscriterium():
            return _after_criterium(body, get(view, body.naam), plaats)
        case Bewijsstuk():
            eerder = bewijs_van(view, about, body.criterium)
            oordeel = eerder.oordeel if eerder else None
            stand = Bewijsstand(oin=about, bewijsstuk=body, plaats=plaats, oordeel=oordeel)
            return {bewijs_key(about, body.criterium): stand}
        case Beoordeling():
            return _after_beoordeling(body, bewijs_van(view, about, body.criterium), plaats)
        case _:
            assert_never(body)


def _after_criterium(body: Toetredingscriterium, standing: Criteriumstand | None, plaats: Plaats) -> Changes:
    """Add a version, or say the last one anew."""
    eerder = standing.versies if standing else ()
    blijft = tuple(versie for versie in eerder if versie.criterium.versie != body.versie)
    now = (*blijft, Criteriumversie(criterium=body, plaats=plaats))
    return {key_of(body.naam): Criteriumstand(naam=body.naam, versies=now)}


def _after_beoordeling(body: Beoordeling, standing: Bewijsstand | None, plaats: Plaats) -> Changes:
    """Judge the evidence that stands, or judge it anew."""
    if standing is None:
        raise StoreError(f"bewijs voor {body.criterium} ontbreekt, maar de regels lieten de beoordeling toe")
    oordeel = Oordeelstand(beoordeling=body, versie=standing.bewijsstuk.versie, plaats=plaats)
    return {bewijs_key(standing.oin, body.criterium): replace(standing, oordeel=oordeel)}
