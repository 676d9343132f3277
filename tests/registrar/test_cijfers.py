# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What was measured, read back: exactly what was handed in, by who may see it."""

from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from registry.projections.inzage import Kijker
from registry.projections.meetklok import Meetklok
from registry.projections.tellingen import Cel, Telling, samen
from registry.projections.vensters import Venster
from registry.registrar import cijfers
from registry.registrar.actueel import Actueel
from registry.registrar.cijfers import Deel
from registry.registrar.lijnverleden import Lijnverleden
from registry.registrar.meetpost import Meetpost, Zending
from registry.registrar.telraam import Teller
from registry.statements.metingen import Contactmoment
from registry.store.sqlite_meetboek import SqliteMeetboek
from registry.wire.metingen import Meetbewijs
from tests.support import Lid, Network, lijn
from tests.support.metingen import contactmoment, hulpvraag, loket
from tests.support.tellen import tel

VAN, TOT = date(2026, 1, 1), date(2027, 1, 1)
UITKOMSTEN = ("beantwoord", "beantwoord", "niet-opgenomen", "geweigerd", "afgebroken", "verkeerde-deur")


class Post:
    """A register in which measurements are handed in at the office."""

    def __init__(self) -> None:
        self.net = net = Network()
        self.svb, self.uwv = net.lid("svb"), net.lid("uwv", organisatiesoort="uitvoeringsorganisatie")
        self.utrecht = net.lid("utrecht", ("loket",), organisatiesoort="gemeente")
        self.ede = net.lid("ede", ("loket",), organisatiesoort="gemeente")
        for naam in ("aow", "anw"):
            self.svb.publiceer(lijn(naam))
        self.uwv.publiceer(lijn("ww"))
        self.utrecht.say(loket(toont_metingen=True), f"loket/{self.utrecht.oin}/balie")
        self.ede.say(loket(), f"loket/{self.ede.oin}/balie")
        self.post = Meetpost(Actueel(net.store), Lijnverleden(net.store), net.meetboek)

    def neem(self, who: Lid, *metingen: dict[str, Any], soort: Any = "contactmoment") -> Meetbewijs:
        raw = msgspec.json.encode(metingen)
        [taken] = self.post.neem([Zending(soort, who.oin, "json", raw)], at=self.net.clock.at)
        assert isinstance(taken, Meetbewijs), taken
        return taken

    def lines(self, *names: str) -> list[str]:
        return [f"{self.svb.oin}/{naam}" for naam in names]


@pytest.fixture
def post() -> Post:
    return Post()


def test_counters_of_a_line_are_what_counting_its_contactmomenten_gives(post: Post) -> None:
    chance = Random(20261126)
    said = [
        contactmoment(
            n,
            f"svb/{chance.choice(['aow', 'anw'])}",
            begonnen=(datetime(2026, 10, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(24 * 50))).isoformat(),
            uitkomst=(uitkomst := chance.choice(UITKOMSTEN)),
            wachttijd=chance.randrange(300),
            vraagtype=chance.choice([None, 1, 2]),
            beantwoord=None if uitkomst != "beantwoord" else "2026-11-23T09:00:00Z",
            loket=chance.choice([None, "utrecht/balie"]),
        )
        for n in range(400)
    ]
    for start in range(0, 400, 30):
        post.neem(post.utrecht, *said[start : start + 30])
        post.neem(post.utrecht, *said[max(0, start - 10) : start + 5])  # some again
    klok = Meetklok(post.net.gids().kalenders)
    naive: dict[Cel, list[Telling]] = {}
    for one in said:
        meting = msgspec.convert(one | {"lijn": one["lijn"].replace("svb", post.svb.oin)}, Contactmoment)
        cel, telling = tel(meting, lijn().kanalen, klok)
        naive.setdefault(cel, []).append(telling)
    found = cijfers.van_lijnen(post.net.meetboek, post.lines("aow", "anw"), VAN, TOT)
    assert {one.cel: one.telling for one in found} == {cel: samen(*parts) for cel, parts in naive.items()}
    assert sum(one.telling.waarnemingen for one in found) == 400
    assert post.net.meetboek.hertel().afwijkend == ()


