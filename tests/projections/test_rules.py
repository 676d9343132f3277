# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""May this be said next? For every rule one allowed, one refused; and which rule speaks first."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from registry.errors import ConflictError, ForbiddenError, RefusedError
from registry.registrar.admission import checkpoint
from registry.statements.feestdagen import voorstel_kalender
from registry.statements.leden import Toelating
from registry.statements.loketten import Loket
from registry.statements.professionallijnen import Adres, Intrekking
from registry.statements.sleutels import Sleutel, Sleutels, b64
from registry.statements.soorten import Body
from tests.support import Lid, Network, lijn
from tests.support.network import WERKWEEK, secret

LONG_AGO = lijn(bevestigd=date(1970, 1, 1))  # signed in 1970 it is still well made


@pytest.fixture
def net() -> Network:
    return Network()


@pytest.fixture
def svb(net: Network) -> Lid:
    return net.lid("svb")


def trace(net: Network) -> tuple[object, ...]:
    with net.store.read() as tx:
        return tx.size(), dict(tx.scan("")), checkpoint(tx, net.signer)


@contextmanager
def refused(net: Network, code: str, *velden: str) -> Iterator[None]:
    """Expect a refusal with this code that names these fields, and that leaves no trace."""
    before = trace(net)
    with pytest.raises(RefusedError) as caught:
        yield
    assert caught.value.code == code
    assert [fout.veld for fout in caught.value.fouten] == list(velden)
    assert trace(net) == before


def loket(naam: str = "stadhuis") -> Loket:
    adres = Adres(straat="Markt 1", postcode="7511 JX", plaats="Enschede")
    given: dict[str, Any] = {"adres": adres, "gemeenten": ("gm0153",), "ontvangst": "de gastvrouw"}
    return Loket(naam=naam, titel="Stadhuis", openingstijden=(WERKWEEK,), **given)


def keys(net: Network, number: int, **fields: Any) -> tuple[Sleutel, ...]:
    until = net.clock.at + timedelta(days=99)
    given: dict[str, Any] = {"naam": "nieuw", "gebruik": "verklaringen", "jwk": secret(number).jwk, "geldig_tot": until}
    return (Sleutel(**(given | fields)),)


# --- who speaks ------------------------------------------------------------------------------------------------------


def test_who_never_applied_is_unknown(net: Network) -> None:
    with refused(net, "afzender-onbekend"):
        Lid(net, "vreemd").publiceer()


def test_a_candidate_is_no_member_yet(net: Network) -> None:
    duo = net.kandidaat("duo")
    with refused(net, "geen-lid"):
        duo.publiceer()


def test_a_suspended_member_says_nothing_until_the_suspension_is_over(net: Network, svb: Lid) -> None:
    svb.publiceer()
    net.schors(svb)
    for body in (lijn(titel="Nieuw"), Intrekking(reden="Weg.")):
        with refused(net, "geen-lid"):
            svb.say(body, f"professionallijn/{svb.oin}/aow")
    with refused(net, "geen-lid"):
        svb.say(Sleutels(sleutels=keys(net, 70), reden="vervanging"))
    net.laat_toe(svb)
    svb.trek_in()


def test_a_member_whose_term_is_over_says_nothing(net: Network) -> None:
    lid = net.kandidaat("cak")
    net.laat_toe(lid, geldig_tot=date(2026, 11, 23))
    lid.publiceer()
    net.clock.at = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)  # 23.59 in the Netherlands: the last minute
    lid.publiceer(lijn("tweede"))
    net.clock.at = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    with refused(net, "geen-lid"):
        lid.publiceer(lijn("derde"))


def test_who_left_says_nothing(net: Network, svb: Lid) -> None:
    net.obpt.say(Toelating(status="uitgetreden", reden="Op verzoek."), f"toelating/{svb.oin}")
    with refused(net, "geen-lid"):
        svb.publiceer()


# --- with which key --------------------------------------------------------------------------------------------------


def test_a_key_of_another_member_is_no_key_of_yours(net: Network, svb: Lid) -> None:
    uwv = net.lid("uwv")
    with refused(net, "sleutel"):
        svb.say(lijn(), geheim=uwv.geheim)


def test_a_key_for_access_signs_no_statement(net: Network, svb: Lid) -> None:
    with refused(net, "sleutel"):
        svb.say(lijn(), geheim=svb.toegang)


