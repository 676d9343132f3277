# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.statements.bereikbaarheid import Bereikbaar, Dichtperiode, bereikbaar
from registry.statements.openingstijden import Rooster
from registry.statements.werktijd import Opening, openingen
from tests.statements.naive_hours import MINUTE, Wall, open_minutes, runs, without
from tests.statements.roosters import KALENDERS, KANTOORLIJN, afwijking, at, blok, days, rooster, schedules

ALTIJD = blok("ma di wo do vr za zo", "00:00-00:00")


def asked(moment: str, gegeven: Rooster | None = KANTOORLIJN) -> Bereikbaar:
    return bereikbaar(gegeven, KALENDERS, at=at(moment))


# --- against a second opinion ----------------------------------------------------------------------------------------
@settings(max_examples=80)
@given(st.data(), days)
def test_it_is_what_a_look_at_every_minute_finds(data: st.DataObject, day: date) -> None:
    gegeven = data.draw(schedules(day))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=3)
    minutes = open_minutes(gegeven, KALENDERS, Wall(start, 10 * 1440))[: 9 * 1440]
    now = data.draw(st.integers(2 * 1440, 6 * 1440))
    seconds = data.draw(st.sampled_from([0, 0, 59]))
    found = bereikbaar(gegeven, KALENDERS, at=start + now * MINUTE + timedelta(seconds=seconds))
    agrees(found, minutes, now, start)


@settings(max_examples=80)
@given(st.data(), days)
def test_with_disturbances_too(data: st.DataObject, day: date) -> None:
    gegeven = data.draw(schedules(day))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=3)
    gewoon = open_minutes(gegeven, KALENDERS, Wall(start, 10 * 1440))[: 9 * 1440]
    now = data.draw(st.integers(2 * 1440, 6 * 1440))
    dicht = data.draw(closures(start, now))
    minutes = without(gewoon, start, dicht)
    moment = start + now * MINUTE + timedelta(seconds=data.draw(st.sampled_from([0, 0, 59])))
    found = bereikbaar(gegeven, KALENDERS, at=moment, dicht=dicht)
    agrees(found, minutes, now, start)

    said = [reden for reden in found.redenen if "gesloten wegens storing: " in reden]
    if gewoon[now] and not minutes[now]:
        assert found.redenen[0] in {f"gesloten wegens storing: {een.reden}" for een in dicht if een.van <= moment}
    if minutes[now]:
        ends, gone = (next(b for a, b in runs(one) if a <= now < b) for one in (minutes, gewoon))
        assert bool(said) == (ends < gone)
    if minutes == gewoon:
        assert said == [] or any(een.tot > start + len(minutes) * MINUTE for een in dicht)


@given(st.data(), days)
def test_a_disturbance_that_is_over_or_has_no_length_is_none(data: st.DataObject, day: date) -> None:
    gegeven = data.draw(schedules(day))
    now = datetime(day.year, day.month, day.day, 11, 30, tzinfo=UTC)
    over = [Dichtperiode(now - timedelta(hours=2), now, "voorbij")]
    backwards = [Dichtperiode(now + timedelta(hours=2), now + timedelta(hours=1), "andersom")]
    plain = bereikbaar(gegeven, KALENDERS, at=now)
    assert bereikbaar(gegeven, KALENDERS, at=now, dicht=over + backwards) == plain
    assert bereikbaar(gegeven, KALENDERS, at=now, dicht=()) == plain


@st.composite
def closures(draw: st.DrawFn, start: datetime, now: int) -> list[Dichtperiode]:
    """Periods around a minute, in any order, some over each other, some as long as all that is looked at."""
    made = []
    for number in range(draw(st.integers(0, 4))):
        van = draw(st.one_of(st.just(now), st.integers(now - 1440, now + 2880)))
        length = draw(st.sampled_from([1, 30, 60, 480, 1440, 4 * 1440, 30 * 1440]))
        amsterdam = draw(st.booleans())
        begin = start + van * MINUTE
        zone = ZoneInfo("Europe/Amsterdam") if amsterdam else UTC
        tot = (begin + length * MINUTE).astimezone(zone)
        made.append(Dichtperiode(begin.astimezone(zone), tot, f"storing {number}"))
    return made


