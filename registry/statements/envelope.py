# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A statement: one compact JWS (RFC 7515) whose bytes are kept as they came.

    eyJ0eXAi…            {"typ": "kalender+jwt", "kid": "<RFC 7638 thumbprint>", "alg": "ES256"}
    .eyJpc3Mi…           {"iss": "urn:nld:oin:…", "iat": …, "sub": "kalender/2026", "kalender": {…}}
    .MEUCIQ…             signature over the ASCII of the two parts and the dot between them

The protected header has `typ`, `kid`, `alg` and perhaps `x5c`; nothing else, so no `crit`, no `b64`,
no `jwk`. A statement's name is `digest`: SHA-256 over the signing input. Not over the whole JWS: an
ECDSA signature can be rewritten into another valid one, so its bytes identify nothing.

`open_envelope` reads in the order of the contract (section 2): size, form, soort, algorithm, doubled
names, schema. What it returns is well made; whether it is true, and allowed, is for projections/rules.
"""

import hashlib
import json
from base64 import b64decode
from datetime import UTC, date, datetime
from itertools import chain, islice
from typing import Any, Final, cast, get_args

import msgspec
from msgspec import UNSET, Struct

from registry.errors import Fout, RefusedError, TooLargeError
from registry.statements.dubbel import Genoemd, dubbel
from registry.statements.klok import local_date
from registry.statements.namen import oin_of
from registry.statements.schema import MAX_FAULTS, body_faults, convert, depth, loose_faults, shown, within
from registry.statements.sleutels import Algoritme, Jwk, b64, of_public, thumbprint, unb64, verifies
from registry.statements.soorten import MAX_IAT, PAYLOADS, SOORT_OF, SOORTEN, Body

MAX_BYTES: Final = 64 * 1024
MAX_HEADER_BYTES: Final = 16 * 1024
MAX_DEPTH: Final = 16
MAX_CERTIFICATES: Final = 5
ALGORITMEN: Final[frozenset[str]] = frozenset(get_args(Algoritme))
_MEMBERS: Final = frozenset({"typ", "kid", "alg", "x5c"})
_TYP_SUFFIX: Final = "+jwt"


class Signed(Struct, frozen=True, kw_only=True):
    """A statement that is well made. `jws` is what was received; all else is read from it."""

    jws: bytes
    digest: str
    soort: str
    alg: str
    kid: str
    x5c: tuple[str, ...]
    oin: str
    iat: int
    sub: str
    vorige: str | None
    body: Body

    def verified_by(self, jwk: Jwk) -> bool:
        """Say whether this key made the signature."""
        signing_input, _, signature = self.jws.rpartition(b".")
        return verifies(jwk, self.alg, signing_input, unb64(signature.decode()))


def open_envelope(jws: bytes, *, nieuw: bool = False) -> Signed:
    """Read a compact JWS as a statement; `nieuw`: one that is handed in now (see `schema.body_faults`).

    Raises:
        TooLargeError: it has more than `MAX_BYTES` bytes.
        RefusedError: with the code of the first check that fails, and every fault of that check.
    """
    if len(jws) > MAX_BYTES:
        detail = f"Een verklaring heeft hoogstens {MAX_BYTES} bytes."
        raise TooLargeError(detail)
    raw_header, raw_payload = _parts(jws)
    header, payload = _json_object(raw_header, "kop"), _json_object(raw_payload, "inhoud")
    _check_header_form(header)
    soort = soort_of(header.get("typ"))
    if soort is None:
        raise RefusedError("soort-onbekend", f"typ is een van: {', '.join(name + _TYP_SUFFIX for name in PAYLOADS)}.")
    if header.get("alg") not in ALGORITMEN:
        raise RefusedError("algoritme", f"alg is een van: {', '.join(sorted(ALGORITMEN))}.")
    if doubled := list(islice(chain(dubbel(header, "kop"), dubbel(payload, "")), MAX_FAULTS)):
        raise RefusedError("dubbele-sleutel", "Elke naam mag in een object één keer voorkomen.", fouten=doubled)
    said = _typed(payload, soort, nieuw=nieuw)
    return Signed(
        jws=jws,
        digest=digest_of(jws),
        soort=soort,
        alg=header["alg"],
        kid=header["kid"],
        x5c=tuple(header.get("x5c", ())),
        oin=oin_of(said.iss),
        iat=said.iat,
        sub=said.sub,
        vorige=None if said.vorige is UNSET else said.vorige,
        body=getattr(said, soort),
    )


def digest_of(jws: bytes) -> str:
    """Name a statement: lower-case hex SHA-256 over its signing input (contract, section 1)."""
    return hashlib.sha256(jws.rpartition(b".")[0]).hexdigest()


def soort_of(typ: object) -> str | None:
    """Read the soort out of a `typ`, or None when it is none of ours."""
    if isinstance(typ, str) and typ.endswith(_TYP_SUFFIX) and (soort := typ.removesuffix(_TYP_SUFFIX)) in PAYLOADS:
        return soort
    return None


def peek_soort(jws: bytes) -> str | None:
    """Say of which soort a statement claims to be, cheaply and without an error; None when that cannot be read."""
    head, dot, _ = jws[: MAX_HEADER_BYTES * 4 // 3 + 2].partition(b".")
    try:
        header = json.loads(unb64(head.decode("ascii")).decode()) if dot else None
    except (ValueError, RecursionError):
        return None
    return soort_of(header.get("typ")) if isinstance(header, dict) else None


def signing_input(*, iss: str, iat: int, sub: str, vorige: str | None, body: Body, kid: str, alg: str) -> bytes:
    """Write what is to be signed: header and payload, ready for a key."""
    soort = SOORT_OF[type(body)]
    header = {"typ": soort + _TYP_SUFFIX, "kid": kid, "alg": alg}
    payload = {"iss": iss, "iat": iat, "sub": sub} | ({"vorige": vorige} if vorige else {}) | {soort: body}
    return f"{b64(msgspec.json.encode(header))}.{b64(msgspec.json.encode(payload))}".encode()


def _parts(jws: bytes) -> tuple[bytes, bytes]:
    """Split header and payload off; the signature must be there, in canonical base64url, but is not yet judged."""
    try:
        parts = jws.decode("ascii").split(".")
        header, payload, signature = (unb64(part) for part in parts)
    except ValueError as fault:
        raise RefusedError(
            "vorm", "Stuur één compacte JWS: drie delen canonieke base64url, met punten ertussen."
        ) from fault
    if len(header) > MAX_HEADER_BYTES:
        raise RefusedError("vorm", f"De kop heeft hoogstens {MAX_HEADER_BYTES} bytes.")
    if not signature:
        raise RefusedError("vorm", "De handtekening ontbreekt.")
    return header, payload


def _no_constant(name: str) -> float:
    message = f"{name} is no JSON"
    raise ValueError(message)


def _json_object(raw: bytes, part: str) -> Genoemd:
    """Parse strictly: UTF-8, an object, no NaN, no lone surrogates, not too deep."""
    try:
        text = raw.decode("utf-8")
        value = json.loads(text, object_pairs_hook=Genoemd.of, parse_constant=_no_constant)
        msgspec.json.decode(raw)  # refuses what json lets through: lone surrogates, control characters
    except (ValueError, RecursionError, msgspec.MsgspecError) as fault:
        raise RefusedError("vorm", f"De {part} is geen geldige JSON in UTF-8.") from fault
    if not isinstance(value, Genoemd):
        raise RefusedError("vorm", f"De {part} moet een JSON-object zijn.")
    if depth(value) > MAX_DEPTH:
        raise RefusedError("vorm", f"De {part} is dieper genest dan {MAX_DEPTH} lagen.")
    return value


def _check_header_form(header: Genoemd) -> None:
    """Hold the protected header to its four members."""
    fouten = [
        Fout(veld=f"kop.{shown(name)}", code="onbekend-veld", uitleg="De kop heeft alleen typ, kid, alg en x5c.")
        for name in header
        if name not in _MEMBERS
    ]
    fouten += [
        Fout(veld=f"kop.{name}", code="ontbreekt" if name not in header else "type", uitleg="Geef hier een tekst.")
        for name in ("typ", "kid", "alg")
        if not isinstance(header.get(name), str)
    ]
    if "x5c" in header and not _certifies(header["x5c"], header.get("kid")):
        uitleg = f"Geef 1 tot {MAX_CERTIFICATES} certificaten (DER in base64); het eerste hoort bij de sleutel in kid."
        fouten.append(Fout(veld="kop.x5c", code="certificaat", uitleg=uitleg))
    if fouten:
        raise RefusedError("vorm", "De kop van de verklaring klopt niet.", fouten=fouten)


def _certifies(x5c: object, kid: object) -> bool:
    """Say whether these are certificates, the first one of the key that signs (RFC 7515 section 4.1.6)."""
    if not (isinstance(x5c, list) and 1 <= len(x5c) <= MAX_CERTIFICATES and all(isinstance(item, str) for item in x5c)):
        return False
    from cryptography import x509  # noqa: PLC0415  # 85 ms that few statements need
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415  # likewise

    try:
        leaf, *_ = [x509.load_der_x509_certificate(b64decode(item, validate=True)) for item in x5c]
        return thumbprint(of_public(leaf.public_key())) == kid
    except (ValueError, UnsupportedAlgorithm, x509.InvalidVersion):
        return False


def _day(iat: int) -> date:
    return local_date(datetime.fromtimestamp(iat, UTC))


def _typed(payload: Genoemd, soort: str, *, nieuw: bool) -> Any:
    """Hold the payload to the schema of its soort, and the body to what its fields must mean together."""
    said, fouten = convert(payload, cast("type[Any]", PAYLOADS[soort]))
    if said is not None:
        body: Body = getattr(said, soort)
        fouten = list(within(body_faults(body, _day(said.iat), nieuw=nieuw), soort))
    elif nieuw and type(payload.get("iat")) is int and 0 <= payload["iat"] <= MAX_IAT:
        fouten += within(iter(loose_faults(payload.get(soort), SOORTEN[soort], _day(payload["iat"]))), soort)
    if fouten:
        raise RefusedError("schema", "De inhoud van de verklaring klopt niet.", fouten=fouten)
    return said
