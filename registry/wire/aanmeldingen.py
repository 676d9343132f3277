# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Applications as the beheerder sees them, how one stands oneself, and what ends soon."""

from datetime import date, datetime
from typing import Annotated, Self

from msgspec import Meta, Struct, field

from registry.projections.aanmeldingen import Controle, eigen
from registry.projections.aflopend import Afloop
from registry.projections.eigenstand import Eigenstatus, status_of, te_doen_kandidaat, te_doen_lid
from registry.projections.gids import Gids
from registry.projections.organisaties import Aanvraag, Afwijzing, Organisatie
from registry.projections.rechten import Hoedanigheid, scopes_of, soorten_of
from registry.projections.stand import Plaats
from registry.statements.leden import Aanmelding, Contact, Rol
from registry.statements.sleutels import thumbprint
from registry.wire.shapes import Link, Zelf


class AanmeldingStand(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An application that waits, with what was checked of it."""

    oin: str
    naam: str
    rollen: tuple[Rol, ...]
    contact: Contact
    digest: Annotated[str, Meta(description="Noem deze digest als `aanmelding` in de toelating.")]
    index: int
    ingeschreven_op: datetime
    duimafdruk: Annotated[str, Meta(description="Van de sleutel waarmee de aanmelding is getekend.")]
    controles: tuple[Controle, ...]
    links: Zelf = field(name="_links")
    afkorting: str | None = None
    organisatiesoort: str | None = None
    tooi: str | None = None

    @classmethod
    def of(cls, body: Aanmelding, plaats: Plaats, *, kid: str, controles: tuple[Controle, ...]) -> Self:
        """Write an application; `kid` is the thumbprint of the key that signed it."""
        return cls(
            oin=body.oin,
            naam=body.naam,
            rollen=body.rollen,
            contact=body.contact,
            digest=plaats.digest,
            index=plaats.index,
            ingeschreven_op=plaats.ordered_at,
            duimafdruk=kid,
            controles=controles,
            links=Zelf(Link(f"/v1/verklaringen/{plaats.digest}")),
            afkorting=body.afkorting,
            organisatiesoort=body.organisatiesoort,
            tooi=body.tooi,
        )


class Aanmeldingen(Struct, frozen=True, kw_only=True):
    """A page of applications that wait, ordered by OIN."""

    aanmeldingen: tuple[AanmeldingStand, ...]
    totaal: int


class Sleuteltermijn(Struct, frozen=True, kw_only=True, rename="camel"):
    """A key of oneself that holds now or later, and until when (exclusive)."""

    naam: str
    gebruik: str
    duimafdruk: str
    geldig_tot: datetime


class Beheerder(Struct, frozen=True, kw_only=True):
    """Whom one calls: who looks after the network, and where it is reached."""

    naam: str
    contact: Contact

    @classmethod
    def of(cls, gids: Gids, at: datetime) -> Self | None:
        """Find who has that rol; of several the first by OIN."""
        having = (found for _, found in sorted(gids.organisaties.items()) if "beheerder" in found.hoedanigheden(at))
        found = next(having, None)
        return cls(naam=found.naam, contact=found.contact) if found is not None else None


class EigenStand(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How one stands oneself, and what is still to be done."""

    oin: str
    naam: str
    status: Eigenstatus
    aanmelding: str
    gevraagd: tuple[Rol, ...]
    rollen: tuple[Rol, ...]
    scopes: Annotated[tuple[str, ...], Meta(description="Wat een toegangstoken van u nu mag.")]
    soorten: Annotated[tuple[str, ...], Meta(description="Welke verklaringen u nu over uw organisatie mag indienen.")]
    sleutels: tuple[Sleuteltermijn, ...]
    controles: Annotated[tuple[Controle, ...], Meta(description="Van een aanmelding: wat er is nagekeken.")]
    nog_te_doen: Annotated[tuple[str, ...], Meta(description="Wat u nog moet doen, in zinnen.")]
    beheerder: Annotated[Beheerder | None, Meta(description="Wie u belt.")] = None
    reden: str | None = None
    geschorst_tot: Annotated[date | None, Meta(description="Laatste dag van de schorsing.")] = None
    geldig_tot: Annotated[date | None, Meta(description="Laatste dag van de toelating.")] = None
    plateau: int | None = None
    lid_sinds: datetime | None = None

    @classmethod
    def van_aanvraag(
        cls, aanvraag: Aanvraag, afwijzing: Afwijzing | None, at: datetime, beheerder: Beheerder | None
    ) -> Self:
        """Write how an application stands: of nothing but what it says itself."""
        body, wie = aanvraag.body, frozenset[Hoedanigheid]({"kandidaat"})
        keys = tuple(
            Sleuteltermijn(naam=s.naam, gebruik=s.gebruik, duimafdruk=thumbprint(s.jwk), geldig_tot=s.geldig_tot)
            for s in body.sleutels
        )
        return cls(
            oin=body.oin,
            naam=body.naam,
            status="afgewezen" if afwijzing else "aangemeld",
            aanmelding=aanvraag.digest,
            gevraagd=body.rollen,
            rollen=(),
            scopes=tuple(sorted(scopes_of(wie))),
            soorten=soorten_of(wie),
            sleutels=keys,
            controles=eigen(body, at),
            nog_te_doen=tuple(te_doen_kandidaat(aanvraag, afwijzing, at)),
            beheerder=beheerder,
            reden=afwijzing.reden if afwijzing else None,
        )

    @classmethod
    def van_lid(cls, member: Organisatie, at: datetime, beheerder: Beheerder | None) -> Self:
        """Write how a member stands."""
        now, wie = member.op(at), member.hoedanigheden(at)
        keys = tuple(
            Sleuteltermijn(naam=s.naam, gebruik=s.gebruik, duimafdruk=s.kid, geldig_tot=s.tot)
            for s in now.sleutels
            if at < s.tot and s.van < s.tot
        )
        return cls(
            oin=now.oin,
            naam=now.naam,
            status=status_of(member, at),
            aanmelding=now.aanmelding,
            gevraagd=now.gevraagd,
            rollen=now.rollen,
            scopes=tuple(sorted(scopes_of(wie))),
            soorten=soorten_of(wie),
            sleutels=keys,
            controles=(),
            nog_te_doen=tuple(te_doen_lid(member, at)),
            beheerder=beheerder,
            reden=now.reden,
            geschorst_tot=now.geschorst_tot,
            geldig_tot=now.geldig_tot,
            plateau=now.plateau,
            lid_sinds=now.lid_sinds,
        )


class Aflopend(Struct, frozen=True, kw_only=True):
    """A page of what ends soon, the first to end first."""

    aflopend: tuple[Afloop, ...]
    totaal: int
