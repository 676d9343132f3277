# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The tree of commands, each imported only when it is asked for, and what its errors become.

    lijn [--profiel PAD] OPDRACHT [--json] …

    exit 0   yes
         1   no: the register, a rule or a proof says so (a RegistryError)
         2   misuse: an option, a file or a profile that cannot be used
         3   could not ask: no answer from the register
       130   stopped with Ctrl-C

The codes hold for every command, with and without `--json`.
"""

import io
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.main import get_command

from cli.fouten import AFGEBROKEN, JA, VERKEERD, GebruikError, exit_code, toon_fout
from cli.nederlands import Groep, nieuw, zin
from cli.omgeving import Omgeving
from registry.errors import RegistryError

OPDRACHTEN: Final = (  # in the order in which a member meets them
    "sleutel",
    "aanmelden",
    "profiel",
    "publiceer",
    "controleer",
    "intrekken",
    "storing",
    "meting",
    "zoek",
    "toon",
    "toetreding",
    "bewijs",
    "verifieer",
    "meld",
    "reageer",
    "bezwaar",
    "herstel",
    "trekterug",
    "zaak",
    "zaken",
    "aanmeldingen",
    "toelaten",
    "afwijzen",
    "schorsen",
    "uitschrijven",
    "aflopend",
    "kalender",
    "toezicht",
    "norm",
    "oordeel",
    "criterium",
    "beoordeel",
)


class Boom(Groep):
    """Commands by name: cli/<name>.py is imported when <name> is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # Typer's signature
        """Name the commands."""
        return list(OPDRACHTEN)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  # Typer's signature
        """Import a command."""
        return get_command(import_module(f"cli.{cmd_name}").app) if cmd_name in OPDRACHTEN else None


app = nieuw(cls=Boom)


def _versie(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        try:
            version = metadata.version("lijnwijzer")
        except metadata.PackageNotFoundError:  # run from a clone
            version = "onbekend"
        typer.echo(f"lijn {version}")
        raise typer.Exit


@app.callback()
def lijn(
    ctx: typer.Context,
    profiel: Annotated[
        Path | None,
        typer.Option(
            "--profiel",
            envvar="LIJN_PROFIEL",
            metavar="PAD",
            help="Map of profiel.json van uw organisatie. Zonder: profiel.json in de map waar u staat.",
        ),
    ] = None,
    versie: Annotated[  # noqa: ARG001  # acts by its callback
        bool, typer.Option("--versie", callback=_versie, is_eager=True, help="Toon de versie en stop.")
    ] = False,
) -> None:
    """Professionallijnen van uw organisatie publiceren, zoeken en controleren.

    Elke opdracht kent --json. Uitkomst: 0 ja, 1 nee, 2 verkeerd gebruik, 3 geen antwoord van het register.
    """
    ctx.obj = ctx.obj.met_profiel(profiel)


def run(args: Sequence[str], omgeving: Omgeving) -> int:
    """Run one command and give its exit code. What goes wrong is said on stderr, never as a traceback."""
    uit = omgeving.uitvoer(json="--json" in args)
    try:
        code = _invoke(args, omgeving)
        sys.stdout.flush()  # here, where a reader that is gone can still be told from a fault
    except (RegistryError, GebruikError) as fault:
        toon_fout(fault, uit)
        return exit_code(fault)
    except typer.Abort:
        return AFGEBROKEN
    except OSError as fault:
        sys.stdout = io.StringIO()  # or Python tries once more on its way out
        if isinstance(fault, BrokenPipeError):  # the reader had enough, as `head` does
            return JA
        toon_fout(GebruikError(f"Dat lukt niet op deze computer: {fault.strerror}."), uit)
        return VERKEERD
    return code


def _invoke(args: Sequence[str], omgeving: Omgeving) -> int:
    command: Any = get_command(app)
    try:
        code = command.main(list(args), prog_name="lijn", standalone_mode=False, obj=omgeving)
    except Exception as fault:
        if type(fault).__name__ == "NoArgsIsHelpError":
            sys.stderr.write(f"{fault}\n")
            return VERKEERD
        if getattr(fault, "exit_code", None) == VERKEERD:  # click's UsageError; Typer keeps its click to itself
            ctx = getattr(fault, "ctx", None)
            raise GebruikError(zin(fault), hulp=f"{ctx.command_path} --help" if ctx else None) from None
        raise
    return code if isinstance(code, int) else JA
