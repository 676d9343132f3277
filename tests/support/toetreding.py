# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Criteria, evidence and judgements, and how a member of a test network stands against them. TEST ONLY."""

from datetime import date, datetime
from typing import Any

from registry.projections.toetreding import Criteriumoordeel, Toetreding, toetreding
from registry.projections.toetredingsdossier import Bronnen
from registry.registrar.admission import Ontvangst
from registry.registrar.toetreding import Dossiers
from registry.statements.toetreding import Beoordeling, Bewijsstuk, Bewijstoets, EenToets, Toetredingscriterium
from tests.support.network import Lid, Network

BEWIJS = Bewijstoets(wat="Het mandaatbesluit.")


def criterium(toets: EenToets, naam: str = "eis", **fields: Any) -> Toetredingscriterium:
    """A criterion for publishers, in force since the beginning of the year."""
    given: dict[str, Any] = {
        "versie": 1,
        "titel": f"Eis {naam}",
        "plateau": 1,
        "dimensie": "kwaliteit",
        "voor": ("publicist",),
        "ingangsdatum": date(2026, 1, 1),
    }
    return Toetredingscriterium(naam=naam, toets=toets, **(given | fields))


def vraag(net: Network, toets: EenToets, naam: str = "eis", **fields: Any) -> Ontvangst:
    """Let the beheerder ask something of everybody."""
    return net.obpt.say(criterium(toets, naam, **fields), f"toetredingscriterium/{naam}")


def bewijsstuk(naam: str = "eis", **fields: Any) -> Bewijsstuk:
    """A document that shows what was asked."""
    given: dict[str, Any] = {
        "versie": 1,
        "documentsoort": "mandaatbesluit",
        "hash": "ab" * 32,
        "waar": "https://example.nl/mandaat",
    }
    return Bewijsstuk(criterium=naam, **(given | fields))


def lever_in(lid: Lid, naam: str = "eis", **fields: Any) -> Ontvangst:
    """Let a member hand in evidence."""
    return lid.say(bewijsstuk(naam, **fields), f"bewijsstuk/{lid.oin}/{naam}")


def beoordeel(net: Network, lid: Lid, naam: str = "eis", **fields: Any) -> Ontvangst:
    """Let the beheerder judge the evidence that stands; sufficient, unless told otherwise."""
    given: dict[str, Any] = {"bewijsstuk": net.head(f"bewijsstuk/{lid.oin}/{naam}"), "oordeel": "voldoende"}
    if fields.get("oordeel", "voldoende") == "voldoende":
        given["geldig_tot"] = date(2027, 12, 31)
    return net.obpt.say(Beoordeling(criterium=naam, **(given | fields)), f"beoordeling/{lid.oin}/{naam}")


def stand(lid: Lid, at: datetime | None = None, bronnen: Bronnen | None = None) -> Toetreding:
    """How a member stands now, or as of a moment."""
    dossiers = Dossiers(lid.net.store)
    dossier = dossiers.op([lid.oin], at).get(lid.oin) if at else next(iter(dossiers.nu([lid.oin])[1]), None)
    assert dossier is not None
    return toetreding(dossier, at or lid.net.clock.at, bronnen or Bronnen())


def oordeel(lid: Lid, naam: str = "eis", **given: Any) -> Criteriumoordeel:
    """What is said of one criterion."""
    (found,) = [een for een in stand(lid, **given).criteria if een.criterium.naam == naam]
    return found
