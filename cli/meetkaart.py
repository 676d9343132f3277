# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""From a row of somebody else's file to a measurement: which column is what, and what its words mean.

    soort: contactmoment              # or hulpvraag
    scheiding: ";"                    # of a CSV file; without it a comma
    velden:
      begonnen: Starttijd             # the column of that name
      lijn: {vast: svb/aow}           # the same for every row
      kanaal: {kolom: Type, waarden: {Tel.: telefoon, Mail: email}}
      organisaties: {kolom: Betrokken, waarden: {SVB: "00000099000000001000"}}    # several, with spaces; - is none

Without such a card the columns have the names of the fields. A cell without text says nothing. A moment without a
time zone is on the clock of the Netherlands.

A row without an id gets one that follows from what it says, and from how many rows before it say exactly the same: so
the same file gives the same ids again, and two calls that went alike are two. It begins with the moment and is a
UUIDv8 (RFC 9562 section 5.8): names that stand in the order of time are the cheapest to keep.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from registry.statements.klok import opens_at

Soort = Literal["contactmoment", "hulpvraag"]
_AANVANG: Final[dict[Soort, str]] = {"contactmoment": "begonnen", "hulpvraag": "ontvangen"}
_NUMBERS: Final = frozenset({"wachttijd", "doorverbonden", "tevredenheid", "vraagtype"})
_MOMENTS: Final = frozenset(
    {"begonnen", "ontvangen", "bevestigd", "toegezegd", "teruggebeld", "beantwoord", "afgehandeld", "afspraak"}
)
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_YES_NO: Final = {"ja": True, "true": True, "1": True, "nee": False, "false": False, "0": False}


class Veld(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a field comes from: a column, with what its words mean, or the same for every row."""

    kolom: str | None = None
    vast: str | int | bool | None = None
    waarden: Mapping[str, str | int | bool] = {}


class Kaart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a file is read. Without `velden` its columns have the names of the fields."""

    soort: Soort = "contactmoment"
    scheiding: Annotated[str, Meta(min_length=1, max_length=1, description="één teken")] = ","
    velden: Mapping[str, str | Veld] = {}

    def kolommen(self) -> list[str]:
        """Name the columns that the card asks for."""
        found = [veld if isinstance(veld, str) else veld.kolom for veld in self.velden.values()]
        return [kolom for kolom in found if kolom is not None]

    def gelezen(self, rij: Mapping[str, Any]) -> dict[str, Any]:
        """Make of a row what the card says; what it says nothing of is left out."""
        if not self.velden:
            return {name: made for name, value in rij.items() if (made := _cell(name, value)) is not None}
        said: dict[str, Any] = {}
        for name, veld in self.velden.items():
            if isinstance(veld, str):
                value = rij.get(veld)
            elif veld.kolom is None:
                value = veld.vast
            else:
                value = _meant(rij.get(veld.kolom), veld.waarden, several=name == "organisaties")
            if (made := _cell(name, value)) is not None:
                said[name] = made
        return said


class Namer:
    """Gives rows without an id one that follows from what they say."""

    def __init__(self, soort: Soort) -> None:
        self._aanvang = _AANVANG[soort]
        self._seen: Counter[bytes] = Counter()

    def named(self, meting: dict[str, Any]) -> dict[str, Any]:
        """Give a measurement its id, unless it has one."""
        if "id" in meting:
            return meting
        raw = sha256(msgspec.json.encode(meting, order="deterministic")).digest()
        times = self._seen[raw]
        self._seen[raw] += 1
        made = bytearray(sha256(raw + times.to_bytes(8, "big")).digest()[:16])
        made[:6] = _millis(meting.get(self._aanvang)).to_bytes(6, "big")
        made[6] = 0x80 | made[6] & 0x0F
        made[8] = 0x80 | made[8] & 0x3F
        return {"id": str(UUID(bytes=bytes(made)))} | meting


def _cell(name: str, value: Any) -> Any:
    """Make of a cell what the field must be; what cannot be, stays as it is, for the register to refuse by name."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not text:
        return None
    if name in _NUMBERS and _WHOLE.fullmatch(text):
        return int(text)
    if name == "juist":
        return _YES_NO.get(text.lower(), text)
    if name in _MOMENTS:
        return _moment(text)
    if name == "organisaties":
        return [] if text == "-" else text.replace(",", " ").split()
    return text


def _meant(value: Any, waarden: Mapping[str, str | int | bool], *, several: bool) -> Any:
    if not isinstance(value, str):
        return value
    if not several or value.strip() in {"", "-"}:
        return waarden.get(value.strip(), value)
    return [str(waarden.get(word, word)) for word in value.replace(",", " ").split()]


def _moment(text: str) -> str:
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        return text
    at = opens_at(made) if made.tzinfo is None else made.astimezone(UTC)
    return at.isoformat().replace("+00:00", "Z")


def _millis(moment: Any) -> int:
    try:
        at = datetime.fromisoformat(moment)
        return max(0, int(at.timestamp() * 1000)) & (1 << 48) - 1
    except (TypeError, ValueError, OverflowError):
        return 0


def batches(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Cut a row of rows into pieces of at most so many."""
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
