# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A token that is bound to a certificate, and who is believed about certificates (RFC 8705 section 3, RFC 9440)."""

import asyncio
import json
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from registry.errors import AccessError, MalformedError
from registry.web.certificaat import MAX_CHARACTERS, ClientCertificate, thumbprint
from registry.web.server import behind_proxies
from tests.oauth.netwerk import NU, Houder, Netwerk, b64, refused

PROXY: Final = "10.0.0.7"
STRANGER: Final = "192.0.2.66"
Headers = list[tuple[bytes, bytes]]


def certificate(name: str = "zaaksysteem", *, filling: bytes = b"") -> bytes:
    """A certificate, DER. TEST ONLY."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    more = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), filling)
    builder = x509.CertificateBuilder(who, who, key.public_key(), 7, NU, NU + timedelta(days=1))
    made = builder.add_extension(more, critical=False).sign(key, SHA256())
    return made.public_bytes(Encoding.DER)


# of a length whose base64 needs padding, so that it can be left out; the length of a signature varies
OURS: Final = next(der for der in iter(certificate, b"") if len(der) % 3)
OTHERS: Final = certificate("ander")


def header(der: bytes) -> bytes:
    return b":" + b64encode(der) + b":"


def x5t(der: bytes) -> str:
    return b64(sha256(der).digest())


@pytest.fixture
def netwerk() -> Netwerk:
    return Netwerk()


class Answer:
    """Status, headers and JSON, of a request as a server hands it over, from any address."""

    def __init__(self) -> None:
        self.status, self.headers, self.body = 0, dict[bytes, bytes](), b""

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self.body += message.get("body", b"")

    def json(self) -> Any:
        return json.loads(self.body)


def call(app: Any, method: str, path: str, headers: Headers, *, body: bytes = b"", peer: str | None = PROXY) -> Answer:
    answer = Answer()

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    scope: Any = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": b"", "state": {},
        "client": (peer, 1234) if peer else None, "server": ("127.0.0.1", 8000), "headers": headers,
    }  # fmt: skip
    asyncio.run(app(scope, receive, answer.send))
    return answer


def behind(netwerk: Netwerk, cert_proxy: str = PROXY, proxy: str = "") -> Any:
    return behind_proxies(netwerk.app(), proxy=proxy, cert_proxy=cert_proxy)


def ask(netwerk: Netwerk, app: Any, *certs: bytes, peer: str | None = PROXY, more: Headers | None = None) -> Answer:
    headers = [(b"content-type", b"application/x-www-form-urlencoded"), *((b"client-cert", cert) for cert in certs)]
    body = urlencode(netwerk.svb.form()).encode()
    return call(app, "POST", "/oauth/token", [*headers, *(more or [])], body=body, peer=peer)


def bound_to(netwerk: Netwerk, answer: Answer) -> Any:
    """Say what the token is bound to."""
    assert answer.status == 200, answer.body
    claims = jwt.decode(answer.json()["access_token"], netwerk.signing_key, algorithms=["ES256"]).claims
    return claims.get("cnf")


def read(app: Any, token: str, *certs: bytes, peer: str | None = PROXY, more: Headers | None = None) -> Answer:
    headers = [(b"authorization", b"Bearer " + token.encode()), *((b"client-cert", cert) for cert in certs)]
    return call(app, "GET", "/v1/lijnen", [*headers, *(more or [])], peer=peer)


# --- good use --------------------------------------------------------------------------------------------------------


def test_who_comes_with_a_certificate_gets_a_token_that_is_bound_to_it(netwerk: Netwerk) -> None:
    app = behind(netwerk)
    answer = ask(netwerk, app, header(OURS))
    assert bound_to(netwerk, answer) == {"x5t#S256": x5t(OURS)}
    assert answer.json()["token_type"] == "Bearer"  # RFC 8705 section 3
    token = answer.json()["access_token"]
    assert read(app, token, header(OURS)).json() == {"client": netwerk.svb.client_id}
    for certs in ((), (header(OTHERS),), (header(OURS), header(OURS)), (b"x",)):
        refusal = read(app, token, *certs)
        assert (refusal.status, refusal.json()["code"]) == (401, "token-ongeldig")
        assert b'error="invalid_token"' in refusal.headers[b"www-authenticate"]


def test_who_comes_with_none_gets_one_that_is_not_bound_and_may_show_one_later(netwerk: Netwerk) -> None:
    app = behind(netwerk)
    answer = ask(netwerk, app)
    assert bound_to(netwerk, answer) is None
    assert read(app, answer.json()["access_token"], header(OURS)).status == 200


def test_a_token_may_be_bound_to_a_key_and_a_certificate(netwerk: Netwerk) -> None:
    houder, app = Houder(netwerk), behind(netwerk)
    answer = ask(netwerk, app, header(OURS), more=[(b"dpop", houder.proof().encode())])
    assert bound_to(netwerk, answer) == {"jkt": houder.jkt, "x5t#S256": x5t(OURS)}
    token = answer.json()["access_token"]

    def status(*certs: bytes) -> int:
        headers = [(b"authorization", b"DPoP " + token.encode()), (b"dpop", houder.proof_for(token).encode())]
        return call(app, "GET", "/v1/lijnen", [*headers, *((b"client-cert", cert) for cert in certs)]).status

    assert [status(header(OURS)), status(), status(header(OTHERS))] == [200, 401, 401]
    assert read(app, token, header(OURS)).status == 401


def test_who_asks_about_it_is_told_what_it_is_bound_to(netwerk: Netwerk) -> None:
    token = netwerk.ask(netwerk.svb.form(), certificate=x5t(OURS)).body["access_token"]
    pairs = [pair for pair in netwerk.svb.form() if pair[0] != "grant_type"]
    said = netwerk.new_inzage().introspect([*pairs, ("token", token)]).body
    assert (said["cnf"], said["token_type"]) == ({"x5t#S256": x5t(OURS)}, "Bearer")


# --- who is believed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peer", [STRANGER, "10.0.0.8", "127.0.0.1", "::1", "", "unix:", "10.0.0.7.example", None])
def test_from_elsewhere_it_binds_nothing_and_opens_nothing(netwerk: Netwerk, peer: str | None) -> None:
    app = behind(netwerk)
    assert bound_to(netwerk, ask(netwerk, app, header(OURS), peer=peer)) is None
    stolen = ask(netwerk, app, header(OURS)).json()["access_token"]
    assert read(app, stolen, header(OURS), peer=peer).status == 401
    assert bound_to(netwerk, ask(netwerk, app, b"onzin", b"onzin", peer=peer)) is None


def test_without_the_setting_nobody_is_believed(netwerk: Netwerk) -> None:
    app = behind(netwerk, cert_proxy="")
    assert bound_to(netwerk, ask(netwerk, app, header(OURS))) is None
    token = netwerk.ask(netwerk.svb.form(), certificate=x5t(OURS)).body["access_token"]
    assert read(app, token, header(OURS)).status == 401


def test_who_says_to_come_from_the_proxy_is_not_believed(netwerk: Netwerk) -> None:
    """X-Forwarded-For, through a proxy that is trusted for addresses only."""
    app = behind(netwerk, proxy="10.0.0.9")
    for spoofed in (PROXY, f"{PROXY}, {PROXY}", f"{STRANGER}, {PROXY}"):
        more = [(b"x-forwarded-for", spoofed.encode())]
        assert bound_to(netwerk, ask(netwerk, app, header(OURS), peer="10.0.0.9", more=more)) is None
        assert bound_to(netwerk, ask(netwerk, app, header(OURS), peer=STRANGER, more=more)) is None


def test_one_proxy_may_be_trusted_for_both(netwerk: Netwerk) -> None:
    """It names the address of its client, which writes over its own: the certificate is judged before that."""
    app = behind(netwerk, proxy=PROXY)
    more = [(b"x-forwarded-for", STRANGER.encode())]
    assert bound_to(netwerk, ask(netwerk, app, header(OURS), more=more)) == {"x5t#S256": x5t(OURS)}
    wrong_order = ProxyHeadersMiddleware(ClientCertificate(netwerk.app(), PROXY), trusted_hosts=PROXY)
    assert bound_to(netwerk, ask(netwerk, wrong_order, header(OURS), more=more)) is None  # what we would lose


@pytest.mark.parametrize("proxies", ["10.0.0.0/24", "192.0.2.1,10.0.0.7", "10.0.0.7/32", "::ffff:a00:0/120,10.0.0.7"])
def test_networks_and_lists(netwerk: Netwerk, proxies: str) -> None:
    assert bound_to(netwerk, ask(netwerk, behind(netwerk, proxies), header(OURS))) == {"x5t#S256": x5t(OURS)}


def test_an_ipv4_address_that_came_over_ipv6(netwerk: Netwerk) -> None:
    answer = ask(netwerk, behind(netwerk), header(OURS), peer=f"::ffff:{PROXY}")
    assert bound_to(netwerk, answer) == {"x5t#S256": x5t(OURS)}


@pytest.mark.parametrize("proxies", ["10.0.0", "10.0.0.7/24", "*", "10.0.0.7;10.0.0.8", "proxy.example", "1.2.3.4/33"])
def test_a_setting_that_is_no_address(netwerk: Netwerk, proxies: str) -> None:
    with pytest.raises(MalformedError, match="REGISTRY_CERT_PROXY"):
        behind(netwerk, proxies)


def test_nobody_else_writes_what_the_proxy_saw(netwerk: Netwerk) -> None:
    """A header of that name is no key of the scope; and a key that stands there before us goes."""
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope.get("certificate"))

    scope = {"type": "http", "client": (STRANGER, 1), "headers": [(b"certificate", b"x")], "certificate": "x"}
    asyncio.run(ClientCertificate(app, PROXY)(scope, None, None))
    assert seen == [None]


# --- what it says ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "certs",
    [
        (header(OURS), header(OURS)),
        (header(OURS), header(OTHERS)),
        (header(OURS), b""),
        (header(OURS) + b", " + header(OURS),),
        (header(OURS) + b";a=1",),
        (b64encode(OURS),),
        (b":" + b64encode(OURS),),
        (b'"' + b64encode(OURS) + b'"',),
        (b":" + b64encode(OURS).rstrip(b"=") + b":",),
        (b":" + b64encode(OURS)[:-8] + b":",),
        (header(OURS + b"x"),),
        (header(OURS[:-1]),),
        (header(b"geen certificaat"),),
        (b"::",),
        (b"",),
        (b"\xff\xfe",),
        (b":" + b"A" * (MAX_CHARACTERS + 4) + b":",),
        (b"-----BEGIN CERTIFICATE-----",),
    ],
    ids=lambda certs: ascii(certs)[:24] + str(len(certs)),
)
def test_no_token_for_what_is_not_one_certificate(netwerk: Netwerk, certs: tuple[bytes, ...]) -> None:
    answer = ask(netwerk, behind(netwerk), *certs)
    assert (answer.status, answer.json()["error"]) == (400, "invalid_request")
    token = netwerk.ask(netwerk.svb.form(), certificate=x5t(OURS)).body["access_token"]
    assert read(behind(netwerk), token, *certs).status == 401


def test_a_certificate_has_a_longest_length() -> None:
    assert thumbprint(header(certificate(filling=bytes(10_000)))) != ""
    assert thumbprint(header(certificate(filling=bytes(MAX_CHARACTERS)))) == ""


def test_the_thumbprint_is_of_the_bytes_of_the_certificate() -> None:
    assert thumbprint(header(OURS)) == x5t(OURS)
    assert thumbprint(b"  " + header(OURS) + b" ") == x5t(OURS)
    assert thumbprint(header(b"")) == ""


def test_a_certificate_that_is_broken_stands_for_no_other_that_is(netwerk: Netwerk) -> None:
    assert refused(netwerk.ask(netwerk.svb.form(), certificate=""), "invalid_request")
    forged = netwerk.forge(netwerk.svb, cnf={"x5t#S256": x5t(OURS)})
    for shown in (None, "", x5t(OTHERS)):
        with pytest.raises(AccessError):
            netwerk.bewaker.identify(f"Bearer {forged}", certificate=shown)


def test_a_token_bound_to_what_we_do_not_know_is_not_taken(netwerk: Netwerk) -> None:
    unknown: tuple[Any, ...] = ({"jwk": {}}, {"x5t#S256": x5t(OURS), "iets": 1}, {"jkt": 1}, [], "x")
    for cnf in unknown:
        with pytest.raises(AccessError):
            netwerk.bewaker.identify(f"Bearer {netwerk.forge(netwerk.svb, cnf=cnf)}", certificate=x5t(OURS))


@given(st.binary(max_size=200) | st.binary(max_size=60).map(header))
def test_no_bytes_make_it_stumble(value: bytes) -> None:
    assert thumbprint(value) == ""
