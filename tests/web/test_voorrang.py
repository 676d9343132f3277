# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The way ahead of routing answers what the route answers, to the byte and the header, or leaves it to the route."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product
from random import Random
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from registry.errors import AccessError
from registry.oauth.tokens import Binding
from registry.oauth.tokensleutels import Tokensleutels
from registry.projections.contactroutes import BROAD
from registry.projections.kennis import Kennis
from registry.projections.wegwijzer import Wegwijzer
from registry.statements.geheim import Geheim
from registry.statements.leden import Toelating
from registry.statements.sleutels import Sleutel, Sleutels
from registry.web.app import create_app
from registry.web.office import words_of
from registry.web.tempo import Grenzen
from tests.support.directory import instantie, taak
from tests.support.network import BASE_URL, Lid, Network, lijn, secret
from tests.support.varied import GEMEENTEN, ONDERWERPEN, WOORDEN, a_line

HERE = "/v1/contactroutes"
KENNIS = Wegwijzer(
    Kennis(
        instanties=(
            instantie("svb", taak("aow", "pensioen", onderwerpen=("aow",))),
            instantie("gemeente", taak("afval", "afval", "vuilnis")),
        )
    )
)
Header = tuple[bytes, bytes]


@dataclass
class Asked:
    """A request as a server hands it over: nothing in it is made decent."""

    query: bytes = b""
    headers: Sequence[Header] = ()
    method: str = "GET"
    path: str = HERE
    raw_path: bytes | None = None

    def scope(self) -> dict[str, Any]:
        return {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": self.method,
            "scheme": "https", "path": self.path, "raw_path": self.raw_path or quote(self.path).encode(),
            "query_string": self.query, "root_path": "", "headers": [(b"host", b"register.test"), *self.headers],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
        }  # fmt: skip


@dataclass
class Answer:
    """Status, headers in any order, and body."""

    status: int = 0
    headers: list[Header] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: bytes) -> bytes:
        return dict(self.headers)[name]


class Register:
    """One application, asked with its way ahead and without."""

    def __init__(self, net: Network, *, kennis: Wegwijzer = KENNIS) -> None:
        self.net = net
        self.app: Litestar = create_app(
            store=net.store,
            poortboek=net.poortboek,
            meetboek=net.meetboek,
            signer=net.signer,
            tokensleutels=Tokensleutels.load(secret(999).dump()),
            base_url=BASE_URL,
            clock=net.clock,
            new_id=net.new_id,
            kennis=lambda: kennis,
            grenzen=Grenzen(questions_per_minute=1_000_000, questions_per_minute_address=1_000_000),
        )
        self.voorrang = self.app.state.voorrang
        self.runner = asyncio.Runner()

    def __call__(self, asked: Asked) -> Answer:
        found = Answer()

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                found.status, found.headers = message["status"], sorted(message["headers"])
            found.body += message.get("body", b"")

        self.runner.run(self.app(asked.scope(), receive, send))  # type: ignore[arg-type]
        return found

    def by_route(self, asked: Asked) -> Answer:
        self.app.state.voorrang = None
        try:
            return self(asked)
        finally:
            self.app.state.voorrang = self.voorrang

    def goes_ahead(self, asked: Asked) -> bool:
        """Say whether the way ahead answers, when a permit is in hand and it is the member's turn."""

        async def ask() -> bool:
            state, sent = self.app.state, dict(asked.headers).get(b"authorization", b"").decode("latin-1")
            with suppress(AccessError):
                await state.tempo.knock(*words_of(state.bewaker.identify(sent).client_id, "127.0.0.1"))
            return self.voorrang(asked.scope()) is not None

        return self.runner.run(ask())

    def bearer(self, lid: Lid, scope: str | None = None) -> str:
        """A token of this member's software; it is asked for at the usual door."""
        with TestClient(self.app, base_url=BASE_URL) as http:
            if scope is None:
                return "Bearer " + lid.register(http)._token()
            at = int(self.net.clock.at.timestamp())
            who = f"{lid.oin}.loketsoftware"
            claims = {"iss": who, "sub": who, "aud": f"{BASE_URL}/oauth/token", "iat": at, "exp": at + 60}
            form = {
                "grant_type": "client_credentials",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": lid.toegang.sign_jwt(claims | {"jti": self.net.new_id()}),
                "scope": scope,
            }
            return "Bearer " + str(http.post("/oauth/token", data=form).json()["access_token"])

    def bound(self, lid: Lid, **to: str) -> str:
        """A token of this member's software that is bound to what nobody shows."""
        server = self.app.state.autorisatieserver
        client = server.query_client(f"{lid.oin}.loketsoftware")
        claims = server._claims(client, "lijnen:lezen", Binding(**to))
        return "Bearer " + str(server._sleutels.sign(msgspec.to_builtins(claims)))

    def close(self) -> None:
        self.runner.close()


