# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was measured lately shows in routes and moves them, and no more than chance would."""

import time
from typing import Any

import msgspec
import pytest

from registry.projections.contactroutes import Vraag, contactroutes
from registry.projections.meetcijfers import Gemeten, cijfers_of
from registry.registrar.actueel import Actueel
from registry.registrar.lijnverleden import Lijnverleden
from registry.registrar.meetpost import Meetpost, Zending
from registry.registrar.meetstand import Meetstand
from registry.statements.feestdagen import voorstel_kalender
from registry.statements.openingstijden import Duur
from registry.statements.professionallijnen import Telefoon, Toezegging
from registry.wire.metingen import Meetbewijs
from tests.support import Network, lijn
from tests.support.metingen import contactmoment
from tests.support.network import START, WERKWEEK

SOON = Toezegging(maat="wachttijd", drempel=Duur(aantal=30, eenheid="seconden"), aandeel=0.8)


class Post:
    """A register with two lines on one subject, of which the first by name promises most."""

    def __init__(self) -> None:
        self.net = net = Network()
        self.svb = net.lid("svb")
        phone = Telefoon(nummer="+31880000101", openingstijden=(WERKWEEK,), toezeggingen=(SOON,))
        self.svb.publiceer(lijn("belooft", kanalen=(phone,), onderwerpen=("aow",)))
        self.svb.publiceer(lijn("zwijgt", onderwerpen=("aow",)))
        self.actueel = Actueel(net.store)
        self.post = Meetpost(self.actueel, Lijnverleden(net.store), net.meetboek)
        self.stand = Meetstand(net.meetboek, self.actueel, net.clock)

    def calls(self, naam: str, first: int, many: int, **fields: Any) -> None:
        at = {"begonnen": "2026-11-03T10:00:00Z"} | fields
        said = [contactmoment(first + n, f"svb/{naam}", **at) for n in range(many)]
        [taken] = self.post.neem([Zending("contactmoment", self.svb.oin, "json", msgspec.json.encode(said))], at=START)
        assert isinstance(taken, Meetbewijs)
        assert taken.aangenomen == many

    def order(self) -> list[str]:
        found = contactroutes(self.actueel.gids(), Vraag(onderwerp="aow"), at=START).routes
        return [route.ingang.id.partition("/")[2] for route in found]


@pytest.fixture
def post() -> Post:
    return Post()


def test_who_answers_more_often_comes_before_who_promises_more(post: Post) -> None:
    assert post.order() == ["belooft", "zwijgt"]
    post.calls("belooft", 0, 20, uitkomst="niet-opgenomen")
    assert post.order() == ["belooft", "zwijgt"]  # nothing is read while somebody asks
    assert post.stand.ververs()
    assert post.order() == ["zwijgt", "belooft"]
    post.calls("belooft", 100, 300)
    assert post.stand.ververs()
    assert post.order() == ["belooft", "zwijgt"]


def test_nothing_new_changes_nothing(post: Post) -> None:
    assert not post.stand.ververs()
    post.calls("belooft", 0, 5)
    assert post.stand.ververs()
    uren = post.actueel.gids().uren
    ronde, cijfers = uren.ronde, uren.cijfers
    assert not post.stand.ververs()
    assert (uren.ronde, uren.cijfers) == (ronde, cijfers)


def test_of_few_attempts_and_of_long_ago_nothing_is_told(post: Post) -> None:
    post.calls("belooft", 0, 4, uitkomst="geweigerd", wachttijd=None)
    post.calls("zwijgt", 10, 9, begonnen="2026-08-31T10:00:00Z")
    assert not post.stand.ververs()
    post.calls("zwijgt", 30, 9, begonnen="2026-09-01T10:00:00Z")
    assert post.stand.ververs()
    assert list(post.actueel.gids().uren.cijfers.geschreven) == [(f"{post.svb.oin}/zwijgt", "telefoon")]


def test_figures_stay_when_the_kalender_changes_and_when_a_line_does(post: Post) -> None:
    post.calls("belooft", 0, 20, uitkomst="niet-opgenomen")
    post.stand.ververs()
    post.net.obpt.say(voorstel_kalender(2027), "kalender/2027")
    post.svb.publiceer(lijn("derde", onderwerpen=("aow",)))
    post.actueel.catch_up()
    assert post.order() == ["derde", "zwijgt", "belooft"]


@pytest.mark.parametrize(
    ("beantwoord", "waarnemingen", "tienden"),
    [(5, 5, 9), (0, 5, 5), (4, 5, 8), (190, 212, 9), (0, 1000, 0), (1000, 1000, 10), (800, 1000, 8)],
)
def test_chance_moves_a_line_little(beantwoord: int, waarnemingen: int, tienden: int) -> None:
    found = Gemeten(waarnemingen=waarnemingen, aandeel_beantwoord=round(beantwoord / waarnemingen, 3))
    assert found.tienden == tienden


def test_other_figures_have_another_digest() -> None:
    een = Gemeten(waarnemingen=9, aandeel_beantwoord=1.0)
    ander = Gemeten(waarnemingen=10, aandeel_beantwoord=1.0)
    made = [cijfers_of(found).digest for found in ({}, {("a", "b"): een}, {("a", "b"): ander}, {("a", "c"): een})]
    assert made[0] == ""
    assert len(set(made)) == 4


def test_a_route_shows_what_was_measured_and_its_tag_notices(post: Post) -> None:
    post.calls("zwijgt", 0, 9)
    post.calls("zwijgt", 20, 1, uitkomst="afgebroken", wachttijd=300)
    with post.net.http() as http:
        token = post.svb.register(http)._token()
        asked = {"onderwerp": "aow", "tijdstip": "2026-11-23T10:00:00Z"}

        def ask(**headers: str) -> Any:
            return http.get("/v1/contactroutes", params=asked, headers={"Authorization": f"Bearer {token}"} | headers)

        shown, answer = until_measured(ask)
        assert shown == {
            "belooft": None,
            "zwijgt": {"waarnemingen": 10, "aandeelBeantwoord": 0.9, "wachttijdP50": 41, "wachttijdP90": 41},
        }
        tag = answer.headers["etag"]
        assert ask(**{"If-None-Match": tag}).status_code == 304
        http.app.state.office.actueel.gids().uren.neem(cijfers_of({}))
        again = ask(**{"If-None-Match": tag})
        assert (again.status_code, again.headers["etag"] == tag) == (200, False)


def until_measured(ask: Any) -> tuple[dict[str, Any], Any]:
    """Ask again until the background has read what was measured, but not for ever."""
    for _ in range(100):
        answer = ask()
        shown = {route["lijn"]["naam"]: route["verwachting"]["gemeten"] for route in answer.json()["routes"]}
        if shown["zwijgt"]:
            return shown, answer
        time.sleep(0.05)
    raise AssertionError("nothing was read")
