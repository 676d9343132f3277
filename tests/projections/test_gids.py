# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""However the directory came to be, it holds the same, finds the same words, and answers the same to the letter."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.errors import RefusedError
from registry.projections.contactroutes import Vraag, contactroutes
from registry.projections.gids import Gids
from registry.projections.ingangen import Ingang
from registry.projections.kennis import Kennis
from registry.projections.toegang import Aanvrager
from registry.projections.wegwijzer import Wegwijzer
from registry.registrar.actueel import Actueel
from registry.statements.feestdagen import voorstel_kalender
from registry.statements.kalenders import Kalender
from registry.statements.leden import Toelating
from registry.wire.schrijver import write
from tests.support import Lid, Network, lijn
from tests.support.directory import directory, instantie, lid, taak
from tests.support.network import START
from tests.support.varied import WOORDEN, a_line, a_storing

TOOI = "https://identifier.overheid.nl/tooi/id/"
TOOIS = (f"{TOOI}zbo/zb000143", f"{TOOI}gemeente/gm0153", f"{TOOI}gemeente/gm0363")
KENNIS = Wegwijzer(
    Kennis(
        instanties=(
            instantie("svb", taak("aow", "pensioen", "oudedagspensioen", onderwerpen=("aow",)), tooi=TOOIS[0]),
            instantie("lid-1", taak("boetes", "boete", "bekeuring", onderwerpen=("boetes",))),
            instantie("gemeente", taak("huur", "huur", "afval"), taak("bijstand", "bijstand")),
            instantie("elders", taak("auto", "auto", "rijbewijs")),
        ),
        synoniemen=(("boete", "prent"),),
    ),
    namen={"aow": "Algemene ouderdomswet", "toeslag": "Zorgtoeslag en huurtoeslag", "huur": "Huren en wonen"},
)
VRAGEN = (
    *WOORDEN,
    "oudedagspensioen boete",
    "verkeersboete in het buitenland",
    "huurboete afval",
    "zorgtoeslagboete",
    "kinder verblijf",
    "penioen",
    "xylofoonles",
    "xylofoon",
    "organisatie lid",
    "algemene ouderdom",
    "wonen",
    "lijn",
)
ODD = ("xylofoonles", "boeteregeling", "pensioenverblijf", "huurkind", "kinderverblijf", "autobelasting", "prent")
seeds = st.integers(0, 2**32).map(Random)


def fresh(net: Network) -> Gids:
    return Actueel(net.store, lambda: KENNIS).gids()


def same(folded: Gids, anew: Gids) -> None:
    """Hold one directory to another: what stands, the words it is found by, and what it answers."""
    assert folded == anew
    assert folded.toois == anew.toois
    assert lines_by_term(folded) == lines_by_term(anew)
    assert dict(folded.vindwoorden.onderwerpen) == dict(anew.vindwoorden.onderwerpen)
    for vraag in questions():
        for at in (START, START + timedelta(days=1, hours=9)):
            one, other = (write(contactroutes(gids, vraag, at=at), gids, at=at) for gids in (folded, anew))
            assert msgspec.json.decode(one) == msgspec.json.decode(other), vraag


def lines_by_term(gids: Gids) -> dict[str, list[tuple[int, Ingang]]]:
    """The lines on which each term stands, each after its place: numbers may differ."""
    return {term: gids.vindwoorden.lines(plekken) for term, plekken in gids.vindwoorden.plekken.items()}


def questions() -> list[Vraag]:
    enschede = Aanvrager(gemeente="gm0153", rol="arts")
    return [
        *(Vraag(vraag=text) for text in VRAGEN),
        *(Vraag(vraag=text, aanvrager=enschede) for text in VRAGEN[::3]),
        Vraag(limiet=50),
        Vraag(onderwerp="aow", limiet=3),
        Vraag(vraagtype=3, aanvrager=enschede),
        Vraag(organisatie="lid-1", kanaal="telefoon"),
    ]


