# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the network agrees upon in versions: which one is in force on a day, and which may come next.

    versie 1   from 2026-01-01   until the day before versie 2
    versie 2   from 2026-07-01   until its einddatum, or without an end

What happened on a day is judged by the version of that day, whenever the judging is done. So a version that is in force
stays as it was said: only its einddatum may still be set. One that is to come may still be said anew. A version may
begin on a day that is over.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from registry.errors import Fout
from registry.statements.klok import DAG


class Versie(Protocol):
    """A body that has versions."""

    @property
    def versie(self) -> int: ...  # noqa: D102
    @property
    def ingangsdatum(self) -> date: ...  # noqa: D102
    @property
    def einddatum(self) -> date | None: ...  # noqa: D102


V = TypeVar("V", bound=Versie)


def geldig_op(versies: Sequence[V], dag: date) -> V | None:
    """Give the version in force on a day; `versies` by ingangsdatum, which is their order by number too."""
    for versie in reversed(versies):
        if versie.ingangsdatum <= dag:
            return versie if versie.einddatum is None or dag <= versie.einddatum else None
    return None


def laatste_dag(versies: Sequence[Versie], nummer: int) -> date | None:
    """Give the last day on which a version is in force; None: without an end."""
    for i, een in enumerate(versies):
        if een.versie == nummer:
            volgende = versies[i + 1].ingangsdatum - DAG if i + 1 < len(versies) else None
            einden = [dag for dag in (een.einddatum, volgende) if dag is not None]
            return min(einden, default=None)
    return None


def version_faults(body: Versie, eerder: Sequence[Versie], vandaag: date) -> Iterator[Fout]:
    """Yield why this cannot be the next version, or the last one said anew; fields are named from the body."""
    if not eerder:
        return
    last = eerder[-1]
    if body.versie < last.versie:
        uitleg = f"Er is al versie {last.versie}: een nieuwe versie krijgt nummer {last.versie + 1}."
        yield Fout(veld="versie", code="regel", uitleg=uitleg)
    elif body.versie > last.versie:
        yield from _after(body, last)
    elif last.ingangsdatum > vandaag:
        if len(eerder) > 1:
            yield from _after(body, eerder[-2])
    elif isinstance(body, Struct) and replace(body, einddatum=last.einddatum) != last:
        uitleg = f"Versie {last.versie} geldt al en blijft zoals zij is; alleen de einddatum kan nog veranderen."
        yield Fout(veld="versie", code="regel", uitleg=f"{uitleg} Maak anders versie {last.versie + 1}.")


def _after(body: Versie, eerder: Versie) -> Iterator[Fout]:
    if body.ingangsdatum <= eerder.ingangsdatum:
        uitleg = f"Versie {eerder.versie} gaat in op {eerder.ingangsdatum}: laat deze later ingaan."
        yield Fout(veld="ingangsdatum", code="overlap", uitleg=uitleg)
    elif eerder.einddatum is not None and body.ingangsdatum <= eerder.einddatum:
        uitleg = f"Versie {eerder.versie} geldt tot en met {eerder.einddatum}: laat deze daarna ingaan."
        yield Fout(veld="ingangsdatum", code="overlap", uitleg=uitleg)
