# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Which counters a measurement adds to.

    lijn/<oin>/<naam>                     by day    contactmomenten of a line: by channel, open or not, …; of nobody
    melder/<oin>/<loket or ->/<lijn>      by month  the same of one who reported, and its loket
    maand/<oin>/<naam>                    by month  the same of a line, of all vraagtypen and onderwerpen together
    onderwerp/<oin>/<naam>                by month  how many contactmomenten of a line by subject, and at the wrong door
    loket/<oin>/<naam>                    by day    hulpvragen of a loket: how often each combination of answers
    zoekvraag                             by month  what questions for a route left behind (projections/leerpunten.py)

Those of a line never say who reported, so nobody can be shown that from them. Those of a reporter are for itself, and
for the organisation of the line where the loket allows that. Reading costs what there are counters, so a year of a
line is read by month where that will do.

Everything is worked out of the rows, the log and the kalenders that stand: a row notes which publication of the line
it was judged by. Another kalender of a year that has been counted asks for a recount (`python -m registry audit
--herstel`).
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec
from msgspec import Struct

from registry.errors import StoreError
from registry.projections import tellingen
from registry.projections.kalenders import Kalenderstand
from registry.projections.leerpunten import Leerpunt, Leerpunten
from registry.projections.meetklok import Meetklok, Uren, second_of
from registry.projections.metingrij import contactrij, uitgepakt
from registry.projections.stand import load_all
from registry.projections.tellingen import Telling, Voorval, voorval
from registry.registrar.lijnverleden import Lijnverleden
from registry.statements.metingen import Hulpvraag
from registry.store.meetboek import SOORTEN, Kolommen, Plek, Telraam
from registry.store.protocol import Store

ZONDER_LOKET: Final = "-"
REEKS_ZOEKVRAAG: Final = "zoekvraag"
MAX_CELLEN: Final = 10_000
Deel: TypeAlias = tuple[int, Voorval | int]  # what a row adds: when it came in, and a contactmoment or how many
_CONTACT: Final = SOORTEN.index("contactmoment")
_HULP: Final = SOORTEN.index("hulpvraag")
_VAN_LIJN: Final = re.compile(r"(?:lijn|maand|onderwerp)/([0-9]{20}/)", re.ASCII)
_Kenmerk: TypeAlias = tuple[Any, ...]  # what rows of one cell have in common


class Kanaalcel(Struct, frozen=True, array_like=True):
    """A cell of a line: which contactmomenten are counted together; vraagtype and onderwerp only in those by day."""

    kanaal: str
    binnen: bool
    afspraak: bool
    vraagtype: int | None = None
    onderwerp: str | None = None


class Hulpcel(Struct, frozen=True, array_like=True):
    """A cell of a loket: which hulpvragen are counted together. None: not known; no organisaties: none involved."""

    vraagtype: int | None
    organisaties: tuple[str, ...] | None
    contact_gelegd: str | None
    levensgebeurtenis: str | None
    uitkomst: str | None


class Onderwerpcel(Struct, frozen=True, array_like=True):
    """A cell of a line by subject. None: no subject was named. `verkeerd`: it was the wrong door."""

    onderwerp: str | None
    verkeerd: bool


class Geteld(Struct, frozen=True, array_like=True):
    """A counter. `bijgewerkt`: when the last of what it counts came in, in seconds since 1970.

    `wat`: a Telling of contactmomenten, or how many hulpvragen and the like.
    """

    bijgewerkt: int
    wat: Telling | int


class Aantekening(Struct, frozen=True, array_like=True):
    """What the register notes with a row: when it came in, and by which publication of the line it was judged."""

    ontvangen: int
    uitgave: int = -1


def reeks_lijn(lijn: str) -> str:
    """Name the series of a line."""
    return f"lijn/{lijn}"


def reeks_maand(lijn: str) -> str:
    """Name the series of a line by month."""
    return f"maand/{lijn}"


def reeks_onderwerp(lijn: str) -> str:
    """Name the series of a line by subject."""
    return f"onderwerp/{lijn}"


def reeks_loket(loket: str) -> str:
    """Name the series of a loket."""
    return f"loket/{loket}"


def reeks_melder(oin: str, loket: str | None = None, lijn: str | None = None) -> str:
    """Name the series of a reporter; without a line, what the names of its series begin with."""
    naam = loket.partition("/")[2] if loket else ZONDER_LOKET
    return f"melder/{oin}/" if lijn is None else f"melder/{oin}/{naam}/{lijn}"


