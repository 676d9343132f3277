# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The write door over HTTP: every refusal has its own code, names every fault, leaves no trace, quotes nothing."""

import json
import logging
from base64 import b64decode
from collections.abc import Iterator
from typing import Any, Final

import msgspec
import pytest
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jws as joserfc_jws
from joserfc.jwk import KeySet
from litestar.testing import TestClient
from msgspec.structs import replace

from registry.errors import TITELS
from registry.projections.bundel import Bundel, verify
from registry.registrar.admission import checkpoint
from registry.statements.envelope import MAX_BYTES
from registry.statements.leden import Toelating
from registry.statements.namen import issuer
from registry.statements.sleutels import Sleutels, b64
from registry.tlog import tree
from registry.tlog.checkpoint import Verifier
from registry.tlog.proofs import verify_inclusion
from registry.web.tempo import Grenzen
from tests.support import Lid, Network, lijn
from tests.support.network import BASE_URL, members, secret

JOSE: Final = {"Content-Type": "application/jose"}
BSN: Final = "123456782"
NAME: Final = "Grietje Jansen"
Http = TestClient[Any]


@pytest.fixture
def net() -> Network:
    return Network()


@pytest.fixture
def http(net: Network) -> Iterator[Http]:
    with net.http() as client:
        yield client


@pytest.fixture
def svb(net: Network) -> Lid:
    return net.lid("svb")


def bearer(http: Http, lid: Lid) -> dict[str, str]:
    return {"Authorization": f"Bearer {lid.register(http)._token()}"}


def post(http: Http, jws: bytes, lid: Lid | None = None, path: str = "/v1/verklaringen", **headers: str) -> Response:
    known = bearer(http, lid) if lid else {}
    answer: Response = http.post(path, content=jws, headers=JOSE | known | headers)
    return answer


def get(http: Http, path: str, lid: Lid, **headers: str) -> Response:
    answer: Response = http.get(path, headers=bearer(http, lid) | headers)
    return answer


def trace(net: Network) -> tuple[object, ...]:
    with net.store.read() as tx:
        return tx.size(), dict(tx.scan("")), checkpoint(tx, net.signer)


