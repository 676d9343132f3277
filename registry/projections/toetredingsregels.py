# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The rules of toetredingscriteria, and of the evidence for them. Faults are named from the body.

toetredingscriterium  its next version follows the last; a norm that it leans on is there, and can be leant on so
bewijsstuk            it is for a version that is in force or to come, that asks for evidence, of one like you
beoordeling           it is of the evidence that stands now, for what is asked now; of nobody who left, nor of oneself
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from registry.errors import Fout
from registry.projections import organisaties, servicenormen, toetredingscriteria, versies
from registry.projections.stand import View
from registry.projections.toezeggingen import is_toe_te_zeggen
from registry.statements.servicenormen import Servicenorm, Venstersoort
from registry.statements.toetreding import (
    Beoordeling,
    Bewijsstuk,
    Bewijstoets,
    Nalevingtoets,
    Toetredingscriterium,
    Toezeggingtoets,
)

MAANDEN_VAN: Final[dict[Venstersoort, int]] = {
    "maand": 1, "kwartaal": 3, "vier-maanden": 4, "jaar": 12,
}  # fmt: skip


def criterium_faults(body: Toetredingscriterium, view: View, vandaag: date) -> Iterator[Fout]:
    """Yield why the network cannot ask this, or not now."""
    standing = toetredingscriteria.get(view, body.naam)
    yield from versies.version_faults(body, standing.criteria if standing else (), vandaag)
    if isinstance(body.toets, Toezeggingtoets | Nalevingtoets):
        norm = servicenormen.get(view, body.toets.norm)
        if norm is None:
            yield Fout(veld="toets.norm", code="regel", uitleg="Deze servicenorm is er niet. Publiceer die eerst.")
        else:
            yield from norm_faults(body.toets, norm.normen[-1])


def norm_faults(toets: Toezeggingtoets | Nalevingtoets, norm: Servicenorm) -> Iterator[Fout]:
    """Yield why a check cannot lean on this norm."""
    if isinstance(toets, Toezeggingtoets) and not is_toe_te_zeggen(norm):
        uitleg = (
            "Wat deze norm vraagt, kan een lijn niet toezeggen. Kies als toets naleving, openstelling of bevestigd."
        )
        yield Fout(veld="toets.norm", code="regel", uitleg=uitleg)
    if not isinstance(toets, Nalevingtoets):
        return
    least = MAANDEN_VAN.get(norm.venster)
    if least is None:  # a verdict on joining does not change by the day
        uitleg = f"Deze norm kijkt per {norm.venster}. Kies een norm die per maand of langer kijkt."
        yield Fout(veld="toets.norm", code="regel", uitleg=uitleg)
    elif toets.maanden < least:
        uitleg = f"Deze norm kijkt per {norm.venster}. Kies ten minste {least} maanden: dan is er altijd iets te zien."
        yield Fout(veld="toets.maanden", code="regel", uitleg=uitleg)


def bewijsstuk_faults(body: Bewijsstuk, view: View, oin: str, vandaag: date) -> Iterator[Fout]:
    """Yield why nobody asked for this evidence."""
    standing = toetredingscriteria.get(view, body.criterium)
    versie = standing.versie(body.versie) if standing else None
    if standing is None or versie is None:
        yield Fout(veld="criterium", code="regel", uitleg="Dit criterium is er niet, of niet met deze versie.")
        return
    laatste = standing.laatste_dag(body.versie)
    if laatste is not None and laatste < vandaag:
        uitleg = "Deze versie geldt niet meer. Kijk wat er nu gevraagd wordt, en noem die versie."
        yield Fout(veld="versie", code="regel", uitleg=uitleg)
    if not isinstance(versie.criterium.toets, Bewijstoets):
        uitleg = "Voor dit criterium is geen bewijs nodig: het register kijkt zelf."
        yield Fout(veld="criterium", code="regel", uitleg=uitleg)
    organisatie = organisaties.get(view, oin)
    if organisatie is None or set(organisatie.rollen).isdisjoint(versie.criterium.voor):
        uitleg = f"Dit criterium is voor leden met de rol {' of '.join(versie.criterium.voor)}."
        yield Fout(veld="criterium", code="regel", uitleg=uitleg)


def beoordeling_faults(body: Beoordeling, view: View, oin: str, *, door: str, vandaag: date) -> Iterator[Fout]:
    """Yield why this evidence cannot be judged, or not any more; `oin` is whose it is."""
    if oin == door:
        yield Fout(veld="", code="regel", uitleg="Niemand beoordeelt het bewijs van zichzelf.")
    bewijs = toetredingscriteria.bewijs_van(view, oin, body.criterium)
    criterium = toetredingscriteria.get(view, body.criterium)
    if bewijs is None or criterium is None:
        uitleg = "Deze organisatie heeft voor dit criterium geen bewijs ingeleverd."
        yield Fout(veld="criterium", code="regel", uitleg=uitleg)
        return
    if body.bewijsstuk != bewijs.plaats.digest:
        uitleg = "Er is intussen ander bewijs ingeleverd. Bekijk dat eerst."
        yield Fout(veld="bewijsstuk", code="regel", uitleg=uitleg)
    if not gevraagd(criterium, bewijs.bewijsstuk.versie, vandaag):
        nummer = bewijs.bewijsstuk.versie
        uitleg = f"Dit bewijs is voor versie {nummer}. Nu wordt iets anders gevraagd: wacht op nieuw bewijs."
        yield Fout(veld="bewijsstuk", code="regel", uitleg=uitleg)
    organisatie = organisaties.get(view, oin)
    if organisatie is None or organisatie.status not in {"toegelaten", "geschorst"}:
        yield Fout(veld="", code="regel", uitleg="Deze organisatie is geen lid meer.")


def gevraagd(criterium: toetredingscriteria.Criteriumstand, versie: int, vandaag: date) -> bool:
    """Say whether what a version asked for is asked for now, or will be."""
    komend = [een for een in criterium.criteria if een.ingangsdatum > vandaag]
    nu = criterium.op(vandaag)
    return any(criterium.vraagt_hetzelfde(versie, een.versie) for een in [*komend, *([nu] if nu else [])])
