# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The doors for measurements: how attempts to reach a line went, and what lokets were asked."""

from typing import Annotated, Final

from litestar import Response, get, post
from msgspec import Meta

from registry import wire
from registry.errors import Fout, MalformedError
from registry.oauth.scopes import Scope
from registry.registrar.cijfers import gezien_door
from registry.registrar.meetpost import MAX_BYTES, MAX_METINGEN, Vorm, Zending
from registry.statements.klok import local_date
from registry.statements.metingen import Contactmoment, Hulpvraag
from registry.statements.namen import Partij
from registry.statements.schema import MAX_FAULTS
from registry.store.meetboek import Soort
from registry.web.body import whole_body
from registry.web.doors import JSON, NDJSON, AnyRequest, Batch, answer, door, media_type, query
from registry.web.office import address, in_turn, kijker, measurements_of, office, token
from registry.web.paging import cut, links
from registry.web.periode import Periodevraag, periode

SCOPE: Final[Scope] = "metingen:schrijven"
_FOUTEN: Final = (408, 413, 415, 429)


@post(
    "/contactmomenten",
    operation_id="meldContactmomenten",
    summary="Geef door hoe contact met een lijn verliep",
    tags=["metingen"],
    request_max_body_size=MAX_BYTES,
    **door(
        scope=SCOPE,
        takes=(JSON, NDJSON),
        body=Batch(Contactmoment, MAX_METINGEN),
        answer=wire.Meetbewijs,
        fouten=_FOUTEN,
    ),
)
async def contactmomenten(request: AnyRequest) -> Response[bytes | None]:
    """Eén contactmoment, of een lijst van hoogstens 1.000: als JSON, of als NDJSON met één per regel; samen hoogstens
    1 MiB, niet ingepakt.

    Elk contactmoment wordt apart beoordeeld. Het antwoord zegt van elk wat ermee gebeurde: `aangenomen`, `bekend` (het
    was er al en telt één keer) of `geweigerd`, met alle fouten. Wat niet geweigerd is, staat op schijf. Worden ze
    allemaal geweigerd, dan is het antwoord een 400 met dezelfde fouten. Kunt u geen antwoord lezen, stuur dan hetzelfde
    nog eens. Kies als `id` liefst een UUID die met de tijd begint (UUIDv7).
    """  # noqa: D205  # it is one text for a reader of the API
    return await _take_in(request, "contactmoment")


@post(
    "/hulpvragen",
    operation_id="meldHulpvragen",
    summary="Geef door met welke vragen burgers bij uw loket kwamen",
    tags=["metingen"],
    request_max_body_size=MAX_BYTES,
    **door(
        scope=SCOPE,
        takes=(JSON, NDJSON),
        body=Batch(Hulpvraag, MAX_METINGEN),
        answer=wire.Meetbewijs,
        fouten=_FOUTEN,
    ),
)
async def hulpvragen(request: AnyRequest) -> Response[bytes | None]:
    """Eén hulpvraag, of een lijst van hoogstens 1.000, zoals bij contactmomenten.

    Laat weg wat niet bekend is. `organisaties: []` zegt dat er geen organisatie bij betrokken is.
    """
    return await _take_in(request, "hulpvraag")


class Meldvraag(Periodevraag, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Whose, and when."""

    melder: Annotated[
        Partij | None, Meta(description="Wie het doorgaf; zonder: u, en loketten die uw lijnen dat laten zien.")
    ] = None


@get(
    "/contactmomenten",
    operation_id="lijstContactmomenten",
    summary="Wat u doorgaf over contact met lijnen, geteld",
    tags=["metingen"],
    **door(inzage="metingen", query=Meldvraag, answer=wire.Meldcijfers, fouten=(429,)),
)
async def geteld(request: AnyRequest) -> Response[bytes | None]:
    """Per melder, lijn, maand en kanaal: hoe vaak, met welke uitkomst, en hoe lang het wachten duurde.

    U ziet wat u zelf doorgaf. Van uw eigen lijnen ziet u ook wat een loket doorgaf dat in zijn beschrijving zegt dat
    dat mag (`toontMetingen`). Losse contactmomenten geeft het register niet terug.
    """
    asked, here, who = query(request, Meldvraag), office(request), kijker(request)
    gids, dagen = here.actueel.gids(), periode(asked, local_date(here.clock()))
    melder = None if asked.melder is None else gids.afkortingen.get(asked.melder, asked.melder)
    found = await in_turn(request, gezien_door, here.meetboek, gids, who, melder, dagen)
    page = wire.Meldcijfers(contactmomenten=tuple(cut(found, asked)), totaal=len(found))
    return answer(request, page, headers=links(request, asked, len(found)))


async def _take_in(request: AnyRequest, soort: Soort) -> Response[bytes | None]:
    here, who = office(request), token(request)
    await here.tempo.knock(*measurements_of(who.client_id, address(request)))
    raw = await whole_body(request)
    vorm: Vorm = "ndjson" if media_type(request) == NDJSON else "json"
    bewijs = await here.inname(Zending(soort, who.oin, vorm, raw))
    check_some_taken(bewijs, alone=vorm == "json" and raw.lstrip()[:1] != b"[")
    return answer(request, bewijs)


def check_some_taken(bewijs: wire.Meetbewijs, *, alone: bool) -> None:
    """Insist that something of a batch was good, so that who looks at the status only does not think it was.

    Args:
        alone: it was one measurement and no list, so a fault need not say of which.

    Raises:
        MalformedError: names every fault, of at most `MAX_FAULTS` measurements.
    """
    if not bewijs.geweigerd or bewijs.geweigerd < len(bewijs.metingen):
        return
    fouten = [
        Fout(veld=_place(one.nummer, fout.veld, alone=alone), code=fout.code, uitleg=fout.uitleg)
        for one in bewijs.metingen[:MAX_FAULTS]
        for fout in one.fouten
    ]
    raise MalformedError(
        "Geen van deze metingen is aangenomen." if not alone else "Deze meting klopt niet.", fouten=fouten
    )


def _place(nummer: int, veld: str, *, alone: bool) -> str:
    return veld if alone else f"[{nummer}].{veld}" if veld else f"[{nummer}]"
