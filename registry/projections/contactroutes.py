# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Whom can I reach now for this question, am I allowed to, and if not: whom then?

The order of routes, each rule deciding only where the earlier ones are equal:

    1  own door                of a question in words, or of vraagtype 2 or 3: the best route of each organisation
                               before any second one, so that every organisation involved is seen; of these the
                               organisation first whose best line fits best
    2  fit to the question     in quarters of the best fit found: 4, 3, 2; below that a line is no answer
    3  access                  voldaan or te-controleren before niet-voldaan
    4  reachable now           people can speak now, before all else
    5  promised wait           the shortest promise of a wachttijd first; no promise last
    6  next opening            sooner before later
    7  name                    `<oin>/<naam>`

A line is shown by its best channel by these rules; on a line on which people can be spoken to, a channel that only
keeps a message counts when it is asked for. Promises count from the opening. Without a question in words every
line that passes the filters fits equally well. Each route says in `redenen` why it stands there.

How well a line fits (see fit.py) decides whether it is an answer at all. When the question is for somebody who has
no line here (a municipality, a water board), there are no routes, and `GeenVerkeerdeDeur` says whose it is;
when nothing fits, who is nearest. Who is concerned beside the routes stands in `betrokken`.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import Final

from msgspec import Struct

from registry.projections.aanroep import Aanroep
from registry.projections.deur import Betrokken, GeenVerkeerdeDeur, concerned, door
from registry.projections.fit import Vondst, find
from registry.projections.gids import Gids
from registry.projections.ingangen import Ingang
from registry.projections.routes import Route
from registry.projections.toegang import Aanvrager
from registry.projections.vakken import Kandidaat, best_channel, open_now

MEERVOUDIG: Final = frozenset({2, 3})  # vraagtypen that concern several organisations (policy note, 5.1.1)
BROAD: Final = 1_000
_QUARTERS: Final = 4
_LOWEST: Final = 2


class Vraag(Struct, frozen=True, kw_only=True):
    """The question; what is None was not asked."""

    vraag: str | None = None
    onderwerp: str | None = None
    levensgebeurtenis: str | None = None
    vraagtype: int | None = None
    organisatie: str | None = None
    kanaal: str | None = None
    aanvrager: Aanvrager = Aanvrager()
    limiet: int = 10


class Contactroutes(Struct, frozen=True, kw_only=True):
    """The answer: the best routes first; who else is concerned; when there are no routes, whose question it is."""

    routes: tuple[Route, ...] = ()
    betrokken: tuple[Betrokken, ...] = ()
    geen_verkeerde_deur: GeenVerkeerdeDeur | None = None


def is_broad(gids: Gids, *, narrowed: bool, vraagtype: int | None) -> bool:
    """Say whether a question looks at so many lines that others should not wait for it.

    Args:
        narrowed: it is in words, or names a subject or an organisation.
    """
    return len(gids.lijnen) > BROAD and (not narrowed or vraagtype in MEERVOUDIG)


def contactroutes(gids: Gids, vraag: Vraag, *, at: datetime) -> Contactroutes:
    """Answer the question as of a moment (aware)."""
    aanroep = Aanroep.of(gids, at, vraag.aanvrager, vraag.kanaal)
    if vraag.vraag is None:
        routes = _numbered(_by_place(aanroep, vraag))
        return Contactroutes(routes=routes, geen_verkeerde_deur=None if routes else door(aanroep, None))
    vondst = find(aanroep, vraag.vraag)
    elders = vondst.elders and vraag.organisatie is None and vraag.onderwerp is None
    routes = () if elders else _numbered(_by_fit(aanroep, vraag, vondst))
    return Contactroutes(
        routes=routes,
        betrokken=concerned(aanroep, vondst) if routes else (),
        geen_verkeerde_deur=None if routes else door(aanroep, vondst),
    )


def lines_for(gids: Gids, vraag: Vraag, *, at: datetime, alle: bool = False, alleen_open: bool = False) -> list[Ingang]:
    """List the lines that a question is about, ordered by id.

    Args:
        alle: also those that do not exist at that moment.
        alleen_open: only those of which a channel is open at that moment.
    """
    aanroep = Aanroep.of(gids, at, vraag.aanvrager)
    if vraag.vraag is not None:
        found = [passend.ingang for passend in find(aanroep, vraag.vraag).passend]
    else:
        found = list(gids.lijnen.values())
    return [
        ingang
        for ingang in sorted(found, key=attrgetter("id"))
        if (alle or aanroep.stands(ingang))
        and _passes(ingang, vraag, gids)
        and ingang.voor(aanroep.gemeente)
        and (vraag.kanaal is None or any(kort.soort == vraag.kanaal for kort in ingang.kanalen))
        and not (alleen_open and not open_now(ingang, gids.uren, aanroep.at_s, aanroep.dag[0]))
    ]


