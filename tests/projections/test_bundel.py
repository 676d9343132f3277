# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A bundle is checked without the register: a good one holds, and one that was tampered with does not."""

from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from registry.errors import MalformedError, NotFoundError, ProofError
from registry.projections.bundel import Bundel, Uitkomst, verify
from registry.registrar.history import bundle
from registry.registrar.oprichting import found
from registry.statements.envelope import open_envelope
from registry.statements.leden import Toelating
from registry.statements.sleutels import Sleutels
from registry.store.memory import MemoryStore
from registry.tlog.checkpoint import Signer, generate
from tests.support import Lid, Network, lijn
from tests.support.network import secret, storing


def of(net: Network, digest: str) -> Bundel:
    """A bundle as it goes over the line and back."""
    with net.store.read() as tx:
        return msgspec.json.decode(msgspec.json.encode(bundle(tx, net.signer, digest)), type=Bundel)


def check(net: Network, bundel: Bundel) -> Uitkomst:
    return verify(bundel, logboek=net.signer.verifier, beheerder=net.obpt.geheim.kid)


def fails(net: Network, bundel: Bundel) -> None:
    with pytest.raises(ProofError):
        check(net, bundel)


@pytest.fixture(scope="module")
def net() -> Network:
    """A log with members that came, changed keys, were suspended and left."""
    net = Network()
    svb, uwv, gone = net.lid("svb"), net.lid("uwv", ("publicist", "loket")), net.lid("cak")
    svb.publiceer()
    uwv.publiceer(lijn("ww"))
    keys = (replace(svb.sleutels()[0], jwk=secret(80).jwk),)
    svb.say(Sleutels(sleutels=keys, reden="vervanging"))
    svb.say(lijn(titel="Met een nieuwe sleutel"), geheim=secret(80))
    compromised = Sleutels(
        sleutels=(replace(uwv.sleutels()[0], jwk=secret(81).jwk),),
        reden="gecompromitteerd",
        gecompromitteerd_sinds=net.clock.at,
    )
    net.obpt.say(compromised, f"sleutels/{uwv.oin}")
    net.schors(uwv)
    net.laat_toe(uwv)
    net.obpt.say(Toelating(status="uitgetreden", reden="Op verzoek."), f"toelating/{gone.oin}")
    gone.say(gone.aanmelding(("loket",)))
    net.laat_toe(gone, ("loket",))
    net.clock.move(days=1)
    svb.say(lijn("tweede"), geheim=secret(80))
    about = f"storing/{svb.oin}/tweede"
    svb.say(storing(net.clock.at), about, geheim=secret(80))
    svb.say(lijn("tweede", titel="Met een storing"), geheim=secret(80))
    svb.say(storing(net.clock.at, gevolg="beperkt"), about, geheim=secret(80))
    net.kandidaat("duo")
    return net


@pytest.fixture(scope="module")
def good(net: Network) -> Bundel:
    """The bundle of the line that was published again with a new key."""
    [oin] = [ingang.lijn.oin for ingang in net.gids().lijnen.values() if ingang.lijn.lijn.naam == "aow"]
    head = net.head(f"professionallijn/{oin}/aow")
    assert head is not None
    return of(net, head)


def test_a_good_bundle_holds(net: Network, good: Bundel) -> None:
    outcome = check(net, good)
    assert not outcome.volledig
    assert outcome.checkpoint.size == net.size()
    assert outcome.signed[-1].digest == net.head(outcome.signed[-1].sub)


def test_the_bundle_of_every_statement_in_a_log_holds(net: Network) -> None:
    with net.store.read() as tx:
        digests = [record.digest for record in tx.records(0, tx.size())]
    failed = []
    for index, digest in enumerate(digests):
        bundel = of(net, digest)
        assert digest in {open_envelope(said.verklaring.encode()).digest for said in bundel.verklaringen}
        try:
            check(net, bundel)
        except ProofError as error:
            failed.append((index, open_envelope(bundel.verklaringen[-1].verklaring.encode()).sub, error.detail))
    assert failed == []


def test_what_a_bundle_proves_is_what_the_register_has(net: Network, good: Bundel) -> None:
    """Facts about its own sub, that is; a bundle need not hold what came later about others."""
    outcome = check(net, good)
    sub = outcome.signed[-1].sub
    with net.store.read() as tx:
        assert outcome.facts.get(sub) == tx.get(sub)
        assert outcome.facts.get(f"kop/{sub}") == tx.get(f"kop/{sub}")


