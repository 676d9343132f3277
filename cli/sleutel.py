# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn sleutel`: make keys, and show their public halves."""

from pathlib import Path
from typing import Annotated

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Json

app = nieuw(help="Sleutels maken en tonen. De geheime helft verlaat deze computer nooit.")


@app.command("nieuw", cls=Opdracht)
def maak(
    ctx: typer.Context,
    map_: Annotated[
        Path,
        typer.Option(
            "--map", metavar="PAD", help="Map voor de sleutels. Zonder: de map waar u staat.", show_default=False
        ),
    ] = Path(),
    json: Json = False,
) -> None:
    """Maak een sleutel voor toegang en een sleutel voor verklaringen.

    Er komen twee bestanden: toegang.jwk en verklaringen.jwk. Alleen u kunt ze lezen (chmod 600). Bestaande
    sleutels worden nooit overschreven. Maak een reservekopie op een veilige plek.
    """
    from cli.sleutelbestand import BESTANDEN, nieuwe_sleutels

    made = nieuwe_sleutels(map_)
    rows = [
        {"gebruik": gebruik, "bestand": str(map_ / BESTANDEN[gebruik]), "duimafdruk": geheim.kid}
        for gebruik, geheim in made.items()
    ]
    uit = ctx.obj.uitvoer(json=json)
    uit.data({"sleutels": rows}, [(f"{row['duimafdruk']}  {row['bestand']}",) for row in rows])
    uit.meld("Meld uw organisatie aan met: lijn aanmelden BESTAND --register ADRES --map ", str(map_))


@app.command("toon", cls=Opdracht)
def toon(
    ctx: typer.Context,
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="PAD", help="Map met sleutels. Zonder: die van het profiel.")
    ] = None,
    json: Json = False,
) -> None:
    """Toon de publieke sleutels met hun duimafdruk.

    De duimafdruk van de sleutel voor verklaringen geeft u door aan de beheerder van het netwerk.
    """
    import msgspec

    from cli.profiel import lees_profiel
    from cli.sleutelbestand import BESTANDEN, lees_sleutel

    if map_ is None:
        profiel = lees_profiel(ctx.obj)
        paden = {"toegang": profiel.toegang, "verklaringen": profiel.verklaringen}
    else:
        paden = {gebruik: map_ / naam for gebruik, naam in BESTANDEN.items()}
    found = [(gebruik, lees_sleutel(pad)) for gebruik, pad in paden.items()]
    rows = [{"gebruik": gebruik, "duimafdruk": geheim.kid, "jwk": geheim.jwk} for gebruik, geheim in found]
    ctx.obj.uitvoer(json=json).data(
        {"sleutels": rows},
        [
            line
            for gebruik, geheim in found
            for line in (
                (f"{gebruik}: {geheim.kid}",),
                (f"  {msgspec.json.encode(geheim.jwk).decode()}",),
            )
        ],
    )
