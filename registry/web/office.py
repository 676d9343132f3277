# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the routes work with: one frozen value, put in the application's state when it is made."""

from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec, TypeVar

from litestar.concurrency import sync_to_thread
from msgspec import Struct

from registry import wire
from registry.oauth.guard import Toegangstoken
from registry.projections.inzage import Kijker
from registry.projections.toetredingsdossier import Bronnen
from registry.projections.zaakcijfers import Contacten
from registry.registrar.actueel import Actueel
from registry.registrar.leerboek import Leerboek
from registry.registrar.oinregister import Oinregister
from registry.registrar.toetreding import Dossiers
from registry.registrar.toetsing import Toetsing
from registry.store.meetboek import Meetboek
from registry.store.poortboek import Poortboek
from registry.store.protocol import Store
from registry.tlog.checkpoint import Signer
from registry.web.beurten import Beurten
from registry.web.doors import AnyRequest
from registry.web.inname import Inname
from registry.web.stroom import Stroom
from registry.web.tempo import Tempo, network_of
from registry.web.weigerboek import Weigerboek

P = ParamSpec("P")
T = TypeVar("T")


class Office(Struct, frozen=True, kw_only=True):
    """The register behind the routes."""

    store: Store
    poortboek: Poortboek
    signer: Signer
    actueel: Actueel
    clock: Callable[[], datetime]
    base_url: str
    tempo: Tempo
    oinregister: Oinregister
    beurten: Beurten
    weigerboek: Weigerboek
    inname: Inname
    meetboek: Meetboek
    leerboek: Leerboek
    toetsing: Toetsing
    stroom: Stroom
    bewaar_maanden: int
    contacten: Contacten
    gemeten: wire.Gemeten
    dossiers: Dossiers
    bronnen: Bronnen


def office(request: AnyRequest) -> Office:
    """Give the register behind this route."""
    found: Office = request.app.state.office
    return found


def token(request: AnyRequest) -> Toegangstoken:
    """Give the token that the guard of this route let through."""
    found: Toegangstoken = request.state.token
    return found


def kijker(request: AnyRequest) -> Kijker:
    """Say who looks, for the table of who sees what."""
    asks = token(request)
    return Kijker(oin=asks.oin, beheerder="toezicht:lezen" in asks.scopes)


def address(request: AnyRequest) -> str:
    """Say from where a request comes, as far as it counts."""
    return network_of(request.client.host if request.client else "")


async def in_turn(request: AnyRequest, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something in a thread, when it is the turn of this member.

    Raises:
        TooManyError: too much of this member waits already.
    """
    async with office(request).beurten.turn(token(request).oin):
        return await sync_to_thread(work, *args, **kwargs)


async def limit_words(request: AnyRequest) -> None:
    """Count a question in words.

    Raises:
        TooManyError: too many of this client, or from its address.
    """
    await office(request).tempo.knock(*words_of(token(request).client_id, address(request)))


def words_of(client_id: str, network: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Name what a question in words counts for: the client first, for what it asks too often is not its network's."""
    return ("questions_per_minute", client_id), ("questions_per_minute_address", network)


def measurements_of(client_id: str, network: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Name what handing in measurements counts for; the client first: if it is refused, that costs no neighbour."""
    return ("measurements_per_minute", client_id), ("measurements_per_minute_address", network)
