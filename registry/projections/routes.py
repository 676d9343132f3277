# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""One way to a colleague: what there is to say of it, worked out when it is asked for.

Many lines are looked at for every one that is shown, so a `Route` holds what decides its place and no more.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from registry.projections.aanroep import Aanroep
from registry.projections.fit import Vondst
from registry.projections.gids import Gids
from registry.projections.ingangen import Ingang
from registry.projections.kandidaten import hours
from registry.projections.keuzes import Keuze
from registry.projections.organisaties import Organisatie
from registry.projections.passend import Passend
from registry.projections.professionallijnen import Lijn
from registry.projections.toegang import Toegang
from registry.projections.uren import NOOIT, is_open
from registry.statements.bereikbaarheid import Bereikbaar, bereikbaar
from registry.statements.professionallijnen import EenKanaal, Toezegging
from registry.statements.spreektaal import spreek_moment
from registry.statements.termijnen import uiterlijk

GEWEERD: Final = "u voldoet niet aan een toegangseis"
_KEPT: Final = 20_000
_SHOWN_WORDS: Final = 3
_SHOWN_PLACES: Final = 2
_SHORT: Final = 80


class Route:
    """One way to a colleague, and why it stands where it stands. `rang` counts from 1."""

    __slots__ = ("_lijn", "aanroep", "kandidaat", "keuze", "rang", "vondst")

    def __init__(self, rang: int, keuze: Keuze, aanroep: Aanroep, vondst: Vondst | None) -> None:
        self.rang = rang
        self.keuze = keuze
        self.kandidaat = keuze.kandidaat
        self.aanroep = aanroep
        self.vondst = vondst
        self._lijn: Lijn | None = None

    @property
    def barred(self) -> bool:
        """Whether the caller certainly may not use the line."""
        return self.keuze.oordeel[0]

    @property
    def ingang(self) -> Ingang:
        """The line in the directory."""
        return self.kandidaat.ingang

    @property
    def lijn(self) -> Lijn:
        """The whole line."""
        if self._lijn is None:
            self._lijn = self.kandidaat.ingang.lijn
        return self._lijn

    @property
    def organisatie(self) -> Organisatie:
        """Whose line it is."""
        return self.kandidaat.ingang.houder

    @property
    def kanaal(self) -> EenKanaal:
        """The channel to try."""
        return self.lijn.lijn.kanalen[self.kandidaat.kanaal]

    @property
    def toegang(self) -> Toegang:
        """The verdicts on the conditions of the line."""
        return self.keuze.oordeel[1]

    @property
    def bereikbaar(self) -> Bereikbaar:
        """Whether and when the channel can be reached, with sentences for people."""
        return self._reach(self.kanaal)

    @property
    def beloften(self) -> tuple[tuple[Toezegging, datetime], ...]:
        """What is promised, each with its moment, for a contact that begins now, or else when the channel opens."""
        start = self.opent
        return () if start is None else tuple(promises(self.kanaal, self.aanroep.gids, start))

    @property
    def opent(self) -> datetime | None:
        """The moment from which promises count: now, or the next opening; None when it does not open any more."""
        kandidaat = self.kandidaat
        if kandidaat.opent_s >= NOOIT:
            return None
        return datetime.fromtimestamp(kandidaat.opent_s, tz=UTC) if kandidaat.opent_s else self.aanroep.at

    @property
    def terugval(self) -> Lijn | None:
        """The line to try when this one cannot be reached: as a storing says, as the line says, or a neighbour."""
        found = self.terugval_ingang
        return found.lijn if found else None

    @property
    def terugval_ingang(self) -> Ingang | None:
        """The same, as the directory has it."""
        return fallback(self.aanroep, self.kandidaat.ingang)

    @property
    def redenen(self) -> tuple[str, ...]:
        """Why it stands here, for people: what fits, when it is open, what is in the way."""
        return (*self.past, *self.bereikbaar.redenen, *self.besides)

    @property
    def past(self) -> tuple[str, ...]:
        """By what it fits the question."""
        passend, vondst = self.keuze.passend, self.vondst
        return tuple(_fits(passend, vondst, self.aanroep.gids)) if passend and vondst else ()

    def _reach(self, kanaal: EenKanaal) -> Bereikbaar:
        storing = self.ingang.storing
        dicht = storing.dicht(kanaal.soort) if storing else ()
        return bereikbaar(kanaal, self.aanroep.gids.kalenders, at=self.aanroep.at, dicht=dicht)

    @property
    def open_instead(self) -> tuple[str, ...]:
        """The soort of each other channel that is open while this one is not."""
        if not self.keuze.other_channels:
            return ()
        ingang, uren, dag, at_s = self.ingang, self.aanroep.gids.uren, self.aanroep.dag[0], self.aanroep.at_s
        return tuple(
            kort.soort
            for i, kort in enumerate(ingang.kanalen)
            if i != self.kandidaat.kanaal and is_open(hours(ingang, kort, uren, dag), at_s)[0]
        )

    @property
    def unchanged(self) -> tuple[int, int]:
        """From when until when its other channels stay as they are, as far as there is something to say of them."""
        van, tot = -NOOIT, NOOIT
        if self.keuze.other_channels:
            for kort in self.ingang.kanalen:
                grenzen = hours(self.ingang, kort, self.aanroep.gids.uren, self.aanroep.dag[0])
                place = bisect_right(grenzen, self.aanroep.at_s)
                van = max(van, grenzen[place - 1]) if place else van
                tot = min(tot, grenzen[place]) if place < len(grenzen) else tot
        return van, tot

    @property
    def besides(self) -> Iterator[str]:
        """What else there is to say: what is open instead, what disturbs the line, what is in the way of the caller."""
        ingang = self.ingang
        for soort in self.open_instead:
            yield f"nu wel open: {soort}"
        if ingang.storing is not None:
            said = ingang.storing.storing
            if said.gevolg == "beperkt" and ingang.storing.in_force(self.aanroep.at) and said.treft(self.kanaal.soort):
                yield f"beperkt bereikbaar tot {spreek_moment(said.tot, einde=True)}: {said.reden}"
        if self.barred:
            yield GEWEERD


