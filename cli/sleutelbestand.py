# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Private keys in files: mode 600, made once, never overwritten, never sent, never shown."""

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from cli.fouten import GebruikError
from registry.errors import MalformedError

if TYPE_CHECKING:
    from datetime import date, datetime

    from registry.statements.geheim import Geheim

BESTANDEN: Final = {"toegang": "toegang.jwk", "verklaringen": "verklaringen.jwk"}  # gebruik → file
EEN_JAAR: Final = 365  # days that a key lasts, unless somebody says otherwise
_MODE: Final = 0o600
_MAX_BYTES: Final = 4096


def lees_sleutel(pad: Path) -> "Geheim":
    """Read a private key that only its owner can read.

    Raises:
        GebruikError: it is not there, others can read it too, or it is no key. The key itself is never quoted.
    """
    from registry.statements.geheim import load_secret

    try:
        with pad.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            raw = file.read(_MAX_BYTES)
    except FileNotFoundError:
        raise GebruikError(f"De sleutel {pad} is er niet. Maak sleutels met: lijn sleutel nieuw") from None
    except OSError:
        raise GebruikError(f"De sleutel {pad} is niet te lezen.") from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise GebruikError(f"Anderen op deze computer kunnen de sleutel {pad} lezen. Herstel dat met: chmod 600 {pad}")
    try:
        return load_secret(raw)
    except MalformedError as fault:
        raise GebruikError(f"{pad}: {fault.detail}") from None


def nieuwe_sleutels(folder: Path) -> "dict[str, Geheim]":
    """Make a key for tokens and a key for statements; both, or neither.

    Raises:
        GebruikError: one of the files is there already, or the folder cannot be written.
    """
    from registry.statements.geheim import new_secret

    if there := [folder / name for name in BESTANDEN.values() if os.path.lexists(folder / name)]:
        raise GebruikError(
            f"Er is al een sleutel: {there[0]}. Sleutels worden nooit overschreven. Kies met --map een andere map."
        )
    made = {gebruik: new_secret() for gebruik in BESTANDEN}
    written: list[Path] = []
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for gebruik, geheim in made.items():
            schrijf_nieuw(folder / BESTANDEN[gebruik], geheim.dump())
            written.append(folder / BESTANDEN[gebruik])
    except OSError as fault:
        for pad in written:
            pad.unlink()
        raise GebruikError(f"In de map {folder} kunnen we niet schrijven ({fault.strerror}).") from None
    return made


def einde_sleutels(tot: "date | None", vandaag: "date") -> "datetime":
    """Give the moment at which new keys end: after a last day, or after a year.

    Raises:
        BadParameter: that day is over already.
    """
    from datetime import timedelta

    from registry.statements.klok import DAG, midnight

    laatste = tot or vandaag + timedelta(days=EEN_JAAR)
    if laatste < vandaag:
        raise typer.BadParameter("deze dag is al voorbij.", param_hint="--geldig-tot")
    return midnight(laatste + DAG)


def schrijf_nieuw(pad: Path, raw: bytes) -> None:
    """Write a file that only its owner can read, from its first byte on; never over another file.

    Raises:
        OSError: it is there already, or cannot be written.
    """
    descriptor = os.open(pad, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
