# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What is taken in ahead of routing is answered as the route would, byte for byte; and what is not, by the route."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from registry.oauth.tokensleutels import Tokensleutels
from registry.registrar.meetpost import MAX_BYTES
from registry.registrar.telraam import Teller
from registry.store.memory_meetboek import MemoryMeetboek
from registry.web.app import create_app
from tests.support import Network, lijn
from tests.support.metingen import contactmoment, hulpvraag, loket
from tests.support.network import BASE_URL, secret

Headers = list[tuple[bytes, bytes]]


class Answer(NamedTuple):
    status: int
    headers: frozenset[tuple[bytes, bytes]]
    body: bytes


class Huis:
    """One register with two applications: with its way ahead, and without."""

    def __init__(self) -> None:
        self.net = net = Network()
        svb, utrecht = net.lid("svb"), net.lid("utrecht", ("loket",))
        svb.publiceer(lijn())
        utrecht.say(loket(), f"loket/{utrecht.oin}/balie")
        with net.http() as http:
            self.token = utrecht.register(http)._token()
            self.without_scope = net.obpt.register(http)._token()
        self.ahead, self.route = self._app(), self._app()
        self.route.state.pop("inloop")
        self.runner = asyncio.Runner()
        self.taken = 0
        inloop = self.ahead.state["inloop"]

        async def counting(scope: Any, receive: Any) -> Any:
            found, receive = await inloop(scope, receive)
            self.taken += found is not None
            return found, receive

        self.ahead.state["inloop"] = counting

    def _app(self) -> Any:
        net = self.net
        return create_app(
            store=net.store,
            poortboek=net.poortboek,
            meetboek=MemoryMeetboek(Teller(net.store).telraam),
            signer=net.signer,
            tokensleutels=Tokensleutels.load(secret(999).dump()),
            base_url=BASE_URL,
            clock=net.clock,
            new_id=net.new_id,
        )

    def close(self) -> None:
        for app in (self.ahead, self.route):
            app.state["office"].inname.close()
        self.runner.close()

    def ask(self, app: Any, messages: list[dict[str, Any]], headers: Headers, **scope: Any) -> Answer:
        said: list[Any] = []
        left = iter(messages)

        async def receive() -> Any:
            return next(left, {"type": "http.disconnect"})

        async def send(message: Any) -> None:
            said.append(message)

        path = scope.pop("path", "/v1/contactmomenten")
        asked = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "https",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 443),
        }
        self.runner.run(app(asked | scope, receive, send))
        body = b"".join(message.get("body", b"") for message in said[1:])
        return Answer(said[0]["status"], frozenset(said[0]["headers"]), body)

    def headers(self, body: bytes, **other: str | None) -> Headers:
        given = {
            "authorization": f"Bearer {self.token}",
            "content-type": "application/json",
            "content-length": str(len(body)),
        }
        named = given | {name.replace("_", "-"): value for name, value in other.items()}
        return [(name.encode(), value.encode()) for name, value in named.items() if value is not None]

    def both(
        self, content: Any, *, ahead: bool, parts: int = 1, path: str = "/v1/contactmomenten", **headers: Any
    ) -> Answer:
        """Ask both, and hold their answers to each other; `ahead`: whether it must be taken ahead of routing."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        size = max(1, -(-len(body) // parts))
        cut = [body[start : start + size] for start in range(0, len(body), size)] or [b""]
        messages = [{"type": "http.request", "body": part, "more_body": n < len(cut) - 1} for n, part in enumerate(cut)]
        before, sent = self.taken, self.headers(body, **headers)
        answers = [self.ask(app, messages, sent, path=path) for app in (self.ahead, self.route)]
        assert answers[0] == answers[1]
        assert (self.taken > before) == ahead
        return answers[0]


@pytest.fixture
def huis() -> Iterator[Huis]:
    made = Huis()
    yield made
    made.close()


def test_what_is_in_order_is_taken_ahead_and_answered_as_the_route_does(huis: Huis) -> None:
    batch = [contactmoment(n) for n in range(3)]
    assert huis.both(batch, ahead=True).status == 200
    assert huis.both(batch, ahead=True).status == 200  # known
    assert huis.both(contactmoment(9), ahead=True, parts=4).status == 200
    assert huis.both([contactmoment(10), contactmoment(11, kanaal="email")], ahead=True).status == 200
    lines = b"\n".join(json.dumps(contactmoment(n)).encode() for n in range(20, 23))
    assert huis.both(lines, ahead=True, content_type="application/x-ndjson").status == 200
    assert huis.both(hulpvraag(1), ahead=True, path="/v1/hulpvragen").status == 200
    assert huis.both([], ahead=True).status == 200
    assert huis.both(contactmoment(12), ahead=True, accept="application/json;q=0.5, text/html").status == 200


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        ([contactmoment(1, kanaal="email")], {}, 400),
        (contactmoment(1, kanaal="fax"), {}, 400),
        (b"[", {}, 400),
        (b"", {}, 400),
        ([1] * 1001, {}, 413),
        (b" " * (MAX_BYTES + 1), {}, 413),
        ([contactmoment(1)], {"content_type": "text/plain"}, 415),
        ([contactmoment(1)], {"content_type": None}, 415),
        ([contactmoment(1)], {"content_encoding": "gzip"}, 415),
        ([contactmoment(1)], {"accept": "text/html"}, 406),
        ([contactmoment(1)], {"authorization": None}, 401),
        ([contactmoment(1)], {"authorization": "Bearer nee"}, 401),
        ([contactmoment(1)], {"authorization": "Basic eA=="}, 401),
        ([contactmoment(1)], {"content_type": "application/json; charset=utf-8"}, 200),
        ([contactmoment(1)], {"content_length": None}, 200),
    ],
)
def test_what_needs_a_closer_look_is_left_to_the_route(
    huis: Huis, content: Any, headers: dict[str, Any], status: int
) -> None:
    assert huis.both(content, ahead=False, **headers).status == status


def test_a_token_without_the_scope_is_for_the_route_to_refuse(huis: Huis) -> None:
    sent: dict[str, Any] = {"authorization": f"Bearer {huis.without_scope}"}
    assert huis.both([contactmoment(1)], ahead=False, **sent).status == 403


def test_a_member_suspended_a_moment_ago_is_refused(huis: Huis) -> None:
    assert huis.both([contactmoment(1)], ahead=True).status == 200
    huis.net.schors(next(lid for lid in [huis.net.lid("ander")]))
    assert huis.both([contactmoment(2)], ahead=False).status == 200  # the directory moved: the route looks first
    assert huis.both([contactmoment(3)], ahead=True).status == 200


def test_other_addresses_are_not_looked_at(huis: Huis) -> None:
    assert huis.both([contactmoment(1)], ahead=False, path="/v1/contactmomenten/").status == 404


def test_a_body_that_is_not_as_long_as_was_said_is_left_to_the_route(huis: Huis) -> None:
    body = json.dumps([contactmoment(1)]).encode()
    for length in (len(body) - 1, len(body) + 1):
        sent = huis.headers(body, content_length=str(length))
        messages: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]
        answers = [huis.ask(app, messages, sent) for app in (huis.ahead, huis.route)]
        assert answers[0] == answers[1]


def test_who_hangs_up_halfway_leaves_nothing(huis: Huis) -> None:
    body = json.dumps([contactmoment(1)]).encode()
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": body[:20], "more_body": True},
        {"type": "http.disconnect"},
    ]
    answers = [huis.ask(app, messages, huis.headers(body)) for app in (huis.ahead, huis.route)]
    assert answers[0] == answers[1]
    assert answers[0].status == 400
    assert huis.both([contactmoment(1)], ahead=True).body.count(b"aangenomen") == 2
