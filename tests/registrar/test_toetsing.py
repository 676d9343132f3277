# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What cases and criteria ask of measurements is what adherence says."""

from datetime import date
from typing import Any

import msgspec
import pytest

from registry.projections.vensters import Venster
from registry.registrar.actueel import Actueel
from registry.registrar.lijnverleden import Lijnverleden
from registry.registrar.meetpost import Meetpost, Zending
from registry.registrar.toetsing import Toetsing
from registry.wire.metingen import Meetbewijs
from tests.support import Network, lijn
from tests.support.metingen import contactmoment
from tests.web.test_naleving import HOOGSTENS, OPNEMEN

VANDAAG = date(2026, 11, 23)


class Post:
    """A register with a line and two norms: by month, and by week."""

    def __init__(self) -> None:
        self.net = net = Network()
        self.svb = net.lid("svb")
        self.id = f"{self.svb.oin}/aow"
        self.svb.publiceer(lijn("aow"))
        for norm in (OPNEMEN, HOOGSTENS):
            net.obpt.say(norm, f"servicenorm/{norm.naam}")
        verleden = Lijnverleden(net.store)
        self.toetsing = Toetsing(net.meetboek, verleden)
        self.post = Meetpost(Actueel(net.store), verleden, net.meetboek)

    def calls(self, first: int, many: int, day: str, **fields: Any) -> None:
        said = [contactmoment(first + n, "svb/aow", begonnen=f"{day}T10:00:00Z", **fields) for n in range(many)]
        [taken] = self.post.neem(
            [Zending("contactmoment", self.svb.oin, "json", msgspec.json.encode(said))], at=self.net.clock.at
        )
        assert isinstance(taken, Meetbewijs)
        assert taken.aangenomen == many


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.mark.parametrize(("norm", "windows"), [("opnemen", [9, 6]), ("afgebroken", [0, 9, 0, 0, 0, 6, 0, 0, 0])])
def test_a_criterion_sees_every_window_of_a_line(post: Post, norm: str, windows: list[int]) -> None:
    post.calls(0, 9, "2026-10-06")
    post.calls(20, 6, "2026-11-03")
    gids = post.net.gids()
    days = Venster(date(2026, 10, 1), VANDAAG)
    found = post.toetsing.vensters_van(gids, post.id, gids.servicenormen[norm], days, VANDAAG)
    assert [een.waarnemingen for een in found] == windows
    assert post.toetsing.vensters_van(gids, "nee/nee", gids.servicenormen[norm], days, VANDAAG) == []


def test_a_case_sees_the_window_of_its_moment_and_no_small_numbers(post: Post) -> None:
    post.calls(0, 9, "2026-10-06", wachttijd=90)
    post.calls(20, 3, "2026-11-03", wachttijd=90)
    gids, day = post.net.gids(), date(2026, 10, 20)
    found = post.toetsing.op_dag(gids, post.id, "opnemen", 1, day, VANDAAG)
    assert found is not None
    assert (found.waarnemingen, found.oordeel, found.venster.van) == (9, "niet-gehaald", date(2026, 10, 1))
    few = post.toetsing.op_dag(gids, post.id, "opnemen", 1, date(2026, 11, 3), VANDAAG)
    assert few is not None
    assert (few.waarnemingen, few.waarde) == ("< 5", None)
    assert post.toetsing.op_dag(gids, post.id, "opnemen", 1, date(2026, 9, 3), VANDAAG) is None
    assert post.toetsing.op_dag(gids, post.id, "opnemen", 2, day, VANDAAG) is None
    assert post.toetsing.op_dag(gids, post.id, "geen", 1, day, VANDAAG) is None


def test_contacts_are_counted_on_the_channels_of_a_norm(post: Post) -> None:
    assert post.toetsing.contacten(post.net.gids(), post.svb.oin, "opnemen", VANDAAG) is None
    post.calls(0, 9, "2026-10-06")
    assert post.toetsing.contacten(post.net.gids(), post.svb.oin, "opnemen", VANDAAG) == 9
    assert post.toetsing.contacten(post.net.gids(), post.svb.oin, "geen", VANDAAG) is None
