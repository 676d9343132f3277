# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Lines as they stand: the last publication, or that it was withdrawn."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from registry.projections.stand import Changes, Plaats, View, load
from registry.statements.klok import local_date
from registry.statements.professionallijnen import Intrekking, Professionallijn


class Lijn(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of an organisation. `plaats` is where its last publication stands in the log."""

    oin: str
    lijn: Professionallijn
    plaats: Plaats
    ingetrokken: Intrekking | None = None
    ingetrokken_op: datetime | None = None

    @property
    def id(self) -> str:
        """The name of the line in the network: `<oin>/<naam>`."""
        return f"{self.oin}/{self.lijn.naam}"

    def geldt(self, at: datetime) -> bool:
        """Say whether the line exists at a moment: not withdrawn, and between its first and last day."""
        day, geldig = local_date(at), self.lijn.geldig
        return self.ingetrokken is None and geldig.van <= day and (geldig.tot is None or day <= geldig.tot)


def key_of(oin: str, naam: str) -> str:
    """Name the fact of a line; it is also the `sub` of every statement about it."""
    return f"professionallijn/{oin}/{naam}"


def get(view: View, sub: str) -> Lijn | None:
    """Read a line as it stands, by its `sub`."""
    return load(view, sub, Lijn)


def after_professionallijn(body: Professionallijn, oin: str, plaats: Plaats) -> Changes:
    """Publish or replace a line; publishing a withdrawn line brings it back."""
    return {key_of(oin, body.naam): Lijn(oin=oin, lijn=body, plaats=plaats)}


def after_intrekking(body: Intrekking, standing: Lijn, at: datetime) -> Changes:
    """Withdraw a line; what it said stays readable."""
    withdrawn = replace(standing, ingetrokken=body, ingetrokken_op=at)
    return {key_of(standing.oin, standing.lijn.naam): withdrawn}
