# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Measurements that are in order in every way, taken ahead of routing: it costs more than taking one in.

What is not in order, or not wholly taken, is left to the route with the body that was read; that is safe, since the
same measurement again counts once. So this needs no errors of its own, and cannot answer otherwise than the route
does. tests/web/test_inloop.py holds the two together.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

import msgspec

from registry.errors import RegistryError
from registry.oauth.guard import Bewaker, Toegangstoken
from registry.registrar.meetpost import MAX_BYTES, Vorm, Zending
from registry.store.meetboek import Soort
from registry.web.body import FIRST_S
from registry.web.doors import JSON, NDJSON, wanted
from registry.web.metingen import SCOPE
from registry.web.office import Office, measurements_of
from registry.web.tempo import network_of
from registry.web.voorrang import Antwoord

PATHS: Final[Mapping[str, Soort]] = {"/v1/contactmomenten": "contactmoment", "/v1/hulpvragen": "hulpvraag"}
_FORMS: Final[Mapping[bytes, Vorm]] = {JSON.encode(): "json", NDJSON.encode(): "ndjson"}
_READ: Final = frozenset({b"authorization", b"accept", b"content-type", b"content-length"})
_NOT: Final = frozenset({b"content-encoding", b"transfer-encoding", b"expect"})
_SHORT: Final = 7  # digits
Receive: TypeAlias = Callable[[], Awaitable[Any]]


class Inloop:
    """Takes measurements in, when that can be done at once."""

    def __init__(self, here: Office, bewaker: Bewaker, always: list[tuple[bytes, bytes]]) -> None:
        """Get ready.

        Args:
            always: headers that every response has.
        """
        self._here = here
        self._bewaker = bewaker
        self._taken = [*always, (b"cache-control", b"no-store"), (b"content-type", JSON.encode())]

    async def __call__(self, scope: Any, receive: Receive) -> tuple[Antwoord | None, Receive]:
        """Answer with status, headers that do not change, those of this answer, and body.

        None: this is for the route, which receives by what is given back.
        """
        try:
            asked = self._asked(scope)
        except Exception:  # noqa: BLE001  # refused or broken: the route finds the same, and says so
            asked = None
        if asked is None:
            return None, receive
        soort, token, network, vorm, size = asked
        try:
            await self._here.tempo.knock(*measurements_of(token.client_id, network))
        except RegistryError:
            return None, receive
        messages, raw = await _body(receive, size)
        if raw is None:
            return None, _again(messages, receive)
        try:
            bewijs = await self._here.inname(Zending(soort, token.oin, vorm, raw))
        except RegistryError:
            return None, _again(messages, receive)
        if bewijs.geweigerd and bewijs.geweigerd == len(bewijs.metingen):
            return None, _again(messages, receive)
        body = msgspec.json.encode(bewijs)
        return (200, self._taken, [(b"content-length", b"%d" % len(body))], body), receive

    def _asked(self, scope: Any) -> tuple[Soort, Toegangstoken, str, Vorm, int] | None:
        """Say what is handed in, by whom, from where, in which form, how large; None: look at it more closely."""
        path = scope["path"]
        if scope["query_string"] or scope.get("raw_path", path.encode()) != path.encode():
            return None
        sent: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in _NOT or (name in _READ and name in sent):
                return None
            if name in _READ:
                sent[name] = value
        length, vorm = sent.get(b"content-length", b""), _FORMS.get(sent.get(b"content-type", b""))
        if vorm is None or not length.isdigit() or len(length) > _SHORT or int(length) > MAX_BYTES:
            return None
        accept = sent.get(b"accept", b"*/*")
        if accept != b"*/*" and wanted(accept.decode("latin-1"), (JSON,)) is None:
            return None
        if self._here.actueel.behind() or b"authorization" not in sent:
            return None
        token = self._bewaker.identify(sent[b"authorization"].decode("latin-1"))
        if SCOPE not in token.scopes or scope["client"] is None:
            return None
        return PATHS[path], token, network_of(scope["client"][0]), vorm, int(length)


async def _body(receive: Receive, size: int) -> tuple[list[Any], bytes | None]:
    """Read a body of this size; None: it did not come, not so, or not soon."""
    messages: list[Any] = []
    parts: list[bytes] = []
    read = 0
    try:
        async with asyncio.timeout(FIRST_S):  # how long it may take in all is for the route to say
            while True:
                message = await receive()
                messages.append(message)
                if message["type"] != "http.request":
                    return messages, None
                part = message.get("body", b"")
                parts.append(part)
                read += len(part)
                if read > size:
                    return messages, None
                if not message.get("more_body", False):
                    return messages, b"".join(parts) if read == size else None
    except TimeoutError:
        return messages, None


def _again(messages: list[Any], receive: Receive) -> Receive:
    """Receive what was received once more, and then what comes."""
    left = iter(messages)

    async def receiving() -> Any:
        for message in left:
            return message
        return await receive()

    return receiving
