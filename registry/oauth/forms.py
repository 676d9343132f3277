# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What goes in at /oauth/… and what comes out, still without HTTP: forms, and answers after RFC 6749.

A refusal is RFC 6749 section 5.2: {error, error_description}, plain Dutch in ASCII, quoting nothing
that was sent. Status 400; 401 only for who tries an Authorization header, as that section demands: a
401 must name a scheme (RFC 9110 section 15.5.2) and private_key_jwt has none. We are stricter than
RFC 6749 section 3.2 in one thing: a field that we do not know is refused, not ignored.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from authlib.oauth2.rfc6749 import OAuth2Error
from authlib.oauth2.rfc6749.errors import InvalidClientError, InvalidRequestError
from msgspec import Struct

CLIENT_FIELDS: Final = frozenset({"client_assertion_type", "client_assertion", "client_id"})
NOT_KEPT: Final = (("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("Pragma", "no-cache"))
Pairs = Sequence[tuple[str, str]]


class Antwoord(Struct, frozen=True):
    """An answer of the server, still without HTTP: a status, a JSON object, and headers."""

    status: int
    body: dict[str, Any]
    headers: Sequence[tuple[str, str]] = NOT_KEPT
    client_id: str | None = None  # of the client that asked and showed who it is, also when it is refused


def refuse(uitleg: str, *, status: int = 400) -> Antwoord:
    """Refuse what is no form at all, in the words of RFC 6749 (`uitleg` in ASCII, without quotes)."""
    return refusal(InvalidRequestError(description=uitleg, status_code=status))


def refusal(error: OAuth2Error) -> Antwoord:
    """Answer with an error."""
    return Antwoord(*error())


def read_form(pairs: Pairs, authorization: str | None, fields: frozenset[str]) -> dict[str, str]:
    """Make one value of each field, and none of an empty one (RFC 6749 section 3.2).

    Raises:
        OAuth2Error: a way of authentication or a field that we do not have.
    """
    if authorization is not None:
        basic = authorization.lower().startswith("basic")
        raise _TriedHeaderError("Basic" if basic else "Bearer")
    counted = Counter(name for name, _ in pairs)
    if "client_secret" in counted:
        raise InvalidRequestError(
            description="Een client_secret kennen we niet: teken een client_assertion (private_key_jwt)."
        )
    if not counted.keys() <= fields:
        raise InvalidRequestError(description=f"Stuur alleen deze velden: {', '.join(sorted(fields))}.")
    if any(count > 1 for count in counted.values()):
        raise InvalidRequestError(description="Stuur elk veld een keer.")
    return {name: value for name, value in pairs if value}


class _TriedHeaderError(InvalidClientError):  # type: ignore[misc]  # Authlib comes without types
    """Who tries an Authorization header is told the scheme back (RFC 6749 section 5.2)."""

    def __init__(self, scheme: str) -> None:
        super().__init__(description="Gebruik hier geen Authorization-kop, maar een client_assertion.", status_code=401)
        self._scheme = scheme

    def get_headers(self) -> list[tuple[str, str]]:
        """Name the scheme that was tried; Authlib's own always says Basic."""
        kept = [(name, value) for name, value in super().get_headers() if name != "WWW-Authenticate"]
        return [*kept, ("WWW-Authenticate", f'{self._scheme} realm="token"')]
