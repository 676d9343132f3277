# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The one write door: what is taken is kept whole, what is refused leaves nothing, what is repeated counts once."""

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any, Final

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS
from msgspec.structs import replace

from registry.errors import ConflictError, RefusedError, StoreError
from registry.registrar.admission import Ontvangst, admit, checkpoint
from registry.registrar.audit import audit
from registry.statements.geheim import of_private
from registry.statements.namen import issuer
from registry.statements.sleutels import Jwk, Sleutel, Sleutels, b64, unb64
from registry.store.memory import MemoryStore
from registry.store.protocol import Record, Store, Transaction
from registry.store.sqlite import SqliteStore
from registry.tlog import tree
from registry.tlog.checkpoint import Verifier
from registry.tlog.proofs import verify_inclusion
from registry.tlog.tree import Node
from tests.support import Lid, Network, lijn
from tests.support.network import members, secret

ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


@pytest.fixture
def net() -> Network:
    return Network()


def trace(net: Network) -> tuple[object, ...]:
    with net.store.read() as tx:
        return tx.size(), dict(tx.scan("")), checkpoint(tx, net.signer)


def mirrored(jws: bytes) -> bytes:
    """The same statement with another ECDSA signature that is as good: (r, n - s)."""
    message, _, signature = jws.rpartition(b".")
    raw = unb64(signature.decode())
    return message + b"." + b64(raw[:32] + (ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")).encode()


def same(one: Ontvangst, other: Ontvangst) -> bool:
    return replace(one, nieuw=False, signed=other.signed) == replace(other, nieuw=False)


# --- the receipt -----------------------------------------------------------------------------------------------------


def test_a_receipt_can_be_checked_by_anyone(net: Network) -> None:
    svb = net.lid("svb")
    for number in range(9):  # trees of odd and even shapes
        taken = svb.publiceer(lijn(f"lijn-{number}"))
        sworn = Verifier.parse(net.signer.verifier).open(taken.checkpoint)
        assert (taken.nieuw, taken.boomgrootte, sworn.size) == (True, taken.index + 1, taken.index + 1)
        leaf = tree.leaf_hash(bytes.fromhex(taken.signed.digest))
        verify_inclusion(taken.hashes, index=taken.index, size=sworn.size, leaf=leaf, root=sworn.root)


def test_the_log_holds_digests_and_no_texts(net: Network) -> None:
    with net.store.read() as tx:
        leaves = [tree.leaf_hash(bytes.fromhex(record.digest)) for record in tx.records(0, tx.size())]
        assert list(tx.nodes([(0, n) for n in range(tx.size())])) == leaves


def test_what_was_taken_is_kept_byte_for_byte(net: Network) -> None:
    svb = net.lid("svb")
    jws = svb.sign(lijn())
    taken = net.admit(jws, namens=svb.oin)
    with net.store.read() as tx:
        [record] = tx.records(taken.index, taken.index + 1)
    assert record == Record(index=taken.index, digest=taken.signed.digest, ordered_at=net.clock.at, jws=jws)


# --- again -----------------------------------------------------------------------------------------------------------


def test_the_same_statement_again_gets_the_same_receipt_and_leaves_no_trace(net: Network) -> None:
    svb = net.lid("svb")
    jws = svb.sign(lijn())
    first = net.admit(jws, namens=svb.oin)
    svb.publiceer(lijn("later"))
    before = trace(net)
    again = net.admit(jws, namens=svb.oin)
    assert not again.nieuw
    assert same(again, first)
    assert trace(net) == before


def test_another_signature_over_the_same_content_is_the_same_statement(net: Network) -> None:
    svb = net.lid("svb")
    jws, resigned = svb.sign(lijn()), svb.sign(lijn())
    first = net.admit(jws, namens=svb.oin)
    before = trace(net)
    assert len({jws, resigned, mirrored(jws)}) == 3
    for variant in (resigned, mirrored(jws)):
        again = net.admit(variant, namens=svb.oin)
        assert not again.nieuw
        assert same(again, first)
    assert trace(net) == before
    with net.store.read() as tx:
        assert tx.records(first.index, first.index + 1)[0].jws == jws


def test_a_repeated_application_with_another_signature_is_the_same_application(net: Network) -> None:
    duo = Lid(net, "duo")
    jws = duo.sign(duo.aanmelding(("publicist",)))
    first = net.admit(jws, namens=None)
    assert same(net.admit(mirrored(jws), namens=None), first)


def test_the_same_content_with_a_false_signature_is_refused(net: Network) -> None:
    svb, duo = net.lid("svb"), Lid(net, "duo")
    line, application = svb.sign(lijn()), duo.sign(duo.aanmelding(("publicist",)))
    net.admit(line, namens=svb.oin)
    net.admit(application, namens=None)
    before = trace(net)
    for jws, namens in ((line, svb.oin), (application, None)):
        message = jws.rpartition(b".")[0]
        for bad in (bytes(64), b"\xff" * 64, secret(90).sign(message), b"x"):
            with pytest.raises(RefusedError) as caught:
                net.admit(message + b"." + b64(bad).encode(), namens=namens)
            assert caught.value.code == "handtekening"
    assert trace(net) == before


def test_a_repeat_is_known_after_the_key_was_replaced_and_after_a_suspension(net: Network) -> None:
    svb = net.lid("svb")
    jws = svb.sign(lijn())
    first = net.admit(jws, namens=svb.oin)
    svb.say(Sleutels(sleutels=(replace(svb.sleutels()[0], jwk=secret(91).jwk),), reden="vervanging"))
    net.schors(svb)
    net.clock.move(days=400)
    before = trace(net)
    for variant in (jws, mirrored(jws)):
        assert same(net.admit(variant, namens=svb.oin), first)
    assert trace(net) == before


def test_an_old_statement_does_not_come_back_as_a_new_one(net: Network) -> None:
    """A withdrawn line is not published again by repeating its publication."""
    svb = net.lid("svb")
    jws = svb.sign(lijn())
    net.admit(jws, namens=svb.oin)
    svb.trek_in()
    assert not net.admit(jws, namens=svb.oin).nieuw
    assert net.gids().lijnen[f"{svb.oin}/aow"].lijn.ingetrokken is not None


def test_a_repeat_is_for_the_token_of_its_issuer(net: Network) -> None:
    svb, uwv = net.lid("svb"), net.lid("uwv")
    jws = svb.sign(lijn())
    net.admit(jws, namens=svb.oin)
    for namens in (uwv.oin, None):
        with pytest.raises(RefusedError) as caught:
            net.admit(jws, namens=namens)
        assert caught.value.code == "namens-ander"


# --- time ------------------------------------------------------------------------------------------------------------


def test_time_does_not_run_backwards_in_the_log_when_the_clock_does(net: Network) -> None:
    svb = net.lid("svb")
    first = svb.publiceer(lijn("a")).ordered_at
    net.clock.move(hours=-3)
    assert svb.publiceer(lijn("b")).ordered_at == first
    net.clock.move(hours=4)
    assert svb.publiceer(lijn("c")).ordered_at == first + timedelta(hours=1)
    assert audit(net.store).afwijkend == ()


# --- keys of every kind, signed elsewhere ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alg", "made"),
    [
        ("ES256", {"kty": "EC", "crv": "P-256"}),
        ("EdDSA", {"kty": "OKP", "crv": "Ed25519"}),
        ("PS256", {"kty": "RSA", "size": 2048}),
    ],
)
def test_who_signs_with_jwcrypto_joins_publishes_and_repeats(net: Network, alg: str, made: dict[str, Any]) -> None:
    key = JWK.generate(**made)
    jwk: Jwk = msgspec.convert({k: v for k, v in key.export_public(as_dict=True).items() if k != "kid"}, Jwk)
    lid = Lid(net, "vreemd")

    def say(soort: str, sub: str, body: object) -> bytes:
        said = {"iss": issuer(lid.oin), "iat": int(net.clock.at.timestamp()), "sub": sub, soort: members(body)}
        token = JWS(json.dumps(said).encode())
        token.add_signature(key, alg, json.dumps({"typ": f"{soort}+jwt", "kid": key.thumbprint(), "alg": alg}))
        return str(token.serialize(compact=True)).encode()

    own = Sleutel(naam="eigen", gebruik="verklaringen", jwk=jwk, geldig_tot=net.clock.at + timedelta(days=9))
    net.admit(say("aanmelding", f"aanmelding/{lid.oin}", lid.aanmelding(("publicist",), sleutels=(own,))), namens=None)
    net.laat_toe(lid)
    first = net.admit(say("professionallijn", f"professionallijn/{lid.oin}/aow", lijn()), namens=lid.oin)
    again = net.admit(say("professionallijn", f"professionallijn/{lid.oin}/aow", lijn()), namens=lid.oin)
    assert first.nieuw
    assert again.nieuw == (first.signed.digest != again.signed.digest)
    assert same(again, first)
    assert audit(net.store).afwijkend == ()


def test_both_names_of_eddsa_are_accepted(net: Network) -> None:
    geheim = of_private(ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    lid = Lid(net, "duo")
    key = Sleutel(naam="ed", gebruik="verklaringen", jwk=geheim.jwk, geldig_tot=net.clock.at + timedelta(days=9))
    lid.say(lid.aanmelding(("publicist",), sleutels=(key,)), geheim=geheim)
    net.laat_toe(lid)
    jws = lid.sign(lijn(), geheim=geheim)
    said = jws.split(b".")[1]
    head = b64(json.dumps({"typ": "professionallijn+jwt", "kid": geheim.kid, "alg": "Ed25519"}).encode()).encode()
    renamed = head + b"." + said
    assert net.admit(renamed + b"." + b64(geheim.sign(renamed)).encode(), namens=lid.oin).nieuw


def test_a_certificate_does_not_choose_the_key(net: Network) -> None:
    """Whatever stands in x5c, it is the registered key of `kid` that must have signed."""
    svb = net.lid("svb")
    stranger = secret(92)
    said = svb.sign(lijn()).split(b".")[1]
    for kid, code in ((stranger.kid, {"sleutel", "vorm"}), (svb.geheim.kid, {"handtekening", "vorm"})):
        header = {"typ": "professionallijn+jwt", "kid": kid, "alg": "ES256", "x5c": [_certificate(stranger.private)]}
        message = b64(json.dumps(header).encode()).encode() + b"." + said
        before = trace(net)
        with pytest.raises(RefusedError) as caught:
            net.admit(message + b"." + b64(stranger.sign(message)).encode(), namens=svb.oin)
        assert caught.value.code in code
        assert trace(net) == before


def _certificate(key: Any) -> str:
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "TEST ONLY")])
    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, first, last)
    return b64encode(made.sign(key, SHA256()).public_bytes(Encoding.DER)).decode()


