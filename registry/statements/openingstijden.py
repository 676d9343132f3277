# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Opening hours as a publisher writes them (contract, section 3), and all that can be wrong with them.

    openingstijden:                            # none at all: always open
      - {dagen: [ma, di], van: "09:00:00", tot: "17:00:00"}              # open at 9.00, closed at 17.00
      - {dagen: [wo], week: even, van: "09:00:00", tot: "00:00:00"}      # even ISO weeks, until the end of the day
      - {dagen: [vr], nde: [1, -1], van: "22:00:00", tot: "06:00:00"}    # first and last of the month, into Saturday
    afwijkingen:                               # the first and the last day, both included
      - {van: 2026-12-24, tot: 2026-12-24, open: [{van: "09:00:00", tot: "12:00:00"}], reden: kerstavond}
    feestdagen: gesloten

Clock times are whole seconds of the clock on the wall. `van` = `tot` says the whole day, at 00:00:00 only.
What a rooster means on a day is in werktijd.py; here is only what one can see without a kalender.
"""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from functools import cache
from typing import Annotated, Final, Literal, get_args

from msgspec import Meta, Struct

from registry.errors import Fout
from registry.statements.dubbel import dubbele_waarden
from registry.statements.klok import DAG, MIDDERNACHT
from registry.statements.namen import Regel
from registry.statements.spreektaal import spreek_dag

Dag = Literal["ma", "di", "wo", "do", "vr", "za", "zo"]
DAGEN: Final[tuple[Dag, ...]] = get_args(Dag)  # in the order of date.weekday()
AFWIJKING_MAX_DAGEN: Final = 366
Kloktijd = Annotated[time, Meta(tz=False, description="Kloktijd in Nederland, uu:mm:ss.")]
Nde = Annotated[int, Meta(ge=-5, le=5)]
Dagen = Annotated[tuple[Dag, ...], Meta(min_length=1, max_length=7)]
Eenheid = Literal["seconden", "minuten", "uren", "werkuren", "werkdagen", "kalenderdagen", "weken"]


class Duur(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A term: so many of a unit."""

    aantal: Annotated[int, Meta(ge=0, le=1_000_000)]
    eenheid: Eenheid


