# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Adherence: did a line keep a norm, per window, and how sure may one be of that (contract, section 6).

    measured    the counters of the line that are about the norm: its channels and conditions, and its days
    van de lijn openstelling: the hours of each working day; actualiteit: of each day, how many since `bevestigd`

A window is judged by the norm in force on each of its days: where a version changed within it, it is judged in two
parts, each with its own numbers. Nothing before the first day of a norm or after its last is looked at.

On channels where people meet, an attempt outside the hours does not count, and is counted apart: somebody did come.
What is sent (a mail, a form) can be sent at any time, and counts. Hours are those of the rooster: a storing does not
excuse, an afwijking that was published does.

    oordeel  te-weinig-waarnemingen   fewer than the norm asks for, or none at all
             gehaald, niet-gehaald    by the value as it is; `interval` says how sure one may be of a share, and
                                      `onzeker` that the target lies within it, so that it might as well be otherwise
    budget   of a share: which share may go wrong, and how many times as fast as that it went wrong (`tempo`, the burn
             rate: at 1 the window ends exactly on target); `verbruikt` is what is used of the whole window's, if as
             many come in the rest of it
    trend    against the window before: a share changed when the old one lies outside the new interval
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from registry.projections import statistiek
from registry.projections.meetklok import Meetklok
from registry.projections.openstelling import Lijngeschiedenis, dagwaarden, open_uren
from registry.projections.servicenormen import Normstand
from registry.projections.statistiek import INTERVALMETHODE, PERCENTIELMETHODE, Interval, wilson
from registry.projections.tellingen import Cel, Telling
from registry.projections.vensters import Venster, vensters
from registry.projections.waarnemingen import grens_van, loopklok, uitkomst_aandeel, waargenomen
from registry.statements.klok import DAG
from registry.statements.openingstijden import Duur
from registry.statements.professionallijnen import GESPREKSKANALEN
from registry.statements.servicenormen import TIJDEN, Grens, Servicenorm

Oordeel = Literal["gehaald", "niet-gehaald", "te-weinig-waarnemingen"]
Methode = Literal["wilson-95", "nearest-rank"]
Beweging = Literal["beter", "gelijk", "slechter"]


class Budget(Struct, frozen=True, kw_only=True):
    """How much may go wrong, and did. `tempo` and `verbruikt` are None where nothing may go wrong and something did."""

    toegestaan: float
    tempo: float | None
    verbruikt: float | None


class Trend(Struct, frozen=True, kw_only=True):
    """The value of the window before, and what became of it."""

    vorige: float
    beweging: Beweging


class Naleving(Struct, frozen=True, kw_only=True):
    """The verdict on a line by one version of a norm, in one window.

    `waarde` and `doel` are in `eenheid`: aandeel, aantal, or that of a term. `waarnemingen` are what the value is of;
    `onbekend` those of whom it was not told, `nooit` those among the waarnemingen that never got it. Of a percentile
    that falls among those, `waarde` is None and the norm is not kept. `open_uren` of the days judged; None: always.
    """

    lijn: str
    norm: str
    versie: int
    venster: Venster
    dagen: Venster
    lopend: bool
    waarnemingen: int
    buiten_openingstijden: int
    onbekend: int
    nooit: int
    waarde: float | None
    doel: float
    eenheid: str
    oordeel: Oordeel
    methode: Methode | None = None
    interval: Interval | None = None
    onzeker: bool = False
    budget: Budget | None = None
    open_uren: float | None = None
    trend: Trend | None = None


class _Deel:
    """The days of a window on which one version holds, and what was counted on them."""

    __slots__ = ("binnen", "buiten", "dagen", "gaat_over", "norm", "venster")

    def __init__(self, norm: Servicenorm, venster: Venster, dagen: Venster) -> None:
        self.norm, self.venster, self.dagen, self.gaat_over = norm, venster, dagen, _about(norm)
        self.binnen: list[Telling] = []
        self.buiten = 0


class _Uitslag(NamedTuple):
    """A value and what it is of. `raak` is None for what is no share."""

    waarde: float | None
    waarnemingen: int
    raak: int | None = None
    onbekend: int = 0
    nooit: int = 0


def naleving(
    norm: Normstand,
    lijn: Lijngeschiedenis,
    tellingen: Iterable[tuple[Cel, Telling]],
    *,
    van: date,
    tot: date,
    klok: Meetklok,
    vandaag: date,
) -> list[Naleving]:
    """Judge a line by a norm in every window that the days from `van` to `tot` are in, in order.

    Args:
        tellingen: of this line, of all days of those windows; others do no harm.
        vandaag: windows that begin later are left out, and one that it is in is still running.

    Returns:
        Nothing for days on which no version holds, or of a line that has no such channel and never had a contact.
    """
    delen = list(_parts(norm, van, min(tot, vandaag)))
    if delen and delen[0].norm.gemeten:
        _hand_out(delen, tellingen)
    judged = [
        _judge(deel, lijn, klok, vandaag)
        for deel in delen
        if deel.binnen or deel.buiten or lijn.heeft(deel.norm, deel.dagen)
    ]
    return list(_with_trend(judged, {deel.norm.versie: deel.norm for deel in delen}))


