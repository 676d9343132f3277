# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Whose task it is: counted as the docstring says, and the same each time."""

import math
from collections import Counter
from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.projections.kennis import Instantie, Kennis, Taak
from registry.projections.wegwijzer import (
    ALLEN,
    FAR,
    HARDLY,
    HUIS,
    KORTING,
    MAX_WORDS,
    SHOWN_TASKS,
    TAAK,
    Gewezen,
    Wegwijzer,
    together,
)
from tests.support.directory import instantie, taak

KENNIS = Kennis(
    instanties=(
        instantie(
            "svb",
            taak("aow", "pensioen", "oude dag", "ouderdom", vragen=("ik word 67 en stop met werken",)),
            taak("kinderbijslag", "kinderbijslag", "kindergeld", vragen=("geld voor mijn kind",)),
        ),
        instantie("cjib", taak("boete", "boete", "acceptgiro", vragen=("te hard gereden",))),
        instantie("duo", taak("beurs", "studiebeurs", "studie", vragen=("geld voor mijn opleiding",))),
        instantie("gemeente", taak("afval", "afval", "container"), taak("bijstand", "bijstand")),
    ),
    synoniemen=(("boete", "bekeuring"),),
)
WEGWIJZER = Wegwijzer(KENNIS)


def asked(vraag: str, wegwijzer: Wegwijzer = WEGWIJZER) -> Mapping[str, float]:
    return together(wegwijzer.boek.question(vraag, limit=MAX_WORDS)[1])


def wijs(vraag: str, wegwijzer: Wegwijzer = WEGWIJZER, limit: int = 9) -> list[Gewezen]:
    return wegwijzer.wijs(asked(vraag, wegwijzer), limit=limit)


def names(found: list[Gewezen]) -> list[str]:
    return [gewezen.instantie.organisatie for gewezen in found]


# --- by example ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vraag", "organisatie", "task"),
    [
        ("mijn pensioen klopt niet", "svb", "aow"),
        ("Bekeuring gekregen", "cjib", "boete"),
        ("ik reed te hard", "cjib", "boete"),
        ("kinder bijslag voor mijn dochter", "svb", "kinderbijslag"),
        ("waar blijft mijn studiebeurs", "duo", "beurs"),
        ("de container is niet geleegd", "gemeente", "afval"),
        ("penioen", "svb", "aow"),
    ],
)
def test_a_question_in_plain_words_is_for_whom_it_is(vraag: str, organisatie: str, task: str) -> None:
    first = wijs(vraag)[0]
    assert (first.instantie.organisatie, first.taak.taak) == (organisatie, task)
    assert first.bewijs > 0
    assert first.spoke


@pytest.mark.parametrize("vraag", ["", "?!", "de het een", "xylofoon qwerty", "12345"])
def test_words_that_nobody_knows_point_nowhere(vraag: str) -> None:
    assert wijs(vraag) == []


def test_who_knows_nothing_points_nowhere() -> None:
    assert wijs("pensioen", Wegwijzer()) == []
    assert Wegwijzer(Kennis(instanties=(Instantie(organisatie="leeg", naam="Leeg"),))).wijs({"x": 1.0}, limit=3) == []


def test_a_question_about_two_points_to_both() -> None:
    assert set(names(wijs("pensioen en een boete"))[:2]) == {"svb", "cjib"}


def test_what_was_said_more_surely_counts_for_more() -> None:
    sure, unsure = WEGWIJZER.wijs({"boete": 1.0}, limit=1), WEGWIJZER.wijs({"boete": 0.5}, limit=1)
    assert math.isclose(sure[0].bewijs, 2 * unsure[0].bewijs)


def test_of_equals_the_one_that_is_named_first_comes_first() -> None:
    same = [
        instantie(naam, *(taak(f"{naam}-{n}", "sloop", "puin", titel="Slopen") for n in range(2)))
        for naam in ("noord", "zuid", "midden", "aan-zee")
    ]
    wegwijzer = Wegwijzer(Kennis(instanties=tuple(same)))
    assert names(wijs("sloop", wegwijzer)) == ["noord", "zuid", "midden", "aan-zee"]
    assert names(wijs("sloop", wegwijzer, limit=2)) == ["noord", "zuid"]
    assert {found.taak.taak[-1] for found in wijs("sloop", wegwijzer)} == {"0"}


def test_what_spoke_for_it_is_named_the_most_first() -> None:
    first = wijs("geld voor het pensioen en de oude dag")[0]
    evidence = [-less for less, _ in first.spoke]
    assert evidence == sorted(evidence, reverse=True)
    assert min(evidence) > 0
    assert math.isclose(sum(evidence), first.bewijs)


def test_each_term_counts_once_by_its_best_reading() -> None:
    assert together([{"a": 0.6}, {"a": 1.0, "b": 0.8}, {"a": 0.9}, {}]) == {"a": 1.0, "b": 0.8}
    assert wijs("boete boete boete")[0].bewijs == wijs("boete")[0].bewijs


# --- a second count --------------------------------------------------------------------------------------------------

