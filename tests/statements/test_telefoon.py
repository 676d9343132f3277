# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Phone numbers: which ones a colleague may be asked to dial."""

from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import Struct

from registry.statements.schema import convert
from registry.statements.telefoon import Telefoonnummer, phone_faults


class Kaart(Struct):
    nummer: Telefoonnummer


def codes(nummer: Any) -> list[str]:
    """Every fault of a number, of its spelling or of what it is."""
    kaart, fouten = convert({"nummer": nummer}, Kaart)
    return [fout.code for fout in (phone_faults("nummer", kaart.nummer) if kaart else fouten)]


@pytest.mark.parametrize(
    "nummer",
    ["+31880000101", "+31201234567", "+31612345678", "+318001234567", "+3228001234", "+4930123456", "+12025550123"],
)
def test_a_number_that_can_be_dialled_is_fine(nummer: str) -> None:
    assert codes(nummer) == []


@pytest.mark.parametrize("nummer", ["14020", "14 020", "14-020", "14010", "14 0592", "14-0318", "140592"])
def test_a_14_number_is_kept_short(nummer: str) -> None:
    assert codes(nummer) == []
    assert msgspec.convert({"nummer": nummer}, Kaart).nummer == nummer


@pytest.mark.parametrize("nummer", ["+3114020", "+31140592", "+31140100"])
def test_a_14_number_written_long_is_refused_since_nobody_can_dial_it(nummer: str) -> None:
    assert codes(nummer) == ["telefoonnummer"]


@pytest.mark.parametrize(
    "nummer", ["+319001234567", "+31900123456", "+319061234567", "+319091234567", "+31900", "+449098790000"]
)
def test_a_number_that_costs_money_is_refused(nummer: str) -> None:
    assert codes(nummer) != []


@pytest.mark.parametrize("nummer", ["+319001234567", "+319061234567", "+319091234567"])
def test_a_premium_number_is_called_that(nummer: str) -> None:
    assert codes(nummer) == ["betaalnummer"]


@pytest.mark.parametrize(
    "nummer",
    [
        "+9991234567",  # no country has 999
        "+2101234567",
        "+31000000000",
        "+11111111111",
        "+999999999999999",
        "+1234567",
    ],
)
def test_a_number_that_does_not_exist_is_refused(nummer: str) -> None:
    assert codes(nummer) == ["telefoonnummer"]


@pytest.mark.parametrize(
    "nummer",
    [
        "",
        "112",
        "+31112",
        "0880000101",
        "088 000 01 01",
        "0031880000101",
        "+31 88 000 01 01",
        "+31880000101\n",
        "14020\n",
        "+٣١٨٨٠٠٠٠١٠١",
        "tel:+31880000101",
        "+31880000101;ext=2",
        "+318800001010000000",
        "+0880000101",
        "14 20",
        "14--020",
        "14000",
        "14 059212",
        "0900-1234",
        "onbekend",
    ],
)
def test_a_number_has_one_spelling(nummer: str) -> None:
    assert codes(nummer) == ["patroon"]


@pytest.mark.parametrize("nummer", [None, 31880000101, True, [], {}])
def test_a_number_is_a_text(nummer: object) -> None:
    assert codes(nummer) == ["type"]


@given(nummer=st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
@example("+9791234567")
@example("+8001234567")
def test_every_number_is_judged_and_none_crashes(nummer: str) -> None:
    for fout in phone_faults("kanalen[0].nummer", nummer):
        assert (fout.veld, fout.code in {"telefoonnummer", "betaalnummer"}) == ("kanalen[0].nummer", True)
        assert nummer not in fout.uitleg


def test_who_writes_it_wrongly_reads_how_it_is_written() -> None:
    [fout] = convert({"nummer": "088 000 01 01"}, Kaart)[1]
    assert "+31880000101" in fout.uitleg
    assert "14020" in fout.uitleg
