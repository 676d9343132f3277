# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn bezwaar`: a party objects to an oordeel, once."""

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json
from cli.zaakopties import Gronden, Toelichting, Zaak

app = nieuw()


@app.command("bezwaar", cls=Opdracht)
def bezwaar(
    ctx: typer.Context,
    zaak: Zaak,
    *,
    grond: Gronden = None,
    toelichting: Toelichting = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Maak bezwaar tegen een oordeel in een zaak waarin uw organisatie partij is.

    Dat kan één keer in een zaak, binnen tien werkdagen. Het OBPT oordeelt dan opnieuw, en dat is het laatste oordeel.
    """
    from cli.zaakstap import zeg_in_zaak
    from registry.statements.normschendingen import Bezwaar

    zeg_in_zaak(ctx.obj, zaak, Bezwaar, {"gronden": grond or []}, toelichting=toelichting, ja=ja, json=json)
