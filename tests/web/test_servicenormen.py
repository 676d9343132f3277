# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Norms over HTTP: every version, and which one holds on a day."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from registry.wire import Servicenormen
from tests.contract.served import norm
from tests.support import Network
from tests.web.routes import Asking, is_problem

ADDRESS = "/v1/servicenormen"


def names(asking: Asking, query: str = "") -> list[str]:
    return [found["naam"] for found in asking.get(f"{ADDRESS}?{query}").json()["servicenormen"]]


def test_a_norm_is_given_as_it_was_said(asking: Asking) -> None:
    said = asking.get(ADDRESS).json()
    assert said["totaal"] == 1
    (stand,) = said["servicenormen"]
    (versie,) = stand["versies"]
    assert (stand["naam"], stand["norm"]) == ("telefoon-opnemen", versie["norm"])
    assert msgspec.convert(versie["norm"], type(norm())) == norm()
    assert versie["norm"]["teltNietMee"] == {"afgebrokenBinnen": {"aantal": 5, "eenheid": "seconden"}}
    assert versie["laatsteDag"] == "2027-12-31"
    assert versie["verklaring"] == asking.net.head("servicenorm/telefoon-opnemen")
    assert versie["ingeschrevenOp"] == "2026-11-23T10:00:00Z"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("op=2025-12-31", []),
        ("op=2026-01-01", ["telefoon-opnemen"]),
        ("op=2027-12-31", ["telefoon-opnemen"]),
        ("op=2028-01-01", []),
        ("dimensie=bereikbaarheid", ["telefoon-opnemen"]),
        ("dimensie=leercirkel", []),
        ("kanaal=telefoon", ["telefoon-opnemen"]),
        ("kanaal=balie", []),
        ("page=2", []),
    ],
)
def test_norms_are_found_by_day_dimension_and_channel(asking: Asking, query: str, found: list[str]) -> None:
    assert names(asking, query) == found


@pytest.mark.parametrize(
    "query",
    ["op=gisteren", "op=2026-13-01", "dimensie=snelheid", "kanaal=fax", "norm=x", "op=2026-01-01&op=2026-01-02"],
)
def test_a_question_that_is_not_one_is_a_400(asking: Asking, query: str) -> None:
    assert is_problem(asking.get(f"{ADDRESS}?{query}"), 400, "vraag-onjuist")


def test_asking_again_costs_little(asking: Asking) -> None:
    first = asking.get(ADDRESS)
    assert asking.get(ADDRESS, If_None_Match=first.headers["ETag"]).status_code == 304


def test_a_later_version_is_shown_beside_the_one_that_holds() -> None:
    net = Network()
    first: Any = msgspec.structs.replace(norm(), einddatum=None)
    net.obpt.say(first, "servicenorm/telefoon-opnemen")
    later = msgspec.structs.replace(first, versie=2, ingangsdatum=date(2027, 1, 1))
    net.obpt.say(later, "servicenorm/telefoon-opnemen")
    with net.http() as http:
        register = net.obpt.register(http)
        (now,) = register.servicenormen().servicenormen
        (then,) = register.servicenormen(op="2027-01-01").servicenormen
        assert (now.norm, then.norm) == (first, later)
        assert [versie.laatste_dag for versie in now.versies] == [date(2026, 12, 31), None]
        net.clock.move(days=(date(2027, 1, 1) - date(2026, 11, 23)) / timedelta(days=1))
        answer = register.servicenormen()
        assert isinstance(answer, Servicenormen)
        assert answer.servicenormen[0].norm == later
