# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Options that several commands share, and the words behind them, read with a Dutch fault."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.fouten import GebruikError

Json = Annotated[bool, typer.Option("--json", help="Geef de uitkomst als JSON.")]
Csv = Annotated[bool, typer.Option("--csv", help="Geef de uitkomst als CSV, voor een rekenblad.")]
Oin = Annotated[str, typer.Argument(metavar="OIN", help="OIN van de organisatie.")]
Reden = Annotated[str, typer.Option("--reden", metavar="TEKST", help="Waarom. Dit komt in het register te staan.")]
Ja = Annotated[bool, typer.Option("--ja", help="Vraag niet of het mag.")]
Bestand = Annotated[Path, typer.Argument(metavar="BESTAND", help="YAML-bestand, of JSON als de naam op .json eindigt.")]
Bestanden = Annotated[
    list[Path], typer.Argument(metavar="BESTAND…", help="YAML-bestanden, of JSON als de naam op .json eindigt.")
]


def een_vorm(*, json: bool, csv: bool) -> None:
    """Insist on one form of output.

    Raises:
        GebruikError: both were asked for.
    """
    if json and csv:
        raise GebruikError("Kies --json of --csv, niet allebei.")


def dag(text: str) -> date:
    """Read a date.

    Raises:
        BadParameter: it is none.
    """
    try:
        made = date.fromisoformat(text)
    except ValueError:
        made = None
    if made is None or made.isoformat() != text:  # Python also reads 20261123
        raise typer.BadParameter("schrijf een datum als 2026-11-23.")
    return made


def moment(text: str) -> datetime:
    """Read a moment; without a time zone it is the time in the Netherlands.

    Raises:
        BadParameter: it is none.
    """
    try:
        made = datetime.fromisoformat(text)
        if made.tzinfo is not None:
            return made.astimezone(UTC)
        from registry.statements.klok import opens_at

        return opens_at(made)
    except (ValueError, OverflowError):  # the first and the last day that there are may lie outside in UTC
        raise typer.BadParameter(
            "schrijf een moment als 2026-12-24T11:30, of met tijdzone: 2026-12-24T10:30:00Z."
        ) from None


def keuze(*mogelijk: str) -> Callable[[str], str]:
    """Read one of these words."""

    def read(text: str) -> str:
        if text not in mogelijk:
            raise typer.BadParameter(f"kies uit: {', '.join(mogelijk)}.")
        return text

    return read


def getal(laagste: int, hoogste: int) -> Callable[[str], int]:
    """Read a whole number between two others, both included."""

    def read(text: str) -> int:
        if not (
            text.isascii() and text.isdigit() and len(text) <= len(str(hoogste)) and laagste <= int(text) <= hoogste
        ):
            raise typer.BadParameter(f"geef een getal van {laagste} tot en met {hoogste}.")
        return int(text)

    return read
