# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A line from its first day to its last, over HTTP: joined, published, asked for, changed, withdrawn, proved."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace

from registry.errors import AccessError, ConflictError, ForbiddenError, NotFoundError, RefusedError
from registry.projections.bundel import verify
from registry.registrar.audit import audit
from registry.statements.leden import Toelating
from registry.statements.professionallijnen import Intrekking
from registry.statements.sleutels import Sleutels
from tests.support import Lid, Network, lijn
from tests.support.network import secret


@pytest.fixture
def net() -> Network:
    return Network()


@pytest.fixture
def http(net: Network) -> Iterator[TestClient[Any]]:
    with net.http() as client:
        yield client


def test_from_application_to_withdrawal(net: Network, http: TestClient[Any]) -> None:
    obpt, svb = net.obpt.register(http), Lid(net, "svb")
    register = svb.register(http)

    applied = register.dien_in(svb.sign(svb.aanmelding(("publicist",))), open_deur=True)
    with pytest.raises(AccessError):  # no access before the admission
        register.contactroutes()
    examined = obpt.organisatie(svb.oin)
    assert (examined.status, examined.aanmelding) == ("aangemeld", applied.digest)
    admission = Toelating(status="toegelaten", rollen=("publicist",), aanmelding=applied.digest)
    obpt.dien_in(net.obpt.sign(admission, f"toelating/{svb.oin}"))

    published = register.dien_in(svb.sign(lijn(trefwoorden=("pensioen",))))
    [route] = register.contactroutes(vraag="pensioen").routes
    assert (route.lijn.naam, route.organisatie.naam, route.bereikbaar.nu) == ("aow", "Organisatie svb", True)

    draft = svb.sign(lijn(titel="Eerste versie"))
    changed = register.dien_in(svb.sign(lijn(titel="Tweede versie")))
    with pytest.raises(ConflictError) as lost:
        register.dien_in(draft)
    assert lost.value.huidig == changed.digest
    assert register.professionallijn(svb.oin, "aow").lijn.titel == "Tweede versie"

    gone = register.dien_in(svb.sign(Intrekking(reden="Opgeheven."), f"professionallijn/{svb.oin}/aow"))
    assert register.professionallijn(svb.oin, "aow").status == "ingetrokken"
    assert register.contactroutes().routes == ()
    said = register.verklaringen(f"professionallijn/{svb.oin}/aow")
    assert [one.digest for one in said] == [gone.digest, changed.digest, published.digest]

    anchors = {"logboek": net.signer.verifier, "beheerder": net.obpt.geheim.kid}
    for one in said:
        assert verify(register.bundel(one.digest), **anchors).signed[-1].digest == one.digest
    assert audit(net.store).afwijkend == ()


def test_a_lost_key(net: Network, http: TestClient[Any]) -> None:
    """Its finder publishes a line; the beheerder replaces the keys; the finder is out, also with its token."""
    svb = net.lid("svb")
    finder = svb.register(http)
    finder.dien_in(svb.sign(lijn("nep")))
    net.clock.move(minutes=1)
    fresh = (replace(svb.sleutels()[0], jwk=secret(40).jwk), replace(svb.sleutels()[1], jwk=secret(41).jwk))
    compromised = Sleutels(
        sleutels=fresh, reden="gecompromitteerd", gecompromitteerd_sinds=net.clock.at - timedelta(hours=1)
    )
    net.obpt.register(http).dien_in(net.obpt.sign(compromised, f"sleutels/{svb.oin}"))
    with pytest.raises(AccessError):
        finder.dien_in(svb.sign(lijn("nog-een")))

    svb.toegang = secret(41)
    register = svb.register(http)
    with pytest.raises(ForbiddenError) as refused:
        register.dien_in(svb.sign(lijn("nog-een")))
    assert refused.value.code == "sleutel"
    svb.geheim = secret(40)
    register.dien_in(svb.sign(Intrekking(reden="Niet van ons."), f"professionallijn/{svb.oin}/nep"))
    assert register.professionallijn(svb.oin, "nep").status == "ingetrokken"
    bundel = register.bundel(net.head(f"professionallijn/{svb.oin}/nep") or "")
    verify(bundel, logboek=net.signer.verifier, beheerder=net.obpt.geheim.kid)


def test_a_suspension_and_the_way_back(net: Network, http: TestClient[Any]) -> None:
    svb, uwv = net.lid("svb"), net.lid("uwv")
    register, other = svb.register(http), uwv.register(http)
    register.dien_in(svb.sign(lijn()))
    obpt = net.obpt.register(http)
    suspended = Toelating(status="geschorst", reden="Op onderzoek.")
    obpt.dien_in(net.obpt.sign(suspended, f"toelating/{svb.oin}"))
    with pytest.raises(AccessError):
        register.contactroutes()
    assert other.contactroutes().routes == ()
    assert other.professionallijn(svb.oin, "aow").status == "organisatie-geen-lid"
    back = Toelating(status="toegelaten", rollen=("publicist",))
    obpt.dien_in(net.obpt.sign(back, f"toelating/{svb.oin}"))
    assert len(other.contactroutes().routes) == 1
    svb.register(http).contactroutes()


def test_a_squatter_gets_nowhere(net: Network, http: TestClient[Any]) -> None:
    svb = net.lid("svb")
    svb.register(http).dien_in(svb.sign(lijn()))
    thief = Lid(net, "svb")
    thief.register(http).dien_in(thief.sign(thief.aanmelding(("publicist",))), open_deur=True)
    with pytest.raises(RefusedError):
        net.obpt.register(http).dien_in(
            net.obpt.sign(Toelating(status="toegelaten", rollen=("publicist",)), f"toelating/{thief.oin}")
        )
    register = svb.register(http)
    assert register.organisatie("svb").oin == svb.oin
    with pytest.raises(NotFoundError):  # members do not see candidates
        register.organisatie(thief.oin)
    impostor = replace(thief.aanmelding(("publicist",)), oin=svb.oin)
    jws = thief.geheim.say(impostor, oin=svb.oin, sub=f"aanmelding/{svb.oin}", iat=int(net.clock.at.timestamp()))
    with pytest.raises(RefusedError):
        thief.register(http).dien_in(jws, open_deur=True)
