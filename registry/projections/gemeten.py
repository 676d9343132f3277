# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How a channel answered lately, for who is about to use it: beside what it promises, what was measured.

    waarnemingen 212, aandeel_beantwoord 0.91, wachttijd_p50 41, wachttijd_p90 118

Of attempts while it was open. `aandeel_beantwoord` is of all of them: who was called back was answered too. The waits
are those of who was answered at once, in seconds, by nearest rank. Of fewer than `MINSTENS` attempts nothing is said:
that would be about somebody rather than about the line.
"""

from collections.abc import Iterable
from typing import Final

from registry.projections.meetcijfers import Gemeten
from registry.projections.statistiek import percentiel
from registry.projections.tellingen import Cel, Telling, tijden_van, uitkomsten_van
from registry.projections.waarnemingen import BEANTWOORD, OPGENOMEN
from registry.statements.professionallijnen import GESPREKSKANALEN

MINSTENS: Final = 5


def gemeten(kanaal: str, tellingen: Iterable[tuple[Cel, Telling]]) -> Gemeten | None:
    """Say what was measured of the channels of a soort; None: too little."""
    delen = [
        telling for cel, telling in tellingen if cel.kanaal == kanaal and (cel.binnen or kanaal not in GESPREKSKANALEN)
    ]
    keren = uitkomsten_van(delen)
    allen = sum(keren.values())
    if allen < MINSTENS:
        return None
    waits = tijden_van(delen, "wachttijd", "seconden", OPGENOMEN)
    return Gemeten(
        waarnemingen=allen,
        aandeel_beantwoord=round(sum(keren[u] for u in BEANTWOORD) / allen, 3),
        wachttijd_p50=percentiel(waits, 50),
        wachttijd_p90=percentiel(waits, 90),
    )
