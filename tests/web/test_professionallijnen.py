# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Lines over HTTP: as they stand, and each as its publisher signed it, byte for byte."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from litestar.testing import TestClient

from registry.client import Register
from registry.errors import RefusedError
from registry.projections.bundel import verify
from registry.statements.professionallijnen import Email, Geldigheid, Telefoon
from registry.web.verklaringen import JOSE
from tests.support.network import WERKWEEK, Lid, Network, lijn, storing
from tests.web.routes import Asking, is_problem

LIST = "/v1/professionallijnen"


def names(asking: Asking, query: str = "") -> list[str]:
    said = asking.get(f"{LIST}{query}").json()
    assert said["totaal"] == len(said["professionallijnen"])
    return [stand["naam"] for stand in said["professionallijnen"]]


def test_a_line_is_given_as_its_publisher_said_it(asking: Asking) -> None:
    said = asking.get(asking.address("/v1/organisaties/{oin}/professionallijnen/{naam}")).json()
    assert said["status"] == "actief"
    assert said["lijn"]["kanalen"][0]["nummer"] == "+31880000101"
    assert said["lijn"]["kanalen"][0]["openingstijden"][0]["van"] == "09:00:00"
    assert said["lijn"]["terugval"] == "cjib/algemeen"
    assert said["verklaring"] == asking.net.head(f"professionallijn/{said['oin']}/{said['naam']}")
    assert said["gepubliceerdOp"].endswith("Z")
    assert [kanaal["kanaal"] for kanaal in said["bereikbaar"]] == [0, 1]
    assert said["bereikbaar"][0]["bereikbaar"] == {
        "nu": True,
        "tot": "2026-11-23T16:00:00Z",
        "volgende": {"van": "2026-11-24T08:00:00Z", "tot": "2026-11-24T16:00:00Z"},
    }
    assert asking.get(said["_links"]["self"]["href"]).json() == said


def test_a_line_is_found_by_the_afkorting_of_its_organisation_too(asking: Asking) -> None:
    by_oin = asking.get(asking.address("/v1/organisaties/{oin}/professionallijnen/{naam}"))
    assert asking.get("/v1/organisaties/svb/professionallijnen/aow-professionals").json() == by_oin.json()


def test_the_signed_original_is_what_was_handed_in_byte_for_byte() -> None:
    net = Network()
    svb = net.lid("svb")
    signed = svb.sign(lijn())
    with net.http() as http:
        http.headers["Authorization"] = f"Bearer {svb.register(http)._token()}"
        receipt = http.post("/v1/verklaringen", content=signed, headers={"Content-Type": JOSE})
        for address in (
            f"/v1/organisaties/{svb.oin}/professionallijnen/aow",
            "/v1/organisaties/svb/professionallijnen/aow",
            receipt.headers["location"],
        ):
            original = http.get(address, headers={"Accept": JOSE})
            assert original.content == signed
            assert original.headers["content-type"] == JOSE


def test_the_original_of_a_withdrawn_line_is_still_the_publication(asking: Asking) -> None:
    address = f"/v1/organisaties/{asking.served.svb.oin}/professionallijnen/opgeheven"
    said = asking.get(address).json()
    assert said["status"] == "ingetrokken"
    assert said["redenIntrekking"] == "Deze lijn is opgeheven."
    assert said["vervangenDoor"] == "svb/aow-professionals"
    original = asking.get(address, Accept=JOSE)
    assert original.content == asking.get(f"/v1/verklaringen/{said['verklaring']}", Accept=JOSE).content


