# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A storing always ends, says why in one line about nobody, and names each channel once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, get_args

import msgspec
import pytest

from registry.statements.namen import Kanaalsoort
from registry.statements.schema import body_faults, convert
from registry.statements.storingen import MAX_DUUR, Storing

TODAY: Final = date(2026, 11, 23)
GOOD: Final = {
    "gevolg": "dicht",
    "van": "2026-11-24T12:00:00Z",
    "tot": "2026-11-24T16:00:00Z",
    "reden": "De telefooncentrale wordt vervangen; vanaf 16.00 uur zijn wij er weer.",
}


def found(**changes: Any) -> list[tuple[str, str]]:
    said, fouten = convert({name: value for name, value in (GOOD | changes).items() if value is not ...}, Storing)
    return [(fout.veld, fout.code) for fout in (fouten if said is None else body_faults(said, TODAY))]


def test_a_good_storing_has_no_fault() -> None:
    assert found() == []
    assert found(kanalen=list(get_args(Kanaalsoort)), alternatief="cjib/algemeen", gevolg="beperkt") == []
    assert found(van="2026-11-24T13:00:00+01:00", tot="2026-11-24T13:00:01+01:00") == []


def test_one_that_is_over_already_may_be_said_for_that_is_how_one_ends() -> None:
    assert found(van="2026-11-20T12:00:00Z", tot="2026-11-20T12:00:01Z") == []


@pytest.mark.parametrize(
    ("tot", "code"),
    [
        ("2026-11-24T12:00:00Z", "volgorde"),
        ("2026-11-24T13:00:00+01:00", "volgorde"),  # the same moment
        ("2026-11-24T11:59:59Z", "volgorde"),
        ("2025-11-24T16:00:00Z", "volgorde"),
        ("2027-11-25T12:00:01Z", "te-lang"),
        ("2199-12-31T23:59:59Z", "te-lang"),
    ],
)
def test_it_ends_after_it_begins_and_within_a_year(tot: str, code: str) -> None:
    assert found(tot=tot) == [("tot", code)]


def test_366_days_is_the_longest() -> None:
    van = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert found(van=van.isoformat(), tot=(van + MAX_DUUR).isoformat()) == []
    assert found(van=van.isoformat(), tot=(van + MAX_DUUR + timedelta(microseconds=1)).isoformat()) == [
        ("tot", "te-lang")
    ]


@pytest.mark.parametrize(
    ("van", "tot", "velden"),
    [
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:01+14:00", ["van", "tot"]),
        ("9999-12-31T23:59:58-12:00", "9999-12-31T23:59:59-12:00", ["van", "tot"]),
        ("1999-12-31T23:59:59Z", "2000-01-01T00:00:00Z", ["van"]),
        ("2199-12-31T23:59:59Z", "2200-01-01T00:00:00Z", ["tot"]),
        ("2000-01-01T00:00:00+00:01", "2000-01-01T00:00:00Z", ["van"]),
    ],
)
def test_a_moment_that_nobody_can_mean_is_refused_and_is_no_crash(van: str, tot: str, velden: list[str]) -> None:
    assert found(van=van, tot=tot) == [(veld, "bereik") for veld in velden]


@pytest.mark.parametrize(
    ("name", "value", "fouten"),
    [
        ("gevolg", "open", [("gevolg", "waarde")]),
        ("gevolg", ["dicht"], [("gevolg", "waarde")]),
        ("van", "2026-11-24T12:00:00", [("van", "vorm")]),
        ("van", "2026-11-24", [("van", "vorm")]),
        ("van", 1_795_000_000, [("van", "vorm")]),
        ("tot", None, [("tot", "vorm")]),
        ("tot", ..., [("tot", "ontbreekt")]),  # a storing must end
        ("reden", ..., [("reden", "ontbreekt")]),
        ("reden", "", [("reden", "lengte")]),
        ("reden", "x" * 201, [("reden", "lengte")]),
        ("reden", "twee\nregels", [("reden", "patroon")]),
        ("reden", "\x1b[2Jweg", [("reden", "patroon")]),
        ("reden", "om\u202ekeer", [("reden", "patroon")]),
        ("reden", {"tekst": "x"}, [("reden", "type")]),
        ("kanalen", "telefoon", [("kanalen", "type")]),
        ("kanalen", ["fax"], [("kanalen[0]", "waarde")]),
        ("kanalen", ["chat", "telefoon", "chat"], [("kanalen[2]", "dubbel")]),
        ("kanalen", ["telefoon"] * 11, [("kanalen", "lengte")]),
        ("kanalen", ["telefoon"] * 8000, [("kanalen", "lengte")]),
        ("alternatief", "algemeen", [("alternatief", "patroon")]),
        ("alternatief", "cjib/" + "a" * 128, [("alternatief", "lengte")]),
        ("alternatief", "CJIB/algemeen", [("alternatief", "patroon")]),
        ("naam", "aow", [("naam", "onbekend-veld")]),
    ],
)
def test_what_does_not_fit_is_refused_by_name(name: str, value: object, fouten: list[tuple[str, str]]) -> None:
    assert found(**{name: value}) == fouten


def test_the_longest_reason_fits() -> None:
    assert found(reden="x" * 200) == []


def test_every_fault_is_named_at_once() -> None:
    assert found(tot="2026-11-24T11:00:00Z", kanalen=["chat", "chat"], reden="mail jan@example.nl") == [
        ("reden", "emailadres"),
        ("tot", "volgorde"),
        ("kanalen[1]", "dubbel"),
    ]


def test_what_was_taken_stays_taken_when_more_is_recognised_as_personal_later() -> None:
    said = msgspec.convert(GOOD | {"reden": "bel 123456782"}, Storing)
    assert [fout.code for fout in body_faults(said, TODAY)] == ["bsn"]
    assert list(body_faults(said, TODAY, nieuw=False)) == []


def test_without_channels_it_is_about_all_of_them() -> None:
    alles, chat = msgspec.convert(GOOD, Storing), msgspec.convert(GOOD | {"kanalen": ["chat"]}, Storing)
    assert all(alles.treft(soort) for soort in get_args(Kanaalsoort))
    assert [soort for soort in get_args(Kanaalsoort) if chat.treft(soort)] == ["chat"]
