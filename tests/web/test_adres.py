# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Addresses that lie: a Host or a forwarding header that names another, and other spellings of a path.

Asked over a real connection, since a decent client mends such addresses before it sends them. The clock stands still,
so two answers to one question are the same bytes.
"""

import http.client
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlencode

import msgspec
import pytest
from joserfc import jws
from litestar import Litestar

from registry.web.oauth import WELL_KNOWN_PATHS
from tests.contract.served import Served
from tests.support.poort import listening_as, raw
from tests.web.routes import GET_ROUTES, METHODS, QUESTIONS, TOKEN_FORM, Asking

EVIL = "kwaad.example"
NOTHING: Mapping[str, str] = MappingProxyType({})
LIES = {
    "Host": EVIL,
    "Host with a port": f"{EVIL}:443",
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Server": EVIL,
    "X-Host": EVIL,
    "X-HTTP-Host-Override": EVIL,
    "X-Original-Host": EVIL,
    "Forwarded": f"for=192.0.2.1;host={EVIL};proto=https",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Port": "6666",
    "X-Forwarded-Prefix": f"/{EVIL}",
    "X-Script-Name": f"/{EVIL}",
    "X-Original-URL": "/v1/openapi.json",
    "X-Rewrite-URL": "/v1/openapi.json",
    "X-HTTP-Method-Override": "DELETE",
    "X-Method-Override": "POST",
    "Origin": f"https://{EVIL}",
    "Referer": f"https://{EVIL}/",
}


class Answer(NamedTuple):
    """What came back, without the moment of it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Door:
    """The register on a real port, asked with whatever address and head."""

    def __init__(self, url: str, app: Litestar, served: Served) -> None:
        self.url, self.app, self.served, self.net = url, app, served, served.net
        self.port = int(url.rpartition(":")[2])
        self.token = served.token(app, url)

    def ask(
        self,
        target: str,
        head: Mapping[str, str] = NOTHING,
        *,
        method: str = "GET",
        token: bool = True,
        body: str = "",
    ) -> Answer:
        given = {"Host": self.url.removeprefix("http://"), "Connection": "close"}
        if token:
            given["Authorization"] = f"Bearer {self.token}"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as line:
            line.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in {**given, **head}.items():
                line.putheader(name, value)
            if body:
                line.putheader("Content-Length", str(len(body)))
            line.endheaders(body.encode())
            got = line.getresponse()
            kept = tuple(sorted((name, value) for name, value in got.getheaders() if name.lower() != "date"))
            return Answer(got.status, kept, got.read())

    def address(self, template: str) -> str:
        asking: Any = Asking  # which asks in another way, but knows where there is something to find
        address: str = asking.address(self, template)
        return address


@pytest.fixture(scope="module", params=[None, "127.0.0.1"], ids=["alone", "behind a proxy that it trusts"])
def door(request: pytest.FixtureRequest) -> Iterator[Door]:
    served = Served()
    trusted = request.param
    options = {"proxy_headers": bool(trusted), "forwarded_allow_ips": trusted}
    with listening_as(lambda url: served.app(url, clock=served.net.clock), **options) as (url, app):
        yield Door(url, app, served)


# --- another host ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", GET_ROUTES)
def test_no_answer_follows_what_a_head_says_of_the_address(door: Door, template: str) -> None:
    address = door.address(template)
    honest = door.ask(address)
    assert honest.status in {200, 403}  # some are for the beheerder
    for name, value in LIES.items():
        assert door.ask(address, {name.split(" ", maxsplit=1)[0]: value}) == honest, name
    assert (
        door.ask(f"http://{EVIL}{address}", {"Host": EVIL}) == honest
    )  # RFC 9112 section 3.2.2: taken, and not believed


@pytest.mark.parametrize("address", ["/v1/contactroutes?x=1", "/v1/niets", "/niets/", "/v1/kalenders/1900"])
def test_no_problem_follows_it_either(door: Door, address: str) -> None:
    honest = door.ask(address)
    assert honest.status >= 400
    assert f"{door.url}/fouten#".encode() in honest.body
    for name, value in LIES.items():
        assert door.ask(address, {name.split(" ", maxsplit=1)[0]: value}) == honest, name