def with_token(bearer: str, query: bytes = b"", *headers: Header, **fields: Any) -> Asked:
    return Asked(query, [(b"authorization", bearer.encode("latin-1")), *headers], **fields)


def agree(register: Register, asked: Asked) -> Answer:
    """Hold both ways to each other, whichever is first; gives the answer."""
    first, second, third = register(asked), register.by_route(asked), register(asked)
    assert first.body == second.body == third.body, asked
    assert (first.status, first.headers) == (second.status, second.headers) == (third.status, third.headers), asked
    return first


# --- a network in which members came, went and changed ---------------------------------------------------------------


class Busy(Register):
    """Forty lines, and callers of every kind."""

    def __init__(self) -> None:
        net, chance = Network(), Random(11)
        super().__init__(net)
        publishers = [net.lid("svb"), net.lid("lid-0"), net.lid("lid-1")]
        for number in range(40):
            chance.choice(publishers).publiceer(a_line(chance, f"lijn-{number}"))
        gemeente = net.lid("enschede", ("loket",), organisatiesoort="gemeente", tooi=_TOOI)
        expired = self.bearer(gemeente)
        net.clock.move(hours=1)
        gone, rekeyed, poorer = (net.lid(naam, ("loket",)) for naam in ("gone", "rekeyed", "poorer"))
        overseer = net.lid("toezicht", ("beheerder",))
        self.tokens = {
            "good": self.bearer(gemeente),
            "publisher": self.bearer(publishers[0]),
            "expired": expired,
            "suspended": self.bearer(gone),
            "rekeyed": self.bearer(rekeyed),
            "other scope": self.bearer(gemeente, "verklaringen:indienen"),
            "this scope": self.bearer(gemeente, "lijnen:lezen"),
            "lost role": self.bearer(overseer, "toezicht:lezen"),
            "poorer": self.bearer(poorer),
        }
        net.schors(gone)
        rekeyed.say(new_keys(rekeyed, secret(123_456)))
        net.laat_toe(overseer, ("loket",))
        net.laat_toe(poorer, ("publicist",))
        good = self.tokens["good"]
        self.tokens |= {
            "lower": good.replace("Bearer", "bearer"),
            "spaces": good.replace(" ", "   "),
            "tab": good.replace(" ", "\t"),
            "no scheme": good.removeprefix("Bearer "),
            "basic": good.replace("Bearer", "Basic"),
            "cut": good[:-3],
            "flipped": good[:-1] + ("A" if good[-1] != "A" else "B"),
            "no token": "Bearer",
            "empty": "",
            "latin": "Bearer \xe9\xff",
            "two": f"{good}, {good}",
            "another scheme": good.replace("Bearer", "DPoP"),
            "bound to a key": self.bound(gemeente, jkt="x" * 43),
            "bound to a certificate": self.bound(gemeente, x5t="x" * 43),
        }
        bearer = {name: token for name, token in self.tokens.items() if name.startswith("bound")}
        self.tokens |= {f"{name}, another scheme": token.replace("Bearer", "DPoP") for name, token in bearer.items()}