def test_naming_the_key_of_somebody_else_does_not_make_a_signature(net: Network, svb: Lid) -> None:
    """`kid` names the member's own key; another key signed."""
    uwv = net.lid("uwv")
    head, said, _ = svb.sign(lijn()).split(b".")
    forged = b".".join([head, said, b64(uwv.geheim.sign(head + b"." + said)).encode()])
    with refused(net, "handtekening"):
        net.admit(forged, namens=svb.oin)


def test_naming_the_key_of_somebody_else_is_naming_no_key(net: Network, svb: Lid) -> None:
    uwv = net.lid("uwv")
    jws = uwv.geheim.say(lijn(), oin=svb.oin, sub=f"professionallijn/{svb.oin}/aow", iat=int(net.clock.at.timestamp()))
    with refused(net, "sleutel"):
        net.admit(jws, namens=svb.oin)


def test_a_key_holds_from_its_first_moment_to_its_last(net: Network) -> None:
    lid = Lid(net, "ind")
    start, end = net.clock.at + timedelta(hours=1), net.clock.at + timedelta(hours=2)
    late = Sleutel(naam="later", gebruik="verklaringen", jwk=secret(71).jwk, geldig_tot=end, geldig_van=start)
    lid.say(lid.aanmelding(("publicist",), sleutels=(*lid.sleutels(), late)))
    net.laat_toe(lid)
    with refused(net, "sleutel"):
        lid.say(lijn("a"), geheim=secret(71))
    net.clock.at = start
    lid.say(lijn("a"), geheim=secret(71))
    net.clock.at = end - timedelta(microseconds=1)
    lid.say(lijn("b"), geheim=secret(71))
    net.clock.at = end
    with refused(net, "sleutel"):
        lid.say(lijn("c"), geheim=secret(71))
    lid.say(lijn("c"))


def test_an_expired_key_is_no_key(net: Network, svb: Lid) -> None:
    net.clock.move(days=365)
    with refused(net, "sleutel"):
        svb.publiceer()


def test_a_replaced_key_is_no_key_and_its_successor_is(net: Network, svb: Lid) -> None:
    svb.say(Sleutels(sleutels=keys(net, 72), reden="vervanging"))
    with refused(net, "sleutel"):
        svb.publiceer()
    svb.say(lijn(), geheim=secret(72))


def test_a_signature_over_other_bytes_is_none(net: Network, svb: Lid) -> None:
    one, other = svb.sign(lijn("a")), svb.sign(lijn("b"))
    with refused(net, "handtekening"):
        net.admit(one.rpartition(b".")[0] + b"." + other.rpartition(b".")[2], namens=svb.oin)


# --- when ------------------------------------------------------------------------------------------------------------


def test_signed_at_most_5_minutes_ahead_and_24_hours_behind(net: Network, svb: Lid) -> None:
    now = int(net.clock.at.timestamp())
    for iat in (now + 301, now - 86_401, 0, now + 10**9):
        with refused(net, "tijdstip"):
            svb.say(LONG_AGO, iat=iat)
    svb.say(lijn("a"), iat=now + 300)
    svb.say(lijn("b"), iat=now - 86_400)


# --- about what ------------------------------------------------------------------------------------------------------


def test_a_line_of_another_organisation_is_not_yours_to_publish_or_withdraw(net: Network, svb: Lid) -> None:
    uwv = net.lid("uwv")
    uwv.publiceer()
    for body in (lijn(), Intrekking(reden="Weg.")):
        with refused(net, "niet-bevoegd"):
            svb.say(body, f"professionallijn/{uwv.oin}/aow")


@pytest.mark.parametrize(
    ("rol", "body", "about"),
    [
        ("loket", lijn(), "professionallijn/{}/aow"),
        ("publicist", loket(), "loket/{}/stadhuis"),
        ("publicist", voorstel_kalender(2027), "kalender/2027"),
    ],
    ids=["lijn", "loket", "kalender"],
)
def test_every_soort_asks_for_its_role(net: Network, rol: Any, body: Body, about: str) -> None:
    lid = net.lid("duo", (rol,))
    with refused(net, "niet-bevoegd"):
        lid.say(body, about.format(lid.oin))


