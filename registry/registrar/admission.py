# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The one write door: check, append, project and answer, in one transaction.

What is answered is on disk: the transaction commits before the receipt leaves this module. A statement
that is refused leaves nothing behind. The same statement again, also with another signature by the
same key over the same content, gets the receipt it got before.
"""

from datetime import datetime
from typing import Final

from msgspec import Struct

from registry.errors import AccessError, ForbiddenError, RefusedError
from registry.projections import organisaties
from registry.projections.follows import follows
from registry.projections.rules import check
from registry.projections.stand import dump
from registry.projections.zaakregels import mag_zich_verweren
from registry.statements.envelope import Signed, open_envelope
from registry.statements.leden import Aanmelding
from registry.statements.sleutels import thumbprint
from registry.store.protocol import Record, Store, Transaction
from registry.tlog import proofs, tree
from registry.tlog.checkpoint import Checkpoint, Signer

# what may come in without a token: an application, and in a case the word of a party that gets no token any more
ZONDER_TOKEN: Final = frozenset({"aanmelding", "reactie", "bezwaar", "herstel", "terugtrekking"})


class Ontvangst(Struct, frozen=True, kw_only=True):
    """The receipt of a statement: where it stands, and the proof that the log swears to it."""

    signed: Signed
    index: int
    ordered_at: datetime
    checkpoint: str
    boomgrootte: int
    hashes: tuple[bytes, ...]
    nieuw: bool


def admit(store: Store, signer: Signer, jws: bytes, *, at: datetime, namens: str | None) -> Ontvangst:
    """Take a statement in, or find it when it was taken before.

    Args:
        at: now (aware).
        namens: OIN of the organisation whose token came with it; None: no token, so only an aanmelding, or the word
            of a party of a case that gets no token any more.

    Raises:
        RefusedError: or one of its subclasses, with the code of the first rule that says no.
        AccessError: it came without a token, and its issuer can have one.
    """
    signed = open_envelope(jws, nieuw=True)
    if signed.oin != namens and not (namens is None and signed.soort in ZONDER_TOKEN):
        raise ForbiddenError("namens-ander", "De afzender in 'iss' is niet de organisatie van uw toegangstoken.")
    with store.write() as tx:
        if namens is None and not _needs_no_token(signed, tx, at):
            raise AccessError("token-ontbreekt", "Stuur een toegangstoken mee in de kop Authorization, als Bearer.")
        if (known := tx.find(signed.digest)) is not None:
            _check_again(signed, known, tx)
            return receipt(tx, signer, signed, known, nieuw=False)
        record = Record(index=tx.size(), digest=signed.digest, ordered_at=_order(tx, at), jws=jws)
        check(signed, tx, at=record.ordered_at)
        tx.append(record, tree.append(record.index, _leaf(record), tx.nodes))
        for key, fact in follows(signed, tx, index=record.index, at=record.ordered_at).items():
            tx.put(key, dump(fact))
        return receipt(tx, signer, signed, record, nieuw=True)


def _needs_no_token(signed: Signed, tx: Transaction, at: datetime) -> bool:
    """Say whether a statement may come without a token: by who cannot have one, and has to be heard."""
    if isinstance(signed.body, Aanmelding):
        return True
    said_by = organisaties.get(tx, signed.oin)
    return said_by is not None and not said_by.is_lid(at) and mag_zich_verweren(signed, said_by, tx, at)


def receipt(tx: Transaction, signer: Signer, signed: Signed, record: Record, *, nieuw: bool) -> Ontvangst:
    """Write the receipt of a record: always against the tree that ended with it, so always the same bytes."""
    size = record.index + 1
    return Ontvangst(
        signed=signed,
        index=record.index,
        ordered_at=record.ordered_at,
        checkpoint=signer.sign(Checkpoint(origin=signer.name, size=size, root=tree.root(size, tx.nodes))),
        boomgrootte=size,
        hashes=tuple(proofs.inclusion(record.index, size, tx.nodes)),
        nieuw=nieuw,
    )


def checkpoint(tx: Transaction, signer: Signer) -> str:
    """Sign the log as it stands in this transaction."""
    size = tx.size()
    return signer.sign(Checkpoint(origin=signer.name, size=size, root=tree.root(size, tx.nodes)))


def _leaf(record: Record) -> bytes:
    return tree.leaf_hash(bytes.fromhex(record.digest))


def _order(tx: Transaction, at: datetime) -> datetime:
    """Keep time from running backwards in the log, whatever the clock does."""
    size = tx.size()
    last = tx.records(size - 1, size)
    return max(at, last[0].ordered_at) if last else at


def _check_again(signed: Signed, known: Record, tx: Transaction) -> None:
    """Hold a repeated statement to the key of its own day: another signature must still be a true one."""
    if signed.jws == known.jws:
        return
    if isinstance(signed.body, Aanmelding):
        keys = [s.jwk for s in signed.body.sleutels if thumbprint(s.jwk) == signed.kid]
    else:
        said_by = organisaties.get(tx, signed.oin)
        keys = [s.jwk for s in said_by.sleutels if s.kid == signed.kid] if said_by else []
    if not any(signed.verified_by(jwk) for jwk in keys):
        raise RefusedError("handtekening", "De handtekening hoort niet bij deze sleutel en deze inhoud.")
