# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The envelope under attack: cut, flipped, grown, doubled, nested, misspelt."""

import hashlib
import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa, x25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws as joserfc_jws
from joserfc.jwk import ECKey, OKPKey, RSAKey
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

from registry.errors import RefusedError, TooLargeError
from registry.statements.envelope import MAX_BYTES, MAX_DEPTH, Signed, digest_of, open_envelope, peek_soort
from registry.statements.geheim import Geheim
from registry.statements.namen import issuer
from registry.statements.professionallijnen import Intrekking
from registry.statements.sleutels import Jwk, b64, thumbprint
from registry.statements.soorten import PAYLOADS
from tests.support import lijn
from tests.support.network import START, members, secret

OIN = "00000099000000001000"
SUB = f"professionallijn/{OIN}/aow"
IAT = int(START.timestamp())
KEY = secret(1)
HEADER = {"typ": "professionallijn+jwt", "kid": KEY.kid, "alg": "ES256"}
BSN = "123456782"


def payload(**changes: Any) -> dict[str, Any]:
    """What a good statement says, with changes; a change to None leaves the member out."""
    good = {"iss": issuer(OIN), "iat": IAT, "sub": SUB, "professionallijn": members(lijn())}
    return {name: value for name, value in (good | changes).items() if value is not None}


def text(value: object) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def craft(said: object = None, header: object = None, *, geheim: Geheim = KEY) -> bytes:
    """Sign any header and payload at all, also what no library would write."""
    head, body = text(HEADER if header is None else header), text(payload() if said is None else said)
    message = f"{b64(head)}.{b64(body)}".encode()
    return message + b"." + b64(geheim.sign(message)).encode()


def refusal(jws: bytes) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        open_envelope(jws)
    return caught.value


def code(jws: bytes) -> str:
    return refusal(jws).code


def believed(jws: bytes) -> bool:
    """Say whether these bytes pass as a statement that this key signed."""
    try:
        signed = open_envelope(jws)
    except RefusedError:
        return False
    return signed.kid == KEY.kid and signed.verified_by(KEY.jwk)


SMALL = KEY.say(Intrekking(reden="Weg."), oin=OIN, sub=SUB, iat=IAT)

# --- the golden case -------------------------------------------------------------------------------------------------


def test_a_statement_is_read_as_it_was_said() -> None:
    jws = KEY.say(lijn(), oin=OIN, sub=SUB, iat=IAT, vorige="ab" * 32)
    assert open_envelope(jws) == Signed(
        jws=jws,
        digest=hashlib.sha256(jws.rpartition(b".")[0]).hexdigest(),
        soort="professionallijn",
        alg="ES256",
        kid=KEY.kid,
        x5c=(),
        oin=OIN,
        iat=IAT,
        sub=SUB,
        vorige="ab" * 32,
        body=lijn(),
    )


def test_two_signatures_over_one_content_are_one_statement() -> None:
    one, other = craft(), craft()
    assert one != other
    assert digest_of(one) == digest_of(other)


def test_another_spelling_of_the_same_json_is_another_statement() -> None:
    spaced = craft(json.dumps(payload(), indent=1).encode())
    assert believed(spaced)
    assert open_envelope(spaced).body == open_envelope(craft()).body
    assert digest_of(spaced) != digest_of(craft())


# --- cut, flipped, grown ---------------------------------------------------------------------------------------------


def test_the_bytes_of_these_tests_are_believed_when_left_alone() -> None:
    assert believed(SMALL)


def test_no_statement_survives_being_cut_anywhere() -> None:
    assert not [n for n in range(len(SMALL)) if believed(SMALL[:n]) or believed(SMALL[n + 1 :])]


def test_no_statement_survives_the_loss_of_any_byte() -> None:
    assert not [n for n in range(len(SMALL)) if believed(SMALL[:n] + SMALL[n + 1 :])]


@pytest.mark.parametrize("bit", range(8))
def test_no_statement_survives_the_flip_of_any_bit(bit: int) -> None:
    def flipped(n: int) -> bytes:
        return SMALL[:n] + bytes([SMALL[n] ^ 1 << bit]) + SMALL[n + 1 :]

    assert not [n for n in range(len(SMALL)) if believed(flipped(n))]


