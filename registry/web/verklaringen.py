# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The write door, and what was said through it."""

from collections.abc import Callable
from itertools import islice
from typing import Annotated, Final

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath
from msgspec import Meta

from registry import wire
from registry.errors import NotFoundError
from registry.oauth.scopes import Scope
from registry.projections.bundel import Bundel
from registry.projections.inzage import eigenaar_of, gegeven_of, mag_zien
from registry.projections.stand import View
from registry.projections.zaakverloop import zaak_of
from registry.registrar.admission import ZONDER_TOKEN, admit
from registry.registrar.history import bundle, chain, find
from registry.statements.envelope import MAX_BYTES, Signed, open_envelope, peek_soort
from registry.store.protocol import Record, Store
from registry.web.body import whole_body
from registry.web.doors import JSON, AnyRequest, answer, door, query
from registry.web.oauth import guard
from registry.web.office import Office, address, in_turn, kijker, office, token
from registry.web.paging import Paged, links

JOSE: Final = "application/jose"
WRITE: Final[Scope] = "verklaringen:indienen"


class Onderwerpvraag(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """About what."""

    sub: Annotated[
        str,
        Meta(
            pattern=r"^[a-z]+/[a-z0-9/-]{1,120}$(?!\n)",
            description="Waar het over gaat, zoals professionallijn/<oin>/<naam>.",
        ),
    ]


@post(
    "/verklaringen",
    operation_id="dienVerklaringIn",
    summary="Dien een ondertekende verklaring in",
    tags=["verklaringen"],
    request_max_body_size=MAX_BYTES,
    **door(
        answer=wire.Ontvangstbewijs, takes=(JOSE,), status=201, also=(200,), fouten=(401, 403, 408, 409, 413, 415, 429)
    ),
)
async def dien_in(request: AnyRequest) -> Response[bytes | None]:
    """Eén compacte JWS van hoogstens 64 KiB; een aanmelding mag zonder token.

    Wie is geschorst, mag in een eigen zaak zonder token reageren, bezwaar maken, herstellen en terugtrekken.
    Het antwoord is het ontvangstbewijs: de plaats in het logboek, met checkpoint en bewijs. Dezelfde verklaring
    nog eens geeft hetzelfde antwoord, met status 200.
    """
    here = office(request)
    namens = await _speaks_for(request, here)
    jws = await whole_body(request)
    if namens is not None and peek_soort(jws) == "normschending":
        await sync_to_thread(here.stroom.neem, namens, here.clock())
    async with here.beurten.turn(f"verklaringen/{namens or address(request)}"):  # who writes may still read
        taken = await sync_to_thread(admit, here.store, here.signer, jws, at=here.clock(), namens=namens)
    bewijs = wire.Ontvangstbewijs.of(
        index=taken.index,
        digest=taken.signed.digest,
        checkpoint=taken.checkpoint,
        boomgrootte=taken.boomgrootte,
        hashes=taken.hashes,
    )
    made = answer(
        request,
        bewijs,
        headers={"Location": f"{here.base_url}/v1/verklaringen/{taken.signed.digest}", "Cache-Control": "no-store"},
    )
    made.status_code = 201 if taken.nieuw else 200
    return made


@get(
    "/verklaringen",
    operation_id="lijstVerklaringen",
    summary="Alles wat over één onderwerp is gezegd",
    tags=["verklaringen"],
    **door(inzage="verklaringen", query=Onderwerpvraag, answer=wire.Verklaringen, fouten=(429,)),
)
async def lijst(request: AnyRequest) -> Response[bytes | None]:
    """De verklaringen over een `sub`, de laatste eerst. De digest van de eerste is de `vorige` van de volgende."""
    asked, here = query(request, Onderwerpvraag), office(request)
    found, total = await in_turn(request, _said_about, here.store, asked, _visible(request))
    return answer(request, found, headers=links(request, asked, total))


@get(
    "/verklaringen/{digest:str}",
    operation_id="toonVerklaring",
    summary="Eén verklaring",
    tags=["verklaringen"],
    **door(inzage="verklaringen", answer=wire.Verklaring, gives=(JSON, JOSE), fouten=(404, 429)),
)
async def toon(request: AnyRequest, digest: FromPath[str]) -> Response[bytes | None]:
    """De verklaring als JSON; met `Accept: application/jose` het ondertekende origineel, byte voor byte."""
    here = office(request)
    record, signed = await in_turn(request, _read, here.store, digest, _visible(request))
    if request.state.gives == JOSE:
        return answer(request, record.jws)
    return answer(request, wire.Verklaring.of(signed, index=record.index, ordered_at=record.ordered_at))


@get(
    "/verklaringen/{digest:str}/bundel",
    operation_id="toonBundel",
    summary="Een verklaring met alles waarop zij rust",
    tags=["verklaringen"],
    **door(inzage="verklaringen", answer=Bundel, fouten=(404, 429)),
)
async def bundel(request: AnyRequest, digest: FromPath[str]) -> Response[bytes | None]:
    """Genoeg om de verklaring zonder het register te controleren: aanmelding, toelating, sleutels, en elk bewijs."""
    here = office(request)
    await in_turn(request, _read, here.store, digest, _visible(request))
    return answer(request, await in_turn(request, _bundle, here, digest))


Visible = Callable[[Signed, View], bool]


def original(store: Store, digest: str) -> bytes:
    """Read a statement as it was signed."""
    with store.read() as tx:
        return find(tx, digest).jws


async def _speaks_for(request: AnyRequest, here: Office) -> str | None:
    """Say for whom a statement comes in: the organisation of the token, or None for what may come without one."""
    network = address(request)
    if request.headers.get("authorization") is None:  # of whoever may be anybody: nothing is read before it is counted
        await here.tempo.knock(("applications_per_minute", network))
        if peek_soort(await whole_body(request)) in ZONDER_TOKEN:
            return None
    await guard(WRITE)(request, request.route_handler)
    await here.tempo.knock(
        ("statements_per_minute", token(request).client_id), ("statements_per_minute_address", network)
    )
    return token(request).oin


def _visible(request: AnyRequest) -> Visible:
    """Say which statements the asker may see, by the table of who sees what."""
    gids, who = office(request).actueel.gids(), kijker(request)

    def sees(signed: Signed, view: View) -> bool:
        if signed.sub.startswith("zaak/"):
            zaak = zaak_of(view, signed.sub)
            return zaak is not None and mag_zien(who, "zaken", {"partij": zaak.partijen})
        standing = gids.organisaties.get(signed.oin)
        geldt = standing is not None and standing.lid_sinds is not None and standing.aanmelding == signed.digest
        return mag_zien(who, gegeven_of(signed.body, geldt=geldt), {"eigenaar": {eigenaar_of(signed)}})

    return sees


def _said_about(store: Store, asked: Onderwerpvraag, sees: Visible) -> tuple[wire.Verklaringen, int]:
    """Walk one page further than was asked, at most: the total is at least what was passed on the way."""
    start, stop = (asked.page - 1) * asked.page_size, asked.page * asked.page_size
    with store.read() as tx:
        seen = list(islice((pair for pair in chain(tx, asked.sub) if sees(pair[1], tx)), stop + 1))
    said = [
        wire.Verklaring.of(signed, index=record.index, ordered_at=record.ordered_at)
        for record, signed in seen[start:stop]
    ]
    return wire.Verklaringen(verklaringen=tuple(said)), len(seen)


def _read(store: Store, digest: str, sees: Visible) -> tuple[Record, Signed]:
    with store.read() as tx:
        record = find(tx, digest)
        signed = open_envelope(record.jws)
        if sees(signed, tx):
            return record, signed
    raise NotFoundError("Er is geen verklaring met deze digest.")


def _bundle(here: Office, digest: str) -> Bundel:
    with here.store.read() as tx:
        return bundle(tx, here.signer, digest)
