# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn afwijzen`: the beheerder turns an application down."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json

if TYPE_CHECKING:
    from cli.omgeving import Omgeving

app = nieuw()


@app.command("afwijzen", cls=Opdracht)
def afwijzen(
    ctx: typer.Context,
    oin: Annotated[str, typer.Argument(metavar="OIN", help="OIN van de organisatie.")],
    *,
    reden: Annotated[str, typer.Option("--reden", metavar="TEKST", help="Waarom. Dit komt in het register te staan.")],
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Wijs een aanmelding af die wacht (alleen voor de beheerder).

    De organisatie kan zich daarna opnieuw aanmelden, ook met een andere sleutel.
    """
    from cli.indienen import Indiener
    from cli.profiel import lees_profiel
    from cli.verbinding import register_van
    from registry.errors import RefusedError
    from registry.statements.leden import Toelating

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    profiel = lees_profiel(omgeving)
    with register_van(omgeving, profiel) as register:
        indiener = Indiener(register, profiel, omgeving, uit)
        standing = register.organisatie(oin)
        if standing.aanvraag is None:
            raise RefusedError("regel", f"Er wacht geen aanmelding van {standing.naam}.")
        omgeving.vraag_akkoord(f"De aanmelding van {standing.naam} ({standing.oin}) afwijzen?", ja=ja, uit=uit)
        sub = f"toelating/{standing.oin}"
        head = next(iter(indiener.gezegd(sub)), None)
        body = Toelating(status="uitgetreden", reden=reden)
        bewijs = indiener.zeg(body, sub=sub, vorige=head.digest if head else None)
    uit.data(
        {"oin": standing.oin, "status": "afgewezen", "index": bewijs.index, "digest": bewijs.digest},
        [(f"afgewezen  {standing.oin}  nummer {bewijs.index}  {bewijs.digest}",)],
    )
