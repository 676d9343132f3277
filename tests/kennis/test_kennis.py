# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What is shipped about who does what is whole; what an operator adds is used, or every fault in it is named."""

import csv
from collections import Counter
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from registry import kennis, main
from registry.errors import MalformedError
from registry.projections.kennis import Instantie, Taak, kennis_faults
from registry.projections.wegwijzer import MAX_WORDS, Wegwijzer, together
from registry.projections.woorden import glue, stem
from registry.settings import Settings
from registry.statements.persoonsgegevens import personal_faults
from registry.web.office import Office
from tests.operator.test_main import SPEAKS, aanmelding

SHIPPED = files(kennis)
TOOI_LIST = Path(__file__).parents[1] / "bench" / "data" / "tooi-organisaties.csv"
EXTRA = """
organisatie: svb
naam: Sociale Verzekeringsbank
taken:
  - taak: aow-partnertoeslag-oud
    titel: Partnertoeslag van vroeger
    bron: AOW art. 8 (oud)
    onderwerpen: [aow]
    woorden: [quizzwafel, zwiebelkrats]
    vragen: ["mijn zwifje is jonger"]
"""


@pytest.fixture(scope="module")
def shipped() -> Wegwijzer:
    return kennis.load()


@pytest.fixture
def extra(tmp_path: Path) -> Path:
    """An operator's folder with one good file."""
    folder = tmp_path / "kennis"
    (folder / "taken").mkdir(parents=True)
    (folder / "taken" / "eigen.yaml").write_text(EXTRA)
    return folder


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(SHIPPED.joinpath(name).read_text(encoding="utf-8").splitlines()))


def tasks(wegwijzer: Wegwijzer) -> list[tuple[Instantie, Taak]]:
    return [(one, taak) for one in wegwijzer.kennis.instanties for taak in one.taken]


def first(wegwijzer: Wegwijzer, vraag: str) -> tuple[str, str] | None:
    found = wegwijzer.wijs(together(wegwijzer.boek.question(vraag, limit=MAX_WORDS)[1]), limit=1)
    return (found[0].instantie.organisatie, found[0].taak.taak) if found else None


# --- what is shipped -------------------------------------------------------------------------------------------------


def test_it_has_no_faults_and_every_task_has_its_source(shipped: Wegwijzer) -> None:
    assert list(kennis_faults(shipped.kennis)) == []
    assert len(tasks(shipped)) > 500
    for one, taak in tasks(shipped):
        assert len(taak.bron) > 5 or one.organisatie == "geen-overheid", taak.taak
        assert taak.woorden, (one.organisatie, taak.taak)
        assert taak.vragen, (one.organisatie, taak.taak)


def test_each_of_the_eight_and_what_is_not_theirs_is_there(shipped: Wegwijzer) -> None:
    known = {one.organisatie: len(one.taken) for one in shipped.kennis.instanties}
    for name in ("belastingdienst", "cak", "cjib", "duo", "ind", "svb", "toeslagen", "uwv", "gemeente"):
        assert known[name] >= 20, name
    assert {"rdw", "waterschap", "politie", "huurcommissie", "zorgverzekeraar"} <= known.keys()


def test_every_product_and_subject_that_a_task_names_has_a_name(shipped: Wegwijzer) -> None:
    products, codes = {row["uri"] for row in rows("upl.csv")}, {row["code"] for row in rows("onderwerpen.csv")}
    assert {uri for _, taak in tasks(shipped) for uri in taak.upl} - products == set()
    named = {code for _, taak in tasks(shipped) for code in taak.onderwerpen}
    assert {code for code in named if not code.startswith("http")} - codes == set()
    assert {uri for uri in named if uri.startswith("http")} - products == set()


def test_every_list_of_names_names_each_thing_once() -> None:
    for name, column in (("upl.csv", "uri"), ("onderwerpen.csv", "code")):
        found = rows(name)
        assert len({row[column] for row in found}) == len(found) > 0
        assert all(row["naam"].strip() == row["naam"] != "" for row in found)


