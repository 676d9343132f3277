# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A norm that was missed before Christmas: reported, contested, judged, objected to, upheld and repaired.

Three organisations, each with its own `lijn`, at one register over HTTP; every term falls over the holidays:

    ma 21 dec  reported   → reactie until di 29 dec    (25 dec is a feestdag; 26 and 27 dec are a weekend)
    di 29 dec  contested  → oordeel until wo 13 jan    (1 jan is a feestdag)
    wo 30 dec  judged     → bezwaar until do 14 jan
    do 14 jan  objected   → oordeel until do 28 jan, on the last day
    ma 18 jan  upheld     → herstel until ma 1 feb, the day that the oordeel names
    vr 29 jan  repaired
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from registry.projections.bundel import verify
from registry.registrar.audit import audit
from tests.cli.conftest import Lijn, Uitkomst, write_profile
from tests.support import Lid
from tests.support.zaken import NORM, Zaken

As = Callable[..., Uitkomst]


@pytest.fixture
def zaken() -> Zaken:
    return Zaken()


@pytest.fixture
def run(
    zaken: Zaken, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[Lid], As]:
    """`lijn` as a member runs it."""
    monkeypatch.delenv("LIJN_PROFIEL", raising=False)
    monkeypatch.chdir(tmp_path)
    lijn = Lijn(capsys, monkeypatch)
    lijn.http, lijn.now = lambda _: zaken.net.http(), zaken.net.clock

    def as_member(lid: Lid) -> As:
        pad = write_profile(tmp_path / lid.afkorting, lid, logboek=zaken.net.signer.verifier)

        def call(*args: str | Path, **more: str) -> Uitkomst:
            lijn.profiel = pad
            return lijn(*args, **more)

        return call

    return as_member


def day(zaken: Zaken, dag: int, maand: int, jaar: int = 2026) -> None:
    zaken.net.clock.at = datetime(jaar, maand, dag, 13, 30, tzinfo=UTC)


def test_from_a_report_to_a_repair_over_christmas(zaken: Zaken, run: Callable[[Lid], As], tmp_path: Path) -> None:
    utrecht, svb, obpt, uwv = run(zaken.utrecht), run(zaken.svb), run(zaken.obpt), run(zaken.uwv)
    story = tmp_path / "verhaal.txt"

    day(zaken, 21, 12)
    story.write_text("Drie kwartier in de wacht.\nDaarna viel de lijn weg.\n", encoding="utf-8")
    said = utrecht(
        "meld", "svb/aow", "--norm", NORM, "--kanaal", "telefoon", "--wanneer", "2026-12-21T11:15",
        "--waargenomen", "te-lang-gewacht", "--waargenomen", "verbinding-verbroken",
        "--gevolg", "burger-moest-terugkomen", "--contactmoment", "0b9d3f5e-7c1a-4b2d-8e6f-1a2b3c4d5e6f",
        "--toelichting", story, "--json",
    )  # fmt: skip
    assert said.code == 0, said.err
    nummer = said.json["nummer"]
    assert nummer == "NS-2026-000001"

    page = svb("zaak", nummer)
    assert "reactie  uiterlijk dinsdag 29 december 2026" in page.out
    assert "Daarna viel de lijn weg." in page.out
    assert "U moet reageren: erkennen of betwisten, uiterlijk dinsdag 29 december." in page.out
    assert uwv("zaak", nummer).code == 1
    early = obpt("oordeel", nummer, "--uitkomst", "gegrond", "--grond", "waarneming-bevestigd")
    assert (early.code, "tot en met dinsdag 29 december" in early.err) == (1, True)

    day(zaken, 29, 12)
    assert svb("reageer", nummer, "--betwist", "--grond", "norm-gehaald").code == 0
    assert "oordeel  uiterlijk woensdag 13 januari 2027" in utrecht("zaak", nummer).out

    day(zaken, 30, 12)
    judged = obpt("oordeel", nummer, "--uitkomst", "gegrond", "--grond", "waarneming-bevestigd")
    assert judged.code == 0, judged.err
    assert "bezwaar  uiterlijk donderdag 14 januari 2027" in svb("zaak", nummer).out

    day(zaken, 14, 1, 2027)
    assert svb("bezwaar", nummer, "--grond", "nieuwe-feiten").code == 0
    assert utrecht("bezwaar", nummer, "--grond", "nieuwe-feiten").code == 1  # once
    assert "oordeel  uiterlijk donderdag 28 januari 2027" in utrecht("zaak", nummer).out

    day(zaken, 18, 1, 2027)
    upheld = obpt(
        "oordeel", nummer, "--uitkomst", "gegrond", "--grond", "waarneming-bevestigd", "--herstel-voor", "2027-02-01"
    )
    assert upheld.code == 0, upheld.err
    assert "herstel  uiterlijk maandag 1 februari 2027" in svb("zaak", nummer).out
    assert svb("bezwaar", nummer, "--grond", "nieuwe-feiten").code == 1  # a second oordeel is the last

    day(zaken, 29, 1, 2027)
    assert svb("herstel", nummer, "--maatregel", "meer-bezetting").code == 0
    last = utrecht("zaak", nummer)
    assert last.out.splitlines()[0] == f"{nummer}  gegrond en hersteld, gesloten"
    assert "Niets." in last.out
    listed = obpt("zaken").out.splitlines()
    assert listed == [f"{nummer}  utrecht over aow van svb  gegrond en hersteld, gesloten", "1 zaak: 1 hersteld"]

    check_the_file(zaken, nummer)
    assert "(gewist)" in svb("zaak", nummer).out
    assert audit(zaken.net.store).afwijkend == ()


