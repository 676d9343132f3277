# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A start is quick: what is slow to import stays out of its path; and offline is offline."""

import json
import os
import subprocess
import sys
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.statements.telefoon import phone_faults
from tests.cli.conftest import SVB_AOW, Lijn
from tests.support import Network

PREMIUM = phonenumbers.PhoneNumberType.PREMIUM_RATE
ROOT = Path(__file__).parents[2]
SLOW = {
    "authlib",
    "holidays",
    "httpx",
    "joserfc",
    "litestar",
    "psycopg",
    "requests",
    "rich",
    "sqlite3",
    "sqlite_utils",
    "uvicorn",
    "asyncio",
    "ssl",
}
WATCH = """
import json, sys
before = set(sys.modules)
def refuse(event, args):
    if event in {"socket.__new__", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"}:
        raise SystemExit(f"99 {event}")
sys.addaudithook(refuse)
from cli.main import main
try:
    main()
except SystemExit as stop:
    sys.stderr.write("\\n" + json.dumps({"code": stop.code, "modules": sorted({m.split(".")[0] for m in sys.modules})}))
"""


def started(*args: str | Path, cwd: Path) -> tuple[int, set[str]]:
    """Run `lijn` in a process of its own that may not open a socket; its exit code, and what it imported."""
    env = {name: value for name, value in os.environ.items() if name not in {"LIJN_PROFIEL", "COVERAGE_PROCESS_START"}}
    command = [sys.executable, "-c", WATCH, *map(str, args)]
    done = subprocess.run(
        command, cwd=cwd, env=env | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    told = json.loads(done.stderr.splitlines()[-1])
    return told["code"], set(told["modules"])


@pytest.fixture
def bundle(as_svb: Lijn, tmp_path: Path) -> Path:
    as_svb("publiceer", SVB_AOW)
    as_svb("toon", "svb/aow-professionals", "--bewijs", tmp_path / "bewijs.json")
    return tmp_path / "bewijs.json"


def test_commands_that_need_no_network_import_nothing_slow(
    as_svb: Lijn, bundle: Path, tmp_path: Path, net: Network
) -> None:
    assert as_svb.profiel is not None
    for args in (
        ("--help",),
        ("--versie",),
        ("publiceer", "--help"),
        ("zoek", "--help"),
        ("controleer", SVB_AOW),
        ("--profiel", as_svb.profiel, "verifieer", bundle),
        ("sleutel", "nieuw", "--map", tmp_path / "nieuw"),
        ("--profiel", as_svb.profiel, "sleutel", "toon"),
    ):
        code, modules = started(*args, cwd=tmp_path)
        assert (args, code) == (args, 0)
        assert (args, modules & SLOW) == (args, set())


def test_help_imports_no_cryptography_and_no_yaml(tmp_path: Path) -> None:
    _, modules = started("--help", cwd=tmp_path)
    assert modules & {"cryptography", "yaml", "phonenumbers", "zoneinfo"} == set()


def test_a_misspelt_command_imports_nothing_of_the_register_but_its_errors(tmp_path: Path) -> None:
    code, modules = started("publicer", cwd=tmp_path)
    assert code == 2
    assert modules & {"cryptography", "yaml", "phonenumbers", "zoneinfo"} == set()


def test_a_number_with_an_area_code_is_judged_without_the_numbering_plan_of_the_world(tmp_path: Path) -> None:
    _, modules = started("controleer", SVB_AOW, cwd=tmp_path)
    assert "phonenumbers" not in modules


@given(area=st.integers(10, 99), rest=st.integers(0, 9_999_999))
def test_and_it_is_judged_the_same(area: int, rest: int) -> None:
    nummer = f"+31{area}{rest:07}"
    parsed = phonenumbers.parse(nummer, None)
    plan = phonenumbers.is_valid_number(parsed) and phonenumbers.number_type(parsed) != PREMIUM
    assert (list(phone_faults("nummer", nummer)) == []) == (plan and not nummer.startswith("+3114"))


def test_every_area_code_that_is_passed_is_one_of_the_numbering_plan() -> None:
    for area in range(10, 100):
        for rest in (0, 1, 1_234_567, 2_000_000, 5_500_000, 9_999_999):
            nummer = f"+31{area}{rest:07}"
            if not list(phone_faults("nummer", nummer)):
                assert phonenumbers.is_valid_number(phonenumbers.parse(nummer, None)), nummer
