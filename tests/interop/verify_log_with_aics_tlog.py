# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Let somebody else's software judge a log of ours: aics-tlog, a C2SP verifier that shares no line with registry/tlog.

Not a test that runs with the others: aics-tlog asks for Python 3.12, and a log to judge. To run it by hand:

    python3.12 -m venv /tmp/aics && /tmp/aics/bin/pip install 'aics-tlog>=0.2.1,<0.3'
    curl -s http://127.0.0.1:8000/logboek/sleutel > /tmp/logboek.vkey       # better: get it out of band
    /tmp/aics/bin/python tests/interop/verify_log_with_aics_tlog.py http://127.0.0.1:8000/logboek /tmp/logboek.vkey

The log is a URL prefix or a folder, with `checkpoint` and `tile/…` below it. The key is a file with the verifier key,
or the key itself (`naam+hash+sleutel`). Each further argument is a receipt: a file with the JSON answer of
`POST /v1/verklaringen`. What is checked, in this order:

    checkpoint    signed by this key, and its origin is the name of the key
    tiles         every tile and every entry bundle belongs to the tree of the checkpoint; every entry is 32 bytes
    inclusion     a proof made from the tiles, for 1,000 entries spread over the log, the first and the last included
    consistency   a proof made from the tiles, from 100 smaller trees spread over the log
    receipts      its checkpoint is signed; its proof, made by us, holds; and that older tree is a beginning of this one

One line on stdout for each; exit 0 all holds, 1 something does not, 2 misuse, 3 the log could not be read.
"""

import json
import sys
from base64 import b64decode
from pathlib import Path

from aics_tlog import (  # type: ignore[import-not-found]  # not in our environment, see above
    HttpTileReader,
    TileMissingError,
    TileUnavailableError,
    VerifiedTileReader,
    VKey,
    audit_tiles,
    checkpoint,
    consistency_proof_from_tiles,
    inclusion_proof_from_tiles,
    parse_note,
    parse_vkey,
    remote,
    tree_root_from_tiles,
    verify_checkpoint,
    verify_consistency,
    verify_leaf_inclusion,
)

INCLUSIONS = 1000
CONSISTENCIES = 100
DIGEST_BYTES = 32


class DisprovedError(Exception):
    """Something about the log does not hold."""


def demand(holds: object, what: str) -> None:
    """Go on only if it holds; `assert` would vanish under python -O."""
    if not holds:
        raise DisprovedError(what)


def spread(start: int, end: int, count: int) -> list[int]:
    """At most `count` numbers of [start, end), evenly spread, with the first and the last."""
    last = end - 1 - start
    return sorted({start + last * i // max(count - 1, 1) for i in range(count)}) if last >= 0 else []


def sworn(note: str | bytes, key: VKey) -> checkpoint.Checkpoint:
    """The checkpoint in a note that the log signed."""
    parsed = parse_note(note)
    result = verify_checkpoint(parsed, key, expected_origin=key.name)
    demand(result.ok, f"checkpoint: {result.error}")
    return checkpoint.parse_checkpoint(parsed.text)


def check_log(reader: HttpTileReader, head: checkpoint.Checkpoint) -> None:
    """Check the whole tree, and proofs made from its tiles."""
    report = audit_tiles(reader, head.size, head.root)
    proven = VerifiedTileReader(reader, head.size, head.root)
    for index in range(head.size):
        demand(len(proven.entry(index)) == DIGEST_BYTES, f"entry {index} is not {DIGEST_BYTES} bytes")
    print(f"tiles        {report.tiles} tiles and {report.bundles} entry bundles, {head.size} digests")
    demand(tree_root_from_tiles(reader, head.size) == head.root, "the tiles have another root")
    indexes = spread(0, head.size, INCLUSIONS)
    for index in indexes:
        proof = inclusion_proof_from_tiles(reader, index, head.size)
        holds = verify_leaf_inclusion(proven.entry(index), index, head.size, proof, head.root)
        demand(holds, f"inclusion of entry {index}")
    print(f"inclusion    {len(indexes)} entries")
    olds = spread(1, head.size + 1, CONSISTENCIES)
    for old in olds:
        check_beginning(reader, head, old, tree_root_from_tiles(reader, old, head.size))
    print(f"consistency  from {len(olds)} sizes")


def check_beginning(reader: HttpTileReader, head: checkpoint.Checkpoint, old: int, old_root: bytes) -> None:
    """Check that a smaller tree is a beginning of the log."""
    demand(0 < old <= head.size, f"size {old} is not within the log of {head.size}")
    proof = consistency_proof_from_tiles(reader, old, head.size, head.size)
    demand(verify_consistency(old, head.size, old_root, head.root, proof), f"consistency from size {old}")


def check_receipt(reader: HttpTileReader, head: checkpoint.Checkpoint, key: VKey, receipt: str) -> None:
    """Check the answer that a member got when it said something."""
    answer = json.loads(receipt)
    then = sworn(answer["checkpoint"], key)
    proof, leaf = answer["bewijs"], bytes.fromhex(answer["digest"])
    demand(proof["index"] == answer["index"], "the receipt names two indexes")
    demand(proof["boomgrootte"] == then.size, "the proof is for another size than the checkpoint")
    hashes = [b64decode(value, validate=True) for value in proof["hashes"]]
    holds = verify_leaf_inclusion(leaf, answer["index"], then.size, hashes, then.root)
    demand(holds, "the proof in the receipt")
    check_beginning(reader, head, then.size, then.root)


def main(source: str, key_text: str, *receipts: str) -> None:
    """Check one log, and the receipts of it that were given."""
    key_file = Path(key_text)
    key = parse_vkey((key_file.read_text() if key_file.is_file() else key_text).strip())
    reader = HttpTileReader(remote.tile_source_url(source))
    head = sworn(reader.read_checkpoint(), key)
    print(f"checkpoint   {head.origin}, size {head.size}, key {key.key_id.hex()}")
    check_log(reader, head)
    for path in receipts:
        check_receipt(reader, head, key, Path(path).read_text())
        print(f"receipt      {path}")


def run(arguments: list[str]) -> int:
    """Check, say on stderr what is wrong, and return the exit code."""
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        main(*arguments)
    except (TileMissingError, TileUnavailableError) as error:
        print(f"could not read: {error}", file=sys.stderr)
        return 3
    except (DisprovedError, KeyError, ValueError) as error:
        print(f"does not hold: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
