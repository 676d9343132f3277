# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Write the answer to the main question: the JSON of `wire.Contactroutes`, out of pieces.

An answer is asked for all day, and most of it is the same each time: what a line is (kept with the line, see
`Ingang.vast`), what there is to say of a channel until it opens or closes (kept with the hours, for all lines that
have such a channel), what the conditions mean for a caller (kept with the conditions). What is written here is held to
the shapes by a test.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

import msgspec
from msgspec import Struct

from registry.projections.aanroep import Aanroep
from registry.projections.contactroutes import Contactroutes as Gevonden
from registry.projections.gids import Gids
from registry.projections.ingangen import Ingang
from registry.projections.keuzes import Keuze
from registry.projections.routes import Route, fallback
from registry.projections.uren import NOOIT
from registry.wire.contactroutes import Betrokken, GeenVerkeerdeDeur, KanaalKort
from registry.wire.organisaties import OrganisatieKort
from registry.wire.professionallijnen import Bereikbaarheid, LijnKort
from registry.wire.shapes import Stand

_SECOND: Final = {"seconden": 1, "minuten": 60, "uren": 3600}
_RANGEN: Final = (b"", b'{"rang":1', *(b'},{"rang":%d' % rang for rang in range(2, 64)))
_NERGENS: Final = b'],"terugval":null'
_json = msgspec.json.encode


class _Kanaalstand(Struct, frozen=True, gc=False):
    """What there is to say of a channel for as long as nothing changes, whoever asks and whichever line has it.

    `beloften`: the promises up to the first moment that counts from contact; `later`: of each of those the seconds
    after contact, and what follows its moment.
    """

    bereikbaar: bytes
    beloften: bytes
    later: tuple[tuple[int, bytes], ...]
    redenen: bytes


_Routestukken: TypeAlias = tuple[tuple[bytes, ...], tuple[tuple[int, bytes], ...], tuple[bytes, bytes], int, int]
"""The pieces of a route but for its rang: up to the first promise that counts from contact, those promises, and then
the reasons but for those of the question, and what follows. These hold from the one moment until the other.
"""


_Geschreven: TypeAlias = tuple[list[bytes], list[tuple[timedelta, list[int]]], int, int]
"""An answer in pieces, but for the moments that count from contact: how long after, and the places of each.
This holds from the one moment until the other.
"""


def write(found: Gevonden, gids: Gids, *, at: datetime) -> bytes:
    """Write the answer to a question asked as of a moment."""
    made: _Geschreven | None = found.keuzes.geschreven
    at_s = found.aanroep.at_s
    if made is None or not made[2] <= at_s < made[3]:
        made = _written(found, gids)
    pieces, momenten, _, _ = made
    parts, utc = pieces.copy(), at.astimezone(UTC)  # a copy always: another thread may be given the same pieces
    for after, places in momenten:
        moment = _json(utc + after)
        for place in places:
            parts[place] = moment
    return b"".join(parts)


def _written(found: Gevonden, gids: Gids) -> _Geschreven:
    """Write all but the moments that count from contact; kept with the choices if it holds for others too."""
    aanroep, vondst, at_s = found.aanroep, found.vondst, found.aanroep.at_s
    stand = gids.geheugen.stand or _stand(gids)
    parts = [b'{"tijdstip":', b"", stand + b',"routes":[']
    momenten = {0: [1]}
    van, tot, lasts = -NOOIT, NOOIT, vondst is None
    for rang, keuze in enumerate(found.keuzes, start=1):
        made: _Routestukken | None = keuze.geschreven
        if made is None or not made[3] <= at_s < made[4]:
            made = _pieces(keuze, aanroep)
            lasts = lasts and made is keuze.geschreven
        eerst, later, dan, since, until = made
        van = max(van, since)
        tot = min(tot, until)
        parts.append(_RANGEN[rang])
        parts += eerst
        for after_s, piece in later:
            momenten.setdefault(after_s, []).append(len(parts))
            parts += (b"", piece)
        if vondst is not None:
            for reden in Route(rang, keuze, aanroep, vondst).past:
                parts += (_json(reden), b",")
        parts += dan
    door = found.geen_verkeerde_deur
    parts += (
        b'}],"betrokken":' if found.keuzes else b'],"betrokken":',
        _json(tuple(map(Betrokken.of, found.betrokken))) if found.betrokken else b"[]",
        b',"geenVerkeerdeDeur":',
        _json(GeenVerkeerdeDeur.of(door)) if door else b"null",
        b"}",
    )
    written = parts, [(timedelta(seconds=after_s), places) for after_s, places in momenten.items()], van, tot
    if lasts:
        found.keuzes.geschreven = written
    return written


