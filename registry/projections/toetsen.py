# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""One check of a toetredingscriterium, held against a member at a moment: met or not, on what grounds, and what next.

Every check says what it looked at (`feiten`, places in the log) and, unless it is met, what somebody can do now, in
plain Dutch. What is said is about the member and never about a person.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from typing import Final, Literal, assert_never

from msgspec import Struct

from registry.projections.organisaties import Sleutelstand
from registry.projections.peil import Peil, maanden_na
from registry.projections.professionallijnen import Lijn
from registry.projections.toetredingscriteria import Bewijsstand, Criteriumstand
from registry.projections.toetredingsdossier import Bronnen, Dossier
from registry.projections.toezeggingen import hoogstens, is_toe_te_zeggen, tekorten, term, zegt_toe
from registry.projections.vensters import venster_van
from registry.statements.klok import DAG, local_date
from registry.statements.servicenormen import Servicenorm
from registry.statements.spreektaal import spreek_datum_voluit
from registry.statements.toetreding import (
    AFKEURREDENEN,
    Bevestigdtoets,
    Bewijstoets,
    EenLijntoets,
    EenToets,
    Grondslagtoets,
    Kanaaltoets,
    Leercirkeltoets,
    LijnToets,
    Nalevingtoets,
    Openstellingtoets,
    Schendingtoets,
    Sleuteltoets,
    Terugvaltoets,
    Toegangseisentoets,
    Toezeggingtoets,
    noemt_artikel,
)

Oordeel = Literal["voldaan", "niet-voldaan", "nog-niet-te-beoordelen"]
VOLDAAN: Final[Oordeel] = "voldaan"
NIET: Final[Oordeel] = "niet-voldaan"
ONBEKEND: Final[Oordeel] = "nog-niet-te-beoordelen"
MAX_STAPPEN: Final = 50  # of one criterion: enough to begin with