def maanden_volstaan(norm: Normstand) -> bool:
    """Say whether counters by month will do, under the first day of each: no window or version cuts through one.

    Judging costs what there are counters. A year of days is thirty times that of months.
    """
    for versie in norm.versies:
        laatste = norm.laatste_dag(versie.norm.versie)
        if versie.norm.venster in {"dag", "week"} or versie.norm.ingangsdatum.day != 1:
            return False
        if laatste is not None and (laatste + DAG).day != 1:
            return False
    return True


class Afgelezen(Struct, frozen=True, kw_only=True):
    """What a norm reads off a line over some days."""

    waarde: float
    doel: float
    eenheid: str
    gehaald: bool


def afgelezen(norm: Servicenorm, lijn: Lijngeschiedenis, dagen: Venster, klok: Meetklok) -> Afgelezen | None:
    """Judge openstelling or actualiteit over these days; None: there is nothing to read, or the norm is another."""
    uitslag = _read_off(norm, dagwaarden(norm, lijn, dagen, klok)) if not norm.gemeten else None
    if uitslag is None or uitslag.waarde is None:
        return None
    doel, eenheid = _target(norm)
    return Afgelezen(waarde=uitslag.waarde, doel=doel, eenheid=eenheid, gehaald=_kept(norm, uitslag, doel))


def _parts(norm: Normstand, van: date, tot: date) -> Iterator[_Deel]:
    for versie in norm.versies:
        said, laatste = versie.norm, norm.laatste_dag(versie.norm.versie)
        for venster in vensters(said.venster, van, tot):
            dagen = venster.binnen(said.ingangsdatum, laatste)
            if dagen.eerste <= dagen.laatste:
                yield _Deel(said, venster, dagen)


def _hand_out(delen: Sequence[_Deel], tellingen: Iterable[tuple[Cel, Telling]]) -> None:
    """Give each part the counters that it is about."""
    per_dag = {
        dag: deel for deel in delen for dag in range(deel.dagen.eerste.toordinal(), deel.dagen.laatste.toordinal() + 1)
    }
    for cel, telling in tellingen:
        deel = per_dag.get(cel.dag.toordinal())
        if deel is None or not deel.gaat_over(cel):
            continue
        if cel.binnen or cel.kanaal not in GESPREKSKANALEN:
            deel.binnen.append(telling)
        else:
            deel.buiten += telling.waarnemingen


def _about(norm: Servicenorm) -> Callable[[Cel], bool]:
    """Make the question whether a cell is one that a norm is about."""
    eisen = norm.voorwaarden
    if eisen is None:
        return lambda cel: norm.treft(cel.kanaal)
    return lambda cel: (
        norm.treft(cel.kanaal)
        and eisen.afspraak in {None, cel.afspraak}
        and (not eisen.vraagtypen or cel.vraagtype in eisen.vraagtypen)
        and (not eisen.onderwerpen or cel.onderwerp in eisen.onderwerpen)
    )


def _judge(deel: _Deel, lijn: Lijngeschiedenis, klok: Meetklok, vandaag: date) -> Naleving:
    norm = deel.norm
    if norm.gemeten:
        uitslag = _measured(norm, deel.binnen)
        uren = open_uren(norm, lijn, deel.dagen, klok)
    else:
        geweest = Venster(deel.dagen.eerste, min(deel.dagen.laatste, vandaag))
        uitslag = _read_off(norm, dagwaarden(norm, lijn, geweest, klok))
        uren = None
    doel, eenheid = _target(norm)
    te_weinig = uitslag.waarnemingen < max(norm.minimum_waarnemingen or 1, 1)
    steekproef = norm.gemeten and uitslag.raak is not None and uitslag.waarnemingen > 0
    interval = wilson(uitslag.raak or 0, uitslag.waarnemingen) if steekproef else None
    return Naleving(
        lijn=lijn.id,
        norm=norm.naam,
        versie=norm.versie,
        venster=deel.venster,
        dagen=deel.dagen,
        lopend=vandaag <= deel.dagen.laatste,
        waarnemingen=uitslag.waarnemingen,
        buiten_openingstijden=deel.buiten,
        onbekend=uitslag.onbekend,
        nooit=uitslag.nooit,
        waarde=uitslag.waarde,
        doel=doel,
        eenheid=eenheid,
        oordeel="te-weinig-waarnemingen" if te_weinig else "gehaald" if _kept(norm, uitslag, doel) else "niet-gehaald",
        methode=INTERVALMETHODE if interval else PERCENTIELMETHODE if norm.statistiek == "percentiel" else None,
        interval=interval,
        onzeker=interval is not None and interval.laag <= doel <= interval.hoog,
        budget=_budget(norm, uitslag, doel, deel.dagen.verstreken(vandaag)),
        open_uren=uren,
    )


def _kept(norm: Servicenorm, uitslag: _Uitslag, doel: float) -> bool:
    if uitslag.waarde is None:
        return False
    return uitslag.waarde >= doel if norm.richting == "minstens" else uitslag.waarde <= doel