@pytest.mark.parametrize("extra", [b"A", b".", b"=", b"\n", b" ", b"\x00", b"\xff"])
def test_no_statement_survives_a_byte_more_anywhere(extra: bytes) -> None:
    assert not [n for n in range(len(SMALL) + 1) if believed(SMALL[:n] + extra + SMALL[n:])]


def test_parts_of_two_statements_do_not_make_a_third() -> None:
    other = KEY.say(Intrekking(reden="Terug."), oin=OIN, sub=SUB, iat=IAT)
    header, said, signature = SMALL.split(b".")
    _, other_said, other_signature = other.split(b".")
    assert not believed(b".".join([header, other_said, signature]))
    assert not believed(b".".join([header, said, other_signature]))


# --- size ------------------------------------------------------------------------------------------------------------


def test_one_byte_over_64_kib_is_too_large_whatever_it_is() -> None:
    with pytest.raises(TooLargeError):
        open_envelope(b"A" * (MAX_BYTES + 1))
    assert code(b"A" * (MAX_BYTES + 1)) == "te-groot"
    assert code(b"A" * MAX_BYTES) == "vorm"


def test_a_statement_of_exactly_64_kib_is_read() -> None:
    empty = craft(text(payload()))
    room = MAX_BYTES - len(empty)
    full = craft(text(payload()) + b" " * (room * 3 // 4))
    assert MAX_BYTES - 4 < len(full) <= MAX_BYTES
    assert believed(full)


# --- form ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "jws",
    [
        b"",
        b".",
        b"..",
        b"...",
        b"e30.e30",
        b"e30.e30.",
        b"e30.e30.AA.AA",
        SMALL + b"\n",
        b"\n" + SMALL,
        b" " + SMALL,
        SMALL + b"=",
        b"\xef\xbb\xbf" + SMALL,
        SMALL.decode().encode("utf-16"),
        SMALL.rpartition(b".")[0] + b".",
        json.dumps({"payload": "e30", "signatures": []}).encode(),
        b"Bearer " + SMALL,
    ],
)
def test_what_is_not_one_compact_jws_is_a_fault_of_form(jws: bytes) -> None:
    assert code(jws) == "vorm"


@pytest.mark.parametrize("part", [0, 1, 2])
def test_base64_has_one_spelling_only(part: int) -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for pad in range(3):  # one of these lengths has no spare bits
        jws = craft(text(payload()) + b" " * pad, text(HEADER) + b" " * pad)
        parts = jws.decode().split(".")
        raw = parts[part]
        bad = [raw + "=" * (-len(raw) % 4 or 4), raw + "\n", raw[:3] + " " + raw[3:], raw[:3] + "+" + raw[4:]]
        if len(raw) % 4:  # spare bits that are not zero
            bad.append(raw[:-1] + alphabet[alphabet.index(raw[-1]) + 1])
        for spelling in bad:
            parts[part] = spelling
            assert code(".".join(parts).encode()) == "vorm"


UNREADABLE = {
    "empty": b"",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1",
    "a text": b'"tekst"',
    "two objects": b"{}{}",
    "something after it": text(payload()) + b"x",
    "single quotes": b"{'iss': 1}",
    "a comment": b"{} // klaar",
    "a comma too many": b'{"iss": 1,}',
    "utf-16": json.dumps(payload()).encode("utf-16"),
    "utf-16 without a mark": json.dumps(payload()).encode("utf-16-le"),
    "utf-32": json.dumps(payload()).encode("utf-32"),
    "latin-1": json.dumps(payload(naam="é"), ensure_ascii=False).encode("latin-1"),
    "a byte order mark": b"\xef\xbb\xbf" + text(payload()),
    "overlong utf-8": b'{"iss": "\xc0\xaf"}',
    "a surrogate in utf-8": b'{"iss": "\xed\xa0\x80"}',
    "a lone surrogate": b'{"iss": "\\ud800"}',
    "a lone surrogate as a name": b'{"\\udfff": 1}',
    "a bare control character": b'{"iss": "\x00"}',
    "a bare new line": b'{"iss": "a\nb"}',
    "NaN": b'{"iat": NaN}',
    "Infinity": b'{"iat": Infinity}',
    "-Infinity": b'{"iat": -Infinity}',
    "1e400": b'{"iat": 1e400}',
    "an integer of 5,000 digits": b'{"iat": ' + b"9" * 5000 + b"}",
    "30,000 brackets": b'{"a": ' + b"[" * 30_000 + b"]" * 10_000 + b"}",
    "30,000 brackets, never closed": b"[" * 30_000,
    "20,000 closed brackets": b'{"a": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "8,000 objects": b'{"a":' * 8_000 + b"1" + b"}" * 8_000,
    "300 objects": b'{"a":' * 300 + b"1" + b"}" * 300,
    "17 layers": b'{"a":' * (MAX_DEPTH + 1) + b"[]" + b"}" * (MAX_DEPTH + 1),
}


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_payload_that_is_no_flat_json_object_in_utf_8_is_a_fault_of_form(raw: bytes) -> None:
    assert code(craft(raw)) == "vorm"


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_so_is_such_a_header(raw: bytes) -> None:
    assert code(craft(header=raw)) == "vorm"
    assert peek_soort(craft(header=raw)) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("crit", []),
        ("crit", ["exp"]),
        ("crit", ["b64"]),
        ("crit", "typ"),
        ("b64", False),
        ("b64", True),
        ("jwk", members(KEY.jwk)),
        ("jku", "https://kwaad.example/sleutels"),
        ("x5u", "https://kwaad.example/certificaat"),
        ("x5t#S256", "AAAA"),
        ("cty", "JWT"),
        ("zip", "DEF"),
        ("enc", "A256GCM"),
        ("nonce", "1"),
        ("", 1),
        ("KID", "a"),
        ("kid ", "a"),
    ],
)
def test_a_header_has_no_other_members(name: str, value: object) -> None:
    error = refusal(craft(header=HEADER | {name: value}))
    assert error.code == "vorm"
    assert [fout.code for fout in error.fouten] == ["onbekend-veld"]


