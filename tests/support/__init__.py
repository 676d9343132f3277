# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Parts that tests share: a register in memory with members, and a clock that stands still."""

from tests.support.network import Clock, Lid, Network, lijn

__all__ = ["Clock", "Lid", "Network", "lijn"]