def test_a_withdrawn_line_is_gone_from_the_list_unless_all_are_asked_for(asking: Asking) -> None:
    assert names(asking) == ["aow-professionals", "algemeen"]
    assert names(asking, "?status=actief") == ["aow-professionals", "algemeen"]
    assert names(asking, "?status=alle") == ["aow-professionals", "opgeheven", "algemeen"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("organisatie=svb", ["aow-professionals"]),
        ("organisatie=niemand", []),
        ("kanaal=email", ["aow-professionals"]),
        ("kanaal=telefoon", ["aow-professionals", "algemeen"]),
        ("kanaal=balie", []),
        ("onderwerp=aow", ["aow-professionals"]),
        ("onderwerp=boetes", ["algemeen"]),
        ("vraag=bekeuring", ["algemeen"]),
        ("vraag=pensioen", ["aow-professionals"]),
        ("vraagtype=3", ["aow-professionals", "algemeen"]),
        ("gemeente=gm0153", ["aow-professionals", "algemeen"]),
        ("gemeente=gm0999", ["algemeen"]),
        ("openOp=2026-11-23T10:00:00Z", ["aow-professionals", "algemeen"]),
        ("openOp=2026-11-23T20:00:00Z", ["aow-professionals"]),  # a mailbox is always open
        ("openOp=2028-01-03T10:00:00Z", ["algemeen"]),  # the other is valid until the end of 2027
        ("openOp=2025-12-31T10:00:00Z", []),
        ("organisatie=svb&kanaal=telefoon&gemeente=gm0363", ["aow-professionals"]),
        ("organisatie=svb&gemeente=gm0999", []),
    ],
)
def test_lines_can_be_asked_for(asking: Asking, query: str, found: list[str]) -> None:
    assert names(asking, f"?{query}") == found


def test_an_organisation_can_be_named_by_oin(asking: Asking) -> None:
    assert names(asking, f"?organisatie={asking.served.svb.oin}") == ["aow-professionals"]


@pytest.mark.parametrize(
    "path",
    [
        "svb/professionallijnen/nergens",
        "niemand/professionallijnen/aow",
        "svb/professionallijnen/%00",
        "svb/professionallijnen/AOW-professionals",
    ],
)
def test_a_line_that_never_was_is_404(asking: Asking, path: str) -> None:
    assert is_problem(asking.get(f"/v1/organisaties/{path}"), 404, "niet-gevonden")
    assert is_problem(asking.get(f"/v1/organisaties/{path}", Accept=JOSE), 404, "niet-gevonden")


def test_a_line_goes_through_its_days() -> None:
    net = Network()
    svb = net.lid("svb")
    with net.http() as http:
        register: Register = svb.register(http)
        svb.publiceer(lijn("kort", geldig=Geldigheid(van=date(2026, 11, 25), tot=date(2026, 11, 26))))
        seen = []
        for _ in range(5):
            seen.append((register.professionallijn("svb", "kort").status, register.professionallijnen().totaal))
            net.clock.move(days=1)
    assert seen == [
        ("nog-niet-geldig", 0), ("nog-niet-geldig", 0), ("actief", 1), ("actief", 1), ("verlopen", 0),
    ]  # fmt: skip


def test_publishing_again_replaces_a_line_and_brings_a_withdrawn_one_back() -> None:
    net = Network()
    svb = net.lid("svb")
    with net.http() as http:
        register = svb.register(http)
        first, second = (svb.publiceer(lijn(titel=titel)) for titel in ("Eerste", "Tweede"))
        assert register.professionallijn("svb", "aow").lijn.titel == "Tweede"
        svb.trek_in()
        assert register.professionallijnen().totaal == 0
        svb.publiceer(lijn(titel="Derde"))
        assert register.professionallijn("svb", "aow").status == "actief"
        said = register.verklaringen(f"professionallijn/{svb.oin}/aow")
    assert [found.soort for found in said] == ["professionallijn", "intrekking", "professionallijn", "professionallijn"]
    assert [found.digest for found in said[-2:]] == [second.signed.digest, first.signed.digest]


# --- a storing -------------------------------------------------------------------------------------------------------