@pytest.mark.parametrize("name", ["typ", "kid", "alg"])
@pytest.mark.parametrize("value", [None, 1, True, [], {}, ["ES256"]])
def test_the_members_of_a_header_are_texts(name: str, value: object) -> None:
    error = refusal(craft(header=HEADER | {name: value}))
    assert (error.code, [fout.veld for fout in error.fouten]) == ("vorm", [f"kop.{name}"])


@pytest.mark.parametrize("name", ["typ", "kid", "alg"])
def test_every_member_of_a_header_is_needed(name: str) -> None:
    error = refusal(craft(header={key: value for key, value in HEADER.items() if key != name}))
    assert (error.code, [(fout.veld, fout.code) for fout in error.fouten]) == ("vorm", [(f"kop.{name}", "ontbreekt")])


def test_every_fault_of_a_header_is_named_at_once() -> None:
    error = refusal(craft(header={"typ": 1, "crit": [], "x5c": "geen lijst"}))
    assert {fout.veld for fout in error.fouten} == {"kop.typ", "kop.kid", "kop.alg", "kop.crit", "kop.x5c"}


@pytest.mark.parametrize("x5c", [[], "AAAA", [1], [None], ["AAAA"] * 6, {"0": "AAAA"}, None, True])
def test_x5c_is_a_short_list_of_texts(x5c: object) -> None:
    error = refusal(craft(header=HEADER | {"x5c": x5c}))
    assert (error.code, [fout.veld for fout in error.fouten]) == ("vorm", ["kop.x5c"])


@pytest.mark.parametrize("garbage", ["geen base64!", "", "AAAA", f"Jan Jansen, BSN {BSN}", "-----BEGIN"])
def test_x5c_holds_certificates_and_no_other_texts(garbage: str) -> None:
    """RFC 7515 section 4.1.6: DER in base64, the first one of the key that signed. The log keeps what is in it."""
    assert code(craft(header=HEADER | {"x5c": [garbage]})) == "vorm"


# --- soort and algorithm ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typ",
    [
        "JWT",
        "",
        "+jwt",
        "professionallijn",
        "Professionallijn+jwt",
        "professionallijn+JWT",
        "zegsel+jwt",
        "at+jwt",
        "application/professionallijn+jwt",
        "professionallijn+jwt ",
        "__class__+jwt",
        "../kalender+jwt",
    ],
)
def test_a_soort_that_is_none_of_ours_is_refused(typ: str) -> None:
    jws = craft(header=HEADER | {"typ": typ})
    assert code(jws) == "soort-onbekend"
    assert peek_soort(jws) is None


