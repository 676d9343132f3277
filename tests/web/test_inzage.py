# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Who sees what and may say what: every route, asked by everybody, for one's own and another's data.

`ROWS` is written by hand, apart from the tables that the routes obey: the two must agree. A route that is not in it
fails the first test, so nobody can add a door without saying for whom it is.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

import pytest
from msgspec import Struct

from registry.projections.inzage import INZAGE, Gegeven
from registry.projections.rechten import VAN_SOORT
from registry.statements.feestdagen import voorstel_kalender
from registry.statements.klok import local_date
from registry.statements.leden import Toelating
from registry.statements.normschendingen import (
    Bezwaar,
    Herstel,
    Normschending,
    Normverwijzing,
    Oordeel,
    Reactie,
    Terugtrekking,
)
from registry.statements.professionallijnen import Intrekking
from registry.statements.sleutels import Sleutels
from registry.statements.soorten import SOORTEN, Body
from registry.statements.toetreding import Beoordeling
from registry.web import oauth
from registry.web.app import OPEN, V1
from registry.web.doors import Door
from tests.contract.served import loket
from tests.support.network import Lid, lijn, storing
from tests.support.toetreding import BEWIJS, bewijsstuk, criterium
from tests.support.zaken import NORM, norm
from tests.web.gasten import BUITEN, GASTEN, IEDEREEN, KANDIDATEN, LEDEN, Gasten, gasten
from tests.web.routes import METHODS

JOSE: Final = {"Content-Type": "application/jose"}
OBPT: Final = frozenset({"beheerder"})
made = pytest.fixture(scope="module", name="gasten")(gasten)


class Rij(Struct, frozen=True):
    """One address on a route, by whom it may be read; {…} is filled in from the network.

    `ook_buiten`: who is suspended comes in, and is told of what is not its own that there is no such thing.
    """

    address: str
    wie: frozenset[str]
    ook_buiten: bool = False


def _about_organisations(rest: str) -> tuple[Rij, ...]:
    lids = [Rij(f"/v1/organisaties/{{{naam}}}{rest}", LEDEN) for naam in ("publicist", "ander", "beheerder")]
    gone = [Rij(f"/v1/organisaties/{{{naam}}}{rest}", LEDEN) for naam in ("geschorst", "verlopen", "uitgetreden")]
    return (*lids, *gone, Rij(f"/v1/organisaties/{{kandidaat}}{rest}", OBPT))


def _about_statements(rest: str) -> tuple[Rij, ...]:
    return (
        Rij(f"/v1/verklaringen/{{digest_lijn}}{rest}", LEDEN),
        Rij(f"/v1/verklaringen/{{digest_lid}}{rest}", LEDEN),
        Rij(f"/v1/verklaringen/{{digest_kandidaat}}{rest}", OBPT),
        Rij(f"/v1/verklaringen/{{digest_afgewezen}}{rest}", OBPT),
        Rij(f"/v1/verklaringen/{{digest_terugkeerder}}{rest}", OBPT),
        Rij(f"/v1/verklaringen/{{digest_loket_publicist}}{rest}", LEDEN),
        Rij(f"/v1/verklaringen/{{digest_ander_geschorst}}{rest}", OBPT),
    )


def _about_cases(address: str) -> tuple[Rij, ...]:
    """The parties of the first are all members that ask here; of the others one is suspended, or its term is over."""
    return (
        Rij(address % "loket_publicist", LEDEN, ook_buiten=True),
        Rij(address % "ander_geschorst", OBPT | {"geschorst"}, ook_buiten=True),
        Rij(address % "verlopen_ander", OBPT | {"verlopen"}, ook_buiten=True),
        Rij(address % "uitgetreden_ander", OBPT, ook_buiten=True),
    )


