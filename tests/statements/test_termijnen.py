# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.statements.feestdagen import LAATSTE_JAAR, voorstel_kalender
from registry.statements.kalenders import Kalender
from registry.statements.klok import wall_time
from registry.statements.openingstijden import Duur, Eenheid, Rooster
from registry.statements.termijnen import Termijn, is_werkdag, uiterlijk
from registry.statements.werktijd import openingen
from tests.statements.naive_hours import MINUTE, Wall, open_minutes
from tests.statements.roosters import (
    KALENDERS,
    KANTOORLIJN,
    afwijking,
    at,
    blok,
    calendars,
    days,
    rooster,
    schedules,
)


def term(aantal: int, eenheid: Eenheid, start: str, gegeven: Rooster | None = None) -> Termijn:
    return uiterlijk(Duur(aantal=aantal, eenheid=eenheid), start=at(start), kalenders=KALENDERS, rooster=gegeven)


def last(aantal: int, eenheid: Eenheid, start: str, gegeven: Rooster | None = None) -> str:
    """The last moment, as the clock reads."""
    found = term(aantal, eenheid, start, gegeven)
    assert found.moment is not None
    assert found.moment.tzinfo is UTC
    assert found.zonder_kalender == ()
    return str(wall_time(found.moment))


# --- elapsed ---------------------------------------------------------------------------------------------------------
def test_seconds_minutes_and_hours_just_elapse() -> None:
    assert last(60, "seconden", "2026-12-24 11:30") == "2026-12-24 12:31:00"
    assert last(90, "minuten", "2026-12-24 11:30") == "2026-12-24 14:00:00"
    assert last(24, "uren", "2026-03-28 12:00") == "2026-03-29 14:00:00"  # the clock was put forward
    assert last(24, "uren", "2026-10-24 12:00") == "2026-10-25 13:00:00"  # and back


# --- days ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("aantal", "start", "expected"),
    [
        (1, "2026-12-21 09:00", "2026-12-22"),
        (2, "2026-12-23 09:00", "2026-12-28"),  # Thursday 24; Christmas and a weekend; Monday 28
        (1, "2026-12-24 22:59:59", "2026-12-28"),
        (1, "2026-12-24 23:00", "2026-12-28"),  # midnight in the Netherlands: it is Christmas already
        (5, "2026-12-24 09:00", "2027-01-04"),  # 28 29 30 31 December, New Year's Day, a weekend
        (1, "2026-12-26 09:00", "2026-12-28"),  # from a holiday
        (1, "2026-05-13 09:00", "2026-05-18"),  # Hemelvaart, and the day by royal decree
        (1, "2026-04-02 09:00", "2026-04-07"),  # Good Friday to Easter Monday
        (10, "2026-11-02 09:00", "2026-11-16"),
        (250, "2026-01-05 09:00", "2026-12-31"),  # 258 weekdays, of which 8 are holidays
    ],
)
def test_working_days_end_with_the_last_one(aantal: int, start: str, expected: str) -> None:
    assert last(aantal, "werkdagen", start) == f"{expected} 23:59:59"


def test_calendar_days_and_weeks_are_not_extended() -> None:
    assert last(1, "kalenderdagen", "2026-12-24 09:00") == "2026-12-25 23:59:59"
    assert last(10, "kalenderdagen", "2026-10-20 09:00") == "2026-10-30 23:59:59"
    assert last(2, "weken", "2026-12-12 09:00") == "2026-12-26 23:59:59"


def test_the_start_day_is_the_day_in_the_netherlands() -> None:
    assert last(1, "kalenderdagen", "2026-07-01 21:59:59") == "2026-07-02 23:59:59"
    assert last(1, "kalenderdagen", "2026-07-01 22:00") == "2026-07-03 23:59:59"


def test_no_days_end_with_the_start_day_and_no_hours_at_the_start() -> None:
    units: tuple[Eenheid, ...] = ("werkdagen", "kalenderdagen", "weken")
    for eenheid in units:
        assert last(0, eenheid, "2026-12-26 09:00") == "2026-12-26 23:59:59"
    elapsed: tuple[Eenheid, ...] = ("seconden", "minuten", "uren", "werkuren")
    for eenheid in elapsed:
        assert last(0, eenheid, "2026-12-26 09:00") == "2026-12-26 10:00:00"


