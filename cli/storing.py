# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""`lijn storing`: say that a line is closed for a while or can take little, and that this is over."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.nederlands import Opdracht, nieuw
from cli.opties import Ja, Json, keuze, moment

if TYPE_CHECKING:
    from datetime import datetime

    from cli.indienen import Indiener
    from cli.omgeving import Omgeving
    from cli.uitvoer import Uitvoer
    from registry import wire
    from registry.client import Register
    from registry.statements.storingen import Storing

app = nieuw()
KANALEN: Final = (  # as statements/namen has them; it is not imported to show the help
    "telefoon",
    "email",
    "videobellen",
    "balie",
    "terugbelverzoek",
    "webformulier",
    "forum",
    "chat",
    "sociale-media",
    "post",
)
_SECONDE: Final = timedelta(seconds=1)


@app.command("storing", cls=Opdracht)
def storing(
    ctx: typer.Context,
    naam: Annotated[str, typer.Argument(metavar="NAAM", help="Naam van uw lijn, zoals aow-professionals.")],
    *,
    tot: Annotated[
        Any,
        typer.Option(
            "--tot",
            parser=moment,
            metavar="MOMENT",
            help="Tot wanneer, zoals 2026-11-24T16:00. Verplicht om te melden.",
        ),
    ] = None,
    van: Annotated[
        Any, typer.Option("--van", parser=moment, metavar="MOMENT", help="Vanaf wanneer. Zonder: nu.")
    ] = None,
    gevolg: Annotated[
        str | None,
        typer.Option(
            "--gevolg",
            parser=keuze("dicht", "beperkt"),
            metavar="GEVOLG",
            help="dicht, of beperkt: open, maar met minder mensen. Zonder: dicht.",
        ),
    ] = None,
    reden: Annotated[
        str | None,
        typer.Option("--reden", metavar="TEKST", help="Waarom, zoals men het mag voorlezen. Verplicht om te melden."),
    ] = None,
    kanaal: Annotated[
        list[str] | None,
        typer.Option(
            "--kanaal", parser=keuze(*KANALEN), metavar="SOORT", help="Alleen dit kanaal. Mag vaker. Zonder: alle."
        ),
    ] = None,
    alternatief: Annotated[
        str | None,
        typer.Option("--alternatief", metavar="ORGANISATIE/NAAM", help="De lijn die men intussen kan gebruiken."),
    ] = None,
    voorbij: Annotated[bool, typer.Option("--voorbij", help="De storing die er staat, is nu voorbij.")] = False,
    ja: Ja = False,
    json: Json = False,
) -> None:
    """Meld een storing van een lijn van uw organisatie, of dat die voorbij is.

    Een nieuwe melding over een lijn vervangt de vorige: zo verlengt u een storing, of laat u haar eerder eindigen.
    """
    from cli.fouten import GebruikError

    given = {
        "--tot": tot,
        "--van": van,
        "--gevolg": gevolg,
        "--reden": reden,
        "--kanaal": kanaal,
        "--alternatief": alternatief,
    }
    named = [name for name, value in given.items() if value is not None and value != []]
    if voorbij and named:
        raise GebruikError(f"Bij --voorbij hoort geen {' of '.join(named)}.", hulp="lijn storing --help")
    if not voorbij and (missing := [name for name in ("--tot", "--reden") if name not in named]):
        raise GebruikError(f"Geef {' en '.join(missing)}, of --voorbij.", hulp="lijn storing --help")
    said = {
        "gevolg": gevolg or "dicht",
        "van": van or ctx.obj.now().replace(microsecond=0),
        "tot": tot,
        "reden": reden,
        "kanalen": kanaal or [],
        "alternatief": alternatief,
    }
    _say(ctx.obj, naam, None if voorbij else _body(said, ctx.obj.now()), ja=ja, json=json)


def _body(said: dict[str, Any], now: "datetime") -> "Storing":
    """Make the statement.

    Raises:
        MalformedError: with everything that is wrong with it.
    """
    from registry.errors import MalformedError
    from registry.statements.klok import local_date
    from registry.statements.schema import body_faults, convert
    from registry.statements.storingen import Storing

    body, fouten = convert(said, Storing)
    if body is not None:
        fouten = list(body_faults(body, local_date(now)))
    if body is None or fouten:
        raise MalformedError("Zo kan de storing niet worden gemeld.", fouten=fouten)
    return body


