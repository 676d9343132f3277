# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.statements.openingstijden import (
    Afwijking,
    Openingsblok,
    Rooster,
    _kind,
    _sample_days,
    opent_op,
    rooster_faults,
)
from tests.statements.naive_hours import meets_itself, pattern_opens
from tests.statements.roosters import KANTOORLIJN, afwijking, blocks, blok, rooster


def faults(gegeven: Rooster) -> list[tuple[str, str]]:
    return [(fout.veld, fout.code) for fout in rooster_faults(gegeven)]


def test_a_good_rooster_has_no_faults() -> None:
    assert faults(KANTOORLIJN) == []
    assert faults(rooster()) == []


# --- what overlaps ---------------------------------------------------------------------------------------------------
GOOD_COMPANY = {
    "they touch": (blok("ma", "09:00-12:00"), blok("ma", "12:00-17:00")),
    "they touch at midnight": (blok("ma", "20:00-00:00"), blok("di", "00:00-06:00")),
    "whole days in a row": (blok("ma di wo do vr za zo", "00:00-00:00"),),
    "other weekdays": (blok("ma", "09:00-17:00"), blok("di", "09:00-17:00")),
    "even and odd weeks": (blok("ma", "09:00-17:00", week="even"), blok("ma", "10:00-12:00", week="oneven")),
    "first and second of the month": (blok("ma", "09:00-17:00", nde=(1,)), blok("ma", "09:00-17:00", nde=(2,))),
    "second and last of the month": (blok("ma", "09:00-17:00", nde=(2,)), blok("ma", "09:00-17:00", nde=(-1,))),
    "the night ends before the morning": (blok("zo", "22:00-06:00"), blok("ma", "06:00-12:00")),
    "an even Sunday night, an even Monday": (
        blok("zo", "22:00-06:00", week="even"),
        blok("ma", "05:00-12:00", week="even"),
    ),
    "the last Sunday night, the second Monday": (
        blok("zo", "22:00-06:00", nde=(-1,)),
        blok("ma", "05:00-12:00", nde=(2,)),
    ),
}


@pytest.mark.parametrize("blokken", GOOD_COMPANY.values(), ids=GOOD_COMPANY)
def test_blocks_that_never_meet_are_fine(blokken: tuple[Openingsblok, ...]) -> None:
    assert faults(rooster(*blokken)) == []


BAD_COMPANY = {
    "one second": (blok("ma", "09:00-12:00:01"), blok("ma", "12:00-17:00")),
    "one day of several": (blok("ma di", "09:00-12:00"), blok("di wo", "11:00-17:00")),
    "the same twice": (blok("ma", "09:00-12:00"), blok("ma", "09:00-12:00")),
    "inside": (blok("ma", "09:00-17:00"), blok("ma", "10:00-11:00")),
    "the whole day": (blok("ma", "00:00-00:00"), blok("ma", "10:00-11:00")),
    "into the next morning": (blok("ma", "22:00-06:00"), blok("di", "05:00-12:00")),
    "into the next morning, the other way round": (blok("di", "05:00-12:00"), blok("ma", "22:00-06:00")),
    "from Sunday into Monday": (blok("zo", "22:00-06:00"), blok("ma", "05:00-12:00")),
    "every week and even weeks": (blok("ma", "09:00-12:00"), blok("ma", "09:00-12:00", week="even")),
    "odd into odd, after week 53": (
        blok("zo", "22:00-06:00", week="oneven"),
        blok("ma", "05:00-12:00", week="oneven"),
    ),
    "first is fifth from the back": (blok("ma", "09:00-12:00", nde=(1,)), blok("ma", "09:00-12:00", nde=(-5,))),
    "fifth is last": (blok("ma", "09:00-12:00", nde=(5,)), blok("ma", "09:00-12:00", nde=(-1,))),
    "the last Sunday night, the first Monday": (
        blok("zo", "22:00-06:00", nde=(-1,)),
        blok("ma", "05:00-12:00", nde=(1,)),
    ),
}


@pytest.mark.parametrize("blokken", BAD_COMPANY.values(), ids=BAD_COMPANY)
def test_blocks_that_meet_on_any_day_are_a_fault_of_the_later_one(blokken: tuple[Openingsblok, ...]) -> None:
    assert faults(rooster(*blokken)) == [("openingstijden[1]", "overlap")]


def test_an_overlap_names_the_others_and_a_day_on_which_it_happens() -> None:
    gegeven = rooster(
        blok("zo", "22:00-06:00", week="oneven"), blok("za", "10:00-12:00"), blok("ma", "05:00-09:00", week="oneven")
    )
    [fout] = rooster_faults(gegeven)
    assert fout.uitleg == "Dit overlapt met openingstijden[0], bijvoorbeeld op maandag 4 januari 2027."


def test_a_block_that_meets_two_others_is_one_fault_that_names_both() -> None:
    [fout] = rooster_faults(rooster(blok("ma", "09:00-12:00"), blok("ma", "13:00-17:00"), blok("ma", "11:00-14:00")))
    assert (fout.veld, fout.code) == ("openingstijden[2]", "overlap")
    assert "openingstijden[0], openingstijden[1]" in fout.uitleg


@settings(max_examples=50)
@given(st.lists(blocks, min_size=2, max_size=2))
def test_an_overlap_is_a_fault_exactly_when_some_day_of_thirty_years_has_one(blokken: list[Openingsblok]) -> None:
    found = [code for _, code in faults(rooster(*blokken))]
    assert found == (["overlap"] if meets_itself(blokken, date(2026, 1, 1), date(2056, 1, 31)) else [])


