# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Kalenders as they are, a telephone line as most are, and schedules as nobody would write them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, get_args

from hypothesis import strategies as st

from registry.statements.feestdagen import GELIJKGESTELD, voorstel_kalender
from registry.statements.kalenders import Feestdag, Kalender
from registry.statements.openingstijden import (
    DAGEN,
    Afwijking,
    Feestdagen,
    Openingsblok,
    Rooster,
    Tijdvak,
)

KALENDERS: Final = {jaar: voorstel_kalender(jaar, gelijkgesteld=GELIJKGESTELD) for jaar in range(2025, 2029)}
CLOCK_CHANGES: Final = tuple(
    date.fromisoformat(day)
    for day in (
        "2025-03-30",
        "2026-03-29",
        "2027-03-28",
        "2028-03-26",
        "2025-10-26",
        "2026-10-25",
        "2027-10-31",
        "2028-10-29",
    )
)


def at(text: str) -> datetime:
    """An instant of UTC, as `2026-12-24 11:30`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def blok(
    dagen: str,
    uren: str,
    *,
    week: Literal["even", "oneven"] | None = None,
    nde: tuple[int, ...] = (),
) -> Openingsblok:
    """A block as `blok("ma di", "09:00-17:00")`."""
    van, tot = (time.fromisoformat(tijd) for tijd in uren.split("-"))
    dag_namen = {str(dag): dag for dag in DAGEN}
    return Openingsblok(dagen=tuple(dag_namen[dag] for dag in dagen.split()), van=van, tot=tot, week=week, nde=nde)


def rooster(
    *blokken: Openingsblok, afwijkingen: Sequence[Afwijking] = (), feestdagen: Feestdagen = "gesloten"
) -> Rooster:
    return Rooster(openingstijden=blokken, afwijkingen=tuple(afwijkingen), feestdagen=feestdagen)


def afwijking(van: str, tot: str = "", uren: Sequence[str] = (), reden: str = "verbouwing") -> Afwijking:
    """An exception as `afwijking("2026-12-24", uren=["09:00-12:00"])`."""
    grenzen = [[time.fromisoformat(tijd) for tijd in vak.split("-")] for vak in uren]
    vakken = tuple(Tijdvak(van=begin, tot=einde) for begin, einde in grenzen)
    return Afwijking(van=date.fromisoformat(van), tot=date.fromisoformat(tot or van), open=vakken, reden=reden)


KANTOORLIJN: Final = rooster(
    blok("ma di wo do vr", "09:00-17:00"),
    afwijkingen=[afwijking("2026-12-24", uren=["09:00-12:00"], reden="kerstavond")],
)

# --- schedules as nobody would write them ----------------------------------------------------------------------------
days = st.one_of(
    st.sampled_from(CLOCK_CHANGES),
    st.sampled_from([feestdag.datum for kalender in KALENDERS.values() for feestdag in kalender.dagen]),
    st.dates(date(2025, 1, 10), date(2028, 12, 10)),
)
_minute_of_day = st.one_of(st.sampled_from([0, 90, 120, 135, 150, 165, 180, 210]), st.integers(0, 24 * 60 - 1))
_clock = _minute_of_day.map(lambda minute: time(minute // 60, minute % 60))
_hours = st.tuples(_clock, _clock).filter(lambda pair: pair[0] != pair[1] or pair[0] == time(0))
_ndes = st.lists(st.sampled_from([1, 2, 3, 4, 5, -1, -2, -3, -4, -5]), max_size=3, unique=True)
blocks = st.builds(
    lambda dagen, hours, week, nde: Openingsblok(
        dagen=tuple(dagen), van=hours[0], tot=hours[1], week=week, nde=tuple(nde)
    ),
    st.lists(st.sampled_from(DAGEN), min_size=1, max_size=7, unique=True),
    _hours,
    st.sampled_from([None, None, "even", "oneven"]),
    st.one_of(st.just([]), _ndes),
)


@st.composite
def calendars(draw: st.DrawFn, around: date) -> dict[int, Kalender]:
    """Kalenders as no beheerder would sign them, of the years around a day; some years have none."""
    made = {}
    for jaar in range(around.year - 1, around.year + 2):
        near = [around + timedelta(days=n) for n in range(-3, 9)]
        dates = st.sampled_from([dag for dag in near if dag.year == jaar] or [date(jaar, 1, 1)])
        soorten = st.sampled_from(["erkend", "gelijkgesteld-wet", "gelijkgesteld-kb"])
        dagen = draw(st.dictionaries(dates, soorten, max_size=4))
        kantoortijden = tuple(draw(st.lists(blocks, min_size=1, max_size=3)))
        feestdagen = tuple(Feestdag(datum=dag, naam="feest", soort=soort) for dag, soort in sorted(dagen.items()))  # type: ignore[arg-type]
        if draw(st.integers(0, 3)):
            made[jaar] = Kalender(jaar=jaar, dagen=feestdagen, kantoortijden=kantoortijden)
    return made


@st.composite
def schedules(draw: st.DrawFn, around: date, *, min_blocks: int = 0) -> Rooster:
    """A schedule with exceptions around a day, no two of them on one day."""
    exceptions = []
    day = around - timedelta(days=draw(st.integers(0, 4)))
    for _ in range(draw(st.integers(0, 3))):
        first = day + timedelta(days=draw(st.integers(0, 2)))
        last = first + timedelta(days=draw(st.sampled_from([0, 0, 1, 3])))
        vakken = tuple(Tijdvak(van=van, tot=tot) for van, tot in draw(st.lists(_hours, max_size=2)))
        exceptions.append(Afwijking(van=first, tot=last, open=vakken, reden="verbouwing"))
        day = last + timedelta(days=1)
    return Rooster(
        openingstijden=tuple(draw(st.lists(blocks, min_size=min_blocks, max_size=4))),
        afwijkingen=tuple(exceptions),
        feestdagen=draw(st.sampled_from(get_args(Feestdagen))),
    )
