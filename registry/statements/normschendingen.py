# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What is said in a case about a norm that a line did not keep: a zaak. All of it is about `zaak/<uuid>`.

    normschending   a member: this line missed this norm, then; the first one opens the case, a later one adds to it
    reactie         the organisation of the line: erkend, with the last day of recovery, or betwist
    oordeel         the beheerder: gegrond, ongegrond or niet-ontvankelijk; a second one, after a bezwaar, is the last
    bezwaar         either party, once
    herstel         the organisation of the line: it is repaired, since a day
    terugtrekking   who reported it takes it back

Nothing here is free text: what was observed, why, and what was done are words of closed lists, and contactmomenten are
named by their id. What has to be explained stands in a text beside the statement, which says its hash only:

    toelichtingHash = hex SHA-256 of zout + tekst in UTF-8, where zout is 32 lower-case hex digits that nobody can guess

so that the text can be erased while every proof stays valid, and its hash then tells nobody what it said. Who chooses
`anders` explains. Who may say what, and until when, is for projections/zaken.py.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from msgspec import Meta, Struct

from registry.errors import Fout
from registry.statements.dubbel import dubbele_waarden
from registry.statements.metingen import MetingId
from registry.statements.namen import Digest, Kanaalsoort, Moment, Naam
from registry.statements.zaakwoorden import Gevolg, Grond, Maatregel, Terugtrekreden, Uitkomst, Waarneming

Gronden: TypeAlias = Annotated[tuple[Grond, ...], Meta(min_length=1, max_length=16)]
Maatregelen: TypeAlias = Annotated[tuple[Maatregel, ...], Meta(max_length=8)]
Contactmomenten: TypeAlias = Annotated[tuple[MetingId, ...], Meta(max_length=100)]

_UUID: Final = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_SUB: Final = rf"^zaak/{_UUID}$(?!\n)"
ZaakId = Annotated[
    str, Meta(pattern=rf"^{_UUID}$(?!\n)", description="UUID van een zaak, door de melder gekozen, in kleine letters.")
]
LijnId = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{20}/[a-z0-9]+(-[a-z0-9]+)*$(?!\n)",
        max_length=85,
        description="OIN van de organisatie, een schuine streep, en de naam van de lijn.",
    ),
]
Toelichtinghash = Annotated[
    Digest, Meta(description="SHA-256 van zout en tekst van de toelichting, die los van de verklaring wordt bewaard.")
]
MAX_HERSTEL: Final = timedelta(days=366)
_EEN_KEER: Final = "Noem dit één keer."


class Toelichting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The text beside a statement, and the salt that keeps its hash from being guessed."""

    zout: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="32 willekeurige hexadecimale tekens.")]
    tekst: Annotated[
        str,
        Meta(
            pattern=r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+$(?!\n)",
            min_length=1,
            max_length=4000,
            description="Wat er gebeurde, in gewone woorden. Zonder gegevens van personen.",
        ),
    ]

    @property
    def hash(self) -> str:
        """The hash that the statement names."""
        return hash_of(self.zout, self.tekst)


def hash_of(zout: str, tekst: str) -> str:
    """Hash a text with its salt.

    >>> hash_of("0" * 32, "De lijn was dicht.")[:16]
    '88539f25bf549cbc'
    """
    return hashlib.sha256((zout + tekst).encode()).hexdigest()


class _Zaakstap(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """What every statement in a case can have: the hash of an explanation."""

    SUB: ClassVar[str] = _SUB
    toelichting_hash: Toelichtinghash | None = None


class Normverwijzing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A norm of the network, in the version that was in force."""

    naam: Naam
    versie: Annotated[int, Meta(ge=1, le=10_000)]


class Normschending(
    _Zaakstap, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"
):
    """Report that a line missed a norm, or add to that report until there is a reactie.

    `naast`: the case about the same line, norm and day that this one is meant to stand beside.
    """

    lijn: LijnId
    kanaal: Kanaalsoort
    norm: Normverwijzing
    moment: Moment
    waargenomen: Annotated[tuple[Waarneming, ...], Meta(min_length=1, max_length=15)]
    gevolg: Gevolg = "onbekend"
    contactmomenten: Contactmomenten = ()
    naast: ZaakId | None = None

    @property
    def betrokkene(self) -> str:
        """The OIN of the organisation that it concerns."""
        return self.lijn.partition("/")[0]

    def fouten(self, op: date) -> Iterator[Fout]:  # noqa: ARG002  # one shape for every body
        """Yield what is named twice, or not explained."""
        yield from dubbele_waarden("waargenomen", self.waargenomen, _EEN_KEER)
        yield from dubbele_waarden("contactmomenten", [one.lower() for one in self.contactmomenten], _EEN_KEER)
        yield from _unexplained("waargenomen", self.waargenomen, self.toelichting_hash)


