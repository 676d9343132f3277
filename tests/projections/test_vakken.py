# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A pigeonhole gives its lines in the order that anybody would find who looked at all of them, whenever it is asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.projections.contactroutes import Vraag, contactroutes
from registry.projections.gids import Gids
from registry.projections.ingangen import Ingang
from registry.projections.kandidaten import Kandidaat, open_now
from registry.projections.meetcijfers import Gemeten, cijfers_of
from registry.projections.toegang import Aanvrager
from registry.projections.uren import NOOIT, Uren, day_of
from registry.projections.vakken import KEPT, SMALL, Orde, Vak, changed, sleutels, vakken_of
from registry.statements.bereikbaarheid import Bereikbaar, bereikbaar
from registry.statements.kalenders import Kalender
from registry.statements.openingstijden import Duur
from registry.statements.professionallijnen import Geldigheid, Professionallijn, RolEis, Telefoon, Toezegging
from tests.statements.roosters import KALENDERS
from tests.support.directory import directory, lid
from tests.support.network import START, WERKWEEK, lijn, storing
from tests.support.varied import BEGIN, GEMEENTEN, ONDERWERPEN, moments, varied

KANALEN = (None, None, "telefoon", "email", "chat", "forum")
seeds = st.integers(0, 2**32).map(Random)


def made(chance: Random, lines: int = 45) -> Gids:
    return directory(varied(chance, members=4, lines=lines), kalenders=KALENDERS.values())


def everything(gids: Gids) -> Vak:
    return gids.vakken["alle", ""]


def asked(vak: Vak, uren: Uren, at: datetime, kanaal: str | None = None, *, alle: bool = False) -> Orde:
    at_s = int(at.timestamp())
    found = (vak.alle if alle else vak.orde)(uren, at_s, uren.dag(at_s), kanaal)
    assert found.van <= at_s < found.tot
    return found


def places(kandidaten: Iterable[Kandidaat]) -> list[tuple[Any, ...]]:
    return [(found.dicht, found.belofte_s, found.opent_s, found.id, found.kanaal) for found in kandidaten]


def measured(chance: Random, gids: Gids, *, some: bool) -> Mapping[tuple[str, str], int]:
    """Let it be known how many in ten channels answer; of `some` of them."""
    tienden = {
        (id_, kort.soort): chance.choice((0, 3, 7, 8, 9, 10))
        for id_, ingang in gids.lijnen.items()
        for kort in ingang.kanalen
        if some and chance.random() < 0.6
    }
    many = {key: Gemeten(waarnemingen=10**6, aandeel_beantwoord=tien / 10) for key, tien in tienden.items()}
    gids.uren.neem(cijfers_of(many))
    return tienden


# --- a second opinion ------------------------------------------------------------------------------------------------


Tienden = Mapping[tuple[str, str], int]
NOBODY: Tienden = {}


def naive(
    ingangen: Iterable[Ingang],
    kalenders: dict[int, Kalender],
    at: datetime,
    kanaal: str | None,
    tienden: Tienden = NOBODY,
) -> list[Any]:
    """Look at every line by what `bereikbaar` says, and sort; then write what was measured as a `Kandidaat` has it."""
    found = sorted(
        best for ingang in ingangen if (best := naive_best(ingang, kalenders, at, kanaal, tienden)) is not None
    )
    return [(dicht, (8 + minder) * 10.0**10 + min(wait, 10**9), *rest) for dicht, minder, wait, *rest in found]


