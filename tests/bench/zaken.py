# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""100,000 cases in one SQLite file: how long a page of them takes, whatever is asked.

    python -m tests.bench.zaken [HOW MANY] [FILE]

The cases are made by the projections themselves, from statements that nobody signed: what is measured is reading, in
wall time, and in what this thread worked (on a busy machine the rest is waiting): of the store and the projections,
and then of the whole application, asked in this process as the beheerder and as the member with most cases.
"""

import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter, thread_time
from typing import Any

from registry.projections.zaaklijst import Zaakvraag, bladzijde, groepen
from registry.projections.zaakverloop import get
from registry.store.sqlite import SqliteStore
from tests.support import Network
from tests.support.zaakloop import BEGIN, NORMEN, ORGANISATIES, Loop, made


def fill(store: SqliteStore, loop: Loop) -> None:
    """Write all facts."""
    facts = iter(sorted(loop.facts.facts.items()))
    while batch := list(islice(facts, 50_000)):
        with store.write() as tx:
            for key, raw in batch:
                tx.put(key, raw)


def questions() -> Iterator[tuple[str, Zaakvraag, int]]:
    """What is asked, and of which page (from 0)."""
    melder, betrokkene = ORGANISATIES[:2]
    line = f"{betrokkene}/lijn-0"
    yield "alles", Zaakvraag(), 0
    yield "alles, bladzijde 2000", Zaakvraag(), 2000
    yield "alles, laatste bladzijde", Zaakvraag(), 3999
    yield "te laat", Zaakvraag(te_laat=True), 0
    yield "open", Zaakvraag(open=True), 0
    yield "gesloten, bladzijde 1000", Zaakvraag(open=False), 1000
    yield "fase gemeld", Zaakvraag(fase="gemeld"), 0
    yield "fase gegrond", Zaakvraag(fase="gegrond"), 0
    yield "fase hersteld", Zaakvraag(fase="hersteld"), 0
    yield "van de grootste partij", Zaakvraag(kijker=melder), 0
    yield "van een kleine partij", Zaakvraag(kijker=ORGANISATIES[40]), 0
    yield "van twee partijen", Zaakvraag(kijker=melder, organisatie=betrokkene), 0
    yield "lijn", Zaakvraag(lijn=line), 0
    yield "lijn, bladzijde 1000", Zaakvraag(lijn=line), 1000
    yield "norm", Zaakvraag(norm=NORMEN[3]), 0
    yield "partij, lijn, norm, te laat", Zaakvraag(kijker=melder, lijn=line, norm=NORMEN[3], te_laat=True), 0
    yield "partij, norm, hersteld", Zaakvraag(kijker=betrokkene, norm=NORMEN[3], fase="hersteld"), 5


def main(many: int, path: Path) -> None:
    """Make the cases and ask for them."""
    began = perf_counter()
    loop = made(many)
    print(f"{many} zaken, {loop.index} verklaringen, {len(loop.facts.facts)} feiten in {perf_counter() - began:.0f} s")
    store = SqliteStore(path)
    fill(store, loop)
    print(f"bestand: {path.stat().st_size / 1e6:.0f} MB")
    vandaag = (BEGIN + timedelta(days=690)).date()
    for name, vraag, page in questions():
        took: list[float] = []
        worked: list[float] = []
        total = shown = 0
        for _ in range(60):
            start, cpu = perf_counter(), thread_time()
            with store.read() as tx:
                found = groepen(tx, vraag, vandaag)
                total = sum(groep.aantal for groep in found)
                shown = len([get(tx, zaak) for zaak in bladzijde(tx, found, begin=25 * page, aantal=25)])
            took.append((perf_counter() - start) * 1000)
            worked.append((thread_time() - cpu) * 1000)
        half, *_, p95 = quantiles(took, n=20)[9:19]
        own = quantiles(worked, n=20)[9]
        times = f"p50 {half:5.1f} ms   p95 {p95:5.1f} ms   cpu {own:4.1f} ms"
        print(f"{name:32} {total:7} gevonden {shown:3} getoond   {times}")
    ask_over_http(store)
    store.close()


def ask_over_http(store: SqliteStore) -> None:
    """Ask the application: a register is founded in the same file, by members who happen to have these OINs."""
    net = Network(store)
    lid = net.lid("groot")
    net.clock.at = BEGIN + timedelta(days=690)
    assert (net.obpt.oin, lid.oin) == tuple(ORGANISATIES[:2])
    with net.http() as http:
        for who in (net.obpt, lid):
            headers = {"Authorization": f"Bearer {who.register(http)._token()}"}
            for query in ("", "teLaat=true", "status=gegrond&page=300", f"norm={NORMEN[3]}&open=true", "page=1200"):
                took: list[float] = []
                found: dict[str, Any] = {}
                for _ in range(60):
                    start = perf_counter()
                    found = http.get(f"/v1/normschendingen?{query}", headers=headers).json()
                    took.append((perf_counter() - start) * 1000)
                half, *_, p95 = quantiles(took, n=20)[9:19]
                words = f"{found['totaal']:7} gevonden {len(found['normschendingen']):3} getoond"
                print(f"HTTP {who.afkorting:6} {query:26} {words}   p50 {half:5.1f} ms   p95 {p95:5.1f} ms")


if __name__ == "__main__":
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        main(how_many, Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "zaken.sqlite")
