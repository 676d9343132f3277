# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn schorsen`: the beheerder suspends a member."""

from typing import Annotated

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json

app = nieuw()


@app.command("schorsen", cls=Opdracht)
def schorsen(
    ctx: typer.Context,
    oin: Annotated[str, typer.Argument(metavar="OIN", help="OIN van de organisatie.")],
    *,
    reden: Annotated[str, typer.Option("--reden", metavar="TEKST", help="Waarom. Dit komt in het register te staan.")],
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Schors een organisatie (alleen voor de beheerder).

    Haar toegang stopt meteen en haar lijnen zijn niet meer te vinden. Met `lijn toelaten` heft u de schorsing op.
    """
    from cli.besluiten import besluit
    from registry.statements.leden import Toelating

    besluit(
        ctx.obj,
        oin,
        Toelating(status="geschorst", reden=reden),
        bezwaar=lambda standing: f"{standing.naam} is al geschorst." if standing.status == "geschorst" else None,
        woord="geschorst",
        ja=ja,
        json=json,
    )