def _say(omgeving: "Omgeving", naam: str, body: "Storing | None", *, ja: bool, json: bool) -> None:
    """Show what is about to be said, ask, and say it. Without a body: that the storing that stands is over."""
    import msgspec

    from cli.indienen import Indiener
    from cli.profielbestand import lees_profiel
    from cli.verbinding import register_van

    uit = omgeving.uitvoer(json=json)
    profiel = lees_profiel(omgeving)
    oin = profiel.inhoud.oin
    naam = naam.removeprefix(f"{oin}/")
    with register_van(omgeving, profiel) as register:
        indiener = Indiener(register, profiel, omgeving, uit)
        lijn = _line(register, oin, naam)
        _show(lijn, body, uit)
        if body is None:
            question, word, body = "Deze storing beëindigen?", "voorbij", _over(lijn, omgeving.now())
        else:
            question, word = "Deze storing melden?", "gemeld"
            _warn(indiener, lijn, body, uit)
        omgeving.vraag_akkoord(question, ja=ja, uit=uit)
        sub = f"storing/{oin}/{naam}"
        head = next(iter(indiener.gezegd(sub)), None)
        bewijs = indiener.zeg(body, sub=sub, vorige=head.digest if head else None)
    result = {"lijn": f"{oin}/{naam}", "index": bewijs.index, "digest": bewijs.digest}
    uit.data(
        result | msgspec.to_builtins(body), [(f"{word}  {result['lijn']}  nummer {bewijs.index}  {bewijs.digest}",)]
    )


def _line(register: "Register", oin: str, naam: str) -> "wire.ProfessionallijnStand":
    """Find the line, which must be there.

    Raises:
        NotFoundError: there never was one.
        RefusedError: it was withdrawn.
    """
    from registry.errors import NotFoundError, RefusedError

    missing = f"Uw organisatie heeft geen lijn met de naam {naam}."
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", naam):
        raise NotFoundError(missing)
    try:
        lijn = register.professionallijn(oin, naam)
    except NotFoundError:
        raise NotFoundError(missing) from None
    if lijn.status == "ingetrokken":
        raise RefusedError("regel", f"De lijn {naam} is ingetrokken.")
    return lijn


def _over(lijn: "wire.ProfessionallijnStand", now: "datetime") -> "Storing":
    """End what stands as of now. What had yet to begin becomes the second before: each has a length.

    Raises:
        RefusedError: nothing stands.
    """
    from registry.errors import RefusedError
    from registry.statements.storingen import Storing

    if (stands := lijn.storing) is None:
        raise RefusedError("regel", f"De lijn {lijn.naam} heeft geen storing die nu geldt of nog komt.")
    tot = now.replace(microsecond=0)
    return Storing(
        gevolg=stands.gevolg,
        van=min(stands.van, tot - _SECONDE),
        tot=tot,
        reden=stands.reden,
        kanalen=stands.kanalen,
        alternatief=stands.alternatief,
    )


def _show(lijn: "wire.ProfessionallijnStand", body: "Storing | None", uit: "Uitvoer") -> None:
    """Show what stands, and what it is replaced by; without a body by nothing."""
    from cli.kaarten import storing_voluit
    from cli.uitvoer import tabel, vet

    uit.meld(vet(f"{lijn.naam}: {lijn.lijn.titel}"))
    rows = [] if lijn.storing is None else [("staat er nu", (storing_voluit(lijn.storing),))]
    rows += [] if body is None else [("wordt", (storing_voluit(body),))]
    for line in tabel(rows, inspringen=2):
        uit.meld(*line)


def _warn(indiener: "Indiener", lijn: "wire.ProfessionallijnStand", body: "Storing", uit: "Uitvoer") -> None:
    """Point out what is likely a mistake, but may come true later: it is no fault."""
    there = {kanaal.soort for kanaal in lijn.lijn.kanalen}
    if missing := [soort for soort in body.kanalen if soort not in there]:
        uit.meld(f"  let op: deze lijn heeft geen kanaal {' of '.join(missing)}.")
    if body.alternatief is not None and not indiener.bestaat(body.alternatief):
        uit.meld(f"  let op: {body.alternatief} is er niet (meer). Wie niet doorkomt, ziet dan geen andere lijn.")
