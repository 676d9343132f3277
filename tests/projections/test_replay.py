# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""The whole log again: it gives the same facts to the byte, and a log that was tampered with is refused."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from msgspec.structs import replace

from registry.errors import ProofError
from registry.projections.replay import Facts, replay
from registry.statements.envelope import digest_of, open_envelope
from registry.statements.leden import Toelating
from registry.statements.sleutels import Sleutels
from registry.store.protocol import Record
from tests.support import Network, lijn
from tests.support.network import secret


def busy() -> Network:
    """A log in which everything happened at least once."""
    net = Network()
    svb, uwv = net.lid("svb"), net.lid("uwv", ("publicist", "loket"))
    svb.publiceer()
    net.clock.move(hours=1)
    svb.say(Sleutels(sleutels=(replace(svb.sleutels()[0], jwk=secret(60).jwk),), reden="vervanging"))
    svb.say(lijn(titel="Nieuw"), geheim=secret(60))
    net.schors(uwv)
    net.clock.move(days=3)
    net.laat_toe(uwv)
    uwv.publiceer(lijn("ww"))
    uwv.meld_storing("ww", gevolg="beperkt")
    uwv.meld_storing("ww", kanalen=("telefoon",))
    uwv.trek_in("ww")
    uwv.publiceer(lijn("ww", titel="Terug"))
    net.obpt.say(Toelating(status="uitgetreden", reden="Op verzoek."), f"toelating/{uwv.oin}")
    uwv.say(uwv.aanmelding(("loket",), afkorting="werk"))
    net.laat_toe(uwv, ("loket",))
    net.kandidaat("duo")
    return net


@pytest.fixture(scope="module")
def net() -> Network:
    return busy()


@pytest.fixture(scope="module")
def records(net: Network) -> Sequence[Record]:
    with net.store.read() as tx:
        return tx.records(0, tx.size())


def test_a_replay_gives_the_facts_that_are_kept_to_the_byte(net: Network, records: Sequence[Record]) -> None:
    with net.store.read() as tx:
        assert replay(records).facts == dict(tx.scan(""))


def test_a_replay_of_a_part_is_what_stood_then(records: Sequence[Record]) -> None:
    whole = [replay(records[:size]).facts for size in range(len(records) + 1)]
    assert whole[0] == {}
    for before, after in pairwise(whole):
        assert before != after  # each statement at least is the head of its sub


def test_two_replays_are_equal(records: Sequence[Record]) -> None:
    assert replay(records).facts == replay(iter(records)).facts


def test_time_that_stands_still_is_fine_and_time_that_runs_back_is_not(records: Sequence[Record]) -> None:
    late = next(n for n, (a, b) in enumerate(pairwise(records)) if b.ordered_at > a.ordered_at)
    moved = [*records]
    moved[late + 1] = replace(moved[late + 1], ordered_at=moved[late].ordered_at - timedelta(microseconds=1))
    with pytest.raises(ProofError, match=f"verklaring {late + 1}"):
        replay(moved)


def test_every_record_is_needed_and_in_its_place(records: Sequence[Record]) -> None:
    for n in range(len(records)):
        if n < len(records) - 1:
            with pytest.raises(ProofError):
                replay([*records[:n], *records[n + 1 :]])
        with pytest.raises(ProofError):
            replay([*records[: n + 1], *records[n:]])
    with pytest.raises(ProofError):
        replay(records[::-1])


def renumbered(records: Sequence[Record]) -> list[Record]:
    return [replace(record, index=n) for n, record in enumerate(records)]


def test_a_record_that_is_left_out_is_missed_when_something_rests_on_it(records: Sequence[Record]) -> None:
    """With the others moved up the indexes fit; what rests on it does not. The rest is for the tree to miss."""
    followed = {open_envelope(record.jws).vorige for record in records}
    for n in range(len(records) - 1):
        with suppress(ProofError):
            replay(renumbered([*records[:n], *records[n + 1 :]]))
            assert records[n].digest not in followed


TAMPERINGS: dict[str, Callable[[Record], Record]] = {
    "another digest": lambda record: replace(record, digest="00" * 32),
    "a cut jws": lambda record: replace(record, jws=record.jws[:-1]),
    "no jws": lambda record: replace(record, jws=b""),
    "a flipped byte": lambda record: replace(record, jws=bytes([record.jws[0] ^ 1]) + record.jws[1:]),
    "a false signature": lambda record: replace(record, jws=record.jws[:-86] + b"A" * 86),
    "two days later": lambda record: replace(record, ordered_at=record.ordered_at + timedelta(days=2)),
    "ten minutes earlier": lambda record: replace(record, ordered_at=record.ordered_at - timedelta(minutes=10)),
}


@pytest.mark.parametrize("tamper", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_a_record_that_was_changed_is_refused_by_its_index(
    records: Sequence[Record], tamper: Callable[[Record], Record]
) -> None:
    for n, record in enumerate(records):
        with pytest.raises(ProofError, match=f"verklaring {n}:"):
            replay([*records[:n], tamper(record), *records[n + 1 :]])


def test_a_digest_is_of_the_bytes_and_of_nothing_else(records: Sequence[Record]) -> None:
    assert [digest_of(record.jws) for record in records] == [record.digest for record in records]
    swapped = [*records]
    swapped[3], swapped[5] = replace(records[3], jws=records[5].jws), replace(records[5], jws=records[3].jws)
    with pytest.raises(ProofError):
        replay(swapped)


def test_an_empty_log_has_no_facts() -> None:
    assert Facts().size() == replay([]).size() == 0


def test_a_log_that_does_not_begin_with_a_beheerder_is_refused(records: Sequence[Record]) -> None:
    with pytest.raises(ProofError):
        replay(renumbered(records[4:]))


def test_facts_are_scanned_in_the_order_of_their_keys(records: Sequence[Record]) -> None:
    facts = replay(records)
    keys = [key for key, _ in facts.scan("kop/")]
    assert keys == sorted(key for key in facts.facts if key.startswith("kop/"))