@given(days, st.integers(0, 300), st.booleans())
def test_between_the_start_and_the_deadline_lie_exactly_so_many_working_days(
    day: date,
    aantal: int,
    known: bool,  # noqa: FBT001
) -> None:
    kalenders = KALENDERS if known else {}
    start = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    found = uiterlijk(Duur(aantal=aantal, eenheid="werkdagen"), start=start, kalenders=kalenders)
    assert found.moment is not None
    laatste = wall_time(found.moment).date()
    holidays = {dag.datum for kalender in kalenders.values() for dag in kalender.dagen}
    passed = [day + timedelta(n) for n in range(1, (laatste - day).days + 1)]
    assert sum(d.isoweekday() < 6 and d not in holidays for d in passed) == aantal
    assert not aantal or is_werkdag(laatste, kalenders)
    assert found.zonder_kalender == tuple(sorted({d.year for d in passed} - set(kalenders)))


# --- a year without kalender -----------------------------------------------------------------------------------------
def test_a_term_that_reaches_a_year_without_kalender_says_so() -> None:
    found = term(1, "werkdagen", "2028-12-29 09:00")  # Friday; Monday is New Year's Day, but nobody signed that
    assert found == Termijn(moment=at("2029-01-01 22:59:59"), zonder_kalender=(2029,))
    assert term(1, "werkdagen", "2028-12-28 09:00").zonder_kalender == ()
    assert term(600, "werkdagen", "2028-12-29 09:00").zonder_kalender == (2029, 2030, 2031)


def test_calendar_days_need_no_kalender() -> None:
    assert term(30, "kalenderdagen", "2028-12-29 09:00").zonder_kalender == ()


def test_working_hours_say_so_too() -> None:
    assert term(1, "werkuren", "2028-12-29 15:30").zonder_kalender == (2029,)
    assert term(1, "werkuren", "2028-12-29 15:00").zonder_kalender == ()  # ends at closing, in 2028
    gewoon = rooster(blok("ma", "09:00-17:00"), feestdagen="gewoon")
    assert term(1, "werkuren", "2028-12-29 15:30", gewoon).zonder_kalender == ()


# --- working hours ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("aantal", "start", "expected"),
    [
        (3, "2026-12-21 08:30", "2026-12-21 12:30:00"),
        (3, "2026-12-21 13:00", "2026-12-21 17:00:00"),  # exactly at closing
        (3, "2026-12-21 13:00:01", "2026-12-22 09:00:01"),
        (1, "2026-12-21 03:00", "2026-12-21 10:00:00"),  # before opening: from opening on
        (8, "2026-12-24 09:00", "2026-12-28 15:00:00"),  # two until noon on Christmas Eve, six on Monday
        (8, "2026-12-25 09:00", "2026-12-28 17:00:00"),
    ],
)
def test_working_hours_run_inside_the_hours_of_the_channel(aantal: int, start: str, expected: str) -> None:
    assert last(aantal, "werkuren", start, KANTOORLIJN) == expected


def test_working_hours_without_a_channel_run_in_the_office_hours_of_the_network() -> None:
    assert last(8, "werkuren", "2026-12-24 09:00") == "2026-12-28 10:00:00"


def test_working_hours_of_a_mailbox_are_office_hours_too_and_its_closed_days_count() -> None:
    assert last(8, "werkuren", "2026-12-24 09:00", rooster()) == "2026-12-28 10:00:00"
    kerst = rooster(afwijkingen=[afwijking("2026-12-24", "2026-12-31")])
    assert last(8, "werkuren", "2026-12-24 09:00", kerst) == "2027-01-04 17:00:00"


def test_working_hours_are_real_hours_in_the_night_of_a_clock_change() -> None:
    nacht = rooster(blok("za", "22:00-06:00"))
    assert last(4, "werkuren", "2026-03-28 20:00", nacht) == "2026-03-29 03:00:00"
    assert last(7, "werkuren", "2026-03-28 20:00", nacht) == "2026-03-29 06:00:00"
    assert last(9, "werkuren", "2026-10-24 20:00", nacht) == "2026-10-25 06:00:00"


def test_working_hours_round_the_clock_elapse() -> None:
    altijd = rooster(blok("ma di wo do vr za zo", "00:00-00:00"), feestdagen="gewoon")
    assert last(24, "werkuren", "2026-12-24 09:00", altijd) == "2026-12-25 10:00:00"
    assert last(24 * 365, "werkuren", "2026-12-24 09:00", altijd) == "2027-12-24 10:00:00"


@settings(max_examples=60)
@given(st.data(), days, st.integers(1, 30))
def test_working_hours_end_where_counting_open_minutes_ends(data: st.DataObject, day: date, aantal: int) -> None:
    gegeven = data.draw(schedules(day, min_blocks=1))
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=2)
    minutes = open_minutes(gegeven, KALENDERS, Wall(begin, 10 * 1440))[: 9 * 1440]
    offset = data.draw(st.integers(1440, 3 * 1440))
    found = uiterlijk(
        Duur(aantal=aantal, eenheid="werkuren"), start=begin + offset * MINUTE, kalenders=KALENDERS, rooster=gegeven
    )
    counted = [n for n in range(offset, len(minutes)) if minutes[n]]
    if len(counted) >= aantal * 60:
        assert found.moment == begin + (counted[aantal * 60 - 1] + 1) * MINUTE
    else:
        assert found.moment is None or found.moment > begin + len(minutes) * MINUTE


