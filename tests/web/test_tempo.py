# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How often an address may knock without a token."""

import pytest

from registry.errors import TooManyError
from registry.web import tempo
from registry.web.tempo import Tempo
from tests.support import Clock, Lid, Network


def test_an_address_that_knocks_too_often_is_told_when_to_come_back() -> None:
    net = Network()
    with net.http(applications_per_minute=2) as http:
        answers = []
        for _ in range(3):
            lid = Lid(net, "nieuw")
            body = lid.sign(lid.aanmelding(("publicist",)))
            answers.append(http.post("/v1/verklaringen", content=body, headers={"Content-Type": "application/jose"}))
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].json()["code"] == "te-vaak"
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60


def test_a_next_minute_is_a_new_count() -> None:
    clock = Clock()
    gate = Tempo(1, clock)
    gate.knock("192.0.2.1")
    with pytest.raises(TooManyError):
        gate.knock("192.0.2.1")
    gate.knock("192.0.2.2")
    clock.move(minutes=1)
    gate.knock("192.0.2.1")


def test_many_addresses_together_are_held_up_too() -> None:
    gate = Tempo(5, Clock())
    for n in range(tempo.MAX_ADDRESSES + 1):
        gate.knock(f"adres {n}")
    with pytest.raises(TooManyError):
        gate.knock("nog een adres")


def test_a_member_with_a_token_is_not_counted() -> None:
    net = Network()
    svb = net.lid("svb")
    with net.http(applications_per_minute=1) as http:
        asking = svb.register(http)
        for _ in range(3):
            assert asking.organisaties().totaal == 2
