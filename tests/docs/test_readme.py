# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The README shows what happens, on a demo network that is made as a stranger makes it."""

import re
from pathlib import Path

import msgspec
import pytest
from msgspec import inspect

from registry.settings import PREFIX, Settings
from tests.docs.transcript import README, ROOT, blocks, demo, matches, run, steps

TEXT = README.read_text()


def test_the_tour_shows_what_happens(tmp_path: Path) -> None:
    with demo(tmp_path) as environ:
        for block in blocks(TEXT):
            for step in steps(block):
                printed = run(step, tmp_path, environ)
                assert matches(step.output, printed), f"$ {step.command}\n{printed}"


def test_the_tour_has_every_command_that_a_member_needs_first() -> None:
    commands = {
        step.command.split()[1] for block in blocks(TEXT) for step in steps(block) if step.command.startswith("lijn")
    }
    assert commands == {"zoek", "controleer", "publiceer", "toon", "verifieer", "intrekken", "toezicht"}


@pytest.mark.parametrize(
    ("shown", "printed", "fits"),
    [("a … c", "a b c", True), ("a … c", "a b d", False), ("a …", "a b\nc", False), ("a.c", "abc", False)],
)
def test_dots_stand_for_anything_on_their_own_line_only(shown: str, printed: str, fits: bool) -> None:  # noqa: FBT001
    assert matches(shown, printed) is fits


def test_every_setting_stands_in_the_readme_as_it_is() -> None:
    assert settings_table() in TEXT


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#][^)]*)\)", TEXT) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def settings_table() -> str:
    """Write the table of settings from the settings themselves."""
    info = inspect.type_info(Settings)
    assert isinstance(info, inspect.StructType)
    rows = ["| setting | default | what |", "|---|---|---|"]
    for field in info.fields:
        assert isinstance(field.type, inspect.Metadata)
        about = (field.type.extra_json_schema or {})["description"]
        default = msgspec.json.encode(field.default).decode().strip('"')
        rows.append(f"| `{PREFIX}{field.encode_name.upper()}` | {f'`{default}`' if default else ''} | {about} |")
    return "\n".join(rows)
