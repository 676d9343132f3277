# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Norms judged the long way round: row by row, by deadlines, with lists; and rows and norms to judge."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any, NamedTuple, get_args

from hypothesis import assume
from hypothesis import strategies as st

from registry.statements.kalenders import Kalender
from registry.statements.klok import local_date
from registry.statements.metingen import UITKOMSTEN, Contactmoment
from registry.statements.openingstijden import Duur, Eenheid, Rooster
from registry.statements.professionallijnen import GESPREKSKANALEN
from registry.statements.servicenormen import (
    TIJDEN,
    Noemer,
    Normklok,
    Servicenorm,
    TeltNietMee,
    Voorwaarden,
)
from registry.statements.termijnen import uiterlijk
from registry.statements.werktijd import Agenda
from tests.statements.roosters import KANTOORLIJN, schedules

SECONDE = timedelta(seconds=1)
ONBEANTWOORD = {"niet-opgenomen", "geweigerd", "afgebroken", "niet-teruggebeld"}
MOMENT_OF = {
    "ontvangstbevestiging": "bevestigd",
    "terugbeltijd": "teruggebeld",
    "antwoordtijd": "beantwoord",
    "afhandeltijd": "afgehandeld",
}


class Naive(NamedTuple):
    """What a judgement row by row comes to."""

    waarde: Fraction | None
    waarnemingen: int
    onbekend: int
    nooit: int
    buiten: int


class World(NamedTuple):
    """What rows happen in: the hours of each soort of channel, and the kalenders."""

    roosters: Mapping[str, Rooster]
    kalenders: Mapping[int, Kalender]


def whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def is_open(rooster: Rooster, at: datetime, kalenders: Mapping[int, Kalender]) -> bool:
    dag = local_date(at)
    agenda = Agenda(rooster, kalenders)
    return any(opening.van <= at < opening.tot for opening in agenda.openingen(dag, dag, set()))


def deadline(duur: Duur, klok: Normklok, start: datetime, rooster: Rooster, world: World) -> datetime | None:
    """The last moment of a term that runs on the clock of a norm."""
    seconds = {"seconden": 1, "minuten": 60, "uren": 3600, "werkuren": 3600}.get(duur.eenheid)
    if seconds is None or (klok == "doorlopend" and duur.eenheid != "werkuren"):
        return uiterlijk(duur, start=start, kalenders=world.kalenders, rooster=rooster).moment
    left = timedelta(seconds=seconds * duur.aantal)
    if not left:
        return start
    given = Rooster() if klok == "kantoortijden" else rooster
    agenda = Agenda(given, world.kalenders, kantoor=klok == "kantoortijden" or not rooster.openingstijden)
    dag = local_date(start)
    for opening in agenda.openingen(dag, dag + timedelta(days=800), set()):
        van = max(opening.van, start)
        if opening.tot <= van:
            continue
        if left <= opening.tot - van:
            return van + left
        left -= opening.tot - van
    return None


def in_time(duur: Duur, klok: Normklok, span: tuple[datetime, datetime], rooster: Rooster, world: World) -> bool:
    laatste = deadline(duur, klok, span[0], rooster, world)
    return laatste is None or span[1] <= laatste


def span_of(row: Contactmoment, maat: str) -> tuple[datetime, datetime] | None:
    """When it began and ended; not before it began."""
    begin = whole(row.begonnen)
    if maat in {"wachttijd", "baliewachttijd"}:
        if row.wachttijd is None:
            return None
        from_ = begin if row.afspraak is None or row.kanaal != "balie" else max(begin, whole(row.afspraak))
        return from_, max(from_, begin + row.wachttijd * SECONDE)
    if maat == "toegezegd-terugbelmoment":
        if row.toegezegd is None or row.teruggebeld is None:
            return None
        return whole(row.toegezegd), max(whole(row.toegezegd), whole(row.teruggebeld))
    if maat == "afspraaktermijn":
        there = row.afspraak is None or row.kanaal == "balie"
        return None if there or row.afspraak is None else (begin, max(begin, whole(row.afspraak)))
    moment = getattr(row, MOMENT_OF[maat])
    return None if moment is None else (begin, whole(moment))


