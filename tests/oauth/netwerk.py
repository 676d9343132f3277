# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A made-up network to knock on the door of: members, their keys, a clock that stands still. TEST ONLY.

    netwerk = Netwerk()
    netwerk.ask(netwerk.svb.form())                               # an Antwoord
    netwerk.app()                                                 # a Litestar app with the OAuth routes

Assertions are made with joserfc from its own dicts, not with our own code: a stranger's client.
"""

import itertools
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jws, jwt
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from litestar import Litestar, Request, get
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from msgspec import Struct
from msgspec.structs import replace

from registry.errors import RegistryError
from registry.oauth.dpop import Getoond
from registry.oauth.forms import Antwoord
from registry.oauth.guard import Bewaker
from registry.oauth.inzage import Inzage
from registry.oauth.server import Autorisatieserver
from registry.oauth.tokens import Tokenlezer
from registry.oauth.tokensleutels import Tokensleutels
from registry.projections.gids import Gids
from registry.projections.organisaties import Organisatie, Sleutelstand, Status
from registry.projections.stand import Plaats
from registry.statements.geheim import Geheim, new_secret, of_private
from registry.statements.leden import Contact, Rol
from registry.statements.sleutels import Jwk, thumbprint
from registry.store.memory import MemoryPoortboek
from registry.web.adr import HEADERS, AdrApp
from registry.web.oauth import ROUTES, guard
from registry.web.problems import on_crash, on_http, on_refusal
from registry.web.tempo import Grenzen, Tempo
from registry.web.weigerboek import Weigerboek

ISSUER: Final = "https://register.example"
AUDIENCE: Final = "https://register.example/v1"
TOKEN_URL: Final = "https://register.example/oauth/token"  # an address
JWT_BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
NU: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SVB: Final = "00000099000000001000"
AMSTERDAM: Final = "00000099000000002000"
OBPT: Final = "00000099000000009000"
LIFETIME_S: Final = 900
_RSA: Final = rsa.generate_private_key(public_exponent=65537, key_size=2048)  # slow to make: one for all tests

Form = list[tuple[str, str]]
Asked = Request[Any, Any, State]


class Klant(Struct):
    """Software of a member, with the private half of its access key."""

    oin: str
    naam: str
    key: Key
    alg: str = "ES256"

    @property
    def client_id(self) -> str:
        return f"{self.oin}.{self.naam}"

    @property
    def jwk(self) -> Jwk:
        public = {name: value for name, value in self.key.as_dict(private=False).items() if name != "kid"}
        jwk: Jwk = msgspec.convert(public, Jwk)
        return jwk

    def claims(self, **changes: Any) -> dict[str, Any]:
        """What a good assertion says, with changes; a change to None leaves the claim out."""
        at = int(NU.timestamp())
        good = {"iss": self.client_id, "sub": self.client_id, "aud": TOKEN_URL, "iat": at, "exp": at + 60}
        claims = good | {"jti": new_jti()} | changes
        return {name: value for name, value in claims.items() if value is not None}

    def assertion(self, *, header: dict[str, Any] | None = None, **changes: Any) -> str:
        head = {"alg": self.alg} | (header or {})
        return jwt.encode(head, self.claims(**changes), self.key, algorithms=[head["alg"]])

    def sign(self, text: str) -> str:
        """Sign any text as an ES256 JWS would: what no library would sign."""
        return b64(of_private(self.key.private_key).sign(text.encode()))  # type: ignore[arg-type]  # an EC key

    def form(self, *, scope: str | None = None, assertion: str | None = None) -> Form:
        pairs = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", JWT_BEARER),
            ("client_assertion", assertion or self.assertion()),
        ]
        return pairs if scope is None else [*pairs, ("scope", scope)]


class Houder:
    """Who holds a key, and can show so: DPoP as a stranger's library makes it."""

    def __init__(self, netwerk: "Netwerk", key: Key | None = None, alg: str = "ES256") -> None:
        self.netwerk = netwerk
        self.key = key or ECKey.generate_key("P-256")
        self.alg = alg

    @property
    def jkt(self) -> str:
        return self.key.thumbprint()

    def header(self, **changes: Any) -> dict[str, Any]:
        public = {name: value for name, value in self.key.as_dict(private=False).items() if name != "kid"}
        return kept({"typ": "dpop+jwt", "alg": self.alg, "jwk": public} | changes)

    def claims(self, **changes: Any) -> dict[str, Any]:
        """What a proof for the token endpoint says, with changes; a change to None leaves the claim out."""
        at, nonce = int(self.netwerk.nu.timestamp()), self.netwerk.server.dpop.nonce()
        good = {"jti": new_jti(), "htm": "POST", "htu": TOKEN_URL, "iat": at, "nonce": nonce}
        return kept(good | changes)

    def proof(self, *, header: dict[str, Any] | None = None, **changes: Any) -> str:
        head = self.header(**(header or {}))
        claims = msgspec.json.encode(self.claims(**changes))
        return jws.serialize_compact(head, claims, self.key, registry=_Anything(algorithms=[head["alg"]]))

    def sign(self, claims: bytes, **header: Any) -> str:
        """Sign any claims under any header as an ES256 JWS would: what no library would sign."""
        text = f"{b64(json.dumps(self.header(**header)).encode())}.{b64(claims)}"
        return f"{text}.{b64(of_private(self.key.private_key).sign(text.encode()))}"  # type: ignore[arg-type]  # an EC key

    def proof_for(
        self, token: str, path: str = "/v1/lijnen", *, header: dict[str, Any] | None = None, **changes: Any
    ) -> str:
        """A proof that goes with a token."""
        good = {"htm": "GET", "htu": ISSUER + path, "ath": b64(sha256(token.encode()).digest())}
        return self.proof(header=header, **(good | changes))

    def token(self, klant: Klant, scope: str | None = None) -> str:
        """A token that is bound to this key."""
        form = klant.form(scope=scope, assertion=klant.assertion(**self.netwerk.now_claims()))
        antwoord = self.netwerk.ask(form, self.proof())
        assert antwoord.status == 200, antwoord.body
        return str(antwoord.body["access_token"])


