# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Adherence from counters is what looking at every row comes to; and what the verdict says beside it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry import wire
from registry.projections.meetklok import Meetklok
from registry.projections.naleving import Budget, Naleving, Trend, maanden_volstaan, naleving
from registry.projections.openstelling import Lijngeschiedenis
from registry.projections.servicenormen import Normstand, Normversie
from registry.projections.stand import Plaats
from registry.projections.tellingen import Cel, Telling, samen
from registry.projections.toezeggingen import tekorten
from registry.projections.vensters import Venster, venster_van
from registry.statements.klok import local_date
from registry.statements.metingen import Contactmoment
from registry.statements.openingstijden import Duur, Openingsblok, Rooster
from registry.statements.professionallijnen import (
    Adres,
    Balie,
    Email,
    Geldigheid,
    Professionallijn,
    Telefoon,
    Toezegging,
)
from registry.statements.servicenormen import Servicenorm, TeltNietMee
from tests.projections.naive_norms import DAG, LIJN, World, hours, judge, many_rows, norms
from tests.statements.roosters import KALENDERS, at, blok, rooster
from tests.support.tellen import tel

VANDAAG = date(2026, 12, 31)
PLAATS = Plaats(index=0, digest="0" * 64, ordered_at=at("2026-01-01 00:00"))
WERKWEEK = blok("ma di wo do vr", "09:00-17:00")


def stand(*normen: Servicenorm) -> Normstand:
    return Normstand(naam=normen[0].naam, versies=tuple(Normversie(norm=een, plaats=PLAATS) for een in normen))


def lijn(uren: tuple[Openingsblok, ...] = (WERKWEEK,), **anders: Any) -> Professionallijn:
    telefoon = Telefoon(nummer="+31880000101", openingstijden=uren)
    vast: dict[str, Any] = {
        "naam": "aow",
        "titel": "AOW",
        "kanalen": (telefoon,),
        "geldig": Geldigheid(van=date(2026, 1, 1)),
        "bevestigd": date(2026, 3, 1),
    }
    return Professionallijn(**{**vast, **anders})


def in_world(roosters: Mapping[str, Rooster]) -> Lijngeschiedenis:
    def of(soort: str) -> dict[str, Any]:
        given = roosters[soort]
        return {
            "openingstijden": given.openingstijden,
            "afwijkingen": given.afwijkingen,
            "feestdagen": given.feestdagen,
        }

    adres = Adres(straat="Plein 1", postcode="7511 JX", plaats="Enschede")
    kanalen = (
        Telefoon(nummer="+31880000101", **of("telefoon")),
        Email(adres="aow@example.nl", **of("email")),
        Balie(adres=adres, **of("balie")),
    )
    return Lijngeschiedenis(id=LIJN, versies=[(date(2026, 1, 1), lijn(kanalen=kanalen))])


def counted(rows: Sequence[Contactmoment], world: World, klok: Meetklok) -> list[tuple[Cel, Telling]]:
    """Rows as counters, those of one cell together, as a store keeps them."""
    each = sorted((tel(row, [world.roosters[row.kanaal]], klok) for row in rows), key=lambda pair: repr(pair[0]))
    return [(cel, samen(*(t for _, t in group))) for cel, group in groupby(each, key=lambda pair: pair[0])]


@settings(max_examples=400, deadline=None)
@given(norms(), many_rows, st.fixed_dictionaries(dict.fromkeys(("telefoon", "email", "balie"), hours)))
def test_every_statistic_from_counters_is_the_one_from_rows(
    norm: Servicenorm, rows: list[Contactmoment], roosters: dict[str, Rooster]
) -> None:
    world, klok = World(roosters, KALENDERS), Meetklok(KALENDERS)
    found = naleving(
        stand(norm),
        in_world(roosters),
        counted(rows, world, klok),
        van=DAG,
        tot=DAG + timedelta(days=10),
        klok=klok,
        vandaag=VANDAAG,
    )
    for each in found:
        here = [row for row in rows if each.dagen.eerste <= local_date(row.begonnen) <= each.dagen.laatste]
        naive = judge(norm, here, world)
        assert (each.waarnemingen, each.onbekend, each.nooit) == (naive.waarnemingen, naive.onbekend, naive.nooit)
        assert each.buiten_openingstijden == naive.buiten
        assert each.waarde == (None if naive.waarde is None else pytest.approx(float(naive.waarde), rel=1e-12))
        if naive.waarnemingen < (norm.minimum_waarnemingen or 1):
            assert each.oordeel == "te-weinig-waarnemingen"
        else:
            good = naive.waarde is not None and (
                float(naive.waarde) >= each.doel if norm.richting == "minstens" else float(naive.waarde) <= each.doel
            )
            assert each.oordeel == ("gehaald" if good else "niet-gehaald")
    seen = {each.venster for each in found}
    assert {venster_van(norm.venster, local_date(row.begonnen)) for row in rows} & seen or not rows or not found


