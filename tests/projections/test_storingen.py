# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Who may say that a line is closed, and what stands then. What is refused leaves no trace."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from registry.errors import ConflictError, RefusedError, TooLargeError
from registry.projections.rules import check
from registry.projections.storingen import Storingstand
from registry.registrar.audit import audit
from registry.statements.bereikbaarheid import Dichtperiode
from registry.statements.envelope import MAX_BYTES, open_envelope, signing_input
from registry.statements.leden import Toelating
from registry.statements.namen import issuer
from registry.statements.sleutels import b64
from tests.projections.test_rules import refused, trace
from tests.support import Lid, Network, lijn
from tests.support.network import START, storing


@pytest.fixture
def net() -> Network:
    return Network()


@pytest.fixture
def svb(net: Network) -> Lid:
    lid = net.lid("svb")
    lid.publiceer()
    return lid


def stand(net: Network, lid: Lid, naam: str = "aow") -> Storingstand:
    return net.gids().storingen[f"{lid.oin}/{naam}"]


# --- what stands -----------------------------------------------------------------------------------------------------


def test_a_storing_stands_beside_its_line(net: Network, svb: Lid) -> None:
    said = svb.meld_storing()
    found = stand(net, svb)
    assert (found.oin, found.naam, found.lijn) == (svb.oin, "aow", f"{svb.oin}/aow")
    assert found.storing == storing()
    assert (found.plaats.index, found.plaats.digest) == (said.index, said.signed.digest)
    assert net.gids().lijnen[found.lijn].lijn.lijn == lijn()
    assert audit(net.store).afwijkend == ()


def test_it_holds_from_its_first_moment_until_its_last(net: Network, svb: Lid) -> None:
    svb.meld_storing(van=START + timedelta(hours=1), tot=START + timedelta(hours=2))
    found = stand(net, svb)
    moment = timedelta(microseconds=1)

    def seen(at: datetime) -> tuple[bool, bool]:
        return found.in_force(at), found.voorbij(at)

    assert seen(found.storing.van - moment) == (False, False)
    assert seen(found.storing.van) == (True, False)
    assert seen(found.storing.tot - moment) == (True, False)
    assert seen(found.storing.tot) == (False, True)


def test_the_last_one_said_replaces_those_before(net: Network, svb: Lid) -> None:
    svb.meld_storing()
    svb.meld_storing(tot=START + timedelta(hours=8), gevolg="beperkt")
    assert stand(net, svb).storing.tot == START + timedelta(hours=8)
    net.clock.move(hours=2)
    svb.meld_storing(van=START, tot=net.clock.at)  # it is over
    assert stand(net, svb).voorbij(net.clock.at)
    svb.meld_storing(van=START - timedelta(days=9), tot=START - timedelta(days=8))  # long over
    assert stand(net, svb).voorbij(net.clock.at)


def test_each_line_has_its_own(net: Network, svb: Lid) -> None:
    uwv = net.lid("uwv")
    uwv.publiceer()
    svb.publiceer(lijn("tweede"))
    svb.meld_storing(reden="a")
    svb.meld_storing("tweede", reden="b")
    uwv.meld_storing(reden="c")
    found = {key: said.storing.reden for key, said in net.gids().storingen.items()}
    assert found == {f"{svb.oin}/aow": "a", f"{svb.oin}/tweede": "b", f"{uwv.oin}/aow": "c"}


def test_only_what_is_closed_closes_hours_and_only_of_the_channels_it_is_about(net: Network, svb: Lid) -> None:
    svb.meld_storing(kanalen=("telefoon", "chat"))
    found = stand(net, svb)
    assert found.dicht("telefoon") == (Dichtperiode(found.storing.van, found.storing.tot, "verhuizing"),)
    assert found.dicht("email") == ()
    svb.meld_storing(gevolg="beperkt")
    assert stand(net, svb).dicht("telefoon") == ()
    svb.meld_storing()
    assert stand(net, svb).dicht("email") != ()


def test_a_line_that_changes_keeps_its_storing(net: Network, svb: Lid) -> None:
    svb.meld_storing()
    svb.publiceer(lijn(titel="Nieuw"))
    assert stand(net, svb).in_force(START)


# --- whose line ------------------------------------------------------------------------------------------------------


