# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn trekterug`: take a report back."""

from typing import Annotated, get_args

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, keuze
from cli.zaakopties import Toelichting, Zaak
from registry.statements.zaakwoorden import Terugtrekreden

app = nieuw()


@app.command("trekterug", cls=Opdracht)
def trekterug(
    ctx: typer.Context,
    zaak: Zaak,
    *,
    reden: Annotated[
        str,
        typer.Option(
            "--reden",
            parser=keuze(*get_args(Terugtrekreden)),
            metavar="REDEN",
            help=f"Waarom: {', '.join(get_args(Terugtrekreden))}.",
        ),
    ],
    toelichting: Toelichting = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Trek een melding van uw organisatie in. Dat kan tot er een oordeel is."""
    from cli.zaakstap import zeg_in_zaak
    from registry.statements.normschendingen import Terugtrekking

    zeg_in_zaak(ctx.obj, zaak, Terugtrekking, {"reden": reden}, toelichting=toelichting, ja=ja, json=json)
