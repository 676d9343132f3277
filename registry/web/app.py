# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The application: all routes, and what they share. Everything it needs is passed in."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from threading import Timer
from typing import Any

from litestar import Litestar, Router
from litestar.concurrency import sync_to_thread
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from registry import wire
from registry.errors import RegistryError
from registry.oauth.guard import Bewaker
from registry.oauth.inzage import Inzage
from registry.oauth.server import Autorisatieserver
from registry.oauth.tokens import Tokenlezer
from registry.oauth.tokensleutels import Tokensleutels
from registry.projections.naleving import Naleving
from registry.projections.professionallijnen import Lijn
from registry.projections.servicenormen import Normstand
from registry.projections.toetredingsdossier import Bronnen
from registry.projections.vensters import Venster
from registry.projections.wegwijzer import Wegwijzer
from registry.projections.zaakcijfers import Contacten
from registry.registrar.actueel import Actueel
from registry.registrar.leerboek import Leerboek
from registry.registrar.lijnverleden import Lijnverleden
from registry.registrar.meetpost import Meetpost, Zending
from registry.registrar.meetstand import Meetstand
from registry.registrar.oinregister import Fetch, Oinregister
from registry.registrar.schendingen import schendingen_van
from registry.registrar.toetreding import Dossiers
from registry.registrar.toetsing import Toetsing
from registry.statements.klok import local_date
from registry.store.meetboek import Meetboek
from registry.store.poortboek import Poortboek
from registry.store.protocol import Store
from registry.tlog.checkpoint import Signer
from registry.web import (
    aanmeldingen,
    contactroutes,
    fouten,
    leercirkel,
    logboek,
    loketcijfers,
    metingen,
    naleving,
    netwerk,
    normschendingen,
    openapi,
    organisaties,
    professionallijnen,
    servicenormen,
    signalen,
    toelichtingen,
    toetreding,
    verklaringen,
    weigeringen,
)
from registry.web import oauth as oauth_routes
from registry.web.adr import AdrApp, headers_of
from registry.web.beurten import Beurten
from registry.web.doors import check
from registry.web.inloop import Inloop
from registry.web.inname import Inname, Uitslag
from registry.web.office import Office
from registry.web.problems import on_crash, on_http, on_refusal
from registry.web.stroom import Stroom
from registry.web.tempo import GRENZEN, Grenzen, Tempo
from registry.web.voorrang import Voorrang
from registry.web.weigerboek import Weigerboek

MAX_BODY_BYTES = 64 * 1024
SETTLE_AFTER_S = 1.0
PUBLIC_URL = "https://register.lijnwijzer.example"  # the address that openapi/openapi.json describes
V1 = (
    contactroutes.zoek,
    professionallijnen.lijst,
    professionallijnen.toon,
    organisaties.lijst,
    organisaties.toon,
    organisaties.sleutels,
    aanmeldingen.eigen_stand,
    aanmeldingen.lijst,
    aanmeldingen.binnenkort,
    verklaringen.dien_in,
    verklaringen.lijst,
    verklaringen.toon,
    verklaringen.bundel,
    netwerk.loketten,
    netwerk.kalender,
    weigeringen.lijst,
    metingen.contactmomenten,
    metingen.hulpvragen,
    metingen.geteld,
    servicenormen.lijst,
    naleving.lijst,
    signalen.lijst,
    loketcijfers.lijst,
    leercirkel.toon,
    normschendingen.lijst,
    normschendingen.toon,
    normschendingen.uitkomsten,
    toelichtingen.toon,
    toelichtingen.leg,
    toelichtingen.weg,
    toetreding.criteria,
    toetreding.toon,
    toetreding.matrix,
    openapi.openapi_json,
)
OPEN = (logboek.laatste_checkpoint, logboek.sleutel, logboek.tile, fouten.fouten)


