# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A case in words: how it stands, and what one can do now, until when, and what happens then."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from registry.projections.zaken import Stap, Stapsoort, Zaak
from registry.statements.spreektaal import spreek_dag
from registry.statements.zaakwoorden import Fase

FASE: Final[Mapping[Fase, str]] = {
    "gemeld": "gemeld, wacht op een reactie",
    "erkend": "erkend, wacht op het oordeel",
    "betwist": "betwist, wacht op het oordeel",
    "gegrond": "gegrond, wacht op herstel",
    "ongegrond": "ongegrond",
    "niet-ontvankelijk": "niet-ontvankelijk",
    "bezwaar": "bezwaar gemaakt, wacht op het tweede oordeel",
    "hersteld": "gegrond en hersteld",
    "ingetrokken": "ingetrokken door de melder",
}
_DOE: Final[Mapping[Stapsoort, str]] = {
    "normschending": "de melding aanvullen",
    "reactie": "reageren: erkennen of betwisten",
    "oordeel": "oordelen",
    "bezwaar": "bezwaar maken",
    "herstel": "melden dat het hersteld is",
    "terugtrekking": "de melding intrekken",
}
_DAARNA: Final[Mapping[Stapsoort, str]] = {
    "normschending": "Daarna kan er niets meer bij.",
    "reactie": "Daarna mag het OBPT ook zonder reactie oordelen; reageren kan tot het oordeel er is.",
    "oordeel": "Daarna is het oordeel te laat, en zien beide partijen dat; het moet er nog steeds komen.",
    "bezwaar": "Daarna staat het oordeel vast.",
    "herstel": "Daarna is het herstel te laat, en zien beide partijen dat; het moet er nog steeds komen.",
    "terugtrekking": "Dat kan tot er een oordeel is.",
}


def in_woorden(stap: Stap, vandaag: date) -> str:
    """Say a step in one or two sentences, to whoever may make it.

    >>> in_woorden(Stap(soort="bezwaar", wie="melder", tot=date(2026, 12, 7)), date(2026, 11, 23))
    'U kunt bezwaar maken, tot en met maandag 7 december. Daarna staat het oordeel vast.'
    """
    doe = _DOE[stap.soort]
    if len(stap.uitkomsten) == 1:
        return f"U kunt al oordelen, maar voor de reactie alleen {stap.uitkomsten[0]}."
    if stap.tot is None:
        return f"U kunt {doe}. {_DAARNA[stap.soort]}" if stap.soort == "terugtrekking" else f"U kunt {doe}."
    dag = spreek_dag(stap.tot, peildatum=vandaag)
    if stap.te_laat:
        return f"Te laat: {doe} moest uiterlijk {dag}. Doe het alsnog."
    if stap.verwacht:
        return f"U moet {doe}, uiterlijk {dag}. {_DAARNA[stap.soort]}"
    return f"U kunt {doe}, tot en met {dag}. {_DAARNA[stap.soort]}"


def hoe_het_staat(zaak: Zaak, vandaag: date) -> str:
    """Say how a case stands on a day."""
    words = FASE[zaak.fase]
    if zaak.te_laat(vandaag):
        return f"{words}: te laat"
    if zaak.fase in {"ongegrond", "niet-ontvankelijk", "hersteld"}:
        return f"{words}, gesloten" if zaak.gesloten(vandaag) else f"{words}, bezwaar kan nog"
    return words
