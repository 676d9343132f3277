# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Write the answer to the main question: the JSON of `wire.Contactroutes`, out of pieces.

An answer is asked for all day, and most of it is the same each time: what a line is (kept with the line, see
`Ingang.vast`), what there is to say of a channel until it opens or closes (kept with the hours, for all lines that
have such a channel), what the conditions mean for a caller (kept with the conditions). A route to which the question
adds nothing is kept as a whole, as long as the directory is the same. What is written here is held to the shapes by
a test.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from msgspec import Struct

from registry.projections.aanroep import Aanroep
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
    aanroep = found.aanroep
    dag, overal, kept = aanroep.dag[0], aanroep.overal, aanroep.gids.geheugen.routes
    plain = found.vondst is None
    moments: dict[int, bytes] = {}
    for i, keuze in enumerate(found.keuzes):
        kandidaat = keuze.kandidaat
        ingang = kandidaat.ingang
        caller = aanroep.aanvrager if ingang.eisen.per_gemeente else overal
        key = (ingang.id, kandidaat.kanaal, kandidaat.plaats, dag, caller)
        pieces = kept.get(key) if plain else None
        if pieces is None:
            pieces, lasts = _pieces(Route(i + 1, keuze, aanroep, found.vondst))
            if plain and lasts:
                aanroep.gids.geheugen.keep_route(key, pieces)
        parts.append(_RANGEN[i])
        parts += [
            piece if isinstance(piece, bytes) else moments.get(piece) or _later(aanroep, piece, moments)
            for piece in pieces
        ]


def _later(aanroep: Aanroep, seconds: int, moments: dict[int, bytes]) -> bytes:
    found = moments[seconds] = _json(aanroep.at.astimezone(UTC) + timedelta(seconds=seconds))
    return found


def _pieces(route: Route) -> tuple[tuple[bytes | int, ...], bool]:
    """Write a route but for its rang; a number stands for the moment so many seconds after contact.

    Also say whether it stays so, for this caller, until the channel opens or closes or the day ends.
    """
    kandidaat, aanroep = route.kandidaat, route.aanroep
    ingang = kandidaat.ingang
    line = ingang.vast.get(kandidaat.kanaal) or _line(route)
    kept = aanroep.gids.uren.woorden.get((ingang.kanalen[kandidaat.kanaal].nummer, aanroep.dag[0], kandidaat.plaats))
    stand, lasts = (kept, True) if kept else _channel(route)
    head = line[0] + stand.bereikbaar + b',"toegang":' + route.keuze.oordeel[2] + line[1]
    pieces: list[bytes | int] = []
    for n, belofte in enumerate(stand.beloften):
        head += (b"," if n else b"") + belofte.before
        if belofte.after_s is None:
            head += belofte.moment + belofte.after
        else:
            pieces += (head, belofte.after_s)
            head = belofte.after
    plain = route.vondst is None and route.keuze.plain
    redenen = stand.redenen if plain else _reasons(route, stand.redenen)
    terug = fallback(aanroep, ingang)
    short = b"null" if terug is None else terug.vast.get("kort") or _short(terug)
    tail = head + b'],"gemeten":null},"redenen":[' + redenen + b'],"terugval":' + short + b"}"
    return (*pieces, tail), lasts and plain


def _reasons(route: Route, redenen: bytes) -> bytes:
    return b",".join((*(_json(reden) for reden in route.past), redenen, *(_json(reden) for reden in route.besides)))


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


def _channel(route: Route) -> tuple[_Kanaalstand, bool]:
    """Write what there is to say of the channel now, and say whether it is kept for all until it changes."""
    kandidaat, aanroep = route.kandidaat, route.aanroep
    kort = kandidaat.ingang.kanalen[kandidaat.kanaal]
    reach = route.bereikbaar
    found = _Kanaalstand(_json(Bereikbaarheid.of(reach)), _json(reach.redenen)[1:-1], tuple(_beloften(route)))
    running = route.opent == aanroep.at and any(said.drempel.eenheid == "werkuren" for said in kort.toezeggingen)
    lasts = kandidaat.plaats >= 0 and not running
    if lasts:
        aanroep.gids.uren.keep_words((kort.nummer, aanroep.dag[0], kandidaat.plaats), found)
    return found, lasts


def _beloften(route: Route) -> Iterator[_Belofte]:
    kanaal, opent = route.kanaal, route.opent
    if opent is None:
        return
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
