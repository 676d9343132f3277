# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Adherence over HTTP: what a naive count of what was posted comes to, for whoever may see it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from registry.client import Register
from registry.projections.statistiek import wilson
from registry.statements.openingstijden import Duur
from registry.statements.professionallijnen import Telefoon, Toezegging
from registry.statements.servicenormen import Servicenorm
from tests.support import Lid, Network, lijn
from tests.support.metingen import contactmoment, loket
from tests.support.network import WERKWEEK

Http = TestClient[Any]
MINUTE = Duur(aantal=60, eenheid="seconden")
OPNEMEN = Servicenorm(
    naam="opnemen",
    versie=1,
    titel="Vier van de vijf binnen een minuut",
    dimensie="bereikbaarheid",
    kanalen=("telefoon",),
    maat="wachttijd",
    statistiek="aandeel-binnen",
    drempel=MINUTE,
    richting="minstens",
    doel=0.8,
    noemer="begonnen",
    venster="maand",
    klok="doorlopend",
    minimum_waarnemingen=5,
    ingangsdatum=date(2026, 1, 1),
)
HOOGSTENS = Servicenorm(
    naam="afgebroken",
    versie=1,
    titel="Hoogstens een op de twintig geeft het op",
    dimensie="bereikbaarheid",
    kanalen=("telefoon",),
    maat="uitkomst",
    statistiek="aandeel-uitkomst",
    uitkomsten=("afgebroken",),
    richting="hoogstens",
    doel=0.05,
    noemer="begonnen",
    venster="week",
    klok="doorlopend",
    minimum_waarnemingen=5,
    ingangsdatum=date(2026, 1, 1),
)


