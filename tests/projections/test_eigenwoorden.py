# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""However much is left out because it cannot matter: found is what a plain reading of the rules finds."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.projections.aanroep import Aanroep
from registry.projections.fit import find
from registry.projections.kennis import Kennis
from registry.projections.toegang import Aanvrager
from tests.projections.naive_words import Reading
from tests.support.directory import directory, instantie, taak
from tests.support.varied import GEMEENTEN, ONDERWERPEN, WOORDEN, moments, varied

TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/"
KENNIS = Kennis(
    instanties=(
        instantie(
            "lid-0", taak("aow", "pensioen", onderwerpen=("aow",)), taak("huur", "huur", "kind", onderwerpen=("huur",))
        ),
        instantie("lid-1", taak("boetes", "boete", "bekeuring", onderwerpen=("boetes",))),
        instantie("anders", taak("beurs", "studie", "auto"), taak("toeslag", "zorgtoeslag", onderwerpen=("toeslag",))),
    )
)
NAMEN = {"aow": "Pensioen en verblijf", "toeslag": "Zorgtoeslag, huur of kind", "huur": "Huur"}
KNOWN = (KENNIS, Kennis(), Kennis(instanties=KENNIS.instanties[1:2]))


@settings(max_examples=150)
@given(chance=st.integers(0, 2**32).map(Random), lines=st.sampled_from((12, 60, 150, 300)))
def test_what_is_found_is_what_the_rules_say(chance: Random, lines: int) -> None:
    gids = directory(
        varied(chance, members=chance.choice((3, 9)), lines=lines), kennis=chance.choice(KNOWN), namen=NAMEN
    )
    for at in moments(chance, 3):
        vraag = " ".join(chance.sample(WOORDEN, chance.randint(1, 6)))
        aanvrager = Aanvrager(gemeente=chance.choice((None, *GEMEENTEN)))
        aanroep = Aanroep.of(gids, at, aanvrager, chance.choice((None, None, "telefoon", "email")))
        members = [("organisatie", found.oin) for found in gids.organisaties.values()]
        binnen = chance.choice((None, None, ("onderwerp", chance.choice(ONDERWERPEN)), chance.choice(members)))
        found, naive = find(aanroep, vraag, binnen=binnen), Reading(aanroep, vraag, binnen).found()
        assert {p.id: p.fit for p in found.passend} == pytest.approx(naive.fits)
        assert {p.id: (list(p.termen), p.nader) for p in found.passend} == naive.passend
        assert found.past == sorted(found.past)
        assert [gewezen.instantie.organisatie for gewezen in found.zonder] == naive.zonder
        assert found.elders == naive.elders
        assert (found.zwak.id if found.zwak else None) == naive.zwak