def test_with_the_role_it_may_be_said(net: Network) -> None:
    lid = net.lid("duo", ("loket", "publicist"))
    lid.say(lijn())
    lid.say(loket(), f"loket/{lid.oin}/stadhuis")
    net.obpt.say(voorstel_kalender(2027), "kalender/2027")


def test_nobody_but_the_beheerder_admits(net: Network, svb: Lid) -> None:
    duo = net.kandidaat("duo")
    yes = Toelating(status="toegelaten", rollen=("publicist",))
    with refused(net, "geen-lid"):
        duo.say(yes)
    with refused(net, "niet-bevoegd"):
        svb.say(yes, f"toelating/{duo.oin}")
    with refused(net, "niet-bevoegd"):
        svb.say(Toelating(status="toegelaten", rollen=("publicist", "beheerder")))


def test_a_candidate_with_the_wish_to_be_beheerder_does_not_admit_itself(net: Network) -> None:
    duo = net.kandidaat("duo", ("beheerder",))
    with refused(net, "geen-lid"):
        duo.say(Toelating(status="toegelaten", rollen=("beheerder",)))


def test_an_application_is_for_oneself(net: Network, svb: Lid) -> None:
    duo = Lid(net, "duo")
    about_svb = replace(duo.aanmelding(("publicist",)), oin=svb.oin)
    with refused(net, "niet-bevoegd"):  # the body is about another
        net.admit(duo.sign(about_svb, f"aanmelding/{duo.oin}"), namens=None)
    with refused(net, "niet-bevoegd"):  # the sub is about another
        net.admit(duo.sign(duo.aanmelding(("publicist",)), f"aanmelding/{svb.oin}"), namens=None)
    with refused(net, "niet-bevoegd"):  # iss is another
        net.admit(duo.sign(duo.aanmelding(("publicist",)), oin=svb.oin), namens=None)


# --- vorige ----------------------------------------------------------------------------------------------------------


def test_a_statement_follows_the_head_of_its_sub(net: Network, svb: Lid) -> None:
    first = svb.publiceer().signed.digest
    second = svb.publiceer(lijn(titel="Nieuw")).signed.digest
    for vorige in (None, first, "00" * 32):
        before = trace(net)
        with pytest.raises(ConflictError) as caught:
            svb.say(lijn(titel="Nieuwer"), vorige=vorige)
        assert caught.value.huidig == second
        assert trace(net) == before
    svb.say(lijn(titel="Nieuwer"), vorige=second)


def test_the_first_about_a_sub_follows_nothing(net: Network, svb: Lid) -> None:
    before = trace(net)
    with pytest.raises(ConflictError) as caught:
        svb.say(lijn(), vorige="00" * 32)
    assert caught.value.huidig is None
    assert trace(net) == before


def test_a_line_that_was_withdrawn_comes_back_after_its_withdrawal(net: Network, svb: Lid) -> None:
    first = svb.publiceer().signed.digest
    gone = svb.trek_in().signed.digest
    with refused(net, "conflict"):
        svb.say(lijn(titel="Terug"), vorige=first)
    svb.say(lijn(titel="Terug"), vorige=gone)
    assert net.gids().lijnen[f"{svb.oin}/aow"].lijn.ingetrokken is None


# --- the rule of the soort -------------------------------------------------------------------------------------------


def test_a_line_is_withdrawn_once(net: Network, svb: Lid) -> None:
    with refused(net, "regel", "intrekking"):
        svb.trek_in()
    svb.publiceer()
    svb.trek_in()
    with refused(net, "regel", "intrekking"):
        svb.trek_in()


@pytest.mark.parametrize(
    ("rollen", "body", "about", "veld"),
    [
        (("publicist",), lijn("anders"), "professionallijn/{}/aow", "professionallijn.naam"),
        (("loket",), loket("anders"), "loket/{}/stadhuis", "loket.naam"),
        (("beheerder",), voorstel_kalender(2027), "kalender/2028", "kalender.jaar"),
    ],
    ids=["lijn", "loket", "kalender"],
)
def test_the_name_in_the_body_is_the_name_in_the_sub(
    net: Network, rollen: Any, body: Body, about: str, veld: str
) -> None:
    lid = net.lid("duo", rollen)
    with refused(net, "regel", veld):
        lid.say(body, about.format(lid.oin))


