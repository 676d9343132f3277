# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the network can learn from what went by."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from registry.projections.inzage import Aantal
from registry.wire.naleving import Venster

Beweging = Literal["groeit", "gelijk", "krimpt"]


class ZonderLijn(Struct, frozen=True, kw_only=True):
    """Questions for a route that found none, by what was recognised in them. Their words are not kept."""

    soort: Literal["taak", "onderwerp", "levensgebeurtenis", "organisatie", "onbekend"]
    naam: Annotated[str, Meta(description="De taak, code, gebeurtenis of OIN; bij onbekend een streepje.")]
    titel: Annotated[str | None, Meta(description="Hetzelfde in woorden, als het register die kent.")]
    organisatie: Annotated[str | None, Meta(description="Wie deze taak heeft.")]
    aantal: Aantal


class VerkeerdeDeur(Struct, frozen=True, kw_only=True, rename="camel"):
    """Contacts at a line that was the wrong door, and where the directory would send one with that subject now."""

    lijn: str
    onderwerp: str | None
    aantal: Aantal
    van: Annotated[Aantal, Meta(description="Zo veel contacten had de lijn in deze maanden.")]
    daar: Annotated[tuple[str, ...], Meta(description="Lijnen over dit onderwerp, de beste eerst.")]
    taak_van: Annotated[tuple[str, ...], Meta(description="Wiens taak dit onderwerp is, volgens de kennisbank.")]


class Onderwerpgroei(Struct, frozen=True, kw_only=True):
    """How often there was contact about a subject, and in as many months before."""

    onderwerp: str
    titel: str | None
    aantal: Aantal
    vorige: Aantal
    beweging: Annotated[
        Beweging | None,
        Meta(description="Met 95 % zekerheid. gelijk: kan toeval zijn; null: te weinig, of ervoor niet gemeten."),
    ]


class Obstakel(Struct, frozen=True, kw_only=True):
    """How often a condition of access was in the way, on whose lines."""

    soort: str
    organisatie: str
    naam: Annotated[str | None, Meta(description="Hoe de organisatie heet.")]
    aantal: Aantal


class Buitentijds(Struct, frozen=True, kw_only=True):
    """Attempts to reach a line outside its hours: `aantal` of `van`."""

    lijn: str
    kanaal: str
    aantal: Aantal
    van: Aantal
    aandeel: float | None


class LeercirkelStand(Struct, frozen=True, kw_only=True, rename="camel"):
    """What the network can learn, over whole months; of each list the most frequent."""

    periode: Venster
    lopend: Annotated[bool, Meta(description="De laatste maand is nog niet voorbij: er komt nog bij.")]
    zonder_lijn: tuple[ZonderLijn, ...]
    verkeerde_deuren: tuple[VerkeerdeDeur, ...]
    onderwerpen: tuple[Onderwerpgroei, ...]
    toegangseisen: tuple[Obstakel, ...]
    buiten_openingstijden: tuple[Buitentijds, ...]
