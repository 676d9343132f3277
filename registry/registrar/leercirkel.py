# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the network can learn: where it has no line, which doors were wrong, what grows, and what stands in the way.

Everything is counted by whole months. Growth is against as many months before: of all contacts about a subject in both,
the share in the later ones has an interval (Wilson, 95 %); it grows when that lies above a half. Where a wrong door
should have led is what the directory says of that subject now; who was sent there is not known.

What is of nobody in particular (questions without a line) only the OBPT sees in small numbers.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from registry.errors import StoreError
from registry.projections.contactroutes import Vraag, contactroutes
from registry.projections.gids import Gids
from registry.projections.inzage import Aantal, Kijker
from registry.projections.kennis import Instantie, Taak
from registry.projections.leerpunten import Leerpunt
from registry.projections.statistiek import wilson
from registry.projections.vensters import Venster, venster_van
from registry.registrar.cijfers import maanden_van_lijnen
from registry.registrar.telraam import (
    REEKS_ZOEKVRAAG,
    Geteld,
    Onderwerpcel,
    leerpunt,
    onderwerpcel,
    reeks_maand,
    reeks_onderwerp,
)
from registry.statements.klok import DAG
from registry.statements.professionallijnen import GESPREKSKANALEN
from registry.store.meetboek import Meetboek
from registry.wire.leercirkel import (
    Beweging,
    Buitentijds,
    LeercirkelStand,
    Obstakel,
    Onderwerpgroei,
    VerkeerdeDeur,
    ZonderLijn,
)
from registry.wire.naleving import Venster as Dagen

DAAR: Final = 3
_HALF: Final = 0.5


class Leervraag(NamedTuple):
    """About which months, whose lines (None: everybody's), and how many of each."""

    maanden: Venster
    oin: str | None
    limiet: int


def maanden_van(van: date, tot: date) -> Venster:
    """Give the whole months that days are in."""
    return Venster(venster_van("maand", van).eerste, venster_van("maand", tot).laatste)


def leercirkel(boek: Meetboek, gids: Gids, vraag: Leervraag, kijker: Kijker, at: datetime) -> LeercirkelStand:
    """Work out what there is to learn, as one may see it.

    Raises:
        StoreError: the book cannot be read.
    """
    maanden, limiet = vraag.maanden, vraag.limiet
    punten = _questions(boek, maanden)
    nu = _subjects(boek, vraag.oin, maanden)
    eerder = _subjects(boek, vraag.oin, _before(maanden))
    return LeercirkelStand(
        periode=Dagen(van=maanden.eerste, tot=maanden.laatste),
        lopend=at.astimezone(UTC).date() <= maanden.laatste,
        zonder_lijn=_without(punten, gids, vraag.oin, kijker)[:limiet],
        verkeerde_deuren=_wrong_doors(nu, gids, kijker, at, limiet),
        onderwerpen=_growth(nu, eerder, gids, vraag.oin, kijker)[:limiet],
        toegangseisen=_obstacles(punten, gids, vraag.oin, kijker)[:limiet],
        buiten_openingstijden=_outside(boek, vraag.oin, maanden, kijker)[:limiet],
    )


def _before(maanden: Venster) -> Venster:
    """Give as many months before."""
    many = (maanden.laatste.year - maanden.eerste.year) * 12 + maanden.laatste.month - maanden.eerste.month + 1
    jaar, maand = divmod(maanden.eerste.year * 12 + maanden.eerste.month - 1 - many, 12)
    return Venster(date(max(jaar, 1), maand + 1, 1), maanden.eerste - DAG)


# --- what was counted ------------------------------------------------------------------------------------------------


def _questions(boek: Meetboek, maanden: Venster) -> Counter[Leerpunt]:
    found: Counter[Leerpunt] = Counter()
    for place, geteld in boek.tellingen([REEKS_ZOEKVRAAG], maanden.eerste, maanden.laatste + DAG):
        found[leerpunt(place.cel)] += _keer(geteld)
    return found


