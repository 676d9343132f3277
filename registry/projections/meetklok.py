# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How long something took, on each clock that a term may run on.

    seconden                  elapsed time
    openingstijden-seconden   as far as the channel was open (one that names no hours: inside the kantoortijden)
    kantoortijden-seconden    as far as the kantoortijden of the kalender ran
    werkdagen kalenderdagen   days, as terms count them

The duration of `[van, tot]` on a clock is the least whole number of its units for which the term that starts at
`van` (`uiterlijk`, statements/termijnen.py) does not end before `tot`. A longer term never ends sooner; so a term of n
units was kept exactly when the duration is at most n, and whoever knows the durations can judge every term. What is
said in other units is a multiple: 3 weken are 21 kalenderdagen, 2 werkuren are 7200 openingstijden-seconden. Closing
time is no time: what came in the evening took a second longer than what came at closing.

Moments are whole seconds since 1970. Hours are worked out in blocks of days and then only looked up.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Final, Literal, NamedTuple, get_args

from registry.projections.uren import Dagbegin
from registry.statements.kalenders import Kalender
from registry.statements.klok import DAG, midnight
from registry.statements.openingstijden import Rooster
from registry.statements.termijnen import is_werkdag
from registry.statements.werktijd import Agenda, agenda_of

Klok = Literal["seconden", "openingstijden-seconden", "kantoortijden-seconden", "werkdagen", "kalenderdagen"]
KLOKKEN: Final[tuple[Klok, ...]] = get_args(Klok)
BLOK_DAGEN: Final = 28
MAX_ROOSTERS: Final = 10_000
MAX_BLOKKEN: Final = 20_000
MAX_DAGEN: Final = 20_000


class _Blok(NamedTuple):
    """The openings of the days in [begin, einde): when it opens, closes, opens, …, and how long it was open before."""

    begin: int
    einde: int
    grenzen: Sequence[int]
    eerder: Sequence[int]

    def tot(self, at_s: int) -> int:
        """Count the open seconds of these days before a moment."""
        i = bisect_right(self.grenzen, at_s)
        if not i:
            return 0
        return self.eerder[i - 1] + (at_s - self.grenzen[i - 1] if i % 2 else 0)


