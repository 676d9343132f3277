# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The entry point of `lijn`: start quickly, stop with the right code.

A process that lives for a tenth of a second has nothing to gain from collecting garbage: without it
a start is a tenth quicker. Nothing is imported before that is said.
"""

import gc
import sys


def main() -> None:
    """Run `lijn` as a program."""
    gc.disable()
    from cli.app import run
    from cli.omgeving import echt

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show ë still gets the rest
            stream.reconfigure(errors="backslashreplace")
    code = run(sys.argv[1:], echt())
    gc.freeze()  # so that Python does not look through everything once more on its way out
    sys.exit(code)


if __name__ == "__main__":
    main()
