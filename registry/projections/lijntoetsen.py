# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""One check of a toetredingscriterium, held against one line: does it do, and if not, what can be done about it."""

from collections.abc import Callable
from datetime import date
from typing import assert_never

from registry.projections.peil import Peil, maanden_na
from registry.projections.professionallijnen import Lijn
from registry.projections.toetredingsdossier import Bronnen, Dossier
from registry.projections.toetsuitslag import (
    NIET,
    ONBEKEND,
    VOLDAAN,
    Lijnuitslag,
    getal,
    in_woorden,
    maanden,
    of_woorden,
)
from registry.projections.toezeggingen import hoogstens, is_toe_te_zeggen, tekorten, term, zegt_toe
from registry.projections.vensters import venster_van
from registry.statements.klok import DAG
from registry.statements.servicenormen import Servicenorm
from registry.statements.toetreding import (
    Bevestigdtoets,
    EenLijntoets,
    Grondslagtoets,
    Leercirkeltoets,
    Nalevingtoets,
    Openstellingtoets,
    Terugvaltoets,
    Toegangseisentoets,
    Toezeggingtoets,
    noemt_artikel,
)


def kijker(
    toets: EenLijntoets, norm: Servicenorm | None, dossier: Dossier, bronnen: Bronnen, peil: Peil
) -> Callable[[Lijn], Lijnuitslag]:
    """Make of a check the question whether a line does."""
    match toets:
        case Openstellingtoets():
            return lambda lijn: _openstelling(toets, lijn, dossier, peil)
        case Toezeggingtoets():
            return lambda lijn: _toezegging(norm, lijn, dossier, peil)
        case Nalevingtoets():
            return lambda lijn: _naleving(toets, lijn, dossier, bronnen, peil)
        case Bevestigdtoets():
            return lambda lijn: _bevestigd(toets, lijn, peil)
        case Terugvaltoets():
            zelf = _fallen_back_on(dossier, peil)
            return lambda lijn: _terugval(lijn, dossier, zelf, peil)
        case Leercirkeltoets():
            return lambda lijn: _leercirkel(toets, lijn)
        case Toegangseisentoets():
            return lambda lijn: _toegangseisen(toets, lijn)
        case Grondslagtoets():
            return _grondslag
        case _:
            assert_never(toets)


def _openstelling(toets: Openstellingtoets, lijn: Lijn, dossier: Dossier, peil: Peil) -> Lijnuitslag:
    peil.vanaf(date(peil.dag.year + 1, 1, 1))  # hours of another year may be others
    found = dossier.uurwerk.per_werkdag(lijn, toets.kanalen, peil.dag.year)
    if found is None:
        return Lijnuitslag(ONBEKEND, f"In {peil.dag.year} valt er voor deze lijn geen werkdag.")
    if found >= toets.uren:
        return Lijnuitslag(VOLDAAN)
    uren = f"{found:.1f}".replace(".", ",")
    stap = f"Open deze lijn langer: gemiddeld {getal(toets.uren)} uur per werkdag. Nu is dat {uren} uur."
    return Lijnuitslag(NIET, stap)


def _toezegging(norm: Servicenorm | None, lijn: Lijn, dossier: Dossier, peil: Peil) -> Lijnuitslag:
    if norm is None or not is_toe_te_zeggen(norm):  # a later version of the norm asks something else
        return Lijnuitslag(ONBEKEND, "Wat de norm nu vraagt, kan een lijn niet toezeggen.")
    if not zegt_toe(norm, lijn.lijn):
        return Lijnuitslag(NIET, f"Zeg bij elk kanaal een {norm.maat} toe die past bij norm {norm.naam}: {norm.titel}.")
    short = tekorten(lijn.lijn, [norm], op=peil.dag, klok=dossier.uurwerk.klok, id_=lijn.id)
    onder = [een for een in short if een.code != "niet-te-vergelijken"]
    if onder:
        return Lijnuitslag(NIET, f"Pas uw toezegging aan. {onder[0].uitleg}")
    if short:
        return Lijnuitslag(ONBEKEND, f"Noem uw toezegging in dezelfde eenheid als de norm. {short[0].uitleg}")
    return Lijnuitslag(VOLDAAN)


def _naleving(toets: Nalevingtoets, lijn: Lijn, dossier: Dossier, bronnen: Bronnen, peil: Peil) -> Lijnuitslag:
    if bronnen.gemeten is None:
        return Lijnuitslag(ONBEKEND, "Er wordt nog niet gemeten. Dat begint zodra loketten hun contacten doorgeven.")
    stand = dossier.afspraken.normen[toets.norm]
    for norm in stand.normen:
        peil.tot_en_met(venster_van(norm.venster, peil.dag).laatste)
    since = maanden_na(peil.dag, -toets.maanden)
    windows = [
        een
        for een in bronnen.gemeten(lijn, stand, since, peil.dag - DAG)
        if een.venster.laatste < peil.dag and peil.tot_en_met(maanden_na(een.venster.laatste, toets.maanden))
    ]
    judged = [een for een in windows if een.oordeel != "te-weinig-waarnemingen"]
    mis = [een for een in judged if een.oordeel == "niet-gehaald"]
    if mis:
        laatste = max(een.venster for een in mis)
        tot = f"{in_woorden(laatste.eerste)} tot en met {in_woorden(laatste.laatste)}"
        stap = f"De norm is niet gehaald van {tot}. Zoek uit waarom, en los dat op."
        return Lijnuitslag(NIET, f"{stap} Het telt tot {maanden(toets.maanden)} daarna.")
    if not judged:
        return Lijnuitslag(ONBEKEND, "Er is nog te weinig gemeten. Vraag loketten om hun contacten door te geven.")
    return Lijnuitslag(VOLDAAN)


