# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import MalformedError, StoreError
from registry.tlog import tree
from tests.tlog import naive

# The reference vectors of Certificate Transparency (google/certificate-transparency, merkle_tree_test).
CT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_certificate_transparency(size: int) -> None:
    log = naive.Log(CT_LEAVES[:size])
    assert tree.root(size, log.read).hex() == CT_ROOTS[size]


def test_the_root_at_every_size_is_that_of_the_rfc() -> None:
    leaves = naive.data(131)
    log = naive.Log(leaves)  # the root of an old size is read from the nodes of a newer tree
    for size in range(132):
        assert tree.root(size, log.read) == naive.mth(leaves[:size])


@given(st.lists(st.binary(max_size=40), max_size=40))
def test_any_leaves_give_the_root_of_the_rfc(leaves: list[bytes]) -> None:
    assert tree.root(len(leaves), naive.Log(leaves).read) == naive.mth(tuple(leaves))


@given(st.integers(1, 40), st.data())
def test_changing_any_record_changes_the_root(size: int, draw: st.DataObject) -> None:
    leaves = list(naive.data(size))
    flipped = draw.draw(st.integers(0, size - 1))
    before = tree.root(size, naive.Log(leaves).read)
    leaves[flipped] = bytes([leaves[flipped][0] ^ 1]) + leaves[flipped][1:]
    assert tree.root(size, naive.Log(leaves).read) != before


def test_swapping_two_records_changes_the_root() -> None:
    first, second, *rest = naive.data(5)
    assert naive.mth((second, first, *rest)) == tree.root(5, naive.Log([second, first, *rest]).read)
    assert tree.root(5, naive.Log([second, first, *rest]).read) != naive.mth((first, second, *rest))


def test_a_record_cannot_pose_as_a_node() -> None:
    left, right = (tree.leaf_hash(leaf) for leaf in naive.data(2))
    assert tree.node_hash(left, right) != tree.leaf_hash(left + right)
    assert tree.leaf_hash(b"\x01" + left + right) != tree.node_hash(left, right)
    assert tree.node_hash(left, right) != sha256(left + right).digest()


def test_every_complete_subtree_is_kept_exactly_once() -> None:
    leaves = naive.data(130)
    log = naive.Log(())
    for size, leaf in enumerate(leaves):
        added = tree.append(size, tree.leaf_hash(leaf), log.read)
        assert [node for node, _ in added] == [
            (level, size >> level) for level in range(8) if (size + 1) % (1 << level) == 0
        ]
        assert not log.kept.keys() & dict(added).keys()
        log.kept.update(added)
    for (level, n), found in log.kept.items():
        assert found == naive.mth(leaves[n << level : (n + 1) << level])
    assert len(log.kept) == 130 + 65 + 32 + 16 + 8 + 4 + 2 + 1


def test_append_and_root_read_at_most_once() -> None:
    log = naive.Log(naive.data(64))
    for size in range(65):
        log.asked.clear()
        tree.root(size, log.read)
        assert len(log.asked) == (1 if size else 0)
    for size in range(64):
        log.asked.clear()
        tree.append(size, bytes(32), log.read)
        assert len(log.asked) == size % 2  # only the right-hand leaf of a pair completes something


def test_append_stays_thrifty_in_a_huge_tree() -> None:
    size = 2**62 - 1
    asked: list[tree.Node] = []

    def read(nodes: Sequence[tree.Node]) -> list[bytes]:
        asked.extend(nodes)
        return [bytes(32)] * len(nodes)

    assert len(tree.append(size, bytes(32), read)) == 63
    assert asked == [(level, (size >> level) - 1) for level in range(62)]


@pytest.mark.parametrize("answer", [[], [bytes(32)], [bytes(32)] * 3, [bytes(32), bytes(31)]])
def test_a_store_that_answers_something_else_is_caught(answer: list[bytes]) -> None:
    with pytest.raises(StoreError, match="niet volledig bewaard"):
        tree.root(5, lambda _: answer)  # asks for two nodes


def test_a_negative_size_is_malformed() -> None:
    log = naive.Log(())
    with pytest.raises(MalformedError, match="boomgrootte"):
        tree.root(-1, log.read)
    with pytest.raises(MalformedError, match="boomgrootte"):
        tree.append(-1, bytes(32), log.read)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_leaf_that_is_no_hash_is_malformed(length: int) -> None:
    with pytest.raises(MalformedError, match="32 bytes"):
        tree.append(0, bytes(length), naive.Log(()).read)
