# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A line that could be tried, by the channel that is the best at a moment."""

from bisect import bisect_right
from typing import NamedTuple

from registry.projections.ingangen import Ingang, KanaalKort
from registry.projections.uren import NOOIT, Grenzen, Uren, is_open


class Kandidaat(NamedTuple):
    """A line by its best channel at a moment. Tuples compare in rank order: no two have the same id.

    `dicht`: nobody can be spoken to now. `belofte_s`: what it promises, moved by how often it answers (`Cijfers`).
    `opent_s` is 0 when open, else when it opens (in seconds since 1970).
    `plaats`: how many times it opened or closed so far in its `Grenzen`; -1 when a storing has a say in that.
    """

    dicht: bool
    belofte_s: float
    opent_s: int
    id: str
    kanaal: int
    plaats: int
    ingang: Ingang


def best_channel(
    ingang: Ingang, uren: Uren, at_s: int, dag: int, kanaal: str | None
) -> tuple[Kandidaat | None, int, int]:
    """Choose the channel of a line to try at a moment; and say from when until when that holds.

    A line on which people can be spoken to is tried by those channels only, unless another soort is asked for.
    """
    best: Kandidaat | None = None
    van, tot = -NOOIT, NOOIT
    speaks = kanaal is None and any(kort.gesprek for kort in ingang.kanalen)
    for i, kort in enumerate(ingang.kanalen):
        if kort.gesprek if speaks else kanaal is None or kort.soort == kanaal:
            grenzen = hours(ingang, kort, uren, dag)
            place = bisect_right(grenzen, at_s)
            open_now = place % 2 == 1
            changes = grenzen[place] if place < len(grenzen) else NOOIT
            if place:
                van = max(van, grenzen[place - 1])
            tot = min(tot, changes)
            this = Kandidaat(
                not (open_now and kort.gesprek),
                kort.belofte_s + uren.cijfers.trede(ingang.id, kort.soort),
                0 if open_now else changes,
                ingang.id,
                i,
                place if ingang.storing is None else -1,
                ingang,
            )
            if best is None or this < best:
                best = this
    return best, van, tot


def best_of(ingang: Ingang, uren: Uren, at_s: int, dag: int, kanaal: str | None) -> Kandidaat | None:
    """Choose the channel of a line to try at a moment."""
    gesprekken = ingang.gesprekken
    if kanaal is not None or ingang.storing is not None or len(gesprekken) != 1:
        return best_channel(ingang, uren, at_s, dag, kanaal)[0]
    belofte_s, id_, i, kort, *_ = gesprekken[0]
    if uren.cijfers.treden:
        belofte_s += uren.cijfers.trede(id_, kort.soort)
    grenzen = uren.venster(dag).get(kort.rooster_nummer) or uren.grenzen(kort.rooster_nummer, kort.rooster, dag)
    plaats = bisect_right(grenzen, at_s)
    dicht = plaats % 2 == 0
    changes = grenzen[plaats] if plaats < len(grenzen) else NOOIT
    return Kandidaat(dicht, belofte_s, changes if dicht else 0, id_, i, plaats, ingang)


def hours(ingang: Ingang, kort: KanaalKort, uren: Uren, dag: int) -> Grenzen:
    """Give when a channel of a line opens and closes around a local day, storing and all."""
    if ingang.storing is None:
        return uren.grenzen(kort.rooster_nummer, kort.rooster, dag)
    return uren.disturbed(kort.rooster_nummer, kort.rooster, dag, ingang.storing.dicht(kort.soort))


def open_now(ingang: Ingang, uren: Uren, at_s: int, dag: int) -> bool:
    """Say whether any channel of a line is open at a moment on this local day."""
    return any(is_open(hours(ingang, kort, uren, dag), at_s)[0] for kort in ingang.kanalen)
