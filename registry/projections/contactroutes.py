# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Whom can I reach now for this question, am I allowed to, and if not: whom then?

The order of routes, each rule deciding only where the earlier ones are equal:

    1  own door                of a question in words, or of vraagtype 2 or 3: the best route of each organisation
                               before any second one, so that every organisation involved is seen; of these the
                               organisation first whose best line fits best
    2  fit to the question     in quarters of the best fit found: 4, 3, 2; below that a line is no answer. What is
                               found only because the question was narrowed down does not raise that bar
    3  access                  voldaan or te-controleren before niet-voldaan
    4  reachable now           people can speak now, before all else
    5  measured answering      who answered a larger share of attempts lately, in tenths; who was not measured stands
                               as if it answered eight in ten (meetcijfers.py)
    6  promised wait           the shortest promise of a wachttijd first; no promise last
    7  next opening            sooner before later
    8  name                    `<oin>/<naam>`

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
from typing import Final, TypeAlias

from msgspec import Struct

from registry.projections.aanroep import Aanroep
from registry.projections.deur import Betrokken, GeenVerkeerdeDeur, concerned, door
from registry.projections.fit import Vondst, find
from registry.projections.gids import Gids
from registry.projections.ingangen import Ingang
from registry.projections.kandidaten import Kandidaat, best_of, open_now
from registry.projections.keuzes import Keuze, Keuzes, Strook, rank
from registry.projections.passend import Passend, Past
from registry.projections.routes import Route
from registry.projections.toegang import Aanvrager
from registry.projections.vakken import PER_GEBIED
from registry.projections.wegwijzer import MAX_WORDS
from registry.projections.woorden import words

MEERVOUDIG: Final = frozenset({2, 3})  # vraagtypen that concern several organisations (policy note, 5.1.1)
BROAD: Final = 1_000
STRANGE: Final = 4  # words that nobody knows: for each of them all words that there are may be looked at
_QUARTERS: Final = 4
Plaats: TypeAlias = tuple[int, bool, Kandidaat, Keuze]  # a line by its rank: no two have the same candidate
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

    @property
    def unfiltered(self) -> bool:
        """Whether a line on anything, for any question and of anybody is an answer."""
        return (self.onderwerp, self.levensgebeurtenis, self.vraagtype, self.organisatie) == (None, None, None, None)


