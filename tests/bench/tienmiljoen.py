# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Ten million contactmomenten in one register: how fast, how large, and how long a year of one organisation takes.

    python -m tests.bench.tienmiljoen                       some fifteen minutes, and 3 GB in var/bench
    python -m tests.bench.tienmiljoen --rijen 100000

Rows go the way of the register (read, judged, kept, counted), without HTTP: tests/bench/metingen.py measures that. On
the way, and at the end, a year of counters of the organisation with most of them is read; that must grow with the
number of counters and not with that of rows. Holding it to norms takes what there are windows.
"""

import argparse
import json
import os
import shutil
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Final

import msgspec
from msgspec.structs import replace
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from cli.bestanden import lees
from registry.main import DATABASE, MEETBOEK
from registry.projections.inzage import Kijker
from registry.projections.servicenormen import Normstand, Normversie
from registry.projections.stand import Plaats
from registry.registrar.actueel import Actueel
from registry.registrar.cijfers import lijnen_van, van_lijnen
from registry.registrar.lijnverleden import Lijnverleden
from registry.registrar.meetpost import Meetpost, Zending
from registry.registrar.telraam import Teller
from registry.registrar.toetsing import Toetsing, Toetsvraag
from registry.statements.servicenormen import Servicenorm
from registry.store.sqlite import SqliteStore
from registry.store.sqlite_meetboek import SqliteMeetboek
from registry.wire.metingen import Meetbewijs
from tests.bench.meetgegevens import Jaar
from tests.bench.netwerk import netwerk
from tests.bench.registerbestand import FOLDER, copied

AT: Final = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
VAN, TOT = date(2026, 1, 1), date(2027, 1, 1)
NORMEN: Final = Path(__file__).parents[2] / "fixtures" / "demo" / "obpt" / "normen"
STOPS: Final = (0.01, 0.1, 0.5, 1.0)
talk: Final = Console(stderr=True)


def main() -> None:
    """Fill a book, and tell what it cost."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.tienmiljoen", description=__doc__)
    parser.add_argument("--rijen", type=int, default=10_000_000)
    parser.add_argument("--samen", type=int, default=1000, help="rijen per batch (1000)")
    parser.add_argument("--lijnen", type=int, default=5000)
    parser.add_argument("--willekeurig", action="store_true", help="ids die niet met de tijd beginnen (UUIDv4)")
    parser.add_argument("--controle", action="store_true", help="tel aan het eind alles opnieuw")
    asked = parser.parse_args()
    net = netwerk(asked.lijnen)
    folder = FOLDER / "tienmiljoen"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with (
        copied(net) as register,
        closing(SqliteStore(register / DATABASE)) as store,
        closing(SqliteMeetboek(folder / MEETBOEK, Teller(store).telraam)) as boek,
    ):
        post = Meetpost(Actueel(store), Lijnverleden(store), boek)
        jaar = Jaar(net, tijdgebonden=not asked.willekeurig)
        _fill(post, (store, boek), jaar, asked.rijen, asked.samen)
        if asked.controle:
            began = time.perf_counter()
            found = boek.hertel()
            _tell(hertel_s=time.perf_counter() - began, rijen=found.rijen, afwijkend=len(found.afwijkend))
    shutil.rmtree(folder)


def _fill(post: Meetpost, kept: tuple[SqliteStore, SqliteMeetboek], jaar: Jaar, rows: int, size: int) -> None:
    store, boek = kept
    stops = [int(rows * stop) for stop in STOPS]
    busy = done = 0.0
    columns = (
        BarColumn(),
        TextColumn("{task.completed:,.0f} rijen, {task.fields[rate]:,.0f}/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=talk) as bar:
        task = bar.add_task("", total=rows, rate=0.0)
        for oin, batch in jaar.batches(rows, size):
            raw = msgspec.json.encode(batch)
            began = time.perf_counter()
            [taken] = post.neem([Zending("contactmoment", oin, "json", raw)], at=AT)
            busy += time.perf_counter() - began
            if not isinstance(taken, Meetbewijs) or taken.aangenomen != len(batch):
                raise RuntimeError(taken)
            done += len(batch)
            bar.update(task, completed=done, rate=done / busy)
            if stops and done >= stops[0]:
                stops.pop(0)
                _read(boek, store, done, busy)


def _read(boek: SqliteMeetboek, store: SqliteStore, rows: float, busy: float) -> None:
    """Read a year of the organisation that has most counters, and hold it to the norms of the demo network."""
    oins = {reeks.split("/")[1] for reeks in boek.reeksen("lijn/")}
    most = max(oins, key=lambda oin: len(van_lijnen(boek, lijnen_van(boek, oin), VAN, TOT)))
    times, found = [], []
    for _ in range(7):
        began = time.perf_counter()
        found = van_lijnen(boek, lijnen_van(boek, most), VAN, TOT)
        times.append((time.perf_counter() - began) * 1000)
    boek.vouw()
    toetsing, gids = Toetsing(boek, Lijnverleden(store)), replace(Actueel(store).gids(), servicenormen=_norms())
    vraag = Toetsvraag(oin=most, van=VAN, tot=AT.date())
    judging, verdicts = [], []
    for _ in range(8):
        began = time.perf_counter()
        verdicts = toetsing.toets(gids, vraag, Kijker(oin=most), AT.date())
        judging.append((time.perf_counter() - began) * 1000)
    size = sum(file.stat().st_size for file in (FOLDER / "tienmiljoen").iterdir())
    _tell(
        rijen=int(rows),
        per_s=round(rows / busy),
        bytes_per_rij=round(size / rows, 1),
        jaar_ms=round(median(times), 2),
        jaar_langste_ms=round(max(times), 2),
        naleving_ms=round(median(judging[1:]), 2),
        naleving_eerste_ms=round(judging[0], 2),
        vensters=len(verdicts),
        tellingen=len(found),
        waarnemingen=sum(one.telling.waarnemingen for one in found),
        lijnen=len({one.cel.lijn for one in found}),
    )


def _norms() -> dict[str, Normstand]:
    """The norms of the demo network, as they stand once they were said."""
    found = [msgspec.convert(lees(path).inhoud, Servicenorm) for path in sorted(NORMEN.glob("*.yaml"))]
    place = Plaats(index=0, digest="", ordered_at=AT)
    return {norm.naam: Normstand(naam=norm.naam, versies=(Normversie(norm=norm, plaats=place),)) for norm in found}


def _tell(**said: object) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    os.nice(5)
    main()
