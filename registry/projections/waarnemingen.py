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
    afspraaktermijn           with whom a moment was agreed, until then  nobody
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
from registry.projections.tellingen import Getalmaat, Telling, Tijdmaat, getallen_van, tijden_van, uitkomsten_van
from registry.projections.verdelingen import boven
from registry.statements.metingen import ONBEANTWOORD, UITKOMSTEN, Uitkomst
from registry.statements.openingstijden import Duur
from registry.statements.servicenormen import Normklok, Servicenorm, seconden_of

BEANTWOORD: Final[tuple[Uitkomst, ...]] = tuple(u for u in UITKOMSTEN if u not in ONBEANTWOORD)
OPGENOMEN: Final[tuple[Uitkomst, ...]] = ("beantwoord", "verkeerde-deur")
_VERGEEFS: Final[tuple[Uitkomst, ...]] = tuple(u for u in UITKOMSTEN if u not in OPGENOMEN)
_VOOR_NIETS: Final = tuple(u for u in _VERGEEFS if u not in {"geweigerd", "afgebroken"})  # these waited to the end
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
    if maat == "afspraaktermijn":  # without one, nothing was asked for
        return Waargenomen(tijden_van(tellingen, maat, klok, _over(norm)))
    if maat in {"terugbeltijd", "toegezegd-terugbelmoment"}:
        return _terugbellen(maat, klok, norm, tellingen)
    keren = uitkomsten_van(tellingen)
    over = _over(norm)
    answered = tijden_van(tellingen, maat, klok, BEANTWOORD)
    others = tijden_van(tellingen, maat, klok, [u for u in over if u in ONBEANTWOORD])
    nooit = sum(keren[u] for u in over if u in ONBEANTWOORD) - aantal(others)
    onbekend = sum(keren[u] for u in BEANTWOORD) - aantal(answered)
    return Waargenomen([*answered, *others], nooit=nooit, onbekend=onbekend)


def _over(norm: Servicenorm) -> tuple[Uitkomst, ...]:
    """List the uitkomsten of whom a norm is."""
    return UITKOMSTEN if norm.noemer == "begonnen" else BEANTWOORD


def uitkomst_aandeel(norm: Servicenorm, tellingen: Sequence[Telling]) -> tuple[int, int]:
    """Count those with an uitkomst that the norm names, and all of whom it is."""
    keren = uitkomsten_van(tellingen)
    if norm.noemer == "begonnen":
        keren["afgebroken"] -= _kort(norm, "seconden", tellingen)
    over = _over(norm)
    return sum(keren[u] for u in norm.uitkomsten), sum(keren[u] for u in over)


def _getallen(maat: Getalmaat, norm: Servicenorm, tellingen: Sequence[Telling]) -> Waargenomen:
    over = _over(norm)
    bekend = getallen_van(tellingen, maat, over)
    keren = uitkomsten_van(tellingen)  # of a number nothing is known unless it was told: also of who was not answered
    return Waargenomen(bekend, onbekend=sum(keren[u] for u in over) - aantal(bekend))


def _wachten(klok: Klok, norm: Servicenorm, tellingen: Sequence[Telling]) -> Waargenomen:
    keren = uitkomsten_van(tellingen)
    bekend = tijden_van(tellingen, "wachttijd", klok, OPGENOMEN)
    onbekend = sum(keren[u] for u in OPGENOMEN) - aantal(bekend)
    if norm.noemer == "beantwoord":
        return Waargenomen(bekend, onbekend=onbekend)
    nooit = sum(keren[u] for u in _VERGEEFS) - _kort(norm, klok, tellingen)
    vergeefs: list[bytes] = []
    if norm.statistiek == "gemiddelde":
        opgehangen = tijden_van(tellingen, "wachttijd", klok, ["afgebroken"])
        vergeefs = [rest for deel in opgehangen if (rest := boven(deel, _kort_grens(norm)))]
        vergeefs += tijden_van(tellingen, "wachttijd", klok, _VOOR_NIETS)
    return Waargenomen(bekend, nooit=nooit, onbekend=onbekend, vergeefs=vergeefs)


def _terugbellen(maat: Tijdmaat, klok: Klok, norm: Servicenorm, tellingen: Sequence[Telling]) -> Waargenomen:
    bekend = tijden_van(tellingen, maat, klok, UITKOMSTEN)
    open_ = {u: sum(t.uitgebleven(u) for t in tellingen) for u in UITKOMSTEN}
    if maat == "toegezegd-terugbelmoment":
        nooit = open_.pop("niet-teruggebeld")
        onbekend = sum(open_.values())
    else:
        keren = uitkomsten_van(tellingen)
        nooit = keren["niet-teruggebeld"]
        onbekend = keren["teruggebeld"] - aantal(tijden_van(tellingen, maat, klok, ["teruggebeld"]))
        onbekend += sum(keer for u, keer in open_.items() if u not in {"teruggebeld", "niet-teruggebeld"})
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
    return aantal_hoogstens(tijden_van(tellingen, "wachttijd", klok, ["afgebroken"]), grens)