@settings(max_examples=100, deadline=None)
@given(norms(), many_rows, st.fixed_dictionaries(dict.fromkeys(("telefoon", "email", "balie"), hours)))
def test_counters_by_month_say_the_same_where_they_will_do(
    given_norm: Servicenorm, rows: list[Contactmoment], roosters: dict[str, Rooster]
) -> None:
    norm = msgspec.structs.replace(given_norm, venster="kwartaal")
    assert maanden_volstaan(stand(norm))
    klok, world = Meetklok(KALENDERS), World(roosters, KALENDERS)
    days = counted(rows, world, klok)
    months: dict[Cel, list[Telling]] = {}
    for cel, telling in days:
        months.setdefault(msgspec.structs.replace(cel, dag=cel.dag.replace(day=1)), []).append(telling)
    by_month = [(cel, samen(*found)) for cel, found in months.items()]
    over: dict[str, Any] = {"van": DAG, "tot": DAG, "klok": klok, "vandaag": VANDAAG}
    line = in_world(roosters)
    assert naleving(stand(norm), line, by_month, **over) == naleving(stand(norm), line, days, **over)


# --- by example -------------------------------------------------------------------------------------------------------
KLOK = Meetklok(KALENDERS)
HOURS = rooster(WERKWEEK)
OPNEMEN = Servicenorm(
    naam="opnemen",
    versie=1,
    titel="Opnemen",
    dimensie="bereikbaarheid",
    kanalen=("telefoon",),
    maat="wachttijd",
    statistiek="aandeel-binnen",
    drempel=Duur(aantal=20, eenheid="seconden"),
    richting="minstens",
    doel=0.8,
    noemer="begonnen",
    venster="maand",
    klok="doorlopend",
    minimum_waarnemingen=1,
    ingangsdatum=date(2026, 1, 1),
)
MAART = Venster(date(2026, 3, 1), date(2026, 3, 31))
GEBELD = Contactmoment(
    id="00000000-0000-4000-8000-000000000001",
    lijn=LIJN,
    kanaal="telefoon",
    begonnen=at("2026-03-10 10:00"),
    uitkomst="beantwoord",
    wachttijd=10,
)


def calls(times: int, wachttijd: int | None = 10, begonnen: str = "2026-03-10 10:00", **fields: Any) -> list[Any]:
    row = msgspec.structs.replace(GEBELD, begonnen=at(begonnen), wachttijd=wachttijd, **fields)
    return [row] * times


def judged(
    rows: Sequence[Contactmoment],
    *normen: Servicenorm,
    van: date = MAART.eerste,
    tot: date = MAART.laatste,
    vandaag: date = VANDAAG,
    geschiedenis: Lijngeschiedenis | None = None,
) -> list[Naleving]:
    world = World({"telefoon": HOURS, "email": Rooster(), "balie": HOURS}, KALENDERS)
    lijn_ = geschiedenis or Lijngeschiedenis(id=LIJN, versies=[(date(2026, 1, 1), lijn())])
    return naleving(
        stand(*(normen or (OPNEMEN,))), lijn_, counted(rows, world, KLOK), van=van, tot=tot, klok=KLOK, vandaag=vandaag
    )


def the(found: Sequence[Naleving]) -> Naleving:
    (one,) = found
    return one


def norm(**fields: Any) -> Servicenorm:
    return msgspec.structs.replace(OPNEMEN, **fields)


def test_four_of_five_within_the_term_is_exactly_enough() -> None:
    one = the(judged([*calls(4), *calls(1, 21)]))
    assert (one.waarde, one.doel, one.eenheid, one.oordeel) == (0.8, 0.8, "aandeel", "gehaald")
    assert (one.waarnemingen, one.nooit, one.onbekend, one.buiten_openingstijden) == (5, 0, 0, 0)
    assert (one.venster, one.dagen, one.lopend, one.methode) == (MAART, MAART, False, "wilson-95")
    assert one.onzeker  # of five one cannot tell
    assert the(judged([*calls(3), *calls(2, 21)])).oordeel == "niet-gehaald"


