# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A SQLite file of a register, and the connections to it.

The file is made readable for its owner only (600; SQLite gives its -wal and -shm the same mode). Its
tables are made by the numbered files in a folder of sql/, once, also when several processes start together.
Copy it with `VACUUM INTO` or sqlite3's backup, never with cp.

A thread inside a transaction has a connection of its own (Litestar has 40 threads); after that at
most `IDLE` are kept for the next, and the one used last is the first to go out again.
"""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Final, Literal, TypeAlias

from sqlite_utils import Database, Migrations

from registry.errors import StoreError
from registry.store import values

Synchronous: TypeAlias = Literal["FULL", "NORMAL"]  # sqlite.org/pragma.html#pragma_synchronous

WAIT_S: Final = 30.0  # for other processes
IDLE: Final = 16

_UNREACHABLE: Final = "Het bestand van het register kan niet worden geopend of gemaakt."
_FAULTS: Final = {
    sqlite3.SQLITE_BUSY: values.BUSY,
    sqlite3.SQLITE_LOCKED: values.BUSY,
    sqlite3.SQLITE_FULL: values.FULL,
    sqlite3.SQLITE_CANTOPEN: _UNREACHABLE,
    sqlite3.SQLITE_CORRUPT: "Het bestand van het register is beschadigd.",
    sqlite3.SQLITE_NOTADB: "Het bestand van het register is geen SQLite-bestand.",
    sqlite3.SQLITE_READONLY: "Het bestand van het register kan niet worden gewijzigd.",
}


class Connections:
    """Every connection of this process to one file."""

    def __init__(self, path: Path, *, tables: str, synchronous: Synchronous) -> None:
        """Make the file when it is not there, and bring its tables up to date.

        Args:
            tables: the folder of sql/ that makes them.
            synchronous: FULL: a commit survives a power failure; NORMAL: it survives the end of this process.

        Raises:
            StoreError: it cannot be opened or made, is damaged, or was made by a newer version.
        """
        self._path = path.absolute()
        self._synchronous = synchronous
        self._lock = Lock()
        self._idle: list[Database] = []
        self._closed = False
        with _alone(self._path.parent):
            with suppress(FileExistsError):
                self._path.touch(mode=0o600, exist_ok=False)
            db = self.open()
            try:
                _migrate(db, tables)
            finally:
                db.close()

    def open(self) -> Database:
        """Open a connection; whoever opens it closes it.

        Raises:
            StoreError: the file cannot be opened.
        """
        # mode=rw: when somebody moved the file away, that is an error and not an empty register.
        # check_same_thread: a connection goes from thread to thread, but is never in two at once.
        address = f"{self._path.as_uri()}?mode=rw"
        with faults():
            connection = sqlite3.connect(
                address, uri=True, timeout=WAIT_S, isolation_level=None, check_same_thread=False
            )
            try:
                db = Database(connection, execute_plugins=False)
                # fullfsync: for macOS
                for pragma in (f"synchronous = {self._synchronous}", "fullfsync = ON", "foreign_keys = ON"):
                    db.execute(f"PRAGMA {pragma}")
            except BaseException:
                connection.close()
                raise
        return db

    @contextmanager
    def borrow(self) -> Iterator[Database]:
        """Lend a connection that is in no transaction.

        Raises:
            StoreError: closed, or the file cannot be opened.
        """
        with self._lock:
            if self._closed:
                raise StoreError(values.CLOSED)
            idle = self._idle.pop() if self._idle else None
        db = idle or self.open()
        try:
            yield db
        finally:
            self._give_back(db)

    def close(self) -> None:
        """Close every connection; one in use when it comes back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for db in idle:
            db.close()

    def _give_back(self, db: Database) -> None:
        with self._lock:
            keep = not self._closed and len(self._idle) < IDLE and not db.conn.in_transaction
            if keep:
                self._idle.append(db)
        if not keep:
            db.close()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time make or migrate a file in this folder.

    The lock is on the folder: opening and closing the file itself would drop SQLite's own locks on
    it, and SQLite does not wait when two processes turn on the write-ahead log together.
    """
    try:
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield
        finally:
            os.close(held)
    except OSError as error:
        raise StoreError(_UNREACHABLE) from error


def _migrate(db: Database, tables: str) -> None:
    """Turn on the write-ahead log and run the numbered files that were not run yet.

    Raises:
        StoreError: a newer version was here, or the file cannot be read or changed.
    """
    migrations = Migrations("lijnwijzer")
    scripts = {script.name: script for script in files("registry.store").joinpath("sql", tables).iterdir()}
    for name in sorted(scripts):
        migrations(name=name)(_script(scripts[name].read_text(encoding="utf-8")))
    with faults():
        db.execute("PRAGMA journal_mode = WAL")
        if any(applied.name not in scripts for applied in migrations.applied(db)):
            raise StoreError(values.NEWER)
        if migrations.pending(db):
            db.execute("BEGIN IMMEDIATE")  # apply() by itself begins without the lock
            migrations.apply(db)
            db.execute("COMMIT")


def _script(sql: str) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        db.executescript(sql)

    return run


@contextmanager
def faults() -> Iterator[None]:
    """Turn an error of SQLite into one of the store."""
    try:
        yield
    except sqlite3.Error as error:
        raise fault(error) from error


def fault(error: sqlite3.Error) -> StoreError:
    """Say what is wrong, without naming the file: this may be shown to whoever called."""
    code = getattr(error, "sqlite_errorcode", None)  # extended: the lowest byte says what kind
    known = None if code is None else _FAULTS.get(code & 0xFF)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return StoreError(known or f"De opslag van het register meldt een fout ({name}).")
