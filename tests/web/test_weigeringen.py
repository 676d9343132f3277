# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Whom was refused what, and why: what is counted, what is not, and who may read it."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from registry.errors import ScopeError, StoreError
from registry.store.memory import MemoryPoortboek
from registry.store.poortboek import Weigering
from registry.web import weigerboek
from registry.web.tempo import Grenzen
from registry.web.weigerboek import Weigerboek
from tests.support import Clock, Lid, Network, lijn
from tests.support.network import START

JOSE = {"Content-Type": "application/jose"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DAY = timedelta(days=1)
Http = TestClient[Any]
Row = tuple[str, str, str, int]


@pytest.fixture
def net() -> Network:
    return Network()


@pytest.fixture
def svb(net: Network) -> Lid:
    return net.lid("svb")


@pytest.fixture
def http(net: Network) -> Iterator[Http]:
    with net.http() as http:
        yield http


def bearer(http: Http, lid: Lid) -> dict[str, str]:
    return {"Authorization": f"Bearer {lid.register(http)._token()}"}


def client_id(lid: Lid) -> str:
    return f"{lid.oin}.loketsoftware"


def rows(net: Network, http: Http, **period: Any) -> list[Row]:
    """What the beheerder reads."""
    found = net.obpt.register(http).weigeringen(**period).weigeringen
    return [(one.wie, one.wat, one.waarom, one.aantal) for one in found]


# --- what is counted --------------------------------------------------------------------------------------------------


def test_each_kind_of_refusal_is_there_with_who_what_and_why(net: Network, http: Http, svb: Lid) -> None:
    known, who = bearer(http, svb), client_id(svb)
    http.get("/v1/organisaties")
    http.get("/v1/organisaties", headers={"Authorization": "Bearer x.y.z"})
    http.get("/v1/weigeringen", headers=known)
    http.post("/oauth/token", content=b"grant_type=password", headers=FORM)
    http.post("/oauth/token", content=b"a" * 20_000, headers=FORM)
    http.post("/v1/verklaringen", content=svb.sign(lijn(), geheim=svb.toegang), headers=JOSE | known)
    http.post("/v1/verklaringen", content=b"a" * 70_000, headers=JOSE | known)
    http.post("/v1/verklaringen", content=b"geen jws", headers=JOSE)
    http.post("/v1/verklaringen", content=b"geen jws", headers=JOSE | known)
    http.post("/v1/verklaringen", content=svb.sign(lijn(), vorige="0" * 64), headers=JOSE | known)
    assert sorted(rows(net, http)) == sorted(
        [
            ("onbekend", "GET /v1/organisaties", "token-ontbreekt", 1),
            ("onbekend", "GET /v1/organisaties", "token-ongeldig", 1),
            (who, "GET /v1/weigeringen", "scope-ontbreekt", 1),
            ("onbekend", "POST /oauth/token", "unsupported_grant_type", 1),
            ("onbekend", "POST /oauth/token", "invalid_request", 1),
            (who, "POST /v1/verklaringen", "sleutel", 1),
            (who, "POST /v1/verklaringen", "te-groot", 1),
            ("onbekend", "POST /v1/verklaringen", "token-ontbreekt", 1),
            (who, "POST /v1/verklaringen", "vorm", 1),
            (who, "POST /v1/verklaringen", "conflict", 1),
        ]
    )


def test_who_asks_too_often_is_there_by_name_or_not_at_all(net: Network, svb: Lid) -> None:
    few = Grenzen(tokens_per_minute=1, questions_per_minute=1)
    with net.http(grenzen=few) as http:
        known = bearer(http, svb)
        for _ in range(4):
            http.get("/v1/contactroutes", params={"vraag": "pensioen"}, headers=known)
        for _ in range(2):
            http.post("/oauth/token", data=assertion(net, svb))
        assert sorted(rows(net, http)) == sorted(
            [
                (client_id(svb), "GET /v1/contactroutes", "te-vaak", 3),
                (client_id(svb), "POST /oauth/token", "te-vaak", 2),
            ]
        )


def assertion(net: Network, lid: Lid, key: Lid | None = None, **form: str) -> dict[str, str]:
    """A request for a token in the name of a member, signed with the key of that one or of another."""
    at, who = int(net.clock.at.timestamp()), client_id(lid)
    claims = {"iss": who, "sub": who, "aud": "https://register.test.example", "iat": at, "exp": at + 60}
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": (key or lid).toegang.sign_jwt(claims | {"jti": net.new_id()}),
        **form,
    }


