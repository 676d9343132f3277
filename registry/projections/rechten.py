# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What one may do: the one table. The rule book, the scopes of tokens and the documentation all read it.

    kandidaat     who applied, and is not admitted
    buiten        a member that may do nothing now: suspended, or its term is over
    lid           every member in good standing, whatever its rollen
    publicist loket beheerder    a member in good standing with that rol

A right goes by the widest that one of these gives: `eigen` is about oneself, `alle` about everyone.
Someone who left is none of these, and may do nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, get_args

from msgspec import Struct

from registry.statements.leden import Rol

Hoedanigheid = Literal["kandidaat", "buiten", "lid", "publicist", "loket", "beheerder"]
Over = Literal["eigen", "alle"]
Scope = Literal["aanmelding:lezen", "lijnen:lezen", "verklaringen:indienen", "metingen:schrijven", "toezicht:lezen"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
HOEDANIGHEDEN: Final[tuple[Hoedanigheid, ...]] = get_args(Hoedanigheid)


class Scoperecht(Struct, frozen=True):
    """What a scope opens, and who may have it."""

    uitleg: str
    wie: frozenset[Hoedanigheid]


class Soortrecht(Struct, frozen=True):
    """Who may say a soort of statement, and about whom."""

    uitleg: str
    wie: Mapping[Hoedanigheid, Over]


_LID: Final = frozenset[Hoedanigheid]({"lid"})
VAN_SCOPE: Final[Mapping[Scope, Scoperecht]] = MappingProxyType(
    {
        "aanmelding:lezen": Scoperecht(
            "Lezen hoe de eigen organisatie ervoor staat.", frozenset({"kandidaat", "buiten", "lid"})
        ),
        "lijnen:lezen": Scoperecht("Alles lezen wat leden mogen zien.", _LID),
        "verklaringen:indienen": Scoperecht("Namens de eigen organisatie verklaringen indienen.", _LID),
        "metingen:schrijven": Scoperecht("Metingen doorgeven.", frozenset({"loket", "publicist"})),
        "toezicht:lezen": Scoperecht("Alles lezen wat het OBPT mag zien.", frozenset({"beheerder"})),
    }
)
VAN_SOORT: Final[Mapping[str, Soortrecht]] = MappingProxyType(
    {
        # The first thing that anyone says, signed with a key that it names itself: it needs no right. Who is a member
        # changes its keys with `sleutels` instead.
        "aanmelding": Soortrecht("vragen om lid te worden", {"kandidaat": "eigen"}),
        "toelating": Soortrecht("toelaten, schorsen of uitschrijven", {"beheerder": "alle"}),
        # of another only after a compromise: see rules
        "sleutels": Soortrecht("sleutels vervangen", {"lid": "eigen", "beheerder": "alle"}),
        "professionallijn": Soortrecht("een lijn publiceren", {"publicist": "eigen"}),
        "intrekking": Soortrecht("een lijn intrekken", {"publicist": "eigen"}),
        "storing": Soortrecht("een storing melden", {"publicist": "eigen"}),
        "loket": Soortrecht("een loket beschrijven", {"loket": "eigen"}),
        "kalender": Soortrecht("de werkkalender vaststellen", {"beheerder": "alle"}),
        "servicenorm": Soortrecht("een servicenorm vaststellen", {"beheerder": "alle"}),
        # in a case `eigen` is being the party whose step it is, and a party never judges: see zaken. Who is suspended
        # meanwhile is heard: that is no benefit of membership
        "normschending": Soortrecht("melden dat een lijn een norm niet haalde", {"publicist": "alle", "loket": "alle"}),
        "reactie": Soortrecht("reageren op een melding", {"lid": "eigen", "buiten": "eigen"}),
        "oordeel": Soortrecht("oordelen over een melding", {"beheerder": "alle"}),
        "bezwaar": Soortrecht("bezwaar maken tegen een oordeel", {"lid": "eigen", "buiten": "eigen"}),
        "herstel": Soortrecht("herstel melden", {"lid": "eigen", "buiten": "eigen"}),
        "terugtrekking": Soortrecht("een melding intrekken", {"lid": "eigen", "buiten": "eigen"}),
        "toetredingscriterium": Soortrecht("een toetredingscriterium vaststellen", {"beheerder": "alle"}),
        "bewijsstuk": Soortrecht(
            "bewijs voor een toetredingscriterium inleveren", {"publicist": "eigen", "loket": "eigen"}
        ),
        "beoordeling": Soortrecht("dat bewijs beoordelen", {"beheerder": "alle"}),
    }
)


def van_lid(rollen: Iterable[Rol]) -> frozenset[Hoedanigheid]:
    """Say what a member in good standing is."""
    return frozenset({"lid", *rollen})


@lru_cache(maxsize=128)
def scopes_of(wie: frozenset[Hoedanigheid]) -> frozenset[str]:
    """Say which scopes one may have.

    >>> sorted(scopes_of(frozenset({"kandidaat"})))
    ['aanmelding:lezen']
    """
    return frozenset(scope for scope, recht in VAN_SCOPE.items() if not recht.wie.isdisjoint(wie))


def soorten_of(wie: frozenset[Hoedanigheid]) -> tuple[str, ...]:
    """List the soorten of statements that one may say about oneself, in the order of the table."""
    return tuple(soort for soort in VAN_SOORT if mag_zeggen(soort, wie, eigen=True))


def mag_zeggen(soort: str, wie: Collection[Hoedanigheid], *, eigen: bool) -> bool:
    """Say whether one may say this soort of statement: about oneself (`eigen`), or about another.

    >>> mag_zeggen("sleutels", {"lid", "loket"}, eigen=True), mag_zeggen("sleutels", {"lid", "loket"}, eigen=False)
    (True, False)
    """
    given = {over for hoedanigheid, over in VAN_SOORT[soort].wie.items() if hoedanigheid in wie}
    return "alle" in given or (eigen and "eigen" in given)


def tabel() -> Iterator[str]:
    """Write the table in Markdown, for people: a row for each right, a column for each hoedanigheid."""
    yield f"| wat | {' | '.join(HOEDANIGHEDEN)} |"
    yield f"|---|{'---|' * len(HOEDANIGHEDEN)}"
    for scope, recht in VAN_SCOPE.items():
        yield _row(f"scope `{scope}`: {recht.uitleg}", dict.fromkeys(recht.wie, "ja"))
    for soort, zegt in VAN_SOORT.items():
        yield _row(f"verklaring `{soort}`: {zegt.uitleg}", zegt.wie)


def _row(wat: str, wie: Mapping[Hoedanigheid, str]) -> str:
    return f"| {wat} | {' | '.join(wie.get(hoedanigheid, '') for hoedanigheid in HOEDANIGHEDEN)} |"
