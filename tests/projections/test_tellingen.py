# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Counters keep what rows said, in any order and after any journey; and distributions are what lists are."""

from collections import Counter
from datetime import timedelta
from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.projections.meetklok import KLOKKEN, Meetklok
from registry.projections.tellingen import GETALMATEN, NIETS, TIJDMATEN, Telling, decode, encode, samen
from registry.projections.verdelingen import LEEG, boven, hoogstens, opgeteld, som, totaal, verdeling, waarden
from registry.statements.metingen import UITKOMSTEN, Contactmoment
from registry.statements.openingstijden import Rooster
from tests.projections.naive_norms import LIJN, hours, many_rows, rows
from tests.statements.roosters import KALENDERS, KANTOORLIJN, at
from tests.support.tellen import tel

KLOK = Meetklok(KALENDERS)
GEBELD = Contactmoment(
    id="00000000-0000-4000-8000-000000000001",
    lijn=LIJN,
    kanaal="telefoon",
    begonnen=at("2026-11-26 10:00"),
    uitkomst="beantwoord",
    wachttijd=41,
)
# how often each value occurs: small and large enough for every width
counts = st.dictionaries(
    st.one_of(st.integers(0, 300), st.integers(0, 2**17), st.integers(0, 2**33)),
    st.one_of(st.integers(1, 300), st.integers(1, 2**17), st.integers(1, 2**33)),
    max_size=12,
).map(Counter)


def counted(row: Contactmoment, rooster: Rooster = KANTOORLIJN) -> Telling:
    return tel(row, [rooster], KLOK)[1]


def spread(telling: Telling) -> dict[tuple[str, ...], tuple[list[int], list[int]]]:
    """Everything that a counter says, with nothing left out."""
    said: dict[tuple[str, ...], tuple[list[int], list[int]]] = {
        (maat, klok, uitkomst): waarden(telling.tijden(maat, klok, uitkomst))
        for maat in TIJDMATEN
        for klok in KLOKKEN
        for uitkomst in UITKOMSTEN
    }
    numbers: dict[tuple[str, ...], tuple[list[int], list[int]]] = {
        (maat, uitkomst): waarden(telling.getallen(maat, uitkomst)) for maat in GETALMATEN for uitkomst in UITKOMSTEN
    }
    return {**said, **numbers, **{(u,): ([telling.aantal(u)], [telling.uitgebleven(u)]) for u in UITKOMSTEN}}


def test_a_call_is_counted_in_the_cell_of_its_day() -> None:
    late = msgspec.structs.replace(GEBELD, begonnen=at("2026-11-26 23:30"), vraagtype=2, onderwerp="aow")
    cel, telling = tel(late, [KANTOORLIJN], KLOK)
    assert str(cel.dag) == "2026-11-27"  # half past twelve at night in the Netherlands
    assert (cel.lijn, cel.kanaal, cel.binnen, cel.afspraak) == (LIJN, "telefoon", False, False)
    assert (cel.vraagtype, cel.onderwerp) == (2, "aow")
    assert telling.aantallen == (1, 0, 0, 0, 0, 0, 0)
    assert telling.waarnemingen == 1


def test_closed_is_closed_only_by_the_hours() -> None:
    assert tel(GEBELD, [KANTOORLIJN], KLOK)[0].binnen
    kerst = msgspec.structs.replace(GEBELD, begonnen=at("2026-12-25 10:00"))
    assert not tel(kerst, [KANTOORLIJN], KLOK)[0].binnen
    assert tel(kerst, [KANTOORLIJN, Rooster()], KLOK)[0].binnen  # a second number that is always open


def test_who_comes_early_for_what_was_agreed_does_not_wait_until_then() -> None:
    visit = msgspec.structs.replace(GEBELD, kanaal="balie", wachttijd=700)
    early = msgspec.structs.replace(visit, afspraak=GEBELD.begonnen + timedelta(seconds=600))
    late = msgspec.structs.replace(visit, afspraak=GEBELD.begonnen - timedelta(seconds=600))
    seconds = [waarden(counted(row).tijden("wachttijd", "seconden", "beantwoord"))[0] for row in (early, late)]
    assert seconds == [[100], [700]]
    assert counted(early).tijden("afspraaktermijn", "seconden", "beantwoord") == LEEG