def agrees(found: Bereikbaar, minutes: list[bool], now: int, start: datetime) -> None:
    """Hold an answer to what was seen minute by minute."""
    assert found.nu == minutes[now]
    edge = start + len(minutes) * MINUTE  # beyond this, nobody looked
    ends = [b for a, b in runs(minutes) if a <= now < b]
    if found.nu:
        if ends[0] < len(minutes):
            assert found.tot == start + ends[0] * MINUTE
        else:
            assert found.tot is None or found.tot >= edge
    else:
        assert found.tot is None
    after = [(a, b) for a, b in runs(minutes) if a > now]
    if after and after[0][1] < len(minutes):
        assert found.volgende == Opening(start + after[0][0] * MINUTE, start + after[0][1] * MINUTE)
    elif after:
        assert found.volgende is not None
        assert found.volgende.van == start + after[0][0] * MINUTE
    else:
        assert found.volgende is None or found.volgende.van >= edge


@settings(max_examples=40)
@given(st.data(), days)
def test_what_comes_next_is_what_the_list_of_openings_says(data: st.DataObject, day: date) -> None:
    gegeven = data.draw(schedules(day, min_blocks=1))
    now = datetime(day.year, day.month, day.day, 11, 30, tzinfo=UTC)
    found = bereikbaar(gegeven, KALENDERS, at=now)
    later = [o for o in openingen(gegeven, KALENDERS, van=now, tot=now + timedelta(days=399)) if o.van > now]
    if later:
        assert found.volgende is not None
        assert found.volgende.van == later[0].van
    assert found.redenen[0].startswith(("open ", "altijd open") if found.nu else ("gesloten", "nu gesloten"))


# --- the week as it is -----------------------------------------------------------------------------------------------
def test_open_until_closing_and_then_tomorrow() -> None:
    assert asked("2026-04-01 10:00") == Bereikbaar(
        nu=True,
        tot=at("2026-04-01 15:00"),
        volgende=Opening(at("2026-04-02 07:00"), at("2026-04-02 15:00")),
        redenen=("open tot 17.00 uur",),
    )


def test_open_at_opening_time_and_closed_at_closing_time() -> None:
    assert not asked("2026-04-01 06:59:59").nu
    assert asked("2026-04-01 07:00").nu
    assert asked("2026-04-01 14:59:59").nu
    assert not asked("2026-04-01 15:00").nu


def test_before_opening_and_in_the_break_it_says_when() -> None:
    pauze = rooster(blok("wo", "09:00-12:00"), blok("wo", "13:00-17:00"))
    assert asked("2026-04-01 06:00", pauze).redenen == ("nu gesloten", "opent woensdag 1 april 9.00 uur")
    assert asked("2026-04-01 10:30", pauze).redenen == ("nu gesloten", "opent woensdag 1 april 13.00 uur")


def test_after_hours_and_in_the_weekend() -> None:
    assert asked("2026-03-27 18:00").redenen == (
        "gesloten op 27 maart vanaf 17.00 uur",
        "opent maandag 30 maart 9.00 uur",
    )
    assert asked("2026-03-28 10:00").redenen == ("gesloten op zaterdag", "opent maandag 30 maart 9.00 uur")


def test_a_weekday_that_opens_only_some_weeks_is_named_with_its_date() -> None:
    even = rooster(blok("ma", "09:00-17:00", week="even"))
    assert asked("2026-12-14 10:00", even).redenen == (
        "gesloten op maandag 14 december",
        "opent maandag 21 december 9.00 uur",
    )


