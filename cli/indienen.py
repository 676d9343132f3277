# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Hand a statement in: signed here, sent once more when no answer comes, and its receipt checked.

Sending the same bytes again is safe: the register names a statement by its digest, so it counts once
and the second answer is the receipt of the first. With a pinned `logboek` the receipt must hold too.
"""

from base64 import b64decode
from typing import TYPE_CHECKING

from cli.bladzijden import bladzijden
from cli.profielbestand import Profiel
from cli.sleutelbestand import lees_sleutel
from registry.errors import ConflictError, NotFoundError, ProofError, UnreachableError
from registry.statements.envelope import digest_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.omgeving import Omgeving
    from cli.uitvoer import Uitvoer
    from registry.client import Register
    from registry.statements.geheim import Geheim
    from registry.statements.servicenormen import Servicenorm
    from registry.statements.soorten import Body
    from registry.wire import Ontvangstbewijs, Verklaring


class Indiener:
    """A member with its key for statements, at one register."""

    def __init__(self, register: "Register", profiel: Profiel, omgeving: "Omgeving", uit: "Uitvoer") -> None:
        """Read the key; it stays in this process.

        Raises:
            GebruikError: the key cannot be used.
        """
        self._register = register
        self._oin = profiel.inhoud.oin
        self._logboek = profiel.inhoud.logboek
        self._geheim = lees_sleutel(profiel.verklaringen)
        self._omgeving = omgeving
        self._uit = uit

    def gezegd(self, sub: str) -> "Sequence[Verklaring]":
        """List what was said about a sub, the last first; nothing yet is an empty list."""
        return self._register.verklaringen(sub)

    def bestaat(self, lijn: str) -> bool:
        """Say whether a line is there to refer to: `<oin>/<naam>` or `<afkorting>/<naam>`, and not withdrawn."""
        partij, _, naam = lijn.partition("/")
        try:
            return self._register.professionallijn(partij, naam).status != "ingetrokken"
        except NotFoundError:
            return False

    def normen(self) -> "list[Servicenorm]":
        """List the norms that are in force today; none when the register does not know norms yet."""
        from registry.statements.klok import local_date

        found = bladzijden(self._register.servicenormen, op=str(local_date(self._omgeving.now())))
        try:
            return [stand.norm for blad in found for stand in blad.servicenormen if stand.norm is not None]
        except NotFoundError:
            return []

    def zeg(self, body: "Body", *, sub: str, vorige: str | None) -> "Ontvangstbewijs":
        """Sign a statement and hand it in.

        Raises:
            RefusedError: or a subclass, by the rule that refuses it; a ConflictError when another was first.
            UnreachableError: no answer, twice.
            ProofError: the receipt is not for this statement, or not sworn by the pinned log.
        """
        jws = onderteken(self._geheim, body, oin=self._oin, sub=sub, vorige=vorige, omgeving=self._omgeving)
        try:
            return dien_in(self._register, jws, logboek=self._logboek, uit=self._uit)
        except ConflictError as conflict:
            detail = f"Over {sub} heeft een collega intussen iets anders gezegd. Er is niets veranderd."
            again = "Geef de opdracht opnieuw: u ziet dan wat er nu staat."
            raise ConflictError(f"{detail} {again}", huidig=conflict.huidig) from None


def onderteken(
    geheim: "Geheim", body: "Body", *, oin: str, sub: str, vorige: str | None, omgeving: "Omgeving"
) -> bytes:
    """Sign a statement as of now."""
    return geheim.say(body, oin=oin, sub=sub, iat=int(omgeving.now().timestamp()), vorige=vorige)


def dien_in(
    register: "Register", jws: bytes, *, logboek: str | None, uit: "Uitvoer", open_deur: bool = False
) -> "Ontvangstbewijs":
    """Hand in what is signed; the same bytes once more when no answer comes.

    Raises:
        RefusedError: or a subclass, by the rule that refuses it.
        UnreachableError: no answer, twice.
        ProofError: the receipt is not for this statement, or not sworn by the pinned log.
    """
    try:
        bewijs = register.dien_in(jws, open_deur=open_deur)
    except UnreachableError:
        uit.meld("Geen antwoord. Dezelfde verklaring gaat nog één keer; zij telt maar één keer.")
        bewijs = register.dien_in(jws, open_deur=open_deur)
    _check(bewijs, jws, logboek)
    return bewijs


def _check(bewijs: "Ontvangstbewijs", jws: bytes, logboek: str | None) -> None:
    digest = digest_of(jws)
    if bewijs.digest != digest:
        raise ProofError("Het ontvangstbewijs is van een andere verklaring.")
    if logboek is None:
        return
    from registry.tlog import tree
    from registry.tlog.checkpoint import Verifier
    from registry.tlog.proofs import verify_inclusion

    checkpoint = Verifier.parse(logboek).open(bewijs.checkpoint)
    if checkpoint.size != bewijs.bewijs.boomgrootte:
        raise ProofError("Het ontvangstbewijs en het checkpoint noemen een andere boomgrootte.")
    try:
        hashes = [b64decode(text, validate=True) for text in bewijs.bewijs.hashes]
    except ValueError:
        raise ProofError("Het ontvangstbewijs is geen base64.") from None
    leaf = tree.leaf_hash(bytes.fromhex(digest))
    verify_inclusion(hashes, index=bewijs.index, size=checkpoint.size, leaf=leaf, root=checkpoint.root)
