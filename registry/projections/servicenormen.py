# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Norms of the network as they stand: every version, each with the days on which it is in force (see versies).

`plaats` shows when a version was said: it may begin on a day that is over.
"""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from registry.errors import Fout
from registry.projections import versies
from registry.projections.stand import Changes, Plaats, View, load
from registry.statements.servicenormen import Servicenorm


class Normversie(Struct, frozen=True, kw_only=True):
    """One version, and where it was said last."""

    norm: Servicenorm
    plaats: Plaats


class Normstand(Struct, frozen=True, kw_only=True):
    """A norm: its versions by ingangsdatum, which is their order by number too."""

    naam: str
    versies: tuple[Normversie, ...]

    @property
    def normen(self) -> tuple[Servicenorm, ...]:
        """The versions themselves."""
        return tuple(versie.norm for versie in self.versies)

    def op(self, dag: date) -> Servicenorm | None:
        """Give the version in force on a day."""
        return versies.geldig_op(self.normen, dag)

    def laatste_dag(self, versie: int) -> date | None:
        """Give the last day on which a version is in force; None: without an end."""
        return versies.laatste_dag(self.normen, versie)


def key_of(naam: str) -> str:
    """Name the fact of a norm; it is also the `sub` of every statement about it."""
    return f"servicenorm/{naam}"


def get(view: View, naam: str) -> Normstand | None:
    """Read a norm as it stands."""
    return load(view, key_of(naam), Normstand)


def after_servicenorm(body: Servicenorm, standing: Normstand | None, plaats: Plaats) -> Changes:
    """Add a version, or say the last one anew."""
    eerder = standing.versies if standing else ()
    blijft = tuple(versie for versie in eerder if versie.norm.versie != body.versie)
    now = (*blijft, Normversie(norm=body, plaats=plaats))
    return {key_of(body.naam): Normstand(naam=body.naam, versies=now)}


def version_faults(body: Servicenorm, standing: Normstand | None, vandaag: date) -> Iterator[Fout]:
    """Yield why this cannot be the next version, or the last one said anew; fields are named from the norm."""
    yield from versies.version_faults(body, standing.normen if standing else (), vandaag)
