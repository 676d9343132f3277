# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The examples in the docstrings run."""

import doctest
from importlib import import_module
from pkgutil import iter_modules

import cli


def test_the_examples_in_the_docstrings_run() -> None:
    names = [f"cli.{found.name}" for found in iter_modules(cli.__path__)]
    results = {name: doctest.testmod(import_module(name)) for name in names}
    assert all(result.failed == 0 for result in results.values())
    assert {name for name, result in results.items() if result.attempted} == {
        "cli.kaarten",
        "cli.loketcijfers",
        "cli.toetredingskaart",
        "cli.verschil",
    }


def test_every_module_of_the_package_is_named_in_its_manual() -> None:
    manual = (cli.__doc__ or "").replace("`", " ").replace(";", " ").split()
    assert [found.name for found in iter_modules(cli.__path__) if found.name not in manual] == []
