# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The clock on the wall in the Netherlands, and the one instant that is meant by it.

Publishers write clock times (`09:00:00`), people read them, everything between is UTC. A wall time is
a naive `datetime` here and never leaves this floor. Two nights a year need a rule (contract, section 3):

    29 March 2026     02:30 does not exist     opens and closes at the first that does, 03:00 = 01:00Z
    25 October 2026   02:30 exists twice       opens at the first, 00:30Z; closes at the last, 01:30Z

Never subtract two wall times: one day across such a night is 23 or 25 hours.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
DAG: Final = timedelta(days=1)
MIDDERNACHT: Final = time(0)
_LAATSTE_SECONDE: Final = time(23, 59, 59)
_UUR: Final = timedelta(hours=1)


def wall_time(at: datetime) -> datetime:
    """Read the clock on the wall at this instant.

    >>> wall_time(datetime(2026, 12, 28, 8, 0, tzinfo=UTC))
    datetime.datetime(2026, 12, 28, 9, 0)

    Raises:
        ValueError: The instant has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(AMSTERDAM).replace(tzinfo=None, fold=0)


def local_date(at: datetime) -> date:
    """Say which day it is in the Netherlands at this (aware) instant."""
    return wall_time(at).date()


def midnight(dag: date) -> datetime:
    """Give the instant at which a day begins in the Netherlands."""
    return opens_at(datetime.combine(dag, MIDDERNACHT))


def next_day(at: datetime) -> datetime:
    """Give the instant at which the next day begins in the Netherlands.

    >>> next_day(datetime(2026, 12, 28, 8, 0, tzinfo=UTC))
    datetime.datetime(2026, 12, 28, 23, 0, tzinfo=datetime.timezone.utc)
    """
    return midnight(local_date(at) + DAG)


def opens_at(wall: datetime) -> datetime:
    """Give the instant at which something opens that says so of this wall time: the first that reads so.

    >>> opens_at(datetime(2026, 10, 25, 2, 30))
    datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.timezone.utc)
    """
    return _instant(wall, fold=0)


def closes_at(wall: datetime) -> datetime:
    """Give the instant at which something closes that says so of this wall time: the last that reads so.

    >>> closes_at(datetime(2026, 10, 25, 2, 30))
    datetime.datetime(2026, 10, 25, 1, 30, tzinfo=datetime.timezone.utc)
    """
    return _instant(wall, fold=1)


def end_of_day(dag: date) -> datetime:
    """Give the last second of a day, the end of a term in days."""
    return closes_at(datetime.combine(dag, _LAATSTE_SECONDE))


def _instant(wall: datetime, *, fold: int) -> datetime:
    before = wall.replace(tzinfo=AMSTERDAM, fold=0).utcoffset() or timedelta()
    after = wall.replace(tzinfo=AMSTERDAM, fold=1).utcoffset() or timedelta()
    if before < after:  # PEP 495: the clock skips this time. Directive 2000/84/EC: it skips one whole clock hour.
        return (wall.replace(minute=0, second=0, microsecond=0) + _UUR - after).replace(tzinfo=UTC)
    return (wall - (after if fold else before)).replace(tzinfo=UTC)
