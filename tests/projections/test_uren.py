# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Hours as plain numbers say what `bereikbaar` says, and what a look at every minute finds."""

from array import array
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.projections.uren import (
    ALTIJD,
    MAX_ORDES,
    MAX_VENSTERS,
    MAX_WOORDEN,
    NOOIT,
    VENSTER_DAGEN,
    Dagbegin,
    Grenzen,
    Uren,
    day_of,
    is_open,
    without,
)
from registry.statements.bereikbaarheid import HORIZON_DAGEN, Dichtperiode, bereikbaar
from registry.statements.kalenders import Kalender
from registry.statements.klok import local_date, opens_at
from registry.statements.openingstijden import Rooster
from tests.statements import naive_hours
from tests.statements.naive_hours import MINUTE, Wall, open_minutes
from tests.statements.roosters import (
    CLOCK_CHANGES,
    KALENDERS,
    KANTOORLIJN,
    afwijking,
    at,
    blocks,
    blok,
    calendars,
    days,
    rooster,
    schedules,
)

MAILBOX = rooster()
HEEL_DE_DAG = blok("ma di wo do vr za zo", "00:00-00:00")


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def grenzen_at(gegeven: Rooster, moment: datetime, kalenders: Mapping[int, Kalender] = KALENDERS) -> Grenzen:
    return Uren(kalenders).grenzen(0, gegeven, day_of(moment))


def asked(gegeven: Rooster, moment: str) -> tuple[bool, int]:
    return is_open(grenzen_at(gegeven, at(moment)), seconds(at(moment)))


def agrees(
    found: tuple[bool, int],
    gegeven: Rooster,
    kalenders: Mapping[int, Kalender],
    moment: datetime,
    dicht: Sequence[Dichtperiode] = (),
) -> None:
    """Hold an answer to `bereikbaar`, as far ahead as that looks."""
    said = bereikbaar(gegeven, kalenders, at=moment, dicht=dicht)
    expected = said.tot if said.nu else said.volgende.van if said.volgende else None
    is_open_now, changes = found
    assert is_open_now == said.nu
    if expected is not None:
        assert changes == seconds(expected)
    else:
        assert changes >= seconds(opens_at(datetime.combine(local_date(moment), datetime.min.time()))) + (
            HORIZON_DAGEN * 86400
        )


