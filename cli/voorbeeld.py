# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A folder of files as if its organisation had joined with them today. Asks nobody: works without a network.

    MAP/organisatie.yaml             who it is; without it: somebody with the rol publicist
    MAP/lijnen/*.yaml or MAP/*.yaml  its lines
    MAP/toegang.jwk verklaringen.jwk its keys, which count as new
    MAP/criteria, MAP/normen         what the network asks, unless they are named

What only the network knows is taken to be in order and said so: whether a line of another member is there to fall back
on. What nobody can know yet, what was measured and what a person judged, stays open.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from cli.bestanden import Plekfout, lees, plekfout
from cli.fouten import GebruikError

if TYPE_CHECKING:
    from cli.omgeving import Omgeving
    from registry.projections.organisaties import Organisatie, Sleutelstand
    from registry.projections.replay import Facts
    from registry.projections.stand import Plaats
    from registry.projections.toetredingsdossier import Dossier
    from registry.statements.professionallijnen import Professionallijn

OIN: Final = "00000099000000000000"  # a test OIN, for who has not said its own
ANDER: Final = "00000099999999999000"
_EEN_JAAR: Final = timedelta(days=365)


class Voorbeeld(Struct, frozen=True, kw_only=True):
    """The file of an organisation that did not join, and what it takes for granted."""

    dossier: "Dossier"
    zinnen: tuple[str, ...]


def lees_voorbeeld(folder: Path, criteria: Sequence[Path], normen: Sequence[Path], omgeving: "Omgeving") -> Voorbeeld:
    """Read a folder.

    Raises:
        GebruikError: there is no such folder, or nothing is asked.
        MalformedError: every fault of every file, with its line.
    """
    from registry.projections.replay import Facts
    from registry.projections.toetredingsdossier import Klokken, afspraken_of, dossier_of
    from registry.statements.klok import local_date

    if not folder.is_dir():
        raise GebruikError(f"De map {folder} bestaat niet.")
    vandaag, facts = local_date(omgeving.now()), Facts()
    said = _organisation(folder / "organisatie.yaml")
    _agree(facts, criteria or [folder / "criteria"], normen or [folder / "normen"], omgeving)
    lijnen = _lines(folder, vandaag)
    zinnen = list(_join(facts, said, lijnen, folder, omgeving.now()))
    dossier = dossier_of(facts, said["oin"], afspraken_of(facts, Klokken()))
    if dossier is None:
        raise GebruikError(f"In {folder} staat geen organisatie.")
    return Voorbeeld(dossier=dossier, zinnen=tuple(zinnen))


def _organisation(pad: Path) -> dict[str, Any]:
    """Read who it is: its OIN, name, roles and afkorting, as far as it says so.

    Raises:
        MalformedError: with every fault of these, and its line.
    """
    from registry.errors import MalformedError
    from registry.statements.leden import Aanmelding
    from registry.statements.schema import convert

    known: dict[str, Any] = {"oin": OIN, "naam": "Voorbeeld", "rollen": ["publicist"], "afkorting": None}
    if not pad.exists():
        return known
    bestand = lees(pad)
    if not isinstance(bestand.inhoud, dict):
        raise GebruikError(f"Het bestand {pad} beschrijft geen organisatie.")
    said = known | {name: bestand.inhoud[name] for name in known if bestand.inhoud.get(name) is not None}
    _, fouten = convert(said, Aanmelding)
    if mine := [plekfout(bestand.plaats(fout), pad) for fout in fouten if fout.veld.partition("[")[0] in known]:
        raise MalformedError("Verbeter eerst deze fouten.", fouten=mine)
    return said


def _agree(facts: "Facts", criteria: Sequence[Path], normen: Sequence[Path], omgeving: "Omgeving") -> None:
    """Let the network agree upon what the files say, and upon the holidays of this year and the next."""
    from cli.afspraken import lees_afspraak
    from registry.projections.kalenders import Kalenderstand
    from registry.projections.servicenormen import Normstand, Normversie
    from registry.projections.stand import dump
    from registry.projections.toetredingscriteria import Criteriumstand, Criteriumversie
    from registry.statements.feestdagen import GELIJKGESTELD, voorstel_kalender
    from registry.statements.klok import local_date
    from registry.statements.servicenormen import Servicenorm
    from registry.statements.toetreding import Toetredingscriterium

    plaats = _here(omgeving.now())
    asked = [lees_afspraak(pad, Toetredingscriterium, omgeving) for pad in _files(criteria)]
    if not asked:
        raise GebruikError("Er zijn geen criteria. Noem ze met --criteria PAD.")
    for criterium in asked:
        stand = Criteriumstand(naam=criterium.naam, versies=(Criteriumversie(criterium=criterium, plaats=plaats),))
        facts.keep(f"toetredingscriterium/{criterium.naam}", dump(stand))
    for norm in (lees_afspraak(pad, Servicenorm, omgeving) for pad in _files(normen)):
        made = Normstand(naam=norm.naam, versies=(Normversie(norm=norm, plaats=plaats),))
        facts.keep(f"servicenorm/{norm.naam}", dump(made))
    jaar = local_date(omgeving.now()).year
    for een in (jaar, jaar + 1):
        kalender = voorstel_kalender(een, gelijkgesteld=GELIJKGESTELD)
        facts.keep(f"kalender/{een}", dump(Kalenderstand(kalender=kalender, plaats=plaats)))


def _files(paden: Sequence[Path]) -> list[Path]:
    return [
        file
        for pad in paden
        for file in (sorted(pad.glob("*.yaml")) if pad.is_dir() else [pad] if pad.exists() else [])
    ]


def _lines(folder: Path, vandaag: date) -> "list[Professionallijn]":
    """Read every line.

    Raises:
        MalformedError: with every fault of every file.
    """
    from cli.lijnen import lees_lijn
    from registry.errors import MalformedError

    where = folder / "lijnen" if (folder / "lijnen").is_dir() else folder
    gelezen = [lees_lijn(pad, op=vandaag) for pad in sorted(where.glob("*.yaml")) if pad.name != "organisatie.yaml"]
    fouten: list[Plekfout] = [plekfout(fout, one.pad) for one in gelezen for fout in one.fouten]
    if fouten:
        raise MalformedError("Verbeter eerst deze fouten.", fouten=fouten)
    return [one.lijn for one in gelezen]


def _join(
    facts: "Facts", said: dict[str, Any], lijnen: "Sequence[Professionallijn]", folder: Path, now: datetime
) -> Iterator[str]:
    """Let the organisation join with its lines and keys; yields what is taken for granted."""
    from registry.projections.organisaties import Naamhouder
    from registry.projections.professionallijnen import Lijn
    from registry.projections.stand import dump

    plaats, oin = _here(now), said["oin"]
    keys = list(_keys(folder, now))
    if not keys:
        yield "In deze map staan geen sleutels. Maak ze met: lijn sleutel nieuw"
    facts.keep(f"organisatie/{oin}", dump(_member(said, tuple(keys), now)))
    if said["afkorting"]:
        facts.keep(f"afkorting/{said['afkorting']}", dump(Naamhouder(oin=oin)))
    for lijn in lijnen:
        facts.keep(f"professionallijn/{oin}/{lijn.naam}", dump(Lijn(oin=oin, lijn=lijn, plaats=plaats)))
    for verwijzing in sorted({lijn.terugval for lijn in lijnen if lijn.terugval}):
        partij, _, naam = verwijzing.partition("/")
        if partij in {oin, said["afkorting"]}:
            continue
        yield f"Of {verwijzing} er is, is zonder netwerk niet te zien. Hier tellen we dat van wel."
        ander = partij if partij.isdigit() else ANDER
        facts.keep(f"afkorting/{partij}", dump(Naamhouder(oin=ander)))
        facts.keep(f"organisatie/{ander}", dump(_member({**said, "oin": ander, "afkorting": partij}, (), now)))
        there = next(lijn for lijn in lijnen if lijn.terugval == verwijzing)
        facts.keep(f"professionallijn/{ander}/{naam}", dump(Lijn(oin=ander, lijn=_like(there, naam), plaats=plaats)))


def _like(lijn: "Professionallijn", naam: str) -> "Professionallijn":
    from msgspec.structs import replace

    return replace(lijn, naam=naam, terugval=None)


def _member(said: dict[str, Any], sleutels: "tuple[Sleutelstand, ...]", now: datetime) -> "Organisatie":
    from registry.projections.organisaties import Organisatie
    from registry.statements.leden import Contact

    return Organisatie(
        oin=said["oin"],
        naam=said["naam"],
        status="toegelaten",
        aanmelding="0" * 64,
        gevraagd=tuple(said["rollen"]),
        rollen=tuple(said["rollen"]),
        contact=Contact(functie="Voorbeeld", email="voorbeeld@example.nl"),
        sleutels=sleutels,
        afkorting=said["afkorting"],
        lid_sinds=now,
    )


def _keys(folder: Path, now: datetime) -> "Iterator[Sleutelstand]":
    """Read the keys that are there, as if they were shown today for a year."""
    from cli.sleutelbestand import BESTANDEN, lees_sleutel
    from registry.projections.organisaties import Sleutelstand

    for gebruik, naam in BESTANDEN.items():
        if (folder / naam).exists():
            geheim = lees_sleutel(folder / naam)
            yield Sleutelstand(
                naam=gebruik,
                gebruik="toegang" if gebruik == "toegang" else "verklaringen",
                kid=geheim.kid,
                jwk=geheim.jwk,
                van=now,
                tot=now + _EEN_JAAR,
            )


def _here(now: datetime) -> "Plaats":
    """Give a place in no log."""
    from registry.projections.stand import Plaats

    return Plaats(index=0, digest="0" * 64, ordered_at=now)