def test_every_tooi_is_of_an_organisation_that_there_is(shipped: Wegwijzer) -> None:
    with TOOI_LIST.open(encoding="utf-8") as file:
        known = {row["tooi"] for row in csv.DictReader(file)}
    assert {one.tooi for one in shipped.kennis.instanties if one.tooi} - known == set()


def test_a_word_is_in_one_group_of_synonyms() -> None:
    groups = msgspec.yaml.decode(SHIPPED.joinpath("synoniemen.yaml").read_bytes())
    times = Counter(word for group in groups for word in {stem(glue(text)) for text in group})
    assert [word for word, count in times.items() if count > 1] == []
    assert all(glue(text) for group in groups for text in group)


def test_no_text_in_it_is_about_anybody(shipped: Wegwijzer) -> None:
    for one, taak in tasks(shipped):
        for text in (taak.titel, *taak.woorden, *taak.vragen):
            assert list(personal_faults("tekst", text)) == [], (one.organisatie, taak.taak, text)


def test_it_says_what_it_was_told(shipped: Wegwijzer) -> None:
    """Who asks in the very words of a task is sent to who has it, nearly always: words are shared."""
    asked = [(one.organisatie, vraag) for one, taak in tasks(shipped) for vraag in taak.vragen[:2]]
    right = sum((found := first(shipped, vraag)) is not None and found[0] == whose for whose, vraag in asked)
    assert right / len(asked) > 0.9


# --- what an operator adds -------------------------------------------------------------------------------------------


def test_it_is_known_beside_what_is_shipped(extra: Path, shipped: Wegwijzer) -> None:
    found = kennis.load(extra)
    assert first(found, "hoe zit het met zwiebelkrats") == ("svb", "aow-partnertoeslag-oud")
    assert first(shipped, "zwiebelkrats") is None
    (svb,) = (one for one in found.kennis.instanties if one.organisatie == "svb")
    (before,) = (one for one in shipped.kennis.instanties if one.organisatie == "svb")
    assert svb.taken[:-1] == before.taken
    assert (svb.naam, svb.tooi, svb.namen) == (before.naam, before.tooi, before.namen)


def test_a_new_organisation_may_be_among_several_in_one_file(extra: Path) -> None:
    (extra / "taken" / "meer.yaml").write_text(
        "- {organisatie: kermisbond, naam: Kermisbond, taken: "
        "[{taak: zweefmolen, titel: Zweven, bron: Reglement art. 1, woorden: [zweefmolenplaats]}]}\n"
        "- {organisatie: leeg, naam: Leeg}\n"
    )
    assert first(kennis.load(extra), "zweefmolenplaats") == ("kermisbond", "zweefmolen")


def test_its_words_are_synonyms_too_and_take_nothing_from_ours(extra: Path, shipped: Wegwijzer) -> None:
    (extra / "synoniemen.yaml").write_text("- [zwiebelkrats, pfafgeldje]\n- [wibbelbon, boete]\n")
    found = kennis.load(extra)
    assert first(found, "pfafgeldje") == ("svb", "aow-partnertoeslag-oud")
    assert first(found, "wibbelbon") == first(found, "bekeuring") == first(shipped, "bekeuring")


def test_its_names_of_subjects_are_used(extra: Path) -> None:
    (extra / "onderwerpen.csv").write_text("code,naam\nzwiebel,Zwiebelkrats\naow,Ouderdomspensioen\n")
    (extra / "upl.csv").write_text("uri,naam\nhttp://standaarden.overheid.nl/owms/terms/x,iets nieuws\n")
    namen = kennis.load(extra).namen
    assert (namen["zwiebel"], namen["aow"]) == ("Zwiebelkrats", "Ouderdomspensioen")
    assert namen["http://standaarden.overheid.nl/owms/terms/x"] == "iets nieuws"
    assert namen["aio"]


