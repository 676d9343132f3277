# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn aanmelden`: ask to join the network."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Bestand, Ja, Json, dag

if TYPE_CHECKING:
    from datetime import date, datetime

    from cli.omgeving import Omgeving
    from cli.profielbestand import Profielinhoud
    from cli.uitvoer import Uitvoer
    from registry.client import Register
    from registry.statements.geheim import Geheim
    from registry.statements.leden import Aanmelding
    from registry.statements.sleutels import Sleutel
    from registry.wire import Ontvangstbewijs

app = nieuw()


@app.command("aanmelden", cls=Opdracht)
def aanmelden(
    ctx: typer.Context,
    bestand: Bestand,
    *,
    register: Annotated[str, typer.Option("--register", metavar="ADRES", help="Adres van het register, met https://.")],
    map_: Annotated[Path, typer.Option("--map", metavar="PAD", help="Map voor sleutels en profiel.")],
    geldig_tot: Annotated[
        Any,
        typer.Option(
            "--geldig-tot", parser=dag, metavar="DATUM", help="Laatste dag van de sleutels. Zonder: over een jaar."
        ),
    ] = None,
    logboek: Annotated[
        str | None,
        typer.Option("--logboek", metavar="SLEUTEL", help="Sleutel van het logboek, die u van de beheerder kreeg."),
    ] = None,
    beheerder: Annotated[
        str | None,
        typer.Option("--beheerder", metavar="DUIMAFDRUK", help="Duimafdruk van de beheerder, die u van hem kreeg."),
    ] = None,
    vervang: Annotated[bool, typer.Option("--vervang", help="Vervang een eerdere aanmelding voor deze OIN.")] = False,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Meld uw organisatie aan bij een register.

    BESTAND zegt wie u bent: oin, naam, rollen en contact. De sleutels komen uit de map, of worden daar gemaakt;
    alleen de publieke helft gaat mee. Daarna staat er een profiel in de map. Bel de beheerder van het netwerk met
    de duimafdruk: zo weet hij dat deze aanmelding van u is.
    """
    from cli.eigenstand import te_doen
    from cli.profielbestand import BESTAND, Profielinhoud
    from cli.sleutelbestand import BESTANDEN
    from cli.verbinding import register_open

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    kandidaat = _read(omgeving, bestand, map_, geldig_tot)
    inhoud = Profielinhoud(
        register=register.rstrip("/"),
        oin=kandidaat.body.oin,
        client_id=f"{kandidaat.body.oin}.toegang",
        **BESTANDEN,
        logboek=logboek,
        beheerder=beheerder,
    )
    pad = map_ / BESTAND
    _check_profile(pad, inhoud)
    who, rollen = f"{kandidaat.body.naam} ({kandidaat.body.oin})", ", ".join(kandidaat.body.rollen)
    uit.meld(f"{who} meldt zich aan als {rollen} bij {register}.")
    omgeving.vraag_akkoord("Klopt dat?", ja=ja, uit=uit)
    geheim = kandidaat.make_keys()
    with register_open(omgeving, register) as office:
        bewijs = _hand_in(office, kandidaat, geheim, logboek=logboek, vervang=vervang, uit=uit)
    _write_profile(pad, inhoud)
    nog = kandidaat.te_doen(bewijs.digest)
    uit.data(
        {
            "oin": inhoud.oin,
            "index": bewijs.index,
            "digest": bewijs.digest,
            "duimafdruk": geheim.kid,
            "profiel": str(pad),
            "nogTeDoen": nog,
        },
        [(geheim.kid,)],
    )
    uit.meld(f"Aangemeld. Uw profiel: {pad}")
    for regel in te_doen(nog):
        uit.meld(*regel)


class _Kandidaat:
    """Who applies. The keys are made last: a file with faults leaves nothing behind."""

    def __init__(self, omgeving: "Omgeving", body: "Aanmelding", folder: Path, until: "datetime") -> None:
        self.omgeving = omgeving
        self.body = body
        self._folder = folder
        self._until = until

    def make_keys(self) -> "Geheim":
        """Take the keys of the folder, or make them there; give the one for statements."""
        import msgspec

        from cli.sleutelbestand import BESTANDEN, lees_sleutel, nieuwe_sleutels

        paden = {naam: self._folder / file for naam, file in BESTANDEN.items()}
        there = any(pad.exists() for pad in paden.values())
        keys = {naam: lees_sleutel(pad) for naam, pad in paden.items()} if there else nieuwe_sleutels(self._folder)
        self.body = msgspec.structs.replace(self.body, sleutels=_bos(keys, self._until))
        return keys["verklaringen"]

    def sign(self, geheim: "Geheim", vorige: str | None) -> bytes:
        """Sign the application."""
        from cli.indienen import onderteken

        sub = f"aanmelding/{self.body.oin}"
        return onderteken(geheim, self.body, oin=self.body.oin, sub=sub, vorige=vorige, omgeving=self.omgeving)

    def te_doen(self, digest: str) -> tuple[str, ...]:
        """Say what the candidate must still do: what the register would say, without asking it."""
        from registry.projections.eigenstand import te_doen_kandidaat
        from registry.projections.organisaties import Aanvraag

        return tuple(te_doen_kandidaat(Aanvraag(digest=digest, body=self.body), None, self.omgeving.now()))


def _read(omgeving: "Omgeving", bestand: Path, folder: Path, tot: "date | None") -> _Kandidaat:
    """Read who applies and hold it to the schema, with keys that are thrown away."""
    from msgspec import to_builtins
    from msgspec.structs import replace

    from cli.bestanden import Plekfout, lees
    from cli.lijnen import omzetten
    from cli.sleutelbestand import BESTANDEN, einde_sleutels
    from registry.errors import Fout, MalformedError
    from registry.statements.geheim import new_secret
    from registry.statements.klok import local_date
    from registry.statements.leden import Aanmelding

    read, vandaag = lees(bestand), local_date(omgeving.now())
    until = einde_sleutels(tot, vandaag)
    fouten: tuple[Plekfout, ...] = ()
    if isinstance(read.inhoud, dict):
        if "sleutels" in read.inhoud:
            uitleg = "Laat de sleutels weg: die voegt lijn zelf toe."
            fouten = (read.plaats(Fout(veld="sleutels", code="onbekend-veld", uitleg=uitleg)),)
        trial = to_builtins(_bos({naam: new_secret() for naam in BESTANDEN}, until))
        read = replace(read, inhoud=read.inhoud | {"sleutels": trial})
    body, more = omzetten(read, Aanmelding, op=vandaag)
    if fouten or more:
        raise MalformedError("De aanmelding klopt niet.", fouten=(*fouten, *more))
    return _Kandidaat(omgeving, body, folder, until)


def _bos(keys: "dict[str, Geheim]", until: "datetime") -> "tuple[Sleutel, ...]":
    """Write the public halves as an application names them; a key is called after what it is for."""
    from registry.statements.sleutels import Sleutel

    return tuple(
        Sleutel(naam=naam, gebruik="toegang" if naam == "toegang" else "verklaringen", jwk=geheim.jwk, geldig_tot=until)
        for naam, geheim in keys.items()
    )


def _hand_in(
    office: "Register", kandidaat: _Kandidaat, geheim: "Geheim", *, logboek: str | None, vervang: bool, uit: "Uitvoer"
) -> "Ontvangstbewijs":
    """Hand in through the open door; over an earlier application only when that was asked for."""
    from cli.indienen import dien_in
    from registry.errors import ConflictError

    try:
        return dien_in(office, kandidaat.sign(geheim, None), logboek=logboek, uit=uit, open_deur=True)
    except ConflictError as conflict:
        if not vervang:
            detail = (
                "Voor deze OIN is al eerder een aanmelding gedaan. Was die van u? Vervang haar dan met --vervang. "
                "Zo niet: kijk of de OIN klopt, en bel de beheerder."
            )
            raise ConflictError(detail, huidig=conflict.huidig) from None
        return dien_in(office, kandidaat.sign(geheim, conflict.huidig), logboek=logboek, uit=uit, open_deur=True)


def _check_profile(pad: Path, inhoud: "Profielinhoud") -> None:
    """Refuse a profile that could not be read back, or would replace another one, before anything is made or sent."""
    import msgspec

    from cli.fouten import GebruikError
    from cli.profielbestand import check_anchors, controleer_adres

    controleer_adres(inhoud.register)
    check_anchors(inhoud.logboek, inhoud.beheerder)
    if not pad.exists():
        return
    try:
        there = msgspec.json.decode(pad.read_bytes())
    except (OSError, msgspec.MsgspecError):
        there = None
    if there != msgspec.to_builtins(inhoud):
        raise GebruikError(f"Er is al een ander profiel: {pad}. Kies met --map een andere map.")


def _write_profile(pad: Path, inhoud: "Profielinhoud") -> None:
    import msgspec

    from cli.sleutelbestand import schrijf_nieuw

    if not pad.exists():
        schrijf_nieuw(pad, msgspec.json.format(msgspec.json.encode(inhoud), indent=2) + b"\n")
