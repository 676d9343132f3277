# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a question for a route leaves behind for the leercirkel: where the network has no line, and what was in the way.

    geen-lijn      taak               levensbewijs        whose task it seemed, by the knowledge base
                   onderwerp          aow                 else the subject that was asked for
                   levensgebeurtenis  met pensioen gaan   else the life event
                   organisatie        00000099…           else the member
                   onbekend           -                   else
    toegangseis    rol                00000099…           a condition that was not met, and whose line it was on

Never the words of a question, nor any part of them, and not who asked: names of tasks are those of the knowledge base,
and a subject or life event is only named when the register knows it (`bekend`). So there is nothing in it to erase.
A question counts once for each: asked again, it counts again.
"""

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from registry.projections.contactroutes import Contactroutes, Vraag

Wat = Literal["geen-lijn", "toegangseis"]
NIETS: str = "-"


class Leerpunt(Struct, frozen=True, array_like=True, order=True):
    """One thing to learn; see above. Of a toegangseis: its soort, and the OIN of whose line it is."""

    wat: Wat
    soort: str
    naam: str


class Leerpunten(Struct, frozen=True, array_like=True):
    """How often there was what to learn."""

    punten: tuple[tuple[Leerpunt, int], ...]


ONBEKEND = Leerpunt("geen-lijn", "onbekend", NIETS)


def leerpunten(found: Contactroutes, vraag: Vraag) -> Iterator[Leerpunt]:
    """Yield what there is to learn of an answer, with subjects and life events as they were asked (`alleen_bekend`)."""
    if found.geen_verkeerde_deur is not None:
        yield _missing(found, vraag)
        return
    yield from dict.fromkeys(
        Leerpunt("toegangseis", eis.soort, keuze.kandidaat.ingang.oin)
        for keuze in found.keuzes
        if keuze.oordeel[0]
        for eis in keuze.oordeel[1].eisen
        if eis.oordeel == "niet-voldaan"
    )


def alleen_bekend(
    punt: Leerpunt, *, onderwerp: Callable[[str], bool], levensgebeurtenis: Callable[[str], bool]
) -> Leerpunt:
    """Leave out a subject or life event that the register does not know: it may be anything that somebody typed."""
    known = {"onderwerp": onderwerp, "levensgebeurtenis": levensgebeurtenis}.get(punt.soort)
    return punt if known is None or known(punt.naam) else ONBEKEND


def _missing(found: Contactroutes, vraag: Vraag) -> Leerpunt:
    door = found.geen_verkeerde_deur
    if door is not None and door.betrokken is not None:
        return Leerpunt("geen-lijn", "taak", door.betrokken.taak.taak)
    if vraag.onderwerp is not None:
        return Leerpunt("geen-lijn", "onderwerp", vraag.onderwerp)
    if vraag.levensgebeurtenis is not None:
        return Leerpunt("geen-lijn", "levensgebeurtenis", vraag.levensgebeurtenis)
    gids = found.aanroep.gids
    if vraag.organisatie is not None and (lid := gids.organisatie(vraag.organisatie)) is not None:
        return Leerpunt("geen-lijn", "organisatie", lid.oin)
    return ONBEKEND
