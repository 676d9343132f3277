# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Organisations: candidates and members, what they may do, and their keys through time.

    aangemeld ──toelating──▶ toegelaten ◀──toelating──▶ geschorst
                                 │ ▲                        │
                                 ▼ │ aanmelding, toelating  │
                             uitgetreden ◀──────────────────┘

A suspension with a last day ends by itself, by the clock: the fact stays as it was said, and `op` reads it on a day.

A key holds from its `van` to its `tot` (exclusive). Replacing the key set ends every earlier key at
that moment, but keeps it: an old statement is judged by the key of its own day.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from registry.projections.rechten import Hoedanigheid, van_lid
from registry.projections.stand import Changes, View, load
from registry.statements.klok import local_date
from registry.statements.leden import Aanmelding, Contact, Rol, Toelating
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


class Aanvraag(Struct, frozen=True, kw_only=True):
    """An application that waits: what it says, and its digest."""

    digest: str
    body: Aanmelding

    def client(self, naam: str, at: datetime) -> "Sleutelstand | None":
        """Find the access key of this name that is valid at a moment: it speaks for the application, no further."""
        held = _held(self.body.sleutels, at)
        return next((s for s in held if s.naam == naam and s.gebruik == "toegang" and s.holds(at)), None)


class Afwijzing(Struct, frozen=True, kw_only=True):
    """An application that was turned down, and why: for who sent it, until somebody applies again for this OIN."""

    aanvraag: Aanvraag
    reden: str
    op: datetime


class Organisatie(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A candidate or member as it stands.

    `aanmelding` is the digest of the application it was admitted on, or of a candidate's own. What waits for a
    toelating stands in `aanvraag` and changes nothing else: anyone can sign an application, also for a former member.
    """

    oin: str
    naam: str
    status: Status
    aanmelding: str
    gevraagd: tuple[Rol, ...]
    contact: Contact
    sleutels: tuple[Sleutelstand, ...] = ()
    aanvraag: Aanvraag | None = None
    rollen: tuple[Rol, ...] = ()
    plateau: int | None = None
    geldig_tot: date | None = None
    reden: str | None = None
    afkorting: str | None = None
    organisatiesoort: str | None = None
    tooi: str | None = None
    lid_sinds: datetime | None = None
    dpop_verplicht: bool = False
    geschorst_tot: date | None = None

    def op(self, at: datetime) -> "Organisatie":
        """Read it as of a moment: a suspension that is over is none."""
        if not self._suspension_over(local_date(at).toordinal()):
            return self
        return replace(self, status="toegelaten", reden=None, geschorst_tot=None)

    def is_lid(self, at: datetime) -> bool:
        """Say whether this is a member in good standing: admitted, not suspended, term not over."""
        return self.is_lid_op(local_date(at).toordinal())

    def is_lid_op(self, dag: int) -> bool:
        """Say the same of a local day (`date.toordinal`)."""
        admitted = self.status == "toegelaten" or self._suspension_over(dag)
        return admitted and not self.verlopen(dag)

    def hoedanigheden(self, at: datetime) -> frozenset[Hoedanigheid]:
        """Say what it is at a moment, for the table of rights: nothing, when it never was a member or left."""
        if self.is_lid(at):
            return van_lid(self.rollen)
        return frozenset({"buiten"} if self.status in {"toegelaten", "geschorst"} else ())

    def verlopen(self, dag: int) -> bool:
        """Say whether its term is over on a local day."""
        return self.geldig_tot is not None and dag > self.geldig_tot.toordinal()

    def _suspension_over(self, dag: int) -> bool:
        return self.status == "geschorst" and self.geschorst_tot is not None and dag > self.geschorst_tot.toordinal()

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


def after_aanmelding(body: Aanmelding, standing: Organisatie | None, digest: str) -> Changes:
    """Enter a candidate, or let the application of a former member wait beside what stands."""
    aanvraag = Aanvraag(digest=digest, body=body)
    if standing is not None and standing.lid_sinds is not None:
        return {key_of(body.oin): replace(standing, aanvraag=aanvraag), f"afwijzing/{body.oin}": None}
    return {key_of(body.oin): kandidaat(aanvraag), f"afwijzing/{body.oin}": None}


def kandidaat(aanvraag: Aanvraag) -> Organisatie:
    """Say what stands of one who only applied."""
    body = aanvraag.body
    return Organisatie(
        oin=body.oin,
        status="aangemeld",
        aanmelding=aanvraag.digest,
        gevraagd=body.rollen,
        aanvraag=aanvraag,
        **_about(body),
    )


def after_toelating(body: Toelating, standing: Organisatie, at: datetime) -> Changes:
    """Admit, reject an application that waits, suspend, or end; a suspension keeps the roles for when it is over."""
    if body.status == "uitgetreden" and standing.aanvraag is not None:
        rest = None if standing.lid_sinds is None else replace(standing, aanvraag=None)
        afwijzing = Afwijzing(aanvraag=standing.aanvraag, reden=body.reden or "", op=at)
        return {key_of(standing.oin): rest, f"afwijzing/{standing.oin}": afwijzing}
    changes: dict[str, Struct | None] = {}
    if standing.afkorting and standing.status in {"toegelaten", "geschorst"}:  # who left gave its name up
        changes[f"afkorting/{standing.afkorting}"] = None
    lid_sinds = standing.lid_sinds or at
    now = replace(standing, status=body.status, reden=body.reden, geschorst_tot=body.geschorst_tot, lid_sinds=lid_sinds)
    if body.status == "toegelaten":
        terms = {name: getattr(body, name) for name in ("rollen", "plateau", "geldig_tot", "dpop_verplicht")}
        now = replace(now, **terms)
        if standing.aanvraag is not None:
            now = _admitted(now, standing.aanvraag, at)
    elif body.status == "uitgetreden":
        now = replace(now, sleutels=_ended(standing.sleutels, at))
    if now.afkorting and body.status != "uitgetreden":
        changes[f"afkorting/{now.afkorting}"] = Naamhouder(oin=standing.oin)
    return changes | {key_of(standing.oin): now}


def _admitted(standing: Organisatie, aanvraag: Aanvraag, at: datetime) -> Organisatie:
    said = aanvraag.body
    keys = (*standing.sleutels, *_held(said.sleutels, at))
    return replace(
        standing, aanvraag=None, aanmelding=aanvraag.digest, gevraagd=said.rollen, sleutels=keys, **_about(said)
    )


def _about(body: Aanmelding) -> dict[str, Any]:
    """Take over what an application says of the organisation itself."""
    return {name: getattr(body, name) for name in ("naam", "contact", "afkorting", "organisatiesoort", "tooi")}


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
