# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn norm`: the beheerder signs a servicenorm, or its next version."""

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Bestand, Ja, Json

app = nieuw()


@app.command("norm", cls=Opdracht)
def norm(ctx: typer.Context, bestand: Bestand, *, ja: Ja = False, json: Json = False) -> None:
    """Publiceer een servicenorm, of een nieuwe versie ervan (alleen voor de beheerder).

    Geef een nieuwe versie een hoger nummer en een latere ingangsdatum. Een versie die al geldt, blijft zoals zij is;
    alleen haar einddatum kan nog veranderen. U ziet eerst het verschil met de laatste versie.
    """
    from cli.afspraken import lees_afspraak, zeg_afspraak
    from registry.statements.servicenormen import Servicenorm

    body = lees_afspraak(bestand, Servicenorm, ctx.obj)
    naam, sub = f"norm {body.naam}, versie {body.versie}", f"servicenorm/{body.naam}"
    wat = {"norm": body.naam, "versie": body.versie}
    zeg_afspraak(ctx.obj, body, bestand, sub=sub, naam=naam, wat=wat, ja=ja, json=json)
