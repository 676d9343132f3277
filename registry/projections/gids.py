# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The directory: everything that a question needs, in memory, immutable.

A reader takes one `Gids` and sees one moment of the log, however long it looks. A new record makes
a new `Gids` that shares everything the record did not touch.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from operator import attrgetter
from threading import Lock
from types import MappingProxyType
from typing import Final

import msgspec
from immutables import Map
from msgspec import Struct
from msgspec.structs import replace

from registry.projections.huizen import Huis
from registry.projections.ingangen import Gedeeld, Ingang
from registry.projections.kalenders import Kalenderstand
from registry.projections.kennis import Instantie
from registry.projections.keuzes import Strook
from registry.projections.loketten import Loketstand
from registry.projections.organisaties import Aanvraag, Afwijzing, Naamhouder, Organisatie
from registry.projections.professionallijnen import Lijn
from registry.projections.servicenormen import Normstand
from registry.projections.stand import Plaats, View, load_all
from registry.projections.storingen import Storingstand
from registry.projections.toegang import Aanvrager
from registry.projections.uren import Uren
from registry.projections.vakken import Orde, Sleutel, Vak, changed, sleutels, vakken_of
from registry.projections.vindwoorden import Vindwoorden, vindwoorden_of
from registry.projections.wegwijzer import Wegwijzer
from registry.statements.kalenders import Kalender

MAX_STROKEN: Final = 5_000  # some 20 MB
_PACK_WORDS: Final = 8192
_SOME: Final = 9
_TOOI_GEMEENTE: Final = "https://identifier.overheid.nl/tooi/id/gemeente/"


class Geheugen:
    """What readers of one `Gids` worked out and need not work out again."""

    __slots__ = ("buren", "huizen", "leden", "making", "stand", "stroken", "vindwoorden")

    def __init__(self) -> None:
        self.huizen: dict[str, Huis] = {}
        self.leden: dict[int, frozenset[str]] = {}
        self.buren: dict[tuple[Huis | None, int, Aanvrager], Ingang | None] = {}  # what may stand in for a line
        self.stand = b""  # the place in the log, as readers write it
        self.stroken: dict[tuple[Orde, Aanvrager], Strook] = {}
        self.vindwoorden: Vindwoorden | None = None
        self.making = Lock()

    def keep_strook(self, key: tuple[Orde, Aanvrager], made: Strook) -> None:
        """Keep what was found for a kind of caller; when there is too much, all is let go."""
        if len(self.stroken) >= MAX_STROKEN:
            self.stroken.clear()
        self.stroken[key] = made