def least(duur: Duur, klok: Normklok, span: tuple[datetime, datetime], rooster: Rooster, world: World) -> int:
    """The least whole number of units (seconds for hours) within which it was: by trying."""
    unit: Any = {"werkdagen": "werkdagen", "kalenderdagen": "kalenderdagen", "weken": "kalenderdagen"}.get(duur.eenheid)
    if duur.eenheid == "werkuren" and klok == "doorlopend":
        klok = "openingstijden"
    low, high = 0, 1
    small: Eenheid = unit or "seconden"
    while not in_time(Duur(aantal=high, eenheid=small), klok, span, rooster, world):
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        if in_time(Duur(aantal=middle, eenheid=small), klok, span, rooster, world):
            high = middle
        else:
            low = middle + 1
    return low


def in_scope(norm: Servicenorm, row: Contactmoment) -> bool:
    eisen = norm.voorwaarden or Voorwaarden()
    return (
        (not norm.kanalen or row.kanaal in norm.kanalen)
        and (norm.maat != "baliewachttijd" or row.kanaal == "balie")
        and (eisen.afspraak is None or eisen.afspraak == (row.afspraak is not None))
        and (not eisen.vraagtypen or row.vraagtype in eisen.vraagtypen)
        and (not eisen.onderwerpen or row.onderwerp in eisen.onderwerpen)
    )


def judge(norm: Servicenorm, rows: Sequence[Contactmoment], world: World) -> Naive:
    """Judge rows of days on which this version holds, in one window."""
    about = [row for row in rows if in_scope(norm, row)]
    counted, outside = [], 0
    for row in about:
        if row.kanaal in GESPREKSKANALEN and not is_open(world.roosters[row.kanaal], row.begonnen, world.kalenders):
            outside += 1
        else:
            counted.append(row)
    answered_only = norm.noemer == "beantwoord"
    if norm.maat == "uitkomst":
        left = [r for r in counted if not (answered_only and r.uitkomst in ONBEANTWOORD)]
        left = [r for r in left if not (not answered_only and gave_up_soon(norm, r, world, "seconden"))]
        hits = sum(row.uitkomst in norm.uitkomsten for row in left)
        return Naive(Fraction(hits, len(left)) if left else None, len(left), 0, 0, outside)
    if norm.maat in TIJDEN:
        return time_norm(norm, counted, world, outside)
    left = [r for r in counted if not (answered_only and r.uitkomst in ONBEANTWOORD)]
    field = {"doorverbindingen": "doorverbonden", "tevredenheid": "tevredenheid", "juistheid": "juist"}[norm.maat]
    values = [int(getattr(row, field)) for row in left if getattr(row, field) is not None]
    return Naive(statistic(norm, values, 0), len(values), len(left) - len(values), 0, outside)


def gave_up_soon(norm: Servicenorm, row: Contactmoment, world: World, klok: str) -> bool:
    if norm.telt_niet_mee is None or row.uitkomst != "afgebroken" or (span := span_of(row, "wachttijd")) is None:
        return False
    soon = norm.telt_niet_mee.afgebroken_binnen
    clock: Any = "doorlopend" if klok == "seconden" else klok
    return in_time(soon, clock, span, world.roosters[row.kanaal], world)


def known_of(norm: Servicenorm, row: Contactmoment, world: World, klok: Normklok) -> str:
    """What a norm on a time knows of a row: bekend, onbekend, nooit, or nothing, for it is not about it."""
    answered_only = norm.noemer == "beantwoord"
    told = span_of(row, norm.maat) is not None
    if norm.maat in {"wachttijd", "baliewachttijd"}:
        if row.uitkomst in {"beantwoord", "verkeerde-deur"}:
            return "bekend" if told else "onbekend"
        return "" if answered_only or gave_up_soon(norm, row, world, klok) else "nooit"
    if norm.maat in {"terugbeltijd", "toegezegd-terugbelmoment"}:
        due = row.toegezegd is not None or (norm.maat == "terugbeltijd" and row.uitkomst.endswith("teruggebeld"))
        if told or not due or row.teruggebeld is not None:
            return "bekend" if told else ""
        if row.uitkomst == "niet-teruggebeld":
            return "" if answered_only else "nooit"
        return "onbekend"
    if answered_only and row.uitkomst in ONBEANTWOORD:
        return ""
    if norm.maat == "afspraaktermijn":
        return "bekend" if told else ""
    return "bekend" if told else "nooit" if row.uitkomst in ONBEANTWOORD else "onbekend"


