# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""No personal data in any log, in the record of refusals, or in an error: planted in every field of every request.

Once in this process, with every logger there is at DEBUG; once with a server as an operator starts it, of which
everything that it prints is read. There are no traces and no metrics yet; when they come, they belong here.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from litestar.testing import TestClient

from registry import main
from registry.client import Register, Toegang
from registry.errors import StoreError
from registry.settings import Settings
from registry.store.memory import MemoryStore
from registry.web.tempo import Grenzen
from tests.contract.served import Served
from tests.operator.test_main import CALLS, SPEAKS, aanmelding
from tests.stories import geplant
from tests.stories.geplant import ADRES, ALLES, BSN, EMAIL, NAAM, Beller, Verzoek, found_in, verzoeken
from tests.support import Lid, Network, lijn
from tests.support.network import BASE_URL
from tests.web.routes import Asking

ROOT = Path(__file__).parents[2]
OURS_TO_TEST_WITH = {"httpx", "httpcore", "faker", "hypothesis"}  # the asking side of a test
TIGHT = Grenzen(**dict.fromkeys(Grenzen.__struct_fields__, 1))


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that anybody logs, at DEBUG, whatever was set before."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] not in OURS_TO_TEST_WITH]
    before = {name: (logging.getLogger(name).level, logging.getLogger(name).propagate) for name in names}
    with caplog.at_level(logging.DEBUG):
        for name in names:
            logging.getLogger(name).setLevel(logging.DEBUG)
            logging.getLogger(name).propagate = True
        yield caplog
    for name, (level, propagate) in before.items():
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).propagate = propagate


def lines(logged: pytest.LogCaptureFixture) -> str:
    """What was logged on the side of the register."""
    ours = [record for record in logged.records if record.name.partition(".")[0] not in OURS_TO_TEST_WITH]
    return "\n".join(f"{record.name} {logged.handler.format(record)} {record.__dict__}" for record in ours)


def send(http: httpx.Client, verzoek: Verzoek) -> int:
    """Send it; when it is refused, nothing of what was planted comes back."""
    answer = http.request(
        verzoek.method, verzoek.path, headers=list(verzoek.headers), content=verzoek.content, follow_redirects=False
    )
    if answer.status_code >= 400:
        assert found_in(f"{answer.text} {answer.headers}") == [], (verzoek, answer.text)
    return answer.status_code


def beller(net: Network, http: Any, lid: Lid) -> Beller:
    return Beller(
        client_id=f"{lid.oin}.loketsoftware",
        token=lid.register(http)._token(),
        spreekt=lid.geheim,
        toegang=lid.toegang,
        audience=BASE_URL,
        iat=int(net.clock.at.timestamp()),
        new_id=net.new_id,
    )


def test_what_is_planted_is_found_again() -> None:
    """Or all that is shown here would be that nothing is found."""
    lid = Lid(Network(), "x")
    jws = lid.sign(lid.aanmelding(("loket",), naam=NAAM)).decode()
    for text in (f"x{BSN}", NAAM.upper(), EMAIL, "Kromme+Nieuwegracht+47", "3512%20HG", jws, BSN.encode().hex()):
        assert found_in(text), text
    assert found_in("een gewone regel van 12 woorden, met 123456782") == []


def test_nothing_that_is_planted_is_logged_or_remembered_or_comes_back(logged: pytest.LogCaptureFixture) -> None:
    served = Served()
    net = served.net
    app = served.app(BASE_URL, clock=net.clock)
    statuses = set()
    with TestClient(app, base_url=BASE_URL, raise_server_exceptions=False) as http:
        caller = beller(net, http, net.obpt)
        at = Asking(http, served, caller.token, caller.token).address
        statuses |= {send(http, verzoek) for verzoek in verzoeken(caller, at)}
        statuses |= {send(http, verzoek) for verzoek in verzoeken(beller(net, http, served.svb), at, (ALLES,))}
        statuses |= {send(http, verzoek) for verzoek in _taken(net, caller)}
        form = ("Content-Type", geplant.FORM)
        statuses.add(
            send(http, Verzoek(method="POST", path="/oauth/token", headers=(form,), content=ALLES.encode() * 500))
        )
    assert {200, 201, 400, 401, 403, 404, 405, 406, 413, 415} <= statuses
    assert found_in(lines(logged)) == []
    assert found_in(remembered(net)) == []
    assert len(remembered(net)) > 100
    assert caller.token.rpartition(".")[2] not in lines(logged)


