# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How far something is, on a terminal; elsewhere nothing is said."""

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

_WIDTH: Final = 30
_ERASE: Final = "\r\x1b[K"


class Voortgang:
    """A bar on stderr, drawn when its percentage changes, and gone at the end."""

    def __init__(self, total: int, *, show: bool) -> None:
        """Get ready.

        Args:
            total: how much there is to do, in any unit.
            show: there is somebody to see it.
        """
        self._total = max(total, 1)
        self._show = show
        self._shown = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._show and self._shown >= 0:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()

    def is_op(self, done: int, told: Callable[[], str]) -> None:
        """Show that so much is done; `told` says more."""
        percent = min(100, done * 100 // self._total)
        if not self._show or percent == self._shown:
            return
        self._shown = percent
        full = percent * _WIDTH // 100
        sys.stderr.write(f"{_ERASE}[{'#' * full}{'.' * (_WIDTH - full)}] {percent:3d} %  {told()}")
        sys.stderr.flush()
