# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A member whose software is not ours: an access key of each kind, made and held by another library. TEST ONLY."""

from typing import Final, Literal, get_args

import msgspec
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from msgspec import Struct

from registry.statements.sleutels import Jwk, Sleutel
from tests.support.network import Lid, Network

Soort = Literal["EC", "RSA", "OKP"]
SOORTEN: Final[tuple[Soort, ...]] = get_args(Soort)
OF_ALG: Final[dict[str, Soort]] = {"ES256": "EC", "PS256": "RSA", "RS256": "RSA", "Ed25519": "OKP", "EdDSA": "OKP"}


class Vreemde(Struct, frozen=True):
    """A member, and the private keys of its software by kind."""

    lid: Lid
    keys: dict[Soort, Key]

    def client_id(self, alg: str) -> str:
        """The client whose key signs so."""
        return f"{self.lid.oin}.{naam(OF_ALG[alg])}"

    def key(self, alg: str) -> Key:
        """The private key that signs so."""
        return self.keys[OF_ALG[alg]]


def vreemde(net: Network) -> Vreemde:
    """Admit a member with three access keys."""
    keys: dict[Soort, Key] = {
        "EC": ECKey.generate_key("P-256"),
        "RSA": RSAKey.generate_key(2048),
        "OKP": OKPKey.generate_key("Ed25519"),
    }
    lid = Lid(net, "vreemd")
    speaks, calls = lid.sleutels()
    own = tuple(
        Sleutel(naam=naam(soort), gebruik="toegang", jwk=public(key), geldig_tot=calls.geldig_tot)
        for soort, key in keys.items()
    )
    lid.say(lid.aanmelding(("loket",), sleutels=(speaks, *own)))
    net.laat_toe(lid, ("loket",))
    return Vreemde(lid, keys)


def naam(soort: Soort) -> str:
    """The name of the client with a key of this kind."""
    return f"software-{soort.lower()}"


def public(key: Key) -> Jwk:
    """The public half, as a statement has it."""
    members = {name: value for name, value in key.as_dict(private=False).items() if name != "kid"}
    jwk: Jwk = msgspec.convert(members, Jwk)
    return jwk
