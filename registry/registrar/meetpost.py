# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Where measurements are taken in: a batch in, what became of each out.

A batch is one measurement or up to `MAX_METINGEN`, as JSON or as NDJSON (one a line). What can be read at all is judged
one by one, each with all of its faults; what is good is kept and counted in one transaction, with the other batches
that came in meanwhile. A batch that was cut off is refused as a whole, since nobody knows what else was in it: JSON
that does not end, or a last line that neither ends nor is one.

On top of what a measurement says of itself (statements/metingen.py) it is held to the register: its line was there at
that moment and had that channel, its loket is one of who hands it in, and its subject is one that the register knows.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from registry.errors import Fout, MalformedError, RegistryError, TooLargeError
from registry.projections.gids import Gids
from registry.projections.meetklok import second_of
from registry.projections.metingrij import ingepakt
from registry.projections.uren import Dagbegin
from registry.registrar.actueel import Actueel
from registry.registrar.bekend import Bekend
from registry.registrar.lijnverleden import Lijnverleden, Uitgave
from registry.registrar.telraam import aantekening, noteer
from registry.statements.dubbel import Genoemd, dubbel
from registry.statements.metingen import Contactmoment, Hulpvraag, MetingId, lees
from registry.statements.schema import MAX_FAULTS
from registry.store.meetboek import Lot, Meetboek, Rij, Soort
from registry.wire.metingen import Meetbewijs, Metinguitkomst

MAX_METINGEN: Final = 1_000
MAX_BYTES: Final = 1024 * 1024
MAX_FOUTEN: Final = 1_000  # of a whole batch: after that, one for each measurement
T = TypeVar("T")
Vorm: TypeAlias = Literal["json", "ndjson"]
Meting: TypeAlias = Contactmoment | Hulpvraag
_MANY: Final[dict[Soort, msgspec.json.Decoder[Any]]] = {
    "contactmoment": msgspec.json.Decoder(list[Contactmoment]),
    "hulpvraag": msgspec.json.Decoder(list[Hulpvraag]),
}
_ANYTHING: Final = msgspec.json.Decoder()


class Zending(NamedTuple):
    """A batch, as it came in; `melder` is the OIN of who hands it in."""

    soort: Soort
    melder: str
    vorm: Vorm
    raw: bytes


class Oordeel(Struct, gc=False):
    """What is known of one measurement so far: a row that may be kept, or faults."""

    id: str | None
    rij: Rij | None
    fouten: Sequence[Fout] = ()