@st.composite
def moments(draw: st.DrawFn, day: date) -> datetime:
    """Moments of whole minutes and just before them, around a day and around the edges of windows near it."""
    edge = date.fromordinal(day.toordinal() // VENSTER_DAGEN * VENSTER_DAGEN)
    near = draw(st.sampled_from([day, day, edge, edge + timedelta(days=VENSTER_DAGEN)]))
    begin = datetime(near.year, near.month, near.day, tzinfo=UTC) - timedelta(hours=3)
    minutes = draw(st.integers(-2 * 1440, 3 * 1440) | st.sampled_from([60, 120, 180, 240]))
    return begin + minutes * MINUTE - timedelta(seconds=draw(st.sampled_from([0, 0, 1])))


@st.composite
def closures(draw: st.DrawFn, now: datetime) -> list[Dichtperiode]:
    """Periods around a moment, in any order, some over each other."""
    made = []
    for number in range(draw(st.integers(1, 4))):
        van = now + draw(st.sampled_from([0, 0, *range(-3000, 3000, 37)])) * MINUTE
        length = draw(st.sampled_from([1, 30, 60, 480, 1440, 4 * 1440, 30 * 1440]))
        made.append(Dichtperiode(van, van + length * MINUTE, f"storing {number}"))
    return made


# --- against what answers in words -----------------------------------------------------------------------------------


@settings(max_examples=150)
@given(data=st.data(), day=days)
def test_it_is_what_bereikbaar_says(data: st.DataObject, day: date) -> None:
    gegeven, kalenders = data.draw(schedules(day)), data.draw(st.just(KALENDERS) | calendars(day))
    uren = Uren(kalenders)
    for moment in data.draw(st.lists(moments(day), min_size=1, max_size=5)):
        grenzen = uren.grenzen(0, gegeven, day_of(moment))
        agrees(is_open(grenzen, seconds(moment)), gegeven, kalenders, moment)


@settings(max_examples=150)
@given(data=st.data(), day=days)
def test_and_with_a_disturbance_too(data: st.DataObject, day: date) -> None:
    """However long it lasts, long over, in force or far ahead, and whatever opening it takes away."""
    gegeven = data.draw(schedules(day) | st.just(MAILBOX) | st.builds(rooster, blocks))
    moment = data.draw(moments(day))
    van = moment + data.draw(st.sampled_from([0, 0, -1, 1, -600, 600, 1440, 4320, -20_000, 20_000, 90_000])) * MINUTE
    length = data.draw(st.sampled_from([1, 60, 1440, 4 * 1440, 13 * 1440, 14 * 1440, 30 * 1440, 366 * 1440]))
    dicht = [Dichtperiode(van, van + length * MINUTE, "storing")]
    grenzen = Uren(KALENDERS).disturbed(0, gegeven, day_of(moment), dicht)
    assert list(grenzen) == sorted(grenzen)
    agrees(is_open(grenzen, seconds(moment)), gegeven, KALENDERS, moment, dicht)


@pytest.mark.parametrize("days_ahead", range(20))
def test_a_storing_that_takes_the_next_opening_away_leaves_the_one_after_it(days_ahead: int) -> None:
    """Also when that one lies beyond the window that was worked out."""
    maandag = rooster(blok("ma", "09:00-17:00"))
    moment = at("2026-06-05 20:00") + timedelta(days=days_ahead)
    dicht = [Dichtperiode(moment, moment + timedelta(days=4), "storing")]
    grenzen = Uren(KALENDERS).disturbed(0, maandag, day_of(moment), dicht)
    agrees(is_open(grenzen, seconds(moment)), maandag, KALENDERS, moment, dicht)


def test_without_a_disturbance_hours_are_as_they_are() -> None:
    uren, day = Uren(KALENDERS), date(2026, 6, 1).toordinal()
    assert uren.disturbed(0, KANTOORLIJN, day, ()) == uren.grenzen(0, KANTOORLIJN, day)


@settings(max_examples=40)
@given(data=st.data(), year=st.sampled_from([2000, 2001, 2024, 2037, 2038, 2099, 2100, 2198]))
def test_years_without_a_kalender_are_no_other(data: st.DataObject, year: int) -> None:
    day = data.draw(st.dates(date(year, 1, 1), date(year, 12, 31)))
    gegeven = data.draw(schedules(day))
    moment = data.draw(moments(day))
    agrees(is_open(grenzen_at(gegeven, moment), seconds(moment)), gegeven, KALENDERS, moment)


# --- against a look at every minute ----------------------------------------------------------------------------------


@settings(max_examples=25)
@given(data=st.data(), day=days)
def test_a_window_is_what_a_look_at_every_minute_finds(data: st.DataObject, day: date) -> None:
    gegeven = data.draw(schedules(day))
    eerste = date.fromordinal(day.toordinal() // VENSTER_DAGEN * VENSTER_DAGEN)
    start = datetime(eerste.year, eerste.month, eerste.day, tzinfo=UTC) - timedelta(days=3)
    minutes = open_minutes(gegeven, KALENDERS, Wall(start, (VENSTER_DAGEN + 6) * 1440))
    dicht = data.draw(st.just([]) | closures(start + timedelta(days=9)))
    minutes = naive_hours.without(minutes, start, dicht)
    grenzen = Uren(KALENDERS).grenzen(0, gegeven, day.toordinal())
    cut = without(grenzen, dicht) if dicht else grenzen
    begin, end = (opens_at(datetime.combine(d, datetime.min.time())) for d in (eerste, eerste + timedelta(14)))
    for n, is_open_then in enumerate(minutes):
        moment = start + n * MINUTE
        if begin <= moment < end:
            assert is_open(cut, seconds(moment))[0] == is_open_then, moment


@pytest.mark.parametrize("day", CLOCK_CHANGES)
def test_on_the_nights_of_the_clock_too(day: date) -> None:
    nacht = rooster(blok("ma di wo do vr za zo", "02:15-02:45"), blok("ma di wo do vr za zo", "03:10-23:30"))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=2)
    minutes = open_minutes(nacht, {}, Wall(start, 5 * 1440))
    uren = Uren({})
    for n in range(1440, 4 * 1440):
        moment = start + n * MINUTE
        grenzen = uren.grenzen(0, nacht, day_of(moment))
        assert is_open(grenzen, seconds(moment))[0] == minutes[n], moment


# --- by example ------------------------------------------------------------------------------------------------------


def test_open_at_opening_time_and_closed_at_closing_time() -> None:
    assert asked(KANTOORLIJN, "2026-04-01 06:59") == (False, seconds(at("2026-04-01 07:00")))
    assert asked(KANTOORLIJN, "2026-04-01 07:00") == (True, seconds(at("2026-04-01 15:00")))
    assert asked(KANTOORLIJN, "2026-04-01 15:00") == (False, seconds(at("2026-04-02 07:00")))


def test_from_the_last_day_of_a_window_one_sees_the_first_opening_of_the_next() -> None:
    maandag = rooster(blok("ma", "09:00-17:00"))
    for n in range(3 * VENSTER_DAGEN):
        moment = at("2026-06-01 20:00") + timedelta(days=n)
        agrees(is_open(grenzen_at(maandag, moment), seconds(moment)), maandag, KALENDERS, moment)


def test_an_opening_that_runs_over_the_edge_of_windows_is_one() -> None:
    """Open from Thursday on, until a holiday weeks later."""
    lang = rooster(HEEL_DE_DAG)
    assert asked(lang, "2026-06-18 10:00") == (True, seconds(at("2026-12-24 23:00")))


@pytest.mark.parametrize("gegeven", [MAILBOX, rooster(HEEL_DE_DAG, feestdagen="gewoon")])
def test_what_never_closes_costs_nothing(gegeven: Rooster) -> None:
    assert grenzen_at(gegeven, at("2026-06-18 10:00")) is ALTIJD
    assert asked(gegeven, "2026-06-18 10:00") == (True, NOOIT)


def test_what_never_opens_never_opens() -> None:
    dicht = rooster(blok("ma", "09:00-17:00"), afwijkingen=[afwijking("2026-01-01", "2028-12-31", reden="opgeheven")])
    assert asked(dicht, "2026-02-02 10:00") == (False, NOOIT)


def test_a_storing_in_an_always_open_mailbox_has_a_begin_and_an_end() -> None:
    dicht = [Dichtperiode(at("2026-06-18 10:00"), at("2026-06-18 12:00"), "storing")]
    cut = without(ALTIJD, dicht)
    assert is_open(cut, seconds(at("2026-06-18 09:59"))) == (True, seconds(at("2026-06-18 10:00")))
    assert is_open(cut, seconds(at("2026-06-18 10:00"))) == (False, seconds(at("2026-06-18 12:00")))
    assert is_open(cut, seconds(at("2026-06-18 12:00"))) == (True, NOOIT)


def test_a_storing_all_day_takes_the_day_away() -> None:
    dicht = [Dichtperiode(at("2026-06-18 00:00"), at("2026-06-19 00:00"), "storing")]
    cut = without(array("q", [seconds(at("2026-06-18 07:00")), seconds(at("2026-06-18 15:00"))]), dicht)
    assert list(cut) == []


# --- which day -------------------------------------------------------------------------------------------------------


@given(moment=st.datetimes(datetime(1946, 1, 1), datetime(2300, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC)))  # noqa: DTZ001  # given one
def test_the_day_of_a_moment_is_what_the_calendar_on_the_wall_says(moment: datetime) -> None:
    holds_the_day(Dagbegin(), seconds(moment))


@pytest.mark.parametrize("day", [*CLOCK_CHANGES, date(2026, 1, 1), date(2026, 7, 1), date(2024, 2, 29)])
def test_also_in_its_first_and_last_second(day: date) -> None:
    dagbegin = Dagbegin()
    midnight = seconds(opens_at(datetime.combine(day, datetime.min.time())))
    for shift in (-1, 0, 1, 3599, 3600, 7199, 7200, 82800, 86399, 86400, 89999, 90000):
        holds_the_day(dagbegin, midnight + shift)
        holds_the_day(Dagbegin(), midnight + shift)


def holds_the_day(dagbegin: Dagbegin, at_s: int) -> None:
    nummer, begin, end = dagbegin(at_s)
    day = local_date(datetime.fromtimestamp(at_s, tz=UTC))
    assert nummer == day.toordinal() == day_of(datetime.fromtimestamp(at_s, tz=UTC))
    assert begin <= at_s < end
    assert begin == seconds(opens_at(datetime.combine(day, datetime.min.time())))
    assert end == seconds(opens_at(datetime.combine(day + timedelta(days=1), datetime.min.time())))


def test_days_are_forgotten_and_found_again() -> None:
    dagbegin = Dagbegin()
    for n in range(12_000):
        dagbegin(n * 86400)
    assert len(dagbegin._days) <= 10_000
    holds_the_day(dagbegin, 86400 * 3)


# --- what is remembered ----------------------------------------------------------------------------------------------


def test_one_window_is_made_once() -> None:
    uren = Uren(KALENDERS)
    monday = date(2026, 6, 1).toordinal()
    first = monday // VENSTER_DAGEN * VENSTER_DAGEN
    assert uren.grenzen(0, KANTOORLIJN, first) is uren.grenzen(0, KANTOORLIJN, first + VENSTER_DAGEN - 1)
    assert uren.grenzen(0, KANTOORLIJN, first) is not uren.grenzen(0, KANTOORLIJN, first + VENSTER_DAGEN)
    assert uren.grenzen(1, MAILBOX, first) is ALTIJD  # another rooster has another number


def test_memory_is_bounded_and_what_is_forgotten_is_found_again() -> None:
    uren = Uren(KALENDERS)
    day = date(2026, 6, 1).toordinal()
    before = uren.grenzen(0, KANTOORLIJN, day)
    for nummer in range(1, MAX_VENSTERS + 2):
        uren.grenzen(nummer, MAILBOX, day)
    assert len(uren.venster(day)) <= 2
    assert uren.grenzen(0, KANTOORLIJN, day) == before
    for place in range(MAX_WOORDEN + 5):
        uren.keep_words((0, day, place), "gezegd")
    assert len(uren.woorden) <= MAX_WOORDEN
    rounds = {uren.keep_order() for _ in range(2 * MAX_ORDES + 1)}
    assert rounds == {0, 1, 2}
