# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Members, and for the beheerder candidates too."""

from typing import Literal

from litestar import Response, get
from litestar.params import FromPath

from registry import wire
from registry.errors import NotFoundError
from registry.projections.inzage import Gegeven, mag_zien
from registry.projections.organisaties import Organisatie
from registry.statements.leden import Rol
from registry.web.doors import AnyRequest, answer, door, query
from registry.web.office import kijker, office
from registry.web.paging import Paged, cut, links


class Ledenvraag(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Which organisations."""

    status: Literal["aangemeld", "toegelaten", "geschorst", "uitgetreden"] | None = None
    rol: Rol | None = None


@get(
    "/organisaties",
    operation_id="lijstOrganisaties",
    summary="De leden van het netwerk",
    tags=["organisaties"],
    **door(inzage="leden", query=Ledenvraag, answer=wire.Organisaties),
)
async def lijst(request: AnyRequest) -> Response[bytes | None]:
    """Organisaties op volgorde van OIN. Kandidaten ziet alleen de beheerder."""
    asked, at = query(request, Ledenvraag), office(request).clock()
    over = kijker(request).beheerder
    found = [
        wire.Organisatie.of(standing, at, oversees=over)
        for _, standing in sorted(office(request).actueel.gids().organisaties.items())
        if may_see(request, standing)
        and (
            asked.status in {None, standing.op(at).status}
            or (asked.status == "aangemeld" and over and standing.aanvraag)
        )
        and (asked.rol is None or asked.rol in standing.rollen)
    ]
    page = wire.Organisaties(organisaties=tuple(cut(found, asked)), totaal=len(found))
    return answer(request, page, headers=links(request, asked, len(found)))


@get(
    "/organisaties/{oin:str}",
    operation_id="toonOrganisatie",
    summary="Eén organisatie zoals zij nu staat",
    tags=["organisaties"],
    **door(inzage="leden", answer=wire.Organisatie, fouten=(404,)),
)
async def toon(request: AnyRequest, oin: FromPath[str]) -> Response[bytes | None]:
    """Wie de organisatie is, of zij lid is, en wat zij mag. In plaats van de OIN mag ook de afkorting."""
    standing, at = _found(request, oin), office(request).clock()
    return answer(request, wire.Organisatie.of(standing, at, oversees=kijker(request).beheerder))


@get(
    "/organisaties/{oin:str}/sleutels",
    operation_id="toonSleutels",
    summary="De publieke sleutels van een organisatie",
    tags=["organisaties"],
    **door(inzage="leden", answer=wire.Sleutelset, fouten=(404,)),
)
async def sleutels(request: AnyRequest, oin: FromPath[str]) -> Response[bytes | None]:
    """Alle sleutels als JWK Set, ook die van vroeger: een oude verklaring controleert u met de sleutel van toen."""
    return answer(request, wire.Sleutelset(keys=tuple(map(wire.Jwk.of, _found(request, oin).sleutels))))


def may_see(request: AnyRequest, standing: Organisatie) -> bool:
    """Say whether the asker may know of an organisation: members know members, the beheerder knows candidates."""
    gegeven: Gegeven = "kandidaten" if standing.lid_sinds is None else "leden"
    return mag_zien(kijker(request), gegeven, {"eigenaar": {standing.oin}})


def _found(request: AnyRequest, partij: str) -> Organisatie:
    standing = office(request).actueel.gids().organisatie(partij)
    if standing is None or not may_see(request, standing):
        raise NotFoundError("Er is geen lid met deze OIN of afkorting.")
    return standing
