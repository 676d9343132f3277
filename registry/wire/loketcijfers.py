# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""With what citizens come to lokets: the figures of the programme's own table, each with its denominator."""

from typing import Annotated

from msgspec import Meta, Struct

from registry.projections.inzage import Aantal
from registry.wire.naleving import Venster
from registry.wire.organisaties import OrganisatieKort


class Aandeel(Struct, frozen=True, kw_only=True):
    """A share: `aantal` of `van`. `onbekend` are those of which it is not known; they are not in `van`."""

    aantal: Aantal
    van: Aantal
    onbekend: Aantal
    aandeel: Annotated[float | None, Meta(description="Null: niets bekend, of te weinig om te tonen.")]


class LoketCijfer(Struct, frozen=True, kw_only=True, rename="camel"):
    """What citizens came to a loket with in a period, or to all lokets of an organisation."""

    organisatie: OrganisatieKort
    loket: Annotated[str | None, Meta(description="Null: de loketten van de organisatie samen.")]
    titel: Annotated[str | None, Meta(description="Null: samen, of dit loket staat niet meer in het register.")]
    periode: Venster
    hulpvragen: Aantal
    landelijk: Annotated[Aandeel, Meta(description="Met een vraag voor landelijke organisaties.")]
    meerdere: Annotated[Aandeel, Meta(description="Met meer dan één organisatie.")]
    contact_gelegd: Annotated[
        Aandeel, Meta(description="Waarbij contact is gelegd; `van` is zonder die waarbij dat niet van toepassing was.")
    ]


class Loketcijfers(Struct, frozen=True, kw_only=True):
    """A page of figures, ordered by loket and period."""

    loketcijfers: tuple[LoketCijfer, ...]
    totaal: int
