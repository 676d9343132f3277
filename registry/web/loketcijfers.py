# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""With what citizens come to lokets."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Annotated, Literal

from litestar import Response, get
from msgspec import Meta

from registry import wire
from registry.projections.gids import Gids
from registry.projections.inzage import Kijker
from registry.projections.vensters import Venster, vensters
from registry.registrar.cijfers import Deel, Loketcijfer, loketten_van, samen_van
from registry.statements.klok import DAG, local_date
from registry.statements.namen import Lijnverwijzing, Partij
from registry.store.meetboek import Meetboek
from registry.web.doors import AnyRequest, answer, door, query
from registry.web.office import in_turn, kijker, office
from registry.web.paging import cut, links
from registry.web.periode import Periodevraag, periode
from registry.wire.naleving import Venster as Dagen


class Loketcijfervraag(Periodevraag, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Of which lokets, when, and in how many parts."""

    organisatie: Partij | None = None
    loket: Lijnverwijzing | None = None
    per: Annotated[
        Literal["maand", "kwartaal", "jaar"] | None,
        Meta(description="Deel de periode op, in hele maanden, kwartalen of jaren; zonder is het één periode."),
    ] = None
    samen: Annotated[bool, Meta(description="Tel de loketten van een organisatie bij elkaar op.")] = False


@get(
    "/loketcijfers",
    operation_id="lijstLoketcijfers",
    summary="Met welke vragen burgers bij loketten komen",
    tags=["metingen"],
    **door(inzage="loketcijfers", query=Loketcijfervraag, answer=wire.Loketcijfers, fouten=(429,)),
)
async def lijst(request: AnyRequest) -> Response[bytes | None]:
    """De drie cijfers van het programma, per loket en periode: het aandeel met een vraag voor landelijke organisaties,
    met meerdere organisaties, en waarbij contact is gelegd.

    Elk aandeel noemt zijn noemer (`van`) en van hoeveel het niet bekend is. Alleen loketten die hulpvragen doorgaven,
    staan erbij. Van een ander ziet u geen aantallen onder de vijf.
    """  # noqa: D205  # it is one text for a reader of the API
    asked, here, who = query(request, Loketcijfervraag), office(request), kijker(request)
    gids, dagen = here.actueel.gids(), periode(asked, local_date(here.clock()))
    parts = [dagen] if asked.per is None else list(vensters(asked.per, dagen.eerste, dagen.laatste))
    loketten = await in_turn(request, partial(_loketten, here.meetboek, gids, asked))
    wanted = [(group, part) for group in _groups(loketten, samen=asked.samen) for part in parts]
    found = await in_turn(request, partial(_figures, samen=asked.samen), here.meetboek, gids, cut(wanted, asked), who)
    page = wire.Loketcijfers(loketcijfers=tuple(found), totaal=len(wanted))
    return answer(request, page, headers=links(request, asked, len(wanted)))


def _loketten(boek: Meetboek, gids: Gids, asked: Loketcijfervraag) -> list[str]:
    """List the lokets that measured, as far as they are asked for."""
    oin = None if asked.organisatie is None else gids.afkortingen.get(asked.organisatie, asked.organisatie)
    loket = None
    if asked.loket is not None:
        partij, _, naam = asked.loket.partition("/")
        loket = f"{gids.afkortingen.get(partij, partij)}/{naam}"
    return [one for one in loketten_van(boek) if loket in {None, one} and (oin is None or _oin(one) == oin)]


def _groups(loketten: Sequence[str], *, samen: bool) -> list[tuple[str, ...]]:
    if not samen:
        return [(loket,) for loket in loketten]
    return [tuple(group) for _, group in groupby(loketten, key=_oin)]


def _oin(loket: str) -> str:
    return loket.partition("/")[0]


def _figures(
    boek: Meetboek, gids: Gids, wanted: Sequence[tuple[tuple[str, ...], Venster]], who: Kijker, *, samen: bool
) -> list[wire.LoketCijfer]:
    told = []
    for group, part in wanted:
        found = samen_van(boek, gids, group[0], group, part.eerste, part.laatste + DAG)
        told.append(_shown(found, part, gids, who, samen=samen))
    return told


def _shown(found: Loketcijfer, part: Venster, gids: Gids, who: Kijker, *, samen: bool) -> wire.LoketCijfer:
    """Write the figures of a loket, as one may see counts. Of few questions the parts are not told either."""
    aantal = partial(who.aantal, oin=_oin(found.loket))
    hulpvragen = aantal(found.hulpvragen)
    few = hulpvragen != found.hulpvragen
    stand = None if samen else gids.loketten.get(found.loket)

    def share(deel: Deel) -> wire.Aandeel:
        shown = [hulpvragen if few else aantal(een) for een in (deel.aantal, deel.van, deel.onbekend)]
        known = deel.van > 0 and shown[:2] == [deel.aantal, deel.van]
        return wire.Aandeel(
            aantal=shown[0], van=shown[1], onbekend=shown[2], aandeel=deel.aantal / deel.van if known else None
        )

    return wire.LoketCijfer(
        organisatie=wire.OrganisatieKort.of(gids.organisaties[_oin(found.loket)]),
        loket=None if samen else found.loket,
        titel=stand.loket.titel if stand else None,
        periode=Dagen(van=part.eerste, tot=part.laatste),
        hulpvragen=hulpvragen,
        landelijk=share(found.landelijk),
        meerdere=share(found.meerdere),
        contact_gelegd=share(found.contact_gelegd),
    )
