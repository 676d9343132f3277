# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn controleer`: is this file a good line? Asks nobody: works without a network and without a profile."""

from typing import Annotated

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Bestanden, Json

app = nieuw()


@app.command("controleer", cls=Opdracht)
def controleer(
    ctx: typer.Context,
    bestand: Bestanden,
    *,
    json: Json = False,
    stil: Annotated[bool, typer.Option("--stil", help="Noem alleen wat niet klopt.")] = False,
) -> None:
    """Controleer bestanden met professionallijnen, zonder netwerk.

    Elke fout staat op een eigen regel: bestand: regel: veld: uitleg. De uitkomst is 0 als alles klopt, anders 1.
    """
    from cli.bestanden import plekfout
    from cli.lijnen import lees_lijn
    from cli.uitvoer import Regel, groen, rood
    from registry.statements.klok import local_date

    op = local_date(ctx.obj.now())
    found = [lees_lijn(pad, op=op) for pad in bestand]
    lines: list[Regel] = []
    for gelezen in found:
        lines += [(rood(plekfout(fout, gelezen.pad).plek()), f": {fout.uitleg}") for fout in gelezen.fouten]
        if not gelezen.fouten and not stil:
            lines.append((f"{gelezen.pad}: ", groen("goed")))
    rows = [{"bestand": str(g.pad), "goed": not g.fouten, "fouten": g.fouten} for g in found]
    ctx.obj.uitvoer(json=json).data({"bestanden": rows}, lines)
    if any(gelezen.fouten for gelezen in found):
        raise typer.Exit(1)
