# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A duration says of every term whether it was kept: on each clock, around holidays, nights and clock changes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.projections.meetklok import KLOKKEN, Meetklok, Werkuren, second_of
from registry.statements.kalenders import Kalender
from registry.statements.klok import closes_at
from registry.statements.openingstijden import Duur, Eenheid, Rooster
from registry.statements.termijnen import uiterlijk
from registry.statements.werktijd import openingen
from tests.statements.roosters import KALENDERS, KANTOORLIJN, at, blok, calendars, days, rooster, schedules

ZONDER_UREN = rooster()


def measured(van: datetime, tot: datetime, gegeven: Rooster, kalenders: Mapping[int, Kalender]) -> dict[str, int]:
    klok = Meetklok(kalenders)
    duren = klok.duren(second_of(van), second_of(tot), klok.uren([gegeven]).werk)
    return dict(zip(KLOKKEN, duren, strict=True))


@st.composite
def spells(draw: st.DrawFn) -> tuple[datetime, datetime, Rooster, Mapping[int, Kalender]]:
    day = draw(days)
    begin = datetime.combine(day, time(), UTC) + timedelta(seconds=draw(st.integers(-7200, 93_600)))
    lasted = draw(st.one_of(st.integers(0, 7200), st.integers(0, 12 * 86_400), st.sampled_from([0, 1, 3600, 86_400])))
    kalenders = draw(st.one_of(st.just(KALENDERS), calendars(day)))
    return begin, begin + timedelta(seconds=lasted), draw(schedules(day)), kalenders


@settings(max_examples=300)
@given(spells(), st.sampled_from(["seconden", "werkuren", "werkdagen", "kalenderdagen", "weken"]), st.integers(0, 40))
def test_a_term_is_kept_exactly_when_the_duration_is_at_most_its_units(
    spell: tuple[datetime, datetime, Rooster, Mapping[int, Kalender]], eenheid: Eenheid, aantal: int
) -> None:
    van, tot, gegeven, kalenders = spell
    klok, factor = {
        "seconden": ("seconden", 1),
        "werkuren": ("openingstijden-seconden", 3600),
        "werkdagen": ("werkdagen", 1),
        "kalenderdagen": ("kalenderdagen", 1),
        "weken": ("kalenderdagen", 7),
    }[eenheid]
    laatste = uiterlijk(Duur(aantal=aantal, eenheid=eenheid), start=van, kalenders=kalenders, rooster=gegeven).moment
    kept = laatste is None or tot <= laatste
    assert (measured(van, tot, gegeven, kalenders)[klok] <= aantal * factor) == kept


@settings(max_examples=200)
@given(spells(), st.integers(0, 30))
def test_kantoortijden_run_as_the_terms_of_what_has_no_channel(
    spell: tuple[datetime, datetime, Rooster, Mapping[int, Kalender]], uren: int
) -> None:
    van, tot, gegeven, kalenders = spell
    laatste = uiterlijk(Duur(aantal=uren, eenheid="werkuren"), start=van, kalenders=kalenders).moment
    kept = laatste is None or tot <= laatste
    assert (measured(van, tot, gegeven, kalenders)["kantoortijden-seconden"] <= uren * 3600) == kept


@settings(max_examples=200)
@given(spells(), st.sampled_from([-1, 0, 1]))
def test_the_duration_itself_is_the_least_term_that_was_kept(
    spell: tuple[datetime, datetime, Rooster, Mapping[int, Kalender]], off: int
) -> None:
    """Not only at whole hours: to the second, by looking at every opening."""
    van, tot, gegeven, kalenders = spell
    found = measured(van, tot, gegeven, kalenders)["kantoortijden-seconden"]
    parts = openingen(None, kalenders, van=van, tot=tot)
    passed = sum(int((part.tot - part.van).total_seconds()) for part in parts)
    inside = bool(parts) and parts[-1].tot == tot
    assert found == (0 if van == tot else passed if inside else passed + 1)


@settings(max_examples=100)
@given(spells(), spells())
def test_two_numbers_of_one_line_are_open_when_either_is(
    one: tuple[datetime, datetime, Rooster, Mapping[int, Kalender]],
    other: tuple[datetime, datetime, Rooster, Mapping[int, Kalender]],
) -> None:
    van, tot, first, kalenders = one
    klok = Meetklok(kalenders)
    both, alone = klok.uren([first, other[2]]).open, [klok.uren([r]).open for r in (first, other[2])]
    for moment in (van, tot):
        assert both.open(second_of(moment)) == any(hours.open(second_of(moment)) for hours in alone)


@settings(max_examples=100)
@given(spells())
def test_open_is_what_the_openings_of_that_day_say(
    spell: tuple[datetime, datetime, Rooster, Mapping[int, Kalender]],
) -> None:
    van, _, gegeven, kalenders = spell
    parts = openingen(gegeven, kalenders, van=van, tot=van + timedelta(seconds=1))
    assert Meetklok(kalenders).uren([gegeven]).open.open(second_of(van)) == bool(parts)


@given(weeks=st.integers(0, 200))
def test_long_terms_run_over_many_blocks(weeks: int) -> None:
    """Eight hours on each working day, also over nights in which the clock changes."""
    hours = rooster(blok("ma di wo do vr", "09:00-17:00"))
    van = at("2025-01-06 08:00")  # a Monday, at opening
    tot = closes_at(datetime.combine(date(2025, 1, 6), time(17)) + timedelta(weeks=weeks))
    assert measured(van, tot, hours, {})["openingstijden-seconden"] == (weeks * 40 + 8) * 3600


def test_closing_time_is_no_time_but_evening_comes_after_it() -> None:
    opens, closes = at("2026-11-26 15:00"), at("2026-11-26 16:00")  # 17.00 on the wall
    lines = {hour: measured(opens, at(f"2026-11-26 {hour}"), KANTOORLIJN, KALENDERS) for hour in ("16:00", "20:00")}
    assert lines["16:00"]["openingstijden-seconden"] == 3600
    assert lines["20:00"]["openingstijden-seconden"] == 3601
    assert measured(closes, closes, KANTOORLIJN, KALENDERS) == dict.fromkeys(KLOKKEN, 0)


def test_a_mailbox_is_always_open_but_its_werkuren_are_those_of_the_office() -> None:
    klok = Meetklok(KALENDERS)
    uren = klok.uren([ZONDER_UREN])
    sunday = second_of(at("2026-11-29 12:00"))
    assert uren.open.open(sunday)
    assert uren.werk.duur(sunday, second_of(at("2026-11-30 09:00"))) == 3600


def test_working_days_are_counted_to_the_first_that_is_not_before_the_end() -> None:
    friday = at("2026-11-27 10:00")
    ends = {
        day: measured(friday, at(f"{day} 10:00"), KANTOORLIJN, KALENDERS)["werkdagen"]
        for day in ("2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30", "2026-12-01")
    }
    assert list(ends.values()) == [0, 1, 1, 1, 2]


def test_hours_are_worked_out_once() -> None:
    klok = Meetklok(KALENDERS)
    one, other = (klok.uren([rooster(blok("ma", "09:00-17:00"))]) for _ in range(2))
    assert one is other
    assert isinstance(one.open, Werkuren)
    assert one.open is one.werk
    assert klok.is_werkdag(date(2026, 11, 27).toordinal())
