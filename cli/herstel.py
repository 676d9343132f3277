# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn herstel`: say that it is repaired."""

from typing import Annotated, Any

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, dag
from cli.zaakopties import Maatregelen, Toelichting, Zaak

app = nieuw()


@app.command("herstel", cls=Opdracht)
def herstel(
    ctx: typer.Context,
    zaak: Zaak,
    *,
    op: Annotated[
        Any, typer.Option("--op", parser=dag, metavar="DATUM", help="Sinds wanneer het hersteld is. Zonder: vandaag.")
    ] = None,
    maatregel: Maatregelen = None,
    toelichting: Toelichting = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Meld dat hersteld is waar een zaak over uw lijn om ging."""
    from cli.zaakstap import zeg_in_zaak
    from registry.statements.klok import local_date
    from registry.statements.normschendingen import Herstel

    said = {"hersteldOp": op or local_date(ctx.obj.now()), "maatregelen": maatregel}
    zeg_in_zaak(ctx.obj, zaak, Herstel, said, toelichting=toelichting, ja=ja, json=json)