class Meetpost:
    """Takes measurements in; for one thread."""

    def __init__(self, actueel: Actueel, verleden: Lijnverleden, boek: Meetboek) -> None:
        self._actueel = actueel
        self._verleden = verleden
        self._boek = boek
        self._bekend = Bekend()
        self._dag = Dagbegin()

    def neem(self, zendingen: Sequence[Zending], *, at: datetime) -> Sequence[Meetbewijs | RegistryError]:
        """Take batches in, in one transaction; give for each what became of it, or why it cannot be read.

        Raises:
            StoreError: nothing was kept.
        """
        gids = self._actueel.catch_up()
        judged = [self._judged(zending, gids, at) for zending in zendingen]
        rows = [one.rij for batch in judged if isinstance(batch, list) for one in batch if one.rij is not None]
        lots = iter(self._boek.schrijf(rows) if rows else ())
        return [
            batch if isinstance(batch, RegistryError) else _bewijs(batch, [next(lots) for one in batch if one.rij])
            for batch in judged
        ]

    def _judged(self, zending: Zending, gids: Gids, at: datetime) -> list[Oordeel] | RegistryError:
        try:
            items, typed = gelezen(zending)
        except RegistryError as refused:
            return refused
        judged: list[Oordeel] = []
        for item in items:
            meting, fouten = (item, list(item.fouten(at))) if typed else _formed(item, zending.soort, at)
            if meting is None or fouten:
                judged.append(Oordeel(_id_of(item), None, fouten))
            else:
                judged.append(self._held(meting, zending, gids, at))
        return judged

    def _held(self, meting: Meting, zending: Zending, gids: Gids, at: datetime) -> Oordeel:
        """Hold a measurement to the register."""
        fouten: list[Fout] = []
        said: Meting
        if isinstance(meting, Contactmoment):
            dag = self._day(meting.begonnen)
            said, uitgave = self._contact(meting, dag, zending.melder, gids, fouten)
        else:
            dag = self._day(meting.ontvangen)
            said, uitgave = self._hulp(meting, zending.melder, gids, fouten), None
        if fouten:
            return Oordeel(meting.id, None, fouten)
        rij = Rij(
            soort=zending.soort,
            melder=zending.melder,
            id=bytes.fromhex(meting.id.replace("-", "")),
            dag=dag,
            inhoud=ingepakt(said),
            aantekening=_noted(at, uitgave.index if uitgave else -1),
        )
        return Oordeel(meting.id, rij)

    def _day(self, at: datetime) -> date:
        """Say which day a moment is on, as `local_date` does, only quicker."""
        return date.fromordinal(self._dag(second_of(at))[0])

    def _contact(
        self, meting: Contactmoment, dag: date, melder: str, gids: Gids, fouten: list[Fout]
    ) -> tuple[Contactmoment, Uitgave | None]:
        """Find the publication by which a contactmoment is judged, and write its names in full."""
        ingang = gids.ingang(meting.lijn)
        uitgave = None
        if ingang is None:
            fouten.append(Fout(veld="lijn", code="onbekend", uitleg="Deze lijn staat niet in het register."))
        elif (uitgave := self._verleden.of(ingang).op(meting.begonnen, dag)) is None:
            fouten.append(Fout(veld="begonnen", code="bestond-niet", uitleg="Deze lijn was er toen niet."))
        elif meting.kanaal not in uitgave.roosters:
            fouten.append(Fout(veld="kanaal", code="onbekend", uitleg="Deze lijn had dit kanaal toen niet."))
        onderwerp = meting.onderwerp
        known = onderwerp is None or (uitgave is not None and onderwerp in uitgave.onderwerpen)
        if onderwerp is not None and not known and not self._bekend.onderwerp(onderwerp, gids):
            fouten.append(Fout(veld="onderwerp", code="onbekend", uitleg="Dit onderwerp kent het register niet."))
        loket = None if meting.loket is None else _eigen_loket(meting.loket, melder, gids, fouten)
        if ingang is not None and (ingang.id, loket) != (meting.lijn, meting.loket):
            meting = replace(meting, lijn=ingang.id, loket=loket)
        return meting, uitgave

    def _hulp(self, meting: Hulpvraag, melder: str, gids: Gids, fouten: list[Fout]) -> Hulpvraag:
        """Hold a hulpvraag to the register, and write its names in full."""
        loket = _eigen_loket(meting.loket, melder, gids, fouten)
        for i, oin in enumerate(meting.organisaties or ()):
            if oin not in gids.organisaties:
                uitleg = "Deze organisatie staat niet in het register."
                fouten.append(Fout(veld=f"organisaties[{i}]", code="onbekend", uitleg=uitleg))
        gebeurtenis = meting.levensgebeurtenis
        if gebeurtenis is not None and not self._bekend.levensgebeurtenis(gebeurtenis, gids):
            uitleg = "Deze levensgebeurtenis kent het register niet."
            fouten.append(Fout(veld="levensgebeurtenis", code="onbekend", uitleg=uitleg))
        return meting if loket == meting.loket else replace(meting, loket=loket)


@lru_cache(1024)
def _noted(at: datetime, uitgave: int) -> bytes:
    return noteer(aantekening(at, uitgave))


def _formed(item: object, soort: Soort, at: datetime) -> tuple[Meting | None, list[Fout]]:
    """Make a measurement of parsed JSON, or say everything that is wrong with it."""
    if isinstance(item, Fout):
        return None, [item]
    doubled = list(islice(dubbel(item), MAX_FAULTS))
    found: Meting | None
    if soort == "contactmoment":
        found, fouten = lees(item, Contactmoment, at)
    else:
        found, fouten = lees(item, Hulpvraag, at)
    return (None if doubled else found), (doubled + fouten)[:MAX_FAULTS]


def gelezen(zending: Zending) -> tuple[Sequence[Any], bool]:
    """Read the measurements of a batch: as their type when all have the right form (True), else as parsed JSON.

    A line of NDJSON that is no JSON is a Fout in the place of what it should have been.

    Raises:
        MalformedError: the batch cannot be read, or was cut off.
        TooLargeError: there are more than `MAX_METINGEN`.
    """
    lines = _lines(zending)
    joined = zending.raw if lines is None else b"[" + b",".join(lines) + b"]"
    items: Sequence[Any]
    with suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        items = _MANY[zending.soort].decode(joined)
        # who says each name once, and nothing in vain, writes no more quotes than we do
        if len(items) == len(items if lines is None else lines) and joined.count(b'"') <= _quotes(items):
            return _counted(items), True
    if zending.vorm == "json":
        value = _json(zending.raw)
        return _counted(value if isinstance(value, list) else [value]), False
    items = [_line(line) for line in lines or ()]
    cut = bool(zending.raw.rpartition(b"\n")[2].strip())  # the last line does not end
    if cut and items and isinstance(items[-1], Fout):
        raise MalformedError("De inhoud breekt af midden in een regel. Er is niets van bewaard.")
    return items, False