ROWS: Final[Mapping[tuple[str, str], tuple[Rij, ...]]] = {
    ("GET", "/v1/contactroutes"): (Rij("/v1/contactroutes", LEDEN),),
    ("GET", "/v1/professionallijnen"): (Rij("/v1/professionallijnen", LEDEN),),
    ("GET", "/v1/organisaties/{oin}/professionallijnen/{naam}"): tuple(
        Rij(f"/v1/organisaties/{{{naam}}}/professionallijnen/aow", LEDEN)
        for naam in ("publicist", "ander", "geschorst")
    ),
    ("GET", "/v1/organisaties"): (Rij("/v1/organisaties", LEDEN),),
    ("GET", "/v1/organisaties/{oin}"): _about_organisations(""),
    ("GET", "/v1/organisaties/{oin}/sleutels"): _about_organisations("/sleutels"),
    ("GET", "/v1/aanmelding"): (Rij("/v1/aanmelding", LEDEN | KANDIDATEN | BUITEN),),
    ("GET", "/v1/aanmeldingen"): (Rij("/v1/aanmeldingen", OBPT),),
    ("GET", "/v1/aflopend"): (Rij("/v1/aflopend", OBPT),),
    ("GET", "/v1/weigeringen"): (Rij("/v1/weigeringen", OBPT),),
    ("GET", "/v1/verklaringen"): (Rij("/v1/verklaringen?sub=professionallijn/{publicist}/aow", LEDEN),),
    ("GET", "/v1/verklaringen/{digest}"): _about_statements(""),
    ("GET", "/v1/verklaringen/{digest}/bundel"): _about_statements("/bundel"),
    ("GET", "/v1/loketten"): (Rij("/v1/loketten", LEDEN),),
    ("GET", "/v1/kalenders/{jaar}"): (Rij("/v1/kalenders/2026", LEDEN),),
    ("GET", "/v1/normschendingen"): (Rij("/v1/normschendingen", LEDEN | BUITEN, ook_buiten=True),),
    ("GET", "/v1/normschendingen/{zaak}"): _about_cases("/v1/normschendingen/{%s}"),
    ("GET", "/v1/organisaties/{oin}/normschendingen"): (
        Rij("/v1/organisaties/{publicist}/normschendingen", OBPT | {"publicist"}),
        Rij("/v1/organisaties/{loket}/normschendingen", OBPT | {"loket"}),
        Rij("/v1/organisaties/{ander}/normschendingen", OBPT),
    ),
    ("GET", "/v1/verklaringen/{digest}/toelichting"): _about_cases("/v1/verklaringen/{digest_%s}/toelichting"),
    ("GET", "/v1/servicenormen"): (Rij("/v1/servicenormen", LEDEN),),
    ("GET", "/v1/contactmomenten"): tuple(
        Rij(f"/v1/contactmomenten{whose}", LEDEN)
        for whose in ("", "?melder={ander}")  # an empty list of another
    ),
    ("GET", "/v1/signalen"): (Rij("/v1/signalen?organisatie=ander", OBPT),),
    ("GET", "/v1/naleving"): (Rij("/v1/naleving", LEDEN), Rij("/v1/naleving?organisatie={ander}", LEDEN)),
    ("GET", "/v1/loketcijfers"): (Rij("/v1/loketcijfers", LEDEN), Rij("/v1/loketcijfers?organisatie={ander}", LEDEN)),
    ("GET", "/v1/leercirkel"): (Rij("/v1/leercirkel", LEDEN), Rij("/v1/leercirkel?organisatie={ander}", LEDEN)),
    ("GET", "/v1/toetredingscriteria"): (Rij("/v1/toetredingscriteria", LEDEN),),
    ("GET", "/v1/organisaties/{oin}/toetreding"): _about_organisations("/toetreding"),
    ("GET", "/v1/toetreding"): (Rij("/v1/toetreding", OBPT),),
    ("GET", "/v1/openapi.json"): (Rij("/v1/openapi.json", IEDEREEN),),
    ("GET", "/logboek/checkpoint"): (Rij("/logboek/checkpoint", IEDEREEN),),
    ("GET", "/logboek/sleutel"): (Rij("/logboek/sleutel", IEDEREEN),),
    ("GET", "/logboek/tile/{rest}"): (Rij("/logboek/tile/0/000.p/2", IEDEREEN),),
    ("GET", "/fouten"): (Rij("/fouten", IEDEREEN),),
    ("GET", "/oauth/jwks"): (Rij("/oauth/jwks", IEDEREEN),),
    ("GET", "/.well-known/oauth-authorization-server"): (Rij("/.well-known/oauth-authorization-server", IEDEREEN),),
    ("GET", "/.well-known/openid-configuration"): (Rij("/.well-known/openid-configuration", IEDEREEN),),
}
# doors through which something goes in: who may say what is below; the other is how one gets a token at all
IN: Final = {
    ("POST", "/v1/verklaringen"),
    ("POST", "/v1/contactmomenten"),
    ("POST", "/v1/hulpvragen"),
    ("PUT", "/v1/verklaringen/{digest}/toelichting"),  # test_normschendingen: its author only
    ("DELETE", "/v1/verklaringen/{digest}/toelichting"),  # its author and the beheerder
    ("POST", "/oauth/token"),
    ("POST", "/oauth/introspect"),
    ("POST", "/oauth/revoke"),
}


