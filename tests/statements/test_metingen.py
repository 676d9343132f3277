# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Measurements say what happened, never about whom; every fault is named at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.statements.metingen import (
    MAX_LOOPTIJD,
    ONBEANTWOORD,
    UITKOMSTEN,
    VOORLOOP,
    Contactmoment,
    Hulpvraag,
    lees,
)

NU = datetime(2026, 11, 23, 12, tzinfo=UTC)
GEBELD: dict[str, Any] = {
    "id": "3f0c1111-1111-4111-8111-111111111111",
    "lijn": "svb/aow",
    "kanaal": "telefoon",
    "begonnen": "2026-11-23T09:00:00Z",
    "uitkomst": "beantwoord",
}
GEVRAAGD: dict[str, Any] = {
    "id": "9a1e1111-1111-4111-8111-111111111111",
    "loket": "utrecht/servicepunt",
    "ontvangen": "2026-11-23T09:00:00Z",
}
ALLES: dict[str, Any] = GEBELD | {
    "wachttijd": 41,
    "bevestigd": "2026-11-23T09:00:01Z",
    "toegezegd": "2026-11-23T11:00:00Z",
    "teruggebeld": "2026-11-23T11:05:00Z",
    "beantwoord": "2026-11-23T11:06:00Z",
    "afgehandeld": "2026-11-23T11:07:00Z",
    "afspraak": "2026-11-23T08:55:00Z",
    "doorverbonden": 1,
    "tevredenheid": 8,
    "juist": True,
    "vraagtype": 2,
    "onderwerp": "http://standaarden.overheid.nl/owms/terms/AOW",
    "loket": "utrecht/servicepunt",
}


def faults_of(kind: type[Any], said: Any) -> list[tuple[str, str]]:
    item, fouten = lees(said, kind, NU)
    assert (item is None) == bool(fouten)
    return [(fout.veld, fout.code) for fout in fouten]


def called(**changes: Any) -> list[tuple[str, str]]:
    return faults_of(Contactmoment, {k: v for k, v in (GEBELD | changes).items() if v is not None})


def asked(**changes: Any) -> list[tuple[str, str]]:
    return faults_of(Hulpvraag, {k: v for k, v in (GEVRAAGD | changes).items() if v is not None})


def moment(**after: float) -> str:
    return (NU + timedelta(**after)).isoformat()


@pytest.mark.parametrize("said", [GEBELD, ALLES])
def test_a_call_is_taken_with_little_and_with_everything(said: dict[str, Any]) -> None:
    item, fouten = lees(said, Contactmoment, NU)
    assert fouten == []
    assert msgspec.to_builtins(item) == said


def test_what_is_not_known_is_not_the_same_as_nobody() -> None:
    item, _ = lees(GEVRAAGD, Hulpvraag, NU)
    nobody, _ = lees(GEVRAAGD | {"organisaties": []}, Hulpvraag, NU)
    assert item is not None
    assert nobody is not None
    assert (item.organisaties, nobody.organisaties) == (None, ())
    assert b'"organisaties":[]' in msgspec.json.encode(nobody)


def test_every_fault_is_named_at_once_also_those_of_meaning() -> None:
    assert called(
        id="x", uitkomst="opgehangen", wachttijd=86_401, begonnen=moment(days=1), afgehandeld=moment(days=-1), naam="J."
    ) == [
        ("id", "patroon"),
        ("uitkomst", "waarde"),
        ("wachttijd", "bereik"),
        ("naam", "onbekend-veld"),
        ("begonnen", "toekomst"),
        ("afgehandeld", "volgorde"),
    ]


@pytest.mark.parametrize("veld", ["bevestigd", "teruggebeld", "beantwoord", "afgehandeld"])
def test_what_happened_lies_in_the_past(veld: str) -> None:
    assert called(**{veld: moment(minutes=4)}) == []
    assert called(**{veld: moment(minutes=6)}) == [(veld, "toekomst")]


@pytest.mark.parametrize("veld", ["toegezegd", "afspraak"])
def test_what_was_agreed_may_be_to_come(veld: str) -> None:
    assert called(**{veld: moment(days=30)}) == []
    assert called(**{veld: moment(days=MAX_LOOPTIJD.days + 2)}) == [(veld, "te-lang")]


@pytest.mark.parametrize("veld", ["bevestigd", "toegezegd", "teruggebeld", "beantwoord", "afgehandeld"])
def test_nothing_ends_before_it_began(veld: str) -> None:
    assert (veld, "volgorde") in called(**{veld: "2026-11-23T08:59:59Z"})