def test_just_on_the_term_is_in_time() -> None:
    assert the(judged(calls(1, 20))).waarde == 1.0
    assert the(judged(calls(1, 21))).waarde == 0.0


def test_refusing_calls_during_its_hours_counts_against_a_line() -> None:
    one = the(judged([*calls(6), *calls(4, None, uitkomst="geweigerd")]))
    assert (one.waarde, one.waarnemingen, one.nooit, one.oordeel) == (0.6, 10, 4, "niet-gehaald")
    answered = the(judged([*calls(6), *calls(4, None, uitkomst="geweigerd")], norm(noemer="beantwoord")))
    assert (answered.waarde, answered.waarnemingen) == (1.0, 6)


def test_who_calls_outside_the_hours_is_counted_apart() -> None:
    rows = [*calls(5), *calls(7, 90, "2026-03-10 20:00", uitkomst="niet-opgenomen")]
    one = the(judged(rows))
    assert (one.waarde, one.waarnemingen, one.buiten_openingstijden) == (1.0, 5, 7)


def test_a_mail_at_night_is_no_attempt_in_vain() -> None:
    mail = norm(kanalen=("email",), maat="antwoordtijd", drempel=Duur(aantal=1, eenheid="werkdagen"))
    night = at("2026-03-10 23:00")
    rows = calls(1, None, "2026-03-10 23:00", kanaal="email", beantwoord=night + timedelta(hours=12))
    one = the(judged(rows, mail, geschiedenis=in_world({"telefoon": HOURS, "email": HOURS, "balie": HOURS})))
    assert (one.waarde, one.waarnemingen, one.buiten_openingstijden, one.open_uren) == (1.0, 1, 0, None)


def test_what_was_not_told_is_left_out_and_said() -> None:
    one = the(judged([*calls(3), *calls(2, None)]))
    assert (one.waarde, one.waarnemingen, one.onbekend) == (1.0, 3, 2)


def test_who_hangs_up_at_once_does_not_count_when_the_norm_says_so() -> None:
    rows = [*calls(4), *calls(3, 5, uitkomst="afgebroken"), *calls(1, 6, uitkomst="afgebroken")]
    soon = TeltNietMee(afgebroken_binnen=Duur(aantal=5, eenheid="seconden"))
    assert the(judged(rows)).waarnemingen == 8
    one = the(judged(rows, norm(telt_niet_mee=soon)))
    assert (one.waarde, one.waarnemingen, one.nooit) == (0.8, 5, 1)
    mean = norm(
        telt_niet_mee=soon, statistiek="gemiddelde", drempel=None, doel=Duur(aantal=1, eenheid="minuten"),
        richting="hoogstens",
    )  # fmt: skip
    assert the(judged(rows, mean)).waarde == pytest.approx((4 * 10 + 6) / 5 / 60)
    given_up = norm(
        telt_niet_mee=soon, maat="uitkomst", statistiek="aandeel-uitkomst", drempel=None, uitkomsten=("afgebroken",),
        richting="hoogstens", doel=0.05,
    )  # fmt: skip
    one = the(judged(rows, given_up))
    assert (one.waarde, one.waarnemingen, one.oordeel) == (0.2, 5, "niet-gehaald")


def test_a_mean_has_the_time_that_was_waited_in_vain_but_no_refusals() -> None:
    rows = [*calls(2, 30), *calls(1, 90, uitkomst="niet-opgenomen"), *calls(5, 0, uitkomst="geweigerd")]
    mean = norm(statistiek="gemiddelde", drempel=None, doel=Duur(aantal=1, eenheid="minuten"), richting="hoogstens")
    one = the(judged(rows, mean))
    assert (one.waarde, one.eenheid, one.waarnemingen, one.nooit) == (50 / 60, "minuten", 3, 6)
    assert the(judged(rows, msgspec.structs.replace(mean, noemer="beantwoord"))).waarde == 0.5


def test_a_percentile_that_falls_among_who_never_got_it_has_no_value() -> None:
    p90 = norm(
        statistiek="percentiel", percentiel=90.0, drempel=None, doel=Duur(aantal=20, eenheid="seconden"),
        richting="hoogstens",
    )  # fmt: skip
    nine = the(judged([*calls(9), *calls(1, None, uitkomst="geweigerd")], p90))
    assert (nine.waarde, nine.oordeel, nine.methode) == (10, "gehaald", "nearest-rank")
    eight = the(judged([*calls(8), *calls(2, None, uitkomst="geweigerd")], p90))
    assert (eight.waarde, eight.oordeel) == (None, "niet-gehaald")