@settings(max_examples=40)
@given(st.data(), days, st.integers(1, 200))
def test_a_term_in_working_hours_holds_that_many_open_hours(data: st.DataObject, day: date, aantal: int) -> None:
    gegeven = data.draw(schedules(day, min_blocks=1))
    start = datetime(day.year, day.month, day.day, 11, 7, 30, tzinfo=UTC)
    found = uiterlijk(Duur(aantal=aantal, eenheid="werkuren"), start=start, kalenders=KALENDERS, rooster=gegeven)
    if found.moment is not None:
        inside = openingen(gegeven, KALENDERS, van=start, tot=found.moment)
        assert sum((o.tot - o.van for o in inside), timedelta()) == timedelta(hours=aantal)


# --- against a second opinion ----------------------------------------------------------------------------------------
around_new_year = st.one_of(days, st.sampled_from([date(2026, 12, 30), date(2027, 1, 1), date(2025, 12, 31)]))
moments = st.builds(
    lambda day, second: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second),
    st.one_of(around_new_year, st.dates(date(2014, 1, 2), date(2199, 1, 1))),
    st.one_of(st.integers(0, 86_399), st.sampled_from([79_199, 79_200, 82_799, 82_800, 86_399])),
)


def counted(aantal: int, day: date, kalenders: Mapping[int, Kalender]) -> date:
    """The last of so many working days, one day at a time."""
    holidays = {dag.datum for kalender in kalenders.values() for dag in kalender.dagen}
    while aantal:
        day += timedelta(days=1)
        if day.strftime("%a") not in {"Sat", "Sun"} and day not in holidays:
            aantal -= 1
    return day


def local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo("Europe/Amsterdam"))


def test_every_day_of_four_years_and_every_term_of_up_to_three_weeks_in_working_days() -> None:
    for n in range((date(2028, 11, 30) - date(2025, 1, 1)).days):
        day = date(2025, 1, 1) + timedelta(days=n)
        start = datetime(day.year, day.month, day.day, 22, 30, tzinfo=UTC)  # half past eleven, or half past midnight
        begin = local(start).date()
        for aantal in range(16):
            found = uiterlijk(Duur(aantal=aantal, eenheid="werkdagen"), start=start, kalenders=KALENDERS)
            assert found.moment is not None
            assert local(found.moment).replace(tzinfo=None) == datetime.combine(
                counted(aantal, begin, KALENDERS), time(23, 59, 59)
            )


@given(moments, st.integers(0, 900), st.sets(st.integers(0, 4)))
def test_working_days_are_counted_one_by_one_whatever_years_are_known(
    start: datetime, aantal: int, known: set[int]
) -> None:
    kalenders = {jaar: voorstel_kalender(jaar) for n in known if (jaar := start.year + n) <= LAATSTE_JAAR}
    found = uiterlijk(Duur(aantal=aantal, eenheid="werkdagen"), start=start, kalenders=kalenders)
    assert found.moment is not None
    begin, laatste = local(start).date(), local(found.moment).date()
    assert laatste == counted(aantal, begin, kalenders)
    passed = {(begin + timedelta(days=n)).year for n in range(1, (laatste - begin).days + 1)}
    assert found.zonder_kalender == tuple(sorted(passed - set(kalenders)))


@given(st.data(), around_new_year, st.integers(0, 12))
def test_working_days_keep_to_whatever_kalender_was_signed(data: st.DataObject, day: date, aantal: int) -> None:
    kalenders = data.draw(calendars(day))
    start = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    found = uiterlijk(Duur(aantal=aantal, eenheid="werkdagen"), start=start, kalenders=kalenders)
    assert found.moment is not None
    assert local(found.moment).date() == counted(aantal, day, kalenders)


@given(moments, st.integers(0, 3000))
def test_the_rest_is_plain_time(start: datetime, aantal: int) -> None:
    def moment(eenheid: Eenheid) -> datetime:
        found = uiterlijk(Duur(aantal=aantal, eenheid=eenheid), start=start, kalenders={})
        assert found.zonder_kalender == ()
        assert found.moment is not None
        return found.moment

    assert moment("seconden").timestamp() == start.timestamp() + aantal
    assert moment("minuten").timestamp() == start.timestamp() + 60 * aantal
    assert moment("uren").timestamp() == start.timestamp() + 3600 * aantal
    for eenheid, length in (("kalenderdagen", 1), ("weken", 7)):
        ends = local(moment(eenheid))  # type: ignore[arg-type]
        assert (ends.hour, ends.minute, ends.second, ends.microsecond) == (23, 59, 59, 0)
        assert ends.toordinal() == local(start).toordinal() + aantal * length


