# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a command gets from outside: clock, chance, network, terminal. Tests give their own.

It travels as `ctx.obj`. Only main.py makes one of the real clock, network and terminal.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from msgspec import Struct
from msgspec.structs import replace

from cli.uitvoer import Uitvoer

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    import httpx


class Omgeving(Struct, frozen=True, kw_only=True):
    """The world outside a command."""

    http_factory: "Callable[[str], AbstractContextManager[httpx.Client]]"
    now: "Callable[[], datetime]"
    new_id: Callable[[], str]
    stdin_is_tty: Callable[[], bool]
    profiel: Path | None = None

    def met_profiel(self, pad: Path | None) -> "Omgeving":
        """Give the same world, with the profile that the member named."""
        return replace(self, profiel=pad)

    def uitvoer(self, *, json: bool) -> Uitvoer:
        """Give the two ways out: data and talk."""
        return Uitvoer(json=json)

    def vraag_akkoord(self, vraag: str, *, ja: bool, uit: Uitvoer) -> None:
        """Ask for a yes when a person sits at the terminal; a script, and `--ja`, have said yes already.

        Raises:
            Exit: the answer is no.
        """
        if ja or not self.stdin_is_tty():
            return
        uit.vraag(f"{vraag} [j/N] ")
        if sys.stdin.readline().strip().lower() not in {"j", "ja"}:
            uit.meld("Er is niets verstuurd.")
            raise typer.Exit(1)
