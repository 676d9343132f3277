# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""May this be said next? The one rule book, on admission and on replay alike.

The order is the contract's (section 2); an envelope that came this far is well made:

    afzender-onbekend  the issuer never applied
    geen-lid           it is not admitted, suspended, gone, or its term is over (a party of a case is heard)
    sleutel            the key is unknown, not for statements, not yet or no longer valid
    handtekening       the key did not make this signature
    tijdstip           signed more than 5 minutes ahead, or more than 24 hours ago
    niet-bevoegd       not this issuer's to say
    conflict           `vorige` is not the head of the sub
    regel              the rule of the soort

Two statements are said by somebody who is not yet a member: an aanmelding, which is signed with a
key that it names itself, and the second record of a log, with which the beheerder admits itself.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, assert_never

from registry.errors import ConflictError, ForbiddenError, Fout, RefusedError
from registry.projections import organisaties, professionallijnen, servicenormen, toetredingsregels, zaakregels
from registry.projections.organisaties import Naamhouder, Organisatie
from registry.projections.rechten import mag_zeggen, van_lid
from registry.projections.stand import Kop, View, load
from registry.statements.envelope import Signed
from registry.statements.kalenders import Kalender
from registry.statements.klok import local_date
from registry.statements.leden import Aanmelding, Toelating
from registry.statements.loketten import Loket
from registry.statements.normschendingen import (
    Bezwaar,
    Herstel,
    Normschending,
    Oordeel,
    Reactie,
    Terugtrekking,
)
from registry.statements.professionallijnen import Intrekking, Professionallijn
from registry.statements.schema import within
from registry.statements.servicenormen import Servicenorm
from registry.statements.sleutels import Jwk, Sleutels, thumbprint
from registry.statements.storingen import Storing
from registry.statements.toetreding import Beoordeling, Bewijsstuk, Toetredingscriterium

AHEAD: Final = timedelta(minutes=5)
BEHIND: Final = timedelta(hours=24)


def check(signed: Signed, view: View, *, at: datetime) -> None:
    """Say whether a statement may be said at a moment, given what stands.

    Args:
        at: when the register takes it; on replay, when it took it.

    Raises:
        ForbiddenError: afzender-onbekend, geen-lid, sleutel or niet-bevoegd.
        ConflictError: `vorige` is not the head; the error carries the head.
        RefusedError: handtekening, tijdstip or regel, with every fault of the rule.
    """
    said_by = organisaties.get(view, signed.oin)
    if not signed.verified_by(_key(signed, said_by, view, at)):
        raise RefusedError("handtekening", "De handtekening hoort niet bij deze sleutel en deze inhoud.")
    _check_moment(signed, at)
    if not _may_say(signed, said_by, view):
        raise ForbiddenError("niet-bevoegd", "Deze organisatie mag dit niet zeggen, of niet over dit onderwerp.")
    check_head(signed, view)
    if fouten := list(_rule(signed, view, at)):
        raise RefusedError("regel", " ".join(fout.uitleg for fout in fouten), fouten=fouten)


def check_head(signed: Signed, view: View) -> None:
    """Hold `vorige` to the head of the sub: an optimistic lock.

    Raises:
        ConflictError: they differ; `huidig` is the head.
    """
    kop = load(view, f"kop/{signed.sub}", Kop)
    huidig = kop.digest if kop else None
    if signed.vorige != huidig:
        detail = (
            "Hierover is nog niets gezegd: laat 'vorige' weg." if huidig is None else f"Noem als 'vorige': {huidig}."
        )
        raise ConflictError(detail, huidig=huidig)


