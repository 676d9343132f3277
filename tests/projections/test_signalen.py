# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What the register prepares when a window is over, and what it leaves alone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from registry.errors import RefusedError
from registry.projections.naleving import Naleving
from registry.projections.professionallijnen import Lijn
from registry.projections.servicenormen import Normstand, Normversie
from registry.projections.signalen import Signaal, signalen
from registry.projections.stand import Plaats
from registry.projections.vensters import Venster
from registry.statements.professionallijnen import Intrekking
from tests.support import lijn
from tests.support.network import START
from tests.support.zaken import NORM, Zaken, norm

OIN = "00000099000000002000"
KWARTAAL = Venster(date(2026, 7, 1), date(2026, 9, 30))
PLAATS = Plaats(index=1, digest="0" * 64, ordered_at=START)


def judged(**fields: Any) -> Naleving:
    given: dict[str, Any] = {
        "lijn": f"{OIN}/aow", "norm": NORM, "versie": 1, "venster": KWARTAAL, "dagen": KWARTAAL, "lopend": False,
        "waarnemingen": 212, "buiten_openingstijden": 0, "onbekend": 0, "nooit": 0, "waarde": 0.625, "doel": 0.8,
        "eenheid": "aandeel", "oordeel": "niet-gehaald",
    }  # fmt: skip
    return Naleving(**(given | fields))


def ready(
    *nalevingen: Naleving, open_zaken: Callable[[str, str], int] = lambda lijn, norm: 0, **of: Any
) -> list[Signaal]:
    stand = Lijn(oin=OIN, lijn=lijn("aow"), plaats=PLAATS)
    said = (norm(), norm("actueel", maat="actualiteit", kanalen=()), norm("tevreden", maat="tevredenheid"))
    normen = {one.naam: Normstand(naam=one.naam, versies=(Normversie(norm=one, plaats=PLAATS),)) for one in said}
    return list(signalen(nalevingen, normen, of.get("lijnen", {stand.id: stand}), open_zaken))


def test_a_window_in_which_a_norm_was_not_kept_makes_a_report_ready() -> None:
    [signaal] = ready(judged(), open_zaken=lambda line, naam: 3 if (line, naam) == (f"{OIN}/aow", NORM) else 0)
    assert (signaal.melding.waargenomen, signaal.melding.kanaal) == (("te-lang-gewacht",), "telefoon")
    assert signaal.melding.moment.isoformat() == "2026-09-30T10:00:00+00:00"
    assert signaal.open_zaken == 3
    assert signaal.toelichting == (
        "De telefoon wordt binnen 20 seconden opgenomen: van 1 juli 2026 tot en met 30 september 2026 was de waarde "
        "62,5 %; de norm is minstens 80 %, over 212 waarnemingen."
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"oordeel": "gehaald"},
        {"oordeel": "te-weinig-waarnemingen"},
        {"lopend": True},
        {"lijn": f"{OIN}/weg"},
        {"norm": "onbekend"},
        {"versie": 2},
    ],
)
def test_what_is_kept_unknown_or_still_running_makes_nothing_ready(fields: dict[str, Any]) -> None:
    assert ready(judged(**fields)) == []


def test_a_withdrawn_line_or_one_without_the_channel_makes_nothing_ready() -> None:
    gone = Lijn(
        oin=OIN, lijn=lijn("aow"), plaats=PLAATS, ingetrokken=Intrekking(reden="Opgeheven."), ingetrokken_op=START
    )
    assert ready(judged(), lijnen={gone.id: gone}) == []
    mute = Lijn(oin=OIN, lijn=replace(lijn("aow"), kanalen=()), plaats=PLAATS)
    assert ready(judged(), lijnen={mute.id: mute}) == []


def test_what_may_be_chance_says_so_and_what_has_no_word_is_explained() -> None:
    assert ready(judged(onzeker=True))[0].toelichting.endswith("Het verschil kan toeval zijn.")
    assert ready(judged(waarde=None))[0].toelichting.count("niet te zeggen") == 1
    assert "niet te zeggen, want 30 keer kwam er nooit antwoord;" in ready(judged(waarde=None, nooit=30))[0].toelichting
    assert ready(judged(norm="actueel"))[0].melding.waargenomen == ("vermelding-onjuist",)
    assert ready(judged(norm="tevreden"))[0].melding.waargenomen == ("anders",)


def test_a_prepared_report_can_be_filed_by_one_who_may_and_is_not_by_the_register() -> None:
    zaken = Zaken()
    stand = Lijn(oin=zaken.svb.oin, lijn=lijn("aow"), plaats=PLAATS)
    before = zaken.net.size()
    [signaal] = ready(judged(lijn=f"{zaken.svb.oin}/aow"), lijnen={stand.id: stand})
    assert zaken.net.size() == before
    zaken.utrecht.say(signaal.melding, f"zaak/{zaken.uuid()}")
    with pytest.raises(RefusedError):
        zaken.obpt.say(signaal.melding, f"zaak/{zaken.uuid()}")
