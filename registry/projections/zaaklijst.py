# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Where cases are found: lists that are in order already, with how many are in each part of them.

A doorsnede is a choice of melder, betrokkene, line and norm, each of which may be left open: `<melder>,-,-,<norm>`.
In it cases stand in groups, by the day that they wait for and their phase; what waits for nothing any more stands by
the month in which it was closed:

    zaakgroep/<doorsnede>|2026-12-01|gemeld            {"aantal": 17}
    zaakgroep/<doorsnede>|2026-11|ingetrokken
    zaaklijst/<doorsnede>|2026-12-01|gemeld|<index>    which case, in order of its report

So every filter (phase, open or closed, overdue on a day) is a choice of groups, a total is a sum, and a page costs what
is on it, however many cases there are. That a day is over follows from the clock and moves nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product
from typing import Final, Literal, Protocol

import msgspec
from msgspec import Struct

from registry.projections.stand import Changes, View, load
from registry.projections.zaken import Fase, Zaak, is_gesloten, is_te_laat
from registry.statements.klok import local_date

_OPEN: Final = "-"
_VEELVULDIG: Final = "*"
_MAAND: Final = len("2026-11")


class Bladeren(Protocol):
    """Facts of which a part can be read."""

    def scan(self, prefix: str, *, skip: int = 0, most: int | None = None) -> Iterator[tuple[str, bytes]]:
        """Read at most so many facts whose key starts with `prefix`, after the first `skip`, ordered by key."""
        ...


class Aantal(Struct, frozen=True):
    """How many cases are in a group."""

    aantal: int


class Zaakplek(Struct, frozen=True):
    """A case in a list."""

    zaak: str


class Groep(Struct, frozen=True, kw_only=True):
    """Cases of one doorsnede, in one phase, that wait for one day; when they wait for none, `sinds` is a month."""

    key: str
    tot: date | None
    sinds: str
    fase: Fase
    veelvuldig: bool
    aantal: int

    def gesloten(self, dag: date) -> bool:
        """Say whether these are closed on a day."""
        return is_gesloten(self.fase, self.tot, dag)

    def te_laat(self, dag: date) -> bool:
        """Say whether something in these is overdue on a day."""
        return is_te_laat(self.fase, self.tot, dag)


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
    was, now = (_groep(oud) if oud else None), _groep(nieuw)
    if was == now:
        return {}
    changes: dict[str, Struct | None] = {}
    plek = f"{nieuw.gemeld.index:010d}"
    for snede in _doorsneden(nieuw):
        if was is not None:
            changes[f"zaaklijst/{snede}|{was}|{plek}"] = None
            changes[f"zaakgroep/{snede}|{was}"] = _counted(view, f"zaakgroep/{snede}|{was}", -1)
        changes[f"zaaklijst/{snede}|{now}|{plek}"] = Zaakplek(nieuw.zaak)
        changes[f"zaakgroep/{snede}|{now}"] = _counted(view, f"zaakgroep/{snede}|{now}", 1)
    return changes


def groepen(facts: Bladeren, vraag: Zaakvraag, dag: date) -> Sequence[Groep]:
    """Find the groups that answer a question: what is open first, the most urgent first; then what was closed last."""
    found = [groep for snede in _gevraagd(vraag) for groep in _groepen(facts, snede) if _fits(groep, vraag, dag)]
    found.sort(key=lambda groep: groep.key)
    open_ = [groep for groep in found if not groep.gesloten(dag)]
    open_.sort(key=lambda groep: groep.tot or dag)
    closed = [groep for groep in found if groep.gesloten(dag)]
    closed.sort(key=lambda groep: groep.sinds, reverse=True)
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


def _groep(zaak: Zaak) -> str:
    since = local_date(zaak.laatst.ordered_at).isoformat()[:_MAAND]
    return f"{zaak.tot or since}|{zaak.fase}{_VEELVULDIG if zaak.veelvuldig else ''}"


def _groepen(facts: Bladeren, snede: str) -> Iterator[Groep]:
    prefix = f"zaakgroep/{snede}|"
    for key, raw in facts.scan(prefix):
        when, fase = key.removeprefix(prefix).split("|")
        yield Groep(
            key=key.removeprefix("zaakgroep/"),
            tot=date.fromisoformat(when) if len(when) > _MAAND else None,
            sinds=when,
            fase=msgspec.convert(fase.removesuffix(_VEELVULDIG), Fase),
            veelvuldig=fase.endswith(_VEELVULDIG),
            aantal=msgspec.json.decode(raw, type=Aantal).aantal,
        )


def _fits(groep: Groep, vraag: Zaakvraag, dag: date) -> bool:
    return (
        vraag.fase in {None, groep.fase}
        and vraag.open in {None, not groep.gesloten(dag)}
        and vraag.te_laat in {None, groep.te_laat(dag)}
        and vraag.veelvuldig in {None, groep.veelvuldig}
    )


def _counted(view: View, key: str, by: int) -> Aantal | None:
    stands = load(view, key, Aantal)
    left = (stands.aantal if stands else 0) + by
    return Aantal(left) if left else None