def _key(signed: Signed, said_by: Organisatie | None, view: View, at: datetime) -> Jwk:
    """Find the key that must have signed, or say why there is none."""
    if isinstance(signed.body, Aanmelding):
        detail = "Teken de aanmelding met een nu geldige sleutel voor verklaringen die er zelf in staat."
        return _own_key(signed, signed.body, detail, at)
    if said_by is None:
        raise ForbiddenError("afzender-onbekend", "Deze organisatie heeft zich niet aangemeld.")
    if said_by.aanvraag is not None and _founds(signed, said_by, view):
        return _own_key(signed, said_by.aanvraag.body, "Teken met de sleutel van de aanmelding.", at)
    if not said_by.is_lid(at) and not zaakregels.mag_zich_verweren(signed, said_by, view, at):
        raise ForbiddenError("geen-lid", _WHY_NOT[said_by.op(at).status])
    key = said_by.key(signed.kid, at)
    if key is None:
        detail = "De sleutel in 'kid' is nu geen sleutel van deze organisatie voor verklaringen."
        raise ForbiddenError("sleutel", detail)
    return key.jwk


def _own_key(signed: Signed, aanmelding: Aanmelding, detail: str, at: datetime) -> Jwk:
    """Find the key in an application that is not admitted yet."""
    for sleutel in aanmelding.sleutels:
        holds = (sleutel.geldig_van or at) <= at < sleutel.geldig_tot
        if sleutel.gebruik == "verklaringen" and holds and thumbprint(sleutel.jwk) == signed.kid:
            return sleutel.jwk
    raise ForbiddenError("sleutel", detail)


_WHY_NOT: Final = {
    "aangemeld": "Deze organisatie is nog niet toegelaten.",
    "toegelaten": "De toelating van deze organisatie is verlopen.",
    "geschorst": "Deze organisatie is geschorst.",
    "uitgetreden": "Deze organisatie is geen lid meer.",
}


def _founds(signed: Signed, said_by: Organisatie, view: View) -> bool:
    """Say whether this is the second record of the log: the beheerder that admits itself."""
    return isinstance(signed.body, Toelating) and view.size() == 1 and "beheerder" in said_by.gevraagd


def _check_moment(signed: Signed, at: datetime) -> None:
    signed_at = datetime.fromtimestamp(signed.iat, UTC)
    if signed_at > at + AHEAD:
        raise RefusedError("tijdstip", "Het moment in 'iat' ligt meer dan 5 minuten in de toekomst.")
    if signed_at < at - BEHIND:
        raise RefusedError("tijdstip", "Het moment in 'iat' ligt meer dan 24 uur terug. Teken opnieuw.")


def _may_say(signed: Signed, said_by: Organisatie | None, view: View) -> bool:
    """Ask the table of rights, with what it cannot say: an application is its sender's, however little that is."""
    own, rollen = signed.sub.split("/")[1] == signed.oin, said_by.rollen if said_by else ()
    match signed.body:
        case Aanmelding() as body:
            return own and body.oin == signed.oin
        case Toelating() if own and said_by is not None and _founds(signed, said_by, view):
            return True
        case Sleutels() as body if not own and body.reden != "gecompromitteerd":
            return False
        case Normschending() | Reactie() | Oordeel() | Bezwaar() | Herstel() | Terugtrekking() as body:
            return said_by is not None and zaakregels.mag_in_zaak(signed, body, said_by, view)
        case _:
            return mag_zeggen(signed.soort, van_lid(rollen), eigen=own)


def _rule(signed: Signed, view: View, at: datetime) -> Iterator[Fout]:  # noqa: C901  # one a soort
    """Yield what the rule of the soort has against it. Fields are named from the payload."""
    match signed.body:
        case Aanmelding() as body:
            yield from _rule_aanmelding(body, signed, view)
        case Toelating() as body:
            yield from _rule_toelating(body, signed, view, at)
        case Sleutels() as body:
            yield from _rule_sleutels(body, signed, view, at)
        case Professionallijn() as body:
            yield from _rule_lijn(body, signed, view)
        case Intrekking() as body:
            yield from _rule_intrekking(body, signed, view)
        case Storing() as body:
            yield from _rule_storing(body, signed, view)
        case Loket() as body:
            yield from _same_name(signed, body.naam)
        case Kalender() as body:
            yield from _same_name(signed, str(body.jaar), veld="jaar")
        case Servicenorm() as body:
            yield from _same_name(signed, body.naam)
            stands = servicenormen.get(view, signed.sub.split("/")[1])
            yield from within(servicenormen.version_faults(body, stands, local_date(at)), signed.soort)
        case Normschending() | Reactie() | Oordeel() | Bezwaar() | Herstel() | Terugtrekking() as body:
            yield from within(zaakregels.zaak_faults(signed, body, view, at), signed.soort)
        case Toetredingscriterium() | Bewijsstuk() | Beoordeling() as body:
            yield from _rule_toetreding(body, signed, view, local_date(at))
        case _:
            assert_never(signed.body)


