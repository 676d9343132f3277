# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What ends soon, in time to do something about it: a membership, a key, a suspension.

Every end is a last day in the Netherlands. A key that was replaced ended already, and is not of interest.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

from registry.projections.organisaties import Organisatie
from registry.statements.klok import local_date

DAGEN: Final = 60
_TIKJE: Final = timedelta(microseconds=1)


class Afloop(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What ends, and its last day; `sleutel` is the name of a key."""

    oin: str
    naam: str
    wat: Literal["toelating", "schorsing", "sleutel"]
    laatste_dag: date
    sleutel: str | None = None


def aflopend(organisaties: Iterable[Organisatie], at: datetime, *, dagen: int = DAGEN) -> list[Afloop]:
    """List what ends within so many days, and memberships whose term is over, the first to end first."""
    until = local_date(at) + timedelta(days=dagen)
    found = [end for member in organisaties for end in _ends(member.op(at), at) if end.laatste_dag <= until]
    return sorted(found, key=lambda end: (end.laatste_dag, end.oin, end.wat, end.sleutel or ""))


def _ends(member: Organisatie, at: datetime) -> Iterator[Afloop]:
    if not member.hoedanigheden(at):
        return
    if member.geldig_tot is not None:
        yield Afloop(oin=member.oin, naam=member.naam, wat="toelating", laatste_dag=member.geldig_tot)
    if member.geschorst_tot is not None:
        yield Afloop(oin=member.oin, naam=member.naam, wat="schorsing", laatste_dag=member.geschorst_tot)
    for key in member.sleutels:
        if key.holds(at):
            last = local_date(key.tot - _TIKJE)
            yield Afloop(oin=member.oin, naam=member.naam, wat="sleutel", laatste_dag=last, sleutel=key.naam)
