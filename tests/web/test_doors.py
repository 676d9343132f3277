# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a route takes and gives: media types, query parameters, who may come in, and what one has already."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import MalformedError
from registry.oauth.scopes import SCOPES
from registry.web.contactroutes import Routevraag
from registry.web.doors import MAX_PARAMETERS, parse_query, wanted
from tests.support.network import BASE_URL, Network, lijn
from tests.web.routes import DOORS, GET_ROUTES, METHODS, QUESTIONS, Asking, is_problem

JOSE = {"Content-Type": "application/jose"}
LIMITED = [template for template in GET_ROUTES if template in DOORS]
ASKED = "/v1/contactroutes"


def faults(asking: Asking, query: str, path: str = ASKED) -> list[tuple[str, str]]:
    """The faults of a question: the field and the code of each."""
    answer = asking.get(f"{path}?{query}")
    assert is_problem(answer, 400, "vraag-onjuist")
    return [(fout["veld"], fout["code"]) for fout in answer.json().get("fouten", [])]


# --- who may come in --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", QUESTIONS)
def test_without_a_token_nothing_below_v1_is_answered(asking: Asking, template: str) -> None:
    for question in ("", "?onzin=1"):  # the token comes before the question
        answer = asking("GET", asking.address(template).partition("?")[0] + question, token=False)
        assert is_problem(answer, 401, "token-ontbreekt")
        assert answer.headers["www-authenticate"].startswith('Bearer realm="register", DPoP realm="register", algs=')


def test_only_the_description_is_open_below_v1() -> None:
    assert [t for t in GET_ROUTES if t.startswith("/v1/") and t not in QUESTIONS] == ["/v1/openapi.json"]
    assert [t for t in METHODS if t.startswith("/v1/") and "POST" in METHODS[t]] == [
        "/v1/verklaringen",
        "/v1/contactmomenten",
        "/v1/hulpvragen",
    ]


@pytest.mark.parametrize("template", [t for t in GET_ROUTES if t not in QUESTIONS])
def test_what_is_open_is_open_to_all_and_to_those_with_a_bad_token(asking: Asking, template: str) -> None:
    assert asking("GET", asking.address(template), token=False).status_code == 200
    assert asking.get(asking.address(template), Authorization="Bearer onzin").status_code == 200


@pytest.mark.parametrize("template", QUESTIONS)
@pytest.mark.parametrize("authorization", ["Bearer onzin", "Bearer ", "Bearer a.b.c", "bearer a.b.c"])
def test_a_token_that_is_none_does_not_do(asking: Asking, template: str, authorization: str) -> None:
    answer = asking.get(asking.address(template), Authorization=authorization)
    assert is_problem(answer, 401, "token-ongeldig")
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize("template", QUESTIONS)
def test_a_token_of_a_lesser_scope_does_not_do(asking: Asking, template: str) -> None:
    for scope in SCOPES:
        token = lesser(asking, scope)
        if token is None or scope == DOORS[template].scope:
            continue
        answer = asking.get(asking.address(template), Authorization=f"Bearer {token}")
        assert is_problem(answer, 403, "scope-ontbreekt")
        assert f'scope="{DOORS[template].scope}"' in answer.headers["www-authenticate"]


def lesser(asking: Asking, scope: str) -> str | None:
    """A token of the caller with this scope only, if it may have it."""
    caller, at = asking.served.beller, int(asking.net.clock.at.timestamp())
    client = f"{caller.oin}.loketsoftware"
    claims = {"iss": client, "sub": client, "aud": f"{BASE_URL}/oauth/token", "iat": at, "exp": at + 60}
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": caller.toegang.sign_jwt(claims | {"jti": asking.net.new_id()}),
        "scope": scope,
    }
    said = asking("POST", "/oauth/token", token=False, data=form).json()
    return str(said["access_token"]) if "access_token" in said else None


