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
from typing import Final, NamedTuple

import msgspec
from msgspec import Struct

from registry.projections.contactroutes import Contactroutes as Gevonden
from registry.projections.gids import Gids
from registry.projections.ingangen import Ingang
from registry.projections.routes import Route, fallback
from registry.wire.contactroutes import Betrokken, GeenVerkeerdeDeur, KanaalKort
from registry.wire.organisaties import OrganisatieKort
from registry.wire.professionallijnen import Bereikbaarheid, LijnKort
from registry.wire.shapes import Stand

_SECOND: Final = {"seconden": 1, "minuten": 60, "uren": 3600}
_RANGEN: Final = (b'{"rang":1', *(b'},{"rang":%d' % rang for rang in range(2, 64)))
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


class _Routestukken(NamedTuple):
    """The pieces of a route but for its rang: up to the first promise that counts from contact, those, and the rest.

    `dan`: the reasons but for those of the question, and what follows. Holds from `van` until `tot`.
    """

    eerst: tuple[bytes, ...]
    later: tuple[tuple[int, bytes], ...]
    dan: tuple[bytes, bytes]
    van: int
    tot: int


def write(found: Gevonden, gids: Gids, *, at: datetime) -> bytes:
    """Write the answer to a question asked as of a moment."""
    stand = gids.geheugen.stand or _stand(gids)
    parts = [b'{"tijdstip":', _json(at.astimezone(UTC)), stand, b',"routes":[']
    _write_routes(found, parts)
    parts += (
        b'}],"betrokken":' if found.keuzes else b'],"betrokken":',
        _json(tuple(map(Betrokken.of, found.betrokken))) if found.betrokken else b"[]",
    )
    door = found.geen_verkeerde_deur
    parts += (b',"geenVerkeerdeDeur":', _json(GeenVerkeerdeDeur.of(door)) if door else b"null", b"}")
    return b"".join(parts)


def _stand(gids: Gids) -> bytes:
    found = gids.geheugen.stand = b',"stand":' + (_json(Stand.of(gids.plaats)) if gids.plaats else b"null")
    return found


def _write_routes(found: Gevonden, parts: list[bytes]) -> None:
    aanroep, vondst = found.aanroep, found.vondst
    moments, at_s = _Momenten(aanroep.at), aanroep.at_s
    for rang, keuze in enumerate(found.keuzes):
        made: _Routestukken | None = keuze.geschreven
        if made is None or not made.van <= at_s < made.tot:
            made = _pieces(Route(rang + 1, keuze, aanroep, vondst))
        parts.append(_RANGEN[rang])
        parts += made.eerst
        for after_s, piece in made.later:
            parts += (moments[after_s], piece)
        if vondst is not None:
            for reden in Route(rang + 1, keuze, aanroep, vondst).past:
                parts += (_json(reden), b",")
        parts += made.dan


class _Momenten(dict[int, bytes]):
    """The moments so many seconds after contact, each written once."""

    __slots__ = ("_at",)

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def __missing__(self, seconds: int) -> bytes:
        """Write one."""
        found = self[seconds] = _json(self._at + timedelta(seconds=seconds))
        return found


def _pieces(route: Route) -> _Routestukken:
    """Find what is known of a route, whatever was asked, and keep it with the choice as far as it stays so."""
    keuze, kandidaat, aanroep, ingang = route.keuze, route.kandidaat, route.aanroep, route.ingang
    begin, gegevens = ingang.vast.get(kandidaat.kanaal) or _line(route)
    kept = aanroep.gids.uren.woorden.get((ingang.kanalen[kandidaat.kanaal].nummer, aanroep.dag[0], kandidaat.plaats))
    stand, lasts = (kept, True) if kept else _channel(route)
    terug = fallback(aanroep, ingang)
    short = _NERGENS if terug is None else terug.vast.get("kort") or _short(terug)
    eerst = (begin, stand.bereikbaar, keuze.oordeel[2], gegevens, stand.beloften)
    besides = () if keuze.plain else map(_json, route.besides)
    found = _Routestukken(eerst, stand.later, (b",".join((stand.redenen, *besides)), short), *route.unchanged)
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
        b',"gegevensuitwisseling":' + gegevens + b',"verwachting":{"toezeggingen":[',
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
    after_s, text, comma = 0, b"", b""
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
    yield after_s, text + b'],"gemeten":null},"redenen":['


def _short(ingang: Ingang) -> bytes:
    found = ingang.vast["kort"] = b'],"terugval":' + _json(LijnKort.of(ingang.lijn))
    return found
