# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The description at its address: open to everyone, from everywhere, and kept for a while."""

import pytest

from registry.web.app import V1
from registry.web.openapi import MEDIA_TYPE, document
from tests.support.network import BASE_URL
from tests.web.routes import Asking, is_problem

HERE = "/v1/openapi.json"


def test_the_description_is_open_to_everyone_from_everywhere(asking: Asking) -> None:
    answer = asking("GET", HERE, token=False, headers={"Origin": "https://elders.example"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers["content-type"] == MEDIA_TYPE


def test_it_is_what_the_doors_say_about_the_register_at_this_address(asking: Asking) -> None:
    answer = asking("GET", HERE, token=False)
    assert answer.content == document(V1, BASE_URL)
    assert answer.json()["servers"] == [{"url": f"{BASE_URL}/v1"}]


def test_it_can_be_had_as_plain_json(asking: Asking) -> None:
    answer = asking("GET", HERE, token=False, headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["openapi"] == "3.1.0"


def test_it_may_be_kept_and_is_not_sent_twice(asking: Asking) -> None:
    first = asking("GET", HERE, token=False)
    assert first.headers["cache-control"] == "public, max-age=300"
    again = asking("GET", HERE, token=False, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("host", ["elders.example", "elders.example/x", "elders.example:99999"])
def test_no_host_header_has_a_say_in_it(asking: Asking, host: str) -> None:
    assert "elders" not in asking("GET", HERE, token=False, headers={"Host": host}).text


@pytest.mark.parametrize(
    "accept", ["text/html", "application/yaml", "application/json;q=0, application/vnd.oai.openapi+json;q=0"]
)
def test_it_is_no_page(asking: Asking, accept: str) -> None:
    assert is_problem(asking("GET", HERE, token=False, headers={"Accept": accept}), 406, "antwoordvorm")
