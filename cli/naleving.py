# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn toezicht naleving`: which organisations keep which norms.

    norm               uwv    svb        a column for each organisation with lines, a row for each norm
    telefoon-opnemen   ✓ ↑  ✗ 1/2 ↓      ✓ all its lines keep it; ✗ how many do not, of how many
                       ?                 ? too little was measured to say; nothing: it is about none of its lines
                                         ↑ ↓ = better, worse or the same as in the window before (the worst of them)

Of each line and norm the last window that is over counts, or where there is none the one that runs.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.bladzijden import bladzijden
from cli.opties import Csv, Json, dag, een_vorm

if TYPE_CHECKING:
    from datetime import date

    from cli.omgeving import Omgeving
    from cli.uitvoer import Deel, Regel
    from registry import wire
    from registry.client import Register

EenNorm = Annotated[str | None, typer.Option("--norm", metavar="NAAM", help="Alleen deze norm.")]
Vanaf = Annotated[
    Any, typer.Option("--van", parser=dag, metavar="DAG", help="Vanaf welke dag. Zonder: drie maanden terug.")
]
TotEnMet = Annotated[
    Any, typer.Option("--tot", parser=dag, metavar="DAG", help="Tot en met welke dag. Zonder: vandaag.")
]
TERUG: Final = timedelta(days=92)  # a quarter that is over lies within
PIJL: Final = {"beter": "↑", "gelijk": "=", "slechter": "↓"}
KOP: Final = (
    "organisatie", "lijn", "norm", "versie", "van", "tot", "lopend", "waarnemingen", "buitenOpeningstijden", "waarde",
    "richting", "doel", "eenheid", "oordeel", "onzeker", "laag", "hoog", "verbruikt", "tempo", "trend", "nagekomen",
)  # fmt: skip


