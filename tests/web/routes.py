# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Every route of the register as its handlers declare it, with an address at which there is something.

GET_ROUTES       the templates of all that can be read; QUESTIONS those among them below /v1 that need a token
METHODS[template]   what may be done there
"""

import asyncio
import re
from collections import defaultdict
from typing import Any

import httpx
from litestar.testing import TestClient
from litestar.types import ASGIApp

from registry.web import oauth
from registry.web.app import OPEN, V1
from registry.web.doors import Door
from tests.contract.served import Served

TOKEN_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ALL_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY")


def _routes() -> tuple[dict[str, frozenset[str]], dict[str, Door]]:
    methods: dict[str, set[str]] = defaultdict(lambda: {"OPTIONS"})
    doors: dict[str, Door] = {}
    for prefix, handlers in (("/v1", V1), ("", OPEN), ("", oauth.ROUTES)):
        for handler in handlers:
            for path in handler.paths:
                template = prefix + re.sub(r":\w+}", "}", path)
                methods[template] |= set(handler.http_methods)
                if "GET" in handler.http_methods:
                    methods[template].add("HEAD")
                    if isinstance(door := handler.opt.get("door"), Door):
                        doors[template] = door
    return {template: frozenset(found) for template, found in methods.items()}, doors


METHODS, DOORS = _routes()
ROUTES = sorted(METHODS)
GET_ROUTES = [template for template in ROUTES if "GET" in METHODS[template]]
OVERSEEN = tuple(template for template in GET_ROUTES if template in DOORS and DOORS[template].scope == "toezicht:lezen")
QUESTIONS = [template for template in GET_ROUTES if template in DOORS and DOORS[template].scope]
SECURITY_HEADERS = {
    "api-version": "1.0.0",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "cross-origin-resource-policy": "same-origin",
}


class Asking:
    """Asks the register, with a token unless told otherwise: of the beheerder where nobody else may look."""

    def __init__(self, client: TestClient[Any], served: Served, token: str, oversees: str) -> None:
        self.client, self.served, self.token, self.oversees = client, served, token, oversees
        self.net = served.net

    def __call__(self, method: str, address: str, *, token: bool = True, **request: Any) -> httpx.Response:
        mine = (
            self.oversees if str(address).removeprefix(str(self.client.base_url)).startswith(OVERSEEN) else self.token
        )
        given = {"Authorization": f"Bearer {mine}"} if token else {}
        headers = given | request.pop("headers", {})
        return self.client.request(method, address, headers=headers, **request)

    def get(self, address: str, **headers: str) -> httpx.Response:
        """Ask; `headers` with _ for each -."""
        return self("GET", address, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def raw(self, path: str, query: bytes = b"") -> tuple[int, bytes]:
        """Ask with an address that no decent client would send; gives the status and the body."""
        return raw(
            self.client.app,
            path,
            query,
            authorization=f"Bearer {self.oversees if path.startswith(OVERSEEN) else self.token}",
        )

    def address(self, template: str) -> str:
        """Where there is something to answer on a route."""
        svb = self.served.svb
        sub = f"professionallijn/{svb.oin}/aow-professionals"
        digest = self.net.head(sub)
        known = {"oin": svb.oin, "naam": "aow-professionals", "digest": digest, "jaar": "2026", "rest": "0/000.p/2"}
        known["zaak"] = self.served.zaak
        if template == "/v1/organisaties/{oin}/normschendingen":  # its own only
            known["oin"] = self.served.beller.oin
        if template.endswith("/toelichting"):
            known["digest"] = self.served.gemeld
        queries = {"/v1/verklaringen": f"?sub={sub}", "/v1/signalen": "?organisatie=svb"}  # what must be asked
        return template.format(**known) + queries.get(template, "")


def raw(app: ASGIApp, path: str, query: bytes = b"", **headers: str) -> tuple[int, bytes]:
    """Ask an application as a server would, with any path and any bytes in the query."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope: Any = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "https",
        "path": path, "raw_path": path.encode(), "query_string": query, "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in {"host": "register.test", **headers}.items()],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def is_problem(answer: httpx.Response, status: int, code: str) -> bool:
    """Say whether an answer is a well-made problem with this status and code, that every response is headed like.

    Below /oauth/ a refusal has the form of RFC 6749.
    """
    said = answer.json()
    if answer.request.url.path.startswith("/oauth/"):
        assert SECURITY_HEADERS.items() <= answer.headers.items()
        assert answer.headers["content-type"] == "application/json"
        return (answer.status_code, said.keys()) == (status, {"error", "error_description"})
    assert answer.status_code == status, said
    assert answer.headers["content-type"] == "application/problem+json"
    assert said.keys() <= {"type", "title", "status", "detail", "code", "fouten", "huidig"}
    assert said["status"] == status
    assert said["type"].endswith(f"/fouten#{code}")
    assert said["title"]
    assert said["detail"].endswith(".")
    assert SECURITY_HEADERS.items() <= answer.headers.items()
    return bool(said["code"] == code)
