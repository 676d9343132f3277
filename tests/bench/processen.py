# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Processes that are measured: each on its own core, always stopped, and what they use. Linux only.

A server runs on the first core that we may use, what asks it runs on the second. Whatever ends the run (an
error, Ctrl-C, a kill of the run itself) ends them too: by the `with` they are started in, and else by the
kernel (`setpriv --pdeathsig`).
"""

import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final, TypeAlias

Command: TypeAlias = Sequence[str | Path]
PATIENCE_S: Final = 120.0
GRACE_S: Final = 10.0
LINUX: Final = sys.platform == "linux"
TICKS: Final = os.sysconf("SC_CLK_TCK")
_CORES: Final = sorted(os.sched_getaffinity(0)) if LINUX else [0]


class Proces:
    """A process and its children: what they have used so far."""

    def __init__(self, popen: subprocess.Popen[bytes]) -> None:
        self.popen = popen

    def cpu_s(self) -> float:
        """CPU time of the process, of its children, and of those that it has outlived."""
        return sum(self._ticks(pid) for pid in self._all()) / TICKS

    def pss_mib(self) -> float:
        """Memory, where what several processes share counts once."""
        return sum(_pss_kib(pid) for pid in self._all()) / 1024

    def _ticks(self, pid: int) -> int:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return 0  # it ended meanwhile, and is counted with its parent
        return sum(map(int, fields[11:15]))  # proc(5): utime stime cutime cstime, the last two of children waited for

    def _all(self) -> list[int]:
        found = [self.popen.pid]
        for pid in found:  # it grows as it goes
            for path in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(FileNotFoundError, ProcessLookupError):
                    found += map(int, path.read_text(encoding="ascii").split())
        return found


def cores() -> tuple[int, int]:
    """Say on which core a server runs, and on which what asks it. On a machine of one core they must share."""
    return _CORES[0], _CORES[min(1, len(_CORES) - 1)]


def busy_s() -> float:
    """How long the cores of this machine have worked since it started, all added up; 0 where that is not known."""
    if not LINUX:
        return 0.0
    fields = Path("/proc/stat").read_text(encoding="ascii").partition("\n")[0].split()
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, fields[1:9])  # proc(5)
    return (user + nice + system + irq + softirq + steal) / TICKS


def pinned(command: Command, core: int, *, user: str = "") -> list[str]:
    """Write a command that runs on one core and ends with us; `user`: as whom, when we are root."""
    account = pwd.getpwnam(user) if user and os.geteuid() == 0 else None
    become = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--init-groups"] if account else []
    return ["setpriv", *become, "--pdeathsig=SIGTERM", "taskset", "-c", str(core), *map(str, command)]


@contextmanager
def started(
    command: Command,
    ready: Callable[[], bool],
    *,
    env: Mapping[str, str] | None = None,
    user: str = "",
    stop: signal.Signals = signal.SIGTERM,
) -> Iterator[Proces]:
    """Run a server on its core, until the end of the `with`.

    Raises:
        RuntimeError: it ended, or was not ready in time; with the last it said.
    """
    with TemporaryFile() as said:
        popen = subprocess.Popen(
            pinned(command, cores()[0], user=user), env=env, stdout=said, stderr=said, stdin=subprocess.DEVNULL, cwd="/"
        )
        try:
            _wait(popen, ready, said.fileno())
            yield Proces(popen)
        finally:
            popen.send_signal(stop)
            try:
                popen.wait(GRACE_S)
            except subprocess.TimeoutExpired:
                popen.kill()
                popen.wait()


def _wait(popen: subprocess.Popen[bytes], ready: Callable[[], bool], said: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not ready():
        if popen.poll() is not None or time.monotonic() > deadline:
            last = os.pread(said, 4000, max(0, os.fstat(said).st_size - 4000)).decode(errors="replace")
            raise RuntimeError(f"{popen.args!r} is niet gestart:\n{last}")
        time.sleep(0.01)


def listens(port: int) -> bool:
    """Say whether something answers on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """Find a port that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _pss_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