class Netwerk:
    """A network on HTTP with two publishers, a loket that measures, and two norms."""

    def __init__(self, http: Http, net: Network) -> None:
        self.http, self.net = http, net
        self.svb, self.uwv = net.lid("svb"), net.lid("uwv")
        self.ede = net.lid("ede", ("loket",))
        for norm in (OPNEMEN, HOOGSTENS):
            net.obpt.say(norm, f"servicenorm/{norm.naam}")
        self.svb.publiceer(lijn("aow"))
        self.uwv.publiceer(lijn("ww"))
        self.ede.say(loket(), f"loket/{self.ede.oin}/balie")

    def register(self, lid: Lid) -> Register:
        return lid.register(self.http)

    def send(self, *metingen: dict[str, Any]) -> None:
        for start in range(0, len(metingen), 100):
            taken = self.register(self.ede).geef_door("contactmomenten", metingen[start : start + 100])
            assert not taken.geweigerd, taken

    def ask(self, lid: Lid, **vraag: Any) -> list[dict[str, Any]]:
        token = self.register(lid)._token()
        given = {"pageSize": 100} | vraag
        answer = self.http.get("/v1/naleving", params=given, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["naleving"]
        assert answer.json()["totaal"] >= len(found)
        return found


@pytest.fixture
def netwerk() -> Iterator[Netwerk]:
    net = Network()
    with net.http() as http:
        yield Netwerk(http, net)


def calls(many: int, first: int = 0, at: str = "2026-11-03T10:00:00Z", **fields: Any) -> list[dict[str, Any]]:
    return [contactmoment(first + n, begonnen=at, loket="ede/balie", **fields) for n in range(many)]


def test_a_verdict_says_what_it_is_of_and_how_sure_it_is(netwerk: Netwerk) -> None:
    netwerk.send(*calls(9), *calls(3, 9, wachttijd=61), *calls(2, 12, at="2026-11-03T20:00:00Z"))
    [een] = netwerk.ask(netwerk.svb, norm="opnemen", van="2026-11-01")
    assert een["lijn"] == f"{netwerk.svb.oin}/aow"
    assert een["venster"] == {"van": "2026-11-01", "tot": "2026-11-30"}
    assert (een["waarnemingen"], een["buitenOpeningstijden"], een["waarde"], een["doel"]) == (12, 2, 0.75, 0.8)
    assert (een["oordeel"], een["onzeker"], een["lopend"], een["versie"]) == ("niet-gehaald", True, True, 1)
    laag, hoog = wilson(9, 12)
    assert een["interval"] == {"laag": laag, "hoog": hoog}
    assert een["methode"] == "wilson-95"
    assert een["foutbudget"]["tempo"] == pytest.approx(0.25 / 0.2)
    assert een["toezeggingen"] == []


def test_who_measured_is_in_none_of_it(netwerk: Netwerk) -> None:
    netwerk.send(*calls(9))
    for lid in (netwerk.svb, netwerk.uwv, netwerk.net.obpt):
        assert "ede" not in str(netwerk.ask(lid, organisatie="svb"))
        assert netwerk.ede.oin not in str(netwerk.ask(lid, organisatie="svb"))


def test_of_few_observations_others_hear_nothing_but_that(netwerk: Netwerk) -> None:
    netwerk.send(*calls(4, wachttijd=61), *calls(1, 4, at="2026-11-03T20:00:00Z"))
    for lid, seen in ((netwerk.svb, 4), (netwerk.net.obpt, 4), (netwerk.uwv, "< 5")):
        [een] = netwerk.ask(lid, organisatie="svb", norm="opnemen", van="2026-11-01")
        assert een["waarnemingen"] == seen
        assert een["buitenOpeningstijden"] == (1 if seen == 4 else "< 5")
        assert een["oordeel"] == "te-weinig-waarnemingen"
        hidden = ("waarde", "interval", "foutbudget", "trend", "methode", "bijgewerktOp")
        assert (seen == 4) or all(een[name] is None for name in hidden)
    netwerk.send(*calls(1, 5))
    [een] = netwerk.ask(netwerk.uwv, organisatie="svb", norm="opnemen", van="2026-11-01")
    assert (een["waarnemingen"], een["waarde"], een["oordeel"]) == (5, 0.2, "niet-gehaald")


def test_without_anything_asked_it_is_of_ones_own_lines(netwerk: Netwerk) -> None:
    assert {een["lijn"] for een in netwerk.ask(netwerk.uwv)} == {f"{netwerk.uwv.oin}/ww"}
    assert netwerk.ask(netwerk.net.obpt) == []
    assert {een["lijn"] for een in netwerk.ask(netwerk.net.obpt, lijn="uwv/ww")} == {f"{netwerk.uwv.oin}/ww"}
    assert netwerk.ask(netwerk.net.obpt, lijn="uwv/nee") == []
    assert netwerk.ask(netwerk.net.obpt, organisatie="nergens") == []


def test_what_comes_in_late_changes_a_window_and_that_can_be_seen(netwerk: Netwerk) -> None:
    netwerk.send(*calls(6, at="2026-11-23T08:30:00Z"))
    today = {"norm": "afgebroken", "van": "2026-11-23", "tot": "2026-11-23"}
    [een] = netwerk.ask(netwerk.svb, **today)
    assert (een["lopend"], een["nagekomen"], een["waarnemingen"]) == (True, False, 6)
    netwerk.net.clock.move(days=8)
    [een] = netwerk.ask(netwerk.svb, **today)
    assert (een["lopend"], een["nagekomen"], een["bijgewerktOp"][:10]) == (False, False, "2026-11-23")
    netwerk.send(*calls(1, 6, at="2026-11-23T08:30:00Z", uitkomst="afgebroken"))
    [een] = netwerk.ask(netwerk.svb, **today)
    assert (een["nagekomen"], een["bijgewerktOp"][:10], een["waarnemingen"]) == (True, "2026-12-01", 7)
    assert een["oordeel"] == "niet-gehaald"


def test_the_trend_is_against_the_window_before_also_for_the_first_that_is_asked_for(netwerk: Netwerk) -> None:
    netwerk.send(*calls(40, at="2026-11-03T10:00:00Z"), *calls(20, 40, at="2026-11-10T10:00:00Z"))
    netwerk.send(*calls(20, 60, at="2026-11-10T10:00:00Z", uitkomst="afgebroken"))
    [een] = netwerk.ask(netwerk.svb, norm="afgebroken", van="2026-11-09", tot="2026-11-15")
    assert een["trend"] == {"vorige": 0.0, "beweging": "slechter"}
    assert een["venster"]["van"] == "2026-11-09"


def test_a_line_that_promises_less_than_the_norm_is_told_so(netwerk: Netwerk) -> None:
    slow = Toezegging(maat="wachttijd", drempel=Duur(aantal=5, eenheid="minuten"), aandeel=0.8)
    phone = Telefoon(nummer="+31880000101", openingstijden=(WERKWEEK,), toezeggingen=(slow,))
    netwerk.svb.publiceer(lijn("traag", kanalen=(phone,)))
    [een] = netwerk.ask(netwerk.uwv, lijn="svb/traag", norm="opnemen", van="2026-11-01")
    assert [(short["veld"], short["code"]) for short in een["toezeggingen"]] == [
        ("kanalen[0].toezeggingen[0].drempel", "termijn")
    ]


@pytest.mark.parametrize(
    ("vraag", "veld", "code"),
    [
        ({"van": "2026-11-02", "tot": "2026-11-01"}, "van", "volgorde"),
        ({"van": "2023-01-01", "tot": "2026-11-01"}, "van", "bereik"),
        ({"tot": "1999-12-31"}, "tot", "bereik"),
        ({"tot": "9999-12-31"}, "tot", "bereik"),
        ({"van": "1999-12-31", "tot": "2000-01-05"}, "van", "bereik"),
        ({"oordeel": "goed"}, "oordeel", "waarde"),
        ({"loket": "ede/balie"}, "loket", "onbekend-veld"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(netwerk: Netwerk, vraag: dict[str, str], veld: str, code: str) -> None:
    token = netwerk.register(netwerk.svb)._token()
    answer = netwerk.http.get("/v1/naleving", params=vraag, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 400
    assert [(fout["veld"], fout["code"]) for fout in answer.json()["fouten"]] == [(veld, code)]


def test_filters_choose_norms_and_verdicts(netwerk: Netwerk) -> None:
    netwerk.send(*calls(9, wachttijd=61))
    asked = {"van": "2026-11-03", "tot": "2026-11-03"}
    assert {een["norm"] for een in netwerk.ask(netwerk.svb, **asked)} == {"opnemen", "afgebroken"}
    assert {een["norm"] for een in netwerk.ask(netwerk.svb, oordeel="niet-gehaald", **asked)} == {"opnemen"}
    assert netwerk.ask(netwerk.svb, kanaal="email", **asked) == []
    assert netwerk.ask(netwerk.svb, dimensie="kwaliteit", **asked) == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1_000_000), many=st.integers(1, 250))
def test_the_figures_are_those_of_a_naive_count_of_what_was_posted(seed: int, many: int) -> None:
    """Shares by month and by week, recomputed from the rows alone, whatever the batches and however often they came."""
    chance = Random(seed)
    net = Network()
    with net.http() as http:
        netwerk = Netwerk(http, net)
        begin = datetime(2026, 10, 1, tzinfo=UTC)
        rows = [
            contactmoment(
                n,
                chance.choice(["svb/aow", "uwv/ww"]),
                begonnen=(begin + timedelta(minutes=chance.randrange(50 * 24 * 60))).isoformat(),
                uitkomst=(said := chance.choice(["beantwoord", "afgebroken", "geweigerd", "verkeerde-deur"])),
                wachttijd=chance.choice([0, 59, 60, 61, 400]) if said != "geweigerd" else None,
                vraagtype=chance.choice([None, 1, 3]),
            )
            for n in range(many)
        ]
        netwerk.send(*rows, *rows[: many // 2])
        for lid, who in ((netwerk.svb, "svb/aow"), (netwerk.uwv, "uwv/ww")):
            found = netwerk.ask(lid, van="2026-10-01", tot="2026-11-23")
            for een in found:
                mine = [row for row in rows if row["lijn"] == who and _in(row, een["venster"])]
                inside = [row for row in mine if _open(row)]
                assert een["waarnemingen"] == len(inside)
                assert een["buitenOpeningstijden"] == len(mine) - len(inside)
                if een["norm"] == "opnemen":
                    hit = [row for row in inside if row["uitkomst"] in ANSWERED and row["wachttijd"] <= 60]
                else:
                    hit = [row for row in inside if row["uitkomst"] == "afgebroken"]
                assert een["waarde"] == (len(hit) / len(inside) if inside else None)
            assert sum(een["waarnemingen"] for een in found if een["norm"] == "opnemen") == sum(
                _open(row) for row in rows if row["lijn"] == who
            )


ANSWERED = {"beantwoord", "verkeerde-deur"}


def _local(row: dict[str, Any]) -> datetime:
    at = datetime.fromisoformat(row["begonnen"])
    return at + timedelta(hours=2 if at < datetime(2026, 10, 25, 1, tzinfo=UTC) else 1)


def _open(row: dict[str, Any]) -> bool:
    """Say whether the line was open: working days from 9 to 17; no holiday lies in these weeks."""
    at = _local(row)
    return at.weekday() < 5 and 9 <= at.hour < 17


def _in(row: dict[str, Any], venster: dict[str, str]) -> bool:
    return venster["van"] <= _local(row).date().isoformat() <= venster["tot"]
