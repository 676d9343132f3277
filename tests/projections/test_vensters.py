# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Windows by local date: each day is in one, and they follow each other without a gap."""

from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.projections.vensters import Venster, venster_van, vensters
from registry.statements.servicenormen import Venstersoort

DAY = timedelta(days=1)
kinds = st.sampled_from(get_args(Venstersoort))
days = st.dates(date(2000, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("soort", "eerste", "laatste"),
    [
        ("dag", "2026-12-30", "2026-12-30"),
        ("week", "2026-12-28", "2027-01-03"),  # a week does not care about the year
        ("maand", "2026-12-01", "2026-12-31"),
        ("kwartaal", "2026-10-01", "2026-12-31"),
        ("vier-maanden", "2026-09-01", "2026-12-31"),
        ("halfjaar", "2026-07-01", "2026-12-31"),
        ("jaar", "2026-01-01", "2026-12-31"),
    ],
)
def test_the_window_of_the_last_days_of_a_year(soort: Venstersoort, eerste: str, laatste: str) -> None:
    found = venster_van(soort, date(2026, 12, 30))
    assert found == Venster(date.fromisoformat(eerste), date.fromisoformat(laatste))


@given(kinds, days)
def test_a_day_is_in_the_window_of_every_day_in_it(soort: Venstersoort, dag: date) -> None:
    venster = venster_van(soort, dag)
    assert venster.eerste <= dag <= venster.laatste
    assert {venster_van(soort, venster.eerste), venster_van(soort, venster.laatste)} == {venster}


@given(kinds, days, st.integers(0, 500))
def test_windows_follow_each_other(soort: Venstersoort, van: date, more: int) -> None:
    tot = van + more * DAY
    found = list(vensters(soort, van, tot))
    assert (found[0], found[-1]) == (venster_van(soort, van), venster_van(soort, tot))
    assert all(een.laatste + DAY == ander.eerste for een, ander in pairwise(found))


def test_how_much_of_it_is_over() -> None:
    venster = Venster(date(2026, 9, 1), date(2026, 9, 30))
    over = [venster.verstreken(date(2026, 8, 31)), venster.verstreken(date(2026, 9, 15)), venster.verstreken(date.max)]
    assert over == [0.0, 0.5, 1.0]