def _rule_aanmelding(body: Aanmelding, signed: Signed, view: View) -> Iterator[Fout]:
    standing = organisaties.get(view, body.oin)
    if standing is not None and standing.status not in {"aangemeld", "uitgetreden"}:
        uitleg = (
            "Deze organisatie is al toegelaten. Nieuwe sleutels geeft zij door met een verklaring 'sleutels' "
            "(lijn sleutel vervang)."
        )
        yield Fout(veld="aanmelding", code="al-lid", uitleg=uitleg)
    if standing is not None and standing.aanvraag is not None and not _signed_by(standing.aanvraag.body, signed.kid):
        uitleg = (
            "Er wacht al een aanmelding voor deze OIN, met een andere sleutel. Is die niet van u? Bel de beheerder."
        )
        yield Fout(veld="aanmelding", code="wacht", uitleg=uitleg)
    if view.size() == 1:
        yield Fout(veld="aanmelding", code="eerste", uitleg="Het logboek wacht nog op de toelating van zijn beheerder.")
    if view.size() == 0 and "beheerder" not in body.rollen:
        yield Fout(
            veld="aanmelding.rollen", code="eerste", uitleg="Een logboek begint met de aanmelding van de beheerder."
        )


def _signed_by(aanmelding: Aanmelding, kid: str) -> bool:
    """Say whether this key could have signed an application: only its own sender replaces what waits."""
    return any(s.gebruik == "verklaringen" and thumbprint(s.jwk) == kid for s in aanmelding.sleutels)


def _rule_toelating(body: Toelating, signed: Signed, view: View, at: datetime) -> Iterator[Fout]:
    about = signed.sub.split("/")[1]
    standing = organisaties.get(view, about)
    if standing is None:
        yield _fault(signed, "", "Deze organisatie heeft zich niet aangemeld.")
        return
    examined = standing.aanvraag.digest if standing.aanvraag else standing.aanmelding
    if body.aanmelding is not None and body.aanmelding != examined:
        yield _fault(
            signed, "aanmelding", "De organisatie heeft zich intussen anders aangemeld. Bekijk de nieuwe aanmelding."
        )
    if body.status == "geschorst" and standing.aanvraag is not None:
        yield _fault(signed, "status", "Deze organisatie is nog niet toegelaten.")
    if standing.status == "uitgetreden" and standing.aanvraag is None:
        yield _fault(signed, "status", "Deze organisatie is uitgetreden en moet zich eerst opnieuw aanmelden.")
    if about == signed.oin and (body.status != "toegelaten" or "beheerder" not in body.rollen):
        yield _fault(signed, "status", "De beheerder kan zichzelf niet schorsen of uitschrijven.")
    if about == signed.oin and body.geldig_tot is not None:
        yield _fault(
            signed, "geldigTot", "De beheerder kan zichzelf geen einddatum geven: daarna kan niemand meer toelaten."
        )
    if body.geldig_tot is not None and body.geldig_tot < local_date(at):
        yield _fault(signed, "geldigTot", "Deze dag is al voorbij.")
    if body.geschorst_tot is not None and body.geschorst_tot < local_date(at):
        yield _fault(signed, "geschorstTot", "Deze dag is al voorbij.")
    wanted = standing.aanvraag.body.afkorting if standing.aanvraag else standing.afkorting
    holder = load(view, f"afkorting/{wanted}", Naamhouder) if wanted else None
    if holder is not None and holder.oin != about:
        yield _fault(signed, "aanmelding", "Een ander lid heeft deze afkorting al.")


