# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a check of a toetredingscriterium found, in which words, and where in the log it looked."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from msgspec import Struct

from registry.projections.professionallijnen import Lijn
from registry.statements.spreektaal import spreek_datum_voluit

Oordeel = Literal["voldaan", "niet-voldaan", "nog-niet-te-beoordelen"]
VOLDAAN: Final[Oordeel] = "voldaan"
NIET: Final[Oordeel] = "niet-voldaan"
ONBEKEND: Final[Oordeel] = "nog-niet-te-beoordelen"
MAX_STAPPEN: Final = 50  # of one criterion: enough to begin with


class Stap(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What can be done now; `lijnen` are the names of the lines that it is about, `door` who can do it."""

    wat: str
    door: Literal["organisatie", "beheerder"] = "organisatie"
    lijnen: tuple[str, ...] = ()


class Feit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A statement in the log that a verdict rests on. `lijn`: of which line."""

    index: int
    digest: str
    lijn: str | None = None


class Uitslag(Struct, frozen=True, kw_only=True):
    """What a check found. `gemeten`: it rests on measurements too, which are not in the log."""

    oordeel: Oordeel
    uitleg: str
    stappen: tuple[Stap, ...] = ()
    feiten: tuple[Feit, ...] = ()
    gemeten: bool = False


class Lijnuitslag(Struct, frozen=True):
    """What was found of one line, and what to do about it."""

    oordeel: Oordeel
    stap: str = ""


def in_woorden(dag: date | None) -> str:
    """Write a day; None: there is no last day."""
    return spreek_datum_voluit(dag) if dag else "altijd"


def of_woorden(woorden: Sequence[str]) -> str:
    """Write words with commas, and the last with 'of'.

    >>> of_woorden(["telefoon", "chat", "email"])
    'telefoon, chat of email'
    """
    *eerder, laatste = woorden
    return f"{', '.join(eerder)} of {laatste}" if eerder else laatste


def tel(aantal: int, een: str, meer: str) -> str:
    """Write how many.

    >>> tel(1, "lijn", "lijnen"), tel(2, "lijn", "lijnen")
    ('1 lijn', '2 lijnen')
    """
    return f"{aantal} {een if aantal == 1 else meer}"


def maanden(aantal: int) -> str:
    """Write how many months."""
    return tel(aantal, "maand", "maanden")


def getal(waarde: float) -> str:
    """Write a number with a comma.

    >>> getal(7.5), getal(7.0)
    ('7,5', '7')
    """
    return f"{waarde:g}".replace(".", ",")


def met_kanaal(lijnen: Sequence[Lijn], kanalen: Sequence[str]) -> list[Lijn]:
    """Choose the lines that have one of these channels; none named: all."""
    return [lijn for lijn in lijnen if not kanalen or any(een.soort in kanalen for een in lijn.lijn.kanalen)]


def feit_van(lijn: Lijn) -> Feit:
    """Name a line as a ground."""
    return Feit(index=lijn.plaats.index, digest=lijn.plaats.digest, lijn=lijn.lijn.naam)
