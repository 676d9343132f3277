# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Words: folded and stemmed, glued together, misspelt, or another word for the same."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.projections.woorden import (
    EXACT,
    LITTLE,
    MAX_GUESSES,
    MISTAKE,
    PART,
    SOUND,
    Woordenboek,
    fold,
    glue,
    sound,
    stem,
    woordenboek_of,
    words,
)

TEXTS = (
    "boete verkeer parkeren pensioen kinderbijslag belasting toeslag huur zorg gemeente verblijf uitkering",
    "verkeersboete naheffingsaanslag auto schorsing levensbewijs",
)
SYNONIEMEN = (("boete", "bekeuring", "bon"), ("pensioen", "AOW"), ("duo", "IB-groep", "informatie beheer groep"))
BOEK = woordenboek_of(TEXTS, SYNONIEMEN)

any_text = st.text(max_size=80) | st.lists(
    st.sampled_from([*" ".join(TEXTS).split(), "bekeuring", "ib", "groep", "kinder", "bijslag", "ë", "''"]), max_size=12
).map(" ".join)


def read(word: str, boek: Woordenboek = BOEK) -> Mapping[str, float]:
    """What a question of one word may stand for."""
    [found] = boek.question(word, limit=1)[1]
    return found


# --- folded ----------------------------------------------------------------------------------------------------------


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
        ("zzp'er", ["zzper"]),
        ("http://standaarden.overheid.nl/owms/terms/aow", ["aow"]),
    ],
)
def test_a_text_is_folded_into_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_an_apostrophe_of_a_telephone_is_an_apostrophe() -> None:
    """What iOS and Word make of it by themselves."""
    assert words("zzp\u2019er, auto\u2019s") == words("zzp'er, auto's") == ["zzper", "autos"]


@given(text=st.text(max_size=60))
def test_any_text_is_folded_and_folding_again_changes_nothing(text: str) -> None:
    folded = words(text)
    assert words(" ".join(folded)) == folded
    assert not LITTLE & set(folded)
    assert fold(fold(text)) == fold(text)


@given(text=st.text("abcéïöABCÉÏÖ -", max_size=40))
def test_capitals_and_accents_make_no_difference(text: str) -> None:
    plain = text.translate(str.maketrans("éïöÉÏÖ", "eioEIO"))
    assert words(text) == words(text.upper()) == words(plain.lower())


@pytest.mark.parametrize(
    ("text", "glued"), [("IB-groep", "ibgroep"), ("Eigen Bijdrage!", "eigenbijdrage"), ("", ""), ("?!", "")]
)
def test_a_text_can_be_written_as_one_word(text: str, glued: str) -> None:
    assert glue(text) == glued


# --- known by their stem, or by another word for the same ------------------------------------------------------------


@pytest.mark.parametrize("forms", [("boete", "boetes"), ("betalen", "betaling"), ("uitkering", "uitkeringen")])
def test_forms_of_a_word_have_one_stem(forms: Sequence[str]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["boete", "boetes", "BOETE", "bekeuring", "bekeuringen", "bon"])
def test_a_word_is_known_by_its_stem_and_its_synonyms(word: str) -> None:
    assert read(word) == {"boete": EXACT}


def test_of_a_group_of_synonyms_the_first_stands_for_all() -> None:
    assert read("AOW") == read("pensioen") == {stem("pensioen"): EXACT}
    assert BOEK.document("AOW") == BOEK.document("pensioen")


def test_a_synonym_of_several_words_is_known_glued_and_apart() -> None:
    said, found = BOEK.question("ib groep", limit=9)
    assert said == ["ib", "ibgroep", "groep"]
    assert found[1] == {"duo": EXACT}
    assert read("ibgroep") == {"duo": EXACT}
    assert {"duo": EXACT}.items() <= BOEK.document("de IB-groep").items()


def test_synonyms_of_two_groups_that_share_a_word_are_still_each_others_synonyms() -> None:
    """An operator who adds a word to `boete` cannot know all groups: adding takes nothing away."""
    boek = woordenboek_of((), (("boete", "bekeuring"), ("dwangsom", "boete")))
    assert read("boete", boek) == read("bekeuring", boek) == read("dwangsom", boek)


names = st.text("abcde", min_size=4, max_size=6)


