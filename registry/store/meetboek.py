# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was measured: rows, and exact counters beside them. No part of the log: nobody signs a phone call.

    rows        what a member handed in: kept as it was said, never changed, one by its (soort, melder, id)
    counters    what the rows add up to, by place: a series (`reeks`), a day, a cell. How to count is passed in

    boek.schrijf(rows)      one transaction: all of it is on disk when this returns, or none of it is
    boek.vouw()             folds what was added lately into the counters; when nobody waits, or when it grows long
    boek.hertel()           counts every row again and compares, as an audit does; or puts right what differs
    boek.vergeet(day)       drops the rows of before a day; what they added up to stays

The same row again is known and counts once, in whichever process and however often; another row by the same name is
refused. That asks for an index on names that others made up, and such an index is what makes a store of measurements
slow: each random name lands on a page of its own, that is read, written to the log and written back. So the name
begins with who handed in, and whoever chooses names that begin with the moment (UUIDv7, and those that `lijn meting
importeer` makes) has its rows side by side: a hundred rows on a handful of pages. Random names (UUIDv4) are fine too,
and cost a page each. The row stands in that index itself: there is no second copy of the name, and no second index.

To add a row to a counter is to read it, unpack it, add and write it back: dearer than keeping the row. So what a
transaction adds is kept as it is, in that transaction, and folded in with that of many others. Whoever reads counters
is given both together: folding changes nothing that can be seen.

All calls are synchronous and may be made from any thread. What is not checked by tests/store/test_meetboek.py is not
promised.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal, NamedTuple, Protocol, TypeAlias, runtime_checkable

import msgspec
from msgspec import Struct

from registry.errors import StoreError

Soort: TypeAlias = Literal["contactmoment", "hulpvraag"]
# nieuw: kept and counted; bekend: it was already; anders: that name is of another row; vergeten: the rows of that day
# were dropped, so whether it is new cannot be known
Lot: TypeAlias = Literal["nieuw", "bekend", "anders", "vergeten"]
SLEUTEL_BYTES: Final = 27
VOUW_RIJEN: Final = 8_000  # as many rows at most are counted but not folded in
VOUW_KEREN: Final = 160  # and as many transactions
_ENCODER: Final = msgspec.msgpack.Encoder()
_ADDED: Final = msgspec.msgpack.Decoder(list[tuple[str, int, bytes, bytes]])
_SOORTEN: Final[tuple[Soort, ...]] = ("contactmoment", "hulpvraag")


class Rij(Struct, frozen=True, kw_only=True):
    """One measurement. `id` in 16 bytes; `inhoud` is what was said, the same bytes for the same content.

    `aantekening`: what the register noted when it came in, which a retry need not agree with.
    `meting`: what `inhoud` says, where that is at hand; not kept.
    """

    soort: Soort
    melder: str
    id: bytes
    dag: date
    inhoud: bytes
    aantekening: bytes = b""
    meting: Any = None

    @property
    def sleutel(self) -> bytes:
        """The name of the row as it is kept: a byte for the soort, the OIN in ten, the id in sixteen."""
        return bytes((_SOORTEN.index(self.soort),)) + bytes.fromhex(self.melder) + self.id


class Plek(NamedTuple):
    """Where something is counted. `dag` is a date.toordinal()."""

    reeks: str
    dag: int
    cel: bytes


class Telraam(Struct, frozen=True, kw_only=True):
    """How to count. `tel` asks nothing but the rows, so that they always add up to the same; so does `samen`."""

    tel: Callable[[Iterable[Rij]], Mapping[Plek, Any]]
    samen: Callable[..., Any]  # of one or more
    schrijf: Callable[[Any], bytes]
    lees: Callable[[bytes], Any]


class Hertelling(Struct, frozen=True, kw_only=True):
    """What counting again found: how many rows, and every place whose counter differs.

    `vanaf`: of days before it the rows are gone, so their counters could not be checked. None: all were.
    """

    rijen: int
    afwijkend: tuple[Plek, ...]
    vanaf: date | None


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


def rij_of(sleutel: bytes, dag: int, inhoud: bytes, aantekening: bytes) -> Rij:
    """Make a row of what is kept.

    Raises:
        StoreError: this is no name of a row.
    """
    if len(sleutel) != SLEUTEL_BYTES or sleutel[0] >= len(_SOORTEN):
        raise StoreError("In het meetboek staat een rij die deze versie niet kent.")
    return Rij(
        soort=_SOORTEN[sleutel[0]],
        melder=sleutel[1:11].hex(),
        id=sleutel[11:],
        dag=date.fromordinal(dag),
        inhoud=inhoud,
        aantekening=aantekening,
    )


def differing(kept: Mapping[Plek, bytes], counted: Mapping[Plek, bytes], vanaf: int) -> tuple[Plek, ...]:
    """Name the places from a day on where two counts differ, in order."""
    return tuple(
        sorted(
            place
            for place in kept.keys() | counted.keys()
            if place.dag >= vanaf and kept.get(place) != counted.get(place)
        )
    )


def pak(telraam: Telraam, counts: Mapping[Plek, Any]) -> bytes:
    """Write what a transaction adds."""
    return _ENCODER.encode([(*place, telraam.schrijf(count)) for place, count in counts.items()])


def parts_of(blobs: Iterable[bytes]) -> dict[Plek, list[bytes]]:
    """Read what transactions added, by place.

    Raises:
        StoreError: this cannot be read.
    """
    found: dict[Plek, list[bytes]] = {}
    try:
        for raw in blobs:
            for reeks, dag, cel, waarde in _ADDED.decode(raw):
                found.setdefault(Plek(reeks, dag, cel), []).append(waarde)
    except msgspec.MsgspecError as fault:
        raise StoreError("In het meetboek staat een toevoeging die deze versie niet kent.") from fault
    return found


def total(telraam: Telraam, parts: Iterable[bytes]) -> Any:
    """Add up one or more written counts."""
    return telraam.samen(*map(telraam.lees, parts))


def together(telraam: Telraam, kept: Mapping[Plek, bytes], fresh: Mapping[Plek, Sequence[bytes]]) -> dict[Plek, bytes]:
    """Write the counters of every place where something was added: what was kept, and that."""
    return {
        place: telraam.schrijf(total(telraam, [*([kept[place]] if place in kept else ()), *parts]))
        for place, parts in fresh.items()
    }


def added(telraam: Telraam, counts: dict[Plek, Any], rijen: Iterable[Rij]) -> None:
    """Count more rows into counts."""
    for place, more in telraam.tel(rijen).items():
        earlier = counts.get(place)
        counts[place] = more if earlier is None else telraam.samen(earlier, more)