def test_what_is_not_counted_yet_is_read_as_if_it_were(post: Post, tmp_path: Path) -> None:
    net, chance = post.net, Random(5)
    with closing(SqliteMeetboek(tmp_path / "m.sqlite", Teller(net.store).telraam)) as boek:
        office = Meetpost(Actueel(net.store), Lijnverleden(net.store), boek)
        for n in range(12):
            said = [
                contactmoment(
                    100 * n + k,
                    chance.choice(["svb/aow", "svb/anw", "uwv/ww"]),
                    uitkomst=chance.choice(UITKOMSTEN),
                    wachttijd=chance.randrange(40_000),
                    onderwerp=chance.choice([None, "aow"]),
                    loket=chance.choice([None, "utrecht/balie"]),
                )
                for k in range(20)
            ]
            office.neem(
                [Zending("contactmoment", post.utrecht.oin, "json", msgspec.json.encode(said))], at=net.clock.at
            )
            asked = [hulpvraag(n)]
            office.neem([Zending("hulpvraag", post.utrecht.oin, "json", msgspec.json.encode(asked))], at=net.clock.at)
            if n % 3 == 1:
                boek.vouw()
        begins = ["", "lijn/", f"maand/{post.svb.oin}/", f"melder/{post.utrecht.oin}/", "loket/", "onderwerp/"]
        begins.append(f"lijn/{post.uwv.oin}/")

        def seen() -> list[Any]:
            names = [list(boek.reeksen(begin)) for begin in begins]
            return [(some, list(boek.tellingen(some, VAN, TOT))) for some in names]

        before = seen()
        assert all(some and counted for some, counted in before)
        boek.vouw()
        assert seen() == before
        assert boek.hertel().afwijkend == ()


def test_only_the_days_asked_for_are_read(post: Post) -> None:
    days = ["2026-10-31T10:00:00Z", "2026-10-31T23:30:00Z", "2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z"]
    post.neem(post.ede, *(contactmoment(n, begonnen=day) for n, day in enumerate(days)))
    found = cijfers.van_lijnen(post.net.meetboek, post.lines("aow"), date(2026, 11, 1), date(2026, 11, 2))
    assert [(one.cel.dag, one.telling.waarnemingen) for one in found] == [
        (date(2026, 11, 1), 2)
    ]  # days as people count


def test_lines_of_an_organisation_are_found_also_those_withdrawn(post: Post) -> None:
    post.neem(post.ede, contactmoment(1), contactmoment(2, "svb/anw"), contactmoment(3, "uwv/ww"))
    post.svb.trek_in("anw")
    assert cijfers.lijnen_van(post.net.meetboek, post.svb.oin) == sorted(post.lines("aow", "anw"))


def test_who_reported_sees_what_it_reported_and_nothing_else(post: Post) -> None:
    post.neem(post.utrecht, contactmoment(1, loket="utrecht/balie"), contactmoment(2), contactmoment(3, "uwv/ww"))
    post.neem(post.ede, contactmoment(4, loket="ede/balie"))
    found = cijfers.van_melder(post.net.meetboek, post.utrecht.oin, date(2026, 11, 15), TOT)
    balie, aow, ww = f"{post.utrecht.oin}/balie", f"{post.svb.oin}/aow", f"{post.uwv.oin}/ww"
    assert {(one.loket, one.lijn, one.telling.waarnemingen) for one in found} == {
        (balie, aow, 1),
        (None, aow, 1),
        (None, ww, 1),
    }
    assert {(one.melder, one.maand) for one in found} == {(post.utrecht.oin, date(2026, 11, 1))}


def test_only_a_loket_that_allows_it_is_told_by_name(post: Post) -> None:
    post.neem(post.utrecht, contactmoment(1, loket="utrecht/balie"), contactmoment(2))
    post.neem(post.ede, contactmoment(3, loket="ede/balie"))
    found = cijfers.herleidbaar(post.net.meetboek, post.net.gids(), post.lines("aow", "anw"), VAN, TOT)
    assert [(one.loket, one.telling.waarnemingen) for one in found] == [(f"{post.utrecht.oin}/balie", 1)]
    post.utrecht.say(loket(), f"loket/{post.utrecht.oin}/balie")  # and no longer
    assert cijfers.herleidbaar(post.net.meetboek, post.net.gids(), post.lines("aow"), VAN, TOT) == []


@pytest.mark.parametrize(
    ("kijker", "aantal", "shown"),
    [
        (Kijker(oin="ander"), 0, 0),
        (Kijker(oin="ander"), 1, "< 5"),
        (Kijker(oin="ander"), 4, "< 5"),
        (Kijker(oin="ander"), 5, 5),
        (Kijker(oin="eigen"), 1, 1),
        (Kijker(oin="obpt", beheerder=True), 1, 1),
    ],
)
def test_a_small_count_is_not_for_others(kijker: Kijker, aantal: int, shown: object) -> None:
    assert kijker.aantal(aantal, "eigen") == shown


