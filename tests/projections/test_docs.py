# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
import doctest
from importlib import import_module
from pkgutil import iter_modules

from registry import projections


def test_the_examples_in_the_docstrings_run() -> None:
    names = [f"registry.projections.{found.name}" for found in iter_modules(projections.__path__)]
    results = {name: doctest.testmod(import_module(name)) for name in names}
    assert all(result.failed == 0 for result in results.values())
    assert {name for name, result in results.items() if result.attempted} >= {
        "registry.projections.uren",
        "registry.projections.vindwoorden",
        "registry.projections.woorden",
    }
