# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The register keeps to its own description, on every route, by every check that schemathesis has.

A short run in this process; `make api-check` asks longer, of a real server, and follows links. What
cannot be made up, a statement that is accepted, is said here and held to the description too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from litestar.testing import TestClient
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import ignored_auth

from tests.contract import hooks
from tests.contract.served import Served
from tests.support.network import BASE_URL, lijn

CONFIG = Path(__file__).with_name("schemathesis.toml")
EXAMPLES = 30


def described(app: Any, token: str) -> Any:
    """The description that an application gives of itself, for a caller who has a token."""
    config = SchemathesisConfig.from_path(CONFIG)
    found = schemathesis.openapi.from_asgi("/v1/openapi.json", app, config=config)

    @found.auth()
    class Bearer:
        def get(self, case: Case[Any], context: Any) -> str:
            return token

        def set(self, case: Case[Any], data: str, context: Any) -> None:
            case.headers["Authorization"] = f"Bearer {data}"

    return found


SERVED = Served()  # its operations are the parameters of a test, so it is there when tests are collected
APP = SERVED.app(BASE_URL)
TOKEN = SERVED.token(APP, BASE_URL)
DESCRIPTION = described(APP, TOKEN)


@DESCRIPTION.parametrize()  # type: ignore[untyped-decorator]
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: Case[Any]) -> None:
    case.call_and_validate()


def test_the_way_in_is_one_that_the_checks_know() -> None:
    assert DESCRIPTION.raw_schema["components"]["securitySchemes"] == {"oauth": hooks.BEARER}


def test_a_register_that_would_let_anyone_in_is_found_out() -> None:
    async def careless(scope: Any, receive: Any, send: Any) -> None:
        headers = [pair for pair in scope.get("headers", ()) if pair[0] != b"authorization"]
        await APP(scope | {"headers": [*headers, (b"authorization", f"Bearer {TOKEN}".encode())]}, receive, send)

    operation = described(careless, TOKEN)["/organisaties"]["GET"]
    with pytest.raises(FailureGroup, match="without auth"):
        operation.Case().call_and_validate(checks=[ignored_auth])


@pytest.fixture
def http() -> Iterator[TestClient[Any]]:
    with TestClient(APP, base_url=BASE_URL) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client


def test_every_answer_to_a_statement_is_as_described(http: TestClient[Any]) -> None:
    door, beller = DESCRIPTION["/verklaringen"]["POST"], SERVED.beller
    other, jose = SERVED.net.lid("ander"), {"Content-Type": "application/jose"}
    SERVED.net.laat_toe(beller, ("loket", "publicist"))
    first, second = beller.sign(lijn("eerste")), beller.sign(lijn("eerste", titel="Tweede"))
    foreign, unsigned = other.sign(lijn("vreemd")), {"Authorization": ""}
    answers = [
        (201, http.post("/v1/verklaringen", content=first, headers=jose)),
        (200, http.post("/v1/verklaringen", content=first, headers=jose)),
        (409, http.post("/v1/verklaringen", content=second, headers=jose)),
        (403, http.post("/v1/verklaringen", content=foreign, headers=jose)),
        (401, http.post("/v1/verklaringen", content=foreign, headers=jose | unsigned)),
        (400, http.post("/v1/verklaringen", content=b"geen.goede.jws", headers=jose)),
        (413, http.post("/v1/verklaringen", content=b"a" * 65537, headers=jose)),
        (415, http.post("/v1/verklaringen", content=first)),
        (406, http.post("/v1/verklaringen", content=first, headers=jose | {"Accept": "text/html"})),
    ]
    for status, answer in answers:
        assert answer.status_code == status, answer.text
        door.validate_response(answer)


def test_a_receipt_leads_to_a_statement_as_described(http: TestClient[Any]) -> None:
    SERVED.net.laat_toe(SERVED.beller, ("loket", "publicist"))
    signed = SERVED.beller.sign(lijn("wegwijzer"))
    receipt = http.post("/v1/verklaringen", content=signed, headers={"Content-Type": "application/jose"})
    statement = http.get(receipt.headers["Location"])
    assert statement.json()["digest"] == receipt.json()["digest"]
    DESCRIPTION["/verklaringen/{digest}"]["GET"].validate_response(statement)
    bundle = http.get(receipt.headers["Location"] + "/bundel")
    assert bundle.status_code == 200
    DESCRIPTION["/verklaringen/{digest}/bundel"]["GET"].validate_response(bundle)
