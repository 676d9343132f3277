# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Cases from a terminal: shown first, asked, said; and an explanation that is checked before anything is signed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from registry.wire import NalevingLijn
from tests.cli.conftest import Lijn, Uitkomst, write_profile
from tests.projections.test_signalen import judged
from tests.support import Lid
from tests.support.zaken import LIJN, NORM, Zaken, norm

MELD = (
    "meld", "svb/aow", "--norm", NORM, "--kanaal", "telefoon", "--wanneer", "2026-11-23T10:00",
    "--waargenomen", "te-lang-gewacht",
)  # fmt: skip
LATER = "Daarna mag het OBPT ook zonder reactie oordelen; reageren kan tot het oordeel er is."
As = Callable[..., Uitkomst]


@pytest.fixture
def zaken() -> Zaken:
    return Zaken()


@pytest.fixture
def run(lijn: Lijn, zaken: Zaken, tmp_path: Path) -> Callable[[Lid], As]:
    lijn.http, lijn.now = lambda _: zaken.net.http(), zaken.net.clock

    def as_member(lid: Lid) -> As:
        def call(*args: str | Path, answer: str | None = None) -> Uitkomst:
            lijn.profiel = write_profile(tmp_path / lid.afkorting, lid)
            return lijn(*args, answer=answer)

        return call

    return as_member


def test_a_case_is_one_readable_page(zaken: Zaken, run: Callable[[Lid], As], tmp_path: Path) -> None:
    text = tmp_path / "uitleg.txt"
    text.write_text("Een kwartier gewacht.\nToen viel de lijn weg.", encoding="utf-8")
    assert run(zaken.utrecht)(*MELD, "--gevolg", "geen", "--toelichting", text).code == 0
    [gezegd] = zaken.stand_of_number(1).gezegd
    assert run(zaken.svb)("zaak", "NS-2026-000001").out.splitlines() == [
        "NS-2026-000001  gemeld, wacht op een reactie",
        "",
        "melder       Organisatie utrecht (utrecht)",
        "over         Organisatie svb (svb)",
        f"lijn         {zaken.svb.oin}/aow (telefoon)",
        "norm         telefoon-opnemen, versie 1",
        "wanneer      23 november 2026, 10.00 uur",
        "waargenomen  te lang gewacht",
        f"zaak         {zaken.stand_of_number(1).zaak}",
        "",
        "Termijnen",
        "  reactie  uiterlijk maandag 30 november 2026",
        "  oordeel  uiterlijk maandag 14 december 2026",
        "",
        "Wat er is gezegd",
        "  1. 23 november 2026, 11.00 uur  normschending  Organisatie utrecht (utrecht)",
        "     kanaal       telefoon",
        "     wanneer      23 november 2026, 10.00 uur",
        "     waargenomen  te lang gewacht",
        "     gevolg       geen",
        "     toelichting  Een kwartier gewacht.",
        "                  Toen viel de lijn weg.",
        f"     digest       {gezegd.plaats.digest}",
        "",
        "Wat u nu kunt doen  (u bent organisatie van de lijn)",
        f"  - U moet reageren: erkennen of betwisten, uiterlijk maandag 30 november. {LATER}",
        "Wat anderen nu kunnen doen",
        "  OBPT    oordeel (alleen niet-ontvankelijk)",
        "  melder  normschending, tot en met maandag 30 november 2026",
        "  melder  terugtrekking",
    ]