def test_a_line_does_not_fall_back_on_itself_by_whatever_name(net: Network, svb: Lid) -> None:
    with refused(net, "regel", "professionallijn.terugval"):
        svb.publiceer(lijn(terugval=f"{svb.oin}/aow"))
    with refused(net, "regel", "professionallijn.terugval"):
        svb.publiceer(lijn(terugval="svb/aow"))
    svb.publiceer(lijn(terugval="svb/algemeen"))


def test_a_line_is_not_replaced_by_itself(net: Network, svb: Lid) -> None:
    svb.publiceer()
    for itself in (f"{svb.oin}/aow", "svb/aow"):
        with refused(net, "regel", "intrekking.vervangenDoor"):
            svb.trek_in(vervangen_door=itself)
    svb.trek_in(vervangen_door="svb/algemeen")


def test_a_member_does_not_apply_again_but_who_left_does(net: Network, svb: Lid) -> None:
    with refused(net, "regel", "aanmelding"):
        svb.say(svb.aanmelding(("publicist",)))
    net.schors(svb)
    with refused(net, "regel", "aanmelding"):
        svb.say(svb.aanmelding(("publicist",)))
    net.obpt.say(Toelating(status="uitgetreden", reden="Op verzoek."), f"toelating/{svb.oin}")
    svb.say(svb.aanmelding(("publicist",)))


def test_who_never_applied_is_not_admitted(net: Network) -> None:
    with refused(net, "regel", "toelating"):
        net.laat_toe(Lid(net, "vreemd"))


def test_a_candidate_is_not_suspended(net: Network) -> None:
    duo = net.kandidaat("duo")
    with refused(net, "regel", "toelating.status"):
        net.obpt.say(Toelating(status="geschorst", reden="Zomaar."), f"toelating/{duo.oin}")


def test_what_waits_is_replaced_by_its_own_sender_only(net: Network) -> None:
    """Else a stranger could keep a candidate out for ever, or be admitted in its place."""
    duo = net.kandidaat("duo")
    stranger = secret(4711)
    forged = duo.aanmelding(("publicist",), sleutels=(replace(duo.sleutels()[0], jwk=stranger.jwk),))
    with refused(net, "regel", "aanmelding"):
        duo.say(forged, geheim=stranger)
    duo.say(duo.aanmelding(("publicist",), naam="DUO, met een betere naam"))


def test_a_rejected_application_makes_room_for_another(net: Network) -> None:
    duo = net.kandidaat("duo")
    net.obpt.say(Toelating(status="uitgetreden", reden="Verkeerde sleutel."), f"toelating/{duo.oin}")
    with refused(net, "regel", "toelating"):
        net.laat_toe(duo)
    other = secret(4712)
    keys = (replace(duo.sleutels()[0], jwk=other.jwk),)
    duo.say(duo.aanmelding(("publicist",), sleutels=keys), geheim=other)
    net.laat_toe(duo)


@pytest.mark.parametrize("status", ["toegelaten", "geschorst", "uitgetreden"])
def test_who_left_comes_back_by_applying_and_in_no_other_way(net: Network, svb: Lid, status: Any) -> None:
    """The drawing in organisaties.py: from uitgetreden there is one arrow, to aangemeld."""
    about = f"toelating/{svb.oin}"
    net.obpt.say(Toelating(status="uitgetreden", reden="Op verzoek."), about)
    with refused(net, "regel", "toelating.status"):
        net.obpt.say(Toelating(status=status, rollen=("publicist",), reden="Toch wel."), about)


def test_the_application_that_was_examined_is_the_one_that_is_admitted(net: Network) -> None:
    duo = Lid(net, "duo")
    examined = duo.say(duo.aanmelding(("publicist",))).signed.digest
    slipped_in = duo.say(duo.aanmelding(("publicist", "beheerder"))).signed.digest
    with refused(net, "regel", "toelating.aanmelding"):
        net.laat_toe(duo, aanmelding=examined)
    net.laat_toe(duo, aanmelding=slipped_in)


