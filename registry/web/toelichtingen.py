# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Explanations beside the statements of a case: read, laid there, erased."""

from typing import Annotated, Final, Literal

from litestar import Response, delete, get, put
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath
from msgspec import Meta, Struct

from registry import wire
from registry.oauth.scopes import Scope
from registry.projections.inzage import Kijker
from registry.registrar.toelichtingen import lees, leg_bij, wis
from registry.statements.normschendingen import Toelichting
from registry.web.body import read_body
from registry.web.doors import JSON, AnyRequest, Batch, answer, door, query
from registry.web.oauth import guard
from registry.web.office import address, in_turn, kijker, office, token

WRITE: Final[Scope] = "verklaringen:indienen"
MAX_BYTES: Final = 32 * 1024
NEVER_KEPT: Final = {"Cache-Control": "no-store"}


class Wisvraag(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the beheerder erases."""

    reden: Annotated[
        Literal["persoonsgegevens", "bewaartermijn"] | None,
        Meta(description="Voor de beheerder: persoonsgegevens mag altijd, bewaartermijn als de termijn voorbij is."),
    ] = None


@get(
    "/verklaringen/{digest:str}/toelichting",
    operation_id="toonToelichting",
    summary="De toelichting bij een verklaring in een zaak",
    tags=["normschendingen"],
    **door(inzage="zaken", van_buiten="aanmelding:lezen", answer=wire.Toelichtingtekst, fouten=(404, 429)),
)
async def toon(request: AnyRequest, digest: FromPath[str]) -> Response[bytes | None]:
    """De tekst met het zout: SHA-256 over die twee is de `toelichtingHash` in de verklaring.

    Alleen voor de partijen van de zaak en de beheerder.
    """
    found = await in_turn(request, lees, office(request).store, digest, lezer=kijker(request))
    said = found.toelichting
    shown = wire.Toelichtingtekst(digest=digest, zout=said.zout, tekst=said.tekst, op=found.op)
    return answer(request, shown, headers=NEVER_KEPT)


@put(
    "/verklaringen/{digest:str}/toelichting",
    operation_id="legToelichtingBij",
    summary="Leg een toelichting bij uw verklaring in een zaak",
    tags=["normschendingen"],
    request_max_body_size=MAX_BYTES,
    **door(
        answer=wire.Toelichtingstand,
        takes=(JSON,),
        body=Batch(Toelichting, 1),
        fouten=(401, 403, 404, 408, 413, 415, 429),
    ),
)
async def leg(request: AnyRequest, digest: FromPath[str]) -> Response[bytes | None]:
    """De tekst blijft buiten het logboek en kan worden gewist; de verklaring noemt alleen de hash.

    Een tekst met een BSN, een rekeningnummer, een e-mailadres of een telefoonnummer wordt geweigerd. Wie is geschorst,
    legt een toelichting bij zonder token.
    """
    here = office(request)
    network = address(request)
    lezer: Kijker | None = None
    if request.headers.get("authorization") is None:
        await here.tempo.knock(("applications_per_minute", network))
    else:
        await guard(WRITE)(request, request.route_handler)
        tellers = ("statements_per_minute", token(request).client_id), ("statements_per_minute_address", network)
        await here.tempo.knock(*tellers)
        lezer = kijker(request)
    said, at = await read_body(request, Toelichting), here.clock()
    async with here.beurten.turn(f"verklaringen/{lezer.oin if lezer else address(request)}"):
        await sync_to_thread(leg_bij, here.store, digest, said, lezer=lezer, at=at)
    return answer(request, wire.Toelichtingstand(digest=digest, stand="aanwezig", op=at), headers=NEVER_KEPT)


@delete(
    "/verklaringen/{digest:str}/toelichting",
    operation_id="wisToelichting",
    summary="Wis een toelichting",
    tags=["normschendingen"],
    **door(scope="verklaringen:indienen", query=Wisvraag, answer=wire.Toelichtingstand, fouten=(404, 429)),
)
async def weg(request: AnyRequest, digest: FromPath[str]) -> Response[bytes | None]:
    """De auteur wist wanneer zij wil; de beheerder na de bewaartermijn, of meteen als er persoonsgegevens in staan.

    Elk bewijs blijft kloppen: in het logboek staat alleen een hash. Beide partijen zien dat er een tekst was.
    """
    here, asked = office(request), query(request, Wisvraag)
    gone = await in_turn(
        request,
        wis,
        here.store,
        digest,
        lezer=kijker(request),
        reden=asked.reden,
        bewaar_maanden=here.bewaar_maanden,
        at=here.clock(),
    )
    shown = wire.Toelichtingstand(digest=digest, stand="gewist", op=gone.op, reden=gone.reden)
    return answer(request, shown, headers=NEVER_KEPT)
