# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Who does what, read from the files in this folder and from those that an operator adds.

    taken/*.yaml       the tasks of organisations, as citizens speak of them (form: projections/kennis.py)
    synoniemen.yaml    groups of words that mean the same
    onderwerpen.csv    our own codes for subjects: code, naam
    upl.csv            the Uniforme Productnamenlijst: uri, naam

An operator's folder (REGISTRY_KENNIS) has the same form; what it holds is added. README.md names the sources.
"""

import csv
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from registry.errors import Fout, MalformedError
from registry.projections.kennis import Instantie, Woordgroep, kennis_faults, kennis_of
from registry.projections.wegwijzer import Wegwijzer
from registry.statements import schema

T = TypeVar("T", bound=Struct)


def load(extra: Path | None = None) -> Wegwijzer:
    """Read everything that is known. Takes about a second.

    Raises:
        MalformedError: names every fault in the files of the operator, each with its file.
    """
    folders: list[Traversable] = [files(__name__)]
    if extra is not None:
        if not extra.is_dir():
            raise MalformedError(f"{extra} is geen map met kennis. Klopt REGISTRY_KENNIS?")
        folders.append(extra)
    reading = _Reading()
    for folder in folders:
        if not reading.folder(folder):
            namen = "taken/*.yaml, synoniemen.yaml, onderwerpen.csv of upl.csv"
            raise MalformedError(f"In {folder} staat geen kennis. Het register leest daar {namen}.")
    kennis = kennis_of(reading.instanties, reading.groepen)
    fouten = [*reading.fouten, *(reading.placed(fout) for fout in kennis_faults(kennis))]
    if fouten:
        raise MalformedError("De kennis over wie wat doet, klopt niet.", fouten=list(dict.fromkeys(fouten)))
    return Wegwijzer(kennis, reading.namen)


class _Reading:
    """What was read so far, what was wrong with it, and where each thing was said."""

    def __init__(self) -> None:
        self.instanties: list[Instantie] = []
        self.groepen: list[tuple[str, ...]] = []
        self.namen: dict[str, str] = {}
        self.fouten: list[Fout] = []
        self._said: dict[str, list[str]] = {}  # organisation, or organisation.task → files

    def folder(self, folder: Traversable) -> bool:
        """Read a folder; say whether there was anything in it."""
        taken = folder.joinpath("taken")
        known = sorted(taken.iterdir(), key=lambda file: file.name) if taken.is_dir() else []
        yaml = [file for file in known if file.name.endswith(".yaml")]
        for file in yaml:
            for members in _documents(self._decoded(file)):
                self._instantie(file.name, members)
        synoniemen = folder.joinpath("synoniemen.yaml")
        if synoniemen.is_file():
            found = self._converted(synoniemen.name, {"groepen": self._decoded(synoniemen)}, _Synoniemen)
            self.groepen += found.groepen if found else ()
        lists = [(folder.joinpath(name), column) for name, column in (("upl.csv", "uri"), ("onderwerpen.csv", "code"))]
        for file, column in lists:
            if file.is_file():
                self._names(file, column)
        return bool(yaml) or synoniemen.is_file() or any(file.is_file() for file, _ in lists)

    def placed(self, fout: Fout) -> Fout:
        """Say in which files the thing is that is wrong."""
        where = self._said.get(fout.veld) or self._said.get(fout.veld.partition(".")[0], [])
        return Fout(veld=fout.veld, code=fout.code, uitleg=f"{fout.uitleg} ({', '.join(dict.fromkeys(where))})")

    def _instantie(self, name: str, members: Any) -> None:
        said = self._converted(name, members, Instantie)
        if said is not None:
            self.instanties.append(said)
            for thing in (said.organisatie, *(f"{said.organisatie}.{taak.taak}" for taak in said.taken)):
                self._said.setdefault(thing, []).append(name)

    def _converted(self, name: str, members: Any, kind: type[T]) -> T | None:
        try:
            found, wrong = schema.convert(members, kind)
        except TypeError:  # a name that is no text
            found, wrong = None, [Fout(veld="", code="vorm", uitleg="Elke naam in het bestand is tekst.")]
        self.fouten += [Fout(veld=f"{name}: {fout.veld}", code=fout.code, uitleg=fout.uitleg) for fout in wrong]
        return found

    def _decoded(self, file: Traversable) -> Any:
        try:
            return msgspec.yaml.decode(file.read_bytes())
        except (OSError, ValueError, RecursionError, msgspec.MsgspecError):
            uitleg = "Dit is geen goede YAML."
            self.fouten.append(Fout(veld=f"{file.name}:", code="vorm", uitleg=uitleg))
            return None

    def _names(self, file: Traversable, column: str) -> None:
        try:
            rows = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), strict=True)
            found = {row[column]: row["naam"] for row in rows}
            found |= {} if {column, "naam"} <= set(rows.fieldnames or ()) else {"": ""}
        except (OSError, UnicodeDecodeError, csv.Error, KeyError):
            found = {"": ""}
        if not all(found) or not all(found.values()):
            uitleg = f"Schrijf dit in UTF-8, met komma's, en met de kolommen {column} en naam, allebei gevuld."
            self.fouten.append(Fout(veld=f"{file.name}:", code="vorm", uitleg=uitleg))
        self.namen |= found


class _Synoniemen(Struct, frozen=True, forbid_unknown_fields=True):
    groepen: tuple[Woordgroep, ...]


def _documents(decoded: Any) -> list[Any]:
    return decoded if isinstance(decoded, list) else [decoded]
