# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The authorization server: from a form to a token.

    grant_type=client_credentials
    &client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer
    &client_assertion=<JWT>
    [&scope=lijnen:lezen verklaringen:indienen] [&client_id=<oin>.<naam>]

Authlib orders the steps and words the answers; what it leaves to others is here. A token is a JWT
after RFC 9068 with `azp` for the Dutch profile, and `sleutel`: the thumbprint of the access key that
asked for it, so that a token ends with the key. There are no refresh tokens.

A refusal is RFC 6749 section 5.2: {error, error_description}, plain Dutch in ASCII, quoting nothing
that was sent. Status 400; 401 only for who tries an Authorization header, as that section demands: a
401 must name a scheme (RFC 9110 section 15.5.2) and private_key_jwt has none. We are stricter than
RFC 6749 section 3.2 in one thing: a field that we do not know is refused, not ignored.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6749.errors import InsecureTransportError, InvalidClientError, InvalidRequestError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from msgspec import Struct

from registry.errors import MalformedError
from registry.oauth.assertions import Once, PrivateKeyJwt
from registry.oauth.clients import Client, find
from registry.oauth.scopes import SCOPES
from registry.oauth.tokensleutels import LONGEST_LIFETIME_S, Tokensleutels
from registry.projections.gids import Gids
from registry.statements.envelope import ALGORITMEN

TOKEN_PATH: Final = "/oauth/token"  # noqa: S105  # where, not what
JWKS_PATH: Final = "/oauth/jwks"
DEFAULT_LIFETIME_S: Final = 15 * 60
_FIELDS: Final = frozenset({"grant_type", "scope", "client_assertion_type", "client_assertion", "client_id"})
_GRANT: Final = "client_credentials"


class Antwoord(Struct, frozen=True):
    """An answer of the server, still without HTTP: a status, a JSON object, and headers."""

    status: int
    body: dict[str, Any]
    headers: Sequence[tuple[str, str]]


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
        logging.getLogger("authlib").setLevel(logging.INFO)  # at DEBUG it writes every token into the log
        if not 1 <= lifetime_s <= LONGEST_LIFETIME_S:
            raise MalformedError(f"Een token geldt 1 tot {LONGEST_LIFETIME_S} seconden.")
        try:
            InsecureTransportError.check(issuer)  # Authlib would do so at each request
        except InsecureTransportError:
            raise MalformedError(
                "Het adres van het register begint met https://, of is van deze machine zelf."
            ) from None
        self.issuer = issuer
        self._audience = audience
        self._sleutels = sleutels
        self._gids = gids
        self._clock = clock
        self._new_id = new_id
        self._lifetime_s = lifetime_s
        self.register_grant(_Grant)
        audiences = frozenset({issuer, issuer + TOKEN_PATH})
        self.register_client_auth_method("private_key_jwt", PrivateKeyJwt(audiences, once=once, clock=clock))
        self.register_token_generator("default", BearerTokenGenerator(self._access_token, expires_generator=lifetime_s))

    def token(self, form_pairs: Sequence[tuple[str, str]], *, authorization: str | None = None) -> Antwoord:
        """Answer a request for a token: the pairs of its form as they came, and its Authorization header if any."""
        try:
            form = _read_form(form_pairs, authorization)
        except OAuth2Error as error:
            return self.handle_error_response(None, error)  # type: ignore[no-any-return]
        return self.create_token_response(form)  # type: ignore[no-any-return]

    def metadata(self) -> dict[str, Any]:
        """Describe the server (RFC 8414, and OpenID Connect Discovery as far as the Dutch profile asks).

        There is no authorization_endpoint, which the profile wants even here: there is no user to send to it.
        """
        return {
            "issuer": self.issuer,
            "token_endpoint": self.issuer + TOKEN_PATH,
            "jwks_uri": self.issuer + JWKS_PATH,
            "scopes_supported": list(SCOPES),
            "response_types_supported": ["none"],  # REQUIRED, and an empty list may not be sent (section 3.2)
            "grant_types_supported": [_GRANT],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": sorted(ALGORITMEN),
        }

    def jwks(self) -> dict[str, Any]:
        """Publish the keys with which tokens can be verified."""
        return self._sleutels.jwks()

    # --- what Authlib asks of its host -------------------------------------------------------------------------------

    def query_client(self, client_id: str) -> Client | None:
        """Find a client in the directory of now."""
        return find(self._gids(), client_id, self._clock())

    def save_token(self, token: object, request: object) -> None:
        """Keep nothing: a token carries its own proof."""

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Tell nobody; Authlib's own raises."""

    def create_oauth2_request(self, request: dict[str, str]) -> Any:  # untyped
        """Wrap a form that has passed `_read_form`; the address is our own name, not what a socket says."""
        made = OAuth2Request("POST", self.issuer + TOKEN_PATH)
        made.payload = BasicOAuth2Payload(request)
        return made

    def handle_response(self, status: int, body: dict[str, Any], headers: Sequence[tuple[str, str]]) -> Antwoord:
        """Hand an answer over as it is."""
        return Antwoord(status, body, headers)

    def _access_token(self, client: Client, grant_type: str, user: None, scope: str) -> str:  # noqa: ARG002  # as called
        now = int(self._clock().timestamp())
        who = client.client_id
        return self._sleutels.sign(
            {
                "iss": self.issuer,
                "aud": self._audience,
                "sub": who,  # RFC 9068 section 2.2: without a user, the client
                "client_id": who,
                "azp": who,  # NL GOV profile
                "iat": now,
                "exp": now + self._lifetime_s,
                "jti": self._new_id(),
                "scope": scope,
                "sleutel": client.sleutel.kid,
            }
        )


