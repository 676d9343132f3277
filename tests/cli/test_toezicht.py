# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn toezicht`: what the beheerder sees."""

import re
import sys
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from cli.toezicht import _regels
from cli.uitvoer import Uitvoer
from registry import wire
from registry.errors import TITELS
from registry.store.poortboek import Weigering
from tests.cli.conftest import Lijn
from tests.cli.test_kaarten import Terminal
from tests.support import Lid, Network
from tests.support.network import START
from tests.web.routes import ROUTES


def refuse(net: Network, minutes: int, wie: str, waarom: str, aantal: int) -> None:
    at = START.replace(second=0) - timedelta(minutes=minutes)
    net.poortboek.note([Weigering(minuut=at, wie=wie, wat="GET /v1/organisaties", waarom=waarom, aantal=aantal)])


def test_what_was_refused_is_a_line_each_the_latest_first(as_obpt: Lijn, net: Network, svb: Lid) -> None:
    refuse(net, 7, "onbekend", "token-ongeldig", 1200)
    refuse(net, 0, f"{svb.oin}.loketsoftware", "scope-ontbreekt", 1)
    refuse(net, 1, "onbekend", "invalid_client", 3)
    done = as_obpt("toezicht", "weigeringen")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"2026-11-23 11.00      1×  svb (loketsoftware)  GET /v1/organisaties  {TITELS['scope-ontbreekt']}",
        "2026-11-23 10.59      3×  onbekend             GET /v1/organisaties  Deze software heeft zich niet bewezen",
        "2026-11-23 10.53   1200×  onbekend             GET /v1/organisaties  Uw toegangstoken is niet geldig",
    ]


@pytest.mark.parametrize("wie", ["svb", "Ministerie van Sociale Zaken en Werkgelegenheid, directie Uitvoering"])
def test_on_a_terminal_of_80_columns_every_line_fits_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch, wie: str
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("COLUMNS", "80")
    organisatie = wire.OrganisatieKort(oin="0" * 20, naam=wie, afkorting=None)
    why = max(TITELS.values(), key=len)
    rows = [
        wire.Weigering(minuut=START, wie=f"{'0' * 20}.zaaksysteem", wat=f"GET {what}", waarom="x", aantal=n, titel=why,
                       organisatie=organisatie)
        for n, what in enumerate(("/v1/kort", "/v1/organisaties"))
    ]  # fmt: skip
    for given in (rows, [*rows, msgspec.structs.replace(rows[0], wat=f"GET {max(ROUTES, key=len)}", aantal=12345)]):
        Uitvoer(json=False).data({}, _regels(given))
        text = printed(sys.stdout)
        assert max(map(len, text.splitlines())) <= 80
        assert len([line for line in text.splitlines() if line.startswith("2026-")]) == len(given)
        for one in given:
            words = f"{wie} (zaaksysteem) {one.wat} {why}"
            assert words in " ".join(text.split())


def printed(terminal: Any) -> str:
    """Take what is on the terminal, without colours."""
    text = re.sub("\x1b\\[\\d*m", "", terminal.getvalue())
    terminal.truncate(0)
    terminal.seek(0)
    return text


def test_a_period_and_a_page_can_be_asked_for(as_obpt: Lijn, net: Network) -> None:
    for n in range(130):
        refuse(net, n, "onbekend", "token-ongeldig", n + 1)
    first = as_obpt("toezicht", "weigeringen")
    assert len(first.out.splitlines()) == 100
    assert "Dit zijn er 100 van 130. Meer met --bladzijde 2." in first.err
    second = as_obpt("toezicht", "weigeringen", "--bladzijde", "2")
    assert len(second.out.splitlines()) == 30
    assert second.err == ""
    some = as_obpt("toezicht", "weigeringen", "--van", "2026-11-23T10:50", "--tot", "2026-11-23T09:55:00Z", "--json")
    assert [one["aantal"] for one in some.json["weigeringen"]] == [7, 8, 9, 10, 11]
    assert some.json["totaal"] == 5


def test_when_nothing_was_refused_that_is_said(as_obpt: Lijn) -> None:
    done = as_obpt("toezicht", "weigeringen")
    assert (done.code, done.out) == (0, "")
    assert "niets geweigerd" in done.err


def test_who_does_not_oversee_is_told_so(as_svb: Lijn) -> None:
    done = as_svb("toezicht", "weigeringen", "--json")
    assert (done.code, done.out) == (1, "")
    assert done.fout["code"] == "scope-ontbreekt"


def test_the_group_and_the_command_explain_themselves(lijn: Lijn) -> None:
    assert "weigeringen" in lijn("toezicht", "--help").out
    assert "alleen voor de beheerder" in lijn("toezicht", "--help").out
    assert "--bladzijde" in lijn("toezicht", "weigeringen", "--help").out
    assert lijn("toezicht", "niets").code == 2
