# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Asking the official OIN register: kept, bounded, and never a reason to refuse anything."""

import json
from typing import Any

import httpx
import pytest

from registry.main import MAX_OIN_BYTES, oin_fetch
from registry.registrar.oinregister import MAX_KEPT, Oinregister, read
from tests.support import Clock

SVB = "00000001002179908000"
CAK = "00000001803670114000"
BASE = "https://oinregister.example/api/v1"


def said(oin: str = SVB, **changes: Any) -> bytes:
    return json.dumps({"oin": oin, "naam": "SVB", "status": "Actief", "_links": {}} | changes).encode()


class Ander:
    """The OIN register: what it answers, who asked, and how long it takes."""

    def __init__(self, clock: Clock, *, takes_s: float = 0) -> None:
        self.clock, self.takes_s = clock, takes_s
        self.asked: list[str] = []
        self.answer: tuple[int, bytes] | None = (200, said())

    def __call__(self, oin: str) -> tuple[int, bytes] | None:
        self.asked.append(oin)
        self.clock.move(seconds=self.takes_s)
        return self.answer


def test_without_an_address_nobody_is_asked() -> None:
    assert {oin: found.stand for oin, found in Oinregister(None, Clock()).look_up([SVB, CAK]).items()} == {
        SVB: "uit",
        CAK: "uit",
    }


def test_an_answer_is_kept_for_a_day() -> None:
    clock = Clock()
    ander = Ander(clock)
    register = Oinregister(ander, clock)
    for _ in range(2):
        assert register.look_up([SVB])[SVB].naam == "SVB"
    clock.move(hours=23, minutes=59)
    register.look_up([SVB])
    assert ander.asked == [SVB]
    clock.move(minutes=1)
    register.look_up([SVB])
    assert ander.asked == [SVB, SVB]


def test_that_a_number_is_unknown_is_an_answer_and_is_kept_too() -> None:
    clock = Clock()
    ander = Ander(clock)
    ander.answer = (404, b"")
    register = Oinregister(ander, clock)
    assert [register.look_up([SVB])[SVB].stand for _ in range(2)] == ["onbekend", "onbekend"]
    assert ander.asked == [SVB]


def test_after_an_answer_that_fails_nobody_asks_for_a_minute() -> None:
    clock = Clock()
    ander = Ander(clock)
    ander.answer = None
    register = Oinregister(ander, clock)
    assert {found.stand for found in register.look_up([SVB, CAK]).values()} == {"mislukt"}
    assert ander.asked == [SVB]
    clock.move(seconds=60)
    ander.answer = (200, said())
    assert register.look_up([SVB])[SVB].stand == "actief"


def test_a_register_that_is_slow_costs_five_seconds_and_no_more() -> None:
    clock = Clock()
    ander = Ander(clock, takes_s=2)
    ander.answer = (404, b"")
    oins = [f"00000001{number:09d}000" for number in range(9)]
    found = Oinregister(ander, clock).look_up(oins)
    assert [found[oin].stand for oin in oins] == ["onbekend"] * 3 + ["mislukt"] * 6


def test_what_is_kept_is_bounded() -> None:
    clock = Clock()
    ander = Ander(clock)
    ander.answer = (404, b"")
    register = Oinregister(ander, clock)
    register.look_up(f"00000001{number:09d}000" for number in range(MAX_KEPT + 5))
    assert len(register._kept) <= MAX_KEPT


@pytest.mark.parametrize(
    ("answer", "stand"),
    [
        ((200, said()), "actief"),
        ((200, said(status="ACTIEF", naam=None)), "actief"),
        ((200, said(status="Ingetrokken")), "ingetrokken"),
        ((404, b"niets"), "onbekend"),
        ((200, said(status="Onbekend")), "mislukt"),
        ((200, said(oin=CAK)), "mislukt"),  # an answer about another
        ((200, said(naam="SVB\u202e")), "mislukt"),
        ((200, said(naam=7)), "mislukt"),
        ((200, b"<html>"), "mislukt"),
        ((200, b"\xff"), "mislukt"),
        ((200, b"[" * 50_000), "mislukt"),
        ((200, b""), "mislukt"),
        ((301, said()), "mislukt"),
        ((401, said()), "mislukt"),
        ((500, said()), "mislukt"),
        (None, "mislukt"),
    ],
)
def test_what_we_do_not_understand_is_no_answer(answer: tuple[int, bytes] | None, stand: str) -> None:
    assert read(SVB, answer).stand == stand


def fetched(answer: httpx.Response | Exception) -> tuple[tuple[int, bytes] | None, list[httpx.Request]]:
    heard: list[httpx.Request] = []

    def answering(request: httpx.Request) -> httpx.Response:
        heard.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return oin_fetch(f"{BASE}/", httpx.MockTransport(answering))(SVB), heard


def test_the_question_names_the_oin_and_tells_nothing_else() -> None:
    found, (request,) = fetched(httpx.Response(200, content=said()))
    assert found == (200, said())
    assert str(request.url) == f"{BASE}/organisaties/{SVB}"
    assert "authorization" not in request.headers


def test_a_redirect_is_not_followed_and_a_flood_is_not_read() -> None:
    found, heard = fetched(httpx.Response(302, headers={"Location": "https://elders.example/"}))
    assert found is not None
    assert read(SVB, found).stand == "mislukt"
    assert len(heard) == 1
    assert fetched(httpx.Response(200, content=b" " * (MAX_OIN_BYTES + 1)))[0] is None


@pytest.mark.parametrize(
    "fault", [httpx.ConnectError("weg"), httpx.ReadTimeout("traag"), httpx.RemoteProtocolError("x")]
)
def test_a_network_that_fails_is_no_answer(fault: Exception) -> None:
    assert fetched(fault)[0] is None