def filled(gasten: Gasten, address: str) -> str:
    known = {naam: lid.oin for naam, lid in gasten.lid.items()}
    digests = {
        "digest_lijn": f"professionallijn/{known['publicist']}/aow",
        "digest_lid": f"aanmelding/{known['ander']}",
        **{f"digest_{naam}": f"aanmelding/{known[naam]}" for naam in ("kandidaat", "afgewezen", "terugkeerder")},
    }
    digests |= {f"digest_{naam}": f"zaak/{zaak}" for naam, zaak in gasten.zaken.items()}
    found = {naam: gasten.digest(sub) for naam, sub in digests.items()}
    return address.format(**known, **gasten.zaken, **found)


def test_every_route_is_in_the_table_and_nothing_else_is() -> None:
    there = {(method, template) for template, methods in METHODS.items() for method in methods - {"OPTIONS", "HEAD"}}
    assert ROWS.keys() | IN == there


@pytest.mark.parametrize("naam", GASTEN)
@pytest.mark.parametrize("rij", [rij for rows in ROWS.values() for rij in rows], ids=lambda rij: rij.address)
def test_each_address_answers_those_whom_it_is_for_and_nobody_else(gasten: Gasten, naam: str, rij: Rij) -> None:
    answer = gasten.ask(naam, "GET", filled(gasten, rij.address))
    if naam in rij.wie:
        assert answer.status_code == 200, answer.text
        return
    assert answer.status_code == (
        401
        if naam not in (LEDEN | BUITEN if rij.ook_buiten else LEDEN)
        else 403
        if rij.wie == OBPT and "{" not in rij.address
        else 404
    )
    said = answer.json()
    assert said.keys() == {"type", "title", "status", "detail", "code"}
    for lid in gasten.lid.values():
        assert lid.oin not in answer.text
    assert "Geheim" not in answer.text


@pytest.mark.parametrize("naam", sorted(LEDEN))
def test_what_is_listed_is_what_one_may_see(gasten: Gasten, naam: str) -> None:
    listed = {found["oin"] for found in gasten.ask(naam, "GET", "/v1/organisaties?pageSize=100").json()["organisaties"]}
    hidden = {gasten.lid["kandidaat"].oin}
    assert (listed & hidden == hidden) is (naam == "beheerder")
    assert {gasten.lid[other].oin for other in ("publicist", "ander", "geschorst", "uitgetreden")} <= listed
    for who, total in (("kandidaat", 1), ("afgewezen", 1), ("ander", 1)):
        sub = f"aanmelding/{gasten.lid[who].oin}"
        said = gasten.ask(naam, "GET", f"/v1/verklaringen?sub={sub}").json()["verklaringen"]
        assert len(said) == (total if who == "ander" or naam == "beheerder" else 0)


# --- one's own standing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("naam", sorted(LEDEN | KANDIDATEN | BUITEN))
def test_one_sees_oneself_and_nobody_else(gasten: Gasten, naam: str) -> None:
    answer = gasten.ask(naam, "GET", "/v1/aanmelding")
    assert answer.json()["oin"] == gasten.lid[naam].oin
    for other, lid in gasten.lid.items():
        assert other == naam or lid.oin not in answer.text
    assert gasten.ask(naam, "GET", f"/v1/aanmelding?oin={gasten.lid['ander'].oin}").status_code == 400


@pytest.mark.parametrize("naam", sorted(KANDIDATEN))
def test_a_candidate_is_shown_what_it_said_and_no_word_more(gasten: Gasten, naam: str) -> None:
    """Above all of a former member: whoever applies for its OIN learns nothing of it."""
    said = gasten.ask(naam, "GET", "/v1/aanmelding").json()
    own = gasten.digest(f"aanmelding/{gasten.lid[naam].oin}")
    assert said["aanmelding"] == own
    assert said["status"] == ("afgewezen" if naam == "afgewezen" else "aangemeld")
    assert said.get("reden") == ("Geheim waarom." if naam == "afgewezen" else None)
    assert said["rollen"] == []
    assert said.keys().isdisjoint({"lidSinds", "plateau", "geldigTot", "geschorstTot"})
    assert said["scopes"] == ["aanmelding:lezen"]
    assert {found["controle"] for found in said["controles"]} == {
        "oin",
        "sleutels",
        "toegang",
        "rollen",
        "tooi",
        "contact",
    }
    if naam == "terugkeerder":
        assert said["naam"] == "Zo noemt zij zich"
        assert "Organisatie terugkeerder" not in str(said)


