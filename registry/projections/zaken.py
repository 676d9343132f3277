# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A case about a norm that a line did not keep: who may say what, until when, and what happens when the day passes.

                    normschending
                          │
                          ▼      reactie               ┌──────────┐  herstel: the case stays, the repair is noted
                       gemeld ───────────────────────▶ │ erkend   │
                       │  │                            │ betwist  │
         terugtrekking │  │ oordeel: niet-ontvankelijk └──────────┘
       (also from      │  │ at once, another when the       │ oordeel
        erkend and     ▼  │ reactie came or is overdue      ▼
        betwist)  ingetrokken                          ┌──────────────────────┐
                          └──────────────────────────▶ │ gegrond ──▶ hersteld │ herstel
                                                       │ ongegrond            │
                                    oordeel, the last  │ niet-ontvankelijk    │
                              bezwaar ───────────────▶ └──────────────────────┘
                                 ▲                              │ bezwaar, once, until the oordeel stands
                                 └──────────────────────────────┘

    step            who               last day                            when that day passes
    normschending   melder            that of the reactie, 10 times       nothing can be added any more
    reactie         betrokkene        5 werkdagen after the report        the beheerder may judge without; until there
                                      (20: one of very many reports)      is an oordeel it still may come
    oordeel         beheerder         10 werkdagen after the reactie,     it is overdue, and both parties see that;
                                      its last day, or the bezwaar        it still must come
    bezwaar         melder or         10 werkdagen after the oordeel      the oordeel stands
                    betrokkene
    herstel         betrokkene        what the oordeel says, else what    it is overdue, and both parties see that;
                                      was promised, else 20 werkdagen;    it still must come
                                      never before the oordeel stands
    terugtrekking   melder            the first oordeel                   there is an oordeel

The pattern is that of complaints in the Algemene wet bestuursrecht: who is complained of is heard (art. 9:10), within
terms (9:11), the outcome has reasons (9:12), what is older than a year need not be taken up (9:8). Nobody judges in a
case of its own: a party is never its beheerder. Terms are days on the network's kalender, worked out when they begin;
what is overdue, and that an oordeel stands, follows from the clock and is kept nowhere.

A party that is suspended meanwhile may still answer, object, repair and take back: to be heard is no benefit of
membership, and a suspension may well follow from the case itself. It may not report.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from registry.projections.stand import Plaats
from registry.statements.kalenders import Kalender
from registry.statements.klok import local_date
from registry.statements.namen import Kanaalsoort
from registry.statements.normschendingen import Normverwijzing
from registry.statements.openingstijden import Duur
from registry.statements.termijnen import uiterlijk
from registry.statements.zaakwoorden import Fase, Uitkomst, Waarneming

Stapsoort = Literal["normschending", "reactie", "oordeel", "bezwaar", "herstel", "terugtrekking"]
Zaakrol = Literal["melder", "betrokkene", "beheerder"]
UITKOMSTEN: Final[tuple[Uitkomst, ...]] = ("gegrond", "ongegrond", "niet-ontvankelijk")
REACTIE: Final = 5  # werkdagen, all of them
REACTIE_VEELVULDIG: Final = 20
OORDEEL: Final = 10
BEZWAAR: Final = 10
HERSTEL: Final = 20
MAX_AANVULLINGEN: Final = 10
_WACHT_OP: Final[Mapping[Fase, Stapsoort]] = {
    "gemeld": "reactie",
    "erkend": "oordeel",
    "betwist": "oordeel",
    "bezwaar": "oordeel",
    "gegrond": "herstel",
}
_GEOORDEELD: Final = frozenset({"gegrond", "ongegrond", "niet-ontvankelijk", "hersteld"})
Kalenders: TypeAlias = Mapping[int, Kalender]


class Gezegd(Struct, frozen=True, kw_only=True):
    """One statement of a case: of which soort, by whom, and where it stands in the log."""

    soort: Stapsoort
    door: str
    plaats: Plaats


