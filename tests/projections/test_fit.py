# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Which lines fit a question in words: of the right organisation, the right one of its lines, and no others."""

import math
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.projections.aanroep import Aanroep
from registry.projections.contactroutes import Vraag, contactroutes, lines_for
from registry.projections.eigenwoorden import LIJNEN, RARE
from registry.projections.fit import EIGEN, EIGEN_ENOUGH, ENOUGH, LID, Vondst, find
from registry.projections.gids import Gids
from registry.projections.kennis import Kennis
from registry.projections.keuzes import rank
from registry.projections.routes import Route
from registry.projections.toegang import Aanvrager
from registry.statements.professionallijnen import Email
from tests.support.directory import Houder, directory, instantie, lid, taak
from tests.support.network import START, lijn
from tests.support.varied import WOORDEN, varied

TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/"
KENNIS = Kennis(
    instanties=(
        instantie(
            "svb",
            taak("aow", "pensioen", "oude dag", onderwerpen=("aow",)),
            taak("kinderbijslag", "kinderbijslag", "kindergeld", onderwerpen=("kinderbijslag",)),
        ),
        instantie("cjib", taak("boete", "boete", "bekeuring", onderwerpen=("boetes",))),
        instantie(
            "gemeente", taak("afval", "afval", "container"), taak("bijstand", "bijstand", onderwerpen=("bijstand",))
        ),
        instantie("waterschap", taak("dijk", "dijk", "sloot")),
    )
)
AOW = lijn("aow-professionals", onderwerpen=("aow",))
KIND = lijn("kinderen", onderwerpen=("kinderbijslag",))
BOETES = lijn("boetes", onderwerpen=("boetes",))


def network(*more: Houder) -> Gids:
    """SVB with a line for each task, CJIB with one, and a beheerder."""
    leden = [lid("obpt", rollen=("beheerder",)), lid("svb", AOW, KIND, lijn("algemeen")), lid("cjib", BOETES), *more]
    return directory(leden, kennis=KENNIS)


def found(gids: Gids, vraag: str, **aanvrager: Any) -> Vondst:
    return find(Aanroep.of(gids, START, Aanvrager(**aanvrager)), vraag)


def routes(gids: Gids, vraag: str, **fields: Any) -> list[Route]:
    return list(contactroutes(gids, Vraag(vraag=vraag, **fields), at=START).routes)


def names(gids: Gids, vraag: str, **fields: Any) -> list[str]:
    return [route.ingang.id.split("/")[1] for route in routes(gids, vraag, **fields)]


# --- the right one ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vraag", "first"),
    [
        ("pensioen", "aow-professionals"),
        ("mijn kindergeld is gestopt", "kinderen"),
        ("bekeuring", "boetes"),
        ("penioen", "aow-professionals"),
    ],
)
def test_the_line_of_the_task_comes_first(vraag: str, first: str) -> None:
    assert names(network(), vraag)[0] == first


def test_what_suits_best_of_a_known_organisation_counts_in_full() -> None:
    best = found(network(), "pensioen").passend[0]
    assert best.gewezen is not None
    assert math.isclose(best.fit, best.gewezen.bewijs + LID)
    assert best.gewezen.taak.taak == "aow"


def test_lines_that_the_question_does_not_name_fit_less_well_in_the_order_of_their_subjects() -> None:
    fits = {p.ingang.id.split("/")[1]: p.fit for p in found(network(), "pensioen").passend}
    assert fits["aow-professionals"] > fits["algemeen"] == fits["kinderen"]
    assert routes(network(), "pensioen kinderbijslag")[0].organisatie.afkorting == "svb"


def test_an_organisation_that_nobody_knows_is_found_by_its_own_words() -> None:
    gids = network(lid("kpn", lijn("storing", trefwoorden=("glasvezel",)), lijn("anders")))
    [only] = found(gids, "glasvezel doet het niet").passend
    assert (only.gewezen, only.ingang.id.split("/")[1]) == (None, "storing")
    assert only.fit == pytest.approx(EIGEN * math.log(1 + LIJNEN / 1))
    assert names(gids, "glasvezel") == ["storing"]
    assert routes(gids, "glasvezel")[0].redenen[0] == "past bij 'glasvezel'"


@pytest.mark.parametrize(
    ("fields", "share"),
    [({"trefwoorden": ("glasvezel",)}, 1.0), ({"titel": "Glasvezel"}, 2 / 3), ({"omschrijving": "Glasvezel."}, 1 / 6)],
)
def test_own_words_count_by_where_they_stand(fields: dict[str, Any], share: float) -> None:
    [only] = found(network(lid("kpn", lijn("storing", **fields))), "glasvezel").passend
    assert only.fit == pytest.approx(share * EIGEN * math.log(1 + LIJNEN))


def test_each_route_says_by_what_it_fits() -> None:
    first = routes(network(), "mijn kindergeld")[0]
    assert first.redenen[0] == "past bij 'Taak kinderbijslag' ('kindergeld')"
    assert all(route.redenen for route in routes(network(), "pensioen"))


