# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""What is written out of pieces that are kept is what one would write who works everything out anew."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry import wire
from registry.projections.contactroutes import Vraag, contactroutes
from registry.projections.gids import Gids
from registry.projections.kennis import Kennis
from registry.projections.meetcijfers import Gemeten, cijfers_of
from registry.projections.routes import Route
from registry.projections.toegang import Aanvrager, toegang
from registry.statements.bereikbaarheid import bereikbaar
from registry.statements.openingstijden import Duur, Eenheid
from registry.statements.professionallijnen import Email, Geldigheid, Professionallijn, Telefoon, Toezegging
from registry.statements.termijnen import uiterlijk
from registry.wire import contactroutes as shapes
from registry.wire.organisaties import OrganisatieKort
from registry.wire.professionallijnen import Bereikbaarheid, LijnKort
from registry.wire.schrijver import write
from tests.statements.roosters import KALENDERS, afwijking, blok
from tests.support.directory import Houder, directory, instantie, lid, taak
from tests.support.network import START, WERKWEEK, lijn, storing
from tests.support.varied import GEMEENTEN, ONDERWERPEN, ROLLEN, WOORDEN, moments, varied

SECOND = timedelta(seconds=1)
KENNIS = Kennis(
    instanties=(
        instantie(
            "lid-0",
            taak("aow", "pensioen", "oude dag", onderwerpen=("aow",)),
            taak("huren", "huur", onderwerpen=("huur",)),
        ),
        instantie("lid-1", taak("boetes", "boete", "bekeuring", "verkeersboete", onderwerpen=("boetes",))),
        instantie("elders", taak("afval", "afval", "vuilnis"), taak("studie", "studie")),
        instantie("gemeente", taak("verblijf", "verblijf", "boete")),
    )
)
seeds = st.integers(0, 2**32).map(Random)


# --- written straightforwardly ---------------------------------------------------------------------------------------


Gemeten_ = Mapping[tuple[str, str], Gemeten]
NOTHING: Gemeten_ = {}


def plainly(gids: Gids, vraag: Vraag, at: datetime, gemeten: Gemeten_ = NOTHING) -> wire.Contactroutes:
    """The answer in its shapes, out of what was said, without anything that is kept."""
    found = contactroutes(gids, vraag, at=at)
    door = found.geen_verkeerde_deur
    return wire.Contactroutes(
        tijdstip=at.astimezone(UTC),
        stand=wire.Stand.of(gids.plaats) if gids.plaats else None,
        routes=tuple(one(route, gids, vraag.aanvrager, at, gemeten) for route in found.routes),
        betrokken=tuple(shapes.Betrokken.of(one) for one in found.betrokken),
        geen_verkeerde_deur=shapes.GeenVerkeerdeDeur.of(door) if door else None,
    )


def one(route: Route, gids: Gids, aanvrager: Aanvrager, at: datetime, gemeten: Gemeten_) -> shapes.Route:
    said, kanaal, storing = route.lijn.lijn, route.kanaal, route.ingang.storing
    dicht = storing.dicht(kanaal.soort) if storing else ()
    reach = bereikbaar(kanaal, gids.kalenders, at=at, dicht=dicht)
    start = at if reach.nu or reach.volgende is None else reach.volgende.van
    terms = [
        (p, uiterlijk(p.drempel, start=start, kalenders=gids.kalenders, rooster=kanaal)) for p in kanaal.toezeggingen
    ]
    promised = [(promise, term.moment) for promise, term in terms if term.moment is not None]
    return shapes.Route(
        rang=route.rang,
        lijn=LijnKort.of(route.lijn),
        organisatie=OrganisatieKort.of(gids.organisaties[route.lijn.oin]),
        kanaal=shapes.KanaalKort.of(kanaal),
        bereikbaar=Bereikbaarheid.of(reach),
        toegang=toegang(said.toegangseisen, aanvrager),
        gegevensuitwisseling=said.gegevensuitwisseling,
        verwachting=shapes.Verwachting(
            gemeten=gemeten.get((route.ingang.id, kanaal.soort)),
            toezeggingen=tuple(
                shapes.Belofte(maat=promise.maat, uiterlijk=moment, aandeel=promise.aandeel)
                for promise, moment in promised
            ),
        ),
        redenen=(*route.past, *reach.redenen, *route.besides),
        terugval=LijnKort.of(route.terugval) if route.terugval else None,
    )


