# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Explanations beside the statements of a case: laid there, read and erased; the log never knew more than their hash.

    leg_bij   its author only; it must be the text of the hash, and about nobody
    lees      who may see the case
    wis       its author, at any time; the beheerder when it holds personal data, or so long after the case was closed

What is erased stays erased: a mark is left in its place, so that both parties see that there was a text, and who had it
removed, and nobody puts it back. Every proof holds as before: it is of the statement, and that of its hash.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from registry.errors import AccessError, ForbiddenError, NotFoundError, RefusedError
from registry.projections import organisaties, professionallijnen
from registry.projections.inzage import Kijker, mag_zien
from registry.projections.zaakregels import mag_zich_verweren
from registry.projections.zaakverloop import zaak_of
from registry.projections.zaken import Zaak
from registry.registrar.history import find
from registry.statements.envelope import Signed, open_envelope
from registry.statements.klok import local_date
from registry.statements.normschendingen import Toelichting
from registry.statements.persoonsgegevens import toelichting_faults
from registry.store.protocol import Store, Transaction

Reden = Literal["auteur", "persoonsgegevens", "bewaartermijn"]
Tekststand = Literal["geen", "ontbreekt", "aanwezig", "gewist"]
_MAANDEN_PER_JAAR = 12


class Bewaard(Struct, frozen=True, kw_only=True, tag="aanwezig", tag_field="stand"):
    """A text that is there, since when."""

    toelichting: Toelichting
    op: datetime


class Gewist(Struct, frozen=True, kw_only=True, tag="gewist", tag_field="stand"):
    """A text that is there no more, since when, and why."""

    reden: Reden
    op: datetime


Bijlage: TypeAlias = Bewaard | Gewist


def bijlage(tx: Transaction, digest: str) -> Bijlage | None:
    """Read what stands beside a statement."""
    raw = tx.text(digest)
    return None if raw is None else msgspec.json.decode(raw, type=Bewaard | Gewist)


def tekststand(signed: Signed, found: Bijlage | None) -> Tekststand:
    """Say whether a statement has an explanation, and whether that is there."""
    if getattr(signed.body, "toelichting_hash", None) is None:
        return "geen"
    if found is None:
        return "ontbreekt"
    return "gewist" if isinstance(found, Gewist) else "aanwezig"


def leg_bij(store: Store, digest: str, toelichting: Toelichting, *, lezer: Kijker | None, at: datetime) -> None:
    """Lay a text beside a statement; the same text once more changes nothing.

    Args:
        lezer: None: without a token. That will do for a party that gets none any more: who knows the salt, wrote it.

    Raises:
        NotFoundError: there is no such statement of a case, or not for this one.
        AccessError: it came without a token, and its author can have one.
        ForbiddenError: somebody else wrote the statement.
        RefusedError: it is another text, has personal data in it, or was erased.
    """
    with store.write() as tx:
        if lezer is None:
            signed, zaak = _without_token(tx, digest, at)
        else:
            signed, zaak = _seen(tx, digest, lezer)
            if signed.oin != lezer.oin:
                raise ForbiddenError(
                    "niet-bevoegd", "Alleen wie de verklaring ondertekende, legt er een toelichting bij."
                )
        if getattr(signed.body, "toelichting_hash", None) != toelichting.hash:
            detail = "Deze tekst hoort niet bij de toelichtingHash in de verklaring, of zij noemt er geen."
            raise RefusedError("toelichting", detail)
        if fouten := list(toelichting_faults("tekst", toelichting.tekst, _numbers(tx, zaak))):
            raise RefusedError("toelichting", "In de toelichting staan gegevens van personen.", fouten=fouten)
        found = bijlage(tx, digest)
        if isinstance(found, Gewist):
            raise RefusedError("toelichting", "Deze toelichting is gewist en komt niet terug.")
        if found is None:
            tx.put_text(digest, msgspec.json.encode(Bewaard(toelichting=toelichting, op=at)))


def lees(store: Store, digest: str, *, lezer: Kijker) -> Bewaard:
    """Read the text beside a statement.

    Raises:
        NotFoundError: there is none, it was erased, or it is not for this one.
    """
    with store.read() as tx:
        _seen(tx, digest, lezer)
        found = bijlage(tx, digest)
    if isinstance(found, Bewaard):
        return found
    raise NotFoundError("Deze toelichting is gewist." if found else "Bij deze verklaring ligt geen toelichting.")


