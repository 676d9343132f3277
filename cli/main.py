# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The entry point of `lijn`: start quickly, stop with the right code.

A process that lives for a tenth of a second has nothing to gain from collecting garbage: without it
a start is a tenth quicker. Nothing of ours is imported before that is said.
"""

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    import httpx

    from cli.omgeving import Omgeving


def main() -> None:
    """Run `lijn` as a program."""
    gc.disable()
    from cli.app import run

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show ë still gets the rest
            stream.reconfigure(errors="backslashreplace")
    code = run(sys.argv[1:], echt())
    gc.freeze()  # so that Python does not look through everything once more on its way out
    sys.exit(code)


def echt() -> "Omgeving":
    """Give the real world: the only place that reads the clock, takes chance and looks at the terminal."""
    from cli.omgeving import Omgeving

    return Omgeving(http_factory=_http, now=_now, new_id=_new_id, stdin_is_tty=sys.stdin.isatty)


def _http(register: str) -> "httpx.Client":
    from cli.verbinding import http_client

    return http_client(register)


def _now() -> "datetime":
    from datetime import UTC, datetime

    return datetime.now(UTC)


def _new_id() -> str:
    from uuid import uuid4

    return str(uuid4())


if __name__ == "__main__":
    main()