class Reactie(_Zaakstap, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """The organisation of the line acknowledges the report, or contests it; who contests may promise all the same."""

    standpunt: Literal["erkend", "betwist"]
    herstel_voor: Annotated[date | None, Meta(description="De laatste dag waarop het hersteld is.")] = None
    gronden: Annotated[tuple[Grond, ...], Meta(max_length=16)] = ()
    maatregelen: Maatregelen = ()
    contactmomenten: Contactmomenten = ()

    def fouten(self, op: date) -> Iterator[Fout]:
        """Yield what an acknowledgement or a denial must have and has not."""
        if self.standpunt == "erkend":
            if self.herstel_voor is None:
                yield Fout(veld="herstelVoor", code="ontbreekt", uitleg="Noem de dag waarop het hersteld is.")
            if self.gronden:
                yield Fout(veld="gronden", code="tegenspraak", uitleg="Gronden horen bij betwisten.")
        elif not self.gronden:
            yield Fout(veld="gronden", code="ontbreekt", uitleg="Noem waarom u de melding betwist.")
        yield from _recovery_faults(self.herstel_voor, op)
        yield from dubbele_waarden("contactmomenten", [one.lower() for one in self.contactmomenten], _EEN_KEER)
        for veld in ("gronden", "maatregelen"):
            yield from dubbele_waarden(veld, getattr(self, veld), _EEN_KEER)
            yield from _unexplained(veld, getattr(self, veld), self.toelichting_hash)


class Oordeel(_Zaakstap, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """The beheerder judges, with what it rests on."""

    uitkomst: Uitkomst
    gronden: Gronden
    herstel_voor: Annotated[
        date | None, Meta(description="Bij gegrond: de laatste dag van herstel, als die anders is dan toegezegd.")
    ] = None

    def fouten(self, op: date) -> Iterator[Fout]:
        """Yield grounds that are doubled or not explained, and a day of recovery that has nothing to recover."""
        if self.uitkomst != "gegrond" and self.herstel_voor is not None:
            yield Fout(veld="herstelVoor", code="tegenspraak", uitleg="Een hersteldag hoort bij gegrond.")
        yield from _recovery_faults(self.herstel_voor, op)
        yield from dubbele_waarden("gronden", self.gronden, _EEN_KEER)
        yield from _unexplained("gronden", self.gronden, self.toelichting_hash)


class Bezwaar(_Zaakstap, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """Either party objects to an oordeel."""

    gronden: Gronden

    def fouten(self, op: date) -> Iterator[Fout]:  # noqa: ARG002  # one shape for every body
        """Yield grounds that are doubled or not explained."""
        yield from dubbele_waarden("gronden", self.gronden, _EEN_KEER)
        yield from _unexplained("gronden", self.gronden, self.toelichting_hash)


class Herstel(_Zaakstap, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """The organisation of the line says that it is repaired."""

    hersteld_op: date
    maatregelen: Annotated[tuple[Maatregel, ...], Meta(min_length=1, max_length=8)]

    def fouten(self, op: date) -> Iterator[Fout]:
        """Yield a day that is yet to come, and measures that are doubled or not explained."""
        if self.hersteld_op > op:
            yield Fout(veld="hersteldOp", code="toekomst", uitleg="Deze dag moet nog komen.")
        yield from dubbele_waarden("maatregelen", self.maatregelen, _EEN_KEER)
        yield from _unexplained("maatregelen", self.maatregelen, self.toelichting_hash)


class Terugtrekking(
    _Zaakstap, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"
):
    """Who reported it takes the report back."""

    reden: Terugtrekreden

    def fouten(self, op: date) -> Iterator[Fout]:  # noqa: ARG002  # one shape for every body
        """Yield a reason that is not explained."""
        yield from _unexplained("reden", (self.reden,), self.toelichting_hash)


Zaakverklaring: TypeAlias = Normschending | Reactie | Oordeel | Bezwaar | Herstel | Terugtrekking


def _recovery_faults(dag: date | None, op: date) -> Iterator[Fout]:
    if dag is not None and not op <= dag <= op + MAX_HERSTEL:
        uitleg = f"Noem een dag vanaf vandaag, hoogstens {MAX_HERSTEL.days} dagen vooruit."
        yield Fout(veld="herstelVoor", code="bereik", uitleg=uitleg)


def _unexplained(veld: str, woorden: Iterable[str], toelichting: str | None) -> Iterator[Fout]:
    if "anders" in woorden and toelichting is None:
        yield Fout(veld=veld, code="toelichting", uitleg="Leg 'anders' uit in een toelichting (toelichtingHash).")
