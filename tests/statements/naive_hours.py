# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A second opinion on opening hours: minute by minute, slow, and after the sentences of the contract.

It looks at what the clock on the wall reads at every minute of some days, and at nothing else: it does not
know which nights have 23 or 25 hours, and computes no end of anything. Times must be whole minutes.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from registry.statements.bereikbaarheid import Dichtperiode
from registry.statements.kalenders import Kalender
from registry.statements.openingstijden import Openingsblok, Rooster, Tijdvak

MINUTE = timedelta(minutes=1)
DAY_NAMES = ["ma", "di", "wo", "do", "vr", "za", "zo"]


class Wall:
    """What the clock reads at each minute from `start` on, and the furthest it has read and will yet read back."""

    def __init__(self, start: datetime, minutes: int) -> None:
        self.start = start.astimezone(UTC)
        zone = ZoneInfo("Europe/Amsterdam")
        reads = [(self.start + n * MINUTE).astimezone(zone).replace(tzinfo=None) for n in range(minutes)]
        self.reads = reads
        self.furthest = list(accumulate(reads, max))
        back = list(accumulate(reversed(reads), min))[::-1]
        self.back_to = [*back[1:], datetime.combine(date.max, time())]  # the least that it reads at any later minute


def pattern_opens(blok: Openingsblok, day: date) -> bool:
    if DAY_NAMES[int(day.strftime("%u")) - 1] not in blok.dagen:
        return False
    if blok.week and {"0": "even", "1": "oneven"}[str(int(day.strftime("%V")) % 2)] != blok.week:
        return False
    if not blok.nde:
        return True
    month = [day.replace(day=1) + timedelta(n) for n in range(31)]
    same = [d for d in month if d.month == day.month and d.weekday() == day.weekday()]
    return any(abs(nde) <= len(same) and same[nde - 1 if nde > 0 else nde] == day for nde in blok.nde if nde)


def hours_of(rooster: Rooster, kalenders: Mapping[int, Kalender], day: date) -> list[tuple[datetime, datetime]]:
    """The hours that begin on this day, as the clock will read at their begin and end."""
    normal: list[Openingsblok] = [blok for blok in rooster.openingstijden if pattern_opens(blok, day)]
    open_by_pattern = bool(normal) or not rooster.openingstijden
    exception = [a for a in rooster.afwijkingen if a.van <= day <= a.tot]
    exception = [a for a in exception if (a.tot - a.van).days == 0 or open_by_pattern]
    closing = {"gesloten": {"erkend", "gelijkgesteld-wet", "gelijkgesteld-kb"}, "gewoon": set[str]()}
    closing["alleen-erkend"] = {"erkend", "gelijkgesteld-wet"}
    holidays = {d.datum: d.soort for d in kalenders[day.year].dagen} if day.year in kalenders else {}
    hours: list[Tijdvak | Openingsblok]
    if exception:
        hours = list(exception[0].open)
    elif not rooster.openingstijden:
        hours = [Tijdvak(van=time(0), tot=time(0))]
    elif holidays.get(day) in closing[rooster.feestdagen]:
        hours = []
    else:
        hours = list(normal)
    spans = []
    for vak in hours:
        end = day if vak.van < vak.tot else day + timedelta(1)
        spans.append((datetime.combine(day, vak.van), datetime.combine(end, vak.tot)))
    return spans


def office_of(rooster: Rooster, kalenders: Mapping[int, Kalender], day: date) -> Rooster:
    """The same with the office hours of that year as its pattern; without a kalender from 9 to 17 on weekdays."""
    plain = Openingsblok(dagen=("ma", "di", "wo", "do", "vr"), van=time(9), tot=time(17))
    hours = kalenders[day.year].kantoortijden if day.year in kalenders else (plain,)
    return Rooster(openingstijden=hours, afwijkingen=rooster.afwijkingen, feestdagen=rooster.feestdagen)


def open_minutes(
    rooster: Rooster, kalenders: Mapping[int, Kalender], wall: Wall, *, kantoor: bool = False
) -> list[bool]:
    """Say for each minute whether it is open; trust neither the first day nor the last."""
    spans: dict[date, list[tuple[datetime, datetime]]] = {}
    answers = []
    for reads, furthest, back_to in zip(wall.reads, wall.furthest, wall.back_to, strict=True):
        is_open = False
        for day in (reads.date() - timedelta(1), reads.date()):
            if day not in spans:
                that_day = office_of(rooster, kalenders, day) if kantoor else rooster
                spans[day] = hours_of(that_day, kalenders, day)
            for van, tot in spans[day]:
                begun = furthest >= van  # the first minute that reads so, or later, has been
                ended = reads >= tot and back_to > tot  # and it will not read so again
                is_open = is_open or (begun and not ended)
        answers.append(is_open)
    return answers


def without(minutes: list[bool], start: datetime, dicht: Iterable[Dichtperiode]) -> list[bool]:
    """The same minutes, closed in each of these periods (of whole minutes)."""
    return [
        is_open and not any(een.van <= start + n * MINUTE < een.tot for een in dicht)
        for n, is_open in enumerate(minutes)
    ]


def runs(minutes: list[bool]) -> list[tuple[int, int]]:
    """Where it opens and where it closes, as positions."""
    edges = [n for n in range(len(minutes) + 1) if (n and minutes[n - 1]) != (n < len(minutes) and minutes[n])]
    return list(zip(edges[::2], edges[1::2], strict=True))


def meets_itself(blokken: list[Openingsblok], first: date, last: date) -> bool:
    """Whether two hours of a pattern overlap on any day of these, by looking at all of them."""
    latest = datetime.combine(date.min, time())
    for n in range((last - first).days + 1):
        spans = hours_of(Rooster(openingstijden=tuple(blokken), feestdagen="gewoon"), {}, first + timedelta(n))
        for van, tot in sorted(spans):
            if van < latest:
                return True
            latest = max(latest, tot)
    return False
