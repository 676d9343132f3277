# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Where cases are found: lists that are in order already, with how many are in each part of them.

A doorsnede is a choice of melder, betrokkene, line and norm, each of which may be left open: `<melder>,-,-,<norm>`.
In it cases stand in groups, by the month and the day that they wait for and their phase. What waits for nothing any
more stands under ! and the month in which it was closed, on day 00:

    zaakmaand/<doorsnede>|2026-12|gemeld              how many
    zaakdag/<doorsnede>|2026-12|gemeld|01             how many of them wait for that day
    zaaklijst/<doorsnede>|2026-12|gemeld|01|<index>   which case, in order of its report

That a day is over follows from the clock and moves nothing: of months before this one every day is, of later ones
none, and only of this month days have to be looked at. So every filter (phase, open or closed, overdue) is a choice
of groups, a total is a sum, and a page costs what is on it, however many cases there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product
from typing import Final, Literal, Protocol

import msgspec
from msgspec import Struct

from registry.projections.stand import Changes, View, load
from registry.projections.zaken import Zaak, is_gesloten, is_te_laat
from registry.statements.klok import local_date
from registry.statements.zaakwoorden import Fase

_OPEN: Final = "-"
_VEELVULDIG: Final = "*"
_MAAND: Final = len("2026-11")
_WACHT_NIET: Final = "!"  # comes before every month
_GEEN_DAG: Final = "00"


class Bladeren(Protocol):
    """Facts of which a part can be read."""

    def scan(self, prefix: str, *, skip: int = 0, most: int | None = None) -> Iterator[tuple[str, bytes]]:
        """Read at most so many facts whose key starts with `prefix`, after the first `skip`, ordered by key."""
        ...


class Aantal(Struct, frozen=True, array_like=True):
    """How many cases are in a group."""

    aantal: int


class Zaakplek(Struct, frozen=True, array_like=True):
    """A case in a list."""

    zaak: str


class Groep(Struct, frozen=True, kw_only=True):
    """Cases of one doorsnede, in one phase, that wait for one month or for one day of this month.

    `key` is what their places in the list begin with, `wanneer` their month and day as text. `voorbij`: that day is
    over, or there is none.
    """

    key: str
    wanneer: str
    fase: Fase
    aantal: int
    voorbij: bool
    veelvuldig: bool

    @property
    def gesloten(self) -> bool:
        """Whether these are closed."""
        return is_gesloten(self.fase, voorbij=self.voorbij)

    @property
    def te_laat(self) -> bool:
        """Whether something in these is overdue."""
        return is_te_laat(self.fase, voorbij=self.voorbij)


class Zaakvraag(Struct, frozen=True, kw_only=True):
    """Which cases. `kijker`: whose cases, None: everybody's. `rol`: of the kijker, or of `organisatie` without one."""

    kijker: str | None = None
    organisatie: str | None = None
    rol: Literal["melder", "betrokkene"] | None = None
    lijn: str | None = None
    norm: str | None = None
    fase: Fase | None = None
    open: bool | None = None
    te_laat: bool | None = None
    veelvuldig: bool | None = None


def verplaats(oud: Zaak | None, nieuw: Zaak, view: View) -> Changes:
    """Say which lists and numbers change when a case goes from one group to another."""
    was, now = (_plaats(oud) if oud else None), _plaats(nieuw)
    if was == now:
        return {}
    changes: dict[str, Struct | None] = {}
    index = f"{nieuw.gemeld.index:010d}"
    for snede in _doorsneden(nieuw):
        counts: dict[str, int] = {}
        for where, by in ((was, -1), (now, 1)):
            if where is not None:
                maand, dag = f"zaakmaand/{snede}|{where[0]}", f"zaakdag/{snede}|{where[0]}|{where[1]}"
                counts[maand], counts[dag] = counts.get(maand, 0) + by, counts.get(dag, 0) + by
                changes[f"zaaklijst/{snede}|{where[0]}|{where[1]}|{index}"] = Zaakplek(nieuw.zaak) if by > 0 else None
        changes |= {key: _counted(view, key, by) for key, by in counts.items() if by}
    return changes


def groepen(facts: Bladeren, vraag: Zaakvraag, dag: date) -> Sequence[Groep]:
    """Find the groups that answer a question: what is open first, the most urgent first; then what was closed last."""
    found = [groep for snede in _gevraagd(vraag) for groep in _groepen(facts, snede, vraag, dag)]
    open_ = sorted((groep for groep in found if not groep.gesloten), key=_order)
    closed = sorted((groep for groep in found if groep.gesloten), key=_order, reverse=True)
    return [*open_, *closed]


