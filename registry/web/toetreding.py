# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Criteria, how a member stands against them, and the matrix for the beheerder."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated

import msgspec
from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta, Struct
from msgspec.structs import replace

from registry import wire
from registry.errors import NotFoundError
from registry.projections.aflopend import DAGEN, aflopend
from registry.projections.gids import Gids
from registry.projections.inzage import mag_zien
from registry.projections.organisaties import Organisatie
from registry.projections.stand import load_all
from registry.projections.toetreding import Toetreding, sinds, straks, toetreding, verloop
from registry.projections.toetredingscriteria import Criteriumstand
from registry.registrar.actueel import LONG_AGO
from registry.statements.klok import local_date
from registry.statements.namen import Moment
from registry.statements.toetreding import Criteriumdimensie
from registry.web.doors import AnyRequest, answer, door, query, tag_of
from registry.web.office import Office, in_turn, kijker, office
from registry.web.organisaties import may_see
from registry.web.paging import Paged, cut, links


class Criteriavraag(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Which criteria: without filters all of them, those that are over or to come too."""

    op: date | None = None
    plateau: Annotated[int, Meta(ge=1, le=9)] | None = None
    dimensie: Criteriumdimensie | None = None


class Toetredingvraag(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """As of when."""

    peildatum: Annotated[Moment | None, Meta(description="Van welk moment; zonder is dat nu.")] = None


class Matrixvraag(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What to compare with, and how far ahead to look."""

    sinds: Annotated[Moment | None, Meta(description="Toon wat er sinds dit moment veranderd is.")] = None
    dagen: Annotated[int, Meta(ge=1, le=365, description="Hoeveel dagen vooruit.")] = DAGEN


@get(
    "/toetredingscriteria",
    operation_id="lijstToetredingscriteria",
    summary="De toetredingscriteria van het netwerk",
    tags=["netwerk"],
    **door(inzage="afspraken", query=Criteriavraag, answer=wire.Toetredingscriteria, fouten=(429,)),
)
async def criteria(request: AnyRequest) -> Response[bytes | None]:
    """Alle criteria met hun versies; `criterium` is de versie van vandaag.

    Met `op` (een dag) alleen de criteria die dan gelden, en `criterium` van die dag. `plateau` en `dimensie` kiezen op
    wat de laatste versie zegt.
    """
    asked, here = query(request, Criteriavraag), office(request)
    op = asked.op or local_date(here.clock())
    known = await in_turn(request, _criteria, here)
    found = [
        wire.CriteriumStand.of(stand, op)
        for stand in known
        if (asked.op is None or stand.op(op) is not None)
        and asked.plateau in {None, stand.criteria[-1].plateau}
        and asked.dimensie in {None, stand.criteria[-1].dimensie}
    ]
    page = wire.Toetredingscriteria(criteria=tuple(cut(found, asked)), totaal=len(found))
    return answer(request, page, headers=links(request, asked, len(found)))


@get(
    "/organisaties/{oin:str}/toetreding",
    operation_id="toonToetreding",
    summary="Hoe een organisatie ervoor staat bij elk toetredingscriterium",
    tags=["organisaties"],
    **door(inzage="toetreding", query=Toetredingvraag, answer=wire.ToetredingStand, fouten=(404, 429)),
)
async def toon(request: AnyRequest, oin: FromPath[str]) -> Response[bytes | None]:
    """Per criterium het oordeel, waarom, en wat er nog moet gebeuren; per plateau of het bereikt is en sinds wanneer.

    Met een `peildatum` in het verleden telt alleen wat er toen in het logboek stond. Metingen staan daar niet in: een
    gemeten criterium kijkt naar de vensters die toen voorbij waren, zoals ze nu geteld zijn. Met een moment in de
    toekomst ziet u hoe het dan is als niemand iets zegt; sinds wanneer, staat er dan niet bij. Waarop het
    oordeel over bewijs rust, en of er een melding open staat, ziet alleen de organisatie zelf en de beheerder.
    """
    asked, here = query(request, Toetredingvraag), office(request)
    standing = here.actueel.gids().organisatie(oin)
    if standing is None or not may_see(request, standing):
        raise NotFoundError("Er is geen lid met deze OIN of afkorting.")
    alles = mag_zien(kijker(request), "toetredingsgronden", {"eigenaar": {standing.oin}})
    found = await in_turn(request, _standing, here, standing.oin, asked.peildatum or here.clock(), alles)
    return answer(request, found, tag=_tag(found))


@get(
    "/toetreding",
    operation_id="toonToetredingsmatrix",
    summary="Alle leden en alle toetredingscriteria",
    tags=["toezicht"],
    **door(inzage="toetredingsmatrix", query=Matrixvraag, answer=wire.Toetredingsmatrix, fouten=(429,)),
)
async def matrix(request: AnyRequest) -> Response[bytes | None]:
    """Voor de beheerder: hoe elk lid ervoor staat, wat er veranderde, en wie binnenkort iets verliest.

    `wijzigingen` vergelijkt met `sinds`, en is zonder dat leeg. `dreigend` is wat een lid nu haalt en binnen `dagen`
    niet meer, als niemand iets doet. `aflopend` zijn toelatingen die dan eindigen, en die al voorbij zijn. Alles gaat
    over de leden van deze bladzijde.
    """
    asked, here = query(request, Matrixvraag), office(request)
    at = here.clock()
    since = asked.sinds if asked.sinds is not None and asked.sinds < at else None
    leden = _members(here.actueel.gids())
    page = await in_turn(request, _matrix, here, list(cut(leden, asked)), at, since, asked.dagen, len(leden))
    return answer(request, page, headers=links(request, asked, len(leden)), tag=_tag(page))


def _tag(found: wire.ToetredingStand | wire.Toetredingsmatrix) -> str:
    """Name what was found, whenever it was asked: a minute later it is mostly the same."""
    return tag_of(msgspec.json.encode(replace(found, peildatum=LONG_AGO)))


def _criteria(here: Office) -> list[Criteriumstand]:
    with here.store.read() as tx:
        return list(load_all(tx, "toetredingscriterium/", Criteriumstand))


def _standing(here: Office, oin: str, at: datetime, alles: bool) -> wire.ToetredingStand:  # noqa: FBT001  # for a thread
    """Judge one member as of a moment, with since when everything is as it is then."""
    stukken = here.dossiers.alle(oin, at)
    plaats = here.dossiers.stand(at)
    if not stukken or plaats is None:
        raise NotFoundError("Deze organisatie was er toen nog niet.")
    dossier = stukken[-1][1]
    found = toetreding(dossier, at, here.bronnen)
    past = at <= here.clock()
    since = sinds([*verloop(stukken, at, here.bronnen), found]) if past else ({}, {})
    return wire.ToetredingStand.of(found, dossier.organisatie, plaats, sinds=since, alles=alles)


def _members(gids: Gids) -> list[Organisatie]:
    """List who is judged: members with a role for which something can be asked, also while they are suspended."""
    return [
        found
        for _, found in sorted(gids.organisaties.items())
        if found.status in {"toegelaten", "geschorst"} and not {"publicist", "loket"}.isdisjoint(found.rollen)
    ]


def _matrix(
    here: Office, leden: list[Organisatie], at: datetime, since: datetime | None, dagen: int, totaal: int
) -> wire.Toetredingsmatrix:
    plaats, dossiers = here.dossiers.nu(found.oin for found in leden)
    if plaats is None:
        raise NotFoundError("Het logboek is nog leeg.")
    until = at + timedelta(days=dagen)
    standen = [toetreding(dossier, at, here.bronnen) for dossier in dossiers]
    return wire.Toetredingsmatrix(
        peildatum=at,
        stand=wire.Stand(index=plaats.index, digest=plaats.digest),
        criteria=wire.kolommen(standen),
        leden=tuple(wire.lidrij(stand, d.organisatie) for stand, d in zip(standen, dossiers, strict=True)),
        wijzigingen=tuple(_changes(here, standen, since)),
        dreigend=tuple(
            wire.dreiging(dossier.organisatie.oin, verlies)
            for dossier in dossiers
            for verlies in straks(dossier, at, until, here.bronnen)
        ),
        aflopend=tuple(end for end in aflopend(leden, at, dagen=dagen) if end.wat != "sleutel"),
        totaal=totaal,
    )


def _changes(here: Office, standen: list[Toetreding], since: datetime | None) -> Iterator[wire.Overgang]:
    if since is None:
        return
    then = here.dossiers.op([stand.oin for stand in standen], since)
    for stand in standen:
        dossier = then.get(stand.oin)
        yield from wire.overgangen(toetreding(dossier, since, here.bronnen) if dossier else None, stand)
