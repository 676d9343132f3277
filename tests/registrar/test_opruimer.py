# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, date, datetime
from time import monotonic, sleep

import pytest

from registry.registrar.opruimer import Opruimer
from registry.store.memory_meetboek import MemoryMeetboek
from tests.store.meetplaats import TOETSTELRAAM, rij


def test_what_was_kept_long_enough_goes_by_whole_months() -> None:
    boek = MemoryMeetboek(TOETSTELRAAM)
    boek.schrijf([rij(month, dag=date(2026, month, 1)) for month in range(1, 13)])
    opruimer = Opruimer(boek, 100, lambda: datetime(2026, 12, 15, tzinfo=UTC))
    assert opruimer.ruim_op() == 8  # a hundred days before is 6 September
    assert boek.hertel().vanaf == date(2026, 9, 1)


@pytest.mark.parametrize(("dagen", "left"), [(0, 12), (31, 2)])
def test_it_looks_when_it_starts_unless_everything_is_kept(dagen: int, left: int) -> None:
    boek = MemoryMeetboek(TOETSTELRAAM)
    boek.schrijf([rij(month, dag=date(2026, month, 1)) for month in range(1, 13)])
    opruimer = Opruimer(boek, dagen, lambda: datetime(2026, 12, 15, tzinfo=UTC))
    opruimer.start()
    until = monotonic() + 5
    while boek.hertel().rijen != left and monotonic() < until:
        sleep(0.01)
    opruimer.stop()
    assert boek.hertel().rijen == left
