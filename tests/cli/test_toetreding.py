# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""From the command line: how one stands, evidence and its judgement, the matrix, and a folder before one joins."""

import csv
import hashlib
import io
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import get_args

import pytest

from cli import beoordeel as beoordeel_
from cli import bewijs as bewijs_
from registry.statements.toetreding import Afkeurreden, Bevestigdtoets, Documentsoort, Kanaaltoets
from tests.cli.conftest import DEMO, Lijn, write_profile
from tests.support import Lid, Network
from tests.support.network import secret
from tests.support.toetreding import BEWIJS, beoordeel, lever_in, vraag

CRITERIA, NORMEN = DEMO / "obpt" / "criteria", DEMO / "obpt" / "normen"
MANDAAT = CRITERIA / "mandaat.yaml"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "besluit.pdf"
    path.write_bytes(b"%PDF besluit")
    return path


def test_the_words_to_choose_from_are_those_of_a_statement() -> None:
    assert get_args(Documentsoort) == bewijs_.SOORTEN
    assert get_args(Afkeurreden) == beoordeel_.REDENEN


def test_the_beheerder_asks_something(as_obpt: Lijn, net: Network) -> None:
    done = as_obpt("criterium", MANDAAT)
    assert done.code == 0
    head = net.head("toetredingscriterium/mandaat")
    assert done.out == f"toetredingscriterium/mandaat  nieuw  nummer {net.size() - 1}  {head}\n"
    assert as_obpt("criterium", MANDAAT, "--json").json["uitkomst"] == "ongewijzigd"


def test_a_criterion_that_leans_on_a_norm_that_is_not_there_is_refused(as_obpt: Lijn, net: Network) -> None:
    size = net.size()
    done = as_obpt("criterium", CRITERIA / "norm-gehaald.yaml", "--ja", "--json")
    assert (done.code, done.fout["fouten"][0]["veld"], net.size()) == (1, "toetredingscriterium.toets.norm", size)


def test_a_criterion_is_for_the_beheerder_to_say(as_svb: Lijn) -> None:
    assert as_svb("criterium", MANDAAT, "--ja", "--json").fout["code"] == "niet-bevoegd"


def test_one_reads_how_one_stands_and_what_to_do(as_svb: Lijn, net: Network, svb: Lid) -> None:
    vraag(net, Kanaaltoets(kanalen=("telefoon",)), "telefoon")
    vraag(net, BEWIJS, "mandaat", plateau=2)
    svb.publiceer()
    done = as_svb("toetreding")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"Organisatie svb ({svb.oin})",
        f"Stand van maandag 23 november 11.00 uur, na verklaring {net.size() - 1} van het logboek.",
        "Plateau 1  bereikt sinds 23 november 2026  (1 van 1)",
        "  voldaan  Eis telefoon (telefoon)",
        "Plateau 2  nog niet bereikt  (0 van 1)",
        "  niet voldaan  Eis mandaat (mandaat)",
        "      U hebt nog geen bewijs ingeleverd.",
        "      → Lever bewijs in voor versie 1 van dit criterium, met lijn bewijs. Gevraagd: Het mandaatbesluit.",
    ]
    told = as_svb("toetreding", "--json").json
    assert (told["bereikt"], told["criteria"][1]["oordeel"]) == (1, "niet-voldaan")


def test_one_reads_how_another_stands_without_what_is_its_own(as_svb: Lijn, net: Network) -> None:
    vraag(net, BEWIJS, "mandaat")
    other = net.lid("duo")
    lever_in(other, "mandaat")
    out = as_svb("toetreding", "duo").out
    assert "nog niet te beoordelen  Eis mandaat" in out
    assert "bekeken" not in out
    assert as_svb("toetreding", "niemand").code == 1


def test_one_reads_how_it_was(as_svb: Lijn, net: Network, svb: Lid) -> None:
    vraag(net, Kanaaltoets(kanalen=("telefoon",)), "telefoon")
    net.clock.move(days=1)
    svb.publiceer()
    net.clock.move(days=1)
    assert as_svb("toetreding", "--json").json["bereikt"] == 1
    before = as_svb("toetreding", "--peildatum", "2026-11-24T10:59", "--json").json
    assert (before["bereikt"], before["peildatum"]) == (0, "2026-11-24T09:59:00Z")
    assert as_svb("toetreding", "--peildatum", "2026-11-24T11:00", "--json").json["bereikt"] == 1
    assert as_svb("toetreding", "--peildatum", "2028-01-01", "--json").json["bereikt"] == 1
    assert as_svb("toetreding", "--peildatum", "ooit").code == 2


