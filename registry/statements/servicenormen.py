# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A servicenorm: what the network agreed that a line shall do, so that it can be judged (contract, section 6).

    naam: telefoon-opnemen
    versie: 1
    titel: De telefoon wordt binnen 20 seconden opgenomen
    dimensie: bereikbaarheid
    kanalen: [telefoon]                        # an empty list: all channels
    maat: wachttijd
    statistiek: aandeel-binnen                 # of all who called, at least 80 % within 20 seconds
    drempel: {aantal: 20, eenheid: seconden}
    richting: minstens
    doel: 0.8
    noemer: begonnen
    klok: doorlopend
    teltNietMee: {afgebrokenBinnen: {aantal: 5, eenheid: seconden}}
    venster: kwartaal
    minimumWaarnemingen: 30
    ingangsdatum: 2026-01-01

What can be said of what; `percentiel` and `uitkomsten` go with the statistiek of that name:

    maat                           statistiek                                                    drempel    doel
    wachttijd … afspraaktermijn    aandeel-binnen                                                a term     0 to 1
                                   gemiddelde, percentiel                                                   a term
    doorverbindingen, tevredenheid aandeel-binnen (at most), aandeel-vanaf (at least)            a number   0 to 1
                                   gemiddelde, percentiel                                                   a number
    openstelling, actualiteit      as these, of each day; in hours and days, or as a term
    juistheid                      aandeel-uitkomst, gemiddelde: the share that was right                   0 to 1
    uitkomst                       aandeel-uitkomst                                                         0 to 1

`percentiel: 100` is the longest of all. `klok` says when seconden, minuten, uren and werkuren run; days are days.
`noemer` says of whom: all who came (`begonnen`; who never got what they came for then counts as too late), or only
those who were answered. openstelling and actualiteit are read off the line and need neither, nor a minimum.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated, ClassVar, Final, Literal, TypeAlias, get_args

from msgspec import Meta, Struct

from registry.errors import Fout
from registry.statements.dubbel import dubbele_waarden
from registry.statements.metingen import ONBEANTWOORD, UITKOMSTEN, Onderwerpcode, Uitkomst, Vraagtype
from registry.statements.namen import Kanaalsoort, Naam, Regel, Tekst
from registry.statements.openingstijden import Duur
from registry.statements.professionallijnen import Maat, Tijd

Dimensie = Literal["bereikbaarheid", "beschikbaarheid", "toegangseisen", "kwaliteit", "leercirkel"]
Statistiek = Literal["aandeel-binnen", "aandeel-vanaf", "aandeel-uitkomst", "gemiddelde", "percentiel"]
Noemer = Literal["begonnen", "beantwoord"]
Normklok = Literal["openingstijden", "kantoortijden", "doorlopend"]
Venstersoort = Literal["dag", "week", "maand", "kwartaal", "vier-maanden", "halfjaar", "jaar"]
Getal = Annotated[float, Meta(ge=0, le=1_000_000)]
Grens: TypeAlias = Duur | Getal
TIJDEN: Final = frozenset(get_args(Tijd))
WACHTEN: Final = frozenset({"wachttijd", "baliewachttijd"})
VAN_DE_LIJN: Final = frozenset({"openstelling", "actualiteit"})  # read off the line, not measured
_MEER_IS_BETER: Final = frozenset({"tevredenheid", "openstelling"})
_VERSTREKEN: Final = {"seconden": 1, "minuten": 60, "uren": 3600}
# what a number means, as a term: openstelling in hours, actualiteit in days
_ALS_GETAL: Final = {
    "openstelling": {"uren": Fraction(1), "minuten": Fraction(1, 60), "seconden": Fraction(1, 3600)},
    "actualiteit": {"kalenderdagen": Fraction(1), "weken": Fraction(7)},
}
_BEREIK: Final = {"tevredenheid": (1, 10), "openstelling": (0, 24), "doorverbindingen": (0, 100)}
_JAREN: Final = (2000, 2199)
_DAG_S: Final = 86_400


