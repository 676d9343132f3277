# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Organisations through time: what they may do, by which name, with which keys."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from registry.errors import RefusedError
from registry.projections.organisaties import Organisatie
from registry.statements.leden import Toelating
from registry.statements.sleutels import Sleutel, Sleutels
from tests.support import Lid, Network
from tests.support.network import secret


@pytest.fixture
def net() -> Network:
    return Network()


def standing(net: Network, lid: Lid) -> Organisatie:
    found = net.gids().organisatie(lid.oin)
    assert found is not None
    return found


def leave(net: Network, lid: Lid) -> None:
    net.obpt.say(Toelating(status="uitgetreden", reden="Op verzoek."), f"toelating/{lid.oin}")


def test_a_candidate_becomes_a_member_is_suspended_returns_leaves_and_applies_again(net: Network) -> None:
    svb = net.kandidaat("svb")
    assert (standing(net, svb).status, standing(net, svb).rollen) == ("aangemeld", ())
    net.laat_toe(svb, ("publicist", "loket"), plateau=2)
    since = standing(net, svb).lid_sinds
    assert (standing(net, svb).status, standing(net, svb).plateau) == ("toegelaten", 2)
    net.clock.move(hours=1)
    net.schors(svb)
    assert (standing(net, svb).status, standing(net, svb).reden) == ("geschorst", "Op onderzoek.")
    assert standing(net, svb).rollen == ("publicist", "loket")
    assert not standing(net, svb).is_lid(net.clock.at)
    net.laat_toe(svb)
    assert (standing(net, svb).status, standing(net, svb).reden) == ("toegelaten", None)
    leave(net, svb)
    svb.say(svb.aanmelding(("loket",)))
    assert (standing(net, svb).status, standing(net, svb).rollen, standing(net, svb).lid_sinds) == (
        "uitgetreden",
        ("publicist",),
        since,
    )
    assert standing(net, svb).aanvraag is not None
    net.laat_toe(svb, ("loket",))
    assert (standing(net, svb).status, standing(net, svb).rollen) == ("toegelaten", ("loket",))


def test_dpop_is_demanded_by_a_toelating_and_stays_through_a_suspension(net: Network) -> None:
    svb = net.kandidaat("svb")
    net.laat_toe(svb, dpop_verplicht=True)
    assert standing(net, svb).dpop_verplicht
    net.schors(svb)
    assert standing(net, svb).dpop_verplicht
    net.laat_toe(svb)
    assert not standing(net, svb).dpop_verplicht


def test_an_application_gives_no_roles_however_many_it_asks(net: Network) -> None:
    duo = net.kandidaat("duo", ("publicist", "loket", "beheerder"))
    assert standing(net, duo).gevraagd == ("publicist", "loket", "beheerder")
    assert standing(net, duo).rollen == ()


def test_a_term_ends_after_its_last_day_in_the_netherlands(net: Network) -> None:
    svb = net.lid("svb")
    net.laat_toe(svb, geldig_tot=date(2026, 12, 31))
    member = standing(net, svb)
    assert member.is_lid(datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC))
    assert not member.is_lid(datetime(2026, 12, 31, 23, 0, tzinfo=UTC))


def test_a_candidate_has_no_afkorting_yet_and_who_left_has_none_anymore(net: Network) -> None:
    svb = net.kandidaat("svb")
    assert net.gids().organisatie("svb") is None
    net.laat_toe(svb)
    assert net.gids().organisatie("svb") == standing(net, svb)
    net.schors(svb)
    assert net.gids().organisatie("svb") == standing(net, svb)
    leave(net, svb)
    assert net.gids().organisatie("svb") is None


def test_who_applies_under_a_name_that_is_taken_takes_nothing(net: Network) -> None:
    svb = net.lid("svb")
    net.kandidaat("svb")
    found = net.gids().organisatie("svb")
    assert found is not None
    assert found.oin == svb.oin


def test_who_comes_back_under_another_name_gives_up_the_old_one(net: Network) -> None:
    svb = net.lid("svb")
    leave(net, svb)
    svb.say(svb.aanmelding(("publicist",), afkorting="fusie"))
    net.laat_toe(svb)
    assert net.gids().organisatie("svb") is None
    other = net.lid("svb")
    assert {name: net.gids().afkortingen[name] for name in ("svb", "fusie")} == {"svb": other.oin, "fusie": svb.oin}


