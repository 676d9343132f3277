# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Organisations: candidates and members, what they may do, and their keys through time.

    aangemeld ──toelating──▶ toegelaten ◀──toelating──▶ geschorst
        ▲                        │                          │
        └──── aanmelding ─── uitgetreden ◀──────────────────┘

A key holds from its `van` to its `tot` (exclusive). Replacing the key set ends every earlier key at
that moment, but keeps it: an old statement is judged by the key of its own day.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from registry.projections.stand import Changes, View, load
from registry.statements.leden import Aanmelding, Contact, Rol, Toelating
from registry.statements.namen import local_date
from registry.statements.sleutels import Jwk, Sleutel, Sleutels, thumbprint

Status = Literal["aangemeld", "toegelaten", "geschorst", "uitgetreden"]


class Sleutelstand(Struct, frozen=True, kw_only=True):
    """A key of an organisation and the moments between which it held or holds."""

    naam: str
    gebruik: Literal["verklaringen", "toegang"]
    kid: str
    jwk: Jwk
    van: datetime
    tot: datetime

    def holds(self, at: datetime) -> bool:
        """Say whether the key is valid at a moment."""
        return self.van <= at < self.tot


class Organisatie(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A candidate or member as it stands. `aanmelding` is the digest of its application."""

    oin: str
    naam: str
    status: Status
    aanmelding: str
    gevraagd: tuple[Rol, ...]
    contact: Contact
    sleutels: tuple[Sleutelstand, ...]
    rollen: tuple[Rol, ...] = ()
    plateau: int | None = None
    geldig_tot: date | None = None
    reden: str | None = None
    afkorting: str | None = None
    organisatiesoort: str | None = None
    tooi: str | None = None
    lid_sinds: datetime | None = None

    def is_lid(self, at: datetime) -> bool:
        """Say whether this is a member in good standing: admitted, not suspended, term not over."""
        return self.status == "toegelaten" and (self.geldig_tot is None or local_date(at) <= self.geldig_tot)

    def key(self, kid: str, at: datetime, gebruik: str = "verklaringen") -> Sleutelstand | None:
        """Find the key of this thumbprint that is valid at a moment, for this use."""
        return next((s for s in self.sleutels if s.kid == kid and s.gebruik == gebruik and s.holds(at)), None)

    def client(self, naam: str, at: datetime) -> Sleutelstand | None:
        """Find the access key of this name that is valid at a moment: an OAuth client is `<oin>.<naam>`."""
        return next((s for s in self.sleutels if s.naam == naam and s.gebruik == "toegang" and s.holds(at)), None)


def key_of(oin: str) -> str:
    """Name the fact of an organisation."""
    return f"organisatie/{oin}"


def get(view: View, oin: str) -> Organisatie | None:
    """Read an organisation as it stands."""
    return load(view, key_of(oin), Organisatie)


def after_aanmelding(body: Aanmelding, standing: Organisatie | None, digest: str, at: datetime) -> Changes:
    """Enter a candidate, or replace its application; the keys of a former membership stay known."""
    former = _ended(standing.sleutels, at) if standing is not None and standing.lid_sinds else ()
    organisatie = Organisatie(
        oin=body.oin,
        naam=body.naam,
        status="aangemeld",
        aanmelding=digest,
        gevraagd=body.rollen,
        contact=body.contact,
        sleutels=(*former, *_held(body.sleutels, at)),
        lid_sinds=standing.lid_sinds if standing is not None else None,
        afkorting=body.afkorting,
        organisatiesoort=body.organisatiesoort,
        tooi=body.tooi,
    )
    return {key_of(body.oin): organisatie}


def after_toelating(body: Toelating, standing: Organisatie, at: datetime) -> Changes:
    """Admit, suspend, or end; a suspension keeps the roles for when it is over."""
    admitted = body.status == "toegelaten"
    organisatie = replace(
        standing,
        status=body.status,
        rollen=body.rollen if admitted else standing.rollen,
        plateau=body.plateau if admitted else standing.plateau,
        geldig_tot=body.geldig_tot if admitted else standing.geldig_tot,
        reden=body.reden,
        lid_sinds=standing.lid_sinds or at,
    )
    changes: dict[str, Struct | None] = {key_of(standing.oin): organisatie}
    if standing.afkorting:
        changes[f"afkorting/{standing.afkorting}"] = (
            None if body.status == "uitgetreden" else Naamhouder(oin=standing.oin)
        )
    return changes


def after_sleutels(body: Sleutels, standing: Organisatie, at: datetime) -> Changes:
    """Replace the key set; earlier keys end now, but stay known."""
    sleutels = (*_ended(standing.sleutels, at), *_held(body.sleutels, at))
    return {key_of(standing.oin): replace(standing, sleutels=sleutels)}


class Naamhouder(Struct, frozen=True, kw_only=True):
    """Who may be called by an afkorting."""

    oin: str


def _ended(sleutels: tuple[Sleutelstand, ...], at: datetime) -> tuple[Sleutelstand, ...]:
    return tuple(replace(s, tot=min(s.tot, max(at, s.van))) for s in sleutels)


def _held(sleutels: tuple[Sleutel, ...], at: datetime) -> Iterator[Sleutelstand]:
    for sleutel in sleutels:
        yield Sleutelstand(
            naam=sleutel.naam,
            gebruik=sleutel.gebruik,
            kid=thumbprint(sleutel.jwk),
            jwk=sleutel.jwk,
            van=max(at, sleutel.geldig_van or at),
            tot=sleutel.geldig_tot,
        )
