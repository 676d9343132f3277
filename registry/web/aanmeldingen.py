# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Joining: applications as the beheerder sees them, how one stands oneself, and what ends soon."""

from collections.abc import Sequence
from itertools import islice
from typing import Annotated, Final

from litestar import Response, get
from litestar.concurrency import sync_to_thread
from msgspec import Meta

from registry import wire
from registry.errors import NotFoundError
from registry.projections.aanmeldingen import Besluit, besluiten, eigen, opgezocht, vergeleken
from registry.projections.aflopend import DAGEN, aflopend
from registry.projections.gids import Gids
from registry.projections.organisaties import Aanvraag
from registry.projections.stand import Plaats
from registry.registrar.history import chain, find
from registry.statements.envelope import open_envelope
from registry.statements.leden import Toelating
from registry.store.protocol import Transaction
from registry.web.doors import AnyRequest, answer, door, query
from registry.web.office import Office, office, token
from registry.web.paging import Paged, cut, links

MAX_DECISIONS: Final = 50
_GONE: Final = "Er is geen aanmelding van u. Misschien is die zojuist behandeld: vraag een nieuw toegangstoken."


class Aanmeldingenvraag(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Which page."""


class Aflopendvraag(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """How far ahead."""

    dagen: Annotated[int, Meta(ge=1, le=365, description="Hoeveel dagen vooruit.")] = DAGEN


@get(
    "/aanmelding",
    operation_id="toonAanmelding",
    summary="Hoe uw eigen organisatie ervoor staat",
    tags=["organisaties"],
    **door(inzage="eigen-stand", answer=wire.EigenStand, fouten=(404,)),
)
async def eigen_stand(request: AnyRequest) -> Response[bytes | None]:
    """Status, reden, wat er is nagekeken, en wat u nog moet doen.

    Ook voor wie nog geen lid is: een kandidaat ziet haar eigen aanmelding, en wie zij kan bellen. Wie geschorst is,
    leest hier waarom en tot wanneer.
    """
    asks, here = token(request), office(request)
    gids, at = here.actueel.gids(), here.clock()
    beheerder = wire.Beheerder.of(gids, at)
    if asks.aanvraag is None:
        if (standing := gids.organisaties.get(asks.oin)) is None:
            raise NotFoundError(_GONE)
        return answer(request, wire.EigenStand.van_lid(standing, at, beheerder))
    aanvraag = gids.aanvraag(asks.oin)  # of its own key only: somebody else may have applied for this OIN meanwhile
    if aanvraag is None or aanvraag.digest != asks.aanvraag:
        raise NotFoundError(_GONE)
    afwijzing = gids.afwijzingen.get(asks.oin)
    return answer(request, wire.EigenStand.van_aanvraag(aanvraag, afwijzing, at, beheerder))


@get(
    "/aanmeldingen",
    operation_id="lijstAanmeldingen",
    summary="Aanmeldingen die wachten, met wat er is nagekeken",
    tags=["organisaties"],
    **door(inzage="aanmeldingen", query=Aanmeldingenvraag, answer=wire.Aanmeldingen),
)
async def lijst(request: AnyRequest) -> Response[bytes | None]:
    """Voor de beheerder. Geen controle wijst iets af: `fout` en `let-op` zeggen waar een mens naar moet kijken."""
    asked, here = query(request, Aanmeldingenvraag), office(request)
    gids = here.actueel.gids()
    waiting = [found.aanvraag for _, found in sorted(gids.organisaties.items()) if found.aanvraag is not None]
    shown = await sync_to_thread(_examined, here, gids, cut(waiting, asked))
    page = wire.Aanmeldingen(aanmeldingen=shown, totaal=len(waiting))
    return answer(request, page, headers=links(request, asked, len(waiting)))


@get(
    "/aflopend",
    operation_id="lijstAflopend",
    summary="Toelatingen, schorsingen en sleutels die binnenkort aflopen",
    tags=["organisaties"],
    **door(inzage="aflopend", query=Aflopendvraag, answer=wire.Aflopend),
)
async def binnenkort(request: AnyRequest) -> Response[bytes | None]:
    """Voor de beheerder: wat het eerst afloopt staat bovenaan. Een toelating die al voorbij is, blijft staan."""
    asked, here = query(request, Aflopendvraag), office(request)
    found = aflopend(here.actueel.gids().organisaties.values(), here.clock(), dagen=asked.dagen)
    page = wire.Aflopend(aflopend=tuple(cut(found, asked)), totaal=len(found))
    return answer(request, page, headers=links(request, asked, len(found)))


def _examined(here: Office, gids: Gids, waiting: Sequence[Aanvraag]) -> tuple[wire.AanmeldingStand, ...]:
    """Check each application, by itself and beside others; may wait for the store and for the OIN register."""
    at, looked_up = here.clock(), here.oinregister.look_up(found.body.oin for found in waiting)
    with here.store.read() as tx:
        records = [find(tx, found.digest) for found in waiting]
        before = [_decided(tx, found.body.oin) for found in waiting]
    return tuple(
        wire.AanmeldingStand.of(
            found.body,
            Plaats(index=record.index, digest=record.digest, ordered_at=record.ordered_at),
            kid=open_envelope(record.jws).kid,
            controles=(
                *eigen(found.body, at),
                opgezocht(found.body, looked_up[found.body.oin]),
                *vergeleken(found.body, gids, decided),
            ),
        )
        for found, record, decided in zip(waiting, records, before, strict=True)
    )


def _decided(tx: Transaction, oin: str) -> list[Besluit]:
    """Read what was decided about an OIN before; of a long history the last part."""
    said = list(islice(chain(tx, f"toelating/{oin}"), MAX_DECISIONS))[::-1]
    return besluiten((signed.body, record.ordered_at) for record, signed in said if isinstance(signed.body, Toelating))
