# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
import doctest
from datetime import UTC, date, datetime, time, timedelta, timezone
from importlib import import_module
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.statements.klok import closes_at, opens_at, wall_time
from registry.statements.openingstijden import Rooster
from registry.statements.spreektaal import spreek_moment, spreek_tijd
from registry.statements.werktijd import Opening, openingen
from tests.statements.naive_hours import MINUTE, Wall, open_minutes, runs
from tests.statements.roosters import (
    CLOCK_CHANGES,
    KALENDERS,
    KANTOORLIJN,
    afwijking,
    at,
    blok,
    days,
    rooster,
    schedules,
)


def hours(gegeven: Rooster | None, first: str, last: str = "") -> list[str]:
    """The openings on these local days, as the clock reads at their begin and end."""
    van = opens_at(datetime.fromisoformat(first))
    tot = opens_at(datetime.fromisoformat(last or first) + timedelta(days=1))
    gevonden = openingen(gegeven, KALENDERS, van=van, tot=tot)
    return [f"{wall_time(o.van):%m-%d %H:%M}/{wall_time(o.tot):%m-%d %H:%M}" for o in gevonden]


# --- against a second opinion ----------------------------------------------------------------------------------------
@settings(max_examples=80)
@given(st.data(), days)
def test_openings_are_what_a_look_at_every_minute_finds(data: st.DataObject, day: date) -> None:
    gegeven = data.draw(schedules(day))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=3)
    wall = Wall(start, 8 * 1440)
    begin, end = 2 * 1440 + data.draw(st.integers(0, 300)), 6 * 1440
    minutes = open_minutes(gegeven, KALENDERS, wall)[begin:end]
    van, tot = start + begin * MINUTE, start + end * MINUTE
    expected = [Opening(van + a * MINUTE, van + b * MINUTE) for a, b in runs(minutes)]
    assert openingen(gegeven, KALENDERS, van=van, tot=tot) == expected


@given(st.data(), days, st.integers(0, 20_000), st.integers(0, 20_000))
def test_openings_are_in_order_apart_and_inside_what_was_asked(
    data: st.DataObject, day: date, skip: int, length: int
) -> None:
    gegeven = data.draw(schedules(day))
    van = datetime(day.year, day.month, day.day, tzinfo=UTC) + skip * MINUTE
    tot = van + length * MINUTE
    gevonden = openingen(gegeven, KALENDERS, van=van, tot=tot)
    edges = [edge for opening in gevonden for edge in (opening.van, opening.tot)]
    assert all(een < ander for een, ander in pairwise(edges))
    assert all(van <= edge <= tot and edge.tzinfo is UTC for edge in edges)


# --- precedence ------------------------------------------------------------------------------------------------------
def test_an_exception_of_one_day_holds_as_written() -> None:
    assert hours(KANTOORLIJN, "2026-12-24") == ["12-24 09:00/12-24 12:00"]
    zaterdag = rooster(
        blok("ma", "09:00-17:00"), afwijkingen=[afwijking("2026-12-26", uren=["10:00-11:00", "13:00-14:00"])]
    )
    assert hours(zaterdag, "2026-12-26") == ["12-26 10:00/12-26 11:00", "12-26 13:00/12-26 14:00"]  # and a feestdag


def test_an_exception_without_hours_closes() -> None:
    assert hours(rooster(blok("ma", "09:00-17:00"), afwijkingen=[afwijking("2026-12-28")]), "2026-12-28") == []


def test_an_exception_of_several_days_touches_only_days_that_the_pattern_opens() -> None:
    zomer = rooster(blok("ma wo", "09:00-17:00"), afwijkingen=[afwijking("2026-07-06", "2026-07-12", ["09:00-12:00"])])
    assert hours(zomer, "2026-07-06", "2026-07-12") == ["07-06 09:00/07-06 12:00", "07-08 09:00/07-08 12:00"]