class Stap(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What can be done now; `lijnen` are the names of the lines that it is about, `door` who can do it."""

    wat: str
    door: Literal["organisatie", "beheerder"] = "organisatie"
    lijnen: tuple[str, ...] = ()


class Feit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A statement in the log that a verdict rests on. `lijn`: of which line."""

    index: int
    digest: str
    lijn: str | None = None


class Uitslag(Struct, frozen=True, kw_only=True):
    """What a check found. `gemeten`: it rests on measurements too, which are not in the log."""

    oordeel: Oordeel
    uitleg: str
    stappen: tuple[Stap, ...] = ()
    feiten: tuple[Feit, ...] = ()
    gemeten: bool = False


class _Lijnuitslag(Struct, frozen=True):
    """What was found of one line, and what to do about it."""

    oordeel: Oordeel
    stap: str = ""


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
    found = _with_channel(_standing(dossier, peil), toets.kanalen)
    if found:
        soorten = {een.soort for lijn in found for een in lijn.lijn.kanalen}
        met = " en ".join(soort for soort in toets.kanalen if soort in soorten)
        return Uitslag(oordeel=VOLDAAN, uitleg=f"U hebt een lijn met {met}.", feiten=tuple(map(_feit, found)))
    stap = Stap(wat=f"Publiceer een lijn met {_of(toets.kanalen)}.")
    later = [lijn for lijn in _with_channel(dossier.lijnen, toets.kanalen) if _begins_later(lijn, peil)]
    if later:
        eerste = min(lijn.lijn.geldig.van for lijn in later)
        stap = Stap(wat=f"Uw lijn begint op {_dag(eerste)}. Laat haar eerder beginnen, of wacht tot die dag.")
    return Uitslag(oordeel=NIET, uitleg=f"U hebt nu geen lijn met {_of(toets.kanalen)}.", stappen=(stap,),
                   feiten=tuple(map(_feit, later)))  # fmt: skip


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
        uitleg = f"Uw sleutels zijn jonger dan {_maanden(toets.maanden)}."
        return Uitslag(oordeel=VOLDAAN, uitleg=uitleg, feiten=feiten)
    stappen = tuple(
        Stap(wat=f"Vervang de sleutel '{sleutel.naam}' ({sleutel.gebruik}): u gebruikt hem al sinds {_dag(begin)}.")
        for sleutel, begin in oud[:MAX_STAPPEN]
    )
    uitleg = f"Een sleutel is {_maanden(toets.maanden)} oud of ouder."
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
    uitleg = f"{_aantal(len(wachten), 'gegronde melding is', 'gegronde meldingen zijn')} nog niet hersteld."
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
            tot = f" Het oordeel geldt tot en met {_dag(said.geldig_tot)}." if said.geldig_tot else ""
            return Uitslag(oordeel=VOLDAAN, uitleg=f"Uw bewijs is voldoende.{tot}", feiten=feiten)
        waarom = (
            f"Het oordeel over uw bewijs gold tot en met {_dag(said.geldig_tot)}."
            if said.geldig_tot
            else f"Uw bewijs is onvoldoende: {', '.join(AFKEURREDENEN[reden] for reden in said.redenen)}."
        )
    if bewijs.wacht and criterium.vraagt_hetzelfde(bewijs.bewijsstuk.versie, nummer):
        uitleg = f"Uw bewijs van {_dag(local_date(bewijs.plaats.ordered_at))} is nog niet bekeken."
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
    lijnen = _with_channel(_standing(dossier, peil), toets.kanalen)
    if norm is not None:
        lijnen = [lijn for lijn in lijnen if any(norm.treft(kanaal.soort) for kanaal in lijn.lijn.kanalen)]
    kanalen = toets.kanalen or (norm.kanalen if norm else ())
    if not lijnen:
        waar = f" met {_of(kanalen)}" if kanalen else ""
        stap = Stap(wat=f"Publiceer een lijn{waar}.")
        return Uitslag(oordeel=NIET, uitleg=f"U hebt nu geen lijn{waar}.", stappen=(stap,))
    kijk = _kijker(toets, norm, dossier, bronnen, peil)
    gezien = [(lijn, kijk(lijn)) for lijn in lijnen]
    gemeten = isinstance(toets, Nalevingtoets) and (norm is None or norm.gemeten)
    return _samen(toets, gezien, gemeten=gemeten)


def _samen(toets: LijnToets, gezien: Sequence[tuple[Lijn, _Lijnuitslag]], *, gemeten: bool) -> Uitslag:
    """Make one verdict of those on each line."""
    oordelen = {uitslag.oordeel for _, uitslag in gezien}
    if toets.lijnen == "een":
        oordeel = VOLDAAN if VOLDAAN in oordelen else ONBEKEND if ONBEKEND in oordelen else NIET
    else:
        oordeel = NIET if NIET in oordelen else ONBEKEND if ONBEKEND in oordelen else VOLDAAN
    goed = sum(uitslag.oordeel == VOLDAAN for _, uitslag in gezien)
    if oordeel == VOLDAAN:
        uitleg = f"{goed} van uw {_aantal(len(gezien), 'lijn', 'lijnen')} voldoet." if goed < len(gezien) else (
            "Uw lijn voldoet." if goed == 1 else f"Uw {goed} lijnen voldoen."
        )  # fmt: skip
        feiten = tuple(_feit(lijn) for lijn, uitslag in gezien if uitslag.oordeel == VOLDAAN)
        return Uitslag(oordeel=oordeel, uitleg=uitleg, feiten=feiten, gemeten=gemeten)
    rest = [(lijn, uitslag) for lijn, uitslag in gezien if uitslag.oordeel == oordeel]
    woord = "voldoet niet" if oordeel == NIET else "is nog niet te beoordelen"
    woorden = "voldoen niet" if oordeel == NIET else "zijn nog niet te beoordelen"
    nodig = " Eén lijn die voldoet, is genoeg." if toets.lijnen == "een" and len(gezien) > 1 else ""
    uitleg = f"{_aantal(len(rest), f'lijn {woord}', f'lijnen {woorden}')}.{nodig}"
    wat: dict[str, list[str]] = {}
    for lijn, uitslag in rest:
        if uitslag.stap:
            wat.setdefault(uitslag.stap, []).append(lijn.lijn.naam)
    stappen = tuple(Stap(wat=stap, lijnen=tuple(namen)) for stap, namen in islice(wat.items(), MAX_STAPPEN))
    feiten = tuple(_feit(lijn) for lijn, _ in rest)
    return Uitslag(oordeel=oordeel, uitleg=uitleg, stappen=stappen, feiten=feiten, gemeten=gemeten)


def _kijker(
    toets: EenLijntoets, norm: Servicenorm | None, dossier: Dossier, bronnen: Bronnen, peil: Peil
) -> Callable[[Lijn], _Lijnuitslag]:
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


def _openstelling(toets: Openstellingtoets, lijn: Lijn, dossier: Dossier, peil: Peil) -> _Lijnuitslag:
    peil.vanaf(date(peil.dag.year + 1, 1, 1))  # hours of another year may be others
    found = dossier.uurwerk.per_werkdag(lijn, toets.kanalen, peil.dag.year)
    if found is None:
        return _Lijnuitslag(ONBEKEND, f"In {peil.dag.year} valt er voor deze lijn geen werkdag.")
    if found >= toets.uren:
        return _Lijnuitslag(VOLDAAN)
    uren = f"{found:.1f}".replace(".", ",")
    stap = f"Open deze lijn langer: gemiddeld {_getal(toets.uren)} uur per werkdag. Nu is dat {uren} uur."
    return _Lijnuitslag(NIET, stap)


def _norm(toets: Toezeggingtoets | Nalevingtoets, dossier: Dossier, peil: Peil) -> Servicenorm | None:
    """Find the norm in force, and remember when that changes."""
    stand = dossier.afspraken.normen.get(toets.norm)
    if stand is None:
        return None
    for norm in stand.normen:
        peil.vanaf(norm.ingangsdatum)
        peil.tot_en_met(norm.einddatum)
    return stand.op(peil.dag)


def _toezegging(norm: Servicenorm | None, lijn: Lijn, dossier: Dossier, peil: Peil) -> _Lijnuitslag:
    if norm is None or not is_toe_te_zeggen(norm):  # a later version of the norm asks something else
        return _Lijnuitslag(ONBEKEND, "Wat de norm nu vraagt, kan een lijn niet toezeggen.")
    if not zegt_toe(norm, lijn.lijn):
        return _Lijnuitslag(
            NIET, f"Zeg bij elk kanaal een {norm.maat} toe die past bij norm {norm.naam}: {norm.titel}."
        )
    short = tekorten(lijn.lijn, [norm], op=peil.dag, klok=dossier.uurwerk.klok, id_=lijn.id)
    onder = [een for een in short if een.code != "niet-te-vergelijken"]
    if onder:
        return _Lijnuitslag(NIET, f"Pas uw toezegging aan. {onder[0].uitleg}")
    if short:
        return _Lijnuitslag(ONBEKEND, f"Noem uw toezegging in dezelfde eenheid als de norm. {short[0].uitleg}")
    return _Lijnuitslag(VOLDAAN)


def _naleving(toets: Nalevingtoets, lijn: Lijn, dossier: Dossier, bronnen: Bronnen, peil: Peil) -> _Lijnuitslag:
    if bronnen.gemeten is None:
        return _Lijnuitslag(ONBEKEND, "Er wordt nog niet gemeten. Dat begint zodra loketten hun contacten doorgeven.")
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
        tot = f"{_dag(laatste.eerste)} tot en met {_dag(laatste.laatste)}"
        stap = f"De norm is niet gehaald van {tot}. Zoek uit waarom, en los dat op."
        return _Lijnuitslag(NIET, f"{stap} Het telt tot {_maanden(toets.maanden)} daarna.")
    if not judged:
        return _Lijnuitslag(ONBEKEND, "Er is nog te weinig gemeten. Vraag loketten om hun contacten door te geven.")
    return _Lijnuitslag(VOLDAAN)


def _bevestigd(toets: Bevestigdtoets, lijn: Lijn, peil: Peil) -> _Lijnuitslag:
    if peil.tot_en_met(lijn.lijn.bevestigd + toets.dagen * DAG):
        return _Lijnuitslag(VOLDAAN)
    laatst = _dag(lijn.lijn.bevestigd)
    stap = "Kijk na of alles nog klopt, zet de dag van vandaag bij 'bevestigd' en publiceer de lijn opnieuw."
    return _Lijnuitslag(NIET, f"{stap} De laatste keer was {laatst}.")


def _fallen_back_on(dossier: Dossier, peil: Peil) -> frozenset[str]:
    """List the lines of this member that another line of it, which holds, falls back on."""
    found = (dossier.terugval.get(lijn.lijn.terugval or "") for lijn in _standing(dossier, peil))
    return frozenset(een.lijn.lijn.naam for een in found if een and een.lijn.oin == dossier.organisatie.oin)


def _terugval(lijn: Lijn, dossier: Dossier, zelf: frozenset[str], peil: Peil) -> _Lijnuitslag:
    if lijn.lijn.naam in zelf:
        return _Lijnuitslag(VOLDAAN)
    verwijzing = lijn.lijn.terugval
    if verwijzing is None:
        return _Lijnuitslag(NIET, "Noem bij 'terugval' de lijn voor als deze niet bereikbaar is.")
    found = dossier.terugval.get(verwijzing)
    if found is not None and _holds(found.lijn, peil):
        peil.tot_en_met(found.houder.geldig_tot)
        if found.houder.is_lid(peil.at) or found.houder.oin == dossier.organisatie.oin:
            return _Lijnuitslag(VOLDAAN)
    return _Lijnuitslag(NIET, f"De terugval {verwijzing} is er nu niet. Noem een lijn die er wel is.")


def _leercirkel(toets: Leercirkeltoets, lijn: Lijn) -> _Lijnuitslag:
    leercirkel, binnen = lijn.lijn.leercirkel, term(toets.binnen)
    if leercirkel is None:
        return _Lijnuitslag(NIET, f"Noem een contact voor de leercirkel, met een terugkoppeling binnen {binnen}.")
    if leercirkel.terugkoppeling is None:
        return _Lijnuitslag(NIET, f"Zeg bij de leercirkel toe wanneer u antwoordt: binnen {binnen}.")
    on_time = hoogstens(leercirkel.terugkoppeling, toets.binnen)
    if on_time is None:
        return _Lijnuitslag(NIET, f"Zeg de terugkoppeling toe in dezelfde eenheid: binnen {binnen}.")
    if not on_time:
        return _Lijnuitslag(
            NIET, f"Antwoord sneller: u zegt {term(leercirkel.terugkoppeling)} toe, gevraagd is {binnen}."
        )
    return _Lijnuitslag(VOLDAAN)


def _toegangseisen(toets: Toegangseisentoets, lijn: Lijn) -> _Lijnuitslag:
    eisen = {str(type(eis).__struct_config__.tag) for eis in lijn.lijn.toegangseisen}
    if not eisen:
        return _Lijnuitslag(NIET, "Zeg bij 'toegangseisen' wie deze lijn mag gebruiken.")
    if toets.eisen and eisen.isdisjoint(toets.eisen):
        return _Lijnuitslag(NIET, f"Neem bij 'toegangseisen' een eis op van de soort {_of(toets.eisen)}.")
    return _Lijnuitslag(VOLDAAN)


def _grondslag(lijn: Lijn) -> _Lijnuitslag:
    said = lijn.lijn
    zonder = [een.gegevens for een in said.gegevensuitwisseling if not noemt_artikel(een.grondslag)]
    if zonder:
        return _Lijnuitslag(NIET, f"Noem bij {', '.join(zonder)} een wet en een artikel, zoals: Wet SUWI art. 62.")
    vraagt = any(type(eis).__struct_config__.tag in {"identificatie", "machtiging"} for eis in said.toegangseisen)
    if vraagt and not said.gegevensuitwisseling:
        stap = "Zeg bij 'gegevensuitwisseling' welke gegevens u deelt, en op welke grond."
        return _Lijnuitslag(NIET, f"U vraagt gegevens van de burger. {stap}")
    return _Lijnuitslag(VOLDAAN)


# --- which lines hold -------------------------------------------------------------------------------------------------


def _standing(dossier: Dossier, peil: Peil) -> list[Lijn]:
    return [lijn for lijn in dossier.lijnen if _holds(lijn, peil)]


def _holds(lijn: Lijn, peil: Peil) -> bool:
    """Say whether a line is there, as `Lijn.geldt`."""
    geldig = lijn.lijn.geldig
    return lijn.ingetrokken is None and peil.vanaf(geldig.van) and peil.tot_en_met(geldig.tot)


def _begins_later(lijn: Lijn, peil: Peil) -> bool:
    return lijn.ingetrokken is None and peil.dag < lijn.lijn.geldig.van


def _with_channel(lijnen: Sequence[Lijn], kanalen: Sequence[str]) -> list[Lijn]:
    return [lijn for lijn in lijnen if not kanalen or any(een.soort in kanalen for een in lijn.lijn.kanalen)]


def _feit(lijn: Lijn) -> Feit:
    return Feit(index=lijn.plaats.index, digest=lijn.plaats.digest, lijn=lijn.lijn.naam)


# --- words ------------------------------------------------------------------------------------------------------------


def _dag(dag: date | None) -> str:
    return spreek_datum_voluit(dag) if dag else "altijd"


def _of(woorden: Sequence[str]) -> str:
    """Write words with commas, and the last with 'of'.

    >>> _of(["telefoon", "chat", "email"])
    'telefoon, chat of email'
    """
    *eerder, laatste = woorden
    return f"{', '.join(eerder)} of {laatste}" if eerder else laatste


def _aantal(aantal: int, een: str, meer: str) -> str:
    return f"{aantal} {een if aantal == 1 else meer}"


def _maanden(aantal: int) -> str:
    return _aantal(aantal, "maand", "maanden")


def _getal(getal: float) -> str:
    return f"{getal:g}".replace(".", ",")
