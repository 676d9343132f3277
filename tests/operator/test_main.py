# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Begin a register, serve it, audit it: as an operator does, on disk."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from time import sleep

import httpx
import msgspec
import pytest
from litestar.testing import TestClient

from cli.bestanden import lees
from cli.lijnen import omzetten
from registry import main
from registry.errors import MalformedError, RefusedError
from registry.settings import Settings
from registry.statements.feestdagen import GELIJKGESTELD, voorstel_kalender
from registry.statements.geheim import Geheim
from registry.statements.kalenders import Kalender
from registry.statements.leden import Aanmelding
from registry.tlog.checkpoint import Verifier
from tests.support import Network
from tests.support.draaiend import ROOT, free_ports, wait_for
from tests.support.network import secret

OBPT = Path(__file__).parents[2] / "fixtures/demo/obpt/organisatie.yaml"
SPEAKS, CALLS = secret(701), secret(702)
OIN = msgspec.yaml.decode(OBPT.read_bytes())["oin"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=str(tmp_path / "register"))


def aanmelding(speaks: Geheim = SPEAKS) -> Aanmelding:
    about = msgspec.yaml.decode(OBPT.read_bytes())
    from registry.__main__ import founder  # noqa: PLC0415

    return founder(about, speaks, CALLS)


def test_a_register_begins_with_its_beheerder_and_verifies(settings: Settings) -> None:
    signer = main.init(settings, aanmelding(), SPEAKS)
    found, geteld = main.run_audit(settings)
    assert (found.records, found.afwijkend) == (2, ())
    assert (geteld.rijen, geteld.afwijkend, geteld.vanaf) == (0, (), None)
    assert Verifier.parse(signer.verifier).name == settings.log_name


def test_secrets_are_for_their_owner_only(settings: Settings) -> None:
    main.init(settings, aanmelding(), SPEAKS)
    for name in (main.LOG_KEY, main.TOKEN_KEY, main.DATABASE):
        assert stat.S_IMODE((settings.folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.folder.stat().st_mode) == 0o700


def test_an_assertion_that_one_worker_took_is_taken_by_no_other(settings: Settings) -> None:
    main.init(settings, aanmelding(), SPEAKS)
    book = settings.folder / main.POORTBOEK
    assert not book.exists()  # it is made by who serves
    workers = [main.make_app(settings) for _ in range(2)]  # held on to: what is let go of is closed anyway
    client, at = f"{OIN}.toegang", int(main.now().timestamp())
    claims = {"iss": client, "sub": client, "aud": settings.base_url, "iat": at, "exp": at + 60, "jti": main.new_id()}
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": CALLS.sign_jwt(claims),
    }
    with TestClient(workers[0]) as first, TestClient(workers[1]) as second:
        answers = [worker.post("/oauth/token", data=form) for worker in (first, second, first)]
        assert stat.S_IMODE(book.stat().st_mode) == 0o600
    assert [answer.status_code for answer in answers] == [200, 400, 400]
    assert "al eens gebruikt" in answers[1].text
    assert not list(settings.folder.glob("*-wal"))  # SQLite removes it when the last connection is closed
    book.unlink()  # nothing of the register is in it
    assert main.run_audit(settings)[0].records == 2


def test_a_store_that_is_unknown_has_no_book_either(settings: Settings) -> None:
    with pytest.raises(MalformedError, match="REGISTRY_STORE"):
        main.open_poortboek(Settings(data=settings.data, store="mysql://x"))


def test_a_key_that_others_can_read_is_refused(settings: Settings) -> None:
    main.init(settings, aanmelding(), SPEAKS)
    (settings.folder / main.LOG_KEY).chmod(0o640)
    with pytest.raises(MalformedError, match="chmod 600"):
        main.make_app(settings)


def test_a_register_begins_once(settings: Settings) -> None:
    main.init(settings, aanmelding(), SPEAKS)
    key = (settings.folder / main.LOG_KEY).read_bytes()
    with pytest.raises(MalformedError, match="al een register"):
        main.init(settings, aanmelding(), SPEAKS)
    assert (settings.folder / main.LOG_KEY).read_bytes() == key


def test_a_founding_that_broke_off_is_finished(settings: Settings) -> None:
    main.init(settings, aanmelding(), SPEAKS)
    whole, _ = main.run_audit(settings)
    half = Settings(data=str(settings.folder.parent / "half"))
    settings.folder.rename(half.folder)
    (half.folder / main.DATABASE).unlink()
    for left in half.folder.glob("*.sqlite-*"):
        left.unlink()
    main.init(half, aanmelding(), SPEAKS)
    assert main.run_audit(half)[0].records == whole.records


def test_another_key_does_not_finish_what_one_key_began(settings: Settings) -> None:
    net = Network(kalender=False)
    other = Settings(data=settings.data)
    main.init(other, aanmelding(), SPEAKS)
    with pytest.raises(MalformedError):
        main.init(other, aanmelding(secret(703)), secret(703))
    assert net.size() == 2


def test_a_candidate_cannot_found_a_log(settings: Settings) -> None:
    body = msgspec.structs.replace(aanmelding(), rollen=("publicist",))
    with pytest.raises(RefusedError, match="begint met de aanmelding van de beheerder"):
        main.init(settings, body, SPEAKS)