# --- holidays --------------------------------------------------------------------------------------------------------
def test_good_friday_2026_opens_again_after_easter() -> None:
    found = asked("2026-04-03 10:00")
    assert not found.nu
    assert found.volgende == Opening(at("2026-04-07 07:00"), at("2026-04-07 15:00"))
    assert found.redenen == ("gesloten wegens Goede Vrijdag", "opent dinsdag 7 april 9.00 uur")


def test_the_example_of_the_contract_christmas_eve_2026() -> None:
    found = asked("2026-12-24 11:30")
    assert (found.nu, found.tot) == (False, None)
    assert found.volgende == Opening(at("2026-12-28 08:00"), at("2026-12-28 16:00"))
    assert found.redenen == (
        "gesloten op 24 december vanaf 12.00 uur",
        "andere tijden op 24 december: kerstavond",
        "opent maandag 28 december 9.00 uur",
    )


def test_in_the_morning_of_christmas_eve_it_is_open_until_noon() -> None:
    found = asked("2026-12-24 10:30")
    assert (found.nu, found.tot) == (True, at("2026-12-24 11:00"))
    assert found.volgende == Opening(at("2026-12-28 08:00"), at("2026-12-28 16:00"))
    assert found.redenen == ("open tot 12.00 uur", "andere tijden op 24 december: kerstavond")


def test_a_closed_day_gives_the_publishers_reason() -> None:
    teamdag = rooster(blok("ma di", "09:00-17:00"), afwijkingen=[afwijking("2026-12-07", reden="teamdag")])
    assert asked("2026-12-07 10:00", teamdag).redenen == ("gesloten: teamdag", "opent dinsdag 8 december 9.00 uur")


def test_koningsdag_2025_is_saturday_26_april() -> None:
    zaterdag = rooster(blok("za", "10:00-14:00"))
    assert asked("2025-04-26 10:00", zaterdag).redenen == (
        "gesloten wegens Koningsdag",
        "opent zaterdag 3 mei 10.00 uur",
    )
    assert asked("2025-04-28 10:00").nu  # the Monday after is an ordinary one


@pytest.mark.parametrize("jaar", [2025, 2026, 2027, 2028])
def test_5_may_is_closed_every_year(jaar: int) -> None:
    assert asked(f"{jaar}-05-05 10:00").redenen[0] == "gesloten wegens Bevrijdingsdag"


def test_a_day_by_royal_decree_closes_a_line_unless_it_closes_only_on_recognised_days() -> None:
    week = blok("ma di wo do vr", "09:00-17:00")
    erkend = rooster(week, feestdagen="alleen-erkend")
    assert asked("2026-05-15 10:00").redenen[0] == "gesloten wegens dag na Hemelvaartsdag"
    assert asked("2026-05-15 10:00", erkend).nu
    assert not asked("2026-05-14 10:00", erkend).nu
    assert asked("2026-04-03 10:00", erkend).redenen[0] == "gesloten wegens Goede Vrijdag"
    assert asked("2026-05-14 10:00", rooster(week, feestdagen="gewoon")).nu


# --- round the clock -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("gegeven", [rooster(), rooster(ALTIJD, feestdagen="gewoon")])
def test_always_open_has_no_end_and_no_next(gegeven: Rooster) -> None:
    assert asked("2026-12-25 10:00", gegeven) == Bereikbaar(nu=True, tot=None, volgende=None, redenen=("altijd open",))


def test_round_the_clock_but_for_holidays_ends_at_midnight() -> None:
    found = asked("2026-12-23 10:00", rooster(ALTIJD))
    assert found.tot == at("2026-12-24 23:00")
    assert found.volgende == Opening(at("2026-12-26 23:00"), at("2026-12-31 23:00"))
    assert found.redenen == ("open tot donderdag 24 december 24.00 uur",)
    assert asked("2026-12-24 10:00", rooster(ALTIJD)).redenen == ("open tot 24.00 uur",)