@pytest.mark.parametrize(("lopend", "slot"), [(False, ""), (True, ", loopt nog")])
def test_a_page_says_what_was_measured_and_of_how_many(
    zaken: Zaken, lijn: Lijn, tmp_path: Path, *, lopend: bool, slot: str
) -> None:
    zaken.meld()
    found = NalevingLijn.of(judged(lijn=f"{zaken.svb.oin}/{LIJN}", lopend=lopend), norm())
    lijn.http, lijn.now = lambda _: zaken.net.http(gemeten=lambda *_: found), zaken.net.clock
    lijn.profiel = write_profile(tmp_path / "svb", zaken.svb)
    lines = lijn("zaak", "NS-2026-000001").out.splitlines()
    assert lines[8:10] == [
        "gemeten      niet gehaald: 62,5 %, doel ≥ 80,0 %, 212 waarnemingen",
        f"             van woensdag 1 juli 2026 tot en met woensdag 30 september 2026{slot}",
    ]


def test_what_is_about_to_be_said_is_shown_and_asked(zaken: Zaken, run: Callable[[Lid], As]) -> None:
    utrecht = run(zaken.utrecht)
    before = zaken.net.size()
    no = utrecht(*MELD, answer="n\n")
    assert no.code == 1
    assert "Melding over Organisatie svb: Lijn aow" in no.err
    assert "waargenomen  te lang gewacht" in no.err
    assert "Er is niets verstuurd." in no.err
    assert zaken.net.size() == before
    assert utrecht(*MELD, answer="j\n").code == 0
    no = run(zaken.svb)("reageer", "NS-2026-000001", "--betwist", "--grond", "overmacht", answer="\n")
    assert "NS-2026-000001: gemeld, wacht op een reactie" in no.err
    assert zaken.stand_of_number(1).fase == "gemeld"


@pytest.mark.parametrize(
    ("tekst", "woord"),
    [
        ("Bel 06-12345678.", "telefoonnummer"),
        ("BSN 123456782", "burgerservicenummer"),
        ("", "toelichting"),
        ("\x1b", ""),
    ],
)
def test_an_explanation_that_would_be_refused_leaves_no_statement(
    zaken: Zaken, run: Callable[[Lid], As], tmp_path: Path, tekst: str, woord: str
) -> None:
    text = tmp_path / "uitleg.txt"
    text.write_text(tekst, encoding="utf-8")
    before = zaken.net.size()
    said = run(zaken.utrecht)(*MELD, "--toelichting", text)
    assert (said.code, zaken.net.size()) == (1, before)
    assert woord in said.err
    assert "123456" not in said.err


def test_the_number_of_the_line_may_stand_in_an_explanation_and_stdin_will_do(
    zaken: Zaken, run: Callable[[Lid], As]
) -> None:
    said = run(zaken.utrecht)(*MELD, "--toelichting", "-", answer="Op +31 88 000 01 01 nam niemand op.")
    assert said.code == 1  # what was typed was the explanation, so nobody said yes
    said = run(zaken.utrecht)(*MELD, "--ja", "--toelichting", "-", answer="Op +31 88 000 01 01 nam niemand op.")
    assert said.code == 0, said.err


def test_a_near_duplicate_is_added_to_or_put_beside(zaken: Zaken, run: Callable[[Lid], As]) -> None:
    utrecht = run(zaken.utrecht)
    assert utrecht(*MELD).code == 0
    double = utrecht(*MELD)
    assert (double.code, "NS-2026-000001" in double.err) == (1, True)
    first = zaken.stand_of_number(1)
    assert utrecht(*MELD[:-1], "geweigerd", "--zaak", "NS-2026-000001").code == 0
    assert zaken.stand(first.zaak).waargenomen == ("te-lang-gewacht", "geweigerd")
    assert utrecht(*MELD, "--naast", first.zaak, "--json").json["nummer"] == "NS-2026-000002"
    wrong = utrecht("meld", "svb/anders", *MELD[2:], "--zaak", "NS-2026-000001")
    assert (wrong.code, f"gaat over de lijn {zaken.svb.oin}/aow" in wrong.err) == (2, True)


