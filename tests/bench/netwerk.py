# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A network as large as the country, made up the same way in every run. TEST ONLY.

The organisations are the 1,381 of TOOI; a line in some 3.6 per organisation. What is asked for decides
how many organisations join, and then how many lines each has:

    500 lines      138 organisations    a network that begins: two in three serve the whole country
    5,000 lines    1,381                all of them, 3 or 4 lines each; one line in four is landelijk
    50,000 lines   1,381                36 lines each

An organisation that serves the whole country (zbo, oorg) has at most `LANDELIJK` lines for everybody, as the
largest of the demo network do; what it has beyond that are desks and teams for a region. So a network that
grows tenfold in lines gets hardly more lines that fit *every* municipality, and many more that fit one.
A gemeente works for itself; a provincie, waterschap or samenwerkingsverband for the same neighbours with all its lines.
Lines themselves: see lijnen.py.
"""

import csv
from collections.abc import Iterator
from itertools import chain, zip_longest
from pathlib import Path
from random import Random
from typing import Final

from msgspec import Struct

from registry.statements.professionallijnen import Professionallijn
from tests.bench.lijnen import Onderwerp, lijn

DATA: Final = Path(__file__).parent / "data"
SEED: Final = 20261123
LINES_EACH: Final = 3.62
LANDELIJK: Final = 4
NATIONAL: Final = frozenset({"zbolijst", "oorglijst"})
SOORTEN: Final = {
    "gemeentelijst": "gemeente",
    "caribischelijst": "gemeente",
    "provincielijst": "provincie",
    "waterschaplijst": "waterschap",
    "solijst": "samenwerkingsorganisatie",
    "zbolijst": "uitvoeringsorganisatie",
    "oorglijst": "uitvoeringsorganisatie",
}
NEIGHBOURS: Final = {"provincielijst": (20, 40), "waterschaplijst": (10, 25), "solijst": (3, 12)}
REGION: Final = (8, 30)


class Deelnemer(Struct, frozen=True, kw_only=True):
    """An organisation of the network; `gebied`: the municipalities it works for, empty for all of them."""

    nummer: int
    naam: str
    tooi: str
    lijst: str
    gebied: tuple[str, ...]

    @property
    def oin(self) -> str:
        """A test OIN."""
        return f"00000099{self.nummer:09d}000"

    @property
    def afkorting(self) -> str:
        """The TOOI code, in the form of an afkorting."""
        return self.tooi.rsplit("/", 1)[1].replace("_", "-")

    @property
    def soort(self) -> str:
        """What kind of organisation this is, as lines ask for it."""
        return SOORTEN[self.lijst]


class Netwerk(Struct, frozen=True, kw_only=True):
    """Organisations, and their lines in the order in which they are published: (deelnemer, lijn)."""

    deelnemers: tuple[Deelnemer, ...]
    lijnen: tuple[tuple[Deelnemer, Professionallijn], ...]
    onderwerpen: tuple[Onderwerp, ...]
    gemeenten: tuple[str, ...]


def netwerk(lines: int) -> Netwerk:
    """Make the network of so many lines; the same for the same number."""
    chance = Random(SEED)
    rows = _rows()
    gemeenten = tuple(sorted(_code(row) for row in rows if row["lijst"] == "gemeentelijst"))
    onderwerpen = tuple(_onderwerpen())
    joining = round(lines / LINES_EACH) if lines < len(rows) * LINES_EACH else len(rows)
    deelnemers = tuple(
        _deelnemer(nummer, row, gemeenten, chance) for nummer, row in enumerate(_order(rows, chance)[:joining], start=1)
    )
    made = []
    for n in range(lines):
        serial, place = divmod(n, len(deelnemers))
        who = deelnemers[place]
        gebied = who.gebied or (() if serial < LANDELIJK else _neighbours(gemeenten, *REGION, chance))
        made.append((who, lijn(n, serial, who.naam, gebied, onderwerpen, chance)))
    return Netwerk(deelnemers=deelnemers, lijnen=tuple(made), onderwerpen=onderwerpen, gemeenten=gemeenten)


def gewone_woorden() -> list[str]:
    """List words that people use in any question."""
    return (DATA / "gewone-woorden.txt").read_text(encoding="utf-8").split()


def _rows() -> list[dict[str, str]]:
    with (DATA / "tooi-organisaties.csv").open(encoding="utf-8", newline="") as file:
        return [{"naam": row["naam"], "tooi": row["tooi"], "lijst": row["waardelijst"]} for row in csv.DictReader(file)]


def _onderwerpen() -> Iterator[Onderwerp]:
    with (DATA / "onderwerpen.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Onderwerp(code=row["code"], naam=row["naam"], trefwoorden=tuple(row["trefwoorden"].split(";")))


def _order(rows: list[dict[str, str]], chance: Random) -> list[dict[str, str]]:
    """Put the organisations in the order in which they join: two that serve the country to one that does not."""
    national = [row for row in rows if row["lijst"] in NATIONAL]
    others = [row for row in rows if row["lijst"] not in NATIONAL]
    chance.shuffle(national)
    chance.shuffle(others)
    return [row for row in chain.from_iterable(zip_longest(national[::2], national[1::2], others)) if row]


def _deelnemer(nummer: int, row: dict[str, str], gemeenten: tuple[str, ...], chance: Random) -> Deelnemer:
    gebied: tuple[str, ...] = ()
    if row["lijst"] == "gemeentelijst":
        gebied = (_code(row),)
    elif row["lijst"] in NEIGHBOURS:
        gebied = _neighbours(gemeenten, *NEIGHBOURS[row["lijst"]], chance)
    return Deelnemer(nummer=nummer, gebied=gebied, **row)


def _neighbours(gemeenten: tuple[str, ...], fewest: int, most: int, chance: Random) -> tuple[str, ...]:
    """Take municipalities whose codes lie side by side; most of those lay side by side once."""
    count = chance.randint(fewest, most)
    start = chance.randrange(len(gemeenten) - count)
    return gemeenten[start : start + count]


def _code(row: dict[str, str]) -> str:
    return row["tooi"].rsplit("/", 1)[1]