def _taken(net: Network, caller: Beller) -> Iterator[Verzoek]:
    """Statements that are accepted, with as much of it as they may hold."""
    lid = Lid(net, "zonderland")
    known = ("Authorization", f"Bearer {caller.token}")
    jose = ("Content-Type", geplant.JOSE)
    application = lid.sign(lid.aanmelding(("publicist",), naam=NAAM))
    yield Verzoek(method="POST", path="/v1/verklaringen", headers=(jose,), content=application)
    said = net.obpt.sign(lijn("kromme-nieuwegracht", titel=NAAM, omschrijving=ADRES, trefwoorden=(NAAM,)))
    yield Verzoek(method="POST", path="/v1/verklaringen", headers=(jose, known), content=said)


def remembered(net: Network) -> str:
    """The record of refusals, as it is kept."""
    every = net.poortboek.refusals(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC), most=10**6)
    return msgspec.json.encode(every).decode()


def test_not_when_it_comes_too_often_either(logged: pytest.LogCaptureFixture) -> None:
    net = Network()
    svb = net.lid("svb")
    with net.http(grenzen=TIGHT) as http:
        caller = beller(net, http, svb)
        known = (("Authorization", f"Bearer {caller.token}"),)
        sent = [
            Verzoek(method="GET", path=f"/v1/contactroutes?vraag={BSN}+Zonderland", headers=known),
            Verzoek(method="POST", path=f"/oauth/token?{EMAIL}", content=ALLES.encode()),
            *_taken(net, caller),
        ]
        statuses = [send(http, verzoek) for verzoek in (*sent, *sent)]
    assert set(statuses[len(sent) :]) == {429}
    assert found_in(lines(logged)) == []
    assert found_in(remembered(net)) == []


class Crashing(MemoryStore):
    """A store that breaks, and says why."""

    fault: Exception | None = None

    @contextmanager
    def read(self) -> Iterator[Any]:
        if self.fault is not None:
            raise self.fault
        with super().read() as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Any]:
        if self.fault is not None:
            raise self.fault
        with super().write() as tx:
            yield tx


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (RuntimeError(ALLES), 500),
        (KeyError(ALLES), 500),
        (UnicodeDecodeError("utf-8", ALLES.encode(), 0, 1, ALLES), 500),
        (StoreError("Het bestand is niet te lezen."), 503),
    ],
    ids=["runtime", "key", "unicode", "store"],
)
def test_not_when_the_register_breaks_either(logged: pytest.LogCaptureFixture, fault: Exception, status: int) -> None:
    store = Crashing()
    net = Network(store)
    with net.http() as http:
        caller = beller(net, http, net.obpt)
        known = (("Authorization", f"Bearer {caller.token}"),)
        sent = [*_taken(net, caller)]
        fault.__cause__ = ValueError(ALLES)
        store.fault = fault
        sent += [
            Verzoek(method="GET", path=f"/v1/verklaringen/{'0' * 64}?{BSN}", headers=known),
            Verzoek(method="GET", path=f"/v1/verklaringen/{BSN}", headers=known),
            Verzoek(method="GET", path="/v1/verklaringen?sub=lijn/w-zonderland", headers=known),
        ]
        statuses = [send(http, verzoek) for verzoek in sent]
    assert statuses.count(status) == 4
    assert type(fault).__name__ in lines(logged)
    assert found_in(lines(logged)) == []


# --- a server as it is started ----------------------------------------------------------------------------------------

