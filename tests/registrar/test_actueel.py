# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The directory in memory is the directory on disk, however it came to be and whoever wrote."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from registry.projections.contactroutes import Vraag, contactroutes
from registry.projections.gids import Gids
from registry.registrar.actueel import Actueel
from registry.statements.feestdagen import voorstel_kalender
from registry.statements.leden import Toelating
from registry.statements.loketten import Loket
from registry.statements.professionallijnen import Adres
from registry.store.sqlite import SqliteStore
from registry.wire.schrijver import write
from tests.support import Lid, Network, lijn
from tests.support.network import START, WERKWEEK
from tests.support.varied import WOORDEN, a_line


def fresh(net: Network) -> Gids:
    return Actueel(net.store).gids()


def loket(naam: str) -> Loket:
    adres = Adres(straat="Markt 1", postcode="7511 JX", plaats="Enschede")
    return Loket(
        naam=naam, titel="Loket", adres=adres, gemeenten=("gm0153",), ontvangst="iemand", openingstijden=(WERKWEEK,)
    )


def test_an_empty_store_has_an_empty_directory(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "register.sqlite")) as store:
        assert Actueel(store).gids() == Gids()


def test_the_directory_follows_each_statement(net: Network) -> None:
    svb = net.lid("svb", ("publicist", "loket"))
    actueel = Actueel(net.store)
    steps: list[Callable[[], object]] = [
        svb.publiceer,
        lambda: svb.publiceer(lijn(titel="Nieuw")),
        svb.meld_storing,
        lambda: svb.meld_storing(gevolg="beperkt"),
        svb.trek_in,
        lambda: svb.say(loket("stadhuis"), f"loket/{svb.oin}/stadhuis"),
        lambda: net.schors(svb),
        lambda: net.laat_toe(svb, ("publicist",)),
        lambda: net.kandidaat("duo"),
    ]
    for step in steps:
        step()
        assert actueel.catch_up() == fresh(net)


@pytest.fixture
def net() -> Network:
    return Network()


def test_nothing_new_gives_the_very_same_directory(net: Network) -> None:
    actueel = Actueel(net.store)
    assert actueel.catch_up() is actueel.catch_up()
    net.store.revoke("iets", until=net.clock.at)  # a commit without a record
    assert actueel.catch_up() == fresh(net)


def test_a_member_and_its_lines_that_come_in_together_are_folded_in_together(net: Network) -> None:
    """A worker that was not asked for a while has an application, an admission and a line to catch up with at once."""
    actueel = Actueel(net.store)
    for number in range(8):  # one of them alone may go well by chance: `subs` is a set
        lid = net.lid(f"lid-{number}")
        lid.publiceer()
        lid.publiceer(lijn("tweede"))
    assert actueel.catch_up() == fresh(net)


def test_who_comes_back_under_another_name_is_found_by_that_name(net: Network) -> None:
    svb = net.lid("svb")
    svb.publiceer()
    actueel = Actueel(net.store)
    net.obpt.say(Toelating(status="uitgetreden", reden="Fusie."), f"toelating/{svb.oin}")
    svb.say(svb.aanmelding(("publicist",), naam="Fusiedienst", afkorting="fusie"))
    assert actueel.catch_up() == fresh(net)
    assert actueel.gids().vindwoorden.plekken  # made now, so that it has to follow what comes
    net.laat_toe(svb)
    assert actueel.catch_up() == fresh(net)
    found = actueel.catch_up().vindwoorden
    assert [(place, ingang.id) for place, ingang in found.lines(found.plekken["fusiedienst"])] == [
        (0, f"{svb.oin}/aow")
    ]


def test_a_withdrawal_that_comes_in_together_with_news_of_the_member_is_not_lost(net: Network) -> None:
    leden = [net.lid(f"lid-{number}") for number in range(4)]
    for lid in leden:
        lid.publiceer()
    actueel = Actueel(net.store)
    for lid in leden:
        lid.trek_in()
        net.laat_toe(lid, plateau=3)
    assert actueel.catch_up() == fresh(net)


