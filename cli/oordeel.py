# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn oordeel`: the beheerder judges."""

from typing import Annotated, get_args

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, keuze
from cli.zaakopties import Gronden, HerstelVoor, Toelichting, Zaak
from registry.statements.zaakwoorden import Uitkomst

app = nieuw()


@app.command("oordeel", cls=Opdracht)
def oordeel(
    ctx: typer.Context,
    zaak: Zaak,
    *,
    uitkomst: Annotated[
        str,
        typer.Option(
            "--uitkomst",
            parser=keuze(*get_args(Uitkomst)),
            metavar="UITKOMST",
            help="gegrond, ongegrond of niet-ontvankelijk.",
        ),
    ],
    grond: Gronden = None,
    herstel_voor: HerstelVoor = None,
    toelichting: Toelichting = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Oordeel over een zaak (alleen voor het OBPT).

    Dat kan als de organisatie heeft gereageerd, of als de termijn daarvoor voorbij is. Na een bezwaar is het tweede
    oordeel het laatste.
    """
    from cli.zaakstap import zeg_in_zaak
    from registry.statements.normschendingen import Oordeel

    said = {"uitkomst": uitkomst, "gronden": grond, "herstelVoor": herstel_voor}
    zeg_in_zaak(ctx.obj, zaak, Oordeel, said, toelichting=toelichting, ja=ja, json=json)
