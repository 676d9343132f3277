# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import MalformedError, ProofError
from registry.tlog import proofs, tree
from tests.tlog import naive
from tests.tlog.test_tree import CT_LEAVES, CT_ROOTS

SIZES = 131
LEAVES = naive.data(SIZES)
LOG = naive.Log(LEAVES)
ROOTS = [naive.mth(LEAVES[:size]) for size in range(SIZES + 1)]

# The reference proofs of Certificate Transparency (merkle_tree_test), which counts leaves from 1; we from 0.
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
CT_INCLUSION = [
    (0, 1, []),
    (0, 8, [A, B, C]),
    (5, 8, [D, E, CT_ROOTS[4]]),
    (2, 3, [CT_ROOTS[2]]),
    (1, 5, [CT_ROOTS[1], B, D]),
]
CT_CONSISTENCY = [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, CT_ROOTS[4]]), (2, 5, [B, D])]


def include(proof: list[bytes], index: int, size: int) -> None:
    leaf = tree.leaf_hash(LEAVES[index])
    proofs.verify_inclusion(proof, index=index, size=size, leaf=leaf, root=ROOTS[size])


def continues(proof: list[bytes], old: int, new: int) -> None:
    proofs.verify_consistency(proof, old=old, new=new, old_root=ROOTS[old], new_root=ROOTS[new])


def damaged(proof: list[bytes]) -> Iterator[list[bytes]]:
    """The proof with each bit flipped; with each hash missing, doubled, cut or grown; and with two swapped."""
    for at, value in enumerate(proof):
        before, after = proof[:at], proof[at + 1 :]
        for byte in range(32):
            for bit in range(8):
                yield [*before, value[:byte] + bytes([value[byte] ^ 1 << bit]) + value[byte + 1 :], *after]
        yield [*before, *after]
        yield [*before, value, value, *after]
        yield [*before, value[:-1], *after]
        yield [*before, value + b"\x00", *after]
        yield [*before, b"", *after]
    for at, (one, other) in enumerate(pairwise(proof)):
        yield [*proof[:at], other, one, *proof[at + 2 :]]
    yield [bytes(32), *proof]
    yield [*proof, bytes(32)]
    yield [*proof, *proof, bytes(32)]


@pytest.mark.parametrize(("index", "size", "expected"), CT_INCLUSION)
def test_inclusion_proofs_are_those_of_certificate_transparency(index: int, size: int, expected: list[str]) -> None:
    proof = proofs.inclusion(index, size, naive.Log(CT_LEAVES).read)
    assert [value.hex() for value in proof] == expected
    leaf, root = tree.leaf_hash(CT_LEAVES[index]), bytes.fromhex(CT_ROOTS[size])
    proofs.verify_inclusion(proof, index=index, size=size, leaf=leaf, root=root)


@pytest.mark.parametrize(("old", "new", "expected"), CT_CONSISTENCY)
def test_consistency_proofs_are_those_of_certificate_transparency(old: int, new: int, expected: list[str]) -> None:
    proof = proofs.consistency(old, new, naive.Log(CT_LEAVES).read)
    assert [value.hex() for value in proof] == expected
    roots = [bytes.fromhex(CT_ROOTS[size]) for size in (old, new)]
    proofs.verify_consistency(proof, old=old, new=new, old_root=roots[0], new_root=roots[1])


def test_every_record_of_every_tree_is_proven_as_in_the_rfc() -> None:
    for size in range(1, SIZES + 1):
        for index in range(size):
            proof = proofs.inclusion(index, size, LOG.read)
            assert proof == naive.path(index, LEAVES[:size])
            include(proof, index, size)


def test_every_tree_is_proven_to_continue_every_smaller_one_as_in_the_rfc() -> None:
    for new in range(1, SIZES + 1):
        for old in range(1, new + 1):
            proof = proofs.consistency(old, new, LOG.read)
            assert proof == naive.subproof(old, LEAVES[:new], known=True)
            continues(proof, old, new)


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=60), st.data())
def test_any_leaves_can_be_proven(leaves: list[bytes], draw: st.DataObject) -> None:
    log, size = naive.Log(leaves), len(leaves)
    index = draw.draw(st.integers(0, size - 1))
    old = draw.draw(st.integers(0, size))
    root = naive.mth(tuple(leaves))
    included = proofs.inclusion(index, size, log.read)
    proofs.verify_inclusion(included, index=index, size=size, leaf=tree.leaf_hash(leaves[index]), root=root)
    consistent = proofs.consistency(old, size, log.read)
    proofs.verify_consistency(consistent, old=old, new=size, old_root=naive.mth(tuple(leaves[:old])), new_root=root)
    assert len(included) <= size.bit_length()
    assert len(consistent) <= size.bit_length() + 1