def new_keys(lid: Lid, toegang: Geheim, *, minutes: int = 300) -> Sleutels:
    """This access key in the place of all before, for so long."""
    keys = (
        Sleutel(naam="spreken", gebruik="verklaringen", jwk=lid.geheim.jwk, geldig_tot=lid.net.clock.at + _MONTH),
        Sleutel(
            naam="loketsoftware",
            gebruik="toegang",
            jwk=toegang.jwk,
            geldig_tot=lid.net.clock.at + timedelta(minutes=minutes),
        ),
    )
    return Sleutels(sleutels=keys, reden="vervanging")


_MONTH = timedelta(days=30)
_TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/gm0153"


@pytest.fixture(scope="module")
def busy() -> Iterator[Busy]:
    made = Busy()
    made(with_token(made.tokens["good"], b"vraag=warm"))
    yield made
    made.close()


@pytest.fixture
def net() -> Network:
    return Network()


@pytest.fixture
def small(net: Network) -> Iterator[Register]:
    """One line, and an application that is not asked anything yet."""
    net.lid("svb").publiceer()
    made = Register(net)
    yield made
    made.close()


# --- any question ----------------------------------------------------------------------------------------------------

texts = st.sampled_from(
    [*WOORDEN, "mijn pensioen", "afval & vuilnis", "é", "100%", "a+b", "x" * 500, "x" * 501, "", " "]
)
good_values: dict[str, st.SearchStrategy[str]] = {
    "vraag": texts | st.text(max_size=30),
    "onderwerp": st.sampled_from([*ONDERWERPEN, "http://standaarden.overheid.nl/owms/terms/aow", "geen"]),
    "levensgebeurtenis": st.sampled_from(["verhuizen", "met pensioen gaan"]),
    "vraagtype": st.sampled_from(["1", "2", "3", "0", "4", "01", "-1", "1.0", "x"]),
    "organisatie": st.sampled_from(["svb", "lid-0", "onbekend", "0" * 20, "A"]),
    "gemeente": st.sampled_from([*GEMEENTEN, "gm1", "GM0153"]),
    "rol": st.sampled_from(["casemanager", "arts", "Arts"]),
    "burgerAanwezig": st.sampled_from(["true", "false", "True", "1"]),
    "machtiging": st.sampled_from(["mondeling", "digid-machtigen"]),
    "kanaal": st.sampled_from(["telefoon", "email", "balie", "fax"]),
    "tijdstip": st.sampled_from(
        [
            "2026-11-24T10:00:00Z",
            "2026-11-24T10:00:00+01:00",
            "2026-11-24T10:00:00.5Z",
            "2026-12-25T10:00:00-12:00",
            "2198-12-31T23:59:59Z",
            "2199-01-01T00:00:00Z",
            "1999-12-31T23:59:59Z",
            "2026-11-24T10:00:00",
            "2026-11-24",
            "nu",
        ]
    ),
    "limiet": st.sampled_from(["1", "10", "50", "51", "0", "9" * 19]),
    "burger_aanwezig": st.just("true"),
    "anders": st.just("x"),
    "Vraag": st.just("x"),
}


@st.composite
def queries(draw: st.DrawFn) -> bytes:
    """Pairs as a client would write them, in one of the ways to escape them."""
    names = draw(st.lists(st.sampled_from(list(good_values)), max_size=6))
    pairs = [(name, draw(good_values[name])) for name in names]
    escape = draw(st.sampled_from([quote, quote_plus, lambda text, safe="": quote(text, safe="+:/").replace("%", "%")]))
    raw = "&".join(f"{name}={escape(value, safe='')}" for name, value in pairs).encode()
    return draw(st.sampled_from([raw, raw, raw, raw.lower(), raw + b"&", b"&" + raw, raw.replace(b"&", b"&&")]))


