# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the network agreed and where it receives citizens: kalenders and loketten."""

from litestar import Response, get
from litestar.params import FromPath

from registry import wire
from registry.errors import NotFoundError
from registry.statements.kalenders import Kalender
from registry.statements.namen import Gemeente
from registry.web.doors import AnyRequest, answer, door, query
from registry.web.office import office
from registry.web.paging import Paged, cut, links


class Lokettenvraag(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Which loketten."""

    gemeente: Gemeente | None = None


@get(
    "/loketten",
    operation_id="lijstLoketten",
    summary="De loketten van het netwerk",
    tags=["netwerk"],
    **door(inzage="afspraken", query=Lokettenvraag, answer=wire.Loketten),
)
async def loketten(request: AnyRequest) -> Response[bytes | None]:
    """Waar een burger terecht kan, wie daar ontvangt, en welke organisaties er op welke dagen zitten."""
    asked, here = query(request, Lokettenvraag), office(request)
    gids, at = here.actueel.gids(), here.clock()
    found = [
        wire.LoketStand.of(stand)
        for _, stand in sorted(gids.loketten.items())
        if gids.organisaties[stand.oin].is_lid(at)
        and (asked.gemeente is None or asked.gemeente in stand.loket.gemeenten)
    ]
    page = wire.Loketten(loketten=tuple(cut(found, asked)), totaal=len(found))
    return answer(request, page, headers=links(request, asked, len(found)))


@get(
    "/kalenders/{jaar:str}",
    operation_id="toonKalender",
    summary="De werkkalender van een jaar",
    tags=["netwerk"],
    **door(inzage="afspraken", answer=Kalender, fouten=(404,)),
)
async def kalender(request: AnyRequest, jaar: FromPath[str]) -> Response[bytes | None]:
    """Welke dagen geen werkdag zijn en waarom, en de kantoortijden van het netwerk."""
    kalenders = office(request).actueel.gids().kalenders
    found = next((found for year, found in kalenders.items() if str(year) == jaar), None)
    if found is None:
        raise NotFoundError("Voor dit jaar is er nog geen kalender.")
    return answer(request, found)
