# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The network as tables, for the peers that keep tables; and the question of a route as SQL. TEST ONLY.

    lijnen     id, doc                                 in the order of their names; doc is the line as JSON
    passend    onderwerp, gebied, lijn, belofte_s      every pair that a line fits; gebied -1: everywhere
    open       lijn, week (0 even, 1 odd), van, tot    in minutes of the week, of the first channel
    zoek       lijn, belofte_s, gebieden, woorden      for free text

Worked out as far as it goes: an index holds the lines of a question side by side with all that puts them in
order, and only the ten that are given are looked up. The lines that are open come first and in the order of the
register, those that are closed after them. What the SQL leaves out: access, other channels, holidays, the next
opening, the moment of a promise, reasons, links; and for free text how rare a word is, and parts of words.
"""

import re
from collections.abc import Iterator
from datetime import time
from typing import Final

import msgspec
from msgspec import Struct

from registry.statements.openingstijden import DAGEN
from registry.statements.professionallijnen import Professionallijn
from tests.bench.netwerk import Deelnemer, Netwerk
from tests.bench.vragen import LIMIET

OVERAL: Final = -1
NEVER_S: Final = 1_000_000
DAY: Final = 24 * 60
FIRST_WEEK: Final = 49  # ISO week of the first week of questions
SCHEMA: Final = """
    CREATE TABLE lijnen (id integer PRIMARY KEY, doc text);
    CREATE TABLE passend (
        onderwerp integer, gebied integer, lijn integer, belofte_s integer,
        PRIMARY KEY (onderwerp, gebied, lijn, belofte_s)
    );
    CREATE TABLE open (lijn integer, week integer, van integer, tot integer, PRIMARY KEY (lijn, week, van, tot));
"""
# LIMIT 1: with EXISTS in its place PostgreSQL reads the whole table for every question.
_CLOSED: Final = (
    "(SELECT 1 FROM open WHERE lijn = f.lijn AND week = :week AND van <= :minuut AND tot > :minuut LIMIT 1)"
)
ROUTE: Final = f"""
    SELECT l.doc FROM (
        SELECT f.lijn, f.belofte_s, {_CLOSED} IS NULL AS dicht FROM passend f
        WHERE f.onderwerp = :onderwerp AND f.gebied IN ({OVERAL}, :gemeente)
        ORDER BY dicht, f.belofte_s, f.lijn LIMIT {LIMIET}
    ) best JOIN lijnen l ON l.id = best.lijn ORDER BY best.dicht, best.belofte_s, best.lijn
"""  # noqa: S608  # numbers of ours
WOORDEN: Final = f"""
    SELECT l.doc FROM (
        SELECT f.lijn, f.belofte_s, {_CLOSED} IS NULL AS dicht, ts_rank(f.woorden, v.gevraagd) AS past
        FROM vragen v JOIN zoek f ON f.woorden @@ v.gevraagd AND f.gebieden && ARRAY[{OVERAL}, v.gemeente]
        WHERE v.id = :vraag
        ORDER BY past DESC, dicht, f.belofte_s, f.lijn LIMIT {LIMIET}
    ) best JOIN lijnen l ON l.id = best.lijn ORDER BY best.past DESC, best.dicht, best.belofte_s, best.lijn
"""  # noqa: S608  # numbers of ours
_WORD: Final = re.compile(r"\w{3,}")


class Rij(Struct, frozen=True, kw_only=True):
    """A line as the tables have it."""

    id: int
    belofte_s: int
    doc: str
    onderwerpen: tuple[int, ...]
    gebieden: tuple[int, ...]
    open: tuple[tuple[int, int, int], ...]
    woorden: str

    @property
    def passend(self) -> list[tuple[int, int, int, int]]:
        """The rows of `passend`."""
        return [
            (onderwerp, gebied, self.id, self.belofte_s) for onderwerp in self.onderwerpen for gebied in self.gebieden
        ]


def rijen(net: Netwerk) -> Iterator[Rij]:
    """Turn every line of a network into what the tables have of it."""
    subjects = {said.code: place for place, said in enumerate(net.onderwerpen)}
    places = {code: place for place, code in enumerate(net.gemeenten)}
    for id_, (who, lijn) in enumerate(sorted(net.lijnen, key=_id)):
        texts = [lijn.titel, *lijn.trefwoorden, *lijn.onderwerpen, who.naam, lijn.omschrijving or ""]
        yield Rij(
            id=id_,
            belofte_s=_promised_s(lijn),
            doc=msgspec.json.encode(lijn).decode(),
            onderwerpen=tuple(subjects[code] for code in lijn.onderwerpen),
            gebieden=(OVERAL,) if lijn.werkgebied == "landelijk" else tuple(places[code] for code in lijn.werkgebied),
            open=tuple(_open(lijn)),
            woorden=" ".join(texts),
        )


def tsquery(woorden: tuple[str, ...]) -> str:
    """Write words as a question for PostgreSQL: any of them, also as the beginning of a longer one."""
    return " | ".join(f"{word}:*" for text in woorden for word in _WORD.findall(text.lower())) or "geen"


def parity(week: int) -> int:
    """Say whether a week of questions is an even (0) or an odd one (1)."""
    return (FIRST_WEEK + week) % 2


def _id(said: tuple[Deelnemer, Professionallijn]) -> tuple[str, str]:
    who, lijn = said
    return who.oin, lijn.naam


def _promised_s(lijn: Professionallijn) -> int:
    unit_s = {"seconden": 1, "minuten": 60}
    waits = [
        said.drempel.aantal * unit_s[said.drempel.eenheid]
        for said in lijn.kanalen[0].toezeggingen
        if said.drempel.eenheid in unit_s
    ]
    return min(waits, default=NEVER_S)


def _open(lijn: Professionallijn) -> Iterator[tuple[int, int, int]]:
    for blok in lijn.kanalen[0].openingstijden:
        for week in {"even": (0,), "oneven": (1,)}.get(blok.week or "", (0, 1)):
            for dag in blok.dagen:
                start = DAGEN.index(dag) * DAY
                yield week, start + _minute(blok.van), start + _minute(blok.tot)


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