def test_a_question_about_two_organisations_gives_each_its_own_first_route() -> None:
    for vraag in ("pensioen en een bekeuring", "een bekeuring en het pensioen"):
        first, second, *_ = routes(network(), vraag)
        assert {first.organisatie.afkorting, second.organisatie.afkorting} == {"svb", "cjib"}
        assert {first.ingang.id.split("/")[1], second.ingang.id.split("/")[1]} == {"aow-professionals", "boetes"}


# --- not the others --------------------------------------------------------------------------------------------------


def test_what_is_withdrawn_over_or_of_who_is_suspended_fits_nothing() -> None:
    gone = lid("svb", AOW, weg=["aow-professionals"])
    barred = lid("cjib", BOETES, status="geschorst")
    gids = directory(
        [lid("obpt", rollen=("beheerder",)), gone, barred, lid("kpn", lijn(trefwoorden=("glas",)), status="geschorst")],
        kennis=KENNIS,
    )
    for vraag in ("pensioen", "boete", "glas", "lijn aow"):
        assert found(gids, vraag).passend == ()
        assert names(gids, vraag) == []


def test_a_task_of_who_has_no_line_here_is_of_nobody_here() -> None:
    for vraag in ("afval", "de sloot is vol", "waterschap dijk"):
        vondst = found(network(), vraag)
        assert vondst.elders
        assert vondst.zonder[0].instantie.organisatie in {"gemeente", "waterschap"}
        assert names(network(), vraag) == []


def test_a_task_of_a_kind_of_organisation_is_of_the_one_of_the_citizen() -> None:
    enschede = lid("enschede", lijn("bijstand", onderwerpen=("bijstand",)), tooi=TOOI + "gm0153")
    gids = network(enschede)
    assert names(gids, "bijstand", aanvrager=Aanvrager(gemeente="gm0153")) == ["bijstand"]
    assert found(gids, "bijstand", gemeente="gm0363").elders


def test_two_names_for_one_member_count_as_the_likelier_of_the_two() -> None:
    """An operator that adds what his own municipality does, beside what any municipality does."""
    enschede = lid("enschede", lijn("bijstand", onderwerpen=("bijstand",)), tooi=TOOI + "gm0153")
    own = instantie("enschede", taak("musea", "museum"), taak("glas", "bijstand glas"), tooi=TOOI + "gm0153")
    for instanties in ((*KENNIS.instanties, own), (own, *KENNIS.instanties)):
        gids = directory([enschede], kennis=Kennis(instanties=instanties))
        [first] = found(gids, "bijstand container", gemeente="gm0153").passend
        pointed = gids.wegwijzer.wijs({"bijstand": 1.0, "container": 1.0}, limit=9)
        assert first.fit == pytest.approx(max(gewezen.bewijs for gewezen in pointed) + LID)


@pytest.mark.parametrize("vraag", ["xylofoon", "", "?!", "de het een", "x" * 500, "12 34 56"])
def test_what_fits_nothing_finds_nothing(vraag: str) -> None:
    vondst = found(network(), vraag)
    assert (vondst.passend, vondst.zonder, vondst.elders) == ((), (), False)


def test_what_fits_hardly_is_no_answer_but_the_nearest() -> None:
    many = [lijn(f"lijn-{n:03}", titel="Iets", omschrijving="Wij helpen graag.") for n in range(150)]
    gids = network(lid("kpn", *many))
    vondst = found(gids, "helpen")
    assert vondst.passend == ()
    assert names(gids, "helpen") == []


def test_every_answer_is_at_least_enough() -> None:
    for passend in found(network(), "pensioen boete kind").passend:
        assert passend.fit >= (ENOUGH if passend.gewezen else EIGEN_ENOUGH)


# --- filters, and lists ----------------------------------------------------------------------------------------------

seeds = st.integers(0, 2**32).map(Random)
VARIED = Kennis(
    instanties=(
        instantie(
            "lid-0", taak("pensioen", "pensioen", onderwerpen=("aow",)), taak("huur", "huur", onderwerpen=("huur",))
        ),
        instantie("lid-1", taak("boetes", "boete", "bekeuring", onderwerpen=("boetes",))),
        instantie("elders", taak("studie", "studie")),
    )
)


@settings(max_examples=40)
@given(chance=seeds)
def test_a_filter_never_hides_what_passes_it(chance: Random) -> None:
    """Who knows more of the question finds no less of what that leaves, as far as `limiet` goes."""
    gids = directory(varied(chance, members=4, lines=chance.choice((12, 60, 150))), kennis=VARIED)
    vraag = " ".join(chance.sample(WOORDEN, chance.choice((1, 2, 3))))
    for route in routes(gids, vraag, limiet=50):
        line, said = route.ingang, route.lijn.lijn
        filters: list[dict[str, Any]] = [
            {"organisatie": route.organisatie.afkorting},
            {"organisatie": route.organisatie.oin},
            *({"onderwerp": onderwerp} for onderwerp in said.onderwerpen),
            *({"levensgebeurtenis": gebeurtenis} for gebeurtenis in said.levensgebeurtenissen),
            *({"vraagtype": soort} for soort in said.vraagtypen),
            {"kanaal": route.kanaal.soort},
        ]
        for known in filters:
            assert line.id in {other.ingang.id for other in routes(gids, vraag, limiet=50, **known)}, (vraag, known)


