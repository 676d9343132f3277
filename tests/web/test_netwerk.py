# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Kalenders and loketten over HTTP."""

import pytest

from tests.web.routes import Asking, is_problem


@pytest.mark.parametrize("jaar", ["2026", "2027"])
def test_a_kalender_is_given_as_it_was_signed(asking: Asking, jaar: str) -> None:
    said = asking.get(f"/v1/kalenders/{jaar}").json()
    assert said["jaar"] == int(jaar)
    assert {"datum": f"{jaar}-12-25", "naam": "Eerste Kerstdag", "soort": "erkend"} in said["dagen"]
    assert said["kantoortijden"] == [{"dagen": ["ma", "di", "wo", "do", "vr"], "van": "09:00:00", "tot": "17:00:00"}]


@pytest.mark.parametrize(
    "jaar", ["2028", "1999", "0", "26", "02026", "2026.0", "-2026", "+2026", "2e3", "jaar", "2026%0A", "%202026"]
)
def test_a_year_without_a_kalender_is_not_there(asking: Asking, jaar: str) -> None:
    assert is_problem(asking.get(f"/v1/kalenders/{jaar}"), 404, "niet-gevonden")


@pytest.mark.parametrize("jaar", ["２０２６", "٢٠٢٦"])
def test_a_year_is_written_in_the_digits_of_the_description(asking: Asking, jaar: str) -> None:
    assert is_problem(asking.get(f"/v1/kalenders/{jaar}"), 404, "niet-gevonden")


def test_a_loket_says_where_it_is_and_who_sits_there_when(asking: Asking) -> None:
    said = asking.get("/v1/loketten").json()
    assert said["totaal"] == 1
    (stand,) = said["loketten"]
    assert (stand["oin"], stand["naam"]) == (asking.served.beller.oin, "informatiepunt")
    assert stand["loket"]["aanwezig"] == [{"organisatie": "svb", "dagen": ["ma", "do"]}]
    assert stand["verklaring"] == asking.net.head(f"loket/{stand['oin']}/informatiepunt")


@pytest.mark.parametrize(("gemeente", "found"), [("gm0153", 1), ("gm0363", 0)])
def test_loketten_can_be_asked_for_by_gemeente(asking: Asking, gemeente: str, found: int) -> None:
    assert asking.get(f"/v1/loketten?gemeente={gemeente}").json()["totaal"] == found


@pytest.mark.parametrize("gemeente", ["Enschede", "gm153", "GM0153", "gm01533", "gm0153%0A", "gm%D9%A0153"])
def test_a_gemeente_is_a_code(asking: Asking, gemeente: str) -> None:
    assert is_problem(asking.get(f"/v1/loketten?gemeente={gemeente}"), 400, "vraag-onjuist")


def test_the_loket_of_a_suspended_member_is_gone(asking: Asking) -> None:
    net, beller = asking.net, asking.served.beller
    obpt = net.obpt.register(asking.client)._token()
    net.schors(beller)
    assert asking.get("/v1/loketten", Authorization=f"Bearer {obpt}").json()["totaal"] == 0
    net.laat_toe(beller, ("loket",))
    assert asking.get("/v1/loketten", Authorization=f"Bearer {obpt}").json()["totaal"] == 1
