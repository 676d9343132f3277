# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Problems: one shape, nothing of what was sent, and for a crash a place in the log without its message."""

import inspect
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from litestar.testing import TestClient

from registry import errors
from registry.errors import TITELS, StoreError
from registry.store.memory import MemoryStore
from registry.web.problems import STATUS
from tests.support.network import Clock, Network, lijn
from tests.web.routes import GET_ROUTES, QUESTIONS, ROUTES, Asking, is_problem

MARK = "kenmerk7391"
SECRET = "BSN 999990019 staat in deze melding"  # a made-up number that passes the test of elevens
JOSE = {"Content-Type": "application/jose"}


class BrokenClock(Clock):
    """A clock that breaks when it is told to; every door looks at it."""

    fault: Exception | None = None

    def __call__(self) -> datetime:
        if self.fault is not None:
            raise self.fault
        return self.at


class BrokenStore(MemoryStore):
    """A store that breaks when it is told to."""

    fault: Exception | None = None

    @contextmanager
    def read(self) -> Iterator[Any]:
        if self.fault is not None:
            raise self.fault
        with super().read() as tx:
            yield tx


# --- the table --------------------------------------------------------------------------------------------------------


def test_every_error_has_a_status_of_its_own_or_of_its_parent() -> None:
    kinds = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.RegistryError) and kind is not errors.RegistryError
    ]
    assert len(kinds) > 10
    assert all(any(parent in STATUS for parent in kind.__mro__) for kind in kinds)


def test_the_page_to_which_a_problem_points_explains_every_code(asking: Asking) -> None:
    page = asking("GET", "/fouten", token=False).text
    for code, titel in TITELS.items():
        assert f'<dt id="{code}">{code}</dt><dd>{titel}.</dd>' in page


def test_the_address_in_a_problem_is_there(asking: Asking) -> None:
    address, _, code = asking.get("/v1/nergens").json()["type"].partition("#")
    page = asking("GET", address, token=False)
    assert page.status_code == 200
    assert f'id="{code}"' in page.text


# --- nothing of what was sent -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", ROUTES)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {MARK}"},
        {"Accept": f"{MARK}/{MARK}", "Content-Type": f"application/{MARK}"},
        {"Host": f"{MARK}.example", "X-Forwarded-Host": MARK, "Referer": MARK, "Origin": f"https://{MARK}.example"},
        {"If-None-Match": f'"{MARK}"', "Cookie": f"a={MARK}", "User-Agent": MARK, "traceparent": MARK},
    ],
)
def test_nothing_that_was_sent_comes_back(asking: Asking, template: str, method: str, headers: dict[str, str]) -> None:
    parts = {"oin": MARK, "naam": MARK, "digest": MARK, "jaar": MARK, "rest": MARK, "zaak": MARK}
    address = f"{template.format(**parts)}?vraag={MARK}&gemeente={MARK}&x={MARK}&page={MARK}&sub={MARK}&tijdstip={MARK}"
    answer = asking(method, address, headers=headers, content=f"{MARK}.{MARK}.{MARK}".encode())
    assert answer.status_code >= 400 or template not in QUESTIONS
    assert MARK not in answer.text
    assert not any(MARK in value for value in answer.headers.values())


@pytest.mark.parametrize("template", [t for t in GET_ROUTES if "{" in t])
def test_a_path_that_leads_nowhere_does_not_come_back(asking: Asking, template: str) -> None:
    parts = {"oin": MARK, "naam": MARK, "digest": MARK, "jaar": MARK, "rest": MARK, "zaak": MARK}
    answer = asking.get(template.format(**parts))
    assert answer.status_code in {400, 404}
    assert is_problem(answer, answer.status_code, answer.json()["code"])
    assert MARK not in answer.text


@pytest.mark.parametrize("body", [b"%s", b"%s.%s.%s", b"eyJhbGciOiJub25lIn0.%s.%s", b'{"%s": "%s"}', b"\xff%s"])
def test_a_statement_that_is_refused_does_not_come_back(asking: Asking, body: bytes) -> None:
    answer = asking("POST", "/v1/verklaringen", headers=JOSE, content=body.replace(b"%s", MARK.encode()))
    assert is_problem(answer, 400, answer.json()["code"])
    assert MARK not in answer.text


