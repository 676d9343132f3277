# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""How members stand, over HTTP: who sees what, as of when, and the matrix of the beheerder."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from litestar.testing import TestClient

from registry.errors import ForbiddenError, MalformedError, NotFoundError, ScopeError
from registry.projections.aflopend import DAGEN
from registry.projections.toetredingsdossier import Bronnen
from registry.statements.toetreding import (
    Bevestigdtoets,
    Grondslagtoets,
    Kanaaltoets,
    Schendingtoets,
    Sleuteltoets,
    Toegangseisentoets,
)
from tests.support import Lid, Network, lijn
from tests.support.network import START
from tests.support.toetreding import BEWIJS, beoordeel, lever_in, stand, vraag

Http = TestClient[Any]


@pytest.fixture
def net() -> Network:
    net = Network()
    vraag(net, Kanaaltoets(kanalen=("telefoon",)), "telefoon")
    vraag(net, BEWIJS, "bewijs", plateau=2)
    vraag(net, Schendingtoets(), "schending", plateau=3)
    return net


@pytest.fixture
def svb(net: Network) -> Lid:
    svb = net.lid("svb")
    net.clock.move(hours=1)
    svb.publiceer()
    lever_in(svb, "bewijs", waar="https://example.nl/alleen-voor-het-obpt")
    return svb


@pytest.fixture
def http(net: Network, svb: Lid) -> Iterator[Http]:
    with net.http(bronnen=Bronnen(schendingen=lambda oin: [])) as client:
        yield client


def test_a_member_reads_how_it_stands_and_what_it_rests_on(net: Network, svb: Lid, http: Http) -> None:
    found = svb.register(http).toetreding("svb")
    assert (found.oin, found.status, found.bereikt) == (svb.oin, "toegelaten", 1)
    assert (found.stand.index, found.peildatum) == (net.size() - 1, net.clock.at)
    assert [(p.plateau, p.bereikt, p.sinds) for p in found.plateaus] == [
        (1, True, net.clock.at),
        (2, False, None),
        (3, False, None),
    ]
    telefoon, bewijs, schending = found.criteria
    assert (telefoon.oordeel, telefoon.sinds) == ("voldaan", net.clock.at)
    assert telefoon.feiten[0].digest == net.head(f"professionallijn/{svb.oin}/aow")
    assert (bewijs.oordeel, bewijs.feiten[0].digest) == (
        "nog-niet-te-beoordelen",
        net.head(f"bewijsstuk/{svb.oin}/bewijs"),
    )
    assert schending.oordeel == "voldaan"


def test_other_members_see_verdicts_but_not_what_is_between_it_and_the_beheerder(
    net: Network, svb: Lid, http: Http
) -> None:
    other = net.lid("duo", rollen=("loket",))
    telefoon, bewijs, schending = other.register(http).toetreding(svb.oin).criteria
    assert (telefoon.oordeel, telefoon.uitleg) == ("voldaan", "U hebt een lijn met telefoon.")
    assert (bewijs.oordeel, bewijs.uitleg, bewijs.feiten, bewijs.stappen) == ("nog-niet-te-beoordelen", None, (), ())
    assert (schending.oordeel, schending.sinds, schending.uitleg) == (None, None, None)
    seen = net.obpt.register(http).toetreding(svb.oin).criteria
    assert [een.uitleg is not None for een in seen] == [True, True, True]


def test_nobody_else_reads_where_evidence_is(net: Network, svb: Lid, http: Http) -> None:
    beoordeel(net, svb, "bewijs")
    other = net.lid("duo")
    for soort in ("bewijsstuk", "beoordeling"):
        sub = f"{soort}/{svb.oin}/bewijs"
        assert other.register(http).verklaringen(sub) == ()
        digest = net.head(sub) or ""
        with pytest.raises(NotFoundError):
            other.register(http).bundel(digest)
        for may in (svb, net.obpt):
            assert may.register(http).verklaringen(sub)[0].digest == digest
            assert may.register(http).bundel(digest).verklaringen[-1].index == net.size() - (
                4 if soort == "bewijsstuk" else 3
            )


def test_as_of_then_is_what_was_said_then(net: Network, svb: Lid, http: Http) -> None:
    then = net.clock.at
    first = svb.register(http).toetreding(svb.oin)
    net.clock.move(days=3)
    svb.trek_in()
    beoordeel(net, svb, "bewijs")
    register = svb.register(http)
    now = register.toetreding(svb.oin)
    assert (now.bereikt, now.criteria[1].oordeel) == (0, "voldaan")
    assert register.toetreding(svb.oin, peildatum=then.isoformat()) == first
    before = register.toetreding(svb.oin, peildatum=(then - timedelta(minutes=1)).isoformat())
    assert [een.oordeel for een in before.criteria] == ["niet-voldaan", "niet-voldaan", "voldaan"]
    with pytest.raises(MalformedError):
        register.toetreding(svb.oin, peildatum="gisteren")
    with pytest.raises(NotFoundError, match="toen nog niet"):
        register.toetreding(svb.oin, peildatum=(START - timedelta(days=1)).isoformat())


def test_as_of_a_later_moment_is_how_it_will_be_if_nobody_says_anything(net: Network, svb: Lid, http: Http) -> None:
    vraag(net, Bevestigdtoets(dagen=30), "nagekeken")
    register = svb.register(http)
    now, later = register.toetreding(svb.oin), register.toetreding(svb.oin, peildatum="2027-01-01T00:00:00Z")
    assert (now.criteria[0].oordeel, later.criteria[0].oordeel) == ("voldaan", "niet-voldaan")
    assert (later.bereikt, later.criteria[0].sinds, later.stand) == (0, None, now.stand)
    assert register.toetreding(svb.oin, peildatum="2198-12-30T00:00:00Z").bereikt == 0


