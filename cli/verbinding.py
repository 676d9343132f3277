# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The one place that makes a network client, and the register behind it as this member sees it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from cli.profielbestand import Profiel, controleer_adres, lees_profiel
from cli.sleutelbestand import lees_sleutel

if TYPE_CHECKING:
    import httpx

    from cli.omgeving import Omgeving
    from registry.client import Register

TIMEOUT_S: Final = 20.0
CONNECT_S: Final = 5.0


def http_client(register: str) -> "httpx.Client":
    """Make a client for a register. Redirects are not followed: a token goes to one address only."""
    import httpx

    local = register.startswith("http://")  # a proxy, or a private CA, is for what lies outside
    return httpx.Client(
        base_url=register,
        timeout=httpx.Timeout(TIMEOUT_S, connect=CONNECT_S),
        follow_redirects=False,
        trust_env=not local,
        headers={"User-Agent": "lijn"},
    )


@contextmanager
def register_van(omgeving: "Omgeving", profiel: Profiel) -> "Iterator[Register]":
    """Open the register of a profile, with its access key.

    Raises:
        GebruikError: the access key cannot be used.
    """
    from registry.client import Register, Toegang

    toegang = Toegang(client_id=profiel.inhoud.client_id, geheim=lees_sleutel(profiel.toegang))
    with omgeving.http_factory(controleer_adres(profiel.inhoud.register)) as http:
        yield Register(http, toegang=toegang, now=omgeving.now, new_id=omgeving.new_id)


@contextmanager
def eigen_register(omgeving: "Omgeving") -> "Iterator[Register]":
    """Open the register of the profile that the member named, or of the one in this folder.

    Raises:
        GebruikError: there is no such profile, or something is wrong with it or with its access key.
    """
    with register_van(omgeving, lees_profiel(omgeving)) as register:
        yield register


@contextmanager
def register_open(omgeving: "Omgeving", adres: str) -> "Iterator[Register]":
    """Open a register without a profile, for what may be asked without a token.

    Raises:
        GebruikError: it is no address, or http to another machine.
    """
    from registry.client import Register

    with omgeving.http_factory(controleer_adres(adres)) as http:
        yield Register(http, now=omgeving.now, new_id=omgeving.new_id)
