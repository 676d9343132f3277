# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Phone numbers that a colleague may dial.

    +31880000101    E.164, the normal form
    14020           a municipality's 14-number, also written 14 020 or 14-020. It is kept short: +3114020
                    parses as a number, but nobody can dial it

`phonenumbers` knows the numbering plan, but calls +3114020 valid, so 14-numbers are told apart here
by their shape. Most Dutch numbers are told by their shape too: `phonenumbers` says the same of them, but
takes 30 ms to import. Premium-rate and emergency numbers are refused:
a professional's line costs nobody money and saves nobody's life.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Final

from msgspec import Meta

from registry.errors import Fout

Telefoonnummer = Annotated[
    str,
    Meta(
        pattern=r"^(\+[1-9][0-9]{6,14}|14[ -]?0[1-9][0-9]{1,2})$(?!\n)",
        description="Internationaal geschreven, zoals +31880000101; of een 14-nummer, zoals 14020.",
    ),
]
_SHORT_IN_E164: Final = "+3114"
_SURELY_DUTCH: Final = re.compile(  # area codes of two digits, and 085 and 088: nine digits, all in use, none premium
    r"\+31(1[035]|2[0346]|3[03568]|4[0356]|5[0358]|7[0-9]|8[58])[0-9]{7}"
)


def phone_faults(veld: str, nummer: str) -> Iterator[Fout]:
    """Yield what is wrong with a number that has the right characters."""
    if not nummer.startswith("+"):
        return
    if nummer.startswith(_SHORT_IN_E164):
        yield Fout(veld=veld, code="telefoonnummer", uitleg="Schrijf een 14-nummer kort, zoals 14020.")
        return
    if _SURELY_DUTCH.fullmatch(nummer):
        return
    import phonenumbers  # noqa: PLC0415  # 30 ms that only other numbers are worth

    try:
        parsed = phonenumbers.parse(nummer, None)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        uitleg = "Dit telefoonnummer bestaat niet. Schrijf het internationaal, zoals +31880000101."
        yield Fout(veld=veld, code="telefoonnummer", uitleg=uitleg)
    elif phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.PREMIUM_RATE:
        uitleg = "Dit is een betaalnummer. Geef een nummer met een gewoon tarief."
        yield Fout(veld=veld, code="betaalnummer", uitleg=uitleg)