@pytest.mark.parametrize(
    "alg",
    [
        "none",
        "None",
        "NONE",
        "",
        "HS256",
        "HS512",
        "RS256",
        "ES384",
        "ES512",
        "ES256K",
        "es256",
        "PS384",
        "Ed448",
        "ES256 ",
        "dir",
        "ESP256",
    ],
)
def test_an_algorithm_that_is_none_of_ours_is_refused(alg: str) -> None:
    assert code(craft(header=HEADER | {"alg": alg})) == "algoritme"


def test_no_algorithm_and_no_signature_is_nothing_at_all() -> None:
    unsigned = craft(header=HEADER | {"alg": "none"}).rpartition(b".")[0] + b"."
    assert code(unsigned) == "vorm"


def test_a_public_key_is_no_shared_secret() -> None:
    message = craft(header=HEADER | {"alg": "HS256"}).rpartition(b".")[0]
    for shared in (msgspec.json.encode(KEY.jwk), KEY.kid.encode(), JWK(**members(KEY.jwk)).export_to_pem()):
        forged = hmac.digest(shared, message, "sha256")
        assert code(message + b"." + b64(forged).encode()) == "algoritme"


@pytest.mark.parametrize("alg", ["PS256", "EdDSA", "Ed25519"])
def test_a_good_signature_under_the_name_of_another_algorithm_proves_nothing(alg: str) -> None:
    assert not believed(craft(header=HEADER | {"alg": alg}))


# --- doubled names ---------------------------------------------------------------------------------------------------


def doubled(where: str, raw: bytes) -> bytes:
    return craft(header=raw) if where == "header" else craft(raw)


@pytest.mark.parametrize(
    ("where", "raw", "veld"),
    [
        ("header", text(HEADER)[:-1] + b', "alg": "ES256"}', "kop.alg"),
        ("header", b'{"alg": "none", ' + text(HEADER)[1:], "kop.alg"),
        ("header", b'{"typ": "kalender+jwt", ' + text(HEADER)[1:], "kop.typ"),
        ("header", text(HEADER)[:-1] + b', "k\\u0069d": "' + KEY.kid.encode() + b'"}', "kop.kid"),
        ("payload", text(payload())[:-1] + b', "iss": "urn:nld:oin:00000099000000009000"}', "iss"),
        ("payload", text(payload())[:-1] + b', "i\\u0061t": 1}', "iat"),
        ("payload", text(payload()).replace(b'"titel"', b'"naam": "anders", "titel"'), "professionallijn.naam"),
        (
            "payload",
            text(payload()).replace(b'"soort"', b'"nummer": "+31880000102", "soort"'),
            "professionallijn.kanalen[0].nummer",
        ),
        ("payload", b'{"a": {"": 1, "": 2}}', "a.…"),
    ],
)
def test_a_name_that_is_there_twice_is_refused_by_name(where: str, raw: bytes, veld: str) -> None:
    error = refusal(doubled(where, raw))
    assert (error.code, [fout.veld for fout in error.fouten]) == ("dubbele-sleutel", [veld])


def test_every_doubled_name_is_named() -> None:
    raw = text(payload())[:-1] + b', "iss": 1, "sub": 2, "sub": 3}'
    assert [fout.veld for fout in refusal(craft(raw)).fouten] == ["iss", "sub"]


# --- schema ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "iat",
    [True, "1795000000", 1.5, -1, None, [], 10**30, 253_402_300_800, "2026-11-23T10:00:00", "2026-11-23T10:00:00Z"],
)
def test_iat_is_whole_seconds(iat: object) -> None:
    error = refusal(craft(text(payload() | {"iat": iat})))
    assert (error.code, [fout.veld for fout in error.fouten]) == ("schema", ["iat"])


@pytest.mark.parametrize("raw", [b"1795000000.0", b"1.795e9", b"1795000000e0", b"-0.0", b"0e999"])
def test_iat_is_not_written_as_a_fraction_or_a_power(raw: bytes) -> None:
    assert code(craft(text(payload(iat=424242)).replace(b"424242", raw))) == "schema"


@pytest.mark.parametrize("iat", [0, 1, 253_402_300_799, 253_402_297_200, 253_402_297_199])
def test_the_first_and_the_last_second_of_the_calendar_can_be_read(iat: int) -> None:
    """Until 9999-12-31T23:59:59Z, which is a day of the year 10000 in the Netherlands."""
    try:
        assert open_envelope(craft(payload(iat=iat))).iat == iat
    except RefusedError as refused:
        assert refused.code == "schema"  # noqa: PT017  # either is right; a crash is not


