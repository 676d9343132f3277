# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL as a peer: its own cluster on a Unix socket, asked by pgbench with prepared statements. TEST ONLY.

The tables are those of tabellen.py, with what free text asks for: a tsvector under GIN, and the questions
themselves, since pgbench draws numbers and no words. No HTTP, no token, no JSON to build: it does less.
"""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, LiteralString

import psycopg
from msgspec import Struct

from tests.bench.netwerk import Netwerk
from tests.bench.processen import Command, Proces, cores, pinned, started
from tests.bench.servers import OntbreektError
from tests.bench.tabellen import ROUTE, SCHEMA, WOORDEN, parity, rijen, tsquery
from tests.bench.vragen import OFFICE, WEEK_MINUTES, WEEKS, Vraag

USER: Final = "postgres"
CLIENTS: Final = 8
_SETTINGS: Final = (
    "jit=off",
    "autovacuum=off",
    "listen_addresses=",
    "max_parallel_workers_per_gather=0",
    "plan_cache_mode=force_generic_plan",  # else it plans the question anew each time, which takes as long as answering
)
_TEXT: Final = """
    ALTER TABLE lijnen ALTER doc SET STORAGE PLAIN;
    CREATE TABLE zoek (lijn integer PRIMARY KEY, belofte_s integer, gebieden integer[], woorden tsvector);
    CREATE TABLE vragen (id integer PRIMARY KEY, gevraagd tsquery, gemeente integer);
"""
_MOMENT: Final = f"""
\\set kantoor random(1, 10)
\\set week ({parity(0)} + random(0, {WEEKS - 1})) % 2
\\set werk random(0, 4) * 1440 + random({OFFICE[0]}, {OFFICE[1] - 1})
\\set alle random(0, {WEEK_MINUTES - 1})
\\set minuut case when :kantoor <= 7 then :werk else :alle end
"""


class Cluster(Struct, frozen=True):
    """A running PostgreSQL, and how many subjects, municipalities and questions its tables know."""

    proces: Proces
    folder: Path
    programs: Path
    onderwerpen: int
    gemeenten: int
    vragen: int

    def ask(self, seconds: float, *, words: bool = False) -> tuple[int, float]:
        """Ask as fast as it answers; gives how many questions, and in how many seconds.

        Raises:
            RuntimeError: a question failed.
        """
        drawn = (
            f"\\set vraag random(0, {self.vragen - 1})"
            if words
            else f"\\set onderwerp random(0, {self.onderwerpen - 1})\n\\set gemeente random(0, {self.gemeenten - 1})"
        )
        script = self.folder / ("woorden.sql" if words else "route.sql")
        query = " ".join((WOORDEN if words else ROUTE).split())
        script.write_text(f"{drawn}{_MOMENT}{query};\n", encoding="utf-8")
        options = f"-M prepared -n -c {CLIENTS} -j 1 -T {max(1, round(seconds))}".split()
        command: Command = [self.programs / "pgbench", "-h", self.folder, "-U", USER, *options, "-f", script, USER]
        ran = subprocess.run(pinned(command, cores()[1]), capture_output=True, check=False, text=True)
        done = re.search(r"transactions actually processed: (\d+)", ran.stdout)
        speed = re.search(r"tps = ([\d.]+) \(without", ran.stdout)
        if ran.returncode or done is None or speed is None or "failed transactions: 0 " not in ran.stdout:
            raise RuntimeError(f"pgbench: {ran.stdout}{ran.stderr}")
        return int(done[1]), int(done[1]) / float(speed[1])


@contextmanager
def postgres(net: Netwerk, in_words: Sequence[Vraag]) -> Iterator[Cluster]:
    """Run a cluster that holds these lines and questions.

    Raises:
        OntbreektError: PostgreSQL is not installed.
    """
    programs = _programs()
    with TemporaryDirectory(prefix="lijnwijzer-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, USER, USER)
        make: Command = [
            programs / "initdb",
            "-D",
            folder / "data",
            *f"-U {USER} -A trust -E UTF8 --locale=C --no-sync".split(),
        ]
        subprocess.run(pinned(make, cores()[0], user=USER), check=True, capture_output=True, cwd="/")
        options = [text for setting in (*_SETTINGS, f"unix_socket_directories={folder}") for text in ("-c", setting)]
        command: Command = [programs / "postgres", "-D", folder / "data", *options]
        answers: Command = [programs / "pg_isready", "-q", "-h", folder]
        with started(
            command, lambda: not subprocess.run(answers, check=False).returncode, user=USER, stop=signal.SIGINT
        ) as proces:
            _load(folder, net, in_words)
            yield Cluster(proces, folder, programs, len(net.onderwerpen), len(net.gemeenten), len(in_words))


def _load(folder: Path, net: Netwerk, in_words: Sequence[Vraag]) -> None:
    with psycopg.connect(host=str(folder), user=USER, dbname=USER, autocommit=True) as db, db.cursor() as cursor:
        cursor.execute(SCHEMA + _TEXT)
        made = list(rijen(net))
        _copy(cursor, "lijnen", ((rij.id, rij.doc) for rij in made))
        _copy(cursor, "passend", (row for rij in made for row in rij.passend))
        _copy(cursor, "open", ((rij.id, *hours) for rij in made for hours in rij.open))
        _copy(cursor, "zoek", ((rij.id, rij.belofte_s, list(rij.gebieden), _lexemes(rij.woorden)) for rij in made))
        _copy(cursor, "vragen", ((n, tsquery(said.woorden), said.gemeente) for n, said in enumerate(in_words)))
        cursor.execute("CREATE INDEX ON zoek USING gin (woorden)")
        cursor.execute("VACUUM ANALYZE")


def _copy(cursor: psycopg.Cursor[Any], table: LiteralString, rows: Iterable[Sequence[object]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _lexemes(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), key=lambda path: int(path.parts[4]))
    own = shutil.which("postgres")
    if not found and own is None:
        raise OntbreektError("postgresql ontbreekt: apt-get install postgresql")
    return found[-1].parent if found else Path(own or "").resolve().parent
