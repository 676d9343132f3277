# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Shares, means and percentiles of distributions (tellingen.py), and how sure one may be of a share.

A percentile is by nearest rank: the least value that at least so many percent are not above. It is a value that
occurred; nothing is interpolated. Who never got what they came for may be counted as later than everybody.
"""

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from math import ceil, sqrt
from typing import Final, NamedTuple

from registry.projections.verdelingen import hoogstens, opgeteld, som, totaal, waarden

PERCENTIELMETHODE: Final = "nearest-rank"
INTERVALMETHODE: Final = "wilson-95"
_Z: Final = 1.959963984540054  # the normal distribution leaves 2.5 % above it


class Interval(NamedTuple):
    """Where a share lies, as far as these observations can tell."""

    laag: float
    hoog: float


def wilson(raak: int, totaal_: int) -> Interval:
    """Give the 95 % interval of a share (Wilson 1927, without correction for continuity).

    >>> [round(grens, 4) for grens in wilson(8, 10)]
    [0.4902, 0.9433]

    Raises:
        ZeroDivisionError: there are no observations.
    """
    aandeel, zz = raak / totaal_, _Z * _Z
    noemer = 1 + zz / totaal_
    midden = (aandeel + zz / (2 * totaal_)) / noemer
    half = _Z * sqrt(aandeel * (1 - aandeel) / totaal_ + zz / (4 * totaal_ * totaal_)) / noemer
    laag = 0.0 if raak == 0 else midden - half  # exactly, whatever floats make of it
    hoog = 1.0 if raak == totaal_ else midden + half
    return Interval(max(laag, 0.0), min(hoog, 1.0))


def aantal(delen: Sequence[bytes]) -> int:
    """Count the values."""
    return sum(map(totaal, delen))


def aantal_hoogstens(delen: Sequence[bytes], grens: float) -> int:
    """Count the values that are at most this."""
    return sum([hoogstens(deel, grens) for deel in delen])


def aantal_onder(delen: Sequence[bytes], grens: float) -> int:
    """Count the values that are less than this."""
    return aantal_hoogstens(delen, ceil(grens) - 1)


def gemiddelde(delen: Sequence[bytes]) -> float | None:
    """Give the mean; None of nothing."""
    keer = aantal(delen)
    return sum(map(som, delen)) / keer if keer else None


def percentiel(delen: Sequence[bytes], p: float, nooit: int = 0) -> int | None:
    """Give the percentile by nearest rank; None when it falls among those that never came, or of nothing.

    Args:
        delen: distributions that together are what happened.
        p: more than 0, at most 100.
        nooit: how many come after every value.
    """
    getallen, keren = waarden(opgeteld(delen))
    tot = list(accumulate(keren))
    # by the decimals as they were written: 99.9 % of 1000 is 999, whatever floats make of it
    rang = ceil(Fraction(str(p)) * ((tot[-1] if tot else 0) + nooit) / 100)
    i = bisect_left(tot, rang)
    return getallen[i] if rang and i < len(getallen) else None