def test_a_line_of_another_is_not_yours_to_close(net: Network, svb: Lid) -> None:
    uwv = net.lid("uwv")
    uwv.publiceer()
    with refused(net, "niet-bevoegd"):
        svb.say(storing(), f"storing/{uwv.oin}/aow")
    with refused(net, "niet-bevoegd"):  # nor one that there is not, nor the beheerder's to close
        svb.say(storing(), f"storing/{uwv.oin}/anders")
    with refused(net, "niet-bevoegd"):
        net.obpt.say(storing(), f"storing/{svb.oin}/aow")


def test_who_names_another_as_its_sender_is_no_other(net: Network, svb: Lid) -> None:
    uwv = net.lid("uwv")
    forged = uwv.sign(storing(), f"storing/{svb.oin}/aow", oin=svb.oin)
    with refused(net, "namens-ander"):
        net.admit(forged, namens=uwv.oin)
    with refused(net, "sleutel"):
        net.admit(forged, namens=svb.oin)


def test_a_line_that_never_was_cannot_close(net: Network, svb: Lid) -> None:
    for naam in ("anders", "a", "aow-professionals"):
        with refused(net, "regel", "storing"):
            svb.meld_storing(naam)


def test_the_name_of_an_organisation_is_no_line(net: Network, svb: Lid) -> None:
    for sub in (f"storing/{svb.oin}", f"storing/{svb.oin}/aow/x", "storing/svb/aow", f"storing/{svb.oin}/aow\n"):
        with refused(net, "schema", "sub"):
            svb.say(storing(), sub)


def test_a_withdrawn_line_cannot_close_and_one_that_comes_back_can(net: Network, svb: Lid) -> None:
    svb.trek_in()
    with refused(net, "regel", "storing"):
        svb.meld_storing()
    svb.publiceer()
    svb.meld_storing()


def test_a_storing_of_a_line_that_is_withdrawn_later_cannot_be_changed(net: Network, svb: Lid) -> None:
    svb.meld_storing()
    svb.trek_in()
    with refused(net, "regel", "storing"):
        svb.meld_storing(tot=START + timedelta(hours=5))


def test_a_line_is_not_its_own_alternative_by_whatever_name(net: Network, svb: Lid) -> None:
    for itself in (f"{svb.oin}/aow", "svb/aow"):
        with refused(net, "regel", "storing.alternatief"):
            svb.meld_storing(alternatief=itself)
    svb.meld_storing(alternatief="svb/algemeen")  # not there yet; that is no fault


# --- who speaks ------------------------------------------------------------------------------------------------------


def test_it_is_for_a_publicist(net: Network) -> None:
    """One who lost the role cannot close what it published."""
    lid = net.lid("duo", ("publicist", "loket"))
    lid.publiceer()
    lid.meld_storing()
    net.laat_toe(lid, ("loket",))
    with refused(net, "niet-bevoegd"):
        lid.meld_storing(tot=START + timedelta(hours=9))


def test_a_candidate_a_suspended_member_and_one_that_left_say_nothing(net: Network, svb: Lid) -> None:
    duo = net.kandidaat("duo")
    with refused(net, "geen-lid"):
        duo.meld_storing()
    net.schors(svb)
    with refused(net, "geen-lid"):
        svb.meld_storing()
    net.laat_toe(svb)
    svb.meld_storing()
    net.obpt.say(Toelating(status="uitgetreden", reden="Op verzoek."), f"toelating/{svb.oin}")
    with refused(net, "geen-lid"):
        svb.meld_storing(tot=START + timedelta(hours=9))
    with refused(net, "afzender-onbekend"):
        Lid(net, "vreemd").meld_storing()


def test_it_is_signed_with_a_key_for_statements_of_now(net: Network, svb: Lid) -> None:
    about = f"storing/{svb.oin}/aow"
    for geheim in (svb.toegang, net.obpt.geheim):
        with refused(net, "sleutel"):
            svb.say(storing(), about, geheim=geheim)
    with refused(net, "tijdstip"):
        svb.say(storing(), about, iat=int(START.timestamp()) - 86_401)


