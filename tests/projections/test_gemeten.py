# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was measured of a channel, for who is about to use it; and what a line was through time."""

from datetime import date
from typing import Any

import msgspec

from registry.projections.gemeten import MINSTENS, gemeten
from registry.projections.meetcijfers import Gemeten
from registry.projections.meetklok import Meetklok
from registry.projections.openstelling import geschiedenis
from registry.statements.metingen import Contactmoment
from registry.statements.professionallijnen import Geldigheid
from tests.projections.test_tellingen import GEBELD
from tests.statements.roosters import KALENDERS, KANTOORLIJN, at
from tests.support.network import lijn
from tests.support.tellen import tel

KLOK = Meetklok(KALENDERS)


def measured(*rows: Contactmoment, kanaal: str = "telefoon") -> Gemeten | None:
    return gemeten(kanaal, [tel(row, [KANTOORLIJN], KLOK) for row in rows])


def call(**fields: Any) -> Contactmoment:
    return msgspec.structs.replace(GEBELD, **fields)


def test_who_is_about_to_call_sees_how_it_went_for_others() -> None:
    rows = [call(wachttijd=10 * n) for n in range(1, 9)]
    rows += [call(uitkomst="geweigerd", wachttijd=None), call(uitkomst="afgebroken", wachttijd=500)]
    assert measured(*rows) == Gemeten(waarnemingen=10, aandeel_beantwoord=0.8, wachttijd_p50=40, wachttijd_p90=80)


def test_too_few_is_about_somebody() -> None:
    assert measured(*[call()] * (MINSTENS - 1)) is None
    assert measured(*[call()] * MINSTENS) is not None
    assert measured(*[call()] * MINSTENS, kanaal="email") is None


def test_who_calls_at_night_says_nothing_of_the_line() -> None:
    night = [call(begonnen=at("2026-11-26 20:00"), uitkomst="niet-opgenomen")] * 9
    assert measured(*night) is None
    found = measured(*night, *[call(wachttijd=None)] * 5)
    assert found == Gemeten(waarnemingen=5, aandeel_beantwoord=1.0)
    mail = [msgspec.structs.replace(row, kanaal="email") for row in night]
    assert measured(*mail, kanaal="email") == Gemeten(waarnemingen=9, aandeel_beantwoord=0.0)


def test_the_last_word_of_a_day_is_of_that_day() -> None:
    first, second, third = (lijn(titel=titel, geldig=Geldigheid(van=date(2026, 1, 1))) for titel in "abc")
    said = [
        (at("2026-03-02 08:00"), first),
        (at("2026-03-10 08:00"), second),
        (at("2026-03-10 23:30"), third),  # the next day in the Netherlands
        (at("2026-03-20 08:00"), lijn()),
        (at("2026-03-20 09:00"), None),
    ]
    assert list(geschiedenis("x", said).versies) == [
        (date(2026, 1, 1), first),  # it says that it was there already
        (date(2026, 3, 10), second),
        (date(2026, 3, 11), third),
        (date(2026, 3, 20), None),
    ]
