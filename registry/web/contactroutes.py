# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The main question, answered from memory."""

from functools import lru_cache
from hashlib import sha256
from typing import Annotated, Final
from zlib import crc32

from litestar import Response, get
from litestar.concurrency import sync_to_thread
from msgspec import Meta, Struct

from registry import wire
from registry.projections.contactroutes import Vraag, contactroutes, is_broad, is_strange
from registry.projections.inzage import INZAGE
from registry.projections.toegang import Aanvrager
from registry.statements.namen import Gemeente, Kanaalsoort, Moment, Naam, Partij, Regel, Vraagtekst
from registry.web.doors import AnyRequest, answer, door, query
from registry.web.office import Office, limit_words, office, token
from registry.wire import VERSION
from registry.wire.schrijver import write

MAX_TAGS: Final = 1_000
SCOPE: Final = INZAGE["lijnen"].scope


class Routevraag(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What a loket asks. Everything may be left out."""

    vraag: Annotated[
        Vraagtekst | None,
        Meta(description="De vraag in gewone woorden. Geen gegevens van de burger: noem geen namen of nummers."),
    ] = None
    onderwerp: Annotated[Regel | None, Meta(description="UPL-URI of code van een onderwerp.")] = None
    levensgebeurtenis: Regel | None = None
    vraagtype: Annotated[int, Meta(ge=1, le=3)] | None = None
    organisatie: Partij | None = None
    gemeente: Gemeente | None = None
    rol: Annotated[Naam | None, Meta(description="De rol van wie belt.")] = None
    burger_aanwezig: bool | None = None
    machtiging: Annotated[Naam | None, Meta(description="De vorm van de machtiging die de burger gaf.")] = None
    kanaal: Kanaalsoort | None = None
    tijdstip: Annotated[Moment | None, Meta(description="Wanneer u contact zoekt; zonder is dat nu.")] = None
    limiet: Annotated[int, Meta(ge=1, le=50)] = 10


@get(
    "/contactroutes",
    operation_id="zoekContactroutes",
    summary="Wie kan ik nu bereiken voor deze vraag?",
    tags=["contactroutes"],
    **door(inzage="lijnen", query=Routevraag, answer=wire.Contactroutes, fouten=(429,)),
)
async def zoek(request: AnyRequest) -> Response[bytes | None]:
    """Routes naar een collega, de beste eerst.

    Bij een vraag in woorden, en bij vraagtype 2 of 3, heeft elke betrokken organisatie eerst één eigen route, de
    organisatie die het best past voorop. Verder is de volgorde: past bij de vraag, toegang mogelijk, nu bereikbaar,
    gemeten aandeel beantwoord (in tienden; niet gemeten staat gelijk aan acht op de tien), beloofde wachttijd,
    eerstvolgende opening, naam. Elke route zegt in `redenen` waarom zij daar staat. `betrokken`
    noemt wie er nog meer bij de vraag hoort, maar hier geen lijn heeft. Zijn er geen routes, dan zegt
    `geenVerkeerdeDeur` voor wie de vraag lijkt, en wie in het netwerk meedenkt. Dat er geen was, telt mee in de
    leercirkel: alleen met de taak of het onderwerp, nooit met de woorden van de vraag.
    """
    asked, here = query(request, Routevraag), office(request)
    oin = token(request).oin
    given = here, oin, asked, request.scope["query_string"]
    if asked.vraag is None and not broad(here, asked):
        body, tag = reply(*given)
        return answer(request, body, tag=tag)
    if asked.vraag is not None:
        await limit_words(request)
    async with here.beurten.turn(oin):
        if asked.vraag is not None and not here.actueel.gids().warm:
            await sync_to_thread(here.actueel.warm)
        body, tag = await sync_to_thread(reply, *given) if broad(here, asked) else reply(*given)
    return answer(request, body, tag=tag)


def broad(here: Office, asked: Routevraag) -> bool:
    """Say whether this question looks at so many lines, or words, that the event loop should not wait for it."""
    gids = here.actueel.gids()
    narrowed = asked.onderwerp is not None or asked.organisatie is not None or asked.vraag is not None
    return is_broad(gids, narrowed=narrowed, vraagtype=asked.vraagtype) or is_strange(gids, asked.vraag)


def reply(here: Office, oin: str, asked: Routevraag, query_string: bytes) -> tuple[bytes, str]:
    """Answer a question of a member, and tag the answer with all that it was made of.

    A tag tells answers to one question apart (RFC 9110 section 8.8.3). So for the question itself, of which there are
    so many, a checksum will do.
    """
    gids = here.actueel.gids()
    cijfers = gids.uren.cijfers.digest  # before the answer: newer figures under an older tag are asked for again
    at = asked.tijdstip or here.clock().replace(microsecond=0)
    eigen = gids.organisaties.get(oin)
    soort = eigen.organisatiesoort if eigen else None
    vraag = _vraag(asked, soort)
    found = contactroutes(gids, vraag, at=at)
    here.leerboek.leer(found, vraag)
    body = write(found, gids, at=at)
    kennis = gids.wegwijzer.digest if asked.vraag is not None else ""
    plaats = gids.plaats.digest if gids.plaats else ""
    made_of = _made_of(plaats, kennis, soort, cijfers, at if asked.tijdstip is None else None)
    return body, f'"{made_of}{crc32(query_string):08x}"'


@lru_cache(MAX_TAGS)
def _made_of(*parts: object) -> str:
    return sha256(f"{VERSION} {parts}".encode()).hexdigest()[:24]


def _vraag(asked: Routevraag, organisatiesoort: str | None) -> Vraag:
    return Vraag(
        vraag=asked.vraag,
        onderwerp=asked.onderwerp,
        levensgebeurtenis=asked.levensgebeurtenis,
        vraagtype=asked.vraagtype,
        organisatie=asked.organisatie,
        kanaal=asked.kanaal,
        limiet=asked.limiet,
        aanvrager=Aanvrager(
            rol=asked.rol,
            burger_aanwezig=asked.burger_aanwezig,
            machtiging=asked.machtiging,
            gemeente=asked.gemeente,
            organisatiesoort=organisatiesoort,
        ),
    )
