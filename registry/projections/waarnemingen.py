# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a norm looks at in counters: who counts, what is known of them, and who never got what they came for.

    maat                      of whom                                   never
    wachttijd baliewachttijd  all who came; the wait of who was          everybody whom nobody answered, also when
                              answered (beantwoord, verkeerde-deur)      they were called back; but not who gave
                                                                         up within afgebrokenBinnen
    ontvangstbevestiging      all who came                               onbeantwoord, and no such moment
    antwoordtijd afhandeltijd
    terugbeltijd              who was or should have been called back    niet-teruggebeld
    toegezegd-terugbelmoment  who was promised a moment; how long        niet-teruggebeld
                              after it (before it: 0)
    doorverbindingen …        of whom it is known

Onbeantwoord are niet-opgenomen, geweigerd, afgebroken and niet-teruggebeld. With noemer `beantwoord` these do not
count at all, and nobody never got it. Of the others, whose moment was not told, nothing is known: they are left
out, and said to be so (`onbekend`). A line that refuses calls "wegens drukte" is not closed: that counts against it.

A mean is over those of whom there is a value. With noemer `begonnen` the time that somebody waited in vain is one;
a refusal is none, for it would make a mean better. Hold a line to answering by a norm on uitkomst beside it.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, get_args

from registry.projections.meetklok import Klok
from registry.projections.statistiek import aantal, aantal_hoogstens
from registry.projections.tellingen import Getalmaat, Telling, Tijdmaat, boven
from registry.statements.metingen import ONBEANTWOORD, UITKOMSTEN, Uitkomst
from registry.statements.openingstijden import Duur
from registry.statements.servicenormen import Normklok, Servicenorm, seconden_of

BEANTWOORD: Final[tuple[Uitkomst, ...]] = tuple(u for u in UITKOMSTEN if u not in ONBEANTWOORD)
_OPGENOMEN: Final[tuple[Uitkomst, ...]] = ("beantwoord", "verkeerde-deur")
_VERGEEFS: Final[tuple[Uitkomst, ...]] = tuple(u for u in UITKOMSTEN if u not in _OPGENOMEN)
_TIJDMATEN: Final[dict[str, Tijdmaat]] = {maat: maat for maat in get_args(Tijdmaat)} | {"baliewachttijd": "wachttijd"}
_GETALMATEN: Final[dict[str, Getalmaat]] = {maat: maat for maat in get_args(Getalmaat)}
_IN_UREN: Final[dict[Normklok, Klok]] = {
    "doorlopend": "seconden",
    "openingstijden": "openingstijden-seconden",
    "kantoortijden": "kantoortijden-seconden",
}


class Waargenomen(NamedTuple):
    """What a norm sees. `vergeefs` are the waits of who waited in vain; they are among `nooit`."""

    bekend: Sequence[bytes]
    nooit: int = 0
    onbekend: int = 0
    vergeefs: Sequence[bytes] = ()

    @property
    def aantal(self) -> int:
        """How many count: with a value, or because they never got it."""
        return aantal(self.bekend) + self.nooit


class Loopklok(NamedTuple):
    """The clock that a term runs on, and how many of its units one unit of the term is."""

    klok: Klok
    factor: int


def loopklok(duur: Duur, klok: Normklok) -> Loopklok:
    """Say on which clock a term runs.

    >>> loopklok(Duur(aantal=2, eenheid="uren"), "openingstijden")
    Loopklok(klok='openingstijden-seconden', factor=3600)
    """
    match duur.eenheid:
        case "werkdagen":
            return Loopklok("werkdagen", 1)
        case "kalenderdagen":
            return Loopklok("kalenderdagen", 1)
        case "weken":
            return Loopklok("kalenderdagen", 7)
        case "werkuren":
            return Loopklok(_IN_UREN["kantoortijden" if klok == "kantoortijden" else "openingstijden"], 3600)
        case _:
            return Loopklok(_IN_UREN[klok], {"seconden": 1, "minuten": 60, "uren": 3600}[duur.eenheid])


def grens_van(norm: Servicenorm) -> Duur:
    """Give the term of a norm on a time: that of its share, or the one it aims at."""
    grens = norm.doel if norm.drempel is None else norm.drempel
    if not isinstance(grens, Duur):
        raise TypeError("a norm on a time has a term")
    return grens