def test_a_mailbox_is_closed_only_when_it_says_so() -> None:
    kerst = rooster(afwijkingen=[afwijking("2026-12-24", "2026-12-31", reden="kerstsluiting")])
    assert asked("2026-05-05 10:00", kerst).tot == at("2026-12-23 23:00")
    assert asked("2026-12-28 10:00", kerst).redenen == (
        "gesloten: kerstsluiting",
        "opent vrijdag 1 januari 2027 0.00 uur",
    )
    assert asked("2027-05-05 10:00", kerst).redenen == ("open zonder sluiting in de komende 400 dagen",)


def test_the_night_of_a_line_counts_for_the_day_before() -> None:
    nacht = rooster(blok("do", "22:00-06:00"))
    assert asked("2026-12-25 03:00", nacht).redenen == ("open tot 6.00 uur",)  # it began on Thursday
    assert asked("2026-12-24 22:00", nacht).redenen == ("open tot vrijdag 25 december 6.00 uur",)
    assert asked("2026-12-18 10:00", nacht).redenen[0] == "gesloten op 18 december vanaf 6.00 uur"


def test_a_line_that_stays_closed_says_how_far_it_looked() -> None:
    dicht = rooster(blok("ma", "09:00-17:00"), afwijkingen=[afwijking("2026-01-01", "2028-12-31", reden="opgeheven")])
    found = asked("2026-02-02 10:00", dicht)
    assert (found.nu, found.tot, found.volgende) == (False, None, None)
    assert found.redenen == ("gesloten: opgeheven", "opent niet in de komende 400 dagen")


def test_an_opening_is_found_up_to_400_days_ahead() -> None:
    def once(day: date) -> Rooster:
        return rooster(
            blok("ma di wo do vr za zo", "09:00-17:00"),
            afwijkingen=[afwijking("2026-01-01", str(day - timedelta(days=1)))],
        )

    first = date(2026, 2, 2)
    found = asked("2026-02-02 10:00", once(first + timedelta(days=400)))
    assert found.volgende is not None
    assert asked("2026-02-02 10:00", once(first + timedelta(days=401))).volgende is None


# --- a storing -------------------------------------------------------------------------------------------------------
def storing(moment: str, *perioden: tuple[str, str], gegeven: Rooster | None = KANTOORLIJN) -> Bereikbaar:
    """Asked with disturbances, named verhuizing, verbouwing, vergadering."""
    redenen = ("verhuizing", "verbouwing", "vergadering")
    dicht = [Dichtperiode(at(van), at(tot), reden) for (van, tot), reden in zip(perioden, redenen, strict=False)]
    return bereikbaar(gegeven, KALENDERS, at=at(moment), dicht=dicht)


def test_during_a_storing_it_is_closed_until_the_storing_is_over() -> None:
    found = storing("2026-04-01 10:00", ("2026-04-01 09:00", "2026-04-01 12:00"))
    assert (found.nu, found.tot) == (False, None)
    assert found.volgende == Opening(at("2026-04-01 12:00"), at("2026-04-01 15:00"))
    assert found.redenen == ("gesloten wegens storing: verhuizing", "opent woensdag 1 april 14.00 uur")


def test_a_storing_begins_and_ends_on_the_second() -> None:
    hour = ("2026-04-01 10:00", "2026-04-01 11:00")
    assert storing("2026-04-01 09:59:59", hour).nu
    assert not storing("2026-04-01 10:00", hour).nu
    assert not storing("2026-04-01 10:59:59", hour).nu
    assert storing("2026-04-01 11:00", hour).nu


def test_before_a_storing_it_is_open_until_then() -> None:
    found = storing("2026-04-01 10:00", ("2026-04-01 12:00", "2026-04-01 14:00"))
    assert found.tot == at("2026-04-01 12:00")
    assert found.volgende == Opening(at("2026-04-01 14:00"), at("2026-04-01 15:00"))
    assert found.redenen == ("open tot 14.00 uur, daarna gesloten wegens storing: verhuizing",)
    assert storing("2026-04-01 10:00", ("2026-04-02 12:00", "2026-04-02 14:00")).redenen == ("open tot 17.00 uur",)
    assert storing("2026-04-01 10:00", ("2026-04-01 15:00", "2026-04-01 18:00")).redenen == ("open tot 17.00 uur",)


