# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The file of keys that sign tokens."""

import itertools
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from jwcrypto.jwk import JWK, JWKSet

from registry.errors import MalformedError
from registry.oauth.jwts import read_jwt
from registry.oauth.tokensleutels import Tokensleutels
from registry.statements.geheim import new_secret, of_private

NOW, BEFORE, LATER = new_secret(), new_secret(), new_secret()


def key_set(*keys: bytes) -> bytes:
    return b'{"keys":[' + b",".join(keys) + b"]}"


def public(raw: bytes) -> bytes:
    return json.dumps({name: value for name, value in json.loads(raw).items() if name != "d"} | {"use": "sig"}).encode()


def test_one_private_key_is_enough() -> None:
    assert list(Tokensleutels.load(NOW.dump()).published) == [NOW.kid]


def test_the_first_of_a_set_signs_and_all_are_published() -> None:
    sleutels = Tokensleutels.load(key_set(NOW.dump(), public(BEFORE.dump()), LATER.dump()))
    assert sleutels.geheim.kid == NOW.kid
    assert list(sleutels.published) == [NOW.kid, BEFORE.kid, LATER.kid]


def test_what_is_published_is_public_and_others_can_read_it() -> None:
    document = Tokensleutels.load(key_set(NOW.dump(), LATER.dump())).jwks()
    for key in document["keys"]:
        assert key.keys() == {"kty", "crv", "x", "y", "use", "alg", "kid"}
    read = JWKSet.from_json(json.dumps(document))
    assert [key.thumbprint() for kid in (NOW.kid, LATER.kid) if (key := read.get_key(kid))] == [NOW.kid, LATER.kid]


@pytest.mark.parametrize("bits", [2048, 4096])
def test_an_rsa_key_signs_ps256_and_never_rs256(bits: int) -> None:
    private = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    geheim = of_private(private)
    sleutels = Tokensleutels.load(geheim.dump())
    token = sleutels.sign({"sub": "x"})
    keys = KeySet.import_key_set(json.loads(json.dumps(sleutels.jwks())))
    read = jwt.decode(token, keys, algorithms=["PS256"])
    assert read.header == {"typ": "at+jwt", "alg": "PS256", "kid": geheim.kid}
    assert read_jwt(token).verified_by(sleutels.published[geheim.kid])
    weaker = jwt.encode({"alg": "RS256", "kid": geheim.kid}, {}, RSAKey.import_key(private), algorithms=["RS256"])
    assert not read_jwt(weaker).verified_by(sleutels.published[geheim.kid])


def test_a_change_of_keys_may_be_to_another_kind() -> None:
    ps256 = of_private(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    steps = [(NOW.dump(),), (NOW.dump(), ps256.dump()), (ps256.dump(), public(NOW.dump())), (ps256.dump(),)]
    sets = [Tokensleutels.load(key_set(*step)) for step in steps]
    assert [found.geheim.alg for found in sets] == ["ES256", "ES256", "PS256", "PS256"]
    for before, after in itertools.pairwise(sets):  # at each step, tokens of the step before still verify
        token = read_jwt(before.sign({}))
        assert token.verified_by(after.published[str(token.kop.kid)])
    for found in sets:
        assert {key["kid"]: key["alg"] for key in found.jwks()["keys"]} == {
            kid: {NOW.kid: "ES256", ps256.kid: "PS256"}[kid] for kid in found.published
        }
    assert all(key.keys() == {"kty", "n", "e", "use", "alg", "kid"} for key in sets[-1].jwks()["keys"])


def test_its_text_form_hides_the_key() -> None:
    secret = json.loads(NOW.dump())["d"]
    assert secret not in repr(Tokensleutels.load(key_set(NOW.dump(), LATER.dump())))


OFF_CURVE = json.dumps(json.loads(public(NOW.dump())) | {"x": json.loads(BEFORE.dump())["x"]}).encode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"x",
        b"[]",
        b"{}",
        b'{"keys":[]}',
        b'{"keys":{}}',
        b'{"keys":[1]}',
        key_set(public(NOW.dump())),
        key_set(NOW.dump(), b"{}"),
        key_set(NOW.dump(), b'{"kty":"oct","k":"AAAA"}'),
        of_private(ed25519.Ed25519PrivateKey.generate()).dump(),
        key_set(NOW.dump(), of_private(ed25519.Ed25519PrivateKey.generate()).dump()),
        NOW.dump()[:-3],
        JWK.from_pyca(rsa.generate_private_key(public_exponent=65537, key_size=1024)).export_private().encode(),  # noqa: S505  # on purpose
        key_set(NOW.dump(), b'{"kty":"RSA","e":"AQAB","n":"' + b"A" * 342 + b'"}'),
        key_set(NOW.dump(), OFF_CURVE),
    ],
)
def test_a_file_that_holds_no_such_keys(raw: bytes) -> None:
    with pytest.raises(MalformedError) as refused:
        Tokensleutels.load(raw)
    assert json.loads(NOW.dump())["d"] not in refused.value.detail