# --- when ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "veld"),
    [
        ({"tot": START}, "storing.tot"),
        ({"tot": START - timedelta(seconds=1)}, "storing.tot"),
        ({"tot": START + timedelta(days=366, seconds=1)}, "storing.tot"),
        ({"kanalen": ("chat", "chat")}, "storing.kanalen[1]"),
        ({"kanalen": ("chat",) * 5000}, "storing.kanalen"),
        ({"reden": "x" * 201}, "storing.reden"),
        ({"reden": "bel mevrouw Jansen, 123456782"}, "storing.reden"),
        ({"reden": ""}, "storing.reden"),
        ({"gevolg": "open"}, "storing.gevolg"),
    ],
    ids=["no length", "backwards", "too long", "doubled", "huge", "long text", "bsn", "no text", "no consequence"],
)
def test_what_is_not_well_made_does_not_come_in(net: Network, svb: Lid, fields: dict[str, Any], veld: str) -> None:
    with refused(net, "schema", veld):
        svb.meld_storing(**fields)


def test_a_statement_that_is_larger_than_there_is_room_for_is_not_even_read(net: Network, svb: Lid) -> None:
    before = trace(net)
    with pytest.raises(TooLargeError):
        svb.meld_storing(reden="x" * MAX_BYTES)
    assert trace(net) == before


def test_an_old_storing_cannot_be_said_again_as_if_it_were_new(net: Network, svb: Lid) -> None:
    """The same bytes give the old receipt; what stands stays."""
    first = svb.sign(storing(), f"storing/{svb.oin}/aow")
    taken = net.admit(first, namens=svb.oin)
    svb.meld_storing(van=START - timedelta(hours=1), tot=START)
    size = net.size()
    again = net.admit(first, namens=svb.oin)
    assert (again.nieuw, again.index, net.size()) == (False, taken.index, size)
    assert stand(net, svb).voorbij(START)


def test_it_follows_what_was_said_last(net: Network, svb: Lid) -> None:
    first = svb.meld_storing().signed.digest
    second = svb.meld_storing(gevolg="beperkt").signed.digest
    line = net.head(f"professionallijn/{svb.oin}/aow")
    for vorige in (None, first, "00" * 32, line):
        before = trace(net)
        with pytest.raises(ConflictError) as caught:
            svb.say(storing(reden="te laat"), f"storing/{svb.oin}/aow", vorige=vorige)
        assert caught.value.huidig == second
        assert trace(net) == before


def test_the_first_follows_nothing_not_even_its_line(net: Network, svb: Lid) -> None:
    with refused(net, "conflict"):
        svb.say(storing(), f"storing/{svb.oin}/aow", vorige=net.head(f"professionallijn/{svb.oin}/aow"))


def test_a_storing_is_no_line_and_a_line_no_storing(net: Network, svb: Lid) -> None:
    """The sub of one soort with the body of another."""
    for body, sub in ((storing(), f"professionallijn/{svb.oin}/aow"), (lijn(), f"storing/{svb.oin}/aow")):
        with refused(net, "schema", "sub"):
            svb.say(body, sub)


def test_a_body_under_another_name_is_no_storing(net: Network, svb: Lid) -> None:
    about = {"sub": f"storing/{svb.oin}/aow", "vorige": None, "kid": svb.geheim.kid, "alg": "ES256"}
    whole = signing_input(iss=issuer(svb.oin), iat=int(START.timestamp()), body=storing(), **about)  # type: ignore[arg-type]
    head, said = whole.split(b".")
    other = b64(b'{"typ":"professionallijn+jwt","kid":"' + svb.geheim.kid.encode() + b'","alg":"ES256"}').encode()
    message = other + b"." + said
    before = trace(net)
    with pytest.raises(RefusedError) as caught:
        net.admit(message + b"." + b64(svb.geheim.sign(message)).encode(), namens=svb.oin)
    assert caught.value.code == "schema"
    assert trace(net) == before
    net.admit(head + b"." + said + b"." + b64(svb.geheim.sign(whole)).encode(), namens=svb.oin)


def test_on_replay_the_rule_is_the_same(net: Network, svb: Lid) -> None:
    """A log in which the line is not there, made by whoever holds the store, is refused."""
    said = open_envelope(svb.sign(storing(), f"storing/{svb.oin}/anders"))
    with net.store.read() as tx, pytest.raises(RefusedError) as caught:
        check(said, tx, at=START)
    assert caught.value.code == "regel"
