# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
"""A key was stolen: the member makes new ones and calls, and the beheerder puts them in place of the old."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copy
from typing import Any

import msgspec
import pytest

from registry.statements.envelope import open_envelope
from registry.statements.geheim import Geheim
from registry.statements.sleutels import Sleutels
from tests.cli.conftest import SVB_AOW, Lijn, Uitkomst, write_profile
from tests.support import Lid, Network
from tests.support.network import secret

SINDS = "2026-11-22T18:00"


class Nieuw:
    """The new keys of a member: in its folder, in the file that it sends, and as it reads them out."""

    def __init__(self, lijn: Lijn, folder: Path) -> None:
        assert lijn("sleutel", "nieuw", "--map", folder).code == 0
        shown = lijn("sleutel", "toon", "--map", folder, "--json")
        self.folder, self.bestand, self.rows = folder, folder.with_suffix(".json"), shown.json["sleutels"]
        self.bestand.write_text(shown.out, encoding="utf-8")
        self.kids = [row["duimafdruk"] for row in self.rows]


@pytest.fixture
def nieuw(as_obpt: Lijn, tmp_path: Path) -> Nieuw:
    return Nieuw(as_obpt, tmp_path / "nieuw")


def vervang(obpt: Lijn, lid: Lid, nieuw: Nieuw, *more: str, kids: list[str] | None = None) -> Uitkomst:
    heard = [part for kid in (nieuw.kids if kids is None else kids) for part in ("--duimafdruk", kid)]
    voor = ("sleutel", "vervang", "--voor", lid.oin, "--nieuw", nieuw.bestand, "--sinds", SINDS)
    return obpt(*voor, *heard, *more)


def held(net: Network, lid: Lid) -> dict[str, str]:
    found = net.gids().organisaties[lid.oin].sleutels
    return {key.naam: key.kid for key in found if key.holds(net.clock.at)}


def test_a_stolen_key_ends_and_its_member_goes_on_with_a_new_one(
    lijn: Lijn, net: Network, svb: Lid, tmp_path: Path
) -> None:
    lijn.http, lijn.now = lambda _: net.http(), net.clock
    stolen, obpt = write_profile(tmp_path / "svb", svb), write_profile(tmp_path / "obpt", net.obpt)

    nieuw = Nieuw(lijn, tmp_path / "nieuw")  # at the SVB, who then calls

    lijn.profiel = obpt
    done = vervang(lijn, svb, nieuw, "--json")
    assert done.code == 0
    assert done.json["duimafdrukken"] == nieuw.kids
    assert done.json["clientId"] == f"{svb.oin}.loketsoftware"
    assert net.head(f"sleutels/{svb.oin}") == done.json["digest"]

    lijn.profiel = stolen
    assert lijn("publiceer", SVB_AOW).code == 1  # the thief

    copy(stolen / "profiel.json", nieuw.folder)  # as it was told to
    lijn.profiel = nieuw.folder
    assert lijn("publiceer", SVB_AOW).code == 0
    assert lijn("profiel").code == 0

    lijn.profiel = obpt
    assert vervang(lijn, svb, Nieuw(lijn, tmp_path / "weer")).code == 0  # and if it happens again


def test_what_is_said_is_that_it_was_stolen_and_since_when(as_obpt: Lijn, net: Network, svb: Lid, nieuw: Nieuw) -> None:
    done = vervang(as_obpt, svb, nieuw, "--geldig-tot", "2027-01-31", "--json")
    with net.store.read() as tx:
        (record,) = tx.records(net.size() - 1, net.size())
    said = open_envelope(record.jws)
    assert (said.digest, said.oin) == (done.json["digest"], net.obpt.oin)
    assert isinstance(said.body, Sleutels)
    assert said.body.reden == "gecompromitteerd"
    assert said.body.gecompromitteerd_sinds == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    keys = net.gids().organisaties[svb.oin].sleutels
    assert {key.tot for key in keys if key.holds(net.clock.at)} == {datetime(2027, 1, 31, 23, 0, tzinfo=UTC)}


def test_the_beheerder_sees_what_ends_and_only_keeps_what_was_read_out(
    as_obpt: Lijn, net: Network, svb: Lid, nieuw: Nieuw, zaaksysteem: Geheim
) -> None:
    assert vervang(as_obpt, svb, nieuw, "--behoud", "A" * 43).code == 2
    kept = vervang(as_obpt, svb, nieuw, "--behoud", zaaksysteem.kid)
    assert kept.code == 0
    assert "spreken" in kept.err
    assert held(net, svb) == {
        "loketsoftware": nieuw.kids[0],
        "spreken": nieuw.kids[1],
        "zaaksysteem": zaaksysteem.kid,
    }


def test_without_that_every_old_key_ends(
    as_obpt: Lijn, net: Network, svb: Lid, nieuw: Nieuw, zaaksysteem: Geheim
) -> None:
    done = vervang(as_obpt, svb, nieuw)
    assert done.code == 0
    assert zaaksysteem.kid in done.err
    assert set(held(net, svb).values()) == set(nieuw.kids)


@pytest.mark.parametrize("missing", [0, 1])
def test_each_new_key_was_read_out_or_nothing_is_said(
    as_obpt: Lijn, net: Network, svb: Lid, nieuw: Nieuw, missing: int
) -> None:
    """Who changes the file on its way does not get a key of its own in: not for statements, and not for tokens."""
    size, heard = net.size(), [kid for n, kid in enumerate(nieuw.kids) if n != missing]
    for kids in (heard, [*heard, "A" * 43], [*nieuw.kids, "A" * 43]):
        done = vervang(as_obpt, svb, nieuw, kids=kids)
        assert done.code == 1
        assert "duimafdruk" in done.err
    assert net.size() == size


def test_what_the_file_calls_a_thumbprint_is_not_believed(as_obpt: Lijn, net: Network, svb: Lid, nieuw: Nieuw) -> None:
    size, thief = net.size(), msgspec.to_builtins(secret(66).jwk)
    rows = [nieuw.rows[0], nieuw.rows[1] | {"jwk": thief}]
    nieuw.bestand.write_bytes(msgspec.json.encode({"sleutels": rows}))
    assert vervang(as_obpt, svb, nieuw).code == 1
    assert net.size() == size


def changed(rows: list[dict[str, Any]], how: str) -> Any:
    first, second = rows
    return {
        "one": [first],
        "two for one": [first, second | {"gebruik": first["gebruik"]}],
        "three": [first, second, second],
        "a secret": [first, second | {"jwk": second["jwk"] | {"d": "A" * 43}}],
        "no key": [first, second | {"jwk": {"kty": "oct", "k": "AA"}}],
        "a word": "sleutels",
    }[how]


@pytest.mark.parametrize("how", ["one", "two for one", "three", "a secret", "no key", "a word"])
def test_a_file_with_something_else_in_it_is_refused(
    as_obpt: Lijn, net: Network, svb: Lid, nieuw: Nieuw, how: str
) -> None:
    size = net.size()
    nieuw.bestand.write_bytes(msgspec.json.encode({"sleutels": changed(nieuw.rows, how)}))
    done = vervang(as_obpt, svb, nieuw)
    assert done.code in {1, 2}
    assert "A" * 43 not in done.err
    assert net.size() == size


def test_a_key_of_now_is_no_new_key(as_obpt: Lijn, net: Network, svb: Lid, nieuw: Nieuw) -> None:
    nieuw.rows[1]["jwk"] = msgspec.to_builtins(svb.geheim.jwk)
    nieuw.bestand.write_bytes(msgspec.json.encode({"sleutels": nieuw.rows}))
    done = vervang(as_obpt, svb, nieuw, kids=[nieuw.kids[0], svb.geheim.kid])
    assert done.code == 2
    assert "nu al" in done.err


def test_a_member_cannot_do_this_to_another(as_svb: Lijn, net: Network, tmp_path: Path) -> None:
    uwv, size = net.lid("uwv"), net.size()
    done = vervang(as_svb, uwv, Nieuw(as_svb, tmp_path / "nieuw"))
    assert done.code == 1
    assert net.size() == size


def test_the_beheerder_replaces_its_own_as_every_member_does(as_obpt: Lijn, net: Network, nieuw: Nieuw) -> None:
    done = vervang(as_obpt, net.obpt, nieuw)
    assert done.code == 2
    assert "--map" in done.err


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("--map", "x", "--sinds", SINDS),
        ("--map", "x", "--nieuw", "x.json"),
        ("--map", "x", "--duimafdruk", "A" * 43),
        ("--voor", "0" * 20, "--map", "x", "--nieuw", "x.json", "--sinds", SINDS, "--duimafdruk", "A" * 43),
        ("--voor", "0" * 20, "--nieuw", "x.json", "--duimafdruk", "A" * 43),
        ("--voor", "0" * 20, "--sinds", SINDS, "--duimafdruk", "A" * 43),
        ("--voor", "0" * 20, "--nieuw", "x.json", "--sinds", SINDS),
    ],
)
def test_for_oneself_and_for_another_are_not_mixed(as_obpt: Lijn, tmp_path: Path, args: tuple[str, ...]) -> None:
    before = sorted(tmp_path.iterdir())
    assert as_obpt("sleutel", "vervang", *args).code == 2
    assert sorted(tmp_path.iterdir()) == before


def test_who_says_no_changes_nothing(as_obpt: Lijn, net: Network, svb: Lid, nieuw: Nieuw) -> None:
    size = net.size()
    heard = [part for kid in nieuw.kids for part in ("--duimafdruk", kid)]
    voor = ("sleutel", "vervang", "--voor", svb.oin, "--nieuw", nieuw.bestand, "--sinds", SINDS)
    assert as_obpt(*voor, *heard, answer="n\n").code == 1
    assert net.size() == size
