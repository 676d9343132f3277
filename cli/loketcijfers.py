# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn toezicht loketcijfers`: the programme's own table, as in annex 1 of its policy note."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.bladzijden import bladzijden
from cli.opties import Csv, Json, dag, een_vorm, keuze

if TYPE_CHECKING:
    from cli.uitvoer import Deel, Regel
    from registry import wire

DELEN: Final = ("landelijk", "meerdere", "contactGelegd")
KOP: Final = (
    "organisatie", "loket", "van", "tot", "hulpvragen",
    *(f"{deel}{wat}" for deel in DELEN for wat in ("", "Van", "Onbekend")),
)  # fmt: skip


def loketcijfers(
    ctx: typer.Context,
    *,
    organisatie: Annotated[
        str | None, typer.Option("--organisatie", metavar="OIN", help="Alleen de loketten van deze organisatie.")
    ] = None,
    van: Annotated[
        Any, typer.Option("--van", parser=dag, metavar="DAG", help="Vanaf welke dag. Zonder: twaalf maanden.")
    ] = None,
    tot: Annotated[
        Any, typer.Option("--tot", parser=dag, metavar="DAG", help="Tot en met welke dag. Zonder: vandaag.")
    ] = None,
    per: Annotated[
        str | None,
        typer.Option(
            "--per", parser=keuze("maand", "kwartaal", "jaar"), metavar="DEEL", help="Per maand, kwartaal of jaar."
        ),
    ] = None,
    samen: Annotated[bool, typer.Option("--samen", help="Tel de loketten van een organisatie bij elkaar op.")] = False,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Toon met welke vragen burgers bij loketten kwamen: de drie cijfers van het programma, met hun noemer.

    Landelijk: met een vraag voor landelijke organisaties. Meerdere: met meer dan één organisatie. Contact: waarbij
    contact is gelegd. Achter elk percentage staat van hoeveel, en van hoeveel het niet bekend is.
    """
    from cli.verbinding import eigen_register

    een_vorm(json=json, csv=csv)
    uit = ctx.obj.uitvoer(json=json)
    asked: dict[str, str | int | bool | None] = {
        "organisatie": organisatie,
        "van": van.isoformat() if van else None,
        "tot": tot.isoformat() if tot else None,
        "per": per,
        "samen": samen,
    }
    with eigen_register(ctx.obj) as register:
        rows = [een for blad in bladzijden(register.loketcijfers, **asked) for een in blad.loketcijfers]
    if csv:
        uit.csv(KOP, map(_row, rows))
        return
    uit.data({"loketcijfers": rows}, _table(rows, several=per is not None))
    if not rows:
        uit.meld("Geen loket gaf hulpvragen door.")


def _table(rows: "Sequence[wire.LoketCijfer]", *, several: bool) -> "Iterator[Regel]":
    from cli.uitvoer import kolommen, vet

    if not rows:
        return
    table: list[list[Deel]] = [
        [vet(name) for name in ("loket", "burgers", "landelijk", "meerdere", "contact gelegd", "onbekend")]
    ]
    for een in rows:
        name = een.titel or een.loket or een.organisatie.naam
        shares = [_share(deel) for deel in (een.landelijk, een.meerdere, een.contact_gelegd)]
        unknown = str(een.contact_gelegd.onbekend)
        table.append([f"{name}  {een.periode.van}" if several else name, str(een.hulpvragen), *shares, unknown])
    yield from kolommen(table)


def _share(deel: "wire.Aandeel") -> str:
    """Write a share with its denominator.

    >>> from registry import wire
    >>> _share(wire.Aandeel(aantal=37, van=79, onbekend=5, aandeel=37 / 79))
    '47 % van 79'
    """
    return f"{'-' if deel.aandeel is None else f'{deel.aandeel * 100:.0f} %'} van {deel.van}"


def _row(een: "wire.LoketCijfer") -> tuple[object, ...]:
    delen = een.landelijk, een.meerdere, een.contact_gelegd
    shares = [waarde for deel in delen for waarde in (deel.aantal, deel.van, deel.onbekend)]
    return een.organisatie.oin, een.loket, een.periode.van, een.periode.tot, een.hulpvragen, *shares
