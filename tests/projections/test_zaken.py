# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A case, whole: every state × actor × action, the terms, and the days that pass without a word."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from typing import Any, Final

import pytest

from registry.errors import RefusedError
from registry.projections.rules import check
from registry.projections.zaken import stappen, stappen_van
from registry.registrar.audit import audit
from registry.statements.envelope import open_envelope
from registry.statements.normschendingen import Bezwaar, Herstel, Oordeel, Terugtrekking, Zaakverklaring
from registry.statements.zaakwoorden import Fase
from tests.support.zaken import Zaken

Staat = Callable[[Zaken], str]
WIE: Final = ("melder", "betrokkene", "beheerder", "ander")
LATER: Final = {"days": 60}


def gemeld(zaken: Zaken) -> str:
    return zaken.meld()


def met_reactie(standpunt: str) -> Staat:
    def make(zaken: Zaken) -> str:
        zaak = zaken.meld()
        zaken.reageer(zaak, standpunt)
        return zaak

    return make


def erkend_en_hersteld(zaken: Zaken) -> str:
    zaak = met_reactie("erkend")(zaken)
    zaken.herstel(zaak)
    return zaak


def geoordeeld(uitkomst: Any, before: Staat = gemeld) -> Staat:
    def make(zaken: Zaken) -> str:
        zaak = before(zaken)
        if before is gemeld and uitkomst != "niet-ontvankelijk":
            zaken.reageer(zaak)
        zaken.oordeel(zaak, uitkomst)
        return zaak

    return make


def hersteld(zaken: Zaken) -> str:
    zaak = geoordeeld("gegrond")(zaken)
    zaken.herstel(zaak)
    return zaak


def in_bezwaar(before: Staat | None = None) -> Staat:
    def make(zaken: Zaken) -> str:
        zaak = (before or geoordeeld("gegrond"))(zaken)
        zaken.bezwaar(zaak)
        return zaak

    return make


def ingetrokken(zaken: Zaken) -> str:
    zaak = gemeld(zaken)
    zaken.trek_terug(zaak)
    return zaak


def later(before: Staat) -> Staat:
    def make(zaken: Zaken) -> str:
        zaak = before(zaken)
        zaken.net.clock.move(**LATER)
        return zaak

    return make


