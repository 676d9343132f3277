# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Words of a question against words of a line.

Words are folded: lower case, without accents, without the little words that say nothing. A word of
the question fits a word of the line when they are equal, when one begins with the other, or when one
holds the other (Dutch glues: verkeersboete holds boete); each from four letters on. What fits counts
by where the word stands, and words that are on few lines count more (see contactroutes).
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from registry.statements.professionallijnen import Professionallijn

_TOKEN: Final = re.compile(r"\w+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORTENED: Final = re.compile(r"[a-z]+[A-Z]")
_MIN_PART: Final = 4
_LITTLE: Final = frozenset(
    """
    aan al alle als ben bent bij dan dat de den der deze die dit doe doen door dus een en er gaat geen had heb
    hebben heeft het hij hoe hun ik in is ja je kan kunnen maar me meer men met mij mijn moet moeten mag mogen
    na naar nee niet nog nu of om omdat onder ons ook op over te ten ter toch toen tot u uit uw van veel voor
    waar wat we wel werd wie wij wil willen word worden wordt zal ze zich zij zijn zo zonder zou http https
    overheid standaarden owms terms nl
    """.split()  # noqa: SIM905  # words, to be read as words
)


class Doorzoekbaar(Struct, frozen=True, kw_only=True):
    """The words of a line, each with its weight, and the text it came from as people wrote it."""

    gewicht: Mapping[str, float]
    tekst: Mapping[str, str]


def words(text: str) -> list[str]:
    """Fold a text into words, in order.

    >>> words("Bekeuring kan ik niet betalen, coördinator!")
    ['bekeuring', 'betalen', 'coordinator']
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [word for word in _TOKEN.findall(plain.casefold()) if word not in _LITTLE]


def doorzoekbaar(lijn: Professionallijn, organisatie: str, afkorting: str | None) -> Doorzoekbaar:
    """Gather the words of a line. Its subjects, keywords and organisation weigh most, its description least."""
    gewicht: dict[str, float] = {}
    tekst: dict[str, str] = {}
    parts = [
        (3.0, [organisatie, afkorting or "", *lijn.trefwoorden, *map(_term, lijn.onderwerpen)]),
        (2.0, [lijn.titel, *lijn.levensgebeurtenissen]),
        (0.5, [lijn.omschrijving or ""]),
    ]
    for weight, texts in parts:
        for text in texts:
            for word in words(text):
                if word not in gewicht:
                    gewicht[word], tekst[word] = weight, text
    return Doorzoekbaar(gewicht=gewicht, tekst=tekst)


def fit(word: str, other: str) -> float:
    """Say how well two folded words fit: 1 when equal, less when one is a part of the other, 0 when not.

    >>> fit("boete", "boete"), fit("bekeuringen", "bekeuring"), fit("fiets", "trein")
    (1.0, 0.8, 0.0)
    """
    if word == other:
        return 1.0
    short, long = sorted((word, other), key=len)
    if len(short) < _MIN_PART or short not in long:
        return 0.0
    return 0.8 if long.startswith(short) else 0.6


def _term(onderwerp: str) -> str:
    """Read the words of a subject: a code, or the end of a UPL URI, unless that is abbreviated (aanvInkVzOuder)."""
    term = onderwerp.rsplit("/", 1)[-1]
    return (
        ""
        if "://" in onderwerp and _SHORTENED.match(term)
        else _CAMEL.sub(" ", term).replace("-", " ").replace("_", " ")
    )