# --- nothing by halves -----------------------------------------------------------------------------------------------


class Failing:
    """A store of which the transaction fails at one step."""

    def __init__(self, store: Store, step: str) -> None:
        self._store, self._step = store, step

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        with self._store.write() as tx:
            yield _FailingTransaction(tx, self._step)
            if self._step == "commit":
                raise StoreError(self._step)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class _FailingTransaction:
    def __init__(self, tx: Transaction, step: str) -> None:
        self._tx, self._step, self._puts = tx, step, 0

    def append(self, record: Record, nodes: Sequence[tuple[Node, bytes]]) -> None:
        self._tx.append(record, nodes)
        if self._step == "append":
            raise StoreError(self._step)

    def put(self, key: str, value: bytes | None) -> None:
        self._tx.put(key, value)
        self._puts += 1
        if self._step == f"put {self._puts}":
            raise StoreError(self._step)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)


@pytest.mark.parametrize("step", ["append", "put 1", "put 2", "commit"])
@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_a_store_that_fails_halfway_leaves_nothing(tmp_path: Path, step: str, kind: str) -> None:
    store = MemoryStore() if kind == "memory" else SqliteStore(tmp_path / "register.sqlite")
    net = Network(store)
    svb = net.lid("svb")
    jws, before = svb.sign(lijn()), trace(net)
    with pytest.raises(StoreError, match=step):
        admit(Failing(store, step), net.signer, jws, at=net.clock.at, namens=svb.oin)
    assert trace(net) == before
    assert net.admit(jws, namens=svb.oin).nieuw
    assert audit(store).afwijkend == ()
    store.close()


