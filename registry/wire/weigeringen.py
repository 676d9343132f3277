# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was refused, for those who oversee the network."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from registry.wire.organisaties import OrganisatieKort


class Weigering(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Refusals of one kind in one minute. Nothing of what was sent is in it."""

    minuut: Annotated[datetime, Meta(description="De minuut waarin het was, in UTC.")]
    wie: Annotated[str, Meta(description="De client die zich had bewezen, of onbekend.")]
    wat: Annotated[str, Meta(description="Methode en pad, met accolades waar iets was ingevuld.")]
    waarom: Annotated[str, Meta(description="De code van het probleem, of bij /oauth de fout van RFC 6749.")]
    aantal: Annotated[int, Meta(ge=1)]
    titel: Annotated[str | None, Meta(description="De code in woorden, als dit register haar kent.")] = None
    organisatie: OrganisatieKort | None = None


class Weigeringen(Struct, frozen=True, kw_only=True):
    """A page of refusals, the latest first."""

    weigeringen: tuple[Weigering, ...]
    totaal: Annotated[int, Meta(description="Hoeveel er zijn, of het hoogste aantal dat wordt geteld: 10.000.")]