def time_norm(norm: Servicenorm, counted: Sequence[Contactmoment], world: World, outside: int) -> Naive:
    limit = norm.drempel or norm.doel
    assert isinstance(limit, Duur)
    klok = norm.klok or "doorlopend"
    seen = [known_of(norm, row, world, klok) for row in counted]
    never, unknown = seen.count("nooit"), seen.count("onbekend")
    waiting = norm.maat in {"wachttijd", "baliewachttijd"}
    in_vain = {"nooit"} if waiting and norm.statistiek == "gemiddelde" else set()
    known = [
        (row, span)
        for row, what in zip(counted, seen, strict=True)
        if (what == "bekend" or (what in in_vain and row.uitkomst != "geweigerd"))
        and (span := span_of(row, norm.maat)) is not None
    ]
    if norm.statistiek == "aandeel-binnen":
        hits = sum(in_time(limit, klok, span, world.roosters[row.kanaal], world) for row, span in known)
        total = len(known) + never
        return Naive(Fraction(hits, total) if total else None, total, unknown, never, outside)
    values = [least(limit, klok, span, world.roosters[row.kanaal], world) for row, span in known]
    factor = {"minuten": 60, "uren": 3600, "werkuren": 3600, "weken": 7}.get(limit.eenheid, 1)
    value = statistic(norm, values, never)
    total = len(values) + (never if norm.statistiek == "percentiel" else 0)
    return Naive(None if value is None else value / factor, total, unknown, never, outside)


def statistic(norm: Servicenorm, values: Sequence[int], never: int) -> Fraction | None:
    total = len(values)
    match norm.statistiek:
        case "gemiddelde":
            return Fraction(sum(values), total) if total else None
        case "percentiel":
            everybody: list[int | None] = [*sorted(values), *[None] * never]
            percent = Fraction(str(norm.percentiel))
            found = next(
                (v for i, v in enumerate(everybody, start=1) if Fraction(100 * i, len(everybody)) >= percent), None
            )
            return None if found is None else Fraction(found)
        case "aandeel-uitkomst":
            hits = sum(values)
        case _:
            assert isinstance(norm.drempel, float | int)
            binnen = norm.statistiek == "aandeel-binnen"
            hits = sum(value <= norm.drempel if binnen else value >= norm.drempel for value in values)
    return Fraction(hits, total) if total else None


# --- rows and norms ---------------------------------------------------------------------------------------------------
LIJN = "00000099000000001000/aow"
KANALEN = ("telefoon", "email", "balie")
DAG = date(2026, 3, 26)  # around the night in which the clock changes, and Easter is near


@st.composite
def rows(draw: st.DrawFn) -> Contactmoment:
    dag = DAG + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 1, 3, 5, 10])))
    begonnen = datetime.combine(dag, time(), UTC) + timedelta(
        seconds=draw(st.one_of(st.integers(8 * 3600, 15 * 3600), st.integers(0, 86_399)))
    )
    uitkomst = draw(st.sampled_from(UITKOMSTEN))
    later = st.one_of(st.none(), st.integers(0, 7200), st.integers(0, 20 * 86_400))

    def moment(*, possible: bool = True) -> datetime | None:
        lasted = draw(later)
        return None if lasted is None or not possible else begonnen + timedelta(seconds=lasted, milliseconds=250)

    answered = uitkomst not in ONBEANTWOORD
    afspraak = draw(st.one_of(st.none(), st.integers(-3600, 3600), st.integers(0, 20 * 86_400)))
    return Contactmoment(
        id="00000000-0000-4000-8000-000000000001",
        lijn=LIJN,
        kanaal=draw(st.sampled_from(KANALEN)),
        begonnen=begonnen,
        uitkomst=uitkomst,
        wachttijd=draw(st.one_of(st.none(), st.integers(0, 12), st.integers(0, 90), st.integers(0, 86_400))),
        bevestigd=moment(),
        toegezegd=moment(),
        teruggebeld=moment(possible=answered),
        beantwoord=moment(possible=answered),
        afgehandeld=moment(possible=answered),
        afspraak=None if afspraak is None else begonnen + timedelta(seconds=afspraak),
        doorverbonden=draw(st.one_of(st.none(), st.integers(0, 4))),
        tevredenheid=draw(st.one_of(st.none(), st.integers(1, 10))),
        juist=draw(st.sampled_from([None, True, False])),
        vraagtype=draw(st.sampled_from([None, 1, 2, 3])),
        onderwerp=draw(st.sampled_from([None, "aow", "aio"])),
    )