class Gids(Struct, frozen=True, kw_only=True, eq=False):
    """What stands at one moment. Keys: OIN; `<oin>/<naam>`; afkorting; year; norm. `plaats` is the last record."""

    plaats: Plaats | None = None
    organisaties: Mapping[str, Organisatie] = MappingProxyType({})
    afwijzingen: Mapping[str, Afwijzing] = MappingProxyType({})
    afkortingen: Mapping[str, str] = MappingProxyType({})
    toois: Mapping[str, str] = MappingProxyType({})
    lijnen: Map[str, Ingang] = Map()
    vakken: Map[Sleutel, Vak] = Map()
    loketten: Mapping[str, Loketstand] = MappingProxyType({})
    storingen: Mapping[str, Storingstand] = MappingProxyType({})
    kalenders: Mapping[int, Kalender] = MappingProxyType({})
    servicenormen: Mapping[str, Normstand] = MappingProxyType({})
    uren: Uren = msgspec.field(default_factory=lambda: Uren({}))
    gedeeld: Gedeeld = msgspec.field(default_factory=Gedeeld)
    kennis: Callable[[], Wegwijzer] = Wegwijzer  # all that is known: asked for when a question comes in words
    geheugen: Geheugen = msgspec.field(default_factory=Geheugen)

    def __eq__(self, other: object) -> bool:
        """Two are equal when the same stands in them, whatever was worked out of it."""
        return isinstance(other, Gids) and self._stands() == other._stands()

    def __hash__(self) -> int:
        return hash(self.plaats)

    def _stands(self) -> tuple[object, ...]:
        who = self.plaats, self.organisaties, self.afwijzingen, self.afkortingen, self.toois
        return *who, self.lijnen, self.vakken, self.loketten, self.storingen, self.kalenders, self.servicenormen

    @property
    def size(self) -> int:
        """How many records this is the directory of."""
        return self.plaats.index + 1 if self.plaats else 0

    def organisatie(self, partij: str) -> Organisatie | None:
        """Find an organisation by OIN or afkorting."""
        return self.organisaties.get(self.afkortingen.get(partij, partij))

    def aanvraag(self, oin: str) -> Aanvraag | None:
        """Find the application for an OIN: one that waits, or else the one that was turned down."""
        standing, afwijzing = self.organisaties.get(oin), self.afwijzingen.get(oin)
        waits = standing.aanvraag if standing else None
        return waits or (afwijzing.aanvraag if afwijzing else None)

    def oin_of(self, instantie: Instantie, gemeente: str | None) -> str | None:
        """Find the member that an organisation of `Kennis` is: by its tooi or short name.

        A kind of organisation (`gemeente`) is the one of the municipality that is given.
        """
        known = self.toois.get(instantie.tooi) if instantie.tooi else None
        if known is None and gemeente is not None and instantie.organisatie == "gemeente":
            known = self.toois.get(_TOOI_GEMEENTE + gemeente)
        return known or self.afkortingen.get(instantie.organisatie)

    def ingang(self, verwijzing: str) -> Ingang | None:
        """Find a line by `<oin>/<naam>` or `<afkorting>/<naam>`, withdrawn ones too."""
        partij, _, naam = verwijzing.partition("/")
        return self.lijnen.get(f"{self.afkortingen.get(partij, partij)}/{naam}")

    def lijn(self, verwijzing: str) -> Lijn | None:
        """Find a line by `<oin>/<naam>` or `<afkorting>/<naam>`, withdrawn ones too; the whole of it."""
        ingang = self.ingang(verwijzing)
        return ingang.lijn if ingang else None

    def leden(self, dag: int) -> frozenset[str]:
        """Give the OINs of members in good standing on a local day (`date.toordinal`)."""
        known = self.geheugen.leden.get(dag)
        if known is None:
            known = frozenset(oin for oin, organisatie in self.organisaties.items() if organisatie.is_lid_op(dag))
            self.geheugen.leden[dag] = known
        return known

    def huis(self, oin: str, dag: int) -> Huis | None:
        """Give the lines of an organisation as they stand on a local day; None when it never had any."""
        found = self.geheugen.huizen.get(oin)
        if found is None or not found.van <= dag < found.tot:
            vak = self.vakken.get(("organisatie", oin))
            if vak is None:
                return None
            found = self.geheugen.huizen[oin] = Huis(vak.ingangen, dag)
        return found

    @property
    def wegwijzer(self) -> Wegwijzer:
        """Who does what."""
        return self.kennis()

    def pack(self) -> None:
        """Hold lines in less space. Takes seconds at 50,000 lines; answers are the same before, meanwhile and after."""
        lines = list(self.lijnen.values())
        if not self.gedeeld.woorden:  # what is packed needs the same text to be read again
            self.gedeeld.woorden = b"".join(line.raw for line in lines[:: len(lines) // _SOME + 1])[:_PACK_WORDS]
        for line in lines:
            line.pack()

    @property
    def warm(self) -> bool:
        """Say whether `vindwoorden` are there; if not, whoever asks for them waits, at 50,000 lines for seconds."""
        return self.geheugen.vindwoorden is not None

    @property
    def vindwoorden(self) -> Vindwoorden:
        """The words by which lines are found. The first to ask for them makes them; others wait."""
        geheugen = self.geheugen
        if geheugen.vindwoorden is None:
            with geheugen.making:
                if geheugen.vindwoorden is None:
                    lines = sorted(self.lijnen.values(), key=attrgetter("nummer"))
                    geheugen.vindwoorden = vindwoorden_of(lines, self.wegwijzer.boek, self.wegwijzer.namen)
        return geheugen.vindwoorden


def gids_of(view: View, plaats: Plaats | None, kennis: Callable[[], Wegwijzer] = Wegwijzer) -> Gids:
    """Read the whole directory from the facts."""
    organisaties = {found.oin: found for found in load_all(view, "organisatie/", Organisatie)}
    storingen = {found.lijn: found for found in load_all(view, "storing/", Storingstand)}
    kalenders = {found.kalender.jaar: found.kalender for found in load_all(view, "kalender/", Kalenderstand)}
    gedeeld = Gedeeld()
    prefix = "professionallijn/"
    lijnen: dict[str, Ingang] = {}
    for key, raw in view.scan(prefix):
        id_ = key.removeprefix(prefix)
        lijnen[id_] = Ingang(id_, raw, organisaties[id_.partition("/")[0]], storingen.get(id_), gedeeld, len(lijnen))
    return Gids(
        plaats=plaats,
        organisaties=organisaties,
        afwijzingen={found.aanvraag.body.oin: found for found in load_all(view, "afwijzing/", Afwijzing)},
        afkortingen=_afkortingen(view),
        toois=_toois(organisaties),
        lijnen=Map(lijnen),
        vakken=Map(vakken_of(lijnen.values())),
        loketten={f"{found.oin}/{found.loket.naam}": found for found in load_all(view, "loket/", Loketstand)},
        storingen=storingen,
        kalenders=kalenders,
        servicenormen={found.naam: found for found in load_all(view, "servicenorm/", Normstand)},
        uren=Uren(kalenders),
        gedeeld=gedeeld,
        kennis=kennis,
    )


def gids_after(gids: Gids, view: View, subs: Iterable[str], plaats: Plaats) -> Gids:
    """Fold new records in: only the facts that statements about these `subs` can have changed are read again."""
    new = _Nieuw(gids)
    for sub in set(subs):
        new.take(view, sub)
    for oin in new.members:  # its lines name it, and are found by its name
        vak = gids.vakken.get(("organisatie", oin))
        if vak is not None:
            new.lines.update(ingang.id for ingang in vak.ingangen)
    changes = []
    next_number = count(len(gids.lijnen))
    for id_ in sorted(new.lines):
        if raw := view.get(f"professionallijn/{id_}"):
            old, houder = gids.lijnen.get(id_), new.organisaties[id_.partition("/")[0]]
            nummer = old.nummer if old else next(next_number)
            changes.append((old, Ingang(id_, raw, houder, new.storingen.get(id_), gids.gedeeld, nummer)))
    lijnen, vakken = _with_changes(gids, changes)
    after = replace(
        gids,
        plaats=plaats,
        organisaties=new.organisaties,
        afwijzingen=new.afwijzingen,
        afkortingen=_afkortingen(view) if new.members else gids.afkortingen,
        toois=_toois(new.organisaties) if new.members else gids.toois,
        lijnen=lijnen,
        vakken=vakken,
        loketten=new.loketten,
        storingen=new.storingen,
        kalenders=new.kalenders,
        servicenormen=new.servicenormen,
        uren=gids.uren if new.kalenders == gids.kalenders else Uren(new.kalenders, gids.uren.cijfers),
        geheugen=Geheugen(),
    )
    touched = {line.oin for _, line in changes}
    after.geheugen.huizen = {oin: huis for oin, huis in gids.geheugen.huizen.copy().items() if oin not in touched}
    if not new.members:
        after.geheugen.leden = gids.geheugen.leden
    if (found := gids.geheugen.vindwoorden) is not None:
        gone = [old for old, _ in changes if old is not None]
        after.geheugen.vindwoorden = found.with_lines(gone, [line for _, line in changes]) if changes else found
    return after


class _Nieuw:
    """What new records changed: the facts that stand now, and which members and lines they touch."""

    def __init__(self, gids: Gids) -> None:
        self.organisaties, self.storingen = dict(gids.organisaties), dict(gids.storingen)
        self.loketten, self.kalenders = dict(gids.loketten), dict(gids.kalenders)
        self.servicenormen = dict(gids.servicenormen)
        self.afwijzingen = dict(gids.afwijzingen)
        self.servicenormen = dict(gids.servicenormen)
        self.members: set[str] = set()
        self.lines: set[str] = set()

    def take(self, view: View, sub: str) -> None:
        """Read again what a statement about this `sub` can have changed."""
        match sub.split("/"):
            case ["professionallijn", oin, naam]:
                self.lines.add(f"{oin}/{naam}")
            case ["storing", oin, naam] if raw := view.get(sub):
                self.storingen[f"{oin}/{naam}"] = msgspec.json.decode(raw, type=Storingstand)
                self.lines.add(f"{oin}/{naam}")
            case ["loket", oin, naam] if raw := view.get(sub):
                self.loketten[f"{oin}/{naam}"] = msgspec.json.decode(raw, type=Loketstand)
            case ["kalender", jaar] if raw := view.get(sub):
                self.kalenders[int(jaar)] = msgspec.json.decode(raw, type=Kalenderstand).kalender
            case ["servicenorm", naam] if raw := view.get(sub):
                self.servicenormen[naam] = msgspec.json.decode(raw, type=Normstand)
            case ["aanmelding" | "toelating" | "sleutels", oin]:
                self.organisaties.pop(oin, None)  # an application that was turned down leaves nothing
                if raw := view.get(f"organisatie/{oin}"):
                    self.organisaties[oin] = msgspec.json.decode(raw, type=Organisatie)
                self.afwijzingen.pop(oin, None)
                if raw := view.get(f"afwijzing/{oin}"):
                    self.afwijzingen[oin] = msgspec.json.decode(raw, type=Afwijzing)
                self.members.add(oin)
            case _:
                pass


def _with_changes(
    gids: Gids, changes: list[tuple[Ingang | None, Ingang]]
) -> tuple[Map[str, Ingang], Map[Sleutel, Vak]]:
    lijnen, vakken = gids.lijnen.mutate(), gids.vakken.mutate()
    for old, new in changes:
        lijnen[new.id] = new
        for sleutel in set(sleutels(old)) - set(sleutels(new)) if old else ():
            if (less := changed(vakken.get(sleutel), old, None)) is None:
                vakken.pop(sleutel, None)
            else:
                vakken[sleutel] = less
        for sleutel in set(sleutels(new)):
            if (more := changed(vakken.get(sleutel), old, new)) is not None:
                vakken[sleutel] = more
    return lijnen.finish(), vakken.finish()


def _toois(organisaties: Mapping[str, Organisatie]) -> dict[str, str]:
    """Name the member that each TOOI code is of, also while it is suspended: of several the first by OIN."""
    members = [found for found in organisaties.values() if found.tooi and found.status in {"toegelaten", "geschorst"}]
    members.sort(key=attrgetter("oin"), reverse=True)
    return {found.tooi: found.oin for found in members if found.tooi}


def _afkortingen(view: View) -> dict[str, str]:
    return {
        key.removeprefix("afkorting/"): msgspec.json.decode(raw, type=Naamhouder).oin
        for key, raw in view.scan("afkorting/")
    }
