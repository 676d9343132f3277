# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The closed lists of words of a case: what one can choose in a statement, and in which phase a case can be."""

from typing import Literal

Waarneming = Literal[
    "niet-opgenomen",
    "te-lang-gewacht",
    "verbinding-verbroken",
    "niet-teruggebeld",
    "te-laat-teruggebeld",
    "niet-beantwoord",
    "te-laat-beantwoord",
    "dicht-binnen-openingstijd",
    "geweigerd",
    "te-vaak-doorverbonden",
    "geen-mandaat",
    "vermelding-onjuist",
    "meer-gevraagd-dan-vermeld",
    "geen-terugkoppeling",
    "anders",
]
Gevolg = Literal["geen", "andere-weg-gevonden", "burger-moest-terugkomen", "vraag-niet-beantwoord", "onbekend"]
Grond = Literal[  # why a report or an oordeel is contested, and on what an oordeel rests
    "norm-gehaald",
    "norm-niet-gehaald",
    "niet-onze-lijn",
    "buiten-openingstijden",
    "storing-gemeld",
    "overmacht",
    "waarneming-onjuist",
    "waarneming-bevestigd",
    "erkend",
    "geen-reactie",
    "niet-gehoord",
    "nieuwe-feiten",
    "dubbel-gemeld",
    "te-veel-gemeld",
    "te-weinig-gegevens",
    "anders",
]
Maatregel = Literal[
    "meer-bezetting",
    "techniek-hersteld",
    "werkwijze-aangepast",
    "medewerkers-geinstrueerd",
    "vermelding-verbeterd",
    "openingstijden-aangepast",
    "toezegging-aangepast",
    "anders",
]
Uitkomst = Literal["gegrond", "ongegrond", "niet-ontvankelijk"]
Terugtrekreden = Literal["opgelost", "vergissing", "dubbel", "anders"]
Fase = Literal[
    "gemeld",
    "erkend",
    "betwist",
    "gegrond",
    "ongegrond",
    "niet-ontvankelijk",
    "bezwaar",
    "hersteld",
    "ingetrokken",
]
