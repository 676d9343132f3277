# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn sleutel`: make keys, show their public halves, and replace them."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, dag, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from cli.omgeving import Omgeving
    from cli.profielbestand import Profiel
    from cli.uitvoer import Uitvoer
    from registry import wire
    from registry.client import Register
    from registry.statements.geheim import Geheim
    from registry.statements.sleutels import Sleutel

app = nieuw(help="Sleutels maken, tonen en vervangen. De geheime helft verlaat deze computer nooit.")


@app.command("nieuw", cls=Opdracht)
def maak(
    ctx: typer.Context,
    map_: Annotated[
        Path,
        typer.Option(
            "--map", metavar="PAD", help="Map voor de sleutels. Zonder: de map waar u staat.", show_default=False
        ),
    ] = Path(),
    json: Json = False,
) -> None:
    """Maak een sleutel voor toegang en een sleutel voor verklaringen.

    Er komen twee bestanden: toegang.jwk en verklaringen.jwk. Alleen u kunt ze lezen (chmod 600). Bestaande
    sleutels worden nooit overschreven. Maak een reservekopie op een veilige plek.
    """
    from cli.sleutelbestand import BESTANDEN, nieuwe_sleutels

    made = nieuwe_sleutels(map_)
    rows = [
        {"gebruik": gebruik, "bestand": str(map_ / BESTANDEN[gebruik]), "duimafdruk": geheim.kid}
        for gebruik, geheim in made.items()
    ]
    uit = ctx.obj.uitvoer(json=json)
    uit.data({"sleutels": rows}, [(f"{row['duimafdruk']}  {row['bestand']}",) for row in rows])
    uit.meld("Meld uw organisatie aan met: lijn aanmelden BESTAND --register ADRES --map ", str(map_))


@app.command("toon", cls=Opdracht)
def toon(
    ctx: typer.Context,
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="PAD", help="Map met sleutels. Zonder: die van het profiel.")
    ] = None,
    json: Json = False,
) -> None:
    """Toon de publieke sleutels met hun duimafdruk.

    De duimafdruk van de sleutel voor verklaringen geeft u door aan de beheerder van het netwerk.
    """
    import msgspec

    from cli.profielbestand import lees_profiel
    from cli.sleutelbestand import BESTANDEN, lees_sleutel

    if map_ is None:
        profiel = lees_profiel(ctx.obj)
        paden = {"toegang": profiel.toegang, "verklaringen": profiel.verklaringen}
    else:
        paden = {gebruik: map_ / naam for gebruik, naam in BESTANDEN.items()}
    found = [(gebruik, lees_sleutel(pad)) for gebruik, pad in paden.items()]
    rows = [{"gebruik": gebruik, "duimafdruk": geheim.kid, "jwk": geheim.jwk} for gebruik, geheim in found]
    ctx.obj.uitvoer(json=json).data(
        {"sleutels": rows},
        [
            line
            for gebruik, geheim in found
            for line in (
                (f"{gebruik}: {geheim.kid}",),
                (f"  {msgspec.json.encode(geheim.jwk).decode()}",),
            )
        ],
    )