def written(gids: Gids, vraag: Vraag, at: datetime) -> bytes:
    return write(contactroutes(gids, vraag, at=at), gids, at=at)


def holds(raw: bytes, expected: wire.Contactroutes) -> None:
    """Hold what was written to its shape, to the letter, and to what it should say."""
    decoded = msgspec.json.decode(raw, type=wire.Contactroutes)
    assert decoded == expected
    again = msgspec.json.encode(decoded)
    assert json.loads(again) == json.loads(raw)  # no member that the shape does not know, and none left out


def a_question(chance: Random) -> Vraag:
    words = " ".join(chance.sample((*WOORDEN, "afval", "xyzzy", "verkeersboete"), chance.choice((1, 1, 2, 4))))
    return Vraag(
        vraag=chance.choice((None, words, words)),
        onderwerp=chance.choice((None, None, *ONDERWERPEN)),
        vraagtype=chance.choice((None, None, 1, 2)),
        organisatie=chance.choice((None, None, None, "lid-0")),
        kanaal=chance.choice((None, None, "telefoon", "email", "balie")),
        limiet=chance.choice((1, 10, 50)),
        aanvrager=Aanvrager(
            rol=chance.choice((None, *ROLLEN)),
            burger_aanwezig=chance.choice((None, True, False)),
            machtiging=chance.choice((None, "mondeling", "digid-machtigen")),
            gemeente=chance.choice((None, None, *GEMEENTEN)),
            organisatiesoort=chance.choice((None, "gemeente")),
        ),
    )


# --- any answer ------------------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(chance=seeds)
def test_what_is_written_is_what_there_is_to_say(chance: Random) -> None:
    """Asked for the first time, a second later and from another zone, of one directory that remembers."""
    leden = varied(chance, members=4, lines=chance.choice((8, 40)))
    gids, fresh = (directory(leden, kennis=KENNIS, kalenders=KALENDERS.values()) for _ in range(2))
    gemeten = NOTHING
    for at in moments(chance, 4):
        vraag = a_question(chance)
        for moment in (at, at + SECOND, at.astimezone(ZoneInfo("Europe/Amsterdam")), at.replace(microsecond=5)):
            holds(written(gids, vraag, moment), plainly(fresh, vraag, moment, gemeten))
        gemeten = figures(chance, gids)
        for directory_ in (gids, fresh):
            directory_.uren.neem(cijfers_of(gemeten))
        holds(written(gids, vraag, at), plainly(fresh, vraag, at, gemeten))


def figures(chance: Random, gids: Gids) -> Gemeten_:
    """Something that was measured of half of the channels."""
    return {
        (id_, kort.soort): Gemeten(
            waarnemingen=chance.choice((5, 12, 900)),
            aandeel_beantwoord=chance.choice((0.0, 0.4, 0.75, 1.0)),
            wachttijd_p50=chance.choice((None, 41)),
        )
        for id_, ingang in gids.lijnen.items()
        for kort in ingang.kanalen
        if chance.random() < 0.5
    }


