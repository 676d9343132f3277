# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""From many requests to one writer: batches queue, and one thread takes in all that wait, in one transaction.

A commit waits for the disk. While it does, others queue; the next commit is for all of them together. So one request
is answered as soon as the disk allows, and a thousand at once cost a handful of commits. Each is answered after the
commit that holds it. Reading, judging and counting happen in that thread too, out of the way of the event loop.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Condition, Thread, current_thread
from typing import Final, NamedTuple, TypeAlias

from registry.errors import RegistryError, StoreError, TooManyError
from registry.registrar.meetpost import Zending
from registry.wire.metingen import Meetbewijs

MAX_WAITING_BYTES: Final = 32 * 1024 * 1024
MAX_OF_ONE_BYTES: Final = MAX_WAITING_BYTES // 4  # of one member: so it cannot keep others out
TOGETHER_BYTES: Final = 1024 * 1024  # in one transaction: some ten batches of a thousand small measurements
RETRY_S: Final = 1
REST_S: Final = 0.2  # nothing came in for so long: time for other work
Uitslag: TypeAlias = Meetbewijs | RegistryError
Neem: TypeAlias = Callable[[Sequence[Zending]], Sequence[Uitslag]]


class _Wachtend(NamedTuple):
    zending: Zending
    loop: asyncio.AbstractEventLoop
    answer: "asyncio.Future[Uitslag]"


class Inname:
    """The queue, and the thread behind it, from the first batch until `close`."""

    def __init__(self, neem: Neem, rust: Callable[[], None]) -> None:
        """Get ready.

        Args:
            rust: done in that thread when nothing came in for a while after a batch.
        """
        self._neem = neem
        self._rust = rust
        self._changed = Condition()
        self._waiting: list[_Wachtend] = []
        self._waiting_bytes = 0
        self._of_one: dict[str, int] = {}  # bytes that wait of a member
        self._thread: Thread | None = None

    async def __call__(self, zending: Zending) -> Meetbewijs:
        """Hand a batch over, and wait until it is on disk.

        Raises:
            RegistryError: it cannot be read, or (TooManyError) too much is waiting, or (StoreError) it was not kept.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Uitslag] = loop.create_future()
        self._add(_Wachtend(zending, loop, answer))
        uitslag = await answer
        if isinstance(uitslag, RegistryError):
            raise uitslag
        return uitslag

    def close(self) -> None:
        """Take in what waits, and let the thread end; it begins anew when the application does."""
        with self._changed:
            thread, self._thread = self._thread, None
            self._changed.notify_all()
        if thread is not None:
            thread.join()

    def _add(self, one: _Wachtend) -> None:
        size, who = len(one.zending.raw), one.zending.melder
        with self._changed:
            if self._waiting and self._waiting_bytes + size > MAX_WAITING_BYTES:
                raise TooManyError("Er wachten nu te veel metingen. Stuur deze straks nog eens.", after_s=RETRY_S)
            if self._of_one.get(who, 0) + size > MAX_OF_ONE_BYTES:
                raise TooManyError("Er wachten te veel metingen van u. Stuur deze straks nog eens.", after_s=RETRY_S)
            self._of_one[who] = self._of_one.get(who, 0) + size
            self._waiting.append(one)
            self._waiting_bytes += size
            if self._thread is None:
                self._thread = Thread(target=self._work, name="inname", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _work(self) -> None:
        busy = True
        while (batch := self._next(rest=busy)) is not None:
            busy = bool(batch)
            if batch:
                self._take_in(batch)
            else:
                with suppress(RegistryError):  # whatever is wrong, the next batch says so to who sent it
                    self._rust()

    def _take_in(self, batch: Sequence[_Wachtend]) -> None:
        uitslagen: Sequence[Uitslag]
        try:
            uitslagen = self._neem([one.zending for one in batch])
        except RegistryError as error:
            uitslagen = [error] * len(batch)
        except Exception as error:  # noqa: BLE001  # whatever it is, nobody may wait for ever
            crash = StoreError("De metingen zijn niet bewaard.")
            crash.__cause__ = error
            uitslagen = [crash] * len(batch)
        _tell(batch, uitslagen)

    def _next(self, *, rest: bool) -> list[_Wachtend] | None:
        """Wait for work, and take as much of it as goes together; an empty list: time to rest; None: it is done."""
        with self._changed:
            while not self._waiting:
                if self._thread is not current_thread():
                    return None
                if not self._changed.wait(REST_S if rest else None) and not self._waiting:
                    return []
            taken, size = 0, 0
            for one in self._waiting:
                if taken and size + len(one.zending.raw) > TOGETHER_BYTES:
                    break
                taken, size = taken + 1, size + len(one.zending.raw)
            batch, self._waiting = self._waiting[:taken], self._waiting[taken:]
            self._waiting_bytes -= size
            for one in batch:
                self._of_one[one.zending.melder] -= len(one.zending.raw)
            self._of_one = {who: left for who, left in self._of_one.items() if left} if self._waiting else {}
        return batch


def _tell(batch: Sequence[_Wachtend], uitslagen: Sequence[Uitslag]) -> None:
    """Give every answer, waking each event loop once."""
    told: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Uitslag], Uitslag]]] = {}
    for one, uitslag in zip(batch, uitslagen, strict=True):
        told.setdefault(one.loop, []).append((one.answer, uitslag))
    for loop, answers in told.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_set, answers)


def _set(answers: Sequence[tuple["asyncio.Future[Uitslag]", Uitslag]]) -> None:
    for answer, uitslag in answers:
        if not answer.done():  # whoever hung up waits no longer; what it sent is kept all the same
            answer.set_result(uitslag)
