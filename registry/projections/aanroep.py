# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A call for help: who asks, at what moment, of which directory; and what the directory then has for it."""

from bisect import bisect_right, insort
from datetime import datetime
from operator import attrgetter
from typing import Final

from msgspec import Struct

from registry.projections.gids import Gids
from registry.projections.ingangen import Ingang
from registry.projections.kandidaten import Kandidaat
from registry.projections.keuzes import Keuze, Strook
from registry.projections.toegang import Aanvrager, Toegang, overal
from registry.projections.vakken import KEPT, LANDELIJK, PER_GEBIED, Orde, Vak


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
        return cls(gids, at, at_s, dag, gids.leden(dag[0]), aanvrager, kanaal, overal(aanvrager))

    def judged(self, ingang: Ingang) -> tuple[bool, Toegang, bytes]:
        """Judge the conditions of a line for this caller: whether one is certainly not met, the verdicts, the JSON."""
        eisen = ingang.eisen
        return eisen.judged(self.aanvrager if eisen.per_gemeente else self.overal)

    @property
    def gemeente(self) -> str | None:
        """The municipality of the citizen."""
        return self.aanvrager.gemeente

    def orde(self, soort: str, naam: str) -> list[Kandidaat]:
        """Give the first lines of a pigeonhole for this citizen, in rank order."""
        ordes = [self._orde(vak, whole=False) for vak in self._vakken(soort, naam)]
        found = ordes[0].kandidaten if ordes else []
        if len(ordes) > 1:  # of two that each gave their first lines, no more than as many are the first of both
            found = sorted(found + ordes[1].kandidaten)[:KEPT]
        by_area = soort in PER_GEBIED or self.gemeente is None
        return found if by_area else [kandidaat for kandidaat in found if kandidaat.ingang.voor(self.gemeente)]

    def strook(self, soort: str, naam: str, *, whole: bool = False, genoeg: int | None = None) -> Strook:
        """Give the same, as far as members in good standing go, by whether this caller may use them.

        Args:
            whole: all of them.
            genoeg: of those that it may use so many will do: what comes after the last of these may be missing.
        """
        vakken = self._vakken(soort, naam)
        if not vakken:
            return Strook([], [], None)
        found = self._strook(self._orde(vakken[0], whole=whole))
        for vak in vakken[1:]:
            if genoeg is not None and genoeg <= len(found.vrij) and self.kanaal is None:
                eind = found.vrij[genoeg - 1].kandidaat
                if not eind.dicht:
                    before = vak.eerder(eind, self.gids.uren, self.at_s, self.dag)
                    return _merged(found, self._judge(before, None)) if before else found
            found = _merged(found, self._strook(self._orde(vak, whole=whole)))
        return found

    def _vakken(self, soort: str, naam: str) -> list[Vak]:
        """Find the lines of a pigeonhole: those for everybody, and those for the municipality of the citizen alone."""
        vak, gemeente = self.gids.vakken.get((soort, naam)), self.aanvrager.gemeente
        if vak is None or gemeente is None or soort not in PER_GEBIED:
            return [vak] if vak else []
        return [found for gebied in (LANDELIJK, gemeente) if (found := vak.gebied(gebied)) is not None]

    def _orde(self, vak: Vak, *, whole: bool) -> Orde:
        return (vak.alle if whole else vak.orde)(self.gids.uren, self.at_s, self.dag, self.kanaal)

    def _strook(self, orde: Orde) -> Strook:
        eind = None if orde.heel else orde.kandidaten[-1]
        if not orde.blijft:
            return self._judge(orde.kandidaten, eind)
        key = (orde, self.aanvrager if orde.per_gemeente else self.overal)
        found = self.gids.geheugen.stroken.get(key)
        if found is None:
            found = self._judge(orde.kandidaten, eind)
            self.gids.geheugen.keep_strook(key, found)
        return found

    def _judge(self, kandidaten: list[Kandidaat], eind: Kandidaat | None) -> Strook:
        vrij: list[Keuze] = []
        geweerd: list[Keuze] = []
        for kandidaat in kandidaten:
            if kandidaat.ingang.houder.oin in self.leden:
                keuze = Keuze(kandidaat, self.judged(kandidaat.ingang))
                (geweerd if keuze.oordeel[0] else vrij).append(keuze)
        return Strook(vrij, geweerd, eind)

    def stands(self, ingang: Ingang) -> bool:
        """Say whether a line exists now, of a member in good standing."""
        return ingang.oin in self.leden and ingang.exists(self.dag[0])

    def standing(self, verwijzing: str) -> Ingang | None:
        """Find a line that exists now by `<oin>/<naam>` or `<afkorting>/<naam>`."""
        found = self.gids.ingang(verwijzing)
        return found if found is not None and self.stands(found) else None


def _merged(een: Strook, ander: Strook) -> Strook:
    if not ander.vrij and not ander.geweerd and ander.eind is None:
        return een
    eind = een.eind if ander.eind is None else ander.eind if een.eind is None else min(een.eind, ander.eind)
    vrij, geweerd = _in_rank_order(een.vrij, ander.vrij), _in_rank_order(een.geweerd, ander.geweerd)
    if eind is not None and vrij and vrij[-1].kandidaat > eind:
        vrij = vrij[: bisect_right(vrij, eind, key=_kandidaat)]
    return Strook(vrij, geweerd, eind)


def _in_rank_order(many: list[Keuze], few: list[Keuze]) -> list[Keuze]:
    if len(few) > _FEW:
        return sorted(many + few, key=_kandidaat)
    found = many.copy() if few else many
    for keuze in few:
        insort(found, keuze, key=_kandidaat)
    return found


_kandidaat = attrgetter("kandidaat")
_FEW: Final = 4
