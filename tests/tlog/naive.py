# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A second opinion: the tree as RFC 6962 section 2.1 writes it, recursive and without any thrift.

Nothing of registry/tlog is used to compute a hash here, so what the two agree on is not one mistake made once.
`Log` is the opposite: the real thing, with its nodes in a dict, and a count of how often it was read.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256

from registry.tlog import tree


def data(count: int) -> tuple[bytes, ...]:
    """The leaves of most tests: digests, as in the register."""
    return tuple(sha256(b"verklaring %d" % index).digest() for index in range(count))


@cache
def mth(leaves: tuple[bytes, ...]) -> bytes:
    """Section 2.1: the Merkle Tree Hash."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: tuple[bytes, ...]) -> list[bytes]:
    """Section 2.1.1: the Merkle audit path."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: tuple[bytes, ...], *, known: bool) -> list[bytes]:
    """Section 2.1.2: the Merkle consistency proof; PROOF(m, D) is `subproof(m, D, known=True)`."""
    if m == len(leaves):
        return [] if known else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], known=known), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], known=False), mth(leaves[:k])]


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


class Log:
    """A log in memory, built with `tree.append` only."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.kept: dict[tree.Node, bytes] = {}
        self.asked: list[Sequence[tree.Node]] = []
        for size, leaf in enumerate(leaves):
            self.kept.update(tree.append(size, tree.leaf_hash(leaf), self.read))

    def read(self, nodes: Sequence[tree.Node]) -> list[bytes]:
        self.asked.append(nodes)
        return [self.kept[node] for node in nodes]
