# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The authorization server: from a form to a token.

    grant_type=client_credentials
    &client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer
    &client_assertion=<JWT>
    [&scope=lijnen:lezen verklaringen:indienen] [&client_id=<oin>.<naam>]

Authlib orders the steps and words the answers; what it leaves to others is here. What a token says is in
tokens.py. There are no refresh tokens. Who sends a DPoP proof along gets a token that is bound to its key, and who
comes with a certificate one that is bound to that; a member of whom the beheerder demands DPoP gets no other.

A proof is judged before the assertion, so that an assertion does for the second try, with a nonce. It is used after
it, so that nobody can fill the memory of proofs who is no client.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec
from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6749.errors import InsecureTransportError, InvalidRequestError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from msgspec import Struct
from msgspec.structs import replace

from registry.errors import DpopError, MalformedError
from registry.oauth import dpop
from registry.oauth.assertions import Once, PrivateKeyJwt, named_in
from registry.oauth.clients import Client, find
from registry.oauth.dpop import Bewijs, Dpop, Getoond
from registry.oauth.forms import CLIENT_FIELDS, NOT_KEPT, Antwoord, Pairs, read_form, refusal
from registry.oauth.scopes import SCOPES
from registry.oauth.tokens import UNBOUND, Binding, Claims
from registry.oauth.tokensleutels import LONGEST_LIFETIME_S, Tokensleutels
from registry.projections.gids import Gids
from registry.statements.envelope import ALGORITMEN

TOKEN_PATH: Final = "/oauth/token"  # noqa: S105  # where, not what
JWKS_PATH: Final = "/oauth/jwks"
INTROSPECT_PATH: Final = "/oauth/introspect"
REVOKE_PATH: Final = "/oauth/revoke"
DEFAULT_LIFETIME_S: Final = 15 * 60
_FIELDS: Final = CLIENT_FIELDS | {"grant_type", "scope"}
_GRANT: Final = "client_credentials"
_ALGORITHMS: Final = sorted({*ALGORITMEN, "RS256"})
_DPOP_WANTED: Final = "Uw organisatie gebruikt DPoP: stuur een bewijs mee in de kop DPoP (RFC 9449)."


class _Vraag(Struct, frozen=True):
    """A request for a token, of which the form and the proof are well made."""

    form: dict[str, str]
    bewijs: Bewijs | None
    binding: Binding


