# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Criteria, evidence and judgements: who may say them, of what, and in which order. What is refused leaves no trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from registry.errors import ConflictError, ForbiddenError, RefusedError
from registry.projections.bundel import verify
from registry.projections.replay import replay
from registry.projections.toetredingscriteria import bewijs_van, get
from registry.registrar.audit import audit
from registry.registrar.history import bundle
from registry.statements.leden import Toelating
from registry.statements.openingstijden import Duur
from registry.statements.toetreding import (
    Beoordeling,
    Bevestigdtoets,
    Bewijstoets,
    Kanaaltoets,
    Nalevingtoets,
    Toezeggingtoets,
)
from tests.contract.served import norm
from tests.support import Lid, Network
from tests.support.toetreding import BEWIJS, beoordeel, bewijsstuk, criterium, lever_in, vraag

MEER = Bewijstoets(wat="Het besluit, met bijlagen.")


@pytest.fixture
def net() -> Network:
    return Network()


@pytest.fixture
def svb(net: Network) -> Lid:
    return net.lid("svb")


@contextmanager
def refused(net: Network, *velden: str, code: str = "regel") -> Iterator[None]:
    size = net.size()
    with pytest.raises(RefusedError) as caught:
        yield
    assert (caught.value.code, net.size()) == (code, size)
    assert [fout.veld for fout in caught.value.fouten] == list(velden)


# --- criteria ---------------------------------------------------------------------------------------------------------


def test_versions_follow_each_other_and_what_holds_stays(net: Network) -> None:
    vraag(net, BEWIJS)
    with refused(net, "toetredingscriterium.versie"):
        vraag(net, MEER)
    with refused(net, "toetredingscriterium.versie"):
        vraag(net, BEWIJS, plateau=2)
    with refused(net, "toetredingscriterium.ingangsdatum"):
        vraag(net, MEER, versie=2, ingangsdatum=date(2026, 1, 1))
    vraag(net, MEER, versie=2, ingangsdatum=date(2026, 12, 1))
    vraag(net, MEER, versie=2, ingangsdatum=date(2027, 1, 1))  # what is to come may be said anew
    with refused(net, "toetredingscriterium.versie"):
        vraag(net, BEWIJS, einddatum=date(2026, 12, 24))
    with net.store.read() as tx:
        stand = get(tx, "eis")
    assert stand is not None
    assert [een.criterium.ingangsdatum for een in stand.versies] == [date(2026, 1, 1), date(2027, 1, 1)]
    assert stand.laatste_dag(1) == date(2026, 12, 31)
    assert stand.versie(3) is None


def test_only_the_beheerder_asks(net: Network, svb: Lid) -> None:
    with pytest.raises(ForbiddenError, match="mag dit niet zeggen"):
        svb.say(criterium(BEWIJS), "toetredingscriterium/eis")


def test_a_criterion_is_called_as_its_sub_is(net: Network) -> None:
    with refused(net, "toetredingscriterium.naam"):
        net.obpt.say(criterium(BEWIJS), "toetredingscriterium/anders")


@pytest.mark.parametrize("toets", [Toezeggingtoets(norm="weg"), Nalevingtoets(norm="weg", maanden=6)])
def test_what_leans_on_a_norm_leans_on_one_that_is_there(net: Network, toets: Any) -> None:
    with refused(net, "toetredingscriterium.toets.norm"):
        vraag(net, toets)


def test_a_norm_must_bear_what_leans_on_it(net: Network) -> None:
    net.obpt.say(norm(), "servicenorm/telefoon-opnemen")
    mean = replace(
        norm(), naam="gemiddeld", statistiek="gemiddelde", drempel=None, doel=Duur(aantal=2, eenheid="minuten"),
        richting="hoogstens",
    )  # fmt: skip
    net.obpt.say(mean, "servicenorm/gemiddeld")
    with refused(net, "toetredingscriterium.toets.norm"):  # nobody can promise a mean
        vraag(net, Toezeggingtoets(norm="gemiddeld"))
    with refused(net, "toetredingscriterium.toets.maanden"):  # a quarter does not always end in two months
        vraag(net, Nalevingtoets(norm="telefoon-opnemen", maanden=2))
    net.obpt.say(replace(norm(), naam="per-dag", venster="dag"), "servicenorm/per-dag")
    with refused(net, "toetredingscriterium.toets.norm"):  # a verdict would change by the day
        vraag(net, Nalevingtoets(norm="per-dag", maanden=3))
    vraag(net, Nalevingtoets(norm="telefoon-opnemen", maanden=3), "gemeten")
    vraag(net, Toezeggingtoets(norm="telefoon-opnemen"), "toegezegd")


# --- evidence ---------------------------------------------------------------------------------------------------------


def test_evidence_is_for_what_is_asked_of_one_like_you(net: Network, svb: Lid) -> None:
    with refused(net, "bewijsstuk.criterium"):
        lever_in(svb)
    vraag(net, BEWIJS)
    vraag(net, Bevestigdtoets(dagen=9), "zelf")
    vraag(net, BEWIJS, "loket", voor=("loket",))
    lever_in(svb)
    with refused(net, "bewijsstuk.criterium"):
        lever_in(svb, versie=2)
    with refused(net, "bewijsstuk.criterium"):
        lever_in(svb, "zelf")
    with refused(net, "bewijsstuk.criterium"):
        lever_in(svb, "loket")
    with refused(net, "bewijsstuk.criterium"):
        svb.say(bewijsstuk("eis"), f"bewijsstuk/{svb.oin}/loket")


