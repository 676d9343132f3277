# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A directory made by hand out of facts, without a log or a signature: for what only reads. TEST ONLY.

gids = directory([lid("svb", lijn("aow"), lijn("aio")), lid("obpt", rollen=("beheerder",))], kennis=Kennis(...))
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec
from msgspec import Struct

from registry.projections.gids import Gids, gids_of
from registry.projections.kalenders import Kalenderstand
from registry.projections.kennis import Instantie, Kennis, Taak
from registry.projections.organisaties import Naamhouder, Organisatie
from registry.projections.professionallijnen import Lijn
from registry.projections.stand import Plaats
from registry.projections.storingen import Storingstand
from registry.projections.wegwijzer import Wegwijzer
from registry.statements.kalenders import Kalender
from registry.statements.leden import Contact
from registry.statements.professionallijnen import Intrekking, Professionallijn
from registry.statements.storingen import Storing
from tests.support.network import CONTACT

PLAATS = Plaats(index=41, digest="a" * 64, ordered_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
_numbers = count(1)


class Facts:
    """What a store would hold, as a dict."""

    def __init__(self, facts: Mapping[str, Struct]) -> None:
        self._facts = {key: msgspec.json.encode(fact) for key, fact in facts.items()}

    def size(self) -> int:
        return PLAATS.index + 1

    def get(self, key: str) -> bytes | None:
        return self._facts.get(key)

    def scan(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        return iter(sorted(fact for fact in self._facts.items() if fact[0].startswith(prefix)))


class Houder(Struct, frozen=True):
    """A member with its lines, and the storingen of those by their name."""

    organisatie: Organisatie
    lijnen: tuple[Professionallijn, ...]
    storingen: Mapping[str, Storing]
    weg: frozenset[str]

    @property
    def oin(self) -> str:
        return self.organisatie.oin


def lid(
    afkorting: str,
    *lijnen: Professionallijn,
    storingen: Mapping[str, Storing] | None = None,
    weg: Iterable[str] = (),
    **fields: Any,
) -> Houder:
    """A member in good standing, unless told otherwise; `weg`: lines that it withdrew."""
    given: dict[str, Any] = {
        "oin": f"00000099{next(_numbers):09d}000",
        "naam": f"Organisatie {afkorting}",
        "afkorting": afkorting,
        "status": "toegelaten",
        "aanmelding": "0" * 64,
        "gevraagd": ("publicist",),
        "rollen": ("publicist",),
        "contact": Contact(functie=f"Beheer {afkorting}", email=CONTACT.email),
        "lid_sinds": PLAATS.ordered_at,
    }
    return Houder(Organisatie(**(given | fields)), lijnen, storingen or {}, frozenset(weg))


def directory(
    leden: Iterable[Houder],
    *,
    kennis: Kennis | None = None,
    kalenders: Iterable[Kalender] = (),
    namen: Mapping[str, str] | None = None,
) -> Gids:
    """Make the directory of these members, as it would be read from a store."""
    facts: dict[str, Struct] = {}
    for houder in leden:
        facts[f"organisatie/{houder.oin}"] = houder.organisatie
        if houder.organisatie.afkorting:
            facts[f"afkorting/{houder.organisatie.afkorting}"] = Naamhouder(oin=houder.oin)
        for line in houder.lijnen:
            gone = Intrekking(reden="Opgeheven.") if line.naam in houder.weg else None
            facts[f"professionallijn/{houder.oin}/{line.naam}"] = Lijn(
                oin=houder.oin, lijn=line, plaats=PLAATS, ingetrokken=gone
            )
        for naam, storing in houder.storingen.items():
            facts[f"storing/{houder.oin}/{naam}"] = Storingstand(
                oin=houder.oin, naam=naam, storing=storing, plaats=PLAATS
            )
    for kalender in kalenders:
        facts[f"kalender/{kalender.jaar}"] = Kalenderstand(kalender=kalender, plaats=PLAATS)
    wegwijzer = Wegwijzer(kennis or Kennis(), namen)
    return gids_of(Facts(facts), PLAATS, lambda: wegwijzer)


def taak(naam: str, *woorden: str, **fields: Any) -> Taak:
    """A task that these words point to."""
    given: dict[str, Any] = {"titel": f"Taak {naam}", "bron": f"Wet {naam} art. 1", "woorden": woorden}
    return Taak(taak=naam, **(given | fields))


def instantie(naam: str, *taken: Taak, **fields: Any) -> Instantie:
    """An organisation with these tasks."""
    return Instantie(organisatie=naam, taken=taken, **({"naam": f"Instantie {naam}"} | fields))
