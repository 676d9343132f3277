# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Options of the commands that say something in a case."""

from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from cli.opties import dag, keuze
from registry.statements.zaakwoorden import Grond, Maatregel

Zaak = Annotated[str, typer.Argument(metavar="ZAAK", help="Nummer van de zaak, zoals NS-2026-000017, of haar UUID.")]
Gronden = Annotated[
    list[str] | None,
    typer.Option(
        "--grond",
        parser=keuze(*get_args(Grond)),
        metavar="GROND",
        help=f"Waarom; mag vaker: {', '.join(get_args(Grond))}.",
    ),
]
Maatregelen = Annotated[
    list[str] | None,
    typer.Option(
        "--maatregel",
        parser=keuze(*get_args(Maatregel)),
        metavar="MAATREGEL",
        help=f"Wat u deed of gaat doen; mag vaker: {', '.join(get_args(Maatregel))}.",
    ),
]
Contactmomenten = Annotated[
    list[str] | None,
    typer.Option("--contactmoment", metavar="UUID", help="Een contactmoment als bewijs; mag vaker."),
]
HerstelVoor = Annotated[
    Any, typer.Option("--herstel-voor", parser=dag, metavar="DATUM", help="De laatste dag waarop het hersteld is.")
]
Toelichting = Annotated[
    Path | None,
    typer.Option(
        "--toelichting",
        metavar="BESTAND",
        help="Bestand met uitleg in gewone woorden, - is wat u intypt. Noem geen gegevens van personen.",
    ),
]
