# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Statements and their receipts."""

from base64 import b64encode
from datetime import datetime
from typing import Any, Self

import msgspec
from msgspec import Struct, field

from registry.statements.envelope import Signed
from registry.statements.namen import issuer
from registry.statements.soorten import Body
from registry.wire.shapes import Link, Zelf


class Bewijs(Struct, frozen=True, kw_only=True):
    """A proof of inclusion (RFC 6962 section 2.1.1): hashes in base64, from the leaf up."""

    index: int
    boomgrootte: int
    hashes: tuple[str, ...]


class Ontvangstbewijs(Struct, frozen=True, kw_only=True):
    """The receipt of a statement: its place, and the checkpoint and proof that swear to it."""

    index: int
    digest: str
    checkpoint: str
    bewijs: Bewijs

    @classmethod
    def of(cls, *, index: int, digest: str, checkpoint: str, boomgrootte: int, hashes: tuple[bytes, ...]) -> Self:
        """Write a receipt."""
        bewijs = Bewijs(index=index, boomgrootte=boomgrootte, hashes=tuple(b64encode(h).decode() for h in hashes))
        return cls(index=index, digest=digest, checkpoint=checkpoint, bewijs=bewijs)


class Verklaring(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A statement as it was said, and its place in the log."""

    digest: str
    index: int
    soort: str
    iss: str
    iat: int
    sub: str
    ingeschreven_op: datetime
    inhoud: dict[str, Any]
    links: Zelf = field(name="_links")
    vorige: str | None = None

    @classmethod
    def of(cls, signed: Signed, *, index: int, ordered_at: datetime) -> Self:
        """Write a statement."""
        return cls(
            digest=signed.digest,
            index=index,
            soort=signed.soort,
            iss=issuer(signed.oin),
            iat=signed.iat,
            sub=signed.sub,
            vorige=signed.vorige,
            ingeschreven_op=ordered_at,
            inhoud=_members(signed.body),
            links=Zelf(Link(f"/v1/verklaringen/{signed.digest}")),
        )


class Verklaringen(Struct, frozen=True, kw_only=True):
    """A page of statements about one sub, the last one first."""

    verklaringen: tuple[Verklaring, ...]


def _members(body: Body) -> dict[str, Any]:
    members: dict[str, Any] = msgspec.to_builtins(body)
    return members
