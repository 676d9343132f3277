# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Every way in which the register can say no, as one tree.

    RegistryError
    ├── MalformedError            the question itself is wrong: query, body, media type
    ├── NotFoundError             there is no such thing, or not for you
    ├── RefusedError              a rule says no to a statement; `code` says which rule
    │   ├── TooLargeError             more than 64 KiB
    │   ├── ForbiddenError            somebody else would have been allowed to say this
    │   └── ConflictError             `vorige` is not the head; carries the head
    ├── AccessError               no token, or one that does not do
    │   ├── ScopeError                a good token without the scope
    │   └── DpopError                 who calls does not show to hold the key of the token
    │       └── NonceError                it does not show so with a nonce of now
    ├── TooManyError              slow down; carries when to come back
    ├── TooSlowError              the request did not come in within its time
    ├── ProofError                a signature, hash or proof does not hold
    ├── StoreError                what is kept is not what was written
    └── UnreachableError          the register could not be asked, or could not answer

Each error carries `code` (a key of `TITELS`), `detail` (Dutch: what, where, and what would be
right) and `fouten` (every fault, by field). No HTTP here: web/problems.py turns a class into a
status. A detail never quotes what was sent, only where it stood: input may hold personal data.
"""

from collections.abc import Sequence
from typing import ClassVar, Final

from msgspec import Struct

TITELS: Final[dict[str, str]] = {
    # the question
    "vraag-onjuist": "De vraag klopt niet",
    "niet-gevonden": "Dit bestaat niet",
    "methode": "Dit kan hier niet",
    "antwoordvorm": "Deze vorm van antwoord hebben we niet",
    "inhoudsvorm": "Deze vorm van inhoud nemen we niet aan",
    "te-groot": "Dit is te groot",
    "te-vaak": "Te veel vragen achter elkaar",
    "te-traag": "Het verzoek kwam te langzaam binnen",
    "storing": "Er ging iets mis bij het register",
    "onbereikbaar": "Het register is niet bereikbaar",
    # who asks
    "token-ontbreekt": "Er is geen toegangstoken meegestuurd",
    "token-ongeldig": "Uw toegangstoken is niet geldig",
    "scope-ontbreekt": "Uw toegangstoken geeft hier geen toegang toe",
    "dpop-onjuist": "Uw DPoP-bewijs klopt niet",
    "dpop-nonce": "Gebruik de nonce die het register geeft",
    "namens-ander": "U mag niet namens deze organisatie indienen",
    # a statement, in the order in which it is checked (contract, section 2)
    "vorm": "Dit is geen goede verklaring",
    "soort-onbekend": "Dit soort verklaring kennen we niet",
    "algoritme": "Dit handtekeningalgoritme is niet toegestaan",
    "dubbele-sleutel": "Een naam staat er twee keer in",
    "schema": "De inhoud van de verklaring klopt niet",
    "afzender-onbekend": "Deze afzender kennen we niet",
    "geen-lid": "Deze organisatie is nu geen lid",
    "sleutel": "Deze sleutel is nu niet geldig",
    "handtekening": "De handtekening klopt niet",
    "tijdstip": "Het moment van ondertekenen klopt niet",
    "niet-bevoegd": "Deze organisatie mag dit niet zeggen",
    "conflict": "Er is intussen iets anders gezegd",
    "regel": "Dit mag nu niet",
    "toelichting": "Deze toelichting kan er niet bij, of niet weg",
    # proofs
    "bewijs": "Het bewijs klopt niet",
}


class Fout(Struct, frozen=True, kw_only=True):
    """One fault: where (`veld`, a path as `kanalen[0].nummer`), which (`code`), and what would be right."""

    veld: str
    code: str
    uitleg: str


class RegistryError(Exception):
    """The register says no. Catch this to catch all of them."""

    code: str = "storing"

    def __init__(self, detail: str, *, fouten: Sequence[Fout] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fouten = tuple(fouten)


class MalformedError(RegistryError):
    """The question itself is wrong; asking again the same way will not help."""

    code = "vraag-onjuist"


class NotFoundError(RegistryError):
    """There is no such thing, or the one who asks may not know of it."""

    code = "niet-gevonden"


class RefusedError(RegistryError):
    """A rule says no to a statement. Nothing of it is kept."""

    code = "regel"

    def __init__(self, code: str, detail: str, *, fouten: Sequence[Fout] = ()) -> None:
        super().__init__(detail, fouten=fouten)
        self.code = code


class TooLargeError(RefusedError):
    """A statement of more bytes than the limit."""

    def __init__(self, detail: str) -> None:
        super().__init__("te-groot", detail)


class ForbiddenError(RefusedError):
    """The statement is well made, but not this one's to make, or not now."""


class ConflictError(RefusedError):
    """`vorige` does not name the head of this `sub`; `huidig` does (None: nothing was said yet)."""

    def __init__(self, detail: str, *, huidig: str | None) -> None:
        super().__init__("conflict", detail)
        self.huidig = huidig


class AccessError(RegistryError):
    """No token, or one that is expired, forged, revoked, or of a member that is suspended."""

    reason: ClassVar[str] = "invalid_token"  # RFC 6750 section 3.1
    client_id: str | None = (
        None  # of a token that we gave, whoever shows it; for the record of refusals, not for an answer
    )

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class ScopeError(AccessError):
    """A good token that does not reach this far; `scope` would."""

    reason: ClassVar[str] = "insufficient_scope"

    def __init__(self, detail: str, *, scope: str) -> None:
        super().__init__("scope-ontbreekt", detail)
        self.scope = scope


class DpopError(AccessError):
    """Who calls does not show to hold the key that the token is bound to."""

    reason = "invalid_dpop_proof"  # RFC 9449 sections 5 and 7.1

    def __init__(self, detail: str, code: str = "dpop-onjuist") -> None:
        super().__init__(code, detail)


class NonceError(DpopError):
    """A good proof, made with no nonce of ours or with an old one; the answer brings a new one."""

    reason = "use_dpop_nonce"  # RFC 9449 sections 8 and 9

    def __init__(self, detail: str) -> None:
        super().__init__(detail, "dpop-nonce")


class TooManyError(RegistryError):
    """Too many calls; come back after `after_s` seconds."""

    code = "te-vaak"

    def __init__(self, detail: str, *, after_s: int) -> None:
        super().__init__(detail)
        self.after_s = after_s


class TooSlowError(RegistryError):
    """The request did not come in within its time."""

    code = "te-traag"


class ProofError(RegistryError):
    """A signature, a hash or a proof does not hold: what was shown is not what was sworn."""

    code = "bewijs"


class StoreError(RegistryError):
    """What is kept cannot be read back as it was written. Never the caller's fault."""


class UnreachableError(RegistryError):
    """The register could not be asked, or could not answer; asking again later may help."""

    code = "onbereikbaar"
