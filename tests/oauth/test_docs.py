# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the docstrings show is run."""

import doctest

from registry.oauth import scopes


def test_the_examples_in_the_docstrings_are_true() -> None:
    result = doctest.testmod(scopes)
    assert result.attempted
    assert not result.failed
