# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What every response must have, around everything else (ADR 2.2).

/core/no-trailing-slash            a path that ends in a slash is a 404; so is what else Litestar forgives
/core/version-header               API-Version on every response, errors too
/core/transport/security-headers   on every response; Cache-Control is no-store unless the route knows better
RFC 9110 section 9.3.2, 10.2.1     HEAD wherever GET is; Allow names them all
"""

from collections.abc import Iterable
from typing import Any, Final

from litestar import Litestar, Request
from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope, Send

from registry.errors import UnreachableError
from registry.web.inloop import PATHS
from registry.web.oauth import AS_ASKED, NONCE
from registry.web.problems import on_refusal
from registry.web.voorrang import Antwoord
from registry.wire import VERSION

HEADERS: Final = {
    "API-Version": VERSION,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}  # and no Permissions-Policy: with no script to run, and no frame, there is nothing to permit
TOO_BUSY: Final = "too_busy"  # in the state of a connection: it is turned away, whatever is asked
_HTTPS_ONLY: Final = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def headers_of(base_url: str) -> dict[str, str]:
    """List what every response has. Over http a browser must not be told to use https (RFC 6797 section 7.2)."""
    return HEADERS | (_HTTPS_ONLY if base_url.startswith("https://") else {})


class AdrApp(Litestar):
    """A Litestar application that keeps these rules for all of its routes."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one connection."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        if TOO_BUSY in scope.get("state", ()):
            await self._turn_away(scope, receive, send)
            return
        voorrang = self.state.get("voorrang")
        if voorrang is not None and (found := voorrang(scope)) is not None:
            await _answer(send, found)
            return
        inloop = self.state.get("inloop")
        if inloop is not None and scope["method"] == "POST" and scope["path"] in PATHS:
            found, receive = await inloop(scope, receive)
            if found is not None:
                await _answer(send, found)
                return
        if _misspelled(scope):
            nothing = "/oauth/-/" if scope["path"].startswith("/oauth/") else "/-/"
            scope["path"], scope["raw_path"] = nothing, nothing.encode()  # a 404, by the usual way
        if scope["method"] == "HEAD":
            scope, send = scope | {"method": "GET", AS_ASKED: "HEAD"}, _without_body(send)
        await super().__call__(scope, receive, self._with_headers(scope, send))

    async def _turn_away(self, scope: Any, receive: Any, send: Any) -> None:
        """Say that it is too busy here: in the usual form, and without looking at what is asked."""
        scope["litestar_app"] = self
        request: Request[Any, Any, Any] = Request(scope, receive, send)
        refusal = on_refusal(request, UnreachableError("Het is nu te druk bij het register. Probeer het zo opnieuw."))
        answer = refusal.to_asgi_response(None, request)
        await answer(scope, receive, self._with_headers(scope, send))

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                for name, value in self.state["headers"].items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
                if nonce := scope.get("state", {}).get(NONCE):
                    headers["DPoP-Nonce"] = nonce
                if "allow" in headers:
                    headers["Allow"] = self._allow(scope, headers["allow"])
            await send(message)

        return sending

    def _allow(self, scope: Scope, said: str) -> str:
        """Name every method of a path; Litestar only names those of one handler, and no HEAD."""
        template = scope.get("path_template")
        methods = {method for route in self.routes if route.path_format == template for method in _methods(route)}
        methods |= {method.strip() for method in said.split(",") if method.strip()}
        return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


async def _answer(send: Send, found: Antwoord) -> None:
    """Send what was answered ahead of routing."""
    status, always, besides, body = found
    await send({"type": "http.response.start", "status": status, "headers": [*always, *besides]})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _misspelled(scope: Any) -> bool:
    """Say whether a path has a slash too many, or one in disguise: each thing has one address."""
    path: str = scope["path"]
    as_sent: bytes = scope.get("raw_path", b"").partition(b"?")[0]  # a test client leaves the question in it
    return "//" in path or (path != "/" and path.endswith("/")) or b"%2f" in as_sent.lower()


def _methods(route: Any) -> Iterable[str]:
    return getattr(route, "methods", ())


def _without_body(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    return sending