NIETS: Final[dict[str, set[str]]] = {}
OORDELEN: Final = {"gegrond", "ongegrond", "niet-ontvankelijk"}
BEZWAAR: Final = {"melder": {"bezwaar"}, "betrokkene": {"bezwaar"}}
REACTIE: Final = {"erkend", "betwist"}
# name: how one gets there, the phase that it is then in, and everything that may be said: by whom, and what
STATEN: Final[dict[str, tuple[Staat, Fase, dict[str, set[str]]]]] = {
    "gemeld": (
        gemeld,
        "gemeld",
        {"melder": {"melding", "terugtrekking"}, "betrokkene": REACTIE, "beheerder": {"niet-ontvankelijk"}},
    ),
    "gemeld, geen reactie": (
        later(gemeld),
        "gemeld",
        {"melder": {"terugtrekking"}, "betrokkene": REACTIE, "beheerder": OORDELEN},
    ),
    "erkend": (
        met_reactie("erkend"),
        "erkend",
        {"melder": {"terugtrekking"}, "betrokkene": {"herstel"}, "beheerder": OORDELEN},
    ),
    "erkend en hersteld": (erkend_en_hersteld, "erkend", {"melder": {"terugtrekking"}, "beheerder": OORDELEN}),
    "betwist": (met_reactie("betwist"), "betwist", {"melder": {"terugtrekking"}, "beheerder": OORDELEN}),
    "betwist, geen oordeel": (
        later(met_reactie("betwist")),
        "betwist",
        {"melder": {"terugtrekking"}, "beheerder": OORDELEN},
    ),
    "gegrond": (
        geoordeeld("gegrond"),
        "gegrond",
        {"melder": {"bezwaar"}, "betrokkene": {"bezwaar", "herstel"}},
    ),
    "gegrond, staat vast": (later(geoordeeld("gegrond")), "gegrond", {"betrokkene": {"herstel"}}),
    "ongegrond": (geoordeeld("ongegrond"), "ongegrond", BEZWAAR),
    "ongegrond, staat vast": (later(geoordeeld("ongegrond")), "ongegrond", NIETS),
    "niet-ontvankelijk": (geoordeeld("niet-ontvankelijk"), "niet-ontvankelijk", BEZWAAR),
    "niet-ontvankelijk, staat vast": (later(geoordeeld("niet-ontvankelijk")), "niet-ontvankelijk", NIETS),
    "hersteld": (hersteld, "hersteld", BEZWAAR),
    "hersteld voor het oordeel": (geoordeeld("gegrond", erkend_en_hersteld), "hersteld", BEZWAAR),
    "hersteld, staat vast": (later(hersteld), "hersteld", NIETS),
    "bezwaar": (in_bezwaar(), "bezwaar", {"beheerder": OORDELEN}),
    "bezwaar, geen oordeel": (later(in_bezwaar()), "bezwaar", {"beheerder": OORDELEN}),
    "tweede oordeel gegrond": (
        geoordeeld("gegrond", in_bezwaar()),
        "gegrond",
        {"betrokkene": {"herstel"}},
    ),
    "tweede oordeel gegrond, te laat": (
        later(geoordeeld("gegrond", in_bezwaar())),
        "gegrond",
        {"betrokkene": {"herstel"}},
    ),
    "tweede oordeel ongegrond": (geoordeeld("ongegrond", in_bezwaar()), "ongegrond", NIETS),
    "tweede oordeel gegrond, al hersteld": (geoordeeld("gegrond", in_bezwaar(hersteld)), "hersteld", NIETS),
    "ingetrokken": (ingetrokken, "ingetrokken", NIETS),
    "ingetrokken, later": (later(ingetrokken), "ingetrokken", NIETS),
}
BEVOEGD: Final = {
    "melding": {"melder"},
    "erkend": {"betrokkene"},
    "betwist": {"betrokkene"},
    "gegrond": {"beheerder"},
    "ongegrond": {"beheerder"},
    "niet-ontvankelijk": {"beheerder"},
    "bezwaar": {"melder", "betrokkene"},
    "herstel": {"betrokkene"},
    "terugtrekking": {"melder"},
}
SOORT: Final = {
    "melding": "normschending",
    "erkend": "reactie",
    "betwist": "reactie",
    "gegrond": "oordeel",
    "ongegrond": "oordeel",
    "niet-ontvankelijk": "oordeel",
    "bezwaar": "bezwaar",
    "herstel": "herstel",
    "terugtrekking": "terugtrekking",
}


@cache
def reached(staat: str) -> tuple[Zaken, str]:
    zaken = Zaken()
    return zaken, STATEN[staat][0](zaken)


def body(zaken: Zaken, zaak: str, actie: str) -> Zaakverklaring:
    if actie == "melding":
        return zaken.melding(moment=zaken.stand(zaak).moment)
    if actie in {"erkend", "betwist"}:
        return zaken.reactie(actie)
    if actie in OORDELEN:
        uitkomst: Any = actie
        return Oordeel(uitkomst=uitkomst, gronden=("waarneming-bevestigd",))
    if actie == "bezwaar":
        return Bezwaar(gronden=("nieuwe-feiten",))
    if actie == "herstel":
        return Herstel(hersteld_op=zaken.dag(0), maatregelen=("meer-bezetting",))
    return Terugtrekking(reden="opgelost")


def verdict(zaken: Zaken, zaak: str, wie: str, actie: str) -> str:
    """Ask the rules; nothing is handed in."""
    lid = {"melder": zaken.utrecht, "betrokkene": zaken.svb, "beheerder": zaken.obpt, "ander": zaken.uwv}[wie]
    signed = open_envelope(lid.sign(body(zaken, zaak, actie), f"zaak/{zaak}"), nieuw=True)
    with zaken.net.store.read() as tx:
        try:
            check(signed, tx, at=zaken.net.clock.at)
        except RefusedError as refused:
            return refused.code
    return "mag"


