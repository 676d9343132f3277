# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn toezicht signalen`: which reports the register made ready, and nobody filed."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.bladzijden import bladzijden
from cli.naleving import EenNorm, TotEnMet, Vanaf, bedrag, vragen
from cli.opties import Json

if TYPE_CHECKING:
    from cli.uitvoer import Deel, Regel
    from registry import wire


def signalen(
    ctx: typer.Context,
    *,
    organisatie: Annotated[
        str | None, typer.Option("--organisatie", metavar="OIN", help="Alleen deze organisatie.")
    ] = None,
    norm: EenNorm = None,
    van: Vanaf = None,
    tot: TotEnMet = None,
    json: Json = False,
) -> None:
    """Toon welke meldingen klaarstaan: een norm is niet gehaald, en de tijd waarover dat gaat is voorbij.

    Het register meldt nooit zelf iets. De melding zoals zij klaarstaat ziet u met --json.
    """
    from cli.verbinding import eigen_register

    uit = ctx.obj.uitvoer(json=json)
    with eigen_register(ctx.obj) as register:
        asked = vragen(ctx.obj, register, organisatie, norm=norm, van=van, tot=tot)
        found = {
            partij: [een for blad in bladzijden(register.signalen, **vraag) for een in blad.signalen]
            for partij, vraag in asked.items()
        }
    told = [{"organisatie": partij, "signalen": rows} for partij, rows in found.items()]
    uit.data({"organisaties": told}, _regels(found))
    if not any(found.values()):
        uit.meld("Er staan geen meldingen klaar.")


def _regels(found: "dict[str, list[wire.Signaal]]") -> "Iterator[Regel]":
    from cli.uitvoer import geel, kolommen, rood, vet

    if not any(found.values()):
        return
    table: list[Sequence[Deel]] = [
        [vet(name) for name in ("lijn en norm", "van", "tot en met", "waarde", "doel", "n", "zaken")]
    ]
    for partij, rows in found.items():
        for een in rows:
            name = f"{partij}/{een.lijn.partition('/')[2]}  {een.norm}"
            value = (geel if een.onzeker else rood)(bedrag(een.waarde, een.eenheid))
            days = een.venster.van.isoformat(), een.venster.tot.isoformat()
            goal = bedrag(een.doel, een.eenheid)
            table.append([name, *days, value, goal, str(een.waarnemingen), str(een.open_zaken or "")])
    yield from kolommen(table)
    yield ("",)
    yield (geel("geel"), ": het verschil kan toeval zijn. zaken: hoeveel er hierover al open zijn.")