def test_the_earlier_keys_of_a_former_member_do_not_open_the_application_of_another(gasten: Gasten) -> None:
    gone = gasten.lid["uitgetreden"]
    assert gasten.ask("uitgetreden", "GET", "/v1/aanmelding").status_code == 401
    form = gone.register(gasten.http)
    with pytest.raises(Exception, match="geen token"):
        form._token()


def test_who_is_suspended_reads_why_and_until_when(gasten: Gasten) -> None:
    said = gasten.ask("geschorst", "GET", "/v1/aanmelding").json()
    assert (said["status"], said["reden"], said["geschorstTot"]) == ("geschorst", "Geheim waarom.", "2026-12-02")
    assert (said["scopes"], said["soorten"]) == (["aanmelding:lezen"], HEARD)
    assert any("2 december 2026" in zin for zin in said["nogTeDoen"])


# --- saying -----------------------------------------------------------------------------------------------------------

# soort → who may say it of itself, and who of another
ZEGGEN: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "aanmelding": (frozenset(GASTEN), frozenset()),
    "toelating": (OBPT, OBPT),
    "sleutels": (LEDEN, OBPT),
    "professionallijn": (frozenset({"publicist"}), frozenset()),
    "intrekking": (frozenset({"publicist"}), frozenset()),
    "storing": (frozenset({"publicist"}), frozenset()),
    "loket": (frozenset({"loket"}), frozenset()),
    "kalender": (OBPT, OBPT),
    "servicenorm": (OBPT, OBPT),
    # of itself: about its own line, which is a rule's to refuse; and in a case that it is the right party of
    "normschending": (frozenset({"publicist", "loket"}), frozenset({"publicist", "loket"})),
    "reactie": (frozenset({"publicist"}), frozenset()),
    "oordeel": (frozenset(), OBPT),
    "bezwaar": (frozenset({"publicist", "loket"}), frozenset()),
    "herstel": (frozenset({"publicist"}), frozenset()),
    "terugtrekking": (frozenset({"loket"}), frozenset()),
    "toetredingscriterium": (OBPT, OBPT),
    "bewijsstuk": (frozenset({"publicist", "loket"}), frozenset()),
    "beoordeling": (OBPT, OBPT),
}
HEARD: Final = ["reactie", "bezwaar", "herstel", "terugtrekking"]  # in a case of its own, also when suspended
NO_RIGHT: Final = {"niet-bevoegd", "geen-lid", "namens-ander", "token-ontbreekt", "token-ongeldig", "scope-ontbreekt"}


def body_of(soort: str, by: Lid, about: Lid) -> tuple[Body, str]:
    """Something of this soort that somebody says about somebody, and its sub."""
    oin = about.oin
    made: dict[str, tuple[Body, str]] = {
        "aanmelding": (about.aanmelding(("publicist",), sleutels=by.sleutels()), f"aanmelding/{oin}"),
        "toelating": (Toelating(status="geschorst", reden="Zomaar."), f"toelating/{oin}"),
        "sleutels": (
            Sleutels(sleutels=by.sleutels(), reden="gecompromitteerd", gecompromitteerd_sinds=by.net.clock.at),
            f"sleutels/{oin}",
        ),
        "professionallijn": (lijn("nieuw"), f"professionallijn/{oin}/nieuw"),
        "intrekking": (Intrekking(reden="Weg."), f"professionallijn/{oin}/weg"),
        "storing": (storing(), f"storing/{oin}/weg"),
        "loket": (loket(), f"loket/{oin}/anders"),
        "kalender": (voorstel_kalender(2030), "kalender/2031"),
        "servicenorm": (norm("nieuw"), "servicenorm/nieuw"),
        "normschending": (_report(about), f"zaak/{UUID(int=99)}"),
        "reactie": (Reactie(standpunt="betwist", gronden=("overmacht",)), _case_of(about)),
        "oordeel": (Oordeel(uitkomst="gegrond", gronden=("erkend",)), _case_of(about)),
        "bezwaar": (Bezwaar(gronden=("overmacht",)), _case_of(about)),
        "herstel": (
            Herstel(hersteld_op=local_date(by.net.clock.at), maatregelen=("anders",), toelichting_hash="0" * 64),
            _case_of(about),
        ),
        "terugtrekking": (Terugtrekking(reden="dubbel"), _case_of(about)),
        "toetredingscriterium": (criterium(BEWIJS), "toetredingscriterium/anders"),
        "bewijsstuk": (bewijsstuk(), f"bewijsstuk/{oin}/eis"),
        "beoordeling": (
            Beoordeling(criterium="eis", bewijsstuk="ab" * 32, oordeel="voldoende", geldig_tot=date(2030, 1, 1)),
            f"beoordeling/{oin}/eis",
        ),
    }
    return made[soort]


