# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Free text about nobody: what is unmistakably of a person is refused before it is signed and kept.

    BSN      123456782, 1234.56.782, 123 456 782    nine digits that pass the eleven test
    IBAN     NL91 ABNA 0417 1643 00                 passes the check of ISO 13616; in any case, with or without spaces
    e-mail   iemand@example.nl

    phone    06-12345678, +31 6 12345678            only in an explanation: `toelichting_faults`

One in eleven other numbers of nine digits passes that test too; who must name one writes it in two parts. A name
cannot be told from another word, so this does not replace thinking. It says where, and never repeats what it found.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from registry.errors import Fout

_BSN: Final = re.compile(r"(?<!\d)(?:\d{9}|\d{4}[. -]\d{2}[. -]\d{3}|\d{3}[. -]\d{3}[. -]\d{3})(?!\d)")
_IBAN: Final = re.compile(
    r"(?<![A-Z0-9])(?:NL\d{2} ?[A-Z]{4} ?\d{4} ?\d{4} ?\d{2}"
    r"|[A-Z]{2}\d{2}[A-Z0-9]{11,30}"
    r"|[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)(?![A-Z0-9])"
)
_EMAIL: Final = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+")
_ABROAD: Final = r"(?:\+|00)[1-9](?:[ .()-]{0,3}\d){6,14}"
_AT_HOME: Final = r"0[1-9]\d{8}|\(?0[1-9]\d{0,2}\)?[ ./-]{1,3}\d(?:[ .-]?\d){5,7}"
_A_DATE: Final = r"\d{2}[-./ ]\d{2}[-./ ](?:19|20)\d{2}\b"  # 06-12-2026 10.30 has as many digits
_PHONE: Final = re.compile(rf"(?<![\w+])(?<!\d[-./])(?!{_A_DATE})(?:{_ABROAD}|{_AT_HOME})(?!\w)")
_OIN: Final = re.compile(r"(?<!\d)0000(?:[ .]?\d){16}(?!\d)")
_AT_HOME_DIGITS: Final = 10
_ELEVEN: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def personal_faults(veld: str, tekst: str) -> Iterator[Fout]:
    """Yield one fault for each kind of personal data in a text. Codes: bsn, iban, emailadres.

    >>> [fout.code for fout in personal_faults("reden", "mail jan@example.nl over 123456782")]
    ['bsn', 'emailadres']
    """
    found = {
        "bsn": ("burgerservicenummer (of iets wat er precies op lijkt)", any(map(elfproef, _BSN.findall(tekst)))),
        "iban": ("rekeningnummer", any(map(_has_iban, _IBAN.findall(tekst.upper())))),
        "emailadres": ("e-mailadres", _EMAIL.search(tekst) is not None),
    }
    for code, (what, there) in found.items():
        if there:
            yield Fout(veld=veld, code=code, uitleg=f"Hier staat een {what}. Laat gegevens van personen weg.")


def toelichting_faults(veld: str, tekst: str, eigen: Iterable[str] = ()) -> Iterator[Fout]:
    """Yield the same of an explanation, and a phone number too. Codes: bsn, iban, emailadres, telefoonnummer.

    Args:
        eigen: numbers of the line itself, as it publishes them; however they are written, they are nobody's.

    >>> [fout.code for fout in toelichting_faults("tekst", "OIN 00000099000000001000 belde 088 000 01 01 terug")]
    ['telefoonnummer']
    >>> list(toelichting_faults("tekst", "KvK 01234567 belde 088 000 01 01 terug", ["+31880000101"]))
    []
    """
    tekst = _OIN.sub(" ", tekst)
    for nummer in eigen:
        tekst = re.sub(_spelled(nummer), " ", tekst)
    yield from personal_faults(veld, tekst)
    if any(map(_is_phone, _PHONE.findall(_IBAN.sub(" ", tekst.upper())))):
        yield Fout(veld=veld, code="telefoonnummer", uitleg="Hier staat een telefoonnummer. Laat het weg.")


def _spelled(nummer: str) -> str:
    """Write a pattern for a number in E.164, or of a municipality, in every way in which people write it."""
    begin, rest = (r"(?:\+31|0031|0)(?:[ .-]*\(0\))?", nummer[3:]) if nummer.startswith("+31") else ("", nummer)
    return (
        r"(?<![\w+])" + begin + "".join(rf"[ .()-]*{re.escape(sign)}" for sign in rest if sign not in " -") + r"(?!\w)"
    )


def _is_phone(text: str) -> bool:
    return text.startswith(("+", "00")) or sum(sign.isdecimal() for sign in text) == _AT_HOME_DIGITS


def elfproef(text: str) -> bool:
    """Say whether the nine digits in a text can be a BSN or an RSIN: the two cannot be told apart.

    >>> elfproef("1234.56.782"), elfproef("000000000")
    (True, False)
    """
    digits = [int(sign) for sign in text if sign.isdecimal()]
    return any(digits) and sum(a * b for a, b in zip(digits, _ELEVEN, strict=True)) % 11 == 0


def _has_iban(text: str) -> bool:
    """Say whether this is an account number, or one with words of four letters after it."""
    groups = text.split(" ")
    return any(_is_iban("".join(groups[:size])) for size in range(1, len(groups) + 1))


def _is_iban(signs: str) -> bool:
    turned = signs[4:] + signs[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
