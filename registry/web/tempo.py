# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How often somebody may come: so many times a minute by the clock, over all workers and nodes together.

    tempo.at_once(("questions_per_minute", client_id))              # True: that was one; False: ask at the usual door
    await tempo.knock(("tokens_per_minute_address", network))       # or TooManyError

What is counted is named by its limit in `Grenzen`, with who comes: a client_id, or a network (`network_of`). The
count is in the Poortboek, which all workers share. A worker takes permits from it in lots of a sixteenth of the limit,
in a thread; while it has one in hand, letting somebody in is a look into memory. So never more than the limit are let
in, and a client may be held up early by what other workers have in hand still, at most a lot each.

When the Poortboek cannot be asked, a question in words is let in by this worker's own count: it is answered from
memory, and a loket must be able to ask. Every other door stays closed (503): behind it one writes, and a log only
grows; or gets a token, for which the Poortboek must be asked anyway.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache, partial
from ipaddress import IPv6Address, ip_address
from typing import Final, TypeAlias

from litestar.concurrency import sync_to_thread
from msgspec import Struct
from msgspec.structs import asdict

from registry.errors import StoreError, TooManyError
from registry.store.memory import MemoryPoortboek
from registry.store.poortboek import Poortboek

WINDOW_S: Final = 60
LOTS: Final = 16
MAX_IN_HAND: Final = 20_000  # callers of whom this worker remembers permits; a forgotten one asks the Poortboek again
ASK_WITHIN_S: Final = 2.0
ASK_AGAIN_S: Final = 5.0
OPEN_WHEN_DOWN: Final = frozenset({"questions_per_minute", "questions_per_minute_address"})
_IPV6_TAIL: Final = 64
_LONGEST_NAME: Final = 64
_logger: Final = logging.getLogger("registry")

Teller: TypeAlias = tuple[str, str]  # a field of Grenzen, and who


class Grenzen(Struct, frozen=True, kw_only=True):
    """How often a minute: a client, or (what ends in `_address`) everybody from one network together."""

    applications_per_minute: int = 30  # per network: who applies is no client yet
    tokens_per_minute: int = 60
    tokens_per_minute_address: int = 300
    statements_per_minute: int = 300
    statements_per_minute_address: int = 600
    questions_per_minute: int = 600
    questions_per_minute_address: int = 3000
    measurements_per_minute: int = 600  # requests: of up to a thousand measurements each
    measurements_per_minute_address: int = 3000


GRENZEN: Final = Grenzen()


