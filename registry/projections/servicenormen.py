# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Norms of the network as they stand: every version, each with the days on which it is in force.

    versie 1   from 2026-01-01   until the day before versie 2
    versie 2   from 2026-07-01   until its einddatum, or without an end

What happened on a day is judged by the version of that day, whenever the judging is done. So a version that is in force
stays as it was said: only its einddatum may still be set. One that is to come may still be said anew. A norm may begin
on a day that is over; `plaats` shows when it was said.
"""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from registry.errors import Fout
from registry.projections.stand import Changes, Plaats, View, load
from registry.statements.klok import DAG
from registry.statements.servicenormen import Servicenorm


class Normversie(Struct, frozen=True, kw_only=True):
    """One version, and where it was said last."""

    norm: Servicenorm
    plaats: Plaats


class Normstand(Struct, frozen=True, kw_only=True):
    """A norm: its versions by ingangsdatum, which is their order by number too."""

    naam: str
    versies: tuple[Normversie, ...]

    def op(self, dag: date) -> Servicenorm | None:
        """Give the version in force on a day."""
        for versie in reversed(self.versies):
            if versie.norm.ingangsdatum <= dag:
                einde = versie.norm.einddatum
                return versie.norm if einde is None or dag <= einde else None
        return None

    def laatste_dag(self, versie: int) -> date | None:
        """Give the last day on which a version is in force; None: without an end."""
        for i, een in enumerate(self.versies):
            if een.norm.versie == versie:
                volgende = self.versies[i + 1].norm.ingangsdatum - DAG if i + 1 < len(self.versies) else None
                einden = [dag for dag in (een.norm.einddatum, volgende) if dag is not None]
                return min(einden, default=None)
        return None


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
    versies = (*blijft, Normversie(norm=body, plaats=plaats))
    return {key_of(body.naam): Normstand(naam=body.naam, versies=versies)}


def version_faults(body: Servicenorm, standing: Normstand | None, vandaag: date) -> Iterator[Fout]:
    """Yield why this cannot be the next version, or the last one said anew; fields are named from the norm."""
    if standing is None:
        return
    last = standing.versies[-1].norm
    if body.versie < last.versie:
        uitleg = f"Er is al versie {last.versie}: een nieuwe versie krijgt nummer {last.versie + 1}."
        yield Fout(veld="versie", code="regel", uitleg=uitleg)
    elif body.versie > last.versie:
        yield from _after(body, last)
    elif last.ingangsdatum > vandaag:
        if len(standing.versies) > 1:
            yield from _after(body, standing.versies[-2].norm)
    elif replace(body, einddatum=last.einddatum) != last:
        uitleg = f"Versie {last.versie} geldt al en blijft zoals zij is; alleen de einddatum kan nog veranderen."
        yield Fout(veld="versie", code="regel", uitleg=f"{uitleg} Maak anders versie {last.versie + 1}.")


def _after(body: Servicenorm, eerder: Servicenorm) -> Iterator[Fout]:
    if body.ingangsdatum <= eerder.ingangsdatum:
        uitleg = f"Versie {eerder.versie} gaat in op {eerder.ingangsdatum}: laat deze later ingaan."
        yield Fout(veld="ingangsdatum", code="overlap", uitleg=uitleg)
    elif eerder.einddatum is not None and body.ingangsdatum <= eerder.einddatum:
        uitleg = f"Versie {eerder.versie} geldt tot en met {eerder.einddatum}: laat deze daarna ingaan."
        yield Fout(veld="ingangsdatum", code="overlap", uitleg=uitleg)
