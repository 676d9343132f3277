# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The file of keys that sign tokens."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from jwcrypto.jwk import JWKSet

from registry.errors import MalformedError
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


def test_its_text_form_hides_the_key() -> None:
    secret = json.loads(NOW.dump())["d"]
    assert secret not in repr(Tokensleutels.load(key_set(NOW.dump(), LATER.dump())))


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
    ],
)
def test_a_file_that_holds_no_such_keys(raw: bytes) -> None:
    with pytest.raises(MalformedError) as refused:
        Tokensleutels.load(raw)
    assert json.loads(NOW.dump())["d"] not in refused.value.detail
