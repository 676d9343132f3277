# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Measure ours beside what else could do the job, in turn, and print the medians and their ratio: `make bench`.

    python -m tests.bench                          everything, some fifteen minutes
    python -m tests.bench routes poisson           only these parts
    python -m tests.bench routes --lijnen 500 --seconden 2
    python -m tests.bench --json uitkomsten.json   also for machines

A peer that is not installed is named, with how to get it. Absolute figures move with the machine and its other
work; only ratios out of one run mean anything, and the table says so when others were busy.
"""

import argparse
import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import httpx
from rich.console import Console
from rich.markup import escape

from tests.bench import groei, kaal, metingen, routes, werkproces
from tests.bench.processen import LINUX, busy_s, cores
from tests.bench.tabel import Opties, Uitkomst, show, write

PARTS: Final[dict[str, tuple[Callable[[Opties], Iterator[Uitkomst]], str]]] = {
    "vragen": (kaal.vragen, "een vraag binnen het proces, naast de kleinste handler"),
    "innemen": (kaal.innemen, "een verklaring innemen, naast een rij in sqlite3"),
    "opdracht": (kaal.opdracht, "lijn starten, naast zijn bibliotheken"),
    "routes": (routes.routes, "de route over HTTP, naast nginx, PostgreSQL, slapd en Datasette"),
    "poisson": (routes.wachten, "wachttijd bij 1.000 vragen per seconde, naast nginx"),
    "metingen": (metingen.metingen, "contactmomenten over HTTP, naast kale sqlite3 en kale ASGI"),
    "groei": (groei.groei, "wat een vraag kost bij 500, 5.000 en 50.000 lijnen"),
    "geheugen": (werkproces.geheugen, "geheugen van een werkproces"),
    "start": (werkproces.start, "starten tot het eerste antwoord"),
    "publiceren": (werkproces.publiceren, "hoe snel een ander werkproces een publicatie geeft"),
}
IN_PROCESS: Final = ("vragen", "innemen", "opdracht")  # these need no Linux
QUIET: Final = 0.05
talk: Final = Console(stderr=True)


def main() -> None:
    """Run the parts that are asked for, and show the table."""
    asked = _arguments()
    opties = Opties(lijnen=asked.lijnen, rondes=asked.rondes, seconden=asked.seconden)
    for stop in (signal.SIGINT, signal.SIGTERM):  # also where a shell had us ignore them
        signal.signal(stop, _interrupt)
    chosen = asked.delen or [name for name in PARTS if LINUX or name in IN_PROCESS]
    if LINUX:
        os.sched_setaffinity(0, {cores()[1]})  # what drives stays off the core of what is measured
    found: list[Uitkomst] = []
    failed = 0
    began, busy = time.monotonic(), busy_s()
    try:
        for name in chosen:
            talk.print(f"· {name}: {PARTS[name][1]}")
            failed += not _ran(name, opties, found)
    except KeyboardInterrupt:
        talk.print("Afgebroken.")
        raise SystemExit(130) from None
    finally:
        if found:
            show(found, f"mediaan van {opties.rondes} ronden, om en om, na één om warm te worden")
    if LINUX:
        _tell_others(busy_s() - busy - _own_s(), time.monotonic() - began)
    if asked.json:
        write(asked.json, found, opties)
    raise SystemExit(1 if failed else 0)


def _ran(name: str, opties: Opties, found: list[Uitkomst]) -> bool:
    """Run a part; one that fails does not keep the others from being measured."""
    try:
        found.extend(PARTS[name][0](opties))
    except (RuntimeError, OSError, subprocess.SubprocessError, httpx.HTTPError) as error:
        talk.print(f"[red]{name} is mislukt:[/] {type(error).__name__}: {escape(str(error))}")
        return False
    return True


def _arguments() -> argparse.Namespace:
    about = "\n".join(f"  {name:11} {what}" for name, (_, what) in PARTS.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Meet het register naast wat hetzelfde kan.",
        epilog=f"delen:\n{about}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("delen", nargs="*", metavar="deel", help="wat te meten; zonder: alles")
    parser.add_argument("--lijnen", type=int, help="zoveel lijnen, in plaats van 5.000 of 50.000")
    parser.add_argument("--rondes", type=int, default=3, help="ronden, om en om (3)")
    parser.add_argument("--seconden", type=float, default=4.0, help="hoe lang een ronde duurt (4)")
    parser.add_argument("--json", type=Path, metavar="BESTAND", help="schrijf de uitkomsten ook hierin")
    given = parser.parse_args()
    if unknown := [name for name in given.delen if name not in PARTS]:
        parser.error(f"dit deel bestaat niet: {', '.join(unknown)}")
    return given


def _own_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in used)


def _tell_others(others_s: float, seconds: float) -> None:
    share = others_s / seconds
    if share > QUIET:
        talk.print(
            f"[yellow]Let op:[/] andere processen gebruikten {share:.2f} kern. Meet opnieuw op een stille machine."
        )


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
