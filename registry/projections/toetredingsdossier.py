# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""All that a member is judged by: what it said, what the network agreed, and what is asked of others.

out of the log    the member, its keys, lines and evidence; criteria, norms and kalenders; lines it falls back on
from outside      what was measured, and the cases about it (`Bronnen`); where nobody keeps these, they are None
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from registry.projections import organisaties, professionallijnen
from registry.projections.kalenders import Kalenderstand
from registry.projections.meetklok import Meetklok
from registry.projections.naleving import Naleving, afgelezen
from registry.projections.openstelling import Lijngeschiedenis
from registry.projections.organisaties import Naamhouder, Organisatie
from registry.projections.professionallijnen import Lijn
from registry.projections.servicenormen import Normstand
from registry.projections.stand import Kop, Plaats, View, load, load_all
from registry.projections.toetredingscriteria import Bewijsstand, Criteriumstand
from registry.projections.vensters import Venster
from registry.statements.namen import Kanaalsoort
from registry.statements.servicenormen import Servicenorm
from registry.statements.soorten import SPREEKSOORTEN

_OIN: Final = re.compile(r"[0-9]{20}")
MAX_UREN: Final = 50_000


class Schending(Struct, frozen=True, kw_only=True):
    """A violation that was found gegrond: since when, and until when if it was repaired or upset."""

    zaak: str
    nummer: str
    lijn: str
    gegrond: Plaats
    voorbij: datetime | None = None

    def open_op(self, at: datetime) -> bool:
        """Say whether it waits to be repaired at a moment."""
        return self.gegrond.ordered_at <= at and (self.voorbij is None or at < self.voorbij)


# of a line and a norm: adherence in all windows that days from the first to the last are in, by what is counted now
Gemeten = Callable[[Lijn, Normstand, date, date], Sequence[Naleving]]
Schendingen = Callable[[str], Sequence[Schending]]  # of a member, by OIN


class Bronnen(Struct, frozen=True, kw_only=True):
    """What is not in the log, or kept elsewhere. None: nobody keeps it, so nothing can be said about it."""

    gemeten: Gemeten | None = None
    schendingen: Schendingen | None = None


class Terugval(Struct, frozen=True, kw_only=True):
    """A line that is fallen back on, and whose it is."""

    lijn: Lijn
    houder: Organisatie


class Afspraken(Struct, frozen=True, kw_only=True):
    """What the network agreed, as far as members are judged by it."""

    criteria: tuple[Criteriumstand, ...]
    normen: Mapping[str, Normstand]
    uurwerk: "Uurwerk"


class Dossier(Struct, frozen=True, kw_only=True):
    """A member as it stood after some record, with the agreements of that moment.

    `terugval`: by the reference that a line of it makes. `gezegd`: where its keys and membership were said last.
    """

    organisatie: Organisatie
    lijnen: tuple[Lijn, ...]
    bewijzen: Mapping[str, Bewijsstand]
    terugval: Mapping[str, Terugval]
    gezegd: tuple[Kop, ...]
    afspraken: Afspraken

    @property
    def uurwerk(self) -> "Uurwerk":
        """The clock of its lines."""
        return self.afspraken.uurwerk


class Uurwerk:
    """The clock under some kalenders, and how long lines are open by it: dear to work out, and often asked."""

    def __init__(self, kalenders: Iterable[Kalenderstand]) -> None:
        self.klok = Meetklok({stand.kalender.jaar: stand.kalender for stand in kalenders})
        self._uren: dict[tuple[str, str, tuple[str, ...], int], float | None] = {}

    def per_werkdag(self, lijn: Lijn, kanalen: Sequence[Kanaalsoort], jaar: int) -> float | None:
        """Say how many hours a line is open on the working days of a year, on average; None: it is on none of them.

        Args:
            kanalen: open when one of these is; none: when any of its channels is.
        """
        key = (lijn.id, lijn.plaats.digest, tuple(kanalen), jaar)
        if key not in self._uren:
            if len(self._uren) >= MAX_UREN:
                self._uren.clear()
            self._uren[key] = self._work_out(lijn, kanalen, jaar)
        return self._uren[key]

    def _work_out(self, lijn: Lijn, kanalen: Sequence[Kanaalsoort], jaar: int) -> float | None:
        dagen = Venster(date(jaar, 1, 1), date(jaar, 12, 31))
        vraag = Servicenorm(
            naam="openstelling",
            versie=1,
            titel="Openstelling",
            dimensie="beschikbaarheid",
            kanalen=tuple(kanalen),
            maat="openstelling",
            statistiek="gemiddelde",
            richting="minstens",
            doel=0,
            venster="jaar",
            ingangsdatum=dagen.eerste,
        )
        geschiedenis = Lijngeschiedenis(id=lijn.id, versies=[(lijn.lijn.geldig.van, lijn.lijn)])
        found = afgelezen(vraag, geschiedenis, dagen, self.klok)
        return found.waarde if found else None


class Klokken:
    """Makes one clock for each set of kalenders; they hardly ever change."""

    def __init__(self) -> None:
        self._key: tuple[Plaats, ...] = ()
        self._uurwerk = Uurwerk(())

    def van(self, kalenders: Iterable[Kalenderstand]) -> Uurwerk:
        """Give the clock under these kalenders: the one given before, if they are the same."""
        known = list(kalenders)
        key = tuple(stand.plaats for stand in known)
        if key != self._key:
            self._key, self._uurwerk = key, Uurwerk(known)
        return self._uurwerk


def afspraken_of(view: View, klokken: Klokken) -> Afspraken:
    """Read out of facts what the network agreed."""
    return Afspraken(
        criteria=tuple(load_all(view, "toetredingscriterium/", Criteriumstand)),
        normen={found.naam: found for found in load_all(view, "servicenorm/", Normstand)},
        uurwerk=klokken.van(load_all(view, "kalender/", Kalenderstand)),
    )


def dossier_of(view: View, oin: str, afspraken: Afspraken) -> Dossier | None:
    """Read the file of a member, or of a candidate, out of facts; None: it is neither."""
    organisatie = organisaties.get(view, oin)
    if organisatie is None:
        return None
    lijnen = tuple(load_all(view, f"professionallijn/{oin}/", Lijn))
    verwijzingen = {lijn.lijn.terugval for lijn in lijnen if lijn.lijn.terugval is not None}
    koppen = (load(view, f"kop/{sub}/{oin}", Kop) for sub in SPREEKSOORTEN)
    return Dossier(
        organisatie=organisatie,
        lijnen=lijnen,
        bewijzen={found.bewijsstuk.criterium: found for found in load_all(view, f"bewijsstuk/{oin}/", Bewijsstand)},
        terugval={ref: found for ref in sorted(verwijzingen) if (found := _terugval(view, ref)) is not None},
        gezegd=tuple(kop for kop in koppen if kop is not None),
        afspraken=afspraken,
    )


def _terugval(view: View, verwijzing: str) -> Terugval | None:
    partij, _, naam = verwijzing.partition("/")
    oin = oin_of(view, partij)
    lijn = professionallijnen.get(view, professionallijnen.key_of(oin, naam)) if oin else None
    houder = organisaties.get(view, oin) if oin else None
    return Terugval(lijn=lijn, houder=houder) if lijn and houder else None


def oin_of(view: View, partij: str) -> str | None:
    """Find the OIN that an OIN or afkorting stands for."""
    if _OIN.fullmatch(partij):
        return partij
    holder = load(view, f"afkorting/{partij}", Naamhouder)
    return holder.oin if holder else None
