# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn criterium`: the beheerder signs a toetredingscriterium, or its next version."""

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Bestand, Ja, Json

app = nieuw()


@app.command("criterium", cls=Opdracht)
def criterium(ctx: typer.Context, bestand: Bestand, *, ja: Ja = False, json: Json = False) -> None:
    """Publiceer een toetredingscriterium, of een nieuwe versie ervan (alleen voor de beheerder).

    Geef een nieuwe versie een hoger nummer en een latere ingangsdatum. Vraagt een nieuwe versie ander bewijs, dan telt
    het bewijs voor de vorige vanaf die dag niet meer. U ziet eerst het verschil met de laatste versie.
    """
    from cli.afspraken import lees_afspraak, zeg_afspraak
    from registry.statements.toetreding import Toetredingscriterium

    body = lees_afspraak(bestand, Toetredingscriterium, ctx.obj)
    naam, sub = f"toetredingscriterium {body.naam}, versie {body.versie}", f"toetredingscriterium/{body.naam}"
    wat = {"criterium": body.naam, "versie": body.versie}
    zeg_afspraak(ctx.obj, body, bestand, sub=sub, naam=naam, wat=wat, ja=ja, json=json)
