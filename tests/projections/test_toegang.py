# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Am I allowed? Every condition, with every answer to it."""

import pytest

from registry.projections.toegang import Aanvrager, Toegang, toegang
from registry.statements.professionallijnen import (
    BurgerAanwezig,
    EenToegangseis,
    Identificatie,
    MachtigingEis,
    OrganisatiesoortEis,
    RolEis,
    WerkgebiedEis,
)

ROL = RolEis(toegestaan=("casemanager", "sociaal-raadslid"))
BURGER = BurgerAanwezig()
MACHTIGING = MachtigingEis(vormen=("schriftelijk",))
SOORT = OrganisatiesoortEis(toegestaan=("gemeente",))
GEBIED = WerkgebiedEis(gemeenten=("gm0153",))
GEGEVENS = Identificatie(gegevens=("geboortedatum", "postcode"))

YES = Aanvrager(
    rol="casemanager", burger_aanwezig=True, machtiging="schriftelijk", organisatiesoort="gemeente", gemeente="gm0153"
)
NO = Aanvrager(rol="buur", burger_aanwezig=False, machtiging="mondeling", organisatiesoort="zbo", gemeente="gm0363")
UNTOLD = Aanvrager()


@pytest.mark.parametrize("eis", [ROL, BURGER, MACHTIGING, SOORT, GEBIED], ids=lambda eis: type(eis).__name__)
def test_a_condition_is_met_not_met_or_to_be_found_out(eis: EenToegangseis) -> None:
    assert toegang([eis], YES).oordeel == "voldaan"
    assert toegang([eis], NO).oordeel == "niet-voldaan"
    assert toegang([eis], UNTOLD).oordeel == "te-controleren"


@pytest.mark.parametrize("eis", [ROL, BURGER, MACHTIGING, SOORT, GEBIED, GEGEVENS], ids=lambda eis: type(eis).__name__)
def test_whoever_may_not_or_must_look_reads_what_to_do(eis: EenToegangseis) -> None:
    for aanvrager in (NO, UNTOLD):
        [judged] = toegang([eis], aanvrager).eisen
        assert judged.uitleg


def test_what_only_the_two_on_the_line_can_settle_stays_to_be_checked() -> None:
    for aanvrager in (YES, NO, UNTOLD):
        [judged] = toegang([GEGEVENS], aanvrager).eisen
        assert judged.oordeel == "te-controleren"
        assert judged.uitleg == "Houd deze gegevens van de burger bij de hand: geboortedatum en postcode."


def test_one_condition_that_is_not_met_is_enough() -> None:
    half = Aanvrager(rol="casemanager", burger_aanwezig=False)
    judged = toegang([ROL, BURGER, MACHTIGING], half)
    assert judged.oordeel == "niet-voldaan"
    assert [eis.oordeel for eis in judged.eisen] == ["voldaan", "niet-voldaan", "te-controleren"]
    assert [eis.soort for eis in judged.eisen] == ["rol", "burger-aanwezig", "machtiging"]


def test_no_conditions_are_met_by_everyone() -> None:
    assert toegang([], UNTOLD) == Toegang(oordeel="voldaan", eisen=())


def test_the_words_of_the_publisher_come_after_ours() -> None:
    [judged] = toegang([BurgerAanwezig(toelichting="Zet de telefoon op luidspreker.")], NO).eisen
    assert judged.uitleg == "Bel als de burger bij u zit. Zet de telefoon op luidspreker."
    [met] = toegang([RolEis(toegestaan=("casemanager",), toelichting="Noem uw naam.")], YES).eisen
    assert met.uitleg == "Noem uw naam."


def test_lists_read_as_people_write_them() -> None:
    three = RolEis(toegestaan=("casemanager", "sociaal-raadslid", "wijkteam"))
    [judged] = toegang([three], NO).eisen
    assert judged.uitleg == "Alleen voor: casemanager, sociaal raadslid of wijkteam."


def test_two_conditions_of_one_soort_are_both_judged() -> None:
    other = RolEis(toegestaan=("wijkteam",))
    assert [eis.oordeel for eis in toegang([ROL, other], YES).eisen] == ["voldaan", "niet-voldaan"]
