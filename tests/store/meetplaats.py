# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Where the books of measurements of these tests are, in a form that another process can open too."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Self
from uuid import UUID

from msgspec.structs import replace

from registry.store.meetboek import Kolommen, Meetboek, Plek, Rij, Telraam
from registry.store.memory_meetboek import MemoryMeetboek
from registry.store.sqlite_meetboek import SqliteMeetboek
from tests.store.places import POSTGRES, ask

OIN = "00000099000000001000"
DAG = date(2026, 3, 5)


def rij(number: int, said: str = "aow 1", **fields: Any) -> Rij:
    """A row that says where it counts, and for how much."""
    given: dict[str, Any] = {
        "soort": "contactmoment",
        "melder": OIN,
        "id": UUID(int=number).bytes,
        "dag": DAG,
        "inhoud": said.encode(),
    }
    return Rij(**(given | fields))


def _tel(rows: Iterable[Kolommen], _over: object = None) -> Mapping[Plek, list[int]]:
    found: dict[Plek, list[int]] = {}
    for _, dag, inhoud, _ in rows:
        reeks, amount = inhoud.decode().split()[:2]
        found.setdefault(Plek(reeks, dag, b"x"), []).append(int(amount))
    return found


def _samen(count: int | None, parts: Sequence[int]) -> int:
    return sum(parts, count or 0)


TOETSTELRAAM = Telraam(tel=_tel, samen=_samen, schrijf=lambda count: str(count).encode(), lees=int)


class Meetplaats(NamedTuple):
    kind: str
    where: str = ""
    schema: str = ""

    def open(self, tel: Callable[[Iterable[Kolommen], Any], Mapping[Plek, Sequence[int]]] = _tel) -> Meetboek:
        telraam = replace(TOETSTELRAAM, tel=tel)
        match self.kind:
            case "memory":
                return MemoryMeetboek(telraam)
            case "sqlite":
                return SqliteMeetboek(Path(self.where), telraam)
            case _:
                from registry.store.postgres_meetboek import PostgresMeetboek  # noqa: PLC0415 - psycopg is an extra

                return PostgresMeetboek(self.where, telraam, schema=self.schema)

    def empty(self) -> Self:
        """Forget everything that PostgreSQL has here: quicker than a new schema."""
        ask(
            *(f"DELETE FROM {self.schema}.{table}" for table in ("metingen", "tellingen", "vers")),  # noqa: S608
            f"UPDATE {self.schema}.vergeten SET dag = 0",  # noqa: S608
        )
        return self

    def tamper(self, place: Plek, value: bytes | None) -> None:
        """Change a counter behind the book's back; None takes it away."""
        if self.kind == "sqlite":
            with closing(sqlite3.connect(self.where)) as db, db:
                db.execute("DELETE FROM tellingen WHERE reeks = ? AND dag = ? AND cel = ?", place)
                if value is not None:
                    db.execute("INSERT INTO tellingen VALUES (?, ?, ?, ?)", (*place, value))
            return
        import psycopg  # noqa: PLC0415 - psycopg is an extra

        row = (place.reeks.encode(), place.dag, place.cel)
        with psycopg.connect(POSTGRES) as connection:
            connection.execute(f"SET search_path TO {self.schema}".encode())
            connection.execute("DELETE FROM tellingen WHERE reeks = %s AND dag = %s AND cel = %s", row)
            if value is not None:
                connection.execute("INSERT INTO tellingen VALUES (%s, %s, %s, %s)", (*row, value))