def test_an_exception_of_several_days_beats_a_holiday_too() -> None:
    kerst = rooster(blok("do vr", "09:00-17:00"), afwijkingen=[afwijking("2026-12-24", "2026-12-31", ["10:00-12:00"])])
    assert hours(kerst, "2026-12-24", "2026-12-25") == ["12-24 10:00/12-24 12:00", "12-25 10:00/12-25 12:00"]


def test_holidays_close_as_far_as_the_rooster_says() -> None:
    week = blok("ma di wo do vr", "09:00-17:00")
    goede_vrijdag, dag_na_hemelvaart, tweede_paasdag = "2026-04-03", "2026-05-15", "2026-04-06"
    for feestdagen, open_on in {
        "gesloten": [],
        "alleen-erkend": [dag_na_hemelvaart],
        "gewoon": [goede_vrijdag, dag_na_hemelvaart, tweede_paasdag],
    }.items():
        gegeven = Rooster(openingstijden=(week,), feestdagen=feestdagen)  # type: ignore[arg-type]
        found = [day for day in (goede_vrijdag, dag_na_hemelvaart, tweede_paasdag) if hours(gegeven, day)]
        assert found == open_on


def test_a_year_without_kalender_has_no_holidays() -> None:
    assert hours(rooster(blok("wo", "09:00-17:00")), "2030-12-25") == ["12-25 09:00/12-25 17:00"]


# --- nights ----------------------------------------------------------------------------------------------------------
def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    nacht = rooster(blok("do vr", "22:00-06:00"))
    assert hours(nacht, "2026-12-24", "2026-12-26") == ["12-24 22:00/12-25 06:00"]  # the night of Friday 25 is closed


def test_a_closed_day_does_not_cut_off_the_night_before() -> None:
    nacht = rooster(blok("ma di", "22:00-06:00"), afwijkingen=[afwijking("2026-12-08")])
    assert hours(nacht, "2026-12-07", "2026-12-09") == ["12-07 22:00/12-08 06:00"]


def test_hours_that_touch_are_one() -> None:
    assert hours(rooster(blok("ma", "12:00-17:00"), blok("ma", "09:00-12:00")), "2026-12-07") == [
        "12-07 09:00/12-07 17:00"
    ]
    assert hours(rooster(blok("ma di", "00:00-00:00")), "2026-12-07", "2026-12-08") == ["12-07 00:00/12-09 00:00"]


def test_openings_are_cut_off_at_both_ends() -> None:
    van, tot = at("2026-12-07 09:30"), at("2026-12-08 08:30")
    assert openingen(KANTOORLIJN, KALENDERS, van=van, tot=tot) == [
        Opening(van, at("2026-12-07 16:00")),
        Opening(at("2026-12-08 08:00"), tot),
    ]
    assert openingen(KANTOORLIJN, KALENDERS, van=tot, tot=van) == []


def test_no_hours_at_all_is_always_open_but_for_exceptions() -> None:
    van, tot = at("2026-12-24 00:00"), at("2026-12-27 00:00")
    assert openingen(rooster(), KALENDERS, van=van, tot=tot) == [Opening(van, tot)]
    dicht = rooster(afwijkingen=[afwijking("2026-12-25", "2026-12-26")])
    assert hours(dicht, "2026-12-24", "2026-12-27") == ["12-24 00:00/12-25 00:00", "12-27 00:00/12-28 00:00"]


def test_no_rooster_is_the_office_hours_of_the_network() -> None:
    assert hours(None, "2026-12-24", "2026-12-28") == ["12-24 09:00/12-24 17:00", "12-28 09:00/12-28 17:00"]
    assert hours(None, "2030-12-25") == ["12-25 09:00/12-25 17:00"]  # no kalender: weekends only


