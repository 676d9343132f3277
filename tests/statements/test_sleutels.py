# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Keys: what is one, what is none, and whose signature it is; with jwcrypto and joserfc as second opinion."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws as joserfc_jws
from joserfc.jwk import KeySet
from jwcrypto.jwk import JWK, JWKSet
from jwcrypto.jws import JWS

from registry import wire
from registry.errors import Fout, MalformedError
from registry.projections.organisaties import Sleutelstand
from registry.statements.geheim import Geheim, load_secret, of_private
from registry.statements.professionallijnen import Intrekking
from registry.statements.schema import convert
from registry.statements.sleutels import (
    Ec,
    Jwk,
    Okp,
    Rsa,
    Sleutel,
    Sleutels,
    b64,
    key_faults,
    thumbprint,
    unb64,
    verifies,
)
from tests.support.network import START, members, secret

MESSAGE: Final = b"kop.inhoud"
ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
EC_KEY: Final = secret(1)
ED_KEY: Final = of_private(ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
RSA_KEY: Final = JWK.from_pyca(rsa.generate_private_key(public_exponent=65537, key_size=2048))


def public(theirs: JWK) -> Jwk:
    jwk: Jwk = msgspec.convert({k: v for k, v in theirs.export_public(as_dict=True).items() if k != "kid"}, Jwk)
    return jwk


RSA_JWK: Final = public(RSA_KEY)
JWKS: Final[list[Jwk]] = [EC_KEY.jwk, ED_KEY.jwk, RSA_JWK]
SIGNERS: Final = {
    "ES256": (JWK(**json.loads(EC_KEY.dump())), EC_KEY.jwk),
    "EdDSA": (JWK(**json.loads(ED_KEY.dump())), ED_KEY.jwk),
    "PS256": (RSA_KEY, RSA_JWK),
}


def sleutel(jwk: Jwk = EC_KEY.jwk, **fields: Any) -> Sleutel:
    given: dict[str, Any] = {"naam": "spreken", "gebruik": "verklaringen", "geldig_tot": START + timedelta(days=9)}
    return Sleutel(jwk=jwk, **(given | fields))


def found(*sleutels: Sleutel) -> list[tuple[str, str]]:
    return [(fout.veld, fout.code) for fout in key_faults(sleutels)]


def refused(members_: dict[str, Any]) -> list[Fout]:
    """What is wrong with a JWK, by its members or by its numbers."""
    held, fouten = convert(members(sleutel()) | {"jwk": members_}, Sleutel)
    return list(key_faults((held,))) if held else fouten


# --- thumbprints -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jwk", JWKS, ids=["EC", "OKP", "RSA"])
def test_the_name_of_a_key_is_the_name_that_others_give_it(jwk: Jwk) -> None:
    assert thumbprint(jwk) == JWK(**members(jwk)).thumbprint()
    assert thumbprint(jwk) == KeySet.import_key_set({"keys": [members(jwk)]}).keys[0].thumbprint()


def test_the_thumbprint_of_the_standard_is_ours() -> None:
    """RFC 7638 section 3.1."""
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3o"
        "knjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZH"
        "zu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEg"
        "U8awapJzKnqDKgw"
    )
    assert thumbprint(Rsa(n=n, e="AQAB")) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


# --- signatures ------------------------------------------------------------------------------------------------------


def signature(alg: str) -> tuple[bytes, bytes]:
    """A message and what jwcrypto signs it with."""
    token = JWS(b"{}")
    token.add_signature(SIGNERS[alg][0], alg, json.dumps({"alg": alg}))
    message, _, made = token.serialize(compact=True).encode().rpartition(b".")
    return message, unb64(made.decode())