def test_who_comes_back_under_another_name_takes_nothing_from_who_has_the_old_one_now(net: Network) -> None:
    svb = net.lid("svb")
    leave(net, svb)
    other = net.lid("svb")
    svb.say(svb.aanmelding(("publicist",), afkorting="fusie"))
    assert net.gids().afkortingen["svb"] == other.oin
    net.laat_toe(svb)
    assert {name: net.gids().afkortingen.get(name) for name in ("svb", "fusie")} == {"svb": other.oin, "fusie": svb.oin}


# --- keys ------------------------------------------------------------------------------------------------------------


def test_replaced_keys_end_at_that_moment_and_stay_known(net: Network) -> None:
    svb = net.lid("svb")
    net.clock.move(hours=1)
    moment = net.clock.at
    key = replace(svb.sleutels()[0], jwk=secret(50).jwk)
    svb.say(Sleutels(sleutels=(key,), reden="vervanging"))
    member = standing(net, svb)
    assert member.key(svb.geheim.kid, moment) is None
    assert member.key(svb.geheim.kid, moment - timedelta(microseconds=1)) is not None
    assert member.key(secret(50).kid, moment) is not None
    assert member.key(secret(50).kid, moment - timedelta(microseconds=1)) is None
    assert member.client("loketsoftware", moment) is None
    assert [stand.kid for stand in member.sleutels] == [svb.geheim.kid, svb.toegang.kid, secret(50).kid]


def test_a_key_for_one_use_is_not_found_for_the_other(net: Network) -> None:
    svb = net.lid("svb")
    member, at = standing(net, svb), net.clock.at
    assert member.key(svb.toegang.kid, at) is None
    assert member.key(svb.toegang.kid, at, "toegang") is not None
    assert member.client("spreken", at) is None


def test_a_key_does_not_hold_before_it_was_published(net: Network) -> None:
    """`geldigVan` in the past does not make old statements true."""
    svb = Lid(net, "svb")
    early = svb.sleutels(geldig_van=net.clock.at - timedelta(days=99))
    svb.say(svb.aanmelding(("publicist",), sleutels=early))
    net.laat_toe(svb)
    assert standing(net, svb).sleutels[0].van == net.clock.at


def test_a_key_that_was_to_begin_later_never_does_once_it_is_replaced(net: Network) -> None:
    svb = net.lid("svb")
    later = net.clock.at + timedelta(days=9)
    future = Sleutel(
        naam="later",
        gebruik="verklaringen",
        jwk=secret(51).jwk,
        geldig_van=later,
        geldig_tot=later + timedelta(days=9),
    )
    svb.say(Sleutels(sleutels=(svb.sleutels()[0], future), reden="vervanging"))
    svb.say(Sleutels(sleutels=(svb.sleutels()[0],), reden="vervanging"))
    member = standing(net, svb)
    assert not [day for day in range(30) if member.key(secret(51).kid, net.clock.at + timedelta(days=day))]


def test_a_key_that_is_published_again_holds_again(net: Network) -> None:
    svb = net.lid("svb")
    svb.say(Sleutels(sleutels=(replace(svb.sleutels()[0], jwk=secret(52).jwk),), reden="vervanging"))
    net.clock.move(hours=1)
    svb.say(Sleutels(sleutels=svb.sleutels(), reden="vervanging"), geheim=secret(52))
    svb.publiceer()


def test_a_key_that_was_compromised_before_the_admission_is_not_admitted_with_the_rest(net: Network) -> None:
    duo = net.kandidaat("duo")
    fresh = (replace(duo.sleutels()[0], jwk=secret(55).jwk),)
    compromised = Sleutels(sleutels=fresh, reden="gecompromitteerd", gecompromitteerd_sinds=net.clock.at)
    try:
        net.obpt.say(compromised, f"sleutels/{duo.oin}")
    except RefusedError:
        return  # a candidate applies again instead: fine too
    net.laat_toe(duo)
    assert standing(net, duo).key(duo.geheim.kid, net.clock.at) is None
    assert standing(net, duo).key(secret(55).kid, net.clock.at) is not None


def test_an_application_that_was_never_admitted_leaves_no_keys_behind(net: Network) -> None:
    """Anyone may apply under any OIN; the keys of an application that was replaced must not linger."""
    duo = Lid(net, "duo")
    duo.say(
        duo.aanmelding(("publicist",), sleutels=(replace(duo.sleutels()[0], jwk=secret(53).jwk),)), geheim=secret(53)
    )
    net.obpt.say(Toelating(status="uitgetreden", reden="Niet van DUO."), f"toelating/{duo.oin}")
    assert duo.oin not in net.gids().organisaties
    duo.say(duo.aanmelding(("publicist",)))
    net.laat_toe(duo)
    assert secret(53).kid not in {stand.kid for stand in standing(net, duo).sleutels}


