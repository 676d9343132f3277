# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The Merkle tree: hashes, the nodes that an append adds, the root.

A node `(level, n)` is the hash of the complete subtree over leaves `[n << level, (n + 1) << level)`;
`(0, index)` is a leaf. A complete subtree never changes again, so nodes are only ever added. The
tree of 5 leaves keeps eight of them, and its root is folded from two, (2,0) and (0,4):

    level 2            (2,0)
    level 1      (1,0)       (1,1)
    level 0   (0,0) (0,1) (0,2) (0,3) (0,4)

Nodes are read through `ReadNodes`: it gets the nodes wanted, and MUST return their hashes in the
same order. Each function here calls it at most once, so a store can make it one query; a node that
is not there is the store's to report. An answer of another length or shape is a StoreError.

Sources: RFC 6962 section 2.1 (the same tree in RFC 9162 section 2.1.1), SHA-256; the reading
function is the `HashReader` of golang.org/x/mod/sumdb/tlog.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final, TypeAlias

from registry.errors import MalformedError, StoreError

Node: TypeAlias = tuple[int, int]
ReadNodes: TypeAlias = Callable[[Sequence[Node]], Sequence[bytes]]

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()  # RFC 6962 section 2.1: MTH({}) = SHA-256()


def leaf_hash(data: bytes) -> bytes:
    """Hash the data of one leaf.

    >>> leaf_hash(b"").hex()
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'
    """
    # RFC 6962 section 2.1: the 0x00 keeps a record from posing as a node.
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above them."""
    return sha256(b"\x01" + left + right).digest()


def append(size: int, leaf: bytes, read: ReadNodes) -> list[tuple[Node, bytes]]:
    """List the nodes that this leaf completes when it becomes leaf `size`, lowest level first.

    Args:
        size: leaves before the append, so also the index of the new one.
        leaf: a leaf hash (see `leaf_hash`), not the data.

    Raises:
        MalformedError: the size is negative or the leaf is not 32 bytes.
        StoreError: `read` gave something else than one hash a node.
    """
    check_size(size)
    check_hash(leaf)
    # Each trailing one bit of `size` is a complete subtree on the left that waits for its sibling.
    levels = (size ^ (size + 1)).bit_length() - 1
    lefts = read_hashes([(level, (size >> level) - 1) for level in range(levels)], read)
    added = [((0, size), leaf)]
    for level, left in enumerate(lefts, start=1):
        added.append(((level, size >> level), node_hash(left, added[-1][1])))
    return added


def root(size: int, read: ReadNodes) -> bytes:
    """Return the root of the tree of the first `size` leaves.

    Raises:
        MalformedError: the size is negative.
        StoreError: `read` gave something else than one hash a node.
    """
    check_size(size)
    return fold(read_hashes(subtrees(0, size), read)) if size else EMPTY_ROOT


def subtrees(start: int, end: int) -> list[Node]:
    """List the complete subtrees that together cover leaves `[start, end)`, left to right.

    Args:
        start: a multiple of the largest power of two that fits in the range, as it is for every
            range of leaves that RFC 6962 gives a hash.

    >>> subtrees(0, 5)
    [(2, 0), (0, 4)]
    """
    nodes: list[Node] = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def fold(hashes: Sequence[bytes]) -> bytes:
    """Hash the subtrees of one range, left to right as `subtrees` lists them, into one."""
    *lefts, folded = hashes
    for left in reversed(lefts):
        folded = node_hash(left, folded)
    return folded


def read_hashes(nodes: Sequence[Node], read: ReadNodes) -> Sequence[bytes]:
    """Ask for nodes at once; ask nothing when none are wanted.

    Raises:
        StoreError: the answer is not one hash of 32 bytes for each node.
    """
    if not nodes:
        return ()
    hashes = read(nodes)
    if len(hashes) != len(nodes) or any(len(found) != HASH_BYTES for found in hashes):
        raise StoreError("De hashes van het logboek zijn niet volledig bewaard.")
    return hashes


def check_size(size: int) -> None:
    """Refuse a tree size that cannot be.

    Raises:
        MalformedError: the size is negative.
    """
    if size < 0:
        raise MalformedError("De boomgrootte moet 0 of meer zijn.")


def check_hash(value: bytes) -> None:
    """Refuse what cannot be a SHA-256 hash.

    Raises:
        MalformedError: it is not 32 bytes.
    """
    if len(value) != HASH_BYTES:
        raise MalformedError("Een hash in het logboek moet precies 32 bytes lang zijn.")