@pytest.mark.parametrize("name", ["iss", "iat", "sub", "professionallijn"])
def test_every_member_of_a_payload_is_needed(name: str) -> None:
    error = refusal(craft(payload(**{name: None})))
    assert (error.code, [(fout.veld, fout.code) for fout in error.fouten]) == ("schema", [(name, "ontbreekt")])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("iss", OIN),
        ("iss", f"urn:nld:oin:{OIN}\n"),
        ("iss", f"URN:NLD:OIN:{OIN}"),
        ("iss", f"urn:nld:oin:{OIN}0"),
        ("iss", "urn:nld:oin:" + "٠" * 20),
        ("sub", f"professionallijn/{OIN}"),
        ("sub", f"professionallijn/{OIN}/AOW"),
        ("sub", f"professionallijn/{OIN}/aow\n"),
        ("sub", f"professionallijn/{OIN}/../aow"),
        ("sub", f"kalender/{OIN}/aow"),
        ("sub", f"professionallijn/{OIN}/{'a' * 128}"),
        ("vorige", None),
        ("vorige", ""),
        ("vorige", "AB" * 32),
        ("vorige", "ab" * 31),
        ("vorige", "ab" * 32 + "\n"),
    ],
)
def test_identifiers_have_one_spelling(name: str, value: object) -> None:
    error = refusal(craft(text(payload() | {name: value})))
    assert (error.code, [fout.veld for fout in error.fouten]) == ("schema", [name])


@pytest.mark.parametrize("name", ["exp", "nbf", "jti", "aud", "cnf", "professionalLijn", "kalender", "\x00", "\u202e"])
def test_a_payload_has_no_other_members(name: str) -> None:
    error = refusal(craft(payload() | {name: 1}))
    assert (error.code, [fout.code for fout in error.fouten]) == ("schema", ["onbekend-veld"])
    assert all(fout.veld.isprintable() for fout in error.fouten)


def test_a_body_of_another_soort_than_its_typ_is_refused() -> None:
    assert code(craft(header=HEADER | {"typ": "kalender+jwt"})) == "schema"


def test_every_fault_of_a_payload_is_named_at_once() -> None:
    body = members(lijn()) | {"naam": "AOW", "bevestigd": "gisteren", "kanalen": [{"soort": "telefoon"}], "kleur": 1}
    error = refusal(craft(payload(iss="SVB", sub=None, professionallijn=body)))
    assert [(fout.veld, fout.code) for fout in error.fouten] == [
        ("iss", "patroon"),
        ("sub", "ontbreekt"),
        ("professionallijn.naam", "patroon"),
        ("professionallijn.kanalen[0].nummer", "ontbreekt"),
        ("professionallijn.bevestigd", "vorm"),
        ("professionallijn.kleur", "onbekend-veld"),
    ]


# --- order -----------------------------------------------------------------------------------------------------------


def test_of_two_faults_the_earlier_check_speaks() -> None:
    """The contract, section 2: size, form, soort, algorithm, doubled names, schema."""
    soort, alg = {"typ": "zegsel+jwt"}, {"alg": "none"}
    twice, bad = b'{"iss": 1, "iss": 2}', b"{}"
    assert code(craft(b" " * MAX_BYTES, HEADER | soort)) == "te-groot"
    assert code(craft(b"nee", HEADER | soort)) == "vorm"
    assert code(craft(twice, HEADER | soort | alg | {"crit": []})) == "vorm"
    assert code(craft(twice, HEADER | soort | alg)) == "soort-onbekend"
    assert code(craft(twice, HEADER | alg)) == "algoritme"
    assert code(craft(twice)) == "dubbele-sleutel"
    assert code(craft(bad)) == "schema"


