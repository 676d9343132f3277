# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What stands twice: names in a JSON object, values in a list.

Readers differ on which of two equal names counts, so we refuse both.

>>> import json
>>> found = json.loads('{"a": [{"b": 1, "b": 2}]}', object_pairs_hook=Genoemd.of)
>>> [fout.veld for fout in dubbel(found)]
['a[0].b']
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import Any, Self

from registry.errors import Fout
from registry.statements.schema import shown


class Genoemd(dict[str, Any]):
    """A JSON object that remembers which names were in it twice; the last value stands."""

    doubled: tuple[str, ...] = ()

    @classmethod
    def of(cls, pairs: list[tuple[str, Any]]) -> Self:
        """Make one of what was read, for json.loads."""
        made = cls(pairs)
        if len(made) != len(pairs):
            made.doubled = tuple(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        return made


def dubbel(value: object, veld: str = "") -> Iterator[Fout]:
    """Yield every name that stands twice, in what json.loads made of objects with `Genoemd.of`."""
    if isinstance(value, dict):
        for name in getattr(value, "doubled", ()):
            yield Fout(veld=_below(veld, name), code="dubbel", uitleg="Deze naam staat hier meer dan één keer.")
        for name, child in value.items():
            yield from dubbel(child, _below(veld, name))
    elif isinstance(value, list):
        for i, child in enumerate(value):
            yield from dubbel(child, f"{veld}[{i}]")


def dubbele_waarden(
    veld: str, waarden: Iterable[Hashable], uitleg: str = "Noem elke waarde één keer."
) -> Iterator[Fout]:
    """Yield every value that stood in a list before."""
    seen: set[Hashable] = set()
    for k, waarde in enumerate(waarden):
        if waarde in seen:
            yield Fout(veld=f"{veld}[{k}]", code="dubbel", uitleg=uitleg)
        seen.add(waarde)


def _below(veld: str, name: str) -> str:
    return f"{veld}.{shown(name)}" if veld else shown(name)