def test_a_statement_needs_the_scope_to_make_statements(asking: Asking) -> None:
    headers = JOSE | {"Authorization": f"Bearer {lesser(asking, 'lijnen:lezen')}"}
    answer = asking("POST", "/v1/verklaringen", headers=headers, content=b"a.b.c")
    assert is_problem(answer, 403, "scope-ontbreekt")


def test_a_statement_that_is_no_application_needs_a_token(asking: Asking) -> None:
    said = asking.served.svb.sign(lijn("nieuw"))
    assert is_problem(
        asking("POST", "/v1/verklaringen", token=False, headers=JOSE, content=said), 401, "token-ontbreekt"
    )


# --- what is wanted ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", LIMITED)
@pytest.mark.parametrize(
    "accept",
    ["image/png", "application/problem+json", "application/xml", "garbage", "*", ",", ";;;", "*/*;q=0", "*/*;q=0.000",
     "*/*;q=veel", "*/*;q=", "*/*;q=nan", "application/*;q=0, text/*;q=0", "\x7f", "application", "/", "*/json"],
)  # fmt: skip
def test_what_is_not_to_be_had_is_406(asking: Asking, template: str, accept: str) -> None:
    assert is_problem(asking.get(asking.address(template), Accept=accept), 406, "antwoordvorm")


@pytest.mark.parametrize("template", LIMITED)
def test_each_form_that_a_route_gives_can_be_asked_for(asking: Asking, template: str) -> None:
    for offer in DOORS[template].gives:
        media = offer.partition(";")[0]
        for accept in (media, media.upper(), f"{media};q=0.1", f"image/png, {media}", f"*/*;q=0.1, {media};q=0.9"):
            answer = asking.get(asking.address(template), Accept=accept)
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(media)
        assert is_problem(asking.get(asking.address(template), Accept=f"{media};q=0"), 406, "antwoordvorm")


@pytest.mark.parametrize("template", LIMITED)
@pytest.mark.parametrize("accept", ["", "*/*", "*/*;q=0.001", "image/png;q=1, */*;q=0.1"])
def test_who_takes_all_gets_the_first_form(asking: Asking, template: str, accept: str) -> None:
    answer = asking.get(asking.address(template), Accept=accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(DOORS[template].gives[0])


def test_the_more_exact_range_counts() -> None:
    gives = ("application/json", "application/jose")
    assert wanted("application/*;q=0.2, application/jose;q=0.1", gives) == "application/json"
    assert wanted("application/json;q=0, application/*", gives) == "application/jose"
    assert wanted("*/*;q=0.5, application/json;q=0.4", gives) == "application/jose"
    assert wanted("application/json;q=7", gives) == "application/json"


# --- what is taken ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/plain", "application/json", "application/jose+json", "application/x-www-form-urlencoded",
     "multipart/form-data", "application/jos", "application/jose/", "*/*", ";application/jose", "\xff"],
)  # fmt: skip
@pytest.mark.parametrize("token", [True, False])
def test_a_statement_of_another_content_type_is_415(asking: Asking, content_type: str | None, *, token: bool) -> None:
    headers: Any = {} if content_type is None else {"Content-Type": content_type.encode("latin-1")}
    answer = asking("POST", "/v1/verklaringen", token=token, headers=headers, content=b"a.b.c")
    assert is_problem(answer, 415, "inhoudsvorm")