# --- at the same time ------------------------------------------------------------------------------------------------


def test_two_publishers_race_and_one_wins(net: Network) -> None:
    svb = net.lid("svb")
    svb.publiceer()
    one, other = svb.sign(lijn(titel="Een")), svb.sign(lijn(titel="Ander"))
    winner = net.admit(one, namens=svb.oin).signed.digest
    before = trace(net)
    with pytest.raises(ConflictError) as caught:
        net.admit(other, namens=svb.oin)
    assert caught.value.huidig == winner
    assert trace(net) == before


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_many_threads_race_and_one_wins_each_time(tmp_path: Path, kind: str) -> None:
    threads, rounds = 8, 6
    store = MemoryStore() if kind == "memory" else SqliteStore(tmp_path / "register.sqlite")
    net = Network(store, kalender=False)
    svb = net.lid("svb")
    start = Barrier(threads)

    def publish(jws: bytes) -> str:
        start.wait()
        try:
            return "won " + net.admit(jws, namens=svb.oin).signed.digest
        except ConflictError as conflict:
            return f"lost {conflict.huidig}"

    with ThreadPoolExecutor(threads) as pool:
        for number in range(rounds):
            size = net.size()
            attempts = [svb.sign(lijn(titel=f"Ronde {number}, draad {n}")) for n in range(threads)]
            answers = sorted(pool.map(publish, attempts))
            head = net.head(f"professionallijn/{svb.oin}/aow")
            assert answers == [f"lost {head}"] * (threads - 1) + [f"won {head}"]
            assert net.size() == size + 1
    assert audit(store).afwijkend == ()
    store.close()


def test_many_threads_hand_in_the_same_statement_and_it_counts_once(tmp_path: Path) -> None:
    threads = 8
    store = SqliteStore(tmp_path / "register.sqlite")
    net = Network(store, kalender=False)
    svb = net.lid("svb")
    variants = [svb.sign(lijn()) for _ in range(threads)]
    start = Barrier(threads)

    def publish(jws: bytes) -> Ontvangst:
        start.wait()
        return net.admit(jws, namens=svb.oin)

    with ThreadPoolExecutor(threads) as pool:
        taken = list(pool.map(publish, variants))
    assert [one.nieuw for one in taken].count(True) == 1
    assert all(same(one, taken[0]) for one in taken)
    assert audit(store).afwijkend == ()
    store.close()


def test_different_members_publish_at_the_same_time_and_all_are_taken(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "register.sqlite")
    net = Network(store, kalender=False)
    leden = [net.lid(f"lid-{n}") for n in range(6)]
    statements = [(lid, lid.sign(lijn(f"lijn-{n}"))) for lid in leden for n in range(4)]
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(lambda said: net.admit(said[1], namens=said[0].oin), statements))
    assert sorted(one.index for one in taken) == list(range(net.size() - 24, net.size()))
    assert audit(store).afwijkend == ()
    store.close()
