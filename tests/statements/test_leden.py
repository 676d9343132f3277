# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""An application and what the beheerder says of it."""

from datetime import date
from typing import Any, Final

import pytest

from registry.statements.leden import Aanmelding, Toelating
from registry.statements.schema import body_faults, convert
from tests.support import Network
from tests.support.network import members

TODAY: Final = date(2026, 11, 23)
NET: Final = Network(kalender=False)
GOOD: Final = members(NET.obpt.aanmelding(("beheerder",)))


def found(document: dict[str, Any], kind: type[Any] = Aanmelding) -> list[tuple[str, str]]:
    said, fouten = convert(document, kind)
    return [(fout.veld, fout.code) for fout in (fouten if said is None else body_faults(said, TODAY))]


def test_a_good_application_has_no_fault() -> None:
    assert found(GOOD) == []
    assert found(GOOD | {"contact": GOOD["contact"] | {"telefoon": "14-020"}}) == []


def test_every_fault_of_an_application_is_named() -> None:
    keys = [key | {"gebruik": "toegang"} for key in GOOD["sleutels"]]
    contact = GOOD["contact"] | {"telefoon": "+319001234567"}
    assert found(GOOD | {"rollen": ["loket", "loket"], "contact": contact, "sleutels": keys}) == [
        ("contact.telefoon", "betaalnummer"),
        ("rollen", "dubbel"),
        ("sleutels", "ontbreekt"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("oin", "0000009900000000100", "patroon"),
        ("oin", "000000990000000010000", "patroon"),
        ("oin", "00000099000000001000\n", "patroon"),
        ("oin", 99000000001000, "type"),
        ("naam", "", "lengte"),
        ("naam", "SVB\u202e", "patroon"),
        ("afkorting", "SVB", "patroon"),
        ("afkorting", "", "patroon"),
        ("oin", "00000012000000001000", "voorvoegsel"),
        ("oin", "00000001002179909000", "elfproef"),
        ("tooi", "javascript:alert(1)", "patroon"),
        ("rollen", [], "lengte"),
        ("sleutels", [], "lengte"),
        ("sleutels", GOOD["sleutels"] * 11, "lengte"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(name: str, value: object, code: str) -> None:
    assert found(GOOD | {name: value}) == [(name, code)]


def test_nobody_is_called_by_an_oin() -> None:
    """An afkorting stands wherever an OIN may stand, so one that reads as an OIN would be somebody else's address."""
    assert [veld for veld, _ in found(GOOD | {"afkorting": "00000099000000009000"})] == ["afkorting"]


def test_a_key_set_of_twenty_keys_is_the_largest() -> None:
    many = [GOOD["sleutels"][0] | {"naam": f"s{n}"} for n in range(21)]
    assert found(GOOD | {"sleutels": many}) == [("sleutels", "lengte")]


@pytest.mark.parametrize("email", ["", "x", "a@b", "a@b.c\n", "a b@c.nl", "a@b@c.nl", "<a@b.nl>", "é@b.nl", "a@b..nl"])
def test_an_address_is_an_address(email: str) -> None:
    assert found(GOOD | {"contact": GOOD["contact"] | {"email": email}}) == [("contact.email", "patroon")]


@pytest.mark.parametrize("until", ["2027-11-23T10:00:00", "2027-11-23", "morgen", 1_800_000_000, None])
def test_a_key_ends_at_a_moment_with_a_time_zone(until: object) -> None:
    [one, other] = GOOD["sleutels"]
    assert found(GOOD | {"sleutels": [one | {"geldigTot": until}, other]}) == [("sleutels[0].geldigTot", "vorm")]


def test_a_toelating_gives_roles() -> None:
    assert found({"status": "toegelaten", "rollen": ["loket"]}, Toelating) == []
    assert found({"status": "toegelaten"}, Toelating) == [("rollen", "ontbreekt")]


@pytest.mark.parametrize("status", ["geschorst", "uitgetreden"])
def test_a_suspension_or_an_end_gives_a_reason(status: str) -> None:
    assert found({"status": status, "reden": "Op verzoek."}, Toelating) == []
    assert found({"status": status}, Toelating) == [("reden", "ontbreekt")]


@pytest.mark.parametrize("status", ["aangemeld", "lid", "Toegelaten", "", None])
def test_there_is_no_other_status_to_give(status: object) -> None:
    assert ("status", "waarde") in found({"status": status, "rollen": ["loket"]}, Toelating)


def test_a_role_is_given_once() -> None:
    assert found({"status": "toegelaten", "rollen": ["loket", "loket"]}, Toelating) == [("rollen", "dubbel")]


@pytest.mark.parametrize("status", ["toegelaten", "uitgetreden"])
def test_only_a_suspension_has_a_last_day_of_its_own(status: str) -> None:
    said = {"status": status, "rollen": ["loket"], "reden": "Op onderzoek.", "geschorstTot": "2026-12-31"}
    assert found(said, Toelating) == [("geschorstTot", "samenhang")]
    assert found(said | {"status": "geschorst"}, Toelating) == []


def test_only_who_is_admitted_can_have_to_use_dpop() -> None:
    good = {"status": "toegelaten", "rollen": ["loket"], "dpopVerplicht": True}
    assert found(good, Toelating) == []
    for status in ("geschorst", "uitgetreden"):
        said = {"status": status, "reden": "Op verzoek.", "dpopVerplicht": True}
        assert found(said, Toelating) == [("dpopVerplicht", "samenhang")]
    assert found(good | {"dpopVerplicht": "ja"}, Toelating) == [("dpopVerplicht", "type")]
