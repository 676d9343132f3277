# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn toetreding`: how one stands against what the network asks; of oneself, of another, or of a folder of files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Json, moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.omgeving import Omgeving
    from cli.uitvoer import Uitvoer

app = nieuw()


@app.command("toetreding", cls=Opdracht)
def toetreding(
    ctx: typer.Context,
    organisatie: Annotated[
        str | None, typer.Argument(metavar="[ORGANISATIE]", help="OIN of afkorting. Zonder: uw eigen organisatie.")
    ] = None,
    *,
    peildatum: Annotated[
        Any,
        typer.Option("--peildatum", parser=moment, metavar="MOMENT", help="Hoe het toen was, of zal zijn. Zonder: nu."),
    ] = None,
    voorbeeld: Annotated[
        Path | None,
        typer.Option("--voorbeeld", metavar="MAP", help="Kijk naar de bestanden in een map, zonder netwerk."),
    ] = None,
    criteria: Annotated[
        list[Path] | None,
        typer.Option("--criteria", metavar="PAD", help="Bij --voorbeeld: criteria. Zonder: MAP/criteria. Mag vaker."),
    ] = None,
    norm: Annotated[
        list[Path] | None,
        typer.Option("--norm", metavar="PAD", help="Bij --voorbeeld: servicenormen. Zonder: MAP/normen. Mag vaker."),
    ] = None,
    json: Json = False,
) -> None:
    """Toon bij welke toetredingscriteria u voldoet, en wat u nog moet doen.

    Met --voorbeeld ziet u dat vóór u zich aanmeldt. In de map staan uw lijnen (in lijnen/, of los), organisatie.yaml
    als u die al hebt, en de sleutels die lijn sleutel nieuw of lijn aanmelden maakt. De beheerder geeft u de criteria
    en de normen als bestanden.
    """
    from cli.fouten import GebruikError

    uit = ctx.obj.uitvoer(json=json)
    if voorbeeld is not None:
        if organisatie is not None or peildatum is not None:
            raise GebruikError("Bij --voorbeeld horen geen organisatie en geen peildatum.")
        _example(ctx.obj, voorbeeld, criteria or [], norm or [], uit)
        return
    if criteria or norm:
        raise GebruikError("--criteria en --norm horen bij --voorbeeld.")
    _standing(ctx.obj, organisatie, peildatum, uit)


def _standing(omgeving: "Omgeving", organisatie: str | None, peildatum: Any, uit: "Uitvoer") -> None:
    from cli.profielbestand import lees_profiel
    from cli.toetredingskaart import kaart
    from cli.uitvoer import vet
    from cli.verbinding import register_van
    from registry.statements.klok import local_date
    from registry.statements.spreektaal import spreek_moment

    profiel = lees_profiel(omgeving)
    at = peildatum.isoformat().replace("+00:00", "Z") if peildatum else None
    with register_van(omgeving, profiel) as register:
        found = register.toetreding(organisatie or profiel.inhoud.oin, peildatum=at)
    vandaag = local_date(omgeving.now())
    moment_ = spreek_moment(found.peildatum, peildatum=vandaag)
    wanneer = f"Stand van {moment_}, na verklaring {found.stand.index} van het logboek."
    status = "" if found.status == "toegelaten" else f" Deze organisatie is {found.status}: geen plateau telt nu."
    uit.data(
        found,
        [
            (vet(f"{found.naam} ({found.oin})"),),
            (f"{wanneer}{status}",),
            *kaart(found.plateaus, found.criteria),
        ],
    )
    if not found.criteria:
        uit.meld("Aan deze organisatie worden geen criteria gesteld.")


def _example(
    omgeving: "Omgeving", folder: Path, criteria: "Sequence[Path]", normen: "Sequence[Path]", uit: "Uitvoer"
) -> None:
    from cli.toetredingskaart import kaart
    from cli.voorbeeld import lees_voorbeeld
    from registry import wire
    from registry.projections.toetreding import toetreding as judge
    from registry.projections.toetredingsdossier import Bronnen

    gelezen = lees_voorbeeld(folder, criteria, normen, omgeving)
    stand = judge(gelezen.dossier, omgeving.now(), Bronnen())
    plateaus = [wire.plateau_uitkomst(een, None, alles=True) for een in stand.plateaus]
    found = [wire.criterium_uitkomst(een, None, alles=True) for een in stand.criteria]
    rows = [{name: value for name, value in _members(een).items() if name != "feiten"} for een in found]
    uit.data(
        {"voorbeeld": str(folder), "bereikt": stand.bereikt, "plateaus": plateaus, "criteria": rows},
        kaart(plateaus, found),
    )
    for zin in gelezen.zinnen:
        uit.meld(zin)


def _members(value: object) -> dict[str, Any]:
    import msgspec

    made: dict[str, Any] = msgspec.to_builtins(value)
    return made
