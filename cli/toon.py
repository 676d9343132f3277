# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn toon`: one line as a readable page, and its proof to take along."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Json

if TYPE_CHECKING:
    from cli.omgeving import Omgeving
    from registry.projections.bundel import Bundel

app = nieuw()


@app.command("toon", cls=Opdracht)
def toon(
    ctx: typer.Context,
    lijn: Annotated[
        str,
        typer.Argument(
            metavar="ORGANISATIE/NAAM", help="OIN of afkorting, een schuine streep, en de naam van de lijn."
        ),
    ],
    *,
    bewijs: Annotated[
        Path | None,
        typer.Option(
            "--bewijs", metavar="BESTAND", help="Bewaar de verklaring met haar bewijs, voor `lijn verifieer`."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Toon een professionallijn zoals zij nu staat."""
    import re

    from cli.fouten import GebruikError
    from cli.kaarten import bladzijde
    from cli.verbinding import eigen_register

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*", lijn):
        raise GebruikError("Schrijf een lijn als organisatie/naam, zoals svb/aow-professionals.")
    if bewijs is not None and bewijs.exists() and not _is_bundel(bewijs):
        raise GebruikError(f"Het bestand {bewijs} is er al, en is geen bewijs. Kies een andere naam.")
    partij, _, naam = lijn.partition("/")
    with eigen_register(omgeving) as register:
        oin = partij if re.fullmatch("[0-9]{20}", partij) else register.organisatie(partij).oin
        found = register.professionallijn(oin, naam)
        bundel = register.bundel(found.verklaring) if bewijs is not None else None
    if bundel is not None and bewijs is not None:  # first, so that it is there even when nobody reads the rest
        _keep(bundel, bewijs)
    uit.data(found, bladzijde(found, at=omgeving.now()))
    if bewijs is not None:
        uit.meld(f"Het bewijs staat in {bewijs}. Controleer het met: lijn verifieer {bewijs}")


def _is_bundel(pad: Path) -> bool:
    import msgspec

    from registry.projections.bundel import Bundel

    try:
        msgspec.json.decode(pad.read_bytes(), type=Bundel)
    except (OSError, msgspec.MsgspecError):
        return False
    return True


def _keep(bundel: "Bundel", pad: Path) -> None:
    """Write a bundle to a file; an earlier one there is replaced."""
    import msgspec

    from cli.fouten import GebruikError

    try:
        with pad.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(bundel), indent=1) + b"\n")
    except OSError as fault:
        raise GebruikError(f"Het bestand {pad} is niet te schrijven ({fault.strerror}).") from None
