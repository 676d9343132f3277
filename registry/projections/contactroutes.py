# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Whom can I reach now for this question, am I allowed to, and if not: whom then?

The order of routes, each rule deciding only where the earlier ones are equal:

    1  fit to the question     in quarters of the best fit found: 4, 3, 2; below that a line is no answer
    2  access                  voldaan or te-controleren before niet-voldaan
    3  reachable now           people can speak now, before all else
    4  promised wait           the shortest promise of a wachttijd first; no promise last
    5  next opening            sooner before later; what keeps a message (email, post, …) is open at once
    6  name                    `<oin>/<naam>`

A route is by one channel of the line: of those that were asked for, one on which people speak before one
that keeps a message, and of these the one that opens first. A promise counts from that opening.

The fit of a line is the sum, over the words of the question, of the best fitting word of the line:
how well it fits × where it stands (see woorden) × how rare it is: 1 + ln(lines / lines with it),
over all lines in force, so that a filter does not change what fits.
A line is an answer when a word fits it, and its fit is at least `THRESHOLD`. Without a question every
line that passes the filters fits equally well. Each route says in `redenen` why it stands there.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Final

from msgspec import Struct

from registry.projections.gids import Gids, Ingang
from registry.projections.organisaties import Organisatie
from registry.projections.professionallijnen import Lijn
from registry.projections.toegang import Aanvrager, Toegang, toegang
from registry.projections.woorden import fit, words
from registry.statements.bereikbaarheid import Bereikbaar, bereikbaar
from registry.statements.professionallijnen import EenKanaal, Toezegging
from registry.statements.termijnen import uiterlijk

THRESHOLD: Final = 1.5
MAX_WORDS: Final = 40
_QUARTERS: Final = 4


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


class Route(Struct, frozen=True, kw_only=True):
    """One way to a colleague, and why it stands where it stands. `rang` counts from 1."""

    rang: int
    lijn: Lijn
    organisatie: Organisatie
    kanaal: EenKanaal
    bereikbaar: Bereikbaar
    toegang: Toegang
    beloften: tuple[tuple[Toezegging, datetime], ...]
    redenen: tuple[str, ...]
    terugval: Lijn | None


class GeenVerkeerdeDeur(Struct, frozen=True, kw_only=True):
    """Nothing fits: who is nearest all the same, and why."""

    organisatie: Organisatie
    uitleg: str


class Contactroutes(Struct, frozen=True, kw_only=True):
    """The answer: the best routes first; when there are none, who is nearest."""

    routes: tuple[Route, ...]
    geen_verkeerde_deur: GeenVerkeerdeDeur | None


class _Passend(Struct, frozen=True, kw_only=True):
    """A line that fits, how well, and by which words."""

    lijn: Lijn
    fit: float
    redenen: tuple[str, ...]


def contactroutes(gids: Gids, vraag: Vraag, *, at: datetime) -> Contactroutes:
    """Answer the question as of a moment (aware)."""
    fitting = _fitting(list(gids.geldende(at)), vraag, gids)
    best = max((found.fit for found in fitting), default=0.0)
    tried = [_try(found, best, gids, vraag, at) for found in fitting if _quarter(found.fit, best) > 1]
    ranked = sorted(tried, key=attrgetter("key"))[: vraag.limiet]
    routes = tuple(_route(found, gids, rang, at) for rang, found in enumerate(ranked, start=1))
    return Contactroutes(routes=routes, geen_verkeerde_deur=None if routes else _nearest(gids, at))


def lines_for(gids: Gids, vraag: Vraag, *, at: datetime, alle: bool = False) -> list[Lijn]:
    """List the lines that a question is about, ordered by id; `alle`: also those that do not exist at that moment."""
    ingangen = [ingang for _, ingang in sorted(gids.lijnen.items())] if alle else list(gids.geldende(at))
    return [found.lijn for found in _fitting(ingangen, vraag, gids)]


def _passes(lijn: Lijn, vraag: Vraag, gids: Gids) -> bool:
    said, gemeente = lijn.lijn, vraag.aanvrager.gemeente
    return (
        (vraag.organisatie is None or lijn.oin == gids.afkortingen.get(vraag.organisatie, vraag.organisatie))
        and (vraag.onderwerp is None or vraag.onderwerp in said.onderwerpen)
        and (vraag.levensgebeurtenis is None or vraag.levensgebeurtenis in said.levensgebeurtenissen)
        and (vraag.vraagtype is None or not said.vraagtypen or vraag.vraagtype in said.vraagtypen)
        and (gemeente is None or said.werkgebied == "landelijk" or gemeente in said.werkgebied)
        and (vraag.kanaal is None or any(_soort(kanaal) == vraag.kanaal for kanaal in said.kanalen))
    )


def _fitting(ingangen: Sequence[Ingang], vraag: Vraag, gids: Gids) -> list[_Passend]:
    passing = [ingang for ingang in ingangen if _passes(ingang.lijn, vraag, gids)]
    if vraag.vraag is None:
        return [_Passend(lijn=ingang.lijn, fit=1.0, redenen=()) for ingang in passing]
    asked = words(vraag.vraag)[:MAX_WORDS]
    rarity = {word: _rarity(word, ingangen) for word in dict.fromkeys(asked)}
    return [found for ingang in passing if (found := _fit(ingang, rarity)).fit >= THRESHOLD]