class _Grant(ClientCredentialsGrant):  # type: ignore[misc]  # Authlib comes without types
    TOKEN_ENDPOINT_AUTH_METHODS = ("private_key_jwt",)  # Authlib's default is client_secret_basic


def refuse(uitleg: str, *, status: int = 400) -> Antwoord:
    """Refuse what is no form at all, in the words of RFC 6749 (`uitleg` in ASCII, without quotes)."""
    error = InvalidRequestError(description=uitleg, status_code=status)
    return Antwoord(*error())


def _read_form(pairs: Sequence[tuple[str, str]], authorization: str | None) -> dict[str, str]:
    """Make one value of each field, and none of an empty one (RFC 6749 section 3.2).

    Raises:
        OAuth2Error: a way of authentication, a field or a grant that we do not have.
    """
    if authorization is not None:
        basic = authorization.lower().startswith("basic")
        raise _TriedHeaderError("Basic" if basic else "Bearer")
    counted = Counter(name for name, _ in pairs)
    if "client_secret" in counted:
        raise InvalidRequestError(
            description="Een client_secret kennen we niet: teken een client_assertion (private_key_jwt)."
        )
    if not counted.keys() <= _FIELDS:
        raise InvalidRequestError(description=f"Stuur alleen deze velden: {', '.join(sorted(_FIELDS))}.")
    if any(count > 1 for count in counted.values()):
        raise InvalidRequestError(description="Stuur elk veld een keer.")
    form = {name: value for name, value in pairs if value}
    if "grant_type" not in form:
        raise InvalidRequestError(description=f"Stuur grant_type={_GRANT} mee.")
    if form["grant_type"] != _GRANT:
        # Authlib's own error quotes the grant that was asked for.
        raise OAuth2Error(error="unsupported_grant_type", description=f"Hier is alleen grant_type={_GRANT}.")
    return form


class _TriedHeaderError(InvalidClientError):  # type: ignore[misc]  # Authlib comes without types
    """Who tries an Authorization header is told the scheme back (RFC 6749 section 5.2)."""

    def __init__(self, scheme: str) -> None:
        super().__init__(description="Gebruik hier geen Authorization-kop, maar een client_assertion.", status_code=401)
        self._scheme = scheme

    def get_headers(self) -> list[tuple[str, str]]:
        """Name the scheme that was tried; Authlib's own always says Basic."""
        kept = [(name, value) for name, value in super().get_headers() if name != "WWW-Authenticate"]
        return [*kept, ("WWW-Authenticate", f'{self._scheme} realm="token"')]
