# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Signals: what the register prepares for the beheerder, and never files.

When a window is over and a norm was not kept in it, with as many observations as that norm asks for, a report is made
ready: who says it, and whether anybody does, is for people. A verdict that might as well have been otherwise
(`onzeker`) is marked, and so is a line and norm about which a case is open already.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Final, get_args

from msgspec import Struct

from registry.projections.naleving import Naleving
from registry.projections.professionallijnen import Lijn
from registry.projections.servicenormen import Normstand
from registry.statements.klok import opens_at
from registry.statements.namen import Kanaalsoort
from registry.statements.normschendingen import Normschending, Normverwijzing
from registry.statements.professionallijnen import Maat
from registry.statements.servicenormen import Servicenorm
from registry.statements.spreektaal import spreek_datum_voluit
from registry.statements.zaakwoorden import Waarneming

_WAT: Final[Mapping[Maat, Waarneming]] = {
    "wachttijd": "te-lang-gewacht",
    "baliewachttijd": "te-lang-gewacht",
    "ontvangstbevestiging": "te-laat-beantwoord",
    "terugbeltijd": "te-laat-teruggebeld",
    "toegezegd-terugbelmoment": "te-laat-teruggebeld",
    "antwoordtijd": "te-laat-beantwoord",
    "afhandeltijd": "te-laat-beantwoord",
    "doorverbindingen": "te-vaak-doorverbonden",
    "uitkomst": "niet-opgenomen",
    "openstelling": "dicht-binnen-openingstijd",
    "juistheid": "vermelding-onjuist",
    "actualiteit": "vermelding-onjuist",
}
_KANALEN: Final[tuple[Kanaalsoort, ...]] = get_args(Kanaalsoort)
_MIDDAG: Final = time(12)


class Signaal(Struct, frozen=True, kw_only=True):
    """A norm that was not kept in a window, and the report that somebody may file about it.

    `melding`: ready but for an explanation when it says `anders`. `toelichting`: what may stand in that. `open_zaken`:
    how many cases about the line and the norm are open already.
    """

    naleving: Naleving
    melding: Normschending
    toelichting: str
    open_zaken: int


def signalen(
    nalevingen: Iterable[Naleving],
    normen: Mapping[str, Normstand],
    lijnen: Mapping[str, Lijn],
    open_zaken: Callable[[str, str], int],
) -> Iterator[Signaal]:
    """Prepare a report for every window that is over and in which a norm was not kept, in the order given.

    Args:
        lijnen: by `<oin>/<naam>`, as they stand; a line that was withdrawn can mend nothing, and gives no signal.
        open_zaken: how many cases are open about a line and a norm.
    """
    for een in nalevingen:
        lijn = lijnen.get(een.lijn)
        norm = _version(normen.get(een.norm), een.versie)
        if een.lopend or een.oordeel != "niet-gehaald" or lijn is None or lijn.ingetrokken is not None or norm is None:
            continue
        there = {kanaal.soort for kanaal in lijn.lijn.kanalen}
        kanaal = next((soort for soort in _KANALEN if soort in there and norm.treft(soort)), None)
        if kanaal is not None:
            melding = _report(een, norm, kanaal)
            open_ = open_zaken(een.lijn, een.norm)
            yield Signaal(naleving=een, melding=melding, toelichting=_explained(een, norm), open_zaken=open_)


def _report(een: Naleving, norm: Servicenorm, kanaal: Kanaalsoort) -> Normschending:
    wat = _WAT.get(norm.maat, "anders")
    return Normschending(
        lijn=een.lijn,
        kanaal=kanaal,
        norm=Normverwijzing(naam=een.norm, versie=een.versie),
        moment=_noon(een.dagen.laatste),  # of the last day that was judged, so that the version held
        waargenomen=(wat,),
        gevolg="onbekend",
    )


def _explained(een: Naleving, norm: Servicenorm) -> str:
    """Say what was measured, in a sentence or two."""
    none = f"niet te zeggen, want {een.nooit} keer kwam er nooit antwoord" if een.nooit else "niet te zeggen"
    value = none if een.waarde is None else _number(een.waarde, een.eenheid)
    van, tot = spreek_datum_voluit(een.dagen.eerste), spreek_datum_voluit(een.dagen.laatste)
    text = (
        f"{norm.titel}: van {van} tot en met {tot} was de waarde {value}; "
        f"de norm is {norm.richting} {_number(een.doel, een.eenheid)}, over {een.waarnemingen} waarnemingen."
    )
    return f"{text} Het verschil kan toeval zijn." if een.onzeker else text


def _number(value: float, eenheid: str) -> str:
    """Write a value in its unit.

    >>> _number(0.625, "aandeel"), _number(20.0, "seconden"), _number(7.25, "aantal")
    ('62,5 %', '20 seconden', '7,25')
    """
    if eenheid == "aandeel":
        return f"{value * 100:.1f}".rstrip("0").rstrip(".").replace(".", ",") + " %"
    text = f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return text if eenheid == "aantal" else f"{text} {eenheid}"


def _noon(dag: date) -> datetime:
    return opens_at(datetime.combine(dag, _MIDDAG))


def _version(stand: Normstand | None, versie: int) -> Servicenorm | None:
    found = (een.norm for een in stand.versies if een.norm.versie == versie) if stand else ()
    return next(iter(found), None)
