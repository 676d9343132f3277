# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Loketten as they stand."""

from msgspec import Struct

from registry.projections.stand import Changes, Plaats
from registry.statements.loketten import Loket


class Loketstand(Struct, frozen=True, kw_only=True):
    """A loket of an organisation, and where its description stands in the log."""

    oin: str
    loket: Loket
    plaats: Plaats


def after_loket(body: Loket, oin: str, plaats: Plaats) -> Changes:
    """Describe a loket, or replace its description."""
    return {f"loket/{oin}/{body.naam}": Loketstand(oin=oin, loket=body, plaats=plaats)}
