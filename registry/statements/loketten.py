# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A loket: the place where a citizen comes in, who receives them, and which organisations sit there when."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from registry.errors import Fout
from registry.statements.namen import Gemeente, Naam, Partij, Regel, Tekst
from registry.statements.openingstijden import Dagen, Rooster, rooster_faults
from registry.statements.professionallijnen import Adres


class Aanwezigheid(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An organisation that sits at the loket on these days."""

    organisatie: Partij
    dagen: Dagen
    toelichting: Tekst | None = None


class Loket(Rooster, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """Describe a loket, or replace its description.

    `toont_metingen`: the organisation of a line may see what this loket measured of it, by the name of this loket.
    """

    SUB: ClassVar[str] = r"^loket/[0-9]{20}/[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"
    naam: Naam
    titel: Regel
    omschrijving: Tekst | None = None
    adres: Adres
    gemeenten: Annotated[tuple[Gemeente, ...], Meta(min_length=1, max_length=50)]
    afspraak: bool = False
    ontvangst: Regel
    casemanager: Regel | None = None
    aanwezig: Annotated[tuple[Aanwezigheid, ...], Meta(max_length=50)] = ()
    toont_metingen: bool = False

    def fouten(self, op: date) -> Iterator[Fout]:  # noqa: ARG002  # one shape for every body
        """Yield what is wrong with the hours of the loket."""
        if not self.openingstijden:
            uitleg = "Noem ten minste één blok openingstijden."
            yield Fout(veld="openingstijden", code="ontbreekt", uitleg=uitleg)
        yield from rooster_faults(self)
