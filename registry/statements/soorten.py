# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The closed union of everything that may be said, and the payload around each body.

A payload has `iss`, `iat`, `sub`, sometimes `vorige`, and one member named after its soort:

    {"iss": "urn:nld:oin:…", "iat": 1795000000, "sub": "kalender/2026", "kalender": {"jaar": 2026, …}}

Adding a soort is adding a line to `SOORTEN` and to `Body`; mypy then lists each floor that must
answer for it.
"""

from typing import Annotated, Any, Final

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from registry.statements.kalenders import Kalender
from registry.statements.leden import Aanmelding, Toelating
from registry.statements.loketten import Loket
from registry.statements.namen import Digest, Issuer
from registry.statements.normschendingen import (
    Bezwaar,
    Herstel,
    Normschending,
    Oordeel,
    Reactie,
    Terugtrekking,
    Zaakverklaring,
)
from registry.statements.professionallijnen import Intrekking, Professionallijn
from registry.statements.servicenormen import Servicenorm
from registry.statements.sleutels import Sleutels
from registry.statements.storingen import Storing
from registry.statements.toetreding import Beoordeling, Bewijsstuk, Toetredingscriterium

Body = (
    Aanmelding
    | Toelating
    | Sleutels
    | Professionallijn
    | Intrekking
    | Storing
    | Loket
    | Kalender
    | Servicenorm
    | Zaakverklaring
    | Toetredingscriterium
    | Bewijsstuk
    | Beoordeling
)

SPREEKSOORTEN: Final = ("aanmelding", "toelating", "sleutels")  # say who may speak, and with which keys
SOORTEN: Final[dict[str, type[Body]]] = {
    "aanmelding": Aanmelding,
    "toelating": Toelating,
    "sleutels": Sleutels,
    "professionallijn": Professionallijn,
    "intrekking": Intrekking,
    "storing": Storing,
    "loket": Loket,
    "kalender": Kalender,
    "servicenorm": Servicenorm,
    "normschending": Normschending,
    "reactie": Reactie,
    "oordeel": Oordeel,
    "bezwaar": Bezwaar,
    "herstel": Herstel,
    "terugtrekking": Terugtrekking,
    "toetredingscriterium": Toetredingscriterium,
    "bewijsstuk": Bewijsstuk,
    "beoordeling": Beoordeling,
}
SOORT_OF: Final[dict[type[Body], str]] = {body: soort for soort, body in SOORTEN.items()}

MAX_IAT: Final = 4_102_444_799  # the end of 2099
# RFC 7519 section 2: a NumericDate; whole seconds, until the end of 2099
Iat = Annotated[int, Meta(ge=0, le=MAX_IAT, description="Moment van ondertekenen, in seconden sinds 1970 (UTC).")]


def _payload(soort: str, body: type[Body]) -> type[Struct]:
    members: list[tuple[str, Any] | tuple[str, Any, Any]] = [
        ("iss", Issuer),
        ("iat", Iat),
        ("sub", Annotated[str, Meta(pattern=body.SUB, max_length=128)]),
        (soort, body),
        ("vorige", Digest | UnsetType, UNSET),
    ]
    doc = f"Payload of a statement of soort {soort}."
    return msgspec.defstruct(
        f"{body.__name__}Verklaring",
        members,
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        namespace={"__doc__": doc},
    )


PAYLOADS: Final[dict[str, type[Struct]]] = {soort: _payload(soort, body) for soort, body in SOORTEN.items()}