class _Anything(jws.JWSRegistry):
    """A library that asks no questions."""

    max_header_length = 100_000

    def check_header(self, header: Any) -> None:
        """Take it."""

    def get_alg(self, name: str) -> Any:
        """Find it, without a warning at EdDSA."""
        return self.algorithms[name]


def kept(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


_jtis = itertools.count()


def new_jti() -> str:
    return f"jti-of-a-test-{next(_jtis):08d}"


def ec_client(oin: str, naam: str = "zaaksysteem") -> Klant:
    return Klant(oin, naam, ECKey.generate_key("P-256"))


def okp_client(oin: str, naam: str = "zaaksysteem", alg: str = "Ed25519") -> Klant:
    return Klant(oin, naam, OKPKey.generate_key("Ed25519"), alg)


def rsa_client(oin: str, naam: str = "zaaksysteem") -> Klant:
    return Klant(oin, naam, RSAKey.import_key(_RSA), "PS256")


def member(
    oin: str, *klanten: Klant, rollen: tuple[Rol, ...] = ("publicist",), status: Status = "toegelaten"
) -> Organisatie:
    """A member as the projections would hold it, with its access keys and one to sign statements with."""
    speaks = Sleutelstand(
        naam="verklaringen",
        gebruik="verklaringen",
        kid="-",
        jwk=new_secret().jwk,
        van=NU - timedelta(days=9),
        tot=NU + timedelta(days=9),
    )
    return Organisatie(
        oin=oin,
        naam="Een organisatie",
        status=status,
        aanmelding="0" * 64,
        gevraagd=rollen,
        contact=Contact(functie="functioneel beheer", email="beheer@example.nl"),
        sleutels=(speaks, *(held(klant) for klant in klanten)),
        rollen=rollen,
    )


def held(klant: Klant) -> Sleutelstand:
    """A client's key as the register holds it."""
    van, tot = NU - timedelta(days=9), NU + timedelta(days=9)
    return Sleutelstand(naam=klant.naam, gebruik="toegang", kid=thumbprint(klant.jwk), jwk=klant.jwk, van=van, tot=tot)


class Netwerk:
    """Three members, and the register's door as main.py would build it."""

    def __init__(self) -> None:
        self.nu = NU
        self.svb, self.amsterdam, self.obpt = ec_client(SVB), ec_client(AMSTERDAM), ec_client(OBPT)
        self.gids = Gids()
        self.join(member(SVB, self.svb), member(AMSTERDAM, self.amsterdam, rollen=("loket",)))
        self.join(member(OBPT, self.obpt, rollen=("beheerder",)))
        self.poortboek = MemoryPoortboek()
        self.grenzen = Grenzen(tokens_per_minute=1000, tokens_per_minute_address=1000)
        self.geheim: Geheim = new_secret()
        self.sleutels = Tokensleutels(self.geheim)
        self.revoked: dict[str, datetime] = {}
        self.server = self.new_server()
        self.bewaker = self.new_bewaker()

    def new_server(self, issuer: str = ISSUER, **changes: Any) -> Autorisatieserver:
        given: dict[str, Any] = {
            "audience": AUDIENCE, "sleutels": self.sleutels, "gids": lambda: self.gids, "once": self.poortboek.once,
            "clock": lambda: self.nu, "new_id": new_jti, "lifetime_s": LIFETIME_S,
        }  # fmt: skip
        return Autorisatieserver(issuer, **(given | changes))

    def new_bewaker(self, **changes: Any) -> Bewaker:
        given: dict[str, Any] = {"audience": AUDIENCE, "sleutels": self.sleutels, "clock": lambda: self.nu}
        return Bewaker(
            Tokenlezer(ISSUER, **(given | changes)),
            gids=lambda: self.gids,
            revoked=lambda: frozenset(self.revoked),
            dpop=self.server.dpop,
            clock=lambda: self.nu,
        )

    def revoke(self, jti: str, *, until: datetime) -> None:
        """Stand in for Store.revoke."""
        self.revoked[jti] = until

    def new_inzage(self) -> Inzage:
        tokens = Tokenlezer(ISSUER, audience=AUDIENCE, sleutels=self.sleutels, clock=lambda: self.nu)
        clock = lambda: self.nu  # noqa: E731  # one word for it
        return Inzage(self.server, bewaker=self.bewaker, tokens=tokens, revoke=self.revoke, clock=clock)

    @property
    def signing_key(self) -> ECKey:
        """The register's own key, in the hands of another library."""
        return ECKey.import_key(json.loads(self.geheim.dump()))

    def join(self, *members: Organisatie) -> None:
        """Put organisations in the directory, or replace them there: a new Gids, as after a record."""
        self.gids = replace(
            self.gids,
            plaats=Plaats(index=self.gids.size, digest="0" * 64, ordered_at=self.nu),
            organisaties={**self.gids.organisaties, **{found.oin: found for found in members}},
        )

    def change(self, oin: str, **changes: Any) -> None:
        self.join(replace(self.gids.organisaties[oin], **changes))

    def later(self, seconds: float) -> None:
        self.nu += timedelta(seconds=seconds)

    def token(self, klant: Klant, scope: str | None = None) -> str:
        """A token as the server gives it."""
        antwoord = self.ask(klant.form(scope=scope, assertion=klant.assertion(**self.now_claims())))
        assert antwoord.status == 200, antwoord.body
        return str(antwoord.body["access_token"])

    def ask(
        self, form: Form, *proofs: str, certificate: str | None = None, authorization: str | None = None
    ) -> Antwoord:
        """Ask the server for a token."""
        shown = Getoond(method="POST", url=TOKEN_URL, proofs=proofs, certificate=certificate)
        return self.server.token(form, shown=shown, authorization=authorization)

    def now_claims(self) -> dict[str, Any]:
        at = int(self.nu.timestamp())
        return {"iat": at, "exp": at + 60}

    def token_claims(self, klant: Klant, **changes: Any) -> dict[str, Any]:
        """What a good token says, to forge a bad one with."""
        at = int(self.nu.timestamp())
        claims: dict[str, Any] = {
            "iss": ISSUER, "aud": AUDIENCE, "sub": klant.client_id,
            "client_id": klant.client_id, "azp": klant.client_id,
            "iat": at, "exp": at + 60, "jti": new_jti(), "scope": "lijnen:lezen", "sleutel": thumbprint(klant.jwk),
        }  # fmt: skip
        return {name: value for name, value in (claims | changes).items() if value is not None}

    def forge(self, klant: Klant, *, header: dict[str, Any] | None = None, **changes: Any) -> str:
        """A token signed with the register's own key, as `token_claims` says; a header member of None is left out."""
        head = {"alg": "ES256", "typ": "at+jwt", "kid": self.geheim.kid} | (header or {})
        head = {name: value for name, value in head.items() if value is not None}
        return jws.serialize_compact(
            head, msgspec.json.encode(self.token_claims(klant, **changes)), self.signing_key, algorithms=["ES256"]
        )

    def app(self) -> Litestar:
        """A small app: the routes of OAuth, and one route behind each kind of door."""
        return AdrApp(
            [*ROUTES, lezen, toezicht],
            logging_config=None,
            state=State(
                {
                    "autorisatieserver": self.server,
                    "inzage": self.new_inzage(),
                    "certificates": True,
                    "bewaker": self.bewaker,
                    "fresh": always_fresh,
                    "base_url": ISSUER,
                    "headers": HEADERS,
                    "tempo": Tempo(self.grenzen, self.poortboek, lambda: self.nu),
                    "weigerboek": Weigerboek(self.poortboek, lambda: self.nu, keep=timedelta(days=1)),
                }
            ),
            exception_handlers={RegistryError: on_refusal, HTTPException: on_http, Exception: on_crash},
            openapi_config=None,
        )


async def always_fresh() -> None:
    """Stand in for registrar/actueel.py."""


@get("/v1/lijnen", guards=[guard("lijnen:lezen")])
async def lezen(request: Asked) -> dict[str, str]:
    return {"client": request.state.token.client_id}


@get("/v1/toezicht", guards=[guard("toezicht:lezen")])
async def toezicht() -> dict[str, str]:
    return {"alles": "goed"}


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unsigned(header: dict[str, Any], claims: dict[str, Any], signature: bytes = b"") -> str:
    """A JWT put together by hand, with whatever signature."""
    return ".".join(b64(part) for part in (msgspec.json.encode(header), msgspec.json.encode(claims), signature))


def refused(antwoord: Antwoord, error: str) -> bool:
    """Say whether this is a well-made refusal with this code, that gives nothing away and is not kept."""
    description = antwoord.body["error_description"]
    # RFC 6749 section 5.2: %x20-21 / %x23-5B / %x5D-7E
    assert all(" " <= sign <= "~" and sign not in '"\\' for sign in description), description
    assert antwoord.body.keys() == {"error", "error_description"}
    assert dict(antwoord.headers)["Cache-Control"] == "no-store"
    assert antwoord.status in {400, 401}
    return bool(antwoord.body["error"] == error)
