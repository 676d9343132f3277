# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Shares, means and percentiles against other ways to work them out."""

from collections import Counter
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.projections.statistiek import (
    aantal,
    aantal_hoogstens,
    aantal_onder,
    gemiddelde,
    percentiel,
    wilson,
)
from registry.projections.verdelingen import verdeling

Z = 1.959963984540054
lists = st.lists(st.lists(st.integers(0, 500), max_size=15), max_size=4)
percents = st.sampled_from([0.1, 5.0, 33.3, 50.0, 90.0, 95.0, 99.9, 100.0])


def packed(parts: list[list[int]]) -> list[bytes]:
    return [verdeling(Counter(part)) for part in parts]


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_where_the_score_test_turns(pair: tuple[int, int]) -> None:
    """The second way: the roots of (p̂ - p)² = z² p (1 - p) / n, as a quadratic in p."""
    raak, n = pair
    p = raak / n
    a, b, c = 1 + Z * Z / n, -(2 * p + Z * Z / n), p * p
    root = sqrt(max(b * b - 4 * a * c, 0))
    laag, hoog = (-b - root) / (2 * a), (-b + root) / (2 * a)
    found = wilson(raak, n)
    assert found.laag == pytest.approx(laag, abs=1e-7)
    assert found.hoog == pytest.approx(hoog, abs=1e-7)
    assert 0 <= found.laag <= p <= found.hoog <= 1


def test_wilson_as_it_is_in_the_books() -> None:
    assert [round(x, 4) for x in wilson(0, 10)] == [0.0, 0.2775]
    assert [round(x, 4) for x in wilson(10, 10)] == [0.7225, 1.0]
    assert [round(x, 4) for x in wilson(81, 263)] == [0.2553, 0.3662]  # Newcombe 1998, table I
    with pytest.raises(ZeroDivisionError):
        wilson(0, 0)


@given(lists, percents, st.integers(0, 5))
def test_a_percentile_is_by_nearest_rank(parts: list[list[int]], p: float, nooit: int) -> None:
    everybody: list[int | None] = [*sorted(value for part in parts for value in part), *[None] * nooit]
    rank = next((i for i in range(1, len(everybody) + 1) if 100 * i >= Fraction(str(p)) * len(everybody)), 0)
    assert percentiel(packed(parts), p, nooit) == (everybody[rank - 1] if rank else None)


@given(lists, st.floats(-1, 501))
def test_counts_and_means_are_those_of_lists(parts: list[list[int]], grens: float) -> None:
    values = [value for part in parts for value in part]
    assert aantal(packed(parts)) == len(values)
    assert aantal_hoogstens(packed(parts), grens) == sum(value <= grens for value in values)
    assert aantal_onder(packed(parts), grens) == sum(value < grens for value in values)
    assert gemiddelde(packed(parts)) == (sum(values) / len(values) if values else None)
