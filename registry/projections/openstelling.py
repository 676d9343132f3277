# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a norm can read off a line itself: how long it is open on a working day, and how long ago it was confirmed.

A line changes, so it is read day by day as it stood at the end of that day, from its history:

    2026-01-05   first published
    2026-06-01   published anew, with other hours
    2026-09-30   None: withdrawn

On days before its first or after its last valid day it is not there either.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final, Protocol

from msgspec import Struct

from registry.projections.meetklok import Meetklok
from registry.projections.vensters import Venster
from registry.projections.verdelingen import verdeling
from registry.statements.klok import DAG, local_date
from registry.statements.professionallijnen import GESPREKSKANALEN, EenKanaal, Geldigheid
from registry.statements.servicenormen import Servicenorm

_SECONDS_PER_HOUR: Final = 3600


class Lijnversie(Protocol):
    """What was published of a line, as far as norms look at it; a Professionallijn is one."""

    @property
    def kanalen(self) -> Sequence[EenKanaal]:
        """Its channels."""

    @property
    def geldig(self) -> Geldigheid:
        """Its first and last day."""

    @property
    def bevestigd(self) -> date:
        """The day on which its organisation last said that it is right."""


class Lijngeschiedenis(Struct, frozen=True, kw_only=True):
    """A line through time. `id` is `<oin>/<naam>`; `versies` are in order: from which day, and as what (None: gone)."""

    id: str
    versies: Sequence[tuple[date, Lijnversie | None]]

    def stukken(self, dagen: Venster) -> Iterator[tuple[Venster, Lijnversie]]:
        """Yield the runs of these days on which the line was there, each with what it was."""
        for i, (vanaf, lijn) in enumerate(self.versies):
            if lijn is None:
                continue
            tot = self.versies[i + 1][0] - DAG if i + 1 < len(self.versies) else None
            stuk = dagen.binnen(vanaf, tot).binnen(lijn.geldig.van, lijn.geldig.tot)
            if stuk.eerste <= stuk.laatste:
                yield stuk, lijn

    def heeft(self, norm: Servicenorm, dagen: Venster) -> bool:
        """Say whether on one of these days it had a channel that a norm is about."""
        return any(_channels(norm, lijn) for _, lijn in self.stukken(dagen))


def geschiedenis(id_: str, gezegd: Iterable[tuple[datetime, Lijnversie | None]]) -> Lijngeschiedenis:
    """Make the history of a line of what was said of it and when, in order; None is that it was withdrawn.

    What was said last on a day is of the whole day. A publisher who says first that its line was there already is
    believed: that publication is of the days from `geldig.van` on.
    """
    versies: dict[date, Lijnversie | None] = {}
    for at, lijn in gezegd:
        dag = local_date(at)
        if not versies and lijn is not None:
            dag = min(dag, lijn.geldig.van)
        versies[dag] = lijn
    return Lijngeschiedenis(id=id_, versies=list(versies.items()))


def open_uren(norm: Servicenorm, lijn: Lijngeschiedenis, dagen: Venster, klok: Meetklok) -> float | None:
    """Count the hours that its channels, as far as people meet there, were open; None: it has only others.

    Open when one of them is.
    """
    som, gesprek = 0, False
    for stuk, said in lijn.stukken(dagen):
        roosters = [een for een in _channels(norm, said) if een.soort in GESPREKSKANALEN]
        if roosters:
            gesprek = True
            som += sum(map(klok.uren(roosters).open.op_dag, _days(stuk)))
    return som / _SECONDS_PER_HOUR if gesprek else None


def dagwaarden(norm: Servicenorm, lijn: Lijngeschiedenis, dagen: Venster, klok: Meetklok) -> bytes:
    """Give what a norm on openstelling (seconds, of working days) or actualiteit (days, of all days) looks at."""
    keren: Counter[int] = Counter()
    for stuk, said in lijn.stukken(dagen):
        kanalen = _channels(norm, said)
        if not kanalen:
            continue
        uren = klok.uren(kanalen).open
        for ordinaal in _days(stuk):
            if norm.maat == "actualiteit":
                keren[max(ordinaal - said.bevestigd.toordinal(), 0)] += 1
            elif klok.is_werkdag(ordinaal):
                keren[uren.op_dag(ordinaal)] += 1
    return verdeling(keren)


def _channels(norm: Servicenorm, lijn: Lijnversie) -> list[EenKanaal]:
    return [kanaal for kanaal in lijn.kanalen if norm.treft(kanaal.soort)]


def _days(dagen: Venster) -> range:
    return range(dagen.eerste.toordinal(), dagen.laatste.toordinal() + 1)
