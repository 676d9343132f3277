# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A professionallijn out of a file, or everything that is wrong with it. Asks nobody: works offline."""

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from cli.bestanden import Bestand, Plekfout, lees, plekfout
from registry.errors import Fout, MalformedError


class Gelezen(Struct, frozen=True, kw_only=True):
    """A file that was read: a line and no faults, or None and at least one fault."""

    pad: Path
    lijn: Any
    fouten: tuple[Plekfout, ...]


def lees_lijn(pad: Path, *, op: Any) -> Gelezen:
    """Read one line as it would be signed on the day `op`.

    Raises:
        GebruikError: there is no such file, or it cannot be read.
    """
    from registry.statements.professionallijnen import Professionallijn

    try:
        bestand = lees(pad)
    except MalformedError as fault:
        found = fault.fouten or (Fout(veld="", code="vorm", uitleg=fault.detail),)
        return Gelezen(pad=pad, lijn=None, fouten=tuple(map(plekfout, found)))
    lijn, fouten = omzetten(bestand, Professionallijn, op=op)
    return Gelezen(pad=pad, lijn=lijn, fouten=fouten)


def omzetten(bestand: Bestand, kind: type[Any], *, op: Any) -> tuple[Any, tuple[Plekfout, ...]]:
    """Make a body of what a file says, as signed on the day `op`; or None and every fault, with its line."""
    from registry.statements.schema import body_faults, faults, loose_faults

    try:
        made = msgspec.convert(bestand.inhoud, kind)
        fouten = list(body_faults(made, op))
    except msgspec.ValidationError:
        fouten = faults(bestand.inhoud, kind) + loose_faults(bestand.inhoud, kind, op)
        fouten = fouten or [Fout(veld="", code="schema", uitleg="Dit past niet bij het schema.")]
        made = None
    return None if fouten else made, tuple(map(bestand.plaats, fouten))
