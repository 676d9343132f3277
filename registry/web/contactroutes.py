# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The main question, answered from memory."""

from typing import Annotated

from litestar import Response, get
from msgspec import Meta, Struct

from registry import wire
from registry.projections.contactroutes import Vraag, contactroutes
from registry.projections.toegang import Aanvrager
from registry.statements.namen import Gemeente, Kanaalsoort, Moment, Naam, Partij, Regel
from registry.web.doors import AnyRequest, answer, door, query
from registry.web.office import office, token


class Routevraag(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What a loket asks. Everything may be left out."""

    vraag: Annotated[
        Regel | None,
        Meta(description="De vraag in gewone woorden. Geen gegevens van de burger: noem geen namen of nummers."),
    ] = None
    onderwerp: Annotated[Regel | None, Meta(description="UPL-URI of code van een onderwerp.")] = None
    levensgebeurtenis: Regel | None = None
    vraagtype: Annotated[int, Meta(ge=1, le=3)] | None = None
    organisatie: Partij | None = None
    gemeente: Gemeente | None = None
    rol: Annotated[Naam | None, Meta(description="De rol van wie belt.")] = None
    burger_aanwezig: bool | None = None
    machtiging: Annotated[Naam | None, Meta(description="De vorm van de machtiging die de burger gaf.")] = None
    kanaal: Kanaalsoort | None = None
    tijdstip: Annotated[Moment | None, Meta(description="Wanneer u contact zoekt; zonder is dat nu.")] = None
    limiet: Annotated[int, Meta(ge=1, le=50)] = 10


@get(
    "/contactroutes",
    operation_id="zoekContactroutes",
    summary="Wie kan ik nu bereiken voor deze vraag?",
    tags=["contactroutes"],
    **door(scope="lijnen:lezen", query=Routevraag, answer=wire.Contactroutes),
)
async def zoek(request: AnyRequest) -> Response[bytes | None]:
    """Routes naar een collega, de beste eerst.

    De volgorde: past bij de vraag, toegang mogelijk, nu bereikbaar, beloofde wachttijd, eerstvolgende opening,
    naam. Elke route zegt in `redenen` waarom zij daar staat. Zijn er geen routes, dan noemt `geenVerkeerdeDeur`
    wie het dichtst bij is.
    """
    asked, here = query(request, Routevraag), office(request)
    gids, at = here.actueel.gids(), asked.tijdstip or here.clock()
    eigen = gids.organisaties.get(token(request).oin)
    vraag = Vraag(
        vraag=asked.vraag,
        onderwerp=asked.onderwerp,
        levensgebeurtenis=asked.levensgebeurtenis,
        vraagtype=asked.vraagtype,
        organisatie=asked.organisatie,
        kanaal=asked.kanaal,
        limiet=asked.limiet,
        aanvrager=Aanvrager(
            rol=asked.rol,
            burger_aanwezig=asked.burger_aanwezig,
            machtiging=asked.machtiging,
            gemeente=asked.gemeente,
            organisatiesoort=eigen.organisatiesoort if eigen else None,
        ),
    )
    return answer(request, wire.Contactroutes.of(contactroutes(gids, vraag, at=at), gids, at=at))