accepts = st.sampled_from(
    [
        None,
        b"",
        b"*/*",
        b"application/json",
        b"application/json;q=0",
        b"application/*;q=0.5, text/html",
        b"text/html",
        b"application/jose",
        b"application/json; charset=utf-8",
        b"*/*;q=x",
        b"\xff",
        b",",
    ]
)


@settings(max_examples=300)
@given(data=st.data())
def test_whatever_is_asked_both_ways_give_one_answer(busy: Busy, data: st.DataObject) -> None:
    who = data.draw(st.sampled_from([*["good"] * 25, *busy.tokens, None]))
    headers: list[Header] = [(b"authorization", busy.tokens[who].encode("latin-1"))] if who else []
    accept = data.draw(accepts)
    headers += [(b"accept", accept)] if accept is not None else []
    asked = Asked(data.draw(queries()), headers, method=data.draw(st.sampled_from(["GET", "GET", "GET", "HEAD"])))
    answer = agree(busy, asked)
    assert answer.status in {200, 400, 401, 403, 406}
    tags = [value for name, value in answer.headers if name == b"etag"]
    if tags:
        known = data.draw(st.sampled_from([tags[0], b"W/" + tags[0], b"*", b'"x", ' + tags[0], b'"x"', b"", b"\xff"]))
        again = Asked(asked.query, [*headers, (b"if-none-match", known)], method=asked.method)
        assert agree(busy, again).status == (304 if tags[0] in known or known == b"*" else 200)


@settings(max_examples=60)
@given(
    query=st.binary(max_size=60)
    | st.lists(st.sampled_from(["vraag", "=", "&", "%", "%41", "%c3%a9", "%ff", "+", ";", "a", "\u00e9"])).map(
        lambda parts: "".join(parts).encode()
    )
)
def test_any_bytes_in_the_query_are_read_the_same(busy: Busy, query: bytes) -> None:
    agree(busy, with_token(busy.tokens["good"], query))


def test_ordinary_questions_do_go_ahead(busy: Busy) -> None:
    """Or all that is shown here would be that the route agrees with itself."""
    for query in (
        b"",
        b"onderwerp=aow&gemeente=gm0153&tijdstip=2026-11-24T10:00:00Z",
        b"onderwerp=aow&tijdstip=2026-11-24T10%3A00%3A00Z",
        b"vraag=mijn+pensioen&limiet=3",
        b"vraag=mijn%20pensioen",
        urlencode({"vraag": "é & ë", "burgerAanwezig": "true"}).encode(),
    ):
        assert busy.goes_ahead(with_token(busy.tokens["good"], query)), query
        assert agree(busy, with_token(busy.tokens["good"], query)).status == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (b"vraag=" + b"x" * 500, 200),
        (b"vraag=" + b"x" * 501, 400),
        (b"vraag=" + b"%C3%A9" * 500, 200),
        (b"vraag=" + b"%C3%A9" * 501, 400),
        (b"vraag=", 400),
        (b"vraag", 400),
        (b"onderwerp=&limiet=1", 400),
        (b"vraag=a&vraag=b", 400),
        (b"vraag=a&vraag=a", 400),
        (b"x=1&x=2", 400),
        (b"vraag=%ff", 400),
        (b"vraag=\xff", 400),
        (b"%ff=1", 400),
        (b"vraag=%00", 400),
        (b"vraag=a%0Ab", 400),
        (b"vraag=%", 200),
        (b"vraag=%zz", 200),
        (b"&".join([b"limiet=1"] * 60), 400),
        (b"&".join(b"x%d=1" % n for n in range(60)), 400),
        (b"&".join([b"limiet=1", *[b""] * 60]), 400),  # it counts the signs between them
        (b"LIMIET=1", 400),
        (b"limiet=1;kanaal=telefoon", 400),
        (b"tijdstip=2026-11-24T10:00:00+01:00", 400),  # a plus is a space
        (b"tijdstip=2026-11-24T10:00:00%2B01:00", 200),
        (b"tijdstip=9999-12-31T23:59:59Z", 400),
        (b"burgerAanwezig=true&machtiging=mondeling&rol=arts&kanaal=telefoon&limiet=50&vraagtype=3", 200),
    ],
)
def test_questions_at_the_edge(busy: Busy, query: bytes, status: int) -> None:
    assert agree(busy, with_token(busy.tokens["good"], query)).status == status


