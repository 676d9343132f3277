# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Days and moments as one says them out loud in Dutch, in the time of the Netherlands.

    spreek_tijd      9.00 uur
    spreek_datum     28 december, or 28 december 2027 when that is not the year one expects
    spreek_dag       maandag 28 december
    spreek_moment    maandag 28 december 9.00 uur

Midnight is 0.00 uur of the day that begins, and 24.00 uur of the day that ends (`einde=True`).
Seconds are not spoken: a term that ends at 23:59:59 ends at 23.59 uur.
"""

from datetime import date, datetime
from typing import Final

from registry.statements.klok import DAG, MIDDERNACHT, wall_time

WEEKDAGEN: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MAANDEN: Final = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def spreek_datum(dag: date, *, peildatum: date | None = None) -> str:
    """Say a date; with the year only when `peildatum` is given and lies in another year.

    >>> spreek_datum(date(2026, 12, 28)), spreek_datum(date(2027, 1, 4), peildatum=date(2026, 12, 24))
    ('28 december', '4 januari 2027')
    """
    jaar = "" if peildatum is None or peildatum.year == dag.year else f" {dag.year}"
    return f"{dag.day} {MAANDEN[dag.month - 1]}{jaar}"


def spreek_datum_voluit(dag: date) -> str:
    """Say a date with its year, for a term that may be far off.

    >>> spreek_datum_voluit(date(2026, 12, 28))
    '28 december 2026'
    """
    return f"{spreek_datum(dag)} {dag.year}"


def spreek_dag(dag: date, *, peildatum: date | None = None) -> str:
    """Say a date with its weekday.

    >>> spreek_dag(date(2026, 4, 7))
    'dinsdag 7 april'
    """
    return f"{WEEKDAGEN[dag.weekday()]} {spreek_datum(dag, peildatum=peildatum)}"


def spreek_tijd(at: datetime, *, einde: bool = False) -> str:
    """Say the clock time of an instant."""
    return _split(at, einde=einde)[1]


def spreek_moment(at: datetime, *, peildatum: date | None = None, einde: bool = False) -> str:
    """Say an instant.

    >>> from datetime import UTC
    >>> spreek_moment(datetime(2026, 12, 28, 8, 0, tzinfo=UTC))
    'maandag 28 december 9.00 uur'
    >>> spreek_moment(datetime(2026, 12, 27, 23, 0, tzinfo=UTC), einde=True)
    'zondag 27 december 24.00 uur'

    Raises:
        ValueError: The instant has no time zone.
    """
    dag, tijd = _split(at, einde=einde)
    return f"{spreek_dag(dag, peildatum=peildatum)} {tijd}"


def spreek_zonder_kalender(jaar: int) -> str:
    """Say that the holidays of this year are not known, so that an answer about it may be wrong."""
    return f"Voor {jaar} is er nog geen kalender: feestdagen zijn niet meegerekend"


def _split(at: datetime, *, einde: bool) -> tuple[date, str]:
    wall = wall_time(at)
    if einde and wall.time() == MIDDERNACHT:
        return wall.date() - DAG, "24.00 uur"
    return wall.date(), f"{wall.hour}.{wall.minute:02} uur"