# --- what is said back -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "header"),
    [
        (b'{"Jan Jansen 123456782": {"a": 1, "a": 2}}', None),
        (b'{"Jan Jansen 123456782": [{"a": 1, "a": 2}]}', None),
        (b'{"123456782": 1, "123456782": 2}', None),
        (None, HEADER | {BSN: 1}),
        (None, HEADER | {f"JanJansen{BSN}" * 20: 1}),
        (None, HEADER | {"typ": BSN}),
        (None, HEADER | {"alg": BSN}),
        (payload() | {BSN: 1}, None),
        (payload() | {f"jan-jansen-{BSN}": 1}, None),
        (payload(iss=BSN, sub=BSN, vorige=BSN, professionallijn=BSN), None),
        (payload(professionallijn={"naam": [BSN], "kanalen": [{"soort": BSN}], "geldig": {"van": BSN}}), None),
    ],
)
def test_what_is_wrong_is_told_without_repeating_what_was_sent(said: object, header: object) -> None:
    error = refusal(craft(said, header))
    told = f"{error.detail} {error.fouten} {error}"
    assert BSN not in told
    assert "Jan" not in told


# --- not too much work, not too long an answer -----------------------------------------------------------------------


def test_one_doubled_name_is_found_among_thousands() -> None:
    names = ",".join(f'"{n:x}":0' for n in range(5_800))
    error = refusal(craft(f'{{{names},"0":1}}'.encode()))
    assert (error.code, [fout.veld for fout in error.fouten]) == ("dubbele-sleutel", ["0"])


def test_many_unknown_names_do_not_make_a_book_of_an_answer() -> None:
    names = ",".join(f'"{n:x}":0' for n in range(5_800))
    error = refusal(craft(f"{{{names}}}".encode()))
    assert error.code == "schema"
    assert len(msgspec.json.encode(error.fouten)) < 4 * MAX_BYTES


def test_a_long_list_is_refused_by_its_length() -> None:
    long = ",".join("1" * 22_000)
    error = refusal(craft(text(payload()).replace(b'"geldig"', f'"vraagtypen": [{long}], "geldig"'.encode())))
    assert [(fout.veld, fout.code) for fout in error.fouten] == [("professionallijn.vraagtypen", "lengte")]


# --- made-up input ---------------------------------------------------------------------------------------------------

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)


@given(raw=st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_code_and_never_with_a_crash(raw: bytes) -> None:
    assert code(raw) == "vorm"
    assert peek_soort(raw) is None


@settings(max_examples=150)
@given(data=st.data(), soort=st.sampled_from(sorted(PAYLOADS)))
def test_any_json_is_refused_with_a_code_and_never_with_a_crash(data: st.DataObject, soort: str) -> None:
    said = data.draw(st.dictionaries(st.sampled_from(["iss", "iat", "sub", "vorige", soort]), json_values))
    jws = craft(said, HEADER | {"typ": f"{soort}+jwt"})
    assert code(jws) == "schema"
    assert peek_soort(jws) == soort


# --- the soort at a glance -------------------------------------------------------------------------------------------


def test_the_soort_at_a_glance_is_the_soort() -> None:
    assert peek_soort(craft()) == open_envelope(craft()).soort


def test_a_header_may_be_as_long_for_a_glance_as_it_may_be_for_reading() -> None:
    """Between 12 and 16 KiB a header fits, but its base64 is longer than 16 KiB."""
    long = text(HEADER) + b" " * (15 * 1024)
    assert open_envelope(craft(header=long)).soort == "professionallijn"
    assert peek_soort(craft(header=long)) == "professionallijn"


# --- other libraries -------------------------------------------------------------------------------------------------


def test_jwcrypto_and_joserfc_read_what_we_sign() -> None:
    public = members(KEY.jwk)
    theirs = JWS()
    theirs.deserialize(SMALL.decode(), JWK(**public))
    opened = joserfc_jws.deserialize_compact(SMALL, ECKey.import_key(public), algorithms=["ES256"])
    assert theirs.payload == opened.payload
    assert json.loads(theirs.payload)["intrekking"] == {"reden": "Weg."}


@pytest.mark.parametrize(
    ("alg", "made"),
    [
        ("ES256", {"kty": "EC", "crv": "P-256"}),
        ("EdDSA", {"kty": "OKP", "crv": "Ed25519"}),
        ("PS256", {"kty": "RSA", "size": 2048}),
    ],
)
def test_we_read_what_jwcrypto_signs(alg: str, made: dict[str, Any]) -> None:
    theirs = JWK.generate(**made)
    jwk: Jwk = msgspec.convert({k: v for k, v in theirs.export_public(as_dict=True).items() if k != "kid"}, Jwk)
    token = JWS(text(payload()))
    token.add_signature(theirs, alg, json.dumps(HEADER | {"kid": theirs.thumbprint(), "alg": alg}))
    signed = open_envelope(token.serialize(compact=True).encode())
    assert signed.kid == thumbprint(jwk)
    assert signed.verified_by(jwk)
    assert not signed.verified_by(KEY.jwk)


@pytest.mark.parametrize("alg", ["ES256", "PS256", "Ed25519"])  # it warns of the name EdDSA, which jwcrypto uses
def test_we_read_what_joserfc_signs(alg: str) -> None:
    key: ECKey | RSAKey | OKPKey
    match alg:
        case "ES256":
            key = ECKey.generate_key("P-256")
        case "PS256":
            key = RSAKey.generate_key(2048)
        case _:
            key = OKPKey.generate_key("Ed25519")
    header = HEADER | {"kid": key.thumbprint(), "alg": alg}
    token = joserfc_jws.serialize_compact(header, text(payload()), key, algorithms=[alg])
    jwk: Jwk = msgspec.convert({k: v for k, v in key.as_dict(private=False).items() if k != "kid"}, Jwk)
    signed = open_envelope(token.encode())
    assert signed.kid == thumbprint(jwk)
    assert signed.verified_by(jwk)


# --- certificates ----------------------------------------------------------------------------------------------------

CA = ec.derive_private_key(4711, ec.SECP256R1())


def certificate(public: Any) -> bytes:
    """A certificate of a public key, as DER. TEST ONLY."""
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "TEST ONLY")])
    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, public, 1, first, last).sign(CA, SHA256())
    return made.public_bytes(Encoding.DER)