@settings(max_examples=15)
@given(chance=seeds, year=st.sampled_from([2000, 2029, 2100, 2197]))
def test_in_years_without_a_kalender_too(chance: Random, year: int) -> None:
    lines = [
        msgspec.structs.replace(line, geldig=Geldigheid(van=date(1999, 1, 1)))
        for houder in varied(chance, members=1, lines=12)
        for line in houder.lijnen
    ]
    leden = [lid("svb", *lines)]
    gids, fresh = (directory(leden, kennis=KENNIS) for _ in range(2))
    for at in (datetime(year, 12, 31, 10, chance.randrange(60), tzinfo=UTC), datetime(year, 1, 1, tzinfo=UTC)):
        holds(written(gids, Vraag(limiet=50), at), plainly(fresh, Vraag(limiet=50), at))


@pytest.mark.parametrize("vraag", [Vraag(), Vraag(vraag="boete"), Vraag(onderwerp="aow")])
def test_a_directory_with_nobody_in_it_is_an_answer_too(vraag: Vraag) -> None:
    assert json.loads(written(Gids(), vraag, START)) == {
        "tijdstip": "2026-11-23T10:00:00Z",
        "stand": None,
        "routes": [],
        "betrokken": [],
        "geenVerkeerdeDeur": None,
    }


# --- what is promised ------------------------------------------------------------------------------------------------


def promised(naam: str, aantal: int, eenheid: Eenheid, **fields: Any) -> Professionallijn:
    promise = Toezegging(maat="terugbeltijd", drempel=Duur(aantal=aantal, eenheid=eenheid), **fields)
    return lijn(naam, kanalen=(Telefoon(nummer="+31880000101", openingstijden=(WERKWEEK,), toezeggingen=(promise,)),))


def terms(leden: Sequence[Houder], *at: datetime) -> Iterator[dict[str, str]]:
    """By line what it promises, at each of these moments, of one directory."""
    gids = directory(leden, kalenders=KALENDERS.values())
    for moment in at:
        said = json.loads(written(gids, Vraag(limiet=50), moment))
        yield {r["lijn"]["naam"]: r["verwachting"]["toezeggingen"][0]["uiterlijk"] for r in said["routes"]}


def test_lines_with_a_storing_each_promise_what_they_promise() -> None:
    """What there is to say of them is not kept, so nothing of it may be taken for that of another."""
    lines = [promised(f"lijn-{n:02}", n + 1, "uren") for n in range(12)]
    disturbed = {line.naam: storing() for line in lines}
    [said] = terms([lid("svb", *lines, storingen=disturbed)], START)
    opens = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # when the storing is over
    assert said == {
        f"lijn-{n:02}": (opens + timedelta(hours=n + 1)).isoformat().replace("+00:00", "Z") for n in range(12)
    }


def test_lines_that_promise_werkuren_each_promise_their_own() -> None:
    lines = [promised(f"lijn-{n}", n + 1, "werkuren") for n in range(5)]
    [said] = terms([lid("svb", *lines)], START)
    assert said == {f"lijn-{n}": f"2026-11-23T{11 + n}:00:00Z" for n in range(5)}


@pytest.mark.parametrize(
    ("aantal", "eenheid", "first", "later"),
    [
        (30, "seconden", "2026-11-23T10:00:30Z", "2026-11-23T12:15:31Z"),
        (2, "uren", "2026-11-23T12:00:00Z", "2026-11-23T14:15:01Z"),
        (2, "werkuren", "2026-11-23T12:00:00Z", "2026-11-23T14:15:01Z"),
        (1, "werkdagen", "2026-11-24T22:59:59Z", "2026-11-24T22:59:59Z"),
        (1, "weken", "2026-11-30T22:59:59Z", "2026-11-30T22:59:59Z"),
    ],
)
def test_a_promise_counts_from_the_moment_of_each_question(
    aantal: int, eenheid: Eenheid, first: str, later: str
) -> None:
    at = START, START + timedelta(hours=2, minutes=15, seconds=1)
    assert [*terms([lid("svb", promised("aow", aantal, eenheid))], *at, START)] == [
        {"aow": first},
        {"aow": later},
        {"aow": first},
    ]


