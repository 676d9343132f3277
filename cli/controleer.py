# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn controleer`: is this file a good line? Asks nobody: works without a network and without a profile."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Bestanden, Json

if TYPE_CHECKING:
    from cli.lijnen import Gelezen
    from cli.omgeving import Omgeving
    from registry.projections.toezeggingen import Tekort
    from registry.statements.servicenormen import Servicenorm

app = nieuw()


@app.command("controleer", cls=Opdracht)
def controleer(
    ctx: typer.Context,
    bestand: Bestanden,
    *,
    json: Json = False,
    stil: Annotated[bool, typer.Option("--stil", help="Noem alleen wat niet klopt.")] = False,
    norm: Annotated[
        list[Path] | None,
        typer.Option("--norm", metavar="PAD", help="Bestand met een servicenorm, of een map vol; mag vaker."),
    ] = None,
) -> None:
    """Controleer bestanden met professionallijnen, zonder netwerk.

    Elke fout staat op een eigen regel: bestand: regel: veld: uitleg. De uitkomst is 0 als alles klopt, anders 1. Met
    --norm ziet u ook waar uw lijn door haar eigen toezeggingen, openingstijden of datum van nakijken onder een norm
    blijft, en hoeveel. Dat is geen fout.
    """
    from cli.bestanden import plekfout
    from cli.lijnen import lees_lijn
    from cli.uitvoer import Regel, geel, groen, rood
    from registry.statements.klok import local_date

    op = local_date(ctx.obj.now())
    found = [lees_lijn(pad, op=op) for pad in bestand]
    short = _short(found, _norms(norm or [], ctx.obj), ctx.obj)
    lines: list[Regel] = []
    for gelezen, tekorten in zip(found, short, strict=True):
        lines += [(rood(plekfout(fout, gelezen.pad).plek()), f": {fout.uitleg}") for fout in gelezen.fouten]
        if not gelezen.fouten and not stil:
            lines.append((f"{gelezen.pad}: ", groen("goed")))
        lines += [(f"{gelezen.pad}: {een.veld}: ", geel("let op"), f": {een.uitleg}") for een in tekorten]
    rows = [
        {"bestand": str(g.pad), "goed": not g.fouten, "fouten": g.fouten, "tekorten": tekorten}
        for g, tekorten in zip(found, short, strict=True)
    ]
    ctx.obj.uitvoer(json=json).data({"bestanden": rows}, lines)
    if any(gelezen.fouten for gelezen in found):
        raise typer.Exit(1)


def _norms(paden: Sequence[Path], omgeving: "Omgeving") -> "list[Servicenorm]":
    """Read norms out of files and folders.

    Raises:
        GebruikError: there is no such file.
        MalformedError: with every fault of a norm, and the line it is on.
    """
    if not paden:
        return []
    from cli.afspraken import lees_afspraak
    from registry.statements.servicenormen import Servicenorm

    files = [file for pad in paden for file in (sorted(pad.glob("*.yaml")) if pad.is_dir() else [pad])]
    return [lees_afspraak(file, Servicenorm, omgeving) for file in files]


def _short(found: "Sequence[Gelezen]", normen: "Sequence[Servicenorm]", omgeving: "Omgeving") -> "list[list[Tekort]]":
    """Say of each line where it falls short. Without a register there is no kalender: feestdagen are not counted."""
    if not normen:
        return [[] for _ in found]
    from registry.projections.meetklok import Meetklok
    from registry.projections.toezeggingen import tekorten
    from registry.statements.klok import local_date

    klok, op = Meetklok({}), local_date(omgeving.now())
    return [[] if one.lijn is None else tekorten(one.lijn, normen, op=op, klok=klok) for one in found]
