# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What a report must be about, and who is heard: every bad one is refused, by name, and leaves no trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from registry.errors import AccessError, RefusedError
from registry.projections.zaakverloop import VEELVULDIG_VANAF
from registry.registrar.audit import audit
from registry.registrar.history import bundle
from registry.statements.leden import Toelating
from registry.statements.normschendingen import Normschending, Normverwijzing, Reactie
from registry.statements.professionallijnen import Geldigheid
from tests.support import lijn
from tests.support.zaken import LIJN, NORM, Zaken, norm


@pytest.fixture
def zaken() -> Zaken:
    return Zaken()


@contextmanager
def refused(zaken: Zaken, code: str, *fouten: str) -> Iterator[pytest.ExceptionInfo[RefusedError]]:
    """Expect a refusal with this code and these faults as field:code, that leaves nothing behind."""
    with zaken.net.store.read() as tx:
        before = tx.size(), dict(tx.scan(""))
    with pytest.raises(RefusedError) as caught:
        yield caught
    assert (caught.value.code, [f"{fout.veld}:{fout.code}" for fout in caught.value.fouten]) == (code, list(fouten))
    with zaken.net.store.read() as tx:
        assert (tx.size(), dict(tx.scan(""))) == before


# --- what a report is about ------------------------------------------------------------------------------------------


def test_nobody_reports_itself(zaken: Zaken) -> None:
    with refused(zaken, "regel", "normschending.lijn:eigen-lijn"):
        zaken.meld(zaken.svb)


def test_a_line_must_be_there(zaken: Zaken) -> None:
    with refused(zaken, "regel", "normschending.lijn:onbekend"):
        zaken.meld(lijn=f"{zaken.svb.oin}/bestaat-niet")
    with refused(zaken, "regel", "normschending.lijn:onbekend"):
        zaken.meld(lijn=f"{'0' * 20}/{LIJN}")


@pytest.mark.parametrize("field", ["svb/aow", "svb", "0/aow", "../aow"])
def test_a_line_is_named_by_its_oin_for_an_afkorting_can_go_to_another(zaken: Zaken, field: str) -> None:
    with refused(zaken, "schema", "normschending.lijn:patroon"):
        zaken.meld(lijn=field)


def test_a_line_must_have_been_there_then(zaken: Zaken) -> None:
    zaken.svb.publiceer(lijn("nieuw", geldig=Geldigheid(van=date(2026, 11, 23))))
    with refused(zaken, "regel", "normschending.lijn:bestond-niet"):
        zaken.meld(lijn=f"{zaken.svb.oin}/nieuw", moment=zaken.net.clock.at - timedelta(days=1))
    zaken.meld(lijn=f"{zaken.svb.oin}/nieuw")


def test_a_withdrawn_line_can_be_reported_for_when_it_was_there(zaken: Zaken) -> None:
    zaken.net.clock.move(days=1)
    zaken.svb.trek_in(LIJN)
    zaken.net.clock.move(days=1)
    with refused(zaken, "regel", "normschending.lijn:bestond-niet"):
        zaken.meld()
    zaken.meld(moment=zaken.net.clock.at - timedelta(hours=30))


@pytest.mark.parametrize("withdraw_first", [False, True])
def test_publishing_a_line_anew_with_a_later_first_day_does_not_undo_that_it_was_there(
    zaken: Zaken, *, withdraw_first: bool
) -> None:
    missed = zaken.net.clock.at
    for _ in range(3):
        zaken.net.clock.move(days=2)
        if withdraw_first:
            zaken.svb.trek_in(LIJN)
        zaken.svb.publiceer(lijn(LIJN, geldig=Geldigheid(van=zaken.dag(1))))
    zaken.meld(moment=missed)
    with refused(zaken, "regel", "normschending.lijn:bestond-niet", "normschending.norm.naam:gold-niet"):
        zaken.meld(moment=datetime.fromisoformat("2025-12-31T12:00:00Z"))
    assert audit(zaken.net.store).afwijkend == ()