@pytest.mark.parametrize(
    ("args", "code", "woord"),
    [
        (("meld", "svb", *MELD[2:]), 2, "organisatie/naam"),
        (("meld", "svb/bestaat-niet", *MELD[2:]), 1, "geen lijn"),
        ((*MELD[:3], "verzonnen", *MELD[4:]), 1, "geen norm"),
        ((*MELD[:-1], "iets-anders"), 2, "kies uit"),
        ((*MELD[:-1], "anders"), 1, "toelichting"),
        ((*MELD, "--toelichting", "bestaat-niet.txt"), 2, "niet te lezen"),
        (("reageer", "NS-2026-000001"), 2, "--erken of --betwist"),
        (("reageer", "NS-2026-000009", "--betwist"), 1, "geen zaak"),
        (("zaak", "niets"), 1, "geen zaak"),
        (("zaken", "--status", "weg"), 2, "kies uit"),
    ],
)
def test_what_cannot_be_said_is_explained(
    zaken: Zaken, run: Callable[[Lid], As], args: tuple[str, ...], code: int, woord: str
) -> None:
    before = zaken.net.size()
    said = run(zaken.utrecht)(*args)
    assert (said.code, zaken.net.size()) == (code, before)
    assert woord in said.err


def test_the_other_steps_from_a_terminal(zaken: Zaken, run: Callable[[Lid], As]) -> None:
    utrecht, svb, obpt = run(zaken.utrecht), run(zaken.svb), run(zaken.obpt)
    assert utrecht(*MELD).code == 0
    assert svb("reageer", "NS-2026-000001", "--erken", "--herstel-voor", "2026-12-10").code == 0
    assert (
        svb("herstel", "NS-2026-000001", "--maatregel", "meer-bezetting", "--maatregel", "techniek-hersteld").code == 0
    )
    lines = [" ".join(line.split()) for line in svb("zaak", "NS-2026-000001").out.splitlines()]
    assert "herstel voor donderdag 10 december 2026" in lines
    assert "hersteld op maandag 23 november 2026" in lines
    said = obpt("oordeel", "NS-2026-000001", "--uitkomst", "gegrond", "--grond", "erkend", "--json")
    assert said.json["nummer"] == "NS-2026-000001"
    assert utrecht("zaken", "--json").json["aantallen"] == [{"status": "hersteld", "aantal": 1, "teLaat": 0}]
    zaken.net.clock.move(hours=1)
    second = utrecht(*MELD, "--naast", zaken.stand_of_number(1).zaak)
    assert second.code == 0, second.err
    assert utrecht("trekterug", "NS-2026-000002", "--reden", "vergissing").code == 0
    assert utrecht("zaken", "--gesloten").out.splitlines()[-1] == "1 zaak: 1 ingetrokken"
    assert "Niets." in utrecht("zaak", "NS-2026-000002").out


def test_an_explanation_is_erased_by_its_author_and_stays_so(
    zaken: Zaken, run: Callable[[Lid], As], tmp_path: Path
) -> None:
    utrecht, svb, obpt = run(zaken.utrecht), run(zaken.svb), run(zaken.obpt)
    text = tmp_path / "uitleg.txt"
    text.write_text("Een kwartier gewacht.", encoding="utf-8")
    assert utrecht(*MELD, "--toelichting", text).code == 0
    assert svb("zaak", "NS-2026-000001", "--wis", "1").code == 1
    assert utrecht("zaak", "NS-2026-000001", "--wis", "2").code == 2
    assert utrecht("zaak", "NS-2026-000001", "--wis", "1", answer="n\n").code == 1
    assert "Een kwartier gewacht." in svb("zaak", "NS-2026-000001").out
    assert obpt("zaak", "NS-2026-000001", "--wis", "1").code == 1  # its term is not over
    gone = obpt("zaak", "NS-2026-000001", "--wis", "1", "--reden", "persoonsgegevens")
    assert (gone.code, "(gewist)" in gone.out, "Een kwartier" in gone.out) == (0, True, False)
    assert utrecht("zaak", "NS-2026-000001", "--wis", "1").code == 2
