# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn schorsen`: the beheerder suspends a member."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, Oin, Reden, dag

if TYPE_CHECKING:
    from datetime import date

    from registry import wire

app = nieuw()


@app.command("schorsen", cls=Opdracht)
def schorsen(
    ctx: typer.Context,
    oin: Oin,
    *,
    reden: Reden,
    tot: Annotated[
        Any,
        typer.Option("--tot", parser=dag, metavar="DATUM", help="Laatste dag van de schorsing. Zonder: geen einde."),
    ] = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Schors een organisatie (alleen voor de beheerder).

    Haar toegang stopt meteen en haar lijnen zijn niet meer te vinden. Met --tot eindigt de schorsing vanzelf na die
    dag; met `lijn toelaten` heft u haar eerder op. De organisatie leest de reden met `lijn profiel`.
    """
    from cli.besluiten import besluit
    from registry.statements.leden import Toelating

    besluit(
        ctx.obj,
        oin,
        Toelating(status="geschorst", reden=reden, geschorst_tot=tot),
        bezwaar=lambda standing: _bezwaar(standing, tot),
        woord="geschorst",
        ja=ja,
        json=json,
    )


def _bezwaar(standing: "wire.Organisatie", tot: "date | None") -> str | None:
    """Say why it cannot be suspended, if so."""
    if standing.status not in {"toegelaten", "geschorst"}:
        return f"{standing.naam} is nu geen lid. Een aanmelding die wacht, wijst u af met: lijn afwijzen {standing.oin}"
    same = standing.status == "geschorst" and standing.geschorst_tot == tot
    return f"{standing.naam} is al zo geschorst." if same else None
