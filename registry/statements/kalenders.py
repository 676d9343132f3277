# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The working-day calendar of one year, as the beheerder signs it.

`soort` says why a day is no working day: `erkend` (Algemene termijnenwet art. 3 lid 1),
`gelijkgesteld-wet` (lid 2: Goede Vrijdag) or `gelijkgesteld-kb` (lid 3: by royal decree).
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from registry.errors import Fout
from registry.statements.namen import Regel
from registry.statements.openingstijden import Openingsblok, block_faults


class Feestdag(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A date that is no working day, and why."""

    datum: date
    naam: Regel
    soort: Literal["erkend", "gelijkgesteld-wet", "gelijkgesteld-kb"]


class Kalender(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which dates of a year are no working day, and what the office hours of the network are."""

    SUB: ClassVar[str] = r"^kalender/[0-9]{4}$(?!\n)"
    jaar: Annotated[int, Meta(ge=2000, le=2199)]
    dagen: Annotated[tuple[Feestdag, ...], Meta(max_length=60)]
    kantoortijden: Annotated[tuple[Openingsblok, ...], Meta(min_length=1, max_length=14)]

    def fouten(self, op: date) -> Iterator[Fout]:  # noqa: ARG002  # one shape for every body
        """Yield days outside the year, days that occur twice, and what is wrong with the office hours."""
        seen: set[date] = set()
        for i, dag in enumerate(self.dagen):
            if dag.datum.year != self.jaar:
                yield Fout(veld=f"dagen[{i}].datum", code="jaar", uitleg=f"Noem alleen dagen in {self.jaar}.")
            if dag.datum in seen:
                yield Fout(veld=f"dagen[{i}].datum", code="dubbel", uitleg="Noem elke dag één keer.")
            seen.add(dag.datum)
        yield from block_faults("kantoortijden", self.kantoortijden)
