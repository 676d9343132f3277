# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Whom was refused what, and why: counted per minute, for those who oversee the network.

    who     the client_id of a token that we gave, also one that does not do any more, or of an assertion that was
            found good; else "onbekend". Never an address.
    what    method and template of the path: POST /v1/verklaringen
    why     the code of the problem, or the error of RFC 6749

Nothing of what was sent is in it. A worker counts in memory, and writes what it counted to the Poortboek every few
seconds and at its end; when it is killed, it loses those seconds.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, Final

from litestar import Request
from litestar.concurrency import sync_to_thread

from registry.store.poortboek import Poortboek, Weigering

WRITE_EVERY_S: Final = 2.0
FORGET_EVERY: Final = timedelta(hours=1)
MAX_KINDS: Final = (
    10_000  # waiting to be written; there are far fewer clients × routes × codes, unless something is wrong
)
UNKNOWN: Final = "onbekend"
ALWAYS: Final = frozenset({401, 403, 408, 413, 429})
WATCHED: Final = ("/oauth/", "/v1/verklaringen")  # here every refusal counts
METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_CLIENT_ERRORS: Final = range(400, 500)
_logger: Final = logging.getLogger("registry")
Soort = tuple[datetime, str, str, str]


class Weigerboek:
    """Counts refusals. Used from the event loop only."""

    def __init__(
        self,
        poortboek: Poortboek,
        clock: Callable[[], datetime],
        *,
        keep: timedelta,
        write_every_s: float = WRITE_EVERY_S,
    ) -> None:
        self._poortboek = poortboek
        self._clock = clock
        self._keep = keep
        self._write_every_s = write_every_s
        self._counts: Counter[Soort] = Counter()
        self._forgotten_at: datetime | None = None

    def count(self, wie: str, wat: str, waarom: str) -> None:
        """Count a refusal."""
        self._add((self._clock().replace(second=0, microsecond=0), wie, wat, waarom), 1)

    async def write(self) -> None:
        """Write what was counted; what cannot be written now is kept for the next time."""
        counted, self._counts = self._counts, Counter()
        try:
            if counted:
                await sync_to_thread(self._poortboek.note, [_weigering(soort, n) for soort, n in counted.items()])
        except Exception as fault:  # noqa: BLE001  # whatever it was, it must not end the writing
            _logger.error("Weigeringen zijn niet opgeschreven (%s).", type(fault).__name__)  # noqa: TRY400  # no message
            for soort, n in counted.items():
                self._add(soort, n)

    @asynccontextmanager
    async def running(self, _: object = None) -> AsyncIterator[None]:
        """Write every few seconds, as long as the application runs, and once more at its end."""
        over = asyncio.Event()
        writing = asyncio.create_task(self._keep_writing(over))
        try:
            yield
        finally:
            over.set()
            await writing

    async def _keep_writing(self, over: asyncio.Event) -> None:
        while not over.is_set():
            await self._forget()
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), self._write_every_s)
            await self.write()

    async def _forget(self) -> None:
        now = self._clock()
        if self._forgotten_at is not None and now < self._forgotten_at + FORGET_EVERY:
            return
        self._forgotten_at = now
        try:
            await sync_to_thread(self._poortboek.forget, now - self._keep)
        except Exception as fault:  # noqa: BLE001  # it is tried again in an hour
            _logger.error("Oude weigeringen zijn niet gewist (%s).", type(fault).__name__)  # noqa: TRY400  # no message

    def _add(self, soort: Soort, n: int) -> None:
        if soort not in self._counts and len(self._counts) >= MAX_KINDS:
            soort = (soort[0].replace(minute=0), UNKNOWN, "?", "?")
        self._counts[soort] += n


def refused(request: Request[Any, Any, Any], status: int, waarom: str) -> None:
    """Count a refusal, if it is one that counts."""
    template = request.scope.get("path_template") or "?"
    if status in ALWAYS or (status in _CLIENT_ERRORS and template.startswith(WATCHED) and request.method == "POST"):
        known = request.scope["state"]
        who = known["token"].client_id if "token" in known else known.get("client_id", UNKNOWN)
        method = request.method if request.method in METHODS else "?"
        request.app.state.weigerboek.count(who, f"{method} {template}", waarom)


def _weigering(soort: Soort, n: int) -> Weigering:
    minuut, wie, wat, waarom = soort
    return Weigering(minuut=minuut, wie=wie, wat=wat, waarom=waarom, aantal=n)
