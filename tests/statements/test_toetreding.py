# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What can be asked of who joins, shown for it and judged; and what cannot, each fault by name."""

from datetime import date
from typing import Any, get_args

import pytest

from registry.statements.schema import body_faults, convert
from registry.statements.toetreding import (
    AFKEURREDENEN,
    Afkeurreden,
    Beoordeling,
    Bewijsstuk,
    EenToets,
    Toetredingscriterium,
    noemt_artikel,
)

OP = date(2026, 11, 23)
EIS: dict[str, Any] = {
    "naam": "mandaat",
    "versie": 1,
    "titel": "Wie opneemt, mag beslissen",
    "plateau": 3,
    "dimensie": "kwaliteit",
    "voor": ["publicist"],
    "toets": {"soort": "bewijs", "wat": "Het mandaatbesluit."},
    "ingangsdatum": "2026-01-01",
}
BEWIJS: dict[str, Any] = {
    "criterium": "mandaat",
    "versie": 1,
    "documentsoort": "mandaatbesluit",
    "hash": "ab" * 32,
    "waar": "https://example.nl/mandaat",
}
OORDEEL: dict[str, Any] = {
    "criterium": "mandaat",
    "bewijsstuk": "ab" * 32,
    "oordeel": "voldoende",
    "geldigTot": "2027-12-31",
}
BRON = {"document": "Adviesnotitie", "plaats": "hoofdstuk 6", "citaat": "Is mandatering nodig?"}
GOED: dict[str, dict[str, Any]] = {
    "kanaal": {"kanalen": ["telefoon", "chat"]},
    "openstelling": {"uren": 7.5, "kanalen": ["telefoon"]},
    "toezegging": {"norm": "telefoon-opnemen"},
    "naleving": {"norm": "telefoon-opnemen", "maanden": 6},
    "bevestigd": {"dagen": 180, "lijnen": "een"},
    "terugval": {},
    "leercirkel": {"binnen": {"aantal": 5, "eenheid": "werkdagen"}},
    "toegangseisen": {"eisen": ["rol"]},
    "grondslag": {},
    "sleutel": {"maanden": 13},
    "schending": {},
    "bewijs": {"wat": "Het besluit."},
}


def faults_of(kind: Any, said: dict[str, Any]) -> list[tuple[str, str]]:
    body, fouten = convert({name: value for name, value in said.items() if value is not None}, kind)
    if body is not None:
        fouten = list(body_faults(body, OP))
    return [(fout.veld, fout.code) for fout in fouten]


def toets(soort: str, **fields: Any) -> dict[str, Any]:
    return EIS | {"toets": {"soort": soort} | GOED[soort] | fields}


def test_every_kind_of_check_can_be_said() -> None:
    assert GOED.keys() == {str(kind.__struct_config__.tag) for kind in get_args(EenToets)}
    for soort in GOED:
        assert faults_of(Toetredingscriterium, toets(soort)) == []
    assert faults_of(Toetredingscriterium, EIS | {"bron": BRON, "einddatum": "2027-01-01"}) == []


WRONG: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "no check": ({"toets": None}, [("toets", "ontbreekt")]),
    "a check that nobody knows": ({"toets": {"soort": "sfeer"}}, [("toets.soort", "waarde")]),
    "a check without its soort": ({"toets": {"dagen": 1}}, [("toets.soort", "ontbreekt")]),
    "a parameter of another check": (toets("grondslag", dagen=3), [("toets.dagen", "onbekend-veld")]),
    "lines of what is not about lines": (toets("sleutel", lijnen="een"), [("toets.lijnen", "onbekend-veld")]),
    "no channel": (toets("kanaal", kanalen=[]), [("toets.kanalen", "lengte")]),
    "a channel that there is not": (toets("kanaal", kanalen=["fax"]), [("toets.kanalen[0]", "waarde")]),
    "a channel twice": (toets("kanaal", kanalen=["chat", "chat"]), [("toets.kanalen[1]", "dubbel")]),
    "a channel twice, of lines": (toets("terugval", kanalen=["chat", "chat"]), [("toets.kanalen[1]", "dubbel")]),
    "a requirement twice": (toets("toegangseisen", eisen=["rol", "rol"]), [("toets.eisen[1]", "dubbel")]),
    "a day of 25 hours": (toets("openstelling", uren=25), [("toets.uren", "bereik")]),
    "no hour": (toets("openstelling", uren=0), [("toets.uren", "bereik")]),
    "no day": (toets("bevestigd", dagen=0), [("toets.dagen", "bereik")]),
    "eleven years of keys": (toets("sleutel", maanden=132), [("toets.maanden", "bereik")]),
    "adherence of three years": (toets("naleving", maanden=36), [("toets.maanden", "bereik")]),
    "an answer at once": (
        toets("leercirkel", binnen={"aantal": 0, "eenheid": "weken"}), [("toets.binnen.aantal", "bereik")],
    ),
    "half of the lines": (toets("terugval", lijnen="helft"), [("toets.lijnen", "waarde")]),
    "a norm that cannot be called so": (toets("toezegging", norm="Telefoon!"), [("toets.norm", "patroon")]),
    "somebody's number in what is asked": (toets("bewijs", wat="Van 123456782"), [("toets.wat", "bsn")]),
    "somebody's address in a quotation": (
        {"bron": BRON | {"citaat": "Vraag j.jansen@example.nl"}}, [("bron.citaat", "emailadres")],
    ),
    "a quotation of nothing": ({"bron": {"document": "x", "plaats": "y"}}, [("bron.citaat", "ontbreekt")]),
    "plateau nought": ({"plateau": 0}, [("plateau", "bereik")]),
    "plateau ten": ({"plateau": 10}, [("plateau", "bereik")]),
    "for nobody": ({"voor": []}, [("voor", "lengte")]),
    "for the beheerder": ({"voor": ["beheerder"]}, [("voor[0]", "waarde")]),
    "for one role twice": ({"voor": ["loket", "loket"]}, [("voor[1]", "dubbel")]),
    "an end before its beginning": ({"einddatum": "2025-12-31"}, [("einddatum", "volgorde")]),
    "before there were criteria": ({"ingangsdatum": "1999-12-31"}, [("ingangsdatum", "bereik")]),
    "version nought": ({"versie": 0}, [("versie", "bereik")]),
}  # fmt: skip


