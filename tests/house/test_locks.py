# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The locks pin every package by hash, and say nothing about where it comes from."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
NODE_LOCKS = [ROOT / "openapi/adr-ruleset/package-lock.json", ROOT / "tests/interop/package-lock.json"]
PINNED = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9-]*)(\[[a-z0-9,-]+\])?==[^\s;]+"  # name[extra]==version
    r"( ; [^\\]+)?"  # only on some machines
    r"( --hash=sha256:[0-9a-f]{64})+"
)


def pins(lock: Path) -> list[str]:
    """Every entry of a lock on one line of its own."""
    joined = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    return [" ".join(line.split()) for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def names(lock: Path) -> set[str]:
    return {match["name"] for pin in pins(lock) if (match := PINNED.fullmatch(pin))}


def test_there_is_a_lock_to_run_one_for_postgresql_and_one_to_develop() -> None:
    assert [lock.name for lock in LOCKS] == [
        "requirements-dev.lock",
        "requirements-postgresql.lock",
        "requirements.lock",
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_by_version_and_hash(lock: Path) -> None:
    assert [pin for pin in pins(lock) if not PINNED.fullmatch(pin)] == []


@pytest.mark.parametrize("lock", [*LOCKS, *NODE_LOCKS], ids=lambda lock: f"{lock.parent.name}/{lock.name}")
def test_a_lock_names_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")


def test_the_locks_agree_on_every_version() -> None:
    run, postgresql, dev = (set(pins(ROOT / f"requirements{name}.lock")) for name in ("", "-postgresql", "-dev"))
    assert run <= postgresql <= dev


def test_everything_that_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    assert {re.split(r"[\[<>=~!; ]", line)[0].lower() for line in asked} <= names(ROOT / "requirements.lock")


@pytest.mark.parametrize("lock", NODE_LOCKS, ids=lambda lock: lock.parent.name)
def test_every_node_package_is_pinned_by_hash(lock: Path) -> None:
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    assert [path for path, package in packages.items() if path and "integrity" not in package] == []


def test_every_node_lock_that_there_is_is_held_to_this() -> None:
    assert sorted(NODE_LOCKS) == sorted(path for path in ROOT.rglob("package-lock.json") if ".venv" not in path.parts)
