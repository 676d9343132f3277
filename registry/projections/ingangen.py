# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A line as the directory holds it: its fact as bytes, and beside that only what choosing among lines needs.

Most lines of a large network are never shown by this worker. So of a line is decoded where it lies, when it is first
looked at what choosing needs, and when it is first shown all of it. What many lines say alike (hours, promises,
conditions) is kept once: see `Gedeeld`.
"""

import zlib
from collections.abc import Iterable
from datetime import date
from threading import Lock
from typing import Any, Final, Literal, TypeAlias, cast

import msgspec
from msgspec import Raw, Struct

from registry.projections.organisaties import Organisatie
from registry.projections.professionallijnen import Lijn
from registry.projections.storingen import Storingstand
from registry.projections.toegang import Aanvrager, Toegang, toegang
from registry.statements.openingstijden import Afwijking, Feestdagen, Openingsblok, Rooster
from registry.statements.professionallijnen import (
    GESPREKSKANALEN,
    EenToegangseis,
    Toezegging,
    WerkgebiedEis,
)

GEEN_BELOFTE: Final = 10.0**9  # longer than any that is promised, and less than a step in meetcijfers.py
_SECONDS: Final = {"seconden": 1, "minuten": 60, "uren": 3600}
_MAX_CALLERS: Final = 256
_NOTHING: Final = (b"", b"null")
_NEVER: Final = date.max.toordinal()
_WINDOW: Final = -14  # deflate without a header, looking back 16 KiB


def packed(raw: bytes, woorden: bytes) -> bytes:
    """Compress with a text that these bytes are much like (RFC 1951, with a preset dictionary).

    >>> unpacked(packed(b"aow aow aow", b"aow"), b"aow")
    b'aow aow aow'
    """
    deflate = zlib.compressobj(wbits=_WINDOW, zdict=woorden)
    return deflate.compress(raw) + deflate.flush()


def unpacked(found: bytes, woorden: bytes) -> bytes:
    """Decompress."""
    return zlib.decompressobj(wbits=_WINDOW, zdict=woorden).decompress(found)


class Eisen:
    """The conditions of a line, and what they mean for the callers that asked."""

    __slots__ = ("_judged", "eisen", "per_gemeente")

    def __init__(self, eisen: tuple[EenToegangseis, ...]) -> None:
        self.eisen = eisen
        self.per_gemeente = any(isinstance(eis, WerkgebiedEis) for eis in eisen)
        self._judged: dict[Aanvrager, tuple[bool, Toegang, bytes]] = {}

    def judged(self, aanvrager: Aanvrager) -> tuple[bool, Toegang, bytes]:
        """Judge them for a caller: whether one is certainly not met, the verdicts, and those as JSON.

        Where it does not matter (not `per_gemeente`), leave out the municipality: more callers are alike then.
        """
        found = self._judged.get(aanvrager)
        if found is None:
            verdict = toegang(self.eisen, aanvrager)
            found = (verdict.oordeel == "niet-voldaan", verdict, msgspec.json.encode(verdict))
            if len(self._judged) >= _MAX_CALLERS:
                self._judged.clear()
            self._judged[aanvrager] = found
        return found


class KanaalKort(Struct, frozen=True, gc=False, eq=False):
    """A channel, as far as choosing goes; one for all lines whose channels agree in this.

    `nummer` is its own and `rooster_nummer` that of its rooster. `belofte_s`: the wait it promises at most, in seconds.
    """

    nummer: int
    soort: str
    gesprek: bool
    rooster_nummer: int
    rooster: Rooster
    toezeggingen: tuple[Toezegging, ...]
    belofte_s: float


Gesprek: TypeAlias = "tuple[float, str, int, KanaalKort, int, int, Ingang]"
"""A channel by which people can be spoken to: its promise, the id of its line and its place on it; the channel in
short; the first and the last day of the line, and the line."""


class Ingang:
    """A line in the directory. Immutable; what was once worked out of it is remembered.

    Where it lies is read at once, and the rest when it is first looked at: most lines of a large network never are.
    """

    __slots__ = (
        "_gedeeld", "_gesprekken", "_packed", "_raw", "_vast", "eisen", "houder", "id", "ingetrokken", "kanalen",
        "levensgebeurtenissen", "nummer", "onderwerpen", "storing", "terugval", "tot", "van", "vraagtypen",
        "werkgebied",
    )  # fmt: skip
    eisen: "Eisen"
    ingetrokken: bool
    kanalen: tuple[KanaalKort, ...]
    terugval: str | None
    tot: int
    van: int
    vraagtypen: tuple[int, ...]
    werkgebied: str | tuple[str, ...]

    def __init__(
        self, id_: str, raw: bytes, houder: Organisatie, storing: Storingstand | None, gedeeld: "Gedeeld", nummer: int
    ) -> None:
        """Read where it lies. `nummer`: how many lines came before the first of this id; it stays the same."""
        said = _WHERE.decode(raw).lijn
        self._gedeeld = gedeeld
        self._raw: bytes | None = raw
        self._packed = b""
        self._vast: dict[Any, Any] | None = None
        self._gesprekken: tuple[Gesprek, ...] | None = None
        self.houder = houder
        self.storing = storing
        self.id = id_
        self.nummer = nummer
        self.onderwerpen = gedeeld.texts(said.onderwerpen)
        self.levensgebeurtenissen = gedeeld.texts(said.levensgebeurtenissen)

    def __getattr__(self, name: str) -> Any:
        """Read the rest, when something of it is not there yet."""
        if name not in _REST:
            raise AttributeError(name)
        self._read(_DECODER.decode(self.raw))
        return getattr(self, name)

    def _read(self, kort: "_Feit") -> None:
        said, gedeeld, gebied = kort.lijn, self._gedeeld, kort.lijn.werkgebied
        with gedeeld.adding:
            self.ingetrokken = bytes(kort.ingetrokken) not in _NOTHING
            self.van = said.geldig.van.toordinal()
            self.tot = said.geldig.tot.toordinal() if said.geldig.tot else _NEVER
            self.terugval = gedeeld.same(said.terugval)
            self.vraagtypen = gedeeld.same(said.vraagtypen)
            self.werkgebied = gedeeld.same(gebied) if isinstance(gebied, str) else gedeeld.texts(gebied)
            self.eisen = gedeeld.eisen(said.toegangseisen)
            self.kanalen = gedeeld.same(tuple(gedeeld.kanaal(kanaal) for kanaal in said.kanalen))

    def __eq__(self, other: object) -> bool:
        """Two are equal when they say the same, of the same organisation as it stands, with the same storing."""
        return isinstance(other, Ingang) and (self.raw, self.houder, self.storing) == (
            other.raw,
            other.houder,
            other.storing,
        )

    def __hash__(self) -> int:
        return hash(self.raw)

    @property
    def oin(self) -> str:
        """The organisation whose line it is."""
        return self.houder.oin

    @property
    def raw(self) -> bytes:
        """The fact of the line."""
        raw = self._raw  # read once: another thread may be packing
        if raw is not None:
            return raw
        return unpacked(self._packed, self._gedeeld.woorden)

    def pack(self) -> None:
        """Hold the fact in a fifth of the space.

        Reading it costs some microseconds more, which is nothing beside decoding it.
        """
        if self._raw is not None:
            _ = self.kanalen  # what choosing needs is read now, and not when somebody asks
            self._packed = packed(self._raw, self._gedeeld.woorden)
            self._raw = None

    @property
    def lijn(self) -> Lijn:
        """The whole line, decoded anew each time."""
        return _WHOLE.decode(self.raw)

    @property
    def vast(self) -> dict[Any, Any]:
        """What was once worked out of this line, by whoever did; it goes when the line changes."""
        if self._vast is None:
            self._vast = {}
        return self._vast

    @property
    def gesprekken(self) -> tuple[Gesprek, ...]:
        """Its channels by which people can be spoken to."""
        if self._gesprekken is None:
            self._gesprekken = tuple(
                (kort.belofte_s, self.id, i, kort, self.van, self.tot, self)
                for i, kort in enumerate(self.kanalen)
                if kort.gesprek
            )
        return self._gesprekken

    def exists(self, dag: int) -> bool:
        """Say whether the line exists on a local day (`date.toordinal`): not withdrawn, from its first to its last."""
        return not self.ingetrokken and self.van <= dag <= self.tot

    @property
    def gebieden(self) -> Iterable[str]:
        """Where it is for: `landelijk`, or municipalities."""
        return (self.werkgebied,) if isinstance(self.werkgebied, str) else self.werkgebied

    def voor(self, gemeente: str | None) -> bool:
        """Say whether it is for citizens of this municipality; None: of whichever."""
        return gemeente is None or isinstance(self.werkgebied, str) or gemeente in self.werkgebied


class Gedeeld:
    """What lines have in common, kept once. Grows with what is new; `adding` is held meanwhile, but for texts alone."""

    def __init__(self) -> None:
        self.adding = Lock()
        self.woorden = b""  # what packed facts are much like; once there, it stays
        self._same: dict[Any, Any] = {}
        self._eisen: dict[bytes, Eisen] = {}
        self._roosters: dict[tuple[bytes, bytes, str], tuple[int, Rooster]] = {}
        self._kanalen: dict[tuple[str, int, bytes], KanaalKort] = {}

    def same(self, value: Any) -> Any:
        """Give the one object for equal values."""
        return self._same.setdefault(value, value)

    def texts(self, value: tuple[str, ...]) -> tuple[str, ...]:
        """Give the one tuple for equal texts, with the one string for each."""
        found = self._same.get(value)
        if found is None:
            found = self._same[value] = tuple(self.same(text) for text in value)
        return cast("tuple[str, ...]", found)

    def eisen(self, raw: Raw) -> Eisen:
        """Give the conditions that stand here as JSON."""
        key = bytes(raw)
        found = self._eisen.get(key)
        if found is None:
            found = self._eisen[key] = Eisen(_EISEN.decode(key) if key else ())
        return found

    def kanaal(self, said: "_Kanaal") -> KanaalKort:
        """Give what choosing needs of a channel."""
        nummer, rooster = self._rooster(said)
        raw = bytes(said.toezeggingen)
        key = (said.soort, nummer, raw)
        found = self._kanalen.get(key)
        if found is None:
            toezeggingen = _TOEZEGGINGEN.decode(raw) if raw else ()
            found = self._kanalen[key] = KanaalKort(
                nummer=len(self._kanalen),
                soort=said.soort,
                gesprek=said.soort in GESPREKSKANALEN,
                rooster_nummer=nummer,
                rooster=rooster,
                toezeggingen=toezeggingen,
                belofte_s=promised_s(toezeggingen),
            )
        return found

    def _rooster(self, said: "_Kanaal") -> tuple[int, Rooster]:
        key = (bytes(said.openingstijden), bytes(said.afwijkingen), said.feestdagen)
        found = self._roosters.get(key)
        if found is None:
            rooster = Rooster(
                openingstijden=_BLOKKEN.decode(key[0]) if key[0] else (),
                afwijkingen=_AFWIJKINGEN.decode(key[1]) if key[1] else (),
                feestdagen=said.feestdagen,
            )
            found = self._roosters[key] = (len(self._roosters), rooster)
        return found


def promised_s(toezeggingen: tuple[Toezegging, ...]) -> float:
    """Say how long a wait is promised at most, in seconds; `GEEN_BELOFTE` when no such wait is."""
    waits = [
        said.drempel.aantal * _SECONDS[said.drempel.eenheid]
        for said in toezeggingen
        if said.maat in {"wachttijd", "baliewachttijd"} and said.drempel.eenheid in _SECONDS
    ]
    return min(waits, default=GEEN_BELOFTE)


class _Geldig(Struct, gc=False):
    van: date
    tot: date | None = None


class _Kanaal(Struct):
    soort: str
    openingstijden: Raw = Raw()
    afwijkingen: Raw = Raw()
    feestdagen: Feestdagen = "gesloten"
    toezeggingen: Raw = Raw()


class _Gezegd(Struct):
    kanalen: tuple[_Kanaal, ...]
    geldig: _Geldig
    vraagtypen: tuple[int, ...] = ()
    werkgebied: Literal["landelijk"] | tuple[str, ...] = "landelijk"
    toegangseisen: Raw = Raw()
    terugval: str | None = None


class _Feit(Struct):
    lijn: _Gezegd
    ingetrokken: Raw = Raw()


class _Waarover(Struct, gc=False):
    onderwerpen: tuple[str, ...] = ()
    levensgebeurtenissen: tuple[str, ...] = ()


class _Waar(Struct):
    lijn: _Waarover


_REST: Final = frozenset({"eisen", "ingetrokken", "kanalen", "terugval", "tot", "van", "vraagtypen", "werkgebied"})
_WHERE: Final = msgspec.json.Decoder(_Waar)
_DECODER: Final = msgspec.json.Decoder(_Feit)
_WHOLE: Final = msgspec.json.Decoder(Lijn)
_EISEN: Final = msgspec.json.Decoder(tuple[EenToegangseis, ...])
_BLOKKEN: Final = msgspec.json.Decoder(tuple[Openingsblok, ...])
_AFWIJKINGEN: Final = msgspec.json.Decoder(tuple[Afwijking, ...])
_TOEZEGGINGEN: Final = msgspec.json.Decoder(tuple[Toezegging, ...])
