# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Everything in the store again: replay the log and hold it against what is kept."""

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from registry.errors import StoreError
from registry.projections.replay import Recorded, replay
from registry.store.protocol import Store, Transaction
from registry.tlog import tree

_BATCH = 1000
Nodes: TypeAlias = dict[tree.Node, bytes]


class Bevinding(Struct, frozen=True, kw_only=True):
    """What an audit found: how many records, the root they give, and every key whose fact differs."""

    records: int
    root: bytes
    afwijkend: tuple[str, ...]


def audit(store: Store) -> Bevinding:
    """Replay the whole log and compare: facts and tree nodes by their bytes.

    Raises:
        ProofError: a record does not hold.
    """
    with store.read() as tx:
        facts = replay(_records(tx)).facts
        kept = dict(tx.scan(""))
        afwijkend = {key for key in facts.keys() | kept.keys() if facts.get(key) != kept.get(key)}
        nodes = _nodes_of(bytes.fromhex(record.digest) for record in _records(tx))
        if not _same(nodes, tx):
            afwijkend.add("logboek")
        root = tree.root(tx.size(), _reader(nodes))
        return Bevinding(records=tx.size(), root=root, afwijkend=tuple(sorted(afwijkend)))


def _records(tx: Transaction) -> Iterator[Recorded]:
    for start in range(0, tx.size(), _BATCH):
        yield from tx.records(start, start + _BATCH)


def _nodes_of(leaves: Iterator[bytes]) -> Nodes:
    """Work every node out of the leaves alone."""
    nodes: Nodes = {}
    for size, leaf in enumerate(leaves):
        nodes.update(tree.append(size, tree.leaf_hash(leaf), _reader(nodes)))
    return nodes


def _reader(nodes: Nodes) -> tree.ReadNodes:
    return lambda wanted: [nodes[node] for node in wanted]


def _same(nodes: Nodes, tx: Transaction) -> bool:
    """Say whether the stored nodes are these; one that is gone is not the same."""
    wanted = list(nodes)
    try:
        return all(
            list(tx.nodes(batch)) == [nodes[node] for node in batch]
            for batch in (wanted[start : start + _BATCH] for start in range(0, len(wanted), _BATCH))
        )
    except StoreError:
        return False
