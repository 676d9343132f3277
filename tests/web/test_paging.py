# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Pages: each thing on one of them, in one order, and links to the others that nobody else can steer."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from litestar.testing import TestClient

from tests.support.network import BASE_URL, Network
from tests.web.routes import is_problem

MEMBERS = 7  # and the beheerder
LISTS = ["/v1/organisaties", "/v1/professionallijnen", "/v1/loketten"]


@pytest.fixture(scope="module")
def http() -> Iterator[TestClient[Any]]:
    net = Network()
    leden = [net.lid(f"lid-{number}") for number in range(MEMBERS)]
    for lid in leden:
        lid.publiceer()
    with net.http() as client:
        client.headers["Authorization"] = f"Bearer {leden[0].register(client)._token()}"
        yield client


def links(answer: Any) -> dict[str, str]:
    """The Link header as relation and address."""
    found = re.findall(r'<([^<>]*)>; rel="([a-z]+)"(?:, |$)', answer.headers["link"])
    assert ", ".join(f'<{href}>; rel="{rel}"' for href, rel in found) == answer.headers["link"]
    return {rel: href for href, rel in found}


@pytest.mark.parametrize(("path", "total"), [("/v1/organisaties", MEMBERS + 1), ("/v1/professionallijnen", MEMBERS)])
@pytest.mark.parametrize("size", [1, 2, 3, 4, 8, 25, 100])
def test_the_links_lead_past_everything_once_and_in_order(
    http: TestClient[Any], path: str, total: int, size: int
) -> None:
    seen: list[str] = []
    address = f"{path}?pageSize={size}"
    pages = 0
    while address:
        answer = http.get(address)
        said = answer.json()
        assert said["totaal"] == total
        seen += [item["oin"] for item in said[path.rpartition("/")[2]]]
        address = links(answer).get("next", "")
        pages += 1
    assert len(seen) == len(set(seen)) == total
    assert seen == sorted(seen)
    assert pages == -(-total // size)


@pytest.mark.parametrize(
    ("page", "relations"),
    [(1, {"first": 1, "next": 2}), (2, {"first": 1, "prev": 1, "next": 3}), (4, {"first": 1, "prev": 3}),
     (5, {"first": 1, "prev": 4}), (6, {"first": 1}), (1_000_000, {"first": 1})],
)  # fmt: skip
def test_a_page_links_to_the_pages_that_exist(http: TestClient[Any], page: int, relations: dict[str, int]) -> None:
    answer = http.get(f"/v1/organisaties?pageSize=2&page={page}")
    numbers = {rel: int(dict(parse_qsl(urlsplit(href).query))["page"]) for rel, href in links(answer).items()}
    assert numbers == relations
    assert len(answer.json()["organisaties"]) == (2 if page <= 4 else 0)


@pytest.mark.parametrize("path", LISTS)
def test_a_page_has_25_things_unless_told_otherwise_and_its_link_says_only_what_was_asked(
    http: TestClient[Any], path: str
) -> None:
    assert links(http.get(path)) == {"first": f"{BASE_URL}{path}?page=1"}


def test_an_empty_list_has_a_first_page(http: TestClient[Any]) -> None:
    answer = http.get("/v1/loketten")
    assert answer.json() == {"loketten": [], "totaal": 0}
    assert links(answer).keys() == {"first"}


def test_a_link_keeps_the_question(http: TestClient[Any]) -> None:
    asked: list[tuple[str, Any]] = [("vraag", 'lid "één" & <meer>, rel=x; y#z'), ("pageSize", "1"), ("status", "alle")]
    answer = http.get("/v1/professionallijnen", params=asked)
    for href in links(answer).values():
        assert set(asked) <= set(parse_qsl(urlsplit(href).query))
    assert http.get(links(answer)["first"]).json() == answer.json()


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=1000001", "page=" + "9" * 30, "page=1.0", "page=", "pageSize=0",
              "pageSize=101", "pageSize=-1", "pageSize=", "pageSize=1e2", "page_size=10", "pagesize=10", "Page=1"],
)  # fmt: skip
def test_a_page_that_cannot_be_is_a_fault(http: TestClient[Any], path: str, query: str) -> None:
    answer = http.get(f"{path}?{query}")
    assert is_problem(answer, 400, "vraag-onjuist")
    assert [fout["veld"] for fout in answer.json()["fouten"]] == [query.partition("=")[0]]


@pytest.mark.parametrize(
    "host",
    ["elders.example", "elders.example:99999", "elders.example:x", "gebruiker@elders.example", "[::1",
     "elders.example/x", "elders.example?x", "elders.example#x", "a b", '"><b>', ""],
)  # fmt: skip
def test_no_host_header_has_a_say_in_a_link(http: TestClient[Any], host: str) -> None:
    headers = {
        "Host": host,
        "X-Forwarded-Host": "elders.example",
        "X-Forwarded-Proto": "gopher",
        "Forwarded": "host=elders",
    }
    for path in LISTS:
        answer = http.get(f"{path}?pageSize=2", headers=headers)
        assert answer.status_code in {200, 400}
        assert "elders" not in answer.headers.get("link", "") + answer.text
        if answer.status_code == 200:
            assert links(answer)["first"] == f"{BASE_URL}{path}?pageSize=2&page=1"


def test_a_path_in_front_has_no_say_either(http: TestClient[Any]) -> None:
    answer = http.get("/v1/organisaties", headers={"X-Forwarded-Prefix": "/elders", "X-Original-URL": "/elders"})
    assert links(answer)["first"] == f"{BASE_URL}/v1/organisaties?page=1"
