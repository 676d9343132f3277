# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
from datetime import date

import pytest

from registry.statements.feestdagen import GELIJKGESTELD, eerste_paasdag, voorstel_kalender
from registry.statements.kalenders import Feestdag
from tests.statements.roosters import KALENDERS, blok


def named(jaar: int) -> dict[str, str]:
    return {str(dag.datum): dag.naam for dag in voorstel_kalender(jaar).dagen}


def test_the_kalender_of_2026_is_the_one_in_the_law_and_the_decrees() -> None:
    assert [(str(dag.datum), dag.naam, dag.soort) for dag in KALENDERS[2026].dagen] == [
        ("2026-01-01", "Nieuwjaarsdag", "erkend"),
        ("2026-01-02", "dag na Nieuwjaarsdag", "gelijkgesteld-kb"),
        ("2026-04-03", "Goede Vrijdag", "gelijkgesteld-wet"),
        ("2026-04-06", "Tweede Paasdag", "erkend"),
        ("2026-04-27", "Koningsdag", "erkend"),
        ("2026-05-05", "Bevrijdingsdag", "erkend"),
        ("2026-05-14", "Hemelvaartsdag", "erkend"),
        ("2026-05-15", "dag na Hemelvaartsdag", "gelijkgesteld-kb"),
        ("2026-05-25", "Tweede Pinksterdag", "erkend"),
        ("2026-12-25", "Eerste Kerstdag", "erkend"),
        ("2026-12-26", "Tweede Kerstdag", "erkend"),
    ]
    assert KALENDERS[2026].kantoortijden == (blok("ma di wo do vr", "09:00-17:00"),)


def test_the_decrees_are_those_that_are_quoted_and_each_falls_on_a_weekday() -> None:
    added = [dag for jaar in range(2014, 2200) for dag in voorstel_kalender(jaar, gelijkgesteld=GELIJKGESTELD).dagen]
    assert [(str(dag.datum), dag.naam) for dag in added if dag.soort == "gelijkgesteld-kb"] == [
        ("2023-04-28", "dag na Koningsdag"),
        ("2023-05-19", "dag na Hemelvaartsdag"),
        ("2024-05-10", "dag na Hemelvaartsdag"),
        ("2024-12-27", "dag na Tweede Kerstdag"),
        ("2025-05-30", "dag na Hemelvaartsdag"),
        ("2026-01-02", "dag na Nieuwjaarsdag"),
        ("2026-05-15", "dag na Hemelvaartsdag"),
        ("2027-05-07", "dag na Hemelvaartsdag"),
        ("2028-04-28", "dag na Koningsdag"),
        ("2028-05-26", "dag na Hemelvaartsdag"),
    ]
    assert all(dag.isoweekday() <= 5 for dag in GELIJKGESTELD)


@pytest.mark.parametrize("jaar", range(2014, 2200))
def test_every_proposal_passes_the_rules_of_a_kalender(jaar: int) -> None:
    kalender = voorstel_kalender(jaar, gelijkgesteld=GELIJKGESTELD)
    assert list(kalender.fouten(date(2026, 1, 1))) == []
    assert [dag.datum for dag in kalender.dagen] == sorted(dag.datum for dag in kalender.dagen)
    assert " ".join(dag.naam for dag in kalender.dagen).count("Bevrijdingsdag") == 1


def test_easter_falls_as_published() -> None:
    # The years in use, and the earliest and the latest that there can be.
    for easter in (
        "2285-03-22",
        "2038-04-25",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2028-04-16",
        "2049-04-18",
        "2076-04-19",
    ):
        assert eerste_paasdag(int(easter[:4])) == date.fromisoformat(easter)


def test_koningsdag_moves_to_saturday_when_it_would_be_a_sunday() -> None:
    assert named(2025)["2025-04-26"] == "Koningsdag"
    assert "2025-04-27" not in named(2025)
    assert named(2026)["2026-04-27"] == "Koningsdag"
    assert named(2031)["2031-04-26"] == "Koningsdag"


def test_two_holidays_on_one_date_are_one_day_with_both_names() -> None:
    assert named(2016)["2016-05-05"] == "Hemelvaartsdag en Bevrijdingsdag"
    assert len(named(2016)) == 8


def test_a_decree_adds_the_days_of_that_year_that_were_no_holiday_yet() -> None:
    given = [date(2026, 5, 5), date(2026, 8, 3), date(2026, 8, 3), date(2027, 5, 7)]
    assert set(voorstel_kalender(2026, gelijkgesteld=given).dagen) - set(voorstel_kalender(2026).dagen) == {
        Feestdag(datum=date(2026, 8, 3), naam="gelijkgestelde dag", soort="gelijkgesteld-kb")
    }


@pytest.mark.parametrize("jaar", [2013, 2200])
def test_a_year_without_these_rules_is_refused(jaar: int) -> None:
    with pytest.raises(ValueError, match="2014 to 2199"):
        voorstel_kalender(jaar)
