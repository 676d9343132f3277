# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The one question that is asked all day, taken ahead of routing.

Routing, guards and hooks cost more than the answer does. So a question for contactroutes that is in order in every
way is answered here, by the functions that its route uses: the guard's look at the token, the reading of the query,
the answer, the tag. Whatever is not in order, or has to wait for something, is left to the route: so this needs no
errors of its own, and cannot answer otherwise than the route does. tests/web/test_voorrang.py holds the two together.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final, NamedTuple, cast

from registry.oauth.guard import Bewaker, Toegangstoken
from registry.web.contactroutes import SCOPE, Routevraag, broad, reply
from registry.web.doors import JSON, KEPT, has, parse_query, wanted
from registry.web.office import Office, words_of
from registry.web.tempo import network_of

Headers = list[tuple[bytes, bytes]]
Antwoord = tuple[int, Headers, Headers, bytes]
_KEPT: Final = [(name.lower().encode(), value.encode()) for name, value in KEPT.items()]
_READ: Final = frozenset({b"authorization", b"accept", b"if-none-match"})
_BODY: Final = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade"})


class Kop(NamedTuple):
    """What counts in the head of a question."""

    authorization: str
    if_none_match: str | None


class Voorrang:
    """Answers contactroutes, when that can be done at once."""

    PATH: Final = b"/v1/contactroutes"

    def __init__(self, here: Office, bewaker: Bewaker, always: Headers) -> None:
        """Get ready.

        Args:
            always: headers that every response has.
        """
        self._here = here
        self._bewaker = bewaker
        self._found = [*always, *_KEPT, (b"content-type", JSON.encode())]
        self._unchanged = [*always, *_KEPT]
        self._looked = False
        self._callers: dict[str, Toegangstoken] = {}  # as long as `_looked`

    def __call__(self, scope: Any) -> Antwoord | None:
        """Answer a request as ASGI has it; None: it is for the route."""
        path = self.PATH.decode()
        if scope["path"] != path or scope["method"] != "GET" or scope.get("raw_path", self.PATH) != self.PATH:
            return None
        kop = self.kop(scope["headers"])
        host = scope["client"][0] if scope["client"] else None
        return None if kop is None else self.answer(kop, scope["query_string"], host, in_task=True)

    def kop(self, headers: Iterable[tuple[bytes, bytes]]) -> Kop | None:
        """Read what counts in a head; None: it asks for more care."""
        sent: dict[bytes, bytes] = {}
        for name, value in headers:
            if name in _READ:
                if name in sent:  # which one counts is for the route to say
                    return None
                sent[name] = value
            elif name in _BODY:
                return None
        authorization, accept, tag = (sent.get(name) for name in (b"authorization", b"accept", b"if-none-match"))
        if authorization is None:
            return None
        if accept is not None and accept != b"*/*" and wanted(accept.decode("latin-1"), (JSON,)) is None:
            return None
        return Kop(authorization.decode("latin-1"), None if tag is None else tag.decode("latin-1"))

    def answer(self, kop: Kop, query: bytes, host: str | None, *, in_task: bool = False) -> Antwoord | None:
        """Answer with status, headers that do not change, those of this answer, and body; None: it is for the route.

        Args:
            host: the address of who asks; None: not known yet.
            in_task: not where the question was read.
        """
        try:
            return self._answer(kop, query, host, in_task=in_task)
        except Exception:  # noqa: BLE001  # refused or broken: the route finds the same, and says so
            return None

    def _answer(self, kop: Kop, query: bytes, host: str | None, *, in_task: bool) -> Antwoord | None:
        here = self._here
        if self._behind():
            return None
        token = self._callers.get(kop.authorization) or self._identify(kop.authorization)
        if SCOPE not in token.scopes:
            return None
        asked = cast("Routevraag", parse_query(query, Routevraag))
        if (asked.vraag is not None and not here.actueel.gids().warm) or broad(here, asked):
            return None
        if asked.vraag is not None:
            if host is None:  # whose turn it is, is not known yet
                return None
            if not here.beurten.at_once(token.oin, in_task=in_task):
                return None
            if not here.tempo.at_once(*words_of(token.client_id, network_of(host))):
                return None
        body, tag = reply(here, token.oin, asked, query)
        etag = (b"etag", tag.encode())
        if has(kop.if_none_match, tag):
            return 304, self._unchanged, [etag], b""
        return 200, self._found, [etag, (b"content-length", b"%d" % len(body))], body

    def _identify(self, authorization: str) -> Toegangstoken:
        token = self._bewaker.identify(authorization)
        if self._looked:
            self._callers[authorization] = token
        return token

    def _behind(self) -> bool:
        """Look once in each turn of the event loop: what it reads in one turn was sent before that turn began.

        So what is new since then, also about a caller, counts from the next turn on.
        """
        if not self._looked:
            if self._here.actueel.behind():
                return True
            with suppress(RuntimeError):  # no loop, no turns
                asyncio.get_running_loop().call_soon(self._look_again)
                self._looked = True
        return False

    def _look_again(self) -> None:
        self._looked = False
        self._callers.clear()
