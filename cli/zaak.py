# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn zaak`: one case on a readable page."""

from typing import TYPE_CHECKING

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Json
from cli.zaakopties import Zaak

if TYPE_CHECKING:
    from cli.omgeving import Omgeving

app = nieuw()


@app.command("zaak", cls=Opdracht)
def zaak(ctx: typer.Context, zaak: Zaak, *, json: Json = False) -> None:
    """Toon het dossier van een zaak: hoe zij staat, wat er is gezegd, en wat u nu kunt doen.

    De andere partij en het OBPT zien hetzelfde dossier.
    """
    from cli.profiel import lees_profiel
    from cli.verbinding import register_van
    from cli.zaakkaarten import zaakblad

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    with register_van(omgeving, lees_profiel(omgeving)) as register:
        found = register.normschending(zaak)
    uit.data(found, zaakblad(found))
