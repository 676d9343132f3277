# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What is unmistakably of a person is found; what only looks like it is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.statements.persoonsgegevens import personal_faults


def codes(tekst: str) -> list[str]:
    return [fout.code for fout in personal_faults("reden", tekst)]


@pytest.mark.parametrize(
    ("tekst", "found"),
    [
        ("123456782", ["bsn"]),
        ("BSN:123456782.", ["bsn"]),
        ("burger 1234.56.782 belde", ["bsn"]),
        ("burger 123 456 782 belde", ["bsn"]),
        ("burger 123-456-782 belde", ["bsn"]),
        ("１２３４５６７８２", ["bsn"]),
        ("NL91ABNA0417164300", ["iban"]),
        ("nl91 abna 0417 1643 00 van de burger", ["iban"]),
        ("NL91 ABNA0417164300", ["iban"]),
        ("BE68 5390 0754 7034 voor wie dat wil", ["iban"]),
        ("GB82WEST12345698765432", ["iban"]),
        ("mail jan.jansen@example.nl", ["emailadres"]),
        ("<jan@example.nl>", ["emailadres"]),
        ("123456782, NL91ABNA0417164300, a@b.nl", ["bsn", "iban", "emailadres"]),
    ],
)
def test_it_is_found_however_it_is_written(tekst: str, found: list[str]) -> None:
    assert codes(tekst) == found


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "De lijn is tot 16.00 uur gesloten.",
        "Bel 088 123 45 67 of +31881234567.",
        "Bel 14 0153.",
        "123456789",  # fails the eleven test
        "1234567821",  # ten digits
        "000000000",
        "²²²²²²²²²",  # no digits to count with
        "gm0153 is dicht vanaf maandag ochtend vroeg",
        "kenmerk NL91ABNA0417164301",
        "OIN 00000099000000001000",
        "storing 2026-11-24 12:00 tot 2026-11-24 16:00",
        "50 @ 10.00 uur",
        "ns-2026-12",
    ],
)
def test_what_only_looks_like_it_is_left_alone(tekst: str) -> None:
    assert codes(tekst) == []


def test_a_fault_never_repeats_what_it_found() -> None:
    for fout in personal_faults("reden", "123456782 NL91ABNA0417164300 jan@example.nl"):
        assert fout.veld == "reden"
        assert not any(part in fout.uitleg for part in ("123456782", "NL91", "jan"))


@given(st.integers(1, 999_999_999))
def test_nine_digits_are_a_bsn_when_they_pass_the_eleven_test(number: int) -> None:
    text = f"{number:09}"
    total = 9 * int(text[0]) + 8 * int(text[1]) + 7 * int(text[2]) + 6 * int(text[3]) + 5 * int(text[4])
    total += 4 * int(text[5]) + 3 * int(text[6]) + 2 * int(text[7]) - int(text[8])
    assert codes(f"zaak {text}") == (["bsn"] if total % 11 == 0 else [])


@given(st.text(alphabet="NL01239ABNA @.-x\u0661", max_size=200))
def test_no_text_makes_it_fail(tekst: str) -> None:
    assert set(codes(tekst)) <= {"bsn", "iban", "emailadres"}
