# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Which OINs can exist. The real ones are of the official register of 2016, which is public."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.statements.leden import Aanmelding
from registry.statements.oin import NUMMERREGISTERS, nummerregister, oin_faults, oin_warnings
from registry.statements.schema import body_faults
from tests.support import Network

REAL = (
    "00000001002179908000",  # RSIN
    "00000001800866472000",
    "00000001810220350000",
    "00000001803670114000",
    "00000001002564440000",
    "00000001002220647000",
    "00000001001589623000",
    "00000002003214394002",  # Fi-nummer, with a suffix of its day
    "00000002003214394003",
    "00000004000000044000",  # subOIN
    "00000004000000012000",
)


def codes(oin: str) -> list[str]:
    return [fout.code for fout in oin_faults("oin", oin)]


@pytest.mark.parametrize("oin", REAL)
def test_an_oin_that_was_given_out_has_no_fault(oin: str) -> None:
    assert codes(oin) == []
    assert list(oin_warnings(oin)) == []


@pytest.mark.parametrize(
    ("oin", "code"),
    [
        ("00000000123456789000", "voorvoegsel"),
        ("00000005123456789000", "voorvoegsel"),  # free: no register has it
        ("00000012123456789000", "voorvoegsel"),
        ("99999999999999999999", "voorvoegsel"),
        ("00000001000000000000", "nummer"),
        ("00000099000000000000", "nummer"),
        ("00000003123456780001", "nummer"),
        ("00000003123456789000", "nummer"),  # nine digits, and a number of the KvK has eight
        ("00000001002179909000", "elfproef"),
        ("00000001012179908000", "elfproef"),
    ],
)
def test_an_oin_that_cannot_exist_says_why(oin: str, code: str) -> None:
    assert codes(oin) == [code]


@given(st.sampled_from([oin for oin in REAL if oin.startswith("00000001")]), st.integers(8, 16), st.integers(1, 9))
def test_one_wrong_digit_of_an_rsin_is_always_found(oin: str, place: int, more: int) -> None:
    """The weights of the eleven test are none of them 0 modulo 11, so no single mistake passes."""
    wrong = oin[:place] + str((int(oin[place]) + more) % 10) + oin[place + 1 :]
    assert codes(wrong) in (["elfproef"], ["nummer"])


@given(st.from_regex(r"\A[0-9]{20}\Z"))
def test_every_twenty_digits_get_at_most_one_fault_and_never_a_crash(oin: str) -> None:
    assert len(codes(oin)) <= 1
    assert (nummerregister(oin) is None) == (codes(oin) == ["voorvoegsel"])


@pytest.mark.parametrize("prefix", sorted(NUMMERREGISTERS))
def test_every_register_is_named(prefix: str) -> None:
    assert nummerregister(prefix + "123456780000") == NUMMERREGISTERS[prefix]


@pytest.mark.parametrize(
    ("oin", "word"),
    [("00000099000000001000", "testnummer"), ("00000002003214395002", "Fi-nummer"), ("00000007000123456000", "BRIN")],
)
def test_what_a_person_should_look_at_is_no_fault(oin: str, word: str) -> None:
    assert codes(oin) == []
    assert word in " ".join(oin_warnings(oin))


def test_an_application_taken_before_this_was_asked_still_stands() -> None:
    said = Network(kalender=False).obpt.aanmelding(("beheerder",), oin="00000012123456789000")
    assert isinstance(said, Aanmelding)
    day = date(2026, 11, 23)
    assert [fout.code for fout in body_faults(said, day)] == ["voorvoegsel"]
    assert list(body_faults(said, day, nieuw=False)) == []
