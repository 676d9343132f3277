# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The log for everyone: checkpoint, verifier key and tiles (C2SP tlog-tiles). Digests only, so open to all."""

from litestar import Response, get
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath

from registry.errors import NotFoundError
from registry.registrar.admission import checkpoint
from registry.store.protocol import Store
from registry.tlog import tiles
from registry.web.doors import AnyRequest, answer, door
from registry.web.office import Office, office

TEXT = "text/plain"
OCTETS = "application/octet-stream"


@get("/logboek/checkpoint", **door(inzage="logboek", answer=None, gives=(TEXT,)))
async def laatste_checkpoint(request: AnyRequest) -> Response[bytes | None]:
    """Sign the log as it stands."""
    note = await sync_to_thread(_checkpoint, office(request))
    return answer(request, note.encode(), headers={"Cache-Control": "public, no-cache"})


@get("/logboek/sleutel", **door(inzage="logboek", answer=None, gives=(TEXT,)))
async def sleutel(request: AnyRequest) -> Response[bytes | None]:
    """Give the verifier key of the log: `name+hash+key`."""
    line = office(request).signer.verifier + "\n"
    return answer(request, line.encode(), headers={"Cache-Control": "public, no-cache"})


@get("/logboek/tile/{rest:path}", **door(inzage="logboek", answer=None, gives=(OCTETS,), fouten=(404,)))
async def tile(request: AnyRequest, rest: FromPath[str]) -> Response[bytes | None]:
    """Give a tile of hashes, or a bundle of digests. What exists never changes, so it may be kept for ever."""
    found = await sync_to_thread(_tile, office(request).store, f"tile/{str(rest).lstrip('/')}")
    return answer(request, found, headers={"Cache-Control": "public, max-age=31536000, immutable"})


def _checkpoint(here: Office) -> str:
    with here.store.read() as tx:
        return checkpoint(tx, here.signer)


def _tile(store: Store, path: str) -> bytes:
    wanted = tiles.parse(path)
    with store.read() as tx:
        if isinstance(wanted, tiles.Entries):
            if wanted.indexes.stop > tx.size():
                raise NotFoundError("Zo ver is het logboek nog niet.")
            records = tx.records(wanted.indexes.start, wanted.indexes.stop)
            return tiles.entries_bundle([bytes.fromhex(record.digest) for record in records])
        if not tiles.exists(wanted.level, wanted.n, wanted.width, tx.size()):
            raise NotFoundError("Zo ver is het logboek nog niet.")
        return b"".join(tx.nodes(tiles.tile_nodes(wanted.level, wanted.n, wanted.width)))
