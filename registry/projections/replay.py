# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The whole log again, from the first record: what anyone can do who has it.

Each record is opened, held to the same rules as on its admission, at the moment at which the register
says it took it, and its facts are worked out anew. Nobody signs that moment, but it cannot be far off:
the rules hold it to 5 minutes before and 24 hours after `iat`, and here it may not run backwards.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from registry.errors import ProofError, RefusedError
from registry.projections.follows import follows
from registry.projections.rules import check
from registry.projections.stand import dump
from registry.statements.envelope import open_envelope


class Recorded(Protocol):
    """A record, as a store or a bundle has it."""

    @property
    def index(self) -> int: ...  # noqa: D102
    @property
    def digest(self) -> str: ...  # noqa: D102
    @property
    def ordered_at(self) -> datetime: ...  # noqa: D102
    @property
    def jws(self) -> bytes: ...  # noqa: D102


class Facts:
    """Facts in memory: the `View` that a replay looks at and writes to."""

    def __init__(self) -> None:
        self.facts: dict[str, bytes] = {}
        self._size = 0

    def size(self) -> int:
        """Count the records replayed."""
        return self._size

    def get(self, key: str) -> bytes | None:
        """Read the fact under a key."""
        return self.facts.get(key)

    def scan(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        """Read every fact whose key starts with `prefix`, ordered by key."""
        return iter(sorted((key, raw) for key, raw in self.facts.items() if key.startswith(prefix)))

    def keep(self, key: str, raw: bytes | None) -> None:
        """Write a fact, or with None remove it."""
        if raw is None:
            self.facts.pop(key, None)
        else:
            self.facts[key] = raw

    def add(self, record: Recorded) -> None:
        """Replay one record: open it, hold it to the rules, keep what follows.

        Raises:
            ProofError: its digest is not of its bytes, or a rule refuses it.
        """
        try:
            signed = open_envelope(record.jws)
            check(signed, self, at=record.ordered_at)
        except RefusedError as refused:
            raise ProofError(f"verklaring {record.index}: {refused.detail}", fouten=refused.fouten) from refused
        if signed.digest != record.digest:
            raise ProofError(f"verklaring {record.index}: de digest hoort niet bij de inhoud.")
        for key, fact in follows(signed, self, index=record.index, at=record.ordered_at).items():
            self.keep(key, dump(fact))
        self._size = record.index + 1


def replay(records: Iterable[Recorded]) -> Facts:
    """Replay a log from its first record.

    Raises:
        ProofError: an index is missing, time runs backwards, or a record does not hold.
    """
    facts, last = Facts(), None
    for record in records:
        if record.index != facts.size():
            raise ProofError(f"verklaring {facts.size()} ontbreekt: na {facts.size() - 1} komt {record.index}.")
        if last is not None and record.ordered_at < last:
            raise ProofError(f"verklaring {record.index}: het moment ligt voor dat van de vorige.")
        facts.add(record)
        last = record.ordered_at
    return facts