@pytest.mark.parametrize("alg", SIGNERS)
def test_a_signature_holds_for_its_message_its_key_and_its_algorithm_only(alg: str) -> None:
    message, made = signature(alg)
    jwk = SIGNERS[alg][1]
    assert verifies(jwk, alg, message, made)
    assert not verifies(jwk, alg, message + b" ", made)
    for other in JWKS:
        for name in ("ES256", "PS256", "EdDSA", "Ed25519", "none", "HS256", "RS256"):
            if other != jwk or name not in {alg, "Ed25519" if alg == "EdDSA" else alg}:
                assert not verifies(other, name, message, made)


@pytest.mark.parametrize("alg", SIGNERS)
def test_a_signature_that_is_cut_grown_or_flipped_is_none(alg: str) -> None:
    message, made = signature(alg)
    jwk = SIGNERS[alg][1]
    bad = [b"", made[:-1], made[1:], made + b"\x00", b"\x00" + made, bytes(len(made)), b"\xff" * len(made), made * 2]
    bad += [made[:n] + bytes([made[n] ^ 1]) + made[n + 1 :] for n in range(len(made))]
    assert not [one for one in bad if verifies(jwk, alg, message, one)]


def test_an_ecdsa_signature_has_two_numbers_of_the_curve() -> None:
    r, s = EC_KEY.sign(MESSAGE)[:32], EC_KEY.sign(MESSAGE)[32:]
    zero, order = bytes(32), ORDER.to_bytes(32, "big")
    for bad in (zero + zero, r + zero, zero + s, order + s, r + order, order + order):
        assert not verifies(EC_KEY.jwk, "ES256", MESSAGE, bad)
    der = encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
    assert not verifies(EC_KEY.jwk, "ES256", MESSAGE, der)


def test_an_ecdsa_signature_can_be_rewritten_so_its_bytes_name_nothing() -> None:
    made = EC_KEY.sign(MESSAGE)
    mirrored = made[:32] + (ORDER - int.from_bytes(made[32:], "big")).to_bytes(32, "big")
    assert mirrored != made
    assert verifies(EC_KEY.jwk, "ES256", MESSAGE, mirrored)


def test_an_eddsa_signature_cannot_be_rewritten() -> None:
    """RFC 8032 section 8.4: S below the order of the group."""
    order = 2**252 + 27742317777372353535851937790883648493
    made = ED_KEY.sign(MESSAGE)
    grown = made[:32] + (int.from_bytes(made[32:], "little") + order).to_bytes(32, "little")
    assert verifies(ED_KEY.jwk, "EdDSA", MESSAGE, made)
    assert not verifies(ED_KEY.jwk, "EdDSA", MESSAGE, grown)


def test_rsa_signs_with_pss_only() -> None:
    token = JWS(b"{}")
    token.add_signature(RSA_KEY, "RS256", json.dumps({"alg": "RS256"}))
    message, _, made = token.serialize(compact=True).encode().rpartition(b".")
    assert not verifies(RSA_JWK, "PS256", message, unb64(made.decode()))


# --- key sets --------------------------------------------------------------------------------------------------------


def test_a_good_key_set_has_no_fault() -> None:
    keys = [
        sleutel(EC_KEY.jwk),
        sleutel(ED_KEY.jwk, naam="tweede"),
        sleutel(RSA_JWK, naam="loket", gebruik="toegang"),
    ]
    assert found(*keys) == []


def test_a_name_occurs_once() -> None:
    assert found(sleutel(EC_KEY.jwk), sleutel(ED_KEY.jwk)) == [("sleutels[1].naam", "dubbel")]


def test_a_key_has_one_purpose_and_occurs_once() -> None:
    again = sleutel(naam="tweede", gebruik="toegang")
    assert found(sleutel(), again) == [("sleutels[1].jwk", "dubbel")]


def test_a_key_set_has_a_key_to_speak_with() -> None:
    assert found(sleutel(gebruik="toegang")) == [("sleutels", "ontbreekt")]