def test_too_few_to_judge_is_said_before_anything_else() -> None:
    few = norm(minimum_waarnemingen=5)
    assert the(judged(calls(4), few)).oordeel == "te-weinig-waarnemingen"
    assert the(judged(calls(5), few)).oordeel == "gehaald"
    nothing = the(judged([]))
    assert (nothing.waarde, nothing.waarnemingen, nothing.oordeel, nothing.interval) == (
        None, 0, "te-weinig-waarnemingen", None,
    )  # fmt: skip
    assert nothing.budget is None


def test_a_month_with_zero_open_hours_is_no_failure() -> None:
    dicht = lijn((blok("za", "09:00-12:00", nde=(5,)),))  # only on a fifth Saturday
    line = Lijngeschiedenis(id=LIJN, versies=[(date(2026, 1, 1), dicht)])
    one = the(judged([], van=date(2026, 2, 1), tot=date(2026, 2, 28), geschiedenis=line))
    assert (one.open_uren, one.oordeel) == (0.0, "te-weinig-waarnemingen")
    assert the(judged([])).open_uren == 22 * 8


def test_what_happened_is_judged_by_the_version_of_its_day() -> None:
    later = norm(versie=2, drempel=Duur(aantal=5, eenheid="seconden"), ingangsdatum=date(2026, 3, 16))
    rows = [*calls(3, 10, "2026-03-13 10:00"), *calls(3, 10, "2026-03-16 10:00")]
    before, after = judged(rows, OPNEMEN, later)
    assert (before.versie, before.dagen, before.waarde) == (1, Venster(date(2026, 3, 1), date(2026, 3, 15)), 1.0)
    assert (after.versie, after.dagen, after.waarde) == (2, Venster(date(2026, 3, 16), date(2026, 3, 31)), 0.0)
    assert before.venster == after.venster == MAART


def test_nothing_is_judged_before_a_norm_or_after_it() -> None:
    short = norm(ingangsdatum=date(2026, 2, 10), einddatum=date(2026, 3, 9))
    found = judged(calls(5), short, van=date(2026, 1, 1), tot=date(2026, 12, 31))
    assert [one.dagen for one in found] == [
        Venster(date(2026, 2, 10), date(2026, 2, 28)), Venster(date(2026, 3, 1), date(2026, 3, 9)),
    ]  # fmt: skip
    assert all(one.waarnemingen == 0 for one in found)


def test_windows_that_have_not_begun_are_left_out() -> None:
    found = judged([], van=date(2026, 1, 1), tot=date(2026, 12, 31), vandaag=date(2026, 3, 10))
    assert [one.lopend for one in found] == [False, False, True]


def test_the_local_day_decides_the_window() -> None:
    rows = calls(1, 10, "2026-02-28 23:30")  # half past twelve at night in March
    found = judged(rows, norm(kanalen=()), van=date(2026, 2, 1), geschiedenis=None)
    assert [(one.venster.eerste.month, one.buiten_openingstijden) for one in found] == [(2, 0), (3, 1)]


def test_an_error_budget_is_used_up_faster_than_time_goes_by() -> None:
    rows = [*calls(6), *calls(4, 60)]  # 40 % wrong where 20 % may be
    over = the(judged(rows)).budget
    assert over is not None
    assert [over.toegestaan, over.tempo, over.verbruikt] == pytest.approx([0.2, 2, 2])
    half = the(judged(rows, vandaag=date(2026, 3, 15))).budget
    assert half is not None
    assert half.verbruikt == pytest.approx(2 * 15 / 31)
    never = the(judged(rows, norm(doel=1.0))).budget
    assert never == Budget(toegestaan=0.0, tempo=None, verbruikt=None)
    most = norm(
        maat="uitkomst", statistiek="aandeel-uitkomst", drempel=None, uitkomsten=("geweigerd",), doel=0.1,
        richting="hoogstens",
    )  # fmt: skip
    refused = the(judged([*calls(19), *calls(1, None, uitkomst="geweigerd")], most)).budget
    assert refused is not None
    assert [refused.toegestaan, refused.tempo, refused.verbruikt] == pytest.approx([0.1, 0.5, 0.5])


