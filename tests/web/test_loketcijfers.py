# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The programme's own table, out of hulpvragen, with what it leaves out: denominators and unknowns."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from fixtures.bijlage import BIJLAGE, hulpvragen
from tests.support import Lid, Network
from tests.support.metingen import hulpvraag, loket

Http = TestClient[Any]
PERIODE = {"van": "2022-12-01", "tot": "2023-12-20"}


class Netwerk:
    """Four lokets and three national organisations."""

    def __init__(self, http: Http, net: Network) -> None:
        self.http, self.net = http, net
        self.landelijk = [net.lid(naam, organisatiesoort="uitvoeringsorganisatie") for naam in ("svb", "uwv", "cak")]
        self.loketten: dict[str, Lid] = {}
        for row in BIJLAGE:
            lid = self.loketten[row.loket] = net.lid(row.loket, ("loket",), organisatiesoort="gemeente")
            lid.say(loket(), f"loket/{lid.oin}/balie")

    def id_of(self, naam: str) -> str:
        return f"{self.loketten[naam].oin}/balie"

    def send(self, naam: str, metingen: list[dict[str, Any]]) -> None:
        taken = self.loketten[naam].register(self.http).geef_door("hulpvragen", metingen)
        assert (taken.aangenomen, taken.geweigerd) == (len(metingen), 0)

    def fill(self) -> None:
        for row in BIJLAGE:
            oins = [lid.oin for lid in self.landelijk]
            self.send(row.loket, hulpvragen(row, self.id_of(row.loket), oins, self.loketten[row.loket].oin))

    def ask(self, lid: Lid, **vraag: Any) -> dict[str, Any]:
        token = lid.register(self.http)._token()
        answer = self.http.get("/v1/loketcijfers", params=vraag, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
def netwerk() -> Iterator[Netwerk]:
    net = Network()
    with net.http() as http:
        yield Netwerk(http, net)


def test_the_table_of_annex_1_comes_out_of_hulpvragen(netwerk: Netwerk) -> None:
    netwerk.fill()
    rows = {row["loket"]: row for row in netwerk.ask(netwerk.net.obpt, **PERIODE)["loketcijfers"]}
    for said in BIJLAGE:
        found = rows[netwerk.id_of(said.loket)]
        assert found["hulpvragen"] == said.burgers
        parts = [found[name] for name in ("landelijk", "meerdere", "contactGelegd")]
        assert [round(part["aandeel"] * 100) for part in parts] == [said.landelijk, said.meerdere, said.contact]
        assert [part["van"] + part["onbekend"] for part in parts] == [said.burgers] * 3
        assert found["contactGelegd"]["van"] == said.contact_bekend
    assert rows[netwerk.id_of("amsterdam")]["contactGelegd"]["onbekend"] == 5  # 47 % of 84 is nobody


def test_others_see_no_small_numbers_of_a_loket(netwerk: Netwerk) -> None:
    netwerk.fill()
    werksaam, others = netwerk.loketten["werksaam"], netwerk.landelijk[0]
    [own] = netwerk.ask(werksaam, loket="werksaam/balie", **PERIODE)["loketcijfers"]
    assert (own["hulpvragen"], own["landelijk"]["aantal"], own["contactGelegd"]["aantal"]) == (6, 2, 1)
    [seen] = netwerk.ask(others, loket="werksaam/balie", **PERIODE)["loketcijfers"]
    assert (seen["hulpvragen"], seen["landelijk"]) == (
        6, {"aantal": "< 5", "van": 6, "onbekend": 0, "aandeel": None},
    )  # fmt: skip
    netwerk.send("enschede", [hulpvraag(n, netwerk.id_of("enschede")) for n in range(900, 903)])
    [few] = netwerk.ask(others, loket="enschede/balie", van="2026-11-01")["loketcijfers"]
    assert few["hulpvragen"] == "< 5"
    assert {few[name]["onbekend"] for name in ("landelijk", "meerdere", "contactGelegd")} == {"< 5"}


def test_a_period_can_be_told_in_parts_and_pages(netwerk: Netwerk) -> None:
    netwerk.fill()
    found = netwerk.ask(netwerk.net.obpt, organisatie="enschede", per="kwartaal", pageSize=2, page=2, **PERIODE)
    assert found["totaal"] == 5
    assert [row["periode"]["van"] for row in found["loketcijfers"]] == ["2023-04-01", "2023-07-01"]
    every = netwerk.ask(netwerk.net.obpt, organisatie="enschede", per="kwartaal", **PERIODE)["loketcijfers"]
    assert sum(row["hulpvragen"] for row in every) == 382
    assert netwerk.ask(netwerk.net.obpt, organisatie="svb", **PERIODE) == {"loketcijfers": [], "totaal": 0}


def test_what_does_not_apply_is_no_part_of_a_share_and_not_unknown(netwerk: Netwerk) -> None:
    loket_ = netwerk.id_of("utrecht")
    said = [("ja", []), ("nee", None), ("niet-van-toepassing", []), (None, [netwerk.landelijk[0].oin])]
    netwerk.send(
        "utrecht",
        [hulpvraag(n, loket_, contactGelegd=contact, organisaties=who) for n, (contact, who) in enumerate(said)],
    )
    [row] = netwerk.ask(netwerk.loketten["utrecht"])["loketcijfers"]
    assert row["contactGelegd"] == {"aantal": 1, "van": 2, "onbekend": 1, "aandeel": 0.5}
    assert row["landelijk"] == {"aantal": 1, "van": 3, "onbekend": 1, "aandeel": 1 / 3}
