# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Words: folded, without the little ones, and how well two of them fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.projections.woorden import doorzoekbaar, fit, words
from tests.support import lijn


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   ", []),
        ("Bekeuring kan ik niet betalen", ["bekeuring", "betalen"]),
        ("AOW-gat", ["aow", "gat"]),
        ("coördinatie reünie", ["coordinatie", "reunie"]),
        ("KINDERBIJSLAG", ["kinderbijslag"]),
        ("de het een", []),
        ("WW 2026", ["ww", "2026"]),
        ("ﬁets", ["fiets"]),  # one letter that is two
        ("co\u0308rdinatie", ["cordinatie"]),
    ],
)
def test_a_text_is_folded_into_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(text=st.text(max_size=60))
def test_any_text_is_folded_and_folding_again_changes_nothing(text: str) -> None:
    folded = words(text)
    assert words(" ".join(folded)) == folded


@given(text=st.text("abcéïöABCÉÏÖ -", max_size=40))
def test_capitals_and_accents_make_no_difference(text: str) -> None:
    plain = text.translate(str.maketrans("éïöÉÏÖ", "eioEIO"))
    assert words(text) == words(text.upper()) == words(plain.lower())


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("boete", "boete", 1.0),
        ("aow", "aow", 1.0),
        ("bekeuringen", "bekeuring", 0.8),
        ("boete", "verkeersboete", 0.6),
        ("aow", "aowgat", 0.0),  # three letters are in too many words
        ("fiets", "trein", 0.0),
        ("", "boete", 0.0),
    ],
)
def test_words_fit_when_one_is_in_the_other(word: str, other: str, expected: float) -> None:
    assert fit(word, other) == expected


@given(word=st.text("abc", max_size=8), other=st.text("abc", max_size=8))
def test_fitting_is_mutual_and_equality_fits_best(word: str, other: str) -> None:
    assert fit(word, other) == fit(other, word)
    assert (fit(word, other) == 1.0) == (word == other)


def test_the_words_of_a_line_weigh_by_where_they_stand() -> None:
    found = doorzoekbaar(
        lijn(
            titel="Bekeuringen",
            trefwoorden=("boete",),
            onderwerpen=("http://standaarden.overheid.nl/owms/terms/AangifteVertrekBuitenland", "wet-mulder"),
            levensgebeurtenissen=("schulden",),
            omschrijving="Ook over de boete en het parkeren.",
        ),
        "Centraal Justitieel Incassobureau",
        "cjib",
    ).gewicht
    assert found["boete"] == found["cjib"] == found["incassobureau"] == found["vertrek"] == found["mulder"] == 3.0
    assert found["bekeuringen"] == found["schulden"] == 2.0
    assert found["parkeren"] == 0.5
    assert not {"het", "over", "owms", "http"} & found.keys()


def test_the_words_of_a_line_are_shown_as_people_wrote_them() -> None:
    found = doorzoekbaar(lijn(trefwoorden=("AOW met terugwerkende kracht",)), "SVB", None)
    assert found.tekst["terugwerkende"] == "AOW met terugwerkende kracht"
