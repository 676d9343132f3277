# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""One way to a colleague: what there is to say of it, worked out when it is asked for.

Many lines are looked at for every one that is shown, so a `Route` holds what decides its place and no more.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from registry.projections.aanroep import Aanroep
from registry.projections.fit import Passend, Vondst
from registry.projections.gids import Gids
from registry.projections.ingangen import Ingang
from registry.projections.organisaties import Organisatie
from registry.projections.professionallijnen import Lijn
from registry.projections.toegang import Toegang
from registry.projections.uren import is_open, without
from registry.projections.vakken import Kandidaat
from registry.statements.bereikbaarheid import Bereikbaar, bereikbaar
from registry.statements.professionallijnen import EenKanaal, Toezegging
from registry.statements.spreektaal import spreek_moment
from registry.statements.termijnen import uiterlijk

GEWEERD: Final = "u voldoet niet aan een toegangseis"
_SHOWN_WORDS: Final = 3
_SHOWN_PLACES: Final = 2


class Route:
    """One way to a colleague, and why it stands where it stands. `rang` counts from 1."""

    __slots__ = ("aanroep", "barred", "kandidaat", "kwart", "passend", "rang", "toegang_json", "vondst", "_toegang")

    def __init__(
        self,
        aanroep: Aanroep,
        kandidaat: Kandidaat,
        passend: Passend | None = None,
        kwart: int = 4,
        vondst: Vondst | None = None,
    ) -> None:
        self.rang = 0
        self.aanroep, self.kandidaat, self.passend, self.kwart, self.vondst = (
            aanroep,
            kandidaat,
            passend,
            kwart,
            vondst,
        )
        self.barred, self._toegang, self.toegang_json = kandidaat.ingang.eisen.judged(aanroep.aanvrager)

    def order(self) -> tuple[int, bool, Kandidaat]:
        """Give its place among routes of one kind of door."""
        return -self.kwart, self.barred, self.kandidaat

    @property
    def ingang(self) -> Ingang:
        """The line in the directory."""
        return self.kandidaat.ingang

    @property
    def lijn(self) -> Lijn:
        """The whole line."""
        return self.kandidaat.ingang.lijn

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
        return self._toegang

    @property
    def bereikbaar(self) -> Bereikbaar:
        """Whether and when the channel can be reached, with sentences for people."""
        return self._reach(self.kanaal)

    @property
    def beloften(self) -> tuple[tuple[Toezegging, datetime], ...]:
        """What is promised, each with its moment, for a contact that begins now, or else when the channel opens."""
        return tuple(promises(self.kanaal, self.aanroep.gids, self.opent))

    @property
    def opent(self) -> datetime:
        """The moment from which promises count: now, or the next opening."""
        kandidaat, at = self.kandidaat, self.aanroep.at
        if kandidaat.opent_s == 0 or kandidaat.opent_s >= _NEVER_S:
            return at
        return datetime.fromtimestamp(kandidaat.opent_s, tz=UTC)

    @property
    def terugval(self) -> Lijn | None:
        """The line to try when this one cannot be reached: what a storing names, what the line names, or a neighbour."""
        found = self.terugval_ingang
        return found.lijn if found else None

    @property
    def terugval_ingang(self) -> Ingang | None:
        """The same, as the directory has it."""
        ingang, aanroep = self.ingang, self.aanroep
        storing = ingang.storing
        if storing is not None and storing.in_force(aanroep.at) and storing.storing.alternatief:
            found = aanroep.standing(storing.storing.alternatief)
            if found is not None:
                return found
        return (aanroep.standing(ingang.terugval) if ingang.terugval else None) or self._neighbour()

    @property
    def redenen(self) -> tuple[str, ...]:
        """Why it stands here, for people: what fits, when it is open, what is in the way."""
        return (*self.past, *self.bereikbaar.redenen, *self.besides)

    @property
    def past(self) -> tuple[str, ...]:
        """By what it fits the question."""
        return tuple(_fits(self.passend, self.vondst, self.aanroep.gids)) if self.passend and self.vondst else ()

    def _reach(self, kanaal: EenKanaal) -> Bereikbaar:
        storing = self.ingang.storing
        dicht = storing.dicht(kanaal.soort) if storing else ()
        return bereikbaar(kanaal, self.aanroep.gids.kalenders, at=self.aanroep.at, dicht=dicht)

    @property
    def besides(self) -> Iterator[str]:
        """What else there is to say: what is open instead, what disturbs the line, what is in the way of the caller."""
        kandidaat, ingang, at_s = self.kandidaat, self.kandidaat.ingang, self.aanroep.at_s
        if kandidaat.opent_s and len(ingang.kanalen) > 1:
            uren, dag = self.aanroep.gids.uren, self.aanroep.dag[0]
            for i, kort in enumerate(ingang.kanalen):
                grenzen = uren.grenzen(kort.rooster_nummer, kort.rooster, dag)
                if ingang.storing is not None:
                    grenzen = without(grenzen, ingang.storing.dicht(kort.soort))
                if i != kandidaat.kanaal and is_open(grenzen, at_s)[0]:
                    yield f"nu wel open: {kort.soort}"
        if ingang.storing is not None:
            said = ingang.storing.storing
            if said.gevolg == "beperkt" and ingang.storing.in_force(self.aanroep.at) and said.treft(self.kanaal.soort):
                yield f"beperkt bereikbaar tot {spreek_moment(said.tot, einde=True)}: {said.reden}"
        if self.barred:
            yield GEWEERD

    def _neighbour(self) -> Ingang | None:
        """Give the next line of the organisation on one of these subjects that the caller may use."""
        aanroep, mine = self.aanroep, self.ingang
        if not mine.onderwerpen:
            return None
        for kandidaat in aanroep.orde("organisatie", mine.oin):
            other = kandidaat.ingang
            if (
                other is not mine
                and any(onderwerp in mine.onderwerpen for onderwerp in other.onderwerpen)
                and (aanroep.gemeente is not None or isinstance(other.werkgebied, str))
                and not other.eisen.judged(aanroep.aanvrager)[0]
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
    if passend.gewezen is not None:
        words = dict.fromkeys(vondst.gelezen[term] for term in passend.gewezen.termen if term in vondst.gelezen)
        shown = ", ".join(f"'{word}'" for word in list(words)[:_SHOWN_WORDS])
        yield f"past bij '{passend.gewezen.taak.titel}' ({shown})"
    places = dict.fromkeys(gids.vindwoorden.where(term, passend.ingang) for term in passend.termen)
    for text in list(places)[:_SHOWN_PLACES]:
        yield f"past bij '{text}'"


_NEVER_S: Final = 2**40