class Autorisatieserver(AuthorizationServer):  # type: ignore[misc]  # Authlib comes without types
    """Give tokens to the software of members. Safe to call from several threads."""

    def __init__(
        self,
        issuer: str,
        *,
        audience: str,
        sleutels: Tokensleutels,
        gids: Callable[[], Gids],
        once: Once,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        lifetime_s: int = DEFAULT_LIFETIME_S,
    ) -> None:
        """Set the server up.

        Args:
            issuer: base URL without a slash at the end, https or of this very machine.
            audience: for whom tokens are: the resource server, as its Bewaker knows itself.
            new_id: makes a `jti`; at least 128 bits of chance.
            lifetime_s: how long a token lives, 1 to 3600.

        Raises:
            MalformedError: an issuer or a lifetime that will not do.
        """
        super().__init__()
        for name in [name for name in logging.root.manager.loggerDict if name.startswith("authlib.")]:
            logging.getLogger(name).addFilter(_without_secrets)
        if not 1 <= lifetime_s <= LONGEST_LIFETIME_S:
            raise MalformedError(f"Een token geldt 1 tot {LONGEST_LIFETIME_S} seconden.")
        try:
            InsecureTransportError.check(issuer)  # Authlib would do so at each request
        except InsecureTransportError:
            raise MalformedError(
                "Het adres van het register begint met https://, of is van deze machine zelf."
            ) from None
        self.issuer = issuer
        self.dpop = Dpop(sleutels.geheim.derive(b"dpop-nonce"), once=once, clock=clock)
        self._audience = audience
        self._sleutels = sleutels
        self._gids = gids
        self._once = once
        self._clock = clock
        self._new_id = new_id
        self._lifetime_s = lifetime_s
        self.register_grant(_Grant)
        self.register_client_auth_method("private_key_jwt", self.method_at(TOKEN_PATH))

    def method_at(self, path: str) -> PrivateKeyJwt:
        """Give the way in which a client shows who it is at an endpoint."""
        audiences = frozenset({self.issuer, self.issuer + TOKEN_PATH, self.issuer + path})
        return PrivateKeyJwt(audiences, once=self._once, clock=self._clock)

    def named(self, pairs: Pairs) -> str | None:
        """Read which client that there is a form names. Nothing is shown yet: anybody may name anybody."""
        client_id = named_in(dict(pairs).get("client_assertion", ""))
        return None if client_id is None or self.query_client(client_id) is None else client_id

    def token(self, pairs: Pairs, *, shown: Getoond, authorization: str | None = None) -> Antwoord:
        """Answer a request for a token: the pairs of its form as they came, and what came along with it."""
        try:
            vraag = self._read(pairs, shown, authorization)
        except OAuth2Error as error:
            antwoord = refusal(error)
        else:
            asked = self.create_oauth2_request(vraag)
            antwoord = self.create_token_response(asked)
            if asked.client is not None:
                antwoord = replace(antwoord, client_id=asked.client.client_id)
        if not shown.proofs and antwoord.body.get("error") != DpopError.reason:
            return antwoord
        return replace(antwoord, headers=[*antwoord.headers, ("DPoP-Nonce", self.dpop.nonce())])

    def metadata(self, *, certificates: bool = False) -> dict[str, Any]:
        """Describe the server (RFC 8414, and OpenID Connect Discovery as far as the Dutch profile asks).

        There is no authorization_endpoint, which the profile wants even here: there is no user to send to it.
        `certificates`: a proxy vouches for certificates, so clients may count on tokens that are bound to theirs.
        """
        described: dict[str, Any] = {
            "issuer": self.issuer,
            "token_endpoint": self.issuer + TOKEN_PATH,
            "jwks_uri": self.issuer + JWKS_PATH,
            "introspection_endpoint": self.issuer + INTROSPECT_PATH,
            "revocation_endpoint": self.issuer + REVOKE_PATH,
            "scopes_supported": list(SCOPES),
            "response_types_supported": ["none"],  # REQUIRED, and an empty list may not be sent (section 3.2)
            "grant_types_supported": [_GRANT],
            "dpop_signing_alg_values_supported": list(dpop.ALGORITMEN),
        }
        if certificates:
            described["tls_client_certificate_bound_access_tokens"] = True
        for endpoint in ("token", "introspection", "revocation"):
            described[f"{endpoint}_endpoint_auth_methods_supported"] = ["private_key_jwt"]
            described[f"{endpoint}_endpoint_auth_signing_alg_values_supported"] = _ALGORITHMS
        return described

    def jwks(self) -> dict[str, Any]:
        """Publish the keys with which tokens can be verified."""
        return self._sleutels.jwks()

    def give(self, client: Client, vraag: _Vraag) -> dict[str, Any]:
        """Give a client the token it asked for.

        Raises:
            OAuth2Error: a scope that its organisation may not have, or a proof that is missing or was used before.
        """
        scope = client.get_allowed_scope(vraag.form.get("scope"))
        if vraag.bewijs is None and client.organisatie.dpop_verplicht:
            raise OAuth2Error(error=DpopError.reason, description=_DPOP_WANTED)
        if vraag.bewijs is not None:
            try:
                self.dpop.use(vraag.bewijs)
            except DpopError as error:
                raise _worded(error) from None
        return {
            "access_token": self._sleutels.sign(msgspec.to_builtins(self._claims(client, scope, vraag.binding))),
            "token_type": "Bearer" if vraag.bewijs is None else "DPoP",
            "expires_in": self._lifetime_s,
            "scope": scope,
        }

    # --- what Authlib asks of its host -------------------------------------------------------------------------------

    def query_client(self, client_id: str) -> Client | None:
        """Find a client in the directory of now."""
        return find(self._gids(), client_id, self._clock())

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Tell nobody; Authlib's own raises."""

    def create_oauth2_request(self, request: _Vraag | OAuth2Request) -> Any:  # untyped
        """Wrap what was asked; the address is our own name, not what a socket says."""
        if isinstance(request, OAuth2Request):
            return request
        made = OAuth2Request("POST", self.issuer + TOKEN_PATH)
        made.payload = BasicOAuth2Payload(request.form)
        made.vraag = request
        return made

    def handle_response(self, status: int, body: dict[str, Any], headers: Pairs) -> Antwoord:
        """Hand an answer over as it is."""
        return Antwoord(status, body, headers)

    def _read(self, pairs: Pairs, shown: Getoond, authorization: str | None) -> _Vraag:
        """Read what is asked.

        Raises:
            OAuth2Error: a form, a proof or a certificate that is not well made.
        """
        form = read_form(pairs, authorization, _FIELDS)
        if "grant_type" not in form:
            raise InvalidRequestError(description=f"Stuur grant_type={_GRANT} mee.")
        if form["grant_type"] != _GRANT:
            # Authlib's own error quotes the grant that was asked for.
            raise OAuth2Error(error="unsupported_grant_type", description=f"Hier is alleen grant_type={_GRANT}.")
        if shown.certificate == "":
            raise InvalidRequestError(description="De kop Client-Cert bevat niet precies een certificaat (RFC 9440).")
        try:
            bewijs = self.dpop.read(shown) if shown.proofs else None
        except DpopError as error:
            raise _worded(error) from None
        bound = Binding(jkt=bewijs.jkt if bewijs else None, x5t=shown.certificate)
        return _Vraag(form, bewijs, UNBOUND if bound == UNBOUND else bound)  # what is this very value, is left out

    def _claims(self, client: Client, scope: str, binding: Binding) -> Claims:
        now = int(self._clock().timestamp())
        return Claims(
            iss=self.issuer,
            aud=self._audience,
            sub=client.client_id,  # RFC 9068 section 2.2: without a user, the client
            client_id=client.client_id,
            azp=client.client_id,  # NL GOV profile
            iat=now,
            exp=now + self._lifetime_s,
            jti=self._new_id(),
            scope=scope,
            sleutel=client.sleutel.kid,
            cnf=binding,
        )


def _without_secrets(record: logging.LogRecord) -> bool:
    """Keep what Authlib says at DEBUG out of every log, whatever level is set: it names clients, and whole tokens."""
    return record.levelno > logging.DEBUG


class _Grant(ClientCredentialsGrant):  # type: ignore[misc]  # Authlib comes without types
    TOKEN_ENDPOINT_AUTH_METHODS = ("private_key_jwt",)  # Authlib's default is client_secret_basic

    def create_token_response(self) -> tuple[int, dict[str, Any], Pairs]:
        """Have the server give the token: Authlib's own knows of no proofs, and writes tokens in its log."""
        return 200, self.server.give(self.request.client, self.request.vraag), NOT_KEPT


def _worded(error: DpopError) -> OAuth2Error:
    return OAuth2Error(error=error.reason, description=error.detail)
