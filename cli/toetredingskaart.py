# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How members stand against the toetredingscriteria, as a person reads it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from cli.uitvoer import Deel, Regel, geel, groen, rood, vet

if TYPE_CHECKING:
    from datetime import datetime

    from registry import wire
    from registry.projections.toetsuitslag import Stap

WOORDEN: Final = {
    "voldaan": ("voldaan", "+"),
    "niet-voldaan": ("niet voldaan", "-"),
    "nog-niet-te-beoordelen": ("nog niet te beoordelen", "?"),
}
_KLEUREN: Final = {"voldaan": groen, "niet-voldaan": rood, "nog-niet-te-beoordelen": geel}


def kaart(plateaus: "Sequence[wire.PlateauUitkomst]", criteria: "Sequence[wire.CriteriumUitkomst]") -> Iterator[Regel]:
    """Show each plateau with its criteria, and below what is not met what to do."""
    for plateau in plateaus:
        since = f" sinds {_dag(plateau.sinds)}" if plateau.sinds else ""
        stand: Deel = groen(f"bereikt{since}") if plateau.bereikt else geel("nog niet bereikt")
        hoeveel = "" if plateau.voldaan is None else f"  ({plateau.voldaan} van {plateau.totaal})"
        yield (vet(f"Plateau {plateau.plateau}"), "  ", stand, hoeveel)
        for een in criteria:
            if een.plateau == plateau.plateau:
                yield from _criterium(een)


def _criterium(een: "wire.CriteriumUitkomst") -> Iterator[Regel]:
    yield ("  ", _woord(een.oordeel), f"  {een.titel} ({een.naam})")
    if een.oordeel == "voldaan":
        return
    if een.uitleg:
        yield (f"      {een.uitleg}",)
    yield from (("      ", *_stap(stap)) for stap in een.stappen)


def _woord(oordeel: str | None) -> Deel:
    if oordeel is None:
        return "(niet voor u)"
    return _KLEUREN[oordeel](WOORDEN[oordeel][0])


def _stap(stap: "Stap") -> Regel:
    wie = "Het OBPT: " if stap.door == "beheerder" else ""
    waar = f" ({', '.join(stap.lijnen)})" if stap.lijnen else ""
    return (f"→ {wie}{stap.wat}{waar}",)


def matrix(found: "wire.Toetredingsmatrix") -> Iterator[Regel]:
    """Show the matrix: a row for each member, a column for each criterion, and below it what the columns are."""
    codes = _codes(found.criteria)
    wide = max((len(_naam(rij)) for rij in found.leden), default=0)
    yield (vet(f"{'':<{wide}}  plateau  " + "  ".join(codes.values())),)
    for rij in found.leden:
        oordelen = {vak.criterium: vak.oordeel for vak in rij.oordelen}
        cellen: list[Deel] = []
        for naam, code in codes.items():
            oordeel = oordelen.get(naam)
            cellen += [_KLEUREN[oordeel](WOORDEN[oordeel][1]) if oordeel else " ", " " * (len(code) + 1)]
        status = "" if rij.status == "toegelaten" else f"  {rij.status}"
        yield (f"{_naam(rij):<{wide}}  {rij.bereikt:^7}  ", *cellen, status)
    yield ("",)
    yield ("+ voldaan   - niet voldaan   ? nog niet te beoordelen   (leeg: niet gevraagd)",)
    yield from ((f"{codes[een.naam]}  {een.titel} ({een.naam})",) for een in found.criteria)


def _codes(criteria: "Sequence[wire.Kolom]") -> dict[str, str]:
    """Give each criterion a short code: its plateau and a letter.

    >>> from registry.wire import Kolom
    >>> kolommen = [Kolom(naam=n, titel="", plateau=p, dimensie="kwaliteit") for n, p in (("a", 1), ("b", 2), ("c", 2))]
    >>> list(_codes(kolommen).values())
    ['1a', '2a', '2b']
    """
    codes: dict[str, str] = {}
    geteld: dict[int, int] = {}
    for een in criteria:
        nummer = geteld.get(een.plateau, 0)
        geteld[een.plateau] = nummer + 1
        codes[een.naam] = f"{een.plateau}{chr(ord('a') + nummer) if nummer < _LETTERS else nummer}"
    return codes