class Contactroutes:
    """The answer: the best routes first; who else is concerned; when there are no routes, whose question it is."""

    __slots__ = ("aanroep", "betrokken", "geen_verkeerde_deur", "keuzes", "vondst")

    def __init__(self, aanroep: Aanroep, keuzes: Keuzes, vondst: Vondst | None = None) -> None:
        self.aanroep = aanroep
        self.keuzes = keuzes
        self.vondst = vondst
        self.betrokken: tuple[Betrokken, ...] = concerned(aanroep, vondst) if vondst and keuzes else ()
        self.geen_verkeerde_deur: GeenVerkeerdeDeur | None = None if keuzes else door(aanroep, vondst)

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes, the best first."""
        return tuple(Route(rang, keuze, self.aanroep, self.vondst) for rang, keuze in enumerate(self.keuzes, start=1))


def is_broad(gids: Gids, *, narrowed: bool, vraagtype: int | None) -> bool:
    """Say whether a question looks at so many lines that others should not wait for it.

    Args:
        narrowed: it is in words, or names a subject or an organisation.
    """
    return len(gids.lijnen) > BROAD and (not narrowed or vraagtype in MEERVOUDIG)


def is_strange(gids: Gids, vraag: str | None) -> bool:
    """Say whether so many words of a question are unknown that others should not wait. To ask when `gids.warm`."""
    if vraag is None:
        return False
    boek = gids.vindwoorden.boek
    return sum(not boek.knows(word) for word in words(vraag)[:MAX_WORDS]) > STRANGE


def contactroutes(gids: Gids, vraag: Vraag, *, at: datetime) -> Contactroutes:
    """Answer the question as of a moment (aware)."""
    aanroep = Aanroep.of(gids, at, vraag.aanvrager, vraag.kanaal)
    if vraag.vraag is None:
        return Contactroutes(aanroep, _by_place(aanroep, vraag))
    vondst = find(aanroep, vraag.vraag, binnen=_within(vraag, gids))
    elders = vondst.elders and vraag.organisatie is None and vraag.onderwerp is None
    return Contactroutes(aanroep, Keuzes() if elders else _by_fit(aanroep, vraag, vondst), vondst)


def lines_for(gids: Gids, vraag: Vraag, *, at: datetime, alle: bool = False, alleen_open: bool = False) -> list[Ingang]:
    """List the lines that a question is about, ordered by id.

    Args:
        alle: also those that do not exist at that moment.
        alleen_open: only those of which a channel is open at that moment.
    """
    aanroep = Aanroep.of(gids, at, vraag.aanvrager, vraag.kanaal)
    if vraag.vraag is not None:
        found = [past[2] for past in find(aanroep, vraag.vraag, binnen=_within(vraag, gids)).past]
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


# --- without words: the pigeonhole of what was asked, from its top ---------------------------------------------------


def _by_place(aanroep: Aanroep, vraag: Vraag) -> Keuzes:
    soort, naam = _place(vraag, aanroep.gids)
    several = vraag.vraagtype in MEERVOUDIG
    if not (several or _filters(aanroep, vraag, soort)):
        strook = aanroep.strook(soort, naam, genoeg=vraag.limiet)
    else:
        strook = _passing(aanroep, vraag, aanroep.strook(soort, naam, whole=several), soort)
    if strook.eind is not None and len(strook.vrij) < vraag.limiet:
        strook = _passing(aanroep, vraag, aanroep.strook(soort, naam, whole=True), soort)
    if several:
        return _own_doors([*strook.vrij, *strook.geweerd], vraag.limiet)
    return strook.eerste(vraag.limiet)


def _filters(aanroep: Aanroep, vraag: Vraag, soort: str) -> bool:
    """Say whether more is asked than a pigeonhole tells."""
    more = vraag.vraagtype, vraag.organisatie, vraag.levensgebeurtenis
    return more != (None, None, None) or (soort not in PER_GEBIED and aanroep.gemeente is not None)


def _passing(aanroep: Aanroep, vraag: Vraag, strook: Strook, soort: str) -> Strook:
    """Leave out what the other filters of the question leave out."""
    gemeente = None if soort in PER_GEBIED else aanroep.gemeente

    def passing(keuzes: list[Keuze]) -> list[Keuze]:
        lines = ((keuze, keuze.kandidaat.ingang) for keuze in keuzes)
        return [keuze for keuze, line in lines if line.voor(gemeente) and _passes(line, vraag, aanroep.gids)]

    return Strook(passing(strook.vrij), passing(strook.geweerd), strook.eind)


def _place(vraag: Vraag, gids: Gids) -> tuple[str, str]:
    """Choose the pigeonhole: the first filter of those that have one."""
    if vraag.onderwerp is not None:
        return "onderwerp", vraag.onderwerp
    if vraag.organisatie is not None:
        return "organisatie", gids.afkortingen.get(vraag.organisatie, vraag.organisatie)
    if vraag.levensgebeurtenis is not None:
        return "levensgebeurtenis", vraag.levensgebeurtenis
    return "alle", ""


def _within(vraag: Vraag, gids: Gids) -> tuple[str, str] | None:
    place = _place(vraag, gids)
    return None if place[0] == "alle" else place


def _passes(ingang: Ingang, vraag: Vraag, gids: Gids) -> bool:
    return (
        (vraag.onderwerp is None or vraag.onderwerp in ingang.onderwerpen)
        and (vraag.vraagtype is None or not ingang.vraagtypen or vraag.vraagtype in ingang.vraagtypen)
        and (vraag.organisatie is None or ingang.oin == gids.afkortingen.get(vraag.organisatie, vraag.organisatie))
        and (vraag.levensgebeurtenis is None or vraag.levensgebeurtenis in ingang.levensgebeurtenissen)
    )


# --- in words: what fits, from the best fit down ---------------------------------------------------------------------


def _by_fit(aanroep: Aanroep, vraag: Vraag, vondst: Vondst) -> Keuzes:
    """Choose routes. Of an organisation only the lines in its best quarter are looked at, until more are needed."""
    first: list[tuple[float, Plaats]] = []
    later: dict[int, list[Plaats]] = {}
    waiting: dict[int, list[Past]] = {}
    for quarters in _doors(aanroep, vraag, vondst):
        (best, lines), *rest = quarters.items()
        plaats, *others = sorted(_places(aanroep, best, lines))
        first.append((lines[0][0], plaats))
        later.setdefault(best, []).extend(others)
        for kwart, more in rest:
            waiting.setdefault(kwart, []).extend(more)
    places = [plaats for _, plaats in sorted(first)]
    for kwart in range(_QUARTERS, _LOWEST - 1, -1):
        if len(places) < vraag.limiet:
            places += sorted([*later.get(kwart, ()), *_places(aanroep, kwart, waiting.get(kwart, ()))])
    return _chosen([keuze for *_, keuze in places[: vraag.limiet]])


def _doors(aanroep: Aanroep, vraag: Vraag, vondst: Vondst) -> Iterable[dict[int, list[Past]]]:
    """Give the lines of each organisation that fits, the best first, by quarter; no more than there are routes."""
    found = vondst.past if vraag.unfiltered else [past for past in vondst.past if _passes(past[2], vraag, aanroep.gids)]
    best = next((-past[0] for past in found if not past[5]), -found[0][0] if found else 0.0)
    doors: dict[str, dict[int, list[Past]]] = {}
    for past in found:
        kwart = _quarter(-past[0], best)
        if kwart < _LOWEST:
            break
        if vraag.kanaal is not None and all(kort.soort != vraag.kanaal for kort in past[2].kanalen):
            continue
        quarters = doors.get(past[2].houder.oin)
        if quarters is None:
            if len(doors) >= vraag.limiet:
                continue  # there are as many better fitting organisations as there are routes to show
            quarters = doors[past[2].houder.oin] = {}
        quarters.setdefault(kwart, []).append(past)
    return doors.values()


def _places(aanroep: Aanroep, kwart: int, lines: Iterable[Past]) -> Iterator[Plaats]:
    """Say of lines in one quarter where each stands among the others."""
    uren, at_s, dag = aanroep.gids.uren, aanroep.at_s, aanroep.dag[0]
    for past in lines:
        kandidaat = best_of(past[2], uren, at_s, dag, aanroep.kanaal)
        if kandidaat is not None:
            oordeel = aanroep.judged(past[2])
            yield -kwart, oordeel[0], kandidaat, Keuze(kandidaat, oordeel, Passend._make(past), kwart)


def _own_doors(keuzes: list[Keuze], limiet: int) -> Keuzes:
    """Put the best route of each organisation first."""
    keuzes.sort(key=rank)
    seen: set[str] = set()
    first: list[Keuze] = []
    later: list[Keuze] = []
    for keuze in keuzes:
        oin = keuze.kandidaat.ingang.oin
        (later if oin in seen else first).append(keuze)
        seen.add(oin)
    return _chosen([*first, *later][:limiet])


def _chosen(keuzes: list[Keuze]) -> Keuzes:
    return Keuzes(keuzes, geweerd=any(keuze.oordeel[0] for keuze in keuzes))


def _quarter(fit: float, best: float) -> int:
    """Say in which quarter of the best fit a fit lies: 4 is the best, 0 hardly anything."""
    return min(_QUARTERS, round(fit / best * _QUARTERS)) if best else 0
