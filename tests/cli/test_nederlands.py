# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Everything that a member reads is Dutch."""

import re

import pytest

from cli.app import OPDRACHTEN
from tests.cli.conftest import Lijn

ENGLISH = re.compile(
    r"\b(usage|options|arguments|commands|show this message|required|default|missing|invalid|error|try|help for|got|"
    r"unexpected|extra|no such|did you mean|not a valid|the|integer|text|path|env var)\b",
    re.IGNORECASE,
)
GROEPEN = {
    "sleutel": ("nieuw", "toon", "vervang"),
    "meting": ("importeer",),
    "toezicht": ("naleving", "signalen", "leercirkel", "loketcijfers", "weigeringen", "toetreding"),
}
BLADEN = [
    *((name,) for name in OPDRACHTEN if name not in GROEPEN),
    *((name, part) for name, parts in GROEPEN.items() for part in parts),
]
HELP: list[tuple[str, ...]] = [(), *((name,) for name in GROEPEN), *BLADEN]


def without_names(text: str) -> str:
    """Leave out options and metavars: `--help` is a name, not a word."""
    return re.sub(r"--[a-z-]+", "", text)


@pytest.mark.parametrize("command", HELP, ids=" ".join)
def test_help_is_dutch(lijn: Lijn, command: tuple[str, ...]) -> None:
    done = lijn(*command, "--help")
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith(f"Gebruik: {' '.join(('lijn', *command))}")
    assert "Toon deze hulp en stop." in done.out
    assert ENGLISH.findall(without_names(done.out)) == []


def test_help_names_every_command_and_says_what_it_does(lijn: Lijn) -> None:
    lines = lijn("--help").out.splitlines()
    commands = lines[lines.index("Opdrachten:") + 1 :]
    told = [line.split(maxsplit=1) for line in commands if re.match(r"  \S", line)]
    assert [name for name, _ in told] == list(OPDRACHTEN)
    assert all(len(words) > 10 for _, words in told)


@pytest.mark.parametrize("command", BLADEN, ids=" ".join)
def test_every_command_knows_json(lijn: Lijn, command: tuple[str, ...]) -> None:
    assert "--json" in lijn(*command, "--help").out


@pytest.mark.parametrize("name", GROEPEN)
def test_a_group_names_its_commands(lijn: Lijn, name: str) -> None:
    lines = lijn(name, "--help").out.split("Opdrachten:")[1].splitlines()
    assert tuple(line.split()[0] for line in lines if re.match(r"  \S", line)) == GROEPEN[name]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("bestaatniet",), "De opdracht 'bestaatniet' bestaat niet."),
        (("publicer", "x"), "De opdracht 'publicer' bestaat niet."),
        (("zoek", "--vraagtpe", "1"), "De optie --vraagtpe bestaat niet. Bedoelt u --vraagtype?"),
        (("zoek", "--qqq"), "De optie --qqq bestaat niet."),
        (("zoek", "a", "b"), "Dit is te veel: b"),
        (("zoek", "--gemeente"), "Geef bij --gemeente een waarde."),
        (("zoek", "--json=ja"), "Geef bij --json geen waarde."),
        (("publiceer",), "Er ontbreekt iets: BESTAND…"),
        (("intrekken", "x"), "Er ontbreekt iets: --reden."),
        (("zoek", "--vraagtype", "9"), "--vraagtype: geef een getal van 1 tot en met 3."),
        (("sleutel", "bestaatniet"), "De opdracht 'bestaatniet' bestaat niet."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_typing_error_is_explained_in_dutch(lijn: Lijn, command: tuple[str, ...], words: str) -> None:
    done = lijn(*command)
    assert done.code == 2
    assert f"Fout: {words}" in done.err
    assert ENGLISH.findall(without_names(done.err)) == []


def test_the_version_is_told(lijn: Lijn) -> None:
    done = lijn("--versie")
    assert done.code == 0
    assert re.fullmatch(r"lijn \S+\n", done.out)


def test_completion_in_english_is_not_offered(lijn: Lijn, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "completion" not in lijn("--help").out
    assert lijn("--install-completion").code == 2
