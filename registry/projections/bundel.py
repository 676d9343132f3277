# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A statement with everything it rests on, so that it can be checked without the register.

    {"logboek": "name+hash+key", "checkpoint": "…signed note…",
     "verklaringen": [{"index": 0, "ingeschrevenOp": "…", "verklaring": "eyJ…", "hashes": ["…"]}, …]}

In order of index: the founding of the log, the application, admission and keys of everyone who speaks
in it, and every statement about the same sub; of a storing, about its line too; of a case, about its line
and norm too, and the kalenders of its terms. Each has its proof of inclusion in the one checkpoint.
The readable number of a case counts all cases, so it follows from the whole log only.

What a bundle cannot show is that nothing was left out, such as a later suspension, unless it holds
the whole log: then every leaf of the tree is proved to be one of its statements, and `volledig` says so.
"""

from base64 import b64decode
from datetime import UTC, datetime

from msgspec import Struct

from registry.errors import ProofError, RefusedError
from registry.projections.replay import Facts
from registry.statements.envelope import Signed, open_envelope
from registry.statements.leden import Aanmelding
from registry.tlog import tree
from registry.tlog.checkpoint import Checkpoint, Verifier
from registry.tlog.proofs import verify_inclusion


class Bewezen(Struct, frozen=True, kw_only=True, rename="camel"):
    """One statement with its proof: `hashes` are base64, from the leaf up (RFC 6962 section 2.1.1)."""

    index: int
    ingeschreven_op: datetime
    verklaring: str
    hashes: tuple[str, ...]


class Bundel(Struct, frozen=True, kw_only=True):
    """Statements in order of index, and the checkpoint that they are proved against."""

    logboek: str
    checkpoint: str
    verklaringen: tuple[Bewezen, ...]


class Uitkomst(Struct, frozen=True, kw_only=True, rename="camel"):
    """What was found true: the statements, the checkpoint, and whether this is the whole log."""

    signed: tuple[Signed, ...]
    facts: Facts
    checkpoint: Checkpoint
    volledig: bool


class _Recorded(Struct, frozen=True, kw_only=True):
    index: int
    digest: str
    ordered_at: datetime
    jws: bytes


def verify(bundel: Bundel, *, logboek: str, beheerder: str) -> Uitkomst:
    """Check a bundle against what was learnt out of band. Opens no file and no socket.

    Args:
        logboek: the verifier key of the log, `name+hash+key`.
        beheerder: the thumbprint of the key with which the beheerder founded the log.

    Raises:
        ProofError: the first thing that does not hold, by index.
    """
    checkpoint = Verifier.parse(logboek).open(bundel.checkpoint)
    facts = Facts()
    signed: list[Signed] = []
    last = datetime.min.replace(tzinfo=UTC)
    for proved in bundel.verklaringen:
        said = _opened(proved)
        _check_included(proved, said, checkpoint)
        if not signed:
            _check_founder(proved, said, beheerder)
        elif proved.index < facts.size():
            raise ProofError(f"verklaring {proved.index}: staat niet op volgorde.")
        if proved.ingeschreven_op < last:
            raise ProofError(f"verklaring {proved.index}: is ingeschreven voor die ervoor.")
        last = proved.ingeschreven_op
        facts.add(_Recorded(index=proved.index, digest=said.digest, ordered_at=proved.ingeschreven_op, jws=said.jws))
        signed.append(said)
    if not signed:
        raise ProofError("De bundel is leeg.")
    volledig = len(signed) == checkpoint.size
    return Uitkomst(signed=tuple(signed), facts=facts, checkpoint=checkpoint, volledig=volledig)


def _opened(proved: Bewezen) -> Signed:
    if proved.ingeschreven_op.tzinfo is None:
        raise ProofError(f"verklaring {proved.index}: het moment van inschrijven heeft geen tijdzone.")
    try:
        return open_envelope(proved.verklaring.encode("utf-8", "replace"))
    except RefusedError as refused:
        raise ProofError(f"verklaring {proved.index}: {refused.detail}", fouten=refused.fouten) from refused


def _check_included(proved: Bewezen, said: Signed, checkpoint: Checkpoint) -> None:
    try:
        hashes = [b64decode(text, validate=True) for text in proved.hashes]
    except ValueError:
        raise ProofError(f"verklaring {proved.index}: het bewijs is geen base64.") from None
    if not 0 <= proved.index < checkpoint.size:
        raise ProofError(f"verklaring {proved.index}: het logboek heeft maar {checkpoint.size} verklaringen.")
    leaf = tree.leaf_hash(bytes.fromhex(said.digest))
    verify_inclusion(hashes, index=proved.index, size=checkpoint.size, leaf=leaf, root=checkpoint.root)


def _check_founder(proved: Bewezen, said: Signed, beheerder: str) -> None:
    if proved.index != 0 or not isinstance(said.body, Aanmelding) or said.kid != beheerder:
        raise ProofError("De eerste verklaring is niet de aanmelding van de beheerder die u vertrouwt.")