@app.command("vervang", cls=Opdracht)
def vervang(
    ctx: typer.Context,
    *,
    map_: Annotated[
        Path | None, typer.Option("--map", metavar="PAD", help="Nieuwe map, voor de nieuwe sleutels en profiel.")
    ] = None,
    geldig_tot: Annotated[
        Any,
        typer.Option(
            "--geldig-tot", parser=dag, metavar="DATUM", help="Laatste dag van de sleutels. Zonder: over een jaar."
        ),
    ] = None,
    behoud: Annotated[
        list[str] | None,
        typer.Option("--behoud", metavar="DUIMAFDRUK", help="Een andere sleutel van u die blijft. Mag vaker."),
    ] = None,
    laat_vervallen: Annotated[
        bool, typer.Option("--laat-vervallen", help="Laat andere sleutels van uw organisatie vervallen.")
    ] = False,
    voor: Annotated[
        str | None, typer.Option("--voor", metavar="OIN", help="Voor de beheerder: van wie een sleutel gestolen is.")
    ] = None,
    nieuw_: Annotated[
        Path | None,
        typer.Option(
            "--nieuw", metavar="BESTAND", help="Bij --voor: de nieuwe sleutels, zoals `toon --json` ze geeft."
        ),
    ] = None,
    duimafdruk: Annotated[
        list[str] | None,
        typer.Option("--duimafdruk", metavar="TEKST", help="Bij --voor: duimafdruk die u hoorde. Noem ze allebei."),
    ] = None,
    sinds: Annotated[
        Any,
        typer.Option("--sinds", parser=moment, metavar="MOMENT", help="Bij --voor: sinds wanneer de sleutel weg is."),
    ] = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Vervang de twee sleutels van uw profiel door nieuwe.

    De oude sleutels gelden meteen niet meer. Heeft uw organisatie er meer, dan zegt u welke blijven. In de map komt een
    nieuw profiel te staan: gebruik voortaan dat.

    Is een sleutel gestolen? Maak dan nieuwe met `lijn sleutel nieuw`, en bel de beheerder. Stuur hem wat `lijn sleutel
    toon --map MAP --json` geeft, en lees hem de twee duimafdrukken voor. Hij vervangt uw sleutels met --voor. Wat hij
    niet met --behoud noemt, vervalt.
    """
    from cli.fouten import GebruikError
    from cli.indienen import Indiener
    from cli.profielbestand import lees_profiel
    from cli.sleutelbestand import BESTANDEN, einde_sleutels, lees_sleutel, nieuwe_sleutels
    from cli.verbinding import register_van
    from registry.statements.klok import local_date
    from registry.statements.sleutels import Sleutels

    omgeving: Omgeving = ctx.obj
    until = einde_sleutels(geldig_tot, local_date(omgeving.now()))
    if voor is not None:
        from cli.gestolen import vervang_voor

        if map_ is not None or laat_vervallen or nieuw_ is None or not duimafdruk or sinds is None:
            raise GebruikError(
                "Noem bij --voor ook --nieuw, --duimafdruk en --sinds, en niet --map of --laat-vervallen."
            )
        vervang_voor(
            omgeving, voor, nieuw_, gehoord=duimafdruk, sinds=sinds, until=until, behoud=behoud or (), ja=ja, json=json
        )
        return
    if map_ is None or nieuw_ is not None or duimafdruk or sinds is not None:
        raise GebruikError("Noem --map. Alleen bij --voor horen --nieuw, --duimafdruk en --sinds.")
    uit, profiel = omgeving.uitvoer(json=json), lees_profiel(omgeving)
    uit.meld(f"De sleutels van {profiel.inhoud.oin} in {profiel.folder} worden vervangen.")
    omgeving.vraag_akkoord("Klopt dat?", ja=ja, uit=uit)
    old = {lees_sleutel(profiel.toegang).kid, lees_sleutel(profiel.verklaringen).kid}
    paden = {gebruik: map_ / naam for gebruik, naam in BESTANDEN.items()}
    there = any(pad.exists() for pad in paden.values())  # of a try that got no answer
    new = {gebruik: lees_sleutel(pad) for gebruik, pad in paden.items()} if there else nieuwe_sleutels(map_)
    if any(geheim.kid in old for geheim in new.values()):
        raise GebruikError("In die map staan de sleutels van nu. Kies met --map een nieuwe map.")
    sub = f"sleutels/{profiel.inhoud.oin}"
    with register_van(omgeving, profiel) as register:
        indiener = Indiener(register, profiel, omgeving, uit)
        bos = _bos(
            register, profiel, new, until, now=omgeving.now(), behoud=behoud or (), laat_vervallen=laat_vervallen
        )
        head = next(iter(indiener.gezegd(sub)), None)
        with _profile_at(profiel, map_, uit) as pad:  # before it is sent: no answer need not mean that it was not taken
            bewijs = indiener.zeg(
                Sleutels(sleutels=bos, reden="vervanging"), sub=sub, vorige=head.digest if head else None
            )
    kid = new["verklaringen"].kid
    uit.data(
        {
            "oin": profiel.inhoud.oin,
            "index": bewijs.index,
            "digest": bewijs.digest,
            "duimafdruk": kid,
            "profiel": str(pad),
        },
        [(kid,)],
    )
    uit.meld(f"Vervangen. Gebruik voortaan dit profiel: {pad}")


def _bos(
    register: "Register",
    profiel: "Profiel",
    new: "dict[str, Geheim]",
    until: "datetime",
    *,
    now: "datetime",
    behoud: "Sequence[str]",
    laat_vervallen: bool,
) -> "tuple[Sleutel, ...]":
    """Put the new set together: our two new keys, under the names they had, and the other ones that were named.

    A key of which we only have the register's word is not signed along: it is named by its thumbprint, or it goes.

    Raises:
        GebruikError: there are other keys and nobody said what becomes of them, or one that was named is not there.
    """
    from cli.fouten import GebruikError
    from cli.sleutelbestand import lees_sleutel
    from registry.statements.sleutels import Sleutel

    speaks = lees_sleutel(profiel.verklaringen).kid
    by_kid = geldige_sleutels(register, profiel.inhoud.oin, now)
    ours = {speaks, lees_sleutel(profiel.toegang).kid}
    others = {kid: key for kid, key in by_kid.items() if kid not in ours}
    if unknown := [kid for kid in behoud if kid not in others]:
        raise GebruikError(f"Uw organisatie heeft geen andere sleutel met duimafdruk {unknown[0]}.")
    if others and not behoud and not laat_vervallen:
        raise GebruikError(
            "Uw organisatie heeft nog andere sleutels. Noem met --behoud DUIMAFDRUK welke blijven, als u die van uzelf "
            "kent; of kies --laat-vervallen. Het zijn: "
            + ", ".join(f"{key.naam} ({key.gebruik}) {kid}" for kid, key in others.items())
        )
    spreekt = by_kid[speaks].naam if speaks in by_kid else "verklaringen"
    toegang = profiel.inhoud.client_id.partition(".")[2]
    return (
        Sleutel(naam=toegang, gebruik="toegang", jwk=new["toegang"].jwk, geldig_tot=until),
        Sleutel(naam=spreekt, gebruik="verklaringen", jwk=new["verklaringen"].jwk, geldig_tot=until),
        *(others[kid] for kid in dict.fromkeys(behoud)),
    )


def geldige_sleutels(register: "Register", oin: str, now: "datetime") -> "dict[str, Sleutel]":
    """List the keys of an organisation that did not end, by the thumbprint of what the register shows."""
    from registry.statements.sleutels import thumbprint

    held = [_said(key) for key in register.sleutels(oin).keys if now < key.geldig_tot]
    return {thumbprint(key.jwk): key for key in held if key.geldig_van is None or key.geldig_van < key.geldig_tot}


def _said(key: "wire.Jwk") -> "Sleutel":
    """Read a key as the register shows it."""
    import msgspec

    from registry.statements.sleutels import Jwk, Sleutel

    members = {name: found for name in ("kty", "crv", "x", "y", "n", "e") if (found := getattr(key, name)) is not None}
    jwk = msgspec.convert(members, Jwk)
    return Sleutel(naam=key.naam, gebruik=key.gebruik, jwk=jwk, geldig_tot=key.geldig_tot, geldig_van=key.geldig_van)


@contextmanager
def _profile_at(profiel: "Profiel", folder: Path, uit: "Uitvoer") -> "Iterator[Path]":
    """Write the profile of the new keys; take it away again when the register says no.

    Without an answer nobody knows: the keys may have been replaced, and then the second try comes with a dead token.

    Raises:
        GebruikError: there is another profile already.
    """
    import msgspec

    from cli.fouten import GebruikError
    from cli.profielbestand import BESTAND
    from cli.sleutelbestand import BESTANDEN, schrijf_nieuw
    from registry.errors import AccessError, RefusedError, UnreachableError

    pad = folder / BESTAND
    raw = msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(profiel.inhoud, **BESTANDEN)), indent=2)
    if not pad.exists():
        schrijf_nieuw(pad, raw + b"\n")
    elif pad.read_bytes().strip() != raw:
        raise GebruikError(f"Er is al een ander profiel: {pad}. Kies met --map een andere map.")
    try:
        yield pad
    except RefusedError:
        pad.unlink()
        raise
    except (AccessError, UnreachableError):
        uit.meld(f"Misschien is het toch gelukt. Kijk met: lijn --profiel {pad} profiel")
        raise