_words = st.sampled_from(["boete", "huur", "kind", "auto", "afval", "studie", "pensioen", "reis", "zorg", "werk"])
_texts = st.lists(st.lists(_words, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4).map(tuple)


@st.composite
def kennissen(draw: st.DrawFn) -> Kennis:
    """Some organisations with some tasks in few words, so that many share them."""
    numbers = iter(range(100))

    def a_task() -> Taak:
        number = next(numbers)
        return taak(f"taak-{number}", *draw(_texts), titel=draw(_words), vragen=draw(_texts))

    return Kennis(
        instanties=tuple(
            instantie(f"instantie-{n}", *(a_task() for _ in range(draw(st.integers(0, 3)))))
            for n in range(draw(st.integers(1, 5)))
        )
    )


def counted(wegwijzer: Wegwijzer, task: Taak) -> Counter[str]:
    found: Counter[str] = Counter()
    for text in (*task.woorden, *task.vragen, task.titel):
        for term, certain in wegwijzer.boek.document(text).items():
            found[term] += certain  # type: ignore[assignment]  # parts of words count for less
    return Counter({term: times - KORTING for term, times in found.items() if times > KORTING})


def by_the_book(wegwijzer: Wegwijzer, words: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """By organisation: the formula of the docstring for its likeliest task, and the same of what says enough."""
    kennis = wegwijzer.kennis
    per_task = {task.taak: counted(wegwijzer, task) for one in kennis.instanties for task in one.taken}
    everything = sum((Counter(count) for count in per_task.values()), Counter())
    answer: dict[str, tuple[float, float]] = {}
    for one in kennis.instanties:
        house = sum((Counter(per_task[task.taak]) for task in one.taken), Counter())
        for task in one.taken:
            here = per_task[task.taak]
            whole = enough = 0.0
            own = False
            for term, certain in words.items():
                if not everything[term]:
                    continue
                p_all = ALLEN * everything[term] / everything.total()
                p_house = HUIS * house[term] / house.total()
                p_task = TAAK * here[term] / here.total()
                whole += certain * math.log((p_task + p_house + p_all) / p_all)
                parts = math.log((p_house + p_all) / p_all), math.log((p_task + p_house + p_all) / (p_house + p_all))
                enough += sum(certain * part for part in parts if part >= HARDLY)
                own = own or parts[1] >= HARDLY
            if own and enough > answer.get(one.organisatie, (0.0, -1.0))[1]:
                answer[one.organisatie] = whole, enough
    return answer


@settings(max_examples=60)
@given(kennis=kennissen(), words=st.lists(_words, max_size=6, unique=True), chance=st.integers(0, 99).map(Random))
def test_evidence_adds_up_as_the_docstring_says(kennis: Kennis, words: list[str], chance: Random) -> None:
    wegwijzer = Wegwijzer(kennis)
    said = {term: chance.choice((1.0, 0.9, 0.6)) for term in asked(" ".join(words), wegwijzer)}
    expected = by_the_book(wegwijzer, said)
    least = FAR * max((enough for _, enough in expected.values()), default=0.0)
    found = wegwijzer.wijs(said, limit=99)
    pointed = {gewezen.instantie.organisatie for gewezen in found}
    assert {name for name, (_, enough) in expected.items() if enough > least + 1e-9} <= pointed
    assert {name for name, (_, enough) in expected.items() if enough < least - 1e-9}.isdisjoint(pointed)
    assert pointed <= expected.keys()
    assert [gewezen.bewijs for gewezen in found] == sorted((gewezen.bewijs for gewezen in found), reverse=True)
    for gewezen in found:
        whole, enough = expected[gewezen.instantie.organisatie]
        assert math.isclose(gewezen.bewijs, enough, abs_tol=1e-9)
        assert -1e-9 <= whole - gewezen.bewijs <= 2 * HARDLY * len(said) + 1e-9
        assert math.isclose(-sum(less for less, _ in gewezen.spoke), gewezen.bewijs, abs_tol=1e-9)
        assert {term for _, term in gewezen.spoke} <= said.keys()


@given(kennis=kennissen(), words=st.lists(_words, max_size=6), limit=st.integers(1, 4))
def test_the_likeliest_are_given_each_with_its_likeliest_tasks(kennis: Kennis, words: list[str], limit: int) -> None:
    wegwijzer = Wegwijzer(kennis)
    all_of_them = wijs(" ".join(words), wegwijzer, limit=99)
    found = wijs(" ".join(words), wegwijzer, limit=limit)
    assert [(g.instantie, g.bewijs, g.taken) for g in found] == [
        (g.instantie, g.bewijs, g.taken) for g in all_of_them[:limit]
    ]
    for gewezen in found:
        assert 1 <= len(gewezen.taken) <= SHOWN_TASKS
        assert gewezen.taken[0] == (gewezen.taak, gewezen.bewijs)
        assert all(task in gewezen.instantie.taken for task, _ in gewezen.taken)
        assert [bewijs for _, bewijs in gewezen.taken] == sorted((b for _, b in gewezen.taken), reverse=True)


@given(vraag=st.text(max_size=60) | st.lists(_words, max_size=9).map(" ".join))
def test_the_same_question_and_knowledge_give_the_same_answer(vraag: str) -> None:
    again = Wegwijzer(KENNIS)
    one, other = wijs(vraag), wijs(vraag, again)
    assert [(g.instantie, g.bewijs, g.taken, g.spoke) for g in one] == [
        (g.instantie, g.bewijs, g.taken, g.spoke) for g in other
    ]


def test_a_word_for_everybody_is_a_word_for_few() -> None:
    """What counts is bounded, however many organisations share a word."""
    many = [instantie(f"i-{n:03}", taak(f"t-{n:03}", "loket", f"eigen{n:03}woord")) for n in range(300)]
    wegwijzer = Wegwijzer(Kennis(instanties=tuple(many)))
    assert len(wijs("loket", wegwijzer, limit=300)) < 300
    assert names(wijs("eigen123woord loket", wegwijzer, limit=1)) == ["i-123"]
