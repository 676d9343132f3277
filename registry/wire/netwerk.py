# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Loketten."""

from typing import Self

from msgspec import Struct

from registry.projections.loketten import Loketstand
from registry.statements.loketten import Loket


class LoketStand(Struct, frozen=True, kw_only=True):
    """A loket as it stands."""

    oin: str
    naam: str
    loket: Loket
    verklaring: str

    @classmethod
    def of(cls, stand: Loketstand) -> Self:
        """Write a loket."""
        return cls(oin=stand.oin, naam=stand.loket.naam, loket=stand.loket, verklaring=stand.plaats.digest)


class Loketten(Struct, frozen=True, kw_only=True):
    """A page of loketten, ordered by id."""

    loketten: tuple[LoketStand, ...]
    totaal: int