def test_the_whole_log_is_complete(net: Network, good: Bundel) -> None:
    with net.store.read() as tx:
        records = tx.records(0, tx.size())
    proofs = {bewezen.index: bewezen for record in records for bewezen in of(net, record.digest).verklaringen}
    whole = replace(good, verklaringen=tuple(proofs[index] for index in range(len(records))))
    outcome = check(net, whole)
    assert outcome.volledig
    with net.store.read() as tx:
        assert outcome.facts.facts == dict(tx.scan(""))
    fails(net, replace(whole, verklaringen=whole.verklaringen[1:]))
    for index in range(1, len(records)):
        fewer = replace(whole, verklaringen=whole.verklaringen[:index] + whole.verklaringen[index + 1 :])
        with suppress(ProofError):
            assert not check(net, fewer).volledig


def test_nobody_said_this(net: Network) -> None:
    with pytest.raises(NotFoundError):
        of(net, "00" * 32)


def test_a_bundle_of_a_storing_proves_its_line_too(net: Network) -> None:
    """The rule asks for the line: without it the storing could be about nothing."""
    [sub] = map("storing/{}".format, net.gids().storingen)
    head = net.head(sub)
    assert head is not None
    bundel = of(net, head)
    said = [signed.soort for signed in check(net, bundel).signed]
    assert said[-4:] == ["professionallijn", "storing", "professionallijn", "storing"]
    lines = [n for n, soort in enumerate(said) if soort == "professionallijn"]
    fails(net, replace(bundel, verklaringen=tuple(v for n, v in enumerate(bundel.verklaringen) if n not in lines)))


# --- tampered with ---------------------------------------------------------------------------------------------------


def at(bundel: Bundel, n: int, **changes: Any) -> Bundel:
    said = list(bundel.verklaringen)
    said[n] = replace(said[n], **changes)
    return replace(bundel, verklaringen=tuple(said))


def test_every_hash_counts(net: Network, good: Bundel) -> None:
    for i, said in enumerate(good.verklaringen):
        for j, text in enumerate(said.hashes):
            raw = text.encode()
            flipped = raw[:5] + (b"A" if raw[5:6] != b"A" else b"B") + raw[6:]
            fails(net, at(good, i, hashes=(*said.hashes[:j], flipped.decode(), *said.hashes[j + 1 :])))
            fails(net, at(good, i, hashes=said.hashes[:j] + said.hashes[j + 1 :]))
        fails(net, at(good, i, hashes=(*said.hashes, said.hashes[0])))
        fails(net, at(good, i, hashes=said.hashes[::-1]))
        fails(net, at(good, i, hashes=()))


@pytest.mark.parametrize("hash_", ["", "AAAA", "geen base64", "\ud800", "é", "A" * 44, b64encode(bytes(33)).decode()])
def test_what_is_no_hash_proves_nothing(net: Network, good: Bundel, hash_: str) -> None:
    said = good.verklaringen[1]
    fails(net, at(good, 1, hashes=(hash_, *said.hashes[1:])))


def test_every_index_counts(net: Network, good: Bundel) -> None:
    for i, said in enumerate(good.verklaringen):
        for index in (said.index + 1, said.index - 1, -1, net.size(), 2**70):
            fails(net, at(good, i, index=index))


def test_order_counts(net: Network, good: Bundel) -> None:
    said = good.verklaringen
    fails(net, replace(good, verklaringen=said[::-1]))
    for i in range(len(said) - 1):
        fails(net, replace(good, verklaringen=(*said[:i], said[i + 1], said[i], *said[i + 2 :])))
    for i in range(len(said)):
        fails(net, replace(good, verklaringen=(*said[: i + 1], *said[i:])))


def test_nothing_that_a_statement_rests_on_can_be_left_out(net: Network, good: Bundel) -> None:
    said = good.verklaringen
    for i in range(len(said) - 1):
        fails(net, replace(good, verklaringen=said[:i] + said[i + 1 :]))
    fails(net, replace(good, verklaringen=()))


def test_every_byte_of_a_statement_counts(net: Network, good: Bundel) -> None:
    text = good.verklaringen[-1].verklaring
    for n in range(0, len(text), 7):
        fails(net, at(good, -1, verklaring=text[:n] + ("A" if text[n] != "A" else "B") + text[n + 1 :]))


@pytest.mark.parametrize("text", ["", "geen jws", "e30.e30.AA", "\ud800", "é" * 9, "A" * 70_000])
def test_what_is_no_statement_is_no_proof(net: Network, good: Bundel, text: str) -> None:
    fails(net, at(good, -1, verklaring=text))
    fails(net, at(good, 0, verklaring=text))


def test_the_moment_of_entry_is_held_to_the_signature(net: Network, good: Bundel) -> None:
    for by in (timedelta(days=2), timedelta(days=-2), timedelta(minutes=-6)):
        fails(net, at(good, -1, ingeschreven_op=good.verklaringen[-1].ingeschreven_op + by))


