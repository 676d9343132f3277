# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How a route and a line look: the same words with and without colour, and nothing that steers a terminal."""

import io
import sys

import msgspec
import pytest

from cli.kaarten import bladzijde, routes
from cli.lijnen import lees_lijn
from cli.uitvoer import Uitvoer, geel, groen, tabel, vet
from registry import wire
from registry.projections.contactroutes import Vraag, contactroutes
from registry.statements.bereikbaarheid import bereikbaar
from registry.wire.schrijver import write
from tests.cli.conftest import DEMO, SVB_AOW, Lijn
from tests.support import Network


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def attach(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal behind stdout; within the test, since pytest takes stdout back before it."""
    made = Terminal()
    monkeypatch.setattr(sys, "stdout", made)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    return made


def test_colour_is_for_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = attach(monkeypatch)

    def shown() -> str:
        terminal.truncate(0)
        terminal.seek(0)
        Uitvoer(json=False).data({}, [(groen("open"), " nu")])
        return terminal.getvalue()

    assert shown() == "\x1b[32mopen\x1b[0m nu\n"
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown() == "open nu\n"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert shown() == "open nu\n"


def test_the_end_of_a_value_continues_under_itself_and_what_is_in_colour_is_never_broken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attach(monkeypatch)
    monkeypatch.setenv("COLUMNS", "60")
    text = "Kijk of dit adres van deze organisatie is, of bel haar eens."
    (first, second) = tabel([("contact", (geel("let-op"), "  ", text))])
    assert first == ("contact  ", geel("let-op"), "  ", "Kijk of dit adres van deze organisatie is,")
    assert second == (" " * 9, " " * 8 + "of bel haar eens.")
    command = vet("lijn toelaten 00000099000000001000 --rol loket --aanmelding " + "0" * 64)
    assert tabel([("toelaten", (command,))]) == [("toelaten  ", command)]


def test_long_values_continue_under_themselves_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    attach(monkeypatch)
    lines = tabel([("naam", ("woord " * 30,))], inspringen=2)
    assert len(lines) > 1
    assert all(len("".join(map(str, line))) <= 60 for line in lines)
    assert {str(line[0]) for line in lines[1:]} == {" " * 8}


@pytest.mark.parametrize("evil", ["\x1b[2J", "\x07", "\u202e", "\x9b1m", "\r", "\n"])
def test_a_text_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str], evil: str) -> None:
    Uitvoer(json=False).data({}, [(f"a{evil}b", groen(f"c{evil}d"))])
    Uitvoer(json=False).meld(f"a{evil}b")
    out, err = capsys.readouterr()
    assert (out.count("\n"), err.count("\n")) == (1, 1)
    assert all(char not in out + err for char in evil if char not in "\n[2J1m")


def test_in_a_pipe_there_is_no_colour_and_no_broken_line(as_svb: Lijn) -> None:
    as_svb("publiceer", SVB_AOW)
    for done in (as_svb("zoek", "AOW"), as_svb("toon", "svb/aow-professionals")):
        assert "\x1b" not in done.out
        assert any(len(line) > 120 for line in done.out.splitlines())


def test_a_route_says_what_to_do_and_why(as_svb: Lijn) -> None:
    as_svb("publiceer", SVB_AOW, DEMO / "svb" / "lijnen" / "verzekerde-tijdvakken.yaml")
    done = as_svb("zoek", "AOW met terugwerkende kracht", "--rol", "casemanager", "--kanaal", "telefoon")
    first = done.out.split("\n\n")[0]
    for words in (
        "1. Organisatie svb: AOW en nabestaanden, lijn voor professionals",
        "bel      +31880000101, toets 2",
        "nu       ● open tot 17.00 uur",
        "toegang  controleer dit eerst",
        "- Houd deze gegevens van de burger bij de hand: bsn, geboortedatum en postcode.",
        "delen    zij geven u uitkeringsspecificatie (Wet SUWI art. 62)",
        "gemeten  nog te weinig om iets over te zeggen",
        "belooft  wachttijd uiterlijk 11.01 uur, in 80% van de gevallen",
        "waarom   past bij 'AOW met terugwerkende kracht'",
    ):
        assert words in first
    assert "- Alleen voor:" not in first  # the role was told, and it is one of those


@pytest.mark.parametrize(
    ("waits", "slot"),
    [
        ({"wachttijdP50": 41, "wachttijdP90": 118}, ", de helft binnen 41 en negen van de tien binnen 118 seconden"),
        ({}, ""),
    ],
)
def test_a_route_says_what_was_measured_and_of_how_many(as_svb: Lijn, waits: dict[str, int], slot: str) -> None:
    as_svb("publiceer", SVB_AOW)
    answer = as_svb("zoek", "AOW", "--kanaal", "telefoon", "--json").json
    answer["routes"][0]["verwachting"]["gemeten"] = {"waarnemingen": 212, "aandeelBeantwoord": 0.912} | waits
    shown = ["".join(map(str, line)) for line in routes(msgspec.convert(answer, wire.Contactroutes))]
    said = f"91,2 % beantwoord van 212 keer{slot} (deze maand en de twee ervoor)"
    assert f"   gemeten  {said}" in shown


def test_a_moment_is_dutch_time_unless_it_says_otherwise(as_svb: Lijn) -> None:
    as_svb("publiceer", SVB_AOW)
    told = as_svb("zoek", "AOW", "--kanaal", "telefoon", "--tijdstip", "2026-12-24T12:30")
    assert told == as_svb("zoek", "AOW", "--kanaal", "telefoon", "--tijdstip", "2026-12-24T11:30:00Z")
    assert "gesloten, opent maandag 28 december 9.00 uur" in told.out


def test_when_nothing_fits_the_nearest_is_named(as_svb: Lijn) -> None:
    done = as_svb("zoek", "kwantumchromodynamica")
    assert done.code == 0
    assert "Geen lijn gevonden." in done.out
    assert "Organisatie obpt" in done.out
    assert as_svb("zoek", "kwantumchromodynamica", "--json").json["geenVerkeerdeDeur"]["organisatie"]["naam"]


def test_a_withdrawn_line_is_never_open(as_svb: Lijn) -> None:
    as_svb("publiceer", SVB_AOW)
    assert "  nu " in as_svb("toon", "svb/aow-professionals").out
    as_svb("intrekken", "aow-professionals", "--reden", "Opgeheven.", "--vervangen-door", "svb/nieuw")
    shown = as_svb("toon", "svb/aow-professionals").out
    assert "  nu " not in shown
    assert "status          ingetrokken" in shown
    assert "gebruik nu      svb/nieuw" in shown


def test_every_demo_line_can_be_shown(net: Network) -> None:
    for organisatie in sorted(path.parent.name for path in DEMO.glob("*/lijnen")):
        lid = net.lid(organisatie)
        for path in sorted((DEMO / organisatie / "lijnen").glob("*.yaml")):
            lid.publiceer(lees_lijn(path, op=net.clock.at.date()).lijn)
    gids, at = net.gids(), net.clock.at
    for stand in (ingang.lijn for ingang in gids.lijnen.values()):
        open_now = tuple(bereikbaar(kanaal, gids.kalenders, at=at) for kanaal in stand.lijn.kanalen)
        page = "\n".join(
            str(line) for line in bladzijde(wire.ProfessionallijnStand.of(stand, gids, open_now, at=at), at=at)
        )
        assert stand.lijn.titel in page
    written = write(contactroutes(gids, Vraag(limiet=50), at=at), gids, at=at)
    answer = msgspec.json.decode(written, type=wire.Contactroutes)
    assert len([line for line in routes(answer) if line[0] == ""]) == len(answer.routes) - 1
