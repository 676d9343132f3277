# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the register noticed, for those who oversee the network."""

from litestar import Response, get

from registry import wire
from registry.registrar.toetsing import Toetsvraag
from registry.statements.klok import local_date
from registry.statements.namen import Naam, Partij
from registry.web.doors import AnyRequest, answer, door, query
from registry.web.office import in_turn, office
from registry.web.paging import cut, links
from registry.web.periode import Periodevraag, periode


class Signalenvraag(Periodevraag, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Of whose lines, and by which norm."""

    organisatie: Partij
    norm: Naam | None = None


@get(
    "/signalen",
    operation_id="lijstSignalen",
    summary="Meldingen die het register klaarzet, en zelf niet doet",
    tags=["toezicht"],
    **door(inzage="signalen", query=Signalenvraag, answer=wire.Signalen, fouten=(429,)),
)
async def lijst(request: AnyRequest) -> Response[bytes | None]:
    """Elke norm die een lijn niet haalde in een venster dat voorbij is, met genoeg waarnemingen.

    De melding staat klaar. Of iemand haar doet, is aan mensen: het register dient nooit zelf iets in.
    """
    asked, here = query(request, Signalenvraag), office(request)
    gids, vandaag = here.actueel.gids(), local_date(here.clock())
    dagen = periode(asked, vandaag)
    vraag = Toetsvraag(
        oin=gids.afkortingen.get(asked.organisatie, asked.organisatie),
        norm=asked.norm,
        van=dagen.eerste,
        tot=dagen.laatste,
    )
    found = await in_turn(request, here.toetsing.signalen, gids, vraag, vandaag, here.store)
    page = wire.Signalen(signalen=tuple(map(wire.Signaal.of, cut(found, asked))), totaal=len(found))
    return answer(request, page, headers=links(request, asked, len(found)))
