# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn afwijzen`: the beheerder turns an application down."""

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, Oin, Reden

app = nieuw()


@app.command("afwijzen", cls=Opdracht)
def afwijzen(
    ctx: typer.Context,
    oin: Oin,
    *,
    reden: Reden,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Wijs een aanmelding af die wacht (alleen voor de beheerder).

    De organisatie kan zich daarna opnieuw aanmelden, ook met een andere sleutel.
    """
    from cli.besluiten import besluit
    from registry.statements.leden import Toelating

    besluit(
        ctx.obj,
        oin,
        Toelating(status="uitgetreden", reden=reden),
        bezwaar=lambda standing: (
            f"Er wacht geen aanmelding van {standing.naam}." if standing.aanvraag is None else None
        ),
        woord="afgewezen",
        ja=ja,
        json=json,
    )
