# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What Dutch organisations publish as norms can be said; what cannot be judged or contradicts itself cannot."""

from datetime import date
from typing import Any

import msgspec
import pytest

from registry.statements.openingstijden import Duur
from registry.statements.schema import body_faults, convert
from registry.statements.servicenormen import Servicenorm

OP = date(2026, 11, 23)
OPNEMEN: dict[str, Any] = {
    "naam": "opnemen",
    "versie": 1,
    "titel": "Opnemen binnen 20 seconden",
    "dimensie": "bereikbaarheid",
    "kanalen": ["telefoon"],
    "maat": "wachttijd",
    "statistiek": "aandeel-binnen",
    "drempel": {"aantal": 20, "eenheid": "seconden"},
    "richting": "minstens",
    "doel": 0.8,
    "noemer": "begonnen",
    "venster": "kwartaal",
    "klok": "doorlopend",
    "minimumWaarnemingen": 30,
    "ingangsdatum": "2026-01-01",
}


def faults_of(**changes: Any) -> list[tuple[str, str]]:
    """The faults of a good norm with these members changed; None takes one out."""
    said = {name: value for name, value in (OPNEMEN | changes).items() if value is not None}
    body, fouten = convert(said, Servicenorm)
    if body is not None:
        fouten = list(body_faults(body, OP))
    return [(fout.veld, fout.code) for fout in fouten]


def term(aantal: int, eenheid: str) -> dict[str, Any]:
    return {"aantal": aantal, "eenheid": eenheid}


ZONDER: dict[str, Any] = {"drempel": None}
SCHRIFTELIJK = {"kanalen": ["email", "post", "webformulier"]}
GEPUBLICEERD: dict[str, dict[str, Any]] = {
    "Katwijk: opnemen binnen 20 seconden": {},
    "Katwijk: terugbellen binnen 24 uur": {"maat": "terugbeltijd", "drempel": term(24, "uren"), "doel": 1},
    "Katwijk: ontvangstbericht na 1 werkdag": {
        **SCHRIFTELIJK, "maat": "ontvangstbevestiging", "drempel": term(1, "werkdagen"), "doel": 1.0,
    },
    "Katwijk: inhoudelijk antwoord binnen 3 weken": {
        **SCHRIFTELIJK, "maat": "antwoordtijd", "statistiek": "percentiel", "percentiel": 100, "drempel": None,
        "doel": term(3, "weken"), "richting": "hoogstens",
    },
    "Katwijk: met afspraak hoogstens 5 minuten wachten": {
        "kanalen": ["balie"], "maat": "baliewachttijd", "drempel": term(5, "minuten"), "doel": 1,
        "voorwaarden": {"afspraak": True},
    },
    "Heemskerk: hoogstens 2 keer doorverbinden": {
        "maat": "doorverbindingen", "statistiek": "percentiel", "percentiel": 100, "drempel": None, "doel": 2,
        "richting": "hoogstens", "klok": None,
    },
    "hoogstens 2 keer, in 95 % van de gesprekken": {"maat": "doorverbindingen", "drempel": 2, "klok": None},
    "gemiddelde wachttijd hoogstens 2 minuten": {
        **ZONDER, "statistiek": "gemiddelde", "doel": term(2, "minuten"), "richting": "hoogstens",
        "noemer": "beantwoord",
    },
    "90 % binnen 30 seconden, per maand": {
        **ZONDER, "statistiek": "percentiel", "percentiel": 90, "doel": term(30, "seconden"),
        "richting": "hoogstens", "venster": "maand",
    },
    "hoogstens 5 % hangt op": {
        **ZONDER, "maat": "uitkomst", "statistiek": "aandeel-uitkomst", "uitkomsten": ["afgebroken"], "doel": 0.05,
        "richting": "hoogstens", "klok": None, "teltNietMee": {"afgebrokenBinnen": term(5, "seconden")},
    },
    "elke werkdag 8 uur open": {
        **ZONDER, "maat": "openstelling", "statistiek": "gemiddelde", "doel": 8, "noemer": None, "klok": None,
        "minimumWaarnemingen": None,
    },
    "op 95 % van de werkdagen minstens 7,5 uur open": {
        "maat": "openstelling", "statistiek": "aandeel-vanaf", "drempel": term(450, "minuten"), "doel": 0.95,
    },
    "8 op de 10 geeft een 7 of meer": {"maat": "tevredenheid", "statistiek": "aandeel-vanaf", "drempel": 7},
    "gemiddeld een 7,5": {**ZONDER, "maat": "tevredenheid", "statistiek": "gemiddelde", "doel": 7.5},
    "gegevens kloppen": {**ZONDER, "maat": "juistheid", "statistiek": "aandeel-uitkomst", "doel": 0.95},
    "gegevens hoogstens een half jaar oud": {
        **ZONDER, "maat": "actualiteit", "statistiek": "percentiel", "percentiel": 100, "richting": "hoogstens",
        "doel": term(26, "weken"),
    },
    "8 werkuren om af te handelen": {
        "maat": "afhandeltijd", "drempel": term(8, "werkuren"), "klok": "openingstijden", "venster": "vier-maanden",
    },
    "binnen 5 werkdagen een afspraak, per halfjaar": {
        "maat": "afspraaktermijn", "drempel": term(5, "werkdagen"), "venster": "halfjaar",
    },
    "bij eerste contact geholpen, zonder doorverbinden": {"maat": "doorverbindingen", "drempel": 0, "klok": None},
    "klachten binnen 6 weken": {
        "maat": "afhandeltijd", "drempel": term(6, "weken"), "voorwaarden": {"onderwerpen": ["klacht"]},
    },
    "per dag, van maandag tot volgend jaar": {"venster": "dag", "einddatum": "2026-12-31"},
    "een hele week, ook 's nachts": {"venster": "week", "klok": "doorlopend", "kanalen": []},
}  # fmt: skip


