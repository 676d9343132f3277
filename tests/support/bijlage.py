# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Annex 1 of the policy note: what four lokets counted up to 20 December 2023, and hulpvragen that add up to it.

The note rounds, and does not name what it is a share of: 47 % of 84 visitors is no whole number, so at some visits it
was not written down whether contact was made. How many, we made up; so are the hulpvragen. TEST ONLY.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final, NamedTuple
from uuid import UUID


class Initiatief(NamedTuple):
    """A row: percentages as published, and of how many visits contact is (made up to be) known."""

    loket: str
    begonnen: datetime
    burgers: int
    landelijk: int
    meerdere: int
    contact: int
    contact_bekend: int


TOT: Final = datetime(2023, 12, 20, 16, tzinfo=UTC)
BIJLAGE: Final = (
    Initiatief("amsterdam", datetime(2022, 12, 1, tzinfo=UTC), 84, 63, 38, 47, 79),
    Initiatief("utrecht", datetime(2023, 3, 1, tzinfo=UTC), 92, 89, 18, 79, 92),
    Initiatief("enschede", datetime(2023, 3, 1, tzinfo=UTC), 382, 37, 13, 18, 382),
    Initiatief("werksaam", datetime(2023, 12, 1, tzinfo=UTC), 6, 33, 33, 17, 6),
)


def hulpvragen(
    initiatief: Initiatief, loket: str, landelijke: Sequence[str], gemeente: str, *, seed: int = 2023
) -> list[dict[str, Any]]:
    """Make up the hulpvragen of a row.

    Args:
        loket: `<oin>/<naam>`.
        landelijke: OINs of national organisations, at least two.
        gemeente: the OIN of the loket's own municipality.
    """
    chance = Random(f"{seed}{initiatief.loket}")
    many = initiatief.burgers
    landelijk, meerdere = round(many * initiatief.landelijk / 100), round(many * initiatief.meerdere / 100)
    contact = round(initiatief.contact_bekend * initiatief.contact / 100)
    answers: list[str | None] = [*["ja"] * contact, *["nee"] * (initiatief.contact_bekend - contact)]
    answers += [None] * (many - len(answers))  # not written down
    chance.shuffle(answers)
    last_s = int((TOT - initiatief.begonnen).total_seconds())
    made = []
    for n in range(many):
        if n < meerdere:  # several, of which a national one at least
            who = [*chance.sample(list(landelijke), 1 + n % 2), gemeente]
        else:
            who = [chance.choice(landelijke)] if n < landelijk else [gemeente] if n % 3 else []
        at = initiatief.begonnen + timedelta(seconds=chance.randrange(last_s))
        said: dict[str, Any] = {
            "id": str(UUID(int=chance.getrandbits(128))),
            "loket": loket,
            "ontvangen": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "organisaties": who,
            "contactGelegd": answers[n],
        }
        made.append({name: value for name, value in said.items() if value is not None})
    return made
