# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was measured: rows, and exact counters beside them. No part of the log: nobody signs a phone call.

    rows        what a member handed in: kept as it was said, never changed, one by its (soort, melder, id)
    counters    what the rows add up to, by place: a series (`reeks`), a day, a cell. How to count is passed in

    boek.schrijf(rows)      one transaction: all of it is on disk when this returns, or none of it is
    boek.vouw()             counts what was not counted yet; when nobody waits, or when it grows long
    boek.hertel()           counts every row again and compares, as an audit does; or puts right what differs
    boek.vergeet(day)       drops the rows of before a day; what they added up to stays

The same row again is known and counts once, in whichever process and however often; another row by the same name is
refused. That asks for an index on names that others made up, and such an index is what makes a store of measurements
slow: each random name lands on a page of its own, that is read, written to the log and written back. So the name
begins with who handed in, and whoever chooses names that begin with the moment (UUIDv7, and those that `lijn meting
importeer` makes) has its rows side by side: a hundred rows on a handful of pages. Random names (UUIDv4) are fine too,
and cost a page each. The row stands in that index itself: there is no second copy of the name, and no second index.

To add a row to a counter is to read it, unpack it, add and write it back: dearer than keeping the row, and the dearer
the fewer are added at once. So rows are written down once more as not counted yet, in the transaction that keeps them,
and counted with many others. Whoever reads counters counts those too: folding changes nothing that can be seen.

All calls are synchronous and may be made from any thread. What is not checked by tests/store/test_meetboek.py is not
promised.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, Protocol, TypeAlias, runtime_checkable

import msgspec
from msgspec import Struct

from registry.errors import StoreError

Soort: TypeAlias = Literal["contactmoment", "hulpvraag", "zoekvraag"]
# nieuw: kept and counted; bekend: it was already; anders: that name is of another row; vergeten: the rows of that day
# were dropped, so whether it is new cannot be known
Lot: TypeAlias = Literal["nieuw", "bekend", "anders", "vergeten"]
Kolommen: TypeAlias = tuple[bytes, int, bytes, bytes]  # sleutel, dag, inhoud, aantekening
VOUW_RIJEN: Final = 16_000  # as many rows at most are kept but not counted: whoever reads counters counts them then
VOUW_KEREN: Final = 1_000  # and of as many transactions
VERGEET_RIJEN: Final = 5_000  # so many are looked at between two turns of others to write
TEL_RIJEN: Final = 10_000  # and so many are counted at once by who counts all again
_ENCODER: Final = msgspec.msgpack.Encoder()
_ROWS: Final = msgspec.msgpack.Decoder(list[Kolommen])
SOORTEN: Final[tuple[Soort, ...]] = ("contactmoment", "hulpvraag", "zoekvraag")


class Rij(Struct, frozen=True, kw_only=True):
    """One measurement. `id` in 16 bytes; `inhoud` is what was said, the same bytes for the same content.

    `aantekening`: what the register noted when it came in, which a retry need not agree with.
    """

    soort: Soort
    melder: str
    id: bytes
    dag: date
    inhoud: bytes
    aantekening: bytes = b""

    @property
    def sleutel(self) -> bytes:
        """The name of the row as it is kept: a byte for the soort, the OIN in ten, the id in sixteen."""
        return _begin(self.soort, self.melder) + self.id

    @property
    def kolommen(self) -> "Kolommen":
        """The row as it is kept."""
        return self.sleutel, self.dag.toordinal(), self.inhoud, self.aantekening


class Plek(NamedTuple):
    """Where something is counted. `dag` is a date.toordinal()."""

    reeks: str
    dag: int
    cel: bytes


class Telraam(Struct, frozen=True, kw_only=True):
    """How to count.

    `tel` says what rows add and where; given what names of series begin with, it may leave out what is in none of
    those. `samen` makes a counter of the one that there was, or None, and of what is added: the same in whichever
    order, and in however many steps. Both may be called from several threads.
    """

    tel: Callable[[Iterable[Kolommen], Collection[str] | None], Mapping[Plek, Sequence[Any]]]
    samen: Callable[[Any, Sequence[Any]], Any]
    schrijf: Callable[[Any], bytes]
    lees: Callable[[bytes], Any]