class Stap(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody may say now. `tot` is the last day; None: until something else is said.

    `verwacht`: the case waits for it. `te_laat`: and its day is over. `uitkomsten`: of an oordeel, which are open.
    """

    soort: Stapsoort
    wie: Zaakrol
    tot: date | None = None
    verwacht: bool = False
    te_laat: bool = False
    uitkomsten: tuple[Uitkomst, ...] = ()


class Termijn(Struct, frozen=True, kw_only=True):
    """The last day of a term, and the years for which only weekends could be left out."""

    dag: date
    zonder_kalender: tuple[int, ...]


class Zaak(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A case as it stands. Days are of the Netherlands; `*_tot` are the last days of terms that began.

    `uitkomst` is of the last oordeel; `definitief`: there can be no other. `veelvuldig`: one of very many reports by
    its melder within an hour.
    """

    zaak: str
    nummer: str
    melder: str
    betrokkene: str
    lijn: str
    kanaal: Kanaalsoort
    norm: Normverwijzing
    moment: datetime
    waargenomen: tuple[Waarneming, ...]
    fase: Fase
    gezegd: tuple[Gezegd, ...]
    reactie_tot: date
    oordeel_tot: date
    bezwaar_tot: date | None = None
    herstel_tot: date | None = None
    hersteld_op: date | None = None
    uitkomst: Uitkomst | None = None
    definitief: bool = False
    veelvuldig: bool = False
    zonder_kalender: tuple[int, ...] = ()

    @property
    def gemeld(self) -> Plaats:
        """Where the case begins in the log."""
        return self.gezegd[0].plaats

    @property
    def laatst(self) -> Plaats:
        """Where the last thing said in it stands."""
        return self.gezegd[-1].plaats

    @property
    def tot(self) -> date | None:
        """The day that the case waits for: the last day of what is expected, or until when an oordeel may be upset."""
        if self.fase in _WACHT_OP:
            return {"reactie": self.reactie_tot, "oordeel": self.oordeel_tot, "herstel": self.herstel_tot}[
                _WACHT_OP[self.fase]
            ]
        return None if self.definitief else self.bezwaar_tot

    @property
    def partijen(self) -> frozenset[str]:
        """The two that see it, and all that is said in it, beside the beheerder: the row `zaken` of inzage."""
        return frozenset({self.melder, self.betrokkene})

    def rol(self, oin: str, *, beheerder: bool) -> Zaakrol | None:
        """Say what an organisation is in this case; a party is never its beheerder, and others are nothing."""
        if oin in self.partijen:
            return "melder" if oin == self.melder else "betrokkene"
        return "beheerder" if beheerder else None

    def gesloten(self, dag: date) -> bool:
        """Say whether nothing can be said in it any more on this day."""
        return is_gesloten(self.fase, voorbij=self.voorbij(dag))

    def te_laat(self, dag: date) -> bool:
        """Say whether something in it is overdue on this day."""
        return is_te_laat(self.fase, voorbij=self.voorbij(dag))

    def voorbij(self, dag: date) -> bool:
        """Say whether the day that it waits for is over, or there is none."""
        return self.tot is None or dag > self.tot

    def staat_vast(self, dag: date) -> bool:
        """Say whether there is an oordeel that nobody can object to any more on this day."""
        open_tot = self.bezwaar_tot
        return self.fase in _GEOORDEELD and (self.definitief or (open_tot is not None and dag > open_tot))


def is_gesloten(fase: Fase, *, voorbij: bool) -> bool:
    """Say whether a case in this phase is closed; `voorbij`: the day that it waited for is over, or there is none."""
    return fase not in _WACHT_OP and voorbij


def is_te_laat(fase: Fase, *, voorbij: bool) -> bool:
    """Say whether something is overdue in a case in this phase."""
    return fase in _WACHT_OP and voorbij


def stappen(zaak: Zaak, at: datetime) -> tuple[Stap, ...]:
    """List everything that anybody may say now, what is expected first: the whole rule of who, what and until when."""
    dag = local_date(at)
    found = [*_verwacht(zaak, dag), *_open(zaak, dag)]
    return tuple(sorted(found, key=lambda stap: not stap.verwacht))


def stappen_van(zaak: Zaak, rol: Zaakrol | None, at: datetime) -> tuple[Stap, ...]:
    """List what one of the three may say now."""
    return tuple(stap for stap in stappen(zaak, at) if stap.wie == rol)


def termijn(werkdagen: int, start: datetime, kalenders: Kalenders) -> Termijn:
    """Work out the last day of a term that starts at a moment."""
    found = uiterlijk(Duur(aantal=werkdagen, eenheid="werkdagen"), start=start, kalenders=kalenders)
    if found.moment is None:  # by the year 9999 only
        return Termijn(dag=date.max, zonder_kalender=found.zonder_kalender)
    return Termijn(dag=local_date(found.moment), zonder_kalender=found.zonder_kalender)


def _verwacht(zaak: Zaak, dag: date) -> Iterator[Stap]:
    """Yield the step that the case waits for; without a reactie in time also the oordeel."""
    soort = _WACHT_OP.get(zaak.fase)
    te_laat = zaak.te_laat(dag)
    if soort == "reactie":
        yield Stap(soort="reactie", wie="betrokkene", tot=zaak.reactie_tot, verwacht=True, te_laat=te_laat)
    if soort == "herstel":
        yield Stap(soort="herstel", wie="betrokkene", tot=zaak.herstel_tot, verwacht=True, te_laat=te_laat)
    if soort == "oordeel" or (te_laat and soort == "reactie"):
        tot = zaak.oordeel_tot
        yield Stap(soort="oordeel", wie="beheerder", tot=tot, verwacht=True, te_laat=dag > tot, uitkomsten=UITKOMSTEN)


def _open(zaak: Zaak, dag: date) -> Iterator[Stap]:
    """Yield the steps that may be made and need not be."""
    if zaak.fase == "gemeld" and dag <= zaak.reactie_tot:
        yield Stap(soort="oordeel", wie="beheerder", tot=zaak.oordeel_tot, uitkomsten=("niet-ontvankelijk",))
        if sum(gezegd.soort == "normschending" for gezegd in zaak.gezegd) <= MAX_AANVULLINGEN:
            yield Stap(soort="normschending", wie="melder", tot=zaak.reactie_tot)
    if zaak.fase == "erkend" and zaak.hersteld_op is None:
        yield Stap(soort="herstel", wie="betrokkene", tot=zaak.herstel_tot)
    if zaak.fase in _GEOORDEELD and not zaak.staat_vast(dag):
        for wie in ("melder", "betrokkene"):
            yield Stap(soort="bezwaar", wie=wie, tot=zaak.bezwaar_tot)
    if zaak.fase in {"gemeld", "erkend", "betwist"}:
        yield Stap(soort="terugtrekking", wie="melder")