def shown(http: TestClient[Any], lid: Lid) -> dict[str, Any]:
    """The line as it is now, which must be the same in the list."""
    headers = {"Authorization": f"Bearer {lid.register(http)._token()}"}
    said: dict[str, Any] = http.get(f"/v1/organisaties/{lid.oin}/professionallijnen/aow", headers=headers).json()
    assert http.get(LIST, headers=headers).json()["professionallijnen"] == [said]
    return said


def test_a_storing_is_shown_with_its_line_until_it_is_over_and_closes_its_hours() -> None:
    net = Network()
    svb = net.lid("svb")
    svb.publiceer(lijn(kanalen=(Telefoon(nummer="+31880000101", openingstijden=(WERKWEEK,)), Email(adres="a@b.nl"))))
    amsterdam = timezone(timedelta(hours=1))
    with net.http() as http:
        assert "storing" not in shown(http, svb)
        said = svb.meld_storing(
            van=datetime(2026, 11, 23, 12, 0, tzinfo=amsterdam),
            tot=datetime(2026, 11, 23, 14, 0, tzinfo=amsterdam),
            kanalen=("telefoon",),
            alternatief="cjib/algemeen",
        )
        before = shown(http, svb)
        assert before["storing"] == {
            "gevolg": "dicht",
            "van": "2026-11-23T11:00:00Z",
            "tot": "2026-11-23T13:00:00Z",
            "reden": "verhuizing",
            "verklaring": said.signed.digest,
            "kanalen": ["telefoon"],
            "alternatief": "cjib/algemeen",
        }
        assert before["status"] == "actief"
        assert [channel["bereikbaar"]["nu"] for channel in before["bereikbaar"]] == [True, True]
        assert before["bereikbaar"][0]["bereikbaar"]["tot"] == "2026-11-23T11:00:00Z"
        net.clock.move(hours=1)
        during = shown(http, svb)
        assert during["storing"] == before["storing"]
        assert [channel["bereikbaar"]["nu"] for channel in during["bereikbaar"]] == [False, True]
        assert during["bereikbaar"][0]["bereikbaar"]["volgende"]["van"] == "2026-11-23T13:00:00Z"
        net.clock.move(hours=2)
        after = shown(http, svb)
        assert "storing" not in after
        assert after["bereikbaar"][0]["bereikbaar"]["nu"]


def test_a_line_that_is_closed_by_a_storing_is_not_open_when_asked_for() -> None:
    net = Network()
    svb = net.lid("svb")
    svb.publiceer()
    svb.meld_storing()
    with net.http() as http:
        register = svb.register(http)
        assert register.professionallijnen().totaal == 1
        assert register.professionallijnen(openOp="2026-11-23T11:00:00Z").totaal == 0
        assert register.professionallijnen(openOp="2026-11-23T14:00:00Z").totaal == 1
        svb.meld_storing(gevolg="beperkt")
        assert register.professionallijnen(openOp="2026-11-23T11:00:00Z").totaal == 1
        assert register.professionallijn("svb", "aow").storing is not None


def test_a_storing_comes_in_by_the_write_door_and_can_be_proved() -> None:
    net = Network()
    svb, uwv = net.lid("svb"), net.lid("uwv")
    svb.publiceer()
    with net.http() as http:
        register = svb.register(http)
        receipt = register.dien_in(svb.sign(storing(), f"storing/{svb.oin}/aow"))
        bundel = register.bundel(receipt.digest)
        verify(bundel, logboek=net.signer.verifier, beheerder=net.obpt.geheim.kid)
        (said,) = register.verklaringen(f"storing/{svb.oin}/aow")
        assert (said.soort, said.inhoud["reden"]) == ("storing", "verhuizing")
        size = net.size()
        for lid, sub, code in (
            (uwv, f"storing/{svb.oin}/aow", "niet-bevoegd"),
            (svb, f"storing/{svb.oin}/nergens", "regel"),
        ):
            with pytest.raises(RefusedError) as caught:
                lid.register(http).dien_in(lid.sign(storing(reden="anders"), sub))
            assert caught.value.code == code
        assert net.size() == size