@pytest.mark.parametrize("who", ["good", "publisher", "this scope", "poorer", "lower", "spaces"])
def test_who_may_ask_is_answered_ahead(busy: Busy, who: str) -> None:
    asked = with_token(busy.tokens[who], b"onderwerp=aow")
    assert busy.goes_ahead(asked)
    assert agree(busy, asked).status == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("expired", 401),
        ("suspended", 401),
        ("rekeyed", 401),
        ("other scope", 403),
        ("lost role", 403),
        ("tab", 401),
        ("no scheme", 401),
        ("basic", 401),
        ("cut", 401),
        ("flipped", 401),
        ("no token", 401),
        ("empty", 401),
        ("latin", 401),
        ("two", 401),
        ("another scheme", 401),
        ("bound to a key", 401),
        ("bound to a certificate", 401),
        ("bound to a key, another scheme", 401),
        ("bound to a certificate, another scheme", 401),
    ],
)
def test_who_may_not_is_left_to_the_route(busy: Busy, who: str, status: int) -> None:
    asked = with_token(busy.tokens[who], b"onderwerp=aow")
    assert not busy.goes_ahead(asked)
    assert agree(busy, asked).status == status
    assert agree(busy, Asked(b"onderwerp=x&x=y", asked.headers)).status == status  # who may not, is told no more


@pytest.mark.parametrize("name", [b"authorization", b"accept", b"if-none-match"])
def test_a_header_that_is_there_twice_is_for_the_route(busy: Busy, name: bytes) -> None:
    good = busy.tokens["good"].encode()
    for one, other in product((good, b"application/json", b"text/html", b"*"), repeat=2):
        asked = Asked(b"", [(b"authorization", good), (name, one), (name, other)])
        assert not busy.goes_ahead(asked)
        agree(busy, asked)


def test_without_a_token_nobody_goes_ahead(busy: Busy) -> None:
    for query in (b"", b"onderwerp=aow", b"x=1"):
        assert not busy.goes_ahead(Asked(query))
        assert agree(busy, Asked(query)).status == 401


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY", "get"])
def test_another_method_is_for_the_route(busy: Busy, method: str) -> None:
    asked = with_token(busy.tokens["good"], b"onderwerp=aow", method=method)
    assert not busy.goes_ahead(asked)
    agree(busy, asked)


def test_head_says_what_get_says_without_saying_it(busy: Busy) -> None:
    asked = with_token(busy.tokens["good"], b"onderwerp=aow")
    got = agree(busy, asked)
    head = agree(busy, Asked(asked.query, asked.headers, method="HEAD"))
    assert (head.status, head.headers, head.body) == (got.status, got.headers, b"")


@pytest.mark.parametrize(
    ("path", "raw_path", "status"),
    [
        (HERE, b"/v1/contactroutes", 200),
        (HERE, b"/v1/contactroute%73", 200),
        (HERE, b"/v1%2fcontactroutes", 404),
        (HERE, b"/v1%2Fcontactroutes", 404),
        (HERE + "/", b"/v1/contactroutes/", 404),
        ("/" + HERE, b"//v1/contactroutes", 404),
        ("/v1//contactroutes", b"/v1//contactroutes", 404),
        ("/V1/contactroutes", b"/V1/contactroutes", 404),
        ("/v1/contactroutes.json", b"/v1/contactroutes.json", 404),
        ("/v1/contactroutes\x00", b"/v1/contactroutes%00", 404),
    ],
)
def test_there_is_one_address(busy: Busy, path: str, raw_path: bytes, status: int) -> None:
    asked = with_token(busy.tokens["good"], b"onderwerp=aow", path=path, raw_path=raw_path)
    assert busy.goes_ahead(asked) == (raw_path == HERE.encode())
    assert agree(busy, asked).status == status


