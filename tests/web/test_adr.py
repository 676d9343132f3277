# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every response of every route."""

import re
from typing import Any

import pytest
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import TestClient

from tests.support.network import BASE_URL, Network, lijn
from tests.web.routes import ALL_METHODS, GET_ROUTES, METHODS, ROUTES, SECURITY_HEADERS, TOKEN_FORM, Asking, is_problem

JOSE = {"Content-Type": "application/jose"}
EACH_ROUTE = pytest.mark.parametrize("template", ROUTES)
EACH_GET_ROUTE = pytest.mark.parametrize("template", GET_ROUTES)


def test_the_routes_that_are_tested_are_all_there_are(asking: Asking) -> None:
    there = {
        re.sub(r":\w+}", "}", route.path_format): set(getattr(route, "methods", ()))
        for route in asking.client.app.routes
    }
    assert there.keys() == METHODS.keys()
    assert all(there[template] | {"HEAD"} >= METHODS[template] >= there[template] for template in there)


@EACH_GET_ROUTE
def test_there_is_something_to_answer_on_every_route(asking: Asking, template: str) -> None:
    assert asking.get(asking.address(template)).status_code == 200


# --- addresses --------------------------------------------------------------------------------------------------------


@EACH_ROUTE
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "DELETE"])
def test_an_address_with_a_slash_at_its_end_is_not_there(asking: Asking, template: str, method: str) -> None:
    path, _, query = asking.address(template).partition("?")
    answer = asking(method, f"{path}/?{query}" if query else f"{path}/", headers=JOSE)
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert method == "HEAD" or is_problem(answer, 404, "niet-gevonden")


@EACH_GET_ROUTE
def test_an_address_with_two_slashes_in_a_row_is_not_there(asking: Asking, template: str) -> None:
    path = asking.address(template).partition("?")[0]
    for slash in re.finditer("/", path):
        doubled = path[: slash.start()] + "//" + path[slash.end() :]
        target = asking.client.base_url.copy_with(raw_path=doubled.encode())
        assert is_problem(asking("GET", str(target)), 404, "niet-gevonden"), doubled


@EACH_GET_ROUTE
@pytest.mark.parametrize("disguise", ["%2f", "%2F"])
def test_a_slash_in_disguise_is_no_slash(asking: Asking, template: str, disguise: str) -> None:
    path, _, query = asking.address(template).partition("?")
    for slash in list(re.finditer("/", path))[1:]:
        hidden = path[: slash.start()] + disguise + path[slash.end() :]
        assert is_problem(asking("GET", f"{hidden}?{query}"), 404, "niet-gevonden"), hidden


@pytest.mark.parametrize(
    "path",
    [
        "/", "/v1", "/v1/", "//", "/-", "/-/", "/v1/-", "/v2/contactroutes", "/V1/contactroutes", "/v1/Contactroutes",
        "/v1/contactroute", "/v1/contactroutes/1", "/v1/contactroutes;x=1", "/v1/contactroutes.json", "/v1/openapi",
        "/v1/openapi.yaml", "/v1/docs", "/v1/schema", "/schema", "/v1/..", "/v1/../contactroutes",
        "/v1/%2e%2e/contactroutes",
        "/logboek", "/logboek/tile", "/favicon.ico", "/robots.txt", "/oauth", "/.well-known",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "DELETE"])
def test_what_is_nowhere_is_a_problem_and_no_page(asking: Asking, path: str, method: str) -> None:
    answer = asking(method, asking.client.base_url.copy_with(raw_path=path.encode()))  # type: ignore[arg-type]
    assert is_problem(answer, 404, "niet-gevonden")
    assert is_problem(asking(method, path, token=False), 404, "niet-gevonden")


# --- methods ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "method"), [(t, method) for t in ROUTES for method in ALL_METHODS if method not in METHODS[t]]
)
def test_a_method_that_a_route_does_not_have_is_told_which_it_has(asking: Asking, template: str, method: str) -> None:
    for token in (True, False):
        answer = asking(method, asking.address(template), token=token)
        assert answer.status_code == 405
        assert answer.headers["allow"] == ", ".join(sorted(METHODS[template]))
        assert method == "HEAD" or is_problem(answer, 405, "methode")


@EACH_ROUTE
def test_options_names_every_method_of_a_route(asking: Asking, template: str) -> None:
    answer = asking("OPTIONS", asking.address(template), token=False)
    assert answer.status_code == 204
    assert answer.headers["allow"] == ", ".join(sorted(METHODS[template]))
    assert answer.content == b""
    assert SECURITY_HEADERS.items() <= answer.headers.items()