_LETTERS: Final = 26


def _naam(rij: "wire.Lidrij") -> str:
    return rij.afkorting or rij.naam


def nieuws(found: "wire.Toetredingsmatrix") -> Iterator[Regel]:
    """Show what changed, what is about to be lost, and whose membership ends."""
    namen = {rij.oin: _naam(rij) for rij in found.leden}
    for kop, regels in (
        (
            "Veranderd",
            [(f"{namen[een.oin]}: {een.criterium}  {_van(een.was)} → ", _naar(een.nu)) for een in found.wijzigingen],
        ),
        ("Gaat verloren", list(_losses(found, namen))),
        ("Loopt af", [(f"{namen[een.oin]}: {een.wat}, laatste dag {een.laatste_dag}",) for een in found.aflopend]),
    ):
        if regels:
            yield ("",)
            yield (vet(kop),)
            yield from (("  ", *regel) for regel in regels)


def _losses(found: "wire.Toetredingsmatrix", namen: dict[str, str]) -> Iterator[Regel]:
    for een in sorted(found.dreigend, key=lambda een: (een.vanaf, een.oin)):
        yield (geel(_dag(een.vanaf)), f"  {namen[een.oin]}: {een.criterium}. {een.uitleg}")


def _van(oordeel: str | None) -> str:
    return WOORDEN[oordeel][0] if oordeel else "(niet gevraagd)"


def _naar(oordeel: str | None) -> Deel:
    return _KLEUREN[oordeel](WOORDEN[oordeel][0]) if oordeel else "(niet gevraagd)"


def csv_regels(found: "wire.Toetredingsmatrix") -> list[Regel]:
    """Write the matrix as CSV. A name that a spreadsheet would take for a formula gets an apostrophe."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    kolommen = [een.naam for een in found.criteria]
    writer.writerow(["oin", "afkorting", "naam", "status", "toegekend", "bereikt", "geldigTot", *kolommen])
    for rij in found.leden:
        oordelen = {vak.criterium: vak.oordeel for vak in rij.oordelen}
        about = [rij.oin, rij.afkorting or "", rij.naam, rij.status, rij.toegekend or "", rij.bereikt]
        einde = rij.geldig_tot or ""
        writer.writerow([_cel(text) for text in (*about, einde, *(oordelen.get(naam, "") for naam in kolommen))])
    return [(line,) for line in out.getvalue().splitlines()]


def _cel(waarde: object) -> str:
    text = str(waarde)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def hele_matrix(bladzijden: "Iterable[wire.Toetredingsmatrix]") -> "wire.Toetredingsmatrix":
    """Put pages together. A criterion that is asked on any page is a column."""
    from msgspec.structs import replace

    known = list(bladzijden)
    kolommen = {een.naam: een for bladzijde in known for een in bladzijde.criteria}
    return replace(
        known[0],
        criteria=tuple(sorted(kolommen.values(), key=lambda een: (een.plateau, een.naam))),
        leden=tuple(een for bladzijde in known for een in bladzijde.leden),
        wijzigingen=tuple(een for bladzijde in known for een in bladzijde.wijzigingen),
        dreigend=tuple(een for bladzijde in known for een in bladzijde.dreigend),
        aflopend=tuple(een for bladzijde in known for een in bladzijde.aflopend),
    )


def _dag(at: "datetime") -> str:
    from registry.statements.klok import local_date
    from registry.statements.spreektaal import spreek_datum_voluit

    return spreek_datum_voluit(local_date(at))