class Tijdvak(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Open from `van` (inclusive) to `tot` (exclusive) on one day."""

    van: Kloktijd
    tot: Kloktijd


class Openingsblok(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Open on these weekdays, every week, only in even or odd weeks, or only the n-th of the month."""

    dagen: Dagen
    van: Kloktijd
    tot: Kloktijd
    week: Literal["even", "oneven"] | None = None
    nde: Annotated[tuple[Nde, ...], Meta(max_length=10)] = ()


class Afwijking(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Other hours, or closed, from one date to another (both included)."""

    van: date
    tot: date
    open: Annotated[tuple[Tijdvak, ...], Meta(max_length=10)] = ()
    reden: Regel


Feestdagen = Literal["gesloten", "alleen-erkend", "gewoon"]


class Rooster(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """When something is open: the pattern of the week, what deviates from it, and what holidays do."""

    openingstijden: Annotated[tuple[Openingsblok, ...], Meta(max_length=50)] = ()
    afwijkingen: Annotated[tuple[Afwijking, ...], Meta(max_length=200)] = ()
    feestdagen: Feestdagen = "gesloten"


def opent_op(blok: Openingsblok, dag: date) -> bool:
    """Say whether this block of a pattern begins on this day.

    >>> eerste_maandag = Openingsblok(dagen=("ma",), van=time(9), tot=time(12), nde=(1,))
    >>> opent_op(eerste_maandag, date(2026, 12, 7)), opent_op(eerste_maandag, date(2026, 12, 14))
    (True, False)
    """
    if DAGEN[dag.weekday()] not in blok.dagen:
        return False
    if blok.week is not None and (dag.isocalendar().week % 2 == 0) != (blok.week == "even"):
        return False
    if not blok.nde:
        return True
    eerste, laatste = _place_in_month(dag)
    return eerste in blok.nde or laatste in blok.nde


def past_midnight(vak: Openingsblok | Tijdvak) -> bool:
    """Say whether the end is a time of the next day. 00:00:00 is: the end of a day is where the next begins."""
    return vak.tot <= vak.van


def rooster_faults(rooster: Rooster) -> Iterator[Fout]:
    """Yield every fault of the hours; fields are named from the rooster.

    Codes: seconden, volgorde, waarde, dubbel, overlap, te-lang.
    """
    yield from block_faults("openingstijden", rooster.openingstijden)
    for j, afwijking in enumerate(rooster.afwijkingen):
        veld = f"afwijkingen[{j}]"
        if afwijking.tot < afwijking.van:
            yield Fout(veld=f"{veld}.tot", code="volgorde", uitleg="De laatste dag ligt voor de eerste.")
        elif (afwijking.tot - afwijking.van).days >= AFWIJKING_MAX_DAGEN:
            uitleg = f"Een afwijking duurt hoogstens {AFWIJKING_MAX_DAGEN} dagen; pas anders de openingstijden aan."
            yield Fout(veld=f"{veld}.tot", code="te-lang", uitleg=uitleg)
        samen = [
            f"afwijkingen[{i}]"
            for i, eerder in enumerate(rooster.afwijkingen[:j])
            if max(eerder.van, afwijking.van) <= min(eerder.tot, afwijking.tot)
        ]
        if samen:
            uitleg = f"Op een dag geldt hoogstens één afwijking; deze valt samen met {', '.join(samen)}."
            yield Fout(veld=veld, code="overlap", uitleg=uitleg)
        yield from _deviation_faults(veld, afwijking, rooster.openingstijden)


def block_faults(veld: str, blokken: Sequence[Openingsblok]) -> Iterator[Fout]:
    """Yield every fault of a weekly pattern that stands in the field `veld`.

    An overlap is judged on real days. Even and odd weeks never meet on a day, but an odd Sunday night
    runs into an odd Monday after each year of 53 weeks.
    """

    @cache
    def opens(index: int, later: int) -> int:  # bit n: the block begins `later` days after sample day n
        return sum(1 << n for n, dag in enumerate(_sample_days()) if opent_op(blokken[index], dag + later * DAG))

    def met(een: int, ander: int, later: int) -> Iterator[date]:
        if _hours_meet(blokken[een], blokken[ander], later) and _weekdays_meet(blokken[een], blokken[ander], later):
            both = opens(een, 0) & opens(ander, later)
            if both:
                yield _sample_days()[(both & -both).bit_length() - 1] + later * DAG

    for j, blok in enumerate(blokken):
        yield from _time_faults(f"{veld}[{j}]", blok)
        yield from dubbele_waarden(f"{veld}[{j}].dagen", blok.dagen)
        yield from dubbele_waarden(f"{veld}[{j}].nde", blok.nde)
        for k, nde in enumerate(blok.nde):
            if nde == 0:
                uitleg = "Tel van voren (1 is de eerste van de maand) of van achteren (-1 is de laatste)."
                yield Fout(veld=f"{veld}[{j}].nde[{k}]", code="waarde", uitleg=uitleg)
        samen = {i: [*met(i, j, 0), *met(i, j, 1), *met(j, i, 1)] for i in range(j)}
        if any(samen.values()):
            namen = ", ".join(f"{veld}[{i}]" for i, dagen in samen.items() if dagen)
            dag = min(min(dagen) for dagen in samen.values() if dagen)
            uitleg = f"Dit overlapt met {namen}, bijvoorbeeld op {spreek_dag(dag)} {dag.year}."
            yield Fout(veld=f"{veld}[{j}]", code="overlap", uitleg=uitleg)


def _deviation_faults(veld: str, afwijking: Afwijking, patroon: Sequence[Openingsblok]) -> Iterator[Fout]:
    for j, vak in enumerate(afwijking.open):
        yield from _time_faults(f"{veld}.open[{j}]", vak)
        eerder = list(enumerate(afwijking.open[:j]))
        samen = [i for i, ander in eerder if _hours_meet(ander, vak, 0)]
        nacht = [i for i, ander in eerder if _hours_meet(ander, vak, 1) or _hours_meet(vak, ander, 1)]
        if nacht and _holds_two_days_in_a_row(afwijking, patroon):
            samen = sorted({*samen, *nacht})
        if samen:
            uitleg = f"Dit overlapt met {', '.join(f'{veld}.open[{i}]' for i in samen)}."
            yield Fout(veld=f"{veld}.open[{j}]", code="overlap", uitleg=uitleg)


def _holds_two_days_in_a_row(afwijking: Afwijking, patroon: Sequence[Openingsblok]) -> bool:
    """Say whether the night of one day of this exception can run into the hours of the next."""
    gisteren = False
    for n in range(min((afwijking.tot - afwijking.van).days + 1, AFWIJKING_MAX_DAGEN)):
        dag = afwijking.van + n * DAG
        vandaag = not patroon or any(opent_op(blok, dag) for blok in patroon)
        if gisteren and vandaag:
            return True
        gisteren = vandaag
    return False


def _time_faults(veld: str, vak: Openingsblok | Tijdvak) -> Iterator[Fout]:
    for naam, tijd in (("van", vak.van), ("tot", vak.tot)):
        if tijd.microsecond:
            yield Fout(veld=f"{veld}.{naam}", code="seconden", uitleg="Schrijf hele seconden, zoals 09:00:00.")
    if vak.van == vak.tot != MIDDERNACHT:
        uitleg = "Begin en einde zijn gelijk; schrijf voor de hele dag twee keer 00:00:00."
        yield Fout(veld=f"{veld}.tot", code="volgorde", uitleg=uitleg)


def _hours_meet(een: Openingsblok | Tijdvak, ander: Openingsblok | Tijdvak, later: int) -> bool:
    """Say whether one overlaps the other, were the other to begin `later` days after it (0 or 1)."""
    een_van, een_tot = _hours(een)
    ander_van, ander_tot = (grens + later * DAG for grens in _hours(ander))
    return een_van < ander_tot and ander_van < een_tot


def _hours(vak: Openingsblok | Tijdvak) -> tuple[timedelta, timedelta]:
    if vak.van == vak.tot != MIDDERNACHT:
        return timedelta(), timedelta()  # a fault of its own: it overlaps nothing
    van, tot = (timedelta(hours=tijd.hour, minutes=tijd.minute, seconds=tijd.second) for tijd in (vak.van, vak.tot))
    return van, tot + DAG if past_midnight(vak) else tot


def _weekdays_meet(een: Openingsblok, ander: Openingsblok, later: int) -> bool:
    return any(DAGEN[(DAGEN.index(dag) + later) % 7] in ander.dagen for dag in een.dagen)


def _place_in_month(dag: date) -> tuple[int, int]:
    """Count this weekday from the front and from the back of its month: (1, -5) to (5, -1)."""
    laatste = 31 if dag.month == 12 else (dag.replace(month=dag.month + 1, day=1) - DAG).day  # noqa: PLR2004
    return (dag.day + 6) // 7, -((laatste - dag.day) // 7 + 1)


@cache
def _sample_days() -> tuple[date, ...]:
    """Give one day for each way in which two days in a row can fall, as far as a pattern can tell.

    Between centuries the calendar repeats itself after 28 years, and the years around a century are of kinds
    that occur in those 28 too, so this is exact for ever. About 10 ms, once, and only when hours meet.
    """
    kinds: dict[tuple[int, ...], date] = {}
    vandaag = date(2026, 1, 5)
    kind = _kind(vandaag)
    for n in range(28 * 365 + 7):
        dag = vandaag + n * DAG
        kind, eve = _kind(dag + DAG), kind
        kinds.setdefault((*eve, *kind), dag)
    return tuple(kinds.values())


def _kind(dag: date) -> tuple[int, ...]:
    return dag.weekday(), dag.isocalendar().week % 2, *_place_in_month(dag)
