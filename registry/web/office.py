# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the routes work with: one frozen value, put in the application's state when it is made."""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from registry.oauth.guard import Toegangstoken
from registry.projections.inzage import Kijker
from registry.registrar.actueel import Actueel
from registry.registrar.oinregister import Oinregister
from registry.store.protocol import Store
from registry.tlog.checkpoint import Signer
from registry.web.doors import AnyRequest
from registry.web.tempo import Tempo


class Office(Struct, frozen=True, kw_only=True):
    """The register behind the routes."""

    store: Store
    signer: Signer
    actueel: Actueel
    clock: Callable[[], datetime]
    base_url: str
    tempo: Tempo
    oinregister: Oinregister


def office(request: AnyRequest) -> Office:
    """Give the register behind this route."""
    found: Office = request.app.state.office
    return found


def token(request: AnyRequest) -> Toegangstoken:
    """Give the token that the guard of this route let through."""
    found: Toegangstoken = request.state.token
    return found


def kijker(request: AnyRequest) -> Kijker:
    """Say who looks, for the table of who sees what."""
    asks = token(request)
    return Kijker(oin=asks.oin, beheerder="toezicht:lezen" in asks.scopes)
