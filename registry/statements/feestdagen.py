# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The kalender that the beheerder may sign for a year, as the Algemene termijnenwet (Atw) has it.

    erkend             art. 3 lid 1   Nieuwjaarsdag, Tweede Paasdag, Koningsdag, Bevrijdingsdag (every year),
                                      Hemelvaartsdag, Tweede Pinksterdag, Eerste and Tweede Kerstdag
    gelijkgesteld-wet  art. 3 lid 2   Goede Vrijdag
    gelijkgesteld-kb   art. 3 lid 3   days that a royal decree names: no rule yields them, they are given

`GELIJKGESTELD` has the days of the decrees as they are quoted in legal literature (November 2026), from 2023 on.
A later decree may add days, also to these years: look it up in the Staatscourant before signing a kalender.

Eerste Paasdag and Eerste Pinksterdag are Sundays; the law does not name them. This only proposes: what
counts is the kalender that was signed.
"""

from collections.abc import Iterable
from datetime import date, time
from typing import Final, Literal

from registry.statements.kalenders import Feestdag, Kalender
from registry.statements.klok import DAG
from registry.statements.openingstijden import DAGEN, Openingsblok

KANTOORTIJDEN: Final = (Openingsblok(dagen=("ma", "di", "wo", "do", "vr"), van=time(9), tot=time(17)),)
GELIJKGESTELD: Final = (
    date(2023, 4, 28),  # dag na Koningsdag
    date(2023, 5, 19),  # dag na Hemelvaartsdag
    date(2024, 5, 10),  # dag na Hemelvaartsdag
    date(2024, 12, 27),  # dag na Tweede Kerstdag
    date(2025, 5, 30),  # dag na Hemelvaartsdag
    date(2026, 1, 2),  # dag na Nieuwjaarsdag
    date(2026, 5, 15),  # dag na Hemelvaartsdag
    date(2027, 5, 7),  # dag na Hemelvaartsdag
    date(2028, 4, 28),  # dag na Koningsdag
    date(2028, 5, 26),  # dag na Hemelvaartsdag
)
EERSTE_JAAR: Final = 2014  # the first Koningsdag; it was Koninginnedag, 30 April, before
LAATSTE_JAAR: Final = 2199


def voorstel_kalender(jaar: int, *, gelijkgesteld: Iterable[date] = ()) -> Kalender:
    """Propose the kalender of a year, in order of date, with office hours on weekdays from 9 to 17.

    Two days that fall on one date become one with both names (5 May 2016: Hemelvaartsdag en Bevrijdingsdag).

    Args:
        jaar: 2014 to 2199.
        gelijkgesteld: Days that royal decrees name; those of other years, or that already are a holiday, are left out.

    Raises:
        ValueError: The year is out of range.
    """
    if not EERSTE_JAAR <= jaar <= LAATSTE_JAAR:
        raise ValueError(f"a year from {EERSTE_JAAR} to {LAATSTE_JAAR}, not {jaar}")
    dagen: dict[date, Feestdag] = {}
    for datum, naam, soort in _statutory(jaar):
        eerder = dagen.get(datum)
        dagen[datum] = Feestdag(datum=datum, naam=f"{eerder.naam} en {naam}" if eerder else naam, soort=soort)
    for datum in sorted(set(gelijkgesteld)):
        if datum.year == jaar and datum not in dagen:
            gisteren = dagen.get(datum - DAG)
            naam = f"dag na {gisteren.naam}" if gisteren else "gelijkgestelde dag"
            dagen[datum] = Feestdag(datum=datum, naam=naam, soort="gelijkgesteld-kb")
    return Kalender(jaar=jaar, dagen=tuple(dagen[datum] for datum in sorted(dagen)), kantoortijden=KANTOORTIJDEN)


def eerste_paasdag(jaar: int) -> date:
    """Give Easter Sunday, after the Gregorian computus of Meeus, Jones and Butcher.

    >>> eerste_paasdag(2026)
    datetime.date(2026, 4, 5)
    """
    eeuw, in_eeuw = divmod(jaar, 100)
    maanjaar = jaar % 19
    epacta = (19 * maanjaar + eeuw - eeuw // 4 - (eeuw - (eeuw + 8) // 25 + 1) // 3 + 15) % 30
    weekdag = (32 + 2 * (eeuw % 4) + 2 * (in_eeuw // 4) - epacta - in_eeuw % 4) % 7
    correctie = (maanjaar + 11 * epacta + 22 * weekdag) // 451
    maand, dag = divmod(epacta + weekdag - 7 * correctie + 114, 31)
    return date(jaar, maand, dag + 1)


def koningsdag(jaar: int) -> date:
    """Give 27 April, or 26 April when that is a Sunday.

    >>> koningsdag(2025)
    datetime.date(2025, 4, 26)
    """
    dag = date(jaar, 4, 27)
    return dag - DAG if DAGEN[dag.weekday()] == "zo" else dag


def _statutory(jaar: int) -> list[tuple[date, str, Literal["erkend", "gelijkgesteld-wet"]]]:
    pasen = eerste_paasdag(jaar)
    return [
        (date(jaar, 1, 1), "Nieuwjaarsdag", "erkend"),
        (pasen - 2 * DAG, "Goede Vrijdag", "gelijkgesteld-wet"),
        (pasen + DAG, "Tweede Paasdag", "erkend"),
        (koningsdag(jaar), "Koningsdag", "erkend"),
        (pasen + 39 * DAG, "Hemelvaartsdag", "erkend"),
        (date(jaar, 5, 5), "Bevrijdingsdag", "erkend"),
        (pasen + 50 * DAG, "Tweede Pinksterdag", "erkend"),
        (date(jaar, 12, 25), "Eerste Kerstdag", "erkend"),
        (date(jaar, 12, 26), "Tweede Kerstdag", "erkend"),
    ]