def _rule_sleutels(body: Sleutels, signed: Signed, view: View, at: datetime) -> Iterator[Fout]:
    standing = organisaties.get(view, signed.sub.split("/")[1])
    if standing is None or standing.aanvraag is not None:
        yield _fault(signed, "", "Deze organisatie is niet toegelaten. Haar sleutels staan in haar aanmelding.")
    if not any(s.gebruik == "verklaringen" and (s.geldig_van or at) <= at < s.geldig_tot for s in body.sleutels):
        yield _fault(
            signed, "sleutels", "Neem een sleutel voor verklaringen op die nu al geldt; anders sluit u zich buiten."
        )


def _rule_lijn(body: Professionallijn, signed: Signed, view: View) -> Iterator[Fout]:
    yield from _same_name(signed, body.naam)
    if body.terugval is not None and body.terugval in _names(signed, body.naam, view):
        yield _fault(signed, "terugval", "Een lijn kan niet op zichzelf terugvallen.")


def _rule_intrekking(body: Intrekking, signed: Signed, view: View) -> Iterator[Fout]:
    if body.vervangen_door is not None and body.vervangen_door in _names(signed, signed.sub.rsplit("/", 1)[1], view):
        yield _fault(signed, "vervangenDoor", "Een lijn kan niet door zichzelf worden vervangen.")
    lijn = professionallijnen.get(view, signed.sub)
    if lijn is None or lijn.ingetrokken is not None:
        yield _fault(signed, "", "Deze lijn is er niet, of is al ingetrokken.")


def _rule_storing(body: Storing, signed: Signed, view: View) -> Iterator[Fout]:
    naam = signed.sub.rsplit("/", 1)[1]
    if body.alternatief is not None and body.alternatief in _names(signed, naam, view):
        yield _fault(signed, "alternatief", "Een lijn kan niet haar eigen alternatief zijn.")
    lijn = professionallijnen.get(view, professionallijnen.key_of(signed.oin, naam))
    if lijn is None or lijn.ingetrokken is not None:
        yield _fault(signed, "", "Deze lijn is er niet, of is ingetrokken.")


def _rule_toetreding(
    body: Toetredingscriterium | Bewijsstuk | Beoordeling, signed: Signed, view: View, vandaag: date
) -> Iterator[Fout]:
    about = signed.sub.split("/")[1]
    if isinstance(body, Toetredingscriterium):
        yield from _same_name(signed, body.naam)
        faults = toetredingsregels.criterium_faults(body, view, vandaag)
    elif isinstance(body, Bewijsstuk):
        yield from _same_name(signed, body.criterium, veld="criterium")
        faults = toetredingsregels.bewijsstuk_faults(body, view, about, vandaag)
    else:
        yield from _same_name(signed, body.criterium, veld="criterium")
        faults = toetredingsregels.beoordeling_faults(body, view, about, door=signed.oin, vandaag=vandaag)
    yield from within(faults, signed.soort)


def _names(signed: Signed, naam: str, view: View) -> set[str]:
    """List what a line of this issuer is called: by its OIN, and by its afkorting."""
    houder = organisaties.get(view, signed.oin)
    return {f"{signed.oin}/{naam}"} | ({f"{houder.afkorting}/{naam}"} if houder and houder.afkorting else set())


def _same_name(signed: Signed, naam: str, *, veld: str = "naam") -> Iterator[Fout]:
    if signed.sub.rsplit("/", 1)[1] != naam:
        yield _fault(signed, veld, "Dit is een andere naam dan die in 'sub'.")


def _fault(signed: Signed, veld: str, uitleg: str) -> Fout:
    path = f"{signed.soort}.{veld}" if veld else signed.soort
    return Fout(veld=path, code="regel", uitleg=uitleg)
