# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Run the console blocks of README.md against a fresh demo network, and hold what comes out to what stands there.

    python -m tests.docs.transcript      write what came out into README.md

`…` in a block stands for anything on that line: what differs at every run (digests, keys, moments), or by the day;
what is shown stays as it is while it fits.
"""

import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_DIFFERS = re.compile(r"\b[0-9a-f]{64}\b|(?<=sleutel )[\w-]{43}|\d+ [a-z]+ \d{4}, \d+\.\d\d uur")


class Step(Struct, frozen=True):
    """One command of a block, and what it printed or should print."""

    command: str
    output: str


def blocks(text: str) -> list[str]:
    """Find the console blocks of a Markdown text."""
    return _BLOCK.findall(text)


def steps(block: str) -> list[Step]:
    """Split a block into its commands, each with the lines below it."""
    found = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [Step(*part.split("\n", 1)) for part in found]


def matches(shown: str, printed: str) -> bool:
    """Say whether what was printed fits what is shown; `…` fits anything on its line."""
    pattern = re.escape(shown.strip()).replace("…", "[^\n]*")
    return re.fullmatch(pattern, printed.strip()) is not None


@contextmanager
def demo(folder: Path) -> Iterator[dict[str, str]]:
    """Serve a fresh demo network out of a folder; gives the environment for commands in it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    environ = {name: text for name, text in os.environ.items() if not name.startswith(("REGISTRY_", "LIJN_"))} | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "120",
    }
    command = [sys.executable, "-m", "fixtures.demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=folder, env=environ, stderr=subprocess.PIPE, start_new_session=True) as server:
        try:
            _wait_for(server, b"Stoppen")
            yield environ
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(10)


def run(step: Step, folder: Path, environ: dict[str, str]) -> str:
    """Run one command as a reader would, standard error too; an `export` stays for the commands after it."""
    if step.command.startswith("export "):
        name, _, value = step.command.removeprefix("export ").partition("=")
        environ[name] = value
        return ""
    done = subprocess.run(  # a command of our own README
        ["bash", "-c", step.command], cwd=folder, env=environ, capture_output=True, text=True, timeout=30, check=False
    )
    return done.stderr + done.stdout if step.command.startswith("lijn publiceer") else done.stdout + done.stderr


def _wait_for(server: subprocess.Popen[bytes], word: bytes) -> None:
    assert server.stderr is not None
    said = b""
    while word not in said:
        ready, _, _ = select.select([server.stderr], [], [], 30)
        chunk = os.read(server.stderr.fileno(), 4096) if ready else b""
        assert chunk, f"the demo did not start: {said.decode()}"
        said += chunk


def write(folder: Path) -> None:
    """Run every block and write what came out into README.md."""
    text = README.read_text()
    with demo(folder) as environ:
        for block in blocks(text):
            made = ""
            for step in steps(block):
                came = run(step, folder, environ)
                kept = bool(step.output) and matches(step.output, came)  # with what differs by the day left out
                printed = (step.output if kept else _DIFFERS.sub("…", came)).rstrip()
                made += f"$ {step.command}\n" + (f"{printed}\n" if printed else "")
            text = text.replace(block, made, 1)
    README.write_text(text)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        write(Path(scratch))
