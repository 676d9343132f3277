# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""May this be said in a case? The rules of normschending, reactie, oordeel, bezwaar, herstel and terugtrekking.

Who and until when is read off `zaken.stappen`; here stands what a report must be about, and what a statement must fit.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, assert_never

from registry.errors import Fout
from registry.projections import organisaties, professionallijnen, servicenormen
from registry.projections.organisaties import Organisatie
from registry.projections.rechten import mag_zeggen, van_lid
from registry.projections.stand import View, load
from registry.projections.zaakverloop import Zaakwijzer, dubbel_key, get, zaak_of
from registry.projections.zaken import Stap, Zaak, stappen_van
from registry.statements.envelope import Signed
from registry.statements.klok import local_date
from registry.statements.normschendingen import (
    Bezwaar,
    Herstel,
    Normschending,
    Oordeel,
    Reactie,
    Terugtrekking,
    Zaakverklaring,
)
from registry.statements.spreektaal import spreek_dag

MAX_OUD: Final = timedelta(days=366)  # Awb art. 9:8 lid 1 sub b: of more than a year ago it need not be taken up


def mag_in_zaak(signed: Signed, body: Zaakverklaring, said_by: Organisatie, view: View) -> bool:
    """Say whether this is an organisation's to say in a case, whenever: by the table of rights and its part there."""
    zaak, wie = zaak_of(view, signed.sub), van_lid(said_by.rollen)
    if zaak is None:
        return isinstance(body, Normschending) and mag_zeggen(signed.soort, wie, eigen=False)
    rol = zaak.rol(signed.oin, beheerder=mag_zeggen("oordeel", wie, eigen=False))
    match body:
        case Normschending() | Terugtrekking():
            return rol == "melder"
        case Oordeel():
            return rol == "beheerder"
        case Bezwaar():
            return rol in {"melder", "betrokkene"}
        case Reactie() | Herstel():
            return rol == "betrokkene"
        case _:
            assert_never(body)


def mag_zich_verweren(signed: Signed, said_by: Organisatie, view: View, at: datetime) -> bool:
    """Say whether a party that is no member in good standing is heard all the same; see projections/zaken.py."""
    zaak = zaak_of(view, signed.sub)
    is_partij = zaak is not None and signed.oin in zaak.partijen
    return is_partij and mag_zeggen(signed.soort, said_by.hoedanigheden(at), eigen=True)


def zaak_faults(signed: Signed, body: Zaakverklaring, view: View, at: datetime) -> Iterator[Fout]:
    """Yield what the rules of a case have against a statement by one who might say it. Fields are named from it."""
    zaak = zaak_of(view, signed.sub)
    if zaak is None:
        if isinstance(body, Normschending):
            yield from _new_faults(body, signed.oin, view, at)
        return
    rol = zaak.rol(signed.oin, beheerder=True)
    may = stappen_van(zaak, rol, at)
    stap = next((stap for stap in may if stap.soort == signed.soort), None)
    if stap is None:
        yield Fout(veld="", code="volgorde", uitleg=_why_not(zaak, signed.soort, may, at))
        return
    yield from _fit_faults(body, zaak, stap, at)


def _why_not(zaak: Zaak, soort: str, may: tuple[Stap, ...], at: datetime) -> str:
    """Say why a step cannot be made now, and what can."""
    dag = local_date(at)
    words = " of ".join(dict.fromkeys(stap.soort for stap in may))
    else_ = f"U kunt nu: {words}." if words else "U kunt in deze zaak nu niets meer zeggen."
    if soort == "bezwaar" and zaak.bezwaar_tot is not None and zaak.staat_vast(dag):
        if zaak.definitief:
            return f"In deze zaak is al bezwaar gemaakt: het tweede oordeel is het laatste. {else_}"
        return f"Bezwaar kon tot en met {_day(zaak.bezwaar_tot, dag)}: het oordeel staat nu vast. {else_}"
    if soort == "normschending" and zaak.fase == "gemeld":
        return f"Aanvullen kan tot en met {_day(zaak.reactie_tot, dag)}, en hoogstens tien keer. {else_}"
    return f"Dit kan nu niet: zaak {zaak.nummer} staat op '{zaak.fase}'. {else_}"