def test_while_closed_a_promise_counts_from_the_opening_whenever_one_asks() -> None:
    evening = START + timedelta(hours=8)
    at = evening, evening + timedelta(hours=3), evening + timedelta(hours=9)  # the last is on Tuesday
    assert [*terms([lid("svb", promised("aow", 90, "minuten"))], *at)] == [{"aow": "2026-11-24T09:30:00Z"}] * 3


def test_a_share_is_said_where_it_is_promised() -> None:
    gids = directory([lid("svb", promised("aow", 1, "uren", aandeel=0.95))])
    [route] = json.loads(written(gids, Vraag(), START))["routes"]
    assert route["verwachting"] == {
        "toezeggingen": [{"maat": "terugbeltijd", "uiterlijk": "2026-11-23T11:00:00Z", "aandeel": 0.95}],
        "gemeten": None,
    }


# --- what is kept, and for whom --------------------------------------------------------------------------------------


def test_lines_that_share_a_channel_share_no_more_than_that() -> None:
    """Hours and promises alike: but the number, the sentences about access and the fallback are each line's own."""
    lines = [
        lijn(f"lijn-{n}", kanalen=(Telefoon(nummer=f"+3188000010{n}", openingstijden=(WERKWEEK,)),)) for n in range(3)
    ]
    disturbed = {"lijn-1": storing(gevolg="beperkt")}
    gids = directory([lid("svb", *lines, storingen=disturbed)], kalenders=KALENDERS.values())
    for _ in range(2):
        routes = json.loads(written(gids, Vraag(), START))["routes"]
        assert [route["kanaal"]["nummer"][-1] for route in routes] == ["0", "1", "2"]
        assert routes[0]["redenen"] == routes[2]["redenen"] == ["open tot 17.00 uur"]
        assert routes[1]["redenen"] == [
            "open tot 17.00 uur",
            "beperkt bereikbaar tot maandag 23 november 15.00 uur: verhuizing",
        ]


def test_what_is_said_of_one_day_is_not_said_of_the_next() -> None:
    """Closed on two days in a row, of one opening that comes after both."""
    dicht = (
        afwijking("2026-11-24", reden="studiedag"),
        afwijking("2026-11-25", reden="verhuizing"),
    )
    phone = Telefoon(nummer="+31880000101", openingstijden=(WERKWEEK,), afwijkingen=dicht)
    gids = directory([lid("svb", lijn(kanalen=(phone,)))], kalenders=KALENDERS.values())
    said = [
        json.loads(written(gids, Vraag(), START + timedelta(days=days)))["routes"][0]["redenen"] for days in (1, 2, 1)
    ]
    assert said[0] == said[2] == ["gesloten: studiedag", "opent donderdag 26 november 9.00 uur"]
    assert said[1] == ["gesloten: verhuizing", "opent donderdag 26 november 9.00 uur"]


def test_what_never_opens_again_has_no_next_opening() -> None:
    once = Telefoon(
        nummer="+31880000101",
        openingstijden=(blok("ma", "09:00-10:00"),),
        afwijkingen=(afwijking("2026-11-24", "2028-12-31", reden="opgeheven"),),
    )
    gids = directory([lid("svb", lijn(kanalen=(once,)))], kalenders=KALENDERS.values())
    [route] = json.loads(written(gids, Vraag(), START))["routes"]
    assert route["bereikbaar"] == {"nu": False, "tot": None, "volgende": None}
    assert route["redenen"][-1] == "opent niet in de komende 400 dagen"


def test_a_channel_is_written_in_few_words() -> None:
    mail = Email(adres="lijn@example.nl", toelichting="Noem uw zaaknummer.", openingstijden=(WERKWEEK,))
    gids = directory([lid("svb", lijn(kanalen=(mail,)))])
    [route] = json.loads(written(gids, Vraag(), START))["routes"]
    assert route["kanaal"] == {"soort": "email", "adres": "lijn@example.nl", "toelichting": "Noem uw zaaknummer."}