def test_a_storing_that_outlasts_the_day_opens_with_the_hours_of_a_later_one() -> None:
    found = storing("2026-04-01 14:00", ("2026-04-01 13:00", "2026-04-02 09:30"))
    assert found.volgende == Opening(at("2026-04-02 09:30"), at("2026-04-02 15:00"))
    found = storing("2026-04-01 14:00", ("2026-04-01 13:00", "2026-04-02 20:00"))
    assert found.redenen == ("gesloten wegens storing: verhuizing", "opent dinsdag 7 april 9.00 uur")  # after Easter


def test_closed_anyway_but_it_does_not_open_when_the_hours_say_so() -> None:
    evening = storing("2026-04-01 18:00", ("2026-04-02 06:00", "2026-04-02 10:00"))
    assert evening.redenen == (
        "gesloten op 1 april vanaf 17.00 uur",
        "vanaf donderdag 2 april 9.00 uur gesloten wegens storing: verhuizing",
        "opent donderdag 2 april 12.00 uur",
    )
    assert storing("2026-04-01 18:00", ("2026-04-01 13:00", "2026-04-02 10:00")).redenen == (
        "gesloten op 1 april vanaf 17.00 uur",
        "gesloten wegens storing: verhuizing",
        "opent donderdag 2 april 12.00 uur",
    )


def test_a_storing_at_night_that_changes_nothing_is_not_spoken_of() -> None:
    night = ("2026-04-01 16:00", "2026-04-02 06:00")
    assert storing("2026-04-01 18:00", night) == asked("2026-04-01 18:00")
    assert storing("2026-04-01 10:00", night) == asked("2026-04-01 10:00")


def test_a_day_can_be_cut_into_pieces() -> None:
    cuts = (("2026-04-01 12:00", "2026-04-01 13:00"), ("2026-04-01 08:00", "2026-04-01 09:00"))
    assert storing("2026-04-01 07:30", *cuts).redenen == (
        "open tot 10.00 uur, daarna gesloten wegens storing: verbouwing",
    )
    assert storing("2026-04-01 07:30", *cuts).volgende == Opening(at("2026-04-01 09:00"), at("2026-04-01 12:00"))
    assert storing("2026-04-01 12:30", *cuts).redenen[0] == "gesloten wegens storing: verhuizing"


def test_one_storing_after_another_is_one_closure() -> None:
    found = storing(
        "2026-04-01 09:30",
        ("2026-04-01 08:00", "2026-04-01 10:00"),
        ("2026-04-01 09:00", "2026-04-01 12:00"),
        ("2026-04-01 12:00", "2026-04-01 13:00"),
    )
    assert found.volgende == Opening(at("2026-04-01 13:00"), at("2026-04-01 15:00"))


def test_what_is_always_open_is_closed_by_a_storing_too() -> None:
    altijd: tuple[Rooster, ...] = (rooster(), rooster(ALTIJD, feestdagen="gewoon"))
    for gegeven in altijd:
        now = storing("2026-04-01 10:00", ("2026-04-01 09:00", "2026-04-01 12:00"), gegeven=gegeven)
        assert (now.nu, now.tot) == (False, None)
        assert now.volgende is not None
        assert now.volgende.van == at("2026-04-01 12:00")
        assert now.redenen == ("gesloten wegens storing: verhuizing", "opent woensdag 1 april 14.00 uur")
        soon = storing("2026-04-01 10:00", ("2026-04-01 12:00", "2026-04-01 14:00"), gegeven=gegeven)
        assert (soon.nu, soon.tot) == (True, at("2026-04-01 12:00"))
        assert soon.redenen == ("open tot 14.00 uur, daarna gesloten wegens storing: verhuizing",)
        assert soon.volgende is not None
        assert soon.volgende.van == at("2026-04-01 14:00")
        far = storing("2026-04-01 10:00", ("2028-04-01 12:00", "2028-04-01 14:00"), gegeven=gegeven)
        assert far == bereikbaar(gegeven, KALENDERS, at=at("2026-04-01 10:00"))