def test_time_does_not_run_backwards_in_a_bundle(net: Network, good: Bundel) -> None:
    """As on replay: nobody signs the moment of entry, so order is what there is to hold it to."""
    for i, said in enumerate(good.verklaringen[:-1]):
        later = said.ingeschreven_op + timedelta(hours=12)
        if later > good.verklaringen[i + 1].ingeschreven_op:
            fails(net, at(good, i, ingeschreven_op=later))


def test_a_moment_without_a_time_zone_is_no_moment(net: Network, good: Bundel) -> None:
    for i in range(len(good.verklaringen)):
        naive: datetime = good.verklaringen[i].ingeschreven_op.replace(tzinfo=None)
        fails(net, at(good, i, ingeschreven_op=naive))


def test_a_moment_at_the_end_of_time_is_no_crash(net: Network, good: Bundel) -> None:
    raw = msgspec.json.encode(good)
    moment = msgspec.json.encode(good.verklaringen[1].ingeschreven_op)
    for end in (b'"9999-12-31T23:59:59-12:00"', b'"0001-01-01T00:00:00+14:00"'):
        fails(net, msgspec.json.decode(raw.replace(moment, end), type=Bundel))


# --- another log -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def forged() -> Network:
    """A log of somebody else, with its own beheerder and its own key, under the same name."""
    forged = Network(kalender=False)
    forged.signer = Signer.parse(generate("test.example/logboek", bytes(32)))
    forged.lid("svb").publiceer()
    return forged


def last(net: Network) -> Bundel:
    with net.store.read() as tx:
        return of(net, tx.records(tx.size() - 1, tx.size())[0].digest)


def test_another_checkpoint_is_no_checkpoint(net: Network, good: Bundel, forged: Network) -> None:
    fails(net, replace(good, checkpoint=last(forged).checkpoint))


def test_an_older_checkpoint_does_not_hold_what_came_after_it(net: Network, good: Bundel) -> None:
    with net.store.read() as tx:
        first = tx.records(0, 1)[0]
    older = net.admit(first.jws, namens=None).checkpoint
    fails(net, replace(good, checkpoint=older))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: text[:-1],
        lambda text: text + "\n",
        lambda text: text.replace("test.example/logboek\n", "test.example/ander\n", 1),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.partition("\n\n")[0] + "\n\n",
        lambda text: "\ud800" + text,
        lambda text: text.replace("\n", "\n0", 1),
    ],
)
def test_every_line_of_the_checkpoint_counts(net: Network, good: Bundel, change: Callable[[str], str]) -> None:
    with pytest.raises((ProofError, MalformedError)):  # false, or no checkpoint at all
        check(net, replace(good, checkpoint=change(good.checkpoint)))


def test_the_anchors_come_from_elsewhere_and_not_from_the_bundle(net: Network, forged: Network) -> None:
    """Everything in it is of one forged log, and it says so itself; who knows the real anchors is not taken in."""
    bundel = last(forged)
    verify(bundel, logboek=bundel.logboek, beheerder=forged.obpt.geheim.kid)
    for logboek, beheerder in (
        (net.signer.verifier, forged.obpt.geheim.kid),
        (net.signer.verifier, net.obpt.geheim.kid),
        (bundel.logboek, net.obpt.geheim.kid),
    ):
        with pytest.raises(ProofError):
            verify(bundel, logboek=logboek, beheerder=beheerder)


def test_another_log_key_is_not_trusted(net: Network, good: Bundel) -> None:
    stranger = Signer.parse(generate("test.example/logboek", bytes(32)))
    with pytest.raises(ProofError):
        verify(good, logboek=stranger.verifier, beheerder=net.obpt.geheim.kid)


def test_a_founder_that_is_not_the_one_you_know_is_refused(net: Network, good: Bundel) -> None:
    for kid in (secret(82).kid, "", net.obpt.toegang.kid):
        with pytest.raises(ProofError):
            verify(good, logboek=net.signer.verifier, beheerder=kid)


def test_a_forged_founder_in_a_log_of_the_same_key_is_refused(net: Network) -> None:
    """The operator of the log, who has its key, begins another log under it."""
    store = MemoryStore()
    forger = Lid(net, "nep")
    found(store, net.signer, forger.aanmelding(("beheerder",)), forger.geheim, at=net.clock.at)
    with store.read() as tx:
        bundel = bundle(tx, net.signer, tx.records(1, 2)[0].digest)
    fails(net, bundel)


def test_a_bundle_that_does_not_begin_at_the_beginning_is_refused(net: Network, good: Bundel) -> None:
    fails(net, replace(good, verklaringen=good.verklaringen[1:]))
    fails(net, replace(good, verklaringen=good.verklaringen[2:]))
