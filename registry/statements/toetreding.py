# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the network asks of who joins it: toetredingscriteria, evidence for them, and the judgement on that.

    naam: actueel
    versie: 1
    titel: De gegevens zijn kort geleden nagekeken
    bron: {document: Adviesnotitie …, plaats: "hoofdstuk 3", citaat: "…"}
    plateau: 1                        # 1 comes first; a plateau is reached when all of it is met
    dimensie: kwaliteit
    voor: [publicist]                 # members with one of these roles
    toets: {soort: bevestigd, dagen: 180}
    ingangsdatum: 2026-01-01

    toets           asks                                                                  parameters
    kanaal          there is a line on one of these channels                              kanalen
    openstelling    open so many hours on a working day, on average over the year         uren
    toezegging      what lines promise meets a norm                                       norm
    naleving        what was measured met a norm, in every window of the last months      norm maanden
    bevestigd       looked through within so many days                                    dagen
    terugval        there is a line to fall back on, or it is the one of another
    leercirkel      a contact, which promises an answer within a term                     binnen
    toegangseisen   who may use it is said in a form that software can check              eisen
    grondslag       for all that is exchanged a law and an article are named
    sleutel         every key in use is younger than so many months                       maanden
    schending       no violation that was found gegrond is waiting to be repaired
    bewijs          a person looked at a document that shows it                           wat

What asks about lines may name `kanalen` (lines on one of these; none: all lines) and how many of them must do:
`lijnen: alle` or `een`. It is never met by having no line.

A bewijsstuk is the hash of a document and where the OBPT finds it. No word of it is in the log, and no other member
sees where it is.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Final, Literal

from msgspec import Meta, Struct

from registry.errors import Fout
from registry.statements.dubbel import dubbele_waarden
from registry.statements.namen import Digest, Kanaalsoort, Naam, Regel, Tekst, Weblink
from registry.statements.openingstijden import Duur

Criteriumdimensie = Literal[
    "bereikbaarheid", "beschikbaarheid", "toegangseisen", "kwaliteit", "leercirkel", "randvoorwaarden"
]
Criteriumrol = Literal["publicist", "loket"]
Eissoort = Literal["rol", "burger-aanwezig", "machtiging", "identificatie", "organisatiesoort", "werkgebied"]
Documentsoort = Literal[
    "auditrapport", "convenant", "dpia", "mandaatbesluit", "opleidingsplan", "verklaring", "werkinstructie", "ander"
]
Afkeurreden = Literal[
    "anders-dan-gevraagd", "hash-klopt-niet", "niet-ondertekend", "niet-te-openen", "onvolledig", "verouderd"
]
AFKEURREDENEN: Final[dict[Afkeurreden, str]] = {
    "anders-dan-gevraagd": "het gaat over iets anders dan gevraagd",
    "hash-klopt-niet": "het document is niet dat van de hash",
    "niet-ondertekend": "het is niet ondertekend",
    "niet-te-openen": "het is niet te openen",
    "onvolledig": "het is niet volledig",
    "verouderd": "het is te oud",
}
Maanden = Annotated[int, Meta(ge=1, le=120)]
_JAREN: Final = (2000, 2199)
_ARTIKEL: Final = re.compile(r"\bart(?:\.|ikel|ikelen)? ?\d", re.IGNORECASE)


class Toets(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="soort"):
    """One kind of check."""

    @property
    def soort(self) -> str:
        """Name the kind, as it is written."""
        return str(type(self).__struct_config__.tag)


