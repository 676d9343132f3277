# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Members over HTTP: who they are, who may know of candidates, and what ends at a suspension."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from tests.support.network import Lid, Network, lijn
from tests.web.routes import Asking, is_problem


class Room:
    """A register with members, a candidate and one who is suspended, asked by whom you like."""

    http: TestClient[Any]

    def __init__(self) -> None:
        self.net = net = Network()
        self.svb, self.cjib = (
            net.lid("svb", organisatiesoort="uitvoeringsorganisatie"),
            net.lid("cjib", ("publicist", "loket")),
        )
        self.wacht, self.weg = net.kandidaat("wacht"), net.lid("weg")
        net.schors(self.weg)

    def get(self, path: str, by: Lid, **headers: str) -> httpx.Response:
        return self.http.get(path, headers=headers | {"Authorization": f"Bearer {by.register(self.http)._token()}"})

    def names(self, by: Lid, query: str = "") -> list[str]:
        return [found["afkorting"] for found in self.get(f"/v1/organisaties{query}", by).json()["organisaties"]]


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    with made.net.http() as made.http:
        yield made


def test_members_know_members_and_the_beheerder_knows_candidates_too(room: Room) -> None:
    assert room.names(room.svb) == ["obpt", "svb", "cjib", "weg"]
    assert room.names(room.net.obpt) == ["obpt", "svb", "cjib", "wacht", "weg"]


@pytest.mark.parametrize("what", ["", "/sleutels"])
@pytest.mark.parametrize("name", ["oin", "afkorting"])
def test_a_candidate_is_hidden_from_members_and_not_from_the_beheerder(room: Room, what: str, name: str) -> None:
    address = f"/v1/organisaties/{getattr(room.wacht, name)}{what}"
    assert is_problem(room.get(address, room.svb), 404, "niet-gevonden")
    nobody = room.get(f"/v1/organisaties/{'9' * 20}{what}", room.svb)
    assert room.get(address, room.svb).json() == nobody.json()  # one cannot even tell that there is something to hide
    found = room.get(address, room.net.obpt)
    assert found.status_code == (200 if name == "oin" else 404)  # an afkorting is held from the admission on


def test_what_a_candidate_said_is_hidden_from_members_and_not_from_the_beheerder(room: Room) -> None:
    sub = f"aanmelding/{room.wacht.oin}"
    digest = room.net.head(sub)
    for address in (f"/v1/verklaringen/{digest}", f"/v1/verklaringen/{digest}/bundel"):
        assert is_problem(room.get(address, room.svb), 404, "niet-gevonden")
        assert room.get(address, room.net.obpt).status_code == 200
    assert room.get(f"/v1/verklaringen?sub={sub}", room.svb).json()["verklaringen"] == []
    assert len(room.get(f"/v1/verklaringen?sub={sub}", room.net.obpt).json()["verklaringen"]) == 1


def test_a_candidate_becomes_known_when_it_is_admitted(room: Room) -> None:
    room.net.laat_toe(room.wacht)
    assert room.names(room.svb) == ["obpt", "svb", "cjib", "wacht", "weg"]
    assert room.get("/v1/organisaties/wacht", room.svb).json()["status"] == "toegelaten"


@pytest.mark.parametrize(
    ("query", "names"),
    [("?status=toegelaten", ["obpt", "svb", "cjib"]), ("?status=geschorst", ["weg"]), ("?status=aangemeld", []),
     ("?status=uitgetreden", []), ("?rol=loket", ["cjib"]), ("?rol=beheerder", ["obpt"]),
     ("?rol=publicist&status=toegelaten", ["svb", "cjib"])],
)  # fmt: skip
def test_members_can_be_asked_for_by_status_and_role(room: Room, query: str, names: list[str]) -> None:
    assert room.names(room.svb, query) == names


def test_an_organisation_is_found_by_oin_and_by_afkorting(room: Room) -> None:
    by_oin, by_name = (room.get(f"/v1/organisaties/{name}", room.cjib) for name in (room.svb.oin, "svb"))
    assert by_oin.json() == by_name.json()
    said = by_oin.json()
    assert said["organisatiesoort"] == "uitvoeringsorganisatie"
    assert said["_links"]["self"]["href"] == f"/v1/organisaties/{room.svb.oin}"
    assert room.get(said["_links"]["self"]["href"], room.cjib).json() == said


def test_the_keys_of_an_organisation_are_public_keys_with_their_days(room: Room) -> None:
    keys = room.get("/v1/organisaties/svb/sleutels", room.cjib).json()["keys"]
    assert [key["gebruik"] for key in keys] == ["verklaringen", "toegang"]
    for key in keys:
        assert key.keys() == {"kty", "crv", "x", "y", "kid", "use", "naam", "gebruik", "geldigVan", "geldigTot"}
        assert key["geldigVan"].endswith("Z")
    assert keys[0]["kid"] == room.svb.geheim.kid


def test_who_is_suspended_is_shut_out_at_once_and_let_in_at_once(room: Room) -> None:
    headers = {"Authorization": f"Bearer {room.svb.register(room.http)._token()}"}
    assert room.http.get("/v1/organisaties", headers=headers).status_code == 200
    room.net.schors(room.svb)
    assert is_problem(room.http.get("/v1/organisaties", headers=headers), 401, "token-ongeldig")
    room.net.laat_toe(room.svb)
    assert room.http.get("/v1/organisaties", headers=headers).status_code == 200


def test_the_lines_of_who_is_suspended_are_gone_and_say_why(room: Room) -> None:
    room.svb.publiceer(lijn())
    address = f"/v1/organisaties/{room.svb.oin}/professionallijnen/aow"
    assert room.get("/v1/contactroutes", room.cjib).json()["routes"][0]["lijn"]["naam"] == "aow"
    room.net.schors(room.svb)
    assert room.get("/v1/contactroutes", room.cjib).json()["routes"] == []
    assert room.get("/v1/professionallijnen", room.cjib).json()["totaal"] == 0
    assert room.get(address, room.cjib).json()["status"] == "organisatie-geen-lid"
    assert room.get("/v1/organisaties/svb", room.cjib).json()["reden"] == "Op onderzoek."


@pytest.mark.parametrize(
    "name", ["%00", "%ff", "..", "SVB", "svb%20", "a" * 3000, "%E2%80%AE", "urn:nld:oin:00000099000000001000"]
)
def test_an_organisation_that_is_not_there_is_404(asking: Asking, name: str) -> None:
    assert is_problem(asking.get(f"/v1/organisaties/{name}"), 404, "niet-gevonden")
    assert is_problem(asking.get(f"/v1/organisaties/{name}/sleutels"), 404, "niet-gevonden")
