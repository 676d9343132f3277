# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn toezicht naleving`, `leercirkel`, `loketcijfers`: the network in a terminal, in JSON, in a spreadsheet."""

import csv
import io
import re
from typing import Any

import pytest

from cli.uitvoer import Uitvoer
from fixtures.bijlage import BIJLAGE, hulpvragen
from tests.cli.conftest import Lijn
from tests.support import Lid, Network, lijn
from tests.support.metingen import contactmoment, loket
from tests.web.test_naleving import HOOGSTENS, OPNEMEN, Http


@pytest.fixture
def gemeten(net: Network, svb: Lid) -> Network:
    """A network in which uwv keeps a norm and one of two lines of svb does not."""
    uwv, ede = net.lid("uwv"), net.lid("ede", ("loket",), organisatiesoort="gemeente")
    for norm in (OPNEMEN, HOOGSTENS):
        net.obpt.say(norm, f"servicenorm/{norm.naam}")
    uwv.publiceer(lijn("ww"))
    svb.publiceer(lijn("anw"))
    svb.publiceer(lijn("aow-professionals", onderwerpen=("aow",)))
    ede.say(loket(), f"loket/{ede.oin}/balie")
    with net.http() as http:
        october = [
            *_calls(0, 9, "uwv/ww", 20),
            *_calls(20, 9, "svb/anw", 20),
            *_calls(40, 30, "svb/aow-professionals", 90),
            *_calls(80, 9, "uwv/ww", 20, uitkomst="verkeerde-deur", onderwerp="aow"),
        ]
        _send(http, ede, "contactmomenten", october)
        rows = hulpvragen(BIJLAGE[2], f"{ede.oin}/balie", [svb.oin, uwv.oin], ede.oin)
        _send(http, ede, "hulpvragen", rows)
    return net


def _calls(first: int, many: int, who: str, wacht: int, **fields: Any) -> list[dict[str, Any]]:
    at = "2026-10-06T10:00:00Z"
    return [contactmoment(first + n, who, begonnen=at, wachttijd=wacht, **fields) for n in range(many)]


def _send(http: Http, lid: Lid, soort: Any, metingen: list[dict[str, Any]]) -> None:
    assert not lid.register(http).geef_door(soort, metingen).geweigerd


@pytest.mark.usefixtures("gemeten")
def test_organisations_stand_beside_each_other_for_each_norm(as_obpt: Lijn) -> None:
    done = as_obpt("toezicht", "naleving", "--van", "2026-10-06", "--tot", "2026-10-06")
    assert (done.code, done.err) == (0, "")
    head, *rows = [re.split(r"\s{2,}", line.strip()) for line in done.out.splitlines()]
    assert head == ["norm", "svb", "uwv"]
    assert [row[0] for row in rows] == ["afgebroken", "opnemen"]
    assert rows[0][1:] == ["✓", "✓"]
    assert rows[1][1:] == ["✗ 1/2", "✓"]


@pytest.mark.usefixtures("gemeten")
def test_one_organisation_is_shown_line_by_line(as_obpt: Lijn) -> None:
    done = as_obpt("toezicht", "naleving", "--organisatie", "svb", "--norm", "opnemen", "--van", "2026-10-01")
    lines = done.out.splitlines()
    assert len(lines) == 3
    [slow] = [line for line in lines if line.startswith("aow-professionals")]
    assert re.split(r"\s{2,}", slow) == ["aow-professionals", "opnemen", "0,0 %", "≥ 80,0 %", "30", "niet gehaald"]


@pytest.mark.usefixtures("gemeten")
def test_everything_goes_into_a_spreadsheet_or_a_program(as_obpt: Lijn) -> None:
    asked = ("toezicht", "naleving", "--van", "2026-10-06", "--tot", "2026-10-06", "--norm", "opnemen")
    rows = list(csv.DictReader(io.StringIO(as_obpt(*asked, "--csv").out)))
    assert [(row["organisatie"], row["waarnemingen"], row["oordeel"]) for row in rows] == [
        ("svb", "9", "gehaald"),
        ("svb", "30", "niet-gehaald"),
        ("uwv", "18", "gehaald"),
    ]
    told = as_obpt(*asked, "--json").json["organisaties"]
    assert [len(een["naleving"]) for een in told] == [2, 1]
    refused = as_obpt(*asked, "--json", "--csv")
    assert (refused.code, refused.out) == (2, "")


@pytest.mark.usefixtures("gemeten")
def test_the_table_of_the_programme_has_its_denominators(as_obpt: Lijn) -> None:
    period = ("--van", "2022-12-01", "--tot", "2023-12-20")
    done = as_obpt("toezicht", "loketcijfers", *period)
    assert (done.code, done.err) == (0, "")
    head, row = [re.split(r"\s{2,}", line.strip()) for line in done.out.splitlines()]
    assert head == ["loket", "burgers", "landelijk", "meerdere", "contact gelegd", "onbekend"]
    assert row == ["Servicepunt", "382", "37 % van 382", "13 % van 382", "18 % van 382", "0"]
    [cells] = csv.DictReader(io.StringIO(as_obpt("toezicht", "loketcijfers", "--csv", *period).out))
    assert (cells["hulpvragen"], cells["landelijk"], cells["contactGelegdOnbekend"]) == ("382", "141", "0")
    assert as_obpt("toezicht", "loketcijfers", "--json", *period).json["loketcijfers"][0]["hulpvragen"] == 382
    quarters = as_obpt("toezicht", "loketcijfers", "--per", "kwartaal", *period)
    assert len(quarters.out.splitlines()) == 1 + 5


@pytest.mark.usefixtures("gemeten")
def test_what_there_is_to_learn_is_told_by_kind(as_obpt: Lijn) -> None:
    done = as_obpt("toezicht", "leercirkel", "--van", "2026-10-01", "--tot", "2026-10-31")
    assert done.code == 0
    assert done.err == "Van 2026-10-01 tot en met 2026-10-31.\n"
    assert "Verkeerde deuren" in done.out
    assert re.search(r"uwv/ww +aow +9× +van 9 +→ svb/aow-professionals", done.out)
    assert re.search(r"Onderwerpen\n +aow +9× +ervoor niet gemeten", done.out)  # the first measuring is no growth
    rows = list(csv.reader(io.StringIO(as_obpt("toezicht", "leercirkel", "--csv", "--van", "2026-10-01").out)))
    assert ["onderwerp", "", "aow", "9", "0"] in rows
    assert as_obpt("toezicht", "leercirkel", "--json").json["periode"]["van"] == "2026-08-01"


def test_where_there_is_nothing_that_is_said(as_obpt: Lijn, net: Network) -> None:
    assert "geen normen" in as_obpt("toezicht", "naleving").err
    assert "Geen loket" in as_obpt("toezicht", "loketcijfers").err
    assert "niets te leren" in as_obpt("toezicht", "leercirkel").err
    assert net.meetboek.reeksen("") == []


def test_a_spreadsheet_takes_no_text_for_a_formula(capsys: pytest.CaptureFixture[str]) -> None:
    Uitvoer(json=False).csv(("a", "b"), [("=1+1", None), ("-", True), ("a,b\x1b[31m", 0.5)])
    assert capsys.readouterr().out == 'a,b\n\'=1+1,\n-,ja\n"a,b�[31m",0.5\n'
