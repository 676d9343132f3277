# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The last moment of a term; on that moment is in time (contract, section 3).

    seconden minuten uren   elapsed time
    kalenderdagen weken     23:59:59 local time of the last day; no day extends them
    werkdagen               23:59:59 local time of the last one; not Saturday, Sunday or a day of the kalender
    werkuren                elapsed time inside the hours; may end exactly at closing

The day on which a term starts does not count, so 0 days (of any sort) end with the start day itself, even when that
is no working day; 0 of an elapsed unit, werkuren too, is the start. Werkuren run in the hours of the channel; where
there is no channel, or where it names no hours (a mailbox), in the kantoortijden of the kalender. Its afwijkingen
and `feestdagen` hold in each case.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final, assert_never

from msgspec import Struct

from registry.statements.kalenders import Kalender
from registry.statements.klok import DAG, end_of_day, wall_time
from registry.statements.openingstijden import Duur, Rooster
from registry.statements.werktijd import Agenda

WERKUREN_DAGEN: Final = 3653  # ten years: no promise in werkuren runs longer
_ZOEKDAGEN: Final = (14, 400, WERKUREN_DAGEN)
_WERKDAGEN_PER_WEEK: Final = 5
_DAGEN_PER_WEEK: Final = 7
_ZATERDAG: Final = 5
_VERSTREKEN: Final = {"seconden": timedelta(seconds=1), "minuten": timedelta(minutes=1), "uren": timedelta(hours=1)}
_KALENDER: Final = {"kalenderdagen": DAG, "weken": _DAGEN_PER_WEEK * DAG}


class Termijn(Struct, frozen=True, kw_only=True):
    """The last moment in time, in UTC; None: never, the hours it needs do not come within ten years, or by 9999.

    `zonder_kalender` names the years that the term reaches for which only weekends could be left out.
    """

    moment: datetime | None
    zonder_kalender: tuple[int, ...] = ()


def uiterlijk(
    duur: Duur, *, start: datetime, kalenders: Mapping[int, Kalender], rooster: Rooster | None = None
) -> Termijn:
    """Compute the last moment of a term that starts at `start`.

    Raises:
        ValueError: `start` has no time zone.
    """
    aantal = duur.aantal
    try:
        eerste, start = wall_time(start).date(), start.astimezone(UTC)
        match duur.eenheid:
            case "seconden" | "minuten" | "uren":
                return Termijn(moment=start + aantal * _VERSTREKEN[duur.eenheid])
            case "kalenderdagen" | "weken":
                return Termijn(moment=end_of_day(eerste + aantal * _KALENDER[duur.eenheid]))
            case "werkdagen":
                return _working_days(aantal, eerste, kalenders)
            case "werkuren":
                return _working_hours(timedelta(hours=aantal), start, kalenders, rooster or Rooster())
            case _:
                assert_never(duur.eenheid)
    except OverflowError:  # a Duur of 19,000 years of weeks is well made
        return Termijn(moment=None)


def is_werkdag(dag: date, kalenders: Mapping[int, Kalender]) -> bool:
    """Say whether this is no Saturday, Sunday or day of the kalender; without a kalender, weekends only."""
    if dag.weekday() >= _ZATERDAG:
        return False
    kalender = kalenders.get(dag.year)
    return kalender is None or all(feestdag.datum != dag for feestdag in kalender.dagen)


def _working_days(aantal: int, eerste: date, kalenders: Mapping[int, Kalender]) -> Termijn:
    dag = eerste
    over = aantal
    while over:
        if dag.year not in kalenders and over > _WERKDAGEN_PER_WEEK:  # a week without holidays is five days
            weken = min((over - 1) // _WERKDAGEN_PER_WEEK, (date(dag.year, 12, 31) - dag).days // _DAGEN_PER_WEEK)
            dag += weken * _DAGEN_PER_WEEK * DAG
            over -= weken * _WERKDAGEN_PER_WEEK
        dag += DAG
        over -= is_werkdag(dag, kalenders)
    jaren = range((eerste + DAG).year, dag.year + 1) if aantal else ()
    return Termijn(moment=end_of_day(dag), zonder_kalender=tuple(jaar for jaar in jaren if jaar not in kalenders))


def _working_hours(werk: timedelta, start: datetime, kalenders: Mapping[int, Kalender], rooster: Rooster) -> Termijn:
    if not werk:
        return Termijn(moment=start)
    agenda = Agenda(rooster, kalenders, kantoor=not rooster.openingstijden)
    eerste = wall_time(start).date()
    gemist: set[int] = set()
    for dagen in _ZOEKDAGEN:  # most terms end within days; an opening of a year is not walked to its end for them
        over = werk
        for opening in agenda.openingen(eerste, eerste + dagen * DAG, gemist):
            van = max(opening.van, start)
            if over <= opening.tot - van:
                moment = van + over
                jaren = range(eerste.year, wall_time(moment).year + 1)
                return Termijn(moment=moment, zonder_kalender=tuple(jaar for jaar in jaren if jaar in gemist))
            over -= max(opening.tot - van, timedelta())
    return Termijn(moment=None, zonder_kalender=tuple(sorted(gemist)))
