# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Opening hours worked out ahead, as plain numbers, so that a question only has to look.

    [8h, 12h, 13h, 17h, 32h, 36h]     closed, open from 8h, closed from 12h, open from 13h, …

A `Grenzen` is such a list, in whole seconds since 1970: how many of them are not after a moment says whether
it is open (odd) or closed (even), and the next one is when that changes. It covers a window of `VENSTER_DAGEN`
local days and the first opening after it. Windows are made when they are first asked for. What it is in words is for
`bereikbaar`, and only asked for routes that are shown.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from registry.projections.meetcijfers import Cijfers
from registry.statements.bereikbaarheid import HORIZON_DAGEN, Dichtperiode, never_closes
from registry.statements.kalenders import Kalender
from registry.statements.klok import DAG, local_date, midnight
from registry.statements.openingstijden import Rooster
from registry.statements.werktijd import agenda_of

Grenzen: TypeAlias = "array[int]"
VENSTER_DAGEN: Final = 14
MAX_VENSTERS: Final = 100_000
MAX_ORDES: Final = 8_000
MAX_WOORDEN: Final = 50_000
ALTIJD: Final[Grenzen] = array("q", [-(2**62)])  # open since ever
NOOIT: Final = 2**62
GEEN_CIJFERS: Final = Cijfers()
_MAX_DAGEN: Final = 10_000


class Dagbegin:
    """The local day that a moment lies in: its number (`date.toordinal`), first second and end."""

    def __init__(self) -> None:
        self._days: dict[int, tuple[int, int, int]] = {}

    def __call__(self, at_s: int) -> tuple[int, int, int]:
        """Look up the day of a moment, in seconds since 1970."""
        guess = (at_s + 3600) // 86400  # the clock on the wall is one or two hours ahead
        found = self._days.get(guess) or self._make(guess)
        if at_s < found[2]:
            return found
        return self._days.get(guess + 1) or self._make(guess + 1)

    def _make(self, guess: int) -> tuple[int, int, int]:
        dag = date(1970, 1, 1) + guess * DAG
        found = (dag.toordinal(), _midnight(dag), _midnight(dag + DAG))
        if len(self._days) >= _MAX_DAGEN:
            self._days.clear()
        self._days[guess] = found
        return found


class Uren:
    """The opening hours of every rooster under these kalenders. Safe to ask from several threads."""

    def __init__(self, kalenders: Mapping[int, Kalender], cijfers: Cijfers = GEEN_CIJFERS) -> None:
        self.kalenders = kalenders
        self.dag = Dagbegin()
        self._vensters: dict[int, dict[int, Grenzen]] = {}
        self._made = 0
        self.woorden: dict[tuple[int, int, int], Any] = {}  # what readers made of a channel: (its number, day, place)
        self.ordes = 0
        self.ronde = 0
        self.cijfers = cijfers

    def neem(self, cijfers: Cijfers) -> None:
        """Let other figures take the place of those that were measured, and let go of every order that went by them."""
        self.cijfers = cijfers
        self.ronde += 1  # last: an order of this round is made of these figures

    def keep_order(self) -> int:
        """Count an order that a pigeonhole keeps. When there are too many, a new round begins and all are let go."""
        self.ordes += 1
        if self.ordes > MAX_ORDES:
            self.ordes, self.ronde = 1, self.ronde + 1
        return self.ronde

    def keep_words(self, key: tuple[int, int, int], made: Any) -> None:
        """Keep what was made of a channel; when there is too much, all is let go."""
        if len(self.woorden) >= MAX_WOORDEN:
            self.woorden.clear()
        self.woorden[key] = made

    def venster(self, dag: int) -> dict[int, Grenzen]:
        """Give what was made so far of the window around a day: the `Grenzen` of a rooster by its number."""
        found = self._vensters.get(dag // VENSTER_DAGEN)
        if found is None:
            found = self._vensters[dag // VENSTER_DAGEN] = {}
        return found

    def grenzen(self, nummer: int, rooster: Rooster, dag: int) -> Grenzen:
        """Give when a rooster opens and closes around a day.

        Args:
            nummer: of the rooster; equal roosters have one number.
            dag: a local day, as `date.toordinal`.
        """
        found = self.venster(dag).get(nummer)
        if found is None:
            found = self._make(rooster, dag // VENSTER_DAGEN)
            self._made += 1
            if self._made > MAX_VENSTERS:
                self._made = 1
                self._vensters.clear()
            self.venster(dag)[nummer] = found
        return found

    def disturbed(self, nummer: int, rooster: Rooster, dag: int, dicht: Sequence[Dichtperiode]) -> Grenzen:
        """Give the same of a rooster that is overruled: closed in these periods.

        The first opening after the window may fall away; then those after the last period are there.
        """
        grenzen = self.grenzen(nummer, rooster, dag)
        if not dicht or grenzen is ALTIJD:
            return without(grenzen, dicht)
        later = self.grenzen(nummer, rooster, max(day_of(periode.tot) for periode in dicht))
        after = bisect_right(later, grenzen[-1]) if grenzen else 0
        after += after % 2
        return without(grenzen + later[after:], dicht)

    def _make(self, rooster: Rooster, venster: int) -> Grenzen:
        if never_closes(rooster):
            return ALTIJD
        eerste = date.fromordinal(venster * VENSTER_DAGEN)
        einde = _midnight(eerste + VENSTER_DAGEN * DAG)
        grenzen = array("q")
        laatste = eerste + (VENSTER_DAGEN + HORIZON_DAGEN) * DAG
        for opening in agenda_of(rooster, self.kalenders).openingen(eerste, laatste, set()):
            van = int(opening.van.timestamp())
            grenzen.extend((van, int(opening.tot.timestamp())))
            if van >= einde:
                break
        return grenzen


def is_open(grenzen: Grenzen, at_s: int) -> tuple[bool, int]:
    """Say whether it is open at a moment, and when that changes; `NOOIT` when it does not.

    >>> is_open(array("q", [800, 1200, 1300, 1700]), 800), is_open(array("q", [800, 1200]), 1200) == (False, NOOIT)
    ((True, 1200), True)
    """
    i = bisect_right(grenzen, at_s)
    return i % 2 == 1, grenzen[i] if i < len(grenzen) else NOOIT


def without(grenzen: Grenzen, dicht: Iterable[Dichtperiode]) -> Grenzen:
    """Cut out of the openings when something is closed whatever its rooster says.

    >>> noon = (datetime.fromtimestamp(s).astimezone() for s in (1000, 1100))
    >>> without(array("q", [800, 1200]), [Dichtperiode(*noon, "storing")])
    array('q', [800, 1000, 1100, 1200])
    """
    pairs = [(grenzen[i], grenzen[i + 1] if i + 1 < len(grenzen) else NOOIT) for i in range(0, len(grenzen), 2)]
    for periode in dicht:
        van, tot = int(periode.van.timestamp()), int(periode.tot.timestamp())
        pieces = [piece for a, b in pairs for piece in ((a, min(b, van)), (max(a, tot), b))]
        pairs = [(a, b) for a, b in pieces if a < b]
    return array("q", [grens for pair in pairs for grens in pair if grens != NOOIT])


def _midnight(dag: date) -> int:
    return int(midnight(dag).timestamp())


def day_of(at: datetime) -> int:
    """Number the local day of a moment."""
    return local_date(at).toordinal()
