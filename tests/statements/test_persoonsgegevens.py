# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What is unmistakably of a person is found; what only looks like it is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.statements.persoonsgegevens import personal_faults, toelichting_faults


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


# --- explanations: phone numbers too ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "06-12345678",
        "bel 06 12 34 56 78.",
        "+31612345678",
        "+31 6 12345678",
        "+31 (0)6 12345678",
        "0031 6 12345678",
        "(020) 1234567",
        "0570-123456",
        "020-123 45 67",
        "020/1234567",
        "0612345678",
        "tel:0612345678",
        "+49 30 123456",
        "op 06-12-2026 belde 06-12345678",
    ],
)
def test_a_phone_number_is_seen_however_it_is_written(text: str) -> None:
    assert [fout.code for fout in toelichting_faults("tekst", text)] == ["telefoonnummer"]


@pytest.mark.parametrize(
    "text",
    [
        "OIN 00000099000000001000",
        "OIN 0000 0099 0000 0000 1000",
        "KvK 01234567",
        "KvK 01234567 20 keer",
        "op 06-12-2026 10.30 uur",
        "op 01.02.2026 12.30 uur",
        "2026-11-23 09:00:00",
        "van 09.30 tot 10.45 uur, 3 keer",
        "zaak NS-2026-000017, norm telefoon-opnemen versie 2",
        "14 020",
        "0b9d3f5e-7c1a-4b2d-8e6f-1a2b3c4d5e6f",
        "0123456789abcdef0123456789abcdef",
        "na 45 seconden",
    ],
)
def test_what_is_no_phone_number_is_let_through(text: str) -> None:
    assert list(toelichting_faults("tekst", text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "+31880000101",
        "+31 88 000 01 01",
        "088 000 01 01",
        "088-0000101",
        "(088) 0000101",
        "0031 88 0000101",
        "+31 (0)88 0000101",
    ],
)
def test_the_number_of_the_line_itself_is_nobodys(text: str) -> None:
    assert list(toelichting_faults("tekst", f"De lijn {text} was dicht.", ["+31880000101"])) == []
    assert list(toelichting_faults("tekst", f"De lijn {text}2 was dicht, 06-12345678", ["+31880000101"])) != []