def problem(answer: Response, status: int, code: str) -> dict[str, Any]:
    """Hold an answer to RFC 9457 and to our own promises."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    said: dict[str, Any] = answer.json()
    assert (said["status"], said["code"]) == (status, code)
    assert (said["title"], said["type"]) == (TITELS[code], f"{BASE_URL}/fouten#{code}")
    assert said["detail"]
    assert all(fout.keys() == {"veld", "code", "uitleg"} for fout in said.get("fouten", []))
    assert answer.headers["api-version"]
    return said


def craft(lid: Lid, said: object, header: object = None) -> bytes:
    """Sign any header and payload with the key of a member."""
    head = {"typ": "professionallijn+jwt", "kid": lid.geheim.kid, "alg": "ES256"} if header is None else header
    raw = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in (head, said)]
    message = f"{b64(raw[0])}.{b64(raw[1])}".encode()
    return message + b"." + b64(lid.geheim.sign(message)).encode()


def payload(lid: Lid, **changes: Any) -> dict[str, Any]:
    at = int(lid.net.clock.at.timestamp())
    sub = f"professionallijn/{lid.oin}/aow"
    return {"iss": issuer(lid.oin), "iat": at, "sub": sub, "professionallijn": members(lijn())} | changes


def header(lid: Lid, **changes: Any) -> dict[str, Any]:
    return {"typ": "professionallijn+jwt", "kid": lid.geheim.kid, "alg": "ES256"} | changes


# --- taken -----------------------------------------------------------------------------------------------------------


def test_a_statement_is_taken_with_a_receipt_that_anyone_can_check(net: Network, http: Http, svb: Lid) -> None:
    jws = svb.sign(lijn())
    answer = post(http, jws, svb)
    receipt = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"{BASE_URL}/v1/verklaringen/{receipt['digest']}"
    assert answer.headers["cache-control"] == "no-store"
    assert receipt.keys() == {"index", "digest", "checkpoint", "bewijs"}
    assert receipt["bewijs"].keys() == {"index", "boomgrootte", "hashes"}
    sworn = Verifier.parse(http.get("/logboek/sleutel").text.strip()).open(receipt["checkpoint"])
    verify_inclusion(
        [b64decode(text, validate=True) for text in receipt["bewijs"]["hashes"]],
        index=receipt["bewijs"]["index"],
        size=receipt["bewijs"]["boomgrootte"],
        leaf=tree.leaf_hash(bytes.fromhex(receipt["digest"])),
        root=sworn.root,
    )
    found = get(http, f"/v1/verklaringen/{receipt['digest']}", svb, Accept="application/jose")
    assert found.content == jws


def test_the_same_again_is_200_with_the_same_answer(net: Network, http: Http, svb: Lid) -> None:
    jws, resigned = svb.sign(lijn()), svb.sign(lijn())
    first = post(http, jws, svb)
    svb.publiceer(lijn("later"))
    before = trace(net)
    for variant in (jws, resigned):
        again = post(http, variant, svb)
        assert (again.status_code, again.content, again.headers["location"]) == (
            200,
            first.content,
            first.headers["location"],
        )
    assert trace(net) == before


@pytest.mark.parametrize("tag", ["*", '"x"', None])
def test_a_receipt_is_given_whatever_the_sender_says_it_has(
    net: Network, http: Http, svb: Lid, tag: str | None
) -> None:
    jws = svb.sign(lijn())
    tag = tag or post(http, jws, svb).headers.get("etag", "*")
    answer = post(http, jws, svb, **{"If-None-Match": tag})
    assert answer.status_code in {200, 201}
    assert answer.json().keys() == {"index", "digest", "checkpoint", "bewijs"}


def test_an_application_needs_no_token_and_everything_else_does(net: Network, http: Http, svb: Lid) -> None:
    duo = Lid(net, "duo")
    assert post(http, duo.sign(duo.aanmelding(("publicist",)))).status_code == 201
    before = trace(net)
    problem(post(http, svb.sign(lijn())), 401, "token-ontbreekt")
    problem(post(http, b""), 401, "token-ontbreekt")
    problem(post(http, b"x.y.z"), 401, "token-ontbreekt")
    assert trace(net) == before


def test_applications_come_one_by_one(net: Network) -> None:
    with net.http(grenzen=Grenzen(applications_per_minute=2)) as http:
        for afkorting in ("a", "b"):
            lid = Lid(net, afkorting)
            assert post(http, lid.sign(lid.aanmelding(("publicist",)))).status_code == 201
        before, lid = trace(net), Lid(net, "c")
        answer = post(http, lid.sign(lid.aanmelding(("publicist",))))
        problem(answer, 429, "te-vaak")
        assert trace(net) == before
        assert 0 < int(answer.headers["retry-after"]) <= 60
        net.clock.move(minutes=1)
        assert post(http, lid.sign(lid.aanmelding(("publicist",)))).status_code == 201


def test_a_false_token_is_not_ignored_for_an_application(net: Network, http: Http) -> None:
    duo = Lid(net, "duo")
    jws = duo.sign(duo.aanmelding(("publicist",)))
    problem(post(http, jws, Authorization="Bearer eyJ.eyJ.AA"), 401, "token-ongeldig")


def test_the_token_is_of_the_issuer(net: Network, http: Http, svb: Lid) -> None:
    uwv, duo = net.lid("uwv"), Lid(net, "duo")
    before = trace(net)
    problem(post(http, svb.sign(lijn()), uwv), 403, "namens-ander")
    problem(post(http, duo.sign(duo.aanmelding(("publicist",))), uwv), 403, "namens-ander")
    assert trace(net) == before


def test_access_ends_with_a_suspension_at_once(net: Network, http: Http, svb: Lid) -> None:
    known = bearer(http, svb)
    jws = svb.sign(lijn())
    net.schors(svb)
    problem(http.post("/v1/verklaringen", content=jws, headers=JOSE | known), 401, "token-ongeldig")
    duo = net.kandidaat("duo")
    answer = http.post("/v1/verklaringen", content=duo.sign(lijn()), headers=JOSE | known)
    problem(answer, 401, "token-ongeldig")


# --- refused ---------------------------------------------------------------------------------------------------------


Refusal = tuple[str, bytes, int, str, list[str]]


def refusals(net: Network, svb: Lid) -> Iterator[Refusal]:
    yield from malformed(svb)
    yield from misspoken(net, svb)


def malformed(svb: Lid) -> Iterator[Refusal]:
    """Bad input, with the status, the code and the fields that must be named."""
    good = json.dumps(payload(svb)).encode()
    yield "nothing", b"", 400, "vorm", []
    yield "no jws", b"geen jws", 400, "vorm", []
    yield "64 KiB + 1", b"A" * (MAX_BYTES + 1), 413, "te-groot", []
    yield "alg none", craft(svb, good, header(svb, alg="none")), 400, "algoritme", []
    yield "HS256", craft(svb, good, header(svb, alg="HS256")), 400, "algoritme", []
    yield "crit empty", craft(svb, good, header(svb, crit=[])), 400, "vorm", ["kop.crit"]
    yield "crit unknown", craft(svb, good, header(svb, crit=["iets"])), 400, "vorm", ["kop.crit"]
    yield "soort", craft(svb, good, header(svb, typ="zegsel+jwt")), 400, "soort-onbekend", []
    doubled = json.dumps(header(svb)).encode()[:-1] + b', "alg": "ES256"}'
    yield "doubled header", craft(svb, good, doubled), 400, "dubbele-sleutel", ["kop.alg"]
    yield "doubled payload", craft(svb, good[:-1] + b', "iat": 1}'), 400, "dubbele-sleutel", ["iat"]
    yield "padding", svb.sign(lijn()) + b"=", 400, "vorm", []
    yield "utf-16", craft(svb, good.decode().encode("utf-16")), 400, "vorm", []
    yield "a byte order mark", craft(svb, b"\xef\xbb\xbf" + good), 400, "vorm", []
    yield "30,000 brackets", craft(svb, b'{"a":' + b"[" * 30_000), 400, "vorm", []
    yield "NaN", craft(svb, b'{"iat": NaN}'), 400, "vorm", []
    yield "lone surrogate", craft(svb, b'{"iss": "\\ud800"}'), 400, "vorm", []
    yield "naive iat", craft(svb, payload(svb, iat="2026-11-23T10:00:00")), 400, "schema", ["iat"]
    yield "iat true", craft(svb, payload(svb, iat=True)), 400, "schema", ["iat"]
    yield "iat float", craft(svb, payload(svb, iat=1.5)), 400, "schema", ["iat"]
    yield "iat 10**30", craft(svb, payload(svb, iat=10**30)), 400, "schema", ["iat"]


def misspoken(net: Network, svb: Lid) -> Iterator[Refusal]:
    """Well made, or nearly so, and still refused."""
    uwv = net.lid("uwv")
    now = int(net.clock.at.timestamp())
    channel = members(lijn())["kanalen"][0]
    block = {"dagen": ["ma"], "van": "09:00:00", "tot": "17:00:00"}

    def line(**fields: Any) -> bytes:
        return craft(svb, payload(svb, professionallijn=members(lijn()) | fields))

    def phone(**fields: Any) -> bytes:
        return line(kanalen=[channel | fields])

    yield "iat past", svb.sign(lijn(), iat=now - 86_401), 400, "tijdstip", []
    yield "iat future", svb.sign(lijn(), iat=now + 301), 400, "tijdstip", []
    yield "another member's key", svb.sign(lijn(), geheim=uwv.geheim), 403, "sleutel", []
    yield "an access key", svb.sign(lijn(), geheim=svb.toegang), 403, "sleutel", []
    yield "another's line", svb.sign(lijn(), f"professionallijn/{uwv.oin}/aow"), 403, "niet-bevoegd", []
    yield "vorige", svb.sign(lijn(), vorige="00" * 32), 409, "conflict", []
    false = svb.sign(lijn()).rpartition(b".")[0] + b"." + b64(bytes(64)).encode()
    yield "false signature", false, 400, "handtekening", []
    hours = phone(openingstijden=[block, block])
    yield "hours overlap", hours, 400, "schema", ["professionallijn.kanalen[0].openingstijden[1]"]
    day = {"van": "2026-12-24", "tot": "2026-12-24", "reden": "x"}
    yield "exceptions", phone(afwijkingen=[day, day]), 400, "schema", ["professionallijn.kanalen[0].afwijkingen[1]"]
    yield "bevestigd", line(bevestigd="2026-11-24"), 400, "schema", ["professionallijn.bevestigd"]
    for number in ("onbekend", "+9991234567", "+319001234567", "+3114020"):
        yield f"number {number}", phone(nummer=number), 400, "schema", ["professionallijn.kanalen[0].nummer"]
    yield "NUL", line(titel="a\x00b"), 400, "schema", ["professionallijn.titel"]
    yield "bidi", line(titel="a\u202eb"), 400, "schema", ["professionallijn.titel"]
    yield "name and sub", line(naam="anders"), 400, "regel", ["professionallijn.naam"]
    many = line(naam="A", bevestigd=1, kanalen=[])
    velden = ["professionallijn.naam", "professionallijn.kanalen", "professionallijn.bevestigd"]
    yield "three faults", many, 400, "schema", velden
    admit = Toelating(status="toegelaten", rollen=("publicist",))
    yield "admits itself", svb.sign(admit), 403, "niet-bevoegd", []
    yield (
        "locks itself out",
        svb.sign(Sleutels(sleutels=(replace(svb.sleutels()[0], geldig_tot=net.clock.at),), reden="vervanging")),
        400,
        "regel",
        ["sleutels.sleutels"],
    )


def test_every_refusal_has_its_own_code_names_every_fault_and_leaves_no_trace(
    net: Network, http: Http, svb: Lid
) -> None:
    cases = list(refusals(net, svb))
    known, before = bearer(http, svb), trace(net)
    for what, jws, status, code, velden in cases:
        answer = http.post("/v1/verklaringen", content=jws, headers=JOSE | known)
        assert (what, answer.status_code) == (what, status)
        said = problem(answer, status, code)
        assert (what, [fout["veld"] for fout in said.get("fouten", [])]) == (what, velden)
        assert trace(net) == before
    assert http.get("/logboek/checkpoint").text == before[2]


def test_a_short_14_number_is_taken(http: Http, svb: Lid) -> None:
    channel = members(lijn())["kanalen"][0] | {"nummer": "14-020"}
    said = payload(svb, professionallijn=members(lijn()) | {"kanalen": [channel]})
    assert post(http, craft(svb, said), svb).status_code == 201
    stand = get(http, f"/v1/organisaties/{svb.oin}/professionallijnen/aow", svb).json()
    assert stand["lijn"]["kanalen"][0]["nummer"] == "14-020"


def test_a_conflict_tells_the_head(net: Network, http: Http, svb: Lid) -> None:
    one, other = svb.sign(lijn()), svb.sign(lijn(titel="Ander"))
    head = post(http, one, svb).json()["digest"]
    assert problem(post(http, other, svb), 409, "conflict")["huidig"] == head


def test_a_moment_at_the_end_of_the_calendar_is_refused_and_not_our_fault(http: Http, net: Network) -> None:
    duo = Lid(net, "duo")
    answer = post(http, duo.sign(duo.aanmelding(("publicist",)), iat=253_402_300_799))
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "until",
    [
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-12:00",
        "9999-12-31T23:59:59.999999+00:00",
        "2027-01-01T00:00:00+14:00",
    ],
)
def test_a_key_that_never_ends_is_answered_in_utc_or_refused(net: Network, http: Http, until: str) -> None:
    duo = Lid(net, "duo")
    body = members(duo.aanmelding(("publicist",)))
    body["sleutels"] = [dict(key, geldigTot=until) for key in body["sleutels"]]
    said = {"iss": issuer(duo.oin), "iat": int(net.clock.at.timestamp()), "sub": f"aanmelding/{duo.oin}"}
    jws = craft(duo, said | {"aanmelding": body}, header(duo, typ="aanmelding+jwt"))
    answer = post(http, jws)
    assert answer.status_code in {201, 400}
    if answer.status_code == 201:
        keys = get(http, f"/v1/organisaties/{duo.oin}/sleutels", net.obpt)
        assert keys.status_code == 200
        assert all(key["geldigTot"].endswith("Z") for key in keys.json()["keys"])  # contract, section 1


# --- parameters, headers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["x=1", "namens=svb", "page=1", "access_token=abc", f"{BSN}=1", "%00=1", "=1", "a=1&a=2"]
)
def test_an_unknown_parameter_is_refused(net: Network, http: Http, svb: Lid, query: str) -> None:
    before = trace(net)
    answer = post(http, svb.sign(lijn()), svb, path=f"/v1/verklaringen?{query}")
    said = problem(answer, 400, "vraag-onjuist")
    assert len(said["fouten"]) == 1
    assert BSN not in answer.text
    assert trace(net) == before


@pytest.mark.parametrize("media", ["application/json", "application/jwt", "text/plain", "", "application/jose+json"])
def test_a_statement_comes_as_application_jose(net: Network, http: Http, svb: Lid, media: str) -> None:
    before = trace(net)
    problem(post(http, svb.sign(lijn()), svb, **{"Content-Type": media}), 415, "inhoudsvorm")
    assert trace(net) == before


def test_a_media_type_may_be_in_capitals_and_have_parameters(http: Http, svb: Lid) -> None:
    answer = post(http, svb.sign(lijn()), svb, **{"Content-Type": "Application/JOSE; charset=us-ascii"})
    assert answer.status_code == 201


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_what_was_said_is_not_changed_or_taken_back(net: Network, http: Http, svb: Lid, method: str) -> None:
    digest = svb.publiceer().signed.digest
    before = trace(net)
    for path in ("/v1/verklaringen", f"/v1/verklaringen/{digest}"):
        answer = http.request(method, path, headers=bearer(http, svb) | JOSE, content=b"x")
        problem(answer, 405, "methode")
    assert trace(net) == before


# --- nothing that was sent comes back --------------------------------------------------------------------------------


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in children:
        yield from leaves(child, (*path, name))


def planted(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    made = json.loads(json.dumps(document))
    if not path:
        return value
    inner = made
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return made


def test_no_answer_and_no_log_line_quotes_what_was_sent(
    net: Network, http: Http, svb: Lid, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    known = bearer(http, svb)
    full = members(lijn(terugval="svb/x", omschrijving="x", trefwoorden=("x",), werkgebied=("gm0153",)))
    document = json.loads(json.dumps(payload(svb, professionallijn=full, vorige="00" * 32)))
    sent = [craft(svb, planted(document, path, f"{NAME} {BSN}\x00")) for path in leaves(document)]
    sent += [craft(svb, planted(document, path, BSN)) for path in leaves(document)]
    sent += [craft(svb, planted(document, path, {BSN: NAME})) for path in leaves(document)]
    sent += [
        craft(svb, document, header(svb, **{name: f"{NAME} {BSN}"})) for name in ("typ", "kid", "alg", "x5c", "crit")
    ]
    sent += [f"{NAME} {BSN}".encode(), craft(svb, f'{{"{NAME} {BSN}": 1, "{NAME} {BSN}": 2}}'.encode())]
    caplog.clear()
    for jws in sent:
        answer = http.post("/v1/verklaringen", content=jws, headers=JOSE | known)
        assert answer.status_code in {400, 403, 409}
        told = answer.text + str(answer.headers)
        assert BSN not in told
        assert NAME not in told
        assert svb.geheim.kid not in told
    assert BSN not in caplog.text
    assert NAME not in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_no_question_comes_back_either(net: Network, http: Http, svb: Lid, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    known = bearer(http, svb)
    caplog.clear()
    for path in (
        f"/v1/verklaringen?sub={NAME} {BSN}",
        f"/v1/verklaringen?sub=a/b&{BSN}=1",
        f"/v1/verklaringen/{BSN}",
        f"/v1/verklaringen/{NAME}/bundel",
        f"/v1/organisaties/{BSN}",
        f"/v1/kalenders/{BSN}",
        f"/{BSN}",
    ):
        answer = http.get(path, headers=known)
        assert answer.status_code in {400, 404}
        assert BSN not in answer.text + str(answer.headers)
        assert NAME not in answer.text
    assert BSN not in caplog.text.replace("HTTP Request", "") or "registry" not in {r.name for r in caplog.records}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_no_bytes_at_all_make_it_our_fault(http: Http, svb: Lid, raw: bytes) -> None:
    problem(post(http, raw, svb), 400, "vorm")


# --- read back -------------------------------------------------------------------------------------------------------


def test_a_statement_reads_as_json_and_as_it_was_signed(net: Network, http: Http, svb: Lid) -> None:
    taken = svb.publiceer()
    path = f"/v1/verklaringen/{taken.signed.digest}"
    said = get(http, path, svb).json()
    assert said == {
        "digest": taken.signed.digest,
        "index": taken.index,
        "soort": "professionallijn",
        "iss": issuer(svb.oin),
        "iat": int(net.clock.at.timestamp()),
        "sub": f"professionallijn/{svb.oin}/aow",
        "ingeschrevenOp": "2026-11-23T10:00:00Z",
        "inhoud": json.loads(json.dumps(members(lijn()))),
        "_links": {"self": {"href": path}},
    }
    signed = get(http, path, svb, Accept="application/jose")
    assert signed.headers["content-type"].startswith("application/jose")
    keys = KeySet.import_key_set(get(http, f"/v1/organisaties/{svb.oin}/sleutels", svb).json())
    opened = joserfc_jws.deserialize_compact(signed.content, keys, algorithms=["ES256"])
    assert json.loads(opened.payload)["professionallijn"] == said["inhoud"]


def test_what_was_said_about_a_sub_is_listed_the_last_first(net: Network, http: Http, svb: Lid) -> None:
    digests = [svb.publiceer(lijn(titel=f"Uitgave {n}")).signed.digest for n in range(3)]
    digests.append(svb.trek_in().signed.digest)
    listed = get(http, f"/v1/verklaringen?sub=professionallijn/{svb.oin}/aow", svb).json()["verklaringen"]
    assert [said["digest"] for said in listed] == digests[::-1]
    assert [said.get("vorige") for said in listed] == [*digests[-2::-1], None]
    assert get(http, "/v1/verklaringen?sub=kalender/1999", svb).json() == {"verklaringen": []}


@pytest.mark.parametrize("digest", ["00" * 32, "x", "AB" * 32, "a" * 5000, "%00", "..%2f..", "ab%20", "%F0%9F%98%80"])
def test_what_nobody_said_is_not_found(http: Http, svb: Lid, digest: str) -> None:
    for path in (f"/v1/verklaringen/{digest}", f"/v1/verklaringen/{digest}/bundel"):
        problem(get(http, path, svb), 404, "niet-gevonden")


@pytest.mark.parametrize(
    "query", ["", "?sub=", "?sub=x", "?sub=a/b&sub=a/b", "?sub=a/b&x=1", "?sub=kop/a%0A", "?sub=A/b"]
)
def test_a_list_is_about_one_sub(http: Http, svb: Lid, query: str) -> None:
    problem(get(http, f"/v1/verklaringen{query}", svb), 400, "vraag-onjuist")


def test_a_bundle_over_http_is_checked_without_the_register(net: Network, http: Http, svb: Lid) -> None:
    svb.publiceer()
    digest = svb.publiceer(lijn(titel="Nieuw")).signed.digest
    raw = get(http, f"/v1/verklaringen/{digest}/bundel", svb).content
    outcome = verify(msgspec.json.decode(raw, type=Bundel), logboek=net.signer.verifier, beheerder=net.obpt.geheim.kid)
    assert outcome.signed[-1].digest == digest


def test_an_application_is_seen_by_its_sender_and_the_beheerder_until_it_is_admitted(
    net: Network, http: Http, svb: Lid
) -> None:
    duo = net.kandidaat("duo")
    digest = net.head(f"aanmelding/{duo.oin}")
    paths = (f"/v1/verklaringen/{digest}", f"/v1/verklaringen/{digest}/bundel")
    for path in paths:
        problem(get(http, path, svb), 404, "niet-gevonden")
        assert get(http, path, net.obpt).status_code == 200
    listed = f"/v1/verklaringen?sub=aanmelding/{duo.oin}"
    assert get(http, listed, svb).json() == {"verklaringen": []}
    net.laat_toe(duo)
    assert get(http, paths[0], svb).status_code == 200
    assert [said["digest"] for said in get(http, listed, svb).json()["verklaringen"]] == [digest]


def test_an_application_in_the_name_of_who_left_is_for_the_beheerder_too(net: Network, http: Http, svb: Lid) -> None:
    """Anyone can sign one; members should not read as the former member's what a stranger wrote."""
    uwv = net.lid("uwv")
    net.obpt.say(Toelating(status="uitgetreden", reden="Op verzoek."), f"toelating/{uwv.oin}")
    keys = (replace(uwv.sleutels()[0], jwk=secret(96).jwk),)
    jws = uwv.sign(uwv.aanmelding(("publicist",), naam="Bel uw bank", sleutels=keys), geheim=secret(96))
    digest = post(http, jws).json()["digest"]
    assert get(http, f"/v1/verklaringen/{digest}", net.obpt).status_code == 200
    problem(get(http, f"/v1/verklaringen/{digest}", svb), 404, "niet-gevonden")
    listed = get(http, f"/v1/verklaringen?sub=aanmelding/{uwv.oin}", svb)
    assert "Bel uw bank" not in listed.text