def _stand(gids: Gids) -> bytes:
    found = gids.geheugen.stand = b',"stand":' + (_json(Stand.of(gids.plaats)) if gids.plaats else b"null")
    return found


def _pieces(keuze: Keuze, aanroep: Aanroep) -> _Routestukken:
    """Find what is known of a route, whatever was asked, and keep it with the choice as far as it stays so."""
    _, _, _, id_, kanaal, plaats, ingang = keuze.kandidaat
    uren, vast, kort = aanroep.gids.uren, ingang.vast, ingang.kanalen[kanaal]
    begin, gegevens = vast.get(kanaal) or _line(Route(0, keuze, aanroep, None))
    kept = uren.woorden.get((kort.nummer, aanroep.dag[0], plaats))
    stand, lasts = (kept, True) if kept else _channel(Route(0, keuze, aanroep, None))
    terug = fallback(aanroep, ingang)
    short = _NERGENS if terug is None else terug.vast.get("kort") or _short(terug)
    gemeten = uren.cijfers.json(id_, kort.soort)
    eerst = (begin, stand.bereikbaar, keuze.oordeel[2], gegevens, gemeten, stand.beloften)
    redenen, always = stand.redenen, (-NOOIT, NOOIT)
    if not keuze.plain:
        route = Route(0, keuze, aanroep, None)
        redenen, always = b",".join((redenen, *map(_json, route.besides))), route.unchanged
    found: _Routestukken = (eerst, stand.later, (redenen, short), *always)
    if lasts:
        keuze.geschreven = found
    return found


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
        b',"gegevensuitwisseling":' + gegevens + b',"verwachting":{"gemeten":',
    )
    route.ingang.vast[route.kandidaat.kanaal] = found
    return found


def _channel(route: Route) -> tuple[_Kanaalstand, bool]:
    """Write what there is to say of the channel now, and say whether it is kept for all until it changes."""
    kandidaat, aanroep = route.kandidaat, route.aanroep
    kort = kandidaat.ingang.kanalen[kandidaat.kanaal]
    reach = route.bereikbaar
    first, *rest = _beloften(route)
    found = _Kanaalstand(
        _json(Bereikbaarheid.of(reach)) + b',"toegang":', first[1], tuple(rest), _json(reach.redenen)[1:-1]
    )
    running = route.opent == aanroep.at and any(said.drempel.eenheid == "werkuren" for said in kort.toezeggingen)
    lasts = kandidaat.plaats >= 0 and not running
    if lasts:
        aanroep.gids.uren.keep_words((kort.nummer, aanroep.dag[0], kandidaat.plaats), found)
    return found, lasts


def _beloften(route: Route) -> Iterator[tuple[int, bytes]]:
    """Yield what stands before each moment that counts from contact, after the seconds of the one before that."""
    after_s, text, comma = 0, b',"toezeggingen":[', b""
    for said, moment in route.beloften:
        seconds = _SECOND.get(said.drempel.eenheid) if route.opent == route.aanroep.at else None
        text += comma + b'{"maat":' + _json(said.maat) + b',"uiterlijk":'
        if seconds is None:
            text += _json(moment)
        else:
            yield after_s, text
            after_s, text = said.drempel.aantal * seconds, b""
        text += (b',"aandeel":' + _json(said.aandeel) if said.aandeel is not None else b"") + b"}"
        comma = b","
    yield after_s, text + b']},"redenen":['


def _short(ingang: Ingang) -> bytes:
    found = ingang.vast["kort"] = b'],"terugval":' + _json(LijnKort.of(ingang.lijn))
    return found
