# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""One check of a toetredingscriterium, held against a member at a moment: met or not, on what grounds, and what next.

Every check says what it looked at (`feiten`, places in the log) and, unless it is met, what somebody can do now, in
plain Dutch. What is said is about the member and never about a person. Checks of single lines are in lijntoetsen.
"""

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import assert_never

from registry.projections.lijntoetsen import geldende, kijker
from registry.projections.organisaties import Sleutelstand
from registry.projections.peil import Peil, maanden_na
from registry.projections.professionallijnen import Lijn
from registry.projections.toetredingscriteria import Bewijsstand, Criteriumstand
from registry.projections.toetredingsdossier import Bronnen, Dossier
from registry.projections.toetsuitslag import (
    MAX_STAPPEN,
    NIET,
    ONBEKEND,
    VOLDAAN,
    Feit,
    Lijnuitslag,
    Stap,
    Uitslag,
    feit_van,
    in_woorden,
    maanden,
    met_kanaal,
    of_woorden,
    tel,
)
from registry.statements.klok import DAG, local_date
from registry.statements.servicenormen import Servicenorm
from registry.statements.toetreding import (
    AFKEURREDENEN,
    Bewijstoets,
    EenLijntoets,
    EenToets,
    Kanaaltoets,
    LijnToets,
    Nalevingtoets,
    Schendingtoets,
    Sleuteltoets,
    Toezeggingtoets,
)


def toets_uit(toets: EenToets, criterium: Criteriumstand, dossier: Dossier, bronnen: Bronnen, peil: Peil) -> Uitslag:
    """Hold a member against one check."""
    match toets:
        case Kanaaltoets():
            return _kanaal(toets, dossier, peil)
        case Sleuteltoets():
            return _sleutels(toets, dossier, peil)
        case Schendingtoets():
            return _schending(dossier, bronnen, peil)
        case Bewijstoets():
            return _bewijs(toets, criterium, dossier, peil)
        case LijnToets():
            return _lijnen(toets, dossier, bronnen, peil)
        case _:
            assert_never(toets)


# --- a member as a whole ----------------------------------------------------------------------------------------------


def _kanaal(toets: Kanaaltoets, dossier: Dossier, peil: Peil) -> Uitslag:
    found = met_kanaal(geldende(dossier, peil), toets.kanalen)
    if found:
        soorten = {een.soort for lijn in found for een in lijn.lijn.kanalen}
        met = " en ".join(soort for soort in toets.kanalen if soort in soorten)
        return Uitslag(oordeel=VOLDAAN, uitleg=f"U hebt een lijn met {met}.", feiten=tuple(map(feit_van, found)))
    stap = Stap(wat=f"Publiceer een lijn met {of_woorden(toets.kanalen)}.")
    later = [lijn for lijn in met_kanaal(dossier.lijnen, toets.kanalen) if _begins_later(lijn, peil)]
    if later:
        eerste = min(lijn.lijn.geldig.van for lijn in later)
        stap = Stap(wat=f"Uw lijn begint op {in_woorden(eerste)}. Laat haar eerder beginnen, of wacht tot die dag.")
    return Uitslag(oordeel=NIET, uitleg=f"U hebt nu geen lijn met {of_woorden(toets.kanalen)}.", stappen=(stap,),
                   feiten=tuple(map(feit_van, later)))  # fmt: skip


def _sleutels(toets: Sleuteltoets, dossier: Dossier, peil: Peil) -> Uitslag:
    alle = dossier.organisatie.sleutels
    nu = [sleutel for sleutel in alle if not peil.voor(sleutel.van) and peil.voor(sleutel.tot)]
    feiten = tuple(Feit(index=kop.index, digest=kop.digest) for kop in dossier.gezegd)
    if not {"verklaringen", "toegang"} <= {sleutel.gebruik for sleutel in nu}:
        stap = Stap(wat="Geef nieuwe sleutels door: één voor verklaringen en één voor toegang.")
        uitleg = "U hebt niet voor elk gebruik een sleutel die nu geldt."
        return Uitslag(oordeel=NIET, uitleg=uitleg, stappen=(stap,), feiten=feiten)
    oud = [
        (sleutel, begin)
        for sleutel in nu
        if not peil.tot_en_met(maanden_na(begin := _first_shown(sleutel, alle), toets.maanden) - DAG)
    ]
    if not oud:
        uitleg = f"Uw sleutels zijn jonger dan {maanden(toets.maanden)}."
        return Uitslag(oordeel=VOLDAAN, uitleg=uitleg, feiten=feiten)
    stappen = tuple(
        Stap(
            wat=f"Vervang de sleutel '{sleutel.naam}' ({sleutel.gebruik}): u gebruikt hem al sinds {in_woorden(begin)}."
        )
        for sleutel, begin in oud[:MAX_STAPPEN]
    )
    uitleg = f"Een sleutel is {maanden(toets.maanden)} oud of ouder."
    return Uitslag(oordeel=NIET, uitleg=uitleg, stappen=stappen, feiten=feiten)


def _first_shown(sleutel: Sleutelstand, alle: Sequence[Sleutelstand]) -> date:
    """Say since when a key is known: saying it anew does not make it younger."""
    return local_date(min(een.van for een in alle if een.kid == sleutel.kid))


def _schending(dossier: Dossier, bronnen: Bronnen, peil: Peil) -> Uitslag:
    if bronnen.schendingen is None:
        uitleg = "Hier zijn geen zaken over servicenormen te zien."
        return Uitslag(oordeel=ONBEKEND, uitleg=uitleg)
    alle = bronnen.schendingen(dossier.organisatie.oin)
    for schending in alle:
        peil.voor(schending.gegrond.ordered_at)
        if schending.voorbij is not None:
            peil.voor(schending.voorbij)
    wachten = [schending for schending in alle if schending.open_op(peil.at)]
    if not wachten:
        return Uitslag(oordeel=VOLDAAN, uitleg="Er is geen gegronde melding die nog hersteld moet worden.")
    stappen = tuple(
        Stap(wat=f"Herstel zaak {een.nummer} en meld dat met een verklaring 'herstel'.", lijnen=(een.lijn,))
        for een in wachten[:MAX_STAPPEN]
    )
    feiten = tuple(Feit(index=een.gegrond.index, digest=een.gegrond.digest, lijn=een.lijn) for een in wachten)
    uitleg = f"{tel(len(wachten), 'gegronde melding is', 'gegronde meldingen zijn')} nog niet hersteld."
    return Uitslag(oordeel=NIET, uitleg=uitleg, stappen=stappen, feiten=feiten)


def _bewijs(toets: Bewijstoets, criterium: Criteriumstand, dossier: Dossier, peil: Peil) -> Uitslag:
    bewijs, nu = dossier.bewijzen.get(criterium.naam), criterium.op(peil.dag)
    nummer = nu.versie if nu else criterium.versies[-1].criterium.versie
    wat = f"Lever bewijs in voor versie {nummer} van dit criterium, met lijn bewijs. Gevraagd: {toets.wat}"
    inleveren = Stap(wat=wat)
    if bewijs is None:
        return Uitslag(oordeel=NIET, uitleg="U hebt nog geen bewijs ingeleverd.", stappen=(inleveren,))
    oordeel = bewijs.oordeel
    feiten = _bewijsfeiten(bewijs)
    waarom = "Dat was voor een eerdere versie, waarin iets anders werd gevraagd."
    if oordeel is not None and criterium.vraagt_hetzelfde(oordeel.versie, nummer):
        said = oordeel.beoordeling
        if said.oordeel == "voldoende" and peil.tot_en_met(said.geldig_tot):
            tot = f" Het oordeel geldt tot en met {in_woorden(said.geldig_tot)}." if said.geldig_tot else ""
            return Uitslag(oordeel=VOLDAAN, uitleg=f"Uw bewijs is voldoende.{tot}", feiten=feiten)
        waarom = (
            f"Het oordeel over uw bewijs gold tot en met {in_woorden(said.geldig_tot)}."
            if said.geldig_tot
            else f"Uw bewijs is onvoldoende: {', '.join(AFKEURREDENEN[reden] for reden in said.redenen)}."
        )
    if bewijs.wacht and criterium.vraagt_hetzelfde(bewijs.bewijsstuk.versie, nummer):
        uitleg = f"Uw bewijs van {in_woorden(local_date(bewijs.plaats.ordered_at))} is nog niet bekeken."
        stap = Stap(wat="Bekijk het bewijs en beoordeel het, met lijn beoordeel.", door="beheerder")
        return Uitslag(oordeel=ONBEKEND, uitleg=uitleg, stappen=(stap,), feiten=feiten)
    return Uitslag(oordeel=NIET, uitleg=waarom, stappen=(inleveren,), feiten=feiten)


def _bewijsfeiten(bewijs: Bewijsstand) -> tuple[Feit, ...]:
    plaatsen = [bewijs.plaats, *([bewijs.oordeel.plaats] if bewijs.oordeel else [])]
    return tuple(Feit(index=plaats.index, digest=plaats.digest) for plaats in plaatsen)


# --- lines ------------------------------------------------------------------------------------------------------------


def _lijnen(toets: EenLijntoets, dossier: Dossier, bronnen: Bronnen, peil: Peil) -> Uitslag:
    """Hold every line that a check is about against it."""
    norm = None
    if isinstance(toets, Toezeggingtoets | Nalevingtoets):
        norm = _norm(toets, dossier, peil)
        if norm is None:
            stap = Stap(wat="Publiceer de norm, of pas het criterium aan.", door="beheerder")
            return Uitslag(oordeel=ONBEKEND, uitleg=f"Norm {toets.norm} geldt nu niet.", stappen=(stap,))
    lijnen = met_kanaal(geldende(dossier, peil), toets.kanalen)
    if norm is not None:
        lijnen = [lijn for lijn in lijnen if any(norm.treft(kanaal.soort) for kanaal in lijn.lijn.kanalen)]
    kanalen = toets.kanalen or (norm.kanalen if norm else ())
    if not lijnen:
        waar = f" met {of_woorden(kanalen)}" if kanalen else ""
        stap = Stap(wat=f"Publiceer een lijn{waar}.")
        return Uitslag(oordeel=NIET, uitleg=f"U hebt nu geen lijn{waar}.", stappen=(stap,))
    kijk = kijker(toets, norm, dossier, bronnen, peil)
    gezien = [(lijn, kijk(lijn)) for lijn in lijnen]
    gemeten = isinstance(toets, Nalevingtoets) and (norm is None or norm.gemeten)
    return _samen(toets, gezien, gemeten=gemeten)


def _samen(toets: LijnToets, gezien: Sequence[tuple[Lijn, Lijnuitslag]], *, gemeten: bool) -> Uitslag:
    """Make one verdict of those on each line."""
    oordelen = {uitslag.oordeel for _, uitslag in gezien}
    if toets.lijnen == "een":
        oordeel = VOLDAAN if VOLDAAN in oordelen else ONBEKEND if ONBEKEND in oordelen else NIET
    else:
        oordeel = NIET if NIET in oordelen else ONBEKEND if ONBEKEND in oordelen else VOLDAAN
    goed = sum(uitslag.oordeel == VOLDAAN for _, uitslag in gezien)
    if oordeel == VOLDAAN:
        hoeveel = f"{goed} van uw {len(gezien)} lijnen" if goed < len(gezien) else f"Uw {goed} lijnen"
        uitleg = f"{'Uw lijn' if len(gezien) == 1 else hoeveel} {'voldoet' if goed == 1 else 'voldoen'}."
        feiten = tuple(feit_van(lijn) for lijn, uitslag in gezien if uitslag.oordeel == VOLDAAN)
        return Uitslag(oordeel=oordeel, uitleg=uitleg, feiten=feiten, gemeten=gemeten)
    rest = [(lijn, uitslag) for lijn, uitslag in gezien if uitslag.oordeel == oordeel]
    woord = "voldoet niet" if oordeel == NIET else "is nog niet te beoordelen"
    woorden = "voldoen niet" if oordeel == NIET else "zijn nog niet te beoordelen"
    nodig = " Eén lijn die voldoet, is genoeg." if toets.lijnen == "een" and len(gezien) > 1 else ""
    uitleg = f"{tel(len(rest), f'lijn {woord}', f'lijnen {woorden}')}.{nodig}"
    wat: dict[str, list[str]] = {}
    for lijn, uitslag in rest:
        if uitslag.stap:
            wat.setdefault(uitslag.stap, []).append(lijn.lijn.naam)
    stappen = tuple(Stap(wat=stap, lijnen=tuple(namen)) for stap, namen in islice(wat.items(), MAX_STAPPEN))
    feiten = tuple(feit_van(lijn) for lijn, _ in rest)
    return Uitslag(oordeel=oordeel, uitleg=uitleg, stappen=stappen, feiten=feiten, gemeten=gemeten)


def _norm(toets: Toezeggingtoets | Nalevingtoets, dossier: Dossier, peil: Peil) -> Servicenorm | None:
    """Find the norm in force, and remember when that changes."""
    stand = dossier.afspraken.normen.get(toets.norm)
    if stand is None:
        return None
    for norm in stand.normen:
        peil.vanaf(norm.ingangsdatum)
        peil.tot_en_met(norm.einddatum)
    return stand.op(peil.dag)


def _begins_later(lijn: Lijn, peil: Peil) -> bool:
    return lijn.ingetrokken is None and peil.dag < lijn.lijn.geldig.van