def _report(about: Lid) -> Normschending:
    norm = Normverwijzing(naam=NORM, versie=1)
    given: dict[str, Any] = {"kanaal": "telefoon", "moment": about.net.clock.at, "waargenomen": ("geweigerd",)}
    return Normschending(lijn=f"{about.oin}/aow", norm=norm, **given)


def _case_of(about: Lid) -> str:
    """A case that this one is a party of (see gasten.PARTIJEN), or one that is not there."""
    number = {"loket": 1, "publicist": 1, "geschorst": 2, "ander": 3}.get(about.afkorting, 98)
    return f"zaak/{UUID(int=number)}"


def test_every_soort_is_in_the_table_of_who_may_say_it() -> None:
    assert ZEGGEN.keys() == SOORTEN.keys() == VAN_SOORT.keys()


def _said() -> Iterator[Any]:
    for naam in GASTEN:
        for soort in ZEGGEN:
            for own in (True, False):
                yield pytest.param(naam, soort, own, id=f"{naam}-{soort}-{'own' if own else 'other'}")


@pytest.mark.parametrize(("naam", "soort", "own"), list(_said()))
def test_each_soort_is_said_by_those_who_may_and_by_nobody_else(
    gasten: Gasten, naam: str, soort: str, *, own: bool
) -> None:
    """None of these statements is taken, so that nobody changes what the next one meets: some other rule says no."""
    by = gasten.lid["kandidaat" if naam == "niemand" else naam]
    body, sub = body_of(soort, by, by if own else gasten.lid["ander"])
    jws = by.sign(body, sub, vorige="00" * 32)  # is no head: a conflict, after all that is about rights
    answer = gasten.ask(naam, "POST", "/v1/verklaringen", content=jws, headers=JOSE)
    assert answer.status_code >= 400
    may = naam in ZEGGEN[soort][0 if own else 1]
    if soort == "aanmelding" and own and naam not in LEDEN | {"niemand"}:
        may = False  # who sends a token is held to it; an application needs none
    assert (answer.json()["code"] not in NO_RIGHT) is may, answer.json()


@pytest.mark.parametrize("naam", GASTEN)
@pytest.mark.parametrize("soort", ["contactmomenten", "hulpvragen"])
def test_measurements_come_from_members_that_publish_or_have_a_loket(gasten: Gasten, naam: str, soort: str) -> None:
    answer = gasten.ask(naam, "POST", f"/v1/{soort}", content=b"[]", headers={"Content-Type": "application/json"})
    assert answer.status_code == (200 if naam in {"publicist", "loket"} else 403 if naam in LEDEN else 401)


# --- the tables -------------------------------------------------------------------------------------------------------

ROW_OF: Final[Mapping[frozenset[str], set[Gegeven]]] = {
    IEDEREEN: {"logboek", "beschrijving"},
    LEDEN: {
        "lijnen",
        "leden",
        "afspraken",
        "verklaringen",
        "zaken",
        "toetreding",
        "metingen",
        "naleving",
        "loketcijfers",
        "leercirkel",
    },
    LEDEN | KANDIDATEN | BUITEN: {"eigen-stand"},
    LEDEN | BUITEN: {"zaken"},
    OBPT: {"aanmeldingen", "aflopend", "weigeringen", "signalen", "toetredingsmatrix"},
}


def test_every_route_names_the_row_that_it_shows() -> None:
    for handler in (*V1, *OPEN):
        door = handler.opt["door"]
        assert isinstance(door, Door)
        if "GET" in handler.http_methods:
            assert door.inzage is not None
            assert door.scope == INZAGE[door.inzage].scope
    assert all("door" not in handler.opt for handler in oauth.ROUTES)  # open, or they authenticate a client themselves


def test_the_row_that_a_route_names_is_for_those_whom_it_answers() -> None:
    doors = {
        ("GET", "/v1" * (handler in V1) + path): handler.opt["door"].inzage
        for handler in (*V1, *OPEN)
        for path in handler.paths
        if "GET" in handler.http_methods
    }
    doors = {(method, path.replace(":str", "").replace(":path", "")): row for (method, path), row in doors.items()}
    for key, row in doors.items():
        widest = frozenset[str]().union(*(rij.wie for rij in ROWS[key]))
        assert row in ROW_OF[widest], key


def test_a_row_that_is_not_open_has_a_scope_and_an_open_one_has_none() -> None:
    for row in INZAGE.values():
        assert ("iedereen" in row.wie) is (row.scope is None)
