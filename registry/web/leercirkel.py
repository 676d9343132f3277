# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the network can learn."""

from datetime import date
from typing import Annotated

from litestar import Response, get
from msgspec import Meta, Struct

from registry import wire
from registry.projections.gids import Gids
from registry.projections.inzage import Kijker
from registry.registrar.leercirkel import Leervraag, leercirkel, maanden_van
from registry.statements.klok import DAG, local_date
from registry.statements.namen import Partij
from registry.web.doors import AnyRequest, answer, door, query
from registry.web.office import Office, in_turn, kijker, office
from registry.web.periode import Periodevraag, periode

MAANDEN = 3


class Leercirkelvraag(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Of when, about whose lines, and how much."""

    organisatie: Partij | None = None
    van: Annotated[date | None, Meta(description="Een dag in de eerste maand; zonder zijn het drie maanden.")] = None
    tot: Annotated[date | None, Meta(description="Een dag in de laatste maand; zonder is dat de vorige maand.")] = None
    limiet: Annotated[int, Meta(ge=1, le=100, description="Hoeveel regels per lijst, hoogstens.")] = 25


@get(
    "/leercirkel",
    operation_id="toonLeercirkel",
    summary="Wat het netwerk kan leren",
    tags=["metingen"],
    **door(inzage="leercirkel", query=Leercirkelvraag, answer=wire.LeercirkelStand, fouten=(429,)),
)
async def toon(request: AnyRequest) -> Response[bytes | None]:
    """Over hele maanden: welke vragen geen lijn vonden, welke deuren verkeerd waren en waar zij heen hadden moeten
    leiden, welke onderwerpen groeien, welke toegangseisen in de weg stonden, en hoe vaak men buiten openingstijden
    contact zocht.

    Van vragen om een route bewaart het register geen woorden, alleen de taak of het onderwerp dat het herkende. Groei
    is tegenover evenveel maanden ervoor. Van een ander, en van het netwerk als geheel, ziet u geen aantallen onder de
    vijf.
    """  # noqa: D205  # it is one text for a reader of the API
    asked, here = query(request, Leercirkelvraag), office(request)
    vandaag = local_date(here.clock())
    tot = asked.tot or (vandaag if asked.van else vandaag.replace(day=1) - DAG)
    van = asked.van or _months_before(tot)
    dagen = periode(Periodevraag(van=van, tot=tot), vandaag)
    gids = here.actueel.gids()
    oin = None if asked.organisatie is None else gids.afkortingen.get(asked.organisatie, asked.organisatie)
    vraag = Leervraag(maanden_van(dagen.eerste, dagen.laatste), oin, asked.limiet)
    return answer(request, await in_turn(request, _learn, here, gids, vraag, kijker(request)))


def _learn(here: Office, gids: Gids, vraag: Leervraag, who: Kijker) -> wire.LeercirkelStand:
    here.leerboek.schrijf()  # what this worker counted is in it
    return leercirkel(here.meetboek, gids, vraag, who, here.clock())


def _months_before(tot: date) -> date:
    jaar, maand = divmod(tot.year * 12 + tot.month - MAANDEN, 12)
    return date(max(jaar, 1), maand + 1, 1)