def _subjects(boek: Meetboek, oin: str | None, maanden: Venster) -> Counter[tuple[str, Onderwerpcel]]:
    found: Counter[tuple[str, Onderwerpcel]] = Counter()
    reeksen = boek.reeksen(reeks_onderwerp(f"{oin}/" if oin else ""))
    for place, geteld in boek.tellingen(reeksen, maanden.eerste, maanden.laatste + DAG):
        found[place.reeks.partition("/")[2], onderwerpcel(place.cel)] += _keer(geteld)
    return found


def _keer(geteld: Geteld) -> int:
    if not isinstance(geteld.wat, int):
        raise StoreError("In het meetboek staat op deze plek geen aantal.")
    return geteld.wat


# --- what that says --------------------------------------------------------------------------------------------------


def _shown(aantal: Aantal, *names: object) -> tuple[int, str]:
    """Order by what may be seen: the place of a hidden count would give it away."""
    return (-aantal if isinstance(aantal, int) else 0), str(names)


def _without(punten: Counter[Leerpunt], gids: Gids, oin: str | None, kijker: Kijker) -> tuple[ZonderLijn, ...]:
    taken: dict[str, tuple[Instantie, Taak]] = {}
    if any(punt.soort == "taak" for punt in punten):
        taken = {taak.taak: (wie, taak) for wie in gids.wegwijzer.kennis.instanties for taak in wie.taken}
    told = []
    for punt, keer in punten.items():
        if punt.wat != "geen-lijn":
            continue
        wie, taak = taken.get(punt.naam, (None, None)) if punt.soort == "taak" else (None, None)
        lid = gids.organisaties.get(punt.naam) if punt.soort == "organisatie" else None
        whose = gids.oin_of(wie, None) if wie else lid.oin if lid else None
        if oin is not None and whose != oin:
            continue
        titel = taak.titel if taak else lid.naam if lid else gids.wegwijzer.namen.get(punt.naam)
        told.append(
            ZonderLijn(
                soort=punt.soort,  # type: ignore[arg-type]  # of what leerpunten.py makes
                naam=punt.naam,
                titel=titel,
                organisatie=wie.naam if wie else lid.naam if lid else None,
                aantal=kijker.aantal(keer, None),
            )
        )
    return tuple(sorted(told, key=lambda een: _shown(een.aantal, een.soort, een.naam)))


def _wrong_doors(
    nu: Counter[tuple[str, Onderwerpcel]], gids: Gids, kijker: Kijker, at: datetime, limiet: int
) -> tuple[VerkeerdeDeur, ...]:
    found = [
        (kijker.aantal(keer, lijn.partition("/")[0]), lijn, cel.onderwerp)
        for (lijn, cel), keer in nu.items()
        if cel.verkeerd
    ]
    found.sort(key=lambda een: _shown(*een))
    contacten: Counter[str] = Counter()
    for (lijn, _), keer in nu.items():
        contacten[lijn] += keer
    return tuple(
        VerkeerdeDeur(
            lijn=lijn,
            onderwerp=onderwerp,
            aantal=aantal,
            van=kijker.aantal(contacten[lijn], lijn.partition("/")[0]),
            daar=_lines_on(gids, onderwerp, lijn, at) if onderwerp else (),
            taak_van=_whose(gids, onderwerp) if onderwerp else (),
        )
        for aantal, lijn, onderwerp in found[:limiet]
    )


def _lines_on(gids: Gids, onderwerp: str, other_than: str, at: datetime) -> tuple[str, ...]:
    found = contactroutes(gids, Vraag(onderwerp=onderwerp, limiet=DAAR + 1), at=at).keuzes
    return tuple(id_ for keuze in found if (id_ := keuze.kandidaat.ingang.id) != other_than)[:DAAR]


