# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A fair share: of what costs much, one thing of each member is worked on at a time; the next waits its turn.

Between two turns of a member the event loop goes round once, and everybody else who came meanwhile is helped. What is
answered where it is read, without a task of its own, costs less: of that each member has `AT_ONCE` in a round; of what
has a task, one. So a member that sends a thousand questions at once holds up itself: another waits for a few of them
at most. Who has too many waiting is told to come back.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from registry.errors import TooManyError

MAX_WAITING: Final = 100
AT_ONCE: Final = 6
COME_BACK_S: Final = 1


class Beurten:
    """Gives turns, in order of coming. Used from the event loop only."""

    def __init__(self) -> None:
        self._rows: dict[str, deque[asyncio.Future[None]]] = {}  # whose turn it is → who wait behind it
        self._at_once: dict[tuple[str, bool], int] = {}  # in this round of the event loop

    def at_once(self, wie: str, *, in_task: bool = False) -> bool:
        """Say whether something may be done before the event loop goes on; False: it has to wait for a turn."""
        done = self._at_once.get((wie, in_task), 0)
        if done == (1 if in_task else AT_ONCE):
            return False
        if not self._at_once:
            asyncio.get_running_loop().call_soon(self._at_once.clear)
        self._at_once[wie, in_task] = done + 1
        return True

    @asynccontextmanager
    async def turn(self, wie: str) -> AsyncIterator[None]:
        """Wait for the turn, and have it.

        Raises:
            TooManyError: too many of this member wait already.
        """
        await self._wait(wie)
        try:
            yield
        finally:
            asyncio.get_running_loop().call_soon(self._next, wie)

    async def _wait(self, wie: str) -> None:
        row = self._rows.get(wie)
        if row is None:
            self._rows[wie] = deque()
            return
        if len(row) >= MAX_WAITING:
            raise TooManyError(
                "Er wachten al te veel verzoeken van uw organisatie op een antwoord.", after_s=COME_BACK_S
            )
        mine = asyncio.get_running_loop().create_future()
        row.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():  # the turn came as the asker went
                self._next(wie)
            raise

    def _next(self, wie: str) -> None:
        row = self._rows[wie]
        while row:
            waiting = row.popleft()
            if not waiting.done():
                waiting.set_result(None)
                return
        del self._rows[wie]
