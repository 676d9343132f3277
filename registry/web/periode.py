# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Over which days: `van` and `tot`, both included. Without them the twelve months that end today."""

from datetime import date
from typing import Annotated, Final

from msgspec import Meta

from registry.errors import Fout, MalformedError
from registry.projections.vensters import Venster
from registry.web.paging import Paged

MAX_DAGEN: Final = 3 * 366
EERSTE, LAATSTE = date(2000, 1, 1), date(2198, 12, 31)
Van = Annotated[date | None, Meta(description="De eerste dag; zonder zijn het de twaalf maanden tot en met tot.")]
Tot = Annotated[date | None, Meta(description="De laatste dag; zonder is dat vandaag.")]


class Periodevraag(Paged, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The query parameters of every list of figures."""

    van: Van = None
    tot: Tot = None


def periode(asked: Periodevraag, vandaag: date) -> Venster:
    """Say which days are asked for.

    Raises:
        MalformedError: they are in the wrong order, too many, or outside of any calendar.
    """
    tot = asked.tot or vandaag
    van = asked.van or _year_before(tot)
    if not EERSTE <= tot <= LAATSTE:
        raise _wrong("tot", "bereik", "Noem een dag in de jaren 2000 tot en met 2198.")
    if van > tot:
        raise _wrong("van", "volgorde", "Noem een dag die niet na tot ligt.")
    if van < EERSTE or (tot - van).days >= MAX_DAGEN:
        raise _wrong("van", "bereik", f"Vraag hoogstens drie jaar tegelijk, en niets van voor {EERSTE.year}.")
    return Venster(van, tot)


def _year_before(tot: date) -> date:
    """Give the first day of the month eleven months before."""
    jaar, maand = divmod(tot.year * 12 + tot.month - 1 - 11, 12)
    return date(max(jaar, 1), maand + 1, 1)


def _wrong(veld: str, code: str, uitleg: str) -> MalformedError:
    fouten = [Fout(veld=veld, code=code, uitleg=uitleg)]
    return MalformedError("De parameters van de vraag kloppen niet.", fouten=fouten)
