# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn zoek`: whom can I reach now for this question?"""

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Json, getal, keuze, moment
from registry.statements.namen import Kanaalsoort

if TYPE_CHECKING:
    from cli.omgeving import Omgeving

app = nieuw()


@app.command("zoek", cls=Opdracht)
def zoek(
    ctx: typer.Context,
    vraag: Annotated[
        str | None,
        typer.Argument(
            metavar="VRAAG",
            help="De vraag in gewone woorden, tussen aanhalingstekens. Noem geen namen of nummers van de burger.",
        ),
    ] = None,
    *,
    gemeente: Annotated[
        str | None, typer.Option("--gemeente", metavar="CODE", help="Gemeente van de burger, zoals gm0153.")
    ] = None,
    rol: Annotated[str | None, typer.Option("--rol", metavar="ROL", help="Uw rol, zoals casemanager.")] = None,
    burger: Annotated[
        bool | None,
        typer.Option("--burger-aanwezig/--burger-niet-aanwezig", help="Zit de burger bij u?", show_default=False),
    ] = None,
    machtiging: Annotated[
        str | None,
        typer.Option("--machtiging", metavar="VORM", help="Machtiging die de burger gaf: mondeling, schriftelijk, …"),
    ] = None,
    kanaal: Annotated[
        Any,
        typer.Option(
            "--kanaal",
            parser=keuze(*get_args(Kanaalsoort)),
            metavar="SOORT",
            help="Alleen dit kanaal: telefoon, email, balie, …",
        ),
    ] = None,
    organisatie: Annotated[
        str | None,
        typer.Option("--organisatie", metavar="ORGANISATIE", help="Alleen deze organisatie: OIN of afkorting."),
    ] = None,
    vraagtype: Annotated[
        Any, typer.Option("--vraagtype", parser=getal(1, 3), metavar="1|2|3", help="Vraagtype 1, 2 of 3.")
    ] = None,
    onderwerp: Annotated[
        str | None, typer.Option("--onderwerp", metavar="CODE", help="Onderwerp: code of UPL-URI.")
    ] = None,
    levensgebeurtenis: Annotated[
        str | None, typer.Option("--levensgebeurtenis", metavar="TEKST", help="Levensgebeurtenis, zoals 'scheiden'.")
    ] = None,
    tijdstip: Annotated[
        Any,
        typer.Option(
            "--tijdstip",
            parser=moment,
            metavar="MOMENT",
            help="Wanneer u contact zoekt, zoals 2026-12-24T11:30. Zonder: nu.",
        ),
    ] = None,
    limiet: Annotated[
        Any, typer.Option("--limiet", parser=getal(1, 50), metavar="N", help="Hoogstens zo veel routes. Zonder: 10.")
    ] = None,
    json: Json = False,
) -> None:
    """Zoek wie u nu kunt bereiken voor een vraag.

    De beste route staat bovenaan. Is er geen route, dan ziet u wie het dichtst bij is.
    """
    from cli.kaarten import routes
    from cli.verbinding import eigen_register

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    with eigen_register(omgeving) as register:
        found = register.contactroutes(
            vraag=vraag,
            onderwerp=onderwerp,
            levensgebeurtenis=levensgebeurtenis,
            vraagtype=vraagtype,
            organisatie=organisatie,
            gemeente=gemeente,
            rol=rol,
            burgerAanwezig=burger,
            machtiging=machtiging,
            kanaal=kanaal,
            tijdstip=tijdstip.isoformat().replace("+00:00", "Z") if tijdstip else None,
            limiet=limiet,
        )
    uit.data(found, routes(found))
