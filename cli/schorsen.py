# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn schorsen`: the beheerder suspends a member."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json

if TYPE_CHECKING:
    from cli.omgeving import Omgeving

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
        if standing.status == "geschorst":
            raise RefusedError("regel", f"{standing.naam} is al geschorst.")
        uit.meld(f"{standing.naam} ({standing.oin}) is nu {standing.status}.")
        omgeving.vraag_akkoord("Schorsen?", ja=ja, uit=uit)
        sub = f"toelating/{standing.oin}"
        head = next(iter(indiener.gezegd(sub)), None)
        body = Toelating(status="geschorst", reden=reden)
        bewijs = indiener.zeg(body, sub=sub, vorige=head.digest if head else None)
    uit.data(
        {"oin": standing.oin, "status": "geschorst", "index": bewijs.index, "digest": bewijs.digest},
        [(f"geschorst  {standing.oin}  nummer {bewijs.index}  {bewijs.digest}",)],
    )
