# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Signals over HTTP: what was measured makes a report ready, and somebody may file it as it is."""

from typing import Any

import msgspec

from registry.statements.normschendingen import Normschending
from tests.support import Lid
from tests.web import test_naleving
from tests.web.test_naleving import Netwerk, calls

netwerk = test_naleving.netwerk
ZAAK = "0199f3a0-0000-4000-8000-000000000001"


def ask(netwerk: Netwerk, lid: Lid, **vraag: Any) -> Any:
    token = netwerk.register(lid)._token()
    given = {"organisatie": "svb", "norm": "opnemen", "van": "2026-11-01", "tot": "2026-12-31"} | vraag
    return netwerk.http.get("/v1/signalen", params=given, headers={"Authorization": f"Bearer {token}"})


def test_a_window_gives_a_signal_when_it_is_over_and_the_norm_was_not_kept(netwerk: Netwerk) -> None:
    obpt = netwerk.net.obpt
    netwerk.send(*calls(9, wachttijd=61))
    assert ask(netwerk, obpt).json() == {"signalen": [], "totaal": 0}  # the month runs
    netwerk.net.clock.move(days=10)
    [signaal] = ask(netwerk, obpt).json()["signalen"]
    assert signaal["lijn"] == f"{netwerk.svb.oin}/aow"
    assert signaal["venster"] == {"van": "2026-11-01", "tot": "2026-11-30"}
    assert (signaal["waarde"], signaal["doel"], signaal["waarnemingen"], signaal["openZaken"]) == (0.0, 0.8, 9, 0)
    assert "0 %" in signaal["toelichting"]
    assert ask(netwerk, obpt, organisatie="uwv").json()["totaal"] == 0
    assert ask(netwerk, obpt, norm="afgebroken").json()["totaal"] == 0


def test_too_few_observations_and_a_norm_that_was_kept_give_none(netwerk: Netwerk) -> None:
    netwerk.send(*calls(4, wachttijd=61))
    netwerk.net.clock.move(days=10)
    assert ask(netwerk, netwerk.net.obpt).json()["totaal"] == 0
    netwerk.send(*calls(40, 4))
    assert ask(netwerk, netwerk.net.obpt).json()["totaal"] == 0


def test_the_report_that_is_ready_is_one_that_a_member_may_file_and_nobody_did(netwerk: Netwerk) -> None:
    netwerk.send(*calls(9, wachttijd=61))
    netwerk.net.clock.move(days=10)
    size = netwerk.register(netwerk.ede).normschendingen().totaal
    [signaal] = ask(netwerk, netwerk.net.obpt).json()["signalen"]
    assert netwerk.register(netwerk.ede).normschendingen().totaal == size == 0
    netwerk.ede.say(msgspec.convert(signaal["melding"], Normschending), f"zaak/{ZAAK}")
    [again] = ask(netwerk, netwerk.net.obpt).json()["signalen"]
    assert again["openZaken"] == 1


def test_signals_are_for_the_beheerder(netwerk: Netwerk) -> None:
    for lid in (netwerk.svb, netwerk.ede):
        assert ask(netwerk, lid).status_code == 403
    assert ask(netwerk, netwerk.net.obpt, organisatie="").status_code == 400
