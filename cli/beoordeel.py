# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn beoordeel`: the beheerder judges the evidence of a member."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, dag, keuze

app = nieuw()
REDENEN: Final = (
    "anders-dan-gevraagd", "hash-klopt-niet", "niet-ondertekend", "niet-te-openen", "onvolledig", "verouderd",
)  # fmt: skip


@app.command("beoordeel", cls=Opdracht)
def beoordeel(
    ctx: typer.Context,
    organisatie: Annotated[str, typer.Argument(metavar="ORGANISATIE", help="OIN of afkorting.")],
    criterium: Annotated[str, typer.Argument(metavar="CRITERIUM", help="Naam van het criterium.")],
    *,
    voldoende: Annotated[bool, typer.Option("--voldoende", help="Het bewijs is goed.")] = False,
    onvoldoende: Annotated[bool, typer.Option("--onvoldoende", help="Het bewijs is niet goed.")] = False,
    geldig_tot: Annotated[
        Any,
        typer.Option("--geldig-tot", parser=dag, metavar="DATUM", help="Bij --voldoende: laatste dag van het oordeel."),
    ] = None,
    reden: Annotated[
        list[Any] | None,
        typer.Option(
            "--reden",
            parser=keuze(*REDENEN),
            metavar="REDEN",
            help=f"Bij --onvoldoende; mag vaker. Kies uit: {', '.join(REDENEN)}.",
        ),
    ] = None,
    document: Annotated[
        Path | None,
        typer.Option("--document", metavar="BESTAND", help="Het document dat u las; klopt het met de hash?"),
    ] = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Beoordeel het bewijs van een lid (alleen voor de beheerder).

    U ziet eerst wat er gevraagd werd en waar het bewijs staat. Met --document kijkt lijn of u hetzelfde document las
    als het lid bedoelde.
    """
    from cli.bewijs import hash_van, zoek_criterium
    from cli.fouten import GebruikError
    from cli.indienen import Indiener
    from cli.profielbestand import lees_profiel
    from cli.uitvoer import vet
    from cli.verbinding import register_van
    from registry.errors import MalformedError, NotFoundError, RefusedError
    from registry.statements.klok import local_date
    from registry.statements.toetreding import Beoordeling, Bewijstoets

    if voldoende == onvoldoende:
        raise GebruikError("Kies één van beide: --voldoende of --onvoldoende.")
    uit, profiel = ctx.obj.uitvoer(json=json), lees_profiel(ctx.obj)
    with register_van(ctx.obj, profiel) as register:
        lid = register.organisatie(organisatie)
        about = f"{lid.oin}/{criterium}"
        said = next(iter(register.verklaringen(f"bewijsstuk/{about}")), None)
        if said is None:
            raise NotFoundError("Deze organisatie heeft voor dit criterium geen bewijs ingeleverd.")
        gevraagd = zoek_criterium(register, criterium, said.inhoud["versie"])
        uit.meld(vet(f"{lid.naam}: {gevraagd.titel}"), f" (versie {gevraagd.versie})")
        if isinstance(gevraagd.toets, Bewijstoets):
            uit.meld(f"Gevraagd: {gevraagd.toets.wat}")
        uit.meld(f"Bewijs: een {said.inhoud['documentsoort']}, op {said.inhoud['waar']}")
        uit.meld(f"SHA-256: {said.inhoud['hash']}")
        same = document is None or hash_van(document) == said.inhoud["hash"]
        if voldoende and not same:
            raise RefusedError("regel", "Dit is een ander document: de hash klopt niet. Er is niets verstuurd.")
        body = Beoordeling(
            criterium=criterium,
            bewijsstuk=said.digest,
            oordeel="voldoende" if voldoende else "onvoldoende",
            redenen=tuple(reden or ()),
            geldig_tot=geldig_tot,
        )
        if fouten := list(body.fouten(local_date(ctx.obj.now()))):
            raise MalformedError("Er is niets verstuurd: verbeter eerst deze fouten.", fouten=fouten)
        ctx.obj.vraag_akkoord(f"Dit bewijs is {body.oordeel}?", ja=ja, uit=uit)
        indiener = Indiener(register, profiel, ctx.obj, uit)
        head = next(iter(indiener.gezegd(f"beoordeling/{about}")), None)
        found = indiener.zeg(body, sub=f"beoordeling/{about}", vorige=head.digest if head else None)
    uit.data(
        {"oin": lid.oin, "criterium": criterium, "oordeel": body.oordeel, "index": found.index, "digest": found.digest},
        [(f"{body.oordeel}  {lid.oin}  {criterium}  nummer {found.index}  {found.digest}",)],
    )
