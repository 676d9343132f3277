# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Where a line falls short of a norm by its own words: what it promises, its hours, and when it was last confirmed.

A promise suffices when a line that keeps it, keeps the norm too: its term is not longer and its share not lower. Of
several promises on one channel one is enough. Terms in other units are compared where one bounds the other whatever
the hours and the calendar: what takes 2 kalenderdagen takes no more than 2 werkdagen. Where they do not, that is said.
A mean cannot be held against a promise, and a line that promises nothing falls short of nothing by its words.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import ceil
from typing import Final, Literal, NamedTuple

from msgspec import Struct

from registry.projections.meetklok import Klok, Meetklok
from registry.projections.naleving import afgelezen
from registry.projections.openstelling import Lijngeschiedenis
from registry.projections.vensters import Venster
from registry.projections.waarnemingen import Loopklok, grens_van, loopklok
from registry.statements.openingstijden import Duur
from registry.statements.professionallijnen import Balie, Professionallijn, Toezegging
from registry.statements.servicenormen import TIJDEN, WACHTEN, Normklok, Servicenorm

JAAR: Final = timedelta(days=363)  # 52 weeks, as far ahead as hours are looked at
_DAG_S: Final = 86_400
_UUR_S: Final = 3600
_IN_UREN: Final[frozenset[Klok]] = frozenset({"openingstijden-seconden", "kantoortijden-seconden"})
_ENKELVOUD: Final = {
    "seconden": "seconde", "minuten": "minuut", "uren": "uur", "werkuren": "werkuur", "werkdagen": "werkdag",
    "kalenderdagen": "kalenderdag", "weken": "week",
}  # fmt: skip


class Tekort(Struct, frozen=True, kw_only=True):
    """Where a line falls short of a norm, and by how much; or that it cannot be told (`niet-te-vergelijken`).

    `veld` is a path in the line, as of a fault.
    """

    norm: str
    versie: int
    veld: str
    code: Literal["termijn", "aandeel", "openstelling", "actualiteit", "niet-te-vergelijken"]
    uitleg: str


class _Eis(NamedTuple):
    """What a norm asks of a promise: this share within this term."""

    binnen: Duur
    aandeel: float
    klok: Normklok


def tekorten(
    lijn: Professionallijn, normen: Iterable[Servicenorm], *, op: date, klok: Meetklok, id_: str = ""
) -> list[Tekort]:
    """Hold what a line says of itself against norms, as of a day. The norms are those of that day."""
    found: list[Tekort] = []
    for norm in normen:
        found += _of_promises(norm, lijn) if norm.gemeten else _of_line(norm, lijn, op, klok, id_)
    return found


def _of_promises(norm: Servicenorm, lijn: Professionallijn) -> Iterator[Tekort]:
    eis = _asked(norm)
    if eis is None:
        return
    for i, kanaal in enumerate(lijn.kanalen):
        if not norm.treft(kanaal.soort) or (isinstance(kanaal, Balie) and not _for_desk(norm, kanaal)):
            continue
        same = [(j, said) for j, said in enumerate(kanaal.toezeggingen) if _same(norm.maat, said.maat)]
        short = [list(_short(norm, eis, said, f"kanalen[{i}].toezeggingen[{j}]")) for j, said in same]
        if short:
            yield from min(short, key=len)


def is_toe_te_zeggen(norm: Servicenorm) -> bool:
    """Say whether a line can promise what a norm asks: a share within a term."""
    return _asked(norm) is not None


def zegt_toe(norm: Servicenorm, lijn: Professionallijn) -> bool:
    """Say whether a line promises anything of what a norm asks, on each of its channels that the norm is about."""
    kanalen = [
        kanaal
        for kanaal in lijn.kanalen
        if norm.treft(kanaal.soort) and (not isinstance(kanaal, Balie) or _for_desk(norm, kanaal))
    ]
    return all(any(_same(norm.maat, said.maat) for said in kanaal.toezeggingen) for kanaal in kanalen)


def hoogstens(gezegd: Duur, gevraagd: Duur) -> bool | None:
    """Say whether a term is never longer than another, whatever the calendar; None: there is no saying.

    >>> hoogstens(Duur(aantal=5, eenheid="werkdagen"), Duur(aantal=3, eenheid="weken"))
    True
    """
    eigen, norm = _comparable(gezegd, _Eis(gevraagd, 1, "kantoortijden"), wachten=False)
    return None if eigen is None else eigen <= norm


def _for_desk(norm: Servicenorm, balie: Balie) -> bool:
    """Say whether a norm is about who comes to this desk: by appointment, or not."""
    afspraak = norm.voorwaarden.afspraak if norm.voorwaarden else None
    return afspraak is None or afspraak == balie.afspraak


def _asked(norm: Servicenorm) -> _Eis | None:
    if norm.maat not in TIJDEN or norm.statistiek == "gemiddelde":
        return None
    aandeel = norm.doel if norm.statistiek == "aandeel-binnen" else (norm.percentiel or 100) / 100
    return None if isinstance(aandeel, Duur) else _Eis(grens_van(norm), aandeel, norm.klok or "doorlopend")


def _same(maat: str, gezegd: str) -> bool:
    return maat == gezegd or {maat, gezegd} <= WACHTEN


