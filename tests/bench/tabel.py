# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was found, as a table for people and as JSON for machines. TEST ONLY."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct
from rich.console import Console
from rich.table import Table

Eenheid = Literal["/s", "s", "ms", "µs", "MiB"]
WIDTH: Final = 160  # where it is read back, in a file
_DECIMALS_BELOW: Final = 10


class Opties(Struct, frozen=True, kw_only=True):
    """How much is measured. `lijnen` None: each part chooses."""

    lijnen: int | None = None
    rondes: int = 3
    seconden: float = 4.0

    @property
    def gewoon(self) -> int:
        """How many lines the country has."""
        return self.lijnen or 5_000

    @property
    def groot(self) -> int:
        """Ten times as many."""
        return self.lijnen or 50_000


class Uitkomst(Struct, frozen=True, kw_only=True):
    """One comparison. Of what could not be measured `ons` and `dat` are None, and `naast` says why."""

    wat: str
    naast: str
    ons: float | None = None
    dat: float | None = None
    eenheid: Eenheid
    doel: str = ""
    gehaald: bool | None = None

    @property
    def verhouding(self) -> float | None:
        """Ours divided by theirs."""
        return self.ons / self.dat if self.ons is not None and self.dat else None


def minstens(wat: str, naast: str, ons: float, dat: float, eenheid: Eenheid, ratio: float | None = None) -> Uitkomst:
    """Compare where more is better."""
    met = {"doel": f"≥ {ratio:.2f}", "gehaald": ons >= ratio * dat} if ratio is not None else {}
    return msgspec.convert({"wat": wat, "naast": naast, "ons": ons, "dat": dat, "eenheid": eenheid} | met, Uitkomst)


def hoogstens(wat: str, naast: str, ons: float, dat: float, eenheid: Eenheid, ratio: float | None = None) -> Uitkomst:
    """Compare where less is better."""
    met = {"doel": f"≤ {ratio:.2f}", "gehaald": ons <= ratio * dat} if ratio is not None else {}
    return msgspec.convert({"wat": wat, "naast": naast, "ons": ons, "dat": dat, "eenheid": eenheid} | met, Uitkomst)


def grens(wat: str, ons: float, eenheid: Eenheid, most: float) -> Uitkomst:
    """Hold a figure to a limit that does not depend on the machine."""
    return hoogstens(wat, "de grens", ons, most, eenheid, 1.0)


def show(found: Sequence[Uitkomst], title: str) -> None:
    """Print the table."""
    table = Table("wat", "naast", "ons", "dat", "ons ÷ dat", "doel", title=title)
    for column in table.columns[2:5]:
        column.justify = "right"
    for row in found:
        colour = {True: "green", False: "red", None: ""}[row.gehaald]
        ratio = "" if row.verhouding is None else f"{row.verhouding:.2f}"
        table.add_row(row.wat, row.naast, _shown(row.ons, row.eenheid), _shown(row.dat, row.eenheid), ratio, row.doel)
        table.rows[-1].style = colour
    Console(width=None if sys.stdout.isatty() else WIDTH).print(table)


def write(path: Path, found: Sequence[Uitkomst], opties: Opties) -> None:
    """Write everything as JSON, with the ratios worked out."""
    rows = [msgspec.to_builtins(row) | {"verhouding": row.verhouding} for row in found]
    raw = msgspec.json.encode({"opties": opties, "uitkomsten": rows})
    path.write_bytes(msgspec.json.format(raw, indent=2) + b"\n")


def _shown(value: float | None, eenheid: Eenheid) -> str:
    if value is None:
        return ""
    return f"{value:,.{2 if value < _DECIMALS_BELOW else 0}f} {eenheid}".replace(" /s", "/s")
