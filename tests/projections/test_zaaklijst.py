# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Lists of cases are what looking at every case comes to, whatever is asked and on whatever day."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from itertools import islice, takewhile
from random import Random
from typing import Any, get_args

import msgspec
import pytest

from registry.projections.replay import Facts
from registry.projections.zaaklijst import Zaakvraag, bladzijde, doorsnede, groepen
from registry.projections.zaken import Zaak
from registry.statements.zaakwoorden import Fase
from tests.support.zaakloop import BEGIN, NORMEN, ORGANISATIES, Loop, made

FASES = get_args(Fase)
BOTH = (True, False)


class Bounded(Facts):
    """Facts that can be read in part, as a store's; once they are all there."""

    @cached_property
    def in_order(self) -> list[tuple[str, bytes]]:
        return sorted(self.facts.items())

    def scan(self, prefix: str, *, skip: int = 0, most: int | None = None) -> Iterator[tuple[str, bytes]]:
        begin = bisect_left(self.in_order, (prefix, b""))
        found = takewhile(lambda fact: fact[0].startswith(prefix), islice(self.in_order, begin, None))
        return islice(found, skip, None if most is None else skip + most)


@pytest.fixture(scope="module")
def facts() -> Bounded:
    facts = Bounded()
    made(400, Loop(facts))
    return facts


@pytest.fixture(scope="module")
def zaken(facts: Bounded) -> list[Zaak]:
    return [msgspec.json.decode(raw, type=Zaak) for _, raw in facts.scan("zaak/")]


def naive(zaken: list[Zaak], vraag: Zaakvraag, dag: date) -> set[str]:
    """Look at every case."""

    def fits(zaak: Zaak) -> bool:
        partijen = {"melder": zaak.melder, "betrokkene": zaak.betrokkene}
        wie = vraag.kijker or vraag.organisatie
        as_rol = wie is None or (partijen[vraag.rol] == wie if vraag.rol else wie in partijen.values())
        return (
            as_rol
            and (vraag.organisatie is None or vraag.organisatie in partijen.values())
            and vraag.lijn in {None, zaak.lijn}
            and vraag.norm in {None, zaak.norm.naam}
            and vraag.fase in {None, zaak.fase}
            and vraag.open in {None, not zaak.gesloten(dag)}
            and vraag.te_laat in {None, zaak.te_laat(dag)}
            and vraag.veelvuldig in {None, zaak.veelvuldig}
        )

    return {zaak.zaak for zaak in zaken if fits(zaak)}


def questions() -> list[tuple[Zaakvraag, date]]:
    random = Random(7)

    def some(*values: Any) -> Any:
        return random.choice((*[None] * 3 * len(values), *values))

    found = []
    for _ in range(250):
        kijker, organisatie = some(*ORGANISATIES[:3]), some(*ORGANISATIES[:3])
        vraag = Zaakvraag(
            kijker=kijker,
            organisatie=organisatie,
            rol=some("melder", "betrokkene") if kijker or organisatie else None,
            lijn=some(*(f"{ORGANISATIES[k]}/lijn-0" for k in range(3))),
            norm=some(*NORMEN[:2]),
            fase=some(*FASES),
            open=some(*BOTH),
            te_laat=some(*BOTH),
            veelvuldig=some(*BOTH),
        )
        found.append((vraag, BEGIN.date() + timedelta(days=random.randrange(0, 800))))
    return [*found, *((Zaakvraag(), BEGIN.date() + timedelta(days=days)) for days in (0, 100, 689, 2000))]


def pages(facts: Bounded, found: Any, size: int) -> list[str]:
    """Turn every page."""
    shown: list[str] = []
    while page := bladzijde(facts, found, begin=len(shown), aantal=size):
        shown += page
    return shown


def test_a_question_finds_what_looking_at_every_case_finds(facts: Bounded, zaken: list[Zaak]) -> None:
    answered = 0
    for vraag, dag in questions():
        found = groepen(facts, vraag, dag)
        shown = pages(facts, found, 7)
        assert sorted(shown) == sorted(naive(zaken, vraag, dag)), (vraag, dag)
        assert len(shown) == sum(groep.aantal for groep in found)
        answered += bool(shown)
    assert answered > 60  # of questions that nothing answers, nothing is learnt


@pytest.mark.parametrize("size", [1, 24, 1000])
def test_pages_of_any_size_are_the_same_list(facts: Bounded, size: int) -> None:
    found = groepen(facts, Zaakvraag(), BEGIN.date() + timedelta(days=689))
    assert pages(facts, found, size) == pages(facts, found, 25)


def test_the_most_urgent_come_first_and_what_is_closed_last(facts: Bounded, zaken: list[Zaak]) -> None:
    dag = BEGIN.date() + timedelta(days=400)
    by_id = {zaak.zaak: zaak for zaak in zaken}
    shown = [by_id[zaak] for zaak in pages(facts, groepen(facts, Zaakvraag(), dag), 25)]
    gesloten = [zaak.gesloten(dag) for zaak in shown]
    assert gesloten == sorted(gesloten)
    months = [zaak.tot.isoformat()[:7] for zaak in shown if zaak.tot and not zaak.gesloten(dag)]
    assert months == sorted(months)
    te_laat = [zaak.te_laat(dag) for zaak in shown]
    assert te_laat == sorted(te_laat, reverse=True)


def test_every_list_and_number_is_of_a_case_that_is_there(facts: Bounded, zaken: list[Zaak]) -> None:
    """Nothing is left behind in a list that a case went out of, and no number is 0."""
    assert len(list(facts.scan("zaaklijst/"))) == 12 * len(zaken)
    for prefix in ("zaakmaand/", "zaakdag/"):
        counts = [msgspec.json.decode(raw) for _, raw in facts.scan(prefix)]
        assert sum(count for [count] in counts) == 12 * len(zaken)
        assert min(counts) > [0]


def test_with_a_line_its_organisation_adds_nothing_and_another_one_finds_nothing() -> None:
    assert doorsnede(lijn="svb/aow", betrokkene="svb") == doorsnede(lijn="svb/aow")
    assert doorsnede(lijn="svb/aow", betrokkene="uwv") is None
