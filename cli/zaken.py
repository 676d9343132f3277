# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn zaken`: the cases of one's own; for the OBPT all of them."""

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Json, getal, keuze
from registry.statements.zaakwoorden import Fase

if TYPE_CHECKING:
    from cli.omgeving import Omgeving

app = nieuw()


@app.command("zaken", cls=Opdracht)
def zaken(
    ctx: typer.Context,
    *,
    status: Annotated[
        str | None,
        typer.Option("--status", parser=keuze(*get_args(Fase)), metavar="STATUS", help=f"{', '.join(get_args(Fase))}."),
    ] = None,
    open_: Annotated[
        bool | None, typer.Option("--open/--gesloten", help="Alleen wat open of gesloten is.", show_default=False)
    ] = None,
    te_laat: Annotated[bool, typer.Option("--te-laat", help="Alleen zaken waarin iets te laat is.")] = False,
    organisatie: Annotated[
        str | None, typer.Option("--organisatie", metavar="ORGANISATIE", help="OIN of afkorting van een partij.")
    ] = None,
    rol: Annotated[
        str | None,
        typer.Option("--rol", parser=keuze("melder", "betrokkene"), metavar="ROL", help="melder of betrokkene."),
    ] = None,
    lijn: Annotated[str | None, typer.Option("--lijn", metavar="ORGANISATIE/NAAM", help="Over deze lijn.")] = None,
    norm: Annotated[str | None, typer.Option("--norm", metavar="NAAM", help="Over deze norm.")] = None,
    bladzijde: Annotated[
        Any, typer.Option("--bladzijde", parser=getal(1, 1_000_000), metavar="N", help="Welke bladzijde. Zonder: 1.")
    ] = None,
    json: Json = False,
) -> None:
    """Toon de zaken waarin uw organisatie partij is; het OBPT ziet ze alle.

    Wat open is staat vooraan, met wat het langst te laat is als eerste.
    """
    from cli.verbinding import eigen_register
    from cli.zaakkaarten import zakenlijst

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    with eigen_register(omgeving) as register:
        found = register.normschendingen(
            status=status,
            open=open_,
            teLaat=te_laat or None,
            organisatie=organisatie,
            rol=rol,
            lijn=lijn,
            norm=norm,
            page=bladzijde,
        )
    uit.data(found, zakenlijst(found))
