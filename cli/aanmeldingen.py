# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn aanmeldingen`: who waits at the door, as the beheerder sees it."""

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Json

app = nieuw()


@app.command("aanmeldingen", cls=Opdracht)
def aanmeldingen(ctx: typer.Context, json: Json = False) -> None:
    """Toon de aanmeldingen die wachten, met wat er is nagekeken (alleen voor de beheerder).

    Bij elke aanmelding staat hoe u verder gaat. Een controle wijst niets af: `fout` en `let-op` zeggen waar u naar
    moet kijken. Vergelijk de duimafdruk altijd met wat de organisatie u door de telefoon voorleest.
    """
    from cli.eigenstand import aanmelding
    from cli.verbinding import eigen_register

    uit = ctx.obj.uitvoer(json=json)
    with eigen_register(ctx.obj) as register:
        found = register.aanmeldingen(pageSize=100)
    uit.data(found, [line for stand in found.aanmeldingen for line in aanmelding(stand)])
    if not found.totaal:
        uit.meld("Er wacht geen aanmelding.")
    elif found.totaal > len(found.aanmeldingen):
        uit.meld(f"Er wachten er {found.totaal}; dit zijn de eerste {len(found.aanmeldingen)}.")
