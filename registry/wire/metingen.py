# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What became of a batch of measurements, and what was handed in, counted."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final, Literal, Self

from msgspec import Meta, Struct

from registry.errors import Fout
from registry.projections.meetcijfers import Gemeten


class Uitkomsten(Struct, frozen=True, kw_only=True, rename="kebab"):
    """How many there were of each uitkomst."""

    beantwoord: int
    niet_opgenomen: int
    geweigerd: int
    afgebroken: int
    teruggebeld: int
    niet_teruggebeld: int
    verkeerde_deur: int


class Meldcijfer(Struct, frozen=True, kw_only=True):
    """What one reporter handed in of a channel of a line in a month."""

    melder: Annotated[str, Meta(description="OIN van wie het doorgaf.")]
    loket: Annotated[str | None, Meta(description="Null: er was geen loket bij genoemd.")]
    lijn: str
    kanaal: str
    maand: Annotated[date, Meta(description="De eerste dag van de maand.")]
    binnen: Annotated[bool, Meta(description="Binnen de openingstijden van de lijn.")]
    waarnemingen: int
    uitkomsten: Uitkomsten
    gemeten: Annotated[Gemeten | None, Meta(description="Null: buiten openingstijden, of minder dan vijf keer.")]


class Meldcijfers(Struct, frozen=True, kw_only=True):
    """A page of what was handed in, ordered by who did, line, month and channel."""

    contactmomenten: tuple[Meldcijfer, ...]
    totaal: int


class Metinguitkomst(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What became of one measurement. `nummer`: its place in the batch, from 0; `id` when it has a good one."""

    nummer: int
    id: str | None = None
    uitkomst: Literal["aangenomen", "bekend", "geweigerd"]
    fouten: tuple[Fout, ...] = ()


class Meetbewijs(Struct, frozen=True, kw_only=True):
    """What became of a batch. What is `aangenomen` or `bekend` is on disk and counts, each once."""

    aangenomen: int
    bekend: int
    geweigerd: int
    metingen: tuple[Metinguitkomst, ...]

    @classmethod
    def van_weigering(cls, fouten: Sequence[Fout], aantal: int) -> Self | None:
        """Tell the refusal of a whole batch, whose faults stand at `[3].kanaal`, as that of each of its measurements.

        None: these are faults of something else.
        """
        places = [_ITEM.match(fout.veld) for fout in fouten]
        if not places or not all(places):
            return None
        told: list[list[Fout]] = [[] for _ in range(aantal)]
        for fout, place in zip(fouten, places, strict=True):
            if place is not None and (nummer := int(place[1])) < aantal:
                told[nummer].append(Fout(veld=fout.veld[place.end() :], code=fout.code, uitleg=fout.uitleg))
        items = tuple(
            Metinguitkomst(nummer=nummer, uitkomst="geweigerd", fouten=tuple(faults))
            for nummer, faults in enumerate(told)
        )
        return cls(aangenomen=0, bekend=0, geweigerd=aantal, metingen=items)


_ITEM: Final = re.compile(r"\[([0-9]{1,4})\]\.?")