def bladzijde(facts: Bladeren, gevonden: Iterable[Groep], *, begin: int, aantal: int) -> list[str]:
    """Read which cases are on a page of these groups: at most so many, from the `begin`-th on."""
    page: list[str] = []
    for groep in gevonden:
        if len(page) == aantal:
            break
        if begin >= groep.aantal:
            begin -= groep.aantal
            continue
        rows = facts.scan(f"zaaklijst/{groep.key}|", skip=begin, most=aantal - len(page))
        page += [msgspec.json.decode(raw, type=Zaakplek).zaak for _, raw in rows]
        begin = 0
    return page


def doorsnede(
    *, melder: str | None = None, betrokkene: str | None = None, lijn: str | None = None, norm: str | None = None
) -> str | None:
    """Name a doorsnede; None when nothing can be in it: a line is of one organisation, whose name then adds nothing."""
    if lijn is not None and betrokkene is not None:
        if not lijn.startswith(f"{betrokkene}/"):
            return None
        betrokkene = None
    return ",".join(part or _OPEN for part in (melder, betrokkene, lijn, norm))


def _gevraagd(vraag: Zaakvraag) -> list[str]:
    """List the doorsneden that hold the answer, no case in two of them: nobody is both parties of a case."""
    wie, ander = vraag.kijker or vraag.organisatie, vraag.organisatie if vraag.kijker else None
    if ander == wie:
        ander = None
    paren: list[tuple[str | None, str | None]] = [(wie, ander), (ander, wie)] if wie else [(None, None)]
    if wie and vraag.rol is not None:
        paren = [(wie, ander) if vraag.rol == "melder" else (ander, wie)]
    named = (doorsnede(melder=m, betrokkene=b, lijn=vraag.lijn, norm=vraag.norm) for m, b in paren)
    return [snede for snede in named if snede is not None]


def _doorsneden(zaak: Zaak) -> Iterator[str]:
    partijen = ((None, None), (zaak.melder, None), (None, zaak.betrokkene), (zaak.melder, zaak.betrokkene))
    for melder, betrokkene in partijen:
        for lijn, norm in product((None, zaak.lijn), (None, zaak.norm.naam)):
            if lijn is None or betrokkene is None:  # with a line its organisation adds nothing
                yield ",".join(part or _OPEN for part in (melder, betrokkene, lijn, norm))


def _order(groep: Groep) -> tuple[str, str]:
    return groep.wanneer, groep.key


def _plaats(zaak: Zaak) -> tuple[str, str]:
    """Say where a case stands: month and phase, and the day."""
    fase = f"{zaak.fase}{_VEELVULDIG if zaak.veelvuldig else ''}"
    if zaak.tot is not None:
        return f"{zaak.tot.isoformat()[:_MAAND]}|{fase}", f"{zaak.tot.day:02}"
    return f"{_WACHT_NIET}{local_date(zaak.laatst.ordered_at).isoformat()[:_MAAND]}|{fase}", _GEEN_DAG


def _groepen(facts: Bladeren, snede: str, vraag: Zaakvraag, dag: date) -> Iterator[Groep]:
    """Read the groups of a doorsnede that answer a question: other months whole, this one by day."""
    deze, vandaag = dag.isoformat()[:_MAAND], f"{dag.day:02}"
    prefix = f"zaakmaand/{snede}|"
    for key, raw in facts.scan(prefix):
        maand, fase = key[len(prefix) :].split("|")
        if maand != deze:
            since = maand.removeprefix(_WACHT_NIET)
            yield from _fitting(vraag, f"{snede}|{maand}|{fase}", since, fase, raw, voorbij=maand < deze)
    prefix = f"zaakdag/{snede}|{deze}|"
    for key, raw in facts.scan(prefix):
        fase, day = key[len(prefix) :].split("|")
        yield from _fitting(vraag, f"{snede}|{deze}|{fase}|{day}", f"{deze}-{day}", fase, raw, voorbij=day < vandaag)


def _fitting(vraag: Zaakvraag, key: str, wanneer: str, fase: str, raw: bytes, *, voorbij: bool) -> Iterator[Groep]:
    """Yield a group if it answers the question."""
    phase = msgspec.convert(fase.removesuffix(_VEELVULDIG), Fase)
    if (
        vraag.fase in {None, phase}
        and vraag.open in {None, not is_gesloten(phase, voorbij=voorbij)}
        and vraag.te_laat in {None, is_te_laat(phase, voorbij=voorbij)}
        and vraag.veelvuldig in {None, fase.endswith(_VEELVULDIG)}
    ):
        yield Groep(
            key=key,
            wanneer=wanneer,
            fase=phase,
            aantal=msgspec.json.decode(raw, type=Aantal).aantal,
            voorbij=voorbij,
            veelvuldig=fase.endswith(_VEELVULDIG),
        )


def _counted(view: View, key: str, by: int) -> Aantal | None:
    stands = load(view, key, Aantal)
    left = (stands.aantal if stands else 0) + by
    return Aantal(left) if left else None
