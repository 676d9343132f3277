# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Which facts a statement changes, once the rules have let it in."""

from datetime import datetime
from typing import assert_never, cast

from msgspec import Struct

from registry.errors import StoreError
from registry.projections import (
    kalenders,
    loketten,
    organisaties,
    professionallijnen,
    servicenormen,
    storingen,
    toetredingscriteria,
    zaakverloop,
)
from registry.projections.organisaties import Organisatie
from registry.projections.professionallijnen import Lijn
from registry.projections.stand import Changes, Kop, Plaats, View
from registry.projections.zaken import Stapsoort
from registry.statements.envelope import Signed
from registry.statements.kalenders import Kalender
from registry.statements.leden import Aanmelding, Toelating
from registry.statements.loketten import Loket
from registry.statements.normschendingen import (
    Bezwaar,
    Herstel,
    Normschending,
    Oordeel,
    Reactie,
    Terugtrekking,
)
from registry.statements.professionallijnen import Intrekking, Professionallijn
from registry.statements.servicenormen import Servicenorm
from registry.statements.sleutels import Sleutels
from registry.statements.storingen import Storing
from registry.statements.toetreding import Beoordeling, Bewijsstuk, Toetredingscriterium


def follows(signed: Signed, view: View, *, index: int, at: datetime) -> dict[str, Struct | None]:
    """Say what stands after an admitted statement: the new head of its sub, and the facts it changes."""
    plaats = Plaats(index=index, digest=signed.digest, ordered_at=at)
    return {f"kop/{signed.sub}": Kop(digest=signed.digest, index=index), **_of_body(signed, view, plaats)}


def _of_body(signed: Signed, view: View, plaats: Plaats) -> Changes:  # noqa: C901, PLR0911  # one a soort
    at, about = plaats.ordered_at, signed.sub.split("/")[1]
    match signed.body:
        case Aanmelding() as body:
            return organisaties.after_aanmelding(body, organisaties.get(view, about), signed.digest)
        case Toelating() as body:
            return organisaties.after_toelating(body, _organisatie(view, about), at)
        case Sleutels() as body:
            return organisaties.after_sleutels(body, _organisatie(view, about), at)
        case Professionallijn() as body:
            return professionallijnen.after_professionallijn(
                body, about, professionallijnen.get(view, signed.sub), plaats
            )
        case Intrekking() as body:
            return professionallijnen.after_intrekking(body, _lijn(view, signed.sub), at)
        case Storing() as body:
            return storingen.after_storing(body, about, signed.sub.rsplit("/", 1)[1], plaats)
        case Loket() as body:
            return loketten.after_loket(body, about, plaats)
        case Kalender() as body:
            return kalenders.after_kalender(body, plaats)
        case Servicenorm() as body:
            return servicenormen.after_servicenorm(body, servicenormen.get(view, body.naam), plaats)
        case Normschending() | Reactie() | Oordeel() | Bezwaar() | Herstel() | Terugtrekking() as body:
            soort = cast("Stapsoort", signed.soort)
            return zaakverloop.after_zaakverklaring(body, soort, signed.oin, signed.sub, plaats, view)
        case Toetredingscriterium() | Bewijsstuk() | Beoordeling() as body:
            return toetredingscriteria.after(body, view, about, plaats)
        case _:
            assert_never(signed.body)


def _organisatie(view: View, oin: str) -> Organisatie:
    if (found := organisaties.get(view, oin)) is None:
        raise StoreError(f"organisatie {oin} ontbreekt, maar de regels lieten de verklaring toe")
    return found


def _lijn(view: View, sub: str) -> Lijn:
    if (found := professionallijnen.get(view, sub)) is None:
        raise StoreError(f"{sub} ontbreekt, maar de regels lieten de verklaring toe")
    return found