def naive_best(
    ingang: Ingang, kalenders: dict[int, Kalender], at: datetime, kanaal: str | None, tienden: Tienden = NOBODY
) -> tuple[Any, ...] | None:
    lijn_ = ingang.lijn
    if not lijn_.geldt(at):
        return None
    kanalen = list(enumerate(lijn_.lijn.kanalen))
    counts = [(i, k) for i, k in kanalen if k.soort == kanaal]
    if kanaal is None:
        counts = [(i, k) for i, k in kanalen if k.gesprek] or kanalen
    options = []
    for i, channel in counts:
        dicht = ingang.storing.dicht(channel.soort) if ingang.storing else ()
        reach = bereikbaar(channel, kalenders, at=at, dicht=dicht)
        waits = [
            said.drempel.aantal * {"seconden": 1, "minuten": 60, "uren": 3600}[said.drempel.eenheid]
            for said in channel.toezeggingen
            if said.maat in {"wachttijd", "baliewachttijd"} and said.drempel.eenheid in {"seconden", "minuten", "uren"}
        ]
        wait = min(waits, default=float("inf"))
        minder = -tienden.get((ingang.id, channel.soort), 8)
        options.append((not (reach.nu and channel.gesprek), minder, wait, opens(reach), ingang.id, i))
    return min(options, default=None)


def opens(reach: Bereikbaar) -> int:
    if reach.nu:
        return 0
    return int(reach.volgende.van.timestamp()) if reach.volgende else NOOIT


# --- the order -------------------------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(chance=seeds)
def test_the_order_is_what_sorting_everything_afresh_finds_however_earlier_questions_filled_its_memory(
    chance: Random,
) -> None:
    gids = made(chance)
    vak = everything(gids)
    tienden = NOBODY
    for n, at in enumerate(moments(chance, 12)):
        kanaal = chance.choice(KANALEN)
        if n % 3 == 1:  # other figures come in between questions
            tienden = measured(chance, gids, some=n < 9)
        expected = naive(vak.ingangen, KALENDERS, at, kanaal, tienden)
        orde = asked(vak, gids.uren, at, kanaal)
        assert places(orde.kandidaten) == expected[:KEPT]
        assert not orde.heel or len(expected) == len(orde.kandidaten)
        assert places(asked(vak, gids.uren, at, kanaal, alle=True).kandidaten) == expected


class Forgetful(Uren):
    """Hours whose round is over after three orders."""

    def keep_order(self) -> int:
        self.ordes += 1
        if self.ordes > 3:
            self.ordes, self.ronde = 1, self.ronde + 1
        return self.ronde


@settings(max_examples=15)
@given(chance=seeds)
def test_also_when_so_much_is_kept_that_all_is_let_go(chance: Random) -> None:
    gids, uren = made(chance, 20), Forgetful(KALENDERS)
    vakken = [vak for vak in gids.vakken.values() if len(vak.ingangen) > SMALL][:6]
    for at in moments(chance, 25):
        vak, kanaal = chance.choice(vakken), chance.choice(KANALEN)
        assert places(asked(vak, uren, at, kanaal).kandidaten) == naive(vak.ingangen, KALENDERS, at, kanaal)[:KEPT]
    assert uren.ronde > 0


@settings(max_examples=15)
@given(chance=seeds)
def test_when_the_kalenders_change_nothing_of_before_is_remembered(chance: Random) -> None:
    gids = made(chance, 12)
    vak, at = everything(gids), BEGIN + timedelta(days=2, hours=10)
    before = asked(vak, gids.uren, at)
    feest = Kalender(jaar=2026, dagen=(), kantoortijden=KALENDERS[2026].kantoortijden)
    other = {2026: feest}
    assert places(asked(vak, Uren(other), at).kandidaten) == naive(vak.ingangen, other, at, None)[:KEPT]
    assert places(asked(vak, gids.uren, at).kandidaten) == places(before.kandidaten)


@settings(max_examples=20)
@given(chance=seeds)
def test_what_was_found_holds_from_its_first_second_until_its_last(chance: Random) -> None:
    gids = made(chance, 15)
    vak = everything(gids)
    for at in moments(chance, 6):
        orde = asked(vak, gids.uren, at)
        for edge in (orde.van, orde.tot - 1):
            moment = datetime.fromtimestamp(edge, tz=UTC)
            assert naive(vak.ingangen, KALENDERS, moment, None)[:KEPT] == places(orde.kandidaten)


