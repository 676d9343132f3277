# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Cases that were found gegrond, as toetredingscriteria look at them: since when, and until when if they were repaired.

Only of the oordeel that stands now. While there is a bezwaar nothing is held against anybody, and what a second oordeel
upset never was: as of a moment before that too.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from registry.projections.toetredingsdossier import Schending, Schendingen
from registry.projections.zaaklijst import Zaakvraag, bladzijde, groepen
from registry.projections.zaakverloop import zaak_of
from registry.projections.zaken import Zaak
from registry.statements.klok import local_date
from registry.statements.zaakwoorden import Fase
from registry.store.protocol import Store

MEEST: Final = 1_000  # of one member, in each phase
_FASEN: Final[tuple[Fase, ...]] = ("gegrond", "hersteld")


def schendingen_van(store: Store, clock: Callable[[], datetime]) -> Schendingen:
    """Make the question which violations of a member were found gegrond."""

    def give(oin: str) -> Sequence[Schending]:
        with store.read() as tx:
            dag = local_date(clock())
            vragen = [Zaakvraag(organisatie=oin, rol="betrokkene", fase=fase) for fase in _FASEN]
            zaken = [
                zaak_of(tx, f"zaak/{zaak}")
                for vraag in vragen
                for zaak in bladzijde(tx, groepen(tx, vraag, dag), begin=0, aantal=MEEST)
            ]
        found = (schending_of(zaak) for zaak in zaken if zaak is not None)
        return [schending for schending in found if schending is not None]

    return give


def schending_of(zaak: Zaak) -> Schending | None:
    """Read a case; None: nothing is held against anybody in it."""
    oordelen = [gezegd.plaats for gezegd in zaak.gezegd if gezegd.soort == "oordeel"]
    if zaak.fase not in _FASEN or zaak.uitkomst != "gegrond" or not oordelen:
        return None
    hersteld = [gezegd.plaats.ordered_at for gezegd in zaak.gezegd if gezegd.soort == "herstel"]
    voorbij = max(hersteld[-1], oordelen[-1].ordered_at) if zaak.fase == "hersteld" and hersteld else None
    return Schending(
        zaak=zaak.zaak,
        nummer=zaak.nummer,
        lijn=zaak.lijn.partition("/")[2],
        gegrond=oordelen[-1],
        voorbij=voorbij,
    )
