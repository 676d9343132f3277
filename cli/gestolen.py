# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The beheerder puts new keys of a member in place of the old, after one of these was stolen.

The member makes them, sends what `lijn sleutel toon --json` shows of them, and reads out both thumbprints by telephone.
That file is signed by nobody, so of each new key the thumbprint must have been heard; it is worked out of the key
itself. What the register calls a key of the member only stays when its thumbprint was named too.
"""

from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from cli.fouten import GebruikError
from registry.errors import RefusedError
from registry.statements.sleutels import Jwk, Sleutel, Sleutels, thumbprint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from cli.omgeving import Omgeving

Gebruik = Literal["toegang", "verklaringen"]


class _Getoond(Struct, frozen=True):
    gebruik: Gebruik
    jwk: Jwk


class _Bestand(Struct, frozen=True):
    sleutels: tuple[_Getoond, ...]


def vervang_voor(
    omgeving: "Omgeving",
    oin: str,
    bestand: Path,
    *,
    gehoord: "Sequence[str]",
    sinds: "datetime",
    until: "datetime",
    behoud: "Sequence[str]",
    ja: bool,
    json: bool,
) -> None:
    """Show which keys come and which end, ask, and say it.

    Args:
        gehoord: the thumbprints that the member read out.
        sinds: since when the stolen key may have been in other hands.

    Raises:
        GebruikError: the file, or what is to stay, cannot be used.
        RefusedError: a thumbprint is another than was heard, or the register refuses.
    """
    from cli.indienen import Indiener
    from cli.profielbestand import lees_profiel
    from cli.sleutel import geldige_sleutels
    from cli.verbinding import register_van

    uit, profiel = omgeving.uitvoer(json=json), lees_profiel(omgeving)
    if oin == profiel.inhoud.oin:
        raise GebruikError("Dit zijn uw eigen sleutels. Vervang die met: lijn sleutel vervang --map MAP")
    nieuw = _lees(bestand)
    kids = {gebruik: thumbprint(jwk) for gebruik, jwk in nieuw.items()}
    if set(kids.values()) != set(gehoord):
        raise RefusedError(
            "regel",
            "De duimafdrukken in het bestand zijn niet de twee die u hoorde. Laat ze nog eens voorlezen; neem dit "
            f"bestand anders niet aan. In het bestand: {', '.join(kids.values())}.",
        )
    with register_van(omgeving, profiel) as register:
        indiener = Indiener(register, profiel, omgeving, uit)
        standing, held = register.organisatie(oin), geldige_sleutels(register, oin, omgeving.now())
        if unknown := [kid for kid in behoud if kid not in held]:
            raise GebruikError(f"Deze organisatie heeft geen sleutel met duimafdruk {unknown[0]}.")
        if any(kid in held for kid in kids.values()):
            raise GebruikError("Een van deze sleutels heeft de organisatie nu al. Laat haar nieuwe sleutels maken.")
        ending = {kid: key for kid, key in held.items() if kid not in behoud}
        bos = (*_new(nieuw, ending, until), *(held[kid] for kid in dict.fromkeys(behoud)))
        uit.meld(f"{standing.naam} ({standing.oin}) krijgt nieuwe sleutels.")
        for wat, keys in (("nieuw", bos[: len(nieuw)]), ("vervalt", tuple(ending.values())), ("blijft", bos[2:])):
            for key in keys:
                uit.meld(f"{wat:<8} {key.naam} ({key.gebruik}) ", thumbprint(key.jwk))
        omgeving.vraag_akkoord("Klopt dat?", ja=ja, uit=uit)
        sub = f"sleutels/{oin}"
        head = next(iter(indiener.gezegd(sub)), None)
        body = Sleutels(sleutels=bos, reden="gecompromitteerd", gecompromitteerd_sinds=sinds)
        bewijs = indiener.zeg(body, sub=sub, vorige=head.digest if head else None)
    client_id = f"{oin}.{bos[0].naam}"
    uit.data(
        {
            "oin": oin,
            "index": bewijs.index,
            "digest": bewijs.digest,
            "duimafdrukken": list(kids.values()),
            "clientId": client_id,
        },
        [(f"vervangen  {oin}  nummer {bewijs.index}  {bewijs.digest}",)],
    )
    uit.meld(
        f"Zeg de organisatie dat haar clientId {client_id} is, en dat zij profiel.json naar de nieuwe map kopieert."
    )


def _lees(bestand: Path) -> "Mapping[Gebruik, Jwk]":
    """Read the two new keys, the one for tokens first.

    Raises:
        GebruikError: there is something else in the file.
        MalformedError: it is not well made.
    """
    from cli.bestanden import lees
    from registry.statements.schema import convert

    read, _ = convert(lees(bestand).inhoud, _Bestand)
    shown = read.sleutels if read else ()
    if sorted(getoond.gebruik for getoond in shown) != ["toegang", "verklaringen"]:
        raise GebruikError(
            f"In {bestand} staan niet precies twee publieke sleutels, een voor toegang en een voor verklaringen. "
            "De organisatie maakt het met: lijn sleutel toon --map MAP --json"
        )
    return {getoond.gebruik: getoond.jwk for getoond in sorted(shown, key=attrgetter("gebruik"))}


def _new(nieuw: "Mapping[Gebruik, Jwk]", ending: "Mapping[str, Sleutel]", until: "datetime") -> "tuple[Sleutel, ...]":
    """Give the new keys the names of keys that end, so that software keeps its client_id where it can."""
    names = {key.gebruik: key.naam for key in sorted(ending.values(), key=lambda key: key.naam, reverse=True)}
    return tuple(
        Sleutel(naam=names.get(gebruik, gebruik), gebruik=gebruik, jwk=jwk, geldig_tot=until)
        for gebruik, jwk in nieuw.items()
    )