def test_who_is_suspended_is_said_to_reach_nothing(as_obpt: Lijn, net: Network, svb: Lid) -> None:
    vraag(net, Kanaaltoets(kanalen=("telefoon",)), "telefoon")
    svb.publiceer()
    net.schors(svb)
    out = as_obpt("toetreding", "svb").out
    assert "Deze organisatie is geschorst: geen plateau telt nu." in out
    assert "Plateau 1  nog niet bereikt  (1 van 1)" in out


def test_evidence_goes_from_member_to_beheerder_and_back(
    as_svb: Lijn, net: Network, svb: Lid, document: Path, tmp_path: Path
) -> None:
    vraag(net, BEWIJS, "mandaat")
    given = ("--document", document, "--waar", "https://example.nl/mandaat", "--soort", "mandaatbesluit")
    size = net.size()
    assert (as_svb("bewijs", "mandaat", *given, answer="nee\n").code, net.size()) == (1, size)
    done = as_svb("bewijs", "mandaat", *given, "--ja")
    assert done.code == 0
    assert "Gevraagd: Het mandaatbesluit." in done.err
    assert done.out == f"ingeleverd  mandaat  nummer {net.size() - 1}  {net.head(f'bewijsstuk/{svb.oin}/mandaat')}\n"
    assert "is nog niet bekeken." in as_svb("toetreding").out

    as_svb.profiel = write_profile(tmp_path / "obpt", net.obpt)
    other = tmp_path / "ander.pdf"
    other.write_bytes(b"iets anders")
    judge = ("beoordeel", "svb", "mandaat", "--voldoende", "--geldig-tot", "2027-06-30", "--ja", "--json")
    refused = as_svb(*judge, "--document", other)
    assert (refused.code, refused.fout["code"]) == (1, "regel")
    assert as_svb(*judge, "--document", document).json["oordeel"] == "voldoende"
    told = as_svb("toetreding", "svb", "--json").json
    assert told["criteria"][0]["uitleg"] == "Uw bewijs is voldoende. Het oordeel geldt tot en met 30 juni 2027."
    again = as_svb("beoordeel", "svb", "mandaat", "--onvoldoende", "--reden", "verouderd", "--ja")
    assert again.code == 0
    assert hashlib.sha256(b"%PDF besluit").hexdigest() in again.err


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--voldoende",), 1),  # until when
        (("--onvoldoende",), 1),  # why
        (("--voldoende", "--onvoldoende"), 2),
        ((), 2),
        (("--voldoende", "--geldig-tot", "2026-11-22"), 1),
        (("--onvoldoende", "--reden", "lelijk"), 2),
        (("--onvoldoende", "--reden", "verouderd", "--geldig-tot", "2027-01-01"), 1),
        (("--voldoende", "--geldig-tot", "2027-01-01", "--reden", "verouderd"), 1),
    ],
)
def test_a_judgement_that_is_none_is_not_sent(
    as_obpt: Lijn, net: Network, svb: Lid, args: tuple[str, ...], code: int
) -> None:
    vraag(net, BEWIJS, "mandaat")
    lever_in(svb, "mandaat")
    size = net.size()
    assert as_obpt("beoordeel", "svb", "mandaat", *args, "--ja").code == code
    assert net.size() == size


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"--waar": "http://example.nl/x"}, 1),
        ({"--waar": "https://example.nl/x?sleutel=1"}, 1),
        ({"--waar": "https://example.nl/123456782"}, 1),  # a BSN
        ({"--soort": "brief"}, 2),
        ({"--versie": "9"}, 1),
        ({"--document": "weg.pdf"}, 2),
    ],
)
def test_evidence_that_is_none_is_not_sent(
    as_svb: Lijn, net: Network, document: Path, changes: dict[str, str], code: int
) -> None:
    vraag(net, BEWIJS, "mandaat")
    size = net.size()
    given = {"--document": str(document), "--waar": "https://example.nl/x", "--soort": "dpia"} | changes
    done = as_svb("bewijs", "mandaat", *(word for pair in given.items() for word in pair), "--ja")
    assert (done.code, net.size()) == (code, size)