def check_the_file(zaken: Zaken, nummer: str) -> None:
    """The same to all three, and proved, also when what was explained is gone."""
    with zaken.net.http() as http:
        files = [lid.register(http).normschending(nummer) for lid in (zaken.utrecht, zaken.svb, zaken.obpt)]
        soorten = [stuk.soort for stuk in files[0].stukken]
        assert soorten == ["normschending", "reactie", "oordeel", "bezwaar", "oordeel", "herstel"]
        assert files[0].stukken == files[1].stukken == files[2].stukken
        [figures] = zaken.svb.register(http).normschendinguitkomsten(zaken.svb.oin).normen
        assert (figures.gegrond, figures.open, figures.mediaan_hersteldagen) == (1, 0, 39.0)
        anchors = {"logboek": zaken.net.signer.verifier, "beheerder": zaken.obpt.geheim.kid}
        outcome = verify(zaken.svb.register(http).bundel(files[0].vorige), **anchors)
        assert outcome.signed[-1].digest == files[0].vorige
        zaken.utrecht.register(http).wis_toelichting(files[0].stukken[0].digest)
        verify(zaken.svb.register(http).bundel(files[0].vorige), **anchors)


def test_nobody_reacts_and_the_case_goes_on(zaken: Zaken, run: Callable[[Lid], As]) -> None:
    """No reactie: the beheerder judges without; no bezwaar: it stands; no repair: it is overdue, for all to see."""
    utrecht, svb, obpt = run(zaken.utrecht), run(zaken.svb), run(zaken.obpt)
    day(zaken, 21, 12)
    report = (
        "meld", "svb/aow", "--norm", NORM, "--kanaal", "telefoon", "--wanneer", "2026-12-21T11:15",
        "--waargenomen", "niet-opgenomen",
    )  # fmt: skip
    assert utrecht(*report).code == 0
    double = utrecht(*report)
    assert (double.code, "NS-2026-000001" in double.err) == (1, True)
    day(zaken, 30, 12)
    assert "gemeld, wacht op een reactie: te laat" in utrecht("zaken", "--te-laat").out
    assert "Te laat: reageren" in svb("zaak", "NS-2026-000001").out
    assert obpt("oordeel", "NS-2026-000001", "--uitkomst", "gegrond", "--grond", "geen-reactie").code == 0
    day(zaken, 15, 1, 2027)
    late = svb("bezwaar", "NS-2026-000001", "--grond", "niet-gehoord")
    assert (late.code, "Bezwaar kon tot en met donderdag 14 januari" in late.err) == (1, True)
    day(zaken, 29, 1, 2027)
    assert obpt("zaken", "--te-laat", "--status", "gegrond", "--json").json["totaal"] == 1
    assert svb("herstel", "NS-2026-000001", "--maatregel", "meer-bezetting").code == 0
    assert obpt("zaken", "--te-laat", "--json").json["totaal"] == 0


def test_a_suspended_organisation_answers_from_its_own_lijn(
    zaken: Zaken, run: Callable[[Lid], As], tmp_path: Path
) -> None:
    svb, zaak = run(zaken.svb), zaken.meld()
    zaken.net.schors(zaken.svb)
    assert "U moet reageren" in svb("zaak", zaak).out
    assert svb("zaken").out.splitlines()[-1] == "1 zaak: 1 gemeld"
    text = tmp_path / "uitleg.txt"
    text.write_text("Er was een storing.", encoding="utf-8")
    said = svb("reageer", zaak, "--erken", "--herstel-voor", "2026-12-01", "--toelichting", text)
    assert said.code == 0, said.err
    assert zaken.stand(zaak).fase == "erkend"
    assert "Er was een storing." in run(zaken.utrecht)("zaak", zaak).out
    assert svb("toon", "svb/aow").code == 1  # and nothing else
