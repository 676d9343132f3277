# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""Adherence from counters is what looking at every row comes to; and what the verdict says beside it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.projections.meetklok import Meetklok
from registry.projections.naleving import naleving
from registry.projections.openstelling import Lijngeschiedenis
from registry.projections.servicenormen import Normstand, Normversie
from registry.projections.stand import Plaats
from registry.projections.tellingen import Cel, Telling, samen, tel
from registry.projections.vensters import venster_van
from registry.statements.klok import local_date
from registry.statements.metingen import Contactmoment
from registry.statements.openingstijden import Openingsblok, Rooster
from registry.statements.professionallijnen import Adres, Balie, Email, Geldigheid, Professionallijn, Telefoon
from registry.statements.servicenormen import Servicenorm
from tests.projections.naive_norms import DAG, LIJN, World, hours, judge, many_rows, norms
from tests.statements.roosters import KALENDERS, at, blok

VANDAAG = date(2026, 12, 31)
PLAATS = Plaats(index=0, digest="0" * 64, ordered_at=at("2026-01-01 00:00"))
WERKWEEK = blok("ma di wo do vr", "09:00-17:00")


def stand(*normen: Servicenorm) -> Normstand:
    return Normstand(naam=normen[0].naam, versies=tuple(Normversie(norm=een, plaats=PLAATS) for een in normen))


def lijn(uren: tuple[Openingsblok, ...] = (WERKWEEK,), **anders: Any) -> Professionallijn:
    telefoon = Telefoon(nummer="+31880000101", openingstijden=uren)
    vast: dict[str, Any] = {
        "naam": "aow",
        "titel": "AOW",
        "kanalen": (telefoon,),
        "geldig": Geldigheid(van=date(2026, 1, 1)),
        "bevestigd": date(2026, 3, 1),
    }
    return Professionallijn(**{**vast, **anders})


def in_world(roosters: Mapping[str, Rooster]) -> Lijngeschiedenis:
    def of(soort: str) -> dict[str, Any]:
        given = roosters[soort]
        return {
            "openingstijden": given.openingstijden,
            "afwijkingen": given.afwijkingen,
            "feestdagen": given.feestdagen,
        }

    adres = Adres(straat="Plein 1", postcode="7511 JX", plaats="Enschede")
    kanalen = (
        Telefoon(nummer="+31880000101", **of("telefoon")),
        Email(adres="aow@example.nl", **of("email")),
        Balie(adres=adres, **of("balie")),
    )
    return Lijngeschiedenis(id=LIJN, versies=[(date(2026, 1, 1), lijn(kanalen=kanalen))])


def counted(rows: Sequence[Contactmoment], world: World, klok: Meetklok) -> list[tuple[Cel, Telling]]:
    """Rows as counters, those of one cell together, as a store keeps them."""
    each = sorted((tel(row, [world.roosters[row.kanaal]], klok) for row in rows), key=lambda pair: repr(pair[0]))
    return [(cel, samen(*(t for _, t in group))) for cel, group in groupby(each, key=lambda pair: pair[0])]


@settings(max_examples=400, deadline=None)
@given(norms(), many_rows, st.fixed_dictionaries(dict.fromkeys(("telefoon", "email", "balie"), hours)))
def test_every_statistic_from_counters_is_the_one_from_rows(
    norm: Servicenorm, rows: list[Contactmoment], roosters: dict[str, Rooster]
) -> None:
    world, klok = World(roosters, KALENDERS), Meetklok(KALENDERS)
    found = naleving(
        stand(norm),
        in_world(roosters),
        counted(rows, world, klok),
        van=DAG,
        tot=DAG + timedelta(days=10),
        klok=klok,
        vandaag=VANDAAG,
    )
    for each in found:
        here = [row for row in rows if each.dagen.eerste <= local_date(row.begonnen) <= each.dagen.laatste]
        naive = judge(norm, here, world)
        assert (each.waarnemingen, each.onbekend, each.nooit) == (naive.waarnemingen, naive.onbekend, naive.nooit)
        assert each.buiten_openingstijden == naive.buiten
        assert each.waarde == (None if naive.waarde is None else pytest.approx(float(naive.waarde), rel=1e-12))
        if naive.waarnemingen < (norm.minimum_waarnemingen or 1):
            assert each.oordeel == "te-weinig-waarnemingen"
        else:
            good = naive.waarde is not None and (
                float(naive.waarde) >= each.doel if norm.richting == "minstens" else float(naive.waarde) <= each.doel
            )
            assert each.oordeel == ("gehaald" if good else "niet-gehaald")
    seen = {each.venster for each in found}
    assert {venster_van(norm.venster, local_date(row.begonnen)) for row in rows} & seen or not rows or not found
