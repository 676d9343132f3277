# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Servers that answer HTTP: the register as an operator starts it, and two peers. TEST ONLY.

nginx       a file as large as our answer, whatever the query: what HTTP itself costs
Datasette   the same question as SQL over SQLite
"""

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlencode

import httpx
from msgspec import Struct

from tests.bench.netwerk import Netwerk
from tests.bench.processen import Command, Proces, free_port, listens, started
from tests.bench.registerbestand import FOLDER, ROOT, beller
from tests.bench.tabellen import ROUTE, SCHEMA, parity, rijen
from tests.bench.vragen import Vraag

DATASETTE: Final = FOLDER / "datasette-venv/bin/datasette"
_NGINX: Final = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log stderr;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    default_type application/json;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=100 inactive=1h;
    open_file_cache_valid 1h;
    keepalive_requests 1000000000;
    {temporary}
    server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


class Server(Struct, frozen=True):
    """A server that answers, and the token that it wants, if any."""

    proces: Proces
    port: int
    token: str = ""

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"


class OntbreektError(RuntimeError):
    """What a peer needs is not on this machine; the message says how to get it."""


@contextmanager
def register(folder: Path, *, known_as: Server | None = None) -> Iterator[Server]:
    """Serve a register with `python -m registry serve`; `known_as`: as one more worker beside that one."""
    port = free_port()
    base = known_as.url if known_as else f"http://127.0.0.1:{port}"
    command, env = serving(folder, port, base)
    with started(command, lambda: listens(port), env=env) as proces:
        yield Server(proces, port, known_as.token if known_as else token(base))


def serving(folder: Path, port: int, base_url: str) -> tuple[list[str], dict[str, str]]:
    """Write the command and the environment with which an operator starts one worker."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("REGISTRY_", "PYTHON"))}
    settings = {
        "REGISTRY_DATA": str(folder),
        "REGISTRY_PORT": str(port),
        "REGISTRY_BASE_URL": base_url,
        "REGISTRY_TOKEN_MINUTES": "60",
        "REGISTRY_QUESTIONS_PER_MINUTE": "1000000",
        "REGISTRY_QUESTIONS_PER_MINUTE_ADDRESS": "1000000",
        "REGISTRY_MEASUREMENTS_PER_MINUTE": "1000000",
        "REGISTRY_MEASUREMENTS_PER_MINUTE_ADDRESS": "1000000",
    }
    python = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(FOLDER / "pycache")}  # compiled, as when installed
    return [sys.executable, "-m", "registry", "serve"], kept | settings | python


def token(base_url: str) -> str:
    """Ask for a token as loket software does, with a signed assertion."""
    with httpx.Client(base_url=base_url, timeout=120, trust_env=False) as http:
        return beller().register(http)._token()


@contextmanager
def nginx(body: bytes) -> Iterator[Server]:
    """Serve one file for the path of our route.

    Raises:
        OntbreektError: nginx is not installed.
    """
    tool, port = program("nginx", "apt-get install nginx-light"), free_port()
    with TemporaryDirectory(prefix="lijnwijzer-nginx-") as name:
        folder = Path(name)
        (folder / "v1").mkdir()
        (folder / "v1/contactroutes").write_bytes(body)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        config = _NGINX.format(
            folder=folder,
            port=port,
            user="user root;" if os.geteuid() == 0 else "",
            temporary=" ".join(f"{kind}_temp_path {folder};" for kind in kinds),
        )
        (folder / "nginx.conf").write_text(config, encoding="utf-8")
        command: Command = [tool, "-p", folder, "-e", "stderr", "-c", folder / "nginx.conf"]
        with started(command, lambda: listens(port)) as proces:
            yield Server(proces, port)


@contextmanager
def datasette(net: Netwerk) -> Iterator[Server]:
    """Serve the same lines by Datasette, with the question of a route as one of its canned queries.

    Raises:
        OntbreektError: it is not installed.
    """
    if not DATASETTE.is_file():
        venv = DATASETTE.parents[1].relative_to(ROOT)
        raise OntbreektError(f"datasette ontbreekt: python3 -m venv {venv} && {venv}/bin/pip install datasette")
    port = free_port()
    with TemporaryDirectory(prefix="lijnwijzer-datasette-") as name:
        folder = Path(name)
        _sqlite(folder / "bench.db", net)
        about = {"databases": {"bench": {"queries": {"route": {"sql": ROUTE}}}}}
        (folder / "metadata.json").write_text(json.dumps(about), encoding="utf-8")
        options = f"-h 127.0.0.1 -p {port} -m {folder}/metadata.json -i {folder}/bench.db".split()
        with started([DATASETTE, "serve", *options], lambda: listens(port)) as proces:
            yield Server(proces, port)


def datasette_path(vraag: Vraag) -> str:
    """Write a question by subject as a path of Datasette."""
    about = {
        "onderwerp": vraag.onderwerp,
        "gemeente": vraag.gemeente,
        "week": parity(vraag.week),
        "minuut": vraag.minuut,
        "_shape": "arrayfirst",
    }
    return "/bench/route.json?" + urlencode(about)


def _sqlite(path: Path, net: Netwerk) -> None:
    db = sqlite3.connect(path)
    db.executescript(SCHEMA)
    for rij in rijen(net):
        db.execute("INSERT INTO lijnen VALUES (?, ?)", (rij.id, rij.doc))
        db.executemany("INSERT INTO passend VALUES (?, ?, ?, ?)", rij.passend)
        db.executemany("INSERT INTO open VALUES (?, ?, ?, ?)", [(rij.id, *hours) for hours in rij.open])
    db.commit()
    db.execute("ANALYZE")
    db.close()


def program(name: str, get: str) -> str:
    """Find a program, also where only root looks.

    Raises:
        OntbreektError: it is not there.
    """
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise OntbreektError(f"{name} ontbreekt: {get}")
    return found