def test_who_applies_under_the_name_of_who_left_shows_nothing_of_it_to_members(net: Network) -> None:
    """An application is signed by anyone. Until it is admitted, its name and contact are for the beheerder only."""
    svb, uwv = net.lid("svb"), net.lid("uwv")
    leave(net, svb)
    stranger = secret(54)
    forged = svb.aanmelding(
        ("publicist",), naam="Bel uw bank op 0900", sleutels=(replace(svb.sleutels()[0], jwk=stranger.jwk),)
    )
    svb.say(forged, geheim=stranger)
    with net.http() as http:
        register = uwv.register(http)
        seen = [found.naam for found in register.organisaties().organisaties]
    assert "Bel uw bank op 0900" not in seen


def suspend(net: Network, lid: Lid, tot: date | None) -> None:
    said = Toelating(status="geschorst", reden="Op onderzoek.", geschorst_tot=tot)
    net.obpt.say(said, f"toelating/{lid.oin}")


def test_a_suspension_ends_after_its_last_day_in_the_netherlands_and_nobody_says_so(net: Network) -> None:
    svb = net.lid("svb", ("publicist", "loket"))
    suspend(net, svb, date(2026, 11, 30))
    member = standing(net, svb)
    last, after = datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC), datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    assert not member.is_lid(last)
    assert (member.op(last).status, member.op(last).reden) == ("geschorst", "Op onderzoek.")
    assert member.is_lid(after)
    assert (member.op(after).status, member.op(after).reden, member.op(after).geschorst_tot) == (
        "toegelaten",
        None,
        None,
    )
    assert member.op(after).rollen == ("publicist", "loket")


def test_who_is_back_by_the_clock_speaks_again_and_not_before(net: Network) -> None:
    svb = net.lid("svb")
    suspend(net, svb, date(2026, 11, 23))
    with pytest.raises(RefusedError) as refused:
        svb.publiceer()
    assert refused.value.code == "geen-lid"
    net.clock.move(hours=13)
    svb.publiceer()
    assert svb.oin in net.gids().leden(date(2026, 11, 24).toordinal())
    assert svb.oin not in net.gids().leden(date(2026, 11, 23).toordinal())


def test_the_term_of_a_member_may_end_during_its_suspension(net: Network) -> None:
    svb = net.lid("svb")
    net.laat_toe(svb, geldig_tot=date(2026, 11, 25))
    suspend(net, svb, date(2026, 11, 26))
    assert not standing(net, svb).is_lid(datetime(2026, 11, 27, 12, tzinfo=UTC))
    net.clock.move(days=4)
    with pytest.raises(RefusedError) as refused:
        svb.publiceer()
    assert refused.value.detail == "De toelating van deze organisatie is verlopen."


def test_a_suspension_of_which_the_last_day_is_over_is_refused(net: Network) -> None:
    svb = net.lid("svb")
    with pytest.raises(RefusedError) as refused:
        suspend(net, svb, date(2026, 11, 22))
    assert [fout.veld for fout in refused.value.fouten] == ["toelating.geschorstTot"]
    suspend(net, svb, date(2026, 11, 23))


def test_a_new_suspension_replaces_the_end_of_the_one_before(net: Network) -> None:
    svb = net.lid("svb")
    suspend(net, svb, date(2026, 11, 25))
    suspend(net, svb, None)
    assert not standing(net, svb).is_lid(datetime(2027, 11, 25, tzinfo=UTC))
    net.laat_toe(svb)
    assert standing(net, svb).geschorst_tot is None


def test_why_an_application_was_turned_down_stands_until_somebody_applies_again(net: Network) -> None:
    svb = net.kandidaat("svb")
    leave(net, svb)
    afwijzing = net.gids().afwijzingen[svb.oin]
    assert (afwijzing.reden, afwijzing.aanvraag.body.naam) == ("Op verzoek.", "Organisatie svb")
    assert net.gids().organisatie(svb.oin) is None
    svb.say(svb.aanmelding(("publicist",)))
    assert net.gids().afwijzingen == {}
    net.laat_toe(svb)
    assert net.gids().afwijzingen == {}