def test_no_token_follows_it(door: Door) -> None:
    net, beller = door.served.net, door.served.beller
    at = int(net.clock().timestamp())

    def form(aud: str) -> str:
        client_id = f"{beller.oin}.loketsoftware"
        claims = {"iss": client_id, "sub": client_id, "aud": aud, "iat": at, "exp": at + 60, "jti": net.new_id()}
        return urlencode(
            {
                "grant_type": "client_credentials",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": beller.toegang.sign_jwt(claims),
            }
        )

    head = {**TOKEN_FORM, "Host": EVIL, "X-Forwarded-Host": EVIL}
    given = door.ask("/oauth/token", head, method="POST", token=False, body=form(f"{door.url}/oauth/token"))
    assert given.status == 200
    claims = jws.extract_compact(msgspec.json.decode(given.body)["access_token"].encode()).payload
    assert {"iss": door.url, "aud": door.url}.items() <= msgspec.json.decode(claims).items()
    refused = door.ask("/oauth/token", head, method="POST", token=False, body=form(f"http://{EVIL}/oauth/token"))
    assert (refused.status, msgspec.json.decode(refused.body)["error"]) == (400, "invalid_client")


@pytest.mark.parametrize("path", WELL_KNOWN_PATHS)
def test_what_is_published_about_tokens_names_the_register_only(door: Door, path: str) -> None:
    said = msgspec.json.decode(door.ask(path, {"Host": EVIL}).body)
    addresses = [value for value in said.values() if isinstance(value, str) and "://" in value]
    assert addresses
    assert all(address == door.url or address.startswith(door.url + "/") for address in addresses)


def test_no_answer_sends_anybody_elsewhere(door: Door) -> None:
    for target in (
        "//kwaad.example",
        "//kwaad.example/..",
        "/\\kwaad.example",
        "/%0d%0aLocation:%20https://kwaad.example",
    ):
        for token in (True, False):
            found = door.ask(target, token=token)
            assert found.status in {400, 404}
            assert "location" not in {name.lower() for name, _ in found.headers}


# --- another path ----------------------------------------------------------------------------------------------------

OTHERS: dict[str, Callable[[str], str]] = {
    "a slash behind": lambda path: path + "/",
    "a slash in front": lambda path: "/" + path,
    "two slashes": lambda path: path.replace("/", "//", 2),
    "%2f": lambda path: path.replace("/", "%2f").replace("%2f", "/", 1),
    "%2F behind": lambda path: path + "%2F",
    "%5c": lambda path: path.replace("/", "%5c").replace("%5c", "/", 1),
    "a dot": lambda path: "/." + path,
    "a dot behind": lambda path: path + "/.",
    "%2e": lambda path: "/%2e" + path,
    "dots": lambda path: "/fouten/.." + path,
    "%2e%2e": lambda path: "/fouten/%2e%2e" + path,
    "%2e%2e%2f": lambda path: "/fouten%2f%2e%2e" + path,
    "dots past the top": lambda path: "/../.." + path,
    "dots behind a tile": lambda path: "/logboek/tile/../.." + path,
    "dots into an open route": lambda path: path + "/../../v1/openapi.json",
    ";": lambda path: path + ";",
    ";a=b": lambda path: path + ";a=b",
    "; after the first": lambda path: path.replace("/v1", "/v1;x", 1),
    "; with dots": lambda path: "/fouten/..;" + path,
    "capitals": lambda path: path.upper(),
    "a capital": lambda path: path.replace("/v1/", "/V1/"),
    "NUL": lambda path: path + "%00",
    "NUL and a name": lambda path: path + "%00.json",
    "a line end": lambda path: path + "%0a",
    "a space": lambda path: path + "%20",
    "a question mark": lambda path: path + "%3f",
    "a hash": lambda path: path + "%23",
    "a suffix": lambda path: path + ".json",
    "coded twice": lambda path: path.replace("/", "%252f").replace("%252f", "/", 1),
    "overlong slash": lambda path: path.replace("/", "%c0%af").replace("%c0%af", "/", 1),
    "overlong slash of three": lambda path: path.replace("/", "%e0%80%af").replace("%e0%80%af", "/", 1),
    "overlong dots": lambda path: "/fouten/%c0%ae%c0%ae" + path,
    "no UTF-8": lambda path: path + "%ff",
    "a lone surrogate": lambda path: path + "%ed%a0%80",
    "half a code": lambda path: path + "%",
    "no code": lambda path: path + "%zz",
    "a wide letter": lambda path: path.replace("v", "%EF%BD%96", 1),
    "an accent": lambda path: path + "%CC%81",
    "text that runs the other way": lambda path: path + "%E2%80%AE",
}
SAME: dict[str, Callable[[str], str]] = {  # RFC 3986 section 6.2.2.2: equivalent
    "a letter coded": lambda path: path.replace("v1", "%76%31", 1),
    "the last letter coded": lambda path: f"{path[:-1]}%{ord(path[-1]):02x}",
    "the last letter coded in capitals": lambda path: f"{path[:-1]}%{ord(path[-1]):02X}",
}