def test_a_client_is_named_only_after_it_showed_who_it_is(net: Network, http: Http, svb: Lid) -> None:
    uwv = net.lid("uwv")
    http.post("/oauth/token", data=assertion(net, svb, key=uwv))
    http.post("/oauth/token", data=assertion(net, svb, scope="toezicht:lezen"))
    assert sorted(rows(net, http)) == sorted(
        [
            ("onbekend", "POST /oauth/token", "invalid_client", 1),
            (client_id(svb), "POST /oauth/token", "invalid_scope", 1),
        ]
    )


def test_a_token_of_ours_is_known_by_name_also_when_it_does_not_do_any_more(net: Network, http: Http, svb: Lid) -> None:
    uwv = net.lid("uwv")
    of_svb, of_uwv = bearer(http, svb), bearer(http, uwv)
    net.schors(svb)
    http.get("/v1/contactroutes", params={"vraag": "pensioen"}, headers=of_svb)
    http.post("/v1/verklaringen", content=svb.sign(lijn()), headers=JOSE | of_svb)
    http.get("/v1/organisaties", headers={"Authorization": of_uwv["Authorization"].replace("Bearer", "DPoP")})
    net.clock.move(minutes=31)
    http.get("/v1/organisaties", headers=of_uwv)
    http.get("/v1/organisaties", headers={"Authorization": of_uwv["Authorization"] + "x"})
    assert sorted(rows(net, http)) == sorted(
        [
            (client_id(svb), "GET /v1/contactroutes", "token-ongeldig", 1),
            (client_id(svb), "POST /v1/verklaringen", "token-ongeldig", 1),
            (client_id(uwv), "GET /v1/organisaties", "token-ongeldig", 1),
            (client_id(uwv), "GET /v1/organisaties", "token-ongeldig", 1),
            ("onbekend", "GET /v1/organisaties", "token-ongeldig", 1),
        ]
    )


def test_a_candidate_is_not_shown_under_the_name_that_it_gave_itself(net: Network, http: Http) -> None:
    vreemde = Lid(net, "nieuw")
    vreemde.say(vreemde.aanmelding(("publicist",)), f"aanmelding/{vreemde.oin}")
    http.get("/v1/organisaties", headers=bearer(http, vreemde))
    (one,) = net.obpt.register(http).weigeringen().weigeringen
    assert (one.wie, one.organisatie) == (client_id(vreemde), None)


def test_what_is_no_refusal_is_not_counted(net: Network, http: Http, svb: Lid) -> None:
    known = bearer(http, svb)
    for path in ("/v1/organisaties", "/v1/organisaties/nergens", "/v1/loketten?x=1", "/nergens", "/v1/contactroutes"):
        http.get(path, headers=known)
    http.post("/v1/verklaringen", content=svb.sign(lijn()), headers=JOSE | known)
    assert rows(net, http) == []


def test_what_is_sent_makes_no_kind_of_its_own(net: Network, http: Http) -> None:
    """Else whoever fills a path, or makes a method up, fills the book."""
    for n in range(30):
        http.get(f"/v1/organisaties/{n:020d}")
        http.request(f"GET{n}", "/v1/organisaties")
        http.post("/v1/verklaringen", content=f"{n}.{n}.{n}".encode(), headers=JOSE)
    assert len(rows(net, http)) <= 3


# --- writing ----------------------------------------------------------------------------------------------------------


class Moody(MemoryPoortboek):
    """A book that cannot always be written in."""

    well = False

    def note(self, refused: Sequence[Weigering]) -> None:
        if not self.well:
            raise StoreError("999990019 past niet.")
        super().note(refused)


def test_what_could_not_be_written_is_written_later(caplog: pytest.LogCaptureFixture) -> None:
    book, clock = Moody(), Clock()
    kept = Weigerboek(book, clock, keep=DAY)

    async def write() -> None:
        for _ in range(2):
            kept.count("onbekend", "GET /", "te-vaak")
            await kept.write()
        book.well = True
        await kept.write()
        await kept.write()

    asyncio.run(write())
    assert [one.aantal for one in book.refusals(START - DAY, START + DAY, most=9)] == [2]
    assert "StoreError" in caplog.text
    assert "999990019" not in caplog.text


def test_it_is_written_in_the_background_and_at_the_end() -> None:
    book = MemoryPoortboek()
    kept = Weigerboek(book, Clock(), keep=DAY, write_every_s=0.02)

    async def live() -> int:
        async with kept.running():
            kept.count("onbekend", "GET /", "te-vaak")
            await asyncio.sleep(0.2)
            written = len(book.refusals(START - DAY, START + DAY, most=9))
            kept.count("onbekend", "GET /", "methode")
        return written

    assert asyncio.run(live()) == 1
    assert len(book.refusals(START - DAY, START + DAY, most=9)) == 2


