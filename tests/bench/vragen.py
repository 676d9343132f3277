# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What is asked: thousands of different questions, the same in every run. TEST ONLY.

    op onderwerp   any of the subjects × any of the municipalities × a moment
    in woorden     three to eight words × any of the municipalities × a moment

Seven of ten moments lie in office hours, the others anywhere in the week: three weeks of a winter without
holidays. Moments are whole minutes. Every peer draws from the same three lists with the same odds.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final
from urllib.parse import urlencode

from msgspec import Struct

from tests.bench.netwerk import SEED, Netwerk, gewone_woorden

BEGIN: Final = datetime(2026, 11, 29, 23, 0, tzinfo=UTC)  # Monday 30 November, midnight in the Netherlands: ISO week 49
WEEKS: Final = 1
WEEK_MINUTES: Final = 7 * 24 * 60
OFFICE: Final = (9 * 60, 17 * 60)
IN_OFFICE: Final = 0.7
LIMIET: Final = 10


class Vraag(Struct, frozen=True, kw_only=True):
    """A question, in a form of which each peer can make its own. `week` counts from 0; `minuut` is that of the week."""

    onderwerp: int | None
    woorden: tuple[str, ...]
    gemeente: int
    week: int
    minuut: int


def op_onderwerp(net: Netwerk, count: int) -> list[Vraag]:
    """Ask about subjects."""
    chance = Random(SEED)
    return [_vraag(net, chance, onderwerp=chance.randrange(len(net.onderwerpen))) for _ in range(count)]


def in_woorden(net: Netwerk, count: int) -> list[Vraag]:
    """Ask in words, no two questions in the same ones: some of one or two subjects, and common ones around them."""
    chance, common = Random(SEED + 1), gewone_woorden()
    asked: dict[tuple[str, ...], Vraag] = {}
    while len(asked) < count:
        about = [word for said in chance.sample(net.onderwerpen, chance.choice((1, 1, 2))) for word in said.woorden]
        words = [
            *chance.sample(about, chance.randint(2, min(4, len(about)))),
            *chance.sample(common, chance.randint(1, 4)),
        ]
        chance.shuffle(words)
        asked[tuple(words)] = _vraag(net, chance, woorden=tuple(words))
    return list(asked.values())


def path(net: Netwerk, vraag: Vraag, *, limiet: int = LIMIET) -> str:
    """Write a question as the path that a loket asks for."""
    at = BEGIN + timedelta(minutes=vraag.week * WEEK_MINUTES + vraag.minuut)
    about = (
        {"vraag": " ".join(vraag.woorden)}
        if vraag.onderwerp is None
        else {"onderwerp": net.onderwerpen[vraag.onderwerp].code}
    )
    about |= {"gemeente": net.gemeenten[vraag.gemeente], "tijdstip": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
    return "/v1/contactroutes?" + urlencode(about | {"limiet": str(limiet)})


def _vraag(net: Netwerk, chance: Random, *, onderwerp: int | None = None, woorden: tuple[str, ...] = ()) -> Vraag:
    day, minute = chance.randrange(5), chance.randrange(*OFFICE)
    if chance.random() >= IN_OFFICE:
        day, minute = divmod(chance.randrange(WEEK_MINUTES), 24 * 60)
    return Vraag(
        onderwerp=onderwerp,
        woorden=woorden,
        gemeente=chance.randrange(len(net.gemeenten)),
        week=chance.randrange(WEEKS),
        minuut=day * 24 * 60 + minute,
    )