def test_an_afkorting_has_one_holder(net: Network, svb: Lid) -> None:
    squatter = net.kandidaat("svb")
    with refused(net, "regel", "toelating.aanmelding"):
        net.laat_toe(squatter)
    net.obpt.say(Toelating(status="uitgetreden", reden="Op verzoek."), f"toelating/{svb.oin}")
    net.laat_toe(squatter)
    svb.say(svb.aanmelding(("publicist",)))
    with refused(net, "regel", "toelating.aanmelding"):
        net.laat_toe(svb)


def test_an_afkorting_is_nobodys_oin(net: Network, svb: Lid) -> None:
    """Wherever an OIN may stand an afkorting may, and it is looked up first."""
    with pytest.raises(RefusedError):
        net.laat_toe(net.kandidaat(svb.oin))
    found = net.gids().organisatie(svb.oin)
    assert found is not None
    assert found.oin == svb.oin


def test_a_day_that_is_over_ends_no_membership(net: Network, svb: Lid) -> None:
    with refused(net, "regel", "toelating.geldigTot"):
        net.laat_toe(svb, geldig_tot=date(2026, 11, 22))
    net.laat_toe(svb, geldig_tot=date(2026, 11, 23))


def test_the_beheerder_does_not_end_itself(net: Network) -> None:
    about = f"toelating/{net.obpt.oin}"
    for status in ("geschorst", "uitgetreden"):
        with refused(net, "regel", "toelating.status"):
            net.obpt.say(Toelating(status=status, reden="Genoeg.", rollen=("beheerder",)), about)
    with refused(net, "regel", "toelating.status"):
        net.laat_toe(net.obpt, ("publicist",))
    net.laat_toe(net.obpt, ("beheerder", "publicist"))


def test_the_beheerder_does_not_end_itself_by_a_term_either(net: Network) -> None:
    """After that day nobody could ever admit anybody again."""
    with refused(net, "regel", "toelating.geldigTot"):
        net.laat_toe(net.obpt, ("beheerder",), geldig_tot=date(2026, 11, 23))


def test_of_two_beheerders_one_always_remains(net: Network) -> None:
    other = net.lid("bzk", ("beheerder",))
    net.obpt.say(Toelating(status="geschorst", reden="Ruzie."), f"toelating/{other.oin}")
    with refused(net, "geen-lid"):
        other.say(Toelating(status="geschorst", reden="Ruzie."), f"toelating/{net.obpt.oin}")


# --- keys ------------------------------------------------------------------------------------------------------------


def test_nobody_locks_itself_out_with_new_keys(net: Network, svb: Lid) -> None:
    now = net.clock.at
    for fields in ({"geldig_van": now + timedelta(seconds=1)}, {"geldig_tot": now}, {"geldig_tot": now - timedelta(1)}):
        with refused(net, "regel", "sleutels.sleutels"):
            svb.say(Sleutels(sleutels=keys(net, 73, **fields), reden="vervanging"))
    svb.say(Sleutels(sleutels=keys(net, 73, geldig_tot=now + timedelta(seconds=1)), reden="vervanging"))


@pytest.mark.parametrize("reden", ["vervanging", "verloren"])
def test_the_beheerder_touches_keys_of_others_after_a_compromise_only(net: Network, svb: Lid, reden: Any) -> None:
    with refused(net, "niet-bevoegd"):
        net.obpt.say(Sleutels(sleutels=keys(net, 74), reden=reden), f"sleutels/{svb.oin}")


def test_after_a_compromise_the_beheerder_replaces_keys_and_a_member_does_not(net: Network, svb: Lid) -> None:
    uwv = net.lid("uwv")
    compromised = Sleutels(
        sleutels=keys(net, 75), reden="gecompromitteerd", gecompromitteerd_sinds=net.clock.at - timedelta(days=1)
    )
    with refused(net, "niet-bevoegd"):
        uwv.say(compromised, f"sleutels/{svb.oin}")
    net.obpt.say(compromised, f"sleutels/{svb.oin}")
    with refused(net, "sleutel"):
        svb.publiceer()
    svb.say(lijn(), geheim=secret(75))


def test_keys_of_who_never_applied_are_not_replaced(net: Network) -> None:
    compromised = Sleutels(sleutels=keys(net, 76), reden="gecompromitteerd", gecompromitteerd_sinds=net.clock.at)
    with refused(net, "regel", "sleutels"):
        net.obpt.say(compromised, f"sleutels/{Lid(net, 'vreemd').oin}")