def test_figures_of_a_loket_name_their_denominators_and_what_is_not_known(post: Post) -> None:
    chance = Random(3)
    svb, uwv, utrecht = post.svb.oin, post.uwv.oin, post.utrecht.oin
    said = [
        hulpvraag(
            n,
            organisaties=chance.choice([None, [], [utrecht], [svb], [svb, uwv], [utrecht, svb]]),
            contactGelegd=chance.choice([None, "ja", "nee", "niet-van-toepassing"]),
            ontvangen=f"2026-11-{1 + n % 20:02}T09:00:00Z",
        )
        for n in range(200)
    ]
    post.neem(post.utrecht, *said, soort="hulpvraag")
    post.neem(post.utrecht, *said[:50], soort="hulpvraag")
    inside = [one for one in said if one["ontvangen"] < "2026-11-15"]
    known = [one["organisaties"] for one in inside if "organisaties" in one]
    contact = Counter(one.get("contactGelegd") for one in inside)
    loketten = [f"{utrecht}/balie", f"{post.ede.oin}/balie"]
    book, gids, tot = post.net.meetboek, post.net.gids(), date(2026, 11, 15)
    found = [cijfers.samen_van(book, gids, loket, [loket], VAN, tot) for loket in loketten]
    none = Deel(aantal=0, van=0, onbekend=0)
    assert found == [
        cijfers.Loketcijfer(
            loket=loketten[0],
            hulpvragen=len(inside),
            landelijk=Deel(
                aantal=sum(bool({svb, uwv} & set(who)) for who in known),
                van=len(known),
                onbekend=len(inside) - len(known),
            ),
            meerdere=Deel(aantal=sum(len(who) > 1 for who in known), van=len(known), onbekend=len(inside) - len(known)),
            contact_gelegd=Deel(aantal=contact["ja"], van=contact["ja"] + contact["nee"], onbekend=contact[None]),
        ),
        cijfers.Loketcijfer(loket=loketten[1], hulpvragen=0, landelijk=none, meerdere=none, contact_gelegd=none),
    ]
    assert cijfers.loketten_van(post.net.meetboek) == [f"{utrecht}/balie"]


# --- who handed it in -------------------------------------------------------------------------------------------------


def test_one_sees_what_one_handed_in_and_what_lokets_show_of_ones_lines(post: Post) -> None:
    utrecht, ede, dagen = f"{post.utrecht.oin}/balie", f"{post.ede.oin}/balie", Venster(VAN, TOT)
    post.neem(post.utrecht, *[contactmoment(n, "svb/aow", loket=utrecht) for n in range(6)])
    post.neem(post.utrecht, contactmoment(7, "svb/aow", uitkomst="geweigerd", wachttijd=None, loket=utrecht))
    post.neem(post.ede, *[contactmoment(20 + n, "svb/aow", loket=ede) for n in range(6)])
    post.neem(post.utrecht, contactmoment(30, "uwv/ww"))
    gids = post.net.gids()

    def seen(lid: Lid, melder: Lid | None = None, *, beheerder: bool = False) -> list[tuple[str, str | None, int]]:
        who = Kijker(oin=lid.oin, beheerder=beheerder)
        found = cijfers.gezien_door(post.net.meetboek, gids, who, melder.oin if melder else None, dagen)
        return [(een.lijn, een.loket, een.waarnemingen) for een in found]

    aow, ww = f"{post.svb.oin}/aow", f"{post.uwv.oin}/ww"
    assert sorted(seen(post.utrecht), key=str) == sorted([(aow, utrecht, 7), (ww, None, 1)], key=str)
    assert seen(post.ede) == [(aow, ede, 6)]
    assert seen(post.svb) == [(aow, utrecht, 7)]  # ede does not show it
    assert seen(post.svb, post.ede) == []
    assert seen(post.uwv) == []
    assert seen(post.ede, post.utrecht) == []
    assert seen(post.net.obpt, post.ede, beheerder=True) == [(aow, ede, 6)]
    [own] = cijfers.gezien_door(post.net.meetboek, gids, Kijker(oin=post.svb.oin), None, dagen)
    assert (own.uitkomsten.beantwoord, own.uitkomsten.geweigerd) == (6, 1)
    assert own.gemeten is not None
    assert (own.gemeten.aandeel_beantwoord, own.gemeten.wachttijd_p50) == (0.857, 41)
