# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn kalender`: the beheerder signs the working-day calendar of a year."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Bestand, Ja, Json

if TYPE_CHECKING:
    from datetime import date

    from cli.omgeving import Omgeving
    from registry.statements.kalenders import Kalender

app = nieuw()


@app.command("kalender", cls=Opdracht)
def kalender(ctx: typer.Context, bestand: Bestand, *, ja: Ja = False, json: Json = False) -> None:
    """Publiceer de kalender van een jaar, of wijzig haar (alleen voor de beheerder).

    Een voorstel maakt u met `python -m registry kalender JAAR`. Kijk het na: wat u ondertekent, telt voor elke termijn
    en elke openingstijd in het netwerk. U ziet eerst het verschil met wat er nu staat.
    """
    import msgspec

    from cli.indienen import Indiener
    from cli.profiel import lees_profiel
    from cli.uitvoer import vet
    from cli.verbinding import register_van
    from cli.verschil import regels, verschil
    from registry.statements.klok import local_date

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    body = _read(bestand, local_date(omgeving.now()))
    profiel = lees_profiel(omgeving)
    with register_van(omgeving, profiel) as register:
        indiener = Indiener(register, profiel, omgeving, uit)
        sub = f"kalender/{body.jaar}"
        head = next(iter(indiener.gezegd(sub)), None)
        changes = tuple(verschil(head.inhoud if head else {}, msgspec.json.decode(msgspec.json.encode(body))))
        word = "nieuw" if head is None else "gewijzigd" if changes else "ongewijzigd"
        words = {"nieuw": "nieuw", "gewijzigd": "verschil met wat er nu staat", "ongewijzigd": "staat er al precies zo"}
        uit.meld(vet(f"kalender {body.jaar}"), f" ({bestand}): {words[word]}")
        for line in regels(changes):
            uit.meld(*line)
        bewijs = None
        if changes:
            omgeving.vraag_akkoord("Deze kalender publiceren?", ja=ja, uit=uit)
            bewijs = indiener.zeg(body, sub=sub, vorige=head.digest if head else None)
    place = {"index": bewijs.index, "digest": bewijs.digest} if bewijs else {}
    told = f"  nummer {bewijs.index}  {bewijs.digest}" if bewijs else ""
    uit.data(
        {"jaar": body.jaar, "uitkomst": word, "verschil": changes, **place}, [(f"kalender/{body.jaar}  {word}{told}",)]
    )


def _read(pad: Path, op: "date") -> "Kalender":
    """Read the file.

    Raises:
        MalformedError: with every fault, and the line it is on.
    """
    from cli.bestanden import lees, plekfout
    from cli.lijnen import omzetten
    from registry.errors import MalformedError
    from registry.statements.kalenders import Kalender

    body, fouten = omzetten(lees(pad), Kalender, op=op)
    if fouten:
        named = [plekfout(fout, pad) for fout in fouten]
        raise MalformedError("Er is niets verstuurd: verbeter eerst deze fouten.", fouten=named)
    made: Kalender = body
    return made