def test_somebody_may_come_late_for_what_was_agreed() -> None:
    assert called(afspraak="2026-11-23T08:00:00Z") == []


def test_a_call_begins_when_we_know_of_it() -> None:
    assert called(begonnen=(NU + VOORLOOP).isoformat()) == []
    assert called(begonnen=moment(minutes=6)) == [("begonnen", "toekomst")]
    assert called(begonnen="1999-12-31T23:59:59Z") == [("begonnen", "bereik")]
    assert called(begonnen="2026-11-23T09:00:00") == [("begonnen", "vorm")]
    assert asked(ontvangen=moment(minutes=6)) == [("ontvangen", "toekomst")]


def test_nobody_waited_longer_than_since_then() -> None:
    assert called(begonnen=moment(seconds=-60), wachttijd=60) == []
    assert called(begonnen=moment(seconds=-60), wachttijd=361) == [("wachttijd", "toekomst")]
    assert called(wachttijd=-1) == [("wachttijd", "bereik")]


@pytest.mark.parametrize("uitkomst", UITKOMSTEN)
@pytest.mark.parametrize("veld", ["teruggebeld", "beantwoord", "afgehandeld"])
def test_who_was_not_answered_has_no_moment_of_an_answer(uitkomst: str, veld: str) -> None:
    expected = [(veld, "tegenspraak")] if uitkomst in ONBEANTWOORD else []
    assert called(uitkomst=uitkomst, **{veld: "2026-11-23T11:00:00Z"}) == expected


def test_a_promise_that_is_not_due_is_not_broken() -> None:
    assert called(uitkomst="niet-teruggebeld", toegezegd=moment(hours=-1)) == []
    assert called(uitkomst="niet-teruggebeld", toegezegd=moment(hours=1)) == [("toegezegd", "tegenspraak")]
    assert called(uitkomst="teruggebeld", toegezegd=moment(hours=1)) == []


def test_what_is_dealt_with_was_answered_before() -> None:
    assert called(beantwoord="2026-11-23T11:00:00Z", afgehandeld="2026-11-23T10:00:00Z") == [
        ("afgehandeld", "volgorde")
    ]


@pytest.mark.parametrize(
    ("veld", "tekst"),
    [
        ("onderwerp", "Mevrouw Jansen, AOW"),
        ("onderwerp", "http://standaarden.overheid.nl/owms/terms/AOW?bsn=123456782"),
        ("onderwerp", "https://example.nl/aow"),
        ("kanaal", "whatsapp"),
        ("lijn", "svb aow"),
        ("loket", "bij Piet"),
        ("doorverbonden", 101),
        ("tevredenheid", 0),
        ("vraagtype", 4),
        ("juist", "ja"),
        ("toelichting", "Het was druk."),
    ],
)
def test_there_is_no_room_for_a_text(veld: str, tekst: Any) -> None:
    assert [found for found, _ in called(**{veld: tekst})] == [veld]


@pytest.mark.parametrize(
    ("veld", "waarde", "fout"),
    [
        ("levensgebeurtenis", "18 worden", None),
        ("levensgebeurtenis", "met pensioen gaan", None),
        ("levensgebeurtenis", "BSN 123456782", "levensgebeurtenis"),
        ("levensgebeurtenis", "j.jansen@example.nl", "levensgebeurtenis"),
        ("organisaties", ["00000099000000001000"] * 2, "organisaties[1]"),
        ("organisaties", ["svb"], "organisaties[0]"),
        ("contactGelegd", "misschien", "contactGelegd"),
        ("uitkomst", "opgelost", None),
        ("uitkomst", "blij", "uitkomst"),
    ],
)
def test_a_question_at_a_loket_is_told_in_words_of_lists(veld: str, waarde: Any, fout: str | None) -> None:
    assert [found for found, _ in asked(**{veld: waarde})] == ([fout] if fout else [])


@pytest.mark.parametrize("kind", [Contactmoment, Hulpvraag])
@given(value=st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_anything_else_is_refused_and_never_repeated(kind: type[Any], value: Any) -> None:
    item, fouten = lees(value, kind, NU)
    assert item is None
    assert fouten


@given(st.dictionaries(st.sampled_from(sorted(ALLES)), st.none() | st.integers() | st.text() | st.floats()))
def test_a_call_with_anything_in_its_fields_does_not_crash(changes: dict[str, Any]) -> None:
    item, fouten = lees(ALLES | changes, Contactmoment, NU)
    assert (item is None) == bool(fouten)
