# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn toelaten`: the beheerder admits an organisation, after comparing the thumbprint."""

from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, Oin, dag, getal, keuze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.omgeving import Omgeving
    from cli.uitvoer import Regel
    from registry import wire
    from registry.client import Register
    from registry.statements.envelope import Signed
    from registry.statements.leden import Aanmelding, Rol, Toelating

app = nieuw()


@app.command("toelaten", cls=Opdracht)
def toelaten(
    ctx: typer.Context,
    oin: Oin,
    *,
    rol: Annotated[
        list[str],
        typer.Option(
            "--rol",
            parser=keuze("publicist", "loket", "beheerder"),
            metavar="ROL",
            help="publicist, loket of beheerder. Mag vaker.",
        ),
    ],
    plateau: Annotated[
        Any, typer.Option("--plateau", parser=getal(1, 9), metavar="N", help="Plateau van toetreding, 1 tot en met 9.")
    ] = None,
    geldig_tot: Annotated[
        Any,
        typer.Option(
            "--geldig-tot", parser=dag, metavar="DATUM", help="Laatste dag van de toelating. Zonder: geen einde."
        ),
    ] = None,
    dpop_verplicht: Annotated[
        bool,
        typer.Option("--dpop-verplicht", help="Alleen tokens die met DPoP aan een sleutel van het lid zijn gebonden."),
    ] = False,
    duimafdruk: Annotated[
        str | None,
        typer.Option("--duimafdruk", metavar="TEKST", help="De duimafdruk die de organisatie u voorlas; moet kloppen."),
    ] = None,
    aanmelding: Annotated[
        str | None,
        typer.Option("--aanmelding", metavar="DIGEST", help="De aanmelding die u bekeek; moet die zijn die nu wacht."),
    ] = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Laat een organisatie toe tot het netwerk (alleen voor de beheerder).

    U ziet eerst de aanmelding en de duimafdruk van haar sleutel. Vergelijk die met wat de organisatie u door de
    telefoon voorlas. De toelating noemt precies deze aanmelding: een andere kan er niet voor in de plaats komen.

    Is zij al lid? Zeg dan alles opnieuw: rollen, plateau, einddatum en DPoP. Wat u weglaat, vervalt; u ziet eerst wat.
    """
    from cli.fouten import GebruikError
    from cli.indienen import Indiener
    from cli.profielbestand import lees_profiel
    from cli.verbinding import register_van
    from registry.errors import RefusedError
    from registry.statements.leden import Toelating

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    if not (oin.isascii() and oin.isdigit() and len(oin) == 20):  # noqa: PLR2004  # contract, section 1
        raise GebruikError("Een OIN is 20 cijfers.")
    profiel = lees_profiel(omgeving)
    with register_van(omgeving, profiel) as register:
        indiener = Indiener(register, profiel, omgeving, uit)
        standing = _standing(register, oin)
        digest = standing.aanvraag or standing.aanmelding
        if aanmelding not in {None, digest}:
            raise RefusedError("regel", "Deze aanmelding is niet die van nu. Bekijk opnieuw: lijn aanmeldingen")
        signed = _application(register, digest, oin)
        body = Toelating(
            status="toegelaten",
            rollen=tuple(dict.fromkeys(cast("list[Rol]", rol))),
            plateau=plateau,
            geldig_tot=geldig_tot,
            aanmelding=digest,
            dpop_verplicht=dpop_verplicht,
        )
        for line in _card(cast("Aanmelding", signed.body), standing, signed.kid, body):
            uit.meld(*line)
        if duimafdruk is not None and duimafdruk != signed.kid:
            raise RefusedError(
                "regel", "De duimafdruk is een andere dan die van de aanmelding. Laat deze organisatie niet toe."
            )
        omgeving.vraag_akkoord("Is dit de duimafdruk die u hoorde, en wilt u toelaten?", ja=ja, uit=uit)
        sub = f"toelating/{oin}"
        head = next(iter(indiener.gezegd(sub)), None)
        bewijs = indiener.zeg(body, sub=sub, vorige=head.digest if head else None)
    uit.data(
        {"oin": oin, "status": "toegelaten", "index": bewijs.index, "digest": bewijs.digest},
        [(f"toegelaten  {oin}  nummer {bewijs.index}  {bewijs.digest}",)],
    )


def _standing(register: "Register", oin: str) -> "wire.Organisatie":
    """Read how an organisation stands.

    Raises:
        RefusedError: it never applied, or it may not be seen.
    """
    from registry.errors import NotFoundError, RefusedError

    try:
        return register.organisatie(oin)
    except NotFoundError:
        raise RefusedError(
            "regel", "U ziet geen aanmelding met deze OIN. Kijk wie er wacht: lijn aanmeldingen"
        ) from None


def _card(said: "Aanmelding", standing: "wire.Organisatie", kid: str, body: "Toelating") -> "list[Regel]":
    """Show what the application itself says, as it was signed; the register only adds how it stands now."""
    from cli.uitvoer import tabel

    known = f"{standing.status}, als {standing.naam}" if standing.naam != said.naam else standing.status
    return tabel(
        [
            ("naam", (said.naam,)),
            ("afkorting", (said.afkorting or "geen",)),
            ("OIN", (said.oin,)),
            ("in het register", (known,)),
            ("gevraagd", (", ".join(said.rollen),)),
            ("contact", (f"{said.contact.functie}, {said.contact.email}",)),
            ("duimafdruk", (kid,)),
            ("krijgt rol", (", ".join(body.rollen),)),
            *((name, (text,)) for name, text in _terms(body, standing)),
        ]
    )


def _terms(body: "Toelating", standing: "wire.Organisatie") -> "Iterator[tuple[str, str]]":
    """Say what is given, and what a member loses by it: what a toelating does not say again, is over."""
    from registry.statements.spreektaal import spreek_datum_voluit

    lid = standing.status in {"toegelaten", "geschorst"}
    if lid and (lost := [rol for rol in standing.rollen if rol not in body.rollen]):
        yield "verliest rol", ", ".join(lost)
    if body.plateau is not None:
        yield "plateau", str(body.plateau)
    elif lid and standing.plateau is not None:
        yield "plateau", f"geen meer, was {standing.plateau}"
    if body.geldig_tot is not None:
        yield "lid tot en met", spreek_datum_voluit(body.geldig_tot)
    elif lid and standing.geldig_tot is not None:
        yield "lid tot en met", f"geen einde meer, was {spreek_datum_voluit(standing.geldig_tot)}"
    if body.dpop_verplicht:
        yield "DPoP", "verplicht"
    elif lid and standing.dpop_verplicht:
        yield "DPoP", "niet meer verplicht"


def _application(register: "Register", digest: str, oin: str) -> "Signed":
    """Fetch the application as it was signed, and hold it to its digest and its own key: the register may be wrong."""
    from registry.errors import ProofError
    from registry.statements.envelope import open_envelope
    from registry.statements.leden import Aanmelding
    from registry.statements.sleutels import thumbprint

    for proved in register.bundel(digest).verklaringen:
        signed = open_envelope(proved.verklaring.encode("ascii", "replace"))
        if signed.digest != digest or not isinstance(signed.body, Aanmelding) or signed.body.oin != oin:
            continue
        keys = [s.jwk for s in signed.body.sleutels if s.gebruik == "verklaringen" and thumbprint(s.jwk) == signed.kid]
        if keys and signed.verified_by(keys[0]):
            return signed
    raise ProofError("Het register geeft de aanmelding niet zoals zij is ondertekend.")