def test_who_calls_to_agree_on_a_moment_waits_for_an_answer_first_and_for_that_moment_then() -> None:
    agreed = msgspec.structs.replace(GEBELD, afspraak=at("2026-12-01 10:00"))
    assert waarden(counted(agreed).tijden("wachttijd", "seconden", "beantwoord")) == ([41], [1])
    assert waarden(counted(agreed).tijden("afspraaktermijn", "werkdagen", "beantwoord")) == ([3], [1])


def test_a_short_call_costs_one_distribution_of_three_bytes() -> None:
    telling = counted(GEBELD)
    assert telling.verdelingen == {0: b"B)\x01"}
    assert len(encode(telling)) == 16
    assert waarden(telling.tijden("wachttijd", "openingstijden-seconden", "beantwoord")) == ([41], [1])
    assert waarden(telling.tijden("wachttijd", "werkdagen", "beantwoord")) == ([0], [1])


def test_a_promise_of_which_nothing_is_known_is_remembered() -> None:
    promised = msgspec.structs.replace(GEBELD, uitkomst="niet-teruggebeld", toegezegd=at("2026-11-26 12:00"))
    assert counted(promised).uitgebleven("niet-teruggebeld") == 1
    kept = msgspec.structs.replace(promised, uitkomst="teruggebeld", teruggebeld=at("2026-11-26 11:59"))
    assert counted(kept).uitgebleven("teruggebeld") == 0
    on_time = counted(kept).tijden("toegezegd-terugbelmoment", "seconden", "teruggebeld")
    assert waarden(on_time) == ([0], [1])


@settings(max_examples=40, deadline=None)
@given(many_rows, hours)
def test_adding_up_loses_nothing_and_knows_no_order(given_rows: list[Contactmoment], rooster: Rooster) -> None:
    each = [counted(row, rooster) for row in given_rows]
    all_at_once, one_by_one = samen(*each), NIETS
    for telling in reversed(each):
        one_by_one = samen(one_by_one, telling)
    assert spread(all_at_once) == spread(one_by_one)
    for key, (values, times) in spread(all_at_once).items():
        separate: Counter[int] = Counter()
        for part in map(spread, each):
            for value, time in zip(*part[key], strict=True):
                separate[value] += time
        if len(key) > 1:
            assert dict(zip(values, times, strict=True)) == dict(separate)


@settings(max_examples=50, deadline=None)
@given(rows(), rows(), rows())
def test_merging_is_associative_and_commutative(a: Contactmoment, b: Contactmoment, c: Contactmoment) -> None:
    tellingen = [counted(row) for row in (a, b, c)]
    left = samen(samen(*tellingen[:2]), tellingen[2])
    assert left == samen(tellingen[0], samen(*tellingen[1:]))
    assert all(samen(*order) == left for order in permutations(tellingen))
    assert samen(left, NIETS) == left
    assert samen() == NIETS


@settings(max_examples=50, deadline=None)
@given(many_rows, hours)
def test_a_counter_survives_being_kept(given_rows: list[Contactmoment], rooster: Rooster) -> None:
    telling = samen(*(counted(row, rooster) for row in given_rows))
    assert decode(encode(telling)) == telling


@pytest.mark.parametrize(
    "raw", [b"", b"\x90", b"\x92\x93\x01\x02\x03\x80", b"\x92\x97\x00\x00\x00\x00\x00\x00\x00\x90"]
)
def test_what_is_no_counter_is_not_read_as_one(raw: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode(raw)


@given(counts, st.integers(-1, 2**34))
def test_a_distribution_is_a_list_of_its_values(telling: Counter[int], grens: int) -> None:
    raw = verdeling(telling)
    ordered = sorted(telling)
    assert waarden(raw) == (ordered, [telling[value] for value in ordered])
    assert totaal(raw) == telling.total()
    assert som(raw) == sum(value * times for value, times in telling.items())
    assert hoogstens(raw, grens) == sum(times for value, times in telling.items() if value <= grens)
    assert boven(raw, grens) == verdeling(Counter({v: times for v, times in telling.items() if v > grens}))


@given(st.lists(counts, max_size=4))
def test_distributions_add_up(parts: list[Counter[int]]) -> None:
    total: Counter[int] = Counter()
    for part in parts:
        total.update(part)
    assert opgeteld(map(verdeling, parts)) == verdeling(total)


def test_nothing_is_an_empty_distribution() -> None:
    assert verdeling(Counter()) == verdeling(Counter({5: 0})) == LEEG
    assert waarden(LEEG) == ([], [])
    assert totaal(LEEG) == hoogstens(LEEG, 5) == som(LEEG) == 0