def wis(store: Store, digest: str, *, lezer: Kijker, reden: Reden | None, bewaar_maanden: int, at: datetime) -> Gewist:
    """Erase the text beside a statement; what was erased already stays so.

    Raises:
        NotFoundError: there is none, or it is not for this one.
        ForbiddenError: it is neither its author nor the beheerder.
        RefusedError: the beheerder does so before the term is over, and not for personal data.
    """
    with store.write() as tx:
        signed, zaak = _seen(tx, digest, lezer)
        found = bijlage(tx, digest)
        if found is None:
            raise NotFoundError("Bij deze verklaring ligt geen toelichting.")
        if isinstance(found, Gewist):
            return found
        why = _why(signed, zaak, lezer, reden, bewaar_maanden, at)
        gone = Gewist(reden=why, op=at)
        tx.put_text(digest, msgspec.json.encode(gone))
        return gone


def wisbaar_vanaf(zaak: Zaak, bewaar_maanden: int) -> date | None:
    """Say from which day on the beheerder may erase the texts of a case; None: nobody knows when it will be closed."""
    closed = _closed_on(zaak)
    return None if closed is None else _months_later(closed, bewaar_maanden)


def _why(signed: Signed, zaak: Zaak, lezer: Kijker, reden: Reden | None, maanden: int, at: datetime) -> Reden:
    if signed.oin == lezer.oin:
        return "auteur"
    if not lezer.beheerder:
        raise ForbiddenError("niet-bevoegd", "Alleen de auteur of de beheerder kan een toelichting wissen.")
    if reden == "persoonsgegevens":
        return reden
    vanaf = wisbaar_vanaf(zaak, maanden)
    if vanaf is None or local_date(at) < vanaf or not zaak.gesloten(local_date(at)):
        detail = f"Wissen kan {maanden} maanden nadat de zaak is gesloten, of met reden=persoonsgegevens."
        raise RefusedError("toelichting", detail)
    return "bewaartermijn"


def _closed_on(zaak: Zaak) -> date | None:
    """Give the day after which, or on which, nothing could be said any more."""
    if zaak.tot is None:
        return local_date(zaak.laatst.ordered_at)
    return zaak.tot if zaak.gesloten(date.max) else None


def _months_later(dag: date, maanden: int) -> date:
    """Give the same day so many months later, or the first of the month after when that month is shorter."""
    jaar, maand = divmod(dag.year * _MAANDEN_PER_JAAR + dag.month - 1 + maanden, _MAANDEN_PER_JAAR)
    try:
        return date(jaar, maand + 1, dag.day)
    except ValueError:
        return _months_later(date(dag.year, dag.month, 1), maanden + 1)


def _seen(tx: Transaction, digest: str, lezer: Kijker) -> tuple[Signed, Zaak]:
    """Find a statement of a case, for one who may see that."""
    signed = open_envelope(find(tx, digest).jws)
    zaak = zaak_of(tx, signed.sub)
    if zaak is None or not mag_zien(lezer, "zaken", {"partij": zaak.partijen}):
        raise NotFoundError("Er is geen verklaring met deze digest.")
    return signed, zaak


def _without_token(tx: Transaction, digest: str, at: datetime) -> tuple[Signed, Zaak]:
    record = tx.find(digest)
    signed = open_envelope(record.jws) if record else None
    zaak = zaak_of(tx, signed.sub) if signed else None
    said_by = organisaties.get(tx, signed.oin) if signed else None
    if signed and zaak and said_by and not said_by.is_lid(at) and mag_zich_verweren(signed, said_by, tx, at):
        return signed, zaak
    raise AccessError("token-ontbreekt", "Stuur een toegangstoken mee in de kop Authorization, als Bearer.")


def _numbers(tx: Transaction, zaak: Zaak) -> Iterator[str]:
    lijn = professionallijnen.get(tx, f"professionallijn/{zaak.lijn}")
    for kanaal in lijn.lijn.kanalen if lijn else ():
        if (nummer := getattr(kanaal, "nummer", None)) is not None:
            yield nummer
