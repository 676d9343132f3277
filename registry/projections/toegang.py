# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Am I allowed? Each toegangseis against what the caller told.

`voldaan` and `niet-voldaan` are certain; what the caller did not tell, or what only the two people on
the line can settle, is `te-controleren`, with what to do about it.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final, Literal, assert_never

from msgspec import Struct

from registry.statements.professionallijnen import (
    BurgerAanwezig,
    EenToegangseis,
    Identificatie,
    MachtigingEis,
    OrganisatiesoortEis,
    RolEis,
    WerkgebiedEis,
)

_MAX_AANVRAGERS: Final = 1_000
Oordeel = Literal["voldaan", "niet-voldaan", "te-controleren"]


class Aanvrager(Struct, frozen=True, kw_only=True, cache_hash=True):
    """What is known of the one who asks; None: not told."""

    rol: str | None = None
    burger_aanwezig: bool | None = None
    machtiging: str | None = None
    gemeente: str | None = None
    organisatiesoort: str | None = None


def overal(wie: Aanvrager) -> Aanvrager:
    """Give the same who asks, without the municipality: one object for equals, to be found without comparing."""
    return _one_of_equals(
        Aanvrager(
            rol=wie.rol,
            burger_aanwezig=wie.burger_aanwezig,
            machtiging=wie.machtiging,
            organisatiesoort=wie.organisatiesoort,
        )
    )


@lru_cache(_MAX_AANVRAGERS)
def _one_of_equals(wie: Aanvrager) -> Aanvrager:
    return wie


class Eisoordeel(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The verdict on one condition, and what to do about it."""

    soort: str
    oordeel: Oordeel
    uitleg: str | None = None


class Toegang(Struct, frozen=True, kw_only=True):
    """The verdict on all conditions together: niet-voldaan if one is, else te-controleren if one is."""

    oordeel: Oordeel
    eisen: tuple[Eisoordeel, ...]


def toegang(eisen: Sequence[EenToegangseis], aanvrager: Aanvrager) -> Toegang:
    """Judge every condition of a line for this caller."""
    judged = tuple(_judge(eis, aanvrager) for eis in eisen)
    found = {eis.oordeel for eis in judged}
    if "niet-voldaan" in found:
        return Toegang(oordeel="niet-voldaan", eisen=judged)
    return Toegang(oordeel="te-controleren" if "te-controleren" in found else "voldaan", eisen=judged)


def _judge(eis: EenToegangseis, aanvrager: Aanvrager) -> Eisoordeel:
    match eis:
        case RolEis():
            return _one_of(eis, "rol", aanvrager.rol, eis.toegestaan, "Alleen voor: {}.")
        case BurgerAanwezig():
            return _judge_burger(eis, aanvrager)
        case MachtigingEis():
            return _one_of(
                eis, "machtiging", aanvrager.machtiging, eis.vormen, "Nodig is een machtiging van de burger: {}."
            )
        case Identificatie():
            uitleg = f"Houd deze gegevens van de burger bij de hand: {_list(eis.gegevens, 'en')}."
            return _verdict(eis, "identificatie", uitleg, holds=None)
        case OrganisatiesoortEis():
            soort = aanvrager.organisatiesoort
            return _one_of(
                eis, "organisatiesoort", soort, eis.toegestaan, "Alleen voor organisaties van het soort: {}."
            )
        case WerkgebiedEis():
            uitleg = "Alleen voor burgers uit: {}."
            return _one_of(eis, "werkgebied", aanvrager.gemeente, eis.gemeenten, uitleg)
        case _:
            assert_never(eis)


def _judge_burger(eis: BurgerAanwezig, aanvrager: Aanvrager) -> Eisoordeel:
    uitleg = {
        True: None,
        False: "Bel als de burger bij u zit.",
        None: "De burger moet bij het gesprek aanwezig zijn.",
    }
    return _verdict(eis, "burger-aanwezig", uitleg[aanvrager.burger_aanwezig], holds=aanvrager.burger_aanwezig)


def _one_of(eis: EenToegangseis, soort: str, given: str | None, allowed: Collection[str], uitleg: str) -> Eisoordeel:
    if given is None:
        return _verdict(eis, soort, uitleg.format(_list(allowed)), holds=None)
    holds = given in allowed
    return _verdict(eis, soort, None if holds else uitleg.format(_list(allowed)), holds=holds)


def _verdict(eis: EenToegangseis, soort: str, uitleg: str | None, *, holds: bool | None) -> Eisoordeel:
    oordeel: Oordeel = "te-controleren" if holds is None else "voldaan" if holds else "niet-voldaan"
    texts = [text for text in (uitleg, eis.toelichting) if text]
    return Eisoordeel(soort=soort, oordeel=oordeel, uitleg=" ".join(texts) or None)


def _list(words: Collection[str], joined_by: str = "of") -> str:
    *first, last = (word.replace("-", " ") for word in words)
    return f"{', '.join(first)} {joined_by} {last}" if first else last