def _bevestigd(toets: Bevestigdtoets, lijn: Lijn, peil: Peil) -> Lijnuitslag:
    if peil.tot_en_met(lijn.lijn.bevestigd + toets.dagen * DAG):
        return Lijnuitslag(VOLDAAN)
    laatst = in_woorden(lijn.lijn.bevestigd)
    stap = "Kijk na of alles nog klopt, zet de dag van vandaag bij 'bevestigd' en publiceer de lijn opnieuw."
    return Lijnuitslag(NIET, f"{stap} De laatste keer was {laatst}.")


def _fallen_back_on(dossier: Dossier, peil: Peil) -> frozenset[str]:
    """List the lines of this member that another line of it, which holds, falls back on."""
    found = (dossier.terugval.get(lijn.lijn.terugval or "") for lijn in geldende(dossier, peil))
    return frozenset(een.lijn.lijn.naam for een in found if een and een.lijn.oin == dossier.organisatie.oin)


def _terugval(lijn: Lijn, dossier: Dossier, zelf: frozenset[str], peil: Peil) -> Lijnuitslag:
    if lijn.lijn.naam in zelf:
        return Lijnuitslag(VOLDAAN)
    verwijzing = lijn.lijn.terugval
    if verwijzing is None:
        return Lijnuitslag(NIET, "Noem bij 'terugval' de lijn voor als deze niet bereikbaar is.")
    found = dossier.terugval.get(verwijzing)
    if found is not None and geldt(found.lijn, peil):
        peil.tot_en_met(found.houder.geldig_tot)
        peil.tot_en_met(found.houder.geschorst_tot)
        if found.houder.is_lid(peil.at) or found.houder.oin == dossier.organisatie.oin:
            return Lijnuitslag(VOLDAAN)
    return Lijnuitslag(NIET, f"De terugval {verwijzing} is er nu niet. Noem een lijn die er wel is.")


def _leercirkel(toets: Leercirkeltoets, lijn: Lijn) -> Lijnuitslag:
    leercirkel, binnen = lijn.lijn.leercirkel, term(toets.binnen)
    if leercirkel is None:
        return Lijnuitslag(NIET, f"Noem een contact voor de leercirkel, met een terugkoppeling binnen {binnen}.")
    if leercirkel.terugkoppeling is None:
        return Lijnuitslag(NIET, f"Zeg bij de leercirkel toe wanneer u antwoordt: binnen {binnen}.")
    on_time = hoogstens(leercirkel.terugkoppeling, toets.binnen)
    if on_time is None:
        return Lijnuitslag(NIET, f"Zeg de terugkoppeling toe in dezelfde eenheid: binnen {binnen}.")
    if not on_time:
        return Lijnuitslag(
            NIET, f"Antwoord sneller: u zegt {term(leercirkel.terugkoppeling)} toe, gevraagd is {binnen}."
        )
    return Lijnuitslag(VOLDAAN)


def _toegangseisen(toets: Toegangseisentoets, lijn: Lijn) -> Lijnuitslag:
    eisen = {str(type(eis).__struct_config__.tag) for eis in lijn.lijn.toegangseisen}
    if not eisen:
        return Lijnuitslag(NIET, "Zeg bij 'toegangseisen' wie deze lijn mag gebruiken.")
    if toets.eisen and eisen.isdisjoint(toets.eisen):
        return Lijnuitslag(NIET, f"Neem bij 'toegangseisen' een eis op van de soort {of_woorden(toets.eisen)}.")
    return Lijnuitslag(VOLDAAN)


def _grondslag(lijn: Lijn) -> Lijnuitslag:
    said = lijn.lijn
    zonder = [een.gegevens for een in said.gegevensuitwisseling if not noemt_artikel(een.grondslag)]
    if zonder:
        return Lijnuitslag(NIET, f"Noem bij {', '.join(zonder)} een wet en een artikel, zoals: Wet SUWI art. 62.")
    vraagt = any(type(eis).__struct_config__.tag in {"identificatie", "machtiging"} for eis in said.toegangseisen)
    if vraagt and not said.gegevensuitwisseling:
        stap = "Zeg bij 'gegevensuitwisseling' welke gegevens u deelt, en op welke grond."
        return Lijnuitslag(NIET, f"U vraagt gegevens van de burger. {stap}")
    return Lijnuitslag(VOLDAAN)


def geldende(dossier: Dossier, peil: Peil) -> list[Lijn]:
    """List the lines that are there."""
    return [lijn for lijn in dossier.lijnen if geldt(lijn, peil)]


def geldt(lijn: Lijn, peil: Peil) -> bool:
    """Say whether a line is there, as `Lijn.geldt` does of a moment."""
    geldig = lijn.lijn.geldig
    return lijn.ingetrokken is None and peil.vanaf(geldig.van) and peil.tot_en_met(geldig.tot)