def naleving(
    ctx: typer.Context,
    *,
    organisatie: Annotated[
        str | None, typer.Option("--organisatie", metavar="OIN", help="Alleen deze organisatie, lijn voor lijn.")
    ] = None,
    norm: EenNorm = None,
    van: Vanaf = None,
    tot: TotEnMet = None,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Toon welke organisaties welke servicenormen halen, en of het beter of slechter gaat.

    ✓ gehaald, ✗ niet gehaald (door hoeveel van hoeveel lijnen), ? te weinig gemeten. ↑ beter, ↓ slechter, = gelijk aan
    het venster ervoor. Een organisatie noemt u bij haar OIN of afkorting.
    """
    from cli.verbinding import eigen_register

    een_vorm(json=json, csv=csv)
    uit = ctx.obj.uitvoer(json=json)
    with eigen_register(ctx.obj) as register:
        asked = vragen(ctx.obj, register, organisatie, norm=norm, van=van, tot=tot)
        found = {
            partij: [een for blad in bladzijden(register.naleving, **vraag) for een in blad.naleving]
            for partij, vraag in asked.items()
        }
    if csv:
        uit.csv(KOP, (_row(partij, een) for partij, rows in found.items() for een in rows))
    elif organisatie:
        uit.data({"naleving": found[organisatie]}, _lines(_latest(found[organisatie])))
    else:
        told = [{"organisatie": partij, "naleving": rows} for partij, rows in found.items()]
        uit.data({"organisaties": told}, _table({partij: _latest(rows) for partij, rows in found.items()}))
    if not csv and not any(found.values()):
        uit.meld("Voor deze dagen zijn er geen normen, of geen lijnen.")


def vragen(
    omgeving: "Omgeving", register: "Register", organisatie: str | None, *, norm: str | None, van: Any, tot: Any
) -> dict[str, dict[str, str | None]]:
    """Give what to ask of an organisation; without one, of each that publishes lines, by afkorting or OIN."""
    from registry.statements.klok import local_date

    last = tot or local_date(omgeving.now())
    period = {"van": (van or last - TERUG).isoformat(), "tot": last.isoformat(), "norm": norm}
    parties = [organisatie] if organisatie else _publicisten(register)
    return {partij: {"organisatie": partij, **period} for partij in parties}


def _publicisten(register: "Register") -> list[str]:
    return [
        een.afkorting or een.oin
        for blad in bladzijden(register.organisaties)
        for een in blad.organisaties
        if "publicist" in een.rollen
    ]


def _latest(rows: "Sequence[wire.NalevingLijn]") -> "list[wire.NalevingLijn]":
    """Choose one window for each line and norm: the last that is over, else the one that runs."""
    last: dict[tuple[str, str], wire.NalevingLijn] = {}
    for een in rows:
        key = een.lijn, een.norm
        if key not in last or not een.lopend or last[key].lopend:
            last[key] = een
    return list(last.values())


def _table(found: "Mapping[str, Sequence[wire.NalevingLijn]]") -> "Iterator[Regel]":
    from cli.uitvoer import kolommen, vet

    parties = [partij for partij, rows in found.items() if rows]
    norms = sorted({een.norm for rows in found.values() for een in rows})
    if not norms:
        return
    head: list[Deel] = [vet("norm"), *(vet(partij) for partij in parties)]
    body = [
        [norm, *(_cell([een for een in found[partij] if een.norm == norm]) for partij in parties)] for norm in norms
    ]
    yield from kolommen([head, *body])


def _cell(rows: "Sequence[wire.NalevingLijn]") -> "Deel":
    """Write what the lines of an organisation make of a norm."""
    from cli.uitvoer import geel, groen, rood

    judged = [een for een in rows if een.oordeel != "te-weinig-waarnemingen"]
    if not judged:
        return geel("?  ") if rows else ""
    missed = [een for een in judged if een.oordeel == "niet-gehaald"]
    moves = {een.trend.beweging for een in judged if een.trend is not None}
    arrow = next((PIJL[move] for move in ("slechter", "beter", "gelijk") if move in moves), " ")
    if not missed:
        return groen(f"✓ {arrow}")
    return rood(f"✗ {len(missed)}/{len(judged)} {arrow}")


def _lines(rows: "Sequence[wire.NalevingLijn]") -> "Iterator[Regel]":
    """Write each line and norm: the verdict, the value and what it is of."""
    from cli.uitvoer import geel, groen, kolommen, rood, vet

    if not rows:
        return
    colours = {"gehaald": groen, "niet-gehaald": rood}
    table: list[list[Deel]] = [[vet(name) for name in ("lijn en norm", "waarde", "doel", "n", "trend", "oordeel")]]
    for een in rows:
        trend = PIJL[een.trend.beweging] if een.trend else ""
        sure = not een.onzeker or een.oordeel == "te-weinig-waarnemingen"
        said = een.oordeel.replace("-", " ") + ("" if sure else " (kan toeval zijn)")
        said += ", belooft minder" if een.toezeggingen else ""
        verdict = colours.get(een.oordeel, geel)(said)
        name = f"{een.lijn.partition('/')[2]}  {een.norm}"
        table.append([name, bedrag(een.waarde, een.eenheid), doelwaarde(een), str(een.waarnemingen), trend, verdict])
    yield from kolommen(table)


def doelwaarde(een: "wire.NalevingLijn") -> str:
    """Write what a norm asks."""
    return f"{'≥' if een.richting == 'minstens' else '≤'} {bedrag(een.doel, een.eenheid)}"


def bedrag(waarde: float | None, eenheid: str) -> str:
    """Write a value in its unit."""
    if waarde is None:
        return "-"
    if eenheid == "aandeel":
        return f"{waarde * 100:.1f} %".replace(".", ",")
    return f"{waarde:.4g}".replace(".", ",") + ("" if eenheid == "aantal" else f" {eenheid}")


def _row(partij: str, een: "wire.NalevingLijn") -> tuple[object, ...]:
    budget, interval = een.foutbudget, een.interval
    dagen: tuple[date, date] = een.venster.van, een.venster.tot
    return (
        partij, een.lijn, een.norm, een.versie, *dagen, een.lopend, een.waarnemingen, een.buiten_openingstijden,
        een.waarde, een.richting, een.doel, een.eenheid, een.oordeel, een.onzeker, interval and interval.laag,
        interval and interval.hoog, budget and budget.verbruikt, budget and budget.tempo,
        een.trend and een.trend.beweging, een.nagekomen,
    )  # fmt: skip