def _numbered(chosen: Iterable[Route]) -> tuple[Route, ...]:
    routes = tuple(chosen)
    for rang, route in enumerate(routes, start=1):
        route.rang = rang
    return routes


# --- without words: the pigeonhole of what was asked, from its top ---------------------------------------------------


def _by_place(aanroep: Aanroep, vraag: Vraag) -> list[Route]:
    if vraag.vraagtype in MEERVOUDIG:
        return _own_doors(
            [Route(aanroep, kandidaat) for kandidaat in _ordered(aanroep, vraag, whole=True)], vraag.limiet
        )
    chosen, enough = _take(aanroep, vraag.limiet, _ordered(aanroep, vraag, whole=False))
    return chosen if enough else _take(aanroep, vraag.limiet, _ordered(aanroep, vraag, whole=True))[0]


def _take(aanroep: Aanroep, limiet: int, ordered: Iterable[Kandidaat]) -> tuple[list[Route], bool]:
    """Take the first that may be used, and after them those that may not; and say whether it stopped before the end."""
    chosen: list[Route] = []
    barred: list[Route] = []
    for kandidaat in ordered:
        route = Route(aanroep, kandidaat)
        (barred if route.barred else chosen).append(route)
        if len(chosen) == limiet:
            return chosen, True
    return [*chosen, *barred][:limiet], False


def _ordered(aanroep: Aanroep, vraag: Vraag, *, whole: bool) -> Iterator[Kandidaat]:
    """Yield the lines of the pigeonhole that was asked for, in rank order; not `whole`: the first of them."""
    leden, gids = aanroep.leden, aanroep.gids
    place = _place(vraag, gids)
    more = (vraag.vraagtype, vraag.organisatie, vraag.levensgebeurtenis) != (None, None, None)
    for kandidaat in aanroep.orde(*place, whole=whole):
        if kandidaat.ingang.houder.oin in leden and not (more and not _passes(kandidaat.ingang, vraag, gids)):
            yield kandidaat


def _place(vraag: Vraag, gids: Gids) -> tuple[str, str]:
    """Choose the pigeonhole: the first filter of those that have one."""
    if vraag.onderwerp is not None:
        return "onderwerp", vraag.onderwerp
    if vraag.organisatie is not None:
        return "organisatie", gids.afkortingen.get(vraag.organisatie, vraag.organisatie)
    if vraag.levensgebeurtenis is not None:
        return "levensgebeurtenis", vraag.levensgebeurtenis
    return "alle", ""


def _passes(ingang: Ingang, vraag: Vraag, gids: Gids) -> bool:
    return (
        (vraag.onderwerp is None or vraag.onderwerp in ingang.onderwerpen)
        and (vraag.vraagtype is None or not ingang.vraagtypen or vraag.vraagtype in ingang.vraagtypen)
        and (vraag.organisatie is None or ingang.oin == gids.afkortingen.get(vraag.organisatie, vraag.organisatie))
        and (vraag.levensgebeurtenis is None or vraag.levensgebeurtenis in ingang.levensgebeurtenissen)
    )


# --- in words: what fits, from the best fit down ---------------------------------------------------------------------


def _by_fit(aanroep: Aanroep, vraag: Vraag, vondst: Vondst) -> list[Route]:
    found = [passend for passend in vondst.passend if _passes(passend.ingang, vraag, aanroep.gids)]
    best = found[0].fit if found else 0.0
    routes = []
    for passend in found:
        kwart = _quarter(passend.fit, best)
        if kwart < _LOWEST:
            break
        kandidaat, _, _ = best_channel(passend.ingang, aanroep.gids.uren, aanroep.at_s, aanroep.dag[0], vraag.kanaal)
        if kandidaat is not None:
            routes.append(Route(aanroep, kandidaat, passend, kwart, vondst))
    return _own_doors(routes, vraag.limiet)


def _own_doors(routes: list[Route], limiet: int) -> list[Route]:
    """Put the best route of each organisation first, in the order of how well the organisations fit."""
    routes.sort(key=Route.order)
    fits: dict[str, float] = {}
    for route in routes:
        oin = route.ingang.oin
        fits[oin] = max(fits.get(oin, 0.0), route.fit)
    seen: set[str] = set()
    first: list[Route] = []
    later: list[Route] = []
    for route in routes:
        oin = route.ingang.oin
        (later if oin in seen else first).append(route)
        seen.add(oin)
    first.sort(key=lambda route: -fits[route.ingang.oin])  # equals stay in the order they had
    return [*first, *later][:limiet]


def _quarter(fit: float, best: float) -> int:
    """Say in which quarter of the best fit a fit lies: 4 is the best, 0 hardly anything."""
    return round(fit / best * _QUARTERS) if best else 0
