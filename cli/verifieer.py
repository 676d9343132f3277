# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn verifieer`: check a statement against what was learnt out of band. Opens no socket."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Json

if TYPE_CHECKING:
    from cli.omgeving import Omgeving
    from cli.uitvoer import Regel
    from registry.projections.bundel import Bundel, Uitkomst

app = nieuw()
MAX_BYTES: Final = 256 * 1024 * 1024
_MEMBERSHIP: Final = frozenset({"aanmelding", "toelating", "sleutels"})
_LATER: Final = "of er later iets anders over is gezegd"
_LEFT_OUT: Final = "of er iets tussen deze verklaringen is weggelaten, zoals een schorsing"
_TRUE: Final = "of de inhoud waar is: wel wie het zei"
_WHEN: Final = "wanneer het precies is ingeschreven: dat zegt het register, tot 24 uur na het ondertekenen"


@app.command("verifieer", cls=Opdracht)
def verifieer(
    ctx: typer.Context,
    bestand: Annotated[
        Path, typer.Argument(metavar="BESTAND", help="Bundel, gemaakt met `lijn toon … --bewijs BESTAND`.")
    ],
    *,
    logboek: Annotated[
        str | None,
        typer.Option(
            "--logboek",
            metavar="SLEUTEL",
            help="Sleutel van het logboek: naam+kenmerk+sleutel. Zonder: die van uw profiel.",
        ),
    ] = None,
    beheerder: Annotated[
        str | None,
        typer.Option(
            "--beheerder",
            metavar="DUIMAFDRUK",
            help="Duimafdruk van de sleutel waarmee het logboek begon. Zonder: die van uw profiel.",
        ),
    ] = None,
    volledig: Annotated[
        bool, typer.Option("--volledig", help="Zeg alleen ja als de bundel het hele logboek is.")
    ] = False,
    json: Json = False,
) -> None:
    """Controleer een verklaring met haar bewijs, zonder netwerk.

    Gecontroleerd worden: de handtekening, of de afzender toen lid was en dit mocht zeggen, en of het logboek er
    voor instaat. De twee sleutels waarop dit rust krijgt u van de beheerder van het netwerk, buiten het register om.
    """
    from registry.projections.bundel import verify

    omgeving: Omgeving = ctx.obj
    uit = omgeving.uitvoer(json=json)
    log, founder = _anchors(omgeving, logboek, beheerder)
    bundel = _read(bestand)
    outcome = verify(bundel, logboek=log, beheerder=founder)
    uit.data(_json(bundel, outcome), _lines(bundel, outcome))
    if volledig and not outcome.volledig:
        uit.meld("Dit is niet het hele logboek.")
        raise typer.Exit(1)


def _anchors(omgeving: "Omgeving", logboek: str | None, beheerder: str | None) -> tuple[str, str]:
    """Take what was given, and for the rest what the profile pins. Never what the bundle says of itself."""
    from cli.fouten import GebruikError
    from cli.profielbestand import check_anchors, lees_profiel_misschien

    if logboek is None or beheerder is None:
        profiel = lees_profiel_misschien(omgeving)
        logboek = logboek or (profiel.inhoud.logboek if profiel else None)
        beheerder = beheerder or (profiel.inhoud.beheerder if profiel else None)
    if logboek is None or beheerder is None:
        anchors = {"--logboek": logboek, "--beheerder": beheerder}
        missing = " en ".join(name for name, value in anchors.items() if value is None)
        where = "U krijgt ze van de beheerder van het netwerk, niet van het register."
        raise GebruikError(f"Geef {missing}, of zet die in uw profiel. {where}")
    check_anchors(logboek, beheerder)
    return logboek, beheerder


def _read(pad: Path) -> "Bundel":
    import msgspec

    from cli.bestanden import lees_bytes
    from registry.errors import MalformedError
    from registry.projections.bundel import Bundel

    try:
        return msgspec.json.decode(lees_bytes(pad, MAX_BYTES), type=Bundel)
    except msgspec.MsgspecError:
        raise MalformedError(
            f"{pad} is geen bundel. Maak er een met: lijn toon ORGANISATIE/NAAM --bewijs BESTAND"
        ) from None


def _subject(outcome: "Uitkomst") -> int:
    """Say which statement the bundle is about: the last, and rather one that is not about membership."""
    said = [i for i, signed in enumerate(outcome.signed) if signed.soort not in _MEMBERSHIP]
    return said[-1] if said else len(outcome.signed) - 1


def _json(bundel: "Bundel", outcome: "Uitkomst") -> dict[str, object]:
    subject = _subject(outcome)
    return {
        "geldig": True,
        "logboek": outcome.checkpoint.origin,
        "boomgrootte": outcome.checkpoint.size,
        "volledig": outcome.volledig,
        "gaatOver": outcome.signed[subject].digest,
        "verklaringen": [
            {
                "index": proved.index,
                "digest": signed.digest,
                "soort": signed.soort,
                "sub": signed.sub,
                "iss": f"urn:nld:oin:{signed.oin}",
                "duimafdruk": signed.kid,
                "ingeschrevenOp": proved.ingeschreven_op,
            }
            for proved, signed in zip(bundel.verklaringen, outcome.signed, strict=True)
        ],
        "toontNiet": _not_shown(outcome),
    }


def _not_shown(outcome: "Uitkomst") -> list[str]:
    """Say what no proof of this kind can show."""
    return [_LATER, _TRUE, _WHEN] if outcome.volledig else [_LATER, _LEFT_OUT, _TRUE, _WHEN]


def _lines(bundel: "Bundel", outcome: "Uitkomst") -> "list[Regel]":
    from datetime import UTC, datetime

    from cli.kaarten import voluit
    from cli.uitvoer import groen, tabel
    from registry.projections import organisaties

    subject = _subject(outcome)
    signed, proved = outcome.signed[subject], bundel.verklaringen[subject]
    who = organisaties.get(outcome.facts, signed.oin)
    size = outcome.checkpoint.size
    member: Regel = (
        ("nog niet: hiermee vraagt zij om lid te worden",)
        if signed.soort == "aanmelding"
        else (groen("ja"), "" if outcome.volledig else ", voor zover deze bundel toont")
    )
    whole = (
        f"ja: alle {size} verklaringen zijn nagerekend"
        if outcome.volledig
        else f"nee: {len(outcome.signed)} van de {size}"
    )
    verdict = "Dit klopt." if outcome.volledig else "Dit klopt, voor zover deze bundel toont."
    lines: list[Regel] = [(groen(verdict), f" {signed.sub}")]
    lines += tabel(
        [
            ("soort", (signed.soort,)),
            ("gezegd door", (f"{who.naam if who else 'onbekend'} ({signed.oin})",)),
            ("handtekening", (groen("klopt"), f", sleutel {signed.kid}")),
            ("lid op dat moment", member),
            ("ondertekend", (voluit(datetime.fromtimestamp(signed.iat, UTC)),)),
            ("ingeschreven", (f"nummer {proved.index}, volgens het register op {voluit(proved.ingeschreven_op)}",)),
            ("in het logboek", (groen("ja"), f", {outcome.checkpoint.origin}, dat dan {size} verklaringen telt")),
            ("digest", (signed.digest,)),
            ("hele logboek", (whole,)),
        ],
        inspringen=2,
    )
    return [*lines, ("Dit toont niet:",), *((f"  - {text}",) for text in _not_shown(outcome))]