def test_evidence_for_what_is_not_asked_any_more_is_refused(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    vraag(net, MEER, versie=2, ingangsdatum=date(2026, 11, 24))
    lever_in(svb)
    lever_in(svb, versie=2)
    net.clock.move(days=1)
    with refused(net, "bewijsstuk.versie"):
        lever_in(svb)


def test_nobody_hands_in_for_another(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    other = net.lid("duo")
    for by in (other, net.obpt):
        with pytest.raises(ForbiddenError) as caught:
            by.say(bewijsstuk(), f"bewijsstuk/{svb.oin}/eis")
        assert caught.value.code == "niet-bevoegd"


def test_who_is_suspended_hands_in_nothing(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    net.schors(svb)
    with refused(net, code="geen-lid"):
        lever_in(svb)


# --- judgements -------------------------------------------------------------------------------------------------------


def test_only_the_beheerder_judges_and_never_itself(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    lever_in(svb)
    body = Beoordeling(
        criterium="eis",
        bewijsstuk=net.head(f"bewijsstuk/{svb.oin}/eis") or "",
        oordeel="voldoende",
        geldig_tot=date(2027, 1, 1),
    )
    for by in (svb, net.lid("duo")):
        with pytest.raises(ForbiddenError) as caught:
            by.say(body, f"beoordeling/{svb.oin}/eis")
        assert caught.value.code == "niet-bevoegd"
    both = net.lid("dubbel", rollen=("publicist", "beheerder"))
    handed_in = lever_in(both)
    itself = replace(body, bewijsstuk=handed_in.signed.digest)
    with refused(net, "beoordeling"):
        both.say(itself, f"beoordeling/{both.oin}/eis")
    net.obpt.say(itself, f"beoordeling/{both.oin}/eis")
    both.say(body, f"beoordeling/{svb.oin}/eis")


def test_what_is_judged_is_what_stands(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    vraag(net, BEWIJS, "ander")
    with refused(net, "beoordeling.criterium"):
        beoordeel(net, svb, bewijsstuk="ab" * 32)
    first = lever_in(svb)
    lever_in(svb, hash="cd" * 32)
    with refused(net, "beoordeling.bewijsstuk"):
        beoordeel(net, svb, bewijsstuk=first.signed.digest)
    with refused(net, "beoordeling.criterium", "beoordeling.bewijsstuk"):
        net.obpt.say(
            Beoordeling(criterium="eis", bewijsstuk=first.signed.digest, oordeel="onvoldoende", redenen=("verouderd",)),
            f"beoordeling/{svb.oin}/ander",
        )
    beoordeel(net, svb)
    beoordeel(net, svb, oordeel="onvoldoende", redenen=("onvolledig",))  # and may be judged anew


def test_a_judgement_that_somebody_else_was_before_is_a_conflict(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    lever_in(svb)
    beoordeel(net, svb)
    body = Beoordeling(
        criterium="eis",
        bewijsstuk=net.head(f"bewijsstuk/{svb.oin}/eis") or "",
        oordeel="voldoende",
        geldig_tot=date(2028, 1, 1),
    )
    with pytest.raises(ConflictError):
        net.obpt.say(body, f"beoordeling/{svb.oin}/eis", vorige=None)


def test_a_version_that_came_while_evidence_waited_ends_the_waiting(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    lever_in(svb)
    vraag(net, MEER, versie=2, ingangsdatum=date(2026, 11, 25))
    beoordeel(net, svb)  # what is asked today
    net.clock.move(days=2)
    with refused(net, "beoordeling.bewijsstuk"):
        beoordeel(net, svb)
    lever_in(svb, versie=2)
    beoordeel(net, svb)


def test_a_criterion_that_is_over_is_judged_no_more(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    lever_in(svb)
    vraag(net, BEWIJS, einddatum=date(2026, 11, 24))
    net.clock.move(days=2)
    with refused(net, "bewijsstuk.versie"):
        lever_in(svb)
    with refused(net, "beoordeling.bewijsstuk"):
        beoordeel(net, svb)


def test_who_is_suspended_is_judged_and_who_left_is_not(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    lever_in(svb)
    net.schors(svb)
    beoordeel(net, svb)
    net.obpt.say(Toelating(status="uitgetreden", reden="Opgeheven."), f"toelating/{svb.oin}")
    with refused(net, "beoordeling"):
        beoordeel(net, svb)


def test_all_of_it_follows_from_the_log(net: Network, svb: Lid) -> None:
    vraag(net, BEWIJS)
    vraag(net, Kanaaltoets(kanalen=("telefoon",)), "lijn")
    lever_in(svb)
    judged = beoordeel(net, svb)
    lever_in(svb, hash="cd" * 32)
    assert audit(net.store).afwijkend == ()
    with net.store.read() as tx:
        facts = replay(tx.records(0, tx.size()))
        assert facts.facts == dict(tx.scan(""))
        stand = bewijs_van(tx, svb.oin, "eis")
    assert stand is not None
    assert stand.wacht
    assert stand.oordeel is not None
    assert stand.oordeel.plaats.digest == judged.signed.digest


def test_each_can_be_proved_without_the_register(net: Network, svb: Lid) -> None:
    net.obpt.say(norm(), "servicenorm/telefoon-opnemen")
    vraag(net, Toezeggingtoets(norm="telefoon-opnemen"), "toegezegd")
    vraag(net, BEWIJS)
    lever_in(svb)
    beoordeel(net, svb)
    subs = ["toetredingscriterium/toegezegd", f"bewijsstuk/{svb.oin}/eis", f"beoordeling/{svb.oin}/eis"]
    for sub in subs:
        with net.store.read() as tx:
            made = bundle(tx, net.signer, net.head(sub) or "")
        found = verify(made, logboek=net.signer.verifier, beheerder=net.obpt.geheim.kid)
        assert found.signed[-1].sub == sub