@pytest.mark.parametrize("known", [{"organisatie": "zlm"}, {"onderwerp": "verzekeren"}, {"kanaal": "email"}], ids=str)
def test_a_word_that_is_on_many_lines_finds_the_line_that_was_narrowed_down_to(known: dict[str, str]) -> None:
    many = [lijn(f"a-{n:02}", trefwoorden=("regeling",), onderwerpen=("regeling",)) for n in range(70)]
    mail = (Email(adres="lijn@example.nl"),)
    mine = lijn("mijn", trefwoorden=("regeling",), onderwerpen=("verzekeren", "regeling"), kanalen=mail)
    gids = directory([lid("kpn", *many), lid("zlm", mine)])
    assert names(gids, "regeling", **known) == ["mijn"]


def test_a_word_that_is_on_many_lines_says_as_much_of_a_known_organisation_whatever_is_asked_for() -> None:
    many = [lijn(f"a-{n:02}", trefwoorden=("regeling",)) for n in range(70)]
    own = [lijn(f"aow-{n}", onderwerpen=("aow",), trefwoorden=("regeling",) if n == 1 else ()) for n in range(3)]
    gids = directory([lid("kpn", *many), lid("svb", *own)], kennis=KENNIS)
    fits = {p.ingang.id.split("/")[1]: p.fit for p in found(gids, "pensioen regeling").passend}
    assert fits["aow-1"] > fits["aow-0"] == fits["aow-2"]
    assert names(gids, "pensioen regeling", organisatie="svb") == ["aow-1", "aow-0", "aow-2"]


def test_what_is_found_only_by_narrowing_down_does_not_hide_what_is_found_anyway() -> None:
    words = ("regeling", "aanvraag", "besluit")
    many = [lijn(f"a-{n:03}", trefwoorden=words if n <= RARE else ()) for n in range(400)]
    rare = lijn("zeldzaam", omschrijving="Over een xylofoon.")
    gids = directory([lid("kpn", *many), lid("zlm", rare, lijn("gewoon", trefwoorden=words))])
    vraag = "regeling aanvraag besluit xylofoon"
    assert names(gids, vraag) == ["zeldzaam"]
    assert names(gids, vraag, organisatie="zlm") == ["gewoon", "zeldzaam"]


@settings(max_examples=40)
@given(chance=seeds)
def test_every_route_is_in_the_list_of_lines(chance: Random) -> None:
    gids = directory(varied(chance, members=4, lines=30), kennis=VARIED)
    vraag = Vraag(vraag=" ".join(chance.sample(WOORDEN, 2)), limiet=50, kanaal=chance.choice((None, "telefoon")))
    listed = {ingang.id for ingang in lines_for(gids, vraag, at=START)}
    assert {route.ingang.id for route in contactroutes(gids, vraag, at=START).routes} <= listed


@settings(max_examples=30)
@given(chance=seeds)
def test_each_organisation_has_its_best_route_before_any_has_a_second(chance: Random) -> None:
    gids = directory(varied(chance, members=4, lines=40), kennis=VARIED)
    found_ = routes(gids, " ".join(chance.sample(WOORDEN, 3)), limiet=50)
    oins = [route.ingang.oin for route in found_]
    firsts = list(dict.fromkeys(oins))
    assert oins[: len(firsts)] == firsts
    best = {oin: max(route.keuze.fit for route in found_ if route.ingang.oin == oin) for oin in firsts}
    assert [best[oin] for oin in firsts] == sorted(best.values(), reverse=True)
    for oin in firsts:
        mine = [rank(route.keuze) for route in found_ if route.ingang.oin == oin]
        assert mine == sorted(mine)


@settings(max_examples=30)
@given(chance=seeds, vraag=st.text(max_size=40) | st.lists(st.sampled_from(WOORDEN)).map(" ".join))
def test_any_question_gets_the_same_answer_twice_whatever_was_asked_between(chance: Random, vraag: str) -> None:
    leden = varied(chance, members=3, lines=25)
    gids, other = (directory(leden, kennis=VARIED) for _ in range(2))
    before = [(r.ingang.id, r.keuze.fit, r.redenen) for r in routes(gids, vraag)]
    for word in WOORDEN:
        routes(gids, word)
    assert before == [(r.ingang.id, r.keuze.fit, r.redenen) for r in routes(gids, vraag)]
    assert before == [(r.ingang.id, r.keuze.fit, r.redenen) for r in routes(other, vraag)]