class Werkuren:
    """The hours of one or several roosters together: open when one of them is."""

    def __init__(self, agendas: Sequence[Agenda], dag: Dagbegin) -> None:
        self._agendas = agendas
        self._dag = dag
        self._blokken: dict[int, _Blok] = {}
        self._dagen: dict[int, int] = {}
        self._laatst = _Blok(0, 0, (), ())  # nearly always the one that is asked for next

    def open(self, at_s: int) -> bool:
        """Say whether it is open at a moment."""
        blok = self._laatst
        if not blok.begin <= at_s < blok.einde:
            blok = self._laatst = self._blok(self._dag(at_s)[0] // BLOK_DAGEN)
        return bisect_right(blok.grenzen, at_s) % 2 == 1

    def geopend(self, van_s: int, tot_s: int) -> int:
        """Count the seconds that it was open in `[van, tot)`."""
        if tot_s <= van_s:
            return 0
        blok = self._laatst
        if blok.begin <= van_s and tot_s <= blok.einde:
            return blok.tot(tot_s) - blok.tot(van_s)
        eerste, laatste = (self._dag(at_s)[0] // BLOK_DAGEN for at_s in (van_s, tot_s - 1))
        tussen = (self._blok(n).eerder for n in range(eerste, laatste))
        heel = sum(eerder[-1] for eerder in tussen if eerder)
        return heel + self._blok(laatste).tot(tot_s) - self._blok(eerste).tot(van_s)

    def op_dag(self, dag: int) -> int:
        """Count the seconds that it is open on a day (`date.toordinal`)."""
        found = self._dagen.get(dag)
        if found is None:
            begin, einde = (_midnight(date.fromordinal(n)) for n in (dag, dag + 1))
            if len(self._dagen) >= MAX_DAGEN:
                self._dagen.clear()
            found = self._dagen[dag] = self.geopend(begin, einde)
        return found

    def duur(self, van_s: int, tot_s: int) -> int:
        """Count what passed, as the module says."""
        blok = self._laatst
        if blok.begin <= van_s < tot_s <= blok.einde:  # nearly always within one opening, or while it is closed
            i = bisect_right(blok.grenzen, van_s)
            if i == len(blok.grenzen) or tot_s <= blok.grenzen[i]:
                return tot_s - van_s if i % 2 else 1
        return self.geopend(van_s, tot_s) + (not self.open(tot_s - 1)) if van_s < tot_s else 0

    def _blok(self, nummer: int) -> _Blok:
        found = self._blokken.get(nummer)
        if found is None:
            found = self._make(nummer)
            if len(self._blokken) >= MAX_BLOKKEN:
                self._blokken.clear()
            self._blokken[nummer] = found
        return found

    def _make(self, nummer: int) -> _Blok:
        eerste = date.fromordinal(nummer * BLOK_DAGEN)
        begin, einde = (_midnight(dag) for dag in (eerste, eerste + BLOK_DAGEN * DAG))
        grenzen: list[int] = []
        for van, tot in sorted(self._openings(eerste)):
            knip_van, knip_tot = max(van, begin), min(tot, einde)
            if knip_van >= knip_tot:
                continue
            if grenzen and knip_van <= grenzen[-1]:
                grenzen[-1] = max(grenzen[-1], knip_tot)
            else:
                grenzen += (knip_van, knip_tot)
        eerder, som = [0] if grenzen else [], 0
        for i, (een, ander) in enumerate(pairwise(grenzen)):
            som += 0 if i % 2 else ander - een
            eerder.append(som)
        return _Blok(begin, einde, grenzen, eerder)

    def _openings(self, eerste: date) -> Iterator[tuple[int, int]]:
        for agenda in self._agendas:
            for opening in agenda.openingen(eerste, eerste + BLOK_DAGEN * DAG, set()):
                yield int(opening.van.timestamp()), int(opening.tot.timestamp())


class Uren(NamedTuple):
    """The hours of a channel: when it is open, and when its werkuren run (a mailbox is always open)."""

    open: Werkuren
    werk: Werkuren


class Meetklok:
    """All clocks under these kalenders. Keep one for as long as they stay; safe to ask from several threads."""

    def __init__(self, kalenders: Mapping[int, Kalender]) -> None:
        self.kalenders = kalenders
        self.dag = Dagbegin()
        self.kantoor = Werkuren([Agenda(Rooster(), kalenders, kantoor=True)], self.dag)
        self._uren: dict[tuple[object, ...], Uren] = {}
        self._werkdag: dict[int, bool] = {}

    def uren(self, roosters: Sequence[Rooster]) -> Uren:
        """Give the hours of the channels of one soort of a line: most lines have one."""
        key = tuple((een.openingstijden, een.afwijkingen, een.feestdagen) for een in roosters)
        found = self._uren.get(key)
        if found is None:
            open_ = Werkuren([agenda_of(een, self.kalenders) for een in roosters], self.dag)
            kantoor = [Agenda(een, self.kalenders, kantoor=not een.openingstijden) for een in roosters]
            same = all(een.openingstijden for een in roosters)
            found = Uren(open=open_, werk=open_ if same else Werkuren(kantoor, self.dag))
            if len(self._uren) >= MAX_ROOSTERS:
                self._uren.clear()
            self._uren[key] = found
        return found

    def duren(self, van_s: int, tot_s: int, werk: Werkuren) -> tuple[int, int, int, int, int]:
        """Say how long it took on each clock, in the order of `KLOKKEN`; nothing when it ended before it began."""
        if tot_s <= van_s:
            return 0, 0, 0, 0, 0
        eerste, _, einde = self.dag(van_s)
        laatste = eerste if tot_s < einde else self.dag(tot_s)[0]
        return (
            tot_s - van_s,
            werk.duur(van_s, tot_s),
            self.kantoor.duur(van_s, tot_s),
            0 if eerste == laatste else self._werkdagen(eerste, laatste),
            laatste - eerste,
        )

    def is_werkdag(self, dag: int) -> bool:
        """Say whether a day (`date.toordinal`) is a working day."""
        found = self._werkdag.get(dag)
        if found is None:
            found = self._werkdag[dag] = is_werkdag(date.fromordinal(dag), self.kalenders)
        return found

    def _werkdagen(self, eerste: int, laatste: int) -> int:
        """Count to the first working day that is not before the last day."""
        geteld = sum(map(self.is_werkdag, range(eerste + 1, laatste + 1)))
        return geteld if self.is_werkdag(laatste) else geteld + 1


def second_of(at: datetime) -> int:
    """Give the whole second of a moment, since 1970.

    >>> second_of(datetime.fromisoformat("1970-01-01T00:00:59.999Z"))
    59
    """
    return int(at.timestamp())


def _midnight(dag: date) -> int:
    return int(midnight(dag).timestamp())
