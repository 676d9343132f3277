# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Two servers, as an operator starts them, on one register: what was shown at one is spent at the other.

Real processes on real ports, since what is told apart here, two memories and who is at the other end of a
connection, is what a test in one process cannot tell apart.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from hashlib import sha256
from typing import Any, Final

import httpx
import msgspec
import pytest

from registry import main
from registry.settings import Settings
from registry.statements.sleutels import b64, unb64
from tests.oauth.test_certificaat import OURS, header, x5t
from tests.operator.test_main import CALLS, OIN, SPEAKS, aanmelding
from tests.support.network import secret

BASE: Final = "https://register.test.example"
JWT_BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
HOLDER: Final = secret(4711)
PATIENCE_S: Final = 30


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[httpx.Client]]:
    """Two of them, behind a proxy at 127.0.0.1 that may speak for its clients."""
    settings = Settings(data=str(tmp_path_factory.mktemp("toegang") / "register"))
    main.init(settings, aanmelding(), SPEAKS)
    kept = {name: text for name, text in os.environ.items() if not name.startswith("REGISTRY_")}
    proxy = {"REGISTRY_PROXY": "127.0.0.1", "REGISTRY_CERT_PROXY": "127.0.0.1"}
    with ExitStack() as stack:
        clients = []
        for _ in range(2):
            port = free_port()
            about = {"REGISTRY_DATA": settings.data, "REGISTRY_PORT": str(port), "REGISTRY_BASE_URL": BASE}
            command = [sys.executable, "-m", "registry", "serve"]
            proces = stack.enter_context(subprocess.Popen(command, env=kept | about | proxy, stderr=subprocess.DEVNULL))
            stack.callback(proces.terminate)
            clients.append(stack.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False)))
        for client in clients:
            wait_for(client)
        yield clients


def wait_for(client: httpx.Client) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            client.get("/fouten")
        except httpx.ConnectError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server does not start")


def at_once(*calls: Any) -> list[int]:
    """Make calls at the same moment; gives their statuses, in order of size."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(answer.status_code for answer in pool.map(lambda call: call(), calls))


def form(**fields: str) -> dict[str, str]:
    at, client = int(main.now().timestamp()), f"{OIN}.toegang"
    claims = {"iss": client, "sub": client, "aud": BASE, "iat": at, "exp": at + 60, "jti": main.new_id()}
    given = {"client_assertion_type": JWT_BEARER, "client_assertion": CALLS.sign_jwt(claims)}
    return given | (fields or {"grant_type": "client_credentials"})


def proof(nonce: str, path: str = "/oauth/token", **claims: str) -> str:
    said = {"jti": main.new_id(), "htm": "POST", "htu": BASE + path, "iat": int(main.now().timestamp()), "nonce": nonce}
    return HOLDER.sign_jwt(said | claims, typ="dpop+jwt", jwk=msgspec.to_builtins(HOLDER.jwk))


def bound_token(server: httpx.Client, nonce: str) -> str:
    answer = server.post("/oauth/token", data=form(), headers={"DPoP": proof(nonce)})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


@pytest.fixture
def nonce(servers: list[httpx.Client]) -> str:
    """What one of them gives is good at both."""
    answer = servers[0].post("/oauth/token", data=form(), headers={"DPoP": proof("")})
    assert answer.json()["error"] == "use_dpop_nonce"
    return answer.headers["dpop-nonce"]


def test_of_an_assertion_shown_at_both_at_once_one_counts(servers: list[httpx.Client]) -> None:
    for _ in range(5):
        same = form()
        calls = [partial(server.post, "/oauth/token", data=same) for server in servers * 2]
        assert at_once(*calls) == [200, 400, 400, 400]


def test_of_a_proof_shown_at_both_at_once_one_counts(servers: list[httpx.Client], nonce: str) -> None:
    for _ in range(5):
        spent = {"DPoP": proof(nonce)}
        calls = [partial(server.post, "/oauth/token", data=form(), headers=spent) for server in servers]
        assert at_once(*calls) == [200, 400]
    token = bound_token(servers[1], nonce)
    path = "/v1/organisaties"
    for _ in range(5):
        ath = b64(sha256(token.encode()).digest())
        shown = {"Authorization": f"DPoP {token}", "DPoP": proof(nonce, path, htm="GET", ath=ath)}
        calls = [partial(server.get, path, headers=shown) for server in servers * 2]
        assert at_once(*calls) == [200, 401, 401, 401]


def test_a_token_called_back_at_one_is_refused_at_the_other(servers: list[httpx.Client]) -> None:
    here, there = servers
    token = here.post("/oauth/token", data=form()).json()["access_token"]
    shown = {"Authorization": f"Bearer {token}"}
    path = "/v1/contactroutes?onderwerp=aow"
    assert [there.get(path, headers=shown).status_code for _ in range(2)] == [200, 200]
    assert there.post("/oauth/introspect", data=form(token=token)).json()["active"] is True
    assert here.post("/oauth/revoke", data=form(token=token)).status_code == 200
    assert there.get(path, headers=shown).status_code == 401
    assert there.post("/oauth/introspect", data=form(token=token)).json() == {"active": False}


def test_a_certificate_is_believed_by_the_address_of_the_connection(servers: list[httpx.Client]) -> None:
    shown = {"Client-Cert": header(OURS).decode(), "X-Forwarded-For": "192.0.2.66"}
    answer = servers[0].post("/oauth/token", data=form(), headers=shown)
    token = answer.json()["access_token"]
    assert msgspec.json.decode(unb64(token.split(".")[1]))["cnf"] == {"x5t#S256": x5t(OURS)}
    bearer = {"Authorization": f"Bearer {token}"}
    assert servers[1].get("/v1/organisaties", headers=bearer | shown).status_code == 200
    assert servers[1].get("/v1/organisaties", headers=bearer).status_code == 401
    described = servers[0].get("/.well-known/oauth-authorization-server").json()
    assert described["tls_client_certificate_bound_access_tokens"] is True


def test_a_host_header_gives_nothing_another_name(servers: list[httpx.Client], nonce: str) -> None:
    spoofed = {"Host": "elders.example", "X-Forwarded-Host": "elders.example", "X-Forwarded-Proto": "https"}
    said = servers[0].get("/.well-known/openid-configuration", headers=spoofed)
    assert "elders" not in said.text
    other = form() | {}
    answer = servers[0].post(
        "/oauth/token", data=other, headers=spoofed | {"DPoP": proof(nonce, htu="https://elders.example/oauth/token")}
    )
    assert answer.json()["error"] == "invalid_dpop_proof"
    assert servers[0].post("/oauth/token", data=other, headers=spoofed | {"DPoP": proof(nonce)}).status_code == 200
