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
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec

from registry.errors import Fout, MalformedError
from registry.projections.kennis import Instantie, Kennis, Woordgroep, kennis_faults, kennis_of
from registry.projections.wegwijzer import Wegwijzer
from registry.statements import schema

Groepen = tuple[Woordgroep, ...]


def load(extra: Path | None = None) -> Wegwijzer:
    """Read everything that is known. Takes about a second.

    Raises:
        MalformedError: names every fault in the files of the operator.
    """
    folders: list[Traversable] = [files(__name__)]
    if extra is not None:
        if not extra.is_dir():
            raise MalformedError(f"{extra} is geen map met kennis. Klopt REGISTRY_KENNIS?")
        folders.append(extra)
    kennis, fouten = _kennis(folders)
    fouten += kennis_faults(kennis)
    if fouten:
        raise MalformedError("De kennis over wie wat doet, klopt niet.", fouten=fouten)
    return Wegwijzer(kennis, _namen(folders))


def _kennis(folders: Iterable[Traversable]) -> tuple[Kennis, list[Fout]]:
    instanties: list[Instantie] = []
    groepen: list[tuple[str, ...]] = []
    fouten: list[Fout] = []
    for folder in folders:
        for file in _yaml(folder.joinpath("taken")):
            for members in _documents(file):
                said, wrong = schema.convert(members, Instantie)
                instanties += [said] if said else []
                fouten += _placed(file, wrong)
        synoniemen = folder.joinpath("synoniemen.yaml")
        if synoniemen.is_file():
            found, wrong = schema.convert({"groepen": _decoded(synoniemen)}, _Synoniemen)
            groepen += found.groepen if found else ()
            fouten += _placed(synoniemen, wrong)
    return kennis_of(instanties, groepen), fouten


class _Synoniemen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    groepen: Groepen


def _namen(folders: Iterable[Traversable]) -> Mapping[str, str]:
    namen: dict[str, str] = {}
    for folder in folders:
        for name, column in (("upl.csv", "uri"), ("onderwerpen.csv", "code")):
            file = folder.joinpath(name)
            if file.is_file():
                for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
                    namen[row[column]] = row["naam"]
    return namen


def _yaml(folder: Traversable) -> list[Traversable]:
    found = folder.iterdir() if folder.is_dir() else iter(())
    return sorted((file for file in found if file.name.endswith(".yaml")), key=lambda file: file.name)


def _documents(file: Traversable) -> Iterator[Any]:
    decoded = _decoded(file)
    yield from decoded if isinstance(decoded, list) else [decoded]


def _decoded(file: Traversable) -> Any:
    try:
        return msgspec.yaml.decode(file.read_bytes())
    except (OSError, msgspec.DecodeError):
        raise MalformedError(f"{file} is niet te lezen, of is geen goede YAML.") from None


def _placed(file: Traversable, fouten: Iterable[Fout]) -> Iterator[Fout]:
    for fout in fouten:
        yield Fout(veld=f"{file.name}: {fout.veld}", code=fout.code, uitleg=fout.uitleg)
