# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every file of the repository: whose it is, how long it is, and that it runs anywhere."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEADER = "# SPDX-FileCopyrightText: 2026 Lijnwijzer\n# SPDX-License-Identifier: EUPL-1.2\n"
MAX_LINES = 350

# A path from the root of a disk; one inside an address or a relative path is none.
MACHINE_PATH = re.compile(rb"(?<![\w.])/(?:(?:work|root|home|Users)/|farm\b)")
REGISTRY_HOST = re.compile(rb"pypi\.org|pythonhosted\.org|registry\.npm")


def kept() -> list[Path]:
    """Every file that git keeps or would keep with the next `git add`."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("this is no clone", allow_module_level=True)
    return [path for name in sorted(set(listed.decode().split("\0"))) if (path := ROOT / name).is_file()]


KEPT = kept()
MODULES = [path for path in KEPT if path.suffix == ".py"]


def found_in(pattern: re.Pattern[bytes], paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_bytes().splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_knows_a_folder_of_the_machine_it_was_made_on() -> None:
    assert found_in(MACHINE_PATH, KEPT) == []


def test_no_file_names_a_package_registry() -> None:
    assert found_in(REGISTRY_HOST, KEPT) == []


def test_every_module_says_whose_it_is_and_under_which_licence() -> None:
    headless = [path for path in MODULES if not path.read_text(encoding="utf-8").startswith(HEADER)]
    assert [str(path.relative_to(ROOT)) for path in headless] == []


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in MODULES
        if path.relative_to(ROOT).parts[0] in {"registry", "cli"}
    }
    assert {name: count for name, count in lines.items() if count > MAX_LINES} == {}
