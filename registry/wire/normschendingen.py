# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Cases about norms: in a list, whole, and counted."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

import msgspec
from msgspec import Meta, Struct, field

from registry.projections.zaken import Stapsoort, Zaakrol
from registry.statements.namen import Kanaalsoort
from registry.statements.normschendingen import Normverwijzing
from registry.statements.zaakwoorden import Fase, Uitkomst, Waarneming
from registry.wire.naleving import NalevingLijn
from registry.wire.organisaties import OrganisatieKort
from registry.wire.shapes import Link, Zelf

if TYPE_CHECKING:  # a client reads these shapes without what makes them
    from registry.projections.zaakcijfers import Normcijfers
    from registry.projections.zaken import Stap, Zaak

Wie = Callable[[str], OrganisatieKort]
Gemeten = Callable[[str, str, int, datetime], NalevingLijn | None]  # line, norm, version, moment


class Zaakstap(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Something that can be said now, by whom, and until when."""

    soort: Stapsoort
    wie: Zaakrol
    uitleg: Annotated[str, Meta(description="Wat men kan doen, tot wanneer, en wat er daarna gebeurt.")]
    verwacht: Annotated[bool, Meta(description="De zaak wacht hierop.")] = False
    te_laat: bool = False
    tot: Annotated[date | None, Meta(description="De laatste dag.")] = None
    uitkomsten: tuple[Uitkomst, ...] = ()

    @classmethod
    def of(cls, stap: "Stap", vandaag: date) -> Self:
        """Write a step."""
        from registry.projections.zaakwoorden import in_woorden  # noqa: PLC0415  # a client does not need the words

        return cls(
            soort=stap.soort,
            wie=stap.wie,
            uitleg=in_woorden(stap, vandaag),
            verwacht=stap.verwacht,
            te_laat=stap.te_laat,
            tot=stap.tot,
            uitkomsten=stap.uitkomsten,
        )


class Normschendingzaak(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A case as it stands."""

    zaak: str
    nummer: str
    status: Fase
    staat: Annotated[str, Meta(description="Hoe de zaak ervoor staat, in gewone woorden.")]
    gesloten: bool
    te_laat: Annotated[bool, Meta(description="Iets waar de zaak op wacht, is te laat.")]
    melder: OrganisatieKort
    betrokkene: OrganisatieKort
    lijn: str
    kanaal: Kanaalsoort
    norm: Normverwijzing
    moment: datetime
    waargenomen: tuple[Waarneming, ...]
    gemeld_op: datetime
    links: Zelf = field(name="_links")
    tot: Annotated[date | None, Meta(description="De dag waar de zaak op wacht.")] = None
    uitkomst: Uitkomst | None = None
    veelvuldig: Annotated[bool, Meta(description="Een van heel veel meldingen van één lid in een uur.")] = False

    @classmethod
    def of(cls, zaak: "Zaak", wie: Wie, vandaag: date) -> Self:
        """Write a case, as seen on a day."""
        from registry.projections.zaakwoorden import hoe_het_staat  # noqa: PLC0415  # a client does not need the words

        return cls(
            zaak=zaak.zaak,
            nummer=zaak.nummer,
            status=zaak.fase,
            staat=hoe_het_staat(zaak, vandaag),
            gesloten=zaak.gesloten(vandaag),
            te_laat=zaak.te_laat(vandaag),
            melder=wie(zaak.melder),
            betrokkene=wie(zaak.betrokkene),
            lijn=zaak.lijn,
            kanaal=zaak.kanaal,
            norm=zaak.norm,
            moment=zaak.moment.astimezone(UTC),
            waargenomen=zaak.waargenomen,
            gemeld_op=zaak.gemeld.ordered_at,
            links=Zelf(Link(f"/v1/normschendingen/{zaak.zaak}")),
            tot=zaak.tot,
            uitkomst=zaak.uitkomst,
            veelvuldig=zaak.veelvuldig,
        )


class Statusaantal(Struct, frozen=True, kw_only=True, rename="camel"):
    """How many of the cases found are in one status, on all pages."""

    status: Fase
    aantal: int
    te_laat: int


class Normschendingen(Struct, frozen=True, kw_only=True):
    """A page of cases: what is open first, the most urgent first."""

    normschendingen: tuple[Normschendingzaak, ...]
    totaal: int
    aantallen: tuple[Statusaantal, ...]


class Zaaktermijnen(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The last day of each term that began."""

    reactie: date
    oordeel: date
    bezwaar: date | None = None
    herstel: date | None = None


class Zaakstuk(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One statement of a case, with what it said."""

    soort: Stapsoort
    door: OrganisatieKort
    digest: str
    index: int
    ingeschreven_op: datetime
    inhoud: dict[str, Any]
    toelichting: Annotated[
        Literal["geen", "ontbreekt", "aanwezig", "gewist"],
        Meta(description="Of er een toelichting bij hoort, en of die er ligt."),
    ]
    tekst: Annotated[str | None, Meta(description="De toelichting, als die er ligt.")] = None


class Zaakdossier(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A case with everything said in it, in order; the same to both parties and the beheerder, but for `uwRol`."""

    zaak: Normschendingzaak
    uw_rol: Annotated[Zaakrol | None, Meta(description="Wat u in deze zaak bent.")]
    termijnen: Zaaktermijnen
    stukken: tuple[Zaakstuk, ...]
    stappen: Annotated[tuple[Zaakstap, ...], Meta(description="Alles wat iemand nu kan zeggen; `wie` zegt wie.")]
    vorige: Annotated[str, Meta(description="Digest voor `vorige` in de volgende verklaring.")]
    definitief: Annotated[bool, Meta(description="Er kan geen ander oordeel meer komen.")] = False
    hersteld_op: date | None = None
    zonder_kalender: Annotated[
        tuple[int, ...], Meta(description="Jaren waarvoor bij een termijn alleen weekenden konden worden overgeslagen.")
    ] = ()
    naleving: Annotated[
        NalevingLijn | None,
        Meta(description="Hoe de lijn de norm haalde in het venster van dit moment; afwezig: niet gemeten."),
    ] = None
    toelichtingen_wisbaar_vanaf: Annotated[
        date | None, Meta(description="Vanaf deze dag mag de beheerder toelichtingen wissen.")
    ] = None


class Toelichtingstand(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What became of an explanation."""

    digest: str
    stand: Literal["aanwezig", "gewist"]
    op: datetime
    reden: Annotated[str | None, Meta(description="Waarom zij is gewist.")] = None


class Toelichtingtekst(Struct, frozen=True, kw_only=True):
    """An explanation and its salt: SHA-256 of the two is the `toelichtingHash` of the statement."""

    digest: str
    zout: str
    tekst: str
    op: datetime


class Zaakcijfers(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What became of the cases about one norm. Numbers say little without `contacten`: a busy line is reported more."""

    norm: str
    totaal: int
    gegrond: int
    ongegrond: int
    niet_ontvankelijk: int
    ingetrokken: int
    open: int
    te_laat: Annotated[int, Meta(description="Waarin de organisatie te laat is met reageren of herstellen.")]
    hersteld: int
    veelvuldig: Annotated[int, Meta(description="Uit een stroom van heel veel meldingen, en nog niet beoordeeld.")]
    mediaan_hersteldagen: Annotated[float | None, Meta(description="Van melding tot herstel, in dagen.")]
    contacten: Annotated[int | None, Meta(description="Hoeveel contacten er waren; null: niet gemeten.")]

    @classmethod
    def of(cls, counted: "Normcijfers") -> Self:
        """Write the figures of a norm."""
        return cls(**msgspec.structs.asdict(counted))


class Zaakuitkomsten(Struct, frozen=True, kw_only=True):
    """What became of the cases about an organisation, by norm."""

    organisatie: OrganisatieKort
    normen: tuple[Zaakcijfers, ...]


def aantallen(counted: Iterable[tuple[Fase, int, int]]) -> tuple[Statusaantal, ...]:
    """Add up (status, how many, of which overdue) by status, in alphabetical order."""
    sums: dict[Fase, tuple[int, int]] = {}
    for fase, aantal, te_laat in counted:
        before = sums.get(fase, (0, 0))
        sums[fase] = before[0] + aantal, before[1] + te_laat
    return tuple(
        Statusaantal(status=fase, aantal=aantal, te_laat=te_laat) for fase, (aantal, te_laat) in sorted(sums.items())
    )