def test_the_sample_days_stand_for_every_two_days_in_a_row_of_four_hundred_years() -> None:
    kinds = [_kind(date(2000, 1, 1) + timedelta(n)) for n in range(146_097 + 1)]
    assert set(pairwise(kinds)) == {(_kind(d), _kind(d + timedelta(1))) for d in _sample_days()}


@given(blocks, st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_a_block_opens_on_the_days_that_a_wall_calendar_would_show(gegeven: Openingsblok, day: date) -> None:
    assert opent_op(gegeven, day) == pattern_opens(gegeven, day)


def test_the_last_month_that_there_is_has_a_last_friday() -> None:
    assert opent_op(blok("vr", "09:00-12:00", nde=(-1,)), date.max)


# --- single values ---------------------------------------------------------------------------------------------------
def test_times_are_whole_seconds() -> None:
    halve = Openingsblok(dagen=("ma",), van=time(9, 0, 0, 1), tot=time(12, 0, 0, 500_000))
    assert faults(rooster(halve)) == [("openingstijden[0].van", "seconden"), ("openingstijden[0].tot", "seconden")]
    kerst = afwijking("2026-12-24", uren=["09:00-12:00:00.5"])
    assert faults(rooster(afwijkingen=[kerst])) == [("afwijkingen[0].open[0].tot", "seconden")]


def test_only_midnight_to_midnight_may_begin_where_it_ends() -> None:
    assert faults(rooster(blok("ma", "09:00-09:00"))) == [("openingstijden[0].tot", "volgorde")]
    assert faults(rooster(afwijkingen=[afwijking("2026-12-24", uren=["09:00-09:00"])])) == [
        ("afwijkingen[0].open[0].tot", "volgorde")
    ]
    assert faults(rooster(blok("ma", "00:00-00:00"), afwijkingen=[afwijking("2026-12-24", uren=["00:00-00:00"])])) == []


def test_there_is_no_zeroth_monday() -> None:
    assert faults(rooster(blok("ma", "09:00-12:00", nde=(1, 0)))) == [("openingstijden[0].nde[1]", "waarde")]


def test_doubled_days_and_ordinals_are_a_fault_each() -> None:
    assert faults(rooster(blok("ma di ma ma", "09:00-12:00", nde=(1, 1)))) == [
        ("openingstijden[0].dagen[2]", "dubbel"),
        ("openingstijden[0].dagen[3]", "dubbel"),
        ("openingstijden[0].nde[1]", "dubbel"),
    ]


# --- afwijkingen -----------------------------------------------------------------------------------------------------
def test_an_exception_ends_on_or_after_its_first_day() -> None:
    assert faults(rooster(afwijkingen=[afwijking("2026-12-24", "2026-12-23")])) == [("afwijkingen[0].tot", "volgorde")]


def test_an_exception_lasts_a_leap_year_at_most() -> None:
    assert faults(rooster(afwijkingen=[afwijking("2028-01-01", "2028-12-31")])) == []
    assert faults(rooster(afwijkingen=[afwijking("2028-01-01", "2029-01-01")])) == [("afwijkingen[0].tot", "te-lang")]


def test_two_exceptions_on_one_day_are_a_fault() -> None:
    een, ander = afwijking("2026-12-21", "2026-12-24"), afwijking("2026-12-24")
    assert faults(rooster(afwijkingen=[een, ander])) == [("afwijkingen[1]", "overlap")]
    assert faults(rooster(afwijkingen=[een, afwijking("2026-12-25")])) == []


@pytest.mark.parametrize(
    ("gegeven", "expected"),
    [
        (afwijking("2026-12-24", uren=["09:00-12:00", "12:00-14:00"]), []),
        (afwijking("2026-12-24", uren=["09:00-12:00", "11:00-14:00"]), [("afwijkingen[0].open[1]", "overlap")]),
        (afwijking("2026-12-24", uren=["22:00-06:00", "05:00-07:00"]), []),  # one day: its night meets nothing of it
        (
            afwijking("2026-12-23", "2026-12-24", ["22:00-06:00", "05:00-07:00"]),
            [("afwijkingen[0].open[1]", "overlap")],
        ),
    ],
)
def test_hours_of_one_exception_may_not_overlap(gegeven: Afwijking, expected: list[tuple[str, str]]) -> None:
    assert faults(rooster(blok("ma di wo do vr", "09:00-17:00"), afwijkingen=[gegeven])) == expected


def test_the_nights_of_an_exception_meet_its_mornings_only_where_the_pattern_opens_two_days_in_a_row() -> None:
    week = afwijking("2026-12-14", "2026-12-20", ["05:00-07:00", "22:00-06:00"])
    assert faults(rooster(blok("ma wo", "09:00-17:00"), afwijkingen=[week])) == []
    assert faults(rooster(blok("ma di", "09:00-17:00"), afwijkingen=[week])) == [("afwijkingen[0].open[1]", "overlap")]
    assert faults(rooster(afwijkingen=[week])) == [("afwijkingen[0].open[1]", "overlap")]


def test_every_fault_is_told_at_once() -> None:
    gegeven = rooster(
        blok("ma", "09:00-09:00", nde=(0,)),
        blok("di", "09:00-12:00"),
        blok("di di", "11:00-13:00"),
        afwijkingen=[afwijking("2026-12-24", "2026-12-01"), afwijking("2026-12-24", uren=["09:00-12:00"] * 2)],
    )
    assert faults(gegeven) == [
        ("openingstijden[0].tot", "volgorde"),
        ("openingstijden[0].nde[0]", "waarde"),
        ("openingstijden[2].dagen[1]", "dubbel"),
        ("openingstijden[2]", "overlap"),
        ("afwijkingen[0].tot", "volgorde"),
        ("afwijkingen[1].open[1]", "overlap"),
    ]