def test_a_share_moved_when_the_old_one_lies_outside_the_new_interval() -> None:
    rows = [
        *calls(90, 10, "2026-01-13 10:00"), *calls(10, 60, "2026-01-13 10:00"),
        *calls(86, 10, "2026-02-10 10:00"), *calls(14, 60, "2026-02-10 10:00"),
        *calls(50, 10), *calls(50, 60),
    ]  # fmt: skip
    january, february, march = judged(rows, van=date(2026, 1, 1))
    assert january.trend is None
    assert february.trend == Trend(vorige=0.9, beweging="gelijk")
    assert march.trend == Trend(vorige=0.86, beweging="slechter")
    few = judged(rows, norm(minimum_waarnemingen=101), van=date(2026, 1, 1))
    assert [one.trend for one in few] == [None, None, None]


def test_another_version_is_another_measure() -> None:
    rows = [*calls(5, 10, "2026-02-10 10:00"), *calls(5, 60)]
    later = norm(versie=2, ingangsdatum=date(2026, 3, 1))
    assert [one.trend for one in judged(rows, OPNEMEN, later, van=date(2026, 2, 1))] == [None, None]


@pytest.mark.parametrize(("good", "onzeker"), [(10, False), (79, True), (81, True), (99, False)])
def test_a_target_outside_the_interval_is_no_chance(good: int, *, onzeker: bool) -> None:
    assert the(judged([*calls(good), *calls(100 - good, 60)])).onzeker is onzeker


def test_less_waiting_is_better() -> None:
    mean = norm(statistiek="gemiddelde", drempel=None, doel=Duur(aantal=1, eenheid="minuten"), richting="hoogstens")
    _, march = judged([*calls(3, 40, "2026-02-10 10:00"), *calls(3, 20)], mean, van=date(2026, 2, 1))
    assert march.trend == Trend(vorige=40 / 60, beweging="beter")
    assert march.interval is None
    assert not march.onzeker


def test_openness_is_read_off_the_line_day_by_day() -> None:
    open_ = norm(
        maat="openstelling", statistiek="gemiddelde", drempel=None, doel=6.0, noemer=None, klok=None,
        minimum_waarnemingen=None,
    )  # fmt: skip
    half = lijn((blok("ma di wo do vr", "09:00-13:00"),))
    line = Lijngeschiedenis(id=LIJN, versies=[(date(2026, 1, 1), lijn()), (date(2026, 3, 16), half)])
    one = the(judged([], open_, geschiedenis=line))
    assert one.waarnemingen == 22  # working days
    assert one.waarde == pytest.approx((10 * 8 + 12 * 4) / 22)
    assert (one.eenheid, one.oordeel, one.interval, one.open_uren) == ("uren", "niet-gehaald", None, None)
    often = msgspec.structs.replace(
        open_, statistiek="aandeel-vanaf", drempel=Duur(aantal=480, eenheid="minuten"), doel=0.4
    )
    one = the(judged([], often, geschiedenis=line))
    assert (one.waarde, one.oordeel, one.methode, one.budget) == (10 / 22, "gehaald", None, None)
    april = the(judged([], open_, van=date(2026, 4, 1), tot=date(2026, 4, 30), geschiedenis=line))
    assert april.waarnemingen == 19  # Goede Vrijdag, Tweede Paasdag and Koningsdag are no working days


def test_on_a_day_without_working_hours_there_is_nothing_to_judge() -> None:
    open_ = norm(
        maat="openstelling", statistiek="gemiddelde", drempel=None, doel=6.0, noemer=None, klok=None,
        minimum_waarnemingen=None, venster="dag",
    )  # fmt: skip
    saturday, monday = (the(judged([], open_, van=day, tot=day)) for day in (date(2026, 3, 14), date(2026, 3, 16)))
    assert (saturday.waarde, saturday.oordeel) == (None, "te-weinig-waarnemingen")
    assert (monday.waarde, monday.oordeel) == (8, "gehaald")


def test_a_line_that_is_gone_is_not_open_nor_judged() -> None:
    open_ = norm(maat="openstelling", statistiek="gemiddelde", drempel=None, doel=6.0)
    gone = Lijngeschiedenis(id=LIJN, versies=[(date(2026, 1, 1), lijn()), (date(2026, 2, 2), None)])
    assert judged([], open_, geschiedenis=gone) == []
    over = Lijngeschiedenis(
        id=LIJN, versies=[(date(2026, 1, 1), lijn(geldig=Geldigheid(van=date(2026, 1, 1), tot=date(2026, 2, 1))))]
    )
    assert judged([], open_, geschiedenis=over) == []
    assert judged([], norm(kanalen=("chat",))) == []