def _short(norm: Servicenorm, eis: _Eis, said: Toezegging, veld: str) -> Iterator[Tekort]:
    aandeel = 1.0 if said.aandeel is None else said.aandeel
    gevraagd = f"norm {norm.naam} vraagt {_percent(eis.aandeel)} binnen {term(eis.binnen)}"
    gezegd = f"{_percent(aandeel)} binnen {term(said.drempel)}"
    eigen, norm_ = _comparable(said.drempel, eis, wachten=norm.maat in WACHTEN)
    if eigen is None:
        uitleg = f"U zegt {gezegd} toe; {gevraagd}. Deze termijnen zijn niet te vergelijken."
        yield Tekort(norm=norm.naam, versie=norm.versie, veld=veld, code="niet-te-vergelijken", uitleg=uitleg)
    elif eigen > norm_:
        meer = _difference(said.drempel, eis.binnen, eigen - norm_)
        uitleg = f"U zegt {gezegd} toe; {gevraagd}. Uw termijn is {meer} langer."
        yield Tekort(norm=norm.naam, versie=norm.versie, veld=f"{veld}.drempel", code="termijn", uitleg=uitleg)
    if aandeel < eis.aandeel:
        minder = f"{(eis.aandeel - aandeel) * 100:.3g}".replace(".", ",")
        uitleg = f"U zegt {gezegd} toe; {gevraagd}. Uw aandeel is {minder} procentpunt lager."
        yield Tekort(norm=norm.naam, versie=norm.versie, veld=f"{veld}.aandeel", code="aandeel", uitleg=uitleg)


def _comparable(gezegd: Duur, eis: _Eis, *, wachten: bool) -> tuple[int | None, int]:
    """Give the longest that a promise allows on the clock of the norm, and what the norm allows; None: no saying."""
    klok, factor = loopklok(eis.binnen, eis.klok)
    norm_ = eis.binnen.aantal * factor
    eigen = loopklok(gezegd, "openingstijden" if gezegd.eenheid == "werkuren" else "doorlopend")
    lang = gezegd.aantal * eigen.factor
    if eigen.klok == klok:
        return lang, norm_
    hoogstens = _bounded(eigen, lang, klok)
    if hoogstens is not None and (hoogstens <= norm_ or (wachten and klok in _IN_UREN)):
        return hoogstens, norm_
    return None, norm_


def _bounded(eigen: Loopklok, lang: int, klok: Klok) -> int | None:
    """Give the most that something can take on one clock when it takes this long on another."""
    match eigen.klok, klok:
        case "seconden", "openingstijden-seconden" | "kantoortijden-seconden":
            return lang
        case "seconden", "werkdagen":  # the day of 23 hours is a Sunday: it takes none away
            return ceil(lang / _DAG_S)
        case "seconden", "kalenderdagen":
            return ceil((lang + _UUR_S) / _DAG_S) if lang else 0
        case "kalenderdagen", "werkdagen":
            return lang
        case "werkdagen", "kalenderdagen":  # weekends, and no more than 6 holidays in 4 weeks: April and May have those
            return lang + 2 * (lang // 5 + 1) + 6 * (lang // 20 + 1)
        case _:
            return None


def _of_line(norm: Servicenorm, lijn: Professionallijn, op: date, klok: Meetklok, id_: str) -> Iterator[Tekort]:
    begin = max(op, lijn.geldig.van)
    dagen = Venster(op, op) if norm.maat == "actualiteit" else Venster(begin, begin + JAAR)
    found = afgelezen(norm, Lijngeschiedenis(id=id_, versies=[(lijn.geldig.van, lijn)]), dagen, klok)
    if found is None or found.gehaald:
        return
    eenheid = {"aandeel": "", "kalenderdagen": " dagen", "uren": " uur"}[found.eenheid]
    waarde, doel, af = (
        _percent(getal) if found.eenheid == "aandeel" else f"{getal:.3g}{eenheid}".replace(".", ",")
        for getal in (found.waarde, found.doel, abs(found.waarde - found.doel))
    )
    vraagt = f"norm {norm.naam} vraagt {norm.richting} {doel}"
    if norm.maat == "actualiteit":
        uitleg = f"Nagekeken (bevestigd): {waarde} geleden; {vraagt}. Dat scheelt {af}."
        yield Tekort(norm=norm.naam, versie=norm.versie, veld="bevestigd", code="actualiteit", uitleg=uitleg)
    else:
        uitleg = f"Open op werkdagen ({norm.statistiek}): {waarde}; {vraagt}. Dat scheelt {af}."
        yield Tekort(norm=norm.naam, versie=norm.versie, veld="kanalen", code="openstelling", uitleg=uitleg)


def _difference(gezegd: Duur, gevraagd: Duur, meer: int) -> str:
    if gezegd.eenheid == gevraagd.eenheid:
        return term(Duur(aantal=gezegd.aantal - gevraagd.aantal, eenheid=gezegd.eenheid))
    if gezegd.eenheid in {"werkdagen", "kalenderdagen", "weken"}:
        return term(Duur(aantal=meer, eenheid="kalenderdagen"))
    return term(Duur(aantal=meer, eenheid="seconden"))


def term(duur: Duur) -> str:
    """Say a term.

    >>> term(Duur(aantal=1, eenheid="werkdagen"))
    '1 werkdag'
    """
    return f"{duur.aantal} {_ENKELVOUD[duur.eenheid] if duur.aantal == 1 else duur.eenheid}"


def _percent(aandeel: float) -> str:
    return f"{aandeel * 100:.4g} %".replace(".", ",")