many_rows = st.lists(rows(), max_size=24)
hours = st.one_of(st.just(KANTOORLIJN), st.just(Rooster()), schedules(DAG))  # as most are, always open, and odd
MATEN = sorted({*TIJDEN, "doorverbindingen", "tevredenheid", "juistheid", "uitkomst"})
_terms = st.builds(
    Duur,
    aantal=st.integers(0, 12),
    eenheid=st.sampled_from(["seconden", "minuten", "uren", "werkuren", "werkdagen", "kalenderdagen", "weken"]),
)
_shares = st.sampled_from([0.05, 0.5, 0.8, 0.95])


@st.composite
def norms(draw: st.DrawFn) -> Servicenorm:
    """A norm without faults, of any kind that is measured."""
    maat = draw(st.one_of(st.just("wachttijd"), st.sampled_from(MATEN)))
    times = maat in TIJDEN
    statistiek = draw(
        st.sampled_from(
            ["aandeel-uitkomst"]
            if maat == "uitkomst"
            else ["aandeel-uitkomst", "gemiddelde"]
            if maat == "juistheid"
            else ["aandeel-binnen", "gemiddelde", "percentiel", *([] if times else ["aandeel-vanaf"])]
        )
    )
    share = statistiek.startswith("aandeel") or maat == "juistheid"
    limits: st.SearchStrategy[Duur | float] = _terms if times else st.integers(1, 10).map(float)
    noemer: Noemer = draw(st.sampled_from(get_args(Noemer)))
    uitkomsten = draw(st.lists(st.sampled_from(UITKOMSTEN), min_size=1, max_size=6, unique=True))
    eisen = draw(
        st.one_of(
            st.none(),
            st.builds(
                Voorwaarden,
                afspraak=st.sampled_from([None, True, False]),
                vraagtypen=st.sampled_from([(), (1,), (2, 3)]),
                onderwerpen=st.sampled_from([(), ("aow",), ("aow", "aio")]),
            ),
        )
    )
    leave_out = draw(st.one_of(st.none(), st.integers(0, 60)))

    def made(richting: str) -> Servicenorm:
        return Servicenorm(
            naam="proef",
            versie=1,
            titel="Proef",
            dimensie="kwaliteit",
            kanalen=() if maat != "baliewachttijd" else ("balie",),
            maat=maat,  # type: ignore[arg-type]
            statistiek=statistiek,  # type: ignore[arg-type]
            drempel=limit if share and maat not in {"uitkomst", "juistheid"} else None,
            uitkomsten=tuple(uitkomsten) if maat == "uitkomst" else (),
            percentiel=percent if statistiek == "percentiel" else None,
            richting=richting,  # type: ignore[arg-type]
            doel=draw(_shares) if share else limit,
            noemer=noemer,
            telt_niet_mee=None
            if leave_out is None or maat not in {"wachttijd", "baliewachttijd", "uitkomst"}
            else TeltNietMee(afgebroken_binnen=Duur(aantal=leave_out, eenheid="seconden")),
            voorwaarden=eisen,
            venster=draw(st.sampled_from(["dag", "week", "maand", "jaar", "jaar"])),
            klok=draw(st.sampled_from(get_args(Normklok))),
            minimum_waarnemingen=draw(st.integers(1, 4)),
            ingangsdatum=date(2026, 1, 1),
        )

    limit, percent = draw(limits), draw(st.sampled_from([50.0, 90.0, 99.9, 100.0, 33.3]))
    both = [norm for norm in (made("minstens"), made("hoogstens")) if not list(norm.fouten(DAG))]
    assume(both)
    return draw(st.sampled_from(both))
