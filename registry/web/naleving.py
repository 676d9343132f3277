# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Whether lines keep the norms."""

from collections.abc import Mapping
from typing import Annotated

from litestar import Response, get
from msgspec import Meta

from registry import wire
from registry.projections.naleving import Oordeel
from registry.registrar.toetsing import Toetsvraag
from registry.statements.klok import local_date
from registry.statements.namen import Kanaalsoort, Lijnverwijzing, Naam, Partij
from registry.statements.servicenormen import Dimensie
from registry.web.doors import AnyRequest, answer, door, query
from registry.web.office import in_turn, kijker, office
from registry.web.paging import cut, links
from registry.web.periode import Periodevraag, periode


class Nalevingvraag(Periodevraag, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Of which lines, by which norms, and when."""

    organisatie: Annotated[
        Partij | None, Meta(description="Van wie de lijnen zijn; zonder, en zonder lijn, uw eigen organisatie.")
    ] = None
    lijn: Lijnverwijzing | None = None
    norm: Naam | None = None
    dimensie: Dimensie | None = None
    kanaal: Annotated[Kanaalsoort | None, Meta(description="Alleen normen die over dit kanaal gaan.")] = None
    oordeel: Oordeel | None = None


@get(
    "/naleving",
    operation_id="lijstNaleving",
    summary="Of lijnen de servicenormen halen",
    tags=["metingen"],
    **door(inzage="naleving", query=Nalevingvraag, answer=wire.NalevingLijst, fouten=(429,)),
)
async def lijst(request: AnyRequest) -> Response[bytes | None]:
    """Per lijn, norm en venster: wat er gemeten is, of de norm gehaald is, en hoe zeker dat is.

    Elk venster waarin een dag van de periode valt, wordt helemaal beoordeeld, naar de versie van de norm die toen gold.
    Pogingen buiten openingstijden tellen niet mee, maar staan er apart bij. Bij een aandeel hoort een interval: ligt
    het doel daarin, dan is het oordeel `onzeker`. Wat binnenkwam nadat een venster voorbij was, telt mee: `nagekomen`
    zegt dat. Van een andere organisatie ziet u bij minder dan vijf waarnemingen geen uitkomst, en nooit welk loket mat.
    """
    asked, here, who = query(request, Nalevingvraag), office(request), kijker(request)
    gids, vandaag = here.actueel.gids(), local_date(here.clock())
    dagen = periode(asked, vandaag)
    partij = asked.organisatie or (asked.lijn.partition("/")[0] if asked.lijn else who.oin)
    oin = gids.afkortingen.get(partij, partij)
    found = await in_turn(
        request,
        here.toetsing.toets,
        gids,
        Toetsvraag(
            oin=oin,
            lijn=_in_full(asked.lijn, gids.afkortingen),
            norm=asked.norm,
            dimensie=asked.dimensie,
            kanaal=asked.kanaal,
            oordeel=asked.oordeel,
            van=dagen.eerste,
            tot=dagen.laatste,
        ),
        who,
        vandaag,
    )
    page = wire.NalevingLijst(naleving=tuple(cut(found, asked)), totaal=len(found))
    return answer(request, page, headers=links(request, asked, len(found)))


def _in_full(lijn: str | None, afkortingen: Mapping[str, str]) -> str | None:
    """Name a line by the OIN of whose it is."""
    if lijn is None:
        return None
    partij, _, naam = lijn.partition("/")
    return f"{afkortingen.get(partij, partij)}/{naam}"
