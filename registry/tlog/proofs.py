# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Proofs: this leaf is in that tree, and this tree continues that one.

A proof is a list of 32-byte hashes, deepest first, with no positions in it: index and sizes say
where each one goes. For the tree of 7 leaves in RFC 6962 section 2.1.3:

    inclusion(3, 7)     hashes over leaves [2,3)  [0,2)  [4,7)
    consistency(3, 7)   hashes over leaves [2,3)  [3,4)  [0,2)  [4,7)

Making one reads nodes in a single call. Checking one reads nothing: it takes what the other side
gave, and hashes. A proof of another length than index and sizes ask for is refused, never cut or
filled up; so is a proof with a hash that is not 32 bytes. Nothing here returns False.

From an empty tree everything follows: `consistency(0, n)` is empty, and checking it only asks that
`old_root` is the root of the empty tree. RFC 9162 leaves that case open; a mirror that starts with
nothing needs it.

Sources: RFC 9162 section 2.1.3 (inclusion) and 2.1.4 (consistency); the steps in the comments are
those of 2.1.3.2 and 2.1.4.2.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from registry.errors import MalformedError, ProofError
from registry.tlog.tree import (
    EMPTY_ROOT,
    HASH_BYTES,
    ReadNodes,
    check_hash,
    check_size,
    fold,
    node_hash,
    read_hashes,
    subtrees,
)

_TOO_LONG: Final = "Het bewijs bevat meer hashes dan bij deze boomgrootte horen."
_TOO_SHORT: Final = "Het bewijs bevat minder hashes dan bij deze boomgrootte horen."


def inclusion(index: int, size: int, read: ReadNodes) -> list[bytes]:
    """Prove that leaf `index` is in the tree of the first `size` leaves.

    Raises:
        MalformedError: there is no such leaf in that tree.
        StoreError: `read` gave something else than one hash a node.
    """
    _check_index(index, size)
    start, end = 0, size
    ranges: list[tuple[int, int]] = []
    while end - start > 1:  # RFC 9162 section 2.1.3.1, PATH without the recursion
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return _range_hashes(ranges[::-1], read)


def consistency(old: int, new: int, read: ReadNodes) -> list[bytes]:
    """Prove that the tree of `new` leaves begins with the tree of `old` leaves.

    Raises:
        MalformedError: a size is negative, or the new tree is the smaller one.
        StoreError: `read` gave something else than one hash a node.
    """
    _check_sizes(old, new)
    if old in (0, new):
        return []
    start, end = 0, new
    ranges: list[tuple[int, int]] = []
    while end != old:  # RFC 9162 section 2.1.4.1, SUBPROOF without the recursion
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start:  # at 0 the range left over is the old tree itself, and its root is known
        ranges.append((start, end))
    return _range_hashes(ranges[::-1], read)


def verify_inclusion(proof: Sequence[bytes], *, index: int, size: int, leaf: bytes, root: bytes) -> None:
    """Check that `leaf` is leaf `index` of the tree with this size and root.

    Args:
        leaf: a leaf hash (see `tree.leaf_hash`), not the data.

    Raises:
        ProofError: it is not, or the proof is too short or too long.
        MalformedError: there is no such leaf in a tree of that size, or `leaf` or `root` is no hash.
    """
    _check_index(index, size)
    check_hash(leaf)
    check_hash(root)
    fn, sn, found = index, size - 1, leaf  # steps 2 and 3
    for sibling in _checked(proof):
        if sn == 0:  # step 4a
            raise ProofError(_TOO_LONG)
        if fn & 1 or fn == sn:  # step 4b
            found = node_hash(sibling, found)
            fn, sn = _climb(fn, sn)
        else:
            found = node_hash(found, sibling)
        fn, sn = fn >> 1, sn >> 1  # step 4c
    if sn:  # step 5
        raise ProofError(_TOO_SHORT)
    if found != root:
        raise ProofError("Met dit bewijs komt de verklaring niet uit op de wortel van het logboek.")


def verify_consistency(proof: Sequence[bytes], *, old: int, new: int, old_root: bytes, new_root: bytes) -> None:
    """Check that the tree `new`, `new_root` begins with the tree `old`, `old_root`.

    Raises:
        ProofError: it does not, or the proof is too short or too long.
        MalformedError: the sizes cannot be, or a root is no hash.
    """
    _check_sizes(old, new)
    check_hash(old_root)
    check_hash(new_root)
    if old in (0, new):
        _verify_trivial(proof, old_root, new_root if old == new else EMPTY_ROOT)
        return
    path = [*_checked(proof)]
    if not path:  # step 1
        raise ProofError(_TOO_SHORT)
    if old & (old - 1) == 0:  # step 2: the old tree is one complete subtree
        path.insert(0, old_root)
    fn, sn = old - 1, new - 1  # step 3
    while fn & 1:  # step 4
        fn, sn = fn >> 1, sn >> 1
    first = second = path[0]  # step 5
    for sibling in path[1:]:
        if sn == 0:  # step 6a
            raise ProofError(_TOO_LONG)
        if fn & 1 or fn == sn:  # step 6b
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            fn, sn = _climb(fn, sn)
        else:
            second = node_hash(second, sibling)
        fn, sn = fn >> 1, sn >> 1  # step 6c
    if sn:  # step 7
        raise ProofError(_TOO_SHORT)
    if first != old_root or second != new_root:
        raise ProofError("De nieuwe stand van het logboek gaat niet verder op de oude stand.")


def _climb(fn: int, sn: int) -> tuple[int, int]:
    """Skip the levels at which the last subtree has no sibling (step 4b.ii, 6b.ii)."""
    while fn and not fn & 1:
        fn, sn = fn >> 1, sn >> 1
    return fn, sn


def _verify_trivial(proof: Sequence[bytes], old_root: bytes, expected: bytes) -> None:
    if proof:
        raise ProofError(_TOO_LONG)
    if old_root != expected:
        raise ProofError("Bij deze twee standen hoort een andere wortel van het logboek.")


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size` (RFC 9162 section 2.1.1: k)."""
    return 1 << (size - 1).bit_length() - 1


def _range_hashes(ranges: Sequence[tuple[int, int]], read: ReadNodes) -> list[bytes]:
    parts = [subtrees(start, end) for start, end in ranges]
    found = iter(read_hashes([node for part in parts for node in part], read))
    return [fold([*islice(found, len(part))]) for part in parts]


def _checked(proof: Iterable[bytes]) -> Iterable[bytes]:
    for value in proof:
        if len(value) != HASH_BYTES:
            raise ProofError("Elke hash in het bewijs moet precies 32 bytes lang zijn.")
        yield value


def _check_index(index: int, size: int) -> None:
    if not 0 <= index < size:
        raise MalformedError("De index moet 0 of meer zijn, en kleiner dan de boomgrootte.")


def _check_sizes(old: int, new: int) -> None:
    check_size(old)
    if new < old:
        raise MalformedError("De nieuwe boomgrootte mag niet kleiner zijn dan de oude.")