class Hertelling(Struct, frozen=True, kw_only=True):
    """What counting again found: how many rows, and every place whose counter differs.

    `vanaf`: of days before it the rows are gone, so their counters could not be checked. None: all were.
    """

    rijen: int
    afwijkend: tuple[Plek, ...]
    vanaf: date | None


@lru_cache(1024)
def _begin(soort: Soort, melder: str) -> bytes:
    return bytes((SOORTEN.index(soort),)) + bytes.fromhex(melder)


@runtime_checkable
class Meetboek(Protocol):
    """Where measurements are kept."""

    def schrijf(self, rijen: Sequence[Rij]) -> Sequence[Lot]:
        """Keep and count what is new, and say of each row what became of it, in the order given.

        MUST be durable and whole before it returns, and MUST leave nothing behind after an error.
        """
        ...

    def tellingen(self, reeksen: Sequence[str], van: date, tot: date) -> Sequence[tuple[Plek, Any]]:
        """Read the counters of these series of van ≤ dag < tot, ordered by place. Costs what it gives."""
        ...

    def reeksen(self, begin: str) -> Sequence[str]:
        """List the series whose name begins so, in order. Costs what it gives."""
        ...

    def vouw(self) -> None:
        """Fold what was added lately into the counters."""
        ...

    def hertel(self, *, herstel: bool = False) -> Hertelling:
        """Count all rows again and compare; with `herstel` also put right what differs. Holds up writers meanwhile."""
        ...

    def vergeet(self, voor: date) -> int:
        """Drop the rows of days before the first of the month of `voor`, a few at a time; say how many."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


def differing(kept: Mapping[Plek, bytes], counted: Mapping[Plek, bytes], vanaf: int) -> tuple[Plek, ...]:
    """Name the places from a day on where two counts differ, in order."""
    return tuple(
        sorted(
            place
            for place in kept.keys() | counted.keys()
            if place.dag >= vanaf and kept.get(place) != counted.get(place)
        )
    )


def pak(rows: Sequence[Kolommen]) -> bytes:
    """Write down rows that are kept and not counted yet."""
    return _ENCODER.encode(rows)


def ongeteld(blobs: Iterable[bytes]) -> Iterator[Kolommen]:
    """Read back which rows were not counted yet.

    Raises:
        StoreError: this cannot be read.
    """
    try:
        for raw in blobs:
            yield from _ROWS.decode(raw)
    except msgspec.MsgspecError as fault:
        raise StoreError("In het meetboek staan rijen die deze versie niet kan tellen.") from fault


def together(telraam: Telraam, kept: Mapping[Plek, bytes], fresh: Mapping[Plek, Sequence[Any]]) -> dict[Plek, bytes]:
    """Write the counters of every place where something was added: what was kept, and that."""
    return {
        place: telraam.schrijf(telraam.samen(telraam.lees(kept[place]) if place in kept else None, parts))
        for place, parts in fresh.items()
    }


def added(telraam: Telraam, counts: dict[Plek, Any], rows: Iterable[Kolommen]) -> None:
    """Count more rows into counts."""
    for place, parts in telraam.tel(rows, None).items():
        counts[place] = telraam.samen(counts.get(place), parts)


def read(
    telraam: Telraam, kept: Mapping[Plek, bytes], fresh: Iterable[Kolommen], reeksen: Collection[str], dagen: range
) -> Sequence[tuple[Plek, Any]]:
    """Give the counters of these series and days, ordered by place: what was kept, and what was not counted yet."""
    found = {place: telraam.lees(raw) for place, raw in kept.items()}
    for place, parts in telraam.tel(fresh, reeksen).items():
        if place.reeks in reeksen and place.dag in dagen:
            found[place] = telraam.samen(found.get(place), parts)
    return sorted(found.items())
