# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn zaak`: one case on a readable page; and erasing what was explained in it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, getal, keuze
from cli.zaakopties import Zaak

if TYPE_CHECKING:
    from cli.omgeving import Omgeving
    from registry import wire

app = nieuw()
MEEST = 100  # statements in a case; there are far fewer


@app.command("zaak", cls=Opdracht)
def zaak(
    ctx: typer.Context,
    zaak: Zaak,
    *,
    wis: Annotated[
        Any,
        typer.Option(
            "--wis", parser=getal(1, MEEST), metavar="N", help="Wis de toelichting bij verklaring N van het dossier."
        ),
    ] = None,
    reden: Annotated[
        str | None,
        typer.Option(
            "--reden",
            parser=keuze("persoonsgegevens", "bewaartermijn"),
            metavar="REDEN",
            help="Waarom het OBPT wist: persoonsgegevens of bewaartermijn.",
        ),
    ] = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Toon het dossier van een zaak: hoe zij staat, wat er is gezegd, en wat u nu kunt doen.

    De andere partij en het OBPT zien hetzelfde dossier. Een toelichting van uzelf kunt u wissen; het OBPT kan dat na de
    bewaartermijn, of meteen als er gegevens van personen in staan. Wat gewist is, komt niet terug.
    """
    from cli.verbinding import eigen_register
    from cli.zaakkaarten import zaakblad

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    with eigen_register(omgeving) as register:
        found = register.normschending(zaak)
        if wis is not None:
            stuk = _explained(found, wis)
            uit.meld(f"De toelichting bij {stuk.soort} van {stuk.door.naam} wordt gewist en komt niet terug.")
            omgeving.vraag_akkoord("Wissen?", ja=ja, uit=uit)
            register.wis_toelichting(stuk.digest, reden=reden)
            found = register.normschending(zaak)
    uit.data(found, zaakblad(found))


def _explained(found: "wire.Zaakdossier", number: int) -> "wire.Zaakstuk":
    """Find the statement of this number, which must have an explanation.

    Raises:
        GebruikError: there is none.
    """
    from cli.fouten import GebruikError

    if number > len(found.stukken) or found.stukken[number - 1].toelichting != "aanwezig":
        raise GebruikError(f"Bij verklaring {number} van zaak {found.zaak.nummer} ligt geen toelichting.")
    return found.stukken[number - 1]
