# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Distributions: how often each whole number occurs, exact and packed.

A byte that says how wide the numbers are (B, H, I or Q, as `array` writes them in this machine's order of bytes), the
values in order, and how often each occurs. Nothing at all is an empty one.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

_WIDTHS: Final[tuple[tuple[int, Literal["B", "H", "I", "Q"]], ...]] = (
    (1 << 8, "B"),
    (1 << 16, "H"),
    (1 << 32, "I"),
    (1 << 64, "Q"),
)
_CASTS: Final[Mapping[int, Literal["B", "H", "I", "Q"]]] = {ord(code): code for _, code in _WIDTHS}
_BYTES: Final = ord("B")  # numbers of one byte: then they need no unpacking
_ONE: Final = 3  # the length of one value and how often it occurs, and the width


LEEG: Final = b""


def verdeling(telling: Counter[int]) -> bytes:
    """Pack how often each value occurs; what occurs 0 times is left out.

    >>> waarden(verdeling(Counter({300: 1, 20: 2})))
    ([20, 300], [2, 1])
    """
    waarden_ = sorted(waarde for waarde, keer in telling.items() if keer)
    return _packed(waarden_, [telling[waarde] for waarde in waarden_]) if waarden_ else LEEG


def waarden(raw: bytes) -> tuple[list[int], list[int]]:
    """Unpack: the values in order, and how often each occurs."""
    if not raw:
        return [], []
    getallen = memoryview(raw)[1:].cast(_CASTS[raw[0]]).tolist()
    n = len(getallen) // 2
    return getallen[:n], getallen[n:]


def opgeteld(parts: Iterable[bytes]) -> bytes:
    """Add distributions up."""
    gevuld = [part for part in parts if part]
    if len(gevuld) <= 1:
        return gevuld[0] if gevuld else LEEG
    telling: Counter[int] = Counter()
    for part, keren in Counter(gevuld).items():  # many are of one value, and the same
        een = _SMALL_OF.get(part)
        if een is not None:
            telling[een] += keren
            continue
        for waarde, keer in zip(*waarden(part), strict=True):
            telling[waarde] += keer * keren
    return verdeling(telling)


def totaal(raw: bytes) -> int:
    """Count the values."""
    if not raw:
        return 0
    if raw[0] == _BYTES:  # as most are in a cell of a day
        return raw[2] if len(raw) == _ONE else sum(raw[len(raw) // 2 + 1 :])
    getallen = memoryview(raw)[1:].cast(_CASTS[raw[0]])
    return sum(getallen[len(getallen) // 2 :])


def hoogstens(raw: bytes, grens: float) -> int:
    """Count the values that are at most this."""
    if not raw:
        return 0
    if raw[0] == _BYTES:
        n = len(raw) // 2
        return sum(raw[n + 1 : n + bisect_right(raw, grens, 1, n + 1)])
    getallen = memoryview(raw)[1:].cast(_CASTS[raw[0]])
    n = len(getallen) // 2
    i = bisect_right(getallen, grens, 0, n)
    return sum(getallen[n : n + i])


def boven(raw: bytes, grens: float) -> bytes:
    """Leave only the values that are more than this."""
    getallen, keren = waarden(raw)
    i = bisect_right(getallen, grens)
    return raw if i == 0 else _packed(getallen[i:], keren[i:]) if i < len(getallen) else LEEG


def som(raw: bytes) -> int:
    """Add the values up."""
    return sum(waarde * keer for waarde, keer in zip(*waarden(raw), strict=True))


def een_van(waarde: int) -> bytes:
    """Give the distribution of one value."""
    return _SMALL[waarde] if waarde < len(_SMALL) else _packed([waarde], [1])


def met(raw: bytes, erbij: Sequence[int]) -> bytes:
    """Add values to a distribution: a few to many, so those that are there stay packed."""
    if not raw and len(erbij) == 1:
        return een_van(erbij[0])
    if not raw:
        return verdeling(Counter(erbij))
    getallen = array(_CASTS[raw[0]], raw[1:])
    n = len(getallen) // 2
    try:
        for waarde in erbij:
            i = bisect_left(getallen, waarde, 0, n)
            if i < n and getallen[i] == waarde:
                getallen[n + i] += 1
            else:
                getallen.insert(n + i, 1)
                getallen.insert(i, waarde)
                n += 1
    except OverflowError:  # these take wider numbers
        return opgeteld([raw, verdeling(Counter(erbij))])
    return raw[:1] + getallen.tobytes()


def met_once(done: dict[tuple[bytes, Sequence[int]], bytes], raw: bytes, erbij: Sequence[int]) -> bytes:
    """Do the same unless it was done."""
    found = done.get((raw, erbij))
    if found is None:
        found = done[raw, erbij] = met(raw, erbij)
    return found


def nullen(aantal: int) -> bytes:
    """Give the distribution of so many zeros."""
    return _packed([0], [aantal])


def _packed(waarden_: list[int], aantallen: list[int]) -> bytes:
    hoogste = max(waarden_[-1], *aantallen)
    code = next(code for grens, code in _WIDTHS if hoogste < grens)
    return code.encode() + array(code, [*waarden_, *aantallen]).tobytes()


_SMALL: Final = tuple(_packed([waarde], [1]) for waarde in range(1 << 10))
_SMALL_OF: Final = {raw: waarde for waarde, raw in enumerate(_SMALL)}