@EACH_GET_ROUTE
@pytest.mark.parametrize("accept", ["*/*", "image/png"])
def test_head_answers_as_get_does_without_a_body(asking: Asking, template: str, accept: str) -> None:
    got, asked = (asking(m, asking.address(template), headers={"Accept": accept}) for m in ("GET", "HEAD"))
    assert asked.status_code == got.status_code
    assert asked.headers == got.headers
    assert asked.content == b""
    assert got.content


def test_head_answers_what_is_unchanged_as_get_does(asking: Asking) -> None:
    tag = asking.get("/v1/kalenders/2026").headers["etag"]
    answer = asking("HEAD", "/v1/kalenders/2026", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.headers["etag"]) == (304, tag)


# --- headers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "method", "address", "request_"),
    [
        (200, "GET", "/v1/contactroutes", {}),
        (200, "GET", "/v1/openapi.json", {"token": False}),
        (200, "GET", "/logboek/checkpoint", {"token": False}),
        (200, "GET", "/fouten", {"token": False}),
        (200, "GET", "/oauth/jwks", {"token": False}),
        (204, "OPTIONS", "/v1/verklaringen", {}),
        (304, "GET", "/v1/kalenders/2026", {"headers": {"If-None-Match": "*"}}),
        (304, "GET", "/v1/openapi.json", {"headers": {"If-None-Match": "*"}}),
        (400, "GET", "/v1/contactroutes?onzin=1", {}),
        (400, "POST", "/v1/verklaringen", {"headers": JOSE, "content": b"geen.goede.jws"}),
        (400, "POST", "/oauth/token", {"headers": TOKEN_FORM, "token": False}),
        (401, "GET", "/v1/contactroutes", {"token": False}),
        (404, "GET", "/v1/nergens", {}),
        (404, "GET", "/v1/kalenders/1999", {}),
        (405, "DELETE", "/v1/contactroutes", {}),
        (406, "GET", "/v1/contactroutes", {"headers": {"Accept": "text/html"}}),
        (413, "POST", "/v1/verklaringen", {"headers": JOSE, "content": b"a" * 65537}),
        (415, "POST", "/v1/verklaringen", {"headers": {"Content-Type": "text/plain"}, "content": b"a.b.c"}),
    ],
)
def test_every_status_comes_with_the_version_and_the_security_headers(
    asking: Asking, status: int, method: str, address: str, request_: dict[str, Any]
) -> None:
    answer = asking(method, address, **request_)
    assert answer.status_code == status
    assert SECURITY_HEADERS.items() <= answer.headers.items()
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"]
    assert answer.headers.get_list("api-version") == ["1.0.0"]


@pytest.mark.parametrize("address", ["/v1/nergens", "/v1/contactroutes?onzin=1"])
def test_an_error_is_kept_by_nobody(asking: Asking, address: str) -> None:
    assert asking.get(address).headers["cache-control"] == "no-store"


def test_an_accepted_statement_has_them_too() -> None:
    net = Network()
    svb = net.lid("svb")
    with net.http() as http:
        headers = JOSE | {"Authorization": f"Bearer {svb.register(http)._token()}"}
        answer = http.post("/v1/verklaringen", content=svb.sign(lijn()), headers=headers)
    assert answer.status_code == 201
    assert SECURITY_HEADERS.items() <= answer.headers.items()
    assert answer.headers["cache-control"] == "no-store"


def test_what_is_for_members_is_kept_by_no_shared_cache(asking: Asking) -> None:
    answer = asking.get("/v1/contactroutes")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["vary"] == "Accept, Authorization"


def test_the_door_is_never_opened_to_other_websites(asking: Asking) -> None:
    for template in GET_ROUTES:
        answer = asking("GET", asking.address(template), headers={"Origin": "https://elders.example"})
        opened = answer.headers.get("access-control-allow-origin")
        assert opened == ("*" if template == "/v1/openapi.json" else None), template


def test_a_websocket_is_no_way_in(asking: Asking) -> None:
    with pytest.raises(WebSocketDisconnect), asking.client.websocket_connect("/v1/contactroutes"):
        pass


# --- what a browser is told -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base_url", "told"), [(BASE_URL, "max-age=31536000; includeSubDomains"), ("http://127.0.0.1:8000", None)]
)
def test_only_a_register_on_https_tells_a_browser_to_use_it(asking: Asking, base_url: str, told: str | None) -> None:
    app = asking.served.app(base_url, clock=asking.net.clock)
    with TestClient(app, base_url=base_url) as http:
        for path in ("/fouten", "/nergens", "/v1/organisaties", "/oauth/jwks", "/v1/contactroutes"):
            answer = http.get(path, headers={"Authorization": f"Bearer {asking.token}"})
            assert answer.headers.get("strict-transport-security") == told
