# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
import doctest

from registry.store import values


def test_the_examples_in_the_docstrings_run() -> None:
    result = doctest.testmod(values)
    assert result.failed == 0
    assert result.attempted
