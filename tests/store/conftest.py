# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from uuid import uuid4

import pytest

from registry.store.poortboek import Poortboek
from registry.store.protocol import Store
from tests.store import others
from tests.store.places import POSTGRES, Place, ask

SPAWN = multiprocessing.get_context("spawn")
PROCESSES = 2


@pytest.fixture(scope="session")
def new_schema() -> Iterator[Callable[[], Place]]:
    """Make places in PostgreSQL; their schemas are dropped when all tests are done."""
    psycopg = pytest.importorskip("psycopg", reason="no PostgreSQL tests: psycopg is not installed")
    pytest.importorskip("psycopg_pool", reason="no PostgreSQL tests: psycopg_pool is not installed")
    try:
        ask("SELECT 1")
    except psycopg.OperationalError:
        pytest.skip(f"no PostgreSQL tests: no server at {POSTGRES}")
    made: list[str] = []

    def make() -> Place:
        made.append(f"toets_{uuid4().hex}")
        return Place("postgres", POSTGRES, made[-1])

    yield make
    ask(*(f"DROP SCHEMA IF EXISTS {schema} CASCADE" for schema in made))


@pytest.fixture(scope="session")
def used_schema(new_schema: Callable[[], Place]) -> Place:
    """A place in PostgreSQL for one test after another; see Place.empty."""
    place = new_schema()
    place.open().close()
    return place


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    match request.param:
        case "memory":
            return Place("memory")
        case "sqlite":
            return Place("sqlite", str(tmp_path / "register.sqlite"))
        case _:
            used: Place = request.getfixturevalue("used_schema")
            return used.empty()


@pytest.fixture(params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place where nothing is yet, and that several stores and processes can open."""
    if request.param == "sqlite":
        return Place("sqlite", str(tmp_path / "register.sqlite"))
    made: Place = request.getfixturevalue("new_schema")()
    return made


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with closing(place.open()) as opened:
        yield opened


@pytest.fixture
def poortboek(place: Place) -> Iterator[Poortboek]:
    with closing(place.open_poortboek()) as opened:
        yield opened


@pytest.fixture(scope="session")
def processes() -> Iterator[ProcessPoolExecutor]:
    """Processes that are started once and work for every test; `others.together` makes them begin together."""
    with ExitStack() as stack:
        barrier = SPAWN.Barrier(PROCESSES)
        yield stack.enter_context(
            ProcessPoolExecutor(PROCESSES, mp_context=SPAWN, initializer=others.meet_at, initargs=(barrier,))
        )