def test_however_the_log_is_cut_into_batches_the_directory_is_the_same(net: Network) -> None:
    chance = Random(7)
    actueel = Actueel(net.store)
    leden: list[Lid] = []
    for number in range(40):
        if not leden or chance.random() < 0.2:
            leden.append(net.lid(f"lid-{number}", ("publicist", "loket")))
        lid = chance.choice(leden)
        match chance.randrange(5):
            case 0:
                lid.publiceer(lijn(f"lijn-{chance.randrange(3)}", titel=f"Uitgave {number}"))
            case 1:
                lid.say(loket("stadhuis"), f"loket/{lid.oin}/stadhuis")
            case 2:
                net.laat_toe(lid, ("publicist", "loket"), plateau=chance.randrange(1, 9))
            case 3:
                lid.publiceer(lijn(f"extra-{number}"))
                lid.trek_in(f"extra-{number}")
            case _:
                lid.publiceer(lijn(f"extra-{number}"))
        if chance.random() < 0.25:
            assert actueel.catch_up() == fresh(net)
    assert actueel.catch_up() == fresh(net)


def test_what_another_process_writes_is_seen_at_the_next_question(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    net = Network(SqliteStore(path))
    with closing(net.store), closing(SqliteStore(path)) as other:
        actueel = Actueel(other)
        svb = net.lid("svb")
        svb.publiceer()
        assert list(actueel.catch_up().lijnen) == [f"{svb.oin}/aow"]
        net.schors(svb)
        assert actueel.catch_up().organisaties[svb.oin].status == "geschorst"


def test_many_threads_ask_while_others_write_and_each_sees_one_moment(tmp_path: Path) -> None:
    net = Network(SqliteStore(tmp_path / "register.sqlite"), kalender=False)
    with closing(net.store):
        svb = net.lid("svb")
        actueel = Actueel(net.store)

        def ask(_: int) -> bool:
            seen = [actueel.catch_up() for _ in range(20)]
            whole = all(len(gids.lijnen) == gids.size - 4 for gids in seen)
            return whole and [gids.size for gids in seen] == sorted(gids.size for gids in seen)

        with ThreadPoolExecutor(4) as pool:
            asked = pool.map(ask, range(16))
            for number in range(15):
                svb.publiceer(lijn(f"lijn-{number}"))
            assert all(asked)
        assert actueel.catch_up() == fresh(net)


@pytest.fixture
def hurried() -> Iterator[None]:
    """Let threads take turns a thousand times as often as they would."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(usual)


def test_whoever_asks_while_others_write_and_pack_gets_the_answer_of_one_moment(net: Network, hurried: None) -> None:
    chance = Random(3)
    leden = [net.lid(f"lid-{number}") for number in range(3)]
    for number in range(30):
        chance.choice(leden).publiceer(a_line(chance, f"eigen-{number}"))
    actueel = Actueel(net.store)
    asked = [Vraag(limiet=50), Vraag(onderwerp="aow"), *(Vraag(vraag=word) for word in WOORDEN[:4])]
    moments = [START + timedelta(hours=hours) for hours in (0, 5, 26)]

    def ask(seed: int) -> list[tuple[tuple[int, int, int], bytes]]:
        mine, answers = Random(seed), []
        for _ in range(25):
            gids, v, m = actueel.catch_up(), mine.randrange(len(asked)), mine.randrange(len(moments))
            raw = write(contactroutes(gids, asked[v], at=moments[m]), gids, at=moments[m])
            answers.append(((gids.size, v, m), raw))
        return answers

    with ThreadPoolExecutor(4) as pool:
        asking = pool.map(ask, range(8))
        for number in range(12):
            chance.choice(leden).publiceer(a_line(chance, f"eigen-{number}"))
            actueel.gids().pack()
            dagen = tuple(dag for dag in voorstel_kalender(2026).dagen if chance.random() < 0.9)
            net.obpt.say(replace(voorstel_kalender(2026), dagen=dagen), "kalender/2026")
        found: dict[tuple[int, int, int], set[bytes]] = defaultdict(set)
        for key, raw in (answer for answers in asking for answer in answers):
            found[key].add(raw)
    assert max(len(answers) for answers in found.values()) == 1
    last = fresh(net)
    for (size, v, m), answers in found.items():
        if size == last.size:
            assert answers == {write(contactroutes(last, asked[v], at=moments[m]), last, at=moments[m])}


def test_the_directory_is_given_without_waiting_and_says_when_it_is_behind() -> None:
    """The event loop asks these two; only a thread catches up."""
    net = Network()
    actueel = Actueel(net.store)
    first = actueel.gids()
    assert not actueel.behind()
    net.lid("svb")
    assert actueel.behind()
    assert actueel.gids() is first
    assert actueel.catch_up() is actueel.gids()
    assert not actueel.behind()
