# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The beheerder signs a kalender: out of a file, after seeing what changes."""

from pathlib import Path

import msgspec
import pytest

from registry.statements.feestdagen import GELIJKGESTELD, voorstel_kalender
from registry.statements.kalenders import Kalender
from tests.cli.conftest import Lijn
from tests.support import Network


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    return written(tmp_path, voorstel_kalender(2028, gelijkgesteld=GELIJKGESTELD))


def written(folder: Path, kalender: Kalender) -> Path:
    """As `python -m registry kalender` writes it."""
    path = folder / f"{kalender.jaar}.yaml"
    path.write_bytes(msgspec.yaml.encode(kalender))
    return path


def test_a_proposal_is_signed_as_it_stands(as_obpt: Lijn, net: Network, proposal: Path) -> None:
    done = as_obpt("kalender", proposal)
    assert done.code == 0
    assert done.out == f"kalender/2028  nieuw  nummer {net.size() - 1}  {net.head('kalender/2028')}\n"
    assert "+ dagen[4]: datum 2028-04-28, naam dag na Koningsdag, soort gelijkgesteld-kb" in done.err
    assert net.gids().kalenders[2028] == voorstel_kalender(2028, gelijkgesteld=GELIJKGESTELD)


def test_what_stands_already_is_not_said_again(as_obpt: Lijn, net: Network, proposal: Path) -> None:
    as_obpt("kalender", proposal)
    size = net.size()
    again = as_obpt("kalender", proposal, "--json")
    assert again.json == {"jaar": 2028, "uitkomst": "ongewijzigd", "verschil": []}
    assert "staat er al precies zo" in as_obpt("kalender", proposal).err
    assert net.size() == size


def test_only_the_difference_is_shown(as_obpt: Lijn, net: Network, tmp_path: Path) -> None:
    as_obpt("kalender", written(tmp_path, voorstel_kalender(2028)))
    done = as_obpt("kalender", written(tmp_path, voorstel_kalender(2028, gelijkgesteld=GELIJKGESTELD)))
    assert done.err.splitlines() == [
        f"kalender 2028 ({tmp_path / '2028.yaml'}): verschil met wat er nu staat",
        "  + dagen[4]: datum 2028-04-28, naam dag na Koningsdag, soort gelijkgesteld-kb",
        "  + dagen[7]: datum 2028-05-26, naam dag na Hemelvaartsdag, soort gelijkgesteld-kb",
    ]
    assert "gewijzigd" in done.out
    told = as_obpt("kalender", written(tmp_path, voorstel_kalender(2028)), "--json").json
    assert [change["veld"] for change in told["verschil"]] == ["dagen[4]", "dagen[7]"]
    assert told["digest"] == net.head("kalender/2028")


@pytest.mark.parametrize(("answer", "code", "more"), [("j\n", 0, 1), ("n\n", 1, 0)])
def test_a_person_is_asked_first(
    as_obpt: Lijn, net: Network, proposal: Path, answer: str, code: int, more: int
) -> None:
    size = net.size()
    done = as_obpt("kalender", proposal, answer=answer)
    assert (done.code, net.size()) == (code, size + more)
    assert "Deze kalender publiceren? [j/N]" in done.err


def test_it_is_for_the_beheerder(as_svb: Lijn, net: Network, proposal: Path) -> None:
    size = net.size()
    assert as_svb("kalender", proposal, "--json").fout["code"] == "niet-bevoegd"
    assert net.size() == size


def test_every_fault_of_the_file_is_named_with_its_line(as_obpt: Lijn, net: Network, proposal: Path) -> None:
    text = proposal.read_text(encoding="utf-8")
    text = text.replace("2028-01-01", "2027-01-01").replace("2028-12-26", "2028-12-25")
    proposal.write_text(text, encoding="utf-8")
    size = net.size()
    done = as_obpt("kalender", proposal, "--json")
    assert done.code == 1
    assert [(fout["veld"], fout["code"], fout["regel"]) for fout in done.fout["fouten"]] == [
        ("dagen[0].datum", "jaar", 3),
        ("dagen[10].datum", "dubbel", 33),
    ]
    assert net.size() == size
    proposal.write_text("jaar: [", encoding="utf-8")
    assert as_obpt("kalender", proposal).code == 1
