# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Who sees what: the other table. Every route names the row that it shows, and obeys it.

    iedereen      also without a token
    lid           every member in good standing
    eigenaar      the organisation that it is about, or that said it
    partij        either party of a case
    melder        who reported it
    betrokkene    the organisation that it is about, when somebody else reported it
    beheerder     the OBPT

A row also names the scope that a token must have. `eigenaar` of an application is whoever has its key, and nobody
else: anyone can sign one for any OIN.
"""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from registry.projections.rechten import Scope
from registry.statements.envelope import Signed
from registry.statements.leden import Aanmelding
from registry.statements.toetreding import Beoordeling, Bewijsstuk

Band = Literal["eigenaar", "partij", "melder", "betrokkene"]
Wie = Literal["iedereen", "lid", "eigenaar", "partij", "melder", "betrokkene", "beheerder"]
Gegeven = Literal[
    "logboek",
    "beschrijving",
    "lijnen",
    "leden",
    "afspraken",
    "verklaringen",
    "kandidaten",
    "eigen-stand",
    "aanmeldingen",
    "aflopend",
    "weigeringen",
    "zaken",
    "metingen",
    "naleving",
    "signalen",
    "loketcijfers",
    "leercirkel",
    "toetreding",
    "toetredingsgronden",
    "bewijs",
    "toetredingsmatrix",
]
Aantal: TypeAlias = int | Literal["< 5"]
KLEIN: Final = 5


class Inzage(Struct, frozen=True):
    """A row: what it is, who sees it, and with which scope; without a scope it is open."""

    wat: str
    wie: frozenset[Wie]
    scope: Scope | None


_LID: Final = frozenset[Wie]({"lid"})
INZAGE: Final[Mapping[Gegeven, Inzage]] = MappingProxyType(
    {
        "logboek": Inzage("het logboek: alleen digests", frozenset({"iedereen"}), None),
        "beschrijving": Inzage("de beschrijving van de API en de uitleg bij fouten", frozenset({"iedereen"}), None),
        "lijnen": Inzage("lijnen, storingen en contactroutes", frozenset({"lid"}), "lijnen:lezen"),
        "leden": Inzage("leden en hun sleutels", frozenset({"lid"}), "lijnen:lezen"),
        "afspraken": Inzage(
            "loketten, kalenders, servicenormen en toetredingscriteria", frozenset({"lid"}), "lijnen:lezen"
        ),
        "verklaringen": Inzage("wat er gezegd is, behalve aanmeldingen en bewijs", frozenset({"lid"}), "lijnen:lezen"),
        # what a member reads with the scope of the rows above, when it is of one who is not a member (yet)
        "kandidaten": Inzage(
            "kandidaten, en aanmeldingen die niet (meer) gelden", frozenset({"eigenaar", "beheerder"}), "lijnen:lezen"
        ),
        "eigen-stand": Inzage(
            "hoe een organisatie er zelf voor staat, ook als zij geen lid is, en wie de beheerder is",
            frozenset({"eigenaar"}),
            "aanmelding:lezen",
        ),
        "aanmeldingen": Inzage("aanmeldingen die wachten, met controles", frozenset({"beheerder"}), "toezicht:lezen"),
        "aflopend": Inzage("wat binnenkort afloopt", frozenset({"beheerder"}), "toezicht:lezen"),
        "weigeringen": Inzage("wat er geweigerd is, en waarom", frozenset({"beheerder"}), "toezicht:lezen"),
        "zaken": Inzage("normschendingen", frozenset({"partij", "beheerder"}), "lijnen:lezen"),
        "toetreding": Inzage(
            "welke toetredingscriteria een lid haalt, en wat het nog moet doen", frozenset({"lid"}), "lijnen:lezen"
        ),
        "toetredingsgronden": Inzage(
            "daarvan: of er een melding open staat, en waarom bewijs voldoende is of niet",
            frozenset({"eigenaar", "beheerder"}),
            "lijnen:lezen",
        ),
        "bewijs": Inzage(
            "bewijsstukken, en wat de beheerder ervan vindt", frozenset({"eigenaar", "beheerder"}), "lijnen:lezen"
        ),
        "toetredingsmatrix": Inzage("alle leden en alle criteria", frozenset({"beheerder"}), "toezicht:lezen"),
        "metingen": Inzage("metingen", frozenset({"melder", "betrokkene", "beheerder"}), "lijnen:lezen"),
        "signalen": Inzage("meldingen die klaarstaan, en die niemand deed", frozenset({"beheerder"}), "toezicht:lezen"),
        "naleving": Inzage("of lijnen de normen halen; van anderen geen kleine aantallen", _LID, "lijnen:lezen"),
        "loketcijfers": Inzage("cijfers van loketten; van anderen geen kleine aantallen", _LID, "lijnen:lezen"),
        "leercirkel": Inzage("wat het netwerk leert; van anderen geen kleine aantallen", _LID, "lijnen:lezen"),
    }
)


class Kijker(Struct, frozen=True, kw_only=True):
    """Who looks: a member in good standing, and whether it is the beheerder with a token that says so."""

    oin: str
    beheerder: bool = False

    def ziet_alles_van(self, oin: str | None) -> bool:
        """Say whether it may see every count of an organisation, however small; None: of nobody in particular."""
        return self.beheerder or self.oin == oin

    def aantal(self, aantal: int, oin: str | None) -> Aantal:
        """Show a count of an organisation.

        >>> Kijker(oin="1").aantal(4, "2"), Kijker(oin="1").aantal(4, "1"), Kijker(oin="1").aantal(0, "2")
        ('< 5', 4, 0)
        """
        return aantal if self.ziet_alles_van(oin) or not 0 < aantal < KLEIN else "< 5"


def mag_zien(kijker: Kijker, gegeven: Gegeven, banden: Mapping[Band, Collection[str]] = MappingProxyType({})) -> bool:
    """Say whether a member may see something.

    Args:
        banden: whose it is: for each band, the OINs that have it.
    """
    wie = INZAGE[gegeven].wie
    if "iedereen" in wie or "lid" in wie or ("beheerder" in wie and kijker.beheerder):
        return True
    return any(kijker.oin in oins for band, oins in banden.items() if band in wie)


def gegeven_of(body: object, *, geldt: bool) -> Gegeven:
    """Say of which row a statement is. `geldt`: for an application, that it is the one a member was admitted on."""
    if isinstance(body, Bewijsstuk | Beoordeling):
        return "bewijs"
    return "kandidaten" if isinstance(body, Aanmelding) and not geldt else "verklaringen"


def eigenaar_of(signed: Signed) -> str:
    """Say whose a statement is: who said it, and of a judgement whose evidence was judged."""
    return signed.sub.split("/")[1] if isinstance(signed.body, Beoordeling) else signed.oin


def tabel() -> Iterator[str]:
    """Write the table in Markdown, for people."""
    yield "| wat | wie | scope |"
    yield "|---|---|---|"
    for row in INZAGE.values():
        yield f"| {row.wat} | {', '.join(sorted(row.wie))} | {f'`{row.scope}`' if row.scope else ''} |"
