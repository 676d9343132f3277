# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn bewijs`: hand in evidence for a toetredingscriterium. The document itself stays where it is."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.bladzijden import bladzijden
from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, getal, keuze

if TYPE_CHECKING:
    from registry import wire
    from registry.client import Register

app = nieuw()
MAX_BYTES: Final = 500 * 1024 * 1024
SOORTEN: Final = (
    "auditrapport", "convenant", "dpia", "mandaatbesluit", "opleidingsplan", "verklaring", "werkinstructie", "ander",
)  # fmt: skip


@app.command("bewijs", cls=Opdracht)
def bewijs(
    ctx: typer.Context,
    criterium: Annotated[str, typer.Argument(metavar="CRITERIUM", help="Naam van het criterium.")],
    *,
    document: Annotated[
        Path, typer.Option("--document", metavar="BESTAND", help="Het document; alleen zijn hash gaat mee.")
    ],
    waar: Annotated[str, typer.Option("--waar", metavar="ADRES", help="Waar het OBPT het vindt: https://…")],
    soort: Annotated[
        Any, typer.Option("--soort", parser=keuze(*SOORTEN), metavar="SOORT", help=f"Kies uit: {', '.join(SOORTEN)}.")
    ],
    versie: Annotated[
        Any,
        typer.Option("--versie", parser=getal(1, 10_000), metavar="N", help="Zonder: de versie die nu geldt."),
    ] = None,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Lever bewijs in voor een toetredingscriterium.

    Het document blijft waar het is: het register krijgt alleen de hash en het adres. Het adres ziet alleen de beheerder
    van het netwerk. Daar mag geen geheime sleutel in staan.
    """
    from cli.indienen import Indiener
    from cli.profielbestand import lees_profiel
    from cli.uitvoer import vet
    from cli.verbinding import register_van
    from registry.errors import MalformedError
    from registry.statements.klok import local_date
    from registry.statements.schema import body_faults, convert
    from registry.statements.toetreding import Bewijsstuk, Bewijstoets

    uit, profiel = ctx.obj.uitvoer(json=json), lees_profiel(ctx.obj)
    said = {"criterium": criterium, "documentsoort": soort, "hash": hash_van(document), "waar": waar}
    with register_van(ctx.obj, profiel) as register:
        gevraagd = zoek_criterium(register, criterium, versie)
        body, fouten = convert(said | {"versie": gevraagd.versie}, Bewijsstuk)
        fouten = list(body_faults(body, local_date(ctx.obj.now()))) if body is not None else fouten
        if body is None or fouten:
            raise MalformedError("Er is niets verstuurd: verbeter eerst deze fouten.", fouten=fouten)
        uit.meld(vet(gevraagd.titel), f" (versie {gevraagd.versie})")
        if isinstance(gevraagd.toets, Bewijstoets):
            uit.meld(f"Gevraagd: {gevraagd.toets.wat}")
        uit.meld(f"U levert in: {document}, een {body.documentsoort}, te vinden op {body.waar}")
        ctx.obj.vraag_akkoord("Dit bewijs inleveren?", ja=ja, uit=uit)
        indiener = Indiener(register, profiel, ctx.obj, uit)
        sub = f"bewijsstuk/{profiel.inhoud.oin}/{criterium}"
        head = next(iter(indiener.gezegd(sub)), None)
        found = indiener.zeg(body, sub=sub, vorige=head.digest if head else None)
    uit.data(
        {
            "criterium": criterium,
            "versie": body.versie,
            "hash": body.hash,
            "index": found.index,
            "digest": found.digest,
        },
        [(f"ingeleverd  {criterium}  nummer {found.index}  {found.digest}",)],
    )


def hash_van(pad: Path) -> str:
    """Give the SHA-256 of a file.

    Raises:
        GebruikError: there is no such file, it cannot be read, or it is no document of this world.
    """
    import hashlib

    from cli.fouten import GebruikError

    try:
        with pad.open("rb") as file:
            if file.seek(0, 2) > MAX_BYTES:
                raise GebruikError(f"Het bestand {pad} is groter dan {MAX_BYTES // 1024**2} MiB.")
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise GebruikError(f"Het bestand {pad} bestaat niet, of is niet te lezen.") from None


def zoek_criterium(register: "Register", naam: str, versie: int | None) -> Any:
    """Find a version of a criterion; without a number the one in force, or else the last.

    Raises:
        NotFoundError: there is none.
    """
    from registry.errors import NotFoundError

    for blad in bladzijden(register.toetredingscriteria):
        for stand in blad.criteria:
            if stand.naam == naam:
                return _version(stand, versie)
    raise NotFoundError("Er is geen toetredingscriterium met deze naam.")


def _version(stand: "wire.CriteriumStand", versie: int | None) -> Any:
    from registry.errors import NotFoundError

    nu = stand.criterium or stand.versies[-1].criterium
    wanted = versie or nu.versie
    for een in stand.versies:
        if een.criterium.versie == wanted:
            return een.criterium
    raise NotFoundError("Dit criterium heeft die versie niet.")
