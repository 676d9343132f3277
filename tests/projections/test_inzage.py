# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The table of who sees what, by itself: also the rows that have no route yet."""

from typing import get_args

import pytest

from registry.projections.inzage import INZAGE, Band, Gegeven, Kijker, mag_zien, tabel

MELDER, BETROKKENE, ANDER, OBPT = (f"0000009900000000{n}000" for n in range(1, 5))
BANDEN: dict[Band, set[str]] = {
    "eigenaar": {MELDER},
    "partij": {MELDER, BETROKKENE},
    "melder": {MELDER},
    "betrokkene": {BETROKKENE},
}
SEES: dict[Gegeven, set[str]] = {
    "logboek": {MELDER, BETROKKENE, ANDER, OBPT},
    "beschrijving": {MELDER, BETROKKENE, ANDER, OBPT},
    "lijnen": {MELDER, BETROKKENE, ANDER, OBPT},
    "leden": {MELDER, BETROKKENE, ANDER, OBPT},
    "afspraken": {MELDER, BETROKKENE, ANDER, OBPT},
    "verklaringen": {MELDER, BETROKKENE, ANDER, OBPT},
    "kandidaten": {MELDER, OBPT},
    "eigen-stand": {MELDER},
    "aanmeldingen": {OBPT},
    "aflopend": {OBPT},
    "weigeringen": {OBPT},
    "signalen": {OBPT},
    "zaken": {MELDER, BETROKKENE, OBPT},
    "metingen": {MELDER, BETROKKENE, OBPT},
    "naleving": {MELDER, BETROKKENE, ANDER, OBPT},
    "loketcijfers": {MELDER, BETROKKENE, ANDER, OBPT},
    "leercirkel": {MELDER, BETROKKENE, ANDER, OBPT},
    "toetreding": {MELDER, BETROKKENE, ANDER, OBPT},
    "toetredingsgronden": {MELDER, OBPT},
    "bewijs": {MELDER, OBPT},
    "toetredingsmatrix": {OBPT},
}


@pytest.mark.parametrize("gegeven", get_args(Gegeven))
@pytest.mark.parametrize("oin", [MELDER, BETROKKENE, ANDER, OBPT])
def test_each_row_is_for_those_whom_it_names(gegeven: Gegeven, oin: str) -> None:
    assert mag_zien(Kijker(oin=oin, beheerder=oin == OBPT), gegeven, BANDEN) is (oin in SEES[gegeven])


@pytest.mark.parametrize(
    "gegeven",
    [
        "kandidaten",
        "eigen-stand",
        "aanmeldingen",
        "aflopend",
        "zaken",
        "metingen",
        "toetredingsgronden",
        "bewijs",
        "toetredingsmatrix",
    ],
)
def test_without_a_band_only_the_beheerder_sees_what_is_not_for_all(gegeven: Gegeven) -> None:
    assert not mag_zien(Kijker(oin=ANDER), gegeven)
    assert mag_zien(Kijker(oin=OBPT, beheerder=True), gegeven) is ("beheerder" in INZAGE[gegeven].wie)


def test_every_row_is_shown() -> None:
    assert INZAGE.keys() == set(get_args(Gegeven)) == SEES.keys()
    assert len(list(tabel())) == len(INZAGE) + 2