def test_every_fault_of_a_key_set_is_named() -> None:
    off = Ec(crv="P-256", x=b64(bytes(32)), y=b64(bytes(32)))
    keys = (sleutel(gebruik="toegang"), sleutel(off, gebruik="toegang"), sleutel(gebruik="toegang"))
    assert found(*keys) == [
        ("sleutels[1].naam", "dubbel"),
        ("sleutels[1].jwk", "sleutel"),
        ("sleutels[2].naam", "dubbel"),
        ("sleutels[2].jwk", "dubbel"),
        ("sleutels", "ontbreekt"),
    ]


POINT: Final = members(EC_KEY.jwk)
ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
MODULUS: Final = members(RSA_JWK)["n"]
NOT_KEYS: Final[dict[str, dict[str, Any]]] = {
    "off the curve": POINT | {"y": POINT["x"]},
    "the point zero": POINT | {"x": b64(bytes(32)), "y": b64(bytes(32))},
    "numbers beyond the field": POINT | {"x": b64(b"\xff" * 32)},
    "a coordinate with spare bits": POINT | {"x": POINT["x"][:-1] + ALPHABET[ALPHABET.index(POINT["x"][-1]) + 1]},
    "a coordinate with padding": POINT | {"x": POINT["x"] + "="},
    "a short coordinate": POINT | {"x": b64(b"\x01" * 31)},
    "a coordinate with a new line": POINT | {"x": POINT["x"][:-1] + "\n"},
    "another curve": POINT | {"crv": "P-384"},
    "secp256k1": POINT | {"crv": "secp256k1"},
    "a private key": json.loads(EC_KEY.dump()),
    "a private Ed25519 key": json.loads(ED_KEY.dump()),
    "a symmetric key": {"kty": "oct", "k": "AAAA"},
    "no kty": {"crv": "P-256", "x": POINT["x"], "y": POINT["y"]},
    "with a kid": POINT | {"kid": EC_KEY.kid},
    "with a use": POINT | {"use": "sig"},
    "Ed448": {"kty": "OKP", "crv": "Ed448", "x": b64(b"\x01" * 57)},
    "X25519": members(ED_KEY.jwk) | {"crv": "X25519"},
    "1024 bits": {"kty": "RSA", "n": b64(b"\xff" * 128), "e": "AQAB"},
    "2047 bits": {"kty": "RSA", "n": b64(b"\x7f" + b"\xff" * 255), "e": "AQAB"},
    "4097 bits": {"kty": "RSA", "n": b64(b"\x01" + b"\xff" * 512), "e": "AQAB"},
    "exponent 3": {"kty": "RSA", "n": MODULUS, "e": "Aw"},
    "exponent with a zero before it": {"kty": "RSA", "n": MODULUS, "e": "AAEAAQ"},
    "a modulus with a zero before it (RFC 7518 section 6.3.1.1)": {
        "kty": "RSA",
        "n": b64(b"\x00" + unb64(MODULUS)),
        "e": "AQAB",
    },
    # Ed25519 by RFC 8032: OpenSSL takes any 32 bytes
    "no point of Ed25519": {"kty": "OKP", "crv": "Ed25519", "x": b64(b"\x02" + bytes(31))},
    "beyond the field of Ed25519": {"kty": "OKP", "crv": "Ed25519", "x": b64(b"\xff" * 31 + b"\x7f")},
    "the neutral point of Ed25519, for which anyone can sign": {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": b64(b"\x01" + bytes(31)),
    },
    "a point of order 4, for which anyone can sign": {"kty": "OKP", "crv": "Ed25519", "x": b64(bytes(32))},
}


@pytest.mark.parametrize("jwk", NOT_KEYS.values(), ids=NOT_KEYS.keys())
def test_what_is_no_key_is_refused(jwk: dict[str, Any]) -> None:
    fouten = refused(jwk)
    assert fouten
    secrets = [value for name, value in jwk.items() if name in {"d", "x", "n", "k"}]
    assert not [value for value in secrets if value in str(fouten)]


