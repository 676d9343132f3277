# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A professionallijn out of a file, or everything that is wrong with it. Asks nobody: works offline."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from cli.bestanden import Bestand, lees
from registry.errors import Fout, MalformedError


class Gelezen(Struct, frozen=True, kw_only=True):
    """A file that was read: a line and no faults, or None and at least one fault."""

    pad: Path
    lijn: Any
    fouten: tuple[Fout, ...]


def lees_lijn(pad: Path, *, op: Any) -> Gelezen:
    """Read one line as it would be signed on the day `op`.

    Raises:
        GebruikError: there is no such file, or it cannot be read.
    """
    from registry.statements.professionallijnen import Professionallijn

    try:
        bestand = lees(pad)
    except MalformedError as fault:
        fouten = fault.fouten or (Fout(veld="", code="vorm", uitleg=fault.detail),)
        return Gelezen(pad=pad, lijn=None, fouten=fouten)
    lijn, fouten = omzetten(bestand, Professionallijn)
    if lijn is not None:
        fouten = tuple(bestand.met_regel(fout) for fout in lijn.fouten(op))
    return Gelezen(pad=pad, lijn=None if fouten else lijn, fouten=fouten)


def lees_lijnen(paden: Iterable[Path], *, op: Any) -> list[Gelezen]:
    """Read lines, each from its own file; the same name twice is a fault of the second."""
    found: list[Gelezen] = []
    seen: dict[str, Path] = {}
    for pad in paden:
        gelezen = lees_lijn(pad, op=op)
        if gelezen.lijn is not None and gelezen.lijn.naam in seen:
            uitleg = f"Deze lijn staat ook in {seen[gelezen.lijn.naam]}."
            gelezen = Gelezen(pad=pad, lijn=None, fouten=(Fout(veld="naam", code="dubbel", uitleg=uitleg),))
        elif gelezen.lijn is not None:
            seen[gelezen.lijn.naam] = pad
        found.append(gelezen)
    return found


def omzetten(bestand: Bestand, kind: type[Any]) -> tuple[Any, tuple[Fout, ...]]:
    """Make a typed value of what a file says, or None and every fault with its line."""
    try:
        return msgspec.convert(bestand.inhoud, kind), ()
    except msgspec.ValidationError:
        from registry.statements.schema import convert  # only when something is wrong

        made, fouten = convert(bestand.inhoud, kind)
        return made, tuple(map(bestand.met_regel, fouten))