class Story:
    """A network to which things happen."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.net = chance, Network()
        self.leden: list[Lid] = []
        self.names = 0
        self.join()
        self.join()
        self.actueel = Actueel(self.net.store, lambda: KENNIS)
        assert self.actueel.gids().vindwoorden is not None  # made now, so that it has to follow what comes

    def happens(self) -> None:
        """Let something happen; what the rules refuse did not."""
        steps: list[Callable[[], object]] = [
            *[self.publish] * 6, *[self.withdraw] * 2, *[self.disturb] * 2,
            self.join, self.suspend, self.admit, self.leave, self.rename, self.kalender,
        ]  # fmt: skip
        with suppress(RefusedError):
            self.chance.choice(steps)()
        self.net.clock.move(seconds=1)

    def lid(self) -> Lid:
        return self.chance.choice(self.leden)

    def join(self) -> None:
        naam = ("lid-1", "svb", "lid-2", "gemeente")[self.names] if self.names < 4 else f"nieuw-{self.names}"
        self.names += 1
        tooi = self.chance.choice((None, *TOOIS))
        self.leden.append(self.net.lid(naam, naam=f"{naam.title()} {self.chance.choice(ODD)}", tooi=tooi))

    def publish(self) -> None:
        said = a_line(self.chance, f"lijn-{self.chance.randrange(6)}")
        more = (*said.trefwoorden, *self.chance.sample(ODD, 2))
        self.lid().publiceer(msgspec.structs.replace(said, trefwoorden=more, titel=self.chance.choice(VRAGEN)))

    def withdraw(self) -> None:
        self.lid().trek_in(f"lijn-{self.chance.randrange(6)}")

    def disturb(self) -> None:
        said, who = a_storing(self.chance), self.lid()
        who.say(said, f"storing/{who.oin}/lijn-{self.chance.randrange(6)}")

    def suspend(self) -> None:
        self.net.schors(self.lid())

    def admit(self) -> None:
        self.net.laat_toe(self.lid(), self.chance.choice((("publicist",), ("publicist", "beheerder"))))

    def leave(self) -> None:
        self.net.obpt.say(Toelating(status="uitgetreden", reden="Fusie."), f"toelating/{self.lid().oin}")

    def rename(self) -> None:
        who = self.lid()
        naam = f"anders-{self.names}"
        self.names += 1
        who.say(who.aanmelding(("publicist",), naam=f"Dienst {naam}", afkorting=naam, tooi=self.chance.choice(TOOIS)))
        self.net.laat_toe(who)

    def kalender(self) -> None:
        jaar = self.chance.choice((2026, 2027))
        proposed = voorstel_kalender(jaar)
        dagen = tuple(dag for dag in proposed.dagen if self.chance.random() < 0.8)
        said = Kalender(jaar=jaar, dagen=dagen, kantoortijden=proposed.kantoortijden)
        self.net.obpt.say(said, f"kalender/{jaar}")


# --- after any sequence ----------------------------------------------------------------------------------------------


@settings(max_examples=12)
@given(chance=seeds)
def test_after_anything_that_happened_it_is_the_directory_read_anew(chance: Random) -> None:
    story = Story(chance)
    for _ in range(8):
        for _ in range(chance.randrange(1, 6)):
            story.happens()
        same(story.actueel.catch_up(), fresh(story.net))


@settings(max_examples=6)
@given(chance=seeds)
def test_who_holds_an_older_directory_still_gets_the_answers_of_then(chance: Random) -> None:
    story = Story(chance)
    for _ in range(6):
        story.happens()
    before = story.actueel.catch_up()
    then = [write(contactroutes(before, vraag, at=START), before, at=START) for vraag in questions()]
    for _ in range(12):
        story.happens()
        story.actueel.catch_up()
    assert [write(contactroutes(before, vraag, at=START), before, at=START) for vraag in questions()] == then


# --- by example ------------------------------------------------------------------------------------------------------


@pytest.fixture
def net() -> Network:
    return Network()


def follow(net: Network) -> Actueel:
    actueel = Actueel(net.store, lambda: KENNIS)
    assert actueel.gids().vindwoorden is not None
    return actueel


def names(gids: Gids, vraag: str, **fields: Any) -> list[str]:
    return [route.ingang.id for route in contactroutes(gids, Vraag(vraag=vraag, **fields), at=START).routes]


def test_a_word_that_nobody_says_any_more_is_a_word_no_more(net: Network) -> None:
    """One worker may have seen it come and go, and another was started after: they answer alike."""
    lid_ = net.lid("nieuw")
    lid_.publiceer(lijn("a", trefwoorden=("xylofoonles",)))
    lid_.publiceer(lijn("b", trefwoorden=("xylofoonlas",)))
    actueel = follow(net)
    lid_.publiceer(lijn("a", trefwoorden=("anders",)))
    assert names(actueel.catch_up(), "xylofoonles") == names(fresh(net), "xylofoonles")


def test_a_compound_is_found_by_its_parts_whatever_came_after_it(net: Network) -> None:
    lid_ = net.lid("nieuw")
    lid_.publiceer(lijn("c", trefwoorden=("ziektekosten", "post")))
    lid_.publiceer(lijn("a", trefwoorden=("ziektekostenpost",)))
    actueel = follow(net)
    lid_.publiceer(lijn("b", trefwoorden=("ziekte", "kostenpost")))
    same(actueel.catch_up(), fresh(net))
    lid_.trek_in("a")
    same(actueel.catch_up(), fresh(net))


def test_of_many_subjects_with_one_word_the_same_ones_lead_the_way(net: Network) -> None:
    """Of a common word only the first subjects are followed: first by name, not by when they came."""
    lid_ = net.lid("nieuw")
    common = [lijn(f"lijn-{n:02}", trefwoorden=("regeling",), onderwerpen=(f"z-regeling-{n % 3}",)) for n in range(70)]
    for line in common:
        lid_.publiceer(line)
    actueel = follow(net)
    lid_.publiceer(lijn("nieuw", trefwoorden=("regeling",), onderwerpen=("a-regeling",)))
    folded, anew = actueel.catch_up(), fresh(net)
    assert dict(folded.vindwoorden.onderwerpen) == dict(anew.vindwoorden.onderwerpen)
    assert names(folded, "regeling", limiet=50) == names(anew, "regeling", limiet=50)
    lid_.trek_in("nieuw")
    lid_.publiceer(lijn("nieuw", onderwerpen=("anders",)))
    folded, anew = actueel.catch_up(), fresh(net)
    assert dict(folded.vindwoorden.onderwerpen) == dict(anew.vindwoorden.onderwerpen)


def test_of_two_beheerders_the_same_one_helps_whoever_spoke_last(net: Network) -> None:
    net.lid("tweede", ("beheerder",))
    actueel = follow(net)
    net.laat_toe(net.obpt, ("beheerder",), plateau=2)

    def helper(gids: Gids) -> str | None:
        door = contactroutes(gids, Vraag(vraag="niets"), at=START).geen_verkeerde_deur
        return door.organisatie.oin if door else None

    assert helper(actueel.catch_up()) == helper(fresh(net))


def test_a_member_that_left_gives_its_place_in_the_network_to_who_came_after(net: Network) -> None:
    """A merger: another OIN, the same organisation in everything else."""
    new = net.kandidaat("nieuw", tooi=TOOIS[0])
    old = net.lid("oud", tooi=TOOIS[0])
    old.publiceer()
    actueel = follow(net)
    net.obpt.say(Toelating(status="uitgetreden", reden="Fusie."), f"toelating/{old.oin}")
    net.laat_toe(new)
    new.publiceer(lijn("aow", onderwerpen=("aow",)))
    for gids in (actueel.catch_up(), fresh(net)):
        assert gids.oin_of(KENNIS.kennis.instanties[0], None) == new.oin
        assert names(gids, "pensioen") == [f"{new.oin}/aow"]


def test_a_suspended_member_keeps_its_place(net: Network) -> None:
    svb = net.lid("anders", tooi=TOOIS[0])
    net.schors(svb)
    assert fresh(net).oin_of(KENNIS.kennis.instanties[0], None) == svb.oin


@pytest.mark.parametrize(
    ("gemeente", "afkorting"), [("gm0153", "enschede"), ("gm0363", "amsterdam"), ("gm9999", None), (None, None)]
)
def test_a_kind_of_organisation_is_the_one_of_the_citizen(gemeente: str | None, afkorting: str | None) -> None:
    leden = [lid("enschede", tooi=TOOIS[1]), lid("amsterdam", tooi=TOOIS[2])]
    gids = directory(leden)
    found = gids.oin_of(instantie("gemeente", taak("huur", "huur")), gemeente)
    assert found == next((houder.oin for houder in leden if houder.organisatie.afkorting == afkorting), None)


def test_an_organisation_is_a_member_by_its_tooi_or_else_by_its_short_name() -> None:
    leden = [lid("svb"), lid("anders", tooi=TOOIS[0])]
    gids = directory(leden)
    known = instantie("svb", taak("aow", "pensioen"), tooi=TOOIS[0])
    assert gids.oin_of(known, None) == leden[1].oin
    assert gids.oin_of(instantie("svb", taak("aow", "pensioen")), None) == leden[0].oin
    assert gids.oin_of(instantie("duo", taak("beurs", "beurs")), None) is None


def test_a_line_held_in_less_space_says_the_same() -> None:
    """Packing goes on while others read."""
    chance = Random(5)
    gids = directory([lid("svb", *(a_line(chance, f"lijn-{n}") for n in range(30)))])
    before = {id_: (ingang.raw, ingang.lijn) for id_, ingang in gids.lijnen.items()}
    gids.pack()
    gids.pack()
    assert {id_: (ingang.raw, ingang.lijn) for id_, ingang in gids.lijnen.items()} == before
    empty = directory([])
    empty.pack()
    assert not empty.lijnen
