# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A publisher hears where its own words fall short of a norm, by how much, and nothing else."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.projections.meetklok import KLOKKEN, Meetklok, second_of
from registry.projections.toezeggingen import tekorten
from registry.projections.waarnemingen import loopklok
from registry.statements.openingstijden import Duur, Eenheid
from registry.statements.professionallijnen import Adres, Balie, Email, Geldigheid, Kanaal, Telefoon, Toezegging
from registry.statements.servicenormen import Servicenorm, Voorwaarden
from tests.projections.test_meetklok import spells
from tests.projections.test_servicenormen import norm
from tests.statements.roosters import KALENDERS, blok
from tests.support.network import lijn

OP = date(2026, 11, 23)
KLOK = Meetklok(KALENDERS)
UREN = (blok("ma di wo do vr", "09:00-17:00"),)


def term(aantal: int, eenheid: Eenheid) -> Duur:
    return Duur(aantal=aantal, eenheid=eenheid)


def belooft(maat: str, drempel: Duur, aandeel: float | None = None) -> Toezegging:
    return msgspec.convert(
        {"maat": maat, "drempel": msgspec.to_builtins(drempel)} | ({} if aandeel is None else {"aandeel": aandeel}),
        Toezegging,
    )


def short(gezegd: Toezegging | tuple[Toezegging, ...], *normen: Servicenorm) -> list[tuple[str, str, str]]:
    said = gezegd if isinstance(gezegd, tuple) else (gezegd,)
    return found(Telefoon(nummer="+31880000101", openingstijden=UREN, toezeggingen=said), *normen)


def found(kanaal: Kanaal, *normen: Servicenorm, **fields: Any) -> list[tuple[str, str, str]]:
    line = lijn(kanalen=(kanaal,), **fields)
    return [(een.veld, een.code, een.uitleg) for een in tekorten(line, normen, op=OP, klok=KLOK)]


VRAAGT = "norm opnemen vraagt 80 % binnen 20 seconden."
OPNEMEN = norm()  # 80 % within 20 seconds
TERUGBELLEN = norm(naam="terugbellen", maat="terugbeltijd", drempel=term(1, "werkdagen"), doel=0.9)


@pytest.mark.parametrize(
    "gezegd",
    [
        belooft("wachttijd", term(20, "seconden"), 0.8),
        belooft("wachttijd", term(10, "seconden"), 0.95),
        belooft("wachttijd", term(20, "seconden")),
        belooft("antwoordtijd", term(3, "weken"), 0.1),
    ],
)
def test_who_promises_as_much_as_the_norm_hears_nothing(gezegd: Toezegging) -> None:
    assert short(gezegd, OPNEMEN) == []


def test_a_term_that_is_too_long_is_told_with_the_difference() -> None:
    assert short(belooft("wachttijd", term(60, "seconden"), 0.8), OPNEMEN) == [
        (
            "kanalen[0].toezeggingen[0].drempel",
            "termijn",
            f"U zegt 80 % binnen 60 seconden toe; {VRAAGT} Uw termijn is 40 seconden langer.",
        )
    ]


def test_a_share_that_is_too_low_is_told_with_the_difference() -> None:
    assert short(belooft("wachttijd", term(20, "seconden"), 0.75), OPNEMEN) == [
        (
            "kanalen[0].toezeggingen[0].aandeel",
            "aandeel",
            f"U zegt 75 % binnen 20 seconden toe; {VRAAGT} Uw aandeel is 5 procentpunt lager.",
        )
    ]


def test_both_are_told() -> None:
    said = short(belooft("wachttijd", term(2, "minuten"), 0.5), OPNEMEN)
    assert [code for _, code, _ in said] == ["termijn", "aandeel"]
    assert "100 seconden langer" in said[0][2]


def test_of_several_promises_one_is_enough() -> None:
    gezegd = belooft("wachttijd", term(60, "seconden"), 0.99), belooft("wachttijd", term(20, "seconden"), 0.8)
    assert short(gezegd, OPNEMEN) == []


def test_a_percentile_is_a_share() -> None:
    p90 = norm(statistiek="percentiel", percentiel=90.0, drempel=None, doel=term(30, "seconden"), richting="hoogstens")
    assert short(belooft("wachttijd", term(30, "seconden"), 0.9), p90) == []
    assert [code for _, code, _ in short(belooft("wachttijd", term(30, "seconden"), 0.8), p90)] == ["aandeel"]


def test_a_mean_is_not_held_against_a_promise() -> None:
    mean = norm(statistiek="gemiddelde", drempel=None, doel=term(5, "seconden"), richting="hoogstens")
    assert short(belooft("wachttijd", term(60, "seconden"), 0.8), mean) == []


@pytest.mark.parametrize(
    ("gezegd", "codes"),
    [
        (term(1, "werkdagen"), []),
        (term(1, "kalenderdagen"), []),
        (term(24, "uren"), []),
        (term(2, "werkdagen"), ["termijn"]),
        (term(48, "uren"), ["niet-te-vergelijken"]),
        (term(8, "werkuren"), ["niet-te-vergelijken"]),
    ],
)
def test_terms_in_other_units_are_compared_as_far_as_they_can_be(gezegd: Duur, codes: list[str]) -> None:
    assert [code for _, code, _ in short(belooft("terugbeltijd", gezegd, 0.9), TERUGBELLEN)] == codes


