# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Which subjects and life events the register knows: a measurement can name no other, so it can tell of nobody.

What lines say, and what is known about who does what (kennis/). Worked out when something is named that the line of
the measurement does not name itself, and kept until a line changes.
"""

from registry.projections.gids import Gids


class Bekend:
    """Remembers what is known; for one thread."""

    def __init__(self) -> None:
        self._lijnen: object = None
        self._onderwerpen: frozenset[str] = frozenset()
        self._gebeurtenissen: frozenset[str] = frozenset()

    def onderwerp(self, code: str, gids: Gids) -> bool:
        """Say whether a subject is known."""
        if code in gids.wegwijzer.namen:
            return True
        self._read(gids)
        return code in self._onderwerpen

    def levensgebeurtenis(self, naam: str, gids: Gids) -> bool:
        """Say whether a life event is known."""
        self._read(gids)
        return naam in self._gebeurtenissen

    def _read(self, gids: Gids) -> None:
        if self._lijnen is gids.lijnen:
            return
        onderwerpen: set[str] = set()
        gebeurtenissen: set[str] = set()
        for lijn in gids.lijnen.values():
            onderwerpen.update(lijn.onderwerpen)
            gebeurtenissen.update(lijn.levensgebeurtenissen)
        for instantie in gids.wegwijzer.kennis.instanties:
            for taak in instantie.taken:
                onderwerpen.update(taak.onderwerpen, taak.upl)
                gebeurtenissen.update(taak.levensgebeurtenissen)
        self._onderwerpen, self._gebeurtenissen = frozenset(onderwerpen), frozenset(gebeurtenissen)
        self._lijnen = gids.lijnen
