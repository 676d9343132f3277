# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""No wrong door: whose question it is when no line answers it, and who is concerned besides.

whose          the likeliest organisation without a line here; its contact when it is a member
nearest        else the member that the question points to most, however weakly
the beheerder  else: it knows the network, and a question that no line answers is one to learn from
"""

from typing import Final

from msgspec import Struct

from registry.projections.aanroep import Aanroep
from registry.projections.fit import ENOUGH, Vondst
from registry.projections.kennis import Instantie, Taak
from registry.projections.organisaties import Organisatie
from registry.projections.wegwijzer import Gewezen

NEAR: Final = 0.8  # of the evidence for whose line fits best
_MOST: Final = 3


class Betrokken(Struct, frozen=True, kw_only=True):
    """An organisation that the question concerns, with the task that says so; `lid`: the member that it is."""

    instantie: Instantie
    taak: Taak
    lid: Organisatie | None


class GeenVerkeerdeDeur(Struct, frozen=True, kw_only=True):
    """Nobody to call here: who helps (a member), whose question it seems to be, and why."""

    organisatie: Organisatie
    betrokken: Betrokken | None
    uitleg: str


def concerned(aanroep: Aanroep, vondst: Vondst) -> tuple[Betrokken, ...]:
    """Name who is concerned beside the routes: without a line, and about as likely as the best of them."""
    best = vondst.beste
    likely = 0.0 if best is None else best.gewezen.bewijs if best.gewezen else best.fit
    near = [found for found in vondst.zonder if found.bewijs >= max(ENOUGH, NEAR * likely)]
    return tuple(_concerned(aanroep, found) for found in near[:_MOST])


def door(aanroep: Aanroep, vondst: Vondst | None) -> GeenVerkeerdeDeur | None:
    """Say whose question it is; None only in a network without a beheerder."""
    helpers = [found for found in aanroep.gids.organisaties.values() if "beheerder" in found.rollen]
    helpers.sort(key=lambda found: (found.oin not in aanroep.leden, found.oin))
    beheerder = next(iter(helpers), None)
    if vondst is not None and vondst.elders:
        whose = _concerned(aanroep, vondst.zonder[0])
        helper = whose.lid or beheerder
        naam = whose.lid.naam if whose.lid else whose.instantie.naam
        uitleg = f"Deze vraag lijkt voor {naam}: {whose.taak.titel}. In dit netwerk is daarvoor geen lijn."
        return GeenVerkeerdeDeur(organisatie=helper, betrokken=whose, uitleg=uitleg) if helper else None
    if vondst is not None and (best := vondst.beste):  # fits, but the filters took it away
        uitleg = (
            f"Met deze voorwaarden is er geen lijn. Zonder is dit de naaste: {best.ingang.lijn.lijn.titel} "
            f"van {best.ingang.houder.naam}."
        )
        return GeenVerkeerdeDeur(organisatie=best.ingang.houder, betrokken=None, uitleg=uitleg)
    if vondst is not None and vondst.zwak is not None:
        helper = vondst.zwak.ingang.houder
        uitleg = (
            f"Wij weten niet zeker voor wie deze vraag is. {helper.naam} is het dichtst bij: "
            f"{vondst.zwak.ingang.lijn.lijn.titel}. Vraag door, en zoek nog eens met andere woorden."
        )
        return GeenVerkeerdeDeur(organisatie=helper, betrokken=None, uitleg=uitleg)
    if beheerder is None:
        return None
    uitleg = "Geen enkele lijn past bij deze vraag. De beheerder van het netwerk denkt met u mee."
    return GeenVerkeerdeDeur(organisatie=beheerder, betrokken=None, uitleg=uitleg)


def _concerned(aanroep: Aanroep, gewezen: Gewezen) -> Betrokken:
    oin = aanroep.gids.oin_of(gewezen.instantie, aanroep.aanvrager.gemeente)
    lid = aanroep.gids.organisaties[oin] if oin in aanroep.leden and oin is not None else None
    return Betrokken(instantie=gewezen.instantie, taak=gewezen.taak, lid=lid)
