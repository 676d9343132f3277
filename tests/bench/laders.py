# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What asks servers, and what one round of asking found. TEST ONLY.

closed loop   32 connections, each asks as soon as it was answered: how much does a server do?
open loop     1,000 questions a second at random moments, whatever the server does: how long does one wait?

A round counts only when every answer was a good one (200, and as large as ours are). For each answer wrk works
about as long as nginx does, so nginx has some time left that no loader on one core can fill: beside nginx it is
the CPU time for each question that counts.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from tests.bench.processen import Command, Proces, cores, pinned
from tests.bench.registerbestand import FOLDER
from tests.bench.servers import OntbreektError, Server, program

HERE: Final = Path(__file__).parent
CONNECTIONS: Final = 32
OPEN_CONNECTIONS: Final = 64
_rounds = count()


class Ronde(Struct, frozen=True, kw_only=True):
    """One round: questions a second, CPU time of the server for each, and how long they waited, if known.

    `late_ms`: the most that the loader itself was late, in an open loop; other work of the machine shows here.
    """

    per_s: float
    cpu_us: float
    p50_ms: float | None = None
    p99_ms: float | None = None
    late_ms: float | None = None


def closed(proces: Proces, ask: Callable[[], tuple[int, float]]) -> Ronde:
    """Measure a round in which `ask` gives how many questions were answered, and in how many seconds."""
    before = proces.cpu_s()
    done, seconds = ask()
    return Ronde(per_s=done / seconds, cpu_us=(proces.cpu_s() - before) / max(done, 1) * 1e6)


def wrk(server: Server, paths: Path, seconds: float, *, least_bytes: float) -> Ronde:
    """Ask a server over HTTP as fast as it answers; every answer has at least so many bytes on average.

    Raises:
        OntbreektError: wrk is not installed.
        RuntimeError: an answer was none.
    """
    tool = program("wrk", "apt-get install wrk")
    options = f"-t 1 -c {CONNECTIONS} -d {seconds:.0f} --timeout 60 -s {HERE}/wrk.lua".split()
    said: Command = [paths, _start(), *([server.token] if server.token else [])]
    before = server.proces.cpu_s()
    found = _ran([tool, *options, server.url, "--", *said])
    done, cpu_s = found["requests"], server.proces.cpu_s() - before
    if done and found["read_bytes"] / done < least_bytes:
        raise RuntimeError(f"{server.url} antwoordt te weinig: {found}")
    return Ronde(
        per_s=done / found["elapsed_us"] * 1e6,
        cpu_us=cpu_s / max(done, 1) * 1e6,
        p50_ms=found["p50_us"] / 1e3,
        p99_ms=found["p99_us"] / 1e3,
    )


def poisson(server: Server, paths: Path, seconds: float, *, per_s: int) -> Ronde:
    """Ask a server over HTTP so many times a second, at random moments.

    Raises:
        OntbreektError: there is no C compiler.
        RuntimeError: an answer was none.
    """
    said: Command = [str(server.port), paths, _start(), str(per_s), str(seconds), str(OPEN_CONNECTIONS)]
    before = server.proces.cpu_s()
    found = _ran([_compiled(), *said, *([server.token] if server.token else [])])
    cpu_us = (server.proces.cpu_s() - before) / found["requests"] * 1e6
    p50_ms, p99_ms, late_ms = (found[name] / 1e3 for name in ("p50_us", "p99_us", "late_us"))
    return Ronde(per_s=per_s, cpu_us=cpu_us, p50_ms=p50_ms, p99_ms=p99_ms, late_ms=late_ms)


def ldap(port: int, searches: Path, seconds: float) -> tuple[int, float]:
    """Search a directory as fast as it answers; gives how many times, and in how many seconds."""
    found = _ran([sys.executable, HERE / "ldaplader.py", str(port), searches, _start(), str(seconds)])
    return found["requests"], found["elapsed_us"] / 1e6


def write_paths(file: Path, paths: Sequence[str]) -> Path:
    """Write what is asked to a file, a path a line."""
    file.write_text("\n".join(paths) + "\n", encoding="utf-8")
    return file


def write_searches(folder: Path, searches: Sequence[bytes]) -> Path:
    """Write searches to a file, each after its length."""
    made = folder / "searches"
    made.write_bytes(b"".join(len(raw).to_bytes(2, "big") + raw for raw in searches))
    return made


def _start() -> str:
    """Begin each round at another place in the list of questions."""
    return str(next(_rounds) * 7919)


def _ran(command: Command) -> dict[str, Any]:
    ran = subprocess.run(pinned(command, cores()[1]), capture_output=True, check=False, text=True)
    last = ran.stdout.strip().rpartition("\n")[2]
    if ran.returncode or not last.startswith("{"):
        raise RuntimeError(f"{Path(command[0]).name}: {ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(last)
    if found["faults"]:
        raise RuntimeError(f"{Path(command[0]).name}: niet elk antwoord was goed: {found}")
    return found


def _compiled() -> Path:
    """Give the open loop loader, compiled unless it was before."""
    source = HERE / "poisson.c"
    made = FOLDER / f"poisson-{sha256(source.read_bytes()).hexdigest()[:12]}"
    if not made.exists():
        if (compiler := shutil.which("cc") or shutil.which("gcc")) is None:
            raise OntbreektError("een C-compiler ontbreekt: apt-get install gcc libc6-dev")
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.glob("poisson-*"):
            old.unlink()
        subprocess.run([compiler, "-O2", "-o", made, source, "-lm"], check=True)
    return made
