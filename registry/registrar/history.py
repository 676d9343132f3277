# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was said before: the chain of a sub, and everything that one statement rests on."""

from base64 import b64encode
from collections.abc import Iterator

from registry.errors import NotFoundError, StoreError
from registry.projections.bundel import Bewezen, Bundel
from registry.projections.stand import Kop, load
from registry.registrar.admission import checkpoint
from registry.statements.envelope import Signed, open_envelope
from registry.statements.klok import local_date
from registry.statements.normschendingen import Normschending
from registry.statements.soorten import SPREEKSOORTEN
from registry.statements.storingen import Storing
from registry.statements.toetreding import (
    Beoordeling,
    Bewijsstuk,
    Nalevingtoets,
    Toetredingscriterium,
    Toezeggingtoets,
)
from registry.store.protocol import Record, Transaction
from registry.tlog import proofs
from registry.tlog.checkpoint import Signer


def find(tx: Transaction, digest: str) -> Record:
    """Find a statement.

    Raises:
        NotFoundError: nobody said this.
    """
    if (record := tx.find(digest)) is None:
        raise NotFoundError("Er is geen verklaring met deze digest.")
    return record


def chain(tx: Transaction, sub: str) -> Iterator[tuple[Record, Signed]]:
    """Walk everything that was said about a sub, the last first."""
    kop = load(tx, f"kop/{sub}", Kop)
    digest = kop.digest if kop else None
    while digest is not None:
        record = tx.find(digest)
        if record is None:
            raise StoreError(f"De verklaring {digest} ontbreekt, maar een andere volgt erop.")
        signed = open_envelope(record.jws)
        yield record, signed
        digest = signed.vorige


def bundle(tx: Transaction, signer: Signer, digest: str) -> Bundel:
    """Gather a statement and all it rests on, each proved against the log as it stands.

    Raises:
        NotFoundError: nobody said this.
    """
    target = find(tx, digest)
    gathered: dict[int, Record] = {}
    subs, done = [open_envelope(target.jws).sub], set()
    subs += [f"{soort}/{open_envelope(record.jws).oin}" for record in tx.records(0, 1) for soort in SPREEKSOORTEN]
    while subs:
        sub = subs.pop()
        if sub in done:
            continue
        done.add(sub)
        for record, signed in chain(tx, sub):
            if record.index <= target.index:
                gathered[record.index] = record
                concerned = {signed.oin, *([signed.sub.split("/")[1]] if signed.soort in SPREEKSOORTEN else [])}
                subs += [f"{soort}/{oin}" for soort in SPREEKSOORTEN for oin in concerned]
                subs += _rests_on(signed, local_date(record.ordered_at).year)
    size = tx.size()
    return Bundel(
        logboek=signer.verifier,
        checkpoint=checkpoint(tx, signer),
        verklaringen=tuple(_proved(tx, record, size) for _, record in sorted(gathered.items())),
    )


def _rests_on(signed: Signed, jaar: int) -> list[str]:
    """List the subs that the rule of a statement asks about, besides who says it; it was taken in this year."""
    rest = [f"kalender/{een_jaar}" for een_jaar in (jaar, jaar + 1)] if signed.sub.startswith("zaak/") else []
    match signed.body:
        case Storing():  # whether the line is there
            return [signed.sub.replace("storing/", "professionallijn/", 1)]
        case Normschending() as body:  # whether line and norm were there, and who is heard
            rest += [f"professionallijn/{body.lijn}", f"servicenorm/{body.norm.naam}"]
            return rest + [f"{soort}/{body.betrokkene}" for soort in SPREEKSOORTEN]
        case Toetredingscriterium(toets=Toezeggingtoets() | Nalevingtoets() as toets):  # whether the norm is
            return [f"servicenorm/{toets.norm}"]
        case Bewijsstuk() as body:  # whether it was asked for
            return [f"toetredingscriterium/{body.criterium}"]
        case Beoordeling():  # whether there is evidence, for what is asked, of one who is there
            oin = signed.sub.split("/")[1]
            evidence = signed.sub.replace("beoordeling/", "bewijsstuk/", 1)
            return [evidence, *(f"{soort}/{oin}" for soort in SPREEKSOORTEN)]
        case _:
            return rest


def _proved(tx: Transaction, record: Record, size: int) -> Bewezen:
    return Bewezen(
        index=record.index,
        ingeschreven_op=record.ordered_at,
        verklaring=record.jws.decode(),
        hashes=tuple(b64encode(found).decode() for found in proofs.inclusion(record.index, size, tx.nodes)),
    )
