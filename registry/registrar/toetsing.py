# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Lines held to norms: what was measured of them, judged per window, as one may see it.

Counters by month will do for most norms; those with days or weeks as windows, and those about some vraagtypen or
onderwerpen only, are judged by counters of each day. What came in after a window was over is counted in it, and said:
`bijgewerktOp` is when the last of it came in, and `nagekomen` that this was after its last day.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from registry.projections.gids import Gids
from registry.projections.ingangen import Ingang
from registry.projections.inzage import Aantal, Kijker
from registry.projections.meetklok import Meetklok
from registry.projections.naleving import Naleving, Oordeel, maanden_volstaan, naleving
from registry.projections.professionallijnen import Lijn
from registry.projections.servicenormen import Normstand
from registry.projections.signalen import Signaal, signalen
from registry.projections.toezeggingen import Tekort, tekorten
from registry.projections.vensters import Venster, venster_van
from registry.projections.zaaklijst import Zaakvraag, groepen
from registry.registrar.cijfers import Lijncijfer, lijnen_van, maanden_van_lijnen, van_lijnen
from registry.registrar.lijnverleden import Lijnverleden
from registry.statements.klok import DAG
from registry.statements.servicenormen import Dimensie, Servicenorm
from registry.store.meetboek import Meetboek
from registry.store.protocol import Store
from registry.wire.naleving import NalevingLijn

MAX_TEKORTEN: Final = 10_000
EERSTE: Final = date(2000, 1, 1)


class Toetsvraag(Struct, frozen=True, kw_only=True):
    """Which lines and norms (None: whichever), and windows: those that a day from `van` to `tot` is in."""

    oin: str
    van: date
    tot: date
    lijn: str | None = None
    norm: str | None = None
    dimensie: Dimensie | None = None
    kanaal: str | None = None
    oordeel: Oordeel | None = None


class Toetsing:
    """Holds lines to norms. Safe to ask from several threads."""

    def __init__(self, boek: Meetboek, verleden: Lijnverleden) -> None:
        self._boek = boek
        self._verleden = verleden
        self._klok = Meetklok({})
        self._tekorten: dict[str, tuple[tuple[object, ...], Sequence[Tekort]]] = {}

    def toets(self, gids: Gids, vraag: Toetsvraag, kijker: Kijker, vandaag: date) -> list[NalevingLijn]:
        """Judge, ordered by line, norm and window, as one may see it."""
        klok, aantal = self.klok(gids), _as_seen(kijker, vraag.oin)
        return [
            NalevingLijn.of(
                een,
                said,
                tekorten=self._short(gids, ingang, klok, vandaag),
                aantal=aantal,
                bijgewerkt=cijfers.bijgewerkt(said, een),
            )
            for ingang, said, cijfers, een in self._judged(gids, vraag, vandaag)
            if vraag.oordeel in {None, een.oordeel}
        ]

    def signalen(self, gids: Gids, vraag: Toetsvraag, vandaag: date, store: Store) -> list[Signaal]:
        """Prepare a report of every norm that was not kept in a window that is over, ordered as `toets`."""
        lijnen: dict[str, Lijn] = {}
        found: list[Naleving] = []
        for ingang, _, _, een in self._judged(gids, vraag, vandaag):
            lijnen[ingang.id] = ingang.lijn
            found.append(een)
        with store.read() as tx:

            def open_zaken(lijn: str, norm: str) -> int:
                vragen = Zaakvraag(lijn=lijn, norm=norm, open=True)
                return sum(groep.aantal for groep in groepen(tx, vragen, vandaag))

            return list(signalen(found, gids.servicenormen, lijnen, open_zaken))

    def _judged(
        self, gids: Gids, vraag: Toetsvraag, vandaag: date
    ) -> Iterator[tuple[Ingang, Servicenorm, "_Cijfers", Naleving]]:
        """Judge every line by every norm in every window that was asked for."""
        normen = [norm for _, norm in sorted(gids.servicenormen.items()) if _asked(norm, vraag)]
        lijnen = self._lines(gids, vraag)
        if not normen or not lijnen:
            return
        klok = self.klok(gids)
        per_maand = {norm.naam for norm in normen if _by_month(norm)}
        van = min(_from(norm, vraag.van) for norm in normen)
        months = self._counts(maanden_van_lijnen, per_maand, lijnen, van, vraag.tot)
        days = self._counts(van_lijnen, {norm.naam for norm in normen} - per_maand, lijnen, van, vraag.tot)
        for ingang in lijnen:
            lijn = self._verleden.of(ingang).per_dag()
            for norm in normen:
                cijfers = (months if norm.naam in per_maand else days).get(ingang.id, _NIETS)
                versies = {versie.norm.versie: versie.norm for versie in norm.versies}
                for een in naleving(
                    norm, lijn, cijfers.tellingen, van=_from(norm, vraag.van), tot=vraag.tot, klok=klok, vandaag=vandaag
                ):
                    if een.venster.laatste >= vraag.van:
                        yield ingang, versies[een.versie], cijfers, een

    def vensters_van(self, gids: Gids, lijn: str, norm: Normstand, dagen: Venster, vandaag: date) -> Sequence[Naleving]:
        """Judge one line by one norm, in all windows that a day is in; nothing when there is no such line."""
        ingang = gids.lijnen.get(lijn)
        if ingang is None:
            return []
        read = maanden_van_lijnen if _by_month(norm) else van_lijnen
        van = min(venster_van(versie.norm.venster, dagen.eerste).eerste for versie in norm.versies)
        cijfers = self._counts(read, {norm.naam}, [ingang], van, dagen.laatste).get(lijn, _NIETS)
        return naleving(
            norm,
            self._verleden.of(ingang).per_dag(),
            cijfers.tellingen,
            van=dagen.eerste,
            tot=dagen.laatste,
            klok=self.klok(gids),
            vandaag=vandaag,
        )

    def op_dag(self, gids: Gids, lijn: str, norm: str, versie: int, dag: date, vandaag: date) -> NalevingLijn | None:
        """Judge one line in the window that a day is in, as any member may see it; None: nobody measured."""
        stand = gids.servicenormen.get(norm)
        found = self.vensters_van(gids, lijn, stand, Venster(dag, dag), vandaag) if stand else ()
        for een in found:
            said = next((one.norm for one in stand.versies if one.norm.versie == versie), None) if stand else None
            if said is not None and een.versie == versie and (een.waarnemingen or een.buiten_openingstijden):
                return NalevingLijn.of(een, said, aantal=_as_seen(Kijker(oin=""), lijn.partition("/")[0]))
        return None

    def contacten(self, gids: Gids, oin: str, norm: str, vandaag: date) -> int | None:
        """Count the contacts of an organisation on the channels of a norm, ever; None: nobody measured."""
        stand = gids.servicenormen.get(norm)
        if stand is None:
            return None
        said = stand.versies[-1].norm
        counted = maanden_van_lijnen(self._boek, lijnen_van(self._boek, oin), EERSTE, vandaag + DAG)
        return sum(een.telling.waarnemingen for een in counted if said.treft(een.cel.kanaal)) or None

    def klok(self, gids: Gids) -> Meetklok:
        """Give the clocks under the kalenders of a directory."""
        if self._klok.kalenders != gids.kalenders:
            self._klok = Meetklok(gids.kalenders)
        return self._klok

    def _lines(self, gids: Gids, vraag: Toetsvraag) -> list[Ingang]:
        """List the lines of the organisation that stand, or of which something was measured; ordered by id."""
        vak = gids.vakken.get(("organisatie", vraag.oin))
        found = {ingang.id: ingang for ingang in (vak.ingangen if vak else ())}
        for id_ in lijnen_van(self._boek, vraag.oin):
            if id_ not in found and (ingang := gids.lijnen.get(id_)) is not None:
                found[id_] = ingang
        return [ingang for id_, ingang in sorted(found.items()) if vraag.lijn in {None, id_}]

    def _counts(
        self,
        read: Callable[[Meetboek, Iterable[str], date, date], list[Lijncijfer]],
        normen: set[str],
        lijnen: Sequence[Ingang],
        van: date,
        tot: date,
    ) -> Mapping[str, "_Cijfers"]:
        if not normen:
            return {}
        found: dict[str, list[Lijncijfer]] = {}
        for cijfer in read(self._boek, [ingang.id for ingang in lijnen], van, venster_van("jaar", tot).laatste + DAG):
            found.setdefault(cijfer.cel.lijn, []).append(cijfer)
        return {lijn: _Cijfers(cijfers) for lijn, cijfers in found.items()}

    def _short(self, gids: Gids, ingang: Ingang, klok: Meetklok, vandaag: date) -> Sequence[Tekort]:
        """Say where a line falls short by its own words of the norms of today."""
        made_of = ingang, vandaag, klok, gids.servicenormen
        known = self._tekorten.get(ingang.id)
        if known is not None and all(
            een is ander or een == ander for een, ander in zip(known[0], made_of, strict=True)
        ):
            return known[1]
        normen = [norm for stand in gids.servicenormen.values() if (norm := stand.op(vandaag)) is not None]
        found = tekorten(ingang.lijn.lijn, normen, op=vandaag, klok=klok, id_=ingang.id)
        if len(self._tekorten) >= MAX_TEKORTEN:
            self._tekorten.clear()
        self._tekorten[ingang.id] = made_of, found
        return found