def test_between_two_changes_an_order_is_worked_out_once() -> None:
    gids = directory([lid("svb", *(lijn(f"lijn-{n}") for n in range(SMALL + 1)))], kalenders=KALENDERS.values())
    vak = everything(gids)
    assert asked(vak, gids.uren, START) is asked(vak, gids.uren, START + timedelta(hours=5))
    assert asked(vak, gids.uren, START) is not asked(vak, gids.uren, START + timedelta(hours=6))  # 17.00 uur
    assert asked(vak, gids.uren, START) is not asked(vak, gids.uren, START, "telefoon")


@pytest.mark.parametrize("many", [0, 1, SMALL, SMALL + 1, KEPT, KEPT + 1])
def test_no_more_are_kept_than_needed_and_it_says_whether_that_is_all(many: int) -> None:
    lines = [lijn(f"lijn-{n:02}") for n in range(many)]
    gids = directory([lid("svb", lijn("anders", onderwerpen=("x",)), *lines)], kalenders=KALENDERS.values())
    vak = Vak(tuple(gids.lijnen[id_] for id_ in sorted(gids.lijnen) if not id_.endswith("anders")))
    orde = asked(vak, gids.uren, START)
    assert len(orde.kandidaten) == min(many, KEPT)
    assert orde.heel == (many <= KEPT)
    assert len(asked(vak, gids.uren, START, alle=True).kandidaten) == many


def test_a_line_that_is_to_come_or_over_or_withdrawn_is_in_no_order_but_in_every_pigeonhole() -> None:
    lines = (
        lijn("nu"),
        lijn("straks", geldig=Geldigheid(van=date(2026, 11, 24))),
        lijn("tot-vandaag", geldig=Geldigheid(van=date(2026, 1, 1), tot=date(2026, 11, 23))),
        lijn("voorbij", geldig=Geldigheid(van=date(2026, 1, 1), tot=date(2026, 11, 22))),
        lijn("weg"),
    )
    gids = directory([lid("svb", *lines, weg=["weg"])], kalenders=KALENDERS.values())
    vak = everything(gids)
    assert len(vak.ingangen) == 5

    def names(at: datetime) -> list[str]:
        return [found.id.split("/")[1] for found in asked(vak, gids.uren, at).kandidaten]

    assert names(START) == ["nu", "tot-vandaag"]
    midnight = datetime.fromisoformat("2026-11-23T23:00:00Z")
    assert names(midnight - timedelta(seconds=1)) == ["nu", "tot-vandaag"]
    assert names(midnight) == ["nu", "straks"]


def test_a_promise_of_no_werkdagen_at_all_is_a_promise_like_any_other() -> None:
    """`0 werkdagen` may be said; it is no wait by the clock, and certainly no reason to order nothing any more."""
    zero = Toezegging(maat="wachttijd", drempel=Duur(aantal=0, eenheid="werkdagen"))
    channels = [
        (Telefoon(nummer="+31880000101", openingstijden=(WERKWEEK,), toezeggingen=promised),)
        for promised in ((zero,), (), (Toezegging(maat="wachttijd", drempel=Duur(aantal=9, eenheid="minuten")),))
    ]
    lines = [lijn(f"lijn-{n:02}", kanalen=channels[n % 3]) for n in range(12)]
    gids = directory([lid("svb", *lines)], kalenders=KALENDERS.values())
    vak = everything(gids)
    found = [kandidaat.id.split("-")[1] for kandidaat in asked(vak, gids.uren, START).kandidaten]
    assert found[:4] == ["02", "05", "08", "11"]
    assert found[4:] == sorted(found[4:])


def test_a_storing_takes_a_line_down_for_as_long_as_it_lasts() -> None:
    lines = [lijn(f"lijn-{n}") for n in range(6)]
    gids = directory([lid("svb", *lines, storingen={"lijn-0": storing()})], kalenders=KALENDERS.values())
    vak = everything(gids)

    def first(at: datetime) -> str:
        return asked(vak, gids.uren, at).kandidaten[0].id.split("/")[1]

    assert first(START - timedelta(minutes=1)) == "lijn-0"
    assert first(START) == "lijn-1"
    assert first(START + timedelta(hours=4)) == "lijn-0"


