# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What changes is named, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.verschil import verschil

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    max_leaves=10,
)


@given(value=JSON)
def test_nothing_changes_between_equals(value: object) -> None:
    assert list(verschil(value, value)) == []


@given(oud=JSON, nieuw=JSON)
def test_something_changes_between_others(oud: object, nieuw: object) -> None:
    assert bool(list(verschil(oud, nieuw))) == (oud != nieuw)


@pytest.mark.parametrize(
    ("oud", "nieuw", "velden"),
    [
        ({}, {"a": 1}, ["a"]),
        ({"a": 1}, {}, ["a"]),
        ({"a": 1}, {"a": 2}, ["a"]),
        ({"a": {"b": 1, "c": 1}}, {"a": {"b": 2, "c": 1}}, ["a.b"]),
        ({"a": ["x", "y", "z"]}, {"a": ["x", "z"]}, ["a[1]"]),
        ({"a": ["x", "z"]}, {"a": ["x", "y", "z"]}, ["a[1]"]),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 1}, {"b": 3}]}, ["a[1].b"]),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 2}]}, ["a[0]"]),
        ({"a": "x"}, {"a": ["x"]}, ["a"]),
    ],
)
def test_a_change_is_named_by_its_field(oud: object, nieuw: object, velden: list[str]) -> None:
    assert [change.veld for change in verschil(oud, nieuw)] == velden