# --- the two nights of the year --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("uren", "day", "expected"),
    [
        ("02:30-05:00", "2026-03-29", [("01:00", "03:00")]),  # opens at the first moment that exists
        ("01:00-02:30", "2026-03-29", [("00:00", "01:00")]),  # and closes there
        ("02:00-03:00", "2026-03-29", []),  # and so this night it does not open
        ("02:30-05:00", "2026-10-25", [("00:30", "04:00")]),  # opens at the first of the two
        ("01:00-02:30", "2026-10-25", [("-23:00", "01:30")]),  # and closes at the last
        ("02:00-02:00:01", "2026-10-25", [("00:00", "01:00:01")]),
        ("01:00-02:00", "2026-10-25", [("-23:00", "01:00")]),
        ("03:00-05:00", "2026-10-25", [("02:00", "04:00")]),
    ],
)
def test_the_night_of_a_clock_change(uren: str, day: str, expected: list[tuple[str, str]]) -> None:
    def utc(clock: str) -> datetime:
        evening = date.fromisoformat(day) - timedelta(days=1 if clock.startswith("-") else 0)
        return at(f"{evening} {clock.removeprefix('-')}")

    gevonden = openingen(
        rooster(blok("zo", uren)), KALENDERS, van=at(f"{day} 00:00") - timedelta(hours=4), tot=at(f"{day} 12:00")
    )
    assert gevonden == [Opening(utc(van), utc(tot)) for van, tot in expected]


def test_hours_on_both_sides_of_the_skipped_hour_touch() -> None:
    nacht = rooster(blok("zo", "01:00-02:15"), blok("zo", "02:45-04:00"))
    assert hours(nacht, "2026-03-29") == ["03-29 01:00/03-29 04:00"]


@pytest.mark.parametrize("day", CLOCK_CHANGES)
def test_a_whole_day_has_all_its_hours(day: date) -> None:
    [opening] = openingen(
        rooster(blok("zo", "00:00-00:00")),
        KALENDERS,
        van=opens_at(datetime.combine(day, time())) - timedelta(days=1),
        tot=opens_at(datetime.combine(day, time())) + timedelta(days=3),
    )
    assert opening.tot - opening.van == timedelta(hours=23 if day.month == 3 else 25)


def test_a_time_that_exists_once_opens_and_closes_at_one_instant() -> None:
    assert (
        opens_at(datetime.fromisoformat("2026-12-28 09:00"))
        == closes_at(datetime.fromisoformat("2026-12-28 09:00"))
        == at("2026-12-28 08:00")
    )


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = datetime.fromisoformat("2026-12-28")
    with pytest.raises(ValueError, match="time zone"):
        openingen(KANTOORLIJN, KALENDERS, van=naive, tot=naive)


# --- said out loud ---------------------------------------------------------------------------------------------------
def test_moments_are_said_in_dutch() -> None:
    assert spreek_moment(at("2026-12-28 08:00")) == "maandag 28 december 9.00 uur"
    assert spreek_moment(at("2026-07-01 11:05")) == "woensdag 1 juli 13.05 uur"
    assert spreek_moment(datetime(2026, 7, 1, 3, 5, tzinfo=timezone(timedelta(hours=-8)))) == (
        "woensdag 1 juli 13.05 uur"
    )


def test_midnight_belongs_to_the_day_that_one_speaks_of() -> None:
    assert spreek_moment(at("2026-12-27 23:00")) == "maandag 28 december 0.00 uur"
    assert spreek_moment(at("2026-12-27 23:00"), einde=True) == "zondag 27 december 24.00 uur"
    assert spreek_tijd(at("2026-12-27 22:59"), einde=True) == "23.59 uur"


def test_a_year_is_said_when_it_is_another_one() -> None:
    assert spreek_moment(at("2027-01-04 08:00"), peildatum=date(2026, 12, 24)) == "maandag 4 januari 2027 9.00 uur"
    assert spreek_moment(at("2027-01-04 08:00"), peildatum=date(2027, 12, 24)) == "maandag 4 januari 9.00 uur"


@pytest.mark.parametrize("noun", ["klok", "spreektaal", "openingstijden", "feestdagen", "bereikbaarheid", "oin"])
def test_the_examples_in_the_docstrings_run(noun: str) -> None:
    result = doctest.testmod(import_module(f"registry.statements.{noun}"))
    assert result.attempted
    assert not result.failed