class Tempo:
    """Counts who comes. Used from the event loop only, so it needs no lock."""

    def __init__(
        self,
        grenzen: Grenzen,
        poortboek: Poortboek,
        clock: Callable[[], datetime],
        *,
        most_in_hand: int = MAX_IN_HAND,
        ask_within_s: float = ASK_WITHIN_S,
    ) -> None:
        self._limits: dict[str, int] = asdict(grenzen)
        self._poortboek = poortboek
        self._own = MemoryPoortboek()  # for when the shared one cannot be asked
        self._own_until = 0.0
        self._clock = clock
        self._most_in_hand = most_in_hand
        self._ask_within_s = ask_within_s
        self._minute = 0
        self._in_hand: dict[Teller, int] = {}  # 0: the Poortboek has no more for this minute
        self._asking: dict[Teller, asyncio.Task[None]] = {}

    def at_once(self, *tellers: Teller) -> bool:
        """Let somebody in if permits are in hand for all of these, and take one of each; else take none."""
        in_hand = self._of_now()
        if not all(in_hand.get(teller) for teller in tellers):
            return False
        for teller in tellers:
            in_hand[teller] -= 1
            if not in_hand[teller]:
                del in_hand[teller]
        return True

    async def knock(self, *tellers: Teller) -> int:
        """Let somebody in, if all of these have a permit left; asked for in this order, until one has none.

        So name a client before its network: one that comes too often then leaves its neighbours their share.
        Gives the minute that the last permit was of, for `give_back`.

        Raises:
            TooManyError: one of them has none this minute.
            StoreError: the Poortboek cannot be asked, and this door stays closed without it.
        """
        for teller in tellers:
            while not self.at_once(teller):
                if self._in_hand.get(teller) == 0:
                    wait_s = WINDOW_S - int(self._clock().timestamp()) % WINDOW_S
                    raise TooManyError(_TOO_MANY[teller[0]], after_s=wait_s)
                await self._take_a_lot(teller)
        return self._minute

    def give_back(self, teller: Teller, minute: int) -> None:
        """Take back a permit that was not needed, for another to use; one of a minute that is over is nothing."""
        in_hand = self._of_now()
        if minute == self._minute:
            in_hand[teller] = in_hand.get(teller, 0) + 1

    def _of_now(self) -> dict[Teller, int]:
        minute = int(self._clock().timestamp()) // WINDOW_S
        if minute != self._minute:
            self._minute = minute
            self._in_hand = {}
        return self._in_hand

    async def _take_a_lot(self, teller: Teller) -> None:
        """Ask for a lot; who comes meanwhile waits for the same one."""
        asking = self._asking.get(teller)
        if asking is None:
            asking = self._asking[teller] = asyncio.create_task(self._ask(teller))
            asking.add_done_callback(partial(self._answered, teller))
        await asyncio.shield(asking)

    def _answered(self, teller: Teller, asking: asyncio.Task[None]) -> None:
        self._asking.pop(teller, None)
        if not asking.cancelled():
            asking.exception()  # whoever waited has seen it; if nobody does any more, that is no fault

    async def _ask(self, teller: Teller) -> None:
        in_hand = self._in_hand  # of the minute that is asked about: when that is over, nobody looks at it
        given = await self._given(teller, self._minute)
        while len(in_hand) >= self._most_in_hand:
            del in_hand[next(iter(in_hand))]
        in_hand[teller] = in_hand.get(teller, 0) + given

    async def _given(self, teller: Teller, minute: int) -> int:
        limit, loop = self._limits[teller[0]], asyncio.get_running_loop()
        until, now = datetime.fromtimestamp((minute + 1) * WINDOW_S, tz=UTC), self._clock()

        def take(book: Poortboek) -> int:
            return book.take("/".join(teller), wanted=max(1, limit // LOTS), limit=limit, until=until, now=now)

        open_when_down = teller[0] in OPEN_WHEN_DOWN
        if open_when_down and loop.time() < self._own_until:
            return take(self._own)
        try:
            return await asyncio.wait_for(sync_to_thread(take, self._poortboek), self._ask_within_s)
        except (StoreError, TimeoutError) as fault:
            _logger.error("Het poortboek antwoordt niet (%s).", type(fault).__name__)  # noqa: TRY400  # no message
            if not open_when_down:
                raise StoreError("Het register kan nu niet nagaan of dit mag. Probeer het later opnieuw.") from fault
            self._own_until = loop.time() + ASK_AGAIN_S
            return take(self._own)


@lru_cache(4096)
def network_of(host: str) -> str:
    """Name what counts as one address: an IPv4 address, or the /64 that one IPv6 connection has.

    >>> network_of("2001:db8:1:2:3:4:5:6"), network_of("::ffff:192.0.2.1"), network_of("192.0.2.1")
    ('2001:db8:1:2::/64', '192.0.2.1', '192.0.2.1')
    """
    try:
        found = ip_address(host)
    except ValueError:
        return host[:_LONGEST_NAME]  # a socket of this machine, or what a proxy says of one
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> _IPV6_TAIL << _IPV6_TAIL)}/{_IPV6_TAIL}"


_WAIT: Final = "Wacht even."  # how long is in Retry-After
_TOO_MANY: Final = {
    "applications_per_minute": f"Te veel aanmeldingen vanaf dit adres. {_WAIT}",
    "tokens_per_minute": f"Deze client vraagt te vaak een token. Gebruik een token tot het verloopt. {_WAIT}",
    "tokens_per_minute_address": f"Vanaf dit adres wordt te vaak een token gevraagd. {_WAIT}",
    "statements_per_minute": f"Te veel verklaringen van deze client. {_WAIT}",
    "statements_per_minute_address": f"Te veel verklaringen vanaf dit adres. {_WAIT}",
    "measurements_per_minute": f"Deze client stuurt te vaak metingen. Stuur er meer tegelijk. {_WAIT}",
    "measurements_per_minute_address": f"Vanaf dit adres komen te vaak metingen. {_WAIT}",
    "questions_per_minute": f"Te veel vragen in woorden van deze client. {_WAIT}",
    "questions_per_minute_address": f"Te veel vragen in woorden vanaf dit adres. {_WAIT}",
}