def waargenomen(norm: Servicenorm, tellingen: Sequence[Telling]) -> Waargenomen:
    """Say what a norm sees in counters of what it is about."""
    if norm.maat in _GETALMATEN:
        return _getallen(_GETALMATEN[norm.maat], norm, tellingen)
    maat = _TIJDMATEN[norm.maat]
    klok = loopklok(grens_van(norm), norm.klok or "doorlopend").klok
    if maat == "wachttijd":
        return _wachten(klok, norm, tellingen)
    if maat in {"terugbeltijd", "toegezegd-terugbelmoment"}:
        return _terugbellen(maat, klok, norm, tellingen)
    over = UITKOMSTEN if norm.noemer == "begonnen" else BEANTWOORD
    bekend = [deel for telling in tellingen for u in over if (deel := telling.tijden(maat, klok, u))]
    vergeefs = [u for u in over if u in ONBEANTWOORD]
    nooit = sum(t.aantal(u) for t in tellingen for u in vergeefs)
    nooit -= aantal([t.tijden(maat, klok, u) for t in tellingen for u in vergeefs])
    allen = sum(t.aantal(u) for t in tellingen for u in over)
    return Waargenomen(bekend, nooit=nooit, onbekend=allen - nooit - aantal(bekend))


def uitkomst_aandeel(norm: Servicenorm, tellingen: Sequence[Telling]) -> tuple[int, int]:
    """Count those with an uitkomst that the norm names, and all of whom it is."""
    over = UITKOMSTEN if norm.noemer == "begonnen" else BEANTWOORD
    allen = sum(t.aantal(u) for t in tellingen for u in over)
    raak = sum(t.aantal(u) for t in tellingen for u in norm.uitkomsten)
    kort = _kort(norm, "seconden", tellingen) if norm.noemer == "begonnen" else 0
    return raak - (kort if "afgebroken" in norm.uitkomsten else 0), allen - kort


def _getallen(maat: Getalmaat, norm: Servicenorm, tellingen: Sequence[Telling]) -> Waargenomen:
    over = UITKOMSTEN if norm.noemer == "begonnen" else BEANTWOORD
    bekend = [deel for telling in tellingen for u in over if (deel := telling.getallen(maat, u))]
    # of a number, nothing is known unless it was told: also of who was not answered
    return Waargenomen(bekend, onbekend=sum(t.aantal(u) for t in tellingen for u in over) - aantal(bekend))


def _wachten(klok: Klok, norm: Servicenorm, tellingen: Sequence[Telling]) -> Waargenomen:
    bekend = [deel for telling in tellingen for u in _OPGENOMEN if (deel := telling.tijden("wachttijd", klok, u))]
    onbekend = sum(t.aantal(u) for t in tellingen for u in _OPGENOMEN) - aantal(bekend)
    if norm.noemer == "beantwoord":
        return Waargenomen(bekend, onbekend=onbekend)
    nooit = sum(t.aantal(u) for t in tellingen for u in _VERGEEFS) - _kort(norm, klok, tellingen)
    vergeefs = [
        boven(deel, _kort_grens(norm)) if u == "afgebroken" else deel
        for telling in tellingen
        for u in _VERGEEFS
        if u != "geweigerd" and (deel := telling.tijden("wachttijd", klok, u))
    ]
    return Waargenomen(bekend, nooit=nooit, onbekend=onbekend, vergeefs=vergeefs)


def _terugbellen(maat: Tijdmaat, klok: Klok, norm: Servicenorm, tellingen: Sequence[Telling]) -> Waargenomen:
    bekend = [deel for telling in tellingen for u in UITKOMSTEN if (deel := telling.tijden(maat, klok, u))]
    if maat == "toegezegd-terugbelmoment":
        nooit = sum(t.uitgebleven("niet-teruggebeld") for t in tellingen)
        onbekend = sum(t.uitgebleven(u) for t in tellingen for u in UITKOMSTEN if u != "niet-teruggebeld")
    else:
        nooit = sum(t.aantal("niet-teruggebeld") for t in tellingen)
        onbekend = sum(t.aantal("teruggebeld") for t in tellingen)
        onbekend -= aantal([t.tijden(maat, klok, "teruggebeld") for t in tellingen])
        anders = [u for u in UITKOMSTEN if u not in {"teruggebeld", "niet-teruggebeld"}]
        onbekend += sum(t.uitgebleven(u) for t in tellingen for u in anders)
    return Waargenomen(bekend, nooit=nooit if norm.noemer == "begonnen" else 0, onbekend=onbekend)


def _kort_grens(norm: Servicenorm) -> int:
    """Give until when somebody who gave up does not count, in seconds of the norm's clock; -1: never."""
    if norm.telt_niet_mee is None:
        return -1
    seconden = seconden_of(norm.telt_niet_mee.afgebroken_binnen)
    return -1 if seconden is None else seconden


def _kort(norm: Servicenorm, klok: Klok, tellingen: Sequence[Telling]) -> int:
    """Count who gave up so soon that it does not count."""
    if (grens := _kort_grens(norm)) < 0:
        return 0
    return aantal_hoogstens([t.tijden("wachttijd", klok, "afgebroken") for t in tellingen], grens)
