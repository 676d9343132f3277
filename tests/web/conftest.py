# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A register with something to answer on every route, asked by one who may ask; its clock stands still."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.contract.served import Served
from tests.support.network import BASE_URL
from tests.web.routes import Asking


@pytest.fixture(scope="module")
def served() -> Served:
    return Served()


@pytest.fixture(scope="module")
def asking(served: Served) -> Iterator[Asking]:
    app = served.app(BASE_URL, clock=served.net.clock)
    token, oversees = served.token(app, BASE_URL), served.token(app, BASE_URL, served.net.obpt)
    client: TestClient[Any]
    with TestClient(app, base_url=BASE_URL, raise_server_exceptions=False) as client:
        client.follow_redirects = False
        yield Asking(client, served, token, oversees)