def test_open_now_is_whether_any_channel_can_be_reached() -> None:
    gids = made(Random(3), 60)
    for at in moments(Random(3), 10):
        for ingang in gids.lijnen.values():
            said = [
                bereikbaar(k, KALENDERS, at=at, dicht=ingang.storing.dicht(k.soort) if ingang.storing else ()).nu
                for k in ingang.lijn.lijn.kanalen
            ]
            assert open_now(ingang, gids.uren, int(at.timestamp()), day_of(at)) == any(said)


# --- the routes of a question without words --------------------------------------------------------------------------


@settings(max_examples=25)
@given(chance=seeds)
def test_routes_without_words_are_what_sorting_everything_afresh_finds(chance: Random) -> None:
    """Whichever filters there are, however few or many are asked for, and however many may not be used."""
    gids = made(chance, chance.choice((15, 90)))
    tienden = NOBODY
    for n, at in enumerate(moments(chance, 8)):
        if n % 3 == 1:
            tienden = measured(chance, gids, some=n < 6)
        vraag = Vraag(
            onderwerp=chance.choice((None, *ONDERWERPEN)),
            levensgebeurtenis=chance.choice((None, None, "verhuizen")),
            organisatie=chance.choice((None, None, "lid-0", "lid-9")),
            vraagtype=chance.choice((None, None, 1, 2, 3)),
            kanaal=chance.choice(KANALEN),
            limiet=chance.choice((1, 3, 10, KEPT, KEPT + 1, 40, 50)),
            aanvrager=Aanvrager(
                rol=chance.choice((None, "arts", "dokter")),
                gemeente=chance.choice((None, *GEMEENTEN, "gm9999")),
                organisatiesoort=chance.choice((None, "bedrijf")),
            ),
        )
        shown = [route.ingang.id for route in contactroutes(gids, vraag, at=at).routes]
        assert shown == naive_routes(gids, vraag, at, tienden), vraag


def naive_routes(gids: Gids, vraag: Vraag, at: datetime, tienden: Tienden) -> list[str]:
    """Filter, sort and cut as the docstring of contactroutes says."""
    found = []
    for ingang in gids.lijnen.values():
        said, houder = ingang.lijn.lijn, ingang.houder
        best = naive_best(ingang, KALENDERS, at, vraag.kanaal, tienden)
        gemeente = vraag.aanvrager.gemeente
        if (
            best is not None
            and houder.is_lid(at)
            and (vraag.onderwerp is None or vraag.onderwerp in said.onderwerpen)
            and (vraag.levensgebeurtenis is None or vraag.levensgebeurtenis in said.levensgebeurtenissen)
            and (vraag.organisatie is None or vraag.organisatie == houder.afkorting)
            and (vraag.vraagtype is None or not said.vraagtypen or vraag.vraagtype in said.vraagtypen)
            and (gemeente is None or said.werkgebied == "landelijk" or gemeente in said.werkgebied)
        ):
            barred = ingang.eisen.judged(vraag.aanvrager)[0]
            found.append(((barred, *best), ingang))
    found.sort(key=lambda pair: pair[0])
    ordered = [ingang for _, ingang in found]
    if vraag.vraagtype in {2, 3}:
        firsts = list({ingang.oin: ingang for ingang in reversed(ordered)}.values())
        ordered.sort(key=lambda ingang: ingang not in firsts)
    return [ingang.id for ingang in ordered[: vraag.limiet]]


