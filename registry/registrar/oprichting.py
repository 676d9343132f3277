# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The first two records of a new log: the beheerder applies, and admits itself.

Whoever wants to check the log needs two things out of band: the verifier key of the log, and the
thumbprint of the key that signed these two.
"""

from datetime import datetime

from registry.errors import MalformedError
from registry.registrar.admission import admit
from registry.statements.geheim import Geheim
from registry.statements.leden import Aanmelding, Toelating
from registry.store.protocol import Store
from registry.tlog.checkpoint import Signer


def found(store: Store, signer: Signer, aanmelding: Aanmelding, geheim: Geheim, *, at: datetime) -> None:
    """Begin a log with its beheerder; a founding that broke off after its first record is finished.

    Raises:
        MalformedError: the log has begun already.
        RefusedError: the application is not one of a beheerder, or another key began this log.
    """
    check_empty(store)
    oin, iat = aanmelding.oin, int(at.timestamp())
    with store.read() as tx:
        begun = tx.records(0, 1)
    if begun:
        digest = begun[0].digest
    else:
        applied = geheim.say(aanmelding, oin=oin, sub=f"aanmelding/{oin}", iat=iat)
        digest = admit(store, signer, applied, at=at, namens=None).signed.digest
    toelating = Toelating(status="toegelaten", rollen=aanmelding.rollen, aanmelding=digest)
    admit(store, signer, geheim.say(toelating, oin=oin, sub=f"toelating/{oin}", iat=iat), at=at, namens=oin)


def check_empty(store: Store) -> None:
    """Make sure that no log has begun here.

    Raises:
        MalformedError: one has.
    """
    with store.read() as tx:
        if tx.size() > 1:
            raise MalformedError("Hier staat al een register.")
