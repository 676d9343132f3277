# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the network learns, and that it keeps no word of what anybody asked."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from registry.kennis import load
from registry.statements.professionallijnen import RolEis
from registry.store.memory_meetboek import MemoryMeetboek
from tests.support import Lid, Network, lijn
from tests.support.metingen import contactmoment, loket

Http = TestClient[Any]
DEZE_MAAND = {"van": "2026-11-01", "tot": "2026-11-30"}
KENNIS = load()


class Netwerk:
    """A network on HTTP: svb and uwv have lines, ede measures."""

    def __init__(self, http: Http, net: Network) -> None:
        self.http, self.net = http, net
        self.svb, self.uwv = net.lid("svb"), net.lid("uwv")
        self.ede = net.lid("ede", ("loket",))
        self.svb.publiceer(lijn("aow", onderwerpen=("aow",)))
        self.uwv.publiceer(lijn("ww", onderwerpen=("ww",), toegangseisen=(RolEis(toegestaan=("casemanager",)),)))
        self.ede.say(loket(), f"loket/{self.ede.oin}/balie")

    def get(self, path: str, lid: Lid, **vraag: Any) -> dict[str, Any]:
        token = lid.register(self.http)._token()
        answer = self.http.get(path, params=vraag, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def route(self, **vraag: Any) -> dict[str, Any]:
        return self.get("/v1/contactroutes", self.ede, **vraag)

    def learn(self, lid: Lid | None = None, **vraag: Any) -> dict[str, Any]:
        return self.get("/v1/leercirkel", lid or self.net.obpt, **(DEZE_MAAND | vraag))

    def send(self, *metingen: dict[str, Any]) -> None:
        taken = self.ede.register(self.http).geef_door("contactmomenten", metingen)
        assert not taken.geweigerd, taken


@pytest.fixture
def netwerk() -> Iterator[Netwerk]:
    net = Network()
    with net.http(kennis=lambda: KENNIS) as http:
        yield Netwerk(http, net)


def calls(many: int, first: int, who: str = "svb/aow", **fields: Any) -> list[dict[str, Any]]:
    return [contactmoment(first + n, who, **({"begonnen": "2026-11-03T10:00:00Z"} | fields)) for n in range(many)]


# --- questions without a line -----------------------------------------------------------------------------------------


def test_a_question_that_found_no_line_is_counted_by_its_task(netwerk: Netwerk) -> None:
    assert netwerk.route(vraag="mijn rijbewijs is verlopen en moet worden verlengd")["routes"] == []
    [een] = netwerk.learn()["zonderLijn"]
    assert (een["soort"], een["aantal"]) == ("taak", 1)
    assert een["titel"]
    assert een["organisatie"]
    assert een["naam"] in {taak.taak for wie in KENNIS.kennis.instanties for taak in wie.taken}


def test_nothing_that_was_typed_is_kept(netwerk: Netwerk) -> None:
    """Names, numbers and made-up codes, in every field that takes a text."""
    private = "piet-de-vries"
    netwerk.route(vraag="Piet de Vries, bsn 123456782, qqzxw")
    netwerk.route(onderwerp=private)
    netwerk.route(levensgebeurtenis="Piet de Vries overleden")
    netwerk.route(organisatie=private)
    netwerk.route(rol=private, machtiging=private, onderwerp="ww")
    found = netwerk.learn()
    book = netwerk.net.meetboek
    assert isinstance(book, MemoryMeetboek)
    kept = repr([(rij.inhoud, rij.aantekening) for rij in book._rows.values()]) + repr(list(book._counts))
    for text in (kept.lower(), str(found).lower()):
        assert not any(part in text for part in ("piet", "vries", "123456782", "qqzxw"))
    assert {een["soort"] for een in found["zonderLijn"]} <= {"onbekend", "taak"}
    assert netwerk.ede.oin not in kept


def test_a_subject_that_the_register_knows_is_named(netwerk: Netwerk) -> None:
    netwerk.route(onderwerp="aow", organisatie="uwv")
    netwerk.route(organisatie="ede")
    assert [(een["soort"], een["naam"]) for een in netwerk.learn()["zonderLijn"]] == [
        ("onderwerp", "aow"),
        ("organisatie", netwerk.ede.oin),
    ]
    assert [een["naam"] for een in netwerk.learn(organisatie="ede")["zonderLijn"]] == [netwerk.ede.oin]


def test_small_numbers_of_nobody_in_particular_are_for_the_beheerder(netwerk: Netwerk) -> None:
    for _ in range(4):
        netwerk.route(onderwerp="aow", organisatie="uwv")
    assert [een["aantal"] for een in netwerk.learn(netwerk.svb)["zonderLijn"]] == ["< 5"]
    assert [een["aantal"] for een in netwerk.learn()["zonderLijn"]] == [4]
    netwerk.route(onderwerp="aow", organisatie="uwv")
    assert [een["aantal"] for een in netwerk.learn(netwerk.svb)["zonderLijn"]] == [5]


def test_what_was_counted_is_counted_again_by_an_audit(netwerk: Netwerk) -> None:
    for _ in range(3):
        netwerk.route(onderwerp="onzin", organisatie="uwv")
        netwerk.learn()
    found = netwerk.net.meetboek.hertel()
    assert (found.rijen, found.afwijkend) == (3, ())
    assert netwerk.learn()["zonderLijn"][0]["aantal"] == 3


def test_what_waits_is_written_when_the_application_ends() -> None:
    net = Network()
    with net.http() as http:
        Netwerk(http, net).route(onderwerp="onzin")
        assert net.meetboek.reeksen("zoekvraag") == []
    assert net.meetboek.reeksen("zoekvraag") == ["zoekvraag"]


# --- what stands in the way -------------------------------------------------------------------------------------------


def test_a_condition_that_was_not_met_counts_once_a_question_for_whose_line_it_is(netwerk: Netwerk) -> None:
    netwerk.route(onderwerp="ww", rol="stagiair")
    netwerk.route(onderwerp="ww", rol="casemanager")
    netwerk.route(onderwerp="ww")
    for lid, aantal in ((netwerk.net.obpt, 1), (netwerk.uwv, 1), (netwerk.svb, "< 5")):
        assert netwerk.learn(lid)["toegangseisen"] == [
            {"soort": "rol", "organisatie": netwerk.uwv.oin, "naam": "Organisatie uwv", "aantal": aantal}
        ]
    assert netwerk.learn(organisatie="svb")["toegangseisen"] == []


# --- what was measured ------------------------------------------------------------------------------------------------


def test_a_wrong_door_is_named_with_where_it_should_have_led(netwerk: Netwerk) -> None:
    netwerk.send(*calls(6, 0, uitkomst="verkeerde-deur", onderwerp="ww"), *calls(2, 10, uitkomst="verkeerde-deur"))
    [first, second] = netwerk.learn(netwerk.uwv)["verkeerdeDeuren"]
    assert (first["lijn"], first["onderwerp"], first["aantal"]) == (f"{netwerk.svb.oin}/aow", "ww", 6)
    assert first["daar"] == [f"{netwerk.uwv.oin}/ww"]
    assert first["taakVan"] == ["UWV"]
    assert (second["onderwerp"], second["aantal"], second["daar"]) == (None, "< 5", [])
    assert [een["aantal"] for een in netwerk.learn(netwerk.svb)["verkeerdeDeuren"]] == [6, 2]


def test_a_subject_grows_when_that_is_hardly_chance(netwerk: Netwerk) -> None:
    october = {"begonnen": "2026-10-06T10:00:00Z"}
    netwerk.send(*calls(30, 0, onderwerp="aow"), *calls(10, 100, onderwerp="aow", **october))
    netwerk.send(*calls(11, 200, onderwerp="ww"), *calls(10, 300, onderwerp="ww", **october))
    netwerk.send(*calls(4, 400, onderwerp="anw"), *calls(20, 500, onderwerp="anw", **october))
    found = netwerk.learn()["onderwerpen"]
    assert [(een["onderwerp"], een["aantal"], een["vorige"], een["beweging"]) for een in found] == [
        ("aow", 30, 10, "groeit"),
        ("ww", 11, 10, "gelijk"),
        ("anw", 4, 20, "krimpt"),
    ]
    assert {een["onderwerp"]: een["beweging"] for een in netwerk.learn(netwerk.uwv)["onderwerpen"]} == {
        "aow": "groeit", "ww": "gelijk", "anw": None,
    }  # fmt: skip


def test_attempts_outside_the_hours_are_counted_by_line_and_channel(netwerk: Netwerk) -> None:
    netwerk.send(*calls(6, 0), *calls(2, 10, begonnen="2026-11-03T20:00:00Z"), *calls(9, 20, "uwv/ww"))
    [een] = netwerk.learn(netwerk.svb)["buitenOpeningstijden"]
    assert (een["lijn"], een["kanaal"], een["aantal"], een["van"]) == (f"{netwerk.svb.oin}/aow", "telefoon", 2, 8)
    assert een["aandeel"] == 0.25
    [een] = netwerk.learn(netwerk.uwv)["buitenOpeningstijden"]
    assert (een["aantal"], een["van"], een["aandeel"]) == ("< 5", 8, None)


def test_without_months_it_is_of_the_three_before_this_one(netwerk: Netwerk) -> None:
    found = netwerk.get("/v1/leercirkel", netwerk.svb)
    assert (found["periode"], found["lopend"]) == ({"van": "2026-08-01", "tot": "2026-10-31"}, False)
    found = netwerk.get("/v1/leercirkel", netwerk.svb, van="2026-10-09")
    assert (found["periode"], found["lopend"]) == ({"van": "2026-10-01", "tot": "2026-11-30"}, True)