@pytest.mark.parametrize("gemeente", [None, "gm0153"])
@pytest.mark.parametrize("limiet", [10, KEPT, KEPT + 1, 40, 50])
def test_as_many_as_asked_for_are_the_first_of_all(limiet: int, gemeente: str | None) -> None:
    """Open lines of the whole country before the closed ones of this municipality, also beyond what is kept."""
    here = [lijn(f"hier-{n:02}", werkgebied=("gm0153",)) for n in range(30)]
    far = [lijn(f"land-{n:02}") for n in range(60)]
    disturbed = {line.naam: storing() for line in here}
    gids = directory([lid("svb", *far, *here, storingen=disturbed)], kalenders=KALENDERS.values())
    found = contactroutes(gids, Vraag(limiet=limiet, aanvrager=Aanvrager(gemeente=gemeente)), at=START)
    assert names_of(found.routes) == [line.naam for line in far][:limiet]


@pytest.mark.parametrize("gemeente", [None, "gm0153"])
def test_lines_that_may_not_be_used_do_not_keep_others_out(gemeente: str | None) -> None:
    arts = (RolEis(toegestaan=("arts",)),)
    barred = [lijn(f"a-{n:02}", toegangseisen=arts) for n in range(3 * KEPT)]
    here = [lijn(f"c-{n:02}", werkgebied=("gm0153",)) for n in range(5)]
    free = [lijn(f"b-{n:02}") for n in range(5)]
    gids = directory([lid("svb", *barred, *free, *here)], kalenders=KALENDERS.values())
    aanvrager = Aanvrager(rol="casemanager", gemeente=gemeente)
    found = contactroutes(gids, Vraag(limiet=12, aanvrager=aanvrager), at=START).routes
    assert names_of(found) == [*(line.naam for line in (*free, *here)), "a-00", "a-01"]
    assert [route.rang for route in found] == list(range(1, 13))


def names_of(routes: Sequence[Any]) -> list[str]:
    return [route.ingang.id.split("/")[1] for route in routes]


# --- what lies where -------------------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(chance=seeds)
def test_a_line_lies_in_the_pigeonholes_that_name_it_and_in_no_other(chance: Random) -> None:
    gids = made(chance, 25)
    for (soort, naam), vak in gids.vakken.items():
        assert list(vak.ingangen) == sorted(vak.ingangen, key=lambda ingang: ingang.id)
        for ingang in gids.lijnen.values():
            said = ingang.lijn.lijn
            named = {
                "alle": True,
                "organisatie": ingang.oin == naam,
                "onderwerp": naam in said.onderwerpen,
                "levensgebeurtenis": naam in said.levensgebeurtenissen,
            }[soort]
            assert (ingang in vak.ingangen) == named
            for gebied in (*GEMEENTEN, "landelijk", "gm9999"):
                there = vak.gebied(gebied)
                lies = named and gebied in ingang.gebieden and not (ingang.ingetrokken and ingang.storing is None)
                assert (there is not None and ingang in there.ingangen) == lies


@settings(max_examples=20)
@given(chance=seeds)
def test_changing_lines_one_by_one_gives_the_pigeonholes_of_all_at_once(chance: Random) -> None:
    old, new = (sorted(made(chance, 12).lijnen.values(), key=lambda i: i.id.split("/")[1]) for _ in range(2))
    vak: Vak | None = None
    for ingang in chance.sample(old, len(old)):
        vak = changed(vak, None, ingang)
    assert vak == vakken_of(sorted(old, key=lambda i: i.id))["alle", ""]
    for gone in chance.sample(old, len(old)):
        vak = changed(vak, gone, None)
    assert vak is None
    assert changed(None, old[0], None) is None
    assert changed(changed(None, None, new[0]), new[0], new[0]) == Vak((new[0],))


def test_a_subject_that_a_line_names_twice_is_one() -> None:
    twice: Professionallijn = lijn(onderwerpen=("aow", "aow"), levensgebeurtenissen=("x", "x"))
    [ingang] = directory([lid("svb", twice)]).lijnen.values()
    assert len(list(sleutels(ingang))) == len(set(sleutels(ingang)))
    assert vakken_of([ingang])["onderwerp", "aow"].ingangen == (ingang,)
