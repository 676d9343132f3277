# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn reageer`: acknowledge or contest a report about a line of one's own."""

from typing import Annotated

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json
from cli.zaakopties import Contactmomenten, Gronden, HerstelVoor, Maatregelen, Toelichting, Zaak

app = nieuw()


@app.command("reageer", cls=Opdracht)
def reageer(
    ctx: typer.Context,
    zaak: Zaak,
    *,
    erkend: Annotated[
        bool | None, typer.Option("--erken/--betwist", help="Erkent of betwist u de melding?", show_default=False)
    ] = None,
    herstel_voor: HerstelVoor = None,
    grond: Gronden = None,
    maatregel: Maatregelen = None,
    contactmoment: Contactmomenten = None,
    toelichting: Toelichting = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Reageer op een melding over een lijn van uw organisatie.

    Wie erkent, noemt met --herstel-voor wanneer het hersteld is. Wie betwist, noemt met --grond waarom.
    """
    from cli.fouten import GebruikError
    from cli.zaakstap import zeg_in_zaak
    from registry.statements.normschendingen import Reactie

    if erkend is None:
        raise GebruikError("Zeg --erken of --betwist.", hulp="lijn reageer --help")
    said = {
        "standpunt": "erkend" if erkend else "betwist",
        "herstelVoor": herstel_voor,
        "gronden": grond,
        "maatregelen": maatregel,
        "contactmomenten": contactmoment,
    }
    zeg_in_zaak(ctx.obj, zaak, Reactie, said, toelichting=toelichting, ja=ja, json=json)
