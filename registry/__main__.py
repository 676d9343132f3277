# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The operator's commands: python -m registry init | serve | audit | kalender | openapi."""

import gc
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
import typer

from registry import main
from registry.errors import Fout, MalformedError, RegistryError
from registry.statements.feestdagen import EERSTE_JAAR, GELIJKGESTELD, LAATSTE_JAAR, voorstel_kalender
from registry.statements.geheim import Geheim, load_secret
from registry.statements.kalenders import Kalender
from registry.statements.leden import Aanmelding
from registry.statements.schema import convert
from registry.statements.sleutels import Sleutel
from registry.statements.spreektaal import spreek_dag
from registry.web.app import PUBLIC_URL, V1
from registry.web.openapi import document

KEY_LIFE: Final = timedelta(days=365)
GRACE_S: Final = 5
SWITCH_EVERY_S: Final = 0.0005  # an answer does not wait long for a thread that is working out what later ones need
app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


@app.command()
def init(
    bestand: Annotated[Path, typer.Argument(help="Wie de beheerder is: YAML met oin, naam, rollen en contact.")],
    verklaringen: Annotated[Path, typer.Option(help="Geheime sleutel (JWK) voor verklaringen van de beheerder.")],
    toegang: Annotated[Path, typer.Option(help="Geheime sleutel (JWK) voor toegang van de beheerder.")],
) -> None:
    """Begin een register: maak zijn sleutels en laat de beheerder het logboek openen."""
    settings = main.settings_of()
    speaks, calls = (load_secret(main.read_secret(path)) for path in (verklaringen, toegang))
    aanmelding = founder(_described(bestand), speaks, calls)
    signer = main.init(settings, aanmelding, speaks)
    print(msgspec.json.encode({"logboek": signer.verifier, "beheerder": speaks.kid}).decode())
    print("Geef deze twee door aan wie het logboek wil controleren.", file=sys.stderr)


@app.command()
def serve() -> None:
    """Start de server. Wat er te kiezen valt, staat in de omgeving (REGISTRY_…)."""
    import uvicorn  # noqa: PLC0415  # only serving needs it

    from registry.web.server import behind_proxies, bounded, tell_who_counts  # noqa: PLC0415  # it loads uvicorn

    settings = main.settings_of()
    gc.disable()  # a directory that grows is walked again and again for nothing
    application = main.make_app(settings)
    gc.freeze()  # what was loaded stays: keep the collector from walking it during requests
    gc.set_threshold(50_000, 50, 50)  # requests leave no circles behind; what is kept of them need not be walked often
    gc.enable()
    sys.setswitchinterval(SWITCH_EVERY_S)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    tell_who_counts(settings.host, settings.proxy)
    uvicorn.run(
        behind_proxies(application, proxy=settings.proxy, cert_proxy=settings.cert_proxy),
        host=settings.host,
        port=settings.port,
        access_log=False,  # a path may hold a question
        log_level="warning",
        server_header=False,
        http=bounded(
            settings.connections_per_address,
            proxies=(settings.proxy, settings.cert_proxy),
            voorrang=application.state.voorrang,
        ),
        proxy_headers=False,  # see behind_proxies
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=65,
        limit_concurrency=1000,
    )


@app.command()
def audit(
    herstel: Annotated[  # noqa: FBT002  # Typer turns booleans into --flags
        bool, typer.Option("--herstel", help="Zet tellingen van metingen recht. Aan het logboek verandert niets.")
    ] = False,
) -> None:
    """Speel het hele logboek opnieuw af, tel alle metingen opnieuw, en vergelijk het met wat er staat.

    Van metingen die zijn opgeruimd blijven de tellingen; die zijn niet meer na te gaan. `metingenVanaf` zegt tot waar.
    """
    found, geteld = main.run_audit(main.settings_of(), herstel=herstel)
    said = {
        "verklaringen": found.records,
        "wortel": found.root.hex(),
        "afwijkend": found.afwijkend,
        "metingen": geteld.rijen,
        "metingenVanaf": geteld.vanaf,
        "tellingenAfwijkend": len(geteld.afwijkend),
        "hersteld": herstel,
    }
    print(msgspec.json.encode(said).decode())
    wrong = found.afwijkend or (geteld.afwijkend and not herstel) or not found.records
    raise typer.Exit(1 if wrong else 0)


