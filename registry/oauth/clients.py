# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Clients: the software of members. Nothing registers one but a statement with its key in it.

A client_id is `<oin>.<naam>`: the access key (`gebruik: toegang`) of that name, of that member. So
it is gone at once when the member is suspended, when its term is over, or when the key is replaced.
"""

from datetime import datetime

from authlib.oauth2.rfc6749.errors import InvalidScopeError
from msgspec import Struct

from registry.oauth.scopes import choose
from registry.projections.gids import Gids
from registry.projections.organisaties import Organisatie, Sleutelstand


class Client(Struct, frozen=True):
    """A member's software as it stands, in the shape in which Authlib asks about it (its ClientMixin)."""

    client_id: str
    organisatie: Organisatie
    sleutel: Sleutelstand

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Say how a client shows who it is: with a signed assertion, everywhere."""
        return (method, endpoint) == ("private_key_jwt", "token")

    def check_grant_type(self, grant_type: str) -> bool:
        """Say which grants it may use: software acts for itself, there is no user."""
        return grant_type == "client_credentials"

    def get_allowed_scope(self, scope: str | None) -> str:
        """Choose what it gets of what it asks.

        Raises:
            InvalidScopeError: it asks for what its organisation may not have.
        """
        given = choose(scope, self.organisatie.rollen)
        if given is None:
            raise InvalidScopeError(description="Vraag alleen scopes die bij de rollen van uw organisatie horen.")
        return given


def find(gids: Gids, client_id: str, at: datetime) -> Client | None:
    """Find the client of this name, of a member in good standing, with a key that is valid at a moment."""
    oin, _, naam = client_id.partition(".")
    organisatie = gids.organisaties.get(oin)
    if organisatie is None or not organisatie.is_lid(at):
        return None
    sleutel = organisatie.client(naam, at)
    return None if sleutel is None else Client(client_id, organisatie, sleutel)