@pytest.mark.parametrize("content_type", ["application/jose", "Application/JOSE", "application/jose; charset=utf-8"])
def test_a_statement_of_the_right_content_type_is_read(asking: Asking, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    assert is_problem(asking("POST", "/v1/verklaringen", headers=headers, content=b"a.b.c"), 400, "vorm")


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_a_statement_that_is_too_large_is_413_in_one_piece_or_in_many(asking: Asking, parts: int) -> None:
    whole = b"a" * 65537
    pieces = iter([whole[i::parts] for i in range(parts)])
    assert is_problem(asking("POST", "/v1/verklaringen", headers=JOSE, content=pieces), 413, "te-groot")


def test_a_statement_of_exactly_64_kib_is_read(asking: Asking) -> None:
    assert is_problem(asking("POST", "/v1/verklaringen", headers=JOSE, content=b"a" * 65536), 400, "vorm")


# --- the parameters of a question -------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", LIMITED)
def test_an_unknown_parameter_is_a_fault_on_every_route(asking: Asking, template: str) -> None:
    address = asking.address(template)
    answer = asking.get(address + ("&" if "?" in address else "?") + "onzin=1")
    assert is_problem(answer, 400, "vraag-onjuist")
    assert [fout["veld"] for fout in answer.json()["fouten"]] == ["onzin"]


@pytest.mark.parametrize("template", [t for t in QUESTIONS if DOORS[t].query])
def test_every_parameter_may_be_given_once(asking: Asking, template: str) -> None:
    query = DOORS[template].query
    assert query is not None
    path = asking.address(template).partition("?")[0]
    for field in msgspec.structs.fields(query):
        name = field.encode_name
        assert (name, "dubbel") in faults(asking, f"{name}=1&{name}=1", path)


@pytest.mark.parametrize("template", [t for t in QUESTIONS if DOORS[t].query])
@pytest.mark.parametrize("value", ["", "%00", "%ff", "%C3", "%ED%A0%80", "%0A", "a%00b", "%F5%80%80%80", "%C0%AF"])
def test_no_parameter_is_empty_or_holds_what_is_no_text(asking: Asking, template: str, value: str) -> None:
    query = DOORS[template].query
    assert query is not None
    path = asking.address(template).partition("?")[0]
    for field in msgspec.structs.fields(query):
        assert field.encode_name in dict(faults(asking, f"{field.encode_name}={value}", path)), field.encode_name


def test_every_fault_is_named_at_once(asking: Asking) -> None:
    query = (
        "vraag=&gemeente=Enschede&limiet=51&kanaal=fax&burgerAanwezig=ja&tijdstip=nu&vraagtype=4&onzin=1&rol=a&rol=b"
    )
    assert dict(faults(asking, query)) == {
        "vraag": "lengte",
        "gemeente": "patroon",
        "limiet": "bereik",
        "kanaal": "waarde",
        "burgerAanwezig": "type",
        "tijdstip": "vorm",
        "vraagtype": "bereik",
        "onzin": "onbekend-veld",
        "rol": "dubbel",
    }
    assert dict(faults(asking, "vraag=%ff&tijdstip=9999-12-31T00:00:00Z&limiet=0")) == {
        "vraag": "vorm",
        "tijdstip": "bereik",
        "limiet": "bereik",
    }


@pytest.mark.parametrize(
    "value",
    ["1.0", "1e1", "1E1", "+1", "%2B1", " 1", "1 ", "%201", "0x1", "1_0", "--1", "-", "1,5", "een", "true", "null",
     "%D9%A1", "%EF%BC%91", "%C2%B2", "%E2%85%A0", "1%00", "1%0A", "NaN", "Infinity", "9" * 19, "9" * 4000],
)  # fmt: skip
def test_a_number_is_only_digits(asking: Asking, value: str) -> None:
    assert faults(asking, f"limiet={value.replace(' ', '+')}") == [("limiet", "type")]


@pytest.mark.parametrize("value", ["0", "-1", "51", "-0", "1000000000", "9" * 18, "-" + "9" * 18])
def test_a_number_out_of_bounds_is_told_so(asking: Asking, value: str) -> None:
    assert faults(asking, f"limiet={value}") == [("limiet", "bereik")]


@pytest.mark.parametrize("value", ["1", "50"])
def test_a_number_on_a_bound_is_good(asking: Asking, value: str) -> None:
    assert asking.get(f"{ASKED}?limiet={value}").status_code == 200


@pytest.mark.parametrize("value", ["True", "TRUE", "1", "0", "ja", "nee", "yes", "on", "", "null", "t", "true%20"])
def test_a_yes_or_no_is_true_or_false(asking: Asking, value: str) -> None:
    assert faults(asking, f"burgerAanwezig={value}") == [("burgerAanwezig", "type")]


@pytest.mark.parametrize(
    "value",
    ["2026-11-23", "2026-11-23T10:00:00", "10:00:00Z", "2026-02-30T10:00:00Z", "2026-13-01T10:00:00Z", "nu",
     "1795428000", "2026-11-23T25:00:00Z", "2026-11-23T10:00:00+01:00", "2026-W48-1T10:00:00Z", "20261123T100000Z",
     "%EF%BC%92026-11-23T10:00:00Z"],
)  # fmt: skip
def test_a_moment_is_rfc_3339_with_a_zone(asking: Asking, value: str) -> None:
    assert faults(asking, f"tijdstip={value}") == [("tijdstip", "vorm")]


@pytest.mark.parametrize(
    "value",
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00%2B12:00", "1999-12-31T23:59:59Z", "2199-01-01T00:00:00Z",
     "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00"],
)  # fmt: skip
@pytest.mark.parametrize(("path", "name"), [(ASKED, "tijdstip"), ("/v1/professionallijnen", "openOp")])
def test_a_moment_is_one_of_which_a_calendar_can_speak(asking: Asking, path: str, name: str, value: str) -> None:
    assert faults(asking, f"{name}={value}", path) == [(name, "bereik")]