def create_app(
    *,
    store: Store,
    poortboek: Poortboek,
    meetboek: Meetboek,
    signer: Signer,
    tokensleutels: Tokensleutels,
    base_url: str,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    kennis: Callable[[], Wegwijzer] = Wegwijzer,
    bronnen: Bronnen | None = None,
    token_minutes: int = 30,
    oin_fetch: Fetch | None = None,
    grenzen: Grenzen = GRENZEN,
    refusals_days: int = 90,
    certificates: bool = False,
    reports_per_hour: int = 500,
    explanation_months: int = 24,
    contacten: Contacten | None = None,
    gemeten: wire.Gemeten | None = None,
    on_settled: Callable[[], None] | None = None,
    on_startup: Sequence[Callable[[], None]] = (),
    on_shutdown: Sequence[Callable[[], None]] = (),
) -> Litestar:
    """Put the register on HTTP.

    Args:
        base_url: as members know it, without a slash at the end; every link and token is made with it.
        on_settled: given, a thread holds what is there in less space while the first questions are answered, then makes
            ready for questions in words, and calls this after each.
        bronnen: what toetredingscriteria look at besides the log; without it, cases and what was measured.
        clock: gives now (aware).
        oin_fetch: asks the official OIN register; None: nobody asks it.
        grenzen: how often a minute one may come.
        refusals_days: how long it is known who was refused what.
        gemeten: gives how a line kept a norm, in the window that a moment is in; without it, by what was measured here.
        contacten: gives how many contacts an organisation had that a norm is about; likewise.
        explanation_months: so long after a case was closed the beheerder may erase what was explained in it.
        kennis: gives all that is known about who does what; asked for when a question comes in words.
        new_id: gives an unguessable id of at least 128 bits, for tokens.
        certificates: this stands behind `ClientCertificate`, so tokens can be bound to certificates.
    """
    actueel = Actueel(store, kennis, clock)
    verleden = Lijnverleden(store)
    meetpost = Meetpost(actueel, verleden, meetboek)

    def neem(zendingen: Sequence[Zending]) -> Sequence[Uitslag]:
        return meetpost.neem(zendingen, at=clock())

    inname = Inname(neem, meetboek.vouw)
    toetsing = Toetsing(meetboek, verleden)

    def contacts(oin: str, norm: str) -> int | None:
        return toetsing.contacten(actueel.gids(), oin, norm, local_date(clock()))

    def verdict(lijn: str, norm: str, versie: int, moment: datetime) -> wire.NalevingLijn | None:
        return toetsing.op_dag(actueel.gids(), lijn, norm, versie, local_date(moment), local_date(clock()))

    def vensters(lijn: Lijn, norm: Normstand, van: date, tot: date) -> Sequence[Naleving]:
        return toetsing.vensters_van(actueel.gids(), lijn.id, norm, Venster(van, tot), local_date(clock()))

    leerboek = Leerboek(meetboek, actueel, clock, new_id)
    meetstand = Meetstand(meetboek, actueel, clock)
    office = Office(
        store=store,
        signer=signer,
        actueel=actueel,
        clock=clock,
        base_url=base_url,
        oinregister=Oinregister(oin_fetch, clock),
        poortboek=poortboek,
        tempo=Tempo(grenzen, poortboek, clock),
        beurten=Beurten(),
        weigerboek=Weigerboek(poortboek, clock, keep=timedelta(days=refusals_days)),
        inname=inname,
        meetboek=meetboek,
        leerboek=leerboek,
        toetsing=toetsing,
        stroom=Stroom(poortboek, reports_per_hour),
        bewaar_maanden=explanation_months,
        contacten=contacten or contacts,
        gemeten=gemeten or verdict,
        dossiers=Dossiers(store),
        bronnen=bronnen or Bronnen(gemeten=vensters, schendingen=schendingen_van(store, clock)),
    )

    async def fresh() -> None:
        """Bring the directory up to now, without holding up the event loop."""
        if actueel.behind():
            await sync_to_thread(actueel.catch_up)

    def settle() -> None:
        for step in (actueel.pack, actueel.warm):  # first less, then more: so there is never much of both
            step()
            if on_settled is not None:
                on_settled()

    settling = Timer(SETTLE_AFTER_S, settle)  # the first questions go before it
    settling.daemon = True
    common: dict[str, Any] = {"audience": base_url, "sleutels": tokensleutels, "clock": clock}
    server = Autorisatieserver(
        base_url,
        gids=actueel.catch_up,
        once=poortboek.once,
        new_id=new_id,
        lifetime_s=token_minutes * 60,
        **common,
    )
    tokens = Tokenlezer(base_url, **common)
    bewaker = Bewaker(tokens, gids=actueel.gids, revoked=actueel.revoked, dpop=server.dpop, clock=clock)
    inzage = Inzage(server, bewaker=bewaker, tokens=tokens, revoke=store.revoke, clock=clock)
    headers = headers_of(base_url)
    always = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return AdrApp(
        route_handlers=[
            Router("/v1", route_handlers=V1, before_request=check),
            Router("/", route_handlers=OPEN, before_request=check),
            *oauth_routes.ROUTES,
        ],
        exception_handlers={RegistryError: on_refusal, HTTPException: on_http, Exception: on_crash},
        request_max_body_size=MAX_BODY_BYTES,
        openapi_config=None,
        lifespan=[office.weigerboek.running],  # ends before on_shutdown closes the book
        on_startup=[leerboek.start, meetstand.start, *on_startup, *([settling.start] if on_settled else [])],
        on_shutdown=[leerboek.stop, meetstand.stop, inname.close, *on_shutdown],
        logging_config=None,  # ours to choose, in __main__: a framework that logs requests logs questions
        state=State(
            {
                "office": office,
                "tempo": office.tempo,
                "weigerboek": office.weigerboek,
                "headers": headers,
                "base_url": base_url,
                "openapi": openapi.document(V1, base_url),
                "autorisatieserver": server,
                "inzage": inzage,
                "certificates": certificates,
                "fresh": fresh,
                "bewaker": bewaker,
                "voorrang": Voorrang(office, bewaker, always),
                "inloop": Inloop(office, bewaker, always),
            }
        ),
    )
