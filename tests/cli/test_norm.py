# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The beheerder signs norms, and publishers hear of them: when they check, and when they publish."""

from pathlib import Path

import msgspec
import pytest

from registry.statements.servicenormen import Servicenorm
from tests.cli.conftest import DEMO, SVB_AOW, Lijn
from tests.support import Network
from tests.support.demo import decoded

NORMEN = DEMO / "obpt" / "normen"
OPNEMEN = NORMEN / "telefoon-opnemen.yaml"


def streng(folder: Path, **changes: str) -> Path:
    """A norm that the line of the SVB does not promise to keep."""
    text = OPNEMEN.read_text(encoding="utf-8")
    for old, new in ({"aantal: 2, eenheid: minuten": "aantal: 20, eenheid: seconden"} | changes).items():
        assert old in text
        text = text.replace(old, new)
    path = folder / "telefoon-opnemen.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_norm_is_signed_as_it_stands(as_obpt: Lijn, net: Network) -> None:
    done = as_obpt("norm", OPNEMEN)
    assert done.code == 0
    head = net.head("servicenorm/telefoon-opnemen")
    assert done.out == f"servicenorm/telefoon-opnemen  nieuw  nummer {net.size() - 1}  {head}\n"
    assert "norm telefoon-opnemen, versie 1" in done.err
    assert net.gids().servicenormen["telefoon-opnemen"].versies[0].norm.doel == 0.8
    assert as_obpt("norm", OPNEMEN, "--json").json == {
        "norm": "telefoon-opnemen", "versie": 1, "uitkomst": "ongewijzigd", "verschil": [],
    }  # fmt: skip


def test_a_next_version_shows_what_changes(as_obpt: Lijn, net: Network, tmp_path: Path) -> None:
    as_obpt("norm", OPNEMEN)
    changed = streng(tmp_path, **{"versie: 1": "versie: 2", "ingangsdatum: 2026-01-01": "ingangsdatum: 2027-01-01"})
    told = as_obpt("norm", changed, "--json").json
    assert {change["veld"] for change in told["verschil"]} >= {"versie", "ingangsdatum"}
    assert [v.norm.versie for v in net.gids().servicenormen["telefoon-opnemen"].versies] == [1, 2]


def test_a_version_that_holds_is_not_rewritten(as_obpt: Lijn, net: Network, tmp_path: Path) -> None:
    as_obpt("norm", OPNEMEN)
    size = net.size()
    done = as_obpt("norm", streng(tmp_path), "--json")
    assert (done.code, done.fout["code"], net.size()) == (1, "regel", size)
    assert "versie 2" in done.fout["fouten"][0]["uitleg"]


def test_every_fault_of_a_norm_is_named_with_its_line(as_obpt: Lijn, net: Network, tmp_path: Path) -> None:
    size = net.size()
    wrong = streng(tmp_path, **{"doel: 0.8": "doel: 80", "noemer: begonnen\n": ""})
    done = as_obpt("norm", wrong, "--json")
    assert done.code == 1
    named = [(fout["veld"], fout["code"], fout.get("regel")) for fout in done.fout["fouten"]]
    assert named == [("doel", "bereik", 14), ("noemer", "ontbreekt", 2)]  # line 2: where the norm begins
    assert net.size() == size


def test_it_is_for_the_beheerder(as_svb: Lijn, net: Network) -> None:
    assert as_svb("norm", OPNEMEN, "--json").fout["code"] == "niet-bevoegd"


@pytest.mark.parametrize("where", [OPNEMEN, NORMEN])
def test_a_line_that_promises_enough_is_good(lijn: Lijn, where: Path) -> None:
    done = lijn("controleer", SVB_AOW, "--norm", where)
    assert (done.code, done.out) == (0, f"{SVB_AOW}: goed\n")


def test_a_publisher_hears_offline_where_it_falls_short(lijn: Lijn, tmp_path: Path) -> None:
    done = lijn("controleer", SVB_AOW, "--norm", streng(tmp_path))
    assert done.code == 0  # it may publish this; but it should know
    assert "kanalen[0].toezeggingen[0].drempel: let op: U zegt 80 % binnen 60 seconden toe" in done.out
    assert "Uw termijn is 40 seconden langer." in done.out
    (row,) = lijn("controleer", SVB_AOW, "--norm", tmp_path, "--json").json["bestanden"]
    assert [(een["norm"], een["code"]) for een in row["tekorten"]] == [("telefoon-opnemen", "termijn")]


def test_a_norm_that_is_wrong_is_no_measure(lijn: Lijn, tmp_path: Path) -> None:
    done = lijn("controleer", SVB_AOW, "--norm", streng(tmp_path, **{"doel: 0.8": "doel: 8"}), "--json")
    assert (done.code, done.fout["fouten"][0]["veld"]) == (1, "doel")
    assert lijn("controleer", SVB_AOW, "--norm", tmp_path / "weg.yaml").code == 2


def test_publishing_tells_at_once_where_a_line_falls_short(as_svb: Lijn, net: Network, tmp_path: Path) -> None:
    net.obpt.say(msgspec.convert(decoded(streng(tmp_path)), Servicenorm), "servicenorm/telefoon-opnemen")
    done = as_svb("publiceer", SVB_AOW, "--proef")
    assert "onder de norm: kanalen[0].toezeggingen[0].drempel: U zegt 80 % binnen 60 seconden toe" in done.err
    told = as_svb("publiceer", SVB_AOW, "--ja", "--json").json
    (line,) = told["lijnen"]
    assert line["digest"] == net.head(f"professionallijn/{line['lijn']}")
    assert [(een["norm"], een["code"]) for een in line["tekorten"]] == [("telefoon-opnemen", "termijn")]
    again = as_svb("publiceer", SVB_AOW, "--json").json
    assert "tekorten" not in again["lijnen"][0]  # nothing is said anew
