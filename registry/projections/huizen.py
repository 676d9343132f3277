# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The lines of an organisation that questions are about, laid out for that when it is first asked about."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from registry.projections.ingangen import Ingang
from registry.projections.kennis import Taak
from registry.projections.vindwoorden import PER_LIJN


class Huis:
    """The lines of one organisation that stand, by number, from one day until another (`date.toordinal`).

    `rijen`: where they are in the `Plekken` of any term, from and until; often one row.
    """

    __slots__ = ("_over", "_overal", "_streek", "lijnen", "rijen", "tot", "van")

    def __init__(self, ingangen: Iterable[Ingang], dag: int) -> None:
        """Take the lines that stand on a local day."""
        ingangen = tuple(ingangen)
        changes = [day for ingang in ingangen for day in (ingang.van, ingang.tot + 1)]
        self.van = max((day for day in changes if day <= dag), default=0)
        self.tot = min((day for day in changes if day > dag), default=dag + 1)
        self.lijnen = {ingang.nummer: ingang for ingang in ingangen if ingang.exists(dag)}
        self.rijen = _rows(sorted(self.lijnen))
        self._streek = [ingang for ingang in self.lijnen.values() if not isinstance(ingang.werkgebied, str)]
        self._overal = {nr: ingang for nr, ingang in self.lijnen.items() if isinstance(ingang.werkgebied, str)}
        self._over: dict[str, list[int]] = {}

    def voor(self, gemeente: str | None) -> dict[int, Ingang]:
        """Give the lines for citizens of this municipality; None: of whichever."""
        if gemeente is None or not self._streek:
            return self.lijnen
        return self._overal | {ingang.nummer: ingang for ingang in self._streek if gemeente in ingang.werkgebied}

    def genoemd(self, taken: Sequence[tuple[Taak, float]]) -> dict[int, float]:
        """Say of the lines on a subject of any of these tasks what stands with the task; with the first of several."""
        found: dict[int, float] = {}
        for taak, bewijs in reversed(taken):
            over = self._over.get(taak.taak)
            if over is None:
                named = {*taak.onderwerpen, *taak.upl}
                lines = self.lijnen.items()
                over = self._over[taak.taak] = [nr for nr, line in lines if not named.isdisjoint(line.onderwerpen)]
            for nummer in over:
                found[nummer] = bewijs
        return found


def _rows(nummers: list[int]) -> list[tuple[int, int]]:
    """Say from and until which place numbers lie in a row."""
    ends = [i + 1 for i, (one, other) in enumerate(pairwise(nummers)) if other != one + 1]
    return [
        (nummers[begin] * PER_LIJN, (nummers[end - 1] + 1) * PER_LIJN)
        for begin, end in zip([0, *ends], [*ends, len(nummers)], strict=True)
        if nummers
    ]