def test_the_register_uses_it_without_a_release(tmp_path: Path, extra: Path) -> None:
    settings = Settings(data=str(tmp_path / "register"), kennis=str(extra))
    main.init(settings, aanmelding(), SPEAKS)
    app = main.make_app(settings)
    here: Office = app.state.office
    assert first(here.actueel.gids().wegwijzer, "zwiebelkrats") == ("svb", "aow-partnertoeslag-oud")
    here.store.close()


def test_a_register_with_faults_in_it_does_not_start(tmp_path: Path, extra: Path) -> None:
    (extra / "taken" / "eigen.yaml").write_text(EXTRA.replace("bron:", "bronn:"))
    settings = Settings(data=str(tmp_path / "register"), kennis=str(extra))
    main.init(settings, aanmelding(), SPEAKS)
    with pytest.raises(MalformedError) as refused:
        main.make_app(settings)
    assert {fout.veld for fout in refused.value.fouten} == {
        "eigen.yaml: taken[0].bron",
        "eigen.yaml: taken[0].bronn",
    }


# --- what is wrong with it -------------------------------------------------------------------------------------------


def faults(folder: Path) -> str:
    """All that is said about an operator's folder, in one text."""
    with pytest.raises(MalformedError) as refused:
        kennis.load(folder)
    return "\n".join([refused.value.detail, *(f"{f.veld} {f.code} {f.uitleg}" for f in refused.value.fouten)])


def test_every_fault_is_named_with_its_file_all_at_once(extra: Path) -> None:
    (extra / "taken" / "eigen.yaml").write_text(EXTRA.replace("bron:", "bronn:"))
    (extra / "taken" / "anders.yaml").write_text("{organisatie: 'Hoofd Letter', naam: 3, taken: geen}")
    (extra / "synoniemen.yaml").write_text("- [een]\n- twee\n")
    said = faults(extra)
    for part in (
        "eigen.yaml: taken[0].bron ontbreekt",
        "eigen.yaml: taken[0].bronn onbekend-veld",
        "anders.yaml: organisatie",
        "anders.yaml: naam",
        "anders.yaml: taken",
        "synoniemen.yaml: groepen[0]",
        "synoniemen.yaml: groepen[1]",
    ):
        assert part in said


@pytest.mark.parametrize(
    "text",
    [
        "organisatie: [unclosed",
        "\tx: 1",
        "a: 1\n b: 2",
        "*nobody",
        "{[a]: b}",
        "\x00",
        "\xff\xfe",
        "datum: 2026-13-45",
        "!!python/object:os.system x",
        "[" * 2000,
        "- " * 3000,
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_what_is_no_yaml_is_said_to_be_so_of_that_file(extra: Path, text: str) -> None:
    (extra / "taken" / "kapot.yaml").write_bytes(text.encode("latin-1"))
    assert "kapot.yaml" in faults(extra)
    (extra / "taken" / "kapot.yaml").unlink()
    (extra / "synoniemen.yaml").write_bytes(text.encode("latin-1"))
    assert "synoniemen.yaml" in faults(extra)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "1",
        "tekst",
        "[[]]",
        "[1, null]",
        "{}",
        "{organisatie: svb}",
        "{1: 2}",
        "{organisatie: svb, naam: x, tooi: y}",
    ],
)
def test_what_has_another_shape_is_named_with_its_file(extra: Path, text: str) -> None:
    (extra / "taken" / "vorm.yaml").write_text(text)
    assert "vorm.yaml" in faults(extra)


@pytest.mark.parametrize("text", ["", "null", "1", "{a: [b, c]}", "[[a]]", "[[1, 2]]", "[a]", "[[a, '']]"])
def test_synonyms_of_another_shape_are_named_with_their_file(extra: Path, text: str) -> None:
    (extra / "synoniemen.yaml").write_text(text)
    assert "synoniemen.yaml" in faults(extra)