def test_working_days_fit_into_weeks() -> None:
    weken = norm(maat="antwoordtijd", kanalen=("email",), drempel=term(3, "weken"), doel=0.9)
    mail = Email(adres="aow@example.nl", toezeggingen=(belooft("antwoordtijd", term(5, "werkdagen"), 0.9),))
    assert found(mail, weken) == []


def test_a_desk_is_held_to_the_norm_for_who_comes_there() -> None:
    adres = Adres(straat="Plein 1", postcode="7511 JX", plaats="Enschede")
    said = (belooft("baliewachttijd", term(10, "minuten"), 0.9),)
    afspraak = norm(
        maat="baliewachttijd",
        kanalen=("balie",),
        drempel=term(5, "minuten"),
        voorwaarden=Voorwaarden(afspraak=True),
    )
    by_appointment = Balie(adres=adres, openingstijden=UREN, afspraak=True, toezeggingen=said)
    walk_in = Balie(adres=adres, openingstijden=UREN, toezeggingen=said)
    assert [code for _, code, _ in found(by_appointment, afspraak)] == ["termijn"]
    assert found(walk_in, afspraak) == []


def test_who_waits_waits_in_opening_hours() -> None:
    in_hours = norm(klok="openingstijden")
    assert [code for _, code, _ in short(belooft("wachttijd", term(60, "seconden"), 0.8), in_hours)] == ["termijn"]
    assert short(belooft("wachttijd", term(20, "seconden"), 0.8), in_hours) == []


def test_a_line_that_is_to_come_is_looked_at_from_its_first_day() -> None:
    open_ = norm(maat="openstelling", statistiek="gemiddelde", drempel=None, doel=9.0, noemer=None)
    telefoon = Telefoon(nummer="+31880000101", openingstijden=UREN)
    later = Geldigheid(van=date(2028, 6, 1), tot=date(2028, 6, 30))
    assert [code for _, code, _ in found(telefoon, open_, geldig=later)] == ["openstelling"]


def test_hours_that_are_too_short_are_told() -> None:
    open_ = norm(naam="open", maat="openstelling", statistiek="gemiddelde", drempel=None, doel=9.0, noemer=None)
    telefoon = Telefoon(nummer="+31880000101", openingstijden=UREN)
    assert found(telefoon, open_) == [
        (
            "kanalen",
            "openstelling",
            "Open op werkdagen (gemiddelde): 8 uur; norm open vraagt minstens 9 uur. Dat scheelt 1 uur.",
        )
    ]
    assert found(telefoon, msgspec.structs.replace(open_, doel=8.0)) == []


def test_a_line_that_was_not_looked_at_for_long_is_told() -> None:
    old = norm(
        naam="vers", maat="actualiteit", statistiek="gemiddelde", drempel=None, doel=term(2, "weken"),
        richting="hoogstens", noemer=None,
    )  # fmt: skip
    telefoon = Telefoon(nummer="+31880000101", openingstijden=UREN)
    assert found(telefoon, old, bevestigd=date(2026, 11, 9)) == []
    assert found(telefoon, old, bevestigd=date(2026, 11, 1)) == [
        (
            "bevestigd",
            "actualiteit",
            "Nagekeken (bevestigd): 22 dagen geleden; norm vers vraagt hoogstens 14 dagen. Dat scheelt 8 dagen.",
        )
    ]


@given(
    spells(),
    st.integers(0, 30),
    st.integers(0, 30),
    st.sampled_from(["seconden", "uren", "kalenderdagen", "weken"]),
    st.sampled_from(["uren", "werkuren", "werkdagen", "kalenderdagen", "weken"]),
    st.sampled_from(["openingstijden", "kantoortijden", "doorlopend"]),
)
def test_a_promise_that_suffices_and_is_kept_keeps_the_norm(
    spell: Any, beloofd: int, gevraagd: int, eenheid: Eenheid, andere: Eenheid, klok: Any
) -> None:
    """Whatever took time, in whatever hours: if the promise was kept and it suffices, so was the norm."""
    van, tot, gegeven, kalenders = spell
    own = Meetklok(kalenders)
    took = dict(zip(KLOKKEN, own.duren(second_of(van), second_of(tot), own.uren([gegeven]).werk), strict=True))

    def kept(duur: Duur, loopt: Any) -> bool:
        on, factor = loopklok(duur, loopt)
        return took[on] <= duur.aantal * factor

    promise, asked = term(beloofd, eenheid), term(gevraagd, andere)
    vraag = norm(maat="afhandeltijd", drempel=asked, doel=0.9, klok=klok)
    if not short(belooft("afhandeltijd", promise, 0.9), vraag) and kept(promise, "doorlopend"):
        assert kept(asked, klok)
