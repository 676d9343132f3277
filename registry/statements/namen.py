# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
r"""Identifiers and small texts, each in the one spelling that is allowed (contract, section 1).

    Oin      00000099000000001000               20 digits
    Issuer   urn:nld:oin:00000099000000001000
    Naam     aow-professionals                  [a-z0-9]+(-[a-z0-9]+)*, at most 64
    Digest   lower-case hex of SHA-256 over a JWS signing input
    Gemeente gm0153                             TOOI/CBS code
    Lijn     00000099000000001000/aow-professionals, or svb/aow-professionals

A pattern ends in `(?!\n)`: Python's `$` also matches before a last newline, JSON Schema's does not.
Texts are for people's eyes: no control characters (they steer terminals) and no characters that
turn the reading direction (they make one text look like another).
"""

from datetime import datetime
from typing import Annotated, Final, Literal

from msgspec import Meta

ISSUER_PREFIX: Final = "urn:nld:oin:"
_END: Final = r"$(?!\n)"
_OIN: Final = r"[0-9]{20}"
_NAAM: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
_PRINTABLE: Final = r"^[^\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+"

Oin = Annotated[str, Meta(pattern=rf"^{_OIN}{_END}", description="OIN: 20 cijfers.")]
Issuer = Annotated[str, Meta(pattern=rf"^{ISSUER_PREFIX}{_OIN}{_END}", description="urn:nld:oin:<OIN>")]
Naam = Annotated[
    str,
    Meta(
        pattern=rf"^{_NAAM}{_END}",
        max_length=64,
        description="Kleine letters en cijfers, met losse streepjes ertussen.",
    ),
]
Afkorting = Annotated[  # it stands wherever an OIN may stand, so it begins with a letter
    str, Meta(pattern=rf"^[a-z][a-z0-9]*(-[a-z0-9]+)*{_END}", max_length=32, description="Een korte naam, zoals svb.")
]
Digest = Annotated[
    str, Meta(pattern=rf"^[0-9a-f]{{64}}{_END}", description="SHA-256 in 64 kleine hexadecimale tekens.")
]
Gemeente = Annotated[str, Meta(pattern=rf"^gm[0-9]{{4}}{_END}", description="Gemeentecode, zoals gm0153.")]
Lijnverwijzing = Annotated[
    str,
    Meta(
        pattern=rf"^({_OIN}|{_NAAM})/{_NAAM}{_END}",
        max_length=128,
        description="OIN of afkorting van de organisatie, een schuine streep, en de naam van de lijn.",
    ),
]
Partij = Annotated[
    str, Meta(pattern=rf"^({_OIN}|{_NAAM}){_END}", max_length=64, description="OIN of afkorting van een organisatie.")
]
Regel = Annotated[
    str, Meta(pattern=rf"{_PRINTABLE}{_END}", min_length=1, max_length=200, description="Eén regel tekst.")
]
Tekst = Annotated[
    str, Meta(pattern=rf"{_PRINTABLE}{_END}", min_length=1, max_length=2000, description="Een korte tekst.")
]
Vraagtekst = Annotated[
    str, Meta(pattern=rf"{_PRINTABLE}{_END}", min_length=1, max_length=500, description="Een vraag in gewone woorden.")
]
Weblink = Annotated[
    str,
    Meta(
        pattern=rf"^https://[a-z0-9.-]+(:[0-9]+)?(/[!-~]*)?{_END}",
        max_length=500,
        description="Adres dat met https:// begint.",
    ),
]
Uri = Annotated[str, Meta(pattern=rf"^https?://[!-~]+{_END}", max_length=500, description="URI uit een waardelijst.")]
Emailadres = Annotated[
    str,
    Meta(
        pattern=rf"^[A-Za-z0-9._%+-]{{1,64}}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+{_END}",
        max_length=254,
        description="E-mailadres van een functie of postbus, niet van een persoon.",
    ),
]
Kanaalsoort = Literal[
    "telefoon",
    "email",
    "videobellen",
    "balie",
    "terugbelverzoek",
    "webformulier",
    "forum",
    "chat",
    "sociale-media",
    "post",
]
Moment = Annotated[datetime, Meta(tz=True, description="Moment volgens RFC 3339, met tijdzone.")]


def issuer(oin: str) -> str:
    """Write an OIN as the issuer of a statement.

    >>> issuer("00000099000000001000")
    'urn:nld:oin:00000099000000001000'
    """
    return ISSUER_PREFIX + oin


def oin_of(iss: str) -> str:
    """Read the OIN back out of an issuer that has passed its schema."""
    return iss.removeprefix(ISSUER_PREFIX)
