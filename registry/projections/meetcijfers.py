# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was measured of every line lately, ready for who chooses among lines and for who writes the answer.

Immutable: when other figures come in, others take their place. A choice goes by how often a line answers, in tenths,
and not by more than was seen: ten earlier attempts of which eight were answered are added to what was measured.

    5 of 5 answered: 13 of 15, so 9     0 of 5: 8 of 15, so 5     190 of 212: 198 of 222, so 9     nothing measured: 8

So a line that nobody measured stands where the norm of the network would have it, and chance moves a line little.
"""

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Final, TypeAlias

import msgspec
from msgspec import Struct

Kanaal: TypeAlias = tuple[str, str]  # `<oin>/<naam>` of a line, and the soort of its channel
TIEN: Final = 10
ACHT: Final = 8
TRAP: Final = 10.0**10  # more than any promise, in seconds
_NIETS: Final = b"null"


class Gemeten(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What was measured of a channel. The waits are None when none was told."""

    waarnemingen: int
    aandeel_beantwoord: float
    wachttijd_p50: int | None = None
    wachttijd_p90: int | None = None

    @property
    def tienden(self) -> int:
        """How often it answers, in tenths, as a choice goes by it."""
        beantwoord = round(self.aandeel_beantwoord * self.waarnemingen)
        return round((beantwoord + ACHT) * TIEN / (self.waarnemingen + TIEN))


class Cijfers(Struct, frozen=True):
    """The figures of every channel of which there are any. `digest` differs when they do."""

    digest: str = ""
    treden: Mapping[Kanaal, float] = MappingProxyType({})
    geschreven: Mapping[Kanaal, bytes] = MappingProxyType({})

    def trede(self, lijn: str, soort: str) -> float:
        """Give what to add to a promise, so that who answers more often comes first, whatever it promises."""
        return self.treden.get((lijn, soort), 0.0)

    def json(self, lijn: str, soort: str) -> bytes:
        """Give what was measured as JSON."""
        return self.geschreven.get((lijn, soort), _NIETS)


def cijfers_of(found: Mapping[Kanaal, Gemeten]) -> Cijfers:
    """Make figures ready."""
    geschreven = {key: msgspec.json.encode(gemeten) for key, gemeten in sorted(found.items())}
    text = b"".join(b"%s/%s%s" % (*(part.encode() for part in key), raw) for key, raw in geschreven.items())
    treden = {key: (ACHT - gemeten.tienden) * TRAP for key, gemeten in found.items() if gemeten.tienden != ACHT}
    return Cijfers(sha256(text).hexdigest()[:16] if found else "", treden, geschreven)