def test_a_key_for_which_anyone_can_sign_is_what_the_refusal_is_about() -> None:
    """With the neutral point as key, R = S·B is a signature under every message: here S = 0."""
    weak = Okp(crv="Ed25519", x=b64(b"\x01" + bytes(31)))
    forged = b"\x01" + bytes(63)
    assert not (verifies(weak, "EdDSA", b"nooit gezegd", forged) and not found(sleutel(weak)))


def test_the_same_rsa_key_is_the_same_key_however_it_is_written() -> None:
    padded = Rsa(n=b64(b"\x00" + unb64(MODULUS)), e="AQAB")
    assert found(sleutel(RSA_JWK), sleutel(padded, naam="loket", gebruik="toegang")) != []


@given(x=st.binary(min_size=32, max_size=32), y=st.binary(min_size=32, max_size=32))
def test_random_numbers_are_judged_and_never_crash(x: bytes, y: bytes) -> None:
    for jwk in (Ec(crv="P-256", x=b64(x), y=b64(y)), Okp(crv="Ed25519", x=b64(x)), Rsa(n=b64((x + y) * 4), e="AQAB")):
        if not found(sleutel(jwk)):
            assert not verifies(jwk, min(jwk.algoritmen), MESSAGE, bytes(64))


def test_a_compromise_has_a_moment_and_only_a_compromise_has() -> None:
    since = datetime(2026, 11, 1, tzinfo=UTC)
    keys = (sleutel(),)

    def codes(**fields: Any) -> list[str]:
        return [fout.veld for fout in Sleutels(sleutels=keys, **fields).fouten(date(2026, 11, 23))]

    assert codes(reden="gecompromitteerd", gecompromitteerd_sinds=since) == []
    assert codes(reden="vervanging") == []
    assert codes(reden="gecompromitteerd") == ["gecompromitteerdSinds"]
    assert codes(reden="verloren", gecompromitteerd_sinds=since) == ["gecompromitteerdSinds"]


# --- base64url -------------------------------------------------------------------------------------------------------


@given(raw=st.binary(max_size=60))
def test_bytes_come_back_from_base64url(raw: bytes) -> None:
    assert unb64(b64(raw)) == raw


@given(text=st.text(alphabet=ALPHABET + "=+/ \n.é", max_size=12))
def test_base64url_is_canonical_or_refused(text: str) -> None:
    try:
        raw = unb64(text)
    except ValueError:
        return
    assert b64(raw) == text


# --- what others verify with our JWK Set -----------------------------------------------------------------------------


def jwk_set(*keys: Jwk) -> bytes:
    """A JWK Set exactly as the register answers it."""
    stands = [
        Sleutelstand(naam=f"s{n}", gebruik="verklaringen", kid=thumbprint(jwk), jwk=jwk, van=START, tot=START)
        for n, jwk in enumerate(keys)
    ]
    return msgspec.json.encode(wire.Sleutelset(keys=tuple(map(wire.Jwk.of, stands))))


@pytest.mark.parametrize("geheim", [EC_KEY, ED_KEY], ids=["ES256", "EdDSA"])
def test_jwcrypto_verifies_a_statement_with_nothing_but_our_jwk_set(geheim: Geheim) -> None:
    jws = geheim.say(Intrekking(reden="Weg."), oin="0" * 20, sub=f"professionallijn/{'0' * 20}/a", iat=1)
    keys = JWKSet.from_json(jwk_set(*JWKS))
    token = JWS()
    token.deserialize(jws.decode())
    token.verify(keys.get_key(token.jose_header["kid"]))
    assert json.loads(token.payload)["intrekking"] == {"reden": "Weg."}


def test_joserfc_verifies_a_statement_with_nothing_but_our_jwk_set() -> None:
    jws = EC_KEY.say(Intrekking(reden="Weg."), oin="0" * 20, sub=f"professionallijn/{'0' * 20}/a", iat=1)
    keys = KeySet.import_key_set(json.loads(jwk_set(*JWKS)))
    assert joserfc_jws.deserialize_compact(jws, keys, algorithms=["ES256"]).headers()["kid"] == EC_KEY.kid