@settings(max_examples=60)
@given(st.data(), around_new_year, st.integers(1, 30))
def test_working_hours_are_counted_minute_by_minute_in_whatever_hours_hold(
    data: st.DataObject, day: date, aantal: int
) -> None:
    """In the hours of a channel, and where it has none in the office hours of whatever kalender was signed."""
    kalenders = data.draw(calendars(day))
    gegeven = data.draw(st.one_of(st.none(), schedules(day)))
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=2)
    kantoor = gegeven is None or not gegeven.openingstijden
    wall = Wall(begin, 10 * 1440)
    minutes = open_minutes(gegeven or rooster(), kalenders, wall, kantoor=kantoor)[: 9 * 1440]
    offset = data.draw(st.integers(1440, 3 * 1440))
    start = begin + offset * MINUTE
    found = uiterlijk(Duur(aantal=aantal, eenheid="werkuren"), start=start, kalenders=kalenders, rooster=gegeven)
    open_ones = [n for n in range(offset, len(minutes)) if minutes[n]]
    if len(open_ones) >= aantal * 60:
        assert found.moment == begin + (open_ones[aantal * 60 - 1] + 1) * MINUTE
        reached = {local(start).year, local(found.moment).year}
        assert set(found.zonder_kalender) <= reached - set(kalenders)
    else:
        assert found.moment is None or found.moment > begin + len(minutes) * MINUTE
    if gegeven is not None and not kantoor and gegeven.feestdagen == "gewoon":
        assert found.zonder_kalender == ()


units: st.SearchStrategy[Eenheid] = st.sampled_from(get_args(Eenheid))


@settings(max_examples=60)
@given(st.data(), around_new_year, units, st.integers(0, 40), st.integers(0, 40), st.integers(0, 5 * 86_400))
def test_longer_is_never_sooner_and_neither_is_starting_later(
    data: st.DataObject, day: date, eenheid: Eenheid, aantal: int, meer: int, later: int
) -> None:
    kalenders, gegeven = data.draw(calendars(day)), data.draw(schedules(day))
    start = datetime(day.year, day.month, day.day, 11, 7, 30, tzinfo=UTC)

    def moment(aantal: int, start: datetime) -> datetime:
        duur = Duur(aantal=aantal, eenheid=eenheid)
        found = uiterlijk(duur, start=start, kalenders=kalenders, rooster=gegeven).moment
        return found or datetime.max.replace(tzinfo=UTC)

    ends = moment(aantal, start)
    assert start <= ends <= moment(aantal + meer, start)
    assert ends <= moment(aantal, start + timedelta(seconds=later))


@settings(max_examples=60)
@given(st.data(), around_new_year, st.integers(1, 40), st.integers(1, 40))
def test_working_hours_can_be_taken_in_two_terms(data: st.DataObject, day: date, een: int, twee: int) -> None:
    kalenders, gegeven = data.draw(calendars(day)), data.draw(schedules(day))
    start = datetime(day.year, day.month, day.day, 11, 7, 30, tzinfo=UTC)

    def moment(aantal: int, start: datetime) -> datetime | None:
        duur = Duur(aantal=aantal, eenheid="werkuren")
        return uiterlijk(duur, start=start, kalenders=kalenders, rooster=gegeven).moment

    whole, first = moment(een + twee, start), moment(een, start)
    if whole is not None:
        assert first is not None
        assert moment(twee, first) == whole


# --- terms without an end --------------------------------------------------------------------------------------------
def test_hours_that_never_come_have_no_last_moment() -> None:
    dicht = rooster(blok("ma", "09:00-17:00"), afwijkingen=[afwijking("2026-01-01", "2050-12-31")])
    assert term(1, "werkuren", "2026-02-02 09:00", dicht) == Termijn(moment=None)
    assert term(1_000_000, "werkuren", "2026-02-02 09:00").moment is None


def test_a_term_past_the_last_year_that_there_is_has_no_last_moment() -> None:
    assert term(1_000_000, "weken", "2026-02-02 09:00").moment is None
    assert term(1_000_000, "uren", "9990-02-02 09:00").moment is None


def test_a_million_working_days_are_counted_all_the_same() -> None:
    found = uiterlijk(Duur(aantal=1_000_000, eenheid="werkdagen"), start=at("2026-12-21 09:00"), kalenders={})
    assert found.moment is not None
    assert wall_time(found.moment).date() == date(2026, 12, 21) + timedelta(days=1_400_000)


def test_a_start_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        uiterlijk(Duur(aantal=1, eenheid="uren"), start=datetime.fromisoformat("2026-12-28"), kalenders={})
