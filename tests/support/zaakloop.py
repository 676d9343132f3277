# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Many cases at once: made by the projections themselves, of statements that nobody signed. TEST ONLY."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

from msgspec import Struct

from registry.projections.kalenders import after_kalender
from registry.projections.replay import Facts
from registry.projections.stand import Plaats, dump
from registry.projections.zaakverloop import after_zaakverklaring
from registry.projections.zaken import Stapsoort
from registry.statements.feestdagen import voorstel_kalender
from registry.statements.normschendingen import (
    Bezwaar,
    Herstel,
    Normschending,
    Normverwijzing,
    Oordeel,
    Reactie,
    Terugtrekking,
    Zaakverklaring,
)

BEGIN = datetime(2025, 1, 6, 8, tzinfo=UTC)
ORGANISATIES = [f"00000099{number:09d}000" for number in range(1, 61)]
NORMEN = [f"norm-{number}" for number in range(12)]
VERLOPEN = (  # what is said after the report, and of how many in a hundred cases
    ("", 6), ("t", 4), ("e", 6), ("b", 6), ("eg", 8), ("egh", 25), ("bo", 15), ("bgxg", 8), ("bgxo", 7), ("n", 15),
)  # fmt: skip


class Loop(Struct):
    """The log as far as it was made up."""

    facts: Facts
    index: int = 0

    def say(self, body: Zaakverklaring, soort: Stapsoort, door: str, zaak: str, at: datetime) -> None:
        digest = sha256(self.index.to_bytes(8, "big")).hexdigest()
        plaats = Plaats(index=self.index, digest=digest, ordered_at=at)
        self.index += 1
        self.keep(after_zaakverklaring(body, soort, door, f"zaak/{zaak}", plaats, self.facts))

    def keep(self, changes: Any) -> None:
        for key, fact in changes.items():
            raw = dump(fact)
            if raw is None:
                self.facts.facts.pop(key, None)
            else:
                self.facts.facts[key] = raw


def made(many: int, loop: Loop | None = None) -> Loop:
    """Make up cases over two years; a third of them about one line, by one reporter."""
    random, loop = Random(6), loop or Loop(Facts())
    for jaar in (2025, 2026, 2027):
        loop.keep(after_kalender(voorstel_kalender(jaar), Plaats(index=0, digest="", ordered_at=BEGIN)))
    kinds = [kind for kind, share in VERLOPEN for _ in range(share)]
    for number in range(many):
        at = BEGIN + timedelta(days=690) * (number / many)
        melder, betrokkene = ORGANISATIES[:2] if number % 3 == 0 else random.sample(ORGANISATIES, 2)
        line = 0 if number % 3 == 0 else random.randrange(20)
        zaak = str(UUID(int=random.getrandbits(128)))
        report = Normschending(
            lijn=f"{betrokkene}/lijn-{line}",
            kanaal="telefoon",
            norm=Normverwijzing(naam=random.choice(NORMEN), versie=1),
            moment=at - timedelta(hours=3),
            waargenomen=("te-lang-gewacht",),
        )
        loop.say(report, "normschending", melder, zaak, at)
        for sign in random.choice(kinds):
            at += timedelta(days=random.randint(1, 9))
            loop.say(*step(sign, melder, betrokkene, at.date()), zaak, at)
    return loop


def step(sign: str, melder: str, betrokkene: str, dag: date) -> tuple[Zaakverklaring, Stapsoort, str]:
    """Make up what is said next."""
    obpt = "obpt"
    match sign:
        case "e":
            return Reactie(standpunt="erkend", herstel_voor=dag + timedelta(days=14)), "reactie", betrokkene
        case "b":
            return Reactie(standpunt="betwist", gronden=("norm-gehaald",)), "reactie", betrokkene
        case "g":
            return Oordeel(uitkomst="gegrond", gronden=("waarneming-bevestigd",)), "oordeel", obpt
        case "o":
            return Oordeel(uitkomst="ongegrond", gronden=("norm-gehaald",)), "oordeel", obpt
        case "n":
            return Oordeel(uitkomst="niet-ontvankelijk", gronden=("dubbel-gemeld",)), "oordeel", obpt
        case "x":
            return Bezwaar(gronden=("nieuwe-feiten",)), "bezwaar", melder
        case "h":
            return Herstel(hersteld_op=dag, maatregelen=("meer-bezetting",)), "herstel", betrokkene
        case _:
            return Terugtrekking(reden="opgelost"), "terugtrekking", melder
