# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The book at the gate in a SQLite file of its own, next to that of the register.

A file has one write lock and one number of its version; so a knock at the gate waits for no publish, and no
worker looks at the register again for it.

`synchronous=NORMAL`: a commit writes to the system and does not wait for the disk, which `FULL` would make every
knock do. What was committed survives the end of this process, however it ends. A power failure may take what was
written in about the last half minute (when Linux writes it out), never part of a commit, and does not damage the
file: an assertion that was shown just before may then be shown once more while its five minutes last, and windows
begin anew. The log waits for the disk; see sqlite.py.

Source: sqlite.org/wal.html#performance_considerations, sqlite.org/pragma.html#pragma_synchronous.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeAlias

from registry.store import queries
from registry.store.file import Connections, faults
from registry.store.poortboek import Weigering
from registry.store.values import from_micros, hashed, to_micros

_Step: TypeAlias = tuple[str, Sequence[object]]

_FORGET_KEYS: Final = "DELETE FROM once WHERE until < ?"
_ONCE: Final = "INSERT INTO once (key, until) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING 1"
_FORGET_WINDOWS: Final = "DELETE FROM windows WHERE until < ?"
# ?1 until, ?2 key, ?3 wanted, ?4 limit. Who comes when all is gone changes nothing, and gets no row.
_TAKE: Final = """
    INSERT INTO windows (until, key, taken, given)
    SELECT ?1, ?2, min(?3, ?4), min(?3, ?4) WHERE min(?3, ?4) > 0
    ON CONFLICT DO UPDATE SET given = min(?3, ?4 - taken), taken = taken + min(?3, ?4 - taken) WHERE taken < ?4
    RETURNING given"""
_NOTE: Final = """
    INSERT INTO refusals (minuut, wie, wat, waarom, aantal) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET aantal = aantal + excluded.aantal"""
_FORGET_REFUSALS: Final = "DELETE FROM refusals WHERE minuut < ?"


class SqlitePoortboek:
    """A book in one file, for all processes of a machine."""

    def __init__(self, path: Path) -> None:
        """Open the file; make it when it is not there. The folder must be there.

        Raises:
            StoreError: it cannot be opened or made, is damaged, or was made by a newer version.
        """
        self._connections = Connections(path, tables="poortboek", synchronous="NORMAL")
        self._writing = Lock()  # threads queue here: SQLite lets waiters sleep and try again

    def once(self, key: str, *, until: datetime, now: datetime) -> bool:
        """Say True to the first call with this key. A key is forgotten when its `until` lies before `now`.

        Raises:
            StoreError: a moment without time zone, another process writes for too long, the book is closed, or
                the disk is full.
        """
        row = (hashed(key), to_micros(until))
        return bool(self._change((_FORGET_KEYS, (to_micros(now),)), (_ONCE, row)))

    def take(self, key: str, *, wanted: int, limit: int, until: datetime, now: datetime) -> int:
        """Hand out permits of a window. It is forgotten when its `until` lies before `now`.

        Raises:
            StoreError: as with `once`.
        """
        row = (to_micros(until), hashed(key), wanted, limit)
        given = self._change((_FORGET_WINDOWS, (to_micros(now),)), (_TAKE, row))
        return int(given[0][0]) if given else 0

    def note(self, refused: Sequence[Weigering]) -> None:
        """Add refusals up; all of them or none.

        Raises:
            StoreError: as with `once`.
        """
        rows = [(to_micros(one.minuut), one.wie, one.wat, one.waarom, one.aantal) for one in refused]
        self._change(*((_NOTE, row) for row in rows))

    def refusals(self, van: datetime, tot: datetime, *, most: int) -> Sequence[Weigering]:
        """Read refusals, the latest first.

        Raises:
            StoreError: a moment without time zone, the book is closed, or it cannot be read.
        """
        asked = (to_micros(van), to_micros(tot), most)
        with self._connections.borrow() as db, faults():
            rows = db.execute(queries.REFUSALS, asked).fetchall()
        return [
            Weigering(minuut=from_micros(minuut), wie=wie, wat=wat, waarom=waarom, aantal=aantal)
            for minuut, wie, wat, waarom, aantal in rows
        ]

    def forget(self, before: datetime) -> None:
        """Forget refusals of long ago.

        Raises:
            StoreError: as with `once`.
        """
        self._change((_FORGET_REFUSALS, (to_micros(before),)))

    def close(self) -> None:
        """Close every connection; one in use when it comes back."""
        self._connections.close()

    def _change(self, *steps: _Step) -> list[Any]:
        """Do all of it in one transaction; give what the last step gives.

        A connection that comes back within a transaction is closed, which undoes it.
        """
        rows: list[Any] = []
        with self._writing, self._connections.borrow() as db, faults():
            db.execute("BEGIN IMMEDIATE")
            for sql, parameters in steps:
                rows = db.execute(sql, parameters).fetchall()
            db.execute("COMMIT")
        return rows
