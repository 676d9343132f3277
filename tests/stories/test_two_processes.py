# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Two server processes on one register, which someone else writes in: what holds at one holds at the other.

What is shown to both at the same moment is in test_toegang.py.
"""

from collections.abc import Iterator
from time import time
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import msgspec
import pytest

from registry.statements.sleutels import unb64
from tests.support.draaiend import Draaiend, draaiend
from tests.support.network import Lid
from tests.support.poort import raw

TOKEN = "/oauth/token"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Draaiend]:
    proxy = {"proxy": "127.0.0.1", "cert_proxy": "127.0.0.1"}
    with draaiend(tmp_path_factory.mktemp("register"), processen=2, **proxy) as found:
        yield found


@pytest.fixture(scope="module")
def lid(register: Draaiend) -> Lid:
    return register.net.lid("enschede", ("loket",))


def form(register: Draaiend, lid: Lid, *, jti: str = "") -> dict[str, str]:
    now, client_id = int(time()), f"{lid.oin}.loketsoftware"
    claims = {"iss": client_id, "sub": client_id, "aud": register.url, "iat": now, "exp": now + 60}
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": lid.toegang.sign_jwt(claims | {"jti": jti or uuid4().hex}),
    }


def ask(url: str, said: dict[str, str]) -> httpx.Response:
    return httpx.post(url + TOKEN, data=said, timeout=30)


def test_a_jti_that_one_process_took_is_refused_by_the_other_in_a_new_assertion(register: Draaiend, lid: Lid) -> None:
    jti = uuid4().hex
    here, there = register.urls
    assert ask(there, form(register, lid, jti=jti)).status_code == 200
    assert ask(here, form(register, lid, jti=jti)).json()["error"] == "invalid_client"


def test_a_token_of_one_process_opens_the_other_until_its_member_is_suspended(register: Draaiend) -> None:
    guest = register.net.lid("gast", ("loket",))
    here, there = register.urls
    bearer = {"Authorization": f"Bearer {ask(here, form(register, guest)).json()['access_token']}"}
    for url in (here, there):
        assert httpx.get(url + "/v1/contactroutes", headers=bearer).status_code == 200
    register.net.schors(guest)
    for url in (here, there):
        assert httpx.get(url + "/v1/contactroutes", headers=bearer).status_code == 401
    assert ask(there, form(register, guest)).json()["scope"] == "aanmelding:lezen"  # to read why, and no more


def test_what_the_proxy_takes_out_of_a_head_does_not_come_in_behind_the_body(register: Draaiend, lid: Lid) -> None:
    """As an operator starts it, and from an address that may say which certificate it saw."""
    port = int(register.url.rpartition(":")[2])
    body = urlencode(form(register, lid)).encode()
    head = b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    head += b"Content-Type: application/x-www-form-urlencoded\r\n"
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n" % (len(body), body)
    behind = b"Client-Cert: :bm8gY2VydA==:\r\nAuthorization: Basic eA==\r\nX-Forwarded-For: 192.0.2.1\r\n"
    heard = raw(port, chunked + behind + b"\r\n")
    assert heard.statuses == [200]  # each of the first two would have been refused in the head
    token = msgspec.json.decode(heard.text.partition(b"\r\n\r\n")[2])["access_token"]
    assert "cnf" not in msgspec.json.decode(unb64(token.split(".")[1]))
    assert raw(port, b"GET /fouten HTTP/1.1\r\n\r\n").statuses == [400]  # no Host