def test_only_days_that_are_over_say_how_open_a_line_was() -> None:
    open_ = norm(maat="openstelling", statistiek="gemiddelde", drempel=None, doel=6.0)
    one = the(judged([], open_, vandaag=date(2026, 3, 4)))
    assert (one.waarnemingen, one.lopend) == (3, True)


def test_a_line_grows_old_until_it_is_confirmed() -> None:
    old = norm(
        maat="actualiteit", statistiek="percentiel", percentiel=100.0, drempel=None, richting="hoogstens",
        doel=Duur(aantal=2, eenheid="weken"),
    )  # fmt: skip
    versies = [
        (date(2026, 3, 1), lijn(bevestigd=date(2026, 3, 1))), (date(2026, 3, 11), lijn(bevestigd=date(2026, 3, 11))),
    ]  # fmt: skip
    one = the(judged([], old, geschiedenis=Lijngeschiedenis(id=LIJN, versies=versies)))
    assert (one.waarde, one.doel, one.eenheid, one.oordeel) == (20, 14, "kalenderdagen", "niet-gehaald")
    confirmed = [*versies, (date(2026, 3, 21), lijn(bevestigd=date(2026, 3, 21)))]
    one = the(judged([], old, geschiedenis=Lijngeschiedenis(id=LIJN, versies=confirmed)))
    assert (one.waarde, one.waarnemingen, one.oordeel) == (10, 31, "gehaald")


@pytest.mark.parametrize(
    ("fields", "will_do"),
    [
        ({}, True),
        ({"venster": "jaar", "einddatum": date(2026, 6, 30)}, True),
        ({"venster": "week"}, False),
        ({"venster": "dag"}, False),
        ({"ingangsdatum": date(2026, 1, 2)}, False),
        ({"einddatum": date(2026, 6, 29)}, False),
    ],
)
def test_counters_by_month_will_do_when_nothing_cuts_through_a_month(fields: dict[str, Any], *, will_do: bool) -> None:
    assert maanden_volstaan(stand(norm(**fields))) is will_do


def test_a_next_version_in_the_middle_of_a_month_cuts_through_it() -> None:
    assert maanden_volstaan(stand(OPNEMEN, norm(versie=2, ingangsdatum=date(2026, 4, 1))))
    assert not maanden_volstaan(stand(OPNEMEN, norm(versie=2, ingangsdatum=date(2026, 4, 2))))


# --- as it goes over the line -----------------------------------------------------------------------------------------


def hidden(getal: int) -> wire.Aantal:
    return "< 5" if 0 < getal < 5 else getal


def test_a_verdict_is_written_with_what_it_is_of() -> None:
    own = lijn()
    said = msgspec.structs.replace(
        own.kanalen[0], toezeggingen=(Toezegging(maat="wachttijd", drempel=Duur(aantal=60, eenheid="seconden")),)
    )
    short = tekorten(msgspec.structs.replace(own, kanalen=(said,)), [OPNEMEN], op=DAG, klok=KLOK)
    found = the(judged([*calls(4), *calls(1, 21)]))
    told = msgspec.to_builtins(wire.NalevingLijn.of(found, OPNEMEN, tekorten=short, aantal=hidden))
    assert told["venster"] == {"van": "2026-03-01", "tot": "2026-03-31"}
    assert (told["waarnemingen"], told["waarde"], told["oordeel"], told["onzeker"]) == (5, 0.8, "gehaald", True)
    assert told["interval"]["laag"] < 0.8 < told["interval"]["hoog"]
    assert told["foutbudget"]["tempo"] == pytest.approx(1)
    assert [een["code"] for een in told["toezeggingen"]] == ["termijn"]
    assert wire.NalevingLijn.of(found, OPNEMEN, tekorten=[]).toezeggingen == ()


def test_of_too_few_nothing_is_told_that_they_would_give_away() -> None:
    found = the(judged([*calls(3), *calls(1, None, uitkomst="geweigerd"), *calls(2, 9, "2026-03-10 20:00")]))
    told = wire.NalevingLijn.of(found, OPNEMEN, aantal=hidden)
    assert (told.waarnemingen, told.buiten_openingstijden, told.nooit) == ("< 5", "< 5", "< 5")
    assert (told.waarde, told.interval, told.foutbudget, told.trend, told.methode) == (None, None, None, None, None)
    assert (told.oordeel, told.onzeker) == ("te-weinig-waarnemingen", False)
    assert wire.NalevingLijn.of(found, OPNEMEN).waarde == 0.75