def test_a_line_that_is_published_anew_without_a_change_of_its_days_says_no_more_than_before(zaken: Zaken) -> None:
    def fact() -> bytes:
        with zaken.net.store.read() as tx:
            return tx.get(f"professionallijn/{zaken.svb.oin}/{LIJN}") or b""

    for _ in range(3):
        zaken.net.clock.move(days=2)
        zaken.svb.publiceer(lijn(LIJN, titel="Andere titel"))
    assert b"eerder" not in fact()


@pytest.mark.parametrize(
    ("hours", "code"), [(1 / 3600, "toekomst"), (24, "toekomst"), (-367 * 24, "te-oud"), (-20_000 * 24, "te-oud")]
)
def test_a_moment_is_of_the_last_year(zaken: Zaken, hours: float, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        zaken.meld(moment=zaken.net.clock.at + timedelta(hours=hours))
    assert [fout.code for fout in caught.value.fouten if fout.veld == "normschending.moment"] == [code]


def test_a_norm_must_be_known_and_in_force_then_in_that_version(zaken: Zaken) -> None:
    net = zaken.net
    net.obpt.say(norm("later", ingangsdatum=date(2026, 12, 1)), "servicenorm/later")
    net.obpt.say(norm("voorbij", einddatum=date(2026, 6, 30)), "servicenorm/voorbij")
    net.obpt.say(norm(versie=2, ingangsdatum=date(2026, 11, 20)), f"servicenorm/{NORM}")
    for naam in ("later", "voorbij"):
        with refused(zaken, "regel", "normschending.norm.naam:gold-niet"):
            zaken.meld(norm=Normverwijzing(naam=naam, versie=1))
    with refused(zaken, "regel", "normschending.norm.naam:onbekend"):
        zaken.meld(norm=Normverwijzing(naam="verzonnen", versie=1))
    with refused(zaken, "regel", "normschending.norm.versie:gold-niet"):
        zaken.meld()
    zaken.meld(norm=Normverwijzing(naam=NORM, versie=2))
    zaken.meld(moment=net.clock.at - timedelta(days=5))


def test_a_new_version_changes_nothing_about_a_case_that_is_pending(zaken: Zaken) -> None:
    zaak = zaken.meld()
    before = zaken.stand(zaak)
    zaken.obpt.say(norm(versie=2, ingangsdatum=date(2026, 11, 24)), f"servicenorm/{NORM}")
    assert zaken.stand(zaak) == before
    zaken.meld(zaak=zaak, moment=before.moment)
    zaken.reageer(zaak)
    zaken.oordeel(zaak)
    assert zaken.stand(zaak).norm == Normverwijzing(naam=NORM, versie=1)


def test_a_norm_is_about_the_channel_and_the_line_has_it(zaken: Zaken) -> None:
    zaken.obpt.say(norm("alles", kanalen=()), "servicenorm/alles")
    with refused(zaken, "regel", "normschending.kanaal:onbekend", "normschending.kanaal:norm"):
        zaken.meld(kanaal="email", moment=zaken.net.clock.at)
    zaken.meld(kanaal="email", norm=Normverwijzing(naam="alles", versie=1))  # what the line was then, is not known


def test_everything_that_is_wrong_is_said_at_once(zaken: Zaken) -> None:
    with refused(zaken, "schema", "normschending.waargenomen[1]:dubbel", "normschending.waargenomen:toelichting"):
        zaken.meld(waargenomen=("anders", "anders"))
    with refused(
        zaken,
        "regel",
        "normschending.moment:toekomst",
        "normschending.lijn:onbekend",
        "normschending.norm.naam:onbekend",
    ):
        zaken.meld(lijn=f"{'0' * 20}/x", moment=zaken.dag_moment(3), norm=Normverwijzing(naam="verzonnen", versie=1))


# --- who may report --------------------------------------------------------------------------------------------------


def test_the_beheerder_does_not_report_and_who_is_suspended_does_not_either(zaken: Zaken) -> None:
    with refused(zaken, "niet-bevoegd"):
        zaken.meld(zaken.obpt)
    zaken.net.schors(zaken.utrecht)
    with refused(zaken, "geen-lid"):
        zaken.meld()


def test_nobody_takes_over_the_case_of_another(zaken: Zaken) -> None:
    zaak = zaken.meld()
    with refused(zaken, "niet-bevoegd"):
        zaken.meld(zaken.uwv, zaak=zaak)


def test_a_case_that_is_not_there_has_no_parties(zaken: Zaken) -> None:
    for say in (zaken.reageer, zaken.oordeel, zaken.bezwaar, zaken.herstel, zaken.trek_terug):
        with refused(zaken, "niet-bevoegd"):
            say(zaken.uuid())


def test_who_is_a_party_does_not_judge(zaken: Zaken) -> None:
    zaken.net.laat_toe(zaken.obpt, ("beheerder", "publicist"))
    zaken.obpt.publiceer(lijn("obpt"))
    zaak = zaken.meld(lijn=f"{zaken.obpt.oin}/obpt")
    zaken.reageer(zaak, lid=zaken.obpt)
    with refused(zaken, "niet-bevoegd"):
        zaken.oordeel(zaak, "ongegrond")


@pytest.mark.parametrize("say", ["trek_terug", "reageer"])
def test_the_same_step_twice_is_refused(zaken: Zaken, say: str) -> None:
    zaak = zaken.meld()
    getattr(zaken, say)(zaak)
    zaken.net.clock.move(seconds=1)
    with refused(zaken, "regel", f"{'terugtrekking' if say == 'trek_terug' else 'reactie'}:volgorde") as caught:
        getattr(zaken, say)(zaak)
    assert f"staat op '{zaken.stand(zaak).fase}'" in str(caught.value)


def test_two_who_speak_at_once_do_not_both_get_their_way(zaken: Zaken) -> None:
    zaak = zaken.meld()
    slow = zaken.svb.sign(zaken.reactie(), f"zaak/{zaak}")
    zaken.meld(zaak=zaak, moment=zaken.stand(zaak).moment, waargenomen=("geweigerd",))
    with refused(zaken, "conflict"):
        zaken.net.admit(slow, namens=zaken.svb.oin)


def test_a_supplement_is_about_the_same(zaken: Zaken) -> None:
    zaak = zaken.meld()
    moment = zaken.stand(zaak).moment
    others: list[dict[str, Any]] = [
        {"lijn": f"{zaken.uwv.oin}/ww"},
        {"norm": Normverwijzing(naam=NORM, versie=2)},
        {"kanaal": "email"},
        {"moment": moment - timedelta(days=1)},
    ]
    for other in others:
        with refused(zaken, "regel", "normschending:andere-zaak"):
            zaken.meld(zaak=zaak, **({"moment": moment} | other))


def test_repair_does_not_come_before_what_is_repaired(zaken: Zaken) -> None:
    zaak = zaken.meld()
    zaken.reageer(zaak, "erkend")
    with refused(zaken, "regel", "herstel.hersteldOp:volgorde"):
        zaken.herstel(zaak, hersteld_op=zaken.dag(-1))
    with refused(zaken, "schema", "herstel.hersteldOp:toekomst"):
        zaken.herstel(zaak, hersteld_op=zaken.dag(1))


@pytest.mark.parametrize("days", [-1, 367, 3000])
def test_a_day_of_recovery_is_within_a_year(zaken: Zaken, days: int) -> None:
    zaak = zaken.meld()
    with refused(zaken, "schema", "reactie.herstelVoor:bereik"):
        zaken.reageer(zaak, "erkend", herstel_voor=zaken.dag(days))


def test_an_acknowledgement_promises_and_a_denial_has_grounds(zaken: Zaken) -> None:
    zaak = zaken.meld()
    for body, fout in (
        (Reactie(standpunt="erkend"), "reactie.herstelVoor:ontbreekt"),
        (Reactie(standpunt="betwist"), "reactie.gronden:ontbreekt"),
        (zaken.reactie("erkend", gronden=("overmacht",)), "reactie.gronden:tegenspraak"),
    ):
        with refused(zaken, "schema", fout):
            zaken.svb.say(body, f"zaak/{zaak}")


# --- the same once more ----------------------------------------------------------------------------------------------


def test_a_near_duplicate_names_the_case_to_add_to(zaken: Zaken) -> None:
    zaak = zaken.meld()
    with refused(zaken, "regel", "normschending.naast:dubbel") as caught:
        zaken.meld(moment=zaken.net.clock.at)
    assert "NS-2026-000001" in str(caught.value)
    assert zaak in str(caught.value)
    beside = zaken.meld(naast=zaak)
    with refused(zaken, "regel", "normschending.naast:dubbel"):
        zaken.meld(naast=zaak)
    zaken.meld(naast=beside)


def test_another_day_norm_line_or_reporter_is_no_duplicate(zaken: Zaken) -> None:
    zaken.obpt.say(norm("ander"), "servicenorm/ander")
    zaken.meld()
    zaken.meld(moment=zaken.net.clock.at - timedelta(days=1))
    zaken.meld(norm=Normverwijzing(naam="ander", versie=1))
    zaken.meld(lijn=f"{zaken.uwv.oin}/ww")
    zaken.meld(zaken.uwv)


def test_a_day_is_one_of_the_netherlands(zaken: Zaken) -> None:
    zaken.meld(moment=datetime.fromisoformat("2026-11-21T23:30:00Z"))
    with refused(zaken, "regel", "normschending.naast:dubbel"):
        zaken.meld(moment=datetime.fromisoformat("2026-11-22T22:30:00Z"))
    zaken.meld(moment=datetime.fromisoformat("2026-11-22T23:30:00Z"))


def test_what_was_taken_back_may_be_reported_again(zaken: Zaken) -> None:
    zaken.trek_terug(zaken.meld())
    zaken.meld()


# --- very many -------------------------------------------------------------------------------------------------------


def test_very_many_reports_of_one_member_are_kept_and_marked_and_get_more_time(zaken: Zaken) -> None:
    cases = [zaken.meld(moment=zaken.dag_moment(-number)) for number in range(1, VEELVULDIG_VANAF + 4)]
    stands = [zaken.stand(zaak) for zaak in cases]
    assert [stand.veelvuldig for stand in stands] == [False] * (VEELVULDIG_VANAF - 1) + [True] * 4
    assert {stand.reactie_tot for stand in stands} == {date(2026, 11, 30), date(2026, 12, 21)}
    other = zaken.meld(zaken.uwv)
    assert not zaken.stand(other).veelvuldig
    zaken.net.clock.move(hours=1)
    assert not zaken.stand(zaken.meld(moment=zaken.net.clock.at - timedelta(days=300))).veelvuldig
    assert audit(zaken.net.store).afwijkend == ()


# --- suspended meanwhile ---------------------------------------------------------------------------------------------


def test_who_is_suspended_in_the_middle_is_still_heard_and_needs_no_token(zaken: Zaken) -> None:
    zaak = zaken.meld()
    zaken.net.schors(zaken.svb)
    jws = zaken.svb.sign(zaken.reactie("erkend"), f"zaak/{zaak}")
    zaken.net.admit(jws, namens=None)
    assert zaken.stand(zaak).fase == "erkend"
    zaken.oordeel(zaak)
    zaken.net.schors(zaken.utrecht)
    zaken.bezwaar(zaak, zaken.utrecht)
    zaken.oordeel(zaak)
    zaken.herstel(zaak)
    assert zaken.stand(zaak).fase == "hersteld"
    assert audit(zaken.net.store).afwijkend == ()


def test_who_is_suspended_says_nothing_else_and_who_is_not_needs_a_token(zaken: Zaken) -> None:
    zaak = zaken.meld()
    jws = zaken.svb.sign(zaken.reactie(), f"zaak/{zaak}")
    with pytest.raises(AccessError):
        zaken.net.admit(jws, namens=None)
    with pytest.raises(AccessError):
        zaken.net.admit(zaken.uwv.sign(zaken.reactie(), f"zaak/{zaak}"), namens=None)
    zaken.net.schors(zaken.svb)
    zaken.net.schors(zaken.uwv)
    with pytest.raises(AccessError):  # no party
        zaken.net.admit(zaken.uwv.sign(zaken.reactie(), f"zaak/{zaak}"), namens=None)
    with refused(zaken, "namens-ander"):
        zaken.net.admit(zaken.svb.sign(lijn("nog-een")), namens=None)
    with refused(zaken, "geen-lid"):
        zaken.svb.publiceer(lijn("nog-een"))
    with refused(zaken, "handtekening"):
        zaken.svb.say(zaken.reactie(), f"zaak/{zaak}", geheim=_other_key_same_name(zaken))


def _other_key_same_name(zaken: Zaken) -> Any:
    """One who has not the key, and says it has."""
    thief, svb = zaken.uwv.geheim, zaken.svb.geheim

    class Thief:
        def say(self, body: Any, **fields: Any) -> bytes:
            signing_input, _, _ = svb.say(body, **fields).rpartition(b".")
            _, _, signature = thief.say(body, **fields).rpartition(b".")
            return signing_input + b"." + signature

    return Thief()


def test_who_left_is_not_heard_any_more_and_the_case_goes_on(zaken: Zaken) -> None:
    zaak = zaken.meld()
    zaken.obpt.say(Toelating(status="uitgetreden", reden="Opgeheven."), f"toelating/{zaken.svb.oin}")
    with refused(zaken, "geen-lid"):
        zaken.reageer(zaak)
    zaken.net.clock.move(days=10)
    zaken.oordeel(zaak)
    assert zaken.stand(zaak).fase == "gegrond"
    with refused(zaken, "regel", "normschending.lijn:onbekend"):
        zaken.meld()


# --- elsewhere -------------------------------------------------------------------------------------------------------


def test_a_bundle_of_a_case_holds_all_that_its_rules_ask_about(zaken: Zaken) -> None:
    from registry.projections.bundel import verify  # noqa: PLC0415  # beside what it is asked of

    other = zaken.meld(zaken.uwv)
    zaken.obpt.say(norm(versie=2, ingangsdatum=date(2026, 12, 1)), f"servicenorm/{NORM}")
    first = zaken.meld()
    zaak = zaken.meld(naast=first)
    zaken.reageer(zaak)
    zaken.oordeel(zaak)
    zaken.bezwaar(zaak)
    last = zaken.oordeel(zaak, "ongegrond")
    with zaken.net.store.read() as tx:
        made = bundle(tx, zaken.net.signer, last.signed.digest)
    outcome = verify(made, logboek=zaken.net.signer.verifier, beheerder=zaken.obpt.geheim.kid)
    subs = [signed.sub for signed in outcome.signed]
    assert subs.count(f"zaak/{zaak}") == 5
    assert f"zaak/{other}" not in subs
    assert f"zaak/{first}" not in subs  # what others, or the same, said in another case is not shown along


def test_a_body_holds_no_free_text() -> None:
    """Only words of closed lists, ids, days and hashes: nothing of a person fits in."""
    with pytest.raises(TypeError):
        Normschending(toelichting="Jan nam niet op")  # type: ignore[call-arg]