def test_an_application_is_signed_with_a_key_that_it_names_itself(net: Network) -> None:
    duo = Lid(net, "duo")
    now = net.clock.at
    for body, geheim in (
        (duo.aanmelding(("publicist",)), secret(77)),
        (duo.aanmelding(("publicist",)), duo.toegang),
        (duo.aanmelding(("publicist",), sleutels=duo.sleutels(geldig_tot=now)), duo.geheim),
        (duo.aanmelding(("publicist",), sleutels=duo.sleutels(geldig_van=now + timedelta(1))), duo.geheim),
    ):
        with refused(net, "sleutel"):
            duo.say(body, geheim=geheim)
    duo.say(duo.aanmelding(("publicist",), sleutels=duo.sleutels(geldig_van=now)))


# --- order -----------------------------------------------------------------------------------------------------------


def test_of_two_faults_the_earlier_rule_speaks(net: Network, svb: Lid) -> None:
    """Each line has the fault of the code named, and every fault that comes after it in the contract (section 2)."""
    uwv = net.lid("uwv")
    theirs = f"professionallijn/{uwv.oin}/iets"
    bad: dict[str, Any] = {"iat": 0, "vorige": "00" * 32}

    def unsigned(lid: Lid, geheim: Any, **fields: Any) -> bytes:
        head = lid.sign(LONG_AGO, theirs, **({"geheim": geheim} | bad | fields)).rpartition(b".")[0]
        return head + b"." + b64(bytes(64)).encode()

    with refused(net, "afzender-onbekend"):
        vreemd = Lid(net, "vreemd")
        net.admit(unsigned(vreemd, secret(78)), namens=vreemd.oin)
    duo = net.kandidaat("duo")
    with refused(net, "geen-lid"):
        net.admit(unsigned(duo, secret(78)), namens=duo.oin)
    with refused(net, "sleutel"):
        net.admit(unsigned(svb, secret(78)), namens=svb.oin)
    with refused(net, "handtekening"):
        net.admit(unsigned(svb, svb.geheim), namens=svb.oin)
    with refused(net, "tijdstip"):
        svb.say(LONG_AGO, theirs, **bad)
    with refused(net, "niet-bevoegd"):
        svb.say(lijn(), theirs, vorige="00" * 32)
    with refused(net, "conflict"):
        svb.say(lijn("anders"), f"professionallijn/{svb.oin}/aow", vorige="00" * 32)
    with refused(net, "regel", "professionallijn.naam", "professionallijn.terugval"):
        svb.say(lijn("anders", terugval=f"{svb.oin}/anders"), f"professionallijn/{svb.oin}/aow")


def test_every_fault_of_a_rule_is_named(net: Network, svb: Lid) -> None:
    net.obpt.say(Toelating(status="uitgetreden", reden="Op verzoek."), f"toelating/{svb.oin}")
    with refused(net, "regel", "toelating.aanmelding", "toelating.status", "toelating.geldigTot"):
        net.laat_toe(svb, aanmelding="00" * 32, geldig_tot=date(2026, 1, 1))


def test_the_token_speaks_before_the_rules_do(net: Network, svb: Lid) -> None:
    """Contract, section 2: its issuer is the token's organisation."""
    uwv = net.lid("uwv")
    for namens in (uwv.oin, None):
        with refused(net, "namens-ander"):
            net.admit(svb.sign(lijn()), namens=namens)
    with refused(net, "namens-ander"):
        net.admit(uwv.sign(lijn(), oin=svb.oin), namens=uwv.oin)
    duo = Lid(net, "duo")
    with refused(net, "namens-ander"):
        net.admit(duo.sign(duo.aanmelding(("publicist",))), namens=svb.oin)


def test_who_is_not_allowed_is_told_so_as_such(net: Network, svb: Lid) -> None:
    for geheim in (svb.toegang, secret(79)):
        with pytest.raises(ForbiddenError):
            svb.say(lijn(), geheim=geheim)


# --- the founding ----------------------------------------------------------------------------------------------------


def test_a_log_begins_with_a_beheerder() -> None:
    net = Network(kalender=False)
    assert net.size() == 2
    organisatie = net.gids().organisatie("obpt")
    assert organisatie is not None
    assert (organisatie.status, organisatie.rollen) == ("toegelaten", ("beheerder",))