def test_making_a_proof_reads_at_most_once() -> None:
    log = naive.Log(LEAVES)
    for size in range(1, SIZES + 1):
        log.asked.clear()
        proofs.inclusion(size // 2, size, log.read)
        proofs.consistency(max(size // 3, 1), size, log.read)
        assert len(log.asked) == (2 if size > 1 else 0)


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (4, 7), (6, 7), (3, 8), (64, 65), (99, 131)])
def test_a_damaged_inclusion_proof_is_refused(index: int, size: int) -> None:
    proof = proofs.inclusion(index, size, LOG.read)
    for wrong in damaged(proof):
        with pytest.raises(ProofError):
            include(wrong, index, size)


@pytest.mark.parametrize(("old", "new"), [(1, 2), (3, 7), (4, 7), (6, 8), (64, 65), (65, 131), (131, 131), (0, 131)])
def test_a_damaged_consistency_proof_is_refused(old: int, new: int) -> None:
    proof = proofs.consistency(old, new, LOG.read)
    for wrong in damaged(proof):
        with pytest.raises(ProofError):
            continues(wrong, old, new)


@given(st.integers(1, SIZES), st.data())
def test_a_cut_proof_is_refused(size: int, draw: st.DataObject) -> None:
    index = draw.draw(st.integers(0, size - 1))
    old = draw.draw(st.integers(1, size))
    for proof, check, first in (
        (proofs.inclusion(index, size, LOG.read), include, index),
        (proofs.consistency(old, size, LOG.read), continues, old),
    ):
        for keep in range(len(proof)):
            with pytest.raises(ProofError):
                check(proof[:keep], first, size)
            with pytest.raises(ProofError):
                check(proof[len(proof) - keep :], first, size)


@pytest.mark.parametrize("size", [2, 7, 8, 13])
def test_a_proof_is_good_for_one_index_only(size: int) -> None:
    for index in range(size):
        proof = proofs.inclusion(index, size, LOG.read)
        leaf = tree.leaf_hash(LEAVES[index])
        for other in {*range(size)} - {index}:
            with pytest.raises(ProofError):
                proofs.verify_inclusion(proof, index=other, size=size, leaf=leaf, root=ROOTS[size])


def test_a_root_made_to_fit_does_not_save_a_proof_of_another_length() -> None:
    """What the sizes ask for is checked by itself: here every hash comes out right."""
    a, b, c = (tree.leaf_hash(leaf) for leaf in LEAVES[:3])
    pair = tree.node_hash(a, b)
    with pytest.raises(ProofError, match="minder hashes"):
        proofs.verify_inclusion([b], index=0, size=4, leaf=a, root=pair)
    with pytest.raises(ProofError, match="meer hashes"):
        proofs.verify_inclusion([b, c], index=0, size=2, leaf=a, root=tree.node_hash(c, pair))
    with pytest.raises(ProofError, match="minder hashes"):
        proofs.verify_consistency([b], old=1, new=4, old_root=a, new_root=pair)
    with pytest.raises(ProofError, match="minder hashes"):
        proofs.verify_consistency([], old=1, new=2, old_root=a, new_root=a)
    # Old 3 in new 4: the path is leaf 2, leaf 3, and what is left of both; a fourth hash would go above both roots.
    d, above = tree.leaf_hash(LEAVES[3]), tree.leaf_hash(LEAVES[4])
    old_root = tree.node_hash(above, tree.node_hash(pair, c))
    new_root = tree.node_hash(above, tree.node_hash(pair, tree.node_hash(c, d)))
    with pytest.raises(ProofError, match="meer hashes"):
        proofs.verify_consistency([c, d, pair, above], old=3, new=4, old_root=old_root, new_root=new_root)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_root_made_to_fit_does_not_save_a_proof_with_a_longer_or_shorter_hash(length: int) -> None:
    leaf, odd = tree.leaf_hash(LEAVES[0]), bytes(length)
    root = tree.node_hash(leaf, odd)
    with pytest.raises(ProofError, match="32 bytes"):
        proofs.verify_inclusion([odd], index=0, size=2, leaf=leaf, root=root)
    with pytest.raises(ProofError, match="32 bytes"):
        proofs.verify_consistency([odd], old=1, new=2, old_root=leaf, new_root=root)


def test_another_record_is_not_proven() -> None:
    proof = proofs.inclusion(3, 8, LOG.read)
    with pytest.raises(ProofError, match="wortel"):
        proofs.verify_inclusion(proof, index=3, size=8, leaf=tree.leaf_hash(LEAVES[4]), root=ROOTS[8])


def test_a_record_cannot_pose_as_a_node_in_a_proof() -> None:
    """Without the prefixes, a record made of two leaf hashes would be proven to be in a tree that has it not."""
    left, right = (tree.leaf_hash(leaf) for leaf in LEAVES[:2])
    proof = proofs.inclusion(0, 8, LOG.read)[1:]  # from the node above leaves 0 and 1 up
    proofs.verify_inclusion(proof, index=0, size=4, leaf=tree.node_hash(left, right), root=ROOTS[8])
    with pytest.raises(ProofError, match="wortel"):
        proofs.verify_inclusion(proof, index=0, size=4, leaf=tree.leaf_hash(left + right), root=ROOTS[8])


def test_a_rewritten_history_does_not_continue_the_old_one() -> None:
    rewritten = (LEAVES[0], b"iets anders", *LEAVES[2:])
    proof = proofs.consistency(5, 9, naive.Log(rewritten).read)
    with pytest.raises(ProofError, match="gaat niet verder"):
        proofs.verify_consistency(proof, old=5, new=9, old_root=ROOTS[5], new_root=naive.mth(rewritten[:9]))


def test_two_trees_of_one_size_are_the_same_tree() -> None:
    continues([], 7, 7)
    with pytest.raises(ProofError, match="andere wortel"):
        proofs.verify_consistency([], old=7, new=7, old_root=ROOTS[7], new_root=ROOTS[8])


def test_every_tree_continues_the_empty_one() -> None:
    assert proofs.consistency(0, 7, LOG.read) == []
    continues([], 0, 7)
    continues([], 0, 0)
    with pytest.raises(ProofError, match="andere wortel"):
        proofs.verify_consistency([], old=0, new=7, old_root=ROOTS[1], new_root=ROOTS[7])
    with pytest.raises(ProofError, match="andere wortel"):
        proofs.verify_consistency([], old=0, new=0, old_root=ROOTS[0], new_root=ROOTS[7])


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (6, 5), (0, 0), (0, -1), (-2, -1)])
def test_an_index_outside_the_tree_is_malformed(index: int, size: int) -> None:
    with pytest.raises(MalformedError, match="index"):
        proofs.inclusion(index, size, LOG.read)
    with pytest.raises(MalformedError, match="index"):
        proofs.verify_inclusion([], index=index, size=size, leaf=bytes(32), root=bytes(32))


@pytest.mark.parametrize(("old", "new"), [(-1, 5), (6, 5), (1, 0), (0, -1), (-2, -1)])
def test_sizes_that_cannot_be_are_malformed(old: int, new: int) -> None:
    with pytest.raises(MalformedError, match="boomgrootte"):
        proofs.consistency(old, new, LOG.read)
    with pytest.raises(MalformedError, match="boomgrootte"):
        proofs.verify_consistency([], old=old, new=new, old_root=bytes(32), new_root=bytes(32))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_leaf_or_root_that_is_no_hash_is_malformed(length: int) -> None:
    good, bad = bytes(32), bytes(length)
    for leaf, root in ((bad, good), (good, bad)):
        with pytest.raises(MalformedError, match="32 bytes"):
            proofs.verify_inclusion([], index=0, size=1, leaf=leaf, root=root)
        with pytest.raises(MalformedError, match="32 bytes"):
            proofs.verify_consistency([], old=1, new=1, old_root=leaf, new_root=root)
