# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Measurements for tests, as a loket would send them. TEST ONLY."""

from datetime import date, time
from typing import Any
from uuid import UUID

from registry.statements.loketten import Loket
from registry.statements.openingstijden import Openingsblok
from registry.statements.professionallijnen import Adres

BEGONNEN = "2026-11-23T08:30:00Z"  # a Monday, 9.30 in the Netherlands, half an hour before tests begin
DAG = date(2026, 11, 23)


def id_of(number: int) -> str:
    """A UUID that is the same in every run."""
    return str(UUID(int=number))


def contactmoment(number: int = 1, lijn: str = "svb/aow", **fields: Any) -> dict[str, Any]:
    """A call that was answered after 41 seconds."""
    given = {
        "id": id_of(number),
        "lijn": lijn,
        "kanaal": "telefoon",
        "begonnen": BEGONNEN,
        "uitkomst": "beantwoord",
        "wachttijd": 41,
    }
    return {name: value for name, value in (given | fields).items() if value is not None}


def hulpvraag(number: int = 1, loket: str = "utrecht/balie", **fields: Any) -> dict[str, Any]:
    """A question at a loket."""
    given = {"id": id_of(number), "loket": loket, "ontvangen": BEGONNEN}
    return {name: value for name, value in (given | fields).items() if value is not None}


def loket(naam: str = "balie", **fields: Any) -> Loket:
    """A loket that is open on mornings."""
    given: dict[str, Any] = {
        "titel": "Servicepunt",
        "adres": Adres(straat="Stadsplateau 1", postcode="3521 AZ", plaats="Utrecht"),
        "gemeenten": ("gm0344",),
        "ontvangst": "medewerker servicepunt",
        "openingstijden": (Openingsblok(dagen=("ma", "di", "wo", "do", "vr"), van=time(9), tot=time(12)),),
    }
    return Loket(naam=naam, **(given | fields))
