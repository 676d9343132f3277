# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A register that really runs, for software that is not ours."""

from collections.abc import Iterator

import pytest

from tests.interop.vreemden import Vreemde, vreemde
from tests.support.draaiend import Draaiend, draaiend


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Draaiend]:
    with draaiend(tmp_path_factory.mktemp("register")) as found:
        yield found


@pytest.fixture(scope="session")
def stranger(register: Draaiend) -> Vreemde:
    return vreemde(register.net)