def test_the_faults_of_a_statement_say_where_and_not_what() -> None:
    net = Network()
    svb = net.lid("svb")
    wrong = lijn("goed", titel=f"\x07{MARK}", trefwoorden=(f"\x07{MARK}",), bevestigd="2026-99-99")
    with net.http() as http:
        headers = JOSE | {"Authorization": f"Bearer {svb.register(http)._token()}"}
        answer = http.post("/v1/verklaringen", content=svb.sign(wrong), headers=headers)
    assert is_problem(answer, 400, "schema")
    fields = {fout["veld"] for fout in answer.json()["fouten"]}
    assert fields == {f"professionallijn.{veld}" for veld in ("titel", "trefwoorden[0]", "bevestigd")}
    assert MARK not in answer.text


# --- a crash ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def breaking() -> Iterator[tuple[TestClient[Any], BrokenStore, BrokenClock]]:
    """A register whose parts can break, asked by its beheerder."""
    store, clock = BrokenStore(), BrokenClock()
    net = Network(store)
    net.clock = clock
    with net.http() as http:
        http.headers["Authorization"] = f"Bearer {net.obpt.register(http)._token()}"
        yield http, store, clock


Breaking = tuple[TestClient[Any], BrokenStore, BrokenClock]


@pytest.mark.parametrize(
    ("part", "path"),
    [(1, "/logboek/checkpoint"), (1, "/logboek/tile/0/000.p/1"), (1, "/v1/verklaringen?sub=kalender/2026"),
     (2, "/v1/contactroutes"), (2, "/v1/organisaties"), (2, "/v1/professionallijnen")],
)  # fmt: skip
@pytest.mark.parametrize("fault", [RuntimeError(SECRET), KeyError(SECRET), ValueError(SECRET), RecursionError(SECRET)])
def test_a_crash_is_a_problem_that_tells_the_operator_where_and_nobody_what(
    breaking: Breaking, part: int, path: str, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    breaking[part].fault = fault  # type: ignore[union-attr]
    answer = breaking[0].get(path)
    assert is_problem(answer, 500, "storing")
    assert "BSN" not in answer.text
    assert [record.name for record in caplog.records] == ["registry"]
    assert f"{type(fault).__name__} in GET {path.partition('/0/')[0].partition('?')[0]}" in caplog.text
    assert "test_problems.py" in caplog.text  # where it happened
    assert "999990019" not in caplog.text


def test_a_crash_is_logged_by_its_route_and_not_by_its_address(
    breaking: Breaking, caplog: pytest.LogCaptureFixture
) -> None:
    http, _, clock = breaking
    clock.fault = RuntimeError()
    assert is_problem(http.get(f"/v1/verklaringen/{MARK}"), 500, "storing")
    assert is_problem(http.get(f"/v1/contactroutes?vraag={MARK}"), 500, "storing")
    assert "GET /v1/verklaringen/{digest" in caplog.text
    assert MARK not in caplog.text


def test_a_store_that_cannot_be_read_is_a_problem_of_ours(breaking: Breaking, caplog: pytest.LogCaptureFixture) -> None:
    http, store, _ = breaking
    store.fault = StoreError("Het bestand is niet te lezen.")
    assert is_problem(http.get("/logboek/checkpoint"), 503, "storing")
    assert "StoreError in GET /logboek/checkpoint" in caplog.text


def test_what_somebody_else_did_wrong_is_not_logged(asking: Asking, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="registry"):
        for address in ("/v1/nergens", "/v1/contactroutes?onzin=1", "/v1/kalenders/1999"):
            asking.get(address)
        asking("DELETE", "/v1/contactroutes")
        asking("GET", "/v1/contactroutes", token=False)
        asking("POST", "/v1/verklaringen", headers=JOSE, content=b"a.b.c")
    assert [record for record in caplog.records if record.name.startswith(("registry", "litestar"))] == []
