# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Everything in the store again: replay the log and hold it against what is kept."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from registry.projections.replay import Recorded, replay
from registry.store.protocol import Store, Transaction
from registry.tlog import tree

_BATCH = 1000


class Bevinding(Struct, frozen=True, kw_only=True):
    """What an audit found: how many records, the root they give, and every key whose fact differs."""

    records: int
    root: bytes
    afwijkend: tuple[str, ...]


def audit(store: Store) -> Bevinding:
    """Replay the whole log and compare: facts by their bytes, tree nodes by the root.

    Raises:
        ProofError: a record does not hold.
        StoreError: a tree node is missing.
    """
    with store.read() as tx:
        facts = replay(_records(tx)).facts
        kept = dict(tx.scan(""))
        digests = (bytes.fromhex(record.digest) for record in _records(tx))
        root = _root_of(digests)
        afwijkend = {key for key in facts.keys() | kept.keys() if facts.get(key) != kept.get(key)}
        if root != tree.root(tx.size(), tx.nodes):
            afwijkend.add("logboek")
        return Bevinding(records=tx.size(), root=root, afwijkend=tuple(sorted(afwijkend)))


def _records(tx: Transaction) -> Iterator[Recorded]:
    for start in range(0, tx.size(), _BATCH):
        yield from tx.records(start, start + _BATCH)


def _root_of(leaves: Iterator[bytes]) -> bytes:
    """Work the root out of the leaves alone, keeping no stored node."""
    nodes: dict[tuple[int, int], bytes] = {}
    size = 0

    def read(wanted: Sequence[tuple[int, int]]) -> list[bytes]:
        return [nodes[node] for node in wanted]

    for leaf in leaves:
        nodes.update(tree.append(size, tree.leaf_hash(leaf), read))
        size += 1
    return tree.root(size, read)