def _lines(zending: Zending) -> Sequence[bytes] | None:
    """Split what stands apart: lines, or one measurement that is in no list."""
    if zending.vorm == "json":
        return [zending.raw] if zending.raw.lstrip()[:1] == b"{" else None
    return _counted([line for line in zending.raw.split(b"\n") if line.strip()])


def _counted(items: Sequence[T]) -> Sequence[T]:
    if len(items) > MAX_METINGEN:
        raise TooLargeError(f"Stuur hoogstens {MAX_METINGEN} metingen tegelijk. Er is niets van bewaard.")
    return items


def _quotes(items: Sequence[Any]) -> int:
    """Count the quotes in the least JSON that says this: no value that may be there needs an escape."""
    return msgspec.json.encode(items).count(b'"')


def _json(raw: bytes) -> Any:
    try:
        return _parsed(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise MalformedError("De inhoud is geen goede JSON, of breekt af. Er is niets van bewaard.") from None


def _line(line: bytes) -> Any:
    try:
        return _parsed(line)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return Fout(veld="", code="vorm", uitleg="Deze regel is geen goede JSON.")


def _parsed(raw: bytes) -> Any:
    _ANYTHING.decode(raw)  # refuses what json lets through: lone surrogates, control characters
    return json.loads(raw.decode(), object_pairs_hook=Genoemd.of)


def _eigen_loket(verwijzing: str, melder: str, gids: Gids, fouten: list[Fout]) -> str:
    """Name a loket in full, and hold it to being there and of who hands in."""
    partij, _, naam = verwijzing.partition("/")
    loket = f"{gids.afkortingen.get(partij, partij)}/{naam}"
    if loket not in gids.loketten:
        fouten.append(Fout(veld="loket", code="onbekend", uitleg="Dit loket staat niet in het register."))
    elif not loket.startswith(f"{melder}/"):
        uitleg = "Dit is een loket van een andere organisatie: die geeft zijn metingen zelf door."
        fouten.append(Fout(veld="loket", code="niet-eigen", uitleg=uitleg))
    return loket


def _id_of(item: object) -> str | None:
    """Give the id of something that was refused, if it has one: only what looks like a UUID is repeated."""
    found = item.get("id") if isinstance(item, dict) else getattr(item, "id", None)
    try:
        return msgspec.convert(found, MetingId)
    except msgspec.ValidationError:
        return None


_REFUSED: Final[dict[Lot, Fout]] = {
    "anders": Fout(
        veld="id",
        code="ander-bericht",
        uitleg="Met dit id gaf u al een andere meting door. Die blijft staan: kies voor een andere een nieuw id.",
    ),
    "vergeten": Fout(
        veld="begonnen",
        code="te-oud",
        uitleg="Metingen van die maand zijn al opgeruimd; of deze al meetelt, is niet meer na te gaan.",
    ),
}


def _bewijs(judged: Sequence[Oordeel], lots: Sequence[Lot]) -> Meetbewijs:
    """Say what became of a batch."""
    of_rows = iter(lots)
    told: list[Metinguitkomst] = []
    counts = {"aangenomen": 0, "bekend": 0, "geweigerd": 0}
    faults = 0
    for nummer, one in enumerate(judged):
        lot = next(of_rows) if one.rij is not None else None
        if lot == "nieuw":
            counts["aangenomen"] += 1
            told.append(Metinguitkomst(nummer=nummer, id=one.id, uitkomst="aangenomen"))
        elif lot == "bekend":
            counts["bekend"] += 1
            told.append(Metinguitkomst(nummer=nummer, id=one.id, uitkomst="bekend"))
        else:
            fouten = tuple(one.fouten) if lot is None else (_refused(lot, one),)
            fouten = fouten[: max(1, MAX_FOUTEN - faults)]
            faults += len(fouten)
            counts["geweigerd"] += 1
            told.append(Metinguitkomst(nummer=nummer, id=one.id, uitkomst="geweigerd", fouten=fouten))
    return Meetbewijs(metingen=tuple(told), **counts)


def _refused(lot: Lot, one: Oordeel) -> Fout:
    fout = _REFUSED[lot]
    if lot == "vergeten" and one.rij is not None and one.rij.soort == "hulpvraag":
        return replace(fout, veld="ontvangen")
    return fout
