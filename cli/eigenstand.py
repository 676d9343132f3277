# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How the register sees one's own organisation, and an application as the beheerder sees it, as a person reads them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cli.uitvoer import Kleur, Regel, geel, groen, rood, tabel, vet

if TYPE_CHECKING:
    from datetime import datetime

    from registry import wire
    from registry.projections.aanmeldingen import Controle


def kaart(stand: "wire.EigenStand") -> list[Regel]:
    """Show how one stands, what one may do, and what is still to be done."""
    from registry.projections.rechten import VAN_SCOPE, VAN_SOORT
    from registry.statements.spreektaal import spreek_datum_voluit

    rows: list[tuple[str, Regel]] = [
        ("organisatie", (f"{stand.naam} ({stand.oin})",)),
        ("status", (_status(stand),)),
        ("rollen", (", ".join(stand.rollen) or f"geen; gevraagd: {', '.join(stand.gevraagd)}",)),
    ]
    if stand.reden is not None:
        rows.append(("reden", (stand.reden,)))
    if stand.plateau is not None:
        rows.append(("plateau", (str(stand.plateau),)))
    for name, dag in (("geschorst tot en met", stand.geschorst_tot), ("lid tot en met", stand.geldig_tot)):
        if dag is not None:
            rows.append((name, (spreek_datum_voluit(dag),)))
    rows += [("sleutel", (f"{key.naam}, voor {key.gebruik}, {_tot(key.geldig_tot)}",)) for key in stand.sleutels]
    rows += [
        ("software mag", (f"{recht.uitleg} ({scope})",)) for scope, recht in VAN_SCOPE.items() if scope in stand.scopes
    ]
    rows += [("u mag", (f"{VAN_SOORT[soort].uitleg} ({soort})",)) for soort in stand.soorten if soort in VAN_SOORT]
    if stand.beheerder is not None:
        contact = stand.beheerder.contact
        where = ", ".join(filter(None, (contact.telefoon, contact.email)))
        rows.append(("beheerder", (f"{stand.beheerder.naam}: {where}",)))
    return [*tabel(rows), *_nagekeken(stand.controles), *te_doen(stand.nog_te_doen)]


def te_doen(zinnen: Iterable[str]) -> Iterator[Regel]:
    """Say what is still to be done, if anything."""
    if said := [("-", (zin,)) for zin in zinnen]:
        yield (vet("Nog te doen:"),)
        yield from tabel(said, inspringen=2, tussen=1)


def aanmelding(stand: "wire.AanmeldingStand") -> Iterator[Regel]:
    """Show an application with its checks, and how to go on."""
    yield (vet(stand.naam), f" ({stand.oin})")
    rows: list[tuple[str, Regel]] = [
        ("vraagt", (", ".join(stand.rollen),)),
        ("contact", (f"{stand.contact.functie}, {stand.contact.email}",)),
        ("aangemeld", (_dag(stand.ingeschreven_op),)),
        ("duimafdruk", (stand.duimafdruk,)),
    ]
    yield from tabel(rows, inspringen=2)
    yield from _nagekeken(stand.controles, inspringen=2)
    commands: list[tuple[str, Regel]] = [  # in bold, which is never broken: they are to be copied
        ("toelaten", (vet(f"lijn toelaten {stand.oin} {_rollen(stand)} --aanmelding {stand.digest}"),)),
        ("afwijzen", (vet(f'lijn afwijzen {stand.oin} --reden "…"'),)),
    ]
    yield from tabel(commands, inspringen=2)


def _rollen(stand: "wire.AanmeldingStand") -> str:
    """Suggest what was asked, but never to make somebody a beheerder."""
    return " ".join(f"--rol {rol}" for rol in stand.rollen if rol != "beheerder") or "--rol ROL"


def _nagekeken(controles: "Sequence[Controle]", *, inspringen: int = 0) -> Iterator[Regel]:
    """Show what was checked and what came of it, under a heading of its own."""
    wide = max((len(found.oordeel) for found in controles), default=0) + 2
    if controles:
        yield (" " * inspringen, vet("Nagekeken:"))
    yield from tabel(((found.controle, _controle(found, wide)) for found in controles), inspringen=inspringen + 2)


def _controle(found: "Controle", wide: int) -> Regel:
    colour = {"goed": groen, "fout": rood}.get(found.oordeel, geel)
    return colour(found.oordeel), " " * (wide - len(found.oordeel)), found.uitleg


def _status(stand: "wire.EigenStand") -> Kleur:
    return {"toegelaten": groen, "aangemeld": geel}.get(stand.status, rood)(stand.status)


def _tot(until: "datetime") -> str:
    """Say the last day of a key, whose end is exclusive."""
    from datetime import timedelta

    return f"tot en met {_dag(until - timedelta(microseconds=1))}"


def _dag(at: "datetime") -> str:
    from registry.statements.klok import local_date
    from registry.statements.spreektaal import spreek_datum_voluit

    return spreek_datum_voluit(local_date(at))