AS_IT_IS = "from registry.__main__ import app; app()"
TALKATIVE = (  # every logger, and Python itself, says all that it has to say
    "import logging; logging.basicConfig(level=logging.DEBUG); set_level = logging.Logger.setLevel;"
    "logging.Logger.setLevel = lambda self, level: set_level(self, logging.DEBUG);"
    "from registry.__main__ import app; app()"
)


@pytest.mark.parametrize("program", [AS_IT_IS, TALKATIVE], ids=["as it is", "talkative"])
def test_a_server_prints_nothing_of_it(tmp_path: Path, program: str) -> None:
    settings = Settings(data=str(tmp_path / "register"))
    main.init(settings, aanmelding(), SPEAKS)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    env = {name: text for name, text in os.environ.items() if not name.startswith("REGISTRY_")} | {
        "REGISTRY_DATA": settings.data, "REGISTRY_PORT": str(port), "REGISTRY_BASE_URL": url,
        "REGISTRY_TOKENS_PER_MINUTE": "1", "REGISTRY_STATEMENTS_PER_MINUTE": "90", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    printed = tmp_path / "printed"
    with printed.open("wb") as file:
        served = subprocess.Popen([sys.executable, "-c", program, "serve"], env=env, stdout=file, stderr=file, cwd=ROOT)
        try:
            statuses, kept, token = _talk(url, port)
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(20)
    assert {200, 201, 400, 401, 404, 405, 406, 408, 415, 429} <= statuses
    text = printed.read_text(encoding="utf-8", errors="surrogateescape")
    assert ("INFO" in text) is (program == TALKATIVE)
    assert found_in(text) == []
    assert token.rpartition(".")[2] not in text
    assert found_in(kept) == []
    assert "te-vaak" in kept


def _talk(url: str, port: int) -> tuple[set[int], str, str]:
    """Send everything; gives the statuses, the record of refusals, and the token that was used."""
    ids = count()
    oin = aanmelding().oin
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
        for _ in range(200):
            try:
                http.get("/fouten")
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        toegang = Toegang(client_id=f"{oin}.toegang", geheim=CALLS)
        register = Register(http, toegang=toegang, now=lambda: datetime.now(UTC), new_id=lambda: f"id-{next(ids):030d}")
        caller = Beller(
            client_id=toegang.client_id, token=register._token(), spreekt=SPEAKS, toegang=CALLS, audience=url,
            iat=int(datetime.now(UTC).timestamp()), new_id=lambda: f"id-{next(ids):030d}",
        )  # fmt: skip
        net = Network()
        net.clock.at = datetime.now(UTC) - timedelta(seconds=1)
        statuses = {send(http, next(_taken(net, caller))), _trickle(port)}
        _garbage(port)
        statuses |= {send(http, verzoek) for verzoek in verzoeken(caller, str, (ALLES,))}
        known = {"Authorization": f"Bearer {caller.token}"}
        kept = http.get("/v1/weigeringen", params={"pageSize": 100}, headers=known).text
    return statuses, kept, caller.token


def _trickle(port: int) -> int:
    """Send a body that does not end, and give the status of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        head = f"POST /v1/verklaringen HTTP/1.1\r\nHost: x\r\nContent-Type: {geplant.JOSE}\r\nContent-Length: 999\r\n"
        line.sendall(f"{head}X-Naam: {NAAM}\r\n\r\n{BSN}".encode())
        return int(line.recv(65536).split(b" ")[1])


def _garbage(port: int) -> None:
    """Send what is no HTTP, and hang up in the middle of things."""
    for text in (
        f"{ALLES}\r\n\r\n",
        f"GET /{BSN} HTTP/9.9\r\n{ALLES}\r\n\r\n",
        f"GET /{BSN} HTTP/1.1\r\n{NAAM}\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(text.encode())
            assert found_in(line.recv(65536).decode()) == []
    upgrade = f"GET /{BSN} HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: {NAAM.split()[0]}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(upgrade.encode())
        line.recv(65536)