def _target(norm: Servicenorm) -> tuple[float, str]:
    """Give the target as a number, and its unit."""
    if norm.is_aandeel:
        return norm.getal(norm.doel), "aandeel"
    if norm.maat in TIJDEN and isinstance(norm.doel, Duur):
        return norm.doel.aantal, norm.doel.eenheid
    return norm.getal(norm.doel), {"openstelling": "uren", "actualiteit": "kalenderdagen"}.get(norm.maat, "aantal")


def _measured(norm: Servicenorm, tellingen: Sequence[Telling]) -> _Uitslag:
    if norm.maat == "uitkomst":
        return _share(*uitkomst_aandeel(norm, tellingen))
    gezien = waargenomen(norm, tellingen)
    if norm.maat == "juistheid":
        raak = statistiek.aantal(gezien.bekend) - statistiek.aantal_hoogstens(gezien.bekend, 0)
        return _share(raak, gezien.aantal, onbekend=gezien.onbekend)
    if norm.maat in TIJDEN:
        grens = grens_van(norm)
        factor = loopklok(grens, norm.klok or "doorlopend").factor
        delen = [*gezien.bekend, *gezien.vergeefs] if norm.statistiek == "gemiddelde" else gezien.bekend
        return _value(norm, delen, grens.aantal * factor, factor, nooit=gezien.nooit, onbekend=gezien.onbekend)
    return _value(norm, gezien.bekend, _number(norm, norm.drempel), 1, onbekend=gezien.onbekend)


def _read_off(norm: Servicenorm, waarden: bytes) -> _Uitslag:
    factor = _SECONDS_PER_HOUR if norm.maat == "openstelling" else 1
    return _value(norm, [waarden] if waarden else [], round(_number(norm, norm.drempel) * factor), factor)


_SECONDS_PER_HOUR: Final = 3600


def _number(norm: Servicenorm, drempel: Grens | None) -> float:
    return 0 if drempel is None else norm.getal(drempel)


def _value(
    norm: Servicenorm, delen: Sequence[bytes], grens: float, factor: int, *, nooit: int = 0, onbekend: int = 0
) -> _Uitslag:
    """Work out the statistic of a norm. `factor`: how many of what was counted are one of what is said."""
    bekend = statistiek.aantal(delen)
    match norm.statistiek:
        case "gemiddelde":
            mean = statistiek.gemiddelde(delen)
            return _Uitslag(None if mean is None else mean / factor, bekend, onbekend=onbekend, nooit=nooit)
        case "percentiel":
            found = statistiek.percentiel(delen, norm.percentiel or 100, nooit)
            waarde = None if found is None else found / factor
            return _Uitslag(waarde, bekend + nooit, onbekend=onbekend, nooit=nooit)
        case "aandeel-vanaf":
            raak = bekend - statistiek.aantal_onder(delen, grens)
        case _:
            raak = statistiek.aantal_hoogstens(delen, grens)
    return _share(raak, bekend + nooit, onbekend=onbekend, nooit=nooit)


def _share(raak: int, allen: int, *, onbekend: int = 0, nooit: int = 0) -> _Uitslag:
    return _Uitslag(raak / allen if allen else None, allen, raak=raak, onbekend=onbekend, nooit=nooit)


def _budget(norm: Servicenorm, uitslag: _Uitslag, doel: float, verstreken: float) -> Budget | None:
    if uitslag.raak is None or not uitslag.waarnemingen or not norm.gemeten:
        return None
    mis = uitslag.raak if norm.richting == "hoogstens" else uitslag.waarnemingen - uitslag.raak
    toegestaan = doel if norm.richting == "hoogstens" else 1 - doel
    if toegestaan:
        tempo: float | None = mis / uitslag.waarnemingen / toegestaan
    else:
        tempo = None if mis else 0.0
    return Budget(toegestaan=toegestaan, tempo=tempo, verbruikt=None if tempo is None else tempo * verstreken)


def _with_trend(judged: Sequence[Naleving], normen: dict[int, Servicenorm]) -> Iterator[Naleving]:
    """Set each window beside the one before it, where the same version judged both and both had enough."""
    vorige: Naleving | None = None
    for een in judged:
        moved = een
        if vorige is not None and vorige.versie == een.versie and vorige.waarde is not None:
            genoeg = "te-weinig-waarnemingen" not in {een.oordeel, vorige.oordeel}
            if genoeg and een.waarde is not None:
                trend = Trend(vorige=vorige.waarde, beweging=_moved(normen[een.versie], vorige.waarde, een))
                moved = replace(een, trend=trend)
        yield moved
        vorige = een


def _moved(norm: Servicenorm, vorige: float, nu: Naleving) -> Beweging:
    waarde = vorige if nu.waarde is None else nu.waarde
    if waarde == vorige or (nu.interval is not None and nu.interval.laag <= vorige <= nu.interval.hoog):
        return "gelijk"
    return "beter" if (waarde > vorige) == (norm.richting == "minstens") else "slechter"