@pytest.mark.parametrize("value", ["2000-01-01T00:00:00Z", "2198-12-31T23:59:59Z", "2198-12-31T23:59:59-12:00"])
@pytest.mark.parametrize(("path", "name"), [(ASKED, "tijdstip"), ("/v1/professionallijnen", "openOp")])
def test_the_first_and_the_last_such_moment_are_answered(asking: Asking, path: str, name: str, value: str) -> None:
    assert asking.get(f"{path}?{name}={value}").status_code == 200


def test_a_moment_in_another_zone_is_the_same_moment(asking: Asking) -> None:
    here, there = (asking.get(f"{ASKED}?tijdstip=2026-12-24T{t}") for t in ("11:30:00Z", "12:30:00%2B01:00"))
    assert here.json() == there.json()
    assert here.json()["tijdstip"] == "2026-12-24T11:30:00Z"


@pytest.mark.parametrize(
    ("name", "longest"),
    [("vraag", 500), ("onderwerp", 200), ("levensgebeurtenis", 200), ("rol", 64), ("organisatie", 64)],
)
def test_a_text_has_a_length(asking: Asking, name: str, longest: int) -> None:
    assert asking.get(f"{ASKED}?{name}={'a' * longest}").status_code == 200
    assert faults(asking, f"{name}={'a' * (longest + 1)}") == [(name, "lengte")]


@pytest.mark.parametrize("name", ["%F0%9F%92%A5", "a%20b", "a" * 41, "%ff", "%3Cb%3E", ""])
def test_an_unknown_name_that_is_no_name_is_not_said_back(asking: Asking, name: str) -> None:
    assert [veld for veld, _ in faults(asking, f"{name}=1")] == ["…"]


def test_more_parameters_than_any_question_has_are_not_read(asking: Asking) -> None:
    assert len(faults(asking, "&".join(f"p{i}" for i in range(MAX_PARAMETERS)))) == MAX_PARAMETERS
    assert faults(asking, "&".join(f"p{i}" for i in range(MAX_PARAMETERS + 1))) == []
    assert faults(asking, "&".join("x" for _ in range(10_000))) == []


def test_text_that_was_not_escaped_is_read_as_utf_8_or_refused(asking: Asking) -> None:
    escaped = asking.get(f"{ASKED}?vraag=caf%C3%A9")
    assert asking.raw(ASKED, "vraag=café".encode()) == (200, escaped.content)
    status, body = asking.raw(ASKED, "vraag=café".encode("latin-1"))
    assert (status, json.loads(body)["fouten"][0]["veld"]) == (400, "vraag")


