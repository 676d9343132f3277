# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A call for help: who asks, at what moment, of which directory; and what the directory then has for it."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from registry.projections.gids import Gids
from registry.projections.ingangen import Ingang
from registry.projections.toegang import Aanvrager, Toegang
from registry.projections.vakken import KEPT, LANDELIJK, OVERAL, PER_GEBIED, Kandidaat


class Aanroep(Struct, frozen=True):
    """Who asks, when, and of which directory. `dag`: the local day, its first second and its end."""

    gids: Gids
    at: datetime
    at_s: int
    dag: tuple[int, int, int]
    leden: frozenset[str]
    aanvrager: Aanvrager
    kanaal: str | None  # only by channels of this soort
    overal: Aanvrager  # the same who asks, without the municipality

    @classmethod
    def of(cls, gids: Gids, at: datetime, aanvrager: Aanvrager, kanaal: str | None = None) -> "Aanroep":
        """Take up a question.

        Raises:
            OverflowError: the moment lies at either end of the calendar.
        """
        at_s = int(at.timestamp() // 1)
        dag = gids.uren.dag(at_s)
        return cls(gids, at, at_s, dag, gids.leden(dag[0]), aanvrager, kanaal, replace(aanvrager, gemeente=None))

    def judged(self, ingang: Ingang) -> tuple[bool, Toegang, bytes]:
        """Judge the conditions of a line for this caller: whether one is certainly not met, the verdicts, the JSON."""
        eisen = ingang.eisen
        return eisen.judged(self.aanvrager if eisen.per_gemeente else self.overal)

    @property
    def gemeente(self) -> str | None:
        """The municipality of the citizen."""
        return self.aanvrager.gemeente

    def orde(self, soort: str, naam: str, *, whole: bool = False) -> list[Kandidaat]:
        """Give the lines of a pigeonhole for this citizen in rank order; not `whole`: the first of them."""
        gids, gemeente = self.gids, self.gemeente
        by_area = gemeente is not None and soort in PER_GEBIED
        found: list[Kandidaat] = []
        for gebied in (LANDELIJK, gemeente) if by_area else (OVERAL,):
            vak = gids.vakken.get((soort, naam, gebied or OVERAL))
            if vak is not None:
                orde = (vak.alle if whole else vak.orde)(gids.uren, self.at_s, self.dag, self.kanaal)
                found = found + orde.kandidaten if found else orde.kandidaten
        if by_area:  # of two pigeonholes that each gave their first lines, no more than as many are the first of both
            found = sorted(found)
            return found if whole else found[:KEPT]
        return found if gemeente is None else [kandidaat for kandidaat in found if kandidaat.ingang.voor(gemeente)]

    def stands(self, ingang: Ingang) -> bool:
        """Say whether a line exists now, of a member in good standing."""
        return ingang.oin in self.leden and ingang.exists(self.dag[0])

    def standing(self, verwijzing: str) -> Ingang | None:
        """Find a line that exists now by `<oin>/<naam>` or `<afkorting>/<naam>`."""
        found = self.gids.ingang(verwijzing)
        return found if found is not None and self.stands(found) else None