def _new_faults(body: Normschending, melder: str, view: View, at: datetime) -> Iterator[Fout]:
    if body.betrokkene == melder:
        yield Fout(veld="lijn", code="eigen-lijn", uitleg="Over een lijn van uzelf kunt u geen melding doen.")
    yield from _line_faults(body, view, at)
    yield from _norm_faults(body, view)
    found = load(view, dubbel_key(body, melder), Zaakwijzer)
    eerder = get(view, found.zaak) if found else None
    if eerder is not None and body.naast != eerder.zaak:
        uitleg = (
            f"U meldde dit al als zaak {eerder.nummer}: zelfde lijn, norm en dag. Vul die zaak aan "
            f"(zaak/{eerder.zaak}), of noem haar bij 'naast' als dit een andere schending is."
        )
        yield Fout(veld="naast", code="dubbel", uitleg=uitleg)


def _line_faults(body: Normschending, view: View, at: datetime) -> Iterator[Fout]:
    oin, _, naam = body.lijn.partition("/")
    lijn = professionallijnen.get(view, professionallijnen.key_of(oin, naam))
    houder = organisaties.get(view, oin)
    if body.moment > at:
        yield Fout(veld="moment", code="toekomst", uitleg="Dit moment moet nog komen.")
    elif body.moment < at - MAX_OUD:
        yield Fout(veld="moment", code="te-oud", uitleg="Meld binnen een jaar nadat het gebeurde.")
    if lijn is None or houder is None or houder.status == "uitgetreden":
        uitleg = "Deze lijn is er niet, of de organisatie is geen lid meer."
        yield Fout(veld="lijn", code="onbekend", uitleg=uitleg)
        return
    if not lijn.bestond(body.moment):
        yield Fout(veld="lijn", code="bestond-niet", uitleg="Deze lijn was er op dat moment niet.")
    # what was published before, had perhaps other channels: then the beheerder looks
    if lijn.plaats.ordered_at <= body.moment and all(kanaal.soort != body.kanaal for kanaal in lijn.lijn.kanalen):
        yield Fout(veld="kanaal", code="onbekend", uitleg="Deze lijn had toen niet dit kanaal.")


def _norm_faults(body: Normschending, view: View) -> Iterator[Fout]:
    stand = servicenormen.get(view, body.norm.naam)
    if stand is None:
        yield Fout(veld="norm.naam", code="onbekend", uitleg="Deze norm kent het netwerk niet.")
        return
    norm = stand.op(local_date(body.moment))
    if norm is None:
        uitleg = "Op de dag van dit moment gold deze norm nog niet, of niet meer."
        yield Fout(veld="norm.naam", code="gold-niet", uitleg=uitleg)
        return
    if norm.versie != body.norm.versie:
        yield Fout(veld="norm.versie", code="gold-niet", uitleg=f"Op die dag gold versie {norm.versie}.")
    if not norm.treft(body.kanaal):
        yield Fout(veld="kanaal", code="norm", uitleg="Deze norm gaat niet over dit kanaal.")


def _fit_faults(body: Zaakverklaring, zaak: Zaak, stap: Stap, at: datetime) -> Iterator[Fout]:
    """Yield where a statement does not fit the case that it is about."""
    match body:
        case Normschending():
            same = (body.lijn, body.kanaal, body.norm, local_date(body.moment))
            if same != (zaak.lijn, zaak.kanaal, zaak.norm, local_date(zaak.moment)):
                uitleg = "Een aanvulling gaat over dezelfde lijn, hetzelfde kanaal, dezelfde norm en dezelfde dag."
                yield Fout(veld="", code="andere-zaak", uitleg=uitleg)
            if body.moment > at:
                yield Fout(veld="moment", code="toekomst", uitleg="Dit moment moet nog komen.")
        case Oordeel() if body.uitkomst not in stap.uitkomsten:
            tot = _day(zaak.reactie_tot, local_date(at))
            uitleg = f"De organisatie kan reageren tot en met {tot}. Tot dan kan alleen niet-ontvankelijk."
            yield Fout(veld="uitkomst", code="niet-gehoord", uitleg=uitleg)
        case Herstel() if body.hersteld_op < local_date(zaak.moment):
            yield Fout(veld="hersteldOp", code="volgorde", uitleg="Deze dag ligt voor de schending.")
        case _:
            pass


def _day(dag: date, vandaag: date) -> str:
    return spreek_dag(dag, peildatum=vandaag)