@given(groups=st.lists(st.lists(names, min_size=2, max_size=4), max_size=5))
def test_all_words_of_a_group_are_read_as_one_whatever_groups_there_are(groups: list[list[str]]) -> None:
    boek = woordenboek_of((), groups)
    for group in groups:
        assert len({max(read(word, boek).items(), key=lambda term: term[1]) for word in group}) == 1


def test_a_group_with_signs_only_is_no_crash() -> None:
    assert read("bon", woordenboek_of((), (("?!", "bon"), ("--", "!!")))) == {"bon": EXACT}


# --- made of known words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "left", "right"),
    [
        ("zorgtoeslag", "zorg", "toeslag"),
        ("verkeersbelasting", "verkeer", "belasting"),  # with an s between
        ("gemeentetoeslag", "gemeente", "toeslag"),
        ("huurboete", "huur", "boete"),
        ("zorgbekeuring", "zorg", "boete"),  # a part has synonyms too
    ],
)
def test_a_word_that_two_known_words_make_is_read_as_its_parts(word: str, left: str, right: str) -> None:
    assert read(word) == {stem(left): PART, stem(right): PART}


def test_a_known_compound_is_itself_and_its_parts() -> None:
    assert read("verkeersboete") == {stem("verkeersboete"): EXACT, stem("verkeer"): PART, "boete": PART}
    assert BOEK.document("verkeersboete") == read("verkeersboete")


def test_neighbours_that_make_a_known_word_are_that_word_too() -> None:
    said, found = BOEK.question("kinder bijslag", limit=9)
    assert said == ["kinder", "kinderbijslag", "bijslag"]
    assert found[1] == read("kinderbijslag")


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("belastingperikelen", "belasting"),  # begins with
        ("superuitkering", "uitkering"),  # ends with
        ("schors", "schorsing"),  # a known word begins with it
        ("heffingsaan", "naheffingsaanslag"),  # a known word holds it
    ],
)
def test_else_a_word_is_read_as_the_known_one_that_is_in_it_or_holds_it(word: str, other: str) -> None:
    assert read(word) == {stem(other): PART}


def test_the_longest_known_word_in_a_word_counts() -> None:
    boek = woordenboek_of(["huur", "huurtoeslag", "slagboom"])
    assert read("huurtoeslagboomrijk", boek) == {stem("huurtoeslag"): PART}


@pytest.mark.parametrize("word", ["xqz", "abc", "1234567", "q", "zqzqzqzq"])
def test_a_word_like_none_stands_for_nothing(word: str) -> None:
    assert read(word) == {}


# --- heard, or misspelt ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "meant"), [("verblyf", "verblijf"), ("ferbleif", "verblijf"), ("gemeinte", "gemeente"), ("outo", "auto")]
)
def test_a_word_is_known_by_its_sound(word: str, meant: str) -> None:
    assert {stem(meant)} == read(word).keys()
    assert read(word)[stem(meant)] in {SOUND, MISTAKE}


def test_ways_to_spell_one_sound_are_one() -> None:
    assert sound("verblyf") == sound("verblijf") == sound("ferbleif")
    assert sound("chauffeur") == sound("gouffeur") == sound("ggouffeur")
    assert sound("") == ""


@pytest.mark.parametrize(
    "word",
    [
        "penioen",  # one left out
        "pensiooen",  # one too many
        "pensoien",  # two turned round
        "pensioan",  # another
        "pennsjoen",  # two mistakes in a long word
    ],
)
def test_a_word_with_a_mistake_is_read_as_what_was_meant(word: str) -> None:
    found = read(word)
    assert found.keys() == {stem("pensioen")}
    assert min(found.values()) >= MISTAKE


def test_a_short_word_may_have_one_mistake_and_a_shorter_one_none() -> None:
    boek = woordenboek_of(["huren", "aow", "boot"])
    assert read("hurem", boek) == {stem("huren"): MISTAKE}
    assert read("xuqen", boek) == {}  # two
    assert read("aiw", boek) == {}  # three letters
    assert read("koot", boek) == {"boot": MISTAKE}


def test_only_the_nearest_count_and_no_more_than_three() -> None:
    boek = woordenboek_of(["bezwaarx", "bezwaaxy", *(f"toeslag{sign}" for sign in "bcdfgh")])
    assert read("bezwaarz", boek) == {stem("bezwaarx"): MISTAKE}  # the other is two away
    assert len(read("toeslagz", boek)) == 3


