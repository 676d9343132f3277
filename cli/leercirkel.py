# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn toezicht leercirkel`: what the network can learn."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.opties import Csv, Json, dag, een_vorm, getal

if TYPE_CHECKING:
    from cli.uitvoer import Deel, Regel
    from registry import wire
    from registry.client import Register

MOVES: Final = {"groeit": "↑", "gelijk": "=", "krimpt": "↓", None: ""}
KOP: Final = ("wat", "soort", "naam", "aantal", "tegenover")


def leercirkel(
    ctx: typer.Context,
    *,
    organisatie: Annotated[
        str | None, typer.Option("--organisatie", metavar="OIN", help="Alleen wat over deze organisatie gaat.")
    ] = None,
    van: Annotated[
        Any, typer.Option("--van", parser=dag, metavar="DAG", help="Een dag in de eerste maand. Zonder: drie maanden.")
    ] = None,
    tot: Annotated[
        Any, typer.Option("--tot", parser=dag, metavar="DAG", help="Een dag in de laatste maand. Zonder: de vorige.")
    ] = None,
    hoogstens: Annotated[
        Any, typer.Option("--hoogstens", parser=getal(1, 100), metavar="N", help="Regels per lijst. Zonder: 10.")
    ] = None,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Toon wat het netwerk kan leren: vragen zonder lijn, verkeerde deuren, wat groeit en wat in de weg staat.

    Van vragen is alleen de taak of het onderwerp bekend, nooit de woorden. Achter een verkeerde deur staat waar de
    lijnenlijst nu heen wijst. Een groep van minder dan vijf ziet alleen de beheerder.
    """
    from cli.verbinding import eigen_register

    een_vorm(json=json, csv=csv)
    uit = ctx.obj.uitvoer(json=json)
    with eigen_register(ctx.obj) as register:
        names = {} if csv or json else _names(register)
        found = register.leercirkel(
            organisatie=organisatie,
            van=van.isoformat() if van else None,
            tot=tot.isoformat() if tot else None,
            limiet=hoogstens or 10,
        )
    if csv:
        uit.csv(KOP, _rows(found))
        return
    uit.meld(f"Van {found.periode.van} tot en met {found.periode.tot}{' (loopt nog)' if found.lopend else ''}.")
    lines = list(_lines(found, names))
    uit.data(found, lines)
    if not lines:
        uit.meld("Over deze maanden is er niets te leren.")


def _names(register: "Register") -> dict[str, str]:
    """Give what organisations are called for short: an OIN says nothing to a person."""
    found = register.organisaties(pageSize=100).organisaties
    return {een.oin: een.afkorting for een in found if een.afkorting}


def _lines(found: "wire.LeercirkelStand", names: dict[str, str]) -> "Iterator[Regel]":
    """Write each list that is not empty."""
    from cli.uitvoer import geel, kolommen, vet

    def line(id_: str) -> str:
        oin, _, naam = id_.partition("/")
        return f"{names.get(oin, oin)}/{naam}"

    lists: dict[str, list[list[Deel]]] = {
        "Vragen zonder lijn": [
            [f"{een.titel or een.naam}", een.organisatie or "", _times(een.aantal)] for een in found.zonder_lijn
        ],
        "Verkeerde deuren": [
            [line(een.lijn), _subject(een.onderwerp), _times(een.aantal), f"van {een.van}", _whither(een, line)]
            for een in found.verkeerde_deuren
        ],
        "Onderwerpen": [
            [een.titel or _subject(een.onderwerp), _times(een.aantal), _before(een), MOVES[een.beweging]]
            for een in found.onderwerpen
        ],
        "Toegangseisen in de weg": [
            [een.soort, een.naam or een.organisatie, _times(een.aantal)] for een in found.toegangseisen
        ],
        "Buiten openingstijden": [
            [line(een.lijn), een.kanaal, _times(een.aantal), f"van {een.van}"] for een in found.buiten_openingstijden
        ],
    }
    first = True
    for name, rows in lists.items():
        if rows:
            if not first:
                yield ("",)
            first = False
            yield (vet(name),)
            for regel in kolommen(rows):
                yield ("  ", *(geel("↑") if deel == "↑" else deel for deel in regel))


def _times(aantal: "wire.Aantal") -> str:
    return f"{aantal}×"


def _before(een: "wire.Onderwerpgroei") -> str:
    return "ervoor niet gemeten" if een.beweging is None and een.vorige == 0 else f"was {een.vorige}"


def _subject(code: str | None) -> str:
    """Write a subject; of a UPL URI only the name."""
    return code.rpartition("/")[2] if code else "onderwerp onbekend"


def _whither(een: "wire.VerkeerdeDeur", line: "Callable[[str], str]") -> str:
    if een.daar:
        return f"→ {line(een.daar[0])}"
    return f"→ {een.taak_van[0]}, zonder lijn" if een.taak_van else ""


def _rows(found: "wire.LeercirkelStand") -> Iterator[tuple[object, ...]]:
    for een in found.zonder_lijn:
        yield "zonder-lijn", een.soort, een.naam, een.aantal, None
    for deur in found.verkeerde_deuren:
        yield "verkeerde-deur", deur.onderwerp, deur.lijn, deur.aantal, next(iter(deur.daar), None)
    for groei in found.onderwerpen:
        yield "onderwerp", groei.beweging, groei.onderwerp, groei.aantal, groei.vorige
    for eis in found.toegangseisen:
        yield "toegangseis", eis.soort, eis.organisatie, eis.aantal, None
    for buiten in found.buiten_openingstijden:
        yield "buiten-openingstijden", buiten.kanaal, buiten.lijn, buiten.aantal, buiten.van