def test_evidence_for_what_nobody_asks_is_not_sent(as_svb: Lijn, net: Network, document: Path) -> None:
    vraag(net, Kanaaltoets(kanalen=("telefoon",)), "telefoon")
    given = ("--document", document, "--waar", "https://example.nl/x", "--soort", "dpia", "--ja", "--json")
    assert as_svb("bewijs", "anders", *given).fout["code"] == "niet-gevonden"
    assert "geen bewijs nodig" in as_svb("bewijs", "telefoon", *given).fout["fouten"][0]["uitleg"]


# --- the matrix -------------------------------------------------------------------------------------------------------


def test_the_beheerder_sees_all_at_a_glance(as_obpt: Lijn, net: Network, svb: Lid) -> None:
    vraag(net, Kanaaltoets(kanalen=("telefoon",)), "telefoon")
    vraag(net, Bevestigdtoets(dagen=30), "nagekeken", plateau=2)
    vraag(net, BEWIJS, "mandaat", plateau=2)
    svb.publiceer()
    lever_in(svb, "mandaat")
    net.laat_toe(svb, geldig_tot=date(2026, 12, 24))
    net.lid("duo")
    net.clock.move(days=1)
    since = net.clock.at - timedelta(hours=1)
    beoordeel(net, svb, "mandaat")
    done = as_obpt("toezicht", "toetreding", "--sinds", since.isoformat())
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "     plateau  1a  2a  2b",
        "svb     2     +   +   +",
        "duo     0     -   -   -",
        "",
        "+ voldaan   - niet voldaan   ? nog niet te beoordelen   (leeg: niet gevraagd)",
        "1a  Eis telefoon (telefoon)",
        "2a  Eis mandaat (mandaat)",
        "2b  Eis nagekeken (nagekeken)",
        "",
        "Veranderd",
        "  svb: mandaat  nog niet te beoordelen → voldaan",
        "",
        "Gaat verloren",
        "  2 december 2026  svb: nagekeken. 1 lijn voldoet niet.",
        "",
        "Loopt af",
        "  svb: toelating, laatste dag 2026-12-24",
    ]
    assert as_obpt("toezicht", "toetreding", "--dagen", "3", "--json").json["dreigend"] == []


def test_the_matrix_goes_into_a_spreadsheet_and_no_name_becomes_a_formula(as_obpt: Lijn, net: Network) -> None:
    vraag(net, Kanaaltoets(kanalen=("telefoon",)), "telefoon")
    for nummer in range(3):
        net.lid(f"lid{nummer}", naam='=HYPERLINK("https://kwaad.example","Klik")' if nummer else "Gewoon, met komma")
    rows = list(csv.DictReader(io.StringIO(as_obpt("toezicht", "toetreding", "--csv").out)))
    assert [row["naam"] for row in rows] == ["Gewoon, met komma", *['\'=HYPERLINK("https://kwaad.example","Klik")'] * 2]
    assert [row["telefoon"] for row in rows] == ["niet-voldaan"] * 3
    assert as_obpt("toezicht", "toetreding", "--csv", "--json").code == 2


