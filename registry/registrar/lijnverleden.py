# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a line was at a moment that has gone by, and day by day.

A publication holds from the moment at which the register took it until the next; an intrekking ends the line until it
is published again. What was before the first publication is judged by that one: a publisher who says that its line is
there since 1 January (`geldig.van`) is believed, also when it says so in November. On days outside `geldig` there is
no line. A measurement is judged by its moment; a norm looks at whole days (projections/openstelling.py).
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from registry.errors import StoreError
from registry.projections.ingangen import Ingang
from registry.projections.openstelling import Lijngeschiedenis, geschiedenis
from registry.registrar.history import chain
from registry.statements.envelope import open_envelope
from registry.statements.openingstijden import Rooster
from registry.statements.professionallijnen import EenKanaal, Geldigheid, Professionallijn
from registry.store.protocol import Record, Store

MAX_LINES: Final = 5_000
MAX_UITGAVEN: Final = 20_000


class Uitgave(Struct, frozen=True, gc=False):
    """A publication, as far as measurements and norms ask: its place in the log, when it is valid, and its channels.

    `roosters`: the channels by what they are, since each has hours.
    """

    index: int
    geldig: Geldigheid
    bevestigd: date
    kanalen: Sequence[EenKanaal]
    roosters: Mapping[str, Sequence[Rooster]]
    onderwerpen: frozenset[str]


class Verleden(Struct, frozen=True):
    """Everything a line was, in order. `vanaf`: since when each holds; None is that it was withdrawn."""

    ingang: Ingang
    last_index: int
    vanaf: tuple[datetime, ...]
    uitgaven: tuple[Uitgave | None, ...]

    def op(self, at: datetime, dag: date) -> Uitgave | None:
        """Give the line as it was at a moment, which is on this local day; None: it was not there."""
        i = bisect_right(self.vanaf, at)
        found = self.uitgaven[max(i - 1, 0)]
        if found is None:
            return None
        geldig = found.geldig
        return found if geldig.van <= dag and (geldig.tot is None or dag <= geldig.tot) else None

    def per_dag(self) -> Lijngeschiedenis:
        """Give the line day by day."""
        return geschiedenis(self.ingang.id, zip(self.vanaf, self.uitgaven, strict=True))


class Lijnverleden:
    """Remembers what lines were. Safe to ask from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lines: dict[str, Verleden] = {}
        self._uitgaven: dict[int, Uitgave] = {}

    def of(self, ingang: Ingang) -> Verleden:
        """Give everything that a line was, up to how it stands now.

        Raises:
            StoreError: a statement is not there any more.
        """
        known = self._lines.get(ingang.id)
        if known is not None and known.ingang is ingang:
            return known
        if len(self._lines) >= MAX_LINES:
            self._lines.clear()
        found = self._lines[ingang.id] = self._read(ingang, known)
        return found

    def uitgave(self, index: int) -> Uitgave:
        """Give the publication at a place of the log.

        Raises:
            StoreError: there is none.
        """
        found = self._uitgaven.get(index)
        if found is None:
            with self._store.read() as tx:
                records = tx.records(index, index + 1)
            body = open_envelope(records[0].jws).body if records else None
            if not isinstance(body, Professionallijn):
                raise StoreError(f"Op plaats {index} van het logboek staat geen professionallijn.")
            if len(self._uitgaven) >= MAX_UITGAVEN:
                self._uitgaven.clear()
            found = self._uitgaven[index] = _uitgave(index, body)
        return found

    def _read(self, ingang: Ingang, known: Verleden | None) -> Verleden:
        """Walk back to the first publication, or to where we were."""
        new: list[tuple[Record, Uitgave | None]] = []
        with self._store.read() as tx:
            for record, signed in chain(tx, f"professionallijn/{ingang.id}"):
                if known is not None and record.index <= known.last_index:
                    break
                body = signed.body
                new.append((record, _uitgave(record.index, body) if isinstance(body, Professionallijn) else None))
        new.reverse()
        return Verleden(
            ingang=ingang,
            last_index=new[-1][0].index if new else known.last_index if known else -1,
            vanaf=(*(known.vanaf if known else ()), *(record.ordered_at for record, _ in new)),
            uitgaven=(*(known.uitgaven if known else ()), *(uitgave for _, uitgave in new)),
        )


def _uitgave(index: int, lijn: Professionallijn) -> Uitgave:
    roosters: dict[str, list[Rooster]] = {}
    for kanaal in lijn.kanalen:
        roosters.setdefault(kanaal.soort, []).append(kanaal)
    return Uitgave(
        index=index,
        geldig=lijn.geldig,
        bevestigd=lijn.bevestigd,
        kanalen=lijn.kanalen,
        roosters=roosters,
        onderwerpen=frozenset(lijn.onderwerpen),
    )
