# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn uitschrijven`: the beheerder ends a membership."""

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, Oin, Reden

app = nieuw()


@app.command("uitschrijven", cls=Opdracht)
def uitschrijven(
    ctx: typer.Context,
    oin: Oin,
    *,
    reden: Reden,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Beëindig een lidmaatschap (alleen voor de beheerder).

    De sleutels van de organisatie gelden niet meer, en haar lijnen zijn niet meer te vinden. Wil zij later terug, dan
    meldt zij zich opnieuw aan.
    """
    from cli.besluiten import besluit
    from registry.statements.leden import Toelating

    besluit(
        ctx.obj,
        oin,
        Toelating(status="uitgetreden", reden=reden),
        bezwaar=lambda standing: (
            None if standing.status in {"toegelaten", "geschorst"} else f"{standing.naam} is nu geen lid."
        ),
        woord="uitgeschreven",
        ja=ja,
        json=json,
    )
