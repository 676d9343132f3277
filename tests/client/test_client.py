# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The client gives back the error that was raised at the register, and asks for a token when it needs one."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from registry.client import Register, Toegang
from registry.errors import (
    AccessError,
    ConflictError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    RefusedError,
    RegistryError,
    TooLargeError,
    TooManyError,
    UnreachableError,
)
from tests.support import Clock, Network, lijn
from tests.support.network import BASE_URL, secret

Answer = Callable[[httpx.Request], httpx.Response]


def register(answer: Answer) -> Register:
    http = httpx.Client(base_url=BASE_URL, transport=httpx.MockTransport(answer))
    toegang = Toegang(client_id="00000099000000001000.toegang", geheim=secret(5))
    return Register(http, toegang=toegang, now=Clock(), new_id=lambda: "0" * 24)


def with_token(answer: Answer) -> Answer:
    def answering(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            return httpx.Response(200, json={"access_token": "t", "expires_in": 600, "token_type": "Bearer"})
        return answer(request)

    return answering


PROBLEMS: list[tuple[int, str, type[RegistryError]]] = [
    (400, "vraag-onjuist", MalformedError),
    (400, "schema", RefusedError),
    (401, "token-ongeldig", AccessError),
    (403, "scope-ontbreekt", AccessError),
    (403, "geen-lid", ForbiddenError),
    (404, "niet-gevonden", NotFoundError),
    (409, "conflict", ConflictError),
    (413, "te-groot", TooLargeError),
    (429, "te-vaak", TooManyError),
    (500, "storing", UnreachableError),
    (503, "storing", UnreachableError),
]


@pytest.mark.parametrize(("status", "code", "kind"), PROBLEMS)
def test_a_problem_comes_back_as_the_error_it_was(status: int, code: str, kind: type[RegistryError]) -> None:
    body = {"type": "x", "title": "x", "status": status, "detail": "Zo is het.", "code": code}
    with pytest.raises(kind) as caught:
        register(with_token(lambda _: httpx.Response(status, json=body))).organisaties()
    assert "Zo is het." in caught.value.detail
    if status < 500:
        assert caught.value.code == code


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, text="<html>"), httpx.Response(502, text="Bad gateway"), httpx.Response(301)]
)
def test_what_is_no_register_is_unreachable(answer: httpx.Response) -> None:
    with pytest.raises(UnreachableError):
        register(with_token(lambda _: answer)).organisaties()


def test_no_connection_is_unreachable() -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nee", request=request)

    with pytest.raises(UnreachableError, match="niet bereikbaar"):
        register(broken).organisaties()


def test_a_token_is_asked_for_once_and_again_when_it_ends() -> None:
    asked: list[str] = []

    def counting(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(200, json={"organisaties": [], "totaal": 0})

    clock = Clock()
    tokens: list[int] = []

    def answering(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            tokens.append(1)
            return httpx.Response(200, json={"access_token": "t", "expires_in": 600})
        return counting(request)

    http = httpx.Client(base_url=BASE_URL, transport=httpx.MockTransport(answering))
    toegang = Toegang(client_id="00000099000000001000.toegang", geheim=secret(5))
    asking = Register(http, toegang=toegang, now=clock, new_id=lambda: "0" * 24)
    for _ in range(3):
        asking.organisaties()
    assert len(tokens) == 1
    clock.move(seconds=571)
    asking.organisaties()
    assert (len(tokens), len(asked)) == (2, 4)


def test_without_an_access_key_only_what_is_open_can_be_asked() -> None:
    net = Network()
    with net.http() as http:
        asking = Register(http, now=net.clock, new_id=net.new_id)
        assert asking.sleutel() == net.signer.verifier
        with pytest.raises(AccessError, match="profiel"):
            asking.organisaties()


def test_a_conflict_brings_the_head_along() -> None:
    net = Network()
    svb = net.lid("svb")
    first = svb.publiceer()
    with net.http() as http, pytest.raises(ConflictError) as caught:
        svb.register(http).dien_in(svb.sign(lijn(titel="Anders"), vorige=None))
    assert caught.value.huidig == first.signed.digest


def test_every_read_of_the_api_has_its_function() -> None:
    net = Network()
    svb = net.lid("svb")
    taken = svb.publiceer()
    with net.http() as http:
        asking = svb.register(http)
        found: list[Any] = [
            asking.contactroutes(vraag="aow", burgerAanwezig=True).routes,
            asking.professionallijnen(organisatie="svb").professionallijnen,
            [asking.professionallijn(svb.oin, "aow")],
            asking.organisaties().organisaties,
            [asking.organisatie("svb")],
            asking.verklaringen(f"professionallijn/{svb.oin}/aow"),
            asking.bundel(taken.signed.digest).verklaringen,
            [asking.kalender(2026)],
        ]
        assert all(found)
        assert asking.loketten().totaal == 0


def test_a_member_of_whom_dpop_is_demanded_uses_it_by_itself() -> None:
    net = Network()
    svb = net.lid("svb")
    with net.http() as http:
        before = svb.register(http)
        before.organisaties()
        net.laat_toe(svb, dpop_verplicht=True)
        with pytest.raises(AccessError, match="DPoP"):  # the token that it still holds is refused at once
            before.organisaties()
        asking = svb.register(http)
        assert {found.oin for found in asking.organisaties().organisaties} == {svb.oin, net.obpt.oin}
        assert not asking.professionallijnen().professionallijnen
        asking.dien_in(svb.sign(lijn()))
        net.clock.move(seconds=300)  # nonces of before are over
        assert len(asking.professionallijnen().professionallijnen) == 1


def test_with_dpop_no_call_is_like_another() -> None:
    net = Network()
    svb = net.lid("svb")
    net.laat_toe(svb, dpop_verplicht=True)
    sent: list[httpx.Request] = []
    with net.http() as http:
        http.event_hooks["request"].append(sent.append)
        svb.register(http).organisaties()
    assert [request.url.path for request in sent] == ["/oauth/token", "/oauth/token", "/v1/organisaties"]
    proofs = [request.headers["DPoP"] for request in sent if "DPoP" in request.headers]
    assert len(set(proofs)) == len(proofs) == 2  # the first refusal brings the nonce for both
    assert sent[-1].headers["Authorization"].startswith("DPoP ")


def test_a_register_that_wants_a_new_nonce_each_time_is_not_asked_forever() -> None:
    asked: list[str] = []

    def answering(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        error = "use_dpop_nonce" if "DPoP" in request.headers else "invalid_dpop_proof"
        return httpx.Response(400, json={"error": error}, headers={"DPoP-Nonce": str(len(asked))})

    with pytest.raises(AccessError):
        register(answering).organisaties()
    assert asked == ["/oauth/token"] * 3
