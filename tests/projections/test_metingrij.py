# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A measurement as it is kept: small, one spelling for one content, and readable for as long as it is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from registry.projections.metingrij import ingepakt, uitgepakt
from registry.statements.metingen import UITKOMSTEN, Contactmoment, Hulpvraag

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
MOMENT = Contactmoment(
    id="",
    lijn="00000099000000001000/aow",
    kanaal="telefoon",
    begonnen=AT,
    uitkomst="beantwoord",
    wachttijd=41,
    bevestigd=AT + timedelta(seconds=1),
    toegezegd=AT + timedelta(seconds=2),
    teruggebeld=AT + timedelta(seconds=3),
    beantwoord=AT + timedelta(seconds=4),
    afgehandeld=AT + timedelta(seconds=5),
    afspraak=AT + timedelta(seconds=6),
    doorverbonden=1,
    tevredenheid=8,
    juist=True,
    vraagtype=2,
    onderwerp="aow",
    loket="00000099000000002000/balie",
)
VRAAG = Hulpvraag(
    id="",
    loket="00000099000000002000/balie",
    ontvangen=AT,
    vraagtype=3,
    organisaties=("00000099000000001000",),
    contact_gelegd="ja",
    levensgebeurtenis="verhuizen",
    uitkomst="opgelost",
)
SECOND = int(AT.timestamp())
# What is in registers stays readable: an order that changes here makes other measurements of them.
KEPT: list[tuple[Any, list[Any]]] = [
    (
        MOMENT,
        ["00000099000000001000/aow", "telefoon", SECOND, "beantwoord", 41]
        + [SECOND + n for n in range(1, 7)]
        + [1, 8, True, 2, "aow", "00000099000000002000/balie"],
    ),
    (
        VRAAG,
        ["00000099000000002000/balie", SECOND, 3, ["00000099000000001000"], "ja", "verhuizen", "opgelost"],
    ),
]
seconds = st.integers(0, 4_000_000_000).map(lambda s: datetime.fromtimestamp(s, tz=UTC))
absent = st.none()
contactmomenten = st.builds(
    Contactmoment,
    id=st.just(""),
    lijn=st.just("00000099000000001000/aow"),
    kanaal=st.sampled_from(["telefoon", "email"]),
    begonnen=seconds,
    uitkomst=st.sampled_from(UITKOMSTEN),
    wachttijd=absent | st.integers(0, 86_400),
    afgehandeld=absent | seconds,
    juist=absent | st.booleans(),
    loket=absent | st.just("00000099000000002000/balie"),
)
hulpvragen = st.builds(
    Hulpvraag,
    id=st.just(""),
    loket=st.just("00000099000000002000/balie"),
    ontvangen=seconds,
    vraagtype=absent | st.integers(1, 3),
    organisaties=absent | st.lists(st.sampled_from(["1" * 20, "2" * 20]), unique=True).map(tuple),
)


@pytest.mark.parametrize(("meting", "kept"), KEPT, ids=["contactmoment", "hulpvraag"])
def test_what_is_kept_stays_readable(meting: Any, kept: list[Any]) -> None:
    assert msgspec.msgpack.decode(ingepakt(meting)) == kept
    assert uitgepakt(msgspec.msgpack.encode(kept), type(meting)) == meting
    assert len(kept) == len(meting.__struct_fields__) - 1  # all but the id


@given(contactmomenten)
def test_a_contactmoment_comes_back_as_it_was(meting: Contactmoment) -> None:
    assert uitgepakt(ingepakt(meting), Contactmoment) == meting


@given(hulpvragen)
def test_a_hulpvraag_comes_back_as_it_was(meting: Hulpvraag) -> None:
    assert uitgepakt(ingepakt(meting), Hulpvraag) == meting


@given(contactmomenten, contactmomenten)
def test_one_content_has_one_spelling(een: Contactmoment, ander: Contactmoment) -> None:
    assert (ingepakt(een) == ingepakt(ander)) == (een == ander)
    assert ingepakt(replace(een, id="x", begonnen=een.begonnen + timedelta(microseconds=5))) == ingepakt(een)


@pytest.mark.parametrize("raw", [b"", b"\xc0", b"\x90", msgspec.msgpack.encode(["a", "b", "c"])])
def test_what_is_no_measurement_cannot_be_read(raw: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, TypeError, ValueError)):
        uitgepakt(raw, Contactmoment)