def test_a_number_is_never_misread() -> None:
    boek = woordenboek_of(["20261", "artikel49"])
    assert read("20262", boek) == {}
    assert read("artikel48", boek) == {}


# --- any question ----------------------------------------------------------------------------------------------------


@given(text=any_text, limit=st.integers(0, 20))
def test_any_question_is_read_within_bounds(text: str, limit: int) -> None:
    said, found = BOEK.question(text, limit=limit)
    assert len(said) == len(found) <= 2 * limit
    for terms in found:
        assert terms.keys() <= BOEK.terms
        assert set(terms.values()) <= {EXACT, SOUND, MISTAKE, PART}
        assert len(terms) <= 5
    assert BOEK.question(text, limit=limit) == (said, found)


def test_only_the_first_strange_words_are_looked_around_for_but_known_ones_always_count() -> None:
    said, found = BOEK.question(" ".join(["penioen"] * (MAX_GUESSES + 4) + ["boete"]), limit=60)
    assert len(said) == len(found) == MAX_GUESSES + 5
    assert [bool(terms) for terms in found] == [True] * MAX_GUESSES + [False] * 4 + [True]


@given(text=any_text)
def test_a_question_and_a_text_that_say_the_same_meet(text: str) -> None:
    """Who asks with the words of a line finds that line, however odd the words."""
    boek = woordenboek_of([text], SYNONIEMEN)
    document = boek.document(text)
    _, found = boek.question(text, limit=1000)
    exact = {term for terms in found for term, certain in terms.items() if certain == EXACT}
    assert exact == {term for term, certain in document.items() if certain == EXACT}


@given(text=any_text)
def test_memory_changes_no_answer(text: str) -> None:
    fresh = woordenboek_of(TEXTS, SYNONIEMEN)
    assert BOEK.question(text, limit=60) == fresh.question(text, limit=60)
    assert BOEK.document(text) == fresh.document(text)


@given(text=any_text)
def test_what_a_text_is_found_by_does_not_change_when_other_words_come(text: str) -> None:
    more = BOEK.changed([*words("bijzonderewoorden kinder bijslag parkeer"), *words(text)], ())
    assert more.document(text) == BOEK.document(text)
    assert BOEK.terms <= more.terms


def test_words_that_come_are_known_and_those_that_were_stay_so() -> None:
    more = BOEK.changed(["xylofoonles", "boete"], ())
    assert more.knows("xylofoonles")
    assert not BOEK.knows("xylofoonles")
    assert read("xylofoonles", more) == {stem("xylofoonles"): EXACT}
    assert read("bekeuring", more) == {"boete": EXACT}
    assert read("xylofoonles") == {}


some_words = st.lists(
    st.sampled_from([*" ".join(TEXTS).split(), "pensioenen", "verblyf", "hurem", "zorgen"]), max_size=9
)


@given(first=some_words, changes=st.lists(st.tuples(some_words, some_words), max_size=5), text=any_text)
def test_however_words_came_and_went_those_that_are_left_are_read_the_same(
    first: list[str], changes: list[tuple[list[str], list[str]]], text: str
) -> None:
    boek, left = woordenboek_of([]).changed(first, ()), set(first)
    for more, less in changes:
        boek, left = boek.changed(set(more) - set(less), less), (left | set(more)) - set(less)
    anew = woordenboek_of([]).changed(left, ())
    assert boek.terms == anew.terms
    assert boek.question(text, limit=20) == anew.question(text, limit=20)
    for word in ("penioen", "zorgtoeslag", "verbleif", "huur", "boetes", "pensioene"):
        assert read(word, boek) == read(word, anew)


def test_the_order_in_which_texts_come_makes_no_difference() -> None:
    backwards = woordenboek_of(reversed(" ".join(TEXTS).split()), SYNONIEMEN)
    for word in ("penioen", "zorgtoeslag", "verblyf", "schors", "heffing", "toes", "abcdefg"):
        assert read(word, backwards) == read(word)


@pytest.mark.parametrize("sign", ["a", "é", "\U0001f600", "١", "_", "ß", "ﷺ", "\u0345"])
def test_five_hundred_of_one_sign_are_no_burden(sign: str) -> None:
    said, found = BOEK.question(sign * 500, limit=60)
    assert len(said) == len(found) <= 120
    assert not any(found)
