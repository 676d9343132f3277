# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the beheerder says for the whole network out of a file: show what changes, ask, sign, hand in."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from cli.omgeving import Omgeving

T = TypeVar("T", bound=msgspec.Struct)
_WOORDEN = {"nieuw": "nieuw", "gewijzigd": "verschil met wat er nu staat", "ongewijzigd": "staat er al precies zo"}


def lees_afspraak(pad: Path, kind: type[T], omgeving: "Omgeving") -> T:
    """Read the file.

    Raises:
        MalformedError: with every fault, and the line it is on.
    """
    from cli.bestanden import lees, plekfout
    from cli.lijnen import omzetten
    from registry.errors import MalformedError
    from registry.statements.klok import local_date

    body, fouten = omzetten(lees(pad), kind, op=local_date(omgeving.now()))
    if fouten:
        named = [plekfout(fout, pad) for fout in fouten]
        raise MalformedError("Er is niets verstuurd: verbeter eerst deze fouten.", fouten=named)
    made: T = body
    return made


def zeg_afspraak(
    omgeving: "Omgeving", body: Any, pad: Path, *, sub: str, naam: str, wat: dict[str, Any], ja: bool, json: bool
) -> None:
    """Say it, unless it stands already.

    Args:
        wat: how the answer begins, as data.
        naam: what it is to a person, with the word for this kind first: `kalender 2028`.
    """
    from cli.indienen import Indiener
    from cli.profielbestand import lees_profiel
    from cli.uitvoer import vet
    from cli.verbinding import register_van
    from cli.verschil import regels, verschil

    uit = omgeving.uitvoer(json=json)
    profiel = lees_profiel(omgeving)
    with register_van(omgeving, profiel) as register:
        indiener = Indiener(register, profiel, omgeving, uit)
        head = next(iter(indiener.gezegd(sub)), None)
        changes = tuple(verschil(head.inhoud if head else {}, msgspec.json.decode(msgspec.json.encode(body))))
        word = "nieuw" if head is None else "gewijzigd" if changes else "ongewijzigd"
        uit.meld(vet(naam), f" ({pad}): {_WOORDEN[word]}")
        for line in regels(changes):
            uit.meld(*line)
        bewijs = None
        if changes:
            omgeving.vraag_akkoord(f"Deze {naam.partition(' ')[0]} publiceren?", ja=ja, uit=uit)
            bewijs = indiener.zeg(body, sub=sub, vorige=head.digest if head else None)
    place = {"index": bewijs.index, "digest": bewijs.digest} if bewijs else {}
    told = f"  nummer {bewijs.index}  {bewijs.digest}" if bewijs else ""
    uit.data({**wat, "uitkomst": word, "verschil": changes, **place}, [(f"{sub}  {word}{told}",)])
