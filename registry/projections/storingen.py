# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Storingen as they stand: the last one said about each line, also when it is over."""

from datetime import datetime

from msgspec import Struct

from registry.projections.stand import Changes, Plaats
from registry.statements.bereikbaarheid import Dichtperiode
from registry.statements.storingen import Storing


class Storingstand(Struct, frozen=True, kw_only=True):
    """The storing of a line; `naam` is the line's. `plaats` is where it was said."""

    oin: str
    naam: str
    storing: Storing
    plaats: Plaats

    @property
    def lijn(self) -> str:
        """The id of the line: `<oin>/<naam>`."""
        return f"{self.oin}/{self.naam}"

    def in_force(self, at: datetime) -> bool:
        """Say whether it holds at a moment: from `van`, and no longer at `tot`."""
        return self.storing.van <= at < self.storing.tot

    def dicht(self, kanaal: str) -> tuple[Dichtperiode, ...]:
        """Give when a channel of this soort is closed by it: what `bereikbaar` asks for. Beperkt is not closed."""
        said = self.storing
        if said.gevolg != "dicht" or not said.treft(kanaal):
            return ()
        return (Dichtperiode(said.van, said.tot, said.reden),)

    def voorbij(self, at: datetime) -> bool:
        """Say whether it is over at a moment; if not, it holds or is to come."""
        return self.storing.tot <= at


def key_of(oin: str, naam: str) -> str:
    """Name the fact of a storing; it is also the `sub` of every statement about it."""
    return f"storing/{oin}/{naam}"


def after_storing(body: Storing, oin: str, naam: str, plaats: Plaats) -> Changes:
    """Set or replace the storing of a line."""
    return {key_of(oin, naam): Storingstand(oin=oin, naam=naam, storing=body, plaats=plaats)}
