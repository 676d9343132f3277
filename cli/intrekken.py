# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn intrekken`: withdraw a line."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, Reden

if TYPE_CHECKING:
    from cli.omgeving import Omgeving

app = nieuw()


@app.command("intrekken", cls=Opdracht)
def intrekken(
    ctx: typer.Context,
    naam: Annotated[str, typer.Argument(metavar="NAAM", help="Naam van uw lijn, zoals aow-professionals.")],
    *,
    reden: Reden,
    vervangen_door: Annotated[
        str | None,
        typer.Option("--vervangen-door", metavar="ORGANISATIE/NAAM", help="De lijn die men nu kan gebruiken."),
    ] = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Trek een lijn van uw organisatie in.

    De lijn is daarna niet meer te vinden; wat zij zei blijft in het logboek staan. Met `lijn publiceer` komt zij terug.
    """
    import msgspec

    from cli.indienen import Indiener
    from cli.profielbestand import lees_profiel
    from cli.verbinding import register_van
    from registry.errors import MalformedError, NotFoundError, RefusedError
    from registry.statements.professionallijnen import Intrekking
    from registry.statements.schema import convert

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    profiel = lees_profiel(omgeving)
    naam = naam.removeprefix(f"{profiel.inhoud.oin}/")
    said = {"reden": reden} | ({"vervangenDoor": vervangen_door} if vervangen_door else {})
    body, fouten = convert(said, Intrekking)
    if body is None:
        raise MalformedError("Zo kan de lijn niet worden ingetrokken.", fouten=fouten)
    sub = f"professionallijn/{profiel.inhoud.oin}/{naam}"
    with register_van(omgeving, profiel) as register:
        indiener = Indiener(register, profiel, omgeving, uit)
        stands = next(iter(indiener.gezegd(sub)), None)
        if stands is None:
            raise NotFoundError(f"Uw organisatie heeft geen lijn met de naam {naam}.")
        if stands.soort == "intrekking":
            raise RefusedError("regel", f"De lijn {naam} is al ingetrokken.")
        uit.meld(f"{naam}: {stands.inhoud.get('titel', '')}")
        omgeving.vraag_akkoord("Deze lijn intrekken?", ja=ja, uit=uit)
        bewijs = indiener.zeg(body, sub=sub, vorige=stands.digest)
    result = {"lijn": f"{profiel.inhoud.oin}/{naam}", "index": bewijs.index, "digest": bewijs.digest}
    uit.data(
        result | msgspec.to_builtins(body),
        [(f"ingetrokken  {result['lijn']}  nummer {bewijs.index}  {bewijs.digest}",)],
    )