@pytest.mark.parametrize("staat", STATEN)
def test_a_state_is_what_it_is_called(staat: str) -> None:
    zaken, zaak = reached(staat)
    assert zaken.stand(zaak).fase == STATEN[staat][1]


@pytest.mark.parametrize(("staat", "wie"), list(product(STATEN, WIE)))
def test_every_actor_may_in_every_state_say_what_the_table_says_and_nothing_else(staat: str, wie: str) -> None:
    zaken, zaak = reached(staat)
    may = STATEN[staat][2].get(wie, set())
    wanted = {
        actie: "mag" if actie in may else "regel" if wie in BEVOEGD[actie] else "niet-bevoegd" for actie in BEVOEGD
    }
    assert {actie: verdict(zaken, zaak, wie, actie) for actie in BEVOEGD} == wanted


@pytest.mark.parametrize(("staat", "wie"), list(product(STATEN, WIE)))
def test_the_next_steps_that_are_shown_are_the_ones_that_are_let_in(staat: str, wie: Any) -> None:
    zaken, zaak = reached(staat)
    shown = stappen_van(zaken.stand(zaak), None if wie == "ander" else wie, zaken.net.clock.at)
    assert {stap.soort for stap in shown} == {SOORT[actie] for actie in STATEN[staat][2].get(wie, set())}
    assert all(set(stap.uitkomsten) == STATEN[staat][2][wie] for stap in shown if stap.soort == "oordeel")


@pytest.mark.parametrize("staat", STATEN)
def test_a_case_is_closed_exactly_when_nobody_can_say_anything(staat: str) -> None:
    zaken, zaak = reached(staat)
    assert zaken.stand(zaak).gesloten(zaken.dag(0)) == (not stappen(zaken.stand(zaak), zaken.net.clock.at))


@pytest.mark.parametrize("staat", STATEN)
def test_a_replay_gives_the_same_bytes(staat: str) -> None:
    zaken, _ = reached(staat)
    assert audit(zaken.net.store).afwijkend == ()


# --- terms -----------------------------------------------------------------------------------------------------------


