# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Questions of real life, put to the demo network with the knowledge that is shipped: who comes first?

Six sets, each by another writer; all questions are made up. A row is a question and its organisation: several with |,
`geen` where no line fits. What somebody learnt from tells what must not get worse; the others tell how good it is.

                 first   among three   none
    toetsset     0.90    0.96          0.85    who makes knowledge has only seen scores
    proefset     0.96    0.98          0.87    the same
    verseset     0.94    0.99          0.78    the same, and these scores after the knowledge was made
    afstelset    0.96    0.99          0.90    `LID` was chosen on this one; its questions were not read
    oefenset     0.98    0.99          1.00    learnt from
    alledaags    0.97    0.98          0.90    short, in the words of every day; learnt from

`pytest -s tests/projections/test_vragen.py` shows the figures.
"""

import csv
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from msgspec import Struct

from registry.kennis import load
from registry.projections.contactroutes import Vraag, contactroutes
from registry.projections.gids import Gids
from registry.registrar.actueel import Actueel
from tests.support.demo import demo_network

FIRST: Final = 0.88  # the right organisation first
AMONG_THREE: Final = 0.95  # among the organisations of the first three routes
NONE: Final = 0.75  # no routes where no line fits
SHOWN: Final = 3
SETS: Final = ("toetsset", "proefset", "verseset", "afstelset", "oefenset", "alledaags")
AT: Final = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, 10.00 uur
HERE: Final = Path(__file__).parent / "vragen"


class Meting(Struct, frozen=True):
    """Shares of the questions of one set."""

    first: float
    among_three: float
    none: float


@pytest.fixture(scope="module")
def gids() -> Gids:
    net, _ = demo_network()
    wegwijzer = load()
    return Actueel(net.store, lambda: wegwijzer).gids()


@cache
def rows(name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["vraag"], frozenset(row["organisatie"].split("|"))) for row in csv.DictReader(file))


def organisations(gids: Gids, vraag: str) -> list[str | None]:
    """Whose the first routes are, the best first."""
    found = contactroutes(gids, Vraag(vraag=vraag), at=AT)
    return [route.organisatie.afkorting for route in found.routes[:SHOWN]]


def measure(gids: Gids, name: str) -> Meting:
    answered = [(organisations(gids, vraag), right) for vraag, right in rows(name)]
    theirs = [(found, right) for found, right in answered if right != {"geen"}]
    nobodys = [found for found, right in answered if right == {"geen"}]
    return Meting(
        first=sum(bool(found) and found[0] in right for found, right in theirs) / len(theirs),
        among_three=sum(not right.isdisjoint(found) for found, right in theirs) / len(theirs),
        none=sum(not found for found in nobodys) / len(nobodys),
    )


@pytest.mark.parametrize("name", SETS)
def test_a_set_holds_questions_of_every_kind(gids: Gids, name: str) -> None:
    answers = {afkorting for _, right in rows(name) for afkorting in right}
    assert len(rows(name)) >= 100
    assert len({vraag for vraag, _ in rows(name)}) == len(rows(name))
    assert answers >= {"belastingdienst", "cak", "cjib", "duo", "ind", "svb", "toeslagen", "uwv", "geen"}
    assert answers - {"geen"} <= gids.afkortingen.keys()


def test_the_sets_have_no_question_in_common() -> None:
    every = [vraag for name in SETS for vraag, _ in rows(name)]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("name", SETS)
def test_the_right_organisation_is_found(gids: Gids, name: str) -> None:
    found = measure(gids, name)
    print(f"\n{name}: first {found.first:.3f}, among three {found.among_three:.3f}, none {found.none:.3f}")
    assert found.first >= FIRST
    assert found.among_three >= AMONG_THREE
    assert found.none >= NONE


@pytest.mark.parametrize("name", ["proefset", "verseset", "afstelset"])
def test_others_are_named_where_it_may_be_theirs_and_seldom_where_it_is_not(gids: Gids, name: str) -> None:
    answered = [(contactroutes(gids, Vraag(vraag=vraag), at=AT), right) for vraag, right in rows(name)]
    shown = [(bool(found.betrokken), right == {"geen"}) for found, right in answered if found.routes]
    rightly = [named for named, nobodys in shown if nobodys]
    needlessly = [named for named, nobodys in shown if not nobodys]
    assert sum(rightly) / len(rightly) >= 0.7
    assert sum(needlessly) / len(needlessly) <= 0.3


@pytest.mark.parametrize("name", SETS)
def test_nobody_is_sent_away_with_nothing(gids: Gids, name: str) -> None:
    for vraag, _ in rows(name):
        found = contactroutes(gids, Vraag(vraag=vraag), at=AT)
        assert bool(found.routes) != (found.geen_verkeerde_deur is not None)