def test_a_text_of_a_million_signs_and_a_list_of_as_many_are_too_long(extra: Path) -> None:
    (extra / "taken" / "groot.yaml").write_text(EXTRA.replace("quizzwafel", "x" * 1_000_000))
    assert "groot.yaml: taken[0].woorden[0]" in faults(extra)
    (extra / "taken" / "groot.yaml").write_text(EXTRA.replace("quizzwafel", ", ".join(["woord"] * 100_000)))
    assert "groot.yaml: taken[0].woorden" in faults(extra)


def test_aliases_that_unfold_to_more_than_anybody_wrote_are_a_fault_and_no_wait(extra: Path) -> None:
    """A billion laughs."""
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 9))
    (extra / "taken" / "lach.yaml").write_text(f"l0: &l0 [ha]\n{levels}\norganisatie: svb\nnaam: *l8\n")
    assert "lach.yaml" in faults(extra)


def test_a_task_that_is_there_already_is_named_with_the_file_that_says_it_again(extra: Path) -> None:
    (extra / "taken" / "nog-eens.yaml").write_text(EXTRA)
    said = faults(extra)
    assert "aow-partnertoeslag-oud" in said
    assert "nog-eens.yaml" in said


def test_a_task_that_nobody_can_find_is_named_with_its_file(extra: Path) -> None:
    (extra / "taken" / "stil.yaml").write_text(
        "{organisatie: svb, naam: SVB, taken: [{taak: stil, titel: Stil, bron: Wet art. 1}]}"
    )
    said = faults(extra)
    assert "svb.stil ontbreekt" in said
    assert "stil.yaml" in said


def test_two_organisations_with_one_tooi_are_named_with_the_file(extra: Path) -> None:
    (extra / "taken" / "dubbel.yaml").write_text(
        "{organisatie: sovebank, naam: Sovebank, tooi: 'https://identifier.overheid.nl/tooi/id/zbo/zb000143'}"
    )
    said = faults(extra)
    assert "sovebank.tooi dubbel" in said
    assert "dubbel.yaml" in said


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("onderwerpen.csv", b"kode,naam\nx,y\n"),
        ("onderwerpen.csv", b"code;naam\nx;y\n"),  # as Excel writes it here
        ("onderwerpen.csv", "code,naam\nx,privé\n".encode("latin-1")),
        ("onderwerpen.csv", b"code,naam\nx\n"),
        ("upl.csv", b"uri\nhttp://x\n"),
        ("upl.csv", b"uri,naam\n" + b'"' + b"x" * 200_000 + b'",y\n'),
        ("upl.csv", b"\x00\x01"),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_a_list_of_names_that_is_none_is_named_with_its_file(extra: Path, name: str, raw: bytes) -> None:
    (extra / name).write_bytes(raw)
    assert name in faults(extra)


def test_a_list_with_a_mark_of_byte_order_before_it_is_as_good(extra: Path) -> None:
    (extra / "onderwerpen.csv").write_bytes("\ufeffcode,naam\nzwiebel,Zwiebelkrats\n".encode())
    assert kennis.load(extra).namen["zwiebel"] == "Zwiebelkrats"


@pytest.mark.parametrize("what", ["a file", "nothing"])
def test_what_is_no_folder_is_refused(tmp_path: Path, what: str) -> None:
    place = tmp_path / "hier"
    if what == "a file":
        place.write_text(EXTRA)
    assert "is geen map met kennis" in faults(place)


def test_a_folder_in_which_nothing_is_found_is_refused(tmp_path: Path) -> None:
    """Files beside `taken/`, or that end in .yml: an operator who sees no error believes that they are used."""
    (tmp_path / "eigen.yaml").write_text(EXTRA)
    assert str(tmp_path) in faults(tmp_path)
