# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""By which words a line is found: each at the heaviest place in which it stands."""

from collections.abc import Mapping

import pytest

from registry.projections.gids import Gids
from registry.projections.kennis import Kennis
from registry.projections.vindwoorden import PLAATSEN, term_of
from registry.projections.woorden import stem
from tests.support.directory import directory, instantie, lid, taak
from tests.support.network import lijn

VERTREK = "http://standaarden.overheid.nl/owms/terms/AangifteVertrekBuitenland"
BOETES = lijn(
    "boetes",
    titel="Bekeuringen",
    trefwoorden=("boete", "AOW met terugwerkende kracht"),
    onderwerpen=(VERTREK, "wet-mulder"),
    levensgebeurtenissen=("schulden",),
    omschrijving="Ook over de boete en het parkeren. Bekeuringen ook.",
)
CJIB = lid("cjib", BOETES, naam="Centraal Justitieel Incassobureau")


def weights(gids: Gids) -> dict[str, float]:
    """By term the weight at which it is kept, of a directory of one line; no term is kept twice."""
    found = {term: gids.vindwoorden.lines(plekken) for term, plekken in gids.vindwoorden.plekken.items()}
    assert all(len(lines) == 1 for lines in found.values())
    return {term: PLAATSEN[place] for term, [(place, _)] in found.items()}


def test_a_term_is_kept_at_the_heaviest_place_in_which_it_stands() -> None:
    found = weights(directory([CJIB]))
    for word in ("boete", "cjib", "incassobureau", "justitieel", "vertrek", "mulder", "kracht"):
        assert found[stem(word)] == 3.0
    assert found[stem("bekeuringen")] == found[stem("schulden")] == 2.0
    assert found[stem("parkeren")] == 0.5
    assert not {"het", "over", "owms", "http", "term"} & found.keys()
    assert set(found.values()) == set(PLAATSEN)


@pytest.mark.parametrize(
    ("namen", "words"),
    [({}, ("wet", "mulder")), ({"wet-mulder": "Administratieve handhaving"}, ("administratieve", "handhaving"))],
)
def test_a_subject_is_found_by_its_name(namen: Mapping[str, str], words: tuple[str, ...]) -> None:
    gids = directory([CJIB], namen=namen)
    for word in words:
        assert weights(gids)[stem(word)] == 3.0
        assert "wet-mulder" in gids.vindwoorden.onderwerpen[stem(word)]
    assert (stem("mulder") in weights(gids)) == ("mulder" in words)


@pytest.mark.parametrize(
    ("onderwerp", "words"),
    [
        ("verzekerde-tijdvakken", "verzekerde tijdvakken"),
        (VERTREK, "Aangifte Vertrek Buitenland"),
        ("http://standaarden.overheid.nl/owms/terms/paspoort", "paspoort"),
        ("http://standaarden.overheid.nl/owms/terms/aanvInkVzOuder", ""),  # abbreviated: its words are none
        ("http://standaarden.overheid.nl/owms/terms/digid_machtiging", "digid machtiging"),
        ("aow", "aow"),
    ],
)
def test_a_subject_without_a_name_is_read_from_its_code(onderwerp: str, words: str) -> None:
    assert term_of(onderwerp) == words


def test_the_words_of_a_line_are_shown_as_people_wrote_them() -> None:
    gids = directory([CJIB])
    [ingang] = gids.lijnen.values()

    def where(word: str) -> str:
        return gids.vindwoorden.where(stem(word), ingang)

    assert where("terugwerkende") == "AOW met terugwerkende kracht"
    assert where("boete") == "boete"
    assert where("incassobureau") == "Centraal Justitieel Incassobureau"
    assert where("cjib") == "cjib"
    assert where("mulder") == "wet mulder"
    assert where("bekeuringen") == "Bekeuringen"
    assert where("parkeren")
    assert where("nergens") == stem("nergens")


def test_words_that_the_kennis_knows_as_one_are_one_here() -> None:
    kennis = Kennis(instanties=(instantie("x", taak("y", "kinderbijslag", "kind")),), synoniemen=(("boete", "prent"),))
    found = weights(directory([lid("x", lijn(trefwoorden=("prent", "kinder bijslag", "kindbijslag")))], kennis=kennis))
    assert found["boete"] == 3.0
    assert found[stem("kinderbijslag")] == 3.0
    assert "prent" not in found


def test_a_line_without_any_word_is_found_by_its_organisation() -> None:
    empty = lijn(titel="De het een")
    assert weights(directory([lid("svb", empty, naam="SVB")])) == {"svb": 3.0}
