# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Closing a line for a while, and opening it again: shown first, asked, and said."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from cli.storing import KANALEN
from registry.statements.namen import Kanaalsoort
from registry.statements.storingen import Storing
from tests.cli.conftest import Lijn
from tests.support import Lid, Network
from tests.support import lijn as a_line
from tests.support.network import START

TOT = ("--tot", "2026-11-23T17:00")  # in the Netherlands
WHY = ("--reden", "De telefooncentrale valt uit.")


@pytest.fixture(autouse=True)
def _line(svb: Lid) -> None:
    svb.publiceer()


def stands(net: Network, svb: Lid) -> Storing:
    return net.gids().storingen[f"{svb.oin}/aow"].storing


def test_a_storing_is_said_shown_found_and_over(as_svb: Lijn, net: Network, svb: Lid, tmp_path: Path) -> None:
    said = as_svb("storing", "aow", *TOT, *WHY)
    assert said.code == 0
    assert said.out == f"gemeld  {svb.oin}/aow  nummer {net.size() - 1}  {net.head(f'storing/{svb.oin}/aow')}\n"
    assert said.err.splitlines() == [
        "aow: Lijn aow",
        "  wordt  dicht van 23 november 2026, 11.00 uur tot 23 november 2026, 17.00 uur: De telefooncentrale valt uit",
    ]
    tot = datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert stands(net, svb) == Storing(gevolg="dicht", van=START, tot=tot, reden=WHY[1])

    page = as_svb("toon", "svb/aow")
    assert "storing       dicht van 23 november 2026, 11.00 uur tot" in page.out
    assert "gesloten" in page.out

    net.clock.move(hours=2, microseconds=500)
    over = as_svb("storing", "aow", "--voorbij")
    assert over.code == 0
    assert "staat er nu  dicht van" in over.err
    assert over.out.startswith("voorbij  ")
    ended = stands(net, svb)
    assert (ended.van, ended.tot) == (START, START + timedelta(hours=2))
    assert "storing" not in as_svb("toon", "svb/aow").out

    proof = tmp_path / "bewijs.json"
    assert as_svb("toon", "svb/aow", "--bewijs", proof).code == 0
    assert as_svb("verifieer", proof).code == 0


def test_everything_can_be_said_and_comes_back_as_json(as_svb: Lijn, net: Network, svb: Lid) -> None:
    net.lid("cjib").publiceer(a_line("algemeen"))
    more = ("--van", "2026-11-23T14:00:00Z", "--gevolg", "beperkt", "--kanaal", "telefoon", "--kanaal", "chat")
    said = as_svb("storing", f"{svb.oin}/aow", *TOT, *WHY, *more, "--alternatief", "cjib/algemeen", "--json")
    assert said.code == 0
    assert said.err == ""
    assert said.json == {
        "lijn": f"{svb.oin}/aow",
        "index": net.size() - 1,
        "digest": net.head(f"storing/{svb.oin}/aow"),
        "gevolg": "beperkt",
        "van": "2026-11-23T14:00:00Z",
        "tot": "2026-11-23T16:00:00Z",
        "reden": WHY[1],
        "kanalen": ["telefoon", "chat"],
        "alternatief": "cjib/algemeen",
    }


def test_a_new_one_replaces_what_stands_and_that_is_shown(as_svb: Lijn, net: Network, svb: Lid) -> None:
    as_svb("storing", "aow", *TOT, *WHY)
    said = as_svb("storing", "aow", "--tot", "2026-11-24T12:00", "--reden", "Het duurt langer.")
    assert said.code == 0
    assert [line.split("  ")[1] for line in said.err.splitlines()[1:]] == ["staat er nu", "wordt"]
    assert stands(net, svb).reden == "Het duurt langer."


def test_one_that_had_yet_to_begin_can_be_called_off(as_svb: Lijn, net: Network, svb: Lid) -> None:
    as_svb("storing", "aow", "--van", "2026-11-24T09:00", "--tot", "2026-11-24T12:00", *WHY)
    assert as_svb("storing", "aow", "--voorbij").code == 0
    assert (stands(net, svb).van, stands(net, svb).tot) == (START - timedelta(seconds=1), START)
    with net.http() as http:
        assert svb.register(http).professionallijn("svb", "aow").storing is None


