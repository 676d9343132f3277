# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn aflopend`: what ends soon, as the beheerder sees it."""

from typing import Annotated, Any

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Json, getal

app = nieuw()


@app.command("aflopend", cls=Opdracht)
def aflopend(
    ctx: typer.Context,
    *,
    dagen: Annotated[
        Any, typer.Option("--dagen", parser=getal(1, 365), metavar="N", help="Hoeveel dagen vooruit. Zonder: 60.")
    ] = None,
    json: Json = False,
) -> None:
    """Toon welke toelatingen, schorsingen en sleutels binnenkort aflopen (alleen voor de beheerder).

    Wat het eerst afloopt staat bovenaan. Een toelating die al voorbij is, blijft staan tot u haar verlengt of de
    organisatie uittreedt. Leden zien hun eigen termijnen met `lijn profiel`.
    """
    from cli.verbinding import eigen_register

    uit = ctx.obj.uitvoer(json=json)
    with eigen_register(ctx.obj) as register:
        found = register.aflopend(dagen=dagen, pageSize=100)
    uit.data(
        found,
        [
            (f"{end.laatste_dag}  {end.wat}{f' {end.sleutel}' if end.sleutel else ''}  {end.naam} ({end.oin})",)
            for end in found.aflopend
        ],
    )
    if not found.totaal:
        uit.meld("Er loopt binnenkort niets af.")
    elif found.totaal > len(found.aflopend):
        uit.meld(f"Het zijn er {found.totaal}; dit zijn de eerste {len(found.aflopend)}.")