def _whose(gids: Gids, onderwerp: str) -> tuple[str, ...]:
    return tuple(
        wie.naam
        for wie in gids.wegwijzer.kennis.instanties
        if any(onderwerp in taak.onderwerpen or onderwerp in taak.upl for taak in wie.taken)
    )[:DAAR]


def _growth(
    nu: Counter[tuple[str, Onderwerpcel]],
    eerder: Counter[tuple[str, Onderwerpcel]],
    gids: Gids,
    oin: str | None,
    kijker: Kijker,
) -> tuple[Onderwerpgroei, ...]:
    later, before = _by_subject(nu), _by_subject(eerder)
    told: list[tuple[int, Onderwerpgroei]] = []
    for onderwerp in later.keys() | before.keys():
        a, b = later[onderwerp], before[onderwerp]
        shown = kijker.aantal(a, oin), kijker.aantal(b, oin)
        known = all(isinstance(een, int) for een in shown)
        een = Onderwerpgroei(
            onderwerp=onderwerp,
            titel=gids.wegwijzer.namen.get(onderwerp),
            aantal=shown[0],
            vorige=shown[1],
            beweging=_moved(a, b) if known and eerder else None,  # the first measuring is no growth
        )
        told.append((a - b if known else 0, een))
    told.sort(key=lambda pair: (-pair[0], pair[1].onderwerp))
    return tuple(een for _, een in told)


def _by_subject(found: Counter[tuple[str, Onderwerpcel]]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for (_, cel), keer in found.items():
        if cel.onderwerp is not None:
            totals[cel.onderwerp] += keer
    return totals


def _moved(nu: int, eerder: int) -> Beweging:
    interval = wilson(nu, nu + eerder)
    return "groeit" if interval.laag > _HALF else "krimpt" if interval.hoog < _HALF else "gelijk"


def _obstacles(punten: Counter[Leerpunt], gids: Gids, oin: str | None, kijker: Kijker) -> tuple[Obstakel, ...]:
    told = []
    for punt, keer in punten.items():
        if punt.wat == "toegangseis" and oin in {None, punt.naam}:
            lid = gids.organisaties.get(punt.naam)
            aantal = kijker.aantal(keer, punt.naam)
            told.append(
                Obstakel(soort=punt.soort, organisatie=punt.naam, naam=lid.naam if lid else None, aantal=aantal)
            )
    return tuple(sorted(told, key=lambda een: _shown(een.aantal, een.soort, een.organisatie)))


def _outside(boek: Meetboek, oin: str | None, maanden: Venster, kijker: Kijker) -> tuple[Buitentijds, ...]:
    lijnen = [reeks.partition("/")[2] for reeks in boek.reeksen(reeks_maand(f"{oin}/" if oin else ""))]
    allen: Counter[tuple[str, str]] = Counter()
    buiten: Counter[tuple[str, str]] = Counter()
    for cijfer in maanden_van_lijnen(boek, lijnen, maanden.eerste, maanden.laatste + DAG):
        cel = cijfer.cel
        if cel.kanaal in GESPREKSKANALEN:
            allen[cel.lijn, cel.kanaal] += cijfer.telling.waarnemingen
            buiten[cel.lijn, cel.kanaal] += 0 if cel.binnen else cijfer.telling.waarnemingen
    told = [
        _outside_of(lijn, kanaal, keer, allen[lijn, kanaal], kijker) for (lijn, kanaal), keer in buiten.items() if keer
    ]
    return tuple(sorted(told, key=lambda een: _shown(een.aantal, een.lijn, een.kanaal)))


def _outside_of(lijn: str, kanaal: str, keer: int, van: int, kijker: Kijker) -> Buitentijds:
    shown: Sequence[Aantal] = [kijker.aantal(een, lijn.partition("/")[0]) for een in (keer, van)]
    known = all(isinstance(een, int) for een in shown)
    return Buitentijds(
        lijn=lijn, kanaal=kanaal, aantal=shown[0], van=shown[1], aandeel=keer / van if known and van else None
    )
