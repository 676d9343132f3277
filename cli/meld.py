# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn meld`: report that a line did not keep a norm, or add to a report."""

from typing import Annotated, Any, get_args

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, keuze, moment
from cli.zaakopties import Contactmomenten, Toelichting
from registry.statements.namen import Kanaalsoort
from registry.statements.zaakwoorden import Gevolg, Waarneming

app = nieuw()


@app.command("meld", cls=Opdracht)
def meld(
    ctx: typer.Context,
    lijn: Annotated[
        str,
        typer.Argument(
            metavar="ORGANISATIE/NAAM", help="OIN of afkorting, een schuine streep, en de naam van de lijn."
        ),
    ],
    *,
    norm: Annotated[str, typer.Option("--norm", metavar="NAAM", help="De norm, zoals telefoon-opnemen.")],
    kanaal: Annotated[
        str,
        typer.Option("--kanaal", parser=keuze(*get_args(Kanaalsoort)), metavar="SOORT", help="telefoon, email, …"),
    ],
    wanneer: Annotated[
        Any,
        typer.Option("--wanneer", parser=moment, metavar="MOMENT", help="Wanneer het gebeurde: 2026-11-23T10:30."),
    ],
    waargenomen: Annotated[
        list[str],
        typer.Option(
            "--waargenomen",
            parser=keuze(*get_args(Waarneming)),
            metavar="WAT",
            help=f"Wat er gebeurde; mag vaker: {', '.join(get_args(Waarneming))}.",
        ),
    ],
    gevolg: Annotated[
        str | None,
        typer.Option(
            "--gevolg",
            parser=keuze(*get_args(Gevolg)),
            metavar="GEVOLG",
            help=f"Wat het voor de burger betekende: {', '.join(get_args(Gevolg))}.",
        ),
    ] = None,
    contactmoment: Contactmomenten = None,
    toelichting: Toelichting = None,
    zaak: Annotated[
        str | None,
        typer.Option("--zaak", metavar="ZAAK", help="Vul deze zaak aan; kan tot de organisatie heeft gereageerd."),
    ] = None,
    naast: Annotated[
        str | None,
        typer.Option(
            "--naast", metavar="UUID", help="Dit is een andere schending dan die zaak, ook al lijkt het erop."
        ),
    ] = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Meld dat een lijn van een andere organisatie een norm niet haalde.

    De organisatie krijgt de kans om te reageren; daarna oordeelt het OBPT. Alleen u, die organisatie en het OBPT zien
    de melding.
    """
    from cli.zaakstap import zeg_in_zaak, zeg_nieuw
    from registry.statements.normschendingen import Normschending

    said = {
        "kanaal": kanaal,
        "norm": norm,
        "moment": wanneer,
        "waargenomen": waargenomen,
        "gevolg": gevolg,
        "contactmomenten": contactmoment,
        "naast": naast,
    }
    if zaak is None:
        zeg_nieuw(ctx.obj, lijn, said, toelichting=toelichting, ja=ja, json=json)
    else:
        zeg_in_zaak(ctx.obj, zaak, Normschending, said, toelichting=toelichting, ja=ja, json=json, lijn=lijn)