class _Cijfers:
    """The counters of a line, and when each came in."""

    def __init__(self, cijfers: Sequence[Lijncijfer]) -> None:
        self._cijfers = cijfers
        self.tellingen = [(cijfer.cel, cijfer.telling) for cijfer in cijfers]

    def bijgewerkt(self, norm: Servicenorm, een: Naleving) -> datetime | None:
        """Say when the last of what a verdict is of came in."""
        return max(
            (
                cijfer.bijgewerkt
                for cijfer in self._cijfers
                if een.dagen.eerste <= cijfer.cel.dag <= een.dagen.laatste and norm.treft(cijfer.cel.kanaal)
            ),
            default=None,
        )


_NIETS: Final = _Cijfers(())


def _asked(norm: Normstand, vraag: Toetsvraag) -> bool:
    last = norm.versies[-1].norm
    return (
        vraag.norm in {None, norm.naam}
        and vraag.dimensie in {None, last.dimensie}
        and (vraag.kanaal is None or last.treft(vraag.kanaal))
    )


def _by_month(norm: Normstand) -> bool:
    """Say whether counters by month say enough: no window cuts through one, and it is not about some subjects only."""
    eisen = [versie.norm.voorwaarden for versie in norm.versies]
    return maanden_volstaan(norm) and not any(eis and (eis.vraagtypen or eis.onderwerpen) for eis in eisen)


def _from(norm: Normstand, van: date) -> date:
    """Give the first day of the window before the one that a day is in, which the trend is told against."""
    soorten = {versie.norm.venster for versie in norm.versies}
    firsts = (venster_van(soort, van).eerste for soort in soorten)
    return min(venster_van(soort, first - DAG).eerste for soort, first in zip(soorten, firsts, strict=True))


def _as_seen(kijker: Kijker, oin: str) -> Callable[[int], Aantal]:
    return lambda aantal: kijker.aantal(aantal, oin)
