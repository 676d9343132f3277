# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Working-day calendars as they stand: the last one signed for each year."""

from msgspec import Struct

from registry.projections.stand import Changes, Plaats
from registry.statements.kalenders import Kalender


class Kalenderstand(Struct, frozen=True, kw_only=True):
    """The calendar of a year, and where it stands in the log."""

    kalender: Kalender
    plaats: Plaats


def after_kalender(body: Kalender, plaats: Plaats) -> Changes:
    """Set or replace the calendar of a year."""
    return {f"kalender/{body.jaar}": Kalenderstand(kalender=body, plaats=plaats)}