class Voorwaarden(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Of which contactmomenten; an empty list is all of them."""

    afspraak: bool | None = None
    vraagtypen: Annotated[tuple[Vraagtype, ...], Meta(max_length=3)] = ()
    onderwerpen: Annotated[tuple[Onderwerpcode, ...], Meta(max_length=100)] = ()


class TeltNietMee(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Who gave up within this time does not count at all."""

    afgebroken_binnen: Duur


class Servicenorm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """Say what lines shall do, or say it anew as a next version."""

    SUB: ClassVar[str] = r"^servicenorm/[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"
    naam: Naam
    versie: Annotated[int, Meta(ge=1, le=10_000)]
    titel: Regel
    bron: Annotated[Tekst | None, Meta(description="Waar de norm vandaan komt, of waarom hij er is.")] = None
    dimensie: Dimensie
    kanalen: Annotated[tuple[Kanaalsoort, ...], Meta(max_length=10)]
    maat: Maat
    statistiek: Statistiek
    drempel: Grens | None = None
    uitkomsten: Annotated[tuple[Uitkomst, ...], Meta(max_length=len(UITKOMSTEN))] = ()
    percentiel: Annotated[float, Meta(gt=0, le=100)] | None = None
    richting: Literal["minstens", "hoogstens"]
    doel: Grens
    noemer: Noemer | None = None
    telt_niet_mee: TeltNietMee | None = None
    voorwaarden: Voorwaarden | None = None
    venster: Venstersoort
    klok: Normklok | None = None
    minimum_waarnemingen: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    ingangsdatum: date
    einddatum: date | None = None

    @property
    def is_aandeel(self) -> bool:
        """Whether its value is a share."""
        return self.statistiek.startswith("aandeel") or self.maat == "juistheid"

    @property
    def gemeten(self) -> bool:
        """Whether it is judged by contactmomenten; if not, by the line itself."""
        return self.maat not in VAN_DE_LIJN

    def treft(self, kanaal: str) -> bool:
        """Say whether it is about channels of this soort."""
        return (not self.kanalen or kanaal in self.kanalen) and (self.maat != "baliewachttijd" or kanaal == "balie")

    def getal(self, grens: Grens) -> float:
        """Give a limit that is no term of a measurement as a number: hours for openstelling, days for actualiteit."""
        return float(grens.aantal * _ALS_GETAL[self.maat][grens.eenheid]) if isinstance(grens, Duur) else grens

    def teksten(self) -> Iterator[tuple[str, str]]:
        """List the texts that may be about nobody: (field, text)."""
        yield "titel", self.titel
        if self.bron is not None:
            yield "bron", self.bron

    def fouten(self, op: date) -> Iterator[Fout]:  # noqa: ARG002  # one shape for every body
        """Yield fields that are missing for this maat, contradict each other, or make it impossible to judge."""
        yield from _statistic_faults(self)
        yield from _limit_faults(self)
        yield from _target_faults(self)
        yield from _scope_faults(self)
        yield from _term_faults(self.ingangsdatum, self.einddatum)


def seconden_of(duur: Duur) -> int | None:
    """Give a term of elapsed time in seconds; None for days and werkuren."""
    factor = _VERSTREKEN.get(duur.eenheid)
    return None if factor is None else duur.aantal * factor


def _fault(veld: str, code: str, uitleg: str) -> Fout:
    return Fout(veld=veld, code=code, uitleg=uitleg)


def _statistic_faults(norm: Servicenorm) -> Iterator[Fout]:
    mogelijk = _possible(norm.maat)
    if norm.statistiek not in mogelijk:
        yield _fault("statistiek", "tegenspraak", f"Kies bij {norm.maat} uit: {', '.join(mogelijk)}.")
    if norm.statistiek == "percentiel" and norm.percentiel is None:
        yield _fault("percentiel", "ontbreekt", "Noem welk percentiel, zoals 90; 100 is de langste van alle.")
    if norm.statistiek != "percentiel" and norm.percentiel is not None:
        yield _fault("percentiel", "tegenspraak", "Laat dit weg, of kies als statistiek percentiel.")
    if norm.maat == "uitkomst" and not norm.uitkomsten:
        yield _fault("uitkomsten", "ontbreekt", "Noem welke uitkomsten meetellen, zoals [beantwoord, teruggebeld].")
    if norm.maat != "uitkomst" and norm.uitkomsten:
        yield _fault("uitkomsten", "tegenspraak", "Laat dit weg, of kies als maat uitkomst.")
    if len(set(norm.uitkomsten)) == len(UITKOMSTEN):
        yield _fault("uitkomsten", "zinloos", "Dit zijn alle uitkomsten: het aandeel is dan altijd 1.")
    yield from dubbele_waarden("uitkomsten", norm.uitkomsten)
    yield from dubbele_waarden("kanalen", norm.kanalen)


def _possible(maat: Maat) -> tuple[Statistiek, ...]:
    if maat in TIJDEN:
        return "aandeel-binnen", "gemiddelde", "percentiel"
    if maat == "uitkomst":
        return ("aandeel-uitkomst",)
    if maat == "juistheid":
        return "aandeel-uitkomst", "gemiddelde"
    return "aandeel-binnen", "aandeel-vanaf", "gemiddelde", "percentiel"


def _limit_faults(norm: Servicenorm) -> Iterator[Fout]:
    """Yield what is wrong with `drempel`."""
    needed = norm.statistiek in {"aandeel-binnen", "aandeel-vanaf"} and norm.maat not in {"uitkomst", "juistheid"}
    if needed and norm.drempel is None:
        yield _fault("drempel", "ontbreekt", f"Noem de grens waar het aandeel over gaat: {_form(norm.maat)}.")
    elif norm.drempel is not None and not needed:
        yield _fault("drempel", "tegenspraak", "Laat dit weg: bij deze maat en statistiek is er geen grens.")
    elif norm.drempel is not None:
        yield from _form_faults("drempel", norm.drempel, norm)


def _target_faults(norm: Servicenorm) -> Iterator[Fout]:
    """Yield what is wrong with `doel` and `richting`: of another form, out of reach, or met whatever happens."""
    if norm.is_aandeel:
        if isinstance(norm.doel, Duur) or norm.doel > 1:
            yield _fault("doel", "bereik", "Het doel is hier een aandeel van 0 tot en met 1: schrijf 90 % als 0.9.")
        elif norm.doel == (0 if norm.richting == "minstens" else 1):
            yield _fault("doel", "zinloos", f"{norm.richting.capitalize()} {norm.doel:g}: dat haalt elke lijn altijd.")
    else:
        yield from _form_faults("doel", norm.doel, norm)
    goed = _direction(norm)
    if goed is not None and norm.richting != goed:
        uitleg = f"Bij deze maat en statistiek is {goed} de goede kant op; zo zou slechter worden beter zijn."
        yield _fault("richting", "tegenspraak", uitleg)


def _direction(norm: Servicenorm) -> str | None:
    if norm.maat == "uitkomst":
        return None  # at most 5 % gives up, at least 90 % is answered
    upward = norm.maat in _MEER_IS_BETER
    if norm.maat == "juistheid":
        return "minstens"
    if norm.statistiek == "aandeel-binnen":
        return "hoogstens" if upward else "minstens"
    return "minstens" if upward else "hoogstens"


def _form(maat: Maat) -> str:
    if maat in TIJDEN:
        return "een termijn, zoals {aantal: 20, eenheid: seconden}"
    if maat in _ALS_GETAL:
        return f"een getal, of een termijn in {' of '.join(_ALS_GETAL[maat])}"
    return "een getal"


def _form_faults(veld: str, grens: Grens, norm: Servicenorm) -> Iterator[Fout]:
    maat = norm.maat
    if isinstance(grens, Duur):
        if maat in TIJDEN:
            yield from _clock_faults(veld, grens, norm)
            return
        if grens.eenheid not in _ALS_GETAL.get(maat, {}):
            yield _fault(veld, "type", f"Geef hier {_form(maat)}.")
            return
    elif maat in TIJDEN:
        yield _fault(veld, "type", f"Geef hier {_form(maat)}.")
        return
    laag, hoog = _BEREIK.get(maat, (0, 36_600))
    if not laag <= norm.getal(grens) <= hoog:
        yield _fault(veld, "bereik", f"Bij {maat} ligt dit tussen {laag} en {hoog}.")


def _clock_faults(veld: str, duur: Duur, norm: Servicenorm) -> Iterator[Fout]:
    if duur.eenheid == "werkuren" and norm.klok == "doorlopend":
        uitleg = "Werkuren lopen niet door: kies uren, of als klok openingstijden of kantoortijden."
        yield _fault(veld, "tegenspraak", uitleg)
    if norm.maat in WACHTEN and ((verstreken := seconden_of(duur)) is None or verstreken > _DAG_S):
        yield _fault(veld, "bereik", "Wachten duurt hoogstens een dag: geef seconden, minuten of uren.")


def _scope_faults(norm: Servicenorm) -> Iterator[Fout]:
    """Yield what is missing or too much in saying of which contactmomenten it is."""
    if norm.maat == "baliewachttijd" and set(norm.kanalen) - {"balie"}:
        yield _fault("kanalen", "tegenspraak", "Baliewachttijd is er alleen aan de balie; kies anders wachttijd.")
    if norm.gemeten:
        yield from _measured_faults(norm)
        return
    for veld, waarde in (("voorwaarden", norm.voorwaarden), ("teltNietMee", norm.telt_niet_mee)):
        if waarde is not None:
            yield _fault(veld, "tegenspraak", f"Laat dit weg: {norm.maat} wordt niet gemeten maar staat vast.")


def _measured_faults(norm: Servicenorm) -> Iterator[Fout]:
    if norm.noemer is None:
        yield _fault("noemer", "ontbreekt", "Kies over wie het gaat: begonnen of beantwoord.")
    if norm.minimum_waarnemingen is None:
        yield _fault("minimumWaarnemingen", "ontbreekt", "Noem hoeveel waarnemingen nodig zijn om te oordelen.")
    if norm.maat in TIJDEN and norm.klok is None:
        yield _fault("klok", "ontbreekt", "Kies wanneer de tijd loopt: openingstijden, kantoortijden of doorlopend.")
    if norm.noemer == "beantwoord" and (onbeantwoord := ONBEANTWOORD.intersection(norm.uitkomsten)):
        uitleg = f"Wat {' of '.join(sorted(onbeantwoord))} is, is niet beantwoord: kies als noemer begonnen."
        yield _fault("noemer", "tegenspraak", uitleg)
    if norm.telt_niet_mee is not None:
        yield from _leave_out_faults(norm, norm.telt_niet_mee.afgebroken_binnen)
    if norm.voorwaarden is not None:
        yield from dubbele_waarden("voorwaarden.vraagtypen", norm.voorwaarden.vraagtypen)
        yield from dubbele_waarden("voorwaarden.onderwerpen", norm.voorwaarden.onderwerpen)


def _leave_out_faults(norm: Servicenorm, binnen: Duur) -> Iterator[Fout]:
    if norm.maat not in {*WACHTEN, "uitkomst"}:
        uitleg = "Wie snel ophangt, telt alleen mee bij wachttijd en uitkomst: laat dit hier weg."
        yield _fault("teltNietMee", "tegenspraak", uitleg)
    if (verstreken := seconden_of(binnen)) is None or verstreken > _DAG_S:
        uitleg = "Geef hoogstens een dag, in seconden, minuten of uren."
        yield _fault("teltNietMee.afgebrokenBinnen", "bereik", uitleg)


def _term_faults(ingangsdatum: date, einddatum: date | None) -> Iterator[Fout]:
    if not _JAREN[0] <= ingangsdatum.year <= _JAREN[1]:
        yield _fault("ingangsdatum", "bereik", f"Noem een dag in de jaren {_JAREN[0]} tot en met {_JAREN[1]}.")
    if einddatum is not None and einddatum < ingangsdatum:
        yield _fault("einddatum", "volgorde", "De laatste dag ligt voor de eerste.")
