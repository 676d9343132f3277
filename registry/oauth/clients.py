# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Clients: the software of members and candidates. Nothing registers one but a statement with its key in it.

A client_id is `<oin>.<naam>`: the access key (`gebruik: toegang`) of that name. Whose key it is, says what it may do:

    of a member in good standing      what its rollen may (projections/rechten.py)
    of a member that is suspended,
    or whose term is over             read how it stands
    of an application that waits,
    or was turned down                read how that application stands

Anyone can sign an application for any OIN. So a client of the third kind speaks for its application, named by its
digest in `aanvraag`, and never for the organisation that the OIN is of.
"""

from datetime import datetime

from authlib.oauth2.rfc6749.errors import InvalidScopeError
from msgspec import Struct

from registry.oauth.scopes import choose
from registry.projections.gids import Gids
from registry.projections.organisaties import Organisatie, Sleutelstand, kandidaat
from registry.projections.rechten import scopes_of


class Client(Struct, frozen=True):
    """Software as it stands, in the shape in which Authlib asks about it (its ClientMixin)."""

    client_id: str
    organisatie: Organisatie
    sleutel: Sleutelstand
    lid: bool
    scopes: frozenset[str]
    aanvraag: str | None = None

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Say how a client shows who it is: with a signed assertion, everywhere."""
        return (method, endpoint) == ("private_key_jwt", "token")

    def check_grant_type(self, grant_type: str) -> bool:
        """Say which grants it may use: software acts for itself, there is no user."""
        return grant_type == "client_credentials"

    def get_allowed_scope(self, scope: str | None) -> str:
        """Choose what it gets of what it asks.

        Raises:
            InvalidScopeError: it asks for what it may not have.
        """
        given = choose(scope, self.scopes)
        if given is None:
            raise InvalidScopeError(description="Vraag alleen scopes die bij de rollen van uw organisatie horen.")
        return given


def find(gids: Gids, client_id: str, at: datetime) -> Client | None:
    """Find the client of this name, with a key that is valid at a moment."""
    oin, _, naam = client_id.partition(".")
    organisatie = gids.organisaties.get(oin)
    wie = organisatie.hoedanigheden(at) if organisatie else frozenset()
    if organisatie is not None and wie:  # an application for its OIN, if there could be one, speaks for nobody
        sleutel = organisatie.client(naam, at)
        return None if sleutel is None else Client(client_id, organisatie, sleutel, "lid" in wie, scopes_of(wie))
    aanvraag = gids.aanvraag(oin)
    sleutel = aanvraag.client(naam, at) if aanvraag else None
    if aanvraag is None or sleutel is None:
        return None
    scopes = scopes_of(frozenset({"kandidaat"}))
    return Client(client_id, kandidaat(aanvraag), sleutel, lid=False, scopes=scopes, aanvraag=aanvraag.digest)
