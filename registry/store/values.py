# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What every store checks before it keeps something, and the plain values it keeps it as.

digest        64 lower-case hex digits   kept as 32 bytes
moment        aware datetime             kept as whole microseconds since 1970 (UTC), so it comes back exact
prefix        the first bytes of a key   looked up as a range: prefix ≤ key < end_of(prefix)
key of a book any text, from outside     kept as its hash, so that its length does not matter
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from registry.errors import StoreError
from registry.store.protocol import Record
from registry.tlog.tree import HASH_BYTES, Node

READ_ONLY: Final = "Deze transactie is geopend om te lezen en kan niets wijzigen."
ENDED: Final = "Deze transactie is afgelopen of mislukt; er kan niets meer mee."
DOUBLED: Final = "Deze verklaring staat al in het logboek."
UNSAID: Final = "Deze verklaring staat niet in het logboek; er kan geen tekst bij."
CLOSED: Final = "De opslag van het register is gesloten."
BUSY: Final = "Een andere schrijver houdt het register te lang bezet."
NEWER: Final = "De opslag van het register is gemaakt door een nieuwere versie."
FULL: Final = "De opslag van het register is vol."

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def to_micros(moment: datetime) -> int:
    """Count the microseconds since 1970.

    Raises:
        StoreError: the moment does not say which time zone it is in.

    >>> to_micros(datetime(1970, 1, 1, 1, tzinfo=UTC))
    3600000000
    """
    if moment.utcoffset() is None:
        raise StoreError("Een moment in het logboek moet een tijdzone hebben.")
    return (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Give the moment so many microseconds after 1970.

    >>> from_micros(3_600_000_001)
    datetime.datetime(1970, 1, 1, 1, 0, 0, 1, tzinfo=datetime.timezone.utc)
    """
    return _EPOCH + micros * _MICROSECOND


def to_raw(digest: str) -> bytes | None:
    """Give the 32 bytes of a digest; None when it is not one, so no record has it."""
    return bytes.fromhex(digest) if _DIGEST.fullmatch(digest) else None


def end_of(prefix: bytes) -> bytes:
    """Give the first bytes after all keys with this prefix. No UTF-8 holds a byte 0xff.

    >>> b"a/" <= "a/é".encode() < end_of(b"a/") < b"a0"
    True
    """
    return prefix + b"\xff"


def hashed(key: str) -> bytes:
    """Hash a key into 32 bytes."""
    return sha256(key.encode("utf-8", "surrogatepass")).digest()


def record(index: int, digest: bytes, ordered_at: int, jws: bytes) -> Record:
    """Give a record as it was before it was kept."""
    return Record(index=index, digest=digest.hex(), ordered_at=from_micros(ordered_at), jws=jws)


def check_next(record: Record, nodes: Sequence[tuple[Node, bytes]], *, size: int) -> None:
    """Refuse what cannot be the next record of a log of `size` records.

    Raises:
        StoreError: another index, no digest, a moment without time zone, a node that is no hash.
    """
    if record.index != size:
        raise StoreError(f"De volgende plaats in het logboek is {size}, niet {record.index}.")
    if to_raw(record.digest) is None:
        raise StoreError(f"De digest van plaats {size} moet uit 64 hexadecimale cijfers bestaan.")
    to_micros(record.ordered_at)
    if any(len(value) != HASH_BYTES for _, value in nodes):
        raise StoreError(f"Een hash bij plaats {size} moet precies {HASH_BYTES} bytes lang zijn.")


def missing(node: Node) -> StoreError:
    """Say which node is not there."""
    level, n = node
    return StoreError(f"De hash van het logboek op niveau {level}, plaats {n}, ontbreekt.")
