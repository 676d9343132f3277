# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Cases as they are read: a page of them, and the whole file of one, in order, the same to everyone who may see it."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from registry.errors import NotFoundError, StoreError
from registry.projections.inzage import Kijker, mag_zien
from registry.projections.zaaklijst import Groep, Zaakvraag, bladzijde, groepen
from registry.projections.zaakverloop import bij_nummer, get
from registry.projections.zaken import Zaak
from registry.registrar.history import find
from registry.registrar.toelichtingen import Bijlage, Tekststand, bijlage, tekststand
from registry.statements.envelope import Signed, open_envelope
from registry.store.protocol import Record, Store, Transaction


class Zakenblad(Struct, frozen=True, kw_only=True):
    """A page of cases, and of how many groups it was turned up."""

    zaken: Sequence[Zaak]
    groepen: Sequence[Groep]

    @property
    def totaal(self) -> int:
        """How many cases there are on all pages."""
        return sum(groep.aantal for groep in self.groepen)


class Stuk(Struct, frozen=True, kw_only=True):
    """One statement of a case, and what became of its explanation."""

    record: Record
    signed: Signed
    tekststand: Tekststand
    bijlage: Bijlage | None


class Dossier(Struct, frozen=True, kw_only=True):
    """A case with everything said in it, in order."""

    zaak: Zaak
    stukken: Sequence[Stuk]


def blad(store: Store, vraag: Zaakvraag, dag: date, *, begin: int, aantal: int) -> Zakenblad:
    """Read the cases that answer a question, from the `begin`-th on; who may ask it is for the caller."""
    with store.read() as tx:
        found = groepen(tx, vraag, dag)
        ids = bladzijde(tx, found, begin=begin, aantal=aantal)
        return Zakenblad(zaken=[_there(tx, zaak) for zaak in ids], groepen=found)


def dossier(store: Store, zaak: str, lezer: Kijker) -> Dossier:
    """Read a case by its UUID or its readable number.

    Raises:
        NotFoundError: there is none, or it is not for this one.
    """
    with store.read() as tx:
        found = bij_nummer(tx, zaak) if zaak.startswith("NS-") else get(tx, zaak.lower())
        if found is None or not mag_zien(lezer, "zaken", {"partij": found.partijen}):
            raise NotFoundError("Er is geen zaak met dit nummer, of niet voor u.")
        return Dossier(zaak=found, stukken=[_stuk(tx, gezegd.plaats.digest) for gezegd in found.gezegd])


def _stuk(tx: Transaction, digest: str) -> Stuk:
    record = find(tx, digest)
    signed, found = open_envelope(record.jws), bijlage(tx, digest)
    return Stuk(record=record, signed=signed, tekststand=tekststand(signed, found), bijlage=found)


def _there(tx: Transaction, zaak: str) -> Zaak:
    if (found := get(tx, zaak)) is None:
        raise StoreError(f"zaak {zaak} ontbreekt, maar staat wel in een lijst")
    return found
