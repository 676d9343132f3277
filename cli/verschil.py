# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What changes between what stands and what is about to be said, field by field.

    kanalen[0].nummer    {"veld": "kanalen[0].nummer", "oud": "+31880000101", "nieuw": "+31880000102"}
    trefwoorden[3]       {"veld": "trefwoorden[3]", "nieuw": "weduwe"}       something joined the list

A list is compared by what is in it, so that one new word is one change. Numbers of items (`kanalen[0]`)
are those of the new text; of what goes, those of the old one.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from cli.uitvoer import Regel, groen, rood

_SHORT = 4


class Wijziging(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change: without `oud` something came, without `nieuw` something went."""

    veld: str
    oud: Any | UnsetType = UNSET
    nieuw: Any | UnsetType = UNSET


def verschil(oud: object, nieuw: object, veld: str = "") -> Iterator[Wijziging]:
    """Compare two values of JSON."""
    if isinstance(oud, dict) and isinstance(nieuw, dict):
        for name in dict.fromkeys((*nieuw, *oud)):
            yield from _member(oud.get(name, UNSET), nieuw.get(name, UNSET), f"{veld}.{name}" if veld else name)
    elif isinstance(oud, list) and isinstance(nieuw, list):
        yield from _lists(oud, nieuw, veld)
    elif oud != nieuw:
        yield Wijziging(veld=veld, oud=oud, nieuw=nieuw)


def regels(wijzigingen: Sequence[Wijziging]) -> Iterator[Regel]:
    """Write changes for people: what goes in red with a minus, what comes in green with a plus."""
    for change in wijzigingen:
        if change.oud is not UNSET:
            yield from (("  ", rood(f"- {line}")) for line in _lines(change.veld, change.oud))
        if change.nieuw is not UNSET:
            yield from (("  ", groen(f"+ {line}")) for line in _lines(change.veld, change.nieuw))


def _lines(veld: str, value: object) -> Iterator[str]:
    """Write a value on one line, or a list of groups on a line each."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for i, item in enumerate(value):
            yield f"{veld}[{i}]: {_show(item)}"
    else:
        yield f"{veld}: {_show(value)}"


def _member(oud: object, nieuw: object, veld: str) -> Iterator[Wijziging]:
    if oud is UNSET or nieuw is UNSET:
        yield Wijziging(veld=veld, oud=oud, nieuw=nieuw)
    else:
        yield from verschil(oud, nieuw, veld)


def _lists(oud: list[Any], nieuw: list[Any], veld: str) -> Iterator[Wijziging]:
    from difflib import SequenceMatcher

    old, new = ([msgspec.json.encode(item, order="sorted") for item in items] for items in (oud, nieuw))
    for kind, a, a_end, b, b_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        paired = min(a_end - a, b_end - b)
        for i in range(paired):
            yield from verschil(oud[a + i], nieuw[b + i], f"{veld}[{b + i}]")
        for i in range(a + paired, a_end):
            yield Wijziging(veld=f"{veld}[{i}]", oud=oud[i])
        for i in range(b + paired, b_end):
            yield Wijziging(veld=f"{veld}[{i}]", nieuw=nieuw[i])


def _show(value: object) -> str:
    """Write a value short and on one line.

    >>> _show({"dagen": ["ma", "di"], "afspraak": True})
    'dagen ma di, afspraak ja'
    """
    match value:
        case bool():
            return "ja" if value else "nee"
        case None:
            return "leeg"
        case dict():
            return ", ".join(f"{name} {_show(item)}" for name, item in value.items())
        case list() if any(isinstance(item, dict) for item in value):
            return " ".join(f"({_show(item)})" for item in value)
        case list():
            return (" " if all(len(str(item)) < _SHORT for item in value) else ", ").join(map(_show, value))
        case _:
            return str(value)