def test_reading_needs_a_token(net: Network, http: Http, svb: Lid) -> None:
    digest = svb.publiceer().signed.digest
    for path in ("?sub=kalender/2026", f"/{digest}", f"/{digest}/bundel"):
        problem(http.get(f"/v1/verklaringen{path}"), 401, "token-ontbreekt")


def test_what_did_not_change_is_not_sent_twice(http: Http, svb: Lid) -> None:
    path = f"/v1/verklaringen/{svb.publiceer().signed.digest}"
    first = get(http, path, svb)
    again = get(http, path, svb, **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = get(http, path, svb, **{"If-None-Match": first.headers["etag"], "Accept": "application/jose"})
    assert other.status_code == 200


def test_a_replaced_key_gets_no_token_and_its_successor_does(net: Network, http: Http, svb: Lid) -> None:
    known = bearer(http, svb)
    keys = (svb.sleutels()[0], replace(svb.sleutels()[1], jwk=secret(95).jwk))
    svb.say(Sleutels(sleutels=keys, reden="verloren"))
    answer = http.get("/v1/verklaringen?sub=kalender/2026", headers=known)
    problem(answer, 401, "token-ongeldig")
    svb.toegang = secret(95)
    assert get(http, "/v1/verklaringen?sub=kalender/2026", svb).status_code == 200