def test_a_closure_longer_than_anyone_plans_a_call_has_no_next_opening() -> None:
    for gegeven in (KANTOORLIJN, rooster()):
        found = storing("2026-04-01 10:00", ("2026-04-01 09:00", "2027-06-01 09:00"), gegeven=gegeven)
        assert (found.nu, found.volgende) == (False, None)
        assert found.redenen == ("gesloten wegens storing: verhuizing", "opent niet in de komende 400 dagen")


def test_a_storing_on_a_holiday_leaves_the_holiday_to_say_why() -> None:
    found = storing("2026-04-03 10:00", ("2026-04-03 09:00", "2026-04-03 12:00"))
    assert found == asked("2026-04-03 10:00")


def test_it_knows_of_years_without_kalender_as_far_as_it_had_to_look() -> None:
    found = storing("2028-12-28 10:00", ("2028-12-28 09:00", "2029-01-02 09:00"))
    assert found.redenen == (
        "gesloten wegens storing: verhuizing",
        "opent dinsdag 2 januari 2029 10.00 uur",
        WARNING_2029,
    )


# --- a year without kalender -----------------------------------------------------------------------------------------
WARNING_2029 = "Voor 2029 is er nog geen kalender: feestdagen zijn niet meegerekend"


def test_a_year_without_kalender_is_said_when_the_answer_relies_on_it() -> None:
    assert asked("2029-03-01 10:00").redenen == ("open tot 17.00 uur", WARNING_2029)
    assert asked("2028-12-29 20:00").redenen == (  # New Year's Day 2029, in fact
        "gesloten op 29 december vanaf 17.00 uur",
        "opent maandag 1 januari 2029 9.00 uur",
        WARNING_2029,
    )


def test_a_year_without_kalender_is_not_said_when_it_does_not_matter() -> None:
    assert WARNING_2029 not in asked("2028-12-28 10:00").redenen
    gewoon = rooster(blok("ma di wo do vr", "09:00-17:00"), feestdagen="gewoon")
    assert asked("2029-03-01 10:00", gewoon).redenen == ("open tot 17.00 uur",)
    uitzondering = rooster(
        blok("ma", "09:00-17:00", nde=(-1,)),
        afwijkingen=[afwijking("2029-01-02", uren=["09:00-12:00"]), afwijking("2029-01-03", uren=["09:00-12:00"])],
    )
    assert WARNING_2029 not in asked("2029-01-02 09:00", uitzondering).redenen


def test_the_day_before_matters_only_with_its_night() -> None:
    kalenders = {2029: KALENDERS[2028]}
    overdag = bereikbaar(rooster(blok("ma zo", "09:00-17:00")), kalenders, at=at("2029-01-01 10:00"))
    assert overdag.redenen == ("open tot 17.00 uur",)
    nacht = bereikbaar(rooster(blok("zo", "22:00-06:00")), kalenders, at=at("2029-01-01 01:00"))
    assert nacht.redenen == (
        "open tot 6.00 uur",
        "Voor 2028 is er nog geen kalender: feestdagen zijn niet meegerekend",
    )


def test_office_hours_are_asked_with_no_rooster() -> None:
    assert asked("2026-12-24 15:00", None).redenen == ("open tot 17.00 uur",)


@pytest.mark.parametrize("moment", ["0001-01-01 12:00", "9999-12-31 12:00"])
def test_the_ends_of_time_are_an_error(moment: str) -> None:
    with pytest.raises(OverflowError):
        asked(moment)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        bereikbaar(KANTOORLIJN, KALENDERS, at=datetime.fromisoformat("2026-12-28"))