def test_the_matrix_is_whole_however_many_pages_it_takes(
    as_obpt: Lijn, net: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    vraag(net, Kanaaltoets(kanalen=("telefoon",)), "telefoon")
    for nummer in range(103):
        net.lid(f"lid{nummer}")
    assert len(as_obpt("toezicht", "toetreding", "--json").json["leden"]) == 103


def test_the_matrix_is_for_the_beheerder(as_svb: Lijn) -> None:
    assert as_svb("toezicht", "toetreding").code == 1


# --- before one joins -------------------------------------------------------------------------------------------------


def example(lijn_: Lijn, folder: Path, *more: str | Path) -> list[tuple[str, str]]:
    """What is said of a folder; the network of this `lijn` answers nobody, so it asked nobody."""
    done = lijn_("toetreding", "--voorbeeld", folder, "--criteria", CRITERIA, "--norm", NORMEN, "--json", *more)
    assert done.code == 0, done.err
    return [(een["naam"], een["oordeel"]) for een in done.json["criteria"]]


def test_a_candidate_sees_offline_how_it_would_stand(lijn: Lijn, tmp_path: Path) -> None:
    folder = copytree(DEMO / "toeslagen", tmp_path / "toeslagen")
    for number, naam in enumerate(("toegang.jwk", "verklaringen.jwk")):
        (folder / naam).write_bytes(secret(800 + number).dump())
        (folder / naam).chmod(0o600)
    found = dict(example(lijn, folder))
    assert {naam for naam, oordeel in found.items() if oordeel != "voldaan"} == {
        "mandaat",
        "meldingen-hersteld",
        "norm-gehaald",
    }
    out = lijn("toetreding", "--voorbeeld", folder, "--criteria", CRITERIA, "--norm", NORMEN).out
    assert "Plateau 2  bereikt  (5 van 5)" in out


def test_without_keys_or_lines_it_hears_what_to_make(lijn: Lijn, tmp_path: Path) -> None:
    folder = tmp_path / "leeg"
    folder.mkdir()
    found = dict(example(lijn, folder))
    assert (found["verse-sleutels"], found["telefonische-lijn"]) == ("niet-voldaan", "niet-voldaan")
    done = lijn("toetreding", "--voorbeeld", folder, "--criteria", CRITERIA, "--norm", NORMEN)
    assert "Maak ze met: lijn sleutel nieuw" in done.err


def test_files_lie_loose_or_in_folders_of_their_own(lijn: Lijn, tmp_path: Path) -> None:
    folder = copytree(DEMO / "cak" / "lijnen", tmp_path / "cak")
    copytree(CRITERIA, folder / "criteria")
    copytree(NORMEN, folder / "normen")
    told = lijn("toetreding", "--voorbeeld", folder, "--json").json
    assert dict(told["criteria"][1].items())["naam"] == "telefonische-lijn"
    assert told["criteria"][1]["oordeel"] == "voldaan"
    assert "feiten" not in told["criteria"][1]  # nothing of it is in any log


def test_a_line_of_another_to_fall_back_on_is_taken_to_be_there(lijn: Lijn, tmp_path: Path) -> None:
    folder = copytree(DEMO / "cak" / "lijnen", tmp_path / "cak")
    path = folder / "professionals.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "terugval: svb/aow-professionals\n", encoding="utf-8")
    assert dict(example(lijn, folder))["terugval"] == "voldaan"
    done = lijn("toetreding", "--voorbeeld", folder, "--criteria", CRITERIA, "--norm", NORMEN)
    assert "Of svb/aow-professionals er is, is zonder netwerk niet te zien." in done.err


def test_a_file_with_faults_is_said_to_have_them(lijn: Lijn, tmp_path: Path) -> None:
    folder = copytree(DEMO / "cak" / "lijnen", tmp_path / "cak")
    path = folder / "professionals.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("bevestigd: 2026-11-01", "bevestigd: 2031-01-01"))
    done = lijn("toetreding", "--voorbeeld", folder, "--criteria", CRITERIA, "--json")
    assert (done.code, done.fout["fouten"][0]["veld"]) == (1, "bevestigd")


def test_each_line_is_looked_at_by_its_own_hours(lijn: Lijn) -> None:
    done = lijn("toetreding", "--voorbeeld", DEMO / "cjib", "--criteria", CRITERIA, "--norm", NORMEN, "--json")
    (found,) = [een for een in done.json["criteria"] if een["naam"] == "telefoon-open"]
    assert [stap["lijnen"] for stap in found["stappen"]] == [["incasso-voor-organisaties"]]


@pytest.mark.parametrize(
    ("said", "velden"),
    [
        ("oin: 12\nnaam: 5\n", ["oin", "naam"]),
        ("rollen: publicist\nafkorting: 3\n", ["rollen", "afkorting"]),
        ("rollen: [koning]\n", ["rollen[0]"]),
    ],
)
def test_an_organisation_with_faults_is_said_to_have_them(
    lijn: Lijn, tmp_path: Path, said: str, velden: list[str]
) -> None:
    (tmp_path / "organisatie.yaml").write_text(said, encoding="utf-8")
    done = lijn("toetreding", "--voorbeeld", tmp_path, "--criteria", CRITERIA, "--json")
    assert done.code == 1
    assert sorted(fout["veld"] for fout in done.fout["fouten"]) == sorted(velden)


@pytest.mark.parametrize(
    "args",
    [
        ("svb", "--voorbeeld", "."),
        ("--voorbeeld", ".", "--peildatum", "2026-01-01"),
        ("--voorbeeld", "weg"),
        ("--voorbeeld", "."),  # nobody asks anything
        ("--criteria", "."),
    ],
)
def test_what_cannot_be_meant_is_misuse(lijn: Lijn, args: tuple[str, ...]) -> None:
    assert lijn("toetreding", *args).code == 2
