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

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from registry.errors import StoreError
from registry.projections import tellingen
from registry.projections.kalenders import Kalenderstand
from registry.projections.leerpunten import Leerpunt, Leerpunten
from registry.projections.meetklok import Meetklok, second_of
from registry.projections.metingrij import uitgepakt
from registry.projections.stand import load_all
from registry.projections.tellingen import Telling
from registry.registrar.lijnverleden import Lijnverleden
from registry.statements.metingen import Contactmoment, Hulpvraag
from registry.statements.openingstijden import Rooster
from registry.store.meetboek import Plek, Rij, Telraam
from registry.store.protocol import Store

ZONDER_LOKET: Final = "-"
REEKS_ZOEKVRAAG: Final = "zoekvraag"
MAX_CELLEN: Final = 10_000


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


class Gemeten(Struct, frozen=True, gc=False):
    """A measurement that is at hand, with what else counting asks."""

    meting: Contactmoment | Hulpvraag | Leerpunten
    aantekening: Aantekening
    roosters: Sequence[Rooster] = ()


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
    """Counts measurements, by the log and the kalenders of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._version: int | None = None
        self._klok = Meetklok({})
        self._cellen: dict[tuple[str, bool, bool, int | None, str | None], tuple[bytes, bytes]] = {}
        self._verleden = Lijnverleden(store)

    @property
    def telraam(self) -> Telraam:
        """Give what a book counts with."""
        return Telraam(tel=self.tel, samen=samen, schrijf=schrijf, lees=lees)

    def klok(self) -> Meetklok:
        """Give the clocks under the kalenders that stand now."""
        version = self._store.version()
        if version != self._version:
            with self._store.read() as tx:
                found = {one.kalender.jaar: one.kalender for one in load_all(tx, "kalender/", Kalenderstand)}
            if found != self._klok.kalenders:
                self._klok = Meetklok(found)
            self._version = version
        return self._klok

    def tel(self, rijen: Iterable[Rij]) -> Mapping[Plek, Geteld]:
        """Count rows.

        Raises:
            StoreError: a row cannot be read, or the publication that it was judged by.
        """
        klok = self.klok()
        momenten: dict[Plek, list[Telling]] = {}
        maanden: dict[Plek, set[Plek]] = {}  # what a month of a line is the sum of: each reporter's
        keren: Counter[Plek] = Counter()
        laatst: dict[Plek, int] = {}
        for rij in rijen:
            gemeten: Gemeten = rij.meting or self._gemeten(rij)
            meting, at = gemeten.meting, gemeten.aantekening.ontvangen
            places: list[Plek]
            match meting:
                case Contactmoment():
                    cel, telling = tellingen.tel(meting, gemeten.roosters, klok)
                    fijn, grof = self._cells(cel)
                    dag = cel.dag.toordinal()
                    maand = dag - cel.dag.day + 1
                    van_melder = Plek(reeks_melder(rij.melder, meting.loket, meting.lijn), maand, grof)
                    places = [Plek(reeks_lijn(meting.lijn), dag, fijn), van_melder]
                    for place in places:
                        momenten.setdefault(place, []).append(telling)
                    maanden.setdefault(Plek(reeks_maand(meting.lijn), maand, grof), set()).add(van_melder)
                    verkeerd = meting.uitkomst == "verkeerde-deur"
                    if verkeerd or meting.onderwerp is not None:
                        about = Plek(
                            reeks_onderwerp(meting.lijn), maand, _encode(Onderwerpcel(cel.onderwerp, verkeerd))
                        )
                        keren[about] += 1
                        places.append(about)
                case Hulpvraag():
                    places = [Plek(reeks_loket(meting.loket), rij.dag.toordinal(), _encode(_hulpcel(meting)))]
                    keren[places[0]] += 1
                case _:
                    maand = rij.dag.toordinal() - rij.dag.day + 1
                    places = [Plek(REEKS_ZOEKVRAAG, maand, _encode(punt)) for punt, _ in meting.punten]
                    keren.update(dict(zip(places, (keer for _, keer in meting.punten), strict=True)))
            for place in places:
                laatst[place] = max(laatst.get(place, 0), at)
        found = {place: Geteld(laatst[place], tellingen.samen(*parts)) for place, parts in momenten.items()}
        for place, parts in maanden.items():
            found[place] = samen(*(found[part] for part in parts))
        return found | {place: Geteld(laatst[place], count) for place, count in keren.items()}

    def _cells(self, cel: tellingen.Cel) -> tuple[bytes, bytes]:
        """Write the cell of a line, and the coarser one of who reported."""
        key = cel.kanaal, cel.binnen, cel.afspraak, cel.vraagtype, cel.onderwerp
        found = self._cellen.get(key)
        if found is None:
            if len(self._cellen) >= MAX_CELLEN:
                self._cellen.clear()
            found = self._cellen[key] = _encode(Kanaalcel(*key)), _encode(Kanaalcel(*key[:3]))
        return found

    def _gemeten(self, rij: Rij) -> Gemeten:
        """Read a row back."""
        try:
            noted = _AANTEKENING.decode(rij.aantekening)
            if rij.soort == "hulpvraag":
                return Gemeten(uitgepakt(rij.inhoud, Hulpvraag), noted)
            if rij.soort == "zoekvraag":
                return Gemeten(_LEERPUNTEN.decode(rij.inhoud), noted)
            moment = uitgepakt(rij.inhoud, Contactmoment)
            return Gemeten(moment, noted, self._verleden.uitgave(noted.uitgave).roosters[moment.kanaal])
        except (msgspec.MsgspecError, TypeError, ValueError, KeyError) as fault:
            raise StoreError("In het meetboek staat een rij die deze versie niet kan lezen.") from fault


def samen(*geteld: Geteld) -> Geteld:
    """Add one or more counters of a place up.

    Raises:
        StoreError: they are not of one soort.
    """
    if len(geteld) == 1:
        return geteld[0]
    laatst = max(een.bijgewerkt for een in geteld)
    momenten = [een.wat for een in geteld if isinstance(een.wat, Telling)]
    if len(momenten) == len(geteld):
        return Geteld(laatst, tellingen.samen(*momenten))
    vragen = [een.wat for een in geteld if isinstance(een.wat, int)]
    if len(vragen) == len(geteld):
        return Geteld(laatst, sum(vragen))
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