class Teller:
    """Counts measurements, by the log and the kalenders of a store. Safe to ask from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._klokken = _Klokken(None, Meetklok({}), {})
        self._cellen: dict[tuple[Any, ...], tuple[bytes, bytes]] = {}
        self._verleden = Lijnverleden(store)

    @property
    def telraam(self) -> Telraam:
        """Give what a book counts with."""
        return Telraam(tel=self.tel, samen=samen, schrijf=schrijf, lees=lees)

    def _now(self) -> "_Klokken":
        """Give the clocks under the kalenders that stand now."""
        now, version = self._klokken, self._store.version()
        if version != now.version:
            with self._store.read() as tx:
                found = {one.kalender.jaar: one.kalender for one in load_all(tx, "kalender/", Kalenderstand)}
            same = found == now.klok.kalenders
            now = self._klokken = _Klokken(version, *(now[1:] if same else (Meetklok(found), {})))
        return now

    def tel(self, rows: Iterable[Kolommen], over: Collection[str] | None = None) -> Mapping[Plek, Sequence[Deel]]:
        """Say what rows add, and where; `over`: only series whose names begin so are asked for.

        Raises:
            StoreError: a row cannot be read, or the publication that it was judged by.
        """
        klokken, eigenaren = self._now(), _eigenaren(over)
        found: dict[Plek, list[Deel]] = {}
        cellen: dict[_Kenmerk, _Cel] = {}
        try:
            for row in rows:
                if eigenaren is not None and not any(oin in row[2] for oin in eigenaren):
                    continue
                if row[0][0] == _CONTACT:
                    self._contact(row, klokken, found, cellen)
                    continue
                ontvangen = _AANTEKENING.decode(row[3]).ontvangen
                for place, keer in _keren(row):
                    found.setdefault(place, []).append((ontvangen, keer))
        except (msgspec.MsgspecError, TypeError, ValueError, KeyError) as fault:
            raise StoreError("In het meetboek staat een rij die deze versie niet kan lezen.") from fault
        return found

    def _contact(
        self, row: Kolommen, klokken: "_Klokken", found: dict[Plek, list[Deel]], cellen: "dict[_Kenmerk, _Cel]"
    ) -> None:
        """Add a contactmoment where it counts. Rows of one cell count in the same places, which are looked up once."""
        said, noted = contactrij(row[2]), _AANTEKENING.decode(row[3])
        uren = self._uren(noted.uitgave, said.kanaal, klokken)
        binnen, verkeerd = uren.open.open(said.begonnen), said.uitkomst == "verkeerde-deur"
        cell = said.kanaal, binnen, said.afspraak is not None, said.vraagtype, said.onderwerp
        key = row[0][1:11], said.loket, said.lijn, row[1], cell, verkeerd
        cel = cellen.get(key)
        if cel is None:
            cel = cellen[key] = self._cel(key, found)
        deel = noted.ontvangen, voorval(said, uren, klokken.klok)
        for parts in cel.momenten:
            parts.append(deel)
        if cel.keren is not None:
            cel.keren.append((noted.ontvangen, 1))

    def _cel(self, key: "_Kenmerk", found: dict[Plek, list[Deel]]) -> "_Cel":
        melder, loket, lijn, dag, cell, verkeerd = key
        fijn, grof = self._cells(cell)
        maand = _maand(dag)
        places = [
            Plek(reeks_lijn(lijn), dag, fijn),
            Plek(reeks_maand(lijn), maand, grof),
            Plek(reeks_melder(melder.hex(), loket, lijn), maand, grof),
        ]
        momenten = [found.setdefault(place, []) for place in places]
        onderwerp = cell[-1]
        if not verkeerd and onderwerp is None:
            return _Cel(momenten, None)
        about = Plek(reeks_onderwerp(lijn), maand, _encode(Onderwerpcel(onderwerp, verkeerd)))
        return _Cel(momenten, found.setdefault(about, []))

    def _uren(self, uitgave: int, kanaal: str, klokken: "_Klokken") -> Uren:
        """Give the hours of a channel by the publication at a place of the log."""
        known = klokken.uren
        found = known.get((uitgave, kanaal))
        if found is None:
            if len(known) >= MAX_CELLEN:
                known.clear()
            found = klokken.klok.uren(self._verleden.uitgave(uitgave).roosters[kanaal])
            known[uitgave, kanaal] = found
        return found

    def _cells(self, key: tuple[Any, ...]) -> tuple[bytes, bytes]:
        """Write the cell of a line, and the coarser one of who reported."""
        found = self._cellen.get(key)
        if found is None:
            if len(self._cellen) >= MAX_CELLEN:
                self._cellen.clear()
            found = self._cellen[key] = _encode(Kanaalcel(*key)), _encode(Kanaalcel(*key[:3]))
        return found


class _Klokken(NamedTuple):
    """The clocks under the kalenders at a version of the store, and the hours of publications by their channels."""

    version: int | None
    klok: Meetklok
    uren: dict[tuple[int, str], Uren]


class _Cel(NamedTuple):
    """What rows of one cell add to: lists of contactmomenten, and of how many there were of a subject."""

    momenten: Sequence[list[Deel]]
    keren: list[Deel] | None


def _eigenaren(over: Collection[str] | None) -> set[bytes] | None:
    """Name the organisations in series of lines: rows that do not name one do not count there. None: it may be any."""
    found = [_VAN_LIJN.match(naam) for naam in over or ()]
    if over is None or not all(found):
        return None
    return {match[1].encode() for match in found if match}


def _keren(row: Kolommen) -> Iterator[tuple[Plek, int]]:
    """Say where a row that is no contactmoment counts, and for how many."""
    sleutel, dag, inhoud, _ = row
    if sleutel[0] == _HULP:
        vraag = uitgepakt(inhoud, Hulpvraag)
        yield Plek(reeks_loket(vraag.loket), dag, _encode(_hulpcel(vraag))), 1
        return
    for punt, keer in _LEERPUNTEN.decode(inhoud).punten:
        yield Plek(REEKS_ZOEKVRAAG, _maand(dag), _encode(punt)), keer


def _maand(dag: int) -> int:
    return dag - date.fromordinal(dag).day + 1


def samen(eerder: Geteld | None, delen: Sequence[Deel]) -> Geteld:
    """Add what rows add to the counter of a place; None: there is none yet.

    Raises:
        StoreError: they are not of one soort.
    """
    wat: Any = None if eerder is None else eerder.wat
    tijden, erbij = zip(*delen, strict=True)
    laatst = max(tijden) if eerder is None else max(eerder.bijgewerkt, *tijden)
    soorten = set(map(type, erbij))
    if soorten == {int} and not isinstance(wat, Telling):
        return Geteld(laatst, sum(erbij, wat or 0))
    if soorten == {tuple} and not isinstance(wat, int):
        return Geteld(laatst, tellingen.bijgeteld(wat or tellingen.NIETS, erbij))
    raise StoreError("In het meetboek staan op één plek twee soorten tellingen.")


def schrijf(geteld: Geteld) -> bytes:
    """Write a counter, the same bytes whatever the order in which it was added up."""
    wat = geteld.wat
    if isinstance(wat, Telling):
        wat = Telling(wat.aantallen, dict(sorted(wat.verdelingen.items())))
    return _encode(Geteld(geteld.bijgewerkt, wat))


def lees(raw: bytes) -> Geteld:
    """Read a counter.

    Raises:
        StoreError: it is none.
    """
    try:
        return _GETELD.decode(raw)
    except msgspec.MsgspecError as fault:
        raise StoreError("In het meetboek staat een telling die deze versie niet kan lezen.") from fault


def kanaalcel(raw: bytes) -> Kanaalcel:
    """Read the cell of a line."""
    return _KANAALCEL.decode(raw)


def hulpcel(raw: bytes) -> Hulpcel:
    """Read the cell of a loket."""
    return _HULPCEL.decode(raw)


def onderwerpcel(raw: bytes) -> Onderwerpcel:
    """Read the cell of a line by subject."""
    return _ONDERWERPCEL.decode(raw)


def leerpunt(raw: bytes) -> Leerpunt:
    """Read what a question left behind."""
    return _LEERPUNT.decode(raw)


def aantekening(ontvangen: datetime, uitgave: int = -1) -> Aantekening:
    """Note when a row came in."""
    return Aantekening(second_of(ontvangen), uitgave)


def noteer(noted: Aantekening) -> bytes:
    """Write what is noted."""
    return _encode(noted)


def eerste_van_maand(dag: date) -> date:
    """Give the day under which a month is counted."""
    return dag.replace(day=1)


def _hulpcel(meting: Hulpvraag) -> Hulpcel:
    who = None if meting.organisaties is None else tuple(sorted(meting.organisaties))
    return Hulpcel(meting.vraagtype, who, meting.contact_gelegd, meting.levensgebeurtenis, meting.uitkomst)


_encode: Final[Callable[[Any], bytes]] = msgspec.msgpack.Encoder().encode
_GETELD: Final = msgspec.msgpack.Decoder(Geteld)
_AANTEKENING: Final = msgspec.msgpack.Decoder(Aantekening)
_KANAALCEL: Final = msgspec.msgpack.Decoder(Kanaalcel)
_HULPCEL: Final = msgspec.msgpack.Decoder(Hulpcel)
_ONDERWERPCEL: Final = msgspec.msgpack.Decoder(Onderwerpcel)
_LEERPUNT: Final = msgspec.msgpack.Decoder(Leerpunt)
_LEERPUNTEN: Final = msgspec.msgpack.Decoder(Leerpunten)
