# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Organisations and their keys."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

import msgspec
from msgspec import Meta, Struct, field

from registry.projections.organisaties import Organisatie as Standing
from registry.projections.organisaties import Sleutelstand
from registry.statements.leden import Contact, Rol
from registry.wire.shapes import Link, Zelf


class OrganisatieKort(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who an organisation is, in few words."""

    oin: str
    naam: str
    afkorting: str | None = None

    @classmethod
    def of(cls, standing: Standing) -> Self:
        """Write an organisation in few words."""
        return cls(oin=standing.oin, naam=standing.naam, afkorting=standing.afkorting)


class Organisatie(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An organisation as it stands."""

    oin: str
    naam: str
    status: Literal["aangemeld", "toegelaten", "geschorst", "uitgetreden"]
    rollen: tuple[Rol, ...]
    gevraagd: tuple[Rol, ...]
    aanmelding: str
    contact: Contact
    links: Zelf = field(name="_links")
    afkorting: str | None = None
    organisatiesoort: str | None = None
    tooi: str | None = None
    plateau: int | None = None
    geldig_tot: date | None = None
    geschorst_tot: Annotated[date | None, Meta(description="Laatste dag van de schorsing; zonder: geen einde.")] = None
    lid_sinds: datetime | None = None
    reden: str | None = None
    dpop_verplicht: Annotated[bool, Meta(description="Deze organisatie krijgt alleen tokens met DPoP.")] = False
    aanvraag: Annotated[str | None, Meta(description="Voor de beheerder: digest van een aanmelding die wacht.")] = None

    @classmethod
    def of(cls, standing: Standing, at: datetime, *, oversees: bool) -> Self:
        """Write an organisation; `oversees`: for the beheerder, who sees that an application waits."""
        now = standing.op(at)
        same = {name: getattr(now, name) for name in cls.__struct_fields__ if name not in {"links", "aanvraag"}}
        waits = standing.aanvraag.digest if standing.aanvraag and oversees else None
        return cls(**same, aanvraag=waits, links=Zelf(Link(f"/v1/organisaties/{standing.oin}")))


class Organisaties(Struct, frozen=True, kw_only=True):
    """A page of organisations, ordered by OIN."""

    organisaties: tuple[Organisatie, ...]
    totaal: int


class Jwk(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A public key of an organisation (RFC 7517), with what it is for and when it holds."""

    kty: Literal["EC", "OKP", "RSA"]
    kid: str
    use: Literal["sig"]
    naam: str
    gebruik: Literal["verklaringen", "toegang"]
    geldig_van: datetime
    geldig_tot: datetime
    crv: str | None = None
    x: str | None = None
    y: str | None = None
    n: str | None = None
    e: str | None = None

    @classmethod
    def of(cls, stand: Sleutelstand) -> Self:
        """Write a key."""
        return cls(
            **msgspec.to_builtins(stand.jwk),
            kid=stand.kid,
            use="sig",
            naam=stand.naam,
            gebruik=stand.gebruik,
            geldig_van=stand.van,
            geldig_tot=stand.tot,
        )


class Sleutelset(Struct, frozen=True, kw_only=True):
    """Every key that an organisation has or had (a JWK Set), the oldest first."""

    keys: tuple[Jwk, ...]