def test_empty_parts_of_a_question_ask_nothing(asking: Asking) -> None:
    assert asking.get(f"{ASKED}?&&limiet=1&").json() == asking.get(f"{ASKED}?limiet=1").json()


# --- what one has already ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", [*QUESTIONS, "/v1/openapi.json"])
def test_what_one_has_already_is_not_sent_again(asking: Asking, template: str) -> None:
    address = asking.address(template)
    first = asking.get(address)
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", "*", f'"iets", {tag}', f'{tag},"iets"', f' W/"x" , W/{tag} '):
        again = asking.get(address, If_None_Match=known)
        assert (again.status_code, again.content) == (304, b""), known
        assert again.headers["etag"] == tag
        assert "content-type" not in again.headers
        assert {name: again.headers[name] for name in ("cache-control", "vary")} == {
            name: first.headers[name] for name in ("cache-control", "vary")
        }


@pytest.mark.parametrize("known", ['"iets"', "iets", '""', "", ",", 'W/"iets"', '"*"'])
def test_what_one_has_not_is_sent(asking: Asking, known: str) -> None:
    assert asking.get("/v1/kalenders/2026", If_None_Match=known).status_code == 200


def test_a_tag_is_of_one_form(asking: Asking) -> None:
    address = asking.address("/v1/verklaringen/{digest}")
    tags = {asking.get(address, Accept=form).headers["etag"] for form in ("application/json", "application/jose")}
    assert len(tags) == 2


def test_a_tag_is_of_one_state() -> None:
    net = Network()
    svb = net.lid("svb")
    with net.http() as http:
        http.headers["Authorization"] = f"Bearer {svb.register(http)._token()}"
        first = http.get("/v1/professionallijnen").headers["etag"]
        svb.publiceer()
        second = http.get("/v1/professionallijnen", headers={"If-None-Match": first})
        assert second.status_code == 200
        assert second.headers["etag"] != first


def test_a_receipt_is_always_given_and_has_no_tag() -> None:
    net = Network()
    svb = net.lid("svb")
    with net.http() as http:
        headers = JOSE | {"Authorization": f"Bearer {svb.register(http)._token()}", "If-None-Match": "*"}
        receipt = http.post("/v1/verklaringen", content=svb.sign(lijn()), headers=headers)
    assert receipt.status_code == 201
    assert receipt.json()["digest"]
    assert "etag" not in receipt.headers


# --- the quick way to read a question --------------------------------------------------------------------------------

PLAIN_NAMES = ("vraag", "onderwerp", "vraagtype", "limiet", "burgerAanwezig", "tijdstip", "kanaal", "x", "Vraag")
PLAIN_VALUES = (
    "", "1", "01", "a=b", "=", "-1", "50", "51", "9" * 19, "true", "True", "aow", "telefoon", "a+b", "+", "a.b_c/d:e",
    "x" * 501,
    "2026-11-24T10:00:00Z", "2026-11-24T10%3A00%3A00Z", "2199-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2026-11-24",
)  # fmt: skip
plain_pairs = st.lists(st.tuples(st.sampled_from(PLAIN_NAMES), st.sampled_from(PLAIN_VALUES)), max_size=22)


def read(raw: bytes) -> object:
    """What was asked, or all that is wrong with it."""
    try:
        return parse_query(raw, Routevraag)
    except MalformedError as refused:
        return sorted((fout.veld, fout.code, fout.uitleg) for fout in refused.fouten)


@given(pairs=plain_pairs)
def test_what_is_written_plainly_is_read_as_what_is_written_in_percent_codes(pairs: list[tuple[str, str]]) -> None:
    """The first is read by a quick way, the second never is."""
    plain = "&".join(f"{name}={value}" if value else name for name, value in pairs)
    coded = "&".join(f"{name}={_coded(value)}" for name, value in pairs)
    assert read(plain.encode()) == read((coded + "&").encode())


def _coded(value: str) -> str:
    return "".join(f"%{ord(sign):02x}" for sign in value.replace("+", " ").replace("%3A", ":"))
