# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The files at the root agree with each other."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PUBLICCODE: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def test_the_version_is_the_same_everywhere() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - ", changelog, re.MULTILINE)
    assert PUBLICCODE["softwareVersion"] == PROJECT["version"]
    assert released[:1] in ([], [PROJECT["version"]])


def test_the_licence_is_the_same_everywhere() -> None:
    assert PROJECT["license"] == PUBLICCODE["legal"]["license"] == "EUPL-1.2"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_publiccode_has_what_version_0_7_makes_mandatory() -> None:
    wanted = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description"}
    assert wanted | {"legal", "maintenance", "localisation"} <= PUBLICCODE.keys()
    assert PUBLICCODE["publiccodeYmlVersion"] == "0.7"
    assert {"localisationReady", "availableLanguages"} <= PUBLICCODE["localisation"].keys()
    assert all(contact["name"] for contact in PUBLICCODE["maintenance"]["contacts"])


def test_publiccode_describes_within_its_bounds() -> None:
    assert set(PUBLICCODE["description"]) == {"nl", "en"}
    for text in PUBLICCODE["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]


def test_python_versions_named_are_the_versions_allowed() -> None:
    named = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if re.search(r"Python :: 3\.\d+$", line)]
    assert named[0] == PROJECT["requires-python"].removeprefix(">=")