def certified(*der: bytes) -> bytes:
    return craft(header=HEADER | {"x5c": [b64encode(one).decode() for one in der]})


OWN = certificate(KEY.private.public_key())


def test_a_certificate_of_the_key_that_signs_may_go_along_with_its_chain() -> None:
    for chain in ([OWN], [OWN, certificate(CA.public_key())]):
        jws = certified(*chain)
        assert believed(jws)
        assert len(open_envelope(jws).x5c) == len(chain)


@pytest.mark.parametrize(
    "public",
    [
        secret(2).private.public_key(),
        ec.derive_private_key(5, ec.SECP384R1()).public_key(),
        ec.derive_private_key(5, ec.SECP256K1()).public_key(),
        ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key(),
        ed448.Ed448PrivateKey.from_private_bytes(bytes(57)).public_key(),
        x25519.X25519PrivateKey.from_private_bytes(bytes(32)).public_key(),
        rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key(),  # noqa: S505  # too weak, that is the point
        rsa.generate_private_key(public_exponent=3, key_size=2048).public_key(),
        dsa.generate_private_key(key_size=1024).public_key(),  # noqa: S505  # too weak, that is the point
    ],
    ids=lambda public: type(public).__name__,
)
def test_a_certificate_of_another_key_does_not(public: Any) -> None:
    for chain in ([certificate(public)], [certificate(public), OWN]):
        error = refusal(certified(*chain))
        assert (error.code, [fout.veld for fout in error.fouten]) == ("vorm", ["kop.x5c"])


def test_a_certificate_of_a_kind_of_key_that_nobody_knows_is_refused() -> None:
    ec_public_key = bytes.fromhex("06072a8648ce3d0201")  # 1.2.840.10045.2.1
    prime256v1 = bytes.fromhex("06082a8648ce3d030107")
    for known in (ec_public_key, prime256v1):
        assert known in OWN
        assert code(certified(OWN.replace(known, known[:-1] + b"\x7f"))) == "vorm"


@pytest.mark.filterwarnings("ignore:Parsed a serial number")  # a flip makes it negative
def test_a_certificate_that_is_cut_or_flipped_is_refused_or_still_of_this_key() -> None:
    def outcome(der: bytes) -> str:
        try:
            open_envelope(certified(der))
        except RefusedError as refused:
            return refused.code
        return "fine"  # its name or dates were flipped: whoever trusts the CA will see that

    assert {outcome(OWN[:n]) for n in range(0, len(OWN), 3)} == {"vorm"}
    assert {outcome(OWN[:n] + bytes([OWN[n] ^ 1]) + OWN[n + 1 :]) for n in range(len(OWN))} <= {"vorm", "fine"}
