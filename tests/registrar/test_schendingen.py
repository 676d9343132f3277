# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A case that was found gegrond stands in the way of joining until it is repaired; one that was not, never does."""

from datetime import datetime, timedelta

import pytest

from registry.projections.toetredingsdossier import Bronnen
from registry.registrar.schendingen import schendingen_van
from registry.statements.toetreding import Schendingtoets
from tests.support.toetreding import oordeel, vraag
from tests.support.zaken import Zaken


@pytest.fixture
def zaken() -> Zaken:
    zaken = Zaken()
    vraag(zaken.net, Schendingtoets())
    return zaken


def verdict(zaken: Zaken, at: datetime | None = None) -> str:
    bronnen = Bronnen(schendingen=schendingen_van(zaken.net.store, zaken.net.clock))
    return oordeel(zaken.svb, at=at, bronnen=bronnen).oordeel


def test_it_waits_from_the_oordeel_until_the_repair(zaken: Zaken) -> None:
    assert verdict(zaken) == "voldaan"
    zaak = zaken.meld()
    zaken.net.clock.move(hours=1)
    zaken.reageer(zaak, "betwist")
    assert verdict(zaken) == "voldaan"  # nobody judged yet
    zaken.net.clock.move(hours=1)
    judged = zaken.net.clock.at
    zaken.oordeel(zaak, "gegrond")
    assert verdict(zaken) == "niet-voldaan"
    zaken.net.clock.move(days=20)
    zaken.herstel(zaak)
    assert verdict(zaken) == "voldaan"
    assert verdict(zaken, at=judged) == "niet-voldaan"  # as of then
    assert verdict(zaken, at=judged - timedelta(seconds=1)) == "voldaan"


def test_what_was_found_otherwise_stands_in_nobodys_way(zaken: Zaken) -> None:
    zaak = zaken.meld()
    zaken.reageer(zaak, "betwist")
    zaken.oordeel(zaak, "ongegrond")
    assert verdict(zaken) == "voldaan"
