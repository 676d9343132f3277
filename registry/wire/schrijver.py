# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Write the answer to the main question: the JSON of `wire.Contactroutes`, out of pieces.

An answer is asked for all day, and most of it is the same each time: what a line is (kept with the line, see
`Ingang.vast`), what there is to say of a channel until it opens or closes (kept with the hours, for all lines that
have such a channel), what the conditions mean for a caller (kept with the conditions). What is written here is held
to the shapes by a test.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from msgspec import Struct

from registry.projections.contactroutes import Contactroutes as Gevonden
from registry.projections.gids import Gids
from registry.projections.ingangen import Ingang
from registry.projections.routes import Route, fallback
from registry.statements.termijnen import uiterlijk
from registry.wire.contactroutes import Betrokken, GeenVerkeerdeDeur, KanaalKort
from registry.wire.organisaties import OrganisatieKort
from registry.wire.professionallijnen import Bereikbaarheid, LijnKort
from registry.wire.shapes import Stand

_SECOND: Final = {"seconden": 1, "minuten": 60, "uren": 3600}
_RANGEN: Final = (b'{"rang":1', *(b',{"rang":%d' % rang for rang in range(2, 64)))
_json = msgspec.json.encode


class _Belofte(Struct, frozen=True, gc=False):
    """A promise, written around its moment; `after_s`: so many seconds after contact, else `moment` is it."""

    before: bytes
    after: bytes
    moment: bytes
    after_s: int | None


class _Kanaalstand(Struct, frozen=True, gc=False):
    """What there is to say of a channel for as long as nothing changes, whoever asks and whichever line has it."""

    bereikbaar: bytes
    redenen: bytes
    beloften: tuple[_Belofte, ...]


def write(found: Gevonden, gids: Gids, *, at: datetime) -> bytes:
    """Write the answer to a question asked as of a moment."""
    stand = _json(Stand.of(gids.plaats)) if gids.plaats else b"null"
    parts = [b'{"tijdstip":', _json(at.astimezone(UTC)), b',"stand":', stand, b',"routes":[']
    _write_routes(found, parts)
    parts += (b'],"betrokken":', _json(tuple(map(Betrokken.of, found.betrokken))) if found.betrokken else b"[]")
    door = found.geen_verkeerde_deur
    parts += (b',"geenVerkeerdeDeur":', _json(GeenVerkeerdeDeur.of(door)) if door else b"null", b"}")
    return b"".join(parts)


def _write_routes(found: Gevonden, parts: list[bytes]) -> None:
    """Write routes; a piece is looked up here, and made (by the functions below) when it is not there."""
    aanroep = found.aanroep
    dag, overal, uren = aanroep.dag[0], aanroep.overal, aanroep.gids.uren
    words, fallbacks = uren.woorden, aanroep.gids.geheugen.terugval
    promised: dict[int, tuple[_Kanaalstand, bytes]] = {}  # by identity, so what it is of is held on to
    for i, keuze in enumerate(found.keuzes):
        kandidaat, oordeel = keuze.kandidaat, keuze.oordeel
        ingang = kandidaat.ingang
        route = Route(i + 1, keuze, aanroep, found.vondst)
        pieces = ingang.vast.get(kandidaat.kanaal) or _line(route)
        stand = words.get((ingang.kanalen[kandidaat.kanaal].nummer, dag, kandidaat.plaats)) or _channel(route)
        promise = promised.get(id(stand))
        if promise is None:  # lines that share a channel share what it promises
            promise = promised[id(stand)] = (stand, b",".join([_promise(one, route) for one in stand.beloften]))
        redenen = stand.redenen if found.vondst is None and keuze.plain else _reasons(route, stand.redenen)
        key = (ingang.id, dag, overal)
        terug = fallbacks[key] if ingang.storing is None and key in fallbacks else fallback(aanroep, ingang)
        parts += (
            _RANGEN[i],
            pieces[0],
            stand.bereikbaar,
            b',"toegang":',
            oordeel[2],
            pieces[1],
            promise[1],
            b'],"gemeten":null},"redenen":[',
            redenen,
            b'],"terugval":',
            b"null" if terug is None else terug.vast.get("kort") or _short(terug),
            b"}",
        )


def _reasons(route: Route, redenen: bytes) -> bytes:
    return b",".join((*(_json(reden) for reden in route.past), redenen, *(_json(reden) for reden in route.besides)))


def _promise(belofte: _Belofte, route: Route) -> bytes:
    if belofte.after_s is None:
        return belofte.before + belofte.moment + belofte.after
    moment = route.aanroep.at.astimezone(UTC) + timedelta(seconds=belofte.after_s)
    return belofte.before + _json(moment) + belofte.after


def _line(route: Route) -> tuple[bytes, bytes]:
    """Write what never changes about a line by this channel, before and after what does."""
    shown = {
        "lijn": LijnKort.of(route.lijn),
        "organisatie": OrganisatieKort.of(route.organisatie),
        "kanaal": KanaalKort.of(route.kanaal),
    }
    gegevens = _json(route.lijn.lijn.gegevensuitwisseling)
    found = (
        b"," + _json(shown)[1:-1] + b',"bereikbaar":',
        b',"gegevensuitwisseling":' + gegevens + b',"verwachting":{"toezeggingen":[',
    )
    route.ingang.vast[route.kandidaat.kanaal] = found
    return found


def _channel(route: Route) -> _Kanaalstand:
    """Write what there is to say of the channel now; kept for all lines and callers until it changes."""
    kandidaat, aanroep = route.kandidaat, route.aanroep
    kort = kandidaat.ingang.kanalen[kandidaat.kanaal]
    reach = route.bereikbaar
    found = _Kanaalstand(_json(Bereikbaarheid.of(reach)), _json(reach.redenen)[1:-1], tuple(_beloften(route)))
    running = route.opent == aanroep.at and any(said.drempel.eenheid == "werkuren" for said in kort.toezeggingen)
    if kandidaat.plaats >= 0 and not running:
        aanroep.gids.uren.keep_words((kort.nummer, aanroep.dag[0], kandidaat.plaats), found)
    return found


def _beloften(route: Route) -> Iterator[_Belofte]:
    kanaal, opent = route.kanaal, route.opent
    for said in kanaal.toezeggingen:
        seconds = _SECOND.get(said.drempel.eenheid)
        after_s = said.drempel.aantal * seconds if seconds and opent == route.aanroep.at else None
        term = uiterlijk(said.drempel, start=opent, kalenders=route.aanroep.gids.kalenders, rooster=kanaal)
        if term.moment is not None:
            share = b',"aandeel":' + _json(said.aandeel) if said.aandeel is not None else b""
            before = b'{"maat":' + _json(said.maat) + b',"uiterlijk":'
            yield _Belofte(before, share + b"}", _json(term.moment), after_s)


def _short(ingang: Ingang) -> bytes:
    found = ingang.vast["kort"] = _json(LijnKort.of(ingang.lijn))
    return found
