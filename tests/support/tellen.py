# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Counts a contactmoment by itself, without a book of measurements."""

from collections.abc import Sequence
from datetime import date

from registry.projections.meetklok import Meetklok
from registry.projections.metingrij import contactrij, ingepakt
from registry.projections.tellingen import NIETS, Cel, Telling, bijgeteld, voorval
from registry.statements.metingen import Contactmoment
from registry.statements.openingstijden import Rooster


def tel(moment: Contactmoment, roosters: Sequence[Rooster], klok: Meetklok) -> tuple[Cel, Telling]:
    """Count one contactmoment.

    Args:
        moment: of which `lijn` is `<oin>/<naam>`.
        roosters: the channels of `moment.kanaal` of its line as it stood at `begonnen`; most have one.
        klok: over the kalenders of the network.
    """
    rij, uren = contactrij(ingepakt(moment)), klok.uren(roosters)
    cel = Cel(
        lijn=rij.lijn,
        kanaal=rij.kanaal,
        dag=date.fromordinal(klok.dag(rij.begonnen)[0]),
        binnen=uren.open.open(rij.begonnen),
        afspraak=rij.afspraak is not None,
        vraagtype=rij.vraagtype,
        onderwerp=rij.onderwerp,
    )
    return cel, bijgeteld(NIETS, [voorval(rij, uren, klok)])
