# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Norms through time: versions follow each other, and what held once stays as it was said."""

from datetime import date
from typing import Any

import msgspec
import pytest

from registry.errors import ForbiddenError, RefusedError
from registry.projections.replay import replay
from registry.projections.servicenormen import Normstand
from registry.registrar.actueel import Actueel
from registry.statements.klok import local_date
from registry.statements.openingstijden import Duur
from registry.statements.servicenormen import Servicenorm
from tests.support import Network

EERSTE = Servicenorm(
    naam="opnemen",
    versie=1,
    titel="Opnemen",
    dimensie="bereikbaarheid",
    kanalen=("telefoon",),
    maat="wachttijd",
    statistiek="aandeel-binnen",
    drempel=Duur(aantal=20, eenheid="seconden"),
    richting="minstens",
    doel=0.8,
    noemer="begonnen",
    venster="maand",
    klok="doorlopend",
    minimum_waarnemingen=30,
    ingangsdatum=date(2026, 1, 1),
)


@pytest.fixture
def net() -> Network:
    return Network()


def norm(**fields: Any) -> Servicenorm:
    return msgspec.structs.replace(EERSTE, **fields)


def say(net: Network, body: Servicenorm) -> None:
    net.obpt.say(body, f"servicenorm/{body.naam}")


def refused(net: Network, body: Servicenorm) -> list[tuple[str, str]]:
    """Why it is not taken; what stands is as it was."""
    size = net.size()
    with pytest.raises(RefusedError) as caught:
        say(net, body)
    assert net.size() == size
    assert caught.value.code == "regel"
    return [(fout.veld, fout.code) for fout in caught.value.fouten]


def stands(net: Network) -> Normstand:
    return net.gids().servicenormen["opnemen"]


def test_a_norm_is_in_force_from_its_first_day(net: Network) -> None:
    say(net, norm(einddatum=date(2026, 6, 30)))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [stands(net).op(day) is not None for day in days] == [False, True, True, False]
    assert stands(net).versies[0].plaats.ordered_at == net.clock.at


def test_a_next_version_takes_over_on_its_first_day(net: Network) -> None:
    say(net, EERSTE)
    say(net, norm(versie=2, ingangsdatum=date(2026, 7, 1)))
    assert [stands(net).laatste_dag(versie) for versie in (1, 2, 3)] == [date(2026, 6, 30), None, None]
    held = [stands(net).op(day) for day in (date(2026, 6, 30), date(2026, 7, 1))]
    assert [found.versie for found in held if found] == [1, 2]


def test_versions_do_not_overlap(net: Network) -> None:
    say(net, norm(einddatum=date(2026, 12, 31)))
    assert refused(net, norm(versie=2, ingangsdatum=date(2026, 12, 31))) == [("servicenorm.ingangsdatum", "overlap")]
    assert refused(net, norm(versie=2, ingangsdatum=date(2026, 1, 1))) == [("servicenorm.ingangsdatum", "overlap")]
    say(net, norm(versie=2, ingangsdatum=date(2027, 1, 1)))
    assert refused(net, norm(versie=1)) == [("servicenorm.versie", "regel")]


def test_between_two_versions_there_may_be_none(net: Network) -> None:
    say(net, norm(einddatum=date(2026, 3, 31)))
    say(net, norm(versie=2, ingangsdatum=date(2026, 7, 1)))
    assert stands(net).op(date(2026, 5, 1)) is None


def test_what_is_in_force_stays_as_it_was_said_but_for_its_end(net: Network) -> None:
    say(net, EERSTE)
    assert refused(net, norm(doel=0.7)) == [("servicenorm.versie", "regel")]
    assert refused(net, norm(ingangsdatum=date(2027, 1, 1))) == [("servicenorm.versie", "regel")]
    say(net, norm(einddatum=date(2026, 12, 31)))
    assert len(stands(net).versies) == 1
    assert stands(net).laatste_dag(1) == date(2026, 12, 31)


def test_a_version_holds_from_the_morning_of_its_first_day(net: Network) -> None:
    today = local_date(net.clock.at)
    say(net, norm(ingangsdatum=today))
    assert refused(net, norm(ingangsdatum=today, doel=0.7)) == [("servicenorm.versie", "regel")]


def test_what_is_to_come_may_be_said_anew(net: Network) -> None:
    say(net, EERSTE)
    say(net, norm(versie=2, ingangsdatum=date(2027, 1, 1)))
    say(net, norm(versie=2, ingangsdatum=date(2027, 4, 1), doel=0.9))
    assert [versie.norm.doel for versie in stands(net).versies] == [0.8, 0.9]
    assert refused(net, norm(versie=2, ingangsdatum=date(2026, 1, 1))) == [("servicenorm.ingangsdatum", "overlap")]


def test_only_the_beheerder_says_norms(net: Network) -> None:
    svb = net.lid("svb")
    with pytest.raises(ForbiddenError) as caught:
        svb.say(EERSTE, "servicenorm/opnemen")
    assert caught.value.code == "niet-bevoegd"


def test_a_norm_is_called_as_its_sub_is(net: Network) -> None:
    with pytest.raises(RefusedError) as caught:
        net.obpt.say(EERSTE, "servicenorm/anders")
    assert [fout.veld for fout in caught.value.fouten] == ["servicenorm.naam"]


def test_a_norm_with_faults_does_not_come_in(net: Network) -> None:
    with pytest.raises(RefusedError) as caught:
        say(net, norm(doel=80.0))
    assert caught.value.code == "schema"
    assert [fout.veld for fout in caught.value.fouten] == ["servicenorm.doel"]


def test_norms_follow_from_the_log_and_readers_keep_up_with_it(net: Network) -> None:
    actueel = Actueel(net.store)
    say(net, EERSTE)
    say(net, norm(versie=2, ingangsdatum=date(2027, 1, 1)))
    with net.store.read() as tx:
        facts = replay(tx.records(0, tx.size()))
        assert facts.get("servicenorm/opnemen") == tx.get("servicenorm/opnemen")
    assert actueel.catch_up() == net.gids()
    assert actueel.gids().servicenormen == {"opnemen": stands(net)}