def test_every_other_route_is_left_alone(busy: Busy) -> None:
    for path in ("/v1/professionallijnen", "/v1/organisaties", "/v1/openapi.json", "/logboek/checkpoint", "/"):
        asked = with_token(busy.tokens["good"], path=path)
        assert not busy.goes_ahead(asked)
        agree(busy, asked)


# --- at once ---------------------------------------------------------------------------------------------------------


def test_a_suspension_ends_access_at_the_very_next_request(small: Register, net: Network) -> None:
    svb = net.lid("uwv")
    asked = with_token(small.bearer(svb), b"onderwerp=aow")
    assert [agree(small, asked).status for _ in range(3)] == [200, 200, 200]
    assert small.goes_ahead(asked)
    net.schors(svb)
    assert not small.goes_ahead(asked)
    assert small(asked).status == 401
    assert agree(small, asked).status == 401
    net.laat_toe(svb)
    assert small(asked).status == 200
    assert small.goes_ahead(asked)


def test_also_of_one_among_many(small: Register, net: Network) -> None:
    leden = [net.lid(f"lid-{number}") for number in range(6)]
    asked = {lid.oin: with_token(small.bearer(lid)) for lid in leden}
    assert {small(one).status for one in asked.values()} == {200}
    net.schors(leden[3])
    statuses = {oin: small(one).status for oin, one in asked.items()}
    assert statuses == {lid.oin: 401 if lid is leden[3] else 200 for lid in leden}


def test_replaced_keys_end_access_at_the_very_next_request(small: Register, net: Network) -> None:
    uwv = net.lid("uwv")
    asked = with_token(small.bearer(uwv))
    assert small(asked).status == 200
    uwv.say(new_keys(uwv, secret(123_456)))
    assert agree(small, asked).status == 401


def test_a_term_of_membership_ends_at_local_midnight(small: Register, net: Network) -> None:
    uwv = net.lid("uwv")
    net.laat_toe(uwv, geldig_tot=date(2026, 11, 23))
    net.clock.at = datetime.fromisoformat("2026-11-23T22:58:00Z")
    asked = with_token(small.bearer(uwv))
    assert agree(small, asked).status == 200
    net.clock.at = datetime.fromisoformat("2026-11-23T22:59:59Z")
    assert small.goes_ahead(asked)
    assert agree(small, asked).status == 200
    net.clock.at = datetime.fromisoformat("2026-11-23T23:00:00Z")
    assert not small.goes_ahead(asked)
    assert agree(small, asked).status == 401


def test_a_token_does_until_its_last_second(small: Register, net: Network) -> None:
    uwv = net.lid("uwv")
    asked = with_token(small.bearer(uwv))
    assert small(asked).status == 200
    net.clock.move(minutes=30, seconds=-1)
    assert small.goes_ahead(asked)
    net.clock.move(seconds=1)
    assert not small.goes_ahead(asked)
    assert agree(small, asked).status == 401


def test_a_key_does_until_its_own_last_second(small: Register, net: Network) -> None:
    uwv = net.lid("uwv")
    uwv.say(new_keys(uwv, uwv.toegang, minutes=10))
    asked = with_token(small.bearer(uwv))
    assert agree(small, asked).status == 200
    net.clock.move(minutes=10, seconds=-1)
    assert small.goes_ahead(asked)
    net.clock.move(seconds=1)
    assert agree(small, asked).status == 401