def test_the_operators_commands_say_what_is_wrong_on_stderr(tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "REGISTRY_DATA": str(tmp_path / "leeg"), "REGISTRY_STORE": "mysql://x"}
    done = subprocess.run(
        [sys.executable, "-m", "registry", "audit"],
        cwd=Path(__file__).parents[2],
        env=environ,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "REGISTRY_STORE" in done.stderr
    assert "Traceback" not in done.stderr


# --- the kalender of a year ------------------------------------------------------------------------------------------


def propose(*args: str) -> tuple[int, str, str]:
    """Run the command as an operator does: it needs no register."""
    done = subprocess.run(
        [sys.executable, "-m", "registry", "kalender", *args],
        cwd=Path(__file__).parents[2],
        env={"PATH": os.environ["PATH"], "REGISTRY_DATA": "/nergens"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_kalender_is_proposed_with_the_decrees_that_are_known() -> None:
    code, out, told = propose("2028")
    assert code == 0
    assert msgspec.yaml.decode(out, type=Kalender) == voorstel_kalender(2028, gelijkgesteld=GELIJKGESTELD)
    assert "vrijdag 28 april       dag na Koningsdag (gelijkgesteld-kb)" in told
    assert "Staatscourant" in told
    assert "geen koninklijk besluit bekend" not in told


def test_after_the_last_decree_it_says_that_none_is_known() -> None:
    code, out, told = propose("2029", "--gelijkgesteld", "2029-05-11", "--gelijkgesteld", "2029-04-30")
    assert code == 0
    added = [dag for dag in msgspec.yaml.decode(out, type=Kalender).dagen if dag.soort == "gelijkgesteld-kb"]
    assert [(str(dag.datum), dag.naam) for dag in added] == [
        ("2029-04-30", "gelijkgestelde dag"),
        ("2029-05-11", "dag na Hemelvaartsdag"),
    ]
    assert "Voor 2029 is hier geen koninklijk besluit bekend" in told
    assert "Staatscourant" in told


def test_the_decrees_that_are_known_can_be_left_out() -> None:
    code, out, told = propose("2028", "--zonder-gelijkgesteld", "--gelijkgesteld", "2028-05-26")
    assert code == 0
    assert msgspec.yaml.decode(out, type=Kalender) == voorstel_kalender(2028, gelijkgesteld=[date(2028, 5, 26)])
    assert "weggelaten" in told


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("2013",), 1, "2014 tot en met 2199"),
        (("2200",), 1, "2014 tot en met 2199"),
        (("2029", "--gelijkgesteld", "2028-05-26"), 1, "niet in 2029"),
        (("2029", "--gelijkgesteld", "2029-05-05"), 1, "al een feestdag: Bevrijdingsdag"),
        (("2029", "--gelijkgesteld", "2029-02-30"), 2, "2029-02-30"),
        (("volgend",), 2, "volgend"),
        ((), 2, ""),
    ],
    ids=["too early", "too late", "another year", "a holiday already", "no day", "no year", "nothing"],
)
def test_what_cannot_be_proposed_is_said_on_stderr_and_nothing_comes_out(
    args: tuple[str, ...], code: int, said: str
) -> None:
    done, out, told = propose(*args)
    assert (done, out) == (code, "")
    assert said in told
    assert "Traceback" not in told


def test_what_is_proposed_is_what_the_beheerder_can_sign(tmp_path: Path) -> None:
    """`python -m registry kalender 2029 > k.yaml && lijn kalender k.yaml`: the member's reader takes what comes out."""
    (tmp_path / "k.yaml").write_text(propose("2029")[1], encoding="utf-8")
    body, fouten = omzetten(lees(tmp_path / "k.yaml"), Kalender, op=date(2026, 11, 23))
    assert fouten == ()
    assert body == voorstel_kalender(2029)


def test_what_is_made_once_is_made_once_however_many_ask() -> None:
    asked, at_the_door = 0, Barrier(8)

    def make() -> object:
        nonlocal asked
        asked += 1
        sleep(0.02)
        return object()

    give = main.once(make)

    def ask(_: int) -> object:
        at_the_door.wait(5)
        return give()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert asked == 1
    assert give() is give()


def test_what_could_not_be_made_is_tried_again_and_not_remembered() -> None:
    faults = [MalformedError("Nog niet.")]

    def make() -> str:
        if faults:
            raise faults.pop()
        return "gelukt"

    give = main.once(make)
    with pytest.raises(MalformedError):
        give()
    assert give() == give() == "gelukt"


def test_memory_is_given_back_where_the_system_can() -> None:
    main.give_back_memory()


def test_who_serves_to_others_is_told_of_the_proxy_that_it_may_have_to_name(settings: Settings, tmp_path: Path) -> None:
    main.init(settings, aanmelding(), SPEAKS)
    (port,), said = free_ports(1), tmp_path / "said"
    env = {name: text for name, text in os.environ.items() if not name.startswith("REGISTRY_")} | {
        "REGISTRY_DATA": settings.data, "REGISTRY_PORT": str(port),
        "REGISTRY_HOST": "0.0.0.0",  # noqa: S104  # what the Dockerfile says
    }  # fmt: skip
    with (
        said.open("wb") as file,
        subprocess.Popen([sys.executable, "-m", "registry", "serve"], env=env, stderr=file, cwd=ROOT) as served,
    ):
        try:
            wait_for(port)
            for _ in range(2):
                httpx.get(f"http://127.0.0.1:{port}/fouten", headers={"X-Forwarded-For": "203.0.113.9"})
        finally:
            served.terminate()
    first, second = said.read_text().splitlines()
    assert "WARNING De server luistert ook voor andere machines" in first
    assert "WARNING Er komen verzoeken via een proxy die niet in REGISTRY_PROXY staat." in second
