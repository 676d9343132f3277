# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn toezicht signalen`: which reports the register made ready, and nobody filed."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.naleving import PER_KEER, bedrag, publicisten
from cli.opties import Json, dag

if TYPE_CHECKING:
    from cli.uitvoer import Deel, Regel
    from registry import wire
    from registry.client import Register

TERUG: Final = timedelta(days=92)  # a quarter that is over lies within


def signalen(
    ctx: typer.Context,
    *,
    organisatie: Annotated[
        str | None, typer.Option("--organisatie", metavar="OIN", help="Alleen deze organisatie.")
    ] = None,
    norm: Annotated[str | None, typer.Option("--norm", metavar="NAAM", help="Alleen deze norm.")] = None,
    van: Annotated[
        Any, typer.Option("--van", parser=dag, metavar="DAG", help="Vanaf welke dag. Zonder: drie maanden terug.")
    ] = None,
    tot: Annotated[
        Any, typer.Option("--tot", parser=dag, metavar="DAG", help="Tot en met welke dag. Zonder: vandaag.")
    ] = None,
    json: Json = False,
) -> None:
    """Toon welke meldingen klaarstaan: een norm is niet gehaald, en de tijd waarover dat gaat is voorbij.

    Het register meldt nooit zelf iets. De melding zoals zij klaarstaat ziet u met --json.
    """
    from cli.profielbestand import lees_profiel
    from cli.verbinding import register_van
    from registry.statements.klok import local_date

    uit = ctx.obj.uitvoer(json=json)
    last = tot or local_date(ctx.obj.now())
    period = {"van": (van or last - TERUG).isoformat(), "tot": last.isoformat(), "norm": norm}
    with register_van(ctx.obj, lees_profiel(ctx.obj)) as register:
        parties = [organisatie] if organisatie else publicisten(register)
        found = {partij: _all(register, organisatie=partij, **period) for partij in parties}
    told = [{"organisatie": partij, "signalen": rows} for partij, rows in found.items()]
    uit.data({"organisaties": told}, _regels(found))
    if not any(found.values()):
        uit.meld("Er staan geen meldingen klaar.")


def _all(register: "Register", **vraag: str | None) -> "list[wire.Signaal]":
    found: list[wire.Signaal] = []
    page = 1
    while True:
        answer = register.signalen(page=page, pageSize=PER_KEER, **vraag)
        found += answer.signalen
        if page * PER_KEER >= answer.totaal:
            return found
        page += 1


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
