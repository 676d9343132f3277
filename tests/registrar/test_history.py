# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was said before, and the founding that made it possible to say anything."""

import pytest

from registry.errors import MalformedError, NotFoundError, RefusedError
from registry.registrar.admission import admit
from registry.registrar.history import bundle, chain, find
from registry.registrar.oprichting import found
from registry.statements.envelope import open_envelope
from registry.store.memory import MemoryStore
from tests.support import Lid, Network, lijn


@pytest.fixture
def net() -> Network:
    return Network()


def test_the_chain_of_a_sub_is_everything_that_was_said_about_it(net: Network) -> None:
    svb, uwv = net.lid("svb"), net.lid("uwv")
    said = [svb.publiceer().signed.digest, svb.publiceer(lijn(titel="Nieuw")).signed.digest]
    uwv.publiceer()
    said += [svb.trek_in().signed.digest, svb.publiceer(lijn(titel="Terug")).signed.digest]
    with net.store.read() as tx:
        walked = [(record.digest, signed.digest) for record, signed in chain(tx, f"professionallijn/{svb.oin}/aow")]
        assert list(chain(tx, "professionallijn/niets")) == []
    assert walked == [(digest, digest) for digest in reversed(said)]


def test_what_nobody_said_is_not_found(net: Network) -> None:
    with net.store.read() as tx:
        for digest in ("00" * 32, "", "x", "AB" * 32):
            with pytest.raises(NotFoundError):
                find(tx, digest)
            with pytest.raises(NotFoundError):
                bundle(tx, net.signer, digest)


def test_a_bundle_holds_no_application_of_strangers(net: Network) -> None:
    svb = net.lid("svb")
    stranger = net.kandidaat("duo")
    digest = svb.publiceer().signed.digest
    with net.store.read() as tx:
        made = bundle(tx, net.signer, digest)
    speakers = {open_envelope(said.verklaring.encode()).oin for said in made.verklaringen}
    assert speakers == {net.obpt.oin, svb.oin}
    assert stranger.oin not in speakers


def test_a_bundle_holds_nothing_that_came_after_its_statement(net: Network) -> None:
    svb = net.lid("svb")
    digest = svb.publiceer().signed.digest
    svb.publiceer(lijn(titel="Nieuw"))
    net.schors(svb)
    with net.store.read() as tx:
        made = bundle(tx, net.signer, digest)
    assert open_envelope(made.verklaringen[-1].verklaring.encode()).digest == digest


# --- the founding ----------------------------------------------------------------------------------------------------


def test_a_log_is_founded_once(net: Network) -> None:
    other = Lid(net, "nep")
    size = net.size()
    with pytest.raises(MalformedError):
        found(net.store, net.signer, other.aanmelding(("beheerder",)), other.geheim, at=net.clock.at)
    assert net.size() == size


def test_only_a_beheerder_founds_a_log(net: Network) -> None:
    store, lid = MemoryStore(), Lid(net, "svb")
    with pytest.raises(RefusedError):
        found(store, net.signer, lid.aanmelding(("publicist",)), lid.geheim, at=net.clock.at)
    with store.read() as tx:
        assert tx.size() == 0
        assert list(tx.scan("")) == []


def test_a_founding_that_broke_off_is_finished_by_the_same_key_only(net: Network) -> None:
    store, lid, other = MemoryStore(), Lid(net, "obpt"), Lid(net, "nep")
    body = lid.aanmelding(("beheerder",))
    jws = lid.geheim.say(body, oin=lid.oin, sub=f"aanmelding/{lid.oin}", iat=int(net.clock.at.timestamp()))
    admit(store, net.signer, jws, at=net.clock.at, namens=None)
    with pytest.raises(RefusedError):
        found(store, net.signer, other.aanmelding(("beheerder",)), other.geheim, at=net.clock.at)
    with store.read() as tx:
        assert tx.size() == 1
    found(store, net.signer, body, lid.geheim, at=net.clock.at)
    with store.read() as tx:
        assert tx.size() == 2


def test_nobody_slips_in_between_the_two_records_of_a_founding(net: Network) -> None:
    """Else the beheerder could never admit itself: its toelating must be the second record."""
    store, lid, other = MemoryStore(), Lid(net, "obpt"), Lid(net, "nep")
    at = net.clock.at
    body = lid.aanmelding(("beheerder",))
    iat = int(at.timestamp())
    admit(
        store, net.signer, lid.geheim.say(body, oin=lid.oin, sub=f"aanmelding/{lid.oin}", iat=iat), at=at, namens=None
    )
    stranger = other.geheim.say(other.aanmelding(("publicist",)), oin=other.oin, sub=f"aanmelding/{other.oin}", iat=iat)
    with pytest.raises(RefusedError):
        admit(store, net.signer, stranger, at=at, namens=None)
    found(store, net.signer, body, lid.geheim, at=at)
