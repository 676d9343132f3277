# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
import doctest
from importlib import import_module
from pkgutil import iter_modules

from registry import tlog


def test_the_examples_in_the_docstrings_run() -> None:
    names = ["registry.tlog", *(f"registry.tlog.{found.name}" for found in iter_modules(tlog.__path__))]
    results = {name: doctest.testmod(import_module(name)) for name in names}
    assert all(result.failed == 0 for result in results.values())
    assert {name for name, result in results.items() if result.attempted} == {
        "registry.tlog",
        "registry.tlog.checkpoint",
        "registry.tlog.tiles",
        "registry.tlog.tree",
    }
