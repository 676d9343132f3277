# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn kalender`: the beheerder signs the working-day calendar of a year."""

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Bestand, Ja, Json

app = nieuw()


@app.command("kalender", cls=Opdracht)
def kalender(ctx: typer.Context, bestand: Bestand, *, ja: Ja = False, json: Json = False) -> None:
    """Publiceer de kalender van een jaar, of wijzig haar (alleen voor de beheerder).

    Een voorstel maakt u met `python -m registry kalender JAAR`. Kijk het na: wat u ondertekent, telt voor elke termijn
    en elke openingstijd in het netwerk. U ziet eerst het verschil met wat er nu staat.
    """
    from cli.afspraken import lees_afspraak, zeg_afspraak
    from registry.statements.kalenders import Kalender

    body = lees_afspraak(bestand, Kalender, ctx.obj)
    naam, sub = f"kalender {body.jaar}", f"kalender/{body.jaar}"
    zeg_afspraak(ctx.obj, body, bestand, sub=sub, naam=naam, wat={"jaar": body.jaar}, ja=ja, json=json)
