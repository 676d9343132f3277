# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How one stands oneself, and what is still to be done, in words.

    aangemeld     applied, and waits for the beheerder
    afgewezen     the application was turned down
    toegelaten    a member in good standing
    verlopen      a member whose term is over
    geschorst     a member that may do nothing for now

Of an application only what it says itself is shown: whoever signed it may be somebody else than the OIN says.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal

from registry.projections.aanmeldingen import eigen
from registry.projections.aflopend import aflopend
from registry.projections.organisaties import Aanvraag, Afwijzing, Organisatie
from registry.statements.klok import local_date
from registry.statements.leden import Aanmelding
from registry.statements.sleutels import thumbprint
from registry.statements.spreektaal import spreek_datum_voluit

Eigenstatus = Literal["aangemeld", "afgewezen", "toegelaten", "verlopen", "geschorst"]
_WACHT: Final = "Wacht op de beheerder: die kijkt wie u bent en laat u dan toe. Kijk met `lijn profiel` hoe het staat."


def status_of(member: Organisatie, at: datetime) -> Eigenstatus:
    """Say in one word how a member stands (no candidate, and not one who left)."""
    now = member.op(at)
    if now.status == "geschorst":
        return "geschorst"
    return "verlopen" if now.verlopen(local_date(at).toordinal()) else "toegelaten"


def te_doen_kandidaat(aanvraag: Aanvraag, afwijzing: Afwijzing | None, at: datetime) -> Iterator[str]:
    """Say what a candidate must still do, the first thing first."""
    if afwijzing is not None:
        yield "Uw aanmelding is afgewezen. Lees de reden en verbeter wat er niet goed is."
        yield "Meld u daarna opnieuw aan met `lijn aanmelden … --vervang`."
        return
    advised = [found for found in eigen(aanvraag.body, at) if found.advies is not None]
    yield from (f"{found.uitleg} {found.advies}" for found in advised if found.oordeel == "fout")
    yield f"Bel de beheerder en lees deze duimafdruk voor: {_duimafdruk(aanvraag.body)}."
    yield from (f"{found.uitleg} {found.advies}" for found in advised if found.oordeel != "fout")
    yield _WACHT


def te_doen_lid(member: Organisatie, at: datetime) -> Iterator[str]:
    """Say what a member must still do, the first thing first; nothing is fine too."""
    match status_of(member, at):
        case "geschorst" if member.geschorst_tot is not None:
            dag = spreek_datum_voluit(member.geschorst_tot)
            yield f"Uw organisatie is geschorst tot en met {dag}. Daarna mag zij vanzelf weer meedoen."
        case "geschorst":
            yield "Uw organisatie is geschorst. Bel de beheerder: alleen die kan de schorsing opheffen."
        case "verlopen" if member.geldig_tot is not None:
            dag = spreek_datum_voluit(member.geldig_tot)
            yield f"De toelating liep tot en met {dag}. Vraag de beheerder om verlenging."
    today = local_date(at)
    for end in aflopend([member], at):
        dag = spreek_datum_voluit(end.laatste_dag)
        if end.wat == "toelating" and end.laatste_dag >= today:
            yield f"Uw toelating loopt tot en met {dag}. Vraag de beheerder op tijd om verlenging."
        if end.wat == "sleutel":
            yield f"De sleutel '{end.sleutel}' geldt tot en met {dag}. Vervang hem op tijd met `lijn sleutel vervang`."
    if not any(key.gebruik == "verklaringen" and key.holds(at) for key in member.sleutels):
        yield "U hebt geen geldige sleutel voor verklaringen meer. Bel de beheerder."


def _duimafdruk(body: Aanmelding) -> str:
    return " of ".join(thumbprint(key.jwk) for key in body.sleutels if key.gebruik == "verklaringen")
