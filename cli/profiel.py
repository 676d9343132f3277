# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn profiel`: how one stands with the register."""

from typing import TYPE_CHECKING

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Json

if TYPE_CHECKING:
    from cli.omgeving import Omgeving

app = nieuw()


@app.command("profiel", cls=Opdracht)
def profiel(ctx: typer.Context, json: Json = False) -> None:
    """Toon hoe uw organisatie ervoor staat: status, rechten, termijnen en wat u nog moet doen.

    Ook als u nog niet bent toegelaten, of als uw organisatie geschorst is: dan leest u hier waarom en tot wanneer.
    """
    from cli.eigenstand import kaart
    from cli.verbinding import eigen_register

    omgeving: Omgeving = ctx.obj
    with eigen_register(omgeving) as register:
        stand = register.aanmelding()
    omgeving.uitvoer(json=json).data(stand, kaart(stand))