def test_what_is_published_is_in_the_next_answer(small: Register, net: Network) -> None:
    uwv = net.lid("uwv")
    asked = with_token(small.bearer(uwv), b"onderwerp=nieuw&tijdstip=2026-11-24T10:00:00Z")
    before = agree(small, asked)
    assert b'"routes":[]' in before.body
    uwv.publiceer(lijn("nieuw", onderwerpen=("nieuw",)))
    assert not small.goes_ahead(asked)  # it is behind: the route catches up
    after = small(Asked(asked.query, [*asked.headers, (b"if-none-match", before.header(b"etag"))]))
    assert after.status == 200
    assert b'"naam":"nieuw"' in after.body
    assert small.goes_ahead(asked)
    uwv.trek_in("nieuw")
    assert b'"routes":[]' in small(asked).body


def test_a_question_in_words_waits_for_the_words_and_then_goes_ahead(small: Register, net: Network) -> None:
    asked = with_token(small.bearer(net.lid("uwv")), b"vraag=lijn+aow")
    small(with_token(dict(asked.headers)[b"authorization"].decode()))  # caught up
    assert not small.goes_ahead(asked)
    assert small(asked).status == 200
    assert small.goes_ahead(asked)
    assert agree(small, asked).status == 200


def test_a_beheerder_that_lost_its_role_may_no_longer_oversee_but_still_read(small: Register, net: Network) -> None:
    other = net.lid("tweede", ("beheerder",))
    asked = with_token(small.bearer(other))
    assert agree(small, asked).status == 200
    net.laat_toe(other, ("loket",))
    assert agree(small, asked).status == 200
    net.obpt.say(Toelating(status="uitgetreden", reden="Weg."), f"toelating/{other.oin}")
    assert agree(small, asked).status == 401


def test_what_looks_at_very_many_lines_is_left_to_the_route_which_waits_in_a_thread(net: Network) -> None:
    svb = net.lid("svb")
    svb.publiceer(lijn("aow", onderwerpen=("aow",)))
    with net.store.write() as tx:  # as a thousand publications would
        said = tx.get(f"professionallijn/{svb.oin}/aow") or b""
        for number in range(BROAD):
            tx.put(f"professionallijn/{svb.oin}/aow-{number}", said.replace(b'"aow"', b'"aow-%d"' % number, 1))
    register = Register(net)
    bearer = register.bearer(svb)
    assert agree(register, with_token(bearer, b"vraag=aow")).status == 200
    narrow = [b"onderwerp=aow", b"organisatie=svb", b"vraag=aow", b"vraagtype=1&onderwerp=aow"]
    broad = [b"", b"gemeente=gm0153", b"kanaal=telefoon", b"vraagtype=3&onderwerp=aow", b"levensgebeurtenis=x"]
    for query in (*narrow, *broad):
        assert register.goes_ahead(with_token(bearer, query)) == (query in narrow), query
        assert agree(register, with_token(bearer, query)).status == 200
    register.close()


# --- tags ------------------------------------------------------------------------------------------------------------


def test_one_tag_is_of_one_answer(net: Network) -> None:
    """Also when the operator adds knowledge: what a caller holds is then no longer what we would say."""
    net.lid("svb").publiceer(lijn(trefwoorden=("pensioen",)))
    uwv = net.lid("uwv")
    answers = []
    for kennis in (Wegwijzer(), KENNIS):
        register = Register(net, kennis=kennis)
        asked = with_token(register.bearer(uwv), b"vraag=pensioen&tijdstip=2026-11-24T10:00:00Z")
        answers.append(agree(register, asked))
        register.close()
    assert answers[0].body != answers[1].body
    assert answers[0].header(b"etag") != answers[1].header(b"etag")


@settings(max_examples=60)
@given(data=st.data())
def test_answers_that_differ_have_tags_that_differ(busy: Busy, data: st.DataObject) -> None:
    asked = [
        with_token(busy.tokens[data.draw(st.sampled_from(["good", "publisher"]))], data.draw(queries()))
        for _ in range(2)
    ]
    one, other = (busy(question) for question in asked)
    if one.status == other.status == 200 and one.header(b"etag") == other.header(b"etag"):
        assert one.body == other.body