class LijnToets(Toets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A check of lines that hold."""

    kanalen: Annotated[tuple[Kanaalsoort, ...], Meta(max_length=10)] = ()
    lijnen: Literal["alle", "een"] = "alle"


class Kanaaltoets(Toets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="kanaal"):
    """There is a line on one of these channels."""

    kanalen: Annotated[tuple[Kanaalsoort, ...], Meta(min_length=1, max_length=10)]


class Openstellingtoets(
    LijnToets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="openstelling"
):
    """Open for so many hours on a working day, on average over the year."""

    uren: Annotated[float, Meta(gt=0, le=24)]


class Toezeggingtoets(
    LijnToets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="toezegging"
):
    """What lines promise on the channels of a norm meets that norm."""

    norm: Naam


class Nalevingtoets(
    LijnToets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="naleving"
):
    """What was measured met a norm, in every window that ended in the last months."""

    norm: Naam
    maanden: Annotated[int, Meta(ge=1, le=24)]


class Bevestigdtoets(
    LijnToets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="bevestigd"
):
    """Looked through at most so many days ago."""

    dagen: Annotated[int, Meta(ge=1, le=3660)]


class Terugvaltoets(
    LijnToets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="terugval"
):
    """There is a line to fall back on; who is that line for another need not have one."""


class Leercirkeltoets(
    LijnToets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="leercirkel"
):
    """There is a contact for what can be better, which promises an answer within a term."""

    binnen: Duur


class Toegangseisentoets(
    LijnToets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="toegangseisen"
):
    """Who may use it is said in a form that software can check; if `eisen` are named, by one of those."""

    eisen: Annotated[tuple[Eissoort, ...], Meta(max_length=6)] = ()


class Grondslagtoets(
    LijnToets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="grondslag"
):
    """For all that is exchanged a law and an article are named; who asks for data of a citizen exchanges some."""


class Sleuteltoets(Toets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="sleutel"):
    """Every key in use is younger than so many months, counted from when it was first shown."""

    maanden: Maanden


class Schendingtoets(Toets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="schending"):
    """No violation that was found gegrond is waiting to be repaired."""


class Bewijstoets(Toets, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag="bewijs"):
    """A person looked at a document that shows `wat`."""

    wat: Tekst


EenLijntoets = (
    Openstellingtoets
    | Toezeggingtoets
    | Nalevingtoets
    | Bevestigdtoets
    | Terugvaltoets
    | Leercirkeltoets
    | Toegangseisentoets
    | Grondslagtoets
)
EenToets = Kanaaltoets | EenLijntoets | Sleuteltoets | Schendingtoets | Bewijstoets


class Bron(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a criterion comes from: the words themselves, and where they stand."""

    document: Regel
    plaats: Regel
    citaat: Tekst


class Toetredingscriterium(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"
):
    """Say what is asked of who joins, or say it anew as a next version."""

    SUB: ClassVar[str] = r"^toetredingscriterium/[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"
    naam: Naam
    versie: Annotated[int, Meta(ge=1, le=10_000)]
    titel: Regel
    bron: Bron | None = None
    plateau: Annotated[int, Meta(ge=1, le=9)]
    dimensie: Criteriumdimensie
    voor: Annotated[tuple[Criteriumrol, ...], Meta(min_length=1, max_length=2)]
    toets: EenToets
    ingangsdatum: date
    einddatum: date | None = None

    def teksten(self) -> Iterator[tuple[str, str]]:
        """List the texts that may be about nobody: (field, text)."""
        yield "titel", self.titel
        if self.bron is not None:
            yield from (("bron.document", self.bron.document), ("bron.plaats", self.bron.plaats))
            yield "bron.citaat", self.bron.citaat
        if isinstance(self.toets, Bewijstoets):
            yield "toets.wat", self.toets.wat

    def fouten(self, op: date) -> Iterator[Fout]:  # noqa: ARG002  # one shape for every body
        """Yield values that are named twice, and days that are none of ours."""
        yield from dubbele_waarden("voor", self.voor)
        if isinstance(self.toets, Kanaaltoets | LijnToets):
            yield from dubbele_waarden("toets.kanalen", self.toets.kanalen)
        if isinstance(self.toets, Toegangseisentoets):
            yield from dubbele_waarden("toets.eisen", self.toets.eisen)
        if isinstance(self.toets, Leercirkeltoets) and self.toets.binnen.aantal == 0:
            yield Fout(veld="toets.binnen.aantal", code="bereik", uitleg="Geef ten minste 1.")
        if not _JAREN[0] <= self.ingangsdatum.year <= _JAREN[1]:
            uitleg = f"Noem een dag in de jaren {_JAREN[0]} tot en met {_JAREN[1]}."
            yield Fout(veld="ingangsdatum", code="bereik", uitleg=uitleg)
        if self.einddatum is not None and self.einddatum < self.ingangsdatum:
            yield Fout(veld="einddatum", code="volgorde", uitleg="De laatste dag ligt voor de eerste.")


class Bewijsstuk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hand in evidence for a criterion: which document it is, by its hash, and where the OBPT finds it."""

    SUB: ClassVar[str] = r"^bewijsstuk/[0-9]{20}/[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"
    criterium: Naam
    versie: Annotated[int, Meta(ge=1, le=10_000)]
    documentsoort: Documentsoort
    hash: Digest
    waar: Weblink

    def teksten(self) -> Iterator[tuple[str, str]]:
        """List the texts that may be about nobody: (field, text)."""
        yield "waar", self.waar

    def fouten(self, op: date) -> Iterator[Fout]:  # noqa: ARG002  # one shape for every body
        """Yield what would give the document away: an address that opens it for whoever has it."""
        if "?" in self.waar or "#" in self.waar:
            uitleg = "Laat alles na ? of # weg: daarin staat vaak een sleutel die het document voor iedereen opent."
            yield Fout(veld="waar", code="tegenspraak", uitleg=uitleg)


class Beoordeling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """Judge the evidence of a member. `geldig_tot` is the last day on which it counts."""

    SUB: ClassVar[str] = r"^beoordeling/[0-9]{20}/[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"
    criterium: Naam
    bewijsstuk: Digest
    oordeel: Literal["voldoende", "onvoldoende"]
    redenen: Annotated[tuple[Afkeurreden, ...], Meta(max_length=6)] = ()
    geldig_tot: date | None = None

    def fouten(self, op: date) -> Iterator[Fout]:
        """Yield what a judgement must have, and what it contradicts itself by."""
        yield from dubbele_waarden("redenen", self.redenen)
        if self.oordeel == "onvoldoende":
            if not self.redenen:
                yield Fout(veld="redenen", code="ontbreekt", uitleg="Zeg waarom: noem ten minste één reden.")
            if self.geldig_tot is not None:
                yield Fout(veld="geldigTot", code="tegenspraak", uitleg="Wat onvoldoende is, heeft geen einddatum.")
            return
        if self.redenen:
            yield Fout(veld="redenen", code="tegenspraak", uitleg="Wat voldoende is, heeft geen redenen nodig.")
        if self.geldig_tot is None:
            yield Fout(veld="geldigTot", code="ontbreekt", uitleg="Noem de laatste dag waarop dit oordeel geldt.")
        elif self.geldig_tot < op:
            yield Fout(veld="geldigTot", code="bereik", uitleg="Deze dag is al voorbij.")


def noemt_artikel(grondslag: str) -> bool:
    """Say whether a legal ground names an article.

    >>> noemt_artikel("Wet SUWI art. 62"), noemt_artikel("Awb artikel 2:1"), noemt_artikel("n.v.t.")
    (True, True, False)
    """
    return _ARTIKEL.search(grondslag) is not None
