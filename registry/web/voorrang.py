# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The one question that is asked all day, taken ahead of routing.

Routing, guards and hooks cost more than the answer does. So a question for contactroutes that is in order in every
way is answered here, by the functions that its route uses: the guard's look at the token, the reading of the query,
the answer, the tag. Whatever is not in order, or has to wait for something, is left to the route: so this needs no
errors of its own, and cannot answer otherwise than the route does. tests/web/test_voorrang.py holds the two together.
"""

import asyncio
from contextlib import suppress
from typing import Any, Final, cast

from registry.oauth.guard import Bewaker
from registry.web.contactroutes import SCOPE, Routevraag, broad, reply
from registry.web.doors import JSON, KEPT, has, parse_query, wanted
from registry.web.office import Office, words_of
from registry.web.tempo import network_of

PATH: Final = "/v1/contactroutes"
Headers = list[tuple[bytes, bytes]]
Antwoord = tuple[int, Headers, Headers, bytes]
_AS_SENT: Final = PATH.encode()
_KEPT: Final = [(name.lower().encode(), value.encode()) for name, value in KEPT.items()]
_READ: Final = frozenset({b"authorization", b"accept", b"if-none-match"})
_BODY: Final = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade"})


class Voorrang:
    """Answers contactroutes, when that can be done at once."""

    def __init__(self, here: Office, bewaker: Bewaker, always: list[tuple[bytes, bytes]]) -> None:
        """Get ready.

        Args:
            always: headers that every response has.
        """
        self._here = here
        self._bewaker = bewaker
        self._found = [*always, *_KEPT, (b"content-type", JSON.encode())]
        self._unchanged = [*always, *_KEPT]
        self._looked = False

    def __call__(self, scope: Any) -> Antwoord | None:
        """Answer with status, headers that do not change, those of this answer, and body; None: for the route."""
        if scope["path"] != PATH or scope["method"] != "GET" or scope.get("raw_path", _AS_SENT) != _AS_SENT:
            return None
        sent: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in _READ:
                if name in sent:  # which one counts is for the route to say
                    return None
                sent[name] = value
            elif name in _BODY:
                return None
        try:
            return self._answer(scope, sent)
        except Exception:  # noqa: BLE001  # refused or broken: the route finds the same, and says so
            return None

    def _answer(self, scope: Any, sent: dict[bytes, bytes]) -> Antwoord | None:
        here = self._here
        if b"authorization" not in sent or self._behind():
            return None
        accept = sent.get(b"accept")
        if accept is not None and accept != b"*/*" and wanted(accept.decode("latin-1"), (JSON,)) is None:
            return None
        token = self._bewaker.identify(sent[b"authorization"].decode("latin-1"))
        if SCOPE not in token.scopes:
            return None
        asked = cast("Routevraag", parse_query(scope["query_string"], Routevraag))
        if (asked.vraag is not None and not here.actueel.gids().warm) or broad(here, asked):
            return None
        if asked.vraag is not None:
            if scope["client"] is None:  # whose turn it is, is not known yet
                return None
            network = network_of(scope["client"][0])
            if not here.beurten.at_once(token.oin) or not here.tempo.at_once(*words_of(token.client_id, network)):
                return None
        body, tag = reply(here, token.oin, asked, scope["query_string"])
        etag = (b"etag", tag.encode())
        if has(sent[b"if-none-match"].decode("latin-1") if b"if-none-match" in sent else None, tag):
            return 304, self._unchanged, [etag], b""
        return 200, self._found, [etag, (b"content-length", b"%d" % len(body))], body

    def _behind(self) -> bool:
        """Look once in each turn of the event loop: what it reads in one turn was sent before that turn began."""
        if not self._looked:
            if self._here.actueel.behind():
                return True
            with suppress(RuntimeError):  # no loop, no turns
                asyncio.get_running_loop().call_soon(self._look_again)
                self._looked = True
        return False

    def _look_again(self) -> None:
        self._looked = False