def at(day: int, month: int = 12, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_every_term_over_a_christmas() -> None:
    """25 December 2026 is a Friday, 1 January a Friday; both, and the weekends, do not count."""
    zaken = Zaken()
    clock = zaken.net.clock
    clock.at = at(22)  # Tuesday
    zaak = zaken.meld()
    assert zaken.stand(zaak).reactie_tot == date(2026, 12, 30)  # wo 23, do 24, ma 28, di 29, wo 30
    assert zaken.stand(zaak).oordeel_tot == date(2027, 1, 14)
    clock.at = at(30)
    zaken.reageer(zaak)
    assert zaken.stand(zaak).oordeel_tot == date(2027, 1, 14)  # do 31, ma 4 to vr 8, ma 11 to do 14
    clock.at = at(31)
    zaken.oordeel(zaak)
    assert zaken.stand(zaak).bezwaar_tot == date(2027, 1, 15)
    assert zaken.stand(zaak).herstel_tot == date(2027, 1, 29)
    clock.at = at(15, 1, year=2027)
    zaken.bezwaar(zaak)
    assert zaken.stand(zaak).oordeel_tot == date(2027, 1, 29)
    assert zaken.stand(zaak).zonder_kalender == ()


def test_a_term_that_reaches_a_year_without_a_kalender_says_so() -> None:
    zaken = Zaken(jaren=range(2025, 2027))
    zaken.net.clock.at = at(22)
    stand = zaken.stand(zaken.meld())
    assert (stand.oordeel_tot, stand.zonder_kalender) == (date(2027, 1, 13), (2027,))  # 1 January counted as a day


@pytest.mark.parametrize(("moment", "code"), [(datetime(2026, 12, 7, 22, 59, 59, tzinfo=UTC), "mag"), (None, "regel")])
def test_just_on_the_deadline_is_in_time(moment: datetime | None, code: str) -> None:
    zaken = Zaken()
    zaak = geoordeeld("gegrond")(zaken)
    assert zaken.stand(zaak).bezwaar_tot == date(2026, 12, 7)
    zaken.net.clock.at = moment or datetime(2026, 12, 7, 23, 0, tzinfo=UTC)
    assert verdict(zaken, zaak, "melder", "bezwaar") == code


def test_what_is_overdue_follows_from_the_clock() -> None:
    zaken = Zaken()
    zaak = zaken.meld()
    before = zaken.stand(zaak)
    [reactie] = [stap for stap in stappen(before, zaken.net.clock.at) if stap.verwacht]
    assert (reactie.soort, reactie.wie, reactie.tot, reactie.te_laat) == (
        "reactie",
        "betrokkene",
        date(2026, 11, 30),
        False,
    )
    overdue = [stap for stap in stappen(before, at(1)) if stap.verwacht]
    assert [(stap.soort, stap.te_laat) for stap in overdue] == [("reactie", True), ("oordeel", False)]
    overdue = [stap for stap in stappen(before, at(15)) if stap.verwacht]
    assert [(stap.soort, stap.te_laat) for stap in overdue] == [("reactie", True), ("oordeel", True)]


def test_recovery_is_when_the_oordeel_says_else_as_promised_and_never_before_the_oordeel_stands() -> None:
    zaken = Zaken()
    promised = zaken.meld()
    zaken.reageer(promised, "erkend", herstel_voor=date(2026, 12, 24))
    zaken.oordeel(promised)
    assert zaken.stand(promised).herstel_tot == date(2026, 12, 24)
    said = zaken.meld(naast=promised)
    zaken.reageer(said, "erkend", herstel_voor=date(2026, 12, 24))
    zaken.oordeel(said, herstel_voor=date(2026, 12, 18))
    assert zaken.stand(said).herstel_tot == date(2026, 12, 18)
    quick = zaken.meld(naast=said)
    zaken.reageer(quick, "erkend", herstel_voor=date(2026, 11, 24))
    zaken.oordeel(quick)
    assert zaken.stand(quick).herstel_tot == zaken.stand(quick).bezwaar_tot == date(2026, 12, 7)


def test_a_supplement_gives_the_organisation_its_term_anew() -> None:
    zaken = Zaken()
    zaak = zaken.meld()
    zaken.net.clock.move(days=2)
    zaken.meld(zaak=zaak, moment=zaken.stand(zaak).moment, waargenomen=("verbinding-verbroken",))
    now = zaken.stand(zaak)
    assert (now.reactie_tot, now.waargenomen) == (date(2026, 12, 2), ("te-lang-gewacht", "verbinding-verbroken"))
    assert now.nummer == "NS-2026-000001"
    for _ in range(9):
        zaken.net.clock.move(seconds=1)
        zaken.meld(zaak=zaak, moment=zaken.stand(zaak).moment)
    zaken.net.clock.move(seconds=1)
    with pytest.raises(RefusedError, match="hoogstens tien keer"):
        zaken.meld(zaak=zaak, moment=zaken.stand(zaak).moment)


def test_days_between_report_and_repair_are_counted_while_the_case_is_repaired() -> None:
    zaken = Zaken()
    key = f"hersteltijd/{zaken.svb.oin}/telefoon-opnemen"

    def counted() -> bytes | None:
        with zaken.net.store.read() as tx:
            return tx.get(key)

    zaak = geoordeeld("gegrond")(zaken)
    zaken.net.clock.move(days=3)
    zaken.herstel(zaak)
    assert counted() == b'{"dagen":[[3,1]]}'
    zaken.bezwaar(zaak)
    assert counted() is None
    zaken.oordeel(zaak, "ongegrond")
    assert counted() is None
    assert timedelta(days=3) == zaken.net.clock.at - datetime(2026, 11, 23, 10, tzinfo=UTC)
