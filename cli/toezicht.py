# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn toezicht`: what the beheerder watches. Figures of the network stand in files of their own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.bladzijden import PER_KEER, bladzijden
from cli.leercirkel import leercirkel
from cli.loketcijfers import loketcijfers
from cli.naleving import naleving
from cli.nederlands import Opdracht, nieuw
from cli.opties import Json, getal, moment
from cli.signalen import signalen

if TYPE_CHECKING:
    from datetime import datetime

    from cli.uitvoer import Deel, Regel
    from registry import wire

app = nieuw(help="Zien hoe het netwerk wordt gebruikt. Een deel is alleen voor de beheerder.")
_VEEL: Final = 10  # a minute: more than a mistake


@app.callback()
def toezicht() -> None:
    """Zien hoe het netwerk wordt gebruikt. Een deel is alleen voor de beheerder."""


app.command("naleving", cls=Opdracht)(naleving)
app.command("signalen", cls=Opdracht)(signalen)
app.command("leercirkel", cls=Opdracht)(leercirkel)
app.command("loketcijfers", cls=Opdracht)(loketcijfers)


@app.command("weigeringen", cls=Opdracht)
def weigeringen(
    ctx: typer.Context,
    *,
    van: Annotated[
        Any, typer.Option("--van", parser=moment, metavar="MOMENT", help="Vanaf wanneer. Zonder: een dag.")
    ] = None,
    tot: Annotated[
        Any, typer.Option("--tot", parser=moment, metavar="MOMENT", help="Tot wanneer. Zonder: tot nu.")
    ] = None,
    bladzijde: Annotated[
        Any, typer.Option("--bladzijde", parser=getal(1, 1000), metavar="N", help="Welke honderd. Zonder: de laatste.")
    ] = None,
    json: Json = False,
) -> None:
    """Toon wat het register weigerde: aan wie, wat, waarom en hoe vaak. De laatste minuut staat bovenaan.

    Wat er gestuurd is, ziet u niet: dat bewaart het register niet. "onbekend" is wie zich niet had bewezen.
    """
    from cli.verbinding import eigen_register

    uit = ctx.obj.uitvoer(json=json)
    with eigen_register(ctx.obj) as register:
        found = register.weigeringen(
            van=_utc(van),
            tot=_utc(tot),
            page=bladzijde or 1,
            pageSize=PER_KEER,
        )
    uit.data(found, _regels(found.weigeringen))
    passed = ((bladzijde or 1) - 1) * PER_KEER + len(found.weigeringen)
    if not found.totaal:
        uit.meld("In deze tijd is er niets geweigerd.")
    elif passed < found.totaal:
        uit.meld(
            f"Dit zijn er {len(found.weigeringen)} van {found.totaal}. Meer met --bladzijde {(bladzijde or 1) + 1}."
        )


@app.command("toetreding", cls=Opdracht)
def toetreding(
    ctx: typer.Context,
    *,
    sinds: Annotated[
        Any, typer.Option("--sinds", parser=moment, metavar="MOMENT", help="Toon wat er sindsdien veranderd is.")
    ] = None,
    dagen: Annotated[
        Any, typer.Option("--dagen", parser=getal(1, 365), metavar="N", help="Hoeveel dagen vooruit. Zonder: 60.")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Geef de tabel als CSV.")] = False,
    json: Json = False,
) -> None:
    """Toon van alle leden bij welke toetredingscriteria zij voldoen.

    Daaronder staat wat er veranderde, wat een lid binnenkort verliest als het niets doet, en welke toelatingen aflopen.
    Wat een lid moet doen, ziet u met: lijn toetreding ORGANISATIE
    """
    from cli.fouten import GebruikError
    from cli.toetredingskaart import csv_regels, hele_matrix, matrix, nieuws
    from cli.verbinding import eigen_register

    if csv and json:
        raise GebruikError("Kies één van beide: --csv of --json.")
    uit = ctx.obj.uitvoer(json=json)
    with eigen_register(ctx.obj) as register:
        found = hele_matrix(bladzijden(register.toetredingsmatrix, sinds=_utc(sinds), dagen=dagen))
    uit.data(found, csv_regels(found) if csv else [*matrix(found), *nieuws(found)])
    if not found.leden:
        uit.meld("Er zijn nog geen leden.")


def _utc(at: "datetime | None") -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def _regels(weigeringen: "Sequence[wire.Weigering]") -> "list[Regel]":
    """Write each: when, how often, who, what, why."""
    from cli.uitvoer import stapel
    from registry.statements.klok import wall_time

    return stapel(
        [
            (
                wall_time(one.minuut).strftime("%Y-%m-%d %H.%M"),
                _aantal(one.aantal),
                _wie(one),
                one.wat,
                one.titel or one.waarom,
            )
            for one in weigeringen
        ],
        vast=2,
    )


def _wie(one: "wire.Weigering") -> str:
    if one.organisatie is None:
        return one.wie
    return f"{one.organisatie.afkorting or one.organisatie.naam} ({one.wie.partition('.')[2]})"


def _aantal(aantal: int) -> "Deel":
    from cli.uitvoer import geel

    text = f"{aantal:>5}×"
    return geel(text) if aantal >= _VEEL else text