@app.command()
def kalender(
    jaar: Annotated[int, typer.Argument(help="Jaartal, zoals 2029.")],
    gelijkgesteld: Annotated[
        list[datetime] | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATUM", help="Dag uit een koninklijk besluit. Mag vaker."),
    ] = None,
    zonder_gelijkgesteld: Annotated[  # noqa: FBT002  # Typer turns booleans into --flags
        bool, typer.Option("--zonder-gelijkgesteld", help="Laat de koninklijke besluiten die hier bekend zijn weg.")
    ] = False,
) -> None:
    """Stel de kalender van een jaar voor, als YAML die de beheerder nakijkt en ondertekent (lijn kalender)."""
    extra = [moment.date() for moment in gelijkgesteld or ()]
    known = () if zonder_gelijkgesteld else GELIJKGESTELD
    body = _proposal(jaar, known, extra)
    sys.stdout.buffer.write(msgspec.yaml.encode(body))
    print(*_about(body, leave_out=zonder_gelijkgesteld), sep="\n", file=sys.stderr)


def _proposal(jaar: int, known: Sequence[date], extra: Sequence[date]) -> Kalender:
    """Propose a kalender with these decrees.

    Raises:
        MalformedError: the year has no rules, or an extra day is not of that year, or a holiday already.
    """
    try:
        statutory = {dag.datum: dag.naam for dag in voorstel_kalender(jaar).dagen}
    except ValueError:
        raise MalformedError(f"Kies een jaar van {EERSTE_JAAR} tot en met {LAATSTE_JAAR}.") from None
    fouten = [
        Fout(veld=f"--gelijkgesteld {dag}", code="jaar", uitleg=f"Deze dag ligt niet in {jaar}.")
        for dag in extra
        if dag.year != jaar
    ]
    fouten += [
        Fout(veld=f"--gelijkgesteld {dag}", code="dubbel", uitleg=f"Dit is al een feestdag: {statutory[dag]}.")
        for dag in extra
        if dag in statutory
    ]
    if fouten:
        raise MalformedError("Deze dagen kunnen niet.", fouten=fouten)
    return voorstel_kalender(jaar, gelijkgesteld=[*known, *extra])


def _about(body: Kalender, *, leave_out: bool) -> Iterator[str]:
    """Say to the operator what the proposal holds, and what it cannot know."""
    yield f"Voorstel voor de kalender van {body.jaar}, met {len(body.dagen)} dagen die geen werkdag zijn:"
    for dag in body.dagen:
        yield f"  {spreek_dag(dag.datum):<22} {dag.naam} ({dag.soort})"
    first, last = min(GELIJKGESTELD).year, max(GELIJKGESTELD).year
    if leave_out:
        yield "De koninklijke besluiten die hier bekend zijn, zijn weggelaten."
    elif not any(dag.year == body.jaar for dag in GELIJKGESTELD):
        yield f"Voor {body.jaar} is hier geen koninklijk besluit bekend dat dagen gelijkstelt aan een feestdag."
        yield f"Bekend zijn alleen die voor {first} tot en met {last}."
    yield "Kijk in de Staatscourant na welke dagen bij koninklijk besluit gelijkstaan (Algemene termijnenwet, art. 3):"
    yield "een besluit dat hier niet bekend is, kan dagen toevoegen. Geef die met --gelijkgesteld."
    yield "Ondertekenen doet de beheerder: lijn kalender BESTAND"


@app.command()
def openapi() -> None:
    """Schrijf de beschrijving van de API, zoals openapi/openapi.json."""
    sys.stdout.buffer.write(document(V1, PUBLIC_URL))


def _described(bestand: Path) -> Any:
    try:
        return msgspec.yaml.decode(bestand.read_bytes())
    except (OSError, msgspec.DecodeError):
        raise MalformedError(f"{bestand} is er niet, of is geen goede YAML.") from None


def founder(members: Any, speaks: Geheim, calls: Geheim) -> Aanmelding:
    """Make the application of the beheerder out of its description and its two keys.

    Raises:
        MalformedError: names every fault of the description.
    """
    until = main.now().replace(microsecond=0) + KEY_LIFE
    sleutels = tuple(
        Sleutel(naam=naam, gebruik=naam, jwk=geheim.jwk, geldig_tot=until)  # type: ignore[arg-type]
        for naam, geheim in (("verklaringen", speaks), ("toegang", calls))
    )
    given = members | {"sleutels": msgspec.to_builtins(sleutels)} if isinstance(members, dict) else members
    aanmelding, fouten = convert(given, Aanmelding)
    if aanmelding is None:
        raise MalformedError("De beschrijving van de beheerder klopt niet.", fouten=fouten)
    return aanmelding


def run(command: Callable[[], object]) -> None:
    """Run the commands; an error of the register is one message on stderr and exit status 1."""
    try:
        command()
    except RegistryError as error:
        print(error.detail, *(f"  {fout.veld}: {fout.uitleg}" for fout in error.fouten), sep="\n", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    run(app)