def test_candidates_are_for_the_beheerder(net: Network, svb: Lid, http: Http) -> None:
    waits = net.kandidaat("wacht")
    assert net.obpt.register(http).toetreding(waits.oin).status == "aangemeld"
    with pytest.raises(NotFoundError):
        svb.register(http).toetreding(waits.oin)
    with pytest.raises(NotFoundError):
        svb.register(http).toetreding("niemand")


def test_asking_again_costs_little_also_a_minute_later(net: Network, svb: Lid, http: Http) -> None:
    token = svb.register(http)._token()
    headers = {"Authorization": f"Bearer {token}"}
    first = http.get(f"/v1/organisaties/{svb.oin}/toetreding", headers=headers)
    net.clock.move(minutes=1)
    again = headers | {"If-None-Match": first.headers["ETag"]}
    assert http.get(f"/v1/organisaties/{svb.oin}/toetreding", headers=again).status_code == 304
    svb.publiceer(lijn("tweede"))
    assert http.get(f"/v1/organisaties/{svb.oin}/toetreding", headers=again).status_code == 200


def test_criteria_are_listed_with_their_versions(net: Network, svb: Lid, http: Http) -> None:
    vraag(net, BEWIJS, "bewijs", plateau=3, versie=2, ingangsdatum=date(2027, 1, 1))
    register = svb.register(http)
    found = register.toetredingscriteria()
    held = [(een.naam, een.criterium.versie) for een in found.criteria if een.criterium]
    assert held == [("bewijs", 1), ("schending", 1), ("telefoon", 1)]
    assert found.criteria[0].versies[0].laatste_dag == date(2026, 12, 31)
    assert found.criteria[0].versies[0].criterium.toets == BEWIJS
    later = register.toetredingscriteria(op="2027-01-01").criteria[0].criterium
    assert later is not None
    assert later.versie == 2
    assert [een.naam for een in register.toetredingscriteria(plateau=3).criteria] == ["bewijs", "schending"]
    assert register.toetredingscriteria(dimensie="leercirkel").totaal == 0
    assert register.toetredingscriteria(op="2025-01-01").totaal == 0


# --- the matrix -------------------------------------------------------------------------------------------------------


def test_the_matrix_is_for_the_beheerder(svb: Lid, http: Http) -> None:
    with pytest.raises((ScopeError, ForbiddenError)):
        svb.register(http).toetredingsmatrix()


def test_the_matrix_shows_every_member_and_what_is_asked_of_it(net: Network, svb: Lid, http: Http) -> None:
    vraag(net, Grondslagtoets(), "loket", voor=("loket",))
    stad, gone = net.lid("stad", rollen=("loket",)), net.lid("weg")
    net.schors(gone)
    found = net.obpt.register(http).toetredingsmatrix()
    assert [kolom.naam for kolom in found.criteria] == ["loket", "telefoon", "bewijs", "schending"]
    rows = {rij.afkorting: rij for rij in found.leden}
    assert rows.keys() == {"svb", "stad", "weg"}
    for lid in (svb, stad, gone):
        expected = stand(lid, bronnen=Bronnen(schendingen=lambda oin: [])).oordelen()
        assert {vak.criterium: vak.oordeel for vak in rows[lid.afkorting].oordelen} == expected
    assert (rows["weg"].status, rows["weg"].bereikt, rows["svb"].bereikt) == ("geschorst", 0, 1)
    assert (found.totaal, found.wijzigingen) == (3, ())
    paged = net.obpt.register(http).toetredingsmatrix(pageSize=2, page=2)
    assert (len(paged.leden), paged.totaal) == (1, 3)


def test_the_matrix_says_what_changed_since(net: Network, svb: Lid, http: Http) -> None:
    since = net.clock.at
    net.clock.move(days=1)
    beoordeel(net, svb, "bewijs")
    svb.trek_in()
    vraag(net, Toegangseisentoets(), "nieuw")
    found = net.obpt.register(http).toetredingsmatrix(sinds=since.isoformat())
    assert [(een.criterium, een.was, een.nu) for een in found.wijzigingen] == [
        ("bewijs", "nog-niet-te-beoordelen", "voldaan"),
        ("nieuw", None, "niet-voldaan"),
        ("telefoon", "voldaan", "niet-voldaan"),
    ]
    later = net.obpt.register(http).toetredingsmatrix(sinds=(net.clock.at + timedelta(days=1)).isoformat())
    assert later.wijzigingen == ()  # nothing happened since tomorrow


def test_the_matrix_says_who_is_about_to_lose_what_and_whose_membership_ends(
    net: Network, svb: Lid, http: Http
) -> None:
    vraag(net, Bevestigdtoets(dagen=30), "nagekeken")
    vraag(net, Sleuteltoets(maanden=2), "sleutel")
    beoordeel(net, svb, "bewijs", geldig_tot=date(2026, 12, 24))
    net.laat_toe(svb, geldig_tot=date(2026, 12, 31))
    register = net.obpt.register(http)
    found = register.toetredingsmatrix(dagen=DAGEN)
    assert [een.criterium for een in found.dreigend] == ["nagekeken", "bewijs"]
    assert found.dreigend[0].stappen[0].lijnen == ("aow",)
    assert [(een.oin, een.laatste_dag) for een in found.aflopend] == [(svb.oin, date(2026, 12, 31))]
    assert [een.criterium for een in register.toetredingsmatrix(dagen=90).dreigend] == [
        "nagekeken",
        "bewijs",
        "sleutel",
    ]
    soon = register.toetredingsmatrix(dagen=1)
    assert (soon.dreigend, soon.aflopend) == ((), ())
