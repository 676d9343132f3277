# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""openapi/toegang.md does what it says, with bash, curl and openssl, on a register that really runs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from msgspec import Struct

from tests.docs.transcript import matches
from tests.support import lijn
from tests.support.draaiend import ROOT, Draaiend

PAGE = ROOT / "openapi" / "toegang.md"
TOOLS = ("bash", "curl", "openssl")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
BLOCKS = re.compile(r"^```(bash|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
END = "\x1e"  # between what one block prints and what the next does
FILLED_IN = {"register": "http://127.0.0.1:8000", "lid": "var/demo/leden/enschede"}
if MISSING and os.environ.get("CI") != "true":
    pytest.skip(f"not here: {', '.join(MISSING)}", allow_module_level=True)


class Step(Struct):
    """What a reader pastes, and what the page says that comes of it."""

    commands: str
    output: str = ""


def steps(text: str) -> list[Step]:
    found: list[Step] = []
    for kind, body in BLOCKS.findall(text):
        if kind == "bash":
            found.append(Step(body))
        else:
            found[-1].output = body
    return found


def script(given: dict[str, str]) -> str:
    """Everything that a reader pastes, with the two lines that name the register and the member filled in."""
    text = "".join(f"{step.commands}printf '{END}'\n" for step in steps(PAGE.read_text()))
    for name, value in given.items():
        line = f"{name}={FILLED_IN[name]}\n"
        assert text.count(line) == 1
        text = text.replace(line, f"{name}='{value}'\n")
    return "set -euo pipefail\n" + text


@pytest.fixture(scope="module")
def folder(register: Draaiend, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A member's folder, as `make run` makes them."""
    net = register.net
    net.lid("cjib").publiceer(lijn("boetes", trefwoorden=("bekeuring",)))
    lid = net.lid("loket", ("loket",))
    made = tmp_path_factory.mktemp("leden") / "loket"
    made.mkdir()
    (made / "toegang.jwk").write_bytes(lid.toegang.dump())
    profiel = {"register": register.url, "oin": lid.oin, "clientId": f"{lid.oin}.loketsoftware"}
    (made / "profiel.json").write_bytes(msgspec.json.format(msgspec.json.encode(profiel)))
    return made


def test_the_page_does_what_it_says(register: Draaiend, folder: Path, tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path), "LC_ALL": "C.UTF-8", "no_proxy": "*"}
    done = subprocess.run(
        ["bash"],
        input=script({"register": register.url, "lid": str(folder)}),
        env=environ,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    printed = done.stdout.split(END)[:-1]
    for step, said in zip(steps(PAGE.read_text()), printed, strict=True):
        assert matches(step.output, said), f"{step.commands}\n{said}"
    assert list(tmp_path.iterdir()) == []  # no key left behind


def functions(*names: str) -> str:
    """The functions of the page with these names."""
    lines = PAGE.read_text().splitlines()
    return "\n".join(line for line in lines if line.startswith(tuple(f"{name}() {{" for name in names))) + "\n"


@pytest.mark.parametrize("r", [1, 0x7F, 0x80, 2**248 - 1, 2**255, 2**256 - 1], ids=hex)
@pytest.mark.parametrize("s", [1, 2**252, 2**256 - 2**200], ids=hex)
def test_a_number_of_a_signature_keeps_its_zeros(r: int, s: int, tmp_path: Path) -> None:
    """One signature in 128 has a number of less than 32 bytes."""
    (tmp_path / "der").write_bytes(encode_dss_signature(r, s))
    done = subprocess.run(
        ["bash"],
        input=(functions("bytes", "ruw") + "ruw < der").encode(),
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stdout == r.to_bytes(32, "big") + s.to_bytes(32, "big")