def test_an_application_that_ends_has_written_all_before_the_book_is_closed(net: Network) -> None:
    seen: list[int] = []

    def close() -> None:
        seen.append(len(net.poortboek.refusals(START - DAY, START + DAY, most=9)))

    with net.http(on_shutdown=[close]) as http:
        http.get("/v1/organisaties")
    assert seen == [1]


def test_memory_is_bounded_whatever_is_counted() -> None:
    book = MemoryPoortboek()
    kept = Weigerboek(book, Clock(), keep=DAY)
    for n in range(weigerboek.MAX_KINDS + 50):
        kept.count(f"client-{n}", "GET /", "te-vaak")
    asyncio.run(kept.write())
    found = book.refusals(START - DAY, START + DAY, most=20_000)
    assert len(found) == weigerboek.MAX_KINDS + 1
    assert [one.aantal for one in found if one.wie == weigerboek.UNKNOWN] == [50]


def test_what_is_old_is_forgotten(net: Network) -> None:
    at = START.replace(second=0)
    old, young = at - timedelta(days=91), at - timedelta(days=89)
    net.poortboek.note([_refusal(old), _refusal(young)])
    with net.http() as http:
        http.get("/v1/organisaties")
    assert [one.minuut for one in net.poortboek.refusals(old - DAY, at, most=9)] == [young]


def _refusal(at: datetime, aantal: int = 1, wie: str = "onbekend") -> Weigering:
    return Weigering(minuut=at, wie=wie, wat="GET /v1/organisaties", waarom="token-ontbreekt", aantal=aantal)


# --- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rollen", [("publicist",), ("loket",)])
def test_only_the_beheerder_may_read_it(net: Network, http: Http, rollen: Any) -> None:
    with pytest.raises(ScopeError):
        net.lid("nieuwsgierig", rollen).register(http).weigeringen()
    assert http.get("/v1/weigeringen").status_code == 401


def test_it_is_read_by_period_the_latest_first_a_page_at_a_time(net: Network, http: Http) -> None:
    at = START.replace(second=0)
    net.poortboek.note([_refusal(at - timedelta(minutes=n), n + 1) for n in range(5)])
    period = {"van": "2026-11-23T09:57:00Z", "tot": "2026-11-23T10:00:00Z"}
    assert [row[3] for row in rows(net, http, **period)] == [2, 3, 4]
    answer = http.get("/v1/weigeringen", params=period | {"pageSize": 2, "page": 2}, headers=bearer(http, net.obpt))
    assert [one["aantal"] for one in answer.json()["weigeringen"]] == [4]
    assert answer.json()["totaal"] == 3
    assert 'page=1>; rel="prev"' in answer.headers["link"]


def test_without_a_period_it_is_the_last_day_until_now(net: Network, http: Http) -> None:
    at = START.replace(second=0)
    net.poortboek.note([_refusal(at - DAY, 1), _refusal(at - timedelta(hours=23), 2), _refusal(at, 3)])
    assert [row[3] for row in rows(net, http)] == [3, 2]


def test_a_member_is_shown_with_its_name_and_a_code_with_its_meaning(net: Network, http: Http, svb: Lid) -> None:
    net.poortboek.note([_refusal(START.replace(second=0), wie=client_id(svb))])
    (one,) = net.obpt.register(http).weigeringen().weigeringen
    assert one.organisatie is not None
    assert (one.organisatie.afkorting, one.titel) == ("svb", "Er is geen toegangstoken meegestuurd")


def test_what_oauth_calls_it_is_told_in_plain_words_too(net: Network, http: Http, svb: Lid) -> None:
    net.laat_toe(svb, dpop_verplicht=True)
    for form in (
        {"grant_type": "password"},
        {"onbekend": "veld"},
        assertion(net, svb, key=net.lid("uwv")),
        assertion(net, svb, scope="toezicht:lezen"),
        assertion(net, svb),
    ):
        assert http.post("/oauth/token", data=form).status_code == 400
    svb.register(http).organisaties()  # without a nonce at first
    found = net.obpt.register(http).weigeringen().weigeringen
    assert len({one.waarom for one in found}) >= 5
    assert all(one.titel and one.titel != one.waarom for one in found)


@pytest.mark.parametrize(
    "period",
    [
        {"van": "2026-11-23T10:00:00Z", "tot": "2026-11-23T10:00:00Z"},
        {"van": "2026-11-24T10:00:00Z"},
        {"van": "gisteren"},
        {"wie": "svb"},
        {"page": "0"},
    ],
)
def test_a_period_that_is_none_is_a_fault(net: Network, http: Http, period: dict[str, str]) -> None:
    answer: httpx.Response = http.get("/v1/weigeringen", params=period, headers=bearer(http, net.obpt))
    assert (answer.status_code, answer.json()["code"]) == (400, "vraag-onjuist")