def _rarity(word: str, ingangen: Sequence[Ingang]) -> float:
    having = sum(any(fit(word, other) for other in ingang.woorden.gewicht) for ingang in ingangen)
    return 1 + math.log(len(ingangen) / having) if having else 0.0


def _fit(ingang: Ingang, rarity: dict[str, float]) -> _Passend:
    total, redenen = 0.0, []
    for word, rare in rarity.items():
        scored = (
            [(fit(word, other) * weight, other) for other, weight in ingang.woorden.gewicht.items()] if rare else []
        )
        best, other = max(scored, default=(0.0, ""))
        if best:
            total += best * rare
            redenen.append((best * rare, f"past bij '{ingang.woorden.tekst[other]}'"))
    ordered = dict.fromkeys(reden for _, reden in sorted(redenen, key=lambda found: -found[0]))
    return _Passend(lijn=ingang.lijn, fit=total, redenen=tuple(ordered)[:3])


def _quarter(value: float, best: float) -> int:
    """Say in which quarter of the best fit a fit lies: 4 is the best, 0 hardly anything."""
    return round(value / best * _QUARTERS) if best else 0


class _Poging(Struct, frozen=True, kw_only=True):
    """A line that fits, by the channel to try, and where that puts it."""

    key: tuple[int, bool, bool, float, float, str]
    ook_open: tuple[str, ...]
    passend: _Passend
    kanaal: EenKanaal
    bereikbaar: Bereikbaar
    toegang: Toegang


def _try(found: _Passend, best: float, gids: Gids, vraag: Vraag, at: datetime) -> _Poging:
    said = found.lijn.lijn
    known = [(k, bereikbaar(k, gids.kalenders, at=at)) for k in said.kanalen if vraag.kanaal in {None, _soort(k)}]
    kanaal, reachable = min(known, key=lambda pair: (not pair[0].gesprek, _wait_s(pair[1], at)))
    ook_open = () if reachable.nu else tuple(f"nu wel open: {_soort(k)}" for k, state in known if state.nu)
    allowed = toegang(said.toegangseisen, vraag.aanvrager)
    key = (
        -_quarter(found.fit, best),
        allowed.oordeel == "niet-voldaan",
        not (kanaal.gesprek and reachable.nu),
        _promised_s(kanaal),
        _wait_s(reachable, at),
        found.lijn.id,
    )
    return _Poging(key=key, ook_open=ook_open, passend=found, kanaal=kanaal, bereikbaar=reachable, toegang=allowed)


def _route(found: _Poging, gids: Gids, rang: int, at: datetime) -> Route:
    lijn, reachable = found.passend.lijn, found.bereikbaar
    barred = ("u voldoet niet aan een toegangseis",) if found.toegang.oordeel == "niet-voldaan" else ()
    return Route(
        rang=rang,
        lijn=lijn,
        organisatie=gids.organisaties[lijn.oin],
        kanaal=found.kanaal,
        bereikbaar=reachable,
        toegang=found.toegang,
        beloften=tuple(_promises(found.kanaal, gids, _opens(reachable, at) or at)),
        redenen=found.passend.redenen + reachable.redenen + found.ook_open + barred,
        terugval=_fallback(lijn, gids, at),
    )


def _opens(reachable: Bereikbaar, at: datetime) -> datetime | None:
    if reachable.nu:
        return at
    return reachable.volgende.van if reachable.volgende else None


def _promised_s(kanaal: EenKanaal) -> float:
    """Say how long a wait the channel promises at most, in seconds; infinite when it promises none."""
    units = {"seconden": 1, "minuten": 60, "uren": 3600}
    waits = [
        said.drempel.aantal * units.get(said.drempel.eenheid, math.inf)
        for said in kanaal.toezeggingen
        if said.maat in {"wachttijd", "baliewachttijd"}
    ]
    return min(waits, default=math.inf)


def _wait_s(reachable: Bereikbaar, at: datetime) -> float:
    opens = _opens(reachable, at)
    return (opens - at).total_seconds() if opens else math.inf


def _promises(kanaal: EenKanaal, gids: Gids, at: datetime) -> Iterator[tuple[Toezegging, datetime]]:
    """Turn each promise that has a term into a moment, for a contact that begins at this one."""
    for said in kanaal.toezeggingen:
        term = uiterlijk(said.drempel, start=at, kalenders=gids.kalenders, rooster=kanaal)
        if term.moment is not None:
            yield said, term.moment


def _fallback(lijn: Lijn, gids: Gids, at: datetime) -> Lijn | None:
    found = gids.lijn(lijn.lijn.terugval) if lijn.lijn.terugval else None
    return found if found and found.geldt(at) and gids.organisaties[found.oin].is_lid(at) else None


def _nearest(gids: Gids, at: datetime) -> GeenVerkeerdeDeur | None:
    """Name the beheerder: it knows the network, and a question that no line answers is one to learn from."""
    for organisatie in gids.organisaties.values():
        if "beheerder" in organisatie.rollen and organisatie.is_lid(at):
            uitleg = "Geen enkele lijn past bij deze vraag. De beheerder van het netwerk denkt met u mee."
            return GeenVerkeerdeDeur(organisatie=organisatie, uitleg=uitleg)
    return None


def _soort(kanaal: EenKanaal) -> str:
    return str(type(kanaal).__struct_config__.tag)
