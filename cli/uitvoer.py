# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Data on stdout, talk on stderr; colour and width only on a terminal.

A line is a row of parts, plain texts and coloured ones. Texts may come from another organisation or
from a register that we do not know yet, so whatever could steer a terminal is taken out of each part.
`NO_COLOR` and `TERM=dumb` are respected. With `--json` there is no talk.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Final, TextIO

import msgspec
from msgspec import Struct

_STEERS: Final = dict.fromkeys(  # control characters, and what turns the reading direction or breaks a line
    (*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF),
    "\N{REPLACEMENT CHARACTER}",
)
_RESET: Final = "\x1b[0m"
BREEDTE: Final = 100  # wider lines are hard to read, whatever the terminal can show


class Kleur(Struct, frozen=True):
    """A text in a colour, as far as the reader can see colours: never the only carrier of a meaning."""

    tekst: str
    sgr: str


Deel = str | Kleur
Regel = tuple[Deel, ...]


def groen(tekst: str) -> Kleur:
    """Colour what is good, open or new."""
    return Kleur(tekst, "\x1b[32m")


def rood(tekst: str) -> Kleur:
    """Colour what is wrong, closed or gone."""
    return Kleur(tekst, "\x1b[31m")


def geel(tekst: str) -> Kleur:
    """Colour what asks for attention."""
    return Kleur(tekst, "\x1b[33m")


def vet(tekst: str) -> Kleur:
    """Make a heading stand out."""
    return Kleur(tekst, "\x1b[1m")


class Uitvoer:
    """The two ways out of a command."""

    def __init__(self, *, json: bool) -> None:
        self.json = json

    def data(self, value: object, regels: Iterable[Regel]) -> None:
        """Give what was asked for: as JSON, or as lines for people."""
        if self.json:
            sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")
            return
        for regel in regels:
            _write(sys.stdout, regel)

    def csv(self, kop: Sequence[str], rijen: Iterable[Sequence[object]]) -> None:
        """Give rows for a spreadsheet: commas, a point in numbers, empty where nothing is known."""
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(kop)
        writer.writerows([_cel(waarde) for waarde in rij] for rij in rijen)

    def meld(self, *delen: Deel) -> None:
        """Say something on the side: progress, a difference, a fault. Silent with `--json`."""
        if not self.json:
            _write(sys.stderr, delen)

    def fout(self, value: object) -> None:
        """Give an error to a program, as one line of JSON on stderr."""
        sys.stderr.write(msgspec.json.encode(value).decode() + "\n")

    def vraag(self, tekst: str) -> None:
        """Ask something, also with `--json`: somebody is waiting at the terminal."""
        sys.stderr.write(_clean(tekst))
        sys.stderr.flush()


def kolommen(rijen: Sequence[Sequence[Deel]]) -> list[Regel]:
    """Set rows in columns, each as wide as its widest; the first to the left, the others to the right."""
    wide = [max(len(_text(rij[i])) for rij in rijen) for i in range(max(map(len, rijen), default=0))]
    lines: list[Regel] = []
    for rij in rijen:
        delen: list[Deel] = []
        for i, deel in enumerate(rij):
            space = " " * (wide[i] - len(_text(deel)))
            delen += [deel, space] if i == 0 else ["  ", space, deel]
        lines.append(tuple(delen))
    return lines


def stapel(rijen: Sequence[Sequence[Deel]], *, vast: int, tussen: int = 2) -> list[Regel]:
    """Set rows in columns to the left; on a terminal that is too narrow, what does not fit goes below in each row.

    Args:
        vast: so many columns stay beside each other; what goes below begins where the next one does.
    """
    number = max(map(len, rijen), default=0)
    wide = [max(len(_text(rij[i])) for rij in rijen) + tussen for i in range(number)]
    beside, room = number, _columns()
    while room and beside > vast + 1 and sum(wide[:beside]) - tussen > room:
        beside -= 1
    under = sum(wide[:vast])
    lines: list[Regel] = []
    for rij in rijen:
        *lead, last = rij[:beside]
        left = sum(wide[: beside - 1])
        head = [part for deel, width in zip(lead, wide, strict=False) for part in (deel, _pad(deel, width))]
        first, *rest = _wrap((last,), room - left)
        lines += [(*head, *first), *((" " * left, *line) for line in rest)]
        lines += [(" " * under, *line) for deel in rij[beside:] for line in _wrap((deel,), room - under)]
    return lines


def _pad(deel: Deel, width: int) -> str:
    return " " * (width - len(_text(deel)))


def tabel(rijen: Iterable[tuple[str, Regel]], *, inspringen: int = 0, tussen: int = 2) -> list[Regel]:
    """Set names and values in two columns; on a terminal a long value continues under itself."""
    known = list(rijen)
    width = max((len(naam) for naam, _ in known), default=0) + tussen
    lines: list[Regel] = []
    for naam, waarde in known:
        lead = " " * inspringen + naam.ljust(width)
        for line in _wrap(waarde, _columns() - len(lead)):
            lines.append((lead, *line))
            lead = " " * len(lead)
    return lines


def _wrap(waarde: Regel, width: int) -> list[Regel]:
    """Break the plain text at the end of a value over lines, each under the first; what stands before it is short.

    A text in a colour is never broken: make a command one, so that it can be copied.
    """
    *before, last = waarde
    if width <= 0 or not isinstance(last, str):
        return [waarde]
    used = sum(len(deel if isinstance(deel, str) else deel.tekst) for deel in before)
    if used + len(last) <= width:
        return [waarde]
    import textwrap

    under = " " * (len(last) - len(last.lstrip()))
    first, *rest = textwrap.wrap(
        last, max(width - used, 30), subsequent_indent=under, break_long_words=False, break_on_hyphens=False
    )
    return [(*before, first), *((" " * used + line,) for line in rest)]


def _text(deel: Deel) -> str:
    return deel if isinstance(deel, str) else deel.tekst


def _cel(waarde: object) -> object:
    """Write a value for a spreadsheet, that must not take a text for a formula."""
    if waarde is None:
        return ""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    text = _clean(waarde) if isinstance(waarde, str) else waarde
    return f"'{text}" if isinstance(text, str) and text.startswith(("=", "+", "-", "@")) and text != "-" else text


def _columns() -> int:
    """Count the columns there are to fill; 0: do not break lines, somebody may want to grep them."""
    if not sys.stdout.isatty():
        return 0
    import shutil

    return min(shutil.get_terminal_size().columns, BREEDTE)


def _write(stream: TextIO, delen: Iterable[Deel]) -> None:
    coloured = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    stream.write("".join(_part(deel, coloured=coloured) for deel in delen).rstrip() + "\n")


def _part(deel: Deel, *, coloured: bool) -> str:
    if isinstance(deel, str):
        return _clean(deel)
    return f"{deel.sgr}{_clean(deel.tekst)}{_RESET}" if coloured else _clean(deel.tekst)


def _clean(tekst: str) -> str:
    return tekst.translate(_STEERS)
