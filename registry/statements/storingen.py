# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A storing: from one moment to another a line is closed, or can take less than it promised.

    gevolg: dicht                        # dicht | beperkt
    van: 2026-11-24T12:00:00Z
    tot: 2026-11-24T16:00:00Z            # it always ends, within 366 days
    reden: telefooncentrale valt uit     # what somebody may read out to a caller
    kanalen: [telefoon]                  # none: all channels of the line
    alternatief: cjib/algemeen           # the line to use meanwhile

`[van, tot)`. The line is the one in `sub`, and what is said last about it replaces all before: a storing is
longer with a later `tot`, over with an earlier one. Hours that are known beforehand are an afwijking of the
channel; this is for what no rooster knows.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, ClassVar, Final, Literal

from msgspec import Meta, Struct

from registry.errors import Fout
from registry.statements.namen import Kanaalsoort, Lijnverwijzing, Moment, Regel

Gevolg = Literal["dicht", "beperkt"]
MAX_DUUR: Final = timedelta(days=366)
# outside these years a moment cannot be told in the time of the Netherlands, or nobody would mean it
EERSTE_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)
LAATSTE_MOMENT: Final = datetime(2200, 1, 1, tzinfo=UTC)


class Storing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Say that a line is closed for a while, or can take little; or that this is over."""

    SUB: ClassVar[str] = r"^storing/[0-9]{20}/[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"
    gevolg: Gevolg
    van: Moment
    tot: Moment
    reden: Regel
    kanalen: Annotated[tuple[Kanaalsoort, ...], Meta(max_length=10)] = ()
    alternatief: Lijnverwijzing | None = None

    def treft(self, kanaal: str) -> bool:
        """Say whether it concerns a channel of this soort."""
        return not self.kanalen or kanaal in self.kanalen

    def teksten(self) -> Iterator[tuple[str, str]]:
        """List the texts that may be about nobody: (field, text)."""
        yield "reden", self.reden

    def fouten(self, op: date) -> Iterator[Fout]:  # noqa: ARG002  # one shape for every body
        """Yield what is wrong with the moments, and channels that are named twice."""
        buiten = [naam for naam in ("van", "tot") if not EERSTE_MOMENT <= getattr(self, naam) < LAATSTE_MOMENT]
        for naam in buiten:
            uitleg = f"Noem een moment in de jaren {EERSTE_MOMENT.year} tot en met {LAATSTE_MOMENT.year - 1}."
            yield Fout(veld=naam, code="bereik", uitleg=uitleg)
        if self.tot <= self.van:
            yield Fout(veld="tot", code="volgorde", uitleg="Het einde ligt niet na het begin.")
        elif self.tot - self.van > MAX_DUUR:
            uitleg = f"Een storing duurt hoogstens {MAX_DUUR.days} dagen; pas anders de lijn zelf aan, of trek haar in."
            yield Fout(veld="tot", code="te-lang", uitleg=uitleg)
        for k, kanaal in enumerate(self.kanalen):
            if kanaal in self.kanalen[:k]:
                yield Fout(veld=f"kanalen[{k}]", code="dubbel", uitleg="Noem elk kanaal één keer.")