def fallback(aanroep: Aanroep, ingang: Ingang) -> Ingang | None:
    """Find the line to try when this one cannot be reached: as a storing says, as the line says, or a neighbour."""
    storing = ingang.storing
    if storing is not None and storing.in_force(aanroep.at) and storing.storing.alternatief:
        found = aanroep.standing(storing.storing.alternatief)
        if found is not None:
            return found
    if ingang.terugval and (found := aanroep.standing(ingang.terugval)):
        return found
    huis = aanroep.gids.huis(ingang.houder.oin, aanroep.dag[0])
    kept, key = aanroep.gids.geheugen.buren, (huis, ingang.nummer, aanroep.overal)
    if key not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        kept[key] = _neighbour(aanroep, ingang)
    return kept[key]


def _neighbour(aanroep: Aanroep, mine: Ingang) -> Ingang | None:
    """Give the first other line of the organisation, by name, on one of these subjects and for as wide an area.

    One that the caller certainly may not use is passed over, as far as that does not depend on the municipality.
    """
    vak = aanroep.gids.vakken.get(("organisatie", mine.oin))
    for other in vak.ingangen if vak else ():
        if (
            other is not mine
            and (isinstance(other.werkgebied, str) or other.werkgebied is mine.werkgebied)
            and any(onderwerp in mine.onderwerpen for onderwerp in other.onderwerpen)
            and aanroep.stands(other)
            and (other.eisen.per_gemeente or not aanroep.judged(other)[0])
        ):
            return other
    return None


def promises(kanaal: EenKanaal, gids: Gids, start: datetime) -> Iterator[tuple[Toezegging, datetime]]:
    """Turn each promise that has a term into a moment, for a contact that begins at this one."""
    for said in kanaal.toezeggingen:
        term = uiterlijk(said.drempel, start=start, kalenders=gids.kalenders, rooster=kanaal)
        if term.moment is not None:
            yield said, term.moment


def _fits(passend: Passend, vondst: Vondst, gids: Gids) -> Iterator[str]:
    gewezen, ingang, gelezen = passend.gewezen, passend.ingang, vondst.gelezen
    if gewezen is not None:
        words = "', '".join(dict.fromkeys([gelezen[term] for _, term in gewezen.spoke[:_SHOWN_WORDS]]))
        what = f"'{gewezen.taak.titel}'" if gewezen.clear else "het werk van deze organisatie"
        yield f"past bij {what} ('{words}')"
    if not passend.termen:
        return
    waar: dict[str, str] = ingang.vast.setdefault("waar", {})
    places = []
    for term in passend.termen[:_SHOWN_PLACES]:
        text = waar.get(term)
        if text is None:
            text = waar[term] = gids.vindwoorden.where(term, ingang)
        if text not in places:
            places.append(text)
            yield f"past bij '{text}'" if len(text) <= _SHORT else f"'{gelezen[term]}' staat in de omschrijving"