def split(address: str) -> tuple[str, str]:
    path, mark, query = address.partition("?")
    return path, mark + query


@pytest.mark.parametrize("template", QUESTIONS)
def test_another_spelling_of_a_path_leads_nowhere(door: Door, template: str) -> None:
    path, query = split(door.address(template))
    for name, change in OTHERS.items():
        known, stranger = (door.ask(change(path) + query, token=token) for token in (True, False))
        assert known.status in {400, 404}, name
        assert stranger.status in {400, 401, 404}, name


@pytest.mark.parametrize("template", QUESTIONS)
def test_a_path_that_is_the_same_is_guarded_the_same(door: Door, template: str) -> None:
    path, query = split(door.address(template))
    for name, change in SAME.items():
        honest = door.ask(path + query)  # each time: a list of refusals grows by the one below
        assert door.ask(change(path) + query) == honest, name
        assert door.ask(change(path) + query, token=False).status == 401, name


def test_the_way_ahead_of_routing_reads_a_path_as_routing_does(door: Door) -> None:
    """For every spelling, method and head of the one hot path: with the way ahead, and without it."""
    path, voorrang = "/v1/contactroutes", door.app.state.voorrang
    targets = [path, *(change(path) for change in (OTHERS | SAME).values()), path + "?", path + "?limiet=1"]
    asked = [
        (target, method, token)
        for target in targets
        for method in ("GET", "HEAD", "POST", "OPTIONS", "TRACE")
        for token in (True, False)
    ]
    ahead = [door.ask(target, method=method, token=token) for target, method, token in asked]
    door.app.state.voorrang = None
    try:
        routed = [door.ask(target, method=method, token=token) for target, method, token in asked]
    finally:
        door.app.state.voorrang = voorrang
    for how, first, second in zip(asked, ahead, routed, strict=True):
        assert first == second, how


@pytest.mark.parametrize("template", sorted(set(METHODS) - set(QUESTIONS)))
def test_a_path_cannot_climb_out_of_an_open_route(door: Door, template: str) -> None:
    path, _ = split(door.address(template))
    for climb in (
        "/../../v1/organisaties",
        "/%2e%2e/%2e%2e/v1/organisaties",
        "/..;/..;/v1/organisaties",
        "%2f..%2f..%2fv1",
    ):
        assert door.ask(path + climb, token=False).status in {400, 401, 404}


@pytest.mark.parametrize(
    "head",
    [
        b"Authorization : Bearer %s",
        b"Authorization_: Bearer %s",
        b"X-Authorization: Bearer %s",
        b"Proxy-Authorization: Bearer %s",
        b"Cookie: Authorization=Bearer %s; access_token=%s",
        b"Authorization: Bearer %s\r\nAuthorization: Bearer %s",
        b"Authorization: Bearer %s, Bearer %s",
        b"Authorization: Bearer\t%s",
        b"Authorization: Basic %s",
        b"Authorization: %s",
    ],
)
def test_a_token_counts_in_the_one_header_only_and_once(door: Door, head: bytes) -> None:
    filled = head.replace(b"%s", door.token.encode())
    heard = raw(door.port, b"GET /v1/contactroutes HTTP/1.1\r\nHost: x\r\n" + filled + b"\r\n\r\n", answers=1)
    assert heard.statuses in ([401], [400])


def test_a_token_in_the_address_or_in_a_form_counts_nowhere(door: Door) -> None:
    for target in (f"/v1/contactroutes?access_token={door.token}", f"/v1/organisaties?access_token={door.token}"):
        assert door.ask(target, token=False).status == 401
    body = f"access_token={door.token}"
    assert door.ask("/v1/verklaringen", TOKEN_FORM, method="POST", token=False, body=body).status in {401, 415}
