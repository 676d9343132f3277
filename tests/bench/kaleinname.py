# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The least that can take a measurement in over HTTP: no framework, no token, no check, no counter. TEST ONLY.

    python -m tests.bench.kaleinname FILE PORT

A batch of JSON is decoded, a row made of each, and all that wait are committed together by one thread: durable before
it is answered. Rows have the shape, the index and the size that ours have.
"""

import asyncio
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Condition, Thread
from typing import Any, Final

import msgspec
import uvicorn

SCHEMA: Final = """
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE m (sleutel BLOB PRIMARY KEY, dag INTEGER, inhoud BLOB, aantekening BLOB) WITHOUT ROWID;
"""
ADD: Final = "INSERT OR IGNORE INTO m VALUES (?, ?, ?, ?)"
OIN: Final = bytes(10)
Row = tuple[bytes, int, bytes, bytes]


class Kaal:
    """The application."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.executescript(SCHEMA)
        self._waiting: list[tuple[Sequence[Row], asyncio.Future[None]]] = []
        self._changed = Condition()
        Thread(target=self._work, daemon=True).start()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        said = msgspec.json.decode(body)
        rows = [row_of(one) for one in (said if isinstance(said, list) else [said])]
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._changed:
            self._waiting.append((rows, done))
            self._changed.notify()
        await done
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"{}"})

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                batch, self._waiting = self._waiting, []
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(ADD, [row for rows, _ in batch for row in rows])
            self._db.execute("COMMIT")
            futures = [done for _, done in batch]
            futures[0].get_loop().call_soon_threadsafe(_tell, futures)


def row_of(said: dict[str, Any]) -> Row:
    """Make a row as large as ours of a contactmoment."""
    id_ = bytes.fromhex(said["id"].replace("-", ""))
    values = [said["lijn"], said["kanaal"], 1_767_225_600, said["uitkomst"], said["wachttijd"]]
    return b"\0" + OIN + id_, 739_000, msgspec.msgpack.encode(values), b"\x92\xceiiii\xcd\x01\x00"


def _tell(futures: Sequence["asyncio.Future[None]"]) -> None:
    for done in futures:
        if not done.done():
            done.set_result(None)


if __name__ == "__main__":
    uvicorn.run(Kaal(Path(sys.argv[1])), port=int(sys.argv[2]), log_level="warning", access_log=False)
