# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The directory: everything that a question needs, in memory, immutable.

A reader takes one `Gids` and sees one moment of the log, however long it looks. A new record makes
a new `Gids` that shares everything the record did not touch.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from registry.projections.kalenders import Kalenderstand
from registry.projections.loketten import Loketstand
from registry.projections.organisaties import Naamhouder, Organisatie
from registry.projections.professionallijnen import Lijn
from registry.projections.stand import Plaats, View, load_all
from registry.projections.woorden import Doorzoekbaar, doorzoekbaar
from registry.statements.kalenders import Kalender


class Ingang(Struct, frozen=True, kw_only=True):
    """A line with the words by which it is found."""

    lijn: Lijn
    woorden: Doorzoekbaar


class Gids(Struct, frozen=True, kw_only=True):
    """What stands at one moment. Keys: OIN; `<oin>/<naam>`; afkorting; year. `plaats` is the last record."""

    plaats: Plaats | None = None
    organisaties: Mapping[str, Organisatie] = MappingProxyType({})
    afkortingen: Mapping[str, str] = MappingProxyType({})
    lijnen: Mapping[str, Ingang] = MappingProxyType({})
    loketten: Mapping[str, Loketstand] = MappingProxyType({})
    kalenders: Mapping[int, Kalender] = MappingProxyType({})

    @property
    def size(self) -> int:
        """How many records this is the directory of."""
        return self.plaats.index + 1 if self.plaats else 0

    def organisatie(self, partij: str) -> Organisatie | None:
        """Find an organisation by OIN or afkorting."""
        return self.organisaties.get(self.afkortingen.get(partij, partij))

    def lijn(self, verwijzing: str) -> Lijn | None:
        """Find a line by `<oin>/<naam>` or `<afkorting>/<naam>`, withdrawn ones too."""
        partij, _, naam = verwijzing.partition("/")
        ingang = self.lijnen.get(f"{self.afkortingen.get(partij, partij)}/{naam}")
        return ingang.lijn if ingang else None

    def geldende(self, at: datetime) -> Iterable[Ingang]:
        """List the lines that exist at a moment, of members in good standing, ordered by id."""
        for _, ingang in sorted(self.lijnen.items()):
            if ingang.lijn.geldt(at) and self.organisaties[ingang.lijn.oin].is_lid(at):
                yield ingang


def gids_of(view: View, plaats: Plaats | None) -> Gids:
    """Read the whole directory from the facts."""
    organisaties = {found.oin: found for found in load_all(view, "organisatie/", Organisatie)}
    return Gids(
        plaats=plaats,
        organisaties=organisaties,
        afkortingen=_afkortingen(view),
        lijnen={found.id: _ingang(found, organisaties) for found in load_all(view, "professionallijn/", Lijn)},
        loketten={f"{found.oin}/{found.loket.naam}": found for found in load_all(view, "loket/", Loketstand)},
        kalenders={found.kalender.jaar: found.kalender for found in load_all(view, "kalender/", Kalenderstand)},
    )


def gids_after(gids: Gids, view: View, subs: Iterable[str], plaats: Plaats) -> Gids:
    """Fold new records in: only the facts that statements about these `subs` can have changed are read again."""
    organisaties, lijnen = dict(gids.organisaties), dict(gids.lijnen)
    loketten, kalenders = dict(gids.loketten), dict(gids.kalenders)
    members: set[str] = set()
    changed: dict[str, Lijn] = {}
    for sub in set(subs):
        match sub.split("/"):
            case ["professionallijn", *_] if raw := view.get(sub):
                lijn = msgspec.json.decode(raw, type=Lijn)
                changed[lijn.id] = lijn
            case ["loket", oin, naam] if raw := view.get(sub):
                loketten[f"{oin}/{naam}"] = msgspec.json.decode(raw, type=Loketstand)
            case ["kalender", jaar] if raw := view.get(sub):
                kalenders[int(jaar)] = msgspec.json.decode(raw, type=Kalenderstand).kalender
            case ["aanmelding" | "toelating" | "sleutels", oin]:
                organisaties.pop(oin, None)  # an application that was turned down leaves nothing
                if raw := view.get(f"organisatie/{oin}"):
                    organisaties[oin] = msgspec.json.decode(raw, type=Organisatie)
                members.add(oin)
            case _:
                pass
    # last, since lines are found by the names of their organisations too
    changed = {ingang.lijn.id: ingang.lijn for ingang in gids.lijnen.values() if ingang.lijn.oin in members} | changed
    lijnen.update({id_: _ingang(lijn, organisaties) for id_, lijn in changed.items()})
    return replace(
        gids,
        plaats=plaats,
        organisaties=organisaties,
        afkortingen=_afkortingen(view) if members else gids.afkortingen,
        lijnen=lijnen,
        loketten=loketten,
        kalenders=kalenders,
    )


def _afkortingen(view: View) -> dict[str, str]:
    return {
        key.removeprefix("afkorting/"): msgspec.json.decode(raw, type=Naamhouder).oin
        for key, raw in view.scan("afkorting/")
    }


def _ingang(lijn: Lijn, organisaties: Mapping[str, Organisatie]) -> Ingang:
    houder = organisaties[lijn.oin]
    return Ingang(lijn=lijn, woorden=doorzoekbaar(lijn.lijn, houder.naam, houder.afkorting))
