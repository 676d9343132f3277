# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Personal data planted wherever a request has room for it, and how to find them again. TEST ONLY.

The person does not exist; the number passes the test of elevens. What is found counts in any spelling: as it is, in
capitals or not, with procent codes, in base64 at each of the three places where it may begin, in hex.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import msgspec
from msgspec import Struct

from registry.statements.geheim import Geheim
from registry.statements.soorten import PAYLOADS
from tests.web.routes import METHODS

BSN = "999990019"
NAAM = "Wilhelmina Zonderland-Praat"
EMAIL = "w.zonderland@burger.example"
ADRES = "Kromme Nieuwegracht 47 bis, 3512 HG"
GEPLANT = (BSN, f"{NAAM}, {EMAIL}, {ADRES}")
ALLES = " ".join(GEPLANT)
JOSE, FORM = "application/jose", "application/x-www-form-urlencoded"
_PIECES = (BSN, "Wilhelmina", "Zonderland", "w.zonderland", "Kromme", "Nieuwegracht", "3512 HG")
_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Verzoek(Struct, frozen=True, kw_only=True):
    """A request to send."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes = b""


class Beller(Struct, frozen=True, kw_only=True):
    """Who sends them: a token that does, and keys to sign with."""

    client_id: str
    token: str
    spreekt: Geheim
    toegang: Geheim
    audience: str
    iat: int
    new_id: Callable[[], str]


def found_in(text: str) -> list[str]:
    """List what of the planted data is in a text."""
    folded = text.casefold()
    return sorted({name for name, spelling in _SPELLINGS if spelling in text or spelling.casefold() in folded})


def _spellings() -> Iterator[tuple[str, str]]:
    for piece in _PIECES:
        raw = piece.encode()
        yield from ((piece, piece), (piece, quote(piece)), (piece, quote_plus(piece)), (piece, raw.hex()))
        for shift in range(3):  # in base64 a text looks different at each place of three
            coded = urlsafe_b64encode(b"\0" * shift + raw).decode().rstrip("=")
            yield piece, coded[(0, 2, 3)[shift] : len(coded) - 1]


_SPELLINGS = tuple(_spellings())


def verzoeken(beller: Beller, at: Callable[[str], str], texts: Sequence[str] = GEPLANT) -> Iterator[Verzoek]:
    """Make the requests, with each of these texts; `at`: where there is something on a route."""
    for template, methods in METHODS.items():
        for method in sorted((methods - {"HEAD", "OPTIONS"}) | {"PUT"}):
            yield from _everywhere(beller, template, method, at(template), texts)
    yield from _forms(beller, texts)
    yield from _statements(beller, texts)


def _everywhere(beller: Beller, template: str, method: str, good: str, texts: Sequence[str]) -> Iterator[Verzoek]:
    """Plant in path, query and headers of a route, with a token and without."""
    for known in (("Authorization", f"Bearer {beller.token}"),), ():
        yield Verzoek(
            method=method, path=good, headers=(*known, *_HEADERS)
        )  # where all is well but for what it carries
        for text in texts:
            filled = template
            while "{" in filled:
                filled = filled[: filled.index("{")] + quote(text, safe="") + filled[filled.index("}") + 1 :]
            mark = "&" if "?" in good else "?"
            for name in ("vraag", "onderwerp", "gemeente", "tijdstip", "limiet", "sub", "van", "page", text):
                yield Verzoek(method=method, path=f"{good}{mark}{urlencode({name: text})}", headers=known)
            yield Verzoek(method=method, path=f"{filled}?{urlencode({text: ALLES})}", headers=known)
            yield Verzoek(method=method, path=f"{filled}/{quote(text)}", headers=known, content=ALLES.encode())
            for name in ("Authorization", "Accept", "Content-Type", "If-None-Match"):
                others = tuple(pair for pair in known if pair[0] != name)
                yield Verzoek(method=method, path=good, headers=(*others, (name, text)), content=ALLES.encode())
    for scheme in ("Bearer", "Basic", "DPoP"):
        yield Verzoek(method=method, path=good, headers=(("Authorization", f"{scheme} {BSN}.{BSN}.{BSN}"),))


_HEADERS = tuple(
    (name, ALLES)
    for name in ("User-Agent", "Cookie", "Referer", "Origin", "X-Forwarded-For", "X-Request-Id", "Traceparent", "DPoP")
)


def _forms(beller: Beller, texts: Sequence[str]) -> Iterator[Verzoek]:
    """Plant in each field of a form, in each claim of an assertion, and in its header."""
    at = beller.iat
    claims = {"iss": beller.client_id, "sub": beller.client_id, "aud": beller.audience, "iat": at, "exp": at + 60}
    good = {"grant_type": "client_credentials", "client_assertion_type": _BEARER}

    def form(fields: dict[str, str]) -> Verzoek:
        content = urlencode(fields).encode()
        return Verzoek(method="POST", path="/oauth/token", headers=(("Content-Type", FORM),), content=content)

    for text in texts:
        fresh = beller.toegang.sign_jwt(claims | {"jti": beller.new_id(), "naam": text})
        yield form(good | {"client_assertion": fresh})  # a token is given
        yield form(good | {"client_assertion": fresh})  # and refused the second time
        for field in (
            "grant_type",
            "scope",
            "client_assertion_type",
            "client_assertion",
            "client_id",
            "client_secret",
            text,
        ):
            yield form(
                good | {"client_assertion": beller.toegang.sign_jwt(claims | {"jti": beller.new_id()}), field: text}
            )
        for claim in (*claims, "jti", "nbf"):
            yield form(
                good | {"client_assertion": beller.toegang.sign_jwt(claims | {"jti": beller.new_id(), claim: text})}
            )
        for header in ("typ", "alg", "kid", text):
            signed = beller.toegang.sign_jwt(claims | {"jti": beller.new_id()}, **{header: text})
            yield form(good | {"client_assertion": signed})
        yield form(good | {"client_assertion": beller.spreekt.sign_jwt(claims | {"jti": beller.new_id(), "sub": text})})


def _statements(beller: Beller, texts: Sequence[str]) -> Iterator[Verzoek]:
    """Plant in each place of each kind of statement, and around it."""
    oin, kid = beller.client_id.partition(".")[0], beller.spreekt.kid

    def say(
        payload: dict[str, Any], *, typ: str, key: Geheim = beller.spreekt, header: dict[str, str] | None = None
    ) -> Verzoek:
        content = key.sign_jwt(payload, typ=typ, **(header or {})).encode()
        headers = (("Content-Type", JOSE), ("Authorization", f"Bearer {beller.token}"))
        return Verzoek(method="POST", path="/v1/verklaringen", headers=headers, content=content)

    for soort in PAYLOADS:
        good = {"iss": f"urn:nld:oin:{oin}", "iat": beller.iat, "sub": f"{soort}/{oin}/naam", soort: {"naam": "naam"}}
        typ = f"{soort}+jwt"
        for text in texts:
            for changed in ({"iss": text}, {"iat": text}, {"sub": text}, {"vorige": text}, {text: text}, {soort: text}):
                yield say(good | changed, typ=typ)
            for name in ("naam", "titel", "omschrijving", "reden", "contact", "kanalen", "toelichting", text):
                yield say(good | {soort: {"naam": "naam", name: text}}, typ=typ)
                yield say(good | {soort: {name: [{"soort": text, text: text}]}}, typ=typ)
            for header in ("kid", "alg", text):
                yield say(good, typ=typ, header={header: text})
            yield say(good, typ=text)
            yield say(good | {soort: {"naam": text}}, typ=typ, key=beller.toegang, header={"kid": kid})
            raw = msgspec.json.encode(good)[:-1] + b',"iss":' + msgspec.json.encode(text) + b"}"
            message = urlsafe_b64encode(msgspec.json.encode({"typ": typ, "alg": "ES256", "kid": kid})).rstrip(b"=")
            content = message + b"." + urlsafe_b64encode(raw).rstrip(b"=") + b".AA"
            yield Verzoek(method="POST", path="/v1/verklaringen", headers=(("Content-Type", JOSE),), content=content)