@pytest.mark.parametrize("wat", WRONG)
def test_what_cannot_be_asked_is_a_fault_by_name(wat: str) -> None:
    changes, expected = WRONG[wat]
    assert faults_of(Toetredingscriterium, EIS | changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"hash": "AB" * 32}, [("hash", "patroon")]),
        ({"hash": "ab" * 31}, [("hash", "patroon")]),
        ({"waar": "http://example.nl/x"}, [("waar", "patroon")]),
        ({"waar": "file:///etc/passwd"}, [("waar", "patroon")]),
        ({"waar": "https://example.nl/x?sleutel=geheim"}, [("waar", "tegenspraak")]),
        ({"waar": "https://example.nl/x#deel"}, [("waar", "tegenspraak")]),
        ({"waar": "https://example.nl/123456782"}, [("waar", "bsn")]),
        ({"documentsoort": "brief van Jan"}, [("documentsoort", "waarde")]),
        ({"toelichting": "Zie bijlage"}, [("toelichting", "onbekend-veld")]),  # no word of it goes into the log
        ({"versie": None}, [("versie", "ontbreekt")]),
    ],
)
def test_evidence_is_a_hash_and_a_place_and_nothing_else(
    changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert faults_of(Bewijsstuk, BEWIJS) == []
    assert faults_of(Bewijsstuk, BEWIJS | changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"geldigTot": None}, [("geldigTot", "ontbreekt")]),
        ({"geldigTot": "2026-11-22"}, [("geldigTot", "bereik")]),
        ({"redenen": ["verouderd"]}, [("redenen", "tegenspraak")]),
        ({"oordeel": "onvoldoende"}, [("redenen", "ontbreekt"), ("geldigTot", "tegenspraak")]),
        ({"oordeel": "onvoldoende", "redenen": ["lelijk"], "geldigTot": None}, [("redenen[0]", "waarde")]),
        (
            {"oordeel": "onvoldoende", "redenen": ["verouderd", "verouderd"], "geldigTot": None},
            [("redenen[1]", "dubbel")],
        ),
        ({"oordeel": "twijfel"}, [("oordeel", "waarde")]),
        ({"bewijsstuk": "x"}, [("bewijsstuk", "patroon")]),
        ({"toelichting": "Prima."}, [("toelichting", "onbekend-veld")]),
    ],
)
def test_a_judgement_says_until_when_or_why_not(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert faults_of(Beoordeling, OORDEEL) == []
    assert faults_of(Beoordeling, OORDEEL | {"geldigTot": "2026-11-23"}) == []
    assert faults_of(Beoordeling, OORDEEL | changes) == expected


def test_every_reason_has_words() -> None:
    assert AFKEURREDENEN.keys() == set(get_args(Afkeurreden))


@pytest.mark.parametrize(
    ("grondslag", "names"),
    [
        ("Wet SUWI art. 62", True), ("Participatiewet artikel 64", True), ("Awb art 2:1", True),
        ("AWR, artikelen 67 en 68", True), ("Artikel 8 Wgs", True), ("Wet SUWI", False), ("n.v.t.", False),
        ("party 3", False), ("start.1", False), ("", False),
    ],
)  # fmt: skip
def test_a_legal_ground_names_an_article(grondslag: str, *, names: bool) -> None:
    assert noemt_artikel(grondslag) is names
