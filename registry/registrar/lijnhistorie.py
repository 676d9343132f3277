# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Lines through time, as norms look at them, read from the log and remembered."""

from typing import Final

from registry.projections.ingangen import Ingang
from registry.projections.openstelling import Lijngeschiedenis, geschiedenis
from registry.registrar.history import chain
from registry.statements.professionallijnen import Professionallijn
from registry.store.protocol import Store

MAX_LINES: Final = 2_000


class Lijnhistorie:
    """Remembers what lines were, for as long as nothing new is said of them. Safe to ask from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, tuple[Ingang, Lijngeschiedenis]] = {}

    def of(self, ingang: Ingang) -> Lijngeschiedenis:
        """Give a line through time, up to how it stands now.

        Raises:
            StoreError: a statement is not there any more.
        """
        known = self._known.get(ingang.id)
        if known is not None and known[0] is ingang:
            return known[1]
        with self._store.read() as tx:
            said = [
                (record.ordered_at, signed.body if isinstance(signed.body, Professionallijn) else None)
                for record, signed in chain(tx, f"professionallijn/{ingang.id}")
            ]
        found = geschiedenis(ingang.id, reversed(said))
        if len(self._known) >= MAX_LINES:
            self._known.clear()
        self._known[ingang.id] = ingang, found
        return found
