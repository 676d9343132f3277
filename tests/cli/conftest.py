# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn` in a test: the commands as they are, with a register in memory behind the network seam."""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx
import msgspec
import pytest
from msgspec import Struct

from cli.app import run
from cli.omgeving import Omgeving
from registry.statements.geheim import Geheim
from registry.statements.sleutels import Sleutel, Sleutels
from tests.support import Lid, Network
from tests.support.network import BASE_URL, secret

DEMO: Final = Path(__file__).parents[2] / "fixtures" / "demo"
SVB_AOW: Final = DEMO / "svb" / "lijnen" / "aow-professionals.yaml"
NOW: Final = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
Http = Callable[[str], AbstractContextManager[httpx.Client]]


class Uitkomst(Struct, frozen=True):
    """What a command left: its exit code, its data and its talk."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.out)

    @property
    def fout(self) -> Any:
        return msgspec.json.decode(self.err)


class Lijn:
    """Runs `lijn`. Without a network, unless one is given."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.http: Http = no_network
        self.now: Callable[[], datetime] = lambda: NOW
        self.profiel: Path | None = None

    def __call__(self, *args: str | Path, answer: str | None = None) -> Uitkomst:
        """Run a command; `answer` is what a person types at the terminal, None: nobody is there."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO(answer or ""))
        omgeving = Omgeving(
            http_factory=self.http, now=self.now, new_id=lambda: str(uuid4()), stdin_is_tty=lambda: answer is not None
        )
        lead = ["--profiel", str(self.profiel)] if self.profiel else []
        self._capsys.readouterr()
        code = run([*lead, *map(str, args)], omgeving)
        out, err = self._capsys.readouterr()
        return Uitkomst(code, out, err)


def no_network(register: str) -> AbstractContextManager[httpx.Client]:
    raise AssertionError(f"nobody should have called {register}")


def unreachable(register: str) -> httpx.Client:
    """A network without a register."""

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there", request=request)

    return httpx.Client(base_url=register, transport=httpx.MockTransport(refuse))


@contextmanager
def overheard(net: Network, heard: list[httpx.Request]) -> Iterator[httpx.Client]:
    """The register, with everything that is sent to it written down."""
    with net.http() as client:
        client.event_hooks = {"request": [heard.append]}
        yield client


def write_profile(folder: Path, lid: Lid, **more: str) -> Path:
    """Write a member's profile and its keys, as `lijn aanmelden` leaves them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, key in (("toegang", lid.toegang), ("verklaringen", lid.geheim)):
        (folder / f"{name}.jwk").write_bytes(key.dump())
        (folder / f"{name}.jwk").chmod(0o600)
    profile = {
        "register": BASE_URL,
        "oin": lid.oin,
        "clientId": f"{lid.oin}.loketsoftware",
        "toegang": "toegang.jwk",
        "verklaringen": "verklaringen.jwk",
    }
    (folder / "profiel.json").write_bytes(msgspec.json.encode(profile | more))
    return folder


def anchors(net: Network) -> dict[str, str]:
    """What a verifier gets out of band."""
    return {"logboek": net.signer.verifier, "beheerder": net.obpt.geheim.kid}


@pytest.fixture
def lijn(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Lijn:
    monkeypatch.delenv("LIJN_PROFIEL", raising=False)
    monkeypatch.chdir(tmp_path)
    return Lijn(capsys, monkeypatch)


@pytest.fixture
def cak(tmp_path: Path) -> Path:
    """The CAK as it describes itself, with an OIN that no member of a `Network` gets."""
    text = (DEMO / "cak" / "organisatie.yaml").read_text(encoding="utf-8")
    path = tmp_path / "organisatie.yaml"
    path.write_text(text.replace("00000099000000003000", "00000099999999999000"), encoding="utf-8")
    return path


@pytest.fixture
def net() -> Network:
    return Network()


@pytest.fixture
def svb(net: Network) -> Lid:
    return net.lid("svb")


@pytest.fixture
def zaaksysteem(net: Network, svb: Lid) -> Geheim:
    """Another system of the same member, with a key of its own."""
    geheim, until = secret(77), datetime(2027, 3, 1, tzinfo=UTC)
    other = Sleutel(naam="zaaksysteem", gebruik="toegang", jwk=geheim.jwk, geldig_tot=until)
    svb.say(Sleutels(sleutels=(*svb.sleutels(), other), reden="vervanging"), f"sleutels/{svb.oin}")
    net.clock.move(minutes=1)
    return geheim


@pytest.fixture
def as_svb(lijn: Lijn, net: Network, svb: Lid, tmp_path: Path) -> Lijn:
    """`lijn` as the SVB uses it, with the anchors pinned."""
    lijn.http = lambda _: net.http()
    lijn.now = net.clock
    lijn.profiel = write_profile(tmp_path / "svb", svb, **anchors(net))
    return lijn


@pytest.fixture
def as_obpt(lijn: Lijn, net: Network, tmp_path: Path) -> Lijn:
    lijn.http = lambda _: net.http()
    lijn.now = net.clock
    lijn.profiel = write_profile(tmp_path / "obpt", net.obpt)
    return lijn