def test_one_said_this_very_second_can_be_over_this_very_second(as_svb: Lijn, net: Network, svb: Lid) -> None:
    as_svb("storing", "aow", *TOT, *WHY)
    assert as_svb("storing", "aow", "--voorbij").code == 0
    assert stands(net, svb).tot == START


def test_what_is_over_or_never_was_cannot_be_ended(as_svb: Lijn, net: Network, svb: Lid) -> None:
    size = net.size()
    assert as_svb("storing", "aow", "--voorbij", "--json").fout["code"] == "regel"
    svb.meld_storing(van=START - timedelta(hours=2), tot=START)
    assert as_svb("storing", "aow", "--voorbij", "--json").fout["code"] == "regel"
    assert net.size() == size + 1


@pytest.mark.parametrize(("answer", "code", "more"), [("j\n", 0, 1), ("n\n", 1, 0), ("\n", 1, 0)])
@pytest.mark.parametrize("command", [(*TOT, *WHY), ("--voorbij",)], ids=["melden", "voorbij"])
def test_a_person_is_asked_first(
    as_svb: Lijn, net: Network, svb: Lid, command: tuple[str, ...], answer: str, code: int, more: int
) -> None:
    svb.meld_storing()
    size = net.size()
    done = as_svb("storing", "aow", *command, answer=answer)
    assert done.code == code
    assert "[j/N]" in done.err
    assert net.size() == size + more
    assert as_svb("storing", "aow", *TOT, *WHY, "--ja", answer="n\n").code == 0


def test_every_fault_is_named_and_nothing_is_sent(as_svb: Lijn, net: Network) -> None:
    size = net.size()
    bad = ("--tot", "2026-11-22T17:00", "--reden", "mail jan@example.nl", "--kanaal", "chat", "--kanaal", "chat")
    done = as_svb("storing", "aow", *bad, "--json")
    assert done.code == 1
    assert [(fout["veld"], fout["code"]) for fout in done.fout["fouten"]] == [
        ("reden", "emailadres"),
        ("tot", "volgorde"),
        ("kanalen[1]", "dubbel"),
    ]
    assert as_svb("storing", "aow", "--tot", "2027-12-01T17:00", *WHY).code == 1
    assert as_svb("storing", "aow", *TOT, "--reden", "x" * 201).code == 1
    assert as_svb("storing", "aow", *TOT, *WHY, "--alternatief", "algemeen").code == 1
    assert net.size() == size


def test_what_is_likely_a_mistake_is_pointed_out(as_svb: Lijn, net: Network) -> None:
    done = as_svb("storing", "aow", *TOT, *WHY, "--alternatief", "cjib/algemeenn", "--kanaal", "chat")
    assert done.code == 0
    assert "let op: cjib/algemeenn is er niet" in done.err
    assert "let op: deze lijn heeft geen kanaal chat." in done.err
    cjib = net.lid("cjib")
    cjib.publiceer(a_line("algemeen"))
    assert "let op" not in as_svb("storing", "aow", *TOT, *WHY, "--alternatief", "cjib/algemeen").err
    cjib.trek_in("algemeen")
    assert "let op" in as_svb("storing", "aow", *TOT, *WHY, "--alternatief", f"{cjib.oin}/algemeen").err


def test_a_line_of_another_or_none_cannot_be_closed(as_svb: Lijn, net: Network, svb: Lid) -> None:
    cjib = net.lid("cjib")
    cjib.publiceer(a_line("algemeen"))
    svb.publiceer(a_line("weg"))
    svb.trek_in("weg")
    size = net.size()
    for naam in ("algemeen", f"{cjib.oin}/algemeen", "cjib/algemeen", "weg", "AOW", "../aow", ""):
        assert as_svb("storing", naam, *TOT, *WHY).code == 1
    assert net.size() == size


def test_the_channels_are_those_of_the_schema() -> None:
    assert get_args(Kanaalsoort) == KANALEN
