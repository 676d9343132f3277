# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Lines as they stand, and each as its publisher signed it."""

from datetime import datetime
from functools import partial
from typing import Annotated, Literal

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta

from registry import wire
from registry.errors import NotFoundError
from registry.projections.contactroutes import Vraag, lines_for
from registry.projections.gids import Gids
from registry.projections.professionallijnen import Lijn
from registry.projections.toegang import Aanvrager
from registry.statements.bereikbaarheid import Bereikbaar, bereikbaar
from registry.statements.namen import Gemeente, Kanaalsoort, Moment, Partij, Regel
from registry.web.doors import JSON, AnyRequest, answer, door, query
from registry.web.office import in_turn, limit_words, office
from registry.web.paging import Paged, cut, links
from registry.web.verklaringen import JOSE, original


class Lijnenvraag(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Which lines."""

    vraag: Regel | None = None
    onderwerp: Regel | None = None
    vraagtype: Annotated[int, Meta(ge=1, le=3)] | None = None
    organisatie: Partij | None = None
    gemeente: Gemeente | None = None
    kanaal: Kanaalsoort | None = None
    open_op: Annotated[Moment | None, Meta(description="Alleen lijnen die op dit moment open zijn.")] = None
    status: Annotated[Literal["actief", "alle"], Meta(description="Alleen wat geldt, of ook wat niet geldt.")] = (
        "actief"
    )


@get(
    "/professionallijnen",
    operation_id="lijstProfessionallijnen",
    summary="Lijnen zoals zij nu staan",
    tags=["professionallijnen"],
    **door(inzage="lijnen", query=Lijnenvraag, answer=wire.Professionallijnen, fouten=(429,)),
)
async def lijst(request: AnyRequest) -> Response[bytes | None]:
    """Alle lijnen die aan de vraag voldoen, op volgorde van OIN en naam."""
    asked, here = query(request, Lijnenvraag), office(request)
    gids, at = here.actueel.gids(), asked.open_op or here.clock()
    vraag = Vraag(
        vraag=asked.vraag,
        onderwerp=asked.onderwerp,
        vraagtype=asked.vraagtype,
        organisatie=asked.organisatie,
        kanaal=asked.kanaal,
        aanvrager=Aanvrager(gemeente=asked.gemeente),
    )
    if asked.vraag is not None:
        await limit_words(request)
    found = await in_turn(  # it may look at every line
        request,
        partial(lines_for, gids, vraag, at=at, alle=asked.status == "alle", alleen_open=asked.open_op is not None),
    )
    shown = tuple(_stand(ingang.lijn, gids, at) for ingang in cut(found, asked))
    page = wire.Professionallijnen(professionallijnen=shown, totaal=len(found))
    return answer(request, page, headers=links(request, asked, len(found)))


@get(
    "/organisaties/{oin:str}/professionallijnen/{naam:str}",
    operation_id="toonProfessionallijn",
    summary="Eén lijn zoals zij nu staat",
    tags=["professionallijnen"],
    **door(inzage="lijnen", answer=wire.ProfessionallijnStand, gives=(JSON, JOSE), fouten=(404, 429)),
)
async def toon(request: AnyRequest, oin: FromPath[str], naam: FromPath[str]) -> Response[bytes | None]:
    """De lijn met haar status en of zij nu bereikbaar is; met `Accept: application/jose` het ondertekende origineel."""
    here = office(request)
    gids = here.actueel.gids()
    lijn = gids.lijn(f"{oin}/{naam}")
    if lijn is None:
        raise NotFoundError("Deze organisatie heeft geen lijn met deze naam.")
    if request.state.gives == JOSE:
        return answer(request, await in_turn(request, original, here.store, lijn.plaats.digest))
    return answer(request, _stand(lijn, gids, here.clock()))


def _stand(lijn: Lijn, gids: Gids, at: datetime) -> wire.ProfessionallijnStand:
    return wire.ProfessionallijnStand.of(lijn, gids, _reachable(lijn, gids, at), at=at)


def _reachable(lijn: Lijn, gids: Gids, at: datetime) -> tuple[Bereikbaar, ...]:
    storing = gids.storingen.get(lijn.id)
    return tuple(
        bereikbaar(kanaal, gids.kalenders, at=at, dicht=storing.dicht(kanaal.soort) if storing else ())
        for kanaal in lijn.lijn.kanalen
    )
