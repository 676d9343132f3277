# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Membership: the candidate's aanmelding and the beheerder's toelating.

An aanmelding is signed with a key that it names itself, so it proves nothing but that its sender
has that key. Who the sender is, is what the beheerder finds out before the toelating. `aanmelding`
in a toelating is the digest of the application that was examined: without it, another application
could be slipped in between the examination and the admission.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from registry.errors import Fout
from registry.statements.namen import Afkorting, Digest, Emailadres, Naam, Oin, Regel, Tekst, Uri
from registry.statements.sleutels import Sleutelbos, key_faults
from registry.statements.telefoon import Telefoonnummer

Rol = Literal["publicist", "loket", "beheerder"]
Rollen = Annotated[tuple[Rol, ...], Meta(max_length=3)]


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where the network reaches the organisation itself: a function, not a person."""

    functie: Regel
    email: Emailadres
    telefoon: Telefoonnummer | None = None


class Aanmelding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Ask to join the network."""

    SUB: ClassVar[str] = r"^aanmelding/[0-9]{20}$(?!\n)"
    oin: Oin
    naam: Regel
    afkorting: Afkorting | None = None
    organisatiesoort: Naam | None = None
    tooi: Uri | None = None
    rollen: Annotated[tuple[Rol, ...], Meta(min_length=1, max_length=3)]
    contact: Contact
    sleutels: Sleutelbos

    def oins(self) -> Iterator[tuple[str, str]]:
        """List the OINs: (field, OIN)."""
        yield "oin", self.oin

    def nummers(self) -> Iterator[tuple[str, str]]:
        """List the phone numbers: (field, number)."""
        if self.contact.telefoon is not None:
            yield "contact.telefoon", self.contact.telefoon

    def fouten(self, op: date) -> Iterator[Fout]:  # noqa: ARG002  # one shape for every body
        """Yield what is wrong with the application taken as a whole."""
        yield from _role_faults(self.rollen)
        yield from key_faults(self.sleutels)


class Toelating(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """Admit a candidate, suspend a member, or end a membership.

    `geldig_tot` and `geschorst_tot` are last days. After the latter a suspension is over, and nobody need say so.
    """

    SUB: ClassVar[str] = r"^toelating/[0-9]{20}$(?!\n)"
    status: Literal["toegelaten", "geschorst", "uitgetreden"]
    rollen: Rollen = ()
    plateau: Annotated[int, Meta(ge=1, le=9)] | None = None
    geldig_tot: date | None = None
    geschorst_tot: date | None = None
    aanmelding: Digest | None = None
    reden: Tekst | None = None
    dpop_verplicht: Annotated[
        bool, Meta(description="Alleen tokens die met DPoP (RFC 9449) aan een sleutel van het lid zijn gebonden.")
    ] = False

    def fouten(self, op: date) -> Iterator[Fout]:  # noqa: ARG002  # one shape for every body
        """Yield what a toelating, a suspension or an end must have and has not."""
        yield from _role_faults(self.rollen)
        if self.status == "toegelaten" and not self.rollen:
            yield Fout(veld="rollen", code="ontbreekt", uitleg="Geef ten minste één rol bij een toelating.")
        if self.status != "toegelaten" and self.reden is None:
            yield Fout(veld="reden", code="ontbreekt", uitleg="Geef een reden bij een schorsing of uittreding.")
        if self.status != "geschorst" and self.geschorst_tot is not None:
            yield Fout(veld="geschorstTot", code="samenhang", uitleg="Deze dag hoort alleen bij een schorsing.")
        if self.status != "toegelaten" and self.dpop_verplicht:
            yield Fout(veld="dpopVerplicht", code="samenhang", uitleg="Dit kan alleen bij een toelating.")


def _role_faults(rollen: tuple[Rol, ...]) -> Iterator[Fout]:
    if len(set(rollen)) != len(rollen):
        yield Fout(veld="rollen", code="dubbel", uitleg="Noem elke rol één keer.")