@pytest.mark.parametrize("wat", GEPUBLICEERD)
def test_what_is_published_can_be_said(wat: str) -> None:
    assert faults_of(**GEPUBLICEERD[wat]) == []


FOUT: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "a share above 1": ({"doel": 80}, [("doel", "bereik")]),
    "a share that everybody reaches": ({"doel": 0}, [("doel", "zinloos")]),
    "a share that nobody can exceed": (
        {**GEPUBLICEERD["hoogstens 5 % hangt op"], "doel": 1},
        [("doel", "zinloos")],
    ),
    "a term where a share belongs": ({"doel": term(1, "uren")}, [("doel", "bereik")]),
    "a number where a term belongs": ({"drempel": 20}, [("drempel", "type")]),
    "a term where a number belongs": (
        {"maat": "tevredenheid", "statistiek": "gemiddelde", "drempel": None, "doel": term(7, "uren")},
        [("doel", "type")],
    ),
    "no term at all": ({"drempel": None}, [("drempel", "ontbreekt")]),
    "a term too many": (
        {"statistiek": "gemiddelde", "richting": "hoogstens", "doel": term(2, "minuten")},
        [("drempel", "tegenspraak")],
    ),
    "a mark of 11": ({**GEPUBLICEERD["gemiddeld een 7,5"], "doel": 11}, [("doel", "bereik")]),
    "a day of 25 hours": ({**GEPUBLICEERD["elke werkdag 8 uur open"], "doel": 25}, [("doel", "bereik")]),
    "the wrong way round": ({"richting": "hoogstens"}, [("richting", "tegenspraak")]),
    "waiting for days": ({"drempel": term(2, "werkdagen")}, [("drempel", "bereik")]),
    "werkuren around the clock": (
        {"maat": "terugbeltijd", "drempel": term(8, "werkuren")},
        [("drempel", "tegenspraak")],
    ),
    "a percentile of nothing": ({"percentiel": 90}, [("percentiel", "tegenspraak")]),
    "which percentile": (
        {**GEPUBLICEERD["90 % binnen 30 seconden, per maand"], "percentiel": None},
        [("percentiel", "ontbreekt")],
    ),
    "a percentile of 101": (
        {**GEPUBLICEERD["90 % binnen 30 seconden, per maand"], "percentiel": 101},
        [("percentiel", "bereik")],
    ),
    "which uitkomsten": (
        {**GEPUBLICEERD["hoogstens 5 % hangt op"], "uitkomsten": []},
        [("uitkomsten", "ontbreekt")],
    ),
    "uitkomsten of a wait": ({"uitkomsten": ["beantwoord"]}, [("uitkomsten", "tegenspraak")]),
    "an uitkomst that its noemer leaves out": (
        {**GEPUBLICEERD["hoogstens 5 % hangt op"], "noemer": "beantwoord"},
        [("noemer", "tegenspraak")],
    ),
    "an uitkomst twice": (
        {**GEPUBLICEERD["hoogstens 5 % hangt op"], "uitkomsten": ["afgebroken", "afgebroken"]},
        [("uitkomsten[1]", "dubbel")],
    ),
    "a statistic that does not go with it": (
        {"maat": "uitkomst", "uitkomsten": ["beantwoord"], "drempel": None},
        [("statistiek", "tegenspraak")],
    ),
    "a desk by phone": ({"maat": "baliewachttijd"}, [("kanalen", "tegenspraak")]),
    "of whom": ({"noemer": None}, [("noemer", "ontbreekt")]),
    "on which clock": ({"klok": None}, [("klok", "ontbreekt")]),
    "how many": ({"minimumWaarnemingen": None}, [("minimumWaarnemingen", "ontbreekt")]),
    "who hangs up, in a norm on letters": (
        {**GEPUBLICEERD["Katwijk: ontvangstbericht na 1 werkdag"],
         "teltNietMee": {"afgebrokenBinnen": term(5, "seconden")}},
        [("teltNietMee", "tegenspraak")],
    ),
    "who hangs up within two days": (
        {"teltNietMee": {"afgebrokenBinnen": term(2, "werkdagen")}},
        [("teltNietMee.afgebrokenBinnen", "bereik")],
    ),
    "conditions of what is not measured": (
        {**GEPUBLICEERD["elke werkdag 8 uur open"], "voorwaarden": {"vraagtypen": [1]}},
        [("voorwaarden", "tegenspraak")],
    ),
    "an end before its beginning": ({"einddatum": "2025-12-31"}, [("einddatum", "volgorde")]),
    "a beginning before there were norms": ({"ingangsdatum": "1995-01-01"}, [("ingangsdatum", "bereik")]),
    "somebody's mail address": ({"bron": "Vraag het aan j.jansen@example.nl"}, [("bron", "emailadres")]),
    "a field that nobody knows": ({"eis": 1}, [("eis", "onbekend-veld")]),
    "several at once": (
        {"doel": 2, "noemer": None, "einddatum": "2025-01-01"},
        [("doel", "bereik"), ("noemer", "ontbreekt"), ("einddatum", "volgorde")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("wat", FOUT)
def test_what_cannot_be_judged_is_a_fault_by_name(wat: str) -> None:
    changes, expected = FOUT[wat]
    assert faults_of(**changes) == expected


def test_a_limit_is_read_in_hours_or_days() -> None:
    norm = msgspec.convert(OPNEMEN | {"maat": "openstelling"}, Servicenorm)
    assert norm.getal(norm.doel) == 0.8
    assert norm.getal(Duur(aantal=20, eenheid="seconden")) == pytest.approx(20 / 3600)


@pytest.mark.parametrize(("kanaal", "is_about"), [("telefoon", True), ("email", False)])
def test_a_norm_is_about_the_channels_it_names(kanaal: str, *, is_about: bool) -> None:
    assert msgspec.convert(OPNEMEN, Servicenorm).treft(kanaal) is is_about
    assert msgspec.convert(OPNEMEN | {"kanalen": []}, Servicenorm).treft(kanaal)


def test_the_desk_is_the_only_place_to_wait_at_a_desk() -> None:
    norm = msgspec.convert(OPNEMEN | {"kanalen": [], "maat": "baliewachttijd"}, Servicenorm)
    assert norm.treft("balie")
    assert not norm.treft("telefoon")
