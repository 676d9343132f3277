# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The published description: up to date, whole, and about all that there is."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from registry.errors import TITELS
from registry.oauth.scopes import SCOPES
from registry.statements.soorten import PAYLOADS
from registry.web.app import PUBLIC_URL, V1
from registry.web.doors import Door
from registry.web.openapi import document
from registry.wire import VERSION
from tests.contract.served import Served

PUBLISHED = Path(__file__).parents[2] / "openapi" / "openapi.json"
DESCRIPTION: dict[str, Any] = json.loads(document(V1, PUBLIC_URL))
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
PYTHON_ONLY = re.compile(r"\(\?|\\Z|\\A|\\d|\\w|\\s|\\ud[89a-f]")


def within(value: Any, path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in the description, with where it stands."""
    if isinstance(value, dict):
        yield path, value
        for name, child in value.items():
            yield from within(child, f"{path}/{name}")
    elif isinstance(value, list):
        for i, child in enumerate(value):
            yield from within(child, f"{path}/{i}")


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, said)
        for path, item in DESCRIPTION["paths"].items()
        for method, said in item.items()
        if method in METHODS
    ]


OPERATIONS = [pytest.param(*found, id=found[2]["operationId"]) for found in operations()]


def test_the_published_description_is_what_the_doors_say() -> None:
    renew = "renew it: python -m registry openapi > openapi/openapi.json"
    assert PUBLISHED.read_bytes() == document(V1, PUBLIC_URL), renew


def test_the_description_is_openapi_3_1() -> None:
    assert DESCRIPTION["openapi"] == "3.1.0"
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(DESCRIPTION)] == []


def test_every_schema_is_one_of_json_schema_2020_12() -> None:
    for name, schema in DESCRIPTION["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}), name


def test_every_reference_leads_somewhere() -> None:
    for path, found in within(DESCRIPTION):
        if "$ref" in found:
            target: Any = DESCRIPTION
            for step in found["$ref"].removeprefix("#/").split("/"):
                assert step in target, path
                target = target[step]


def test_every_shape_is_used_or_is_the_payload_of_a_statement() -> None:
    used = {found["$ref"].rpartition("/")[2] for _, found in within(DESCRIPTION) if "$ref" in found}
    assert DESCRIPTION["components"]["schemas"].keys() - used == {kind.__name__ for kind in PAYLOADS.values()}


def test_every_operation_has_a_name_of_its_own() -> None:
    times = Counter(said["operationId"] for _, _, said in operations())
    assert set(times.values()) == {1}
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", name) for name in times)


def test_every_tag_is_explained_and_used() -> None:
    assert {tag for _, _, said in operations() for tag in said["tags"]} == {tag["name"] for tag in DESCRIPTION["tags"]}


def test_every_route_of_v1_is_described_and_nothing_else() -> None:
    app = Served().app("https://register.test.example")
    there = {
        (route.path_format.removeprefix("/v1"), method.lower())
        for route in app.routes
        if route.path_format.startswith("/v1/")
        for method in getattr(route, "methods", ())
        if method != "OPTIONS"
    }
    described = {(path, method) for path, method, _ in operations()}
    assert there - described == {("/openapi.json", "get")}  # which describes itself by being there
    assert described - there == set()


def test_every_code_of_a_problem_is_described() -> None:
    assert DESCRIPTION["components"]["schemas"]["Probleem"]["properties"]["code"]["enum"] == sorted(TITELS)


def test_the_scopes_are_those_that_a_token_can_have() -> None:
    flow = DESCRIPTION["components"]["securitySchemes"]["oauth"]["flows"]["clientCredentials"]
    assert flow["scopes"].keys() == set(SCOPES)
    assert flow["tokenUrl"] == f"{PUBLIC_URL}/oauth/token"
    asked = {scope for _, _, said in operations() for way in said["security"] for scope in way.get("oauth", ())}
    assert asked <= set(SCOPES)


def test_all_that_a_route_takes_and_gives_is_described() -> None:
    described = {said["operationId"]: said for _, _, said in operations()}
    for handler in V1:
        door = handler.opt["door"]
        assert isinstance(door, Door)
        if not handler.operation_id:
            continue
        said = described[handler.operation_id]
        query = {parameter["name"] for parameter in said["parameters"] if parameter["in"] == "query"}
        fields = msgspec.structs.fields(door.query) if door.query else ()
        assert query == {field.encode_name for field in fields}
        assert set(said["responses"][str(door.status)]["content"]) == set(door.gives)
        assert said.get("requestBody", {}).get("content", {}).keys() == set(door.takes)
        assert {str(status) for status in door.fouten} <= said["responses"].keys()


@pytest.mark.parametrize(("path", "method", "said"), OPERATIONS)
def test_an_operation_is_explained_in_dutch_words(path: str, method: str, said: dict[str, Any]) -> None:
    assert len(said["summary"]) > 5
    assert len(said["description"]) > 20
    assert re.search(r"\b(de|het|een|wie|welke|alle|elk|met|van)\b", said["description"], re.IGNORECASE)


@pytest.mark.parametrize(("path", "method", "said"), OPERATIONS)
def test_every_parameter_of_a_path_is_described(path: str, method: str, said: dict[str, Any]) -> None:
    described = {parameter["name"]: parameter for parameter in said["parameters"] if parameter["in"] == "path"}
    assert described.keys() == set(re.findall(r"{(\w+)}", path))
    assert all(parameter["required"] and parameter["description"] for parameter in described.values())


@pytest.mark.parametrize(("path", "method", "said"), OPERATIONS)
def test_names_are_spelled_as_the_api_design_rules_want(path: str, method: str, said: dict[str, Any]) -> None:
    assert re.fullmatch(r"(/([a-z0-9]+(-[a-z0-9]+)*|{[a-z]+}))+", path)
    for parameter in said["parameters"]:
        assert re.fullmatch(r"[a-z][a-z0-9]*([A-Z][a-z0-9]*)*", parameter["name"])


@pytest.mark.parametrize(("path", "method", "said"), OPERATIONS)
def test_every_response_tells_its_version_and_every_error_is_a_problem(
    path: str, method: str, said: dict[str, Any]
) -> None:
    assert {"400", "401", "403", "406"} <= said["responses"].keys()
    for status, response in said["responses"].items():
        assert "API-Version" in response["headers"]
        assert response["description"]
        if status >= "400":
            assert response["content"].keys() == {"application/problem+json"}


@pytest.mark.parametrize(("path", "method", "said"), OPERATIONS)
def test_only_a_question_can_be_unchanged(path: str, method: str, said: dict[str, Any]) -> None:
    assert ("304" in said["responses"]) == (method == "get")


def test_a_clock_time_is_a_time_local() -> None:
    formats = Counter(found["format"] for _, found in within(DESCRIPTION) if isinstance(found.get("format"), str))
    assert formats.keys() == {"date", "date-time", "time-local"}
    block = DESCRIPTION["components"]["schemas"]["Openingsblok"]["properties"]
    assert {block["van"]["format"], block["tot"]["format"]} == {"time-local"}


def test_a_pattern_is_one_that_every_engine_can_read() -> None:
    patterns = {found["pattern"] for _, found in within(DESCRIPTION) if isinstance(found.get("pattern"), str)}
    assert patterns
    assert [pattern for pattern in patterns if PYTHON_ONLY.search(pattern)] == []


def test_what_is_sent_in_may_hold_nothing_unknown() -> None:
    shapes = DESCRIPTION["components"]["schemas"]
    for kind in PAYLOADS.values():
        assert shapes[kind.__name__]["additionalProperties"] is False, kind
    assert shapes["Professionallijn"]["additionalProperties"] is False


def test_it_says_who_made_it_where_it_is_and_which_version_it_has() -> None:
    info = DESCRIPTION["info"]
    assert info["contact"].keys() == {"name", "email", "url"}
    assert info["version"] == VERSION
    assert DESCRIPTION["servers"] == [{"url": f"{PUBLIC_URL}/v1"}]


def test_it_describes_the_register_at_the_address_where_it_is_asked() -> None:
    said = json.loads(document(V1, "http://127.0.0.1:8123"))
    assert said["servers"] == [{"url": "http://127.0.0.1:8123/v1"}]
    flow = said["components"]["securitySchemes"]["oauth"]["flows"]["clientCredentials"]
    assert flow["tokenUrl"] == "http://127.0.0.1:8123/oauth/token"
