# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Norms of the network, with all their versions."""

from datetime import date

from litestar import Response, get

from registry import wire
from registry.statements.klok import local_date
from registry.statements.namen import Kanaalsoort
from registry.statements.servicenormen import Dimensie
from registry.web.doors import AnyRequest, answer, door, query
from registry.web.office import office
from registry.web.paging import Paged, cut, links


class Normenvraag(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Which norms: without filters all of them, those that are over or to come too."""

    op: date | None = None
    dimensie: Dimensie | None = None
    kanaal: Kanaalsoort | None = None


@get(
    "/servicenormen",
    operation_id="lijstServicenormen",
    summary="De servicenormen van het netwerk",
    tags=["netwerk"],
    **door(inzage="afspraken", query=Normenvraag, answer=wire.Servicenormen),
)
async def lijst(request: AnyRequest) -> Response[bytes | None]:
    """Alle normen met hun versies; `norm` is de versie van vandaag.

    Met `op` (een dag) alleen de normen die dan gelden, en `norm` van die dag. `dimensie` en `kanaal` kiezen op wat de
    laatste versie zegt.
    """
    asked, here = query(request, Normenvraag), office(request)
    op = asked.op or local_date(here.clock())
    found = [
        wire.NormStand.of(stand, op)
        for _, stand in sorted(here.actueel.gids().servicenormen.items())
        if (asked.op is None or stand.op(op) is not None)
        and asked.dimensie in {None, stand.versies[-1].norm.dimensie}
        and (asked.kanaal is None or stand.versies[-1].norm.treft(asked.kanaal))
    ]
    page = wire.Servicenormen(servicenormen=tuple(cut(found, asked)), totaal=len(found))
    return answer(request, page, headers=links(request, asked, len(found)))
