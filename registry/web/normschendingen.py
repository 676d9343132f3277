# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Cases about norms: lists, files and figures, for the parties of a case and the beheerder only."""

from typing import Annotated, Literal

from litestar import Response, get
from litestar.params import FromPath
from msgspec import Meta, to_builtins

from registry import wire
from registry.errors import NotFoundError
from registry.projections.zaakcijfers import cijfers
from registry.projections.zaaklijst import Zaakvraag
from registry.projections.zaken import stappen
from registry.registrar.dossiers import Dossier, Stuk, Zakenblad, blad, dossier
from registry.registrar.toelichtingen import Bewaard, wisbaar_vanaf
from registry.statements.klok import local_date
from registry.statements.namen import Lijnverwijzing, Naam, Partij
from registry.statements.zaakwoorden import Fase
from registry.web.doors import AnyRequest, answer, door, query
from registry.web.office import Office, in_turn, kijker, office
from registry.web.paging import Paged, links


class Zakenvraag(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Which cases."""

    status: Fase | None = None
    open: Annotated[bool | None, Meta(description="Waarin nog iets kan worden gezegd; false: wat gesloten is.")] = None
    te_laat: Annotated[bool | None, Meta(description="Waarin iets te laat is.")] = None
    organisatie: Annotated[Partij | None, Meta(description="OIN of afkorting van een van de twee partijen.")] = None
    rol: Annotated[
        Literal["melder", "betrokkene"] | None,
        Meta(description="Wat u in de zaak bent; voor de beheerder: wat de organisatie is."),
    ] = None
    lijn: Lijnverwijzing | None = None
    norm: Naam | None = None
    veelvuldig: Annotated[bool | None, Meta(description="Uit een stroom van heel veel meldingen.")] = None


@get(
    "/normschendingen",
    operation_id="lijstNormschendingen",
    summary="Zaken over een norm die een lijn niet haalde",
    tags=["normschendingen"],
    **door(inzage="zaken", van_buiten="aanmelding:lezen", query=Zakenvraag, answer=wire.Normschendingen, fouten=(429,)),
)
async def lijst(request: AnyRequest) -> Response[bytes | None]:
    """De zaken waarin u melder bent of betrokken; de beheerder ziet ze alle.

    Wat open is staat vooraan, met wat het langst te laat is als eerste; daarna wat gesloten is, het laatste eerst.
    `aantallen` telt over alle bladzijden.
    """
    asked, here = query(request, Zakenvraag), office(request)
    dag = local_date(here.clock())
    vraag = _question(request, asked)
    if vraag is None:
        found = Zakenblad(zaken=(), groepen=())
    else:
        begin = (asked.page - 1) * asked.page_size
        found = await in_turn(request, blad, here.store, vraag, dag, begin=begin, aantal=asked.page_size)
    page = wire.Normschendingen(
        normschendingen=tuple(wire.Normschendingzaak.of(zaak, _who(here), dag) for zaak in found.zaken),
        totaal=found.totaal,
        aantallen=wire.aantallen(
            (groep.fase, groep.aantal, groep.aantal if groep.te_laat else 0) for groep in found.groepen
        ),
    )
    return answer(request, page, headers=links(request, asked, found.totaal))


@get(
    "/normschendingen/{zaak:str}",
    operation_id="toonNormschending",
    summary="Het dossier van één zaak",
    tags=["normschendingen"],
    **door(inzage="zaken", van_buiten="aanmelding:lezen", answer=wire.Zaakdossier, fouten=(404, 429)),
)
async def toon(request: AnyRequest, zaak: FromPath[str]) -> Response[bytes | None]:
    """Alles wat in de zaak is gezegd, op volgorde, met de termijnen en wat iemand nu kan doen.

    Beide partijen en de beheerder zien hetzelfde dossier, ook een partij die intussen is geschorst. In plaats van de
    UUID mag ook het nummer, zoals NS-2026-000017.
    """
    here = office(request)
    found = await in_turn(request, dossier, here.store, zaak, kijker(request))
    shown = await in_turn(request, _dossier, found, request, here)  # what was measured may have to be read
    return answer(request, shown)


@get(
    "/organisaties/{oin:str}/normschendingen",
    operation_id="toonNormschendinguitkomsten",
    summary="Hoe zaken over een organisatie afliepen, per norm",
    tags=["normschendingen"],
    **door(inzage="zaken", answer=wire.Zaakuitkomsten, fouten=(404, 429)),
)
async def uitkomsten(request: AnyRequest, oin: FromPath[str]) -> Response[bytes | None]:
    """Aantallen zaken over de lijnen van een organisatie, met ernaast hoeveel contacten er waren.

    Alleen voor de organisatie zelf en de beheerder.
    """
    here = office(request)
    gids = here.actueel.gids()
    standing, lezer = gids.organisatie(oin), kijker(request)
    if standing is None or not (lezer.beheerder or standing.oin == lezer.oin):
        raise NotFoundError("Deze cijfers zijn er niet, of niet voor u.")
    dag = local_date(here.clock())

    def count() -> tuple[wire.Zaakcijfers, ...]:
        with here.store.read() as tx:
            counted = cijfers(tx, standing.oin, sorted(gids.servicenormen), dag, here.contacten)
            return tuple(map(wire.Zaakcijfers.of, counted))

    normen = await in_turn(request, count)
    return answer(request, wire.Zaakuitkomsten(organisatie=wire.OrganisatieKort.of(standing), normen=normen))


def _question(request: AnyRequest, asked: Zakenvraag) -> Zaakvraag | None:
    """Ask for the asker's own cases only, unless it is the beheerder; None: nothing can be in the answer."""
    gids, lezer = office(request).actueel.gids(), kijker(request)
    organisatie = lijn = None
    if asked.organisatie is not None:
        standing = gids.organisatie(asked.organisatie)
        if standing is None:
            return None
        organisatie = standing.oin
    if asked.lijn is not None:
        partij, _, naam = asked.lijn.partition("/")
        houder = gids.organisatie(partij)
        if houder is None:
            return None
        lijn = f"{houder.oin}/{naam}"
    return Zaakvraag(
        kijker=None if lezer.beheerder else lezer.oin,
        organisatie=organisatie,
        rol=asked.rol,
        lijn=lijn,
        norm=asked.norm,
        fase=asked.status,
        open=asked.open,
        te_laat=asked.te_laat,
        veelvuldig=asked.veelvuldig,
    )


def _who(here: Office) -> wire.Wie:
    """Name organisations, those that left too."""
    standing = here.actueel.gids().organisaties

    def name(oin: str) -> wire.OrganisatieKort:
        found = standing.get(oin)
        return wire.OrganisatieKort.of(found) if found else wire.OrganisatieKort(oin=oin, naam=oin)

    return name


def _dossier(found: Dossier, request: AnyRequest, here: Office) -> wire.Zaakdossier:
    zaak, at, lezer = found.zaak, here.clock(), kijker(request)
    dag, who = local_date(at), _who(here)
    termijnen = wire.Zaaktermijnen(
        reactie=zaak.reactie_tot,
        oordeel=zaak.oordeel_tot,
        bezwaar=zaak.bezwaar_tot,
        herstel=zaak.herstel_tot if zaak.uitkomst in {None, "gegrond"} else None,  # what is to be repaired
    )
    return wire.Zaakdossier(
        zaak=wire.Normschendingzaak.of(zaak, who, dag),
        uw_rol=zaak.rol(lezer.oin, beheerder=lezer.beheerder),
        termijnen=termijnen,
        stukken=tuple(_stuk(stuk, who) for stuk in found.stukken),
        stappen=tuple(wire.Zaakstap.of(stap, dag) for stap in stappen(zaak, at)),
        vorige=zaak.laatst.digest,
        definitief=zaak.definitief,
        hersteld_op=zaak.hersteld_op,
        zonder_kalender=zaak.zonder_kalender,
        naleving=here.gemeten(zaak.lijn, zaak.norm.naam, zaak.norm.versie, zaak.moment),
        toelichtingen_wisbaar_vanaf=wisbaar_vanaf(zaak, here.bewaar_maanden),
    )


def _stuk(stuk: Stuk, who: wire.Wie) -> wire.Zaakstuk:
    return wire.Zaakstuk(
        soort=stuk.signed.soort,  # type: ignore[arg-type]  # it came out of a case
        door=who(stuk.signed.oin),
        digest=stuk.signed.digest,
        index=stuk.record.index,
        ingeschreven_op=stuk.record.ordered_at,
        inhoud=to_builtins(stuk.signed.body),
        toelichting=stuk.tekststand,
        tekst=stuk.bijlage.toelichting.tekst if isinstance(stuk.bijlage, Bewaard) else None,
    )
