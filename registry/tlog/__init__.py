# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""In what order: an append-only Merkle tree over statements, and what the log swears about it.

The data of a leaf are the 32 raw bytes of a statement's digest, so the log holds nothing personal
and nothing ever needs erasing from it. Five files:

    tree.py         hashes, the nodes that an append adds, the root
    proofs.py       this leaf is in that tree; this tree continues that one; and checking both
    note.py         text with Ed25519 signatures under it (C2SP signed-note)
    checkpoint.py   origin, size and root, signed: what the log swears to (C2SP tlog-checkpoint)
    tiles.py        how others fetch the nodes, 256 at a time (C2SP tlog-tiles)

Everything is a pure function: no clock, file, network or randomness. Kept nodes are read through a
function that the caller gives (`tree.ReadNodes`), and each operation calls it at most once:

    >>> from hashlib import sha256
    >>> from registry.tlog import checkpoint, proofs, tree
    >>> kept: dict[tree.Node, bytes] = {}
    >>> def read(nodes): return [kept[node] for node in nodes]
    >>> leaves = [tree.leaf_hash(sha256(b"verklaring %d" % i).digest()) for i in range(5)]
    >>> for index, leaf in enumerate(leaves):
    ...     kept.update(tree.append(index, leaf, read))
    >>> signer = checkpoint.Signer.parse(checkpoint.generate("voorbeeld.test/logboek", bytes(32)))
    >>> note = signer.sign(
    ...     checkpoint.Checkpoint(origin=signer.name, size=5, root=tree.root(5, read)))

Who holds the note, the verifier key and a proof needs nothing else:

    >>> sworn = checkpoint.Verifier.parse(signer.verifier).open(note)
    >>> proof = proofs.inclusion(3, 5, read)
    >>> proofs.verify_inclusion(proof, index=3, size=sworn.size, leaf=leaves[3], root=sworn.root)

Checking never answers False: what does not hold raises ProofError, and what could never hold (an
index outside the tree, a line that is no checkpoint) raises MalformedError.

Sources: RFC 6962 section 2.1 and RFC 9162 section 2.1 (the tree); c2sp.org/signed-note,
c2sp.org/tlog-checkpoint, c2sp.org/tlog-tiles; golang.org/x/mod/sumdb/tlog for the shape of the API.
"""
