# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What follows from each statement in a case: how it stands next, and the facts that change.

    zaak/<uuid>                                    the case (projections/zaken.py)
    zaaknummer/<nummer>                            which case has this readable number
    zaaknummers/<jaar>                             how many numbers of a year were given out
    zaakdubbel/<lijn>/<norm>/<dag>/<melder>        the last case that would be reported twice by another one
    zaaktempo/<melder>                             how many reports it made in the hour of its last one
    hersteltijd/<oin>/<norm>                       how many days it took, of how many cases

and where it is found: projections/zaaklijst.py.
"""

from datetime import date, datetime
from typing import Final, assert_never

from msgspec import Struct
from msgspec.structs import replace

from registry.errors import StoreError
from registry.projections.kalenders import Kalenderstand
from registry.projections.stand import Changes, Plaats, View, load
from registry.projections.zaaklijst import verplaats
from registry.projections.zaken import (
    BEZWAAR,
    HERSTEL,
    OORDEEL,
    REACTIE,
    REACTIE_VEELVULDIG,
    Gezegd,
    Kalenders,
    Stapsoort,
    Termijn,
    Zaak,
    termijn,
)
from registry.statements.klok import end_of_day, local_date
from registry.statements.normschendingen import (
    Bezwaar,
    Herstel,
    Normschending,
    Oordeel,
    Reactie,
    Terugtrekking,
    Zaakverklaring,
)
from registry.statements.zaakwoorden import Fase

VEELVULDIG_VANAF: Final = 26  # the so many-th report of a member within one clock hour, and every one after it
_UUR_S: Final = 3600


class Zaakwijzer(Struct, frozen=True, kw_only=True):
    """Which case."""

    zaak: str


class Volgnummer(Struct, frozen=True, kw_only=True):
    """How many numbers were given out."""

    laatste: int


class Tempo(Struct, frozen=True, kw_only=True):
    """How many reports in an hour; `uur` counts from 1970."""

    uur: int
    aantal: int


class Hersteltijden(Struct, frozen=True, kw_only=True):
    """How long repairs took: (days from the report on, of how many cases), in order."""

    dagen: tuple[tuple[int, int], ...]


def get(view: View, zaak: str) -> Zaak | None:
    """Read a case as it stands."""
    return load(view, f"zaak/{zaak}", Zaak)


def zaak_of(view: View, sub: str) -> Zaak | None:
    """Read the case that a statement is about, by its `sub`; None when it is about something else."""
    return load(view, sub, Zaak) if sub.startswith("zaak/") else None


def bij_nummer(view: View, nummer: str) -> Zaak | None:
    """Read a case by its readable number."""
    found = load(view, f"zaaknummer/{nummer}", Zaakwijzer)
    return get(view, found.zaak) if found else None


def dubbel_key(body: Normschending, melder: str) -> str:
    """Name the fact that tells a report from a near-duplicate: same line, norm, local day and reporter."""
    return f"zaakdubbel/{body.lijn}/{body.norm.naam}/{local_date(body.moment)}/{melder}"


def after_zaakverklaring(
    body: Zaakverklaring, soort: Stapsoort, door: str, sub: str, plaats: Plaats, view: View
) -> Changes:
    """Work out a case anew after a statement that the rules let in."""
    id_, oud = sub.removeprefix("zaak/"), load(view, sub, Zaak)
    kalenders = _kalenders(view, plaats.ordered_at)
    if isinstance(body, Normschending) and oud is None:
        nieuw, changes = _opened(body, id_, door, plaats, view, kalenders)
    elif oud is None:
        raise StoreError(f"{sub} ontbreekt, maar de regels lieten de verklaring toe")
    else:
        nieuw, changes = _after(body, oud, plaats, kalenders), _afgemeld(body, oud, view)
    gezegd = Gezegd(soort=soort, door=door, plaats=plaats)
    nieuw = replace(nieuw, gezegd=(*(oud.gezegd if oud else ()), gezegd))
    return {sub: nieuw, **changes, **verplaats(oud, nieuw, view), **_hersteltijd(oud, nieuw, view)}


def _opened(
    body: Normschending, id_: str, door: str, plaats: Plaats, view: View, kalenders: Kalenders
) -> tuple[Zaak, Changes]:
    at = plaats.ordered_at
    jaar = local_date(at).year
    volg = load(view, f"zaaknummers/{jaar}", Volgnummer) or Volgnummer(laatste=0)
    nummer = f"NS-{jaar}-{volg.laatste + 1:06d}"
    tempo = _tempo(load(view, f"zaaktempo/{door}", Tempo), at)
    veelvuldig = tempo.aantal >= VEELVULDIG_VANAF
    reactie, oordeel = _eerste_termijnen(at, kalenders, veelvuldig=veelvuldig)
    zaak = Zaak(
        zaak=id_,
        nummer=nummer,
        melder=door,
        betrokkene=body.betrokkene,
        lijn=body.lijn,
        kanaal=body.kanaal,
        norm=body.norm,
        moment=body.moment,
        waargenomen=body.waargenomen,
        fase="gemeld",
        gezegd=(),
        reactie_tot=reactie.dag,
        oordeel_tot=oordeel.dag,
        veelvuldig=veelvuldig,
        zonder_kalender=_jaren((), reactie, oordeel),
    )
    return zaak, {
        f"zaaknummers/{jaar}": Volgnummer(laatste=volg.laatste + 1),
        f"zaaknummer/{nummer}": Zaakwijzer(zaak=id_),
        f"zaaktempo/{door}": tempo,
        dubbel_key(body, door): Zaakwijzer(zaak=id_),
    }


def _eerste_termijnen(at: datetime, kalenders: Kalenders, *, veelvuldig: bool) -> tuple[Termijn, Termijn]:
    reactie = termijn(REACTIE_VEELVULDIG if veelvuldig else REACTIE, at, kalenders)
    return reactie, termijn(OORDEEL, end_of_day(reactie.dag), kalenders)


def _after(body: Zaakverklaring, oud: Zaak, plaats: Plaats, kalenders: Kalenders) -> Zaak:
    """Say how a case stands after a statement."""
    at = plaats.ordered_at
    match body:
        case Normschending():
            reactie, oordeel = _eerste_termijnen(at, kalenders, veelvuldig=oud.veelvuldig)
            return replace(
                oud,
                waargenomen=tuple(dict.fromkeys((*oud.waargenomen, *body.waargenomen))),
                reactie_tot=reactie.dag,
                oordeel_tot=oordeel.dag,
                zonder_kalender=_jaren(oud.zonder_kalender, reactie, oordeel),
            )
        case Reactie():
            oordeel = termijn(OORDEEL, at, kalenders)
            jaren = _jaren(oud.zonder_kalender, oordeel)
            now = replace(oud, fase=body.standpunt, oordeel_tot=oordeel.dag, zonder_kalender=jaren)
            return replace(now, herstel_tot=body.herstel_voor)
        case Oordeel():
            return _judged(body, oud, at, kalenders)
        case Bezwaar():
            oordeel = termijn(OORDEEL, at, kalenders)
            jaren = _jaren(oud.zonder_kalender, oordeel)
            return replace(oud, fase="bezwaar", oordeel_tot=oordeel.dag, zonder_kalender=jaren)
        case Herstel():
            fase: Fase = "hersteld" if oud.fase == "gegrond" else oud.fase
            return replace(oud, fase=fase, hersteld_op=body.hersteld_op)
        case Terugtrekking():
            return replace(oud, fase="ingetrokken")
        case _:
            assert_never(body)


def _judged(body: Oordeel, oud: Zaak, at: datetime, kalenders: Kalenders) -> Zaak:
    definitief = oud.fase == "bezwaar"
    vast = termijn(BEZWAAR, at, kalenders)
    fase: Fase = "hersteld" if body.uitkomst == "gegrond" and oud.hersteld_op else body.uitkomst
    now = replace(oud, fase=fase, uitkomst=body.uitkomst, definitief=definitief)
    if not definitief:
        now = replace(now, bezwaar_tot=vast.dag, zonder_kalender=_jaren(oud.zonder_kalender, vast))
    if body.uitkomst != "gegrond":
        return now
    gezet = termijn(HERSTEL, at, kalenders)
    herstel_tot = max(body.herstel_voor or oud.herstel_tot or gezet.dag, vast.dag)
    return replace(now, herstel_tot=herstel_tot, zonder_kalender=_jaren(now.zonder_kalender, vast, gezet))


def _jaren(known: tuple[int, ...], *termijnen: Termijn) -> tuple[int, ...]:
    return tuple(sorted({*known, *(jaar for een in termijnen for jaar in een.zonder_kalender)}))


def _afgemeld(body: Zaakverklaring, oud: Zaak, view: View) -> Changes:
    """Let the same be reported again once the report was taken back."""
    key = f"zaakdubbel/{oud.lijn}/{oud.norm.naam}/{local_date(oud.moment)}/{oud.melder}"
    found = load(view, key, Zaakwijzer) if isinstance(body, Terugtrekking) else None
    return {key: None} if found is not None and found.zaak == oud.zaak else {}


def _tempo(tempo: Tempo | None, at: datetime) -> Tempo:
    uur = int(at.timestamp()) // _UUR_S
    return Tempo(uur=uur, aantal=1 + (tempo.aantal if tempo is not None and tempo.uur == uur else 0))


def _hersteltijd(oud: Zaak | None, nieuw: Zaak, view: View) -> Changes:
    """Count a case among the repaired ones as long as it is one."""
    was, now = _recovered(oud), _recovered(nieuw)
    if was == now:
        return {}
    key = f"hersteltijd/{nieuw.betrokkene}/{nieuw.norm.naam}"
    stands = load(view, key, Hersteltijden)
    counts = dict(stands.dagen if stands else ())
    for dagen, by in ((was, -1), (now, 1)):
        if dagen is not None:
            counts[dagen] = counts.get(dagen, 0) + by
    left = tuple(sorted((dagen, aantal) for dagen, aantal in counts.items() if aantal))
    return {key: Hersteltijden(dagen=left) if left else None}


def _recovered(zaak: Zaak | None) -> int | None:
    """Give the days from the report to the repair of a case that is repaired; one repaired before it took none."""
    if zaak is None or zaak.fase != "hersteld" or zaak.hersteld_op is None:
        return None
    return max(0, (zaak.hersteld_op - _reported(zaak)).days)


def _reported(zaak: Zaak) -> date:
    return local_date(zaak.gezegd[0].plaats.ordered_at)


def _kalenders(view: View, at: datetime) -> Kalenders:
    """Read the kalenders that a term may reach which starts now: this year's and the next, as far as they are there."""
    jaar = local_date(at).year
    found = (load(view, f"kalender/{een}", Kalenderstand) for een in (jaar, jaar + 1))
    return {stand.kalender.jaar: stand.kalender for stand in found if stand is not None}