# --- private keys ----------------------------------------------------------------------------------------------------


RSA_SECRET: Final = load_secret(RSA_KEY.export_private().encode())


@pytest.mark.parametrize("geheim", [EC_KEY, ED_KEY, RSA_SECRET], ids=["EC", "OKP", "RSA"])
def test_a_private_key_comes_back_and_never_shows(geheim: Geheim) -> None:
    dumped = geheim.dump()
    assert load_secret(dumped).jwk == geheim.jwk
    secret_part = json.loads(dumped)["d"]
    assert secret_part not in f"{geheim!r} {geheim} {[geheim]}"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"d": 1}',
        EC_KEY.dump()[:-20],
        EC_KEY.dump().replace(b"P-256", b"P-384"),
        json.dumps(json.loads(EC_KEY.dump()) | {"x": POINT["y"]}).encode(),
        json.dumps(json.loads(EC_KEY.dump()) | {"d": b64(bytes(32))}).encode(),
        json.dumps(json.loads(EC_KEY.dump()) | {"d": b64(ORDER.to_bytes(32, "big"))}).encode(),
        json.dumps(json.loads(ED_KEY.dump()) | {"d": b64(bytes(31))}).encode(),
        json.dumps(json.loads(ED_KEY.dump()) | {"kty": "EC"}).encode(),
        json.dumps(POINT).encode(),
    ],
)
def test_a_file_that_is_no_private_key_is_refused_without_quoting_it(raw: bytes) -> None:
    with pytest.raises(MalformedError) as caught:
        load_secret(raw)
    assert json.loads(EC_KEY.dump())["d"] not in f"{caught.value} {caught.value.detail}"
    assert caught.value.__cause__ is None


def test_a_private_rsa_key_signs_with_pss() -> None:
    assert RSA_SECRET.alg == "PS256"
    assert verifies(RSA_JWK, "PS256", b"dit", RSA_SECRET.sign(b"dit"))
    assert not verifies(RSA_JWK, "PS256", b"dat", RSA_SECRET.sign(b"dit"))


@pytest.mark.parametrize(
    "changes",
    [{"p": None}, {"qi": None}, {"p": "AQAB"}, {"d": "AQAB"}, {"e": "Aw"}, {"n": b64(b"\xff" * 256)}, {"x": "AQAB"}],
    ids=str,
)
def test_an_rsa_file_that_is_no_key(changes: dict[str, str | None]) -> None:
    said = json.loads(RSA_SECRET.dump()) | changes
    with pytest.raises(MalformedError):
        load_secret(json.dumps({name: value for name, value in said.items() if value is not None}).encode())


def test_a_private_rsa_key_that_is_too_short() -> None:
    short = JWK.from_pyca(rsa.generate_private_key(public_exponent=65537, key_size=1024))  # noqa: S505  # on purpose
    with pytest.raises(MalformedError):
        load_secret(short.export_private().encode())


@pytest.mark.parametrize("geheim", [EC_KEY, ED_KEY, RSA_SECRET], ids=["EC", "OKP", "RSA"])
def test_what_is_derived_is_what_hkdf_derives_and_differs_by_purpose(geheim: Geheim) -> None:
    secret = unb64(json.loads(geheim.dump())["d"])
    assert geheim.derive(b"doel") == HKDF(SHA256(), 32, None, b"doel").derive(secret)
    assert geheim.derive(b"doel") != geheim.derive(b"ander doel")


def test_another_curve_is_not_taken_for_ours() -> None:
    other = ec.generate_private_key(ec.SECP384R1())
    with pytest.raises(MalformedError):
        load_secret(json.dumps(json.loads(JWK.from_pyca(other).export_private())).encode())
