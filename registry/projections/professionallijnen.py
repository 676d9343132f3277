# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Lines as they stand: the last publication, or that it was withdrawn; and when they were there before.

A publisher is believed about the days on which its line exists, until it says otherwise: `eerder` keeps what earlier
publications said, as far as the last one does not say so too. So nobody makes a line one that was never there by
publishing it anew with a later first day.
"""

from datetime import date, datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from registry.projections.stand import Changes, Plaats, View, load
from registry.statements.klok import DAG, local_date
from registry.statements.professionallijnen import Geldigheid, Intrekking, Professionallijn

MAX_EERDER: Final = 100  # a line that was away so often, is not one line


class Lijn(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of an organisation. `plaats` is where its last publication stands in the log."""

    oin: str
    lijn: Professionallijn
    plaats: Plaats
    ingetrokken: Intrekking | None = None
    ingetrokken_op: datetime | None = None
    eerder: tuple[Geldigheid, ...] = ()

    @property
    def id(self) -> str:
        """The name of the line in the network: `<oin>/<naam>`."""
        return f"{self.oin}/{self.lijn.naam}"

    def geldt(self, at: datetime) -> bool:
        """Say whether the line exists at a moment: not withdrawn, and between its first and last day."""
        return self.ingetrokken is None and _holds(self.lijn.geldig, local_date(at))

    def bestond(self, at: datetime) -> bool:
        """Say whether the line was there at a moment in the past, by this publication or by one before it."""
        day = local_date(at)
        now = (self.lijn.geldig,) if self.ingetrokken_op is None or at < self.ingetrokken_op else ()
        return any(_holds(geldig, day) for geldig in (*now, *self.eerder))


def key_of(oin: str, naam: str) -> str:
    """Name the fact of a line; it is also the `sub` of every statement about it."""
    return f"professionallijn/{oin}/{naam}"


def get(view: View, sub: str) -> Lijn | None:
    """Read a line as it stands, by its `sub`."""
    return load(view, sub, Lijn)


def after_professionallijn(body: Professionallijn, oin: str, standing: Lijn | None, plaats: Plaats) -> Changes:
    """Publish or replace a line; publishing a withdrawn line brings it back."""
    eerder = _earlier(standing, body.geldig, plaats.ordered_at) if standing else ()
    return {key_of(oin, body.naam): Lijn(oin=oin, lijn=body, plaats=plaats, eerder=eerder)}


def after_intrekking(body: Intrekking, standing: Lijn, at: datetime) -> Changes:
    """Withdraw a line; what it said stays readable."""
    withdrawn = replace(standing, ingetrokken=body, ingetrokken_op=at)
    return {key_of(standing.oin, standing.lijn.naam): withdrawn}


def _earlier(standing: Lijn, geldig: Geldigheid, at: datetime) -> tuple[Geldigheid, ...]:
    """List the days that earlier publications spoke of and the new one does not, in order, as few periods as can be."""
    said, last = standing.lijn.geldig, local_date(standing.ingetrokken_op or at)
    periods = [*standing.eerder, Geldigheid(van=said.van, tot=min(said.tot or last, last))]
    merged: list[tuple[date, date]] = []
    for van, tot in sorted((period.van, period.tot) for period in periods if period.tot and period.van <= period.tot):
        if merged and van <= merged[-1][1] + DAG:
            merged[-1] = merged[-1][0], max(tot, merged[-1][1])
        else:
            merged.append((van, tot))
    left = [Geldigheid(van=van, tot=tot) for van, tot in merged if not (_holds(geldig, van) and _holds(geldig, tot))]
    return tuple(left[-MAX_EERDER:])


def _holds(geldig: Geldigheid, day: date) -> bool:
    return geldig.van <= day and (geldig.tot is None or day <= geldig.tot)
